#ifndef CSCAN_H
#define CSCAN_H

#include <stdint.h>

// Inner loops of the tokenizer engine that gain most from wide registers.

// The kinds of processor that the loops are made for; the last ones need a processor that has what they are called after.
enum cs_kind { CS_PLAIN, CS_AVX2, CS_AVX512, CS_KINDS };

// The widest kind that this processor runs.
int cs_best_kind(void);

// Classes of 64 bytes, a bit for each byte, the first byte in the lowest bit. All bytes of a well-formed character have its class; bytes
// that belong to none have no bit. `inside` marks all bytes of a character but its first.
struct cs_classes {
  uint64_t letter, number, space, newline, upper, lower, mark, han, inside, blank, apostrophe, slash;
};

// The classes of characters: `values[blocks[code >> 8] + (code & 255)]` has bits for letter, number, space, newline, upper, lower, mark,
// han, the first in the lowest bit; for every code up to U+10FFFF.
struct cs_table {
  const uint32_t *blocks;
  const uint8_t *values;
};

// The classes of `blocks` times 64 bytes from `text`, which begins with a whole character and is legible for `available` bytes; what
// lies behind has no class. Characters are read beyond the last block as far as the text goes.
void cs_classify(int kind, const uint8_t *text, long available, long blocks, struct cs_table table, struct cs_classes *classes);

// Writes `base` plus the place of each bit that is set in `blocks` words, in order, at most `room` of them. Returns how many. What lies
// behind them, up to `room`, may be overwritten.
long cs_positions(int kind, const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room);

// Asks for the cache line at `address`, so that it is near when it is read.
static inline void cs_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
