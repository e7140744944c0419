/* Where softmax loses patterns: published limits, the fixed point itself, and simulations.
 * SPDX-License-Identifier: MIT */
#include "theory/softmax_theory.h"

#include <hopfield/statistics.h>

#include "support/experiment.h"

static void the_limits_are_the_published_ones(void **state) {
    (void)state;
    static const double BETA[] = {0.5, 1, 2, 4}, LOAD[] = {0.3870, 0.6226, 0.9088, 1.2244};
    for (size_t i = 0; i < 4; i++)
        assert_near(hop_softmax_limit(HOP_PATTERN_SPHERICAL, BETA[i]), LOAD[i], 5e-5);
    assert_near(hop_softmax_limit(HOP_PATTERN_BIPOLAR, 1), 1 - log(cosh(1)), 1e-14);
    assert_near(hop_softmax_limit(HOP_PATTERN_GAUSSIAN, 0.5), 0.375, 1e-14);
    assert_near(hop_softmax_limit(HOP_PATTERN_GAUSSIAN, 3), 0.5, 0);
}

static void the_boundary_goes_to_its_limit_from_below(void **state) {
    (void)state;
    static const hop_pattern_kind KINDS[] = {HOP_PATTERN_SPHERICAL, HOP_PATTERN_BIPOLAR};
    for (size_t k = 0; k < 2; k++) {
        double far = INFINITY;
        for (double d = 32; d < 1e6; d *= 4) {
            double off = hop_softmax_limit(KINDS[k], 0.5) - hop_softmax_lost(KINDS[k], d, 0.5);
            /* As ln d / d. */
            assert_true(off > 0 && off < far / 2);
            far = off;
        }
        assert_true(far < 1e-4);
    }
}

/* g(b) and g'(b) of spherical patterns by the integral over the angle, of bipolar ones as they are.
 */
static void noise_by_integral(bool sphere, double d, double b, double *g, double *slope) {
    enum { STEPS = 20000 };
    double sum = 0, tilted = 0, all = 0;
    *g = log(cosh(b)), *slope = tanh(b);
    if (!sphere) return;
    for (size_t i = 0; i < STEPS; i++) {
        double t = 3.14159265358979 * ((double)i + 0.5) / STEPS, weight = pow(sin(t), d - 2);
        double e = weight * exp(b * d * (cos(t) - 1));
        sum += e;
        tilted += e * cos(t);
        all += weight;
    }
    *g = b + log(sum / all) / d;
    *slope = tilted / sum;
}

/* The weight of the pattern where steps from it come to rest. */
static double settled_weight(bool sphere, double d, double beta, double load) {
    double q = 1, p = 1;
    for (size_t i = 0; i < 400; i++) {
        double g = 0, slope = 0;
        noise_by_integral(sphere, d, beta * q, &g, &slope);
        p = 1 / (1 + (exp(load * d) - 1) * exp(-d * (beta * q - g)));
        q = p + (1 - p) * slope;
    }
    return p;
}

static void steps_from_a_pattern_stay_within_the_boundary_and_leave_beyond(void **state) {
    (void)state;
    static const double DIM[] = {8, 16, 60}, BETA[] = {1, 0.5, 0.2};
    for (size_t i = 0; i < 3; i++)
        for (int sphere = 0; sphere < 2; sphere++) {
            double load = hop_softmax_lost(sphere ? HOP_PATTERN_SPHERICAL : HOP_PATTERN_BIPOLAR,
                                           DIM[i], BETA[i]);
            assert_true(settled_weight(sphere, DIM[i], BETA[i], load - 0.002) > 0.5);
            assert_true(settled_weight(sphere, DIM[i], BETA[i], load + 0.002) < 0.5);
        }
}

static void where_there_is_no_theory_there_is_no_number(void **state) {
    (void)state;
    assert_true(isnan(hop_softmax_lost(HOP_PATTERN_SPHERICAL, 2, 0.5)));
    assert_true(isnan(hop_softmax_lost(HOP_PATTERN_GAUSSIAN, 16, 0.5)));
    assert_true(isnan(hop_softmax_lost(HOP_PATTERN_SPHERICAL, 16, NAN)));
    assert_true(isnan(hop_softmax_limit(HOP_PATTERN_BIPOLAR, 0)));
}

static void make(const char *name, const char *settings, hop_findings *findings) {
    hop_sweep *e = fixture_experiment(name, settings, 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, findings));
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

/* Where noise equals signal at a first step, which was shown before, is a sixth to a half beyond.
 */
static void thresholds_of_simulations_lie_on_the_boundary(void **state) {
    (void)state;
    static const char *const PLACES[] = {
        "dim=16 beta=1 patterns=spherical",    "dim=16 beta=1 patterns=bipolar",
        "dim=32 beta=0.35 patterns=spherical", "dim=32 beta=0.35 patterns=bipolar",
        "dim=64 beta=0.15 patterns=spherical", "dim=64 beta=0.15 patterns=bipolar",
    };
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        char settings[128];
        hop_findings f = {0};
        snprintf(settings, sizeof settings, "energy=lse precision=0.01 %s", PLACES[i]);
        make("capacity", settings, &f);
        assert_int_equal(f.threshold_count, 1);
        assert_near(f.thresholds[0].value, f.thresholds[0].theory, 0.02 * f.thresholds[0].theory);
        hop_findings_clear(&f);
    }
}

static double column_of(const hop_findings *f, const char *name) {
    size_t c = 0;
    while (strcmp(hop_table_column(f->table, c)->name, name) != 0) c++;
    hop_cell cell = hop_table_cell(f->table, 0, c);
    return cell.none ? NAN : cell.number;
}

static void capacity_and_phase_show_the_same_boundary(void **state) {
    (void)state;
    static const char *const KINDS[] = {"spherical", "bipolar", "gaussian"};
    for (size_t k = 0; k < 3; k++) {
        char settings[128];
        hop_findings capacity = {0}, phase = {0};
        snprintf(settings, sizeof settings,
                 "energy=lse beta=0.5 dim=12 load=0.2 trials=1 patterns=%s", KINDS[k]);
        make("capacity", settings, &capacity);
        make("phase", settings, &phase);
        assert_near(column_of(&capacity, "theory"), column_of(&phase, "theory"), 0);
        hop_findings_clear(&capacity);
        hop_findings_clear(&phase);
    }
}

/* It is of states that start at their pattern. */
static void a_damaged_start_has_no_theory(void **state) {
    (void)state;
    static const char SETTINGS[] = "energy=lse beta=0.5 dim=12 load=0.2 trials=1 damage=0.1";
    hop_findings capacity = {0}, phase = {0};
    make("capacity", SETTINGS, &capacity);
    make("phase", SETTINGS, &phase);
    assert_true(isnan(column_of(&capacity, "theory")));
    assert_true(isnan(column_of(&phase, "theory")));
    hop_findings_clear(&capacity);
    hop_findings_clear(&phase);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limits_are_the_published_ones),
        cmocka_unit_test(the_boundary_goes_to_its_limit_from_below),
        cmocka_unit_test(steps_from_a_pattern_stay_within_the_boundary_and_leave_beyond),
        cmocka_unit_test(where_there_is_no_theory_there_is_no_number),
        cmocka_unit_test(thresholds_of_simulations_lie_on_the_boundary),
        cmocka_unit_test(capacity_and_phase_show_the_same_boundary),
        cmocka_unit_test(a_damaged_start_has_no_theory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
