/* --beta gentle of recall and of experiments, and sheets that show what it is for.
 * Covers: cli/experiment_gentle.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include "cli.h"

static void gentle_is_searched_and_said(void **state) {
    (void)state;
    support_result text = HERE("recall", GLYPHS, "--sample", "3", "--corrupt", "flip", "--seed",
                               "1", "--beta", "gentle");
    assert_status(text, 0);
    assert_contains(text.out, "(gentle: the smallest at which");
    assert_contains(text.out, "3 of 3 right");
    support_result_clear(&text);
    support_result json = HERE("recall", GLYPHS, "--sample", "3", "--seed", "1", "--beta", "gentle",
                               "--format", "json");
    assert_contains(json.out, "\"beta_reason\": \"gentle: ");
    assert_contains(json.out, "damaged by replace:rate=0.5");
    support_result_clear(&json);
}

static void gentle_is_refused_where_it_has_no_meaning(void **state) {
    (void)state;
    REFUSES(2, "hebb has no beta; leave --beta out", "recall", GLYPHS, "--sample", "2", "--energy",
            "hebb", "--beta", "gentle");
    REFUSES(2, "depends on the damage", "info", GLYPHS, "--beta", "gentle");
    REFUSES(2, "a number, auto or gentle", "recall", GLYPHS, "--sample", "2", "--beta", "soft");
    REFUSES(2, "at most 64 fit", "recall", GLYPHS, "--sample", "2", "--sheet-steps", "65");
    REFUSES(2, "it must be at least 1", "recall", GLYPHS, "--sample", "2", "--sheet-steps", "0");
}

static void gentle_is_a_number_for_an_experiment(void **state) {
    (void)state;
    support_result energy = HERE("energy", GLYPHS, "--corrupt", "flip", "--beta", "gentle",
                                 "--seed", "1", "--format", "json");
    double beta = 0;
    assert_status(energy, 0);
    assert_contains(energy.err, "hopfield: beta ");
    assert_contains(energy.err, "sampled patterns, damaged so, still come back");
    hop_json *document = parse_json(energy.out);
    const char *text = hop_json_string(member(member(document, "settings"), "beta"));
    assert_non_null(text);
    beta = strtod(text, NULL);
    assert_true(beta > 1 && beta < 104); /* auto is 104 or more */
    hop_json_free(document);
    support_result_clear(&energy);
    REFUSES(2, "from the patterns of a MEMORY", "capacity", "--dim", "20", "--beta", "gentle");
}

static size_t width_of_sheet(const char *steps) {
    SUCCEEDS("recall", GLYPHS, "--sample", "4", "--corrupt", "flip:rate=0.3", "--seed", "1",
             "--beta", "gentle", "--sheet", "sheet.png", "--sheet-steps", steps, "--force");
    hop_image image = read_picture(support_path("sheet.png"));
    size_t width = image.width;
    hop_image_clear(&image);
    return width;
}

static void a_sheet_has_as_many_steps_as_are_asked_for(void **state) {
    (void)state;
    size_t one = width_of_sheet("1"), two = width_of_sheet("2"), three = width_of_sheet("3");
    assert_true(two > one);
    assert_int_equal(three - two, two - one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gentle_is_searched_and_said),
        cmocka_unit_test(gentle_is_refused_where_it_has_no_meaning),
        cmocka_unit_test(gentle_is_a_number_for_an_experiment),
        cmocka_unit_test(a_sheet_has_as_many_steps_as_are_asked_for),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
