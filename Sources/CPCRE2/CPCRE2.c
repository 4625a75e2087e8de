#include "CPCRE2.h"
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

struct cp_pattern {
  pcre2_code *code;
};

struct cp_matcher {
  pcre2_match_data *data;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
  int matched;
};

// The newline convention is set here because a build of the library may have another default.
cp_pattern *cp_compile(const uint8_t *pattern, size_t length, int *code, size_t *offset) {
  pcre2_compile_context *context = pcre2_compile_context_create(NULL);
  cp_pattern *made = malloc(sizeof *made);
  if (context == NULL || made == NULL) abort();
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  uint32_t options = PCRE2_UTF | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C;
  made->code = pcre2_compile(pattern, length, options, code, offset, context);
  pcre2_compile_context_free(context);
  if (made->code == NULL) {
    free(made);
    return NULL;
  }
  // Without JIT the interpreter does the same, only slower.
  (void)pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE);
  return made;
}

void cp_pattern_free(cp_pattern *pattern) {
  pcre2_code_free(pattern->code);
  free(pattern);
}

void cp_message(int code, char *buffer, size_t size) {
  if (pcre2_get_error_message(code, (PCRE2_UCHAR *)buffer, size) < 0 && size > 0) buffer[0] = 0;
}

// The stack of compiled code grows on demand up to 64 MiB: a repeated group needs some for each round.
cp_matcher *cp_matcher_create(const cp_pattern *pattern) {
  cp_matcher *made = calloc(1, sizeof *made);
  if (made == NULL) abort();
  made->data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
  made->context = pcre2_match_context_create(NULL);
  made->stack = pcre2_jit_stack_create(32 * 1024, 64 * 1024 * 1024, NULL);
  if (made->data == NULL || made->context == NULL) abort();
  if (made->stack != NULL) pcre2_jit_stack_assign(made->context, NULL, made->stack);
  return made;
}

void cp_matcher_free(cp_matcher *matcher) {
  if (matcher->stack != NULL) pcre2_jit_stack_free(matcher->stack);
  pcre2_match_context_free(matcher->context);
  pcre2_match_data_free(matcher->data);
  free(matcher);
}

int cp_match(const cp_pattern *pattern, cp_matcher *matcher, const uint8_t *subject, size_t length, size_t start,
             size_t last, uint32_t limit, size_t *from, size_t *to) {
  pcre2_set_match_limit(matcher->context, limit);
  pcre2_set_offset_limit(matcher->context, last);
  int found = pcre2_match(pattern->code, subject, length, start, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
  matcher->matched = found;
  if (found == PCRE2_ERROR_NOMATCH) return 0;
  if (found < 0) return found;
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(matcher->data);
  *from = ends[0];
  *to = ends[1];
  return 1;
}

uint32_t cp_group(const cp_matcher *matcher) { return matcher->matched > 0 ? (uint32_t)matcher->matched - 1 : 0; }

int cp_is_limit(int code) {
  return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT || code == PCRE2_ERROR_HEAPLIMIT ||
         code == PCRE2_ERROR_JIT_STACKLIMIT || code == PCRE2_ERROR_NOMEMORY;
}
