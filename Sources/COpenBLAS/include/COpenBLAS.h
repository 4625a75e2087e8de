#ifndef COPENBLAS_H
#define COPENBLAS_H

// The few routines of OpenBLAS that we call, declared by hand: its own headers bring hundreds of names and C's complex types,
// which Swift does not import. LAPACK's routines are Fortran's: every argument is an address, matrices stand column by column, whole
// numbers have 32 bits. A matrix of ours, row by row, is the transpose of a Fortran matrix; most callers use that instead of copying.
// Each routine is asked first with lwork = -1 how much room it wants; info is 0 when all went well.

// Matrix product, C = alpha * A * B + beta * C. Order 101 is row by row; a transpose of 111 is none, 112 is one.
void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);

// One thread is ours to ask for: the callers divide the work, and tests must not depend on the machine.
void openblas_set_num_threads(int count);

// A = L * Q of a Fortran matrix, which is the QR of ours: L below the diagonal of a, Q as reflectors.
void sgelqf_(const int *m, const int *n, float *a, const int *lda, float *tau, float *work, const int *lwork, int *info);

// The rows of Q from the reflectors that sgelqf left.
void sorglq_(const int *m, const int *n, const int *k, float *a, const int *lda, const float *tau, float *work,
             const int *lwork, int *info);

// Singular values and vectors by divide and conquer; jobz 'S' gives as many vectors as the shorter side has.
void sgesdd_(const char *jobz, const int *m, const int *n, float *a, const int *lda, float *s, float *u, const int *ldu,
             float *vt, const int *ldvt, float *work, const int *lwork, int *iwork, int *info);

// As sgesdd in double precision, where small angles between vectors are wanted; jobz 'N' gives no vectors.
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u, const int *ldu,
             double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);

// Eigenvalues, rising, and vectors of a symmetric matrix by divide and conquer; the vectors replace a.
void ssyevd_(const char *jobz, const char *uplo, const int *n, float *a, const int *lda, float *w, float *work,
             const int *lwork, int *iwork, const int *liwork, int *info);

// Least squares of the smallest norm by singular values, for matrices of any rank; the solutions replace b.
void sgelsd_(const int *m, const int *n, const int *nrhs, float *a, const int *lda, float *b, const int *ldb, float *s,
             const float *rcond, int *rank, float *work, const int *lwork, int *iwork, int *info);

#endif
