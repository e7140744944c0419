/* Matrix products against plain loops in long double.
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hopfield/random.h>

#include "base/blas.h"
#include "support/support.h"

/* Every shape has its product checked; none is a multiple of a vector register. */
static const size_t SHAPES[][3] = {{1, 1, 1},     {3, 5, 7},    {1, 67, 129}, {33, 1, 31},
                                   {17, 19, 513}, {129, 65, 3}, {2, 1000, 5}, {64, 64, 64}};
enum { SHAPE_COUNT = sizeof SHAPES / sizeof *SHAPES };

static double *uniform_numbers(size_t count, uint64_t stream) {
    hop_random random;
    hop_random_init(&random, 7, stream);
    double *numbers = calloc(count + 1, sizeof *numbers);
    assert_non_null(numbers);
    for (size_t i = 0; i < count; i++) numbers[i] = 2 * hop_random_uniform(&random) - 1;
    return numbers;
}

static float *as_float(double *numbers, size_t count) {
    float *copy = calloc(count + 1, sizeof *copy);
    assert_non_null(copy);
    for (size_t i = 0; i < count; i++) numbers[i] = copy[i] = (float)numbers[i];
    return copy;
}

typedef struct product {
    size_t m, n, k;
    double *a, *b, *c;
    float *af, *bf, *cf;
} product;

/* Random factors, equal in both precisions, and a random matrix to add to. */
static product make_product(const size_t *shape) {
    product p = {.m = shape[0], .n = shape[1], .k = shape[2]};
    p.a = uniform_numbers(p.m * p.k, 1);
    p.b = uniform_numbers(p.n * p.k, 2);
    p.c = uniform_numbers(p.m * p.n, 3);
    p.af = as_float(p.a, p.m * p.k);
    p.bf = as_float(p.b, p.n * p.k);
    p.cf = as_float(p.c, p.m * p.n);
    return p;
}

static void free_product(product *p) {
    free(p->a), free(p->b), free(p->c);
    free(p->af), free(p->bf), free(p->cf);
}

/* c + a b, where element (l, j) of b is b[l * down + j * along]. */
static double *plain(const product *p, size_t down, size_t along, bool add) {
    double *c = calloc(p->m * p->n + 1, sizeof *c);
    assert_non_null(c);
    for (size_t i = 0; i < p->m; i++)
        for (size_t j = 0; j < p->n; j++) {
            long double sum = add ? p->c[i * p->n + j] : 0;
            for (size_t l = 0; l < p->k; l++)
                sum += (long double)p->a[i * p->k + l] * p->b[l * down + j * along];
            c[i * p->n + j] = (double)sum;
        }
    return c;
}

/* A sum of k products, each at most 1, is off by at most (k + 1)^2 epsilon, usually far less. */
static void assert_product(const product *p, const double *expected) {
    double terms = (double)(p->k + 1) * (double)(p->k + 1);
    for (size_t i = 0; i < p->m * p->n; i++) {
        assert_near(p->c[i], expected[i], terms * DBL_EPSILON);
        assert_near((double)p->cf[i], expected[i], terms * (double)FLT_EPSILON);
    }
}

static void dots_are_the_dot_products_of_all_rows(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPE_COUNT; s++) {
        product p = make_product(SHAPES[s]);
        double *expected = plain(&p, 1, p.k, false);
        hop_blas_dots(p.m, p.n, p.k, p.a, p.b, p.c);
        hop_blas_dots_float(p.m, p.n, p.k, p.af, p.bf, p.cf);
        assert_product(&p, expected);
        free(expected);
        free_product(&p);
    }
}

static void mix_adds_weighted_rows_to_what_is_there(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPE_COUNT; s++) {
        product p = make_product(SHAPES[s]);
        double *expected = plain(&p, p.n, 1, true);
        hop_blas_mix(p.m, p.n, p.k, p.a, p.b, p.c);
        hop_blas_mix_float(p.m, p.n, p.k, p.af, p.bf, p.cf);
        assert_product(&p, expected);
        free(expected);
        free_product(&p);
    }
}

