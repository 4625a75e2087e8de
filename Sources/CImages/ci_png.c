#include "ci_internal.h"

#include <pthread.h>
#include <stdio.h>

static ci_png library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_library(void) {
  const ci_function wanted[] = {
    {"png_get_libpng_ver", (void **)&library.version},
    {"png_create_read_struct", (void **)&library.make_reader},
    {"png_create_write_struct", (void **)&library.make_writer},
    {"png_create_info_struct", (void **)&library.make_info},
    {"png_destroy_read_struct", (void **)&library.drop_reader},
    {"png_destroy_write_struct", (void **)&library.drop_writer},
    {"png_get_error_ptr", (void **)&library.closure},
    {"png_set_read_fn", (void **)&library.set_read},
    {"png_get_io_ptr", (void **)&library.io},
    {"png_set_write_fn", (void **)&library.set_write},
    {"png_set_user_limits", (void **)&library.set_limits},
    {"png_set_chunk_malloc_max", (void **)&library.set_chunk_memory},
    {"png_set_keep_unknown_chunks", (void **)&library.keep_unknown},
    {"png_read_info", (void **)&library.read_info},
    {"png_get_image_width", (void **)&library.width},
    {"png_get_image_height", (void **)&library.height},
    {"png_set_expand", (void **)&library.set_expand},
    {"png_set_strip_16", (void **)&library.set_strip_16},
    {"png_set_interlace_handling", (void **)&library.set_interlace},
    {"png_read_update_info", (void **)&library.update_info},
    {"png_get_rowbytes", (void **)&library.row_bytes},
    {"png_read_row", (void **)&library.read_row},
    {"png_set_IHDR", (void **)&library.set_header},
    {"png_write_info", (void **)&library.write_info},
    {"png_write_row", (void **)&library.write_row},
    {"png_write_end", (void **)&library.write_end},
  };
  library.missing = ci_open("libpng16.so.16", wanted, sizeof wanted / sizeof wanted[0]);
}

const ci_png *ci_png_library(void) {
  pthread_once(&once, open_library);
  return &library;
}

void ci_png_fail(void *png, const char *what) {
  ci_png_fault *fault = library.closure(png);
  snprintf(fault->what, sizeof fault->what, "%s", what ? what : "no reason given");
  longjmp(fault->back, 1);
}

void ci_png_ignore(void *png, const char *what) {
  (void)png;
  (void)what;
}
