/* What capacity and basin share: pooled places, thresholds by group, settings that do not go
 * together.
 * SPDX-License-Identifier: MIT */
#include "experiment/locate.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "support/experiment.h"

static void a_searched_place_is_one_row_however_often_it_was_tried(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=30", "json");
    hop_json *json = NULL;
    assert_ok(hop_json_parse("capacity", text, strlen(text), &json));
    const hop_json *rows = hop_json_get(json, "rows");
    double before = 0, trials = 0, total = 0;
    bool often = false;
    for (size_t i = 0; i < hop_json_length(rows); i++) {
        double load = 0, tried = 0, success = 0, low = 0, high = 0;
        const hop_json *row = hop_json_at(rows, i);
        assert_true(hop_json_number(hop_json_get(row, "load"), &load) && load > before);
        assert_true(hop_json_number(hop_json_get(row, "trials"), &tried));
        assert_true(hop_json_number(hop_json_get(row, "success"), &success));
        assert_true(hop_json_number(hop_json_get(row, "low"), &low));
        assert_true(hop_json_number(hop_json_get(row, "high"), &high));
        assert_true(low <= success && success <= high);
        often = often || tried > 64;
        before = load;
        total += tried;
    }
    assert_true(often);
    assert_true(hop_json_number(
        hop_json_get(hop_json_at(hop_json_get(json, "thresholds"), 0), "trials"), &trials));
    assert_near(trials, total, 0);
    hop_json_free(json);
    free(text);
}

static void every_group_has_a_threshold_of_its_own(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=40,160 precision=0.03", "text");
    assert_contains(text, "threshold: load");
    assert_contains(text, "at dim=40");
    assert_contains(text, "at dim=160");
    free(text);
}

static hop_status open_with(const char *name, const char *settings) {
    hop_sweep *experiment = NULL;
    assert_ok(fixture_try(name, settings, 1, &experiment));
    hop_status status = hop_sweep_open(experiment, &hop_load_defaults);
    hop_sweep_destroy(experiment);
    return status;
}

static void settings_that_do_not_go_together_are_refused(void **state) {
    (void)state;
    assert_refused(open_with("capacity", "patterns=spherical"), HOP_E_SUPPORT, "bipolar");
    assert_refused(open_with("capacity", "dim=40000"), HOP_E_LIMIT, "32767");
    assert_refused(open_with("capacity", "beta=3"), HOP_E_SUPPORT,
                   "hebb has no beta; leave --beta out");
    assert_refused(open_with("capacity", "corrupt=blur"), HOP_E_SUPPORT, "pictures");
    assert_refused(open_with("capacity", "load=0.1 damage=auto"), HOP_E_VALUE,
                   "damage must be a number");
}

static void a_search_that_finds_nothing_ends_without_a_threshold(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=400 energy=lse:beta=4 trials=200", "json");
    assert_contains(text, "\"threshold\": null");
    assert_contains(text, "no threshold at load from");
    free(text);
}

/* One step from a pattern points along it, however many others there are. */
static void a_search_ends_at_the_largest_memory_that_it_stores(void **state) {
    (void)state;
    char *text =
        fixture_run("capacity", "dim=60 energy=lse:beta=0.5 patterns=spherical steps=1", "text");
    assert_contains(text, "(2 to 17476 patterns): at least half of the trials succeed everywhere");
    free(text);
}

/* What is proven to suffice is not contradicted by success beyond it. */
static void a_bound_that_suffices_is_outside_from_above_alone(void **state) {
    (void)state;
    char *text =
        fixture_run("capacity", "energy=exponential dim=20 damage=0.25 trials=2000", "text");
    assert_contains(text, "sufficient)");
    assert_null(strstr(text, "outside the interval (Demircigil"));
    free(text);
}

static void settings_of_drawn_patterns_are_those_of_a_memory_in_their_place(void **state) {
    (void)state;
    char *text = fixture_run("capacity",
                             "memory=" HOP_SOURCE_DIR "/patterns/glyphs trials=2 load=2", "json");
    assert_contains(text, "\"dim\": \"784\"");
    assert_contains(text, "\"patterns\": \"memory\"");
    assert_null(strstr(text, "\"patterns\": \"bipolar\""));
    free(text);
}

