// The loops of CLanes, included once for each kind of processor with NAME set; so without a guard.
//
// Polynomials were fitted here by reweighted least squares to the smallest largest relative error; ranges are reduced as in
// S. L. Moshier, "Methods and Programs for Mathematical Functions" (1989). No branches, so that the compiler makes lanes of them: both
// sides are worked out and one is chosen. Numbers that are not finite come out as the C library has them.

#define INLINE static inline __attribute__((always_inline))

// e to the power of x: n times ln 2 taken off, the rest by a polynomial of degree seven, 2^n put back into the exponent. Adding 1.5 * 2^23
// rounds to a whole number and leaves it in the lowest bits.
INLINE float NAME(exp)(float x) {
  const float low = -87.33654f, high = 88.72283f;
  float inside = x < low ? low : x;
  inside = inside > high ? high : inside;
  float rounded = inside * 1.442695040889f + 12582912.0f;
  float n = rounded - 12582912.0f;
  float r = (inside - n * 0.693359375f) + n * 2.1219444e-4f;
  float p = r * 0.00019857794f + 0.0013933604f;
  p = p * r + 0.008333361f;
  p = p * r + 0.041666467f;
  p = p * r + 0.16666667f;
  p = p * r + 0.5f;
  p = p * r * r + r + 1;
  float result = floats(bits(p) + (bits(rounded) << 23));
  result = x < low ? 0 : result;
  result = x > high ? INFINITY : result;
  return x != x ? x : result;
}

// The natural logarithm: the exponent times ln 2, and of the mantissa in sqrt(1/2) ... sqrt(2) by a polynomial.
INLINE float NAME(log)(float x) {
  float normal = x < 1.17549435e-38f ? x * 16777216.0f : x;
  uint32_t shifted = bits(normal) - 0x3F3504F3u;
  int32_t exponent = (int32_t)shifted >> 23;
  float mantissa = floats(bits(normal) - ((uint32_t)exponent << 23));
  float n = (float)exponent - (x < 1.17549435e-38f ? 24.0f : 0.0f);
  float r = mantissa - 1;
  float p = r * -0.07777847f + 0.12777239f;
  p = p * r - 0.13114065f;
  p = p * r + 0.1419616f;
  p = p * r - 0.16627093f;
  p = p * r + 0.20001635f;
  p = p * r - 0.25000778f;
  p = p * r + 0.33333325f;
  p = p * r - 0.49999997f;
  float result = (p * r * r + n * -2.1219444e-4f) + r + n * 0.693359375f;
  result = x == 0 ? -INFINITY : result;
  result = x < 0 ? NAN : result;
  return x == INFINITY || x != x ? x : result;
}

// The hyperbolic tangent: a polynomial near nought, else from e to the power of 2x.
INLINE float NAME(tanh)(float x) {
  float z = x * x, size = fabsf(x);
  float p = z * -0.005659981f + 0.020590981f;
  p = p * z - 0.053721067f;
  p = p * z + 0.13331127f;
  p = p * z - 0.3333326f;
  float near = p * z * x + x;
  float far = 1 - 2 / (NAME(exp)(2 * size) + 1);
  far = x < 0 ? -far : far;
  float result = size > 0.625f ? far : near;
  return x != x ? x : result;
}

INLINE float NAME(sigmoid)(float x) { return 1 / (1 + NAME(exp)(-x)); }

// The error function: a polynomial up to one, above it through the scaled complement.
INLINE float NAME(erf)(float x) {
  float z = x * x, size = fabsf(x);
  float p = z * 7.8538549e-5f - 0.00080101914f;
  p = p * z + 0.0051883273f;
  p = p * z - 0.026853811f;
  p = p * z + 0.112835854f;
  p = p * z - 0.37612626f;
  p = p * z + 1.1283791f;
  float t = 1 / (1 + 0.5f * size);
  float q = t * 0.08089144f - 0.18504144f;
  q = q * t + 0.025061335f;
  q = q * t + 0.10534188f;
  q = q * t + 0.15804172f;
  q = q * t + 0.25296723f;
  q = q * t + 0.28099078f;
  q = q * t + 0.28219941f;
  q = q * t - 4.103322e-6f;
  float far = 1 - q * NAME(exp)(-z);
  far = x < 0 ? -far : far;
  float result = size > 1 ? far : p * x;
  return x != x ? x : result;
}

