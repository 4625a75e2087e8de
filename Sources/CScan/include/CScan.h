#ifndef CSCAN_H
#define CSCAN_H

#include <stdint.h>

#include "seek.h"

// Inner loops of the tokenizer engine that gain most from wide registers.

// The kinds of processor that the loops are made for; the last ones need a processor that has what they are called after.
enum cs_kind { CS_PLAIN, CS_AVX2, CS_AVX512, CS_KINDS };

// The widest kind that this processor runs.
int cs_best_kind(void);

// Masks of a window of up to 64 blocks, a bit for each byte, the first of 64 bytes in the lowest bit. First come classes: all bytes of a
// well-formed character have its class; bytes that belong to none have no bit. `CS_INSIDE` marks all bytes of a character but its first.
// Then what is found: where pieces begin, places where these masks do not know, apostrophes that may begin a contraction. The last are
// intermediate: classes as the rules have them.
enum cs_plane {
  CS_LETTER, CS_NUMBER, CS_SPACE, CS_NEWLINE, CS_UPPER, CS_LOWER, CS_MARK, CS_HAN, CS_INSIDE, CS_BLANK, CS_APOSTROPHE, CS_SLASH,
  CS_STARTS, CS_DOUBTS, CS_QUOTES,
  CS_WORD, CS_OTHER, CS_GAP,
  CS_PLANES
};

// The mask of block `b` stands at `b + 1`; before the first stands nought, behind the last is room to read and write by eights.
enum { CS_BLOCKS = 64, CS_ROW = 74 };

struct cs_window {
  uint64_t planes[CS_PLANES][CS_ROW];
};

// The classes of characters: `values[blocks[code >> 8] + (code & 255)]` has bits for letter, number, space, newline, upper, lower, mark,
// han, the first in the lowest bit; for every code up to U+10FFFF.
struct cs_table {
  const uint32_t *blocks;
  const uint8_t *values;
};

enum cs_family { CS_GPT2, CS_CL100K, CS_O200K };

// What a pattern does; masks are all ones or none.
struct cs_rules {
  int family;
  // The most digits in a piece: 1, 2, 3, or more for any number.
  int digits;
  // Whether newlines behind punctuation belong to it.
  int tails;
  // Whether slashes among them do, whether marks are letters, whether Han stands apart.
  uint64_t slashes, marks, han;
};

// Finds where pieces begin in `blocks` times 64 bytes from `text`, where a piece begins; it is legible for `available` bytes, and what lies
// behind has no class. Characters are read beyond the last block as far as the text goes. Contractions are not looked at.
void cs_find(int kind, const uint8_t *text, long available, long blocks, struct cs_table table, struct cs_rules rules,
             struct cs_window *window);

// Writes `base` plus the place of each bit that is set in `blocks` words, in order, at most `room` of them. Returns how many. What lies
// behind them, up to `room`, may be overwritten.
long cs_positions(int kind, const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room);

// Asks for the cache line at `address`, so that it is near when it is read.
static inline void cs_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