/* As a part of a wider matrix, whose other columns would spoil the product. */
static void rows_apart_are_mixed_as_rows_together(void **state) {
    (void)state;
    for (size_t s = 0; s < SHAPE_COUNT; s++) {
        product p = make_product(SHAPES[s]);
        size_t stride = p.k + 5;
        float *wide = calloc(p.m * stride, sizeof *wide), *c = calloc(p.m * p.n, sizeof *c);
        assert_true(wide && c);
        for (size_t i = 0; i < p.m * stride; i++) wide[i] = NAN;
        for (size_t i = 0; i < p.m; i++)
            memcpy(wide + i * stride, p.af + i * p.k, p.k * sizeof *wide);
        double *expected = plain(&p, p.n, 1, true);
        memcpy(c, p.cf, p.m * p.n * sizeof *c);
        hop_blas_mix_apart_float(p.m, p.n, p.k, wide, stride, p.bf, c);
        memcpy(p.c, expected, p.m * p.n * sizeof *p.c);
        memcpy(p.cf, c, p.m * p.n * sizeof *c);
        assert_product(&p, expected);
        free(expected);
        free(wide);
        free(c);
        free_product(&p);
    }
}

static void what_dots_overwrites_may_be_nan(void **state) {
    (void)state;
    const double a[] = {1, 2}, b[] = {3, 4};
    double c = NAN;
    hop_blas_dots(1, 1, 2, a, b, &c);
    assert_true(c == 11);
}

static void empty_products_touch_nothing_and_an_empty_sum_is_zero(void **state) {
    (void)state;
    const size_t shapes[][3] = {{0, 3, 3}, {3, 0, 3}, {3, 3, 0}, {0, 0, 0}};
    for (size_t s = 0; s < 4; s++) {
        product p = make_product(shapes[s]);
        size_t size = p.m * p.n;
        double *before = calloc(size + 1, sizeof *before);
        assert_non_null(before);
        memcpy(before, p.c, size * sizeof *before);
        hop_blas_mix(p.m, p.n, p.k, p.a, p.b, p.c);
        hop_blas_mix_float(p.m, p.n, p.k, p.af, p.bf, p.cf);
        for (size_t i = 0; i < size; i++) assert_true(p.c[i] == before[i] && p.cf[i] == before[i]);
        hop_blas_dots(p.m, p.n, p.k, p.a, p.b, p.c);
        hop_blas_dots_float(p.m, p.n, p.k, p.af, p.bf, p.cf);
        for (size_t i = 0; i < size; i++) assert_true(p.c[i] == 0 && p.cf[i] == 0);
        free(before);
        free_product(&p);
    }
}

static void more_rows_than_one_call_takes_are_all_done(void **state) {
    (void)state;
    const size_t rows = ((size_t)1 << 20) + 3;
    const float b = 2;
    float *a = calloc(rows, sizeof *a), *c = calloc(rows, sizeof *c);
    assert_true(a && c);
    for (size_t i = 0; i < rows; i++) a[i] = (float)(i % 1000);
    hop_blas_dots_float(rows, 1, 1, a, &b, c);
    for (size_t i = 0; i < rows; i++) assert_true(c[i] == 2 * a[i]);
    hop_blas_mix_float(rows, 1, 1, a, &b, c);
    for (size_t i = 0; i < rows; i++) assert_true(c[i] == 4 * a[i]);
    free(a);
    free(c);
}

static void the_library_has_a_name(void **state) {
    (void)state;
    assert_contains(hop_blas_name(), "OpenBLAS");
}

#if defined(__x86_64__) && !defined(__clang__)
/* Each in a process of its own, where nothing has multiplied before.  By its own choice OpenBLAS
 * takes kernels of 2004 where it does not know the model. */
