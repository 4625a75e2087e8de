#define _GNU_SOURCE
#include "CLanes.h"

#include <math.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t bits(float x) {
  uint32_t result;
  memcpy(&result, &x, sizeof result);
  return result;
}

static inline float floats(uint32_t x) {
  float result;
  memcpy(&result, &x, sizeof result);
  return result;
}

#define NAME(name) plain_##name
#include "lanes.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(name) wide_##name
#include "lanes.h"
#undef NAME
#pragma clang attribute pop

static int is_wide(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#define CHOSEN(name, ...) (is_wide() ? wide_##name(__VA_ARGS__) : plain_##name(__VA_ARGS__))
#else
#define CHOSEN(name, ...) plain_##name(__VA_ARGS__)
#endif

void cl_map(enum cl_function f, const float *x, float *y, long count) { CHOSEN(map, f, x, y, count); }

void cl_map_in_place(enum cl_function f, float *y, long count) { CHOSEN(map_in_place, f, y, count); }

void cl_slope(enum cl_function f, const float *x, const float *y, const float *g, float *out, long count) {
  CHOSEN(slope, f, x, y, g, out, count);
}

void cl_softmax(const float *x, float *y, long rows, long width) { CHOSEN(softmax, x, y, rows, width); }

void cl_square_sums(const float *x, double *sums, long rows, long width) { CHOSEN(square_sums, x, sums, rows, width); }

void cl_softmax_pull(const float *y, const float *g, float *out, long rows, long width) {
  CHOSEN(softmax_pull, y, g, out, rows, width);
}

void cl_log_softmax(const float *x, float *y, long rows, long width) { CHOSEN(log_softmax, x, y, rows, width); }

void cl_log_softmax_pull(const float *y, const float *g, float *out, long rows, long width) {
  CHOSEN(log_softmax_pull, y, g, out, rows, width);
}

void cl_layer_norm(const float *x, float *y, long rows, long width, float epsilon) {
  CHOSEN(layer_norm, x, y, rows, width, epsilon);
}

void cl_layer_norm_affine(const float *x, const float *weight, const float *bias, float *y, long rows, long width, float epsilon) {
  CHOSEN(layer_norm_affine, x, weight, bias, y, rows, width, epsilon);
}

void cl_layer_norm_pull(const float *x, const float *y, const float *g, float *out, long rows, long width, float epsilon) {
  CHOSEN(layer_norm_pull, x, y, g, out, rows, width, epsilon);
}

void cl_adam(struct cl_adam how, float *p, float *m, float *v, const float *g, long count) {
  CHOSEN(adam, how, p, m, v, g, count);
}

int cl_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
