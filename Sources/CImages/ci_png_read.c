#include "ci_internal.h"

#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t length;
} rest;

// What a picture may need for one chunk that is no pixels (a palette, a transparency), and the most one side may have.
enum { chunk_memory = 1 << 20, never_keep = 1 };

static void take(void *png, uint8_t *data, size_t length) {
  rest *r = ci_png_library()->io(png);
  if (length > r->length) ci_png_fail(png, "the file ends before the picture does");
  memcpy(data, r->bytes, length);
  r->bytes += length;
  r->length -= length;
}

typedef struct {
  int width, height, pixel_bytes, keeps_16;
  uint8_t *out;
  size_t room;
} wanted;

// Reads everything, or leaves by longjmp through ci_png_fail. Nothing is written before the file has agreed with `w`.
static void read_all(const ci_png *l, void *png, void *info, const wanted *w) {
  l->set_limits(png, (uint32_t)w->width, (uint32_t)w->height);
  l->set_chunk_memory(png, chunk_memory);
  l->keep_unknown(png, never_keep, NULL, -1);
  l->read_info(png, info);
  l->set_expand(png);
  if (!w->keeps_16) l->set_strip_16(png);
  int passes = l->set_interlace(png);
  l->update_info(png, info);
  size_t row_bytes = (size_t)w->width * (size_t)w->pixel_bytes;
  if (l->width(png, info) != (uint32_t)w->width || l->height(png, info) != (uint32_t)w->height ||
      l->row_bytes(png, info) != row_bytes || row_bytes * (size_t)w->height > w->room)
    ci_png_fail(png, "its channels are not those that its header and chunks announce");
  for (int pass = 0; pass < passes; pass++)
    for (int row = 0; row < w->height; row++) l->read_row(png, w->out + (size_t)row * row_bytes, NULL);
}

int ci_read_png(
    const uint8_t *bytes, size_t length, int width, int height, int pixel_bytes, int keeps_16, uint8_t *out, size_t room,
    char *message, size_t message_size) {
  const ci_png *l = ci_png_library();
  if (l->missing) return ci_say(message, message_size, CI_MISSING, l->missing);
  ci_png_fault fault;
  rest r = {bytes, length};
  const wanted w = {width, height, pixel_bytes, keeps_16, out, room};
  void *reader = l->make_reader(l->version(NULL), &fault, ci_png_fail, ci_png_ignore);
  if (!reader) return ci_say(message, message_size, CI_FAILED, "no memory for the reader");
  void *volatile info = NULL;
  if (setjmp(fault.back)) {
    void *made = info;
    l->drop_reader(&reader, &made, NULL);
    return ci_say(message, message_size, CI_REFUSED, fault.what);
  }
  info = l->make_info(reader);
  l->set_read(reader, &r, take);
  read_all(l, reader, info, &w);
  void *made = info;
  l->drop_reader(&reader, &made, NULL);
  return CI_DONE;
}
