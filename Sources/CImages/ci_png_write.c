#include "ci_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  uint8_t *bytes;
  size_t length, room;
  int is_full;
} buffer;

static void gather(void *png, uint8_t *data, size_t length) {
  buffer *b = ci_png_library()->io(png);
  if (b->length + length > b->room) {
    size_t room = (b->length + length) * 2;
    uint8_t *more = realloc(b->bytes, room);
    if (!more) {
      b->is_full = 1;
      ci_png_fail(png, "no memory for the file");
    }
    b->bytes = more;
    b->room = room;
  }
  memcpy(b->bytes + b->length, data, length);
  b->length += length;
}

static void flush(void *png) { (void)png; }

// Writes everything; 0 when libpng fails. What changes lies in the caller's frame, so that it is as it was left after the longjmp.
static int attempt(const ci_png *l, void *png, void *info, ci_png_fault *fault, const uint8_t *rgb, int width, int height) {
  enum { bits = 8, color_rgb = 2, plain = 0 };
  if (setjmp(fault->back)) return 0;
  l->set_header(png, info, (uint32_t)width, (uint32_t)height, bits, color_rgb, plain, plain, plain);
  l->write_info(png, info);
  for (int row = 0; row < height; row++) l->write_row(png, rgb + (size_t)row * (size_t)width * 3);
  l->write_end(png, info);
  return 1;
}

int ci_write_png(
    const uint8_t *rgb, int width, int height, uint8_t **png, size_t *png_length, char *message, size_t message_size) {
  const ci_png *l = ci_png_library();
  if (l->missing) return ci_say(message, message_size, CI_MISSING, l->missing);
  ci_png_fault fault = {.what = ""};
  buffer b = {NULL, 0, 0, 0};
  void *writer = l->make_writer(l->version(NULL), &fault, ci_png_fail, ci_png_ignore);
  void *info = writer ? l->make_info(writer) : NULL;
  int result = CI_DONE;
  if (!info) {
    result = ci_say(message, message_size, CI_FAILED, "no memory for the writer");
  } else {
    l->set_write(writer, &b, gather, flush);
    if (!attempt(l, writer, info, &fault, rgb, width, height))
      result = ci_say(message, message_size, b.is_full ? CI_FAILED : CI_REFUSED, fault.what);
  }
  if (writer) l->drop_writer(&writer, &info);
  if (result != CI_DONE) {
    free(b.bytes);
    return result;
  }
  *png = b.bytes;
  *png_length = b.length;
  return CI_DONE;
}
