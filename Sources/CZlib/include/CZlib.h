#ifndef CZLIB_H
#define CZLIB_H
#include <stddef.h>
#include <zlib.h>

/// Counts what a stream of bytes is packed to, and forgets the packed bytes. Behind functions because a z_stream must not
/// move in memory while zlib knows it, which a Swift value cannot promise.
typedef struct cz_counter cz_counter;

/// A new counter: raw DEFLATE (no header, no trailer) at level 9; NULL when there is no memory.
cz_counter *cz_counter_new(void);

/// Packs more bytes; 0 when there is no memory.
int cz_counter_add(cz_counter *counter, const unsigned char *bytes, size_t count);

/// How long the packed stream would be if it ended here; −1 when there is no memory. The stream can go on.
long long cz_counter_length(const cz_counter *counter);

/// Gives the memory back.
void cz_counter_free(cz_counter *counter);

// How unpacking ended.
enum { CZ_DONE = 0, CZ_FULL = 1, CZ_DAMAGED = 2 };

/// Unpacks raw DEFLATE from memory to memory in one call: CZ_DONE when the stream ended with the last byte given, CZ_FULL when there was
/// more to unpack than room, CZ_DAMAGED otherwise. `room` says how much fits and is set to how much came. A function because
/// zlib's counts have 32 bits, and for the reason above.
int cz_inflate(const unsigned char *packed, size_t count, unsigned char *bytes, size_t *room);
#endif
