#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

void pt_resize(int leader, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  ioctl(leader, TIOCSWINSZ, &size);
}

pid_t pt_start(char *const arguments[], char *const environment[], int rows, int columns, int *leader, int *follower) {
  char name[128];
  *leader = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (*leader < 0 || grantpt(*leader) || unlockpt(*leader) || ptsname_r(*leader, name, sizeof name)) return -1;
  *follower = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*follower < 0) return -1;
  pt_resize(*leader, rows, columns);
  pid_t child = fork();
  if (child != 0) return child;
  setsid();
  ioctl(*follower, TIOCSCTTY, 0);
  for (int i = 0; i < 3; i++) dup2(*follower, i);
  for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(arguments[0], arguments, environment);
  _exit(127);
}
