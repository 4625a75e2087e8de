#ifndef CLANES_H
#define CLANES_H

// Inner loops of the tensor engine that gain most from wide registers. Each is compiled twice, for every x86-64 and for those with AVX2 and
// FMA, and the processor is asked once which to take; elsewhere there is one. Swift's own lanes are compiled for every x86-64, and
// there take twice to four times as long. All lengths are counts of floats, and no two arrays overlap unless that is said.

// Functions of one number.
enum cl_function { CL_EXP, CL_LOG, CL_TANH, CL_ERF, CL_SIGMOID, CL_SILU, CL_GELU, CL_GELU_TANH };

// y[i] = f(x[i]).
void cl_map(enum cl_function f, const float *x, float *y, long count);

// y[i] = f(y[i]).
void cl_map_in_place(enum cl_function f, float *y, long count);

// out[i] = g[i] * f'(x[i]), where y[i] = f(x[i]).
void cl_slope(enum cl_function f, const float *x, const float *y, const float *g, float *out, long count);

// Row by row, e to the power of x divided by their sum; noughts for a row of nothing but -infinity.
void cl_softmax(const float *x, float *y, long rows, long width);

// By row, the sum of squares.
void cl_square_sums(const float *x, double *sums, long rows, long width);

// Row by row, y (g - sum of g y).
void cl_softmax_pull(const float *y, const float *g, float *out, long rows, long width);

// Row by row, the logarithm of softmax; -infinity for a row of nothing else.
void cl_log_softmax(const float *x, float *y, long rows, long width);

// Row by row, g - exp(y) times the sum of g.
void cl_log_softmax_pull(const float *y, const float *g, float *out, long rows, long width);

// Row by row, (x - mean) / sqrt(variance + epsilon), the variance divided by the count.
void cl_layer_norm(const float *x, float *y, long rows, long width, float epsilon);

// The same, each number then times its weight and plus its bias.
void cl_layer_norm_affine(const float *x, const float *weight, const float *bias, float *y, long rows, long width, float epsilon);

// Row by row, (g - mean of g - y times mean of g y) / sqrt(variance of x + epsilon).
void cl_layer_norm_pull(const float *x, const float *y, const float *g, float *out, long rows, long width, float epsilon);

// Settings of a step of AdamW; `kept` is the share of a parameter that decay leaves.
struct cl_adam { float first_rate, second_rate, kept, first, second, epsilon; };

// m = r1 m + (1 - r1) g; v = r2 v + (1 - r2) g g; p = kept p - first m / (sqrt(v) / second + epsilon).
void cl_adam(struct cl_adam how, float *p, float *m, float *v, const float *g, long count);

// How many processors the system lets this process use; the macros that count them are none for Swift.
int cl_processors(void);

#endif
