#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stddef.h>
#include <stdint.h>

// The only door to curses and to the parts of termios and signals that need C. No curses name leaves by it: Swift rejects
// `stdscr`, `LINES`, `COLS` and `COLORS` as shared mutable state, and does not see macros such as `A_BOLD`.
//
// How it works: curses writes each frame into a file in memory, not to the terminal. Swift fetches those bytes and sends them
// itself, so a terminal that does not drain never blocks the program, and sequences of our own go out in their place.
//
// All `ct_` functions except `ct_restore` are called from the main thread.

// What was found out about the character set of the locale.
enum { CT_LOCALE_NONE = 0, CT_LOCALE_REPLACED = 1, CT_LOCALE_UTF8 = 2 };

// Bits of `ct_cell.attributes`.
enum { CT_BOLD = 1, CT_DIM = 2, CT_ITALIC = 4, CT_UNDERLINE = 8, CT_REVERSE = 16 };

// One cell: a base and at most four marks, ended by 0. `text[0] == 0` is the right half of a wide character.
typedef struct {
  uint32_t text[6];
  int32_t pair;
  uint16_t attributes;
} ct_cell;

// --- ct_locale.c

// setlocale, with C.UTF-8 in place of a character set that is not UTF-8, and numbers always with a point.
int ct_locale(void);

// Gives curses our own widths. `columns` is asked through `wcwidth`, which this target defines for the whole program.
void ct_set_width(int (*columns)(uint32_t code_point));

// --- ct_curses.c

// How many colours the terminfo entry has; 0 for none, -1 when there is no such entry. Needs no terminal.
int ct_entry_colors(const char *name);

// Whether the entry can place the cursor, without which there is no screen.
int ct_entry_has_screen(const char *name);

// A string capability of the opened entry, extended names included (`tigetstr` returns -1 cast to a pointer for "none").
const char *ct_key_string(const char *capability);

// Begins curses with the entry on a screen in memory; 0 when that fails. `locale` of the entry must be set before.
int ct_open(const char *name, int rows, int columns);

// Numbers of colours and pairs (globals of curses).
int ct_colors(void);
int ct_pairs(void);

// Sets one pair; -1 is the terminal's own colour. `init_extended_pair`, for numbers above 32767 in directly given colours.
int ct_set_pair(int pair, int foreground, int background);

// Lays a row of cells into the window (`setcchar` with the pair as an int through its last argument, then `wadd_wchnstr`).
void ct_draw_row(int row, const ct_cell *cells, int count);

// Shows the terminal's cursor at a cell, or hides it when `row` is negative.
void ct_cursor(int row, int column);

// Lets curses reckon what changed (`doupdate`).
void ct_update(void);

// Forgets what is on the screen, so that the next update draws everything.
void ct_forget(void);

// Makes the window anew for another size; windows that are resized in place come back clipped after 1x1.
int ct_resize(int rows, int columns);

// Ends the screen (`endwin`); the next update begins it again.
void ct_leave(void);

// Ends curses for good.
void ct_close(void);

// How many bytes curses has written since the last call of `ct_take`, and the bytes themselves.
size_t ct_pending(void);
size_t ct_take(uint8_t *buffer, size_t capacity);

// --- ct_modes.c

// Opens the terminal anew, so that reading and writing without waiting changes no descriptor that others share. Returns a
// descriptor, or -1. `inherited` is one of ours that is a terminal, or -1 for the controlling terminal.
int ct_tty_open(int inherited);

// Saves the modes, and remembers what the restore routine has to write: `leave` is what the entry says, `extended` adds the
// end of mouse, paste, focus and synchronized output. Returns 0 when `tty` is no terminal.
int ct_modes_save(int tty, int extended);

// Raw input, no echo, output as it is.
int ct_modes_raw(void);

// Keeps what is written to standard error while curses is on, when that is the terminal: the restore routine shows it
// afterwards, below what was on the screen before. The last words of a trap are there.
void ct_stderr_keep(void);

// The one restore routine: async-signal-safe, idempotent, never waits longer than 0.2 s. Also the atexit handler.
void ct_restore(void);

// Window size; 0 when the terminal does not tell.
int ct_size(int tty, int *rows, int *columns);

// The window in pixels; 0 when the terminal does not tell (`ioctl` is variadic).
int ct_pixel_size(int tty, int *width, int *height);

// Whether our process group is the one in the foreground.
int ct_in_foreground(int tty);

// --- ct_signals.c

// Installs every handler. A byte for each signal that is not a crash is written to the pipe whose reading end is returned:
// 'W' size, 'C' continued, 'Z' stop, 'I' interrupt, 'T' terminate, 'H' hangup. -1 when that fails.
int ct_signals_install(void);

// Gives the calling thread a spare stack, without which a stack overflow could not be handled. The main queue moves from
// thread to thread once the program waits in it, so this is called wherever it may have come; cheap after the first time.
void ct_guard_thread(void);

// Says that an interrupt was received, so that the next one is the first again.
void ct_signals_taken(void);

// Stops the process as Ctrl-Z does; returns when it is continued.
void ct_stop(void);

// Takes the handlers away.
void ct_signals_remove(void);

#endif
