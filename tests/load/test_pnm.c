/* PGM, PPM and PBM: every kind, cut and damaged.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include "load/loader.h"

static hop_image parse(const char *bytes, size_t size) {
    hop_image image = {0};
    unsigned char *copy = exact_copy((const unsigned char *)bytes, size);
    if (hop_loader_pnm.picture("it.pnm", copy, size, NULL, &image) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    free(copy);
    return image;
}

static void every_kind_is_read(void **state) {
    (void)state;
#define FILE_OF(bytes) bytes, sizeof bytes - 1
    static const struct {
        const char *bytes;
        size_t size, width, height, channels;
        float first, last;
    } KINDS[] = {
        {FILE_OF("P1\n# by hand\n3 2\n1 0 0\n001"), 3, 2, 1, 0, 0},
        {FILE_OF("P2 2 1 10 # ten is white\n5\n10\n"), 2, 1, 1, 0.5f, 1},
        {FILE_OF("P3\n1 2\n255\n51 0 0  0 0 102"), 1, 2, 3, 0.2f, 0.4f},
        {FILE_OF("P4\n9 1\n\x7f\x80"), 9, 1, 1, 1, 0},
        {FILE_OF("P5\n2 2\n255\n\x33\0\0\xff"), 2, 2, 1, 0.2f, 1},
        {FILE_OF("P5 1 1 65535\n\x80\0"), 1, 1, 1, 32768 / 65535.0f, 32768 / 65535.0f},
        {FILE_OF("P6\n1 1\n255\n\x33\x66\x99"), 1, 1, 3, 0.2f, 0.6f},
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        hop_image image = parse(KINDS[i].bytes, KINDS[i].size);
        assert_int_equal(image.width, KINDS[i].width);
        assert_int_equal(image.height, KINDS[i].height);
        assert_int_equal(image.channels, KINDS[i].channels);
        assert_true(image.samples[0] == KINDS[i].first);
        size_t count = image.width * image.height * image.channels;
        assert_true(image.samples[count - 1] == KINDS[i].last);
        hop_image_clear(&image);
    }
}

/* Samples as they come, in steps of the largest. */
static void every_sample_is_where_it_belongs(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size, count, most;
        size_t samples[24];
        unsigned depth;
    } PICTURES[] = {
        {FILE_OF("P1 3 2 10 0\n1#c\n10"), 6, 1, {0, 1, 1, 0, 0, 1}, 8},
        {FILE_OF("P2 2 2 9\n1 2\n3 9"), 4, 9, {1, 2, 3, 9}, 8},
        {FILE_OF("P3 2 1 300 1 2 3 4 5 300"), 6, 300, {1, 2, 3, 4, 5, 300}, 16},
        {FILE_OF("P4 8 2 \x81\x7e"), 16, 1, {0, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1}, 8},
        {FILE_OF("P4 9 2 \x7f\x7f\x80\x80"),
         18,
         1,
         {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0},
         8},
        {FILE_OF("P5 2 2 255 \1\2\3\xff"), 4, 255, {1, 2, 3, 255}, 8},
        {FILE_OF("P5 2 1 256 \1\0\0\2"), 2, 256, {256, 2}, 16},
        {FILE_OF("P6 1 2 255 \1\2\3\4\5\6"), 6, 255, {1, 2, 3, 4, 5, 6}, 8},
        {FILE_OF("P6 1 1 65535 \1\2\3\4\xff\xff"), 3, 65535, {258, 772, 65535}, 16},
    };
    for (size_t i = 0; i < sizeof PICTURES / sizeof *PICTURES; i++) {
        hop_image image = parse(PICTURES[i].bytes, PICTURES[i].size);
        assert_int_equal(image.depth, PICTURES[i].depth);
        for (size_t k = 0; k < PICTURES[i].count; k++)
            if (image.samples[k] !=
                (float)((double)PICTURES[i].samples[k] / (double)PICTURES[i].most))
                fail_msg("picture %zu: sample %zu is %g", i, k, (double)image.samples[k]);
        hop_image_clear(&image);
    }
}

static void a_picture_is_known_by_its_first_three_bytes(void **state) {
    (void)state;
    static const char *const YES[] = {"P1 ", "P2\t", "P3\r", "P4\n", "P5#", "P6 "},
                             *const NO[] = {"P0 ", "P7 ", "P1", "Q1 ", "P11", "p1 ", "P"};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        assert_true(hop_loader_pnm.recognise((const unsigned char *)YES[i], 3));
    assert_false(hop_loader_pnm.recognise((const unsigned char *)"P5\0", 3));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) {
        unsigned char *copy = exact_copy((const unsigned char *)NO[i], strlen(NO[i]));
        assert_false(hop_loader_pnm.recognise(copy, strlen(NO[i])));
        free(copy);
    }
}