static void beta_is_of_the_setting_or_of_the_spec_and_never_two(void **state) {
    (void)state;
    assert_refused(open_with("capacity", "energy=lse:beta=1 beta=1,3 load=0.1"), HOP_E_VALUE,
                   "energy is lse:beta=1, and beta is 3");
    assert_int_equal(open_with("capacity", "energy=lse:beta=1 beta=1 load=0.1"), HOP_OK);
    hop_sweep *e = fixture_experiment("capacity", "energy=lse beta=2,3 load=0.1", 1);
    struct cell c = {0};
    hop_sweep_point(e, 1, &c);
    assert_near(hop_locate_trial(e, &c).energy.parameter[0], 3, 0);
    hop_sweep_destroy(e);
}

#define GLYPHS "memory=" HOP_SOURCE_DIR "/patterns/glyphs "

static void loads_of_a_memory_are_patterns_that_it_holds(void **state) {
    (void)state;
    assert_refused(open_with("capacity", GLYPHS "load=2,40"), HOP_E_VALUE,
                   "load 40 is 40 patterns, and");
    assert_refused(open_with("capacity", GLYPHS "load=0.1"), HOP_E_VALUE, "less than one pattern");
    assert_refused(open_with("capacity", GLYPHS "dim=100"), HOP_E_SUPPORT,
                   "dim describes random patterns");
    assert_refused(open_with("basin", GLYPHS "patterns=gaussian"), HOP_E_SUPPORT,
                   "patterns describes random patterns");
    assert_int_equal(open_with("capacity", GLYPHS "corrupt=blur"), HOP_OK);
    assert_int_equal(open_with("capacity", GLYPHS "load=0.02 scale=linear"), HOP_OK);
}

/* Hebb's couplings of glyphs, which are much alike, hold a few of them; random patterns of this
 * length would be recalled by the hundred. */
static void a_memory_of_pictures_has_a_threshold_in_patterns(void **state) {
    (void)state;
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment("capacity", GLYPHS "trials=40 load=2,4,6,8", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, &f));
    assert_int_equal(f.threshold_count, 1);
    assert_true(f.thresholds[0].value > 2 && f.thresholds[0].value < 6);
    assert_true(isnan(f.thresholds[0].theory));
    assert_string_equal(hop_table_cell(f.table, 0, 4).text, "memory");
    assert_int_equal(hop_table_cell(f.table, 0, 0).count, 28 * 28);
    assert_string_equal(f.figure.x_label, "patterns stored");
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void all_of_a_memory_is_stored_where_damage_is_located(void **state) {
    (void)state;
    char *text =
        fixture_run("basin", GLYPHS "energy=lse damage=0.1,0.5 trials=10 corrupt=blur", "csv");
    assert_contains(text, ",memory,36,36,0.0994");
    free(text);
}

/* The only threshold of these settings. */
static hop_threshold threshold_of(const char *settings) {
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment("capacity", settings, 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, &f));
    assert_int_equal(f.threshold_count, 1);
    hop_threshold threshold = f.thresholds[0];
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    return threshold;
}

/* At d = 100, .5 % wrong is no bit wrong; the theory is of one bit, and of d to infinity. */
static void dense_memories_have_the_threshold_of_krotov_and_hopfield(void **state) {
    (void)state;
    hop_threshold plain =
        threshold_of("energy=polynomial:degree=3,rectified=no dim=100 criterion=hamming");
    hop_threshold half = threshold_of("energy=polynomial dim=100 criterion=hamming");
    assert_near(plain.theory, 0.0502, 1e-4);
    assert_near(half.theory, 0.1005, 1e-4);
    assert_true(plain.value > 0.9 * plain.theory && plain.value < 1.3 * plain.theory);
    assert_true(half.value > 0.9 * half.theory && half.value < 1.3 * half.theory);
    hop_threshold overlap = threshold_of("energy=polynomial dim=100");
    assert_true(overlap.value > half.value);
}

static void all_neurons_at_once_freeze_where_they_are(void **state) {
    (void)state;
    char *text = fixture_run(
        "capacity", "energy=polynomial dim=60 update=synchronous load=0.3 trials=20", "json");
    assert_contains(text, "\"overlap\": 1.0,");
    assert_contains(text, "\"theory\": null");
    free(text);
    text = fixture_run("capacity", "energy=polynomial dim=60 load=0.3 trials=20", "json");
    assert_contains(text, "\"overlap\": 0.0");
    free(text);
}

