// Where pieces begin, from classes, eight blocks at a time; included once for each kind of processor, behind blocks.h.
//
// All bytes of a character carry its class, so where classes change a character begins, and a shift by one bit asks for the class of the
// character before. What runs on through characters is a sum: a carry goes through all ones that follow.

// The masks of eight blocks from block `i - 1` on, and of those before and behind them.
#define LOAD(plane, offset)                                            \
  ({                                                                   \
    words loaded;                                                      \
    memcpy(&loaded, w->planes[plane] + i + (offset), sizeof loaded);   \
    loaded;                                                            \
  })
#define AT(plane) LOAD(plane, 0)
#define BEFORE(plane) LOAD(plane, -1)
#define SET(plane, value)                               \
  do {                                                  \
    words set = (value);                                \
    memcpy(w->planes[plane] + i, &set, sizeof set);     \
  } while (0)

// The classes of the bytes before, and behind.
#define BEHIND(plane) (AT(plane) << 1 | BEFORE(plane) >> 63)
#define AHEAD(plane) (AT(plane) >> 1 | LOAD(plane, 1) << 63)

#define EACH for (long i = 1; i <= blocks; i += 8)
#define ANY(mask) (mask[0] | mask[1] | mask[2] | mask[3] | mask[4] | mask[5] | mask[6] | mask[7])

// `'s|'t|...| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
static void NAME(gpt2)(struct cs_window *w, long blocks) {
  words odd = {0};
  EACH {
    words changes = (AT(CS_LETTER) ^ BEHIND(CS_LETTER)) | (AT(CS_NUMBER) ^ BEHIND(CS_NUMBER)) | (AT(CS_SPACE) ^ BEHIND(CS_SPACE));
    words taken = BEHIND(CS_BLANK) & ~AT(CS_SPACE), last = AT(CS_SPACE) & ~AHEAD(CS_SPACE);
    odd |= last & AT(CS_INSIDE);
    SET(CS_STARTS, (changes & ~taken) | (last & ~AT(CS_INSIDE)));
    SET(CS_DOUBTS, (words){0});
    SET(CS_QUOTES, AT(CS_APOSTROPHE) & AHEAD(CS_LETTER));
  }
  if (ANY(odd)) last_characters(w, blocks, CS_SPACE);
}

// Classes as the rules of the newer families have them.
INLINE void NAME(prepare)(struct cs_window *w, long blocks, struct cs_rules rules) {
  EACH {
    words han = AT(CS_HAN) & rules.han;
    words word = (AT(CS_LETTER) | (AT(CS_MARK) & rules.marks)) & ~han, number = AT(CS_NUMBER) & ~han;
    SET(CS_DOUBTS, han & ~AT(CS_LETTER));
    SET(CS_HAN, han);
    SET(CS_WORD, word);
    SET(CS_NUMBER, number);
    SET(CS_OTHER, ~(word | number | AT(CS_SPACE) | han));
    SET(CS_GAP, AT(CS_SPACE) & ~AT(CS_NEWLINE));
  }
}

