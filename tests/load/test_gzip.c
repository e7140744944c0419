/* Unpacking gzip: whole, cut, damaged, hostile.
 * SPDX-License-Identifier: MIT */
#include "load/gzip.h"

#include "pack.h"

static const unsigned char TEXT[] = "a pattern, a pattern, a pattern and a state";

static void what_was_packed_comes_back(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    assert_true(hop_gzip_recognise(packed, size));
    assert_int_equal(hop_gzip_unpack("x.gz", packed, size, sizeof TEXT, &out), HOP_OK);
    assert_memory_equal(out, TEXT, sizeof TEXT);
    free(out);
    free(packed);
}

static void the_head_is_unpacked_alone(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), head[100];
    assert_int_equal(hop_gzip_head("x.gz", packed, size, head, 9, &got), HOP_OK);
    assert_int_equal(got, 9);
    assert_memory_equal(head, TEXT, 9);
    assert_int_equal(hop_gzip_head("x.gz", packed, size, head, 100, &got), HOP_OK);
    assert_int_equal(got, sizeof TEXT);
    free(packed);
}

static void more_or_less_than_declared_is_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    assert_fails(hop_gzip_unpack("x.gz", packed, size, sizeof TEXT - 1, &out), HOP_E_FORMAT,
                 "holds more");
    assert_fails(hop_gzip_unpack("x.gz", packed, size, sizeof TEXT + 1, &out), HOP_E_FORMAT,
                 "truncated");
    assert_null(out);
    free(packed);
}

static void nothing_is_allocated_for_what_cannot_be_inside(void **state) {
    (void)state;
    unsigned char *out = NULL;
    assert_fails(hop_gzip_unpack("x.gz", TEXT, sizeof TEXT, (size_t)1 << 62, &out), HOP_E_FORMAT,
                 "more than can be packed");
    assert_fails(hop_gzip_unpack("x.gz", TEXT, 10, 11 * 1032, &out), HOP_E_FORMAT,
                 "more than can be packed");
    assert_null(out);
}

static void a_bomb_costs_no_more_than_was_declared(void **state) {
    (void)state;
    const size_t piece = 1 << 20;
    size_t size = 0;
    unsigned char *zeros = calloc(piece, 1), *out = NULL;
    assert_non_null(zeros);
    unsigned char *packed = pack(zeros, piece, 64, &size);
    assert_true(size < 70000);
    assert_fails(hop_gzip_unpack("x.gz", packed, size, 100, &out), HOP_E_FORMAT, "holds more");
    assert_null(out);
    assert_int_equal(hop_gzip_unpack("x.gz", packed, size, 64 * piece, &out), HOP_OK);
    free(out);
    free(packed);
    free(zeros);
}

static void bytes_behind_the_end_are_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    packed[size] = 0;
    assert_fails(hop_gzip_unpack("x.gz", packed, size + 1, sizeof TEXT, &out), HOP_E_FORMAT,
                 "damaged");
    free(packed);
}

static void a_cut_anywhere_is_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *copy = exact_copy(packed, cut);
        assert_int_equal(hop_gzip_unpack("x.gz", copy, cut, sizeof TEXT, &out), HOP_E_FORMAT);
        assert_null(out);
        free(copy);
    }
    free(packed);
}

static void a_flipped_bit_is_seen_by_the_checksum(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), head[100];
    /* The ten bytes of the gzip header hold a date and a system, which nothing covers. */
    for (size_t bit = 80; bit < 8 * size; bit++) {
        unsigned char *copy = exact_copy(packed, size), *out = NULL;
        size_t got = 0;
        copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(hop_gzip_unpack("x.gz", copy, size, sizeof TEXT, &out), HOP_E_FORMAT);
        assert_null(out);
        (void)hop_gzip_head("x.gz", copy, size, head, sizeof head, &got);
        free(copy);
    }
    free(packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back),
        cmocka_unit_test(the_head_is_unpacked_alone),
        cmocka_unit_test(more_or_less_than_declared_is_refused),
        cmocka_unit_test(nothing_is_allocated_for_what_cannot_be_inside),
        cmocka_unit_test(a_bomb_costs_no_more_than_was_declared),
        cmocka_unit_test(bytes_behind_the_end_are_refused),
        cmocka_unit_test(a_cut_anywhere_is_refused),
        cmocka_unit_test(a_flipped_bit_is_seen_by_the_checksum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
