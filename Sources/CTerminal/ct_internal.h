#ifndef CT_INTERNAL_H
#define CT_INTERNAL_H

#include <stddef.h>

// Adds to what the restore routine writes.
void ct_restore_add(const char *bytes, size_t count);

#endif
