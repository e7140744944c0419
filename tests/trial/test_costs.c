/* Predicted times: what they grow with.  How near they are to the truth is measured, not tested: it
 * depends on the machine.
 * SPDX-License-Identifier: MIT */
#include "trial/costs.h"

#include "support/experiment.h"

/* Seconds on one processor, nothing run. */
static double predicted(const char *name, const char *settings) {
    hop_sweep *e = fixture_experiment(name, settings, 1);
    hop_sweep_options options = {.threads = 1};
    hop_prediction p = {0};
    assert_ok(hop_sweep_predict(e, &options, false, &p));
    hop_sweep_destroy(e);
    return p.seconds;
}

static hop_work work_of(hop_energy *energy, const char *spec) {
    assert_ok(hop_energy_parse(spec, energy));
    return (hop_work){.energy = energy, .states = 10, .patterns = 100, .dim = 50, .steps = 3};
}

static void recall_takes_longer_for_all_that_it_has_to_do(void **state) {
    (void)state;
    hop_energy lse, sparse, hebb;
    hop_similarity robust, evidence;
    assert_ok(hop_similarity_parse("robust", &robust));
    assert_ok(hop_similarity_parse("information", &evidence));
    hop_work plain = work_of(&lse, "lse:beta=1"), more = plain;
    double least = hop_cost_recall(&plain);
    assert_true(least > 0);
    more.states *= 2;
    assert_true(hop_cost_recall(&more) > least);
    more = plain, more.steps *= 2;
    assert_true(hop_cost_recall(&more) > least);
    more = plain, more.choose_beta = true;
    assert_true(hop_cost_recall(&more) > least);
    more = plain, more.from_pattern = true;
    assert_true(hop_cost_recall(&more) > least);
    more = plain, more.similarity = robust.kind;
    assert_true(hop_cost_recall(&more) > least);
    /* Looking through what a channel may have done, and then dearer for every pattern too. */
    more.similarity = evidence.kind;
    const double once = hop_cost_recall(&more);
    assert_true(once > 10 * least);
    more.patterns = plain.patterns = 1e6;
    assert_true(hop_cost_recall(&more) - once > 1.05 * (hop_cost_recall(&plain) - least));
    plain = work_of(&lse, "lse:beta=1");
    more = work_of(&sparse, "sparsemax:beta=1");
    assert_true(hop_cost_recall(&more) > least);
    more = work_of(&hebb, "hebb");
    assert_true(hop_cost_recall(&more) > least);
}

#define GLYPHS "memory=" HOP_SOURCE_DIR "/patterns/glyphs "

static void ten_times_the_trials_take_ten_times_as_long(void **state) {
    (void)state;
    static const char *const CASES[][3] = {
        {"capacity", "dim=200 load=0.1,0.15 trials=100", "dim=200 load=0.1,0.15 trials=1000"},
        {"capacity", "energy=lse:beta=1 patterns=spherical dim=12 load=0.4 trials=100",
         "energy=lse:beta=1 patterns=spherical dim=12 load=0.4 trials=1000"},
        {"phase", "trials=10", "trials=100"},
        {"phase", "energy=hebb trials=1", "energy=hebb trials=10"},
        {"noise", GLYPHS "sample=1000", GLYPHS "sample=10000"},
        {"similarity", GLYPHS "sample=1000", GLYPHS "sample=10000"},
        {"energy", GLYPHS "sample=1000", GLYPHS "sample=10000"},
        {"metastable", "sample=1000", "sample=10000"},
        {"convergence", "queries=1000", "queries=10000"},
        {"features", "draws=40", "draws=400"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double ratio = predicted(CASES[i][0], CASES[i][2]) / predicted(CASES[i][0], CASES[i][1]);
        if (ratio < 9 || ratio > 10.01) fail_msg("%s %s: %g", CASES[i][0], CASES[i][1], ratio);
    }
}

static void a_search_takes_longer_the_closer_it_must_come(void **state) {
    (void)state;
    double usual = predicted("capacity", "dim=200");
    /* Of five times the trials it may have three. */
    assert_true(predicted("capacity", "dim=200 precision=0.002") > 2.5 * usual);
    assert_true(predicted("capacity", "dim=200 precision=0.002 trials=1000") < 2 * usual);
    /* Success falls more steeply in large networks: fewer trials, but dearer ones. */
    double large = predicted("capacity", "dim=800");
    assert_true(large > usual && large < 16 * usual);
    assert_true(predicted("basin", "dim=200 damage=auto") > 0);
}

static void states_that_are_lost_take_longer_than_those_that_are_kept(void **state) {
    (void)state;
    double kept = predicted("phase", "dim=16 load=0.5 beta=1 patterns=bipolar");
    double lost = predicted("phase", "dim=16 load=0.5 beta=0.8 patterns=bipolar");
    assert_true(lost > 2 * kept);
    assert_near(predicted("phase", "dim=16 load=0.5 beta=0.8 patterns=bipolar steps=4"), kept,
                1e-9 * kept);
}

static void heat_takes_every_sweep_there_is(void **state) {
    (void)state;
    double cold = predicted("phase", "energy=hebb load=0.1 temperature=0");
    double hot = predicted("phase", "energy=hebb load=0.1 temperature=0.5");
    assert_true(hot > 10 * cold);
    assert_true(predicted("phase", "energy=hebb load=0.1 temperature=0.5 steps=200") > 1.9 * hot);
    assert_true(predicted("phase", "energy=storkey dim=80 load=0.1 temperature=0.5") >
                5 * predicted("phase", "energy=storkey dim=80 load=0.1 temperature=0"));
}

/* At the critical ratio a state never arrives. */
static void a_fork_takes_longest_at_the_critical_ratio(void **state) {
    (void)state;
    double at = predicted("pitchfork", "ratio=1"), beside = predicted("pitchfork", "ratio=1.1");
    assert_true(at > 20 * beside);
    assert_true(predicted("pitchfork", "ratio=1 steps=40000") > 1.9 * at);
    assert_true(predicted("emergent", "stored=18") > 2 * predicted("emergent", "stored=14"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recall_takes_longer_for_all_that_it_has_to_do),
        cmocka_unit_test(ten_times_the_trials_take_ten_times_as_long),
        cmocka_unit_test(a_search_takes_longer_the_closer_it_must_come),
        cmocka_unit_test(states_that_are_lost_take_longer_than_those_that_are_kept),
        cmocka_unit_test(heat_takes_every_sweep_there_is),
        cmocka_unit_test(a_fork_takes_longest_at_the_critical_ratio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
