/* The safe writer: the old file or the new one, never half of one, and nothing left behind.
 * SPDX-License-Identifier: MIT */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "writing.h"

static void a_file_appears_only_when_it_is_whole(void **state) {
    (void)state;
    const char *folder = support_subfolder("whole");
    const char *path = support_path("whole/a");
    hop_writer *writer = NULL;
    assert_int_equal(hop_writer_open(path, false, &writer), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "one ", 4), HOP_OK);
    assert_false(support_exists(path));
    assert_int_equal(hop_writer_add(writer, NULL, 0), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "two", 3), HOP_OK);
    assert_int_equal(hop_writer_commit(writer), HOP_OK);
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "one two");
}

static void an_abandoned_file_leaves_nothing(void **state) {
    (void)state;
    const char *folder = support_subfolder("abandoned");
    hop_writer *writer = NULL;
    assert_int_equal(hop_writer_open(support_path("abandoned/a"), false, &writer), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "one", 3), HOP_OK);
    hop_writer_abandon(writer);
    hop_writer_abandon(NULL);
    assert_folder_holds(folder, "");
}

static void an_existing_file_is_kept_unless_it_may_be_replaced(void **state) {
    (void)state;
    const char *folder = support_subfolder("existing");
    const char *path = support_path("existing/a");
    assert_int_equal(write_text(path, "old", false), HOP_OK);
    assert_int_equal(write_text(path, "new", false), HOP_E_EXISTS);
    assert_contains(hop_status_detail(), "--force");
    assert_file_is(path, "old");
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_file_is(path, "new");
    assert_folder_holds(folder, "a\n");
}

static void devices_pipes_and_folders_are_left_alone(void **state) {
    (void)state;
    assert_int_equal(mkfifo(support_path("pipe"), 0600), 0);
    const char *const paths[] = {"/dev/full", "/dev/null", support_path("pipe"), support_folder(),
                                 ""};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(write_text(paths[i], "text", true), HOP_E_WRITE);
        assert_int_equal(write_text(paths[i], "text", false), HOP_E_WRITE);
    }
    struct stat about;
    assert_int_equal(stat("/dev/full", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
}

static void a_folder_that_is_not_there_is_named(void **state) {
    (void)state;
    const char *path = support_path("nowhere/a.png");
    assert_int_equal(write_text(path, "text", true), HOP_E_WRITE);
    assert_contains(hop_status_detail(), path);
    assert_contains(hop_status_detail(), "nowhere; make it first");
}

static void a_link_is_kept_and_the_file_behind_it_replaced(void **state) {
    (void)state;
    support_subfolder("links");
    const char *folder = support_subfolder("links/there");
    const char *file = support_path("links/there/file"), *link = support_path("links/link");
    support_write_text(file, "old");
    assert_int_equal(symlink("there/file", link), 0);
    assert_int_equal(write_text(link, "new", false), HOP_E_EXISTS);
    assert_file_is(file, "old");
    assert_int_equal(write_text(link, "new", true), HOP_OK);
    assert_file_is(file, "new");
    struct stat about;
    assert_int_equal(lstat(link, &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_folder_holds(folder, "file\n");
}

static void a_link_to_a_device_is_left_alone(void **state) {
    (void)state;
    const char *link = support_path("to-full");
    assert_int_equal(symlink("/dev/full", link), 0);
    assert_int_equal(write_text(link, "text", true), HOP_E_WRITE);
}

static void a_name_without_a_folder_is_written_here(void **state) {
    (void)state;
    char before[4096];
    const char *folder = support_subfolder("here");
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    hop_status status = write_text("a", "text", false);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(status, HOP_OK);
    assert_folder_holds(folder, "a\n");
}

static void the_longest_name_a_folder_takes_can_be_written(void **state) {
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    const char *path = support_path("%s", name);
    assert_int_equal(write_text(path, "text", false), HOP_OK);
    assert_file_is(path, "text");
    assert_int_equal(unlink(path), 0);
}

enum { TOO_MUCH = 1 << 20 };

/* Writes more than there is room for over an old file.  The reason must be told. */
static int overfill(const char *path, const char *reason) {
    static char bytes[TOO_MUCH];
    hop_status status = hop_file_write(path, bytes, sizeof bytes, true);
    return status == HOP_E_WRITE && strstr(hop_status_detail(), reason) ? AS_EXPECTED : WRONG;
}

static int overfill_the_limit(const char *path) {
    const struct rlimit limit = {.rlim_cur = 8192, .rlim_max = 8192};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return NOT_POSSIBLE;
    return overfill(path, "File too large");
}

static void a_file_beyond_the_file_limit_fails_and_the_old_one_stays(void **state) {
    (void)state;
    const char *folder = support_subfolder("limited");
    const char *path = support_path("limited/a");
    support_write_text(path, "old");
    assert_int_equal(in_child(overfill_the_limit, path), AS_EXPECTED);
    assert_folder_holds(folder, "a\n");
    assert_file_is(path, "old");
}

/* A file system of 64 KiB that only this process sees. */
static int overfill_a_small_disk(const char *folder) {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", "", MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", folder, "tmpfs", 0, "size=64k") != 0)
        return NOT_POSSIBLE;
    char path[4096];
    snprintf(path, sizeof path, "%s/a", folder);
    if (write_text(path, "old", false) != HOP_OK) return WRONG;
    if (overfill(path, "No space left on device") != AS_EXPECTED) return WRONG;
    char *names = support_list(folder);
    bool alone = strcmp(names, "a\n") == 0;
    free(names);
    char *text = support_read(path, NULL);
    bool kept = strcmp(text, "old") == 0;
    free(text);
    return alone && kept ? AS_EXPECTED : WRONG;
}

static void a_full_disk_fails_and_the_old_file_stays(void **state) {
    (void)state;
    int result = in_child(overfill_a_small_disk, support_subfolder("disk"));
    if (result == NOT_POSSIBLE) skip();
    assert_int_equal(result, AS_EXPECTED);
}

static void bytes_may_be_put_in_place_later(void **state) {
    (void)state;
    hop_writer *writer = NULL;
    const char *path = support_path("later");
    assert_int_equal(hop_writer_open(path, false, &writer), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "....two", 7), HOP_OK);
    assert_int_equal(hop_writer_put(writer, 0, "one ", 4), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "!", 1), HOP_OK);
    assert_int_equal(hop_writer_commit(writer), HOP_OK);
    assert_file_is(path, "one two!");
}

