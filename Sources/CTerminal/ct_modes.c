#define _GNU_SOURCE
#include "CTerminal.h"
#include "ct_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int terminal = -1;
static struct termios before;
static atomic_int changed;

// What the restore routine writes, made ready beforehand since nothing may be computed in a signal handler.
static char farewell[512];
static size_t farewell_length;

void ct_restore_add(const char *bytes, size_t count) {
  if (farewell_length + count > sizeof farewell) return;
  memcpy(farewell + farewell_length, bytes, count);
  farewell_length += count;
}

int ct_tty_open(int inherited) {
  char path[64] = "/dev/tty";
  if (inherited >= 0) {
    if (!isatty(inherited)) return -1;
    if (ttyname_r(inherited, path, sizeof path) != 0) snprintf(path, sizeof path, "/proc/self/fd/%d", inherited);
  }
  return open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

int ct_modes_save(int tty, int extended) {
  static int registered;
  if (tcgetattr(tty, &before) != 0) return 0;
  terminal = tty;
  farewell_length = 0;
  if (extended) {
    static const char ends[] = "\033[?2026l\033[?1006l\033[?1002l\033[?1000l\033[?2004l\033[?1004l";
    ct_restore_add(ends, sizeof ends - 1);
  }
  if (!registered) registered = atexit(ct_restore) == 0;
  return 1;
}

int ct_modes_raw(void) {
  struct termios raw = before;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | PARMRK);
  raw.c_oflag &= ~(tcflag_t)OPOST;  // curses cannot see the modes and takes a line feed for one
  raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
  raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  atomic_store(&changed, 1);
  return tcsetattr(terminal, TCSADRAIN, &raw) == 0;
}

void ct_restore(void) {
  int saved_errno = errno;
  if (atomic_exchange(&changed, 0) && terminal >= 0) {
    size_t sent = 0;
    for (int tries = 0; sent < farewell_length && tries < 20; tries++) {
      ssize_t n = write(terminal, farewell + sent, farewell_length - sent);
      if (n > 0) {
        sent += (size_t)n;
      } else if (errno == EAGAIN) {
        struct pollfd wait = {.fd = terminal, .events = POLLOUT};
        poll(&wait, 1, 10);
      } else if (errno != EINTR) {
        break;
      }
    }
    tcsetattr(terminal, TCSANOW, &before);
  }
  errno = saved_errno;
}

int ct_size(int tty, int *rows, int *columns) {
  struct winsize size = {0};
  if (ioctl(tty, TIOCGWINSZ, &size) != 0) return 0;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return size.ws_row > 0 && size.ws_col > 0;
}

int ct_in_foreground(int tty) {
  pid_t foreground = tcgetpgrp(tty);
  return foreground < 0 || foreground == getpgrp();
}
