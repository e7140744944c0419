/* Every experiment: complete as a row, and its examples run.  And what each should find.
 * Covers: capacity.c basin.c noise.c convergence.c energy_curves.c images.c
 * Covers: features.c features_report.c criteria_curves.c
 * SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "support/experiment.h"

static void every_row_is_complete(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        assert_true(row->row.name && row->row.title && row->row.sources);
        assert_true(row->settings && row->columns && row->column_count > 0);
        assert_true(row->cell_size > 0 && row->line_size > 0);
        assert_int_equal(row->line_size % sizeof(double), 0);
        assert_true(row->examples && row->examples[0] && row->examples[1]);
        assert_true(row->cell && row->cost && row->report);
        size_t count = 0;
        for (; row->settings[count].parameter.name; count++) {
            const hop_setting *s = &row->settings[count];
            assert_true(s->parameter.meaning && s->parameter.unit);
            assert_true(s->default_value || s->kind == HOP_SETTING_MEMORY);
        }
        assert_in_range(count, 1, HOP_SETTING_MAX - 1);
        for (size_t c = 0; c < row->column_count; c++)
            assert_true(row->columns[c].name && row->columns[c].meaning);
        assert_true(row->essential <= row->column_count);
    }
}

/* Of docs/EXPERIMENTS.md. */
static void every_row_has_one_example_that_draws_its_picture(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        char option[64];
        size_t pictures = 0;
        snprintf(option, sizeof option, "--figure %s.png --force", row->row.name);
        for (const char *const *example = row->examples; *example; example++) {
            if (!strstr(*example, "--figure")) continue;
            assert_contains(*example, option);
            pictures++;
        }
        if (pictures != 1) fail_msg("%s has %zu pictures, not one", row->row.name, pictures);
    }
}

/* The example's own options are the program's: only their settings matter here. */
static void run_example(const char *name, const char *example) {
    char command[1024];
    const char *words[64] = {name};
    size_t count = 1;
    char *rest = NULL;
    snprintf(command, sizeof command, "%s", example);
    for (char *word = strtok_r(command, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        words[count++] = word;
        if (strcmp(word, "-o") == 0)
            words[count++] = support_path("%s", strtok_r(NULL, " ", &rest));
    }
    words[count++] = "--dry-run";
    words[count] = NULL;
    support_options options = {.folder = HOP_SOURCE_DIR};
    support_result result = support_run(&options, words);
    assert_status(result, 0);
    support_result_clear(&result);
}

static void every_example_is_understood(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        for (const char *const *example = row->examples; *example; example++)
            run_example(row->row.name, *example);
    }
}

/* The document of a run, parsed; hop_json_free() it. */
static hop_json *document(const char *name, const char *settings) {
    char *text = fixture_run(name, settings, "json");
    hop_json *json = NULL;
    assert_ok(hop_json_parse(name, text, strlen(text), &json));
    free(text);
    return json;
}

static double number_at(const hop_json *object, const char *key) {
    double value = NAN;
    assert_true(hop_json_number(hop_json_get(object, key), &value));
    return value;
}

static const hop_json *rows_of(const hop_json *document) {
    return hop_json_get(document, "rows");
}

static void the_classical_threshold_lies_where_simulations_find_it(void **state) {
    (void)state;
    hop_json *json = document("capacity", "dim=500 energy=hebb");
    const hop_json *threshold = hop_json_get(json, "threshold");
    double low = number_at(threshold, "low"), high = number_at(threshold, "high");
    assert_true((high - low) / 2 <= 0.004);
    /* "About .17" at d = 500; 4000 trials at each of five loads cross one half at .1745. */
    assert_near(number_at(threshold, "load"), 0.1745, 0.004);
    assert_near(number_at(threshold, "theory"), 0.137906, 1e-9);
    hop_json_free(json);
}

static void a_wider_basin_belongs_to_a_smaller_load(void **state) {
    (void)state;
    hop_json *json = document("basin", "dim=200 load=0.03,0.09 precision=0.03");
    const hop_json *thresholds = hop_json_get(json, "thresholds");
    assert_int_equal(hop_json_length(thresholds), 2);
    double wide = number_at(hop_json_at(thresholds, 0), "low");
    double narrow = number_at(hop_json_at(thresholds, 1), "high");
    assert_true(wide > narrow);
    assert_true(wide < 0.5 && narrow > 0.05);
    hop_json_free(json);
}

