/* How success is drawn: the fitted curve, few points for many places, theory's lines.
 * SPDX-License-Identifier: MIT */
#include "experiment/locate_draw.h"

#include "support/experiment.h"

/* A steep curve of ln x, fitted near x = 0.5; and none. */
static const hop_crossing FIT = {.place = {.value = 0.5},
                                 .centre = -0.6931471805599453,
                                 .scale = 0.002,
                                 .logit = {0, -1, 0},
                                 .from = 0.497,
                                 .to = 0.503,
                                 .logarithmic = true,
                                 .curved = true,
                                 .found = true},
                          NONE = {.curved = false};

/* Six places where all succeed, three within the fall, six where none does, and one far out. */
static size_t places_of_a_search(hop_tally *places) {
    size_t count = 0;
    for (size_t i = 0; i < 6; i++)
        places[count++] = (hop_tally){.x = 0.4 + 0.005 * (double)i, .trials = 4, .successes = 4};
    for (size_t i = 0; i < 3; i++)
        places[count++] = (hop_tally){
            .x = 0.499 + 0.001 * (double)i, .trials = 64, .successes = 48 - 16 * (double)i};
    for (size_t i = 0; i < 6; i++)
        places[count++] = (hop_tally){.x = 0.6 + 0.005 * (double)i, .trials = 4};
    places[count++] = (hop_tally){.x = 3, .trials = 4};
    return count;
}

static const hop_curve *curve_of(const hop_findings *f, hop_curve_style style) {
    for (size_t i = 0; i < f->curve_count; i++)
        if (f->curves[i].style == style) return &f->curves[i];
    return NULL;
}

static void a_fit_is_drawn_without_a_kink_and_only_where_it_was_fitted(void **state) {
    (void)state;
    hop_tally places[16];
    hop_findings f = {0};
    size_t count = places_of_a_search(places);
    assert_ok(hop_locate_draw(places, count, &FIT, true, "measured", 1, &f));
    const hop_curve *fit = curve_of(&f, HOP_CURVE_LINE);
    assert_string_equal(fit->name, "logistic fit"); /* the other name is the points' */
    assert_near(fit->x[0], FIT.from, 1e-12);
    assert_near(fit->x[fit->count - 1], FIT.to, 1e-12);
    for (size_t i = 1; i < fit->count; i++) {
        assert_true(fit->x[i] > fit->x[i - 1]);
        assert_true(fit->y[i - 1] > fit->y[i] && fit->y[i - 1] - fit->y[i] < 0.06);
        assert_near(fit->y[i], hop_statistics_crossing_curve(&FIT, fit->x[i]), 1e-12);
    }
    hop_findings_clear(&f);
}

static void neighbours_of_a_search_are_one_point_and_the_numbers_keep_all(void **state) {
    (void)state;
    hop_tally places[16];
    hop_findings f = {0};
    size_t count = places_of_a_search(places);
    assert_ok(hop_locate_draw(places, count, &FIT, true, "measured", 1, &f));
    const hop_curve *points = curve_of(&f, HOP_CURVE_POINTS), *all = curve_of(&f, HOP_CURVE_DATA);
    assert_int_equal(points->count, 7);
    assert_near(points->x[0], 0.405, 1e-12);
    hop_estimate pooled = hop_statistics_wilson(12, 12);
    assert_near(points->y[0], 1, 0);
    assert_near(points->low[0], pooled.low, 1e-12);
    assert_near(points->x[2], 0.499, 1e-12);
    assert_near(points->y[6], 0, 0);
    for (size_t i = 0; i < points->count; i++) assert_true(points->x[i] < 0.63);
    assert_int_equal(all->count, count);
    assert_contains(all->name, "measured, every place");
    for (size_t i = 0; i < count; i++) assert_near(all->x[i], places[i].x, 0);
    hop_findings_clear(&f);
}

static void numbers_of_patterns_are_never_a_mean_of_several(void **state) {
    (void)state;
    hop_findings f = {0};
    hop_tally places[40];
    for (size_t i = 0; i < 40; i++)
        places[i] = (hop_tally){.x = (double)i + 1, .trials = 4, .successes = i < 20 ? 4 : 0};
    assert_ok(hop_locate_draw(places, 40, &NONE, true, "measured", 1, &f));
    assert_int_equal(curve_of(&f, HOP_CURVE_POINTS)->count, 40);
    hop_findings_clear(&f);
}

/* N / d of one and (ln N) / d of the other are no one axis; N is. */
static void loads_of_different_scales_are_drawn_by_patterns(void **state) {
    (void)state;
    hop_findings f =
        fixture_findings("capacity", "energy=hebb energy=lse:beta=1 dim=20 load=0.1,0.3 trials=5");
    assert_string_equal(f.figure.x_label, "patterns stored");
    assert_true(f.figure.log_x);
    size_t seen = 0;
    for (size_t i = 0; i < f.curve_count; i++) {
        const hop_curve *c = &f.curves[i];
        if (c->style != HOP_CURVE_POINTS) continue;
        assert_near(c->x[0], seen == 0 ? 2 : 7, 1e-9);
        assert_near(c->x[1], seen == 0 ? 6 : 403, 1e-9);
        seen++;
    }
    assert_int_equal(seen, 2);
    hop_findings_clear(&f);
    f = fixture_findings("capacity", "energy=hebb dim=20 load=0.1,0.3 trials=5");
    assert_string_equal(f.figure.x_label, "load N / d");
    hop_findings_clear(&f);
}

