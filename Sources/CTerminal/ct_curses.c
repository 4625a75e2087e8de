#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"
#include "ct_internal.h"

#include <ncursesw/curses.h>
#include <ncursesw/term.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static SCREEN *screen;
static WINDOW *window;
static FILE *memory;
static int memory_fd = -1;

// Looks into an entry without making it the current one for longer than the look takes.
static int look(const char *name, int (*ask)(void)) {
  TERMINAL *before = cur_term;
  int status = 0;
  int answer = -1;
  if (setupterm((char *)name, STDOUT_FILENO, &status) == OK && status == 1) {
    TERMINAL *probed = cur_term;
    answer = ask();
    set_curterm(before);
    if (probed != before) del_curterm(probed);
  }
  return answer;
}

static int ask_colors(void) {
  int colors = tigetnum("colors");
  return colors < 0 ? 0 : colors;
}

static int ask_screen(void) {
  char *cup = tigetstr("cup");
  return cup && cup != (char *)-1;
}

int ct_entry_colors(const char *name) { return look(name, ask_colors); }

int ct_entry_has_screen(const char *name) { return look(name, ask_screen) == 1; }

const char *ct_key_string(const char *capability) {
  char *text = tigetstr((char *)capability);
  return text == (char *)-1 ? NULL : text;
}

static int add_byte(int byte) {
  char c = (char)byte;
  ct_restore_add(&c, 1);
  return byte;
}

static void add_capability(const char *name) {
  const char *text = ct_key_string(name);
  if (text) tputs(text, 1, add_byte);
}

int ct_open(const char *name, int height, int width) {
  memory_fd = memfd_create("frames", MFD_CLOEXEC);
  if (memory_fd < 0 || !(memory = fdopen(memory_fd, "r+"))) return 0;
  use_extended_names(TRUE);
  screen = newterm(name, memory, memory);
  if (!screen) return 0;
  typeahead(-1);  // curses would look for typed keys in the file
  start_color();
  use_default_colors();
  static const char *const leaving[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
  for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++) add_capability(leaving[i]);
  // Without an alternate screen the shell goes on below the last line.
  if (!ct_key_string("rmcup") && ct_key_string("cup")) tputs(tparm(tigetstr("cup"), 998, 0), 1, add_byte);
  return ct_resize(height, width);
}

int ct_colors(void) { return COLORS; }
int ct_pairs(void) { return COLOR_PAIRS; }

int ct_set_pair(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK;
}

static attr_t attributes_of(uint16_t bits) {
  attr_t attributes = A_NORMAL;
  if (bits & CT_BOLD) attributes |= A_BOLD;
  if (bits & CT_DIM) attributes |= A_DIM;
  if (bits & CT_ITALIC) attributes |= A_ITALIC;
  if (bits & CT_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & CT_REVERSE) attributes |= A_REVERSE;
  return attributes;
}

void ct_draw_row(int row, const ct_cell *cells, int count) {
  if (!window || count <= 0) return;
  cchar_t *line = calloc((size_t)count, sizeof *line);
  if (!line) return;
  int filled = 0;
  for (int i = 0; i < count; i++) {
    if (cells[i].text[0] == 0) continue;
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int k = 0; k < CCHARW_MAX && cells[i].text[k]; k++) text[k] = (wchar_t)cells[i].text[k];
    int pair = cells[i].pair;
    if (setcchar(&line[filled], text, attributes_of(cells[i].attributes), 0, &pair) != OK) {
      setcchar(&line[filled], L" ", A_NORMAL, 0, NULL);
    }
    filled++;
  }
  if (wmove(window, row, 0) == OK) wadd_wchnstr(window, line, filled);
  free(line);
}

void ct_cursor(int row, int column) {
  if (!window) return;
  curs_set(row < 0 ? 0 : 1);
  leaveok(window, row < 0);
  if (row >= 0) wmove(window, row, column);
}

void ct_update(void) {
  if (!window) return;
  wnoutrefresh(window);
  doupdate();
}

void ct_forget(void) {
  if (window) clearok(curscr, TRUE);
}

int ct_resize(int height, int width) {
  if (window) delwin(window);
  window = NULL;
  if (resize_term(height, width) != OK) return 0;
  window = newwin(height, width, 0, 0);
  if (!window) return 0;
  scrollok(window, FALSE);
  return 1;
}

void ct_leave(void) {
  if (screen && !isendwin()) endwin();
}

void ct_close(void) {
  if (!screen) return;
  ct_leave();
  if (window) delwin(window);
  window = NULL;
  delscreen(screen);
  screen = NULL;
  if (memory) fclose(memory);
  memory = NULL;
  memory_fd = -1;
}

size_t ct_pending(void) {
  if (memory_fd < 0) return 0;
  fflush(memory);
  off_t end = lseek(memory_fd, 0, SEEK_CUR);
  return end > 0 ? (size_t)end : 0;
}

size_t ct_take(uint8_t *buffer, size_t capacity) {
  size_t wanted = ct_pending();
  if (wanted > capacity) wanted = capacity;
  ssize_t got = wanted ? pread(memory_fd, buffer, wanted, 0) : 0;
  if (lseek(memory_fd, 0, SEEK_SET) == 0 && ftruncate(memory_fd, 0) != 0) return 0;
  return got > 0 ? (size_t)got : 0;
}
