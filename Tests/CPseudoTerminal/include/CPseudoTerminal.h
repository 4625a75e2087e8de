#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <sys/types.h>

// Starts a program on a new pseudo terminal that is its controlling one. The C library hides `posix_openpt` and its like from
// Swift, and only a child can take a controlling terminal before it becomes the program. Both ends stay open here; returns
// the process, or -1.
pid_t pt_start(char *const arguments[], char *const environment[], int rows, int columns, int *leader, int *follower);

// Sets the size that the terminal tells.
void pt_resize(int leader, int rows, int columns);

#endif
