#include "seek.h"

#include <string.h>

// The compiler makes of these what the processor has: two or four registers on plain ones.
typedef uint8_t lanes __attribute__((vector_size(32)));
typedef uint64_t words __attribute__((vector_size(32)));

long cs_seek(const uint8_t *text, long count, const uint8_t wanted[4]) {
  const lanes none = {0}, a = none + wanted[0], b = none + wanted[1], c = none + wanted[2], d = none + wanted[3];
  long place = 0;
  for (; place + 32 <= count; place += 32) {
    lanes bytes;
    memcpy(&bytes, text + place, 32);
    words found = (words)((bytes == a) | (bytes == b) | (bytes == c) | (bytes == d));
    if (found[0] | found[1] | found[2] | found[3]) break;
  }
  for (; place < count; place++) {
    uint8_t byte = text[place];
    if (byte == wanted[0] || byte == wanted[1] || byte == wanted[2] || byte == wanted[3]) return place;
  }
  return count;
}
