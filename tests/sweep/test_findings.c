/* Findings: thresholds, curves, what was auto, and all of it as a result.
 * Covers: findings.c findings_map.c findings_used.c findings_result.c findings_memory.c
 * SPDX-License-Identifier: MIT */
#include "sweep/findings.h"

#include "base/json.h"
#include "support/experiment.h"
#include "sweep/settings.h"

static void every_form_says_how_it_was_made_and_ends_its_last_line(void **state) {
    (void)state;
    static const char *const FORMATS[] = {"text", "csv", "json"};
    for (size_t i = 0; i < 3; i++) {
        char *text = fixture_run("capacity", "dim=20 load=0.1,0.6 trials=30", FORMATS[i]);
        if (i > 0) {
            assert_contains(text, "hopfield capacity --dim 20 --load 0.1,0.6 --trials 30 --seed 1");
            assert_contains(text, "libraries");
        }
        assert_int_equal(text[strlen(text) - 1], '\n');
        free(text);
    }
}

static void a_sweep_without_a_threshold_says_null(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=50 load=0.02,0.04 trials=30", "json");
    assert_contains(text, "\"threshold\": null");
    assert_contains(text, "\"thresholds\": []");
    free(text);
}

static void the_threshold_of_a_capacity_has_five_fields(void **state) {
    (void)state;
    static const char *const FIELDS[] = {"{\n    \"load\": 0.", "\n    \"low\": 0.",
                                         "\n    \"high\": 0.", "\n    \"theory\": 0.137906,",
                                         "\n    \"criterion\": \"cosine"};
    char *text = fixture_run("capacity", "dim=50 load=0.05:0.5:0.05 trials=50", "json");
    char *threshold = strstr(text, "\"threshold\": {"), *rest = threshold;
    assert_non_null(threshold);
    *strchr(threshold, '}') = '\0';
    for (size_t i = 0; i < 5; i++) {
        rest = strstr(rest, FIELDS[i]);
        assert_non_null(rest);
    }
    size_t colons = 0;
    for (const char *c = threshold; *c; c++) colons += *c == ':' ? 1 : 0;
    assert_int_equal(colons, 1 + 5);
    free(text);
}

static void a_threshold_without_theory_says_null(void **state) {
    (void)state;
    char *text = fixture_run("basin", "dim=60 load=0.05 precision=0.1", "json");
    assert_contains(text, "\"quantity\": \"damage\"");
    assert_contains(text, "\"theory\": null");
    free(text);
}

/* .52 measured, where .35 is proven to suffice: no contradiction. */
static void what_suffices_is_contradicted_from_below_alone(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=16 energy=exponential", "text");
    assert_contains(text, "theory 0.3466 (Demircigil et al. 2017, suff");
    assert_null(strstr(text, "outside the interval"));
    free(text);
}

static void people_are_spared_what_is_the_same_everywhere(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=20 load=0.1,0.6 trials=30", "text");
    assert_contains(text, "in all rows: dim=20 energy=hebb");
    assert_contains(text, "\nload  stored  success");
    assert_null(strstr(text, "libraries"));
    free(text);
}