// What of the newer families needs no sums. A blank before punctuation and any but newlines before letters belong to them.
INLINE void NAME(change)(struct cs_window *w, long blocks, struct cs_rules rules) {
  words odd = {0}, longer = {0}, large = {0};
  EACH {
    words word = AT(CS_WORD), number = AT(CS_NUMBER), inside = AT(CS_INSIDE), after = BEHIND(CS_WORD), one = BEHIND(CS_NUMBER);
    words starts = (word ^ after) | (number ^ one) | (AT(CS_SPACE) ^ BEHIND(CS_SPACE)) | (AT(CS_HAN) ^ BEHIND(CS_HAN));
    starts &= ~((AT(CS_OTHER) & BEHIND(CS_BLANK)) | (word & BEHIND(CS_GAP)));
    words last = AT(CS_GAP) & ~AHEAD(CS_SPACE);
    odd |= last & inside;
    starts |= last & ~inside;
    words two = number << 2 | BEFORE(CS_NUMBER) >> 62, three = number << 3 | BEFORE(CS_NUMBER) >> 61;
    longer |= number & one & two & (rules.digits == 2 ? number : three);
    large |= number & inside;
    if (rules.digits == 1) starts |= number & ~inside;
    words quotes = AT(CS_APOSTROPHE) & AHEAD(CS_LETTER);
    if (rules.family == CS_O200K) {
      // Where lower case turns into upper case. What is both before upper case, and a mark that follows no word, are doubts.
      words upper = AT(CS_UPPER), lower = AT(CS_LOWER), capital = word & upper & ~lower;
      words lowerBefore = BEFORE(CS_WORD) & BEFORE(CS_LOWER), upperBefore = BEFORE(CS_UPPER);
      starts |= capital & ((word & lower & ~upper) << 1 | (lowerBefore & ~upperBefore) >> 63);
      words both = (word & lower & upper) << 1 | (lowerBefore & upperBefore) >> 63;
      SET(CS_DOUBTS, AT(CS_DOUBTS) | (capital & both) | (AT(CS_MARK) & ~inside & ~after));
      quotes &= after;
    }
    SET(CS_STARTS, starts);
    SET(CS_QUOTES, quotes);
  }
  if (ANY(odd)) last_characters(w, blocks, CS_GAP);
  if (rules.digits == 1 || rules.digits > 3) return;
  if (ANY(large)) large_digits(w, blocks);
  if (ANY(longer)) group_digits(w, blocks, rules.digits);
}

// Sums, from block to block. `[\r\n/]*` behind punctuation begins no piece, but one begins behind it. One character that is neither letter
// nor digit begins the piece of the letters behind it. Behind the last newline of whitespace a piece begins: every stretch of blanks behind
// a newline gets a start, and loses it when it ends before another.
INLINE void NAME(sums)(struct cs_window *w, long blocks, struct cs_rules rules) {
  unsigned long long tail = 0, join = 0, open = 0, settled = 0, carry;
  for (long i = 1; i <= blocks; i++) {
    uint64_t starts = w->planes[CS_STARTS][i], others = w->planes[CS_OTHER][i], newlines = w->planes[CS_NEWLINE][i];
    if (rules.tails) {
      uint64_t able = newlines | (w->planes[CS_SLASH][i] & rules.slashes);
      uint64_t seeds = (newlines & (others << 1 | w->planes[CS_OTHER][i - 1] >> 63)) | (able & tail);
      uint64_t tails = (able & ~(able + seeds)) | seeds;
      starts = (starts | tails << 1 | tail) & ~tails;
      tail = tails >> 63;
      newlines &= ~tails;
    }
    uint64_t opening = starts & others, inside = w->planes[CS_INSIDE][i];
    uint64_t following = __builtin_addcll(opening << 1, inside, join, &carry) & ~inside;
    join = carry | opening >> 63;
    starts &= ~(following & w->planes[CS_WORD][i]);
    uint64_t gaps = w->planes[CS_GAP][i], fresh = gaps & (newlines << 1 | settled);
    settled = newlines >> 63;
    uint64_t broken = __builtin_addcll(gaps, fresh, open, &carry) & ~gaps & w->planes[CS_NEWLINE][i];
    open = carry;
    w->planes[CS_STARTS][i] = starts | fresh;
    if (broken) broken_gaps(w, i, broken);
  }
}

static void NAME(find)(const uint8_t *text, long available, long blocks, struct cs_table table, struct cs_rules rules,
                       struct cs_window *w) {
  for (int plane = 0; plane < CS_PLANES; plane++) w->planes[plane][0] = 0;
  NAME(classify)(text, available, blocks, table, w);
  if (rules.family == CS_GPT2) {
    NAME(gpt2)(w, blocks);
    w->planes[CS_STARTS][1] |= 1;
    return;
  }
  NAME(prepare)(w, blocks, rules);
  NAME(change)(w, blocks, rules);
  w->planes[CS_STARTS][1] |= 1;
  NAME(sums)(w, blocks, rules);
}

#undef INLINE
#undef LOAD
#undef AT
#undef BEFORE
#undef SET
#undef BEHIND
#undef AHEAD
#undef EACH
#undef ANY
