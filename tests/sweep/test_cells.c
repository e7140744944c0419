/* Cells on disk: found again to the bit, torn lines known, other files refused.
 * Covers: results.c
 * SPDX-License-Identifier: MIT */
#include "sweep/cells.h"

#include <float.h>

#include "base/checksum.h"
#include "support/experiment.h"

static const char IDENTITY[] = "experiment=none\tversion=1\tseed=5";

static double numbers[] = {0.1, NAN, INFINITY, -DBL_MIN, 1e300, 3};

/* A file of three cells, the last first. */
static void make_file(const char *path) {
    hop_cells cells;
    hop_cells_found found;
    assert_ok(hop_cells_open(path, IDENTITY, false, &cells, &found));
    assert_int_equal(found.results.count, 0);
    hop_cells_found_clear(&found);
    for (uint64_t index = 3; index-- > 0;) {
        hop_finished result = {.index = index, .lines = {.count = 1 + index, .all = numbers}};
        assert_ok(hop_cells_append(&cells, &result, 2));
    }
    assert_ok(hop_cells_close(&cells));
}

static void cells_are_found_again_to_the_bit_and_in_order(void **state) {
    (void)state;
    hop_cells_found found = {0};
    make_file(support_path("bits"));
    assert_ok(hop_cells_read(support_path("bits"), &found));
    assert_string_equal(found.identity, IDENTITY);
    assert_int_equal(found.results.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const hop_finished *result = &found.results.all[i];
        assert_int_equal(result->index, i);
        assert_int_equal(result->lines.count, i + 1);
        const double *values = result->lines.all;
        for (size_t k = 0; k < 2 * (i + 1); k++)
            assert_true(values[k] == numbers[k] || (isnan(values[k]) && isnan(numbers[k])));
    }
    hop_cells_found_clear(&found);
}

static void every_way_to_tear_the_last_line_loses_that_cell_alone(void **state) {
    (void)state;
    size_t size = 0;
    make_file(support_path("tear"));
    char *bytes = support_read(support_path("tear"), &size);
    size_t last = size - 1;
    while (bytes[last - 1] != '\n') last--;
    for (size_t cut = last + 1; cut < size; cut++) {
        hop_cells cells;
        hop_cells_found found;
        const char *path = support_path("torn");
        support_write(path, bytes, cut);
        assert_ok(hop_cells_open(path, IDENTITY, false, &cells, &found));
        assert_int_equal(found.torn, cut - last);
        assert_int_equal(found.results.count, 2);
        hop_cells_found_clear(&found);
        assert_ok(hop_cells_close(&cells));
        size_t left = 0;
        free(support_read(path, &left));
        assert_int_equal(left, last);
    }
    free(bytes);
}

static void a_file_torn_in_its_first_line_is_begun_anew(void **state) {
    (void)state;
    size_t size = 0;
    make_file(support_path("head"));
    char *bytes = support_read(support_path("head"), &size);
    for (size_t cut = 0; cut < 40; cut += 3) {
        hop_cells cells;
        hop_cells_found found;
        support_write(support_path("headless"), bytes, cut);
        assert_ok(hop_cells_open(support_path("headless"), IDENTITY, false, &cells, &found));
        assert_int_equal(found.results.count, 0);
        hop_cells_found_clear(&found);
        assert_ok(hop_cells_close(&cells));
    }
    free(bytes);
}

/* The seal's own separator ends the magic, where an identity should be. */
static void a_sealed_head_without_an_identity_is_damaged(void **state) {
    (void)state;
    static const char HEAD[] = "hopfield-cells 1";
    const char *path = support_path("bare");
    char sum[33], text[80], *identity = NULL;
    hop_cells_found found = {0};
    hop_checksum_of(HEAD, sizeof HEAD - 1, sum);
    snprintf(text, sizeof text, "%s\t%s\n", HEAD, sum);
    support_write_text(path, text);
    assert_int_equal(hop_cells_read(path, &found), HOP_E_FORMAT);
    assert_contains(hop_status_detail(), "first line is damaged");
    assert_int_equal(hop_cells_identity(path, &identity), HOP_OK);
    assert_null(identity);
}

