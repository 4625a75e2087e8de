#include "CScan.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef uint8_t bytes __attribute__((vector_size(64)));
typedef bool truths __attribute__((ext_vector_type(64)));

// How far a text has been read: how many bytes of this block belong to a character of the last, how many bytes there are from the
// block's first on, and the classes of the block's characters, byte by byte, with those of the character that goes beyond it.
struct reading {
  long begun, available;
  uint8_t values[72];
};

struct character {
  uint32_t code;
  long length;
};

// The character at `text`, of which `available` bytes may be read, at least one. A byte that begins no well-formed one (Unicode 16, table
// 3-7) is one byte long and has a code above all.
static struct character character(const uint8_t *text, long available) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  struct character stray = {UINT32_MAX, 1};
  uint8_t first = text[0];
  if (first < 0x80) return (struct character){first, 1};
  long length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || length > available) return stray;
  uint32_t code = first & (0x7F >> length);
  for (long i = 1; i < length; i++) {
    if ((text[i] & 0xC0) != 0x80) return stray;
    code = code << 6 | (text[i] & 0x3F);
  }
  if (code < least[length] || code > 0x10FFFF || (code & 0xFFFFF800) == 0xD800) return stray;
  return (struct character){code, length};
}

static inline uint8_t class_of(struct cs_table table, uint32_t code) { return table.values[table.blocks[code >> 8] + (code & 255)]; }

static long plain_positions(const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room) {
  long count = 0;
  for (long block = 0; block < blocks; block++, base += 64) {
    for (uint64_t word = words[block]; word; word &= word - 1) {
      if (count == room) return count;
      positions[count++] = base + (uint32_t)__builtin_ctzll(word);
    }
  }
  return count;
}

#define NAME(name) plain_##name
#include "blocks.h"
#undef NAME

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)
#define NAME(name) avx2_##name
#include "blocks.h"
#undef NAME

// Four places at a time whether there are as many or not, so that the number of bits is guessed wrong less often.
static long avx2_positions(const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room) {
  long count = 0;
  for (long block = 0; block < blocks; block++, base += 64) {
    uint64_t word = words[block];
    if (room - count < 68) return count + plain_positions(words + block, blocks - block, base, positions + count, room - count);
    uint32_t *next = positions + count;
    count += __builtin_popcountll(word);
    while (word) {
      for (int i = 0; i < 4; i++, word &= word - 1) next[i] = base + (uint32_t)_tzcnt_u64(word);
      next += 4;
    }
  }
  return count;
}
#pragma clang attribute pop

#define AVX512 "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt"
#pragma clang attribute push(__attribute__((target(AVX512))), apply_to = function)
#define NAME(name) avx512_##name
#include "blocks.h"
#undef NAME

// The places of the bits of a word are the numbers 0 ... 63 with those of other bits squeezed out.
static long avx512_positions(const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room) {
  uint8_t numbers[64];
  for (int i = 0; i < 64; i++) numbers[i] = (uint8_t)i;
  __m512i all = _mm512_loadu_si512(numbers);
  long count = 0;
  for (long block = 0; block < blocks; block++, base += 64) {
    uint64_t word = words[block];
    if (room - count < 64) return count + plain_positions(words + block, blocks - block, base, positions + count, room - count);
    uint32_t *next = positions + count;
    int set = __builtin_popcountll(word);
    count += set;
    __m512i places = _mm512_maskz_compress_epi8(word, all), start = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(next, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    if (set <= 16) continue;
    _mm512_storeu_si512(next + 16, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 1))));
    if (set <= 32) continue;
    _mm512_storeu_si512(next + 32, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 2))));
    _mm512_storeu_si512(next + 48, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 3))));
  }
  return count;
}
#pragma clang attribute pop

int cs_best_kind(void) {
  int has2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (!has2 || !__builtin_cpu_supports("popcnt")) return CS_PLAIN;
  int has512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
  return has512 && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") ? CS_AVX512 : CS_AVX2;
}

#define CHOSEN(name, ...)                                        \
  (kind == CS_AVX512 ? avx512_##name(__VA_ARGS__)                \
   : kind == CS_AVX2 ? avx2_##name(__VA_ARGS__) : plain_##name(__VA_ARGS__))
#else

int cs_best_kind(void) { return CS_PLAIN; }

#define CHOSEN(name, ...) plain_##name(__VA_ARGS__)
#endif

void cs_classify(int kind, const uint8_t *text, long available, long blocks, struct cs_table table, struct cs_classes *classes) {
  CHOSEN(classify, text, available, blocks, table, classes);
}

long cs_positions(int kind, const uint64_t *words, long blocks, uint32_t base, uint32_t *positions, long room) {
  return CHOSEN(positions, words, blocks, base, positions, room);
}
