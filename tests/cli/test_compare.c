/* hopfield compare from the outside: who recalls as the load grows, columns, files, bad input.
 * Covers: experiment/compare.c experiment/compare_report.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define ORNAMENTS PATTERNS "/ornaments"

#define COMPARE_JSON(...) \
    recall_json((const char *const[]){"compare", __VA_ARGS__, "--format", "json", NULL})

static const hop_json *row_of(const hop_json *document, const char *energy, int64_t stored) {
    const hop_json *rows = member(document, "rows");
    for (size_t i = 0; i < hop_json_length(rows); i++) {
        const hop_json *row = hop_json_at(rows, i);
        if (strcmp(word_of(row, "energy"), energy) == 0 && whole_of(row, "stored") == stored)
            return row;
    }
    fail_msg("there is no row of %s with %lld stored", energy, (long long)stored);
    return NULL;
}

static void the_classical_network_fails_first(void **state) {
    (void)state;
    hop_json *document = COMPARE_JSON(ORNAMENTS, "--seed", "1", "-q");
    const hop_json *hebb = row_of(document, "hebb", 22), *lse = row_of(document, "lse", 22);
    assert_near(number_of(row_of(document, "hebb", 1), "success"), 1, 0);
    assert_true(number_of(hebb, "success") < 1);
    assert_near(number_of(lse, "success"), 1, 0);
    assert_near(number_of(row_of(document, "exponential", 22), "success"), 1, 0);
    assert_true(number_of(hebb, "spurious") > 0);
    assert_true(whole_of(hebb, "spurious_states") > 0);
    assert_near(number_of(lse, "spurious"), 0, 0);
    hop_json_free(document);
}

static void energies_never_rise(const hop_json *row) {
    const hop_json *energies = member(row, "energies");
    double before = INFINITY, now = 0;
    for (size_t t = 0; t < hop_json_length(energies); t++, before = now) {
        assert_true(hop_json_number(hop_json_at(energies, t), &now));
        assert_true(now <= before + 1e-9 * fabs(now));
    }
    assert_true(hop_json_length(energies) > 1);
}

static void columns_say_what_was_measured(void **state) {
    (void)state;
    static const int64_t LOADS[] = {1, 2, 3, 5, 8, 13, 21, 34, 36};
    static const char *const ENERGIES[] = {"hebb", "polynomial", "exponential", "lse"};
    hop_json *document = COMPARE_JSON(GLYPHS, "--seed", "1", "--queries", "20", "-q");
    assert_string_equal(word_of(document, "command"), "compare");
    assert_string_equal(word_of(member(document, "settings"), "corrupt"), "flip:rate=0.1");
    assert_int_equal(hop_json_length(member(document, "rows")), 4 * 9);
    for (size_t l = 0; l < 9; l++)
        for (size_t f = 0; f < 4; f++) {
            const hop_json *row = row_of(document, ENERGIES[f], LOADS[l]);
            assert_near(number_of(row, "load"), (double)LOADS[l] / 784, 1e-15);
            assert_int_equal(whole_of(row, "queries"), 20);
            energies_never_rise(row);
        }
    assert_true(member_is(row_of(document, "hebb", 36), "beta", "null"));
    assert_true(number_of(row_of(document, "lse", 36), "beta") > 0);
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
    const hop_json *hebb = row_of(document, "hebb", 3);
    assert_true(number_of(hebb, "mixtures") > 0);
    /* By symmetry these are all it has: four, an inverse being the same. */
    assert_near(number_of(hebb, "mixtures"), number_of(hebb, "spurious"), 0);
    assert_true(whole_of(hebb, "spurious_states") <= 4);
    assert_near(number_of(row_of(document, "hebb", 2), "mixtures"), 0, 0);
    hop_json_free(document);
}

static void loads_and_energies_are_the_users(void **state) {
    (void)state;
    hop_json *document = COMPARE_JSON(GLYPHS, "--energy", "hebb", "--energy", "pseudo-inverse",
                                      "--stored", "4,20", "--queries", "10", "--seed", "1");
    assert_int_equal(hop_json_length(member(document, "rows")), 4);
    assert_near(number_of(row_of(document, "pseudo-inverse", 20), "success"), 1, 0);
    assert_true(number_of(row_of(document, "hebb", 20), "success") < 1);
    hop_json_free(document);
}

static void it_is_as_narrow_as_a_terminal_and_files_are_written(void **state) {
    (void)state;
    const char *folder = support_subfolder("compare");
    support_result run = HERE("compare", ORNAMENTS, "--seed", "3", "-q");
    assert_status(run, 0);
    assert_non_null(strstr(run.out, "lse: no spurious state was met"));
    assert_narrow(run.out, 80);
    support_result_clear(&run);
    SUCCEEDS("compare", ORNAMENTS, "-q", "-o", "compare/t.csv", "--figure", "compare/f.svg");
    assert_folder_holds(folder, "f.gp\nf.svg\nf.tsv\nt.csv\n");
}

static void bad_input_is_refused_in_words(void **state) {
    (void)state;
    REFUSES(2, "no memory given", "compare");
    REFUSES(2, "queries", "compare", GLYPHS, "--queries", "0");
    REFUSES(2, "is given twice", "compare", GLYPHS, GLYPHS);
    REFUSES(2, "a figure is written as one of", "compare", GLYPHS, "--figure", "f.gif");
    REFUSES(1, "no.png", "compare", "no.png");
    REFUSES(2, "t.xyz", "compare", GLYPHS, "-o", "t.xyz");
    REFUSES(1, "holds 36 patterns", "compare", GLYPHS, "--stored", "37");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classical_network_fails_first),
        cmocka_unit_test(columns_say_what_was_measured),
        cmocka_unit_test(a_majority_of_three_is_a_mixture),
        cmocka_unit_test(loads_and_energies_are_the_users),
        cmocka_unit_test(it_is_as_narrow_as_a_terminal_and_files_are_written),
        cmocka_unit_test(bad_input_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