static void any_changed_byte_before_the_last_line_is_noticed(void **state) {
    (void)state;
    size_t size = 0;
    make_file(support_path("byte"));
    char *bytes = support_read(support_path("byte"), &size);
    size_t last = size - 1;
    while (bytes[last - 1] != '\n') last--;
    for (size_t at = 0; at < last - 1; at += 2) {
        hop_cells_found found = {0};
        bytes[at] = (char)(bytes[at] ^ 1);
        support_write(support_path("changed"), bytes, size);
        assert_int_equal(hop_cells_read(support_path("changed"), &found), HOP_E_FORMAT);
        assert_contains(hop_status_detail(), "changed");
        bytes[at] = (char)(bytes[at] ^ 1);
    }
    free(bytes);
}

static void another_sweep_is_refused_or_begun_anew(void **state) {
    (void)state;
    hop_cells cells;
    hop_cells_found found;
    const char *path = support_path("other"), *other = "experiment=none\tversion=2\tseed=5";
    make_file(path);
    assert_refused(hop_cells_open(path, other, false, &cells, &found), HOP_E_FORMAT,
                   "version=1, and this is version=2");
    assert_ok(hop_cells_open(path, other, true, &cells, &found));
    assert_int_equal(found.results.count, 0);
    hop_cells_found_clear(&found);
    assert_ok(hop_cells_close(&cells));
    assert_refused(hop_cells_open(path, IDENTITY, false, &cells, &found), HOP_E_FORMAT, "version");
}

static void a_file_in_use_or_no_regular_file_is_left_alone(void **state) {
    (void)state;
    hop_cells cells, second;
    hop_cells_found found;
    assert_ok(hop_cells_open(support_path("used"), IDENTITY, false, &cells, &found));
    hop_cells_found_clear(&found);
    assert_refused(hop_cells_open(support_path("used"), IDENTITY, false, &second, &found),
                   HOP_E_EXISTS, "another run");
    assert_ok(hop_cells_close(&cells));
    assert_refused(hop_cells_open("/dev/null", IDENTITY, true, &cells, &found), HOP_E_WRITE,
                   "not a regular file");
    assert_refused(hop_cells_open(support_path("no/such"), IDENTITY, true, &cells, &found),
                   HOP_E_WRITE, "no/such");
}

static void a_cell_that_is_there_twice_counts_once(void **state) {
    (void)state;
    hop_cells cells;
    hop_cells_found found = {0};
    const char *path = support_path("twice");
    hop_finished result = {.index = 1, .lines = {.count = 1, .all = numbers}};
    assert_ok(hop_cells_open(path, IDENTITY, false, &cells, &found));
    hop_cells_found_clear(&found);
    assert_ok(hop_cells_append(&cells, &result, 1));
    assert_ok(hop_cells_append(&cells, &result, 1));
    assert_ok(hop_cells_close(&cells));
    assert_ok(hop_cells_read(path, &found));

    assert_int_equal(found.results.count, 1);
    hop_cells_found_clear(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_found_again_to_the_bit_and_in_order),
        cmocka_unit_test(every_way_to_tear_the_last_line_loses_that_cell_alone),
        cmocka_unit_test(a_file_torn_in_its_first_line_is_begun_anew),
        cmocka_unit_test(a_sealed_head_without_an_identity_is_damaged),
        cmocka_unit_test(any_changed_byte_before_the_last_line_is_noticed),
        cmocka_unit_test(another_sweep_is_refused_or_begun_anew),
        cmocka_unit_test(a_file_in_use_or_no_regular_file_is_left_alone),
        cmocka_unit_test(a_cell_that_is_there_twice_counts_once),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
