/* Rights, owner and group stay, and nobody gets more meanwhile.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "writing.h"

static mode_t mode_of(const char *path) {
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

static void a_new_file_has_the_rights_of_the_mask(void **state) {
    (void)state;
    const mode_t masks[] = {022, 077, 002};
    for (size_t i = 0; i < 3; i++) {
        const char *path = support_path("rights-%zu", i);
        mode_t before = umask(masks[i]);
        hop_status status = write_text(path, "text", false);
        mode_t after = umask(before);
        assert_int_equal(status, HOP_OK);
        assert_int_equal(after, masks[i]);
        struct stat about;
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0666 & ~masks[i]);
    }
}

static void a_replaced_file_keeps_its_rights_and_its_owner(void **state) {
    (void)state;
    struct stat about;
    const char *path = support_path("private");
    support_write_text(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    const bool root = chown(path, 12345, 23456) == 0;
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_int_equal(mode_of(path), 0640);
    if (root) {
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_uid, 12345);
        assert_int_equal(about.st_gid, 23456);
    }
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(write_text(path, "newer", true), HOP_OK);
    assert_int_equal(mode_of(path), 0600);
}

/* Nobody may read it under its temporary name either. */
static void a_private_file_is_private_while_it_is_written(void **state) {
    (void)state;
    const char *folder = support_subfolder("secret"), *path = support_path("secret/a");
    hop_writer *writer = NULL;
    support_write_text(path, "old");
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(hop_writer_open(path, true, &writer), HOP_OK);
    char *names = support_list(folder);
    *strchr(names, '\n') = '\0';
    assert_int_equal(mode_of(support_path("secret/%s", names)), 0600);
    free(names);
    hop_writer_abandon(writer);
}

static void an_access_list_stays(void **state) {
    (void)state;
    access_list found;
    const char *path = support_path("listed");
    support_write_text(path, "old");
    set_list(path, ACCESS);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(write_text(path, "new", true), HOP_OK);
        assert_int_equal(getxattr(path, ACCESS, &found, sizeof found), sizeof found);
        assert_memory_equal(&found, &LIST, sizeof found);
        assert_int_equal(mode_of(path), 0640);
    }
}

/* The folder gives every new file a list, the temporary one too. */
static void a_file_without_an_access_list_gets_none(void **state) {
    (void)state;
    access_list found;
    const char *folder = support_subfolder("listing"), *path = support_path("listing/a");
    support_write_text(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    set_list(folder, DEFAULT);
    assert_int_equal(write_text(path, "new", true), HOP_OK);
    assert_int_equal(getxattr(path, ACCESS, &found, sizeof found), -1);
    assert_int_equal(mode_of(path), 0640);
    assert_int_equal(write_text(support_path("listing/b"), "a new one", false), HOP_OK);
    assert_int_equal(getxattr(support_path("listing/b"), ACCESS, &found, sizeof found),
                     sizeof found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_file_has_the_rights_of_the_mask),
        cmocka_unit_test(a_replaced_file_keeps_its_rights_and_its_owner),
        cmocka_unit_test(an_access_list_stays),
        cmocka_unit_test(a_file_without_an_access_list_gets_none),
        cmocka_unit_test(a_private_file_is_private_while_it_is_written),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
