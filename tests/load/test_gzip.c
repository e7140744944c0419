/* Unpacking gzip: whole, cut, damaged, hostile.
 * SPDX-License-Identifier: MIT */
#include "base/spill.h"
#include "load/gzip.h"

#include "pack.h"

static const unsigned char TEXT[] = "a pattern, a pattern, a pattern and a state";

static hop_status unpack(const unsigned char *bytes, size_t size, size_t needed,
                         unsigned char **out, size_t *got, bool *whole) {
    return hop_gzip_unpack("x.gz", bytes, size, needed, NULL, out, got, whole);
}

static void what_was_packed_comes_back(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    bool whole = false;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    assert_true(hop_gzip_recognise(packed, size));
    for (size_t needed = 0; needed <= sizeof TEXT; needed += sizeof TEXT) {
        assert_int_equal(unpack(packed, size, needed, &out, &got, &whole), HOP_OK);
        assert_true(got == sizeof TEXT && whole);
        assert_memory_equal(out, TEXT, sizeof TEXT);
        hop_spill_free(out);
    }
    free(packed);
}

static void the_head_is_unpacked_alone(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), head[100];
    assert_int_equal(hop_gzip_peek(packed, size, head, 9), 9);
    assert_memory_equal(head, TEXT, 9);
    assert_int_equal(hop_gzip_peek(packed, size, head, 100), sizeof TEXT);
    assert_true(hop_gzip_peek(packed, size - 20, head, 100) < sizeof TEXT);
    free(packed);
}

static void what_is_behind_the_bytes_needed_is_left_packed(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    bool whole = true;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    assert_int_equal(unpack(packed, size, 5, &out, &got, &whole), HOP_OK);
    assert_int_equal(got, 6); /* one more, which shows that there is more */
    assert_false(whole);
    hop_spill_free(out);
    assert_int_equal(unpack(packed, size, sizeof TEXT + 1, &out, &got, &whole), HOP_OK);
    assert_true(got == sizeof TEXT && whole);
    hop_spill_free(out);
    free(packed);
}

static void nothing_is_allocated_for_what_cannot_be_inside(void **state) {
    (void)state;
    unsigned char *out = NULL;
    size_t got = 0;
    bool whole = false;
    assert_fails(unpack(TEXT, sizeof TEXT, (size_t)1 << 62, &out, &got, &whole), HOP_E_FORMAT,
                 "more than can be packed");
    assert_fails(unpack(TEXT, 10, 11 * 1032, &out, &got, &whole), HOP_E_FORMAT,
                 "more than can be packed");
    assert_null(out);
}

static void a_bomb_costs_no_more_than_is_needed(void **state) {
    (void)state;
    const size_t piece = 1 << 20;
    size_t size = 0, got = 0;
    bool whole = false;
    unsigned char *zeros = calloc(piece, 1), *out = NULL;
    assert_non_null(zeros);
    unsigned char *packed = pack(zeros, piece, 64, &size);
    assert_true(size < 70000);
    assert_int_equal(unpack(packed, size, 100, &out, &got, &whole), HOP_OK);
    assert_int_equal(got, 101);
    hop_spill_free(out);
    assert_int_equal(unpack(packed, size, 0, &out, &got, &whole), HOP_OK);
    assert_int_equal(got, 64 * piece);
    hop_spill_free(out);
    free(packed);
    free(zeros);
}

static void several_packed_files_in_a_row_are_one_and_zeros_behind_them_nothing(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    bool whole = false;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    unsigned char *twice = calloc(2 * size + 10, 1);
    assert_non_null(twice);
    memcpy(twice, packed, size);
    memcpy(twice + size, packed, size);
    assert_int_equal(unpack(twice, 2 * size + 10, 0, &out, &got, &whole), HOP_OK);
    assert_int_equal(got, 2 * sizeof TEXT);
    assert_memory_equal(out + sizeof TEXT, TEXT, sizeof TEXT);
    hop_spill_free(out);
    out = NULL;
    twice[2 * size] = 1;
    assert_fails(unpack(twice, 2 * size + 1, 0, &out, &got, &whole), HOP_E_FORMAT, "damaged");
    assert_null(out);
    free(twice);
    free(packed);
}

