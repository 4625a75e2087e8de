#include "CScan.h"

void cs_classify(const uint8_t *text, long blocks, struct cs_classes *classes) {
  for (long block = 0; block < blocks; block++) {
    struct cs_classes c = {0};
    for (int i = 0; i < 64; i++) {
      uint8_t byte = text[block * 64 + i];
      uint64_t bit = (uint64_t)1 << i;
      if (byte >= 0x80) c.high |= bit;
      if (byte >= 'a' && byte <= 'z') c.lower |= bit;
      if (byte >= 'A' && byte <= 'Z') c.upper |= bit;
      if (byte >= '0' && byte <= '9') c.digit |= bit;
      if (byte == ' ' || (byte >= 9 && byte <= 13)) c.space |= bit;
      if (byte == '\n' || byte == '\r') c.newline |= bit;
      if (byte == ' ') c.blank |= bit;
    }
    classes[block] = c;
  }
}
