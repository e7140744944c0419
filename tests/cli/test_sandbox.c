/* --sandbox: what still works, and what does not any more.
 * Covers: cli/sandbox.c
 * SPDX-License-Identifier: MIT */
#include "cli/sandbox.c"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "support/support.h"

#define GLYPHS HOP_SOURCE_DIR "/patterns/glyphs"

static void the_same_is_said_with_and_without_it(void **state) {
    (void)state;
    if (support_sanitized()) skip(); /* who looks for leaks asks for more than is let through */
    support_result plain =
        RUN(NULL, "recall", GLYPHS, "--sample", "3", "--seed", "1", "--format", "csv");
    support_result kept = RUN(NULL, "recall", GLYPHS, "--sample", "3", "--seed", "1", "--format",
                              "csv", "--sandbox", "--threads", "2");
    assert_int_equal(plain.status, 0);
    assert_int_equal(kept.status, 0);
    const char *rows = strstr(plain.out, "name,target"), *here = strstr(kept.out, "name,target");
    assert_non_null(rows);
    assert_non_null(here);
    assert_string_equal(here, rows);
    support_result_clear(&plain);
    support_result_clear(&kept);
}

static void outputs_are_refused_before_anything_is_read(void **state) {
    (void)state;
    const char *path = support_path("out.csv");
    support_result result = RUN(NULL, "recall", GLYPHS, "--sample", "1", "--sandbox", "-o", path);
    assert_int_equal(result.status, 2);
    assert_contains(result.err, "standard output alone");
    assert_false(support_exists(path));
    support_result_clear(&result);
}

static void what_writes_by_itself_cannot(void **state) {
    (void)state;
    const char *path = support_path("new.safetensors");
    support_result result = RUN(NULL, "memory", "create", path, GLYPHS, "--sandbox");
    assert_int_equal(result.status, 1);
    assert_contains(result.err, "not permitted");
    assert_false(support_exists(path));
    support_result_clear(&result);
}

static void *nothing(void *context) {
    return context;
}

/* What a bug in a reader could try; the number of the first that it can. */
static int try_everything(const char *there, const char *fresh) {
    pthread_t thread;
    if (cli_sandbox_enter() != HOP_OK) return 1;
    int file = open(there, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 2;
    if (pthread_create(&thread, NULL, nothing, NULL) != 0) return 3;
    pthread_join(thread, NULL);
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM) return 4;
    if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0) return 5;
    if (open(fresh, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0) return 6;
    if (open(there, O_RDWR | O_CLOEXEC) >= 0) return 7;
    if (open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600) >= 0) return 8;
    if (unlink(there) == 0 || rename(there, fresh) == 0 || mkdir(fresh, 0700) == 0) return 9;
    if (fork() >= 0) return 10;
    execl("/bin/true", "true", (char *)NULL);
    if (errno != EPERM) return 11;
    if (kill(getppid(), 0) == 0) return 12;
    return 0;
}

static void nothing_can_be_written_connected_or_started(void **state) {
    (void)state;
    const char *there = support_path("there"), *fresh = support_path("fresh");
    FILE *file = fopen(there, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    int status = 0;
    const pid_t child = fork();
    if (child == 0) _exit(try_everything(there, fresh));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(support_exists(there));
    assert_false(support_exists(fresh));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_is_said_with_and_without_it),
        cmocka_unit_test(outputs_are_refused_before_anything_is_read),
        cmocka_unit_test(what_writes_by_itself_cannot),
        cmocka_unit_test(nothing_can_be_written_connected_or_started),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