static void rules_that_states_cannot_follow_are_refused(void **state) {
    (void)state;
    assert_refused(open_with("capacity", "energy=lse:beta=1 update=synchronous"), HOP_E_SUPPORT,
                   "those of lse with the similarity dot are not");
    assert_refused(
        open_with("basin", "energy=sparsemax:beta=1 similarity=hamming update=asynchronous"),
        HOP_E_SUPPORT, "sparsemax has no asynchronous updates");
    assert_int_equal(open_with("capacity", "energy=hebb update=synchronous"), HOP_OK);
}

static void cells_of_the_other_rule_are_refused(void **state) {
    (void)state;
    const char *settings = "energy=polynomial dim=20 load=0.05 trials=2";
    char path[] = "/tmp/hopfield-XXXXXX", other[128];
    hop_results results = {0};
    close(mkstemp(path));
    hop_sweep *e = fixture_experiment("capacity", settings, 1);
    results = fixture_sweep(e, 1, path);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    snprintf(other, sizeof other, "%s update=synchronous", settings);
    e = fixture_experiment("capacity", other, 1);
    hop_sweep_options options = {.threads = 1, .cells = path};
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_FORMAT, "update");
    hop_sweep_destroy(e);
    unlink(path);
}

static void bipolar_states_of_other_values_are_said_to_be_thresholded(void **state) {
    (void)state;
    char *hebb = fixture_run("capacity", GLYPHS "trials=4 load=2", "text");
    char *lse = fixture_run("capacity", GLYPHS "energy=lse trials=4 load=2", "text");
    char *compare = fixture_run("compare", GLYPHS "stored=2 queries=4", "json");
    char *drawn = fixture_run("capacity", "trials=4 load=0.1 dim=20", "text");
    assert_contains(hebb, "thresholded");
    assert_contains(compare, "thresholded");
    assert_null(strstr(lse, "thresholded"));
    assert_null(strstr(drawn, "thresholded"));
    free(hebb);
    free(lse);
    free(compare);
    free(drawn);
}

/* The pseudo-inverse keeps d - 1 patterns of d, and at d nothing moves: no curve is between. */
static void a_threshold_between_neighbours_is_anywhere_between_them(void **state) {
    (void)state;
    hop_findings f = fixture_findings("capacity", "energy=pseudo-inverse dim=40");
    assert_int_equal(f.threshold_count, 1);
    assert_true(f.thresholds[0].low <= 39.0 / 40 && f.thresholds[0].high >= 1);
    assert_near(f.thresholds[0].theory, 1, 0);
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_threshold_between_neighbours_is_anywhere_between_them),
        cmocka_unit_test(bipolar_states_of_other_values_are_said_to_be_thresholded),
        cmocka_unit_test(a_searched_place_is_one_row_however_often_it_was_tried),
        cmocka_unit_test(every_group_has_a_threshold_of_its_own),
        cmocka_unit_test(settings_that_do_not_go_together_are_refused),
        cmocka_unit_test(a_search_that_finds_nothing_ends_without_a_threshold),
        cmocka_unit_test(a_search_ends_at_the_largest_memory_that_it_stores),
        cmocka_unit_test(a_bound_that_suffices_is_outside_from_above_alone),
        cmocka_unit_test(settings_of_drawn_patterns_are_those_of_a_memory_in_their_place),
        cmocka_unit_test(beta_is_of_the_setting_or_of_the_spec_and_never_two),
        cmocka_unit_test(loads_of_a_memory_are_patterns_that_it_holds),
        cmocka_unit_test(a_memory_of_pictures_has_a_threshold_in_patterns),
        cmocka_unit_test(all_of_a_memory_is_stored_where_damage_is_located),
        cmocka_unit_test(dense_memories_have_the_threshold_of_krotov_and_hopfield),
        cmocka_unit_test(all_neurons_at_once_freeze_where_they_are),
        cmocka_unit_test(rules_that_states_cannot_follow_are_refused),
        cmocka_unit_test(cells_of_the_other_rule_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
