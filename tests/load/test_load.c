/* Several inputs in one memory.  Covers: load.c loading.c picture.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include <math.h>
#include <sys/stat.h>

static const float FLOATS[4] = {1, 2, 3, 4};

static hop_status try_pair(const char *first, const char *second, const hop_load_options *options,
                           size_t expected) {
    const char *paths[2] = {first, second};
    hop_memory *memory = NULL;
    hop_status status = hop_memory_load(paths, 2, options, &memory);
    if (status == HOP_OK) assert_int_equal(hop_memory_count(memory), expected);
    if (status != HOP_OK) assert_null(memory);
    hop_memory_destroy(memory);
    return status;
}

static void nothing_to_read_is_an_error(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_fails(hop_memory_load(NULL, 0, NULL, &memory), HOP_E_EMPTY, "no file");
    assert_null(memory);
}

static void the_defaults_read_patterns_on_white(void **state) {
    (void)state;
    assert_int_equal(hop_load_defaults.role, HOP_PATTERNS);
    assert_true(hop_load_defaults.background[0] == 1 && hop_load_defaults.background[2] == 1);
    assert_int_equal(hop_load_defaults.resize, HOP_RESIZE_NONE);
    assert_int_equal(hop_load_defaults.limit, 0);
}

static void files_of_different_types_come_together(void **state) {
    (void)state;
    const unsigned char byte[4] = {0, 51, 102, 153};
    const unsigned char idx[18] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 70, 80};
    const char *paths[3] = {put_npy("a.npy", "|u1", "False", "(4, 1, 1)", byte, 4),
                            put_png("b.png", 1, 1, 1, 8, 1, 1), put_file("c.idx", idx, sizeof idx)};
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_load(paths, 3, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 7);
    assert_true(number_in(memory, 1, 0) == 0.2 && number_in(memory, 4, 0) == 1);
    assert_true(number_in(memory, 6, 0) == 80.0 / 255);
    assert_null(hop_memory_name(memory, 0));
    assert_string_equal(hop_memory_name(memory, 4), "b");
    hop_memory_destroy(memory);
}

static void shapes_must_agree(void **state) {
    (void)state;
    const char *pairs = put_npy("pairs.npy", "<f4", "False", "(2, 2)", FLOATS, 16);
    const char *fours = put_npy("fours.npy", "<f4", "False", "(1, 4)", FLOATS, 16);
    assert_fails(try_pair(pairs, fours, NULL, 0), HOP_E_SHAPE, "fours.npy: vectors of 4 numbers");
    assert_fails(try_pair(pairs, fours, NULL, 0), HOP_E_SHAPE, "pairs.npy holds vectors of 2");
}

static void pictures_of_another_size_are_no_match(void **state) {
    (void)state;
    const char *wide = put_npy("wide.npy", "<f4", "False", "(1, 1, 4)", FLOATS, 16);
    const char *high = put_npy("high.npy", "<f4", "False", "(1, 4, 1)", FLOATS, 16);
    assert_fails(try_pair(wide, high, NULL, 0), HOP_E_SHAPE, "1x4");
    assert_int_equal(
        try_pair(wide, put_npy("v.npy", "<f4", "False", "(1, 4)", FLOATS, 16), NULL, 2), HOP_OK);
}

static void a_wider_dtype_must_be_asked_for(void **state) {
    (void)state;
    const unsigned char byte[2] = {0, 51};
    const float single[2] = {0.5f, 0.25f};
    hop_load_options options = hop_load_defaults;
    const char *bytes = put_npy("b.npy", "|u1", "False", "(1, 2)", byte, 2);
    const char *floats = put_npy("f.npy", "<f4", "False", "(1, 2)", single, 8);
    assert_fails(try_pair(bytes, floats, NULL, 0), HOP_E_SHAPE, "f.npy: is f32, but");
    assert_int_equal(try_pair(floats, bytes, NULL, 2), HOP_OK);
    options.dtype_given = true;
    options.dtype = HOP_F32;
    assert_int_equal(try_pair(bytes, floats, &options, 2), HOP_OK);
}

static void a_pattern_is_named_by_its_number_in_its_own_file(void **state) {
    (void)state;
    const double bad[4] = {1, 2, 3, NAN};
    const char *pairs = put_npy("pairs.npy", "<f4", "False", "(2, 2)", FLOATS, 16);
    const char *doubles = put_npy("bad.npy", "<f8", "False", "(2, 2)", bad, sizeof bad);
    hop_load_options options = hop_load_defaults;
    options.dtype_given = true;
    options.dtype = HOP_F32;
    assert_fails(try_pair(pairs, doubles, &options, 0), HOP_E_VALUE, "bad.npy: pattern 1, pos");
    options.dtype = HOP_F64;
    assert_fails(try_pair(pairs, doubles, &options, 0), HOP_E_VALUE, "bad.npy: pattern 1, pos");
}

static void the_limit_counts_over_all_files(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    const char *pairs = put_npy("pairs.npy", "<f4", "False", "(2, 2)", FLOATS, 16);
    options.limit = 3;
    assert_int_equal(try_pair(pairs, pairs, &options, 3), HOP_OK);
    options.limit = 2;
    assert_int_equal(try_pair(pairs, pairs, &options, 2), HOP_OK);
    assert_int_equal(try_pair(pairs, pairs, NULL, 4), HOP_OK);
    /* What there is no room for is not even looked into. */
    assert_int_equal(
        try_pair(pairs, put_npy("fours.npy", "<f4", "False", "(1, 4)", FLOATS, 16), &options, 2),
        HOP_OK);
}

