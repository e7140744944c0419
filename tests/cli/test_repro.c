/* repro as it is run: its list, its documents, its exit statuses, and all of it, quickly.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static void every_number_is_reproduced_quickly(void **state) {
    (void)state;
    /* Two minutes are not enough for that; tests/repro runs every one. */
    if (support_sanitized()) skip();
    support_result result = HERE("repro", "--quick", "--format", "json", "--quiet");
    hop_json *document = parse_json(result.out);
    const hop_json *results = member(document, "results");
    assert_true(hop_json_length(results) > 50);
    for (size_t i = 0; i < hop_json_length(results); i++) {
        const hop_json *one = hop_json_at(results, i);
        double value = 0, expected = 0, tolerance = 0;
        if (strcmp(word_of(one, "verdict"), "SKIP") == 0) continue;
        assert_true(hop_json_number(member(one, "value"), &value));
        assert_true(hop_json_number(member(one, "expected"), &expected));
        assert_true(hop_json_number(member(one, "tolerance"), &tolerance));
        assert_true(strlen(word_of(one, "source")) > 0 && strlen(word_of(one, "reason")) > 0);
        if (strncmp(word_of(one, "item"), "mean size", 9) == 0)
            assert_contains(word_of(one, "source"), "measured here; none are published");
        if (strcmp(word_of(one, "verdict"), "PASS") != 0)
            fail_msg("%s, %s: %g %s %g, tolerance %g", word_of(one, "name"), word_of(one, "item"),
                     value, word_of(one, "relation"), expected, tolerance);
    }
    assert_status(result, 0);
    assert_string_equal(word_of(document, "seed"), "1");
    hop_json_free(document);
    support_result_clear(&result);
}

static void a_number_that_is_not_reproduced_is_seen(void **state) {
    (void)state;
    support_result result = HERE("repro", "sparse-margin", "--quick", "--falsify", "--quiet");
    assert_status(result, 3);
    assert_contains(result.out, "made wrong: a margin 5 % larger");
    assert_contains(result.out, "FAIL");
    assert_contains(result.out, "0 of 6 numbers reproduced");
    support_result_clear(&result);
}

static void one_is_shown_with_its_source_its_intervals_and_its_reasons(void **state) {
    (void)state;
    support_result result = HERE("repro", "l1-mean", "--quick", "--quiet");
    assert_status(result, 0);
    assert_contains(result.out, "Millidge et al. 2022");
    assert_contains(result.out, "95 %: ");
    assert_contains(result.out, "tolerance: ");
    assert_contains(result.out, "2 of 2 numbers reproduced");
    assert_narrow(result.out, 80);
    support_result_clear(&result);
}

static void several_are_run_in_their_order(void **state) {
    (void)state;
    support_result result = HERE("repro", "sparse-margin", "l1-mean", "--quick", "--quiet", "-o",
                                 "two.md", "--format", "text");
    assert_status(result, 0);
    assert_contains(result.out, "8 of 8 numbers reproduced");
    support_result_clear(&result);
    char *page = support_read(support_path("two.md"), NULL);
    assert_contains(page, "hopfield repro sparse-margin l1-mean --quick --seed 1");
    free(page);
}

static void its_help_says_one_thing_of_the_seed(void **state) {
    (void)state;
    support_result result = HERE("repro", "--help");
    assert_status(result, 0);
    assert_contains(result.out, "(default:");
    assert_null(strstr(result.out, "drawn"));
    support_result_clear(&result);
}

static void the_list_fits_the_screen(void **state) {
    (void)state;
    support_result result = HERE("repro");
    assert_status(result, 0);
    assert_contains(result.out, "ags-capacity");
    assert_contains(result.out, "l1-mean");
    assert_narrow(result.out, 80);
    support_result_clear(&result);
    result = HERE("repro", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "name,source,method,seconds,title");
    support_result_clear(&result);
}

static void the_page_and_the_table_are_written(void **state) {
    (void)state;
    SUCCEEDS("repro", "l1-mean", "--quick", "--quiet", "-o", "found.md");
    char *page = support_read(support_path("found.md"), NULL);
    assert_contains(page, "`hopfield repro l1-mean --quick --seed 1`");
    assert_contains(page, "| steps by the median that raise E | 0 |");
    free(page);
    SUCCEEDS("repro", "l1-mean", "--quick", "--quiet", "-o", "found.csv");
    REFUSES(1, "use --force", "repro", "l1-mean", "-o", "found.md");
    REFUSES(2, "written as one of", "repro", "l1-mean", "-o", "found.doc");
}

/* But for the names of files in the command line. */
static void a_file_of_json_is_the_document_that_is_printed(void **state) {
    (void)state;
    support_result result =
        HERE("repro", "l1-mean", "--quick", "--quiet", "--seed", "7", "--format", "json");
    SUCCEEDS("repro", "l1-mean", "--quick", "--quiet", "--seed", "7", "-o", "found.json");
    char *file = support_read(support_path("found.json"), NULL);
    hop_json *printed = parse_json(result.out), *written = parse_json(file);
    static const char *const WORDS[] = {"name", "item", "source", "relation", "verdict", "reason"},
                             *const NUMBERS[] = {"value", "expected", "tolerance"};
    const hop_json *a = member(printed, "results"), *b = member(written, "results");
    assert_string_equal(word_of(written, "seed"), "7");
    assert_string_equal(word_of(written, "command"), "repro");
    assert_non_null(member(written, "quick"));
    assert_int_equal(hop_json_length(a), 2);
    assert_int_equal(hop_json_length(b), 2);
    for (size_t i = 0; i < 2; i++) {
        const hop_json *left = hop_json_at(a, i), *right = hop_json_at(b, i);
        for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
            assert_string_equal(word_of(left, WORDS[k]), word_of(right, WORDS[k]));
        for (size_t k = 0; k < sizeof NUMBERS / sizeof *NUMBERS; k++) {
            double x = NAN, y = NAN;
            assert_true(hop_json_number(member(left, NUMBERS[k]), &x));
            assert_true(hop_json_number(member(right, NUMBERS[k]), &y));
            assert_true(x == y);
        }
    }
    hop_json_free(printed);
    hop_json_free(written);
    free(file);
    support_result_clear(&result);
}

static void a_table_says_which_seed_it_was_made_with(void **state) {
    (void)state;
    SUCCEEDS("repro", "l1-mean", "--quick", "--quiet", "-o", "seeded.csv");
    char *file = support_read(support_path("seeded.csv"), NULL);
    assert_contains(file, "# seed: 1\n");
    free(file);
}

static void what_cannot_be_meant_is_refused(void **state) {
    (void)state;
    REFUSES(2, "Did you mean 'l1-mean'?", "repro", "l1-maen");
    REFUSES(2, "not both", "repro", "l1-mean", "--all");
    REFUSES(2, "is given twice", "repro", "l1-mean", "l1-mean");
    REFUSES(2, "give a NAME, or --all", "repro", "--falsify");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_reproduced_quickly),
        cmocka_unit_test(a_number_that_is_not_reproduced_is_seen),
        cmocka_unit_test(one_is_shown_with_its_source_its_intervals_and_its_reasons),
        cmocka_unit_test(several_are_run_in_their_order),
        cmocka_unit_test(its_help_says_one_thing_of_the_seed),
        cmocka_unit_test(the_list_fits_the_screen),
        cmocka_unit_test(the_page_and_the_table_are_written),
        cmocka_unit_test(a_file_of_json_is_the_document_that_is_printed),
        cmocka_unit_test(a_table_says_which_seed_it_was_made_with),
        cmocka_unit_test(what_cannot_be_meant_is_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
