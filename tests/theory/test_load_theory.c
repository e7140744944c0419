/* Theories of capacity and basin: each where it holds, and nowhere else.
 * Covers: load_theory.c experiment/locate_theory.c
 * SPDX-License-Identifier: MIT */
#include "theory/load_theory.h"

#include <math.h>

#include "experiment/locate.h"
#include "support/experiment.h"
#include "theory/softmax_theory.h"

static hop_load_theories asked(const char *spec, hop_pattern_kind kind, hop_criterion criterion,
                               double dim, double flips) {
    hop_energy energy;
    assert_ok(hop_energy_parse(spec, &energy));
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    const hop_load_case c = {.energy = &energy,
                             .kind = kind,
                             .criterion = criterion,
                             .dim = dim,
                             .beta = beta < HOP_PARAMETER_MAX ? energy.parameter[beta] : NAN,
                             .flips = flips};
    return hop_load_capacity(&c);
}

static double theory(const char *spec, hop_criterion criterion, double dim, double flips) {
    return asked(spec, HOP_PATTERN_BIPOLAR, criterion, dim, flips).theory.load;
}

static double estimate(const char *spec, hop_criterion criterion, double dim, double flips) {
    return asked(spec, HOP_PATTERN_BIPOLAR, criterion, dim, flips).estimate.load;
}

static void softmax_capacities_are_those_of_their_patterns_and_say_at_which_d(void **state) {
    (void)state;
    static const char LSE[] = "lse:beta=1";
    hop_load_theory spherical =
        asked(LSE, HOP_PATTERN_SPHERICAL, HOP_CRITERION_OVERLAP, 20, 0).theory;
    assert_near(spherical.load, hop_softmax_lost(HOP_PATTERN_SPHERICAL, 20, 1), 0);
    assert_contains(spherical.source, "at this d");
    assert_string_equal(spherical.name, "estimate at this d");
    assert_near(theory(LSE, HOP_CRITERION_OVERLAP, 20, 0),
                hop_softmax_lost(HOP_PATTERN_BIPOLAR, 20, 1), 0);
    hop_load_theory gaussian =
        asked(LSE, HOP_PATTERN_GAUSSIAN, HOP_CRITERION_OVERLAP, 20, 0).theory;
    assert_near(gaussian.load, 0.5, 0);
    assert_contains(gaussian.source, "d to infinity");
}

/* The largest excess of erf z over z (sqrt(2 a) + 2/sqrt(pi) e^(-z^2)), for z from `least`. */
static double excess(double a, double least) {
    double most = -1;
    for (double z = least; z < 4; z += 1e-4)
        most = fmax(most, erf(z) - z * (sqrt(2 * a) + 2 / sqrt(3.14159265358979) * exp(-z * z)));
    return most;
}

/* That equation has a root z > 0.5 below the capacity, and none above; of hamming, one with m = erf
 * z of .99. */
static void classical_capacities_solve_their_equation(void **state) {
    (void)state;
    double capacity = theory("hebb", HOP_CRITERION_OVERLAP, 500, 0);
    assert_true(excess(capacity - 2e-6, 0.5) >= 0 && excess(capacity + 2e-6, 0.5) < 0);
    double strict = theory("hebb", HOP_CRITERION_HAMMING, 500, 0), z = 1.8213863677;
    assert_near(erf(z), 0.99, 1e-9);
    assert_true(excess(strict - 1e-5, z) >= 0 && excess(strict + 1e-5, z) < 0);
    assert_near(strict, 0.1263, 1e-4);
}

static void exact_recall_has_a_capacity_of_its_own(void **state) {
    (void)state;
    assert_near(theory("hebb", HOP_CRITERION_EXACT, 100, 0), 0.10857, 1e-5);
    assert_near(theory("hebb", HOP_CRITERION_EXACT, 100, 0.3), 0.10857, 1e-5);
    assert_near(theory("polynomial:degree=3,rectified=no", HOP_CRITERION_EXACT, 100, 0), 362 / 1e4,
                1e-4);
    /* All of d bits are stable with probability 1/2. */
    double load = estimate("hebb", HOP_CRITERION_EXACT, 1000, 0) - 1e-3;
    assert_near(pow(1 - erfc(sqrt(1 / (2 * load))) / 2, 1000), 0.5, 1e-6);
    assert_true(isnan(estimate("hebb", HOP_CRITERION_EXACT, 1000, 0.1)));
    assert_true(isnan(estimate("hebb", HOP_CRITERION_OVERLAP, 1000, 0)));
}

/* MATHS: at d = 32 the proven numbers; measured, about 170 and 28 for a quarter and .3. */
static void exponential_memories_have_a_bound_and_an_estimate_at_any_damage(void **state) {
    (void)state;
    for (int c = 0; c < HOP_CRITERION_COUNT; c++) {
        double proven = theory("exponential", (hop_criterion)c, 32, 0.25);
        assert_near(round(exp(32 * proven)) + 1, 9, 0);
        if (c == HOP_CRITERION_SQUARES) continue;
        /* 1 + ln 2 / P, P of 24 or more heads of 32: 15033173 / 2^32. */
        assert_near(exp(32 * estimate("exponential", (hop_criterion)c, 32, 0.25)),
                    1 + log(2) * 4294967296.0 / 15033173, 1e-6);
    }
    assert_near(estimate("exponential", HOP_CRITERION_EXACT, 20, 0.05), 0.9 - log(cosh(1)), 1e-12);
    double far = estimate("exponential", HOP_CRITERION_EXACT, 20000, 0.25);
    assert_near(far, (1.5 * log(1.5) + 0.5 * log(0.5)) / 2, 1e-3);
    assert_true(isnan(theory("exponential", HOP_CRITERION_EXACT, 32, 0.5)));
    assert_true(isnan(estimate("exponential", HOP_CRITERION_SQUARES, 32, 0.25)));
}

