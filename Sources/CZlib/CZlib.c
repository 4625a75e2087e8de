#include "CZlib.h"
#include <stdlib.h>

struct cz_counter {
  z_stream stream;
  long long length;
};

cz_counter *cz_counter_new(void) {
  cz_counter *counter = calloc(1, sizeof *counter);
  if (!counter) return NULL;
  // A negative number of window bits means neither header nor trailer.
  if (deflateInit2(&counter->stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    free(counter);
    return NULL;
  }
  return counter;
}

/// Runs the packer until it wants no more room; the packed bytes are dropped.
static int run(z_stream *stream, int flush, long long *length) {
  unsigned char block[1 << 15];
  int code;
  do {
    stream->next_out = block;
    stream->avail_out = sizeof block;
    code = deflate(stream, flush);
    if (code == Z_STREAM_ERROR) return 0;
    *length += sizeof block - stream->avail_out;
  } while (stream->avail_out == 0);
  return 1;
}

int cz_counter_add(cz_counter *counter, const unsigned char *bytes, size_t count) {
  while (count > 0) {
    uInt part = count > (1u << 30) ? (1u << 30) : (uInt)count;
    counter->stream.next_in = (unsigned char *)bytes;
    counter->stream.avail_in = part;
    if (!run(&counter->stream, Z_NO_FLUSH, &counter->length)) return 0;
    bytes += part;
    count -= part;
  }
  return 1;
}

long long cz_counter_length(const cz_counter *counter) {
  z_stream copy;
  if (deflateCopy(&copy, (z_stream *)&counter->stream) != Z_OK) return -1;
  long long length = counter->length;
  copy.next_in = NULL;
  copy.avail_in = 0;
  int isDone = run(&copy, Z_FINISH, &length);
  deflateEnd(&copy);
  return isDone ? length : -1;
}

void cz_counter_free(cz_counter *counter) {
  if (!counter) return;
  deflateEnd(&counter->stream);
  free(counter);
}

int cz_inflate(const unsigned char *packed, size_t count, unsigned char *bytes, size_t *room) {
  z_stream stream = {0};
  size_t capacity = *room, left = count;
  *room = 0;
  if (inflateInit2(&stream, -15) != Z_OK) return CZ_DAMAGED;
  int code = Z_OK;
  stream.next_in = (unsigned char *)packed;
  stream.next_out = bytes;
  while (code == Z_OK) {
    // Both counts of zlib have 32 bits.
    uInt in = left > (1u << 30) ? (1u << 30) : (uInt)left;
    uInt out = capacity - *room > (1u << 30) ? (1u << 30) : (uInt)(capacity - *room);
    stream.avail_in = in;
    stream.avail_out = out;
    code = inflate(&stream, Z_NO_FLUSH);
    left -= in - stream.avail_in;
    *room += out - stream.avail_out;
  }
  inflateEnd(&stream);
  if (code == Z_STREAM_END) return left == 0 ? CZ_DONE : CZ_DAMAGED;
  return code == Z_BUF_ERROR && *room == capacity ? CZ_FULL : CZ_DAMAGED;
}
