#include "seek.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

long cs_seek(const uint8_t *text, long count, const uint8_t wanted[4]) {
  if (wanted[0] == wanted[1] && wanted[0] == wanted[2] && wanted[0] == wanted[3]) {
    const uint8_t *found = count > 0 ? memchr(text, wanted[0], (size_t)count) : NULL;
    return found ? found - text : count;
  }
  long place = 0;
#if defined(__SSE2__)
  const __m128i a = _mm_set1_epi8((char)wanted[0]), b = _mm_set1_epi8((char)wanted[1]);
  const __m128i c = _mm_set1_epi8((char)wanted[2]), d = _mm_set1_epi8((char)wanted[3]);
  for (; place + 16 <= count; place += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(text + place));
    __m128i first = _mm_or_si128(_mm_cmpeq_epi8(bytes, a), _mm_cmpeq_epi8(bytes, b));
    __m128i second = _mm_or_si128(_mm_cmpeq_epi8(bytes, c), _mm_cmpeq_epi8(bytes, d));
    int found = _mm_movemask_epi8(_mm_or_si128(first, second));
    if (found) return place + __builtin_ctz((unsigned)found);
  }
#endif
  for (; place < count; place++) {
    uint8_t byte = text[place];
    if (byte == wanted[0] || byte == wanted[1] || byte == wanted[2] || byte == wanted[3]) return place;
  }
  return count;
}