static void a_cut_anywhere_is_refused(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    bool whole = false;
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *copy = exact_copy(packed, cut);
        assert_fails(unpack(copy, cut, 0, &out, &got, &whole), HOP_E_FORMAT, "truncated");
        assert_int_equal(unpack(copy, cut, sizeof TEXT, &out, &got, &whole), HOP_E_FORMAT);
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
        bool whole = false;
        copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(unpack(copy, size, 0, &out, &got, &whole), HOP_E_FORMAT);
        assert_null(out);
        (void)hop_gzip_peek(copy, size, head, sizeof head);
        free(copy);
    }
    free(packed);
}

static int refuse_more(void *context, const char *what, size_t done, size_t total) {
    (void)what;
    assert_true(done <= total);
    ++*(int *)context;
    return 1;
}

static void whoever_waits_may_cancel(void **state) {
    (void)state;
    size_t size = 0, got = 0;
    bool whole = false;
    int asked = 0;
    const hop_gzip_asking asking = {refuse_more, &asked};
    unsigned char *packed = pack(TEXT, sizeof TEXT, 1, &size), *out = NULL;
    for (size_t needed = 0; needed <= sizeof TEXT; needed += sizeof TEXT)
        assert_fails(hop_gzip_unpack("x.gz", packed, size, needed, &asking, &out, &got, &whole),
                     HOP_E_CANCELLED, "x.gz: cancelled");
    assert_int_equal(asked, 2);
    assert_null(out);
    free(packed);
}

static int note_total(void *context, const char *what, size_t done, size_t total) {
    size_t *noted = context;
    (void)what;
    if (done > noted[0]) noted[0] = done;
    noted[1] = total;
    return 0;
}

/* Bytes that cannot be packed, so that there is much to be told of. */
static void progress_is_told_in_kib_of_the_packed_bytes(void **state) {
    (void)state;
    const size_t count = 3 << 20;
    size_t size = 0, got = 0, noted[2] = {0, 0};
    bool whole = false;
    const hop_gzip_asking asking = {note_total, noted};
    unsigned char *noise = malloc(count), *out = NULL;
    assert_non_null(noise);
    uint32_t state_of_noise = 1;
    for (size_t i = 0; i < count; i++) {
        state_of_noise = state_of_noise * 1664525 + 1013904223;
        noise[i] = (unsigned char)(state_of_noise >> 24);
    }
    unsigned char *packed = pack(noise, count, 1, &size);
    assert_int_equal(hop_gzip_unpack("x.gz", packed, size, 0, &asking, &out, &got, &whole), HOP_OK);
    assert_int_equal(got, count);
    assert_memory_equal(out, noise, count);
    assert_int_equal(noted[1], size >> 10);
    assert_true(noted[0] >= 2 << 10 && noted[0] <= size >> 10);
    hop_spill_free(out);
    free(packed);
    free(noise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back),
        cmocka_unit_test(the_head_is_unpacked_alone),
        cmocka_unit_test(what_is_behind_the_bytes_needed_is_left_packed),
        cmocka_unit_test(nothing_is_allocated_for_what_cannot_be_inside),
        cmocka_unit_test(a_bomb_costs_no_more_than_is_needed),
        cmocka_unit_test(several_packed_files_in_a_row_are_one_and_zeros_behind_them_nothing),
        cmocka_unit_test(a_cut_anywhere_is_refused),
        cmocka_unit_test(a_flipped_bit_is_seen_by_the_checksum),
        cmocka_unit_test(whoever_waits_may_cancel),
        cmocka_unit_test(progress_is_told_in_kib_of_the_packed_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
