/* Matrix products through CBLAS, or plainly.
 * SPDX-License-Identifier: MIT */
#include "blas.h"

#include <stdbool.h>

#ifndef HOP_CORE_ONLY
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#endif

#define DEFINE_PLAIN(suffix, real)                                                             \
    static void plain_dots##suffix(size_t m, size_t n, size_t k, const real *a, const real *b, \
                                   real *c) {                                                  \
        for (size_t i = 0; i < m; i++)                                                         \
            for (size_t j = 0; j < n; j++) {                                                   \
                real sum = 0;                                                                  \
                for (size_t l = 0; l < k; l++) sum += a[i * k + l] * b[j * k + l];             \
                c[i * n + j] = sum;                                                            \
            }                                                                                  \
    }                                                                                          \
    static void plain_mix##suffix(size_t m, size_t n, size_t k, const real *a, const real *b,  \
                                  real *c) {                                                   \
        for (size_t i = 0; i < m; i++)                                                         \
            for (size_t l = 0; l < k; l++)                                                     \
                for (size_t j = 0; j < n; j++) c[i * n + j] += a[i * k + l] * b[l * n + j];    \
    }
DEFINE_PLAIN(_float, float)
DEFINE_PLAIN(, double)

/* With all strides filled in. */
static hop_blas_form lay_out(const hop_blas_form *form) {
    hop_blas_form f = *form;
    if (f.a_stride == 0) f.a_stride = f.turn_a ? f.m : f.k;
    if (f.b_stride == 0) f.b_stride = f.turn_b ? f.k : f.n;
    if (f.c_stride == 0) f.c_stride = f.n;
    return f;
}

#define DEFINE_PLAIN_PRODUCT(suffix, real)                                                     \
    static void plain_product##suffix(const hop_blas_form *form, const real *a, const real *b, \
                                      real *c) {                                               \
        const hop_blas_form f = lay_out(form);                                                 \
        for (size_t i = 0; i < f.m; i++)                                                       \
            for (size_t j = 0; j < f.n; j++) {                                                 \
                real sum = 0, *at = c + i * f.c_stride + j;                                    \
                for (size_t l = 0; l < f.k; l++)                                               \
                    sum += a[f.turn_a ? l * f.a_stride + i : i * f.a_stride + l] *             \
                           b[f.turn_b ? j * f.b_stride + l : l * f.b_stride + j];              \
                *at = (f.keep == 0 ? 0 : (real)f.keep * *at) + (real)f.scale * sum;            \
            }                                                                                  \
    }
DEFINE_PLAIN_PRODUCT(_float, float)
DEFINE_PLAIN_PRODUCT(, double)

#ifdef HOP_CORE_ONLY

#define DEFINE(suffix, real)                                                               \
    void hop_blas_dots##suffix(size_t m, size_t n, size_t k, const real *a, const real *b, \
                               real *c) {                                                  \
        plain_dots##suffix(m, n, k, a, b, c);                                              \
    }                                                                                      \
    void hop_blas_mix##suffix(size_t m, size_t n, size_t k, const real *a, const real *b,  \
                              real *c) {                                                   \
        plain_mix##suffix(m, n, k, a, b, c);                                               \
    }
DEFINE(_float, float)
DEFINE(, double)
#undef DEFINE

void hop_blas_product_float(const hop_blas_form *form, const float *a, const float *b, float *c) {
    plain_product_float(form, a, b, c);
}

void hop_blas_product(const hop_blas_form *form, const double *a, const double *b, double *c) {
    plain_product(form, a, b, c);
}

void hop_blas_mix_apart_float(size_t m, size_t n, size_t k, const float *a, size_t stride,
                              const float *b, float *c) {
    for (size_t i = 0; i < m; i++) hop_blas_mix_float(1, n, k, a + i * stride, b, c + i * n);
}

const char *hop_blas_name(void) {
    return "plain C";
}

bool hop_blas_is_chosen(void) {
    return false;
}

#else

#include <cblas.h>

/* CBLAS counts in int.  Rows of a are independent, so a long batch is cut there; n and k are a
 * tile's and a pattern's size, which the callers keep far below. */
enum { ROWS_AT_ONCE = 1 << 20 };

/* What OpenBLAS maps for itself in every thread that multiplies.  It does not give up where that is
 * not to be had but tries for ever, so the room is asked for first; without it products are plain.
 */
static const size_t BUFFER_BYTES = (size_t)160 << 20;

static bool has_room(void) {
    void *room = mmap(NULL, BUFFER_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return false;
    munmap(room, BUFFER_BYTES);
    return true;
}

/* OpenBLAS is loaded at the first product: who needs none starts without it, and it is told by the
 * environment, the only way there is, to start no workers.  Threads are ours, one BLAS thread in
 * each.  (Debian's serial build has no locks: it may not be called from several threads.)  Where
 * the host has loaded it before, how many threads it has is the host's own affair. */
static const char LIBRARY[] = "libopenblas.so.0", WORKERS[] = "OPENBLAS_NUM_THREADS",
                  KERNELS[] = "OPENBLAS_CORETYPE";

static struct {
    __typeof__(&cblas_sgemm) multiply_float;
    __typeof__(&cblas_dgemm) multiply;
    __typeof__(&openblas_get_config) describe;
} blas;

/* OpenBLAS knows processors by their model, and takes one younger than itself for the oldest there
 * is: Debian 12's multiplies at a quarter of the speed there.  What the processor can do tells
 * which of its kernels to take; NULL: OpenBLAS's own choice. */
static const char *kernels(void) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq"))
        return "SkylakeX";
    if (__builtin_cpu_is("intel") && __builtin_cpu_supports("avx2") &&
        __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return NULL;
}

/* A word of the environment for as long as a library is loaded, unless there is one. */
static bool tell(const char *name, const char *value) {
    if (!value || getenv(name)) return false;
    return setenv(name, value, 1) == 0;
}

/* Asked once, before anything is told. */
static bool chosen_by_user;

static void ask_user(void) {
    const char *given = getenv(KERNELS);
    chosen_by_user = given && *given != '\0';
}

bool hop_blas_is_chosen(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, ask_user);
    return chosen_by_user;
}