static void noise_that_is_none_harms_nothing(void **state) {
    (void)state;
    hop_json *json = document("noise", "memory=" HOP_SOURCE_DIR "/patterns/glyphs "
                                       "damage=gaussian,flip,contrast strength=0,0.45,0.9 "
                                       "sample=36");
    const hop_json *rows = rows_of(json);
    assert_int_equal(hop_json_length(rows), 9);
    for (size_t i = 0; i < 9; i += 3) {
        assert_near(number_at(hop_json_at(rows, i), "success"), 1, 0);
        assert_near(number_at(hop_json_at(rows, i), "queries"), 36, 0);
    }
    /* Correlation ignores contrast, and 90 % flipped is the negative. */
    assert_near(number_at(hop_json_at(rows, 5), "success"), 0, 0);
    assert_near(number_at(hop_json_at(rows, 8), "success"), 1, 0);
    hop_json_free(json);
}

static void no_bound_of_the_theorems_is_violated(void **state) {
    (void)state;
    hop_json *json = document("convergence", "dim=16,64 stored=10,100 beta=0.3:2.4:x2 queries=40 "
                                             "patterns=spherical,bipolar");
    const hop_json *rows = rows_of(json);
    double held = 0, tightest = 0;
    for (size_t i = 0; i < hop_json_length(rows); i++) {
        const hop_json *row = hop_json_at(rows, i);
        assert_near(number_at(row, "violated"), 0, 0);
        assert_true(number_at(row, "energy_drop") >= -1e-9);
        held += number_at(row, "premise");
        if (number_at(row, "premise") > 0) tightest = fmax(tightest, number_at(row, "worst"));
    }
    /* The premise holds often, and the bound is not so far off as to be met by anything. */
    assert_true(held > 200 && tightest > 0.005 && tightest <= 1);
    hop_json_free(json);
}

static void energies_never_rise(void **state) {
    (void)state;
    hop_json *json = document("energy", "memory=" HOP_SOURCE_DIR "/patterns/glyphs beta=5,20 "
                                        "sample=50 corrupt=gaussian:sigma=0.5");
    const hop_json *rows = rows_of(json);
    double before = INFINITY;
    size_t curves = 0;
    for (size_t i = 0; i < hop_json_length(rows); i++) {
        const hop_json *row = hop_json_at(rows, i);
        bool first = number_at(row, "step") == 0;
        curves += first;
        assert_near(number_at(row, "rose"), 0, 0);
        assert_true(first || number_at(row, "median") <= before + 1e-6);
        assert_true(number_at(row, "q05") <= number_at(row, "q25"));
        assert_true(number_at(row, "q75") <= number_at(row, "q95"));
        before = number_at(row, "median");
    }
    assert_int_equal(curves, 2);
    hop_json_free(json);
}

/* Of 100 steps sparsemax takes here, lse stands still after a few. */
static void steps_without_a_change_are_left_out_of_the_picture(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment(
        "energy", "memory=" HOP_SOURCE_DIR "/patterns/glyphs beta=3 sample=50 energy=sparsemax", 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    assert_int_equal(results.all[0].lines.count, 101);
    assert_true(findings.figure.x_high >= 4 && findings.figure.x_high <= 50);
    assert_contains(findings.figure.x_label, "further ones");
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

/* Column by column: a setting before, a measurement from there on. */
static void what_was_given_stands_before_what_was_measured(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        assert_true(row->given < row->column_count);
        for (size_t c = 0; c < row->column_count; c++)
            if (strcmp(row->columns[c].name, "energy") == 0 && row->given > 0)
                assert_true(c < row->given);
            else if (strcmp(row->columns[c].name, "success") == 0)
                assert_true(c >= row->given);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_complete),
        cmocka_unit_test(every_row_has_one_example_that_draws_its_picture),
        cmocka_unit_test(every_example_is_understood),
        cmocka_unit_test(the_classical_threshold_lies_where_simulations_find_it),
        cmocka_unit_test(a_wider_basin_belongs_to_a_smaller_load),
        cmocka_unit_test(noise_that_is_none_harms_nothing),
        cmocka_unit_test(no_bound_of_the_theorems_is_violated),
        cmocka_unit_test(steps_without_a_change_are_left_out_of_the_picture),
        cmocka_unit_test(what_was_given_stands_before_what_was_measured),
        cmocka_unit_test(energies_never_rise),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
