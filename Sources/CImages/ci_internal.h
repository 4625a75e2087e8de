#ifndef CI_INTERNAL_H
#define CI_INTERNAL_H

#include "CImages.h"

#include <setjmp.h>

// Copies one line of text into `message` and returns `result`; line breaks become spaces.
int ci_say(char *message, size_t size, int result, const char *what);

// A function of a library and the place where its address goes.
typedef struct {
  const char *name;
  void **place;
} ci_function;

// Opens a library for as long as the program lives and finds its functions. Returns the name of what is missing, or NULL.
const char *ci_open(const char *library, const ci_function *functions, size_t count);

// The parts of libpng 1.6 that are called.
typedef struct {
  const char *missing;
  const char *(*version)(const void *png);
  void *(*make_reader)(const char *version, void *closure, void (*fail)(void *, const char *), void (*warn)(void *, const char *));
  void *(*make_writer)(const char *version, void *closure, void (*fail)(void *, const char *), void (*warn)(void *, const char *));
  void *(*make_info)(void *png);
  void (*drop_reader)(void **png, void **info, void **end);
  void (*drop_writer)(void **png, void **info);
  void *(*closure)(const void *png);
  void (*set_read)(void *png, void *io, void (*read)(void *, uint8_t *, size_t));
  void *(*io)(const void *png);
  void (*set_write)(void *png, void *io, void (*write)(void *, uint8_t *, size_t), void (*flush)(void *));
  void (*set_limits)(void *png, uint32_t width, uint32_t height);
  void (*set_chunk_memory)(void *png, size_t bytes);
  void (*keep_unknown)(void *png, int keep, const uint8_t *names, int count);
  void (*read_info)(void *png, void *info);
  uint32_t (*width)(const void *png, const void *info);
  uint32_t (*height)(const void *png, const void *info);
  void (*set_expand)(void *png);
  void (*set_strip_16)(void *png);
  int (*set_interlace)(void *png);
  void (*update_info)(void *png, void *info);
  size_t (*row_bytes)(const void *png, const void *info);
  void (*read_row)(void *png, uint8_t *row, uint8_t *shown);
  void (*set_header)(void *png, void *info, uint32_t width, uint32_t height, int bits, int color, int interlace,
                     int compression, int filter);
  void (*write_info)(void *png, void *info);
  void (*write_row)(void *png, const uint8_t *row);
  void (*write_end)(void *png, void *info);
} ci_png;

// libpng, opened at the first call; `missing` is NULL when all of it was found.
const ci_png *ci_png_library(void);

// What libpng's error function needs: where to go on, and what was wrong.
typedef struct {
  jmp_buf back;
  char what[160];
} ci_png_fault;

// libpng's error function: keeps the text and leaves by longjmp, so that no frame of Swift is ever skipped.
void ci_png_fail(void *png, const char *what);

// libpng's warning function: warnings are about what we do not use (colour profiles, dates, texts).
void ci_png_ignore(void *png, const char *what);

#endif
