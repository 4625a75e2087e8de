#ifndef COPENBLAS_H
#define COPENBLAS_H

// The few routines of OpenBLAS that we call, declared by hand: its own headers bring hundreds of names and C's complex types,
// which Swift does not import. LAPACK's routines are Fortran's: every argument is an address, matrices stand column by column.

// Matrix product, C = alpha * A * B + beta * C. Order 101 is row by row; a transpose of 111 is none, 112 is one.
void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);

// One thread is ours to ask for: the callers divide the work, and tests must not depend on the machine.
void openblas_set_num_threads(int count);

#endif
