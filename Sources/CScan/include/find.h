#ifndef CSCAN_FIND_H
#define CSCAN_FIND_H

#include <stdint.h>

// The place of the first of `count` bytes that is one of four; `count` when there is none.
long cs_find(const uint8_t *text, long count, const uint8_t wanted[4]);

#endif
