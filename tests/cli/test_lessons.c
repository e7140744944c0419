/* docs/TUTORIAL.md, docs/CAPACITY.md, docs/ATTENTION.md: every command in them runs, and prints
 * what stands below it. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(const char *file) {
    const pid_t child = fork();
    int status = 0;
    assert_true(child >= 0);
    if (child == 0) {
        execl(HOP_SOURCE_DIR "/tools/check-lessons", "check-lessons", HOP_PROGRAM, file,
              (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_tutorial_is_true(void **state) {
    (void)state;
    assert_int_equal(run(HOP_SOURCE_DIR "/docs/TUTORIAL.md"), 0);
}

static void capacity_is_true(void **state) {
    (void)state;
    assert_int_equal(run(HOP_SOURCE_DIR "/docs/CAPACITY.md"), 0);
}

static void attention_is_true(void **state) {
    (void)state;
    assert_int_equal(run(HOP_SOURCE_DIR "/docs/ATTENTION.md"), 0);
}

static void damage_is_true(void **state) {
    (void)state;
    assert_int_equal(run(HOP_SOURCE_DIR "/docs/DAMAGE.md"), 0);
}

/* A lesson that says something else is found out. */
static void a_false_lesson_is_noticed(void **state) {
    (void)state;
    char path[] = "/tmp/hop-lesson-XXXXXX";
    const int file = mkstemp(path);
    static const char TEXT[] = "# False\n\n    $ hopfield --version\n    hopfield 0.0.0\n";
    assert_true(file >= 0);
    assert_int_equal(write(file, TEXT, sizeof TEXT - 1), sizeof TEXT - 1);
    close(file);
    assert_int_equal(run(path), 1);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tutorial_is_true),      cmocka_unit_test(capacity_is_true),
        cmocka_unit_test(attention_is_true),         cmocka_unit_test(damage_is_true),
        cmocka_unit_test(a_false_lesson_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
