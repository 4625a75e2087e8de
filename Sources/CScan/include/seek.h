#ifndef CSCAN_SEEK_H
#define CSCAN_SEEK_H

#include <stdint.h>

// The place of the first of `count` bytes that is one of four; `count` when there is none.
long cs_seek(const uint8_t *text, long count, const uint8_t wanted[4]);

#endif
