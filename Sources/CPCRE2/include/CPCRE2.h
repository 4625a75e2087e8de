// The few PCRE2 calls behind patterns, for Swift: PCRE2 names its functions by macros with a width suffix and hands
// out opaque types that would have to be kept in step; here one pattern and one matcher are all there is.
#ifndef CPCRE2_H
#define CPCRE2_H
#include <stddef.h>
#include <stdint.h>

/// A compiled pattern; may be used by many threads at once.
typedef struct cp_pattern cp_pattern;
/// Working memory of one match at a time.
typedef struct cp_matcher cp_matcher;

/// Compiles UTF-8 `pattern` (with JIT where the processor has it); NULL with `code` and `offset` on errors.
cp_pattern *cp_compile(const uint8_t *pattern, size_t length, int *code, size_t *offset);
void cp_pattern_free(cp_pattern *pattern);
/// The engine's words for an error code.
void cp_message(int code, char *buffer, size_t size);

cp_matcher *cp_matcher_create(const cp_pattern *pattern);
void cp_matcher_free(cp_matcher *matcher);

/// Looks for a match that begins at `start` … `last`. 1: found, `from` and `to` are set; 0: none; below 0: an error, see
/// `cp_is_limit`. The subject must be valid UTF-8: it is not checked again.
int cp_match(const cp_pattern *pattern, cp_matcher *matcher, const uint8_t *subject, size_t length, size_t start,
             size_t last, uint32_t limit, size_t *from, size_t *to);
/// The number of the last group that took part in the last match.
uint32_t cp_group(const cp_matcher *matcher);
/// Whether an error means that a limit of steps or memory was reached.
int cp_is_limit(int code);
#endif
