#include "ci_internal.h"

#include <pthread.h>

// The parts of TurboJPEG 2 that are called.
static struct {
  const char *missing;
  void *(*make)(void);
  int (*decode)(void *handle, const unsigned char *bytes, unsigned long length, unsigned char *out, int width, int pitch,
                int height, int pixel_format, int flags);
  char *(*error_text)(void *handle);
  int (*error_code)(void *handle);
  int (*drop)(void *handle);
} library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

enum { format_rgb = 0, format_gray = 6, format_cmyk = 11, exact_transform = 4096, warning = 0 };

static void open_library(void) {
  const ci_function wanted[] = {
    {"tjInitDecompress", (void **)&library.make},       {"tjDecompress2", (void **)&library.decode},
    {"tjGetErrorStr2", (void **)&library.error_text},   {"tjGetErrorCode", (void **)&library.error_code},
    {"tjDestroy", (void **)&library.drop},
  };
  library.missing = ci_open("libturbojpeg.so.0", wanted, sizeof wanted / sizeof wanted[0]);
}

int ci_read_jpeg(
    const uint8_t *bytes, size_t length, int width, int height, int channels, uint8_t *out, size_t room, char *message,
    size_t message_size) {
  pthread_once(&once, open_library);
  if (library.missing) return ci_say(message, message_size, CI_MISSING, library.missing);
  if ((size_t)width * (size_t)height * (size_t)channels > room)
    return ci_say(message, message_size, CI_FAILED, "too little room for the pixels");
  void *handle = library.make();
  if (!handle) return ci_say(message, message_size, CI_FAILED, "no memory for the reader");
  int format = channels == 1 ? format_gray : channels == 3 ? format_rgb : format_cmyk;
  int result = CI_DONE;
  // A file that is larger than `width` by `height` is scaled down by the library, never written outside the room.
  if (library.decode(handle, bytes, length, out, width, width * channels, height, format, exact_transform) != 0) {
    int is_warning = library.error_code(handle) == warning;
    result = ci_say(message, message_size, is_warning ? CI_WARNED : CI_REFUSED, library.error_text(handle));
  }
  library.drop(handle);
  return result;
}
