/* The writer where calls of the system fail, are done by halves, or are not to be had.
 * Covers: writer.c rights.c lock.c
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/wait.h>

#include "access.h"
#include "base/file.h"
#include "support/calls.h"
#include "writing.h"

static mode_t mode_of(const char *path) {
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

/* Every way of writing there is, and of looking at what was written. */
static hop_status write_in_all_ways(const char *path, bool replace) {
    hop_writer *writer = NULL;
    char back[3] = "";
    const unsigned char *mapped = NULL;
    size_t size = 0;
    hop_status status = hop_writer_open(path, replace, &writer);
    if (status != HOP_OK) return status;
    status = hop_writer_seek(writer, 2);
    if (status == HOP_OK) status = hop_writer_add(writer, "cdef", 4);
    if (status == HOP_OK) status = hop_writer_put(writer, 0, "ab", 2);
    if (status == HOP_OK) status = hop_writer_get(writer, 1, back, 3);
    if (status == HOP_OK) status = hop_writer_map(writer, &mapped, &size);
    if (status == HOP_OK) {
        assert_memory_equal(back, "bcd", 3);
        assert_int_equal(size, 6);
        assert_memory_equal(mapped, "abcdef", 6);
        hop_file_unmap(mapped, size);
        return hop_writer_commit(writer);
    }
    hop_writer_abandon(writer);
    return status;
}

/* What failed is said, nothing has changed, and nothing is left behind or open; unless the call was
 * one that can be done without. */
static void assert_failure(hop_status status, const char *folder, const char *path, bool old) {
    if (status == HOP_OK || strstr(hop_status_detail(), "is written, but")) {
        assert_file_is(path, "abcdef");
        return;
    }
    /* Whether the name still means the locked file cannot be known: that is no error of writing. */
    assert_true(status == HOP_E_WRITE || status == HOP_E_BUSY);
    if (status == HOP_E_WRITE) assert_contains(hop_status_detail(), strerror(EIO));
    assert_contains(hop_status_detail(), folder);
    assert_folder_holds(folder, old ? "a\n" : "");
    if (old) assert_file_is(path, "old");
}

static void every_call_that_fails_is_told_and_changes_nothing(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t old, fresh; /* how often it is called, at least */
    } CALLS[] = {{"open", 3, 2},  {"fstat", 4, 2},  {"flock", 2, 1},     {"fsync", 2, 2},
                 {"lseek", 1, 1}, {"write", 1, 1},  {"pwrite", 1, 1},    {"pread", 1, 1},
                 {"mmap", 1, 1},  {"rename", 1, 0}, {"renameat2", 0, 1}, {"fchmod", 1, 0}};
    const char *folder = support_subfolder("failing"), *path = support_path("failing/a");
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++)
        for (int old = 0; old < 2; old++)
            for (size_t k = 0;; k++) {
                unlink(path);
                if (old) support_write_text(path, "old");
                const size_t files = calls_open_files();
                calls_fail(CALLS[i].name, (long)k, EIO, false);
                const hop_status status = write_in_all_ways(path, old);
                if (!calls_mend()) {
                    assert_int_equal(status, HOP_OK);
                    assert_true(k >= (old ? CALLS[i].old : CALLS[i].fresh));
                    break;
                }
                assert_failure(status, folder, path, old);
                assert_int_equal(calls_open_files(), files);
            }
}

/* A call may be interrupted, or do a part of what it was asked for. */
static void what_is_done_by_halves_is_done_to_the_end(void **state) {
    (void)state;
    static const char *const CALLS[] = {"write", "pwrite", "pread"};
    const char *path = support_path("halves");
    for (size_t i = 0; i < 3; i++)
        for (int interrupted = 0; interrupted < 2; interrupted++) {
            calls_fail(CALLS[i], 0, interrupted ? EINTR : CALLS_HALF, false);
            assert_int_equal(write_in_all_ways(path, true), HOP_OK);
            assert_true(calls_mend());
            assert_file_is(path, "abcdef");
        }
}

