#ifndef CMALLOC_H
#define CMALLOC_H
/* malloc_trim, which gives freed memory back to the system; Swift's module of the C library leaves this header out. */
#include <malloc.h>
#endif
