#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// As the manuals of CBLAS and LAPACK have them.
static struct {
  void (*set_threads)(int);
  void (*sgemm)(int order, int transA, int transB, int m, int n, int k, float alpha, const float *a, int lda,
                const float *b, int ldb, float beta, float *c, int ldc);
  __typeof__(&ob_sgelqf) sgelqf;
  __typeof__(&ob_sorglq) sorglq;
  __typeof__(&ob_sgesdd) sgesdd;
  __typeof__(&ob_dgesdd) dgesdd;
  __typeof__(&ob_ssyevd) ssyevd;
  __typeof__(&ob_sgelsd) sgelsd;
} blas;

static int is_present;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// The library stays open: its threads and buffers live as long as the program.
static void open_library(void) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  const struct { const char *name; void **place; } wanted[] = {
    {"openblas_set_num_threads", (void **)&blas.set_threads},
    {"cblas_sgemm", (void **)&blas.sgemm},
    {"sgelqf_", (void **)&blas.sgelqf},
    {"sorglq_", (void **)&blas.sorglq},
    {"sgesdd_", (void **)&blas.sgesdd},
    {"dgesdd_", (void **)&blas.dgesdd},
    {"ssyevd_", (void **)&blas.ssyevd},
    {"sgelsd_", (void **)&blas.sgelsd},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
    *wanted[i].place = dlsym(library, wanted[i].name);
    if (!*wanted[i].place) return;
  }
  blas.set_threads(1);
  is_present = 1;
}

int ob_is_present(void) {
  pthread_once(&once, open_library);
  return is_present;
}

void ob_set_threads(int count) {
  if (ob_is_present()) blas.set_threads(count);
}

void ob_sgemm(int transposesA, int transposesB, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
              int adds, float *c, int ldc) {
  if (ob_is_present()) {
    enum { row_by_row = 101, as_is = 111, transposed = 112 };
    blas.sgemm(row_by_row, transposesA ? transposed : as_is, transposesB ? transposed : as_is, m, n, k, 1, a, lda, b, ldb,
               adds ? 1 : 0, c, ldc);
    return;
  }
  for (ptrdiff_t i = 0; i < m; i++)
    for (ptrdiff_t j = 0; j < n; j++) {
      float sum = adds ? c[i * ldc + j] : 0;
      for (ptrdiff_t l = 0; l < k; l++)
        sum += a[transposesA ? l * lda + i : i * lda + l] * b[transposesB ? j * ldb + l : l * ldb + j];
      c[i * ldc + j] = sum;
    }
}

void ob_sgelqf(const int *m, const int *n, float *a, const int *lda, float *tau, float *work, const int *lwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.sgelqf(m, n, a, lda, tau, work, lwork, info);
}

void ob_sorglq(const int *m, const int *n, const int *k, float *a, const int *lda, const float *tau, float *work,
               const int *lwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.sorglq(m, n, k, a, lda, tau, work, lwork, info);
}

void ob_sgesdd(const char *jobz, const int *m, const int *n, float *a, const int *lda, float *s, float *u, const int *ldu,
               float *vt, const int *ldvt, float *work, const int *lwork, int *iwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.sgesdd(jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork, info);
}

void ob_dgesdd(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u, const int *ldu,
               double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.dgesdd(jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork, info);
}

void ob_ssyevd(const char *jobz, const char *uplo, const int *n, float *a, const int *lda, float *w, float *work,
               const int *lwork, int *iwork, const int *liwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.ssyevd(jobz, uplo, n, a, lda, w, work, lwork, iwork, liwork, info);
}

void ob_sgelsd(const int *m, const int *n, const int *nrhs, float *a, const int *lda, float *b, const int *ldb, float *s,
               const float *rcond, int *rank, float *work, const int *lwork, int *iwork, int *info) {
  *info = OB_MISSING;
  if (ob_is_present()) blas.sgelsd(m, n, nrhs, a, lda, b, ldb, s, rcond, rank, work, lwork, iwork, info);
}
