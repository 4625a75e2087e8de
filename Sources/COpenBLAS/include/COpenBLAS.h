#ifndef COPENBLAS_H
#define COPENBLAS_H

// The few routines of OpenBLAS that we call, each behind a function of the same name with ob_ before it. The library is opened at the
// first call, so that programs which multiply no matrices neither load it nor pay for its memory; it runs one thread until told otherwise.
//
// LAPACK's routines are Fortran's: every argument is an address, matrices stand column by column, whole numbers have 32 bits. A matrix
// of ours, row by row, is the transpose of a Fortran matrix; most callers use that instead of copying. Each routine is asked first
// with lwork = -1 how much room it wants; info is 0 when all went well, and OB_MISSING when there is no library.

enum { OB_MISSING = -1000 };

// Opens the library, once. Returns 0 when it or one of its routines is missing; then products are made by plain loops.
int ob_is_present(void);

// How many threads share the work of one call.
void ob_set_threads(int count);

// Matrix product, row by row: C = A * B, or C += A * B with `adds`. A transposed side stands column by column.
void ob_sgemm(int transposesA, int transposesB, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
              int adds, float *c, int ldc);

// A = L * Q of a Fortran matrix, which is the QR of ours: L below the diagonal of a, Q as reflectors.
void ob_sgelqf(const int *m, const int *n, float *a, const int *lda, float *tau, float *work, const int *lwork, int *info);

// The rows of Q from the reflectors that sgelqf left.
void ob_sorglq(const int *m, const int *n, const int *k, float *a, const int *lda, const float *tau, float *work,
               const int *lwork, int *info);

// Singular values and vectors by divide and conquer; jobz 'S' gives as many vectors as the shorter side has.
void ob_sgesdd(const char *jobz, const int *m, const int *n, float *a, const int *lda, float *s, float *u, const int *ldu,
               float *vt, const int *ldvt, float *work, const int *lwork, int *iwork, int *info);

// As sgesdd in double precision, where small angles between vectors are wanted; jobz 'N' gives no vectors.
void ob_dgesdd(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u, const int *ldu,
               double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);

// Eigenvalues, rising, and vectors of a symmetric matrix by divide and conquer; the vectors replace a.
void ob_ssyevd(const char *jobz, const char *uplo, const int *n, float *a, const int *lda, float *w, float *work,
               const int *lwork, int *iwork, const int *liwork, int *info);

// Least squares of the smallest norm by singular values, for matrices of any rank; the solutions replace b.
void ob_sgelsd(const int *m, const int *n, const int *nrhs, float *a, const int *lda, float *b, const int *ldb, float *s,
               const float *rcond, int *rank, float *work, const int *lwork, int *iwork, int *info);

#endif
