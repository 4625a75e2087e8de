#ifndef CIMAGES_H
#define CIMAGES_H

#include <stddef.h>
#include <stdint.h>

// The door to libpng, libturbojpeg and libwebp: pictures from bytes and PNG files from pictures.
//
// Each is opened with dlopen at the first call that needs it: a program that only counts tokens neither loads them nor needs them.
// Their prototypes are declared by hand, as their manuals have them, so no header of theirs is needed to build.
//
// In C because the functions are called through pointers that dlsym finds, and libpng leaves an error by longjmp.
// All functions may be called from any thread. Sizes are checked by the caller before it makes room; the functions check again
// that the file agrees with them, and never write outside the room they are given.

// What came of it.
enum {
  CI_DONE = 0,
  // A library or one of its functions is missing; the message names it.
  CI_MISSING = 1,
  // The bytes were refused; the message says why.
  CI_REFUSED = 2,
  // There was not enough memory.
  CI_FAILED = 3,
  // The picture was decoded in spite of a fault in the bytes; the message says which.
  CI_WARNED = 4,
};

// Makes a PNG of `width` by `height` pixels of three bytes. On CI_DONE `*png` holds `*png_length` bytes, to be given back with
// ci_free; else `message` holds one line of at most `message_size` - 1 bytes.
int ci_write_png(
    const uint8_t *rgb, int width, int height, uint8_t **png, size_t *png_length, char *message, size_t message_size);

// Decodes a PNG into `room` bytes at `out`: rows from the top, each of `width` pixels. Palettes become red, green and blue, fewer than
// 8 bits of grey become 8, transparent colours become a channel of alpha. Channels of 16 bits are cut to their upper 8, or stay in the
// order of the file (upper byte first) with `keeps_16`. `pixel_bytes` is what the caller expects of a pixel; CI_REFUSED when the file
// turns out to have another size or other channels. Only the first picture of an animation is read.
int ci_read_png(
    const uint8_t *bytes, size_t length, int width, int height, int pixel_bytes, int keeps_16, uint8_t *out, size_t room,
    char *message, size_t message_size);

// Decodes a JPEG of 8 bits a channel into `room` bytes at `out`: 1 channel of grey, 3 of red, green and blue, or 4 of cyan, magenta,
// yellow and black as the file has them (most are inverted). The slow exact transform and smooth upsampling are used, as by most programs.
// CI_WARNED when the bytes are damaged or cut off but something could be made of them.
int ci_read_jpeg(
    const uint8_t *bytes, size_t length, int width, int height, int channels, uint8_t *out, size_t room, char *message,
    size_t message_size);

// Decodes one WebP picture (a whole file, or the chunks of one frame of an animation) of `width` by `height` pixels into `room` bytes
// at `out`, rows `stride` bytes apart: 3 channels, or 4 with alpha.
int ci_read_webp(
    const uint8_t *bytes, size_t length, int width, int height, int channels, uint8_t *out, size_t room, int stride,
    char *message, size_t message_size);

// Gives back what ci_write_png made (memory from C's allocator).
void ci_free(uint8_t *bytes);

#endif