INLINE float NAME(below)(float x) { return 0.5f + 0.5f * NAME(erf)(x * 0.70710677f); }

INLINE float NAME(bend)(float x) { return NAME(tanh)(0.79788456f * (x + 0.044715f * x * x * x)); }

#define EACH(value) for (long i = 0; i < count; i++) y[i] = (value); break

#define FUNCTIONS \
  case CL_EXP: EACH(NAME(exp)(x[i])); \
  case CL_LOG: EACH(NAME(log)(x[i])); \
  case CL_TANH: EACH(NAME(tanh)(x[i])); \
  case CL_ERF: EACH(NAME(erf)(x[i])); \
  case CL_SIGMOID: EACH(NAME(sigmoid)(x[i])); \
  case CL_SILU: EACH(x[i] / (1 + NAME(exp)(-x[i]))); \
  case CL_GELU: EACH(x[i] * NAME(below)(x[i])); \
  case CL_GELU_TANH: EACH(0.5f * x[i] * (1 + NAME(bend)(x[i])));

static void NAME(map)(enum cl_function f, const float *restrict x, float *restrict y, long count) {
  switch (f) { FUNCTIONS }
}

// Told that both are one, the compiler needs no test whether they overlap.
static void NAME(map_in_place)(enum cl_function f, float *y, long count) {
  const float *x = y;
  switch (f) { FUNCTIONS }
}

#undef FUNCTIONS
#undef EACH

INLINE float NAME(silu_slope)(float x, float y) {
  float s = NAME(sigmoid)(x);
  return s + y * (1 - s);
}

INLINE float NAME(gelu_tanh_slope)(float x) {
  float t = NAME(bend)(x);
  return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * (0.79788456f * (1 + x * x * 0.134145f));
}

#define EACH(value) for (long i = 0; i < count; i++) out[i] = g[i] * (value); break

static void NAME(slope)(enum cl_function f, const float *restrict x, const float *restrict y, const float *restrict g,
                               float *restrict out, long count) {
  switch (f) {
  case CL_EXP: EACH(y[i]);
  case CL_LOG: EACH(1 / x[i]);
  case CL_TANH: EACH(1 - y[i] * y[i]);
  case CL_ERF: EACH(NAME(exp)(-x[i] * x[i]) * 1.1283792f);
  case CL_SIGMOID: EACH(y[i] * (1 - y[i]));
  case CL_SILU: EACH(NAME(silu_slope)(x[i], y[i]));
  case CL_GELU: EACH(NAME(below)(x[i]) + x[i] * NAME(exp)(-0.5f * x[i] * x[i]) * 0.39894228f);
  case CL_GELU_TANH: EACH(NAME(gelu_tanh_slope)(x[i]));
  }
}

#undef EACH

// The sum of `value` over a row, in double precision after each thousand numbers.
#define SUM(value)                                                      \
  ({                                                                    \
    double total = 0;                                                   \
    for (long start = 0; start < width; start += 1024) {                \
      long end = start + 1024 < width ? start + 1024 : width;           \
      float some = 0;                                                   \
      for (long i = start; i < end; i++) some += (value);               \
      total += some;                                                    \
    }                                                                   \
    total;                                                              \
  })

// The largest of a row without those that are none; eight at a time, for the compiler keeps the order of comparisons.
INLINE float NAME(largest)(const float *x, long width) {
  float tops[8], top = -INFINITY;
  for (int k = 0; k < 8; k++) tops[k] = -INFINITY;
  long i = 0;
  for (; i + 8 <= width; i += 8)
    for (int k = 0; k < 8; k++) tops[k] = x[i + k] > tops[k] ? x[i + k] : tops[k];
  for (; i < width; i++) top = x[i] > top ? x[i] : top;
  for (int k = 0; k < 8; k++) top = tops[k] > top ? tops[k] : top;
  return top;
}

