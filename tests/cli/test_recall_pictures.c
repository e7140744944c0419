/* Recall of transparent, grey, coloured, single and equal pictures.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>

#include "cli.h"

/* ---- transparency ---- */

/* The lower half damaged to transparency is unknown, whatever the memory was made of. */
static void a_masked_picture_is_completed(const char *memory, const char *stored,
                                          const char *expected) {
    SUCCEEDS("corrupt", stored, "-o", "masked.png", "--corrupt", "mask:bottom,0.5", "--seed", "1",
             "--force");
    hop_image masked = read_picture(support_path("masked.png"));
    assert_true(masked.unknown);
    assert_int_equal(masked.channels % 2, 0);
    hop_image_clear(&masked);
    hop_json *document = RECALL_JSON(memory, "masked.png", "--seed", "1");
    const hop_json *query = query_at(document, 0);
    assert_string_equal(word_of(query, "nearest_name"), expected);
    double start = NAN;
    assert_true(hop_json_number(hop_json_at(member(query, "energy"), 0), &start));
    hop_json *composed = RECALL_JSON(memory, "masked.png", "--unknown", "none", "--seed", "1");
    double other = NAN;
    const hop_json *energy = member(query_at(composed, 0), "energy");
    assert_true(hop_json_number(hop_json_at(energy, 0), &other));
    assert_true(other > start + 0.01); /* half a picture of background is further away */
    hop_json_free(document);
    hop_json_free(composed);
}

static void a_masked_query_is_unknown_there(void **state) {
    (void)state;
    a_masked_picture_is_completed(PICTOGRAMS, PICTOGRAMS "/owl.png", "owl");
    a_masked_picture_is_completed(GLYPHS, GLYPHS "/R.png", "R");
}

/* A folder of RGBA pictures: a shape on transparent ground. */
static void put_icons(void) {
    support_subfolder("icons");
    for (int k = 0; k < 8; k++) {
        hop_image image = {0};
        assert_int_equal(hop_image_create(16, 16, 4, &image), HOP_OK);
        for (int i = 0; i < 256; i++) {
            int x = i % 16, y = i / 16;
            bool inside = ((x >> (k % 3)) + (y >> (k / 3))) % 2 == 0 && x > k;
            for (int c = 0; c < 3; c++)
                image.samples[4 * i + c] = inside ? (float)((k * 37 + c * 90) % 256) / 255 : 0;
            image.samples[4 * i + 3] = inside ? 1 : 0;
        }
        assert_int_equal(hop_image_write(&image, support_path("icons/%d.png", k), NULL, 0, true),
                         HOP_OK);
        hop_image_clear(&image);
    }
}

static void transparent_icons_are_composed_and_their_masks_still_unknown(void **state) {
    (void)state;
    put_icons();
    SUCCEEDS("memory", "create", "icons.safetensors", "icons", "--force");
    /* The memory was composed, and so is a query that is only as transparent as its pattern ... */
    hop_json *document = RECALL_JSON("icons.safetensors", "icons", "--seed", "1");
    assert_near(number_of(member(document, "summary"), "accuracy"), 1, 0);
    for (size_t i = 0; i < 8; i++)
        assert_true(number_of(query_at(document, i), "mean_squared_error") < 1e-4);
    hop_json_free(document);
    /* ... unless it is asked otherwise, or its PNG says that they are unknown. */
    hop_json *asked = RECALL_JSON("icons.safetensors", "icons/3.png", "--unknown", "transparent",
                                  "--seed", "1", "--similarity", "correlation");
    hop_json *usual = RECALL_JSON("icons.safetensors", "icons/3.png", "--seed", "1", "--similarity",
                                  "correlation");
    char *a = NULL, *b = NULL;
    assert_int_equal(hop_json_print(member(query_at(asked, 0), "energy"), true, &a), HOP_OK);
    assert_int_equal(hop_json_print(member(query_at(usual, 0), "energy"), true, &b), HOP_OK);
    assert_string_not_equal(a, b);
    free(a);
    free(b);
    hop_json_free(asked);
    hop_json_free(usual);
    a_masked_picture_is_completed("icons.safetensors", support_path("icons/5.png"), "5");
}

static void grey_and_colour_meet(void **state) {
    (void)state;
    SUCCEEDS("recall", PICTOGRAMS, GLYPHS "/A.png", "--resize", "fit");
    SUCCEEDS("recall", GLYPHS, PICTOGRAMS "/owl.png", "--resize", "fit");
    put_picture("grey.png", 64, 64, 1, 0.5f, 1);
    SUCCEEDS("recall", PICTOGRAMS, "grey.png", "-o", "from-grey.png");
    hop_image image = read_picture(support_path("from-grey.png"));
    assert_int_equal(image.channels, 3);
    hop_image_clear(&image);
}

/* ---- odd memories ---- */

static void odd_memories_are_no_accident(void **state) {
    (void)state;
    put_picture("dot.png", 1, 1, 1, 0.5f, 1);
    support_subfolder("dots");
    put_picture("dots/black.png", 1, 1, 1, 0, 1);
    put_picture("dots/white.png", 1, 1, 1, 1, 1);
    support_subfolder("twins");
    put_picture("twins/a.png", 5, 4, 3, 0.25f, 1);
    put_picture("twins/b.png", 5, 4, 3, 0.25f, 1);
    static const char *const MEMORIES[] = {"dot.png", "dots", "twins", GLYPHS "/A.png"};
    static const char *const SIMILARITIES[] = {"correlation", "dot", "euclidean"};
    for (size_t m = 0; m < 4; m++) {
        for (size_t s = 0; s < 3; s++) {
            hop_json *document =
                RECALL_JSON(MEMORIES[m], "--sample", "3", "--seed", "1", "--corrupt", "gaussian",
                            "--similarity", SIMILARITIES[s]);
            for (size_t i = 0; i < 3; i++) {
                const hop_json *energy = member(query_at(document, i), "energy");
                double value = NAN;
                for (size_t t = 0; t < hop_json_length(energy); t++)
                    assert_true(hop_json_number(hop_json_at(energy, t), &value));
                assert_true(number_of(query_at(document, i), "attention_difference") <= 1e-4);
            }
            hop_json_free(document);
        }
        SUCCEEDS("info", MEMORIES[m]);
        SUCCEEDS("recall", MEMORIES[m], "--sample", "2", "--sheet", "sheet.png", "--force");
    }
}