static void load(void) {
    (void)hop_blas_is_chosen();
    if (!has_room()) return;
    void *hosts = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
    const bool workers = !hosts && tell(WORKERS, "1"), chosen = !hosts && tell(KERNELS, kernels());
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (workers) unsetenv(WORKERS);
    if (chosen) unsetenv(KERNELS);
    if (!library) return;
    __typeof__(&openblas_set_num_threads) set_threads = NULL;
    /* POSIX's own way of taking a function from dlsym(), which gives a pointer to data. */
    *(void **)&set_threads = dlsym(library, "openblas_set_num_threads");
    *(void **)&blas.describe = dlsym(library, "openblas_get_config");
    *(void **)&blas.multiply_float = dlsym(library, "cblas_sgemm");
    *(void **)&blas.multiply = dlsym(library, "cblas_dgemm");
    if (set_threads && !hosts) set_threads(1);
}

static bool is_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return blas.multiply_float && blas.multiply;
}

/* Whether this thread may call the library. */
static bool ready(void) {
    static _Thread_local bool asked, room;
    if (!asked) room = is_loaded() && has_room();
    asked = true;
    return room;
}

#define DEFINE(suffix, real, gemm)                                                              \
    void hop_blas_dots##suffix(size_t m, size_t n, size_t k, const real *a, const real *b,      \
                               real *c) {                                                       \
        if (!ready()) {                                                                         \
            plain_dots##suffix(m, n, k, a, b, c);                                               \
            return;                                                                             \
        }                                                                                       \
        for (size_t i = 0; i < m; i += ROWS_AT_ONCE) {                                          \
            int rows = (int)(m - i < ROWS_AT_ONCE ? m - i : ROWS_AT_ONCE);                      \
            gemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, (int)n, (int)k, 1, a + i * k,   \
                 (int)k, b, (int)k, 0, c + i * n, (int)n);                                      \
        }                                                                                       \
    }                                                                                           \
    void hop_blas_mix##suffix(size_t m, size_t n, size_t k, const real *a, const real *b,       \
                              real *c) {                                                        \
        if (!ready()) {                                                                         \
            plain_mix##suffix(m, n, k, a, b, c);                                                \
            return;                                                                             \
        }                                                                                       \
        for (size_t i = 0; i < m; i += ROWS_AT_ONCE) {                                          \
            int rows = (int)(m - i < ROWS_AT_ONCE ? m - i : ROWS_AT_ONCE);                      \
            gemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, (int)n, (int)k, 1, a + i * k, \
                 (int)k, b, (int)n, 1, c + i * n, (int)n);                                      \
        }                                                                                       \
    }
DEFINE(_float, float, blas.multiply_float)
DEFINE(, double, blas.multiply)
#undef DEFINE

#define DEFINE_PRODUCT(suffix, real, gemm)                                                         \
    void hop_blas_product##suffix(const hop_blas_form *form, const real *a, const real *b,         \
                                  real *c) {                                                       \
        const hop_blas_form f = lay_out(form);                                                     \
        if (!ready()) {                                                                            \
            plain_product##suffix(form, a, b, c);                                                  \
            return;                                                                                \
        }                                                                                          \
        gemm(CblasRowMajor, f.turn_a ? CblasTrans : CblasNoTrans,                                  \
             f.turn_b ? CblasTrans : CblasNoTrans, (int)f.m, (int)f.n, (int)f.k, (real)f.scale, a, \
             (int)f.a_stride, b, (int)f.b_stride, (real)f.keep, c, (int)f.c_stride);               \
    }
DEFINE_PRODUCT(_float, float, blas.multiply_float)
DEFINE_PRODUCT(, double, blas.multiply)

void hop_blas_mix_apart_float(size_t m, size_t n, size_t k, const float *a, size_t stride,
                              const float *b, float *c) {
    if (!ready()) {
        for (size_t i = 0; i < m; i++) plain_mix_float(1, n, k, a + i * stride, b, c + i * n);
        return;
    }
    for (size_t i = 0; i < m; i += ROWS_AT_ONCE) {
        int rows = (int)(m - i < ROWS_AT_ONCE ? m - i : ROWS_AT_ONCE);
        blas.multiply_float(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, (int)n, (int)k, 1,
                            a + i * stride, (int)stride, b, (int)n, 1, c + i * n, (int)n);
    }
}

const char *hop_blas_name(void) {
    return is_loaded() && blas.describe ? blas.describe() : "plain C";
}

#endif
