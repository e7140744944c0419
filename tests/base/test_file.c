/* Reading files whole, and mapping them.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "support/calls.h"

static void a_file_is_read_whole(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    support_write(support_path("three"), "a\0b", 3);
    assert_int_equal(hop_file_read(support_path("three"), 3, &bytes, &size), HOP_OK);
    assert_int_equal(size, 3);
    assert_memory_equal(bytes, "a\0b", 3);
    free(bytes);
}

static void an_empty_file_has_no_bytes_and_is_not_null(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 7;
    support_write_text(support_path("empty"), "");
    assert_int_equal(hop_file_read(support_path("empty"), 0, &bytes, &size), HOP_OK);
    assert_int_equal(size, 0);
    assert_non_null(bytes);
    free(bytes);
}

static void a_file_beyond_the_limit_is_refused_with_both_numbers(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 7;
    support_write_text(support_path("four"), "1234");
    assert_int_equal(hop_file_read(support_path("four"), 3, &bytes, &size), HOP_E_LIMIT);
    assert_contains(hop_status_detail(), "four: 4 bytes, the limit is 3");
    assert_null(bytes);
    assert_int_equal(size, 7);
}

static void what_is_no_regular_file_is_refused_by_every_reader(void **state) {
    (void)state;
    assert_int_equal(mkfifo(support_path("pipe"), 0600), 0);
    const char *const paths[] = {support_path("missing"), support_folder(), support_path("pipe"),
                                 "/dev/zero"};
    const char *const reasons[] = {"No such file", "is a folder", "regular file", "regular file"};
    for (size_t i = 0; i < 4; i++) {
        unsigned char *bytes = NULL, head[4];
        const unsigned char *mapped = NULL;
        size_t size = 7;
        assert_int_equal(hop_file_read(paths[i], 100, &bytes, &size), HOP_E_READ);
        assert_contains(hop_status_detail(), reasons[i]);
        assert_contains(hop_status_detail(), paths[i]);
        assert_int_equal(hop_file_head(paths[i], head, sizeof head, &size), HOP_E_READ);
        assert_int_equal(hop_file_map(paths[i], &mapped, &size), HOP_E_READ);
        assert_null(mapped);
        assert_int_equal(size, 7);
    }
}

static void the_head_of_a_short_file_is_all_of_it(void **state) {
    (void)state;
    unsigned char head[8] = {0};
    size_t got = 0;
    support_write_text(support_path("text"), "12345");
    assert_int_equal(hop_file_head(support_path("text"), head, 3, &got), HOP_OK);
    assert_int_equal(got, 3);
    assert_memory_equal(head, "123\0", 4);
    assert_int_equal(hop_file_head(support_path("text"), head, sizeof head, &got), HOP_OK);
    assert_int_equal(got, 5);
}

static void small_files_are_taken_and_others_left(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 7;
    support_write(support_path("none"), "", 0);
    for (size_t length = 1; length <= 4; length++) {
        support_write(support_path("small"), "four", length);
        assert_int_equal(hop_file_take(support_path("small"), 4, &bytes, &size), HOP_OK);
        assert_int_equal(size, length);
        assert_memory_equal(bytes, "four", length);
        free(bytes);
    }
    assert_int_equal(hop_file_take(support_path("small"), 3, &bytes, &size), HOP_OK);
    assert_null(bytes);
    assert_int_equal(hop_file_take(support_path("none"), 3, &bytes, &size), HOP_OK);
    assert_null(bytes);
    assert_int_equal(hop_file_take(support_folder(), 3, &bytes, &size), HOP_E_READ);
}

static void a_mapped_file_shows_its_bytes(void **state) {
    (void)state;
    const unsigned char *bytes = NULL;
    size_t size = 0;
    support_write_text(support_path("mapped"), "mapped");
    assert_int_equal(hop_file_map(support_path("mapped"), &bytes, &size), HOP_OK);
    assert_int_equal(size, 6);
    assert_memory_equal(bytes, "mapped", 6);
    hop_file_unmap(bytes, size);
    hop_file_unmap(NULL, 0);
}

static void an_empty_file_cannot_be_mapped(void **state) {
    (void)state;
    const unsigned char *bytes = NULL;
    size_t size = 0;
    support_write_text(support_path("empty"), "");
    assert_int_equal(hop_file_map(support_path("empty"), &bytes, &size), HOP_E_FORMAT);
    assert_contains(hop_status_detail(), "is empty");
}

static void files_and_folders_are_told_apart(void **state) {
    (void)state;
    support_write_text(support_path("file"), "");
    assert_true(hop_file_exists(support_path("file")));
    assert_true(hop_file_exists(support_folder()));
    assert_false(hop_file_exists(support_path("nothing")));
    assert_true(hop_file_is_folder(support_folder()));
    assert_false(hop_file_is_folder(support_path("file")));
    assert_false(hop_file_is_folder(support_path("nothing")));
}

/* Pages of nobody's file lose what was in them: so it shows which were given back. */
static void whole_pages_are_forgotten_and_no_others(void **state) {
    (void)state;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *bytes =
        mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(bytes != MAP_FAILED);
    memset(bytes, 1, 4 * page);
    hop_file_forget(bytes + 1, 3 * page);
    assert_true(bytes[0] == 1 && bytes[page - 1] == 1);
    assert_true(bytes[page] == 0 && bytes[3 * page - 1] == 0);
    assert_true(bytes[3 * page] == 1);
    memset(bytes, 1, 4 * page);
    hop_file_forget(bytes + page, page);
    assert_true(bytes[page - 1] == 1 && bytes[page] == 0 && bytes[2 * page] == 1);
    memset(bytes, 1, 4 * page);
    hop_file_forget(bytes + 1, 2 * page - 2); /* not one whole page */
    hop_file_forget(bytes + page, page - 1);
    hop_file_forget(bytes + 2 * page + 5, 3);
    for (size_t i = 0; i < 4 * page; i++) assert_int_equal(bytes[i], 1);
    assert_int_equal(munmap(bytes, 4 * page), 0);
}

