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
#endif
