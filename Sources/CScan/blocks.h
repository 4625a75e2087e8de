// The loops of CScan, included once for each kind of processor with NAME set; so without a guard.
//
// Vectors are written as such: the compiler makes of 64 bytes as many registers as the processor needs, and of a comparison the mask that
// the processor can give.

#define INLINE static inline __attribute__((always_inline))

// One bit for each byte of a comparison, whose bytes are all ones or all zeros.
#define MASK(comparison)                                        \
  ({                                                            \
    truths truth = __builtin_convertvector(comparison, truths); \
    uint64_t mask;                                              \
    memcpy(&mask, &truth, sizeof mask);                         \
    mask;                                                       \
  })

// Which ASCII characters the bytes are.
INLINE uint64_t NAME(ascii)(const uint8_t *text, struct cs_classes *c) {
  bytes v;
  memcpy(&v, text, sizeof v);
  bytes folded = (v | 0x20) - 'a', digit = v - '0', control = v - 9;
  c->letter = MASK(folded <= 25);
  c->number = MASK(digit <= 9);
  c->blank = MASK(v == ' ');
  c->space = c->blank | MASK(control <= 4);
  c->newline = MASK((v == 10) | (v == 13));
  uint64_t small = MASK((v & 0x20) != 0);
  c->lower = c->letter & small;
  c->upper = c->letter & ~small;
  c->apostrophe = MASK(v == '\'');
  c->slash = MASK(v == '/');
  c->mark = c->han = c->inside = 0;
  return MASK(v >= 0x80);
}

// Adds what the bytes of classes say.
INLINE void NAME(add)(const uint8_t *values, struct cs_classes *c) {
  bytes v;
  memcpy(&v, values, sizeof v);
  c->letter |= MASK((v & 1) != 0);
  c->number |= MASK((v & 2) != 0);
  c->space |= MASK((v & 4) != 0);
  c->upper |= MASK((v & 16) != 0);
  c->lower |= MASK((v & 32) != 0);
  c->mark |= MASK((v & 64) != 0);
  c->han |= MASK((v & 128) != 0);
}

// Classes of a block whose characters of several bytes may be malformed: one character after the other.
static void NAME(careful)(const uint8_t *text, struct cs_table table, uint64_t high, struct reading *r, struct cs_classes *c) {
  c->inside = ((uint64_t)1 << r->begun) - 1;
  uint64_t left = high & ~c->inside;
  long end = 0;
  while (left) {
    long place = __builtin_ctzll(left);
    struct character next = character(text + place, r->available - place);
    uint8_t value = next.code < 0x110000 ? class_of(table, next.code) : 0;
    for (long i = 0; i < next.length; i++) r->values[place + i] = value;
    uint64_t taken = (((uint64_t)1 << next.length) - 1) << place;
    c->inside |= taken & (taken - 1);
    left &= ~taken;
    end = place + next.length;
  }
  r->begun = end > 64 ? end - 64 : 0;
}

// Classes of a block all of whose characters are well formed, kind by kind of their length; false when some are not.
INLINE int NAME(quick)(const uint8_t *text, struct cs_table table, uint64_t high, struct reading *r, struct cs_classes *c) {
  bytes v;
  memcpy(&v, text, sizeof v);
  uint64_t three = MASK(v >= 0xE0), four = MASK(v >= 0xF0), first = MASK(v >= 0xC0);
  uint64_t inside = high & ~first;
  uint64_t expected = (((uint64_t)1 << r->begun) - 1) | first << 1 | three << 2 | four << 3;
  if (inside != expected) return 0;
  // A character that goes on in the next block is read whole.
  uint64_t split = (first & (uint64_t)1 << 63) | (three & (uint64_t)3 << 62) | (four & (uint64_t)7 << 61);
  uint64_t two = first & ~three & ~split;
  three &= ~four & ~split;
  four &= ~split;
  uint8_t *values = r->values;
  uint32_t wrong = 0;
  for (; two; two &= two - 1) {
    const uint8_t *p = text + __builtin_ctzll(two);
    uint32_t code = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    wrong |= code < 0x80;
    uint16_t both = (uint16_t)(class_of(table, code) * 0x0101);
    memcpy(values + (p - text), &both, 2);
  }
  for (; three; three &= three - 1) {
    const uint8_t *p = text + __builtin_ctzll(three);
    uint32_t code = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    wrong |= (code < 0x800) | (code - 0xD800 < 0x800);
    uint16_t both = (uint16_t)(class_of(table, code) * 0x0101);
    memcpy(values + (p - text), &both, 2);
    values[p - text + 2] = (uint8_t)both;
  }
  for (; four; four &= four - 1) {
    const uint8_t *p = text + __builtin_ctzll(four);
    uint32_t code = (uint32_t)(p[0] & 0x0F) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    if (code - 0x10000 >= 0x100000) return 0;
    uint32_t all = class_of(table, code) * 0x01010101u;
    memcpy(values + (p - text), &all, 4);
  }
  if (wrong) return 0;
  long begun = 0;
  if (split) {
    long place = __builtin_ctzll(split);
    struct character last = character(text + place, r->available - place);
    if (last.code >= 0x110000) return 0;
    for (long i = 0; i < last.length; i++) values[place + i] = class_of(table, last.code);
    begun = place + last.length - 64;
  }
  r->begun = begun;
  c->inside = inside;
  return 1;
}

static void NAME(classify)(const uint8_t *text, long available, long blocks, struct cs_table table, struct cs_classes *classes) {
  struct reading r = {.begun = 0, .available = available};
  uint8_t carried[4] = {0};
  for (long block = 0; block < blocks; block++, text += 64, r.available -= 64) {
    struct cs_classes *c = classes + block;
    uint8_t padded[64];
    const uint8_t *here = text;
    if (r.available < 64) {
      memset(padded, 0, sizeof padded);
      if (r.available > 0) memcpy(padded, text, (size_t)r.available);
      here = padded;
    }
    uint64_t high = NAME(ascii)(here, c);
    if (!high) continue;
    memset(r.values, 0, sizeof r.values);
    memcpy(r.values, carried, 3);
    if (!NAME(quick)(here, table, high, &r, c)) {
      memset(r.values, 0, sizeof r.values);
      memcpy(r.values, carried, 3);
      NAME(careful)(text, table, high, &r, c);
    }
    NAME(add)(r.values, c);
    memcpy(carried, r.values + 64, 3);
  }
}

#undef INLINE
#undef MASK