/* Eight grey pictures; the first three have one upper half. */
static void put_triplets(void) {
    support_subfolder("triplets");
    for (int k = 0; k < 8; k++) {
        hop_image image = {0};
        hop_random random;
        assert_int_equal(hop_image_create(16, 16, 1, &image), HOP_OK);
        hop_random_init(&random, k < 3 ? 0 : (uint64_t)k, 0);
        for (int i = 0; i < 256; i++) {
            if (i == 128) hop_random_init(&random, (uint64_t)k + 10, 0);
            image.samples[i] = (float)hop_random_uniform(&random);
        }
        const char *path = support_path("triplets/%d.png", k);
        assert_int_equal(hop_image_write(&image, path, NULL, 0, true), HOP_OK);
        hop_image_clear(&image);
    }
}

/* Where several patterns fit equally one of them comes back, whole, and that there are others is
 * said. */
static void patterns_that_fit_as_well_are_counted(void **state) {
    (void)state;
    put_triplets();
    for (int k = 1; k < 5; k += 3) {
        SUCCEEDS("corrupt", support_path("triplets/%d.png", k), "-o", "half.png", "--corrupt",
                 "mask:bottom,0.5", "--seed", "1", "--force");
        hop_json *document = RECALL_JSON("triplets", "half.png", "--seed", "1");
        const hop_json *told = hop_json_at(member(document, "damage"), 0);
        assert_near(number_of(query_at(document, 0), "k90"), 1, 0);
        assert_near(number_of(told, "fit"), k < 3 ? 1 / 3. : 1, 0.02);
        assert_true(!strncmp(word_of(told, "words"), "one of about 3 that fit", 23) == (k < 3));
        hop_json_free(document);
    }
}

/* A constant picture has no information: that is said, and nobody else is blamed. */
static void constant_pictures_are_said_to_be_constant(void **state) {
    (void)state;
    support_subfolder("blank");
    put_picture("blank/black.png", 16, 16, 1, 0, 1);
    put_picture("blank/white.png", 16, 16, 1, 1, 1);
    put_picture("blank/other.png", 16, 16, 1, 0.5f, 1);
    support_result result =
        HERE("recall", "blank", "--sample", "3", "--seed", "1", "--corrupt", "gaussian:sigma=0.2");
    assert_status(result, 0);
    assert_contains(result.out, "3 of the patterns are constant");
    assert_contains(result.out, "information sees");
    assert_null(strstr(result.out, "near-duplicates"));
    support_result_clear(&result);
}

static void equal_patterns_share_the_weight_and_both_are_right(void **state) {
    (void)state;
    support_subfolder("pair");
    put_icons();
    for (int i = 0; i < 2; i++) {
        char *bytes = NULL;
        size_t size = 0;
        bytes = support_read(support_path("icons/4.png"), &size);
        support_write(support_path("pair/%d.png", i), bytes, size);
        free(bytes);
    }
    hop_json *document = RECALL_JSON("pair", "--sample", "2", "--seed", "1");
    assert_near(number_of(member(document, "summary"), "accuracy"), 1, 0);
    for (size_t i = 0; i < 2; i++) {
        const hop_json *query = query_at(document, i);
        assert_int_equal(whole_of(query, "nearest"), 0); /* the lowest index wins */
        assert_int_equal(whole_of(query, "k90"), 2);
        assert_true(number_of(query, "mean_squared_error") < 1e-12);
    }
    hop_json_free(document);
}

static void a_sample_may_be_larger_than_the_memory(void **state) {
    (void)state;
    hop_json *document = RECALL_JSON(GLYPHS, "--sample", "80", "--seed", "1");
    size_t seen[36] = {0};
    for (size_t i = 0; i < 80; i++) seen[whole_of(query_at(document, i), "target")]++;
    for (size_t i = 0; i < 36; i++) assert_in_range(seen[i], 2, 3);
    hop_json_free(document);
}

static void queries_of_other_channels_are_taken_with_a_word(void **state) {
    (void)state;
    support_result result = HERE("recall", PICTOGRAMS, GLYPHS "/A.png", "--resize", "fit");
    assert_status(result, 0);
    assert_contains(result.err, "1 grey picture was given three equal channels");
    support_result_clear(&result);
    result = HERE("recall", GLYPHS, PICTOGRAMS "/fish.png", "--resize", "fit");
    assert_status(result, 0);
    assert_contains(result.err, "1 picture in colour was made grey, as the memory is");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_of_other_channels_are_taken_with_a_word),
        cmocka_unit_test(patterns_that_fit_as_well_are_counted),
        cmocka_unit_test(a_masked_query_is_unknown_there),
        cmocka_unit_test(transparent_icons_are_composed_and_their_masks_still_unknown),
        cmocka_unit_test(grey_and_colour_meet),
        cmocka_unit_test(odd_memories_are_no_accident),
        cmocka_unit_test(constant_pictures_are_said_to_be_constant),
        cmocka_unit_test(equal_patterns_share_the_weight_and_both_are_right),
        cmocka_unit_test(a_sample_may_be_larger_than_the_memory),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
