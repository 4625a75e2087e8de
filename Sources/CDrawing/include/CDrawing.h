#ifndef CDRAWING_H
#define CDRAWING_H

#include <stddef.h>
#include <stdint.h>

// The door to librsvg and cairo, which turn an SVG into pixels.
//
// Both are opened at the moment of use with dlopen: they bring some thirty libraries with them, and a program that only counts
// tokens must not pay for these at its start, nor need them to be installed. So their few prototypes are declared by hand in
// cd_render.c, and no name of theirs leaves by this door.

// What came of it.
enum {
  CD_DONE = 0,
  // A library or one of its functions is missing; the message names it.
  CD_MISSING = 1,
  // The SVG was refused; the message says why.
  CD_REFUSED = 2,
  // Memory or the PNG writer failed.
  CD_FAILED = 3,
};

// Draws `svg` (UTF-8, `length` bytes) into `width` by `height` pixels and makes a PNG of them. On CD_DONE `*png` holds
// `*png_length` bytes, to be given back with cd_free; else `message` holds one line of at most `message_size` - 1 bytes.
//
// In C because the functions are called through pointers that dlsym finds, errors come as GError structures, and cairo hands out
// the PNG by a callback. Nothing that the SVG refers to is loaded: the document gets no address of its own to resolve from.
int cd_render(
    const uint8_t *svg, size_t length, int width, int height, uint8_t **png, size_t *png_length, char *message,
    size_t message_size);

// Gives back what cd_render made (memory from C's allocator).
void cd_free(uint8_t *png);

#endif
