/* Metastable states, where what must be found is known.
 * Covers: metastable_cell.c metastable_report.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

/* ---- metastable ---- */

static void states_go_from_the_mean_of_all_to_single_patterns_as_beta_grows(void **state) {
    (void)state;
    hop_findings f = fixture_findings("metastable", "dim=64 stored=64 beta=0.01,1 sample=100");
    assert_true(fixture_number(f.table, 0, "all") == 1 &&
                fixture_number(f.table, 0, "to_mean") == 1);
    assert_true(fixture_number(f.table, 0, "points") == 1 &&
                fixture_number(f.table, 0, "mean") == 1);
    /* Weights that are nearly equal: nine tenths of 64 patterns, rounded up. */
    assert_near(fixture_number(f.table, 0, "k90"), 58, 1);
    assert_near(fixture_number(f.table, 0, "support"), 64, 0);
    assert_true(fixture_number(f.table, 1, "single") == 1);
    assert_near(fixture_number(f.table, 1, "retrieved"), fixture_number(f.table, 1, "points"), 0);
    hop_findings_clear(&f);
}

static void every_stored_pattern_is_found_from_itself(void **state) {
    (void)state;
    hop_findings f = fixture_findings(
        "metastable", "dim=64 stored=20 beta=1 start=pattern sample=50 distinct=0.01");
    assert_near(fixture_number(f.table, 0, "retrieved"), 20, 0);
    assert_near(fixture_number(f.table, 0, "points"), 20, 0);
    hop_findings_clear(&f);
}

static void sparse_families_give_weight_to_few_patterns(void **state) {
    (void)state;
    hop_findings f = fixture_findings(
        "metastable", "dim=64 stored=64 energy=lse energy=sparsemax beta=0.01 sample=50");
    assert_near(fixture_number(f.table, 0, "support"), 64, 0);
    assert_true(fixture_number(f.table, 1, "support") < 32);
    assert_true(isnan(fixture_number(f.table, 1, "critical_beta")));
    hop_findings_clear(&f);
}

static void the_classes_are_fractions_of_all_starts(void **state) {
    (void)state;
    hop_findings f = fixture_findings("metastable", "beta=0.01:1:x1.5 sample=60");
    for (size_t i = 0; i < hop_table_row_count(f.table); i++) {
        double classes = fixture_number(f.table, i, "all") + fixture_number(f.table, i, "many") +
                         fixture_number(f.table, i, "few") + fixture_number(f.table, i, "small");
        double kinds = fixture_number(f.table, i, "to_retrieved") +
                       fixture_number(f.table, i, "to_mixtures") +
                       fixture_number(f.table, i, "to_mean");
        assert_near(classes, 1, 1e-12);
        assert_near(kinds, 1, 1e-12);
    }
    hop_findings_clear(&f);
}

/* The classes are by k90, the kinds by place too; where both are said of the mean they agree. */
static void states_near_the_mean_are_counted_once(void **state) {
    (void)state;
    hop_findings f = fixture_findings("metastable", "beta=0.1,0.2 sample=200");
    for (size_t i = 0; i < 2; i++) {
        assert_near(fixture_number(f.table, i, "to_mean"), fixture_number(f.table, i, "all"),
                    1e-12);
        assert_true(fixture_number(f.table, i, "mean") == 1 &&
                    fixture_number(f.table, i, "mixtures") == 0);
    }
    assert_true(fixture_number(f.table, 1, "all") > 0.2 && fixture_number(f.table, 1, "all") < 0.8);
    hop_findings_clear(&f);
}

/* Balls of radius sqrt(2 / beta) around patterns of norm 8: starts lie outside all of them. */
static void states_outside_every_ball_are_unsupported_and_retrieve_nothing(void **state) {
    (void)state;
    static const char *const NONE[] = {"all",       "many",         "few",      "small",
                                       "single",    "points",       "mixtures", "mean",
                                       "retrieved", "to_retrieved", "support",  "to_mixtures"};
    hop_findings f =
        fixture_findings("metastable", "energy=lsr similarity=euclidean beta=0.01,0.1");
    assert_near(fixture_number(f.table, 0, "unsupported"), 0, 0);
    assert_near(fixture_number(f.table, 1, "unsupported"), 1, 0);
    for (size_t k = 0; k < sizeof NONE / sizeof *NONE; k++)
        assert_near(fixture_number(f.table, 1, NONE[k]), 0, 0);
    assert_true(isnan(fixture_number(f.table, 1, "k90")) &&
                isnan(fixture_number(f.table, 1, "distance")));
    hop_findings_clear(&f);
}

static const char *text_at(const hop_table *table, size_t row, const char *name) {
    hop_cell cell = hop_table_cell(table, row, fixture_column(table, name));
    return cell.none ? "" : cell.text;
}

