/* What tests share: a folder of their own, files, running the program, numbers within a tolerance.
 * Whatever goes wrong inside these helpers fails the test.  Includes all that cmocka needs.
 *
 *     int main(void) {
 *         const struct CMUnitTest tests[] = {cmocka_unit_test(a_sentence_about_the_thing)};
 *         return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
 *     }
 *
 * Compile definitions: HOP_PROGRAM, the absolute path of the program that was built with the tests;
 * HOP_SOURCE_DIR, that of the source tree.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_SUPPORT_H
#define HOP_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- a folder ---- */

/* Group (or test) setup and teardown: an empty folder under $TMPDIR, whose path becomes *state and
 * support_folder(); removed with all that is in it. */
int support_folder_create(void **state);
int support_folder_remove(void **state);
const char *support_folder(void);

/* printf() onto the end of the folder's path: support_path("%s.png", "a").  Lent until 16 further
 * calls. */
const char *support_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes a folder of that name in the test's folder, empties it if it was there, and returns its
 * path, lent as by support_path(). */
const char *support_subfolder(const char *name);

/* ---- files ---- */

void support_write(const char *path, const void *bytes, size_t size);
void support_write_text(const char *path, const char *text);

/* A whole file and a zero behind it, free()d by the caller; size may be NULL. */
char *support_read(const char *path, size_t *size);

bool support_exists(const char *path);

/* The names in a folder, sorted, each with a newline behind it; free()d by the caller. */
char *support_list(const char *folder);

/* Fails unless support_list() is `names`: shows that nothing was left behind. */
#define assert_folder_holds(folder, names) support_assert_folder(folder, names, __FILE__, __LINE__)
void support_assert_folder(const char *folder, const char *names, const char *file, int line);

/* ---- running the program ---- */

/* How to run it; zeros are the usual way. */
typedef struct support_options {
    const char *program; /* NULL: HOP_PROGRAM */
    const char *folder;  /* to run in; NULL: the test's own */
    const char *input;   /* file for standard input; NULL: /dev/null */
    const char *output;  /* file for standard output, such as /dev/full; NULL: captured */
    size_t memory_limit; /* bytes of address space (RLIMIT_AS); 0: none.  Not with sanitizers */
    size_t file_limit;   /* bytes a file may have (RLIMIT_FSIZE); 0: none */
    int signal;          /* sent after `signal_after` milliseconds; 0: none */
    unsigned signal_after;
    /* NULL, or a file: the signal waits until that has grown by a line, and has two, whatever this
     * machine takes for it. */
    const char *signal_when;
} support_options;

/* What became of it.  Free with support_result_clear(). */
typedef struct support_result {
    int status;      /* exit status, or minus the signal that killed it */
    char *out, *err; /* what it said, with a zero behind it; never NULL */
    size_t out_size, err_size;
} support_result;

/* Runs the program without a shell; arguments end with NULL and begin behind the program's name.
 * options: NULL for the usual way.  A run of more than two minutes fails the test. */
support_result support_run(const support_options *options, const char *const *arguments);
void support_result_clear(support_result *result);

/* support_run() with the arguments written out: RUN(NULL, "list", "energies"). */
#define RUN(options, ...) support_run(options, (const char *const[]){__VA_ARGS__, NULL})

/* Fail, with everything the program said, unless the status is right / the text contains `part`. */
#define assert_status(result, expected) \
    support_assert_status(&(result), expected, __FILE__, __LINE__)
#define assert_contains(text, part) support_assert_contains(text, part, __FILE__, __LINE__)
void support_assert_status(const support_result *result, int expected, const char *file, int line);
void support_assert_contains(const char *text, const char *part, const char *file, int line);

/* Built with a sanitizer: memory limits are then not to be had. */
bool support_sanitized(void);

/* ---- numbers ---- */

/* |value - expected| <= tolerance (NaN is never near), else fails and prints all three. */
#define assert_near(value, expected, tolerance) \
    support_assert_near(value, expected, tolerance, #value, __FILE__, __LINE__)
void support_assert_near(double value, double expected, double tolerance, const char *what,
                         const char *file, int line);

#endif