static void any_blank_and_comment_may_stand_in_a_header(void **state) {
    (void)state;
    static const char *const SAME[] = {"P5 2 1 255 ab", "P5\t2\r\n1\v255\fab",
                                       "P5#1 1\n2#\n 1 255\nab", "P5  2  1  255 ab",
                                       "P5 02 001 0255 ab"};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        hop_image image = parse(SAME[i], strlen(SAME[i]));
        assert_true(image.width == 2 && image.height == 1);
        assert_true(image.samples[0] == 97 / 255.0f && image.samples[1] == 98 / 255.0f);
        hop_image_clear(&image);
    }
}

static void a_file_becomes_a_pattern_by_its_name(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_file("eye.pgm", "P2 2 1 4 1 4", 12), NULL);
    assert_string_equal(hop_memory_name(memory, 0), "eye");
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(number_in(memory, 0, 1) == 1);
    hop_memory_destroy(memory);
}

static void a_cut_anywhere_and_nonsense_are_refused(void **state) {
    (void)state;
    static const char *const WHOLE[] = {"P2 2 1 10 5 10", "P5 2 1 255 ab", "P6 1 1 255 abc"};
    static const char *const BAD[] = {"P2 0 1 10 5",    "P2 2 1 0 5 5",         "P2 2 1 70000 5 5",
                                      "P2 2 1 10 5 11", "P2 2 x 10 5 5",        "P5 1 1 100 \xff",
                                      "P1 2 1 0 2",     "P2 99999999999 1 1 0", "P2 1 0 10 5",
                                      "P2 x 1 10 5 5",  "P2 2 1 10 5 100",      "P2 0 x 10 5 5",
                                      "P1 2 1 0#",      "P5 1 1 255",           "P5 1 1 255x",
                                      "P2 1 1 65536 5", "P5 1 1 255\x0ex",      "P5 1 1 255\x08x",
                                      "P4 9 1 x",       "P6 1 1 255 ab",        "P5 1 1 256 \1"};
    for (size_t i = 0; i < sizeof WHOLE / sizeof *WHOLE; i++)
        for (size_t cut = 3; cut + 1 < strlen(WHOLE[i]); cut++) {
            hop_image image = {0};
            unsigned char *copy = exact_copy((const unsigned char *)WHOLE[i], cut);
            assert_int_equal(hop_loader_pnm.picture("it", copy, cut, NULL, &image), HOP_E_FORMAT);
            free(copy);
        }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        hop_image image = {0};
        assert_int_equal(hop_loader_pnm.picture("it", (const unsigned char *)BAD[i], strlen(BAD[i]),
                                                NULL, &image),
                         HOP_E_FORMAT);
        assert_null(image.samples);
    }
    hop_image image = {0};
    static const char *const LARGE[] = {"P5 60000 60000 255 ", "P6 6000 6000 255 "};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(hop_loader_pnm.picture("it", (const unsigned char *)LARGE[i],
                                                strlen(LARGE[i]), NULL, &image),
                         HOP_E_LIMIT);
    const hop_image_limits few = {.pixels = 1}, enough = {.pixels = 2};
    const unsigned char *two = (const unsigned char *)"P5 2 1 255 ab";
    assert_int_equal(hop_loader_pnm.picture("it", two, 13, &few, &image), HOP_E_LIMIT);
    assert_int_equal(hop_loader_pnm.picture("it", two, 13, &enough, &image), HOP_OK);
    hop_image_clear(&image);
}

static void several_pictures_in_a_file_are_refused_and_a_last_newline_is_not(void **state) {
    (void)state;
    static const char *const ONE[] = {"P5 2 1 255 ab\n", "P2 2 1 10 5 10\n\n", "P5 2 1 255 ab\nP",
                                      "P5 2 1 255 abP0", "P5 2 1 255 abP7",    "P5 2 1 255 abQ5",
                                      "P4 9 1 ab\n"};
    static const char *const TWO[] = {"P5 2 1 255 abP5 2 1 255 cd", "P2 2 1 9 5 1\nP2 2 1 9 5 1",
                                      "P4 9 2 abcdP1", "P6 1 1 255 abc P6"};
    hop_image image = {0};
    for (size_t i = 0; i < sizeof ONE / sizeof *ONE; i++) {
        image = parse(ONE[i], strlen(ONE[i]));
        hop_image_clear(&image);
    }
    for (size_t i = 0; i < sizeof TWO / sizeof *TWO; i++) {
        assert_fails(hop_loader_pnm.picture("it", (const unsigned char *)TWO[i], strlen(TWO[i]),
                                            NULL, &image),
                     HOP_E_SUPPORT, "it: holds several pictures");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read),
        cmocka_unit_test(every_sample_is_where_it_belongs),
        cmocka_unit_test(a_picture_is_known_by_its_first_three_bytes),
        cmocka_unit_test(any_blank_and_comment_may_stand_in_a_header),
        cmocka_unit_test(a_file_becomes_a_pattern_by_its_name),
        cmocka_unit_test(a_cut_anywhere_and_nonsense_are_refused),
        cmocka_unit_test(several_pictures_in_a_file_are_refused_and_a_last_newline_is_not),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
