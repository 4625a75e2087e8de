#include "ci_internal.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

int ci_say(char *message, size_t size, int result, const char *what) {
  if (size > 0) {
    snprintf(message, size, "%s", what ? what : "no reason given");
    for (char *c = message; *c; c++)
      if (*c == '\n') *c = ' ';
  }
  return result;
}

const char *ci_open(const char *library, const ci_function *functions, size_t count) {
  void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!opened) return library;
  for (size_t i = 0; i < count; i++) {
    *functions[i].place = dlsym(opened, functions[i].name);
    if (!*functions[i].place) return functions[i].name;
  }
  return NULL;
}

void ci_free(uint8_t *bytes) { free(bytes); }
