#ifndef CSCAN_H
#define CSCAN_H

#include <stdint.h>

// Inner loops of the tokenizer engine that gain most from wide registers.

// Classes of 64 bytes, a bit for each byte, the first byte in the lowest bit. Only ASCII has classes; bytes above it have their bit in
// `high` alone.
struct cs_classes {
  uint64_t lower, upper, digit, space, newline, blank, high;
};

// The classes of `blocks` times 64 bytes. `space` holds \t \n \v \f \r and the space, `newline` \n and \r, `blank` the space alone.
void cs_classify(const uint8_t *text, long blocks, struct cs_classes *classes);

// Asks for the cache line at `address`, so that it is near when it is read.
static inline void cs_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