static void what_is_the_same_everywhere_is_said_in_the_digits_of_its_column(void **state) {
    (void)state;
    hop_sweep *e =
        fixture_experiment("features", "kind=sincos features=16,32 draws=4 beta=0.0123456789", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings findings = {0};
    hop_string text = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    hop_findings_constants(e, &findings, &text);
    assert_contains(text.text, "dim=16 stored=32 patterns=spherical beta=0.01235 kind=sincos");
    assert_null(strstr(text.text, "clipped")); /* 0 in all rows, and yet measured */
    free(text.text);
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void what_was_measured_stays_in_the_table_though_it_is_the_same(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=50 load=0.02,0.04 trials=10", "text");
    const char *constants = strstr(text, "in all rows: ");
    assert_non_null(constants);
    assert_null(strstr(constants, "success="));
    assert_non_null(strstr(constants, "success"));
    free(text);
}

static void one_row_has_its_settings_above_it_and_room_for_results(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=50 load=0.04 trials=10", "text");
    const char *with = strstr(text, "in all rows: dim=50 ");
    assert_non_null(with);
    assert_contains(with, " load=0.04 ");
    assert_contains(with, "\nsuccess ");
    free(text);
}

static void curves_are_copies_and_marks_stand_upright(void **state) {
    (void)state;
    hop_findings f = {0};
    double x[] = {1, 2}, y[] = {3, 4};
    assert_ok(hop_findings_curve(&f, "a", HOP_CURVE_LINE, 1, x, y, y, NULL, 2));
    assert_ok(hop_findings_mark(&f, "theory", 0.5));
    assert_ok(hop_findings_mark(&f, "none", NAN));
    x[0] = y[0] = 9;
    assert_int_equal(f.curve_count, 2);
    assert_true(f.curves[0].x[0] == 1 && f.curves[0].low[0] == 3 && !f.curves[0].high);
    assert_true(f.curves[1].x[0] == 0.5 && f.curves[1].x[1] == 0.5 && f.curves[1].y[1] == 1);
    hop_findings_clear(&f);
}

/* The similarity is the energy's own, or that of drawn patterns; a beta that was left to each
 * memory is the mean of those chosen. */
static void what_was_auto_is_said_as_it_was_used(void **state) {
    (void)state;
    char *text = fixture_run(
        "capacity", "dim=20 load=0.1 trials=4 energy=hebb energy=lse energy=polynomial", "json");
    hop_json *json = NULL;
    assert_ok(hop_json_parse("capacity", text, strlen(text), &json));
    const hop_json *used = hop_json_get(json, "used"), *rows = hop_json_get(json, "rows");
    assert_string_equal(hop_json_string(hop_json_get(used, "similarity")), "hamming, dot");
    assert_string_equal(hop_json_string(hop_json_get(used, "scale")),
                        "linear, exponential, polynomial");
    assert_string_equal(hop_json_string(hop_json_get(used, "update")), "asynchronous");
    assert_null(hop_json_get(used, "precision"));
    assert_null(hop_json_get(used, "load"));
    double beta = 0;
    const hop_json *lse = hop_json_at(rows, 1);
    assert_string_equal(hop_json_string(hop_json_get(lse, "similarity")), "dot");
    assert_true(hop_json_number(hop_json_get(lse, "beta"), &beta) && beta > 0.1 && beta < 100);
    assert_contains(text, "\"similarity\": \"auto\"");
    hop_json_free(json);
    free(text);
}

static void what_was_given_is_not_said_to_be_auto(void **state) {
    (void)state;
    char *text = fixture_run("capacity",
                             "dim=20 load=0.1 trials=4 energy=lse:beta=2 similarity=dot "
                             "scale=exponential update=auto",
                             "json");
    assert_contains(text, "\"used\": {\n    \"beta\": \"2\"\n  }");
    free(text);
}

static void ranges_that_were_filled_in_are_said(void **state) {
    (void)state;
    char *text = fixture_run("phase", "energy=hebb dim=20 trials=1 steps=1", "text");
    assert_contains(text, "auto: similarity=hamming; temperature=0 to 1.1; patterns=bipolar; "
                          "load=0.01 to 0.2; scale=linear\n");
    free(text);
}

static void files_are_written_as_their_ending_says(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=20 load=0.1,0.6 trials=30", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_result *result = NULL;
    assert_ok(hop_sweep_result(e, &results, &result));
    assert_ok(hop_result_write(result, support_path("a.csv"), false));
    assert_ok(hop_result_write(result, support_path("a.svg"), false));
    char *csv = support_read(support_path("a.csv"), NULL);
    char *svg = support_read(support_path("a.svg"), NULL);
    assert_contains(csv, "# seed: 1");
    assert_contains(svg, "</svg>");
    free(csv);
    free(svg);
    hop_result_destroy(result);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void a_map_is_a_copy_with_theory_over_it(void **state) {
    (void)state;
    hop_findings findings = {.figure = {.x_label = "load [1]", .y_label = "beta [1]"}};
    double values[] = {2, 2.3, 2.5, 2.7, 3, NAN}, x[] = {10, 20, 30}, y[] = {1, 2};
    double line_x[] = {31, 70}, line_y[] = {1.9, 1};
    hop_heat_map map = {.rows = 2,
                        .columns = 3,
                        .values = values,
                        .x = x,
                        .y = y,
                        .label = "m",
                        .low = 2,
                        .high = 3};
    assert_ok(hop_findings_map(&findings, &map));
    assert_ok(hop_findings_curve(&findings, "theory", HOP_CURVE_THEORY, 0, line_x, line_y, NULL,
                                 NULL, 2));
    values[0] = x[0] = y[0] = 99;
    assert_true(findings.map.values[0] == 2 && findings.map.x[0] == 10 && findings.map.y[0] == 1);
    hop_findings_clear(&findings);
    assert_null(findings.map.values);
}

static void the_results_of_a_grid_lie_on_curves(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("convergence", "dim=4,8 beta=0.1,0.2,0.4", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    for (size_t setting = 0; setting <= 2; setting += 2)
        for (size_t i = 0; i < results.count; i++) {
            hop_grid_curve curve = hop_findings_grid(e, setting, i);
            assert_int_equal(curve.count, setting == 0 ? 2 : 3);
            for (size_t k = 0; k < curve.count; k++) {
                const hop_finished *r = &results.all[curve.first + k * curve.stride];
                assert_true(hop_settings_get(e, setting, r->cell) == e->range[setting][k]);
                assert_true(hop_sweep_same(e, r->cell, results.all[i].cell, setting));
            }
        }
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_says_how_it_was_made_and_ends_its_last_line),
        cmocka_unit_test(a_sweep_without_a_threshold_says_null),
        cmocka_unit_test(a_threshold_without_theory_says_null),
        cmocka_unit_test(what_suffices_is_contradicted_from_below_alone),
        cmocka_unit_test(one_row_has_its_settings_above_it_and_room_for_results),
        cmocka_unit_test(people_are_spared_what_is_the_same_everywhere),
        cmocka_unit_test(what_is_the_same_everywhere_is_said_in_the_digits_of_its_column),
        cmocka_unit_test(what_was_measured_stays_in_the_table_though_it_is_the_same),
        cmocka_unit_test(curves_are_copies_and_marks_stand_upright),
        cmocka_unit_test(a_map_is_a_copy_with_theory_over_it),
        cmocka_unit_test(what_was_auto_is_said_as_it_was_used),
        cmocka_unit_test(what_was_given_is_not_said_to_be_auto),
        cmocka_unit_test(ranges_that_were_filled_in_are_said),
        cmocka_unit_test(files_are_written_as_their_ending_says),
        cmocka_unit_test(the_results_of_a_grid_lie_on_curves),
        cmocka_unit_test(the_threshold_of_a_capacity_has_five_fields),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