/* Pictures in sub-folders are labelled by these, which a file beside them is not. */
static void labels_are_of_all_patterns_or_not_wanted(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    int64_t label = 0;
    assert_int_equal(mkdir(in_folder("classes"), 0777), 0);
    assert_int_equal(mkdir(in_folder("classes/cat"), 0777), 0);
    put_png("classes/cat/a.png", 2, 2, 1, 8, 0.2f, 1);
    const char *paths[2] = {put_npy("two.npy", "|u1", "False", "(2, 2, 2)", "abcdefgh", 8),
                            in_folder("classes")};
    assert_fails(try_pair(paths[0], paths[1], NULL, 0), HOP_E_SHAPE, "pattern 0 has no label");
    hop_memory *memory = load_path(paths[1], NULL);
    assert_true(hop_memory_label(memory, 0, &label));
    hop_memory_destroy(memory);
    options.labels = "none";
    assert_int_equal(try_pair(paths[0], paths[1], &options, 3), HOP_OK);
    memory = load_path(paths[1], &options);
    assert_false(hop_memory_label(memory, 0, &label));
    hop_memory_destroy(memory);
}

/* Each once, in their order, and no more than ten. */
static void remarks_are_kept_and_told_in_order(void **state) {
    (void)state;
    char names[12][16];
    const char *paths[12];
    const unsigned char dark[2] = {0, 3};
    hop_memory *memory = NULL;
    for (size_t i = 0; i < 12; i++) {
        snprintf(names[i], sizeof names[i], "%c.npy", (char)('a' + (int)i));
        put_npy(names[i], "|u1", "False", "(1, 2)", dark, 2);
    }
    char where[12][512];
    for (size_t i = 0; i < 12; i++) {
        snprintf(where[i], sizeof where[i], "%s", in_folder(names[i]));
        paths[i] = where[i];
    }
    assert_int_equal(hop_memory_load(paths, 3, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_remark_count(memory), 3);
    for (size_t i = 0; i < 3; i++) assert_non_null(strstr(hop_memory_remark(memory, i), names[i]));
    hop_memory_destroy(memory);
    assert_int_equal(hop_memory_load(paths, 12, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_remark_count(memory), 10);
    assert_non_null(strstr(hop_memory_remark(memory, 9), "j.npy"));
    hop_memory_destroy(memory);
    const char *twice[] = {paths[0], paths[0]};
    assert_int_equal(hop_memory_load(twice, 2, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_remark_count(memory), 1);
    hop_memory_destroy(memory);
}

/* One rule for all pictures, said when it acted, with how many it was. */
static void what_was_done_to_pictures_is_said(void **state) {
    (void)state;
    static const struct {
        hop_resize resize;
        size_t count;
        const char *words;
    } CASES[] = {
        {HOP_RESIZE_FIT, 1, "1 picture of another size was brought to 2x3, whole and centred"},
        {HOP_RESIZE_CROP, 1, "1 picture of another size was brought to 2x3, filled and cut"},
        {HOP_RESIZE_STRETCH, 2,
         "2 pictures of another size were brought to 2x3, each side by itself"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *paths[2] = {put_png("a.png", 4, 4, 1, 8, 0.2f, 1),
                                put_png("b.png", 4, 4, 1, 8, 0.4f, 1)};
        hop_load_options options = hop_load_defaults;
        hop_memory *memory = NULL;
        options.width = 2, options.height = 3, options.resize = CASES[i].resize;
        assert_int_equal(hop_memory_load(paths, CASES[i].count, &options, &memory), HOP_OK);
        assert_int_equal(hop_memory_remark_count(memory), 1);
        assert_non_null(strstr(hop_memory_remark(memory, 0), CASES[i].words));
        assert_int_equal(hop_memory_resize(memory), CASES[i].resize);
        hop_memory_destroy(memory);
    }
    hop_load_options same = hop_load_defaults;
    same.width = same.height = 4, same.resize = HOP_RESIZE_FIT;
    hop_memory *memory = load_path(in_folder("a.png"), &same);
    assert_int_equal(hop_memory_remark_count(memory), 0);
    assert_int_equal(hop_memory_resize(memory), HOP_RESIZE_NONE);
    hop_memory_destroy(memory);
}

static void a_list_of_numbers_is_no_pattern_where_labels_come_so(void **state) {
    (void)state;
    const unsigned char list[] = {0, 0, 8, 1, 0, 0, 0, 2, 5, 6};
    assert_fails(try_path(put_file("l.idx", list, sizeof list), NULL), HOP_E_SHAPE,
                 "l.idx: is a list of 2 numbers, not of patterns; labels are given by --labels");
}

/* Of what is packed as much is unpacked as is needed: the header, and the patterns wanted. */
static void packed_arrays_are_read_up_to_the_limit(void **state) {
    (void)state;
    unsigned char bytes[2000];
    char path[512];
    size_t size = 0, packed_size = 0;
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * 7);
    unsigned char *npy = NULL;
    assert_int_equal(hop_file_read(put_npy("p.npy", "|u1", "False", "(250, 8)", bytes, 2000),
                                   1 << 20, &npy, &size),
                     HOP_OK);
    unsigned char *packed = pack(npy, size, 1, &packed_size);
    snprintf(path, sizeof path, "%s", put_file("p.npy.gz", packed, packed_size));
    for (size_t limit = 0; limit <= 250; limit += 125) {
        hop_load_options options = hop_load_defaults;
        options.limit = limit;
        hop_memory *memory = load_path(path, &options);
        const size_t count = limit ? limit : 250;
        assert_int_equal(hop_memory_count(memory), count);
        assert_memory_equal(hop_memory_data(memory), bytes, 8 * count);
        hop_memory_destroy(memory);
    }
    free(packed);
    free(npy);
}

static hop_memory *load_queries(const char *path, const hop_memory *memory) {
    hop_memory *queries = NULL;
    hop_load_options options = hop_load_defaults;
    options.transparency = HOP_TRANSPARENT_AUTO;
    if (hop_memory_load_queries(&path, 1, &options, memory, &queries) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    return queries;
}

/* Queries are brought to the size of a memory whose pictures were; transparent pixels are unknown
 * where no picture of the memory was composed. */
static void queries_become_what_the_memory_is_made_of(void **state) {
    (void)state;
    hop_load_options fit = hop_load_defaults;
    fit.width = 3;
    fit.height = 2;
    fit.resize = HOP_RESIZE_STRETCH;
    const char *large = put_png("large.png", 6, 4, 1, 8, 0.2f, 1);
    const char *clear = put_png("clear.png", 3, 2, 2, 8, 0, 0);
    for (int composed = 0; composed < 2; composed++) {
        hop_memory *memory = load_path(composed ? clear : large, &fit);
        assert_int_equal(hop_memory_composed(memory), composed);
        hop_memory *queries = load_queries(composed ? clear : large, memory);
        assert_true(hop_shape_equal(hop_memory_shape(queries), hop_memory_shape(memory)));
        assert_true(fabs(number_in(queries, 0, 5) - (composed ? 1 : 0.2)) < 1e-6);
        hop_memory_destroy(queries);
        queries = load_queries(clear, memory);
        assert_true(composed ? number_in(queries, 0, 0) == 1 : isnan(number_in(queries, 0, 0)));
        hop_memory_destroy(queries);
        hop_memory_destroy(memory);
    }
    hop_memory *vectors = load_path(put_npy("v.npy", "<f4", "False", "(2, 2)", FLOATS, 16), NULL);
    hop_memory *queries = load_queries(in_folder("v.npy"), vectors);
    assert_int_equal(hop_memory_count(queries), 2);
    assert_false(hop_memory_shape(queries).image);
    hop_memory_destroy(queries);
    hop_memory_destroy(vectors);
}

/* Queries are seen as the memory is, and that is said where it changes what they are. */
static void queries_of_other_channels_are_said(void **state) {
    (void)state;
    static const struct {
        unsigned char pixel[3]; /* of the query's first pixel; the others are black */
        size_t channels, count;
        const char *remark; /* NULL: none */
    } CASES[] = {
        {{9, 99, 99}, 3, 1, "1 picture in colour was made grey, as the memory is"},
        {{99, 99, 9}, 3, 2, "2 pictures in colour were made grey, as the memory is"},
        {{99, 99, 99}, 3, 1, NULL},
        {{99}, 1, 1, "1 grey picture was given three equal channels, for the memory has colour"},
        {{99}, 1, 2, "2 grey pictures were given three equal channels, for the memory has"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const size_t channels = CASES[i].channels, count = CASES[i].count;
        unsigned char bytes[2 * 4 * 3] = {0};
        char shape[32];
        for (size_t q = 0; q < count; q++)
            memcpy(bytes + q * 4 * channels, CASES[i].pixel, channels);
        snprintf(shape, sizeof shape, "(%zu, 2, 2, %zu)", count, channels);
        hop_memory *memory =
            load_path(put_png("m.png", 2, 2, channels == 3 ? 1 : 3, 8, 0.2f, 1), NULL);
        hop_memory *queries = load_queries(
            put_npy("q.npy", "|u1", "False", shape, bytes, count * 4 * channels), memory);
        assert_true(hop_shape_equal(hop_memory_shape(queries), hop_memory_shape(memory)));
        assert_int_equal(hop_memory_remark_count(queries), CASES[i].remark != NULL);
        if (CASES[i].remark)
            assert_non_null(strstr(hop_memory_remark(queries, 0), CASES[i].remark));
        hop_memory_destroy(queries);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_read_is_an_error),
        cmocka_unit_test(the_defaults_read_patterns_on_white),
        cmocka_unit_test(files_of_different_types_come_together),
        cmocka_unit_test(shapes_must_agree),
        cmocka_unit_test(pictures_of_another_size_are_no_match),
        cmocka_unit_test(a_wider_dtype_must_be_asked_for),
        cmocka_unit_test(a_pattern_is_named_by_its_number_in_its_own_file),
        cmocka_unit_test(the_limit_counts_over_all_files),
        cmocka_unit_test(labels_are_of_all_patterns_or_not_wanted),
        cmocka_unit_test(remarks_are_kept_and_told_in_order),
        cmocka_unit_test(what_was_done_to_pictures_is_said),
        cmocka_unit_test(a_list_of_numbers_is_no_pattern_where_labels_come_so),
        cmocka_unit_test(packed_arrays_are_read_up_to_the_limit),
        cmocka_unit_test(queries_become_what_the_memory_is_made_of),
        cmocka_unit_test(queries_of_other_channels_are_said),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
