/* Locks on files that are being replaced.
 * SPDX-License-Identifier: MIT */
#include <sys/wait.h>

#include "base/file.h"
#include "support/calls.h"

static const hop_wait NOT_AT_ALL = {.seconds = 0}, LONG = {.seconds = 60};

static void a_locked_file_is_refused_and_named(void **state) {
    (void)state;
    int first = -1, second = -1;
    const char *path = support_path("locked");
    support_write_text(path, "text");
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &first), HOP_OK);
    assert_true(first >= 0);
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &second), HOP_E_BUSY);
    assert_contains(hop_status_detail(), "locked: another process is writing it");
    hop_file_unlock(first);
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &second), HOP_OK);
    hop_file_unlock(second);
}

static void what_is_not_there_needs_no_lock(void **state) {
    (void)state;
    int lock = 7;
    assert_int_equal(hop_file_lock(support_path("none"), &NOT_AT_ALL, &lock), HOP_OK);
    assert_int_equal(lock, -1);
    assert_true(hop_file_is_locked(support_path("none"), -1));
}

static int cancel(void *context, const char *what, size_t done, size_t total) {
    (void)what, (void)done, (void)total;
    return ++*(int *)context == 3;
}

static void waiting_can_be_cancelled(void **state) {
    (void)state;
    int first = -1, second = -1, asked = 0;
    const char *path = support_path("waiting");
    const hop_wait wait = {.seconds = 60, .progress = cancel, .context = &asked};
    support_write_text(path, "text");
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &first), HOP_OK);
    assert_int_equal(hop_file_lock(path, &wait, &second), HOP_E_CANCELLED);
    assert_int_equal(asked, 3);
    hop_file_unlock(first);
}

/* Each of eight processes reads a number and writes the next, ten times; none may be lost, though
 * the file is another one after every write. */
static void numbers_counted_by_eight_processes_are_all_counted(void **state) {
    (void)state;
    const char *path = support_path("counted");
    support_write_text(path, "0");
    for (int i = 0; i < 8; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child != 0) continue;
        for (int k = 0; k < 10; k++) {
            hop_writer *writer = NULL;
            char text[32] = "";
            if (hop_writer_open_within(path, true, &LONG, &writer) != HOP_OK) _exit(1);
            int file = open(path, O_RDONLY);
            if (file < 0 || read(file, text, sizeof text - 1) < 1) _exit(2);
            close(file);
            int length = snprintf(text, sizeof text, "%d", atoi(text) + 1);
            if (hop_writer_add(writer, text, (size_t)length) != HOP_OK) _exit(3);
            if (hop_writer_commit(writer) != HOP_OK) _exit(4);
        }
        _exit(0);
    }
    for (int i = 0; i < 8; i++) {
        int status = -1;
        wait(&status);
        assert_int_equal(status, 0);
    }
    char *text = support_read(path, NULL);
    assert_string_equal(text, "80");
    free(text);
}

static int count_only(void *context, const char *what, size_t done, size_t total) {
    (void)what, (void)done, (void)total;
    ++*(int *)context;
    return 0;
}

/* There are five milliseconds between two looks, so there are not many in fifty. */
static void waiting_ends_after_the_time_that_was_given(void **state) {
    (void)state;
    int first = -1, second = -1;
    const char *path = support_path("patient");
    support_write_text(path, "text");
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &first), HOP_OK);
    for (int turn = 0; turn < 25; turn++) { /* more than a second: its end is among them */
        int asked = 0;
        const hop_wait wait = {.seconds = 0.05, .progress = count_only, .context = &asked};
        assert_int_equal(hop_file_lock(path, &wait, &second), HOP_E_BUSY);
        assert_true(asked >= 1 && asked <= 11);
    }
    hop_file_unlock(first);
}

static void a_file_without_locks_is_not_waited_for(void **state) {
    (void)state;
    int lock = 7, held = -1;
    const char *path = support_path("unlockable");
    support_write_text(path, "text");
    const size_t files = calls_open_files();
    calls_fail("flock", 0, ENOLCK, true);
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &lock), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(lock, -1);
    assert_int_equal(calls_open_files(), files);
    calls_fail("open", 0, EACCES, false); /* it can be written, and not read */
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &lock), HOP_OK);
    assert_true(calls_mend());
    assert_true(lock >= 0);
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &held), HOP_E_BUSY);
    assert_int_equal(calls_open_files(), files + 1);
    hop_file_unlock(lock);
}

/* A lock on a file that lost its name is none: the one that has the name now is locked. */
static void only_the_file_that_has_the_name_is_locked(void **state) {
    (void)state;
    int lock = -1, other = -1;
    const char *path = support_path("named"), *next = support_path("next");
    support_write_text(path, "old");
    support_write_text(next, "new");
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &lock), HOP_OK);
    assert_true(hop_file_is_locked(path, lock));
    assert_int_equal(rename(next, path), 0);
    assert_false(hop_file_is_locked(path, lock));
    assert_int_equal(hop_file_lock(path, &NOT_AT_ALL, &other), HOP_OK);
    assert_true(hop_file_is_locked(path, other));
    hop_file_unlock(lock);
    hop_file_unlock(other);
}

/* Without standard input the first file that is opened has the number 0, and is locked as others.
 */
static int lock_without_standard_input(const char *path) {
    int lock = -1, second = -1;
    close(STDIN_FILENO);
    if (hop_file_lock(path, &NOT_AT_ALL, &lock) != HOP_OK || lock != 0) return 1;
    if (!hop_file_is_locked(path, lock)) return 2;
    if (hop_file_lock(path, &NOT_AT_ALL, &second) != HOP_E_BUSY) return 3;
    hop_file_unlock(lock);
    if (hop_file_lock(path, &NOT_AT_ALL, &second) != HOP_OK) return 4;
    const char *next = support_path("zero-next");
    support_write_text(next, "new");
    if (rename(next, path) != 0 || hop_file_is_locked(path, second)) return 5;
    return 0;
}

static void a_lock_of_number_zero_is_one_as_well(void **state) {
    (void)state;
    const char *path = support_path("zero");
    support_write_text(path, "text");
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(lock_without_standard_input(path));
    int ended = -1;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_locked_file_is_refused_and_named),
        cmocka_unit_test(what_is_not_there_needs_no_lock),
        cmocka_unit_test(waiting_can_be_cancelled),
        cmocka_unit_test(waiting_ends_after_the_time_that_was_given),
        cmocka_unit_test(a_file_without_locks_is_not_waited_for),
        cmocka_unit_test(only_the_file_that_has_the_name_is_locked),
        cmocka_unit_test(numbers_counted_by_eight_processes_are_all_counted),
        cmocka_unit_test(a_lock_of_number_zero_is_one_as_well),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