/* Softmax holds exp(43) patterns of 80 values: the axis would be of nothing else. */
static void a_theory_far_beyond_what_was_measured_is_not_drawn(void **state) {
    (void)state;
    hop_findings f =
        fixture_findings("capacity", "energy=hebb energy=lse:beta=1 dim=80 load=0.05 trials=5");
    size_t theories = 0;
    for (size_t i = 0; i < f.curve_count; i++) {
        const hop_curve *c = &f.curves[i];
        theories += c->style == HOP_CURVE_THEORY;
        for (size_t k = 0; k < c->count; k++) assert_true(c->x[k] < 1000);
    }
    assert_int_equal(theories, 1); /* 11 patterns by Hebb's rule */
    hop_findings_clear(&f);
}

static void places_of_a_grid_stay_as_they_are(void **state) {
    (void)state;
    hop_tally places[16];
    hop_findings f = {0};
    size_t count = places_of_a_search(places);
    assert_ok(hop_locate_draw(places, count, &FIT, false, "measured", 1, &f));
    assert_int_equal(curve_of(&f, HOP_CURVE_POINTS)->count, count);
    assert_null(curve_of(&f, HOP_CURVE_DATA));
    hop_findings_clear(&f);
    assert_ok(hop_locate_draw(places, count, &NONE, false, "measured", 1, &f));
    assert_int_equal(f.curve_count, 1);
    assert_int_equal(f.curves[0].count, count);
    assert_string_equal(f.curves[0].name, "measured");
    hop_findings_clear(&f);
}

static void groups_share_a_line_of_theory_or_have_one_in_their_colour(void **state) {
    (void)state;
    hop_findings f = {0};
    const hop_load_theory first = {0.5, "theory", "a"}, second = {0.6, "theory", "a"},
                          none = {NAN, "", ""};
    assert_ok(hop_locate_mark(&first, 1, &f));
    assert_ok(hop_locate_mark(&second, 2, &f));
    assert_ok(hop_locate_mark(&none, 3, &f));
    assert_int_equal(f.curve_count, 2);
    assert_string_equal(f.curves[0].name, "theory");
    assert_null(f.curves[1].name);
    assert_int_equal(f.curves[0].colour, 1);
    assert_int_equal(f.curves[1].colour, 2);
    assert_ok(hop_locate_mark(&first, 3, &f));
    assert_int_equal(f.curve_count, 2);
    assert_int_equal(f.curves[0].colour, HOP_COLOUR_NEXT);
    hop_findings_clear(&f);
}

static int line_look(const hop_findings *f, size_t curve) {
    return f->curves[curve].colour;
}

/* Two theories of one group, and two that several share, differ in their dashes. */
static void theories_of_different_names_look_different(void **state) {
    (void)state;
    hop_findings f = {0};
    const hop_load_theory one = {0.5, "large d", "a"}, two = {0.6, "this d", "b"},
                          next = {0.7, "this d", "b"};
    assert_ok(hop_locate_mark(&one, 1, &f));
    assert_ok(hop_locate_mark(&two, 1, &f));
    assert_ok(hop_locate_mark(&next, 2, &f));
    assert_int_equal(line_look(&f, 0), 1);
    assert_int_equal(line_look(&f, 1), 1 + HOP_COLOUR_COUNT);
    assert_int_equal(line_look(&f, 2), 2 + HOP_COLOUR_COUNT);
    assert_ok(hop_locate_mark(&one, 2, &f));
    assert_ok(hop_locate_mark(&two, 2, &f));
    assert_int_equal(line_look(&f, 0), HOP_COLOUR_NEXT);
    assert_true(line_look(&f, 1) > HOP_COLOUR_COUNT);
    assert_true(line_look(&f, 1) != 2 + HOP_COLOUR_COUNT);
    hop_findings_clear(&f);
}

static void the_tsv_of_a_search_has_every_place(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=500", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    hop_findings f = {0};
    assert_ok(hop_findings_make(e, &results, &f));
    hop_result *result = NULL;
    assert_ok(hop_sweep_result(e, &results, &result));
    assert_ok(hop_result_write(result, support_path("search.svg"), false));
    hop_result_destroy(result);
    const hop_curve *points = curve_of(&f, HOP_CURVE_POINTS), *all = curve_of(&f, HOP_CURVE_DATA);
    assert_int_equal(all->count, hop_table_row_count(f.table));
    assert_true(points->count < all->count && points->count >= 4);
    char *tsv = support_read(support_path("search.tsv"), NULL);
    char *svg = support_read(support_path("search.svg"), NULL);
    assert_contains(tsv, "# curve: measured, every place (near neighbours are drawn as one, far ");
    assert_contains(svg, "theory, d to infinity");
    assert_null(strstr(svg, "every place"));
    free(tsv);
    free(svg);
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_is_drawn_without_a_kink_and_only_where_it_was_fitted),
        cmocka_unit_test(neighbours_of_a_search_are_one_point_and_the_numbers_keep_all),
        cmocka_unit_test(numbers_of_patterns_are_never_a_mean_of_several),
        cmocka_unit_test(loads_of_different_scales_are_drawn_by_patterns),
        cmocka_unit_test(a_theory_far_beyond_what_was_measured_is_not_drawn),
        cmocka_unit_test(places_of_a_grid_stay_as_they_are),
        cmocka_unit_test(groups_share_a_line_of_theory_or_have_one_in_their_colour),
        cmocka_unit_test(theories_of_different_names_look_different),
        cmocka_unit_test(the_tsv_of_a_search_has_every_place),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
