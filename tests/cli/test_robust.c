/* When the machine gives out: memory, disk, Ctrl-C.  Nothing half-written is left behind, and what
 * was there stays.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include "cli.h"

/* Runs in the test's folder under the options; expects the status, the words, and the folder as it
 * was. */
#define LEAVES_ALL(options, status, part, ...) \
    leaves_all(options, (const char *const[]){__VA_ARGS__, NULL}, status, part, __FILE__, __LINE__)
static void leaves_all(support_options options, const char *const *arguments, int status,
                       const char *part, const char *file, int line) {
    options.folder = support_folder();
    char *before = support_list(options.folder);
    support_result result = support_run(&options, arguments);
    support_assert_status(&result, status, file, line);
    /* On a busy machine a signal may come before the program has begun: it then says nothing. */
    bool early = options.signal != 0 && result.err_size == 0;
    if (!early) support_assert_contains(result.err, part, file, line);
    support_assert_folder(options.folder, before, file, line);
    support_result_clear(&result);
    free(before);
}

static void no_memory_is_a_sentence(void **state) {
    (void)state;
    if (support_sanitized()) skip();
    support_options options = {.memory_limit = (size_t)3 << 28};
    LEAVES_ALL(options, 1, "are needed and not to be had", "recall", PICTOGRAMS, "--sample",
               "100000", "-o", "x.npy", "--threads", "2");
    LEAVES_ALL(options, 1, "are needed and not to be had", "memory", "create", "x.safetensors",
               PICTOGRAMS, "--size", "8000x8000", "--threads", "2");
    LEAVES_ALL(options, 1, "more than any machine has", "recall", PICTOGRAMS, "--sample",
               "9000000000000000000");
}

static void a_file_that_grows_too_large_leaves_nothing(void **state) {
    (void)state;
    support_options options = {.file_limit = 2048};
    SUCCEEDS("memory", "create", "old.safetensors", GLYPHS);
    char *before = support_read(support_path("old.safetensors"), NULL);
    LEAVES_ALL(options, 1, "x.safetensors: File too large", "memory", "create", "x.safetensors",
               GLYPHS);
    LEAVES_ALL(options, 1, "old.safetensors: File too large", "memory", "create", "old.safetensors",
               GLYPHS, "--force");
    LEAVES_ALL(options, 1, "old.safetensors: File too large", "memory", "add", "old.safetensors",
               GLYPHS);
    LEAVES_ALL(options, 1, "x.npy: File too large", "memory", "export", "old.safetensors", "--npy",
               "x.npy");
    LEAVES_ALL(options, 1, "x.npy: File too large", "recall", GLYPHS, "--sample", "5", "-o",
               "x.npy");
    LEAVES_ALL(options, 1, "x.png: File too large", "recall", GLYPHS, "--sample", "5", "--sheet",
               "x.png");
    LEAVES_ALL(options, 1, "x.png: File too large", "corrupt", PICTOGRAMS "/owl.png", "-o", "x.png",
               "--corrupt", "gaussian");
    char *after = support_read(support_path("old.safetensors"), NULL);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* Root may mount a file system of 8 KiB that only the child sees. */
static void a_full_disk_leaves_nothing(void **state) {
    (void)state;
    static const char *const CALLS[] = {
        "memory create x.safetensors " GLYPHS, "recall " GLYPHS " --sample 30 -o x.npy",
        "corrupt " PICTOGRAMS "/owl.png -o x.npy --corrupt gaussian"};
    support_subfolder("disk");
    support_options shell = {.program = "/usr/bin/unshare", .folder = support_folder()};
    support_result result = {0};
    if (geteuid() == 0 && access(shell.program, X_OK) == 0)
        result = RUN(&shell, "-m", "sh", "-c", "mount -t tmpfs -o size=8k none disk");
    bool able = result.out && result.status == 0;
    support_result_clear(&result);
    if (!able) skip();
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        char script[1024];
        snprintf(script, sizeof script,
                 "mount -t tmpfs -o size=8k none disk && cd disk && %s %s; echo status $?; ls -A",
                 HOP_PROGRAM, CALLS[i]);
        result = RUN(&shell, "-m", "sh", "-c", script);
        assert_string_equal(result.out, "status 1\n");
        assert_contains(result.err, "No space left on device");
        support_result_clear(&result);
    }
}

static void a_folder_that_cannot_be_written_is_named(void **state) {
    (void)state;
    LEAVES_ALL((support_options){0}, 1, "/proc/x.png: cannot be written", "corrupt",
               GLYPHS "/A.png", "-o", "/proc/x.png", "--corrupt", "flip");
    LEAVES_ALL((support_options){0}, 1, "/proc/x", "recall", GLYPHS, GLYPHS, "-o", "/proc/x");
    LEAVES_ALL((support_options){0}, 1, "/proc/x.npy: cannot be written", "memory", "export",
               GLYPHS, "--npy", "/proc/x.npy", "--force");
}

/* In double and without a tolerance, rounding keeps the states moving to the limit of steps. */
static void ctrl_c_ends_a_long_recall_and_leaves_nothing(void **state) {
    (void)state;
    static const int SIGNALS[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        support_options options = {.signal = SIGNALS[i], .signal_after = 600};
        LEAVES_ALL(options, -SIGNALS[i], "interrupted", "recall", GLYPHS, "--sample", "36", "--tol",
                   "0", "--steps", "1000000", "--precision", "double", "--beta", "3", "-o", "x.npy",
                   "--sheet", "x.png");
    }
}

static void ctrl_c_ends_the_making_of_a_memory_and_leaves_nothing(void **state) {
    (void)state;
    support_options options = {.signal = SIGINT, .signal_after = 600};
    const char *arguments[210] = {"memory", "create", "x.safetensors", "--size", "500x500"};
    for (size_t i = 5; i < 209; i++) arguments[i] = PICTOGRAMS;
    leaves_all(options, arguments, -SIGINT, "cancelled after reading", __FILE__, __LINE__);
    SUCCEEDS("memory", "create", "kept.safetensors", PICTOGRAMS, "--size", "500x500", "--limit",
             "2");
    arguments[1] = "add";
    arguments[2] = "kept.safetensors";
    leaves_all(options, arguments, -SIGINT, "cancelled after reading", __FILE__, __LINE__);
    SUCCEEDS("memory", "verify", "kept.safetensors");
}

static void a_reader_that_goes_away_ends_the_program(void **state) {
    (void)state;
    support_options shell = {.program = "/bin/bash"};
    support_result result = RUN(&shell, "-c", HOP_PROGRAM " list | true; echo ${PIPESTATUS[0]}");
    /* Either it had written all (0), or the pipe's signal ended it (141). */
    assert_true(strcmp(result.out, "0\n") == 0 || strcmp(result.out, "141\n") == 0);
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_is_a_sentence),
        cmocka_unit_test(a_file_that_grows_too_large_leaves_nothing),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(a_folder_that_cannot_be_written_is_named),
        cmocka_unit_test(ctrl_c_ends_a_long_recall_and_leaves_nothing),
        cmocka_unit_test(ctrl_c_ends_the_making_of_a_memory_and_leaves_nothing),
        cmocka_unit_test(a_reader_that_goes_away_ends_the_program),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