static void the_basin_is_the_inverse_of_the_capacity(void **state) {
    (void)state;
    hop_energy energy, hebb;
    assert_ok(hop_energy_parse("exponential", &energy));
    assert_ok(hop_energy_parse("hebb", &hebb));
    hop_load_case c = {.energy = &energy, .dim = 32, .flips = NAN};
    for (double flipped = 5; flipped <= 13; flipped++) {
        double bound = theory("exponential", HOP_CRITERION_EXACT, 32, flipped / 32);
        double likely = estimate("exponential", HOP_CRITERION_EXACT, 32, flipped / 32);
        assert_near(hop_load_basin(&c, exp(32 * bound)).theory.load, flipped / 32, 1e-9);
        assert_near(hop_load_basin(&c, exp(32 * likely)).estimate.load, flipped / 32, 1e-9);
    }
    assert_true(isnan(hop_load_basin(&c, exp(32 * 0.35)).theory.load));
    c.energy = &hebb;
    assert_true(isnan(hop_load_basin(&c, 3).theory.load));
}

static void where_there_is_no_theory_none_is_claimed(void **state) {
    (void)state;
    static const struct {
        const char *spec;
        hop_criterion criterion;
        double flips;
    } NONE[] = {
        {"hebb", HOP_CRITERION_NEAREST, 0},         {"hebb", HOP_CRITERION_SQUARES, 0},
        {"hebb", HOP_CRITERION_OVERLAP, 0.2},       {"hebb", HOP_CRITERION_EXACT, 0.5},
        {"polynomial", HOP_CRITERION_OVERLAP, 0},   {"polynomial", HOP_CRITERION_HAMMING, 0.1},
        {"lse:beta=1", HOP_CRITERION_OVERLAP, 0.1}, {"lse:beta=1", HOP_CRITERION_EXACT, 0},
        {"lse", HOP_CRITERION_OVERLAP, 0},          {"storkey", HOP_CRITERION_OVERLAP, 0},
    };
    for (size_t k = 0; k < sizeof NONE / sizeof *NONE; k++)
        if (!isnan(theory(NONE[k].spec, NONE[k].criterion, 50, NONE[k].flips)))
            fail_msg("%s has a theory", NONE[k].spec);
    assert_true(
        isnan(asked("hebb", HOP_PATTERN_SPHERICAL, HOP_CRITERION_OVERLAP, 50, 0).theory.load));
    assert_true(isfinite(theory("hebb", HOP_CRITERION_OVERLAP, 50, 0.01)));
    /* Without its own term a square is the classical network. */
    assert_near(theory("polynomial:degree=2,rectified=no", HOP_CRITERION_OVERLAP, 50, 0),
                theory("hebb", HOP_CRITERION_OVERLAP, 50, 0), 0);
    assert_near(theory("polynomial:degree=2,rectified=no", HOP_CRITERION_HAMMING, 50, 0), 0.15072,
                1e-5);
}

static void experiments_show_the_theory_of_their_criterion(void **state) {
    (void)state;
    char *text = fixture_run("capacity", "dim=100 load=0.05 trials=2 criterion=exact", "csv");
    assert_contains(text, ",0.1085736204758");
    free(text);
    text = fixture_run("capacity", "dim=100 load=0.05 trials=2 criterion=nearest", "json");
    assert_contains(text, "\"theory\": null");
    free(text);
    hop_sweep *e = fixture_experiment("criteria", "dim=50 trials=20", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    hop_findings f = {0};
    assert_ok(hop_findings_make(e, &results, &f));
    for (size_t i = 0; i < f.threshold_count; i++) {
        bool overlap =
            strcmp(f.thresholds[i].criterion, hop_criteria_text(HOP_CRITERION_OVERLAP)) == 0;
        bool nearest =
            strcmp(f.thresholds[i].criterion, hop_criteria_text(HOP_CRITERION_NEAREST)) == 0;
        if (overlap) assert_near(f.thresholds[i].theory, 0.137906, 0);
        if (nearest) assert_true(isnan(f.thresholds[i].theory));
    }
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    text = fixture_run("basin", "energy=exponential dim=32 load=0.1 damage=0.2 trials=2", "json");
    assert_null(strstr(text, "\"theory\": null"));
    assert_null(strstr(text, "\"estimate\": null"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(softmax_capacities_are_those_of_their_patterns_and_say_at_which_d),
        cmocka_unit_test(classical_capacities_solve_their_equation),
        cmocka_unit_test(exact_recall_has_a_capacity_of_its_own),
        cmocka_unit_test(exponential_memories_have_a_bound_and_an_estimate_at_any_damage),
        cmocka_unit_test(the_basin_is_the_inverse_of_the_capacity),
        cmocka_unit_test(where_there_is_no_theory_none_is_claimed),
        cmocka_unit_test(experiments_show_the_theory_of_their_criterion),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
