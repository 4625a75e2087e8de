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
#include <sys/mman.h>
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
    static const char ends[] = "\033[?2026l\033[8h\033[?1006l\033[?1002l\033[?1000l\033[?2004l\033[?1004l";
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
  ct_stderr_keep();
  atomic_store(&changed, 1);
  return tcsetattr(terminal, TCSADRAIN, &raw) == 0;
}

static int kept_stderr = -1;  // what was said
static int true_stderr = -1;  // where it goes

void ct_stderr_keep(void) {
  if (kept_stderr < 0) {
    if (!isatty(STDERR_FILENO)) return;
    true_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    kept_stderr = memfd_create("errors", MFD_CLOEXEC);
  }
  if (kept_stderr >= 0 && true_stderr >= 0) dup2(kept_stderr, STDERR_FILENO);
}

static void send_all(const char *bytes, size_t count) {
  size_t sent = 0;
  for (int tries = 0; sent < count && tries < 20; tries++) {
    ssize_t n = write(terminal, bytes + sent, count - sent);
    if (n > 0) {
      sent += (size_t)n;
    } else if (errno == EAGAIN) {
      struct pollfd wait = {.fd = terminal, .events = POLLOUT};
      poll(&wait, 1, 10);
    } else if (errno != EINTR) {
      break;
    }
  }
}

// Shows the end of what was kept. It may quote foreign text, so nothing in it may act on the terminal.
static void show_kept(void) {
  char text[4096];
  if (kept_stderr < 0 || true_stderr < 0) return;
  dup2(true_stderr, STDERR_FILENO);
  off_t length = lseek(kept_stderr, 0, SEEK_CUR);
  off_t start = length > (off_t)sizeof text ? length - (off_t)sizeof text : 0;
  ssize_t n = length > 0 ? pread(kept_stderr, text, sizeof text, start) : 0;
  for (ssize_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)text[i];
    int is_c1 = i > 0 && (unsigned char)text[i - 1] == 0xc2 && c < 0xa0 && c >= 0x80;
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || is_c1) text[i] = '?';
  }
  if (n > 0) send_all(text, (size_t)n);
  if (lseek(kept_stderr, 0, SEEK_SET) == 0 && ftruncate(kept_stderr, 0) != 0) return;
}

void ct_restore(void) {
  int saved_errno = errno;
  if (atomic_exchange(&changed, 0) && terminal >= 0) {
    send_all(farewell, farewell_length);
    tcsetattr(terminal, TCSANOW, &before);
    show_kept();
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

int ct_pixel_size(int tty, int *width, int *height) {
  struct winsize size = {0};
  if (ioctl(tty, TIOCGWINSZ, &size) != 0) return 0;
  *width = size.ws_xpixel;
  *height = size.ws_ypixel;
  return size.ws_xpixel > 0 && size.ws_ypixel > 0;
}

int ct_in_foreground(int tty) {
  pid_t foreground = tcgetpgrp(tty);
  return foreground < 0 || foreground == getpgrp();
}
