/* Writers beside others: alive, killed, or of another program.  Covers: writer.c
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "writing.h"

static void a_file_that_appeared_meanwhile_is_kept(void **state) {
    (void)state;
    const char *folder = support_subfolder("raced");
    const char *path = support_path("raced/a");
    hop_writer *writer = NULL;
    assert_int_equal(hop_writer_open(path, false, &writer), HOP_OK);
    support_write_text(path, "theirs");
    assert_int_equal(hop_writer_commit(writer), HOP_E_EXISTS);
    assert_file_is(path, "theirs");
    assert_folder_holds(folder, "a\n");
}

static int die_while_writing(const char *path) {
    static hop_writer *writer; /* nobody gives it back, and that is no leak */
    if (hop_writer_open(path, true, &writer) != HOP_OK) return WRONG;
    return hop_writer_add(writer, "half", 4) == HOP_OK ? AS_EXPECTED : WRONG;
}

static void what_a_killed_writer_left_is_removed_by_the_next(void **state) {
    (void)state;
    const char *folder = support_subfolder("killed"), *path = support_path("killed/a");
    hop_writer *alive = NULL;
    assert_int_equal(in_child(die_while_writing, path), AS_EXPECTED);
    assert_int_equal(in_child(die_while_writing, support_path("killed/b")), AS_EXPECTED);
    char *names = support_list(folder);
    assert_contains(names, ".hopfield-");
    free(names);
    assert_int_equal(hop_writer_open(path, false, &alive), HOP_OK);
    assert_int_equal(write_text(path, "other", true), HOP_OK);
    assert_int_equal(hop_writer_commit(alive), HOP_E_EXISTS);
    assert_int_equal(write_text(support_path("killed/b"), "new", false), HOP_OK);
    assert_folder_holds(folder, "a\nb\n");
    assert_file_is(path, "other");
}

static void a_file_that_another_program_replaced_is_not_overwritten(void **state) {
    (void)state;
    const char *folder = support_subfolder("stolen"), *path = support_path("stolen/a");
    hop_writer *writer = NULL;
    support_write_text(path, "old");
    support_write_text(support_path("stolen/b"), "theirs");
    assert_int_equal(hop_writer_open(path, true, &writer), HOP_OK);
    assert_int_equal(rename(support_path("stolen/b"), path), 0);
    assert_int_equal(hop_writer_commit(writer), HOP_E_BUSY);
    assert_file_is(path, "theirs");
    assert_folder_holds(folder, "a\n");
}

/* As many as there are temporary names; and all of these are given back. */
static void sixteen_may_write_one_file_side_by_side(void **state) {
    (void)state;
    const char *folder = support_subfolder("many"), *path = support_path("many/a");
    hop_writer *writers[17] = {NULL};
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < 16; i++)
            assert_int_equal(hop_writer_open(path, false, &writers[i]), HOP_OK);
        assert_int_equal(hop_writer_open(path, false, &writers[16]), HOP_E_WRITE);
        for (size_t i = 0; i < 15; i++) hop_writer_abandon(writers[i]);
        assert_int_equal(hop_writer_add(writers[15], "last", 4), HOP_OK);
        if (turn == 0) hop_writer_abandon(writers[15]);
        if (turn == 0) assert_folder_holds(folder, "");
    }
    assert_int_equal(hop_writer_commit(writers[15]), HOP_OK);
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "last");
}

/* Asking whether a file could be written waits for nobody, and leaves nothing. */
static void asking_does_not_wait(void **state) {
    (void)state;
    const char *folder = support_subfolder("asked"), *path = support_path("asked/a");
    support_write_text(path, "old");
    int held = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(held, LOCK_EX), 0);
    assert_int_equal(hop_writer_check(path, true), HOP_OK);
    assert_int_equal(hop_writer_check(path, false), HOP_E_EXISTS);
    close(held);
    assert_int_equal(hop_writer_check(support_path("asked/none/b"), true), HOP_E_WRITE);
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "old");
}

/* Who waits for longer than it may is told so, and changes nothing. */
static void a_writer_that_waits_in_vain_changes_nothing(void **state) {
    (void)state;
    const char *folder = support_subfolder("vain"), *path = support_path("vain/a");
    hop_writer *writer = NULL;
    support_write_text(path, "old");
    int held = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(held, LOCK_EX), 0);
    const hop_wait shortly = {.seconds = 0.02};
    assert_int_equal(hop_writer_open_within(path, true, &shortly, &writer), HOP_E_BUSY);
    assert_null(writer);
    close(held);
    assert_int_equal(hop_writer_open_within(path, true, &shortly, &writer), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "new", 3), HOP_OK);
    assert_int_equal(hop_writer_commit(writer), HOP_OK);
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "new");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_appeared_meanwhile_is_kept),
        cmocka_unit_test(what_a_killed_writer_left_is_removed_by_the_next),
        cmocka_unit_test(a_file_that_another_program_replaced_is_not_overwritten),
        cmocka_unit_test(sixteen_may_write_one_file_side_by_side),
        cmocka_unit_test(asking_does_not_wait),
        cmocka_unit_test(a_writer_that_waits_in_vain_changes_nothing),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