/* Two near pairs: at this beta each pair is one mixture. */
static void mixtures_are_named_by_their_patterns(void **state) {
    (void)state;
    char settings[256], *text = NULL;
    support_write_text(support_path("pairs.csv"), "9,1,0\n9,-1,0\n-9,0,1\n-9,0,-1\n");
    snprintf(settings, sizeof settings, "memory=%s similarity=dot beta=0.2 start=pattern sample=8",
             support_path("pairs.csv"));
    hop_findings f = fixture_findings("metastable", settings);
    const char *named = text_at(f.table, 0, "commonest");
    assert_near(fixture_number(f.table, 0, "mixtures"), 2, 0);
    assert_contains(named, " + ");
    assert_contains(named, "(4 starts); ");
    assert_null(strstr(named, "more"));
    hop_findings_clear(&f);
    text = fixture_run("metastable", settings, "text");
    assert_contains(text, "mixtures: the commonest is ");
    free(text);
    f = fixture_findings("metastable", "energy=hebb stored=64 sample=20");
    assert_contains(text_at(f.table, 0, "commonest"), "#");
    assert_contains(text_at(f.table, 0, "commonest"), " more (");
    hop_findings_clear(&f);
    f = fixture_findings("metastable", "beta=1 sample=20");
    assert_string_equal(text_at(f.table, 0, "commonest"), "");
    hop_findings_clear(&f);
}

static void bipolar_families_and_a_memory_of_pictures_work_too(void **state) {
    (void)state;
    hop_findings f = fixture_findings("metastable", "energy=hebb energy=exponential sample=20");
    assert_int_equal(hop_table_row_count(f.table), 2);
    assert_true(isnan(fixture_number(f.table, 0, "beta")));
    assert_string_equal(text_at(f.table, 0, "patterns"), "bipolar");
    hop_findings_clear(&f);
    f = fixture_findings("metastable", "memory=" HOP_SOURCE_DIR
                                       "/patterns/glyphs beta=200 sample=36 start=pattern");
    assert_near(fixture_number(f.table, 0, "retrieved"), 36, 0);
    assert_near(fixture_number(f.table, 0, "stored"), 36, 0);
    hop_findings_clear(&f);
}

static void what_does_not_go_together_is_refused(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    assert_ok(fixture_try("metastable", "energy=hebb", 1, &e));
    assert_ok(hop_sweep_open(e, &hop_load_defaults));
    hop_sweep_destroy(e);
    assert_ok(fixture_try("metastable", "energy=hebb beta=1", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT, "leave --beta out");
    hop_sweep_destroy(e);
    assert_ok(fixture_try("metastable", "energy=lse energy=hebb", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT,
                   "hebb has no beta, and that of lse is swept");
    hop_sweep_destroy(e);
    assert_ok(fixture_try("metastable", "energy=storkey patterns=spherical", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT, "use --patterns bipolar");
    hop_sweep_destroy(e);
    assert_ok(
        fixture_try("metastable", "memory=" HOP_SOURCE_DIR "/patterns/glyphs stored=9", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT,
                   "stored describes random patterns, and a MEMORY is given");
    hop_sweep_destroy(e);
}

static void a_spec_that_says_its_beta_is_taken_at_its_word(void **state) {
    (void)state;
    hop_findings f = fixture_findings("metastable", "energy=lse:beta=0.2 sample=20");
    assert_int_equal(hop_table_row_count(f.table), 1);
    assert_near(fixture_number(f.table, 0, "beta"), 0.2, 0);
    hop_findings_clear(&f);
    f = fixture_findings("metastable", "energy=lse dim=8 stored=8 sample=4");
    assert_int_equal(hop_table_row_count(f.table), 33);
    /* Eight times the critical one, which is 1/4 here. */
    assert_near(fixture_number(f.table, 32, "beta"), 2, 1e-9);
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_near_the_mean_are_counted_once),
        cmocka_unit_test(states_outside_every_ball_are_unsupported_and_retrieve_nothing),
        cmocka_unit_test(mixtures_are_named_by_their_patterns),
        cmocka_unit_test(a_spec_that_says_its_beta_is_taken_at_its_word),
        cmocka_unit_test(states_go_from_the_mean_of_all_to_single_patterns_as_beta_grows),
        cmocka_unit_test(every_stored_pattern_is_found_from_itself),
        cmocka_unit_test(sparse_families_give_weight_to_few_patterns),
        cmocka_unit_test(the_classes_are_fractions_of_all_starts),
        cmocka_unit_test(bipolar_families_and_a_memory_of_pictures_work_too),
        cmocka_unit_test(what_does_not_go_together_is_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
