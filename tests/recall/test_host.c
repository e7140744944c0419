/* A library touches nothing of its host: the mask of new files, signals, GSL's handler of errors,
 * threads, locale, rounding, limits and folder are after a day's work what they were before.
 * (OpenBLAS's threads: tests/base/test_blas.c.)
 * Covers: recall.c memory/store_write.c
 * SPDX-License-Identifier: MIT */
#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>
#include <hopfield/hopfield.h>
#include <hopfield/spectrum.h>

#include "support/support.h"

#ifdef _OPENMP
#include <omp.h>
#else
static int omp_get_max_threads(void) {
    return 1;
}
#endif

enum { SIGNALS = 65, LIMITS = 16 };

typedef struct host {
    mode_t mask;
    struct sigaction actions[SIGNALS];
    sigset_t blocked;
    gsl_error_handler_t *handler;
    int threads, rounding, traps;
    char locale[256], folder[4096];
    struct rlimit limits[LIMITS];
    size_t variables;
} host;

extern char **environ;

static void own_handler(const char *reason, const char *file, int line, int number) {
    (void)reason, (void)file, (void)line, (void)number;
    fail_msg("GSL was asked for something that it refuses");
}

static void look(host *h) {
    memset(h, 0, sizeof *h);
    h->mask = umask(0);
    umask(h->mask);
    for (int i = 1; i < SIGNALS; i++) (void)sigaction(i, NULL, &h->actions[i]);
    assert_int_equal(sigprocmask(SIG_SETMASK, NULL, &h->blocked), 0);
    h->handler = gsl_set_error_handler(own_handler);
    gsl_set_error_handler(h->handler);
    h->threads = omp_get_max_threads();
    h->rounding = fegetround();
    h->traps = fegetexcept();
    snprintf(h->locale, sizeof h->locale, "%s", setlocale(LC_ALL, NULL));
    assert_non_null(getcwd(h->folder, sizeof h->folder));
    for (int i = 0; i < LIMITS; i++) (void)getrlimit(i, &h->limits[i]);
    while (environ[h->variables]) h->variables++;
}

/* Pictures are read, a memory is written and read again, damaged ones are recalled. */
static void work(void) {
    const char *folder = HOP_SOURCE_DIR "/patterns/glyphs", *path = support_path("m.safetensors");
    hop_memory *pictures = NULL, *memory = NULL;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    assert_int_equal(hop_memory_open(folder, &pictures), HOP_OK);
    assert_int_equal(hop_memory_save(pictures, path, NULL, 0, true), HOP_OK);
    assert_int_equal(hop_memory_open(path, &memory), HOP_OK);
    assert_int_equal(hop_recall_create(memory, NULL, &recall), HOP_OK);
    const size_t dim = hop_memory_dim(memory);
    double *queries = calloc(4 * dim, sizeof *queries), none[1] = {0};
    assert_non_null(queries);
    hop_memory_read(memory, 0, 4, queries);
    assert_int_equal(hop_recall_run(recall, queries, 4, &result), HOP_OK);
    hop_recall_result_clear(&result);
    assert_int_equal(hop_spectrum_symmetric(none, 0, none, NULL), HOP_E_EMPTY);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    hop_memory_destroy(pictures);
    free(queries);
}

static void everything_is_after_work_as_it_was_before(void **state) {
    (void)state;
    static host before, after;
    umask(027);
    gsl_set_error_handler(own_handler);
    look(&before);
    work();
    look(&after);
    assert_int_equal(after.mask, 027);
    assert_true(after.handler == own_handler);
    for (int i = 1; i < SIGNALS; i++)
        assert_true(after.actions[i].sa_handler == before.actions[i].sa_handler &&
                    after.actions[i].sa_flags == before.actions[i].sa_flags);
    assert_memory_equal(&after.blocked, &before.blocked, sizeof before.blocked);
    assert_int_equal(after.threads, before.threads);
    assert_int_equal(after.rounding, before.rounding);
    assert_int_equal(after.traps, before.traps);
    assert_string_equal(after.locale, before.locale);
    assert_string_equal(after.folder, before.folder);
    assert_memory_equal(after.limits, before.limits, sizeof before.limits);
    assert_int_equal(after.variables, before.variables);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(everything_is_after_work_as_it_was_before)};
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
