#include "ci_internal.h"

#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t length;
} rest;

// What a chunk that is no pixels (a palette, a transparency) may take, and that no chunk is kept that we do not use.
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

// As read_all; 0 when libpng fails. What changes lies in the caller's frame, so that it is as it was left after the longjmp.
static int attempt(const ci_png *l, void *png, void *info, ci_png_fault *fault, const wanted *w) {
  if (setjmp(fault->back)) return 0;
  read_all(l, png, info, w);
  return 1;
}

int ci_read_png(
    const uint8_t *bytes, size_t length, int width, int height, int pixel_bytes, int keeps_16, uint8_t *out, size_t room,
    char *message, size_t message_size) {
  const ci_png *l = ci_png_library();
  if (l->missing) return ci_say(message, message_size, CI_MISSING, l->missing);
  ci_png_fault fault = {.what = ""};
  rest r = {bytes, length};
  const wanted w = {width, height, pixel_bytes, keeps_16, out, room};
  void *reader = l->make_reader(l->version(NULL), &fault, ci_png_fail, ci_png_ignore);
  void *info = reader ? l->make_info(reader) : NULL;
  int result = CI_DONE;
  if (!info) {
    result = ci_say(message, message_size, CI_FAILED, "no memory for the reader");
  } else {
    l->set_read(reader, &r, take);
    if (!attempt(l, reader, info, &fault, &w)) result = ci_say(message, message_size, CI_REFUSED, fault.what);
  }
  if (reader) l->drop_reader(&reader, &info, NULL);
  return result;
}