static void kernels_are_those_of_the_processor_unless_told(void **state) {
    (void)state;
    const bool avx512 = __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq");
    for (int told = 0; told < 2; told++) {
        int status = 0;
        const pid_t child = fork();
        if (child == 0) {
            unsetenv("OPENBLAS_CORETYPE");
            if (told) setenv("OPENBLAS_CORETYPE", "Prescott", 1);
            const char *name = hop_blas_name(), *kept = getenv("OPENBLAS_CORETYPE");
            const bool as_told = told ? strstr(name, "Prescott") && kept : !kept;
            _exit(!as_told ? 1 : !told && avx512 && !strstr(name, "SkylakeX") ? 2 : 0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}
#endif

/* Every form against the plain loop: turned or not, rows apart, kept or not. */
static void products_of_every_form_agree_with_plain_loops(void **state) {
    (void)state;
    enum { M = 5, N = 7, K = 9, APART = 11 };
    double *a = uniform_numbers(APART * APART, 5), *b = uniform_numbers(APART * APART, 6);
    float *af = as_float(a, APART * APART), *bf = as_float(b, APART * APART);
    for (size_t turn = 0; turn < 8; turn++) {
        const hop_blas_form form = {M,
                                    N,
                                    K,
                                    .turn_a = turn & 1,
                                    .turn_b = turn & 2,
                                    .a_stride = APART,
                                    .b_stride = APART,
                                    .c_stride = APART,
                                    .scale = 0.5,
                                    .keep = turn & 4 ? 2 : 0};
        double c[M * APART];
        float cf[M * APART];
        for (size_t i = 0; i < sizeof c / sizeof *c; i++)
            cf[i] = (float)(c[i] = turn & 4 ? 1 : NAN);
        hop_blas_product(&form, a, b, c);
        hop_blas_product_float(&form, af, bf, cf);
        for (size_t i = 0; i < M; i++)
            for (size_t j = 0; j < N; j++) {
                double sum = 0;
                for (size_t l = 0; l < K; l++)
                    sum += a[form.turn_a ? l * APART + i : i * APART + l] *
                           b[form.turn_b ? j * APART + l : l * APART + j];
                sum = 0.5 * sum + (turn & 4 ? 2 : 0);
                assert_near(c[i * APART + j], sum, 16 * K * DBL_EPSILON);
                assert_near((double)cf[i * APART + j], sum, 16 * K * (double)FLT_EPSILON);
            }
    }
    free(a), free(b), free(af), free(bf);
}

/* In a process of its own, where nothing has multiplied before: what the host has loaded keeps its
 * threads, and its environment is as it was. */
static void a_library_that_the_host_has_loaded_keeps_its_threads(void **state) {
    (void)state;
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        const double one[] = {1, 2};
        double sum = 0;
        void *library = dlopen("libopenblas.so.0", RTLD_NOW);
        int (*count)(void) = NULL;
        void (*set)(int) = NULL;
        if (!library) _exit(1);
        *(void **)&count = dlsym(library, "openblas_get_num_threads");
        *(void **)&set = dlsym(library, "openblas_set_num_threads");
        set(2);
        hop_blas_dots(1, 1, 2, one, one, &sum);
        _exit(sum != 5 ? 2 : count() != 2 ? 3 : getenv("OPENBLAS_NUM_THREADS") ? 4 : 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_that_the_host_has_loaded_keeps_its_threads), /* the first */
#if defined(__x86_64__) && !defined(__clang__)
        cmocka_unit_test(kernels_are_those_of_the_processor_unless_told), /* before any product */
#endif
        cmocka_unit_test(products_of_every_form_agree_with_plain_loops),
        cmocka_unit_test(dots_are_the_dot_products_of_all_rows),
        cmocka_unit_test(mix_adds_weighted_rows_to_what_is_there),
        cmocka_unit_test(rows_apart_are_mixed_as_rows_together),
        cmocka_unit_test(what_dots_overwrites_may_be_nan),
        cmocka_unit_test(empty_products_touch_nothing_and_an_empty_sum_is_zero),
        cmocka_unit_test(more_rows_than_one_call_takes_are_all_done),
        cmocka_unit_test(the_library_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
