/* What capacity and basin share: pooled places, thresholds by group, settings that do not go
 * together.
 * SPDX-License-Identifier: MIT */
#include "experiment/locate.h"

#include "base/json.h"
#include "experiment/fixture.h"

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
    assert_true(hop_json_number(hop_json_get(hop_json_get(json, "threshold"), "trials"), &trials));
    assert_near(trials, total, 0);
    hop_json_free(json);
    free(text);
}

static void every_group_has_a_threshold_of_its_own(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=40,160 precision=0.03", "csv");
    assert_contains(text, "# threshold: load");
    assert_contains(text, "at dim=40");
    assert_contains(text, "# threshold_2: load");
    assert_contains(text, "at dim=160");
    free(text);
}

static hop_status open_with(const char *name, const char *settings) {
    hop_experiment *experiment = NULL;
    assert_ok(fixture_try(name, settings, 1, &experiment));
    hop_status status = hop_experiment_open(experiment, &hop_load_defaults);
    hop_experiment_destroy(experiment);
    return status;
}

static void settings_that_do_not_go_together_are_refused(void **state) {
    (void)state;
    assert_refused(open_with("capacity", "patterns=spherical"), HOP_E_SUPPORT, "bipolar");
    assert_refused(open_with("capacity", "dim=40000"), HOP_E_LIMIT, "32767");
    assert_refused(open_with("capacity", "beta=3"), HOP_E_SUPPORT, "hebb has no beta");
    assert_refused(open_with("capacity", "corrupt=blur"), HOP_E_SUPPORT, "pictures");
    assert_refused(open_with("basin", "load=auto"), HOP_E_VALUE, "load must be a number");
    assert_refused(open_with("capacity", "load=0.1 damage=auto"), HOP_E_VALUE,
                   "damage must be a number");
}

static void a_search_that_finds_nothing_ends_without_a_threshold(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=400 energy=lse:beta=4 trials=200", "json");
    assert_contains(text, "\"threshold\": null");
    free(text);
}

static void beta_of_a_setting_replaces_that_of_the_spec(void **state) {
    (void)state;
    hop_experiment *e = fixture_experiment("capacity", "energy=lse:beta=1 beta=2,3 load=0.1", 1);
    double value[HOP_SETTING_MAX];
    hop_experiment_point(e, 1, value);
    assert_near(hop_locate_energy(e, value).parameter[0], 3, 0);
    hop_experiment_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_searched_place_is_one_row_however_often_it_was_tried),
        cmocka_unit_test(every_group_has_a_threshold_of_its_own),
        cmocka_unit_test(settings_that_do_not_go_together_are_refused),
        cmocka_unit_test(a_search_that_finds_nothing_ends_without_a_threshold),
        cmocka_unit_test(beta_of_a_setting_replaces_that_of_the_spec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