static hop_status read_head(const char *path) {
    unsigned char head[4];
    size_t got = 0;
    return hop_file_head(path, head, sizeof head, &got);
}

static hop_status read_whole(const char *path) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_status status = hop_file_read(path, 100, &bytes, &size);
    if (status == HOP_OK) assert_memory_equal(bytes, "12345678", 8);
    if (status == HOP_OK) assert_int_equal(size, 8);
    free(bytes);
    return status;
}

static hop_status take(const char *path) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_status status = hop_file_take(path, 100, &bytes, &size);
    assert_true((status == HOP_OK) == (bytes != NULL));
    if (bytes) assert_memory_equal(bytes, "12345678", 8);
    free(bytes);
    return status;
}

static hop_status map(const char *path) {
    const unsigned char *bytes = NULL;
    size_t size = 0;
    hop_status status = hop_file_map(path, &bytes, &size);
    hop_file_unmap(bytes, size);
    return status;
}

/* A reader is told which call failed, and of which file; none stays open. */
static void every_call_that_fails_is_told(void **state) {
    (void)state;
    hop_status (*const READERS[])(const char *path) = {read_head, read_whole, take, map};
    static const char *const CALLS[] = {"open", "fstat", "read", "mmap"};
    const char *path = support_path("eight");
    support_write_text(path, "12345678");
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 4; k++) {
            const size_t files = calls_open_files();
            calls_fail(CALLS[k], 0, EIO, false);
            const hop_status status = READERS[i](path);
            const bool came = calls_mend();
            assert_int_equal(came, k < 2 || (k == 3) == (i == 3));
            assert_int_equal(status, came ? HOP_E_READ : HOP_OK);
            if (came) assert_contains(hop_status_detail(), path);
            if (came) assert_contains(hop_status_detail(), strerror(EIO));
            assert_int_equal(calls_open_files(), files);
        }
}

static void what_is_read_by_halves_or_interrupted_is_read_to_the_end(void **state) {
    (void)state;
    const char *path = support_path("eight");
    support_write_text(path, "12345678");
    for (int interrupted = 0; interrupted < 2; interrupted++) {
        calls_fail("read", 0, interrupted ? EINTR : CALLS_HALF, false);
        assert_int_equal(read_whole(path), HOP_OK);
        assert_true(calls_mend());
        calls_fail("read", 0, interrupted ? EINTR : CALLS_HALF, false);
        assert_int_equal(take(path), HOP_OK);
        assert_true(calls_mend());
    }
}

/* Whether a page of this process is in memory: proc_pid_pagemap(5). */
static bool is_present(int pagemap, const unsigned char *at, size_t page) {
    uint64_t entry = 0;
    const off_t offset = (off_t)((uintptr_t)at / page * sizeof entry);
    assert_int_equal(pread(pagemap, &entry, sizeof entry, offset), sizeof entry);
    return entry >> 63;
}

/* Pages that are expected are there before anybody reads them. */
static void pages_that_are_expected_are_there(void **state) {
    (void)state;
    enum { PAGES = 64 };
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const char *path = support_path("pages");
    const unsigned char *bytes = NULL;
    size_t size = 0;
    support_write(path, "", 0);
    assert_int_equal(truncate(path, (off_t)(PAGES * page)), 0);
    assert_int_equal(hop_file_map(path, &bytes, &size), HOP_OK);
    const int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (pagemap < 0 || madvise((void *)(uintptr_t)bytes, page, 22 /* MADV_POPULATE_READ */) != 0)
        skip();
    hop_file_expect(bytes + 32 * page + 1, size - 32 * page - 1);
    for (size_t i = 32; i < PAGES; i++) assert_true(is_present(pagemap, bytes + i * page, page));
    close(pagemap);
    hop_file_unmap(bytes, size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whole),
        cmocka_unit_test(an_empty_file_has_no_bytes_and_is_not_null),
        cmocka_unit_test(a_file_beyond_the_limit_is_refused_with_both_numbers),
        cmocka_unit_test(what_is_no_regular_file_is_refused_by_every_reader),
        cmocka_unit_test(the_head_of_a_short_file_is_all_of_it),
        cmocka_unit_test(small_files_are_taken_and_others_left),
        cmocka_unit_test(a_mapped_file_shows_its_bytes),
        cmocka_unit_test(an_empty_file_cannot_be_mapped),
        cmocka_unit_test(whole_pages_are_forgotten_and_no_others),
        cmocka_unit_test(files_and_folders_are_told_apart),
        cmocka_unit_test(every_call_that_fails_is_told),
        cmocka_unit_test(what_is_read_by_halves_or_interrupted_is_read_to_the_end),
        cmocka_unit_test(pages_that_are_expected_are_there),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