static void NAME(softmax)(const float *restrict x, float *restrict y, long rows, long width) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width, y += width) {
    float top = NAME(largest)(x, width);
    for (long i = 0; i < width; i++) y[i] = top == -INFINITY ? 0 : NAME(exp)(x[i] - top);
    float scale = top == -INFINITY ? 0 : (float)(1 / SUM(y[i]));
    for (long i = 0; i < width; i++) y[i] *= scale;
  }
}

static void NAME(square_sums)(const float *restrict x, double *restrict sums, long rows, long width) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width) sums[row] = SUM(x[i] * x[i]);
}

static void NAME(softmax_pull)(const float *restrict y, const float *restrict g, float *restrict out, long rows, long width) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, y += width, g += width, out += width) {
    float along = (float)SUM(g[i] * y[i]);
    for (long i = 0; i < width; i++) out[i] = y[i] * (g[i] - along);
  }
}

static void NAME(log_softmax)(const float *restrict x, float *restrict y, long rows, long width) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width, y += width) {
    float top = NAME(largest)(x, width);
    for (long i = 0; i < width; i++) y[i] = top == -INFINITY ? 0 : NAME(exp)(x[i] - top);
    float shift = top == -INFINITY ? 0 : top + (float)log(SUM(y[i]));
    for (long i = 0; i < width; i++) y[i] = x[i] - shift;
  }
}

static void NAME(log_softmax_pull)(const float *restrict y, const float *restrict g, float *restrict out, long rows, long width) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, y += width, g += width, out += width) {
    float all = (float)SUM(g[i]);
    for (long i = 0; i < width; i++) out[i] = g[i] - NAME(exp)(y[i]) * all;
  }
}

static void NAME(layer_norm)(const float *restrict x, float *restrict y, long rows, long width, float epsilon) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width, y += width) {
    float mean = (float)(SUM(x[i]) / width);
    float variance = (float)(SUM((x[i] - mean) * (x[i] - mean)) / width);
    float scale = 1 / __builtin_elementwise_sqrt(variance + epsilon);
    for (long i = 0; i < width; i++) y[i] = (x[i] - mean) * scale;
  }
}

static void NAME(layer_norm_affine)(const float *restrict x, const float *restrict weight, const float *restrict bias,
                                    float *restrict y, long rows, long width, float epsilon) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width, y += width) {
    float mean = (float)(SUM(x[i]) / width);
    float variance = (float)(SUM((x[i] - mean) * (x[i] - mean)) / width);
    float scale = 1 / __builtin_elementwise_sqrt(variance + epsilon);
    for (long i = 0; i < width; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  }
}

static void NAME(layer_norm_pull)(const float *restrict x, const float *restrict y, const float *restrict g, float *restrict out,
                                         long rows, long width, float epsilon) {
#pragma clang fp reassociate(on)
  for (long row = 0; row < rows; row++, x += width, y += width, g += width, out += width) {
    float mean = (float)(SUM(x[i]) / width);
    float variance = (float)(SUM((x[i] - mean) * (x[i] - mean)) / width);
    float scale = 1 / __builtin_elementwise_sqrt(variance + epsilon);
    float level = (float)(SUM(g[i]) / width), along = (float)(SUM(g[i] * y[i]) / width);
    for (long i = 0; i < width; i++) out[i] = (g[i] - level - y[i] * along) * scale;
  }
}

#undef SUM

static void NAME(adam)(struct cl_adam how, float *restrict p, float *restrict m, float *restrict v, const float *restrict g,
                              long count) {
  for (long i = 0; i < count; i++) {
    m[i] = how.first_rate * m[i] + (1 - how.first_rate) * g[i];
    v[i] = how.second_rate * v[i] + (1 - how.second_rate) * g[i] * g[i];
    p[i] = p[i] * how.kept - how.first * m[i] / (__builtin_elementwise_sqrt(v[i]) / how.second + how.epsilon);
  }
}

#undef INLINE
