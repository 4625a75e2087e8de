#define _GNU_SOURCE
#include "CTerminal.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

static int (*width)(uint32_t);

void ct_set_width(int (*columns)(uint32_t)) { width = columns; }

// Curses asks `wcwidth` for every cell. The C library's answer is -1 for all that is newer than its tables, and curses then
// draws a blank. A definition in the program takes precedence over the library's, also for libncursesw.
int wcwidth(wchar_t character) {
  uint32_t code = (uint32_t)character;
  if (width) return code == 0 ? 0 : width(code);
  return code == 0 ? 0 : code < 0x20 || (code >= 0x7f && code < 0xa0) ? -1 : 1;
}

static int is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int ct_locale(void) {
  int found = CT_LOCALE_NONE;
  if (setlocale(LC_ALL, "") && is_utf8())
    found = CT_LOCALE_UTF8;
  else if (setlocale(LC_CTYPE, "C.UTF-8") && is_utf8())
    found = CT_LOCALE_REPLACED;
  // Readers of numbers (TOML, JSON) must not meet a decimal comma.
  setlocale(LC_NUMERIC, "C");
  return found;
}