/* A folder of some file systems cannot be brought to disk; a new name may not be exclusive. */
static void file_systems_that_can_do_less_are_written_to(void **state) {
    (void)state;
    const char *folder = support_subfolder("less"), *path = support_path("less/a");
    const int unable[] = {EINVAL, ENOTSUP, EIO};
    for (size_t i = 0; i < 3; i++) {
        calls_fail("fsync", 1, unable[i], false);
        assert_int_equal(write_text(path, "one", true), unable[i] == EIO ? HOP_E_WRITE : HOP_OK);
        assert_true(calls_mend());
        assert_file_is(path, "one");
    }
    const int odd[] = {EINVAL, ENOSYS, EACCES};
    for (size_t i = 0; i < 3; i++) {
        unlink(path);
        calls_fail("renameat2", 0, odd[i], false);
        assert_int_equal(write_text(path, "two", false), odd[i] == EACCES ? HOP_E_WRITE : HOP_OK);
        assert_true(calls_mend());
        assert_folder_holds(folder, odd[i] == EACCES ? "" : "a\n");
    }
    hop_writer *writer = NULL;
    assert_int_equal(hop_writer_open(path, false, &writer), HOP_OK);
    support_write_text(path, "theirs");
    calls_fail("renameat2", 0, EINVAL, false);
    assert_int_equal(hop_writer_commit(writer), HOP_E_EXISTS);
    assert_true(calls_mend());
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "theirs");
}

/* Who may not give a file away keeps its group; where even that cannot be, the group's rights are
 * taken away. */
static void rights_that_cannot_be_handed_on_are_left_out(void **state) {
    (void)state;
    const char *path = support_path("given");
    struct stat about;
    support_write_text(path, "old");
    assert_int_equal(chmod(path, 0664), 0);
    calls_fail("fgetxattr", 0, ENODATA, false);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(mode_of(path), 0664);
    calls_fail("fgetxattr", 0, EIO, false); /* there may be an access list */
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(mode_of(path), 0604);
    assert_int_equal(chmod(path, 0664), 0);
    calls_fail("fremovexattr", 0, EPERM, false); /* nor may the folder's list stay */
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(mode_of(path), 0604);
    if (chown(path, 12345, 23456) != 0 || chmod(path, 0664) != 0) skip();
    calls_fail("fchown", 0, EPERM, false);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_uid, geteuid());
    assert_int_equal(about.st_gid, 23456);
    assert_int_equal(mode_of(path), 0664);
    calls_fail("fchown", 0, EPERM, true); /* nothing to be kept: the group is ours already */
    assert_int_equal(chown(path, geteuid(), getegid()), 0);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_false(calls_mend());
    assert_int_equal(mode_of(path), 0664);
    assert_int_equal(chown(path, 12345, 23456), 0);
    calls_fail("fchown", 0, EPERM, true);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(mode_of(path), 0604);
    assert_int_equal(chown(path, 12345, 23456), 0);
    set_list(path, ACCESS); /* what it says of the group is not for ours */
    calls_fail("fchown", 0, EPERM, true);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_true(calls_mend());
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(getxattr(path, ACCESS, NULL, 0), -1);
}

/* Without standard input the first file that is opened has the number 0. */
static int write_without_standard_input(const char *path) {
    close(STDIN_FILENO);
    if (write_text(path, "new", true) != HOP_OK) return 1;
    hop_writer *writer = NULL;
    if (hop_writer_open(path, false, &writer) != HOP_E_EXISTS) return 1;
    if (write_in_all_ways(support_path("closed/b"), false) != HOP_OK) return 1;
    if (hop_writer_check(support_path("closed/c"), false) != HOP_OK) return 1;
    return 0;
}

static void a_file_of_number_zero_is_one_as_well(void **state) {
    (void)state;
    const char *folder = support_subfolder("closed"), *path = support_path("closed/a");
    support_write_text(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(write_without_standard_input(path));
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    assert_folder_holds(folder, "a\nb\n");
    assert_int_equal(mode_of(path), 0640);
    assert_file_is(path, "new");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_that_fails_is_told_and_changes_nothing),
        cmocka_unit_test(what_is_done_by_halves_is_done_to_the_end),
        cmocka_unit_test(file_systems_that_can_do_less_are_written_to),
        cmocka_unit_test(rights_that_cannot_be_handed_on_are_left_out),
        cmocka_unit_test(a_file_of_number_zero_is_one_as_well),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
