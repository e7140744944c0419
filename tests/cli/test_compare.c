/* hopfield compare from the outside: who recalls as the load grows, fields, files, bad input.
 * Covers: analysis/compare.c analysis/compare_run.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define ORNAMENTS PATTERNS "/ornaments"

enum { HEBB, POLYNOMIAL, EXPONENTIAL, LSE };

#define COMPARE_JSON(...) \
    recall_json((const char *const[]){"compare", __VA_ARGS__, "--format", "json", NULL})

static const hop_json *family_at(const hop_json *document, size_t load, size_t family) {
    return hop_json_at(member(hop_json_at(member(document, "loads"), load), "families"), family);
}

static void the_classical_network_fails_first(void **state) {
    (void)state;
    hop_json *document = COMPARE_JSON(ORNAMENTS, "--seed", "1", "-q");
    const size_t last = hop_json_length(member(document, "loads")) - 1;
    const hop_json *hebb = family_at(document, last, HEBB);
    assert_near(number_of(family_at(document, 0, HEBB), "accuracy"), 1, 0);
    assert_true(number_of(hebb, "accuracy") < 1);
    assert_near(number_of(family_at(document, last, LSE), "accuracy"), 1, 0);
    assert_near(number_of(family_at(document, last, EXPONENTIAL), "accuracy"), 1, 0);
    assert_true(number_of(hebb, "spurious") > 0);
    assert_true(whole_of(hebb, "spurious_states") > 0);
    assert_near(number_of(family_at(document, last, LSE), "spurious"), 0, 0);
    hop_json_free(document);
}

static void fields_say_what_was_done(void **state) {
    (void)state;
    static const int64_t LOADS[] = {1, 2, 3, 5, 8, 13, 21, 34, 36};
    hop_json *document = COMPARE_JSON(GLYPHS, "--seed", "1", "--queries", "20", "-q");
    const hop_json *loads = member(document, "loads");
    assert_string_equal(word_of(document, "command"), "compare");
    assert_string_equal(word_of(document, "corruption"), "flip:rate=0.1");
    assert_int_equal(whole_of(document, "queries"), 20);
    assert_int_equal(hop_json_length(loads), 9);
    for (size_t l = 0; l < 9; l++) {
        assert_int_equal(whole_of(hop_json_at(loads, l), "patterns"), LOADS[l]);
        assert_near(number_of(hop_json_at(loads, l), "load"), (double)LOADS[l] / 784, 1e-15);
    }
    assert_true(member_is(family_at(document, 8, HEBB), "beta", "null"));
    assert_true(number_of(family_at(document, 8, LSE), "beta") > 0);
    for (size_t f = HEBB; f <= LSE; f++) {
        const hop_json *energies = member(family_at(document, 8, f), "energies");
        double before = INFINITY, now = 0;
        for (size_t t = 0; t < hop_json_length(energies); t++, before = now) {
            assert_true(hop_json_number(hop_json_at(energies, t), &now));
            assert_true(now <= before + 1e-9 * fabs(now));
        }
        assert_true(hop_json_length(energies) > 1);
    }
    hop_json_free(document);
}

/* Orthogonal patterns. */
static void a_majority_of_three_is_a_mixture(void **state) {
    (void)state;
    enum { DIM = 64 };
    double patterns[3 * DIM];
    for (size_t i = 0; i < 3; i++)
        for (size_t c = 0; c < DIM; c++) patterns[i * DIM + c] = c >> i & 1 ? 1 : -1;
    put_npy("three.npy", patterns, 3, DIM);
    hop_json *document =
        COMPARE_JSON("three.npy", "--corrupt", "flip:rate=0.4", "--queries", "200", "--seed", "1");
    const hop_json *hebb = family_at(document, 2, HEBB);
    assert_true(number_of(hebb, "mixtures") > 0);
    /* By symmetry these are all it has: four, an inverse being the same. */
    assert_near(number_of(hebb, "mixtures"), number_of(hebb, "spurious"), 0);
    assert_true(whole_of(hebb, "spurious_states") <= 4);
    assert_near(number_of(family_at(document, 1, HEBB), "mixtures"), 0, 0);
    hop_json_free(document);
}

static void threads_change_no_byte_and_files_are_written(void **state) {
    (void)state;
    const char *folder = support_subfolder("compare");
    support_result one = HERE("compare", ORNAMENTS, "--seed", "3", "--threads", "1", "-q");
    support_result three = HERE("compare", ORNAMENTS, "--seed", "3", "--threads", "3", "-q");
    assert_status(one, 0);
    assert_string_equal(one.out, three.out);
    assert_narrow(strchr(one.out, '\n') + 1, 80); /* behind the path */
    support_result_clear(&one);
    support_result_clear(&three);
    SUCCEEDS("compare", ORNAMENTS, "-q", "-o", "compare/t.csv", "--figure", "compare/f.svg");
    assert_folder_holds(folder, "f.gp\nf.svg\nf.tsv\nt.csv\n");
}

static void bad_input_is_refused_in_words(void **state) {
    (void)state;
    REFUSES(2, "no MEMORY given", "compare");
    REFUSES(2, "--queries is 0; it must be at least 1", "compare", GLYPHS, "--queries", "0");
    REFUSES(2, "one MEMORY at a time", "compare", GLYPHS, GLYPHS);
    REFUSES(2, "a figure is written as one of", "compare", GLYPHS, "--figure", "f.gif");
    REFUSES(1, "no.png", "compare", "no.png");
    REFUSES(2, "t.xyz", "compare", GLYPHS, "-o", "t.xyz");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classical_network_fails_first),
        cmocka_unit_test(fields_say_what_was_done),
        cmocka_unit_test(a_majority_of_three_is_a_mixture),
        cmocka_unit_test(threads_change_no_byte_and_files_are_written),
        cmocka_unit_test(bad_input_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
