#include "ci_internal.h"

#include <pthread.h>

// The parts of libwebp 1 that are called.
static struct {
  const char *missing;
  int (*size)(const uint8_t *bytes, size_t length, int *width, int *height);
  uint8_t *(*decode_rgb)(const uint8_t *bytes, size_t length, uint8_t *out, size_t room, int stride);
  uint8_t *(*decode_rgba)(const uint8_t *bytes, size_t length, uint8_t *out, size_t room, int stride);
} library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_library(void) {
  const ci_function wanted[] = {
    {"WebPGetInfo", (void **)&library.size},
    {"WebPDecodeRGBInto", (void **)&library.decode_rgb},
    {"WebPDecodeRGBAInto", (void **)&library.decode_rgba},
  };
  library.missing = ci_open("libwebp.so.7", wanted, sizeof wanted / sizeof wanted[0]);
}

int ci_read_webp(
    const uint8_t *bytes, size_t length, int width, int height, int channels, uint8_t *out, size_t room, int stride,
    char *message, size_t message_size) {
  pthread_once(&once, open_library);
  if (library.missing) return ci_say(message, message_size, CI_MISSING, library.missing);
  int found_width = 0, found_height = 0;
  if (!library.size(bytes, length, &found_width, &found_height))
    return ci_say(message, message_size, CI_REFUSED, "its chunks are not those of a WebP picture");
  if (found_width != width || found_height != height)
    return ci_say(message, message_size, CI_REFUSED, "its size is not the one that its header announces");
  uint8_t *made = channels == 4 ? library.decode_rgba(bytes, length, out, room, stride)
                                : library.decode_rgb(bytes, length, out, room, stride);
  return made ? CI_DONE : ci_say(message, message_size, CI_REFUSED, "its data are damaged or cut off");
}
