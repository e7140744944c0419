/* Phase diagrams.  Covers: phase.c phase_auto.c phase_report.c
 * SPDX-License-Identifier: MIT */
#include "experiment/phase.h"

#include "support/experiment.h"

static double number_after(const char *text, const char *key) {
    const char *at = strstr(text, key);
    assert_non_null(at);
    return strtod(at + strlen(key), NULL);
}

/* The mean overlap of a map of one place. */
static double overlap_at(const char *settings) {
    char *json = fixture_run("phase", settings, "json");
    double overlap = number_after(json, "\"cosine\": ");
    free(json);
    return overlap;
}

static void the_classical_network_retrieves_below_its_boundary_and_not_above(void **state) {
    (void)state;
    assert_true(overlap_at("energy=hebb dim=300 load=0.05 temperature=0.2 trials=4") > 0.95);
    assert_true(overlap_at("energy=hebb dim=300 load=0.05 temperature=0.9 trials=4") < 0.35);
    assert_true(overlap_at("energy=hebb dim=300 load=0.3 temperature=0.2 trials=4") < 0.5);
}

/* Without load the overlap at temperature T solves m = tanh(m / T). */
static void the_overlap_of_one_pattern_is_that_of_a_magnet(void **state) {
    (void)state;
    double m = 1;
    for (int i = 0; i < 200; i++) m = tanh(m / 0.6);
    double found = overlap_at("energy=hebb dim=2000 load=0.0005 temperature=0.6 trials=8");
    assert_true(fabs(found - m) < 0.03);
}

static void softmax_retrieves_above_its_boundary_and_not_below(void **state) {
    (void)state;
    assert_true(overlap_at("dim=12 load=0.4 beta=1.5 trials=10") > 0.95);
    assert_true(overlap_at("dim=12 load=0.6 beta=0.3 trials=10") < 0.4);
}

/* Of a map whose numbers are put in by hand: through the middle between two, and none. */
static void the_boundary_is_where_a_row_of_the_map_falls_below_a_half(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment(
        "phase", "energy=hebb dim=40 load=0.1,0.2,0.3 temperature=0,0.5 trials=1 steps=1", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings f = {0};
    static const double COSINE[] = {1, 0.9, 0.8, 0.6, 0.2, 0.1};
    assert_int_equal(results.count, 6);
    for (size_t i = 0; i < 6; i++) {
        hop_finished *r = &results.all[i];
        const struct cell *c = r->cell;
        size_t row = c->temperature > 0;
        size_t column = (size_t)lround(c->load * 10) - 1;
        ((struct line *)r->lines.all)->cosine = COSINE[row * 3 + column];
    }
    assert_ok(hop_findings_make(e, &results, &f));
    assert_int_equal(hop_table_row_count(f.brief), 2);
    assert_true(hop_table_cell(f.brief, 0, 1).none);
    assert_near(hop_table_cell(f.brief, 1, 0).number, 0.5, 0);
    assert_near(hop_table_cell(f.brief, 1, 1).number, 0.125, 1e-12);
    assert_near(hop_table_cell(f.brief, 0, 2).number, 0.137906, 1e-6);
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void theory_stands_in_every_row(void **state) {
    (void)state;
    char *hebb = fixture_run("phase", "energy=hebb dim=40 load=0.1 temperature=0 trials=1", "json");
    char *lse = fixture_run("phase", "dim=8 load=0.1 beta=1 patterns=gaussian trials=1", "json");
    assert_true(fabs(number_after(hebb, "\"theory\": ") - 0.137906) < 1e-6);
    assert_true(number_after(lse, "\"theory\": ") == 0.5);
    free(hebb);
    free(lse);
}

static void what_is_auto_is_a_grid_over_the_boundary(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("phase", "energy=hebb dim=100 trials=1 steps=1", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    assert_int_equal(findings.map.columns, 20);
    assert_int_equal(findings.map.rows, 23);
    assert_true(findings.map.x[0] == 0.01 && fabs(findings.map.x[19] - 0.2) < 1e-12);
    for (size_t i = 0; i < 20 * 23; i++) assert_true(fabs(findings.map.values[i]) <= 1);
    assert_int_equal(findings.curve_count, 1);
    assert_true(findings.curves[0].y[0] == 0 && fabs(findings.curves[0].x[0] - 0.137906) < 1e-6);
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

/* Places stand where their settings say, whatever the order of the cells. */
static void the_map_shows_what_the_table_says(void **state) {
    (void)state;
    hop_sweep *e =
        fixture_experiment("phase", "dim=8 load=0.7,0.1 beta=2,0.25 show=success trials=5", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    assert_int_equal(results.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const hop_finished *r = &results.all[i];
        const struct cell *c = r->cell;
        size_t column = c->load == 0.7, row = c->beta == 2;
        const struct line *line = r->lines.all;
        assert_true(findings.map.values[row * 2 + column] == line->success[0] / line->tried);
    }
    assert_true(findings.map.values[1] < findings.map.values[2]);
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void refuse(const char *settings, hop_status status, const char *part) {
    hop_sweep *e = NULL;
    assert_ok(fixture_try("phase", settings, 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), status, part);
    hop_sweep_destroy(e);
}

static void settings_that_do_not_go_together_are_refused(void **state) {
    (void)state;
    refuse("energy=hebb beta=1", HOP_E_SUPPORT, "hebb has no beta; give --temperature");
    refuse("energy=lse temperature=1", HOP_E_SUPPORT, "give --beta");
    refuse("energy=polynomial", HOP_E_SUPPORT, "see hopfield capacity");
    refuse("energy=hebb patterns=gaussian", HOP_E_SUPPORT, "--patterns bipolar");
    refuse("energy=hebb dim=40000", HOP_E_LIMIT, "at most 32767");
    refuse("energy=lse energy=hebb", HOP_E_SUPPORT, "one energy");
}

/* Four loads of which three are the same two patterns: one place, and all its trials. */
static void loads_are_those_of_the_patterns_stored(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("phase", "dim=8 load=0.1,0.11,0.3 beta=1 trials=4", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings f = {0};
    assert_ok(hop_findings_make(e, &results, &f));
    assert_int_equal(f.map.columns, 2);
    assert_near(f.map.x[0], log(2) / 8, 1e-12);
    double cosine = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct line *line = results.all[i].lines.all;
        assert_near(line->stored, 2, 0);
        cosine += line->cosine;
    }
    assert_near(f.map.values[0], cosine / 8, 1e-12);
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classical_network_retrieves_below_its_boundary_and_not_above),
        cmocka_unit_test(the_overlap_of_one_pattern_is_that_of_a_magnet),
        cmocka_unit_test(softmax_retrieves_above_its_boundary_and_not_below),
        cmocka_unit_test(the_boundary_is_where_a_row_of_the_map_falls_below_a_half),
        cmocka_unit_test(theory_stands_in_every_row),
        cmocka_unit_test(what_is_auto_is_a_grid_over_the_boundary),
        cmocka_unit_test(the_map_shows_what_the_table_says),
        cmocka_unit_test(settings_that_do_not_go_together_are_refused),
        cmocka_unit_test(loads_are_those_of_the_patterns_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
