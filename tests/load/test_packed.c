/* Patterns that are handed on while their file is unpacked.
 * Covers: packed.c gzip.c array_load.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

/* So many patterns of 30 x 30 are three pieces and a little. */
enum { SIDE = 30, DIM = SIDE * SIDE, COUNT = 3600, HEADER = 16, SIZE = HEADER + COUNT * DIM };

static unsigned char bytes[SIZE + 1];

/* What was handed over, and when to want no more of it. */
typedef struct taking {
    size_t count, calls, most;
} taking;

static hop_status take(void *receiver, const hop_memory *some) {
    taking *t = receiver;
    const size_t count = hop_memory_count(some), dim = hop_memory_dim(some);
    if (t->most > 0 && t->count + count > t->most) return HOP_E_WRITE;
    assert_memory_equal(hop_memory_data(some), bytes + HEADER + t->count * dim, count * dim);
    t->count += count;
    t->calls++;
    return HOP_OK;
}

/* An IDX file that declares `count` pictures, of values up to `most`. */
static void make_idx(size_t count, unsigned most) {
    const unsigned char header[HEADER] = {
        0, 0,    8, 3, 0, 0,   (unsigned char)(count >> 8), (unsigned char)count, 0, 0,
        0, SIDE, 0, 0, 0, SIDE};
    uint32_t noise = 1;
    memcpy(bytes, header, sizeof header);
    for (size_t i = HEADER; i < sizeof bytes; i++) {
        noise = noise * 1664525 + 1013904223;
        bytes[i] = (unsigned char)((noise >> 24) % (most + 1));
    }
}

static const char *put_packed(size_t size, size_t cut) {
    size_t packed = 0;
    unsigned char *all = pack(bytes, size, 1, &packed);
    const char *path = put_file("p.gz", all, packed - cut);
    free(all);
    return path;
}

static hop_load_options taken_by(taking *t) {
    hop_load_options options = hop_load_defaults;
    *t = (taking){0};
    options.deliver = take;
    options.receiver = t;
    return options;
}

static void patterns_are_handed_over_piece_by_piece(void **state) {
    (void)state;
    taking t;
    hop_load_options options = taken_by(&t);
    make_idx(COUNT, 255);
    const char *path = put_packed(SIZE, 0);
    hop_memory *memory = load_path(path, &options);
    assert_true(t.count == COUNT && t.calls == 4);
    assert_int_equal(hop_memory_count(memory), 0);
    assert_true(hop_memory_shape(memory).image && hop_memory_dim(memory) == DIM);
    hop_memory_destroy(memory);
    options = taken_by(&t);
    options.limit = 1500;
    hop_memory_destroy(load_path(path, &options));
    assert_int_equal(t.count, 1500);
}

/* The others are loaded as ever. */
static void only_bytes_that_stay_as_they_are_are_handed_over(void **state) {
    (void)state;
    taking t;
    for (int i = 0; i < 5; i++) {
        hop_load_options options = taken_by(&t);
        make_idx(3, i == 0 ? 16 : 255); /* up to 16 they are levels */
        const char *path = put_packed(HEADER + 3 * DIM, 0);
        if (i == 1) options.labels = put_file("labels.txt", "1\n2\n3\n", 6);
        if (i == 2) options.dtype_given = true, options.dtype = HOP_F32;
        if (i == 3) options.width = options.height = 10, options.resize = HOP_RESIZE_FIT;
        if (i == 4) options.range_given = true, options.range[1] = 100;
        hop_memory *memory = load_path(path, &options);
        assert_int_equal(hop_memory_count(memory), 3);
        assert_int_equal(t.calls, 0);
        hop_memory_destroy(memory);
    }
}

/* Where it shows only at the end what a file is, whoever has taken its patterns is told. */
static void a_file_that_is_not_what_it_says_is_refused(void **state) {
    (void)state;
    taking t;
    hop_load_options options = taken_by(&t);
    make_idx(COUNT, 255);
    assert_fails(try_path(put_packed(SIZE, 4), &options), HOP_E_FORMAT, "is truncated");
    assert_int_equal(t.count, COUNT);
    options = taken_by(&t);
    assert_fails(try_path(put_packed(SIZE, 1 << 20), &options), HOP_E_FORMAT, "is truncated");
    options = taken_by(&t);
    assert_fails(try_path(put_packed(SIZE - 1, 0), &options), HOP_E_FORMAT, "is truncated");
    options = taken_by(&t);
    assert_fails(try_path(put_packed(SIZE + 1, 0), &options), HOP_E_FORMAT, "longer than it says");
    options = taken_by(&t);
    assert_fails(try_path(put_packed(HEADER + 5, 0), &options), HOP_E_FORMAT, "more than can be");
    assert_int_equal(t.calls, 0);
    size_t packed = 0;
    unsigned char *all = pack(bytes, SIZE, 1, &packed);
    all[packed - 6] ^= 1; /* of the checksum */
    options = taken_by(&t);
    assert_fails(try_path(put_file("p.gz", all, packed), &options), HOP_E_FORMAT, "is damaged");
    free(all);
}

static int refuse(void *context, const char *what, size_t done, size_t total) {
    (void)context, (void)what, (void)total;
    return done > 0;
}

static void it_ends_when_the_receiver_or_whoever_waits_says_so(void **state) {
    (void)state;
    taking t;
    hop_load_options options = taken_by(&t);
    make_idx(COUNT, 255);
    const char *path = put_packed(SIZE, 0);
    t.most = 2000;
    assert_int_equal(try_path(path, &options), HOP_E_WRITE);
    options = taken_by(&t);
    options.progress = refuse;
    assert_int_equal(try_path(path, &options), HOP_E_CANCELLED);
    assert_int_equal(t.calls, 1);
}

/* Only arrays say in their header what they hold. */
static void a_packed_table_is_loaded_as_ever(void **state) {
    (void)state;
    taking t;
    size_t size = 0;
    const hop_load_options options = taken_by(&t);
    unsigned char *packed = pack((const unsigned char *)"1,2\n3,4\n", 8, 1, &size);
    hop_memory *memory = load_path(put_file("t.csv.gz", packed, size), &options);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_int_equal(t.calls, 0);
    hop_memory_destroy(memory);
    free(packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_handed_over_piece_by_piece),
        cmocka_unit_test(only_bytes_that_stay_as_they_are_are_handed_over),
        cmocka_unit_test(a_file_that_is_not_what_it_says_is_refused),
        cmocka_unit_test(it_ends_when_the_receiver_or_whoever_waits_says_so),
        cmocka_unit_test(a_packed_table_is_loaded_as_ever),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