static void what_is_written_can_be_read_back_before_it_has_its_name(void **state) {
    (void)state;
    hop_writer *writer = NULL;
    const unsigned char *mapped = NULL;
    const char *path = support_path("back");
    char bytes[4] = "";
    size_t size = 0;
    assert_int_equal(hop_writer_open(path, false, &writer), HOP_OK);
    assert_int_equal(hop_writer_seek(writer, 2), HOP_OK);
    assert_int_equal(hop_writer_add(writer, "cde", 3), HOP_OK);
    assert_int_equal(hop_writer_put(writer, 0, "ab", 2), HOP_OK);
    assert_int_equal(hop_writer_get(writer, 1, bytes, 3), HOP_OK);
    assert_memory_equal(bytes, "bcd", 3);
    assert_int_equal(hop_writer_get(writer, 3, bytes, 3), HOP_E_WRITE);
    assert_contains(hop_status_detail(), "back: became shorter");
    assert_int_equal(hop_writer_map(writer, &mapped, &size), HOP_OK);
    assert_int_equal(size, 5);
    assert_memory_equal(mapped, "abcde", 5);
    hop_file_unmap(mapped, size);
    assert_int_equal(hop_writer_commit(writer), HOP_OK);
    assert_file_is(path, "abcde");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_appears_only_when_it_is_whole),
        cmocka_unit_test(an_abandoned_file_leaves_nothing),
        cmocka_unit_test(an_existing_file_is_kept_unless_it_may_be_replaced),
        cmocka_unit_test(devices_pipes_and_folders_are_left_alone),
        cmocka_unit_test(a_folder_that_is_not_there_is_named),
        cmocka_unit_test(a_link_is_kept_and_the_file_behind_it_replaced),
        cmocka_unit_test(a_link_to_a_device_is_left_alone),
        cmocka_unit_test(a_name_without_a_folder_is_written_here),
        cmocka_unit_test(the_longest_name_a_folder_takes_can_be_written),
        cmocka_unit_test(a_file_beyond_the_file_limit_fails_and_the_old_one_stays),
        cmocka_unit_test(a_full_disk_fails_and_the_old_file_stays),
        cmocka_unit_test(bytes_may_be_put_in_place_later),
        cmocka_unit_test(what_is_written_can_be_read_back_before_it_has_its_name),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
