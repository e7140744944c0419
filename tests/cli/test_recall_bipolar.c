/* Bipolar recall from the outside: pictures thresholded, update rules, what is said of both.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define ORNAMENTS PATTERNS "/ornaments"

static const char *const FAMILIES[] = {
    "exponential", "polynomial",    "polynomial:degree=20", "polynomial:degree=3,rectified=no",
    "storkey",     "pseudo-inverse"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static void every_bipolar_family_recalls_ornaments_with_a_fifth_flipped(void **state) {
    (void)state;
    for (size_t f = 0; f < FAMILY_COUNT; f++)
        for (int precise = 0; precise < 2; precise++) {
            support_result result = HERE("recall", ORNAMENTS, "--sample", "20", "--energy",
                                         FAMILIES[f], "--corrupt", "flip:rate=0.2", "--seed", "1",
                                         "--check", "--precision", precise ? "double" : "float");
            assert_status(result, 0);
            assert_contains(result.out, "20 of 20 right");
            assert_contains(result.out, "patterns and queries were thresholded");
            assert_narrow(result.out, 80);
            support_result_clear(&result);
        }
}

/* Their overlaps with each other pull the states of Hebb's rule away from some of them. */
static void correlated_ornaments_are_spurious_near_some_of_themselves_under_hebb(void **state) {
    (void)state;
    support_result result = HERE("recall", ORNAMENTS, "--sample", "20", "--energy", "hebb",
                                 "--corrupt", "flip:rate=0.2", "--seed", "1", "--check");
    assert_status(result, 3);
    assert_contains(result.out, "spurious");
    assert_contains(result.out, " became a spurious state near ");
    support_result_clear(&result);
}

/* docs/SPURIOUS.md: the apple with two bites. */
static void a_spurious_state_is_called_so_on_the_page_too(void **state) {
    (void)state;
    SUCCEEDS("recall", PATTERNS "/pictograms", PATTERNS "/queries/apple.png", "--energy", "hebb",
             "--seed", "1", "--report", "page");
    char *page = support_read(support_path("page/index.html"), NULL);
    assert_contains(page, "<span>spurious near acorn</span>");
    assert_null(strstr(page, "wrong: acorn"));
    free(page);
}

static void any_family_is_bipolar_with_the_similarity_hamming(void **state) {
    (void)state;
    static const char *const REAL[] = {"lse", "sparsemax", "entmax"};
    for (size_t f = 0; f < 3; f++) {
        support_result result =
            HERE("recall", ORNAMENTS, "--sample", "20", "--energy", REAL[f], "--similarity",
                 "hamming", "--corrupt", "flip:rate=0.2", "--seed", "1", "--check");
        assert_status(result, 0);
        assert_contains(result.out, "bipolar states, synchronous updates");
        assert_int_equal(count_of(result.out, "attention differ"), 0);
        support_result_clear(&result);
    }
}

static void the_document_says_how_states_moved_and_compares_with_no_attention(void **state) {
    (void)state;
    support_result result = HERE("recall", ORNAMENTS, "--sample", "2", "--energy", "hebb",
                                 "--temperature", "0.2", "--seed", "1", "--format", "json");
    assert_status(result, 0);
    assert_contains(result.out, "\"bipolar\": true");
    assert_contains(result.out, "\"thresholded\": true");
    assert_contains(result.out, "\"update\": \"glauber\"");
    assert_contains(result.out, "\"temperature\": 0.2");
    assert_contains(result.out, "\"stopped_by\": \"steps\"");
    assert_int_equal(count_of(result.out, "\"attention_difference\": null"), 2);
    support_result_clear(&result);
    result = HERE("recall", ORNAMENTS, "--sample", "2", "--format", "json");
    assert_status(result, 0);
    assert_contains(result.out, "\"bipolar\": false");
    assert_contains(result.out, "\"update\": null");
    support_result_clear(&result);
}

/* Every sample of the picture is black or white. */
static void what_is_recalled_is_a_picture_again(void **state) {
    (void)state;
    SUCCEEDS("recall", ORNAMENTS, ORNAMENTS "/rays.png", "--energy", "exponential", "-o",
             "rays.png");
    SUCCEEDS("recall", ORNAMENTS, "--sample", "2", "--energy", "hebb", "--sheet", "sheet.png");
    hop_image image = {0};
    assert_int_equal(hop_image_read(support_path("rays.png"), NULL, &image), HOP_OK);
    size_t white = 0, count = image.width * image.height * image.channels;
    for (size_t i = 0; i < count; i++) {
        assert_true(image.samples[i] == 0 || image.samples[i] == 1);
        white += image.samples[i] == 1 ? 1 : 0;
    }
    assert_true(white > 0 && white < count);
    hop_image_clear(&image);
    remove(support_path("rays.png"));
    remove(support_path("sheet.png"));
}

static void the_seed_makes_the_order_of_updates(void **state) {
    (void)state;
    char *curves[3];
    static const char *const SEEDS[] = {"1", "1", "2"};
    for (size_t i = 0; i < 3; i++) {
        support_result result =
            HERE("recall", GLYPHS, GLYPHS "/A.png", "--energy", "hebb", "--format", "json",
                 "--temperature", "1", "--steps", "5", "--seed", SEEDS[i]);
        assert_status(result, 0);
        const char *from = strstr(result.out, "\"queries\": [");
        assert_non_null(from);
        curves[i] = strndup(from, (size_t)(strstr(from, "\"timing\"") - from));
        support_result_clear(&result);
    }
    assert_string_equal(curves[0], curves[1]);
    assert_true(strcmp(curves[0], curves[2]) != 0);
    for (size_t i = 0; i < 3; i++) free(curves[i]);
}

static void rules_that_make_no_sense_are_refused(void **state) {
    (void)state;
    REFUSES(1, "use --similarity hamming", "recall", GLYPHS, "--sample", "1", "--energy", "hebb",
            "--similarity", "dot");
    REFUSES(1, "for bipolar states", "recall", GLYPHS, "--sample", "1", "--update", "asynchronous");
    REFUSES(1, "classical families", "recall", GLYPHS, "--sample", "1", "--energy", "exponential",
            "--temperature", "1");
    REFUSES(2, "--temperature is 'warm'", "recall", GLYPHS, "--sample", "1", "--temperature",
            "warm");
    REFUSES(2, "unknown update rule 'both'", "recall", GLYPHS, "--sample", "1", "--update", "both");
    REFUSES(2, "degree is 61; it must be a whole number at least 2 and at most 60", "recall",
            GLYPHS, "--sample", "1", "--energy", "polynomial:degree=61");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bipolar_family_recalls_ornaments_with_a_fifth_flipped),
        cmocka_unit_test(correlated_ornaments_are_spurious_near_some_of_themselves_under_hebb),
        cmocka_unit_test(a_spurious_state_is_called_so_on_the_page_too),
        cmocka_unit_test(any_family_is_bipolar_with_the_similarity_hamming),
        cmocka_unit_test(the_document_says_how_states_moved_and_compares_with_no_attention),
        cmocka_unit_test(what_is_recalled_is_a_picture_again),
        cmocka_unit_test(the_seed_makes_the_order_of_updates),
        cmocka_unit_test(rules_that_make_no_sense_are_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
