/* Promises hold: measured errors lie below their bounds wherever the premise does.
 * Covers: model.c
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/certificate.h>
#include <hopfield/load.h>

#include <stdio.h>

/* A recall in double at a beta, of a family and a similarity. */
static hop_recall *recall_of(const hop_memory *memory, const char *energy, const char *similarity,
                             double beta) {
    hop_recall_options options = fixture_options(similarity, NAN, HOP_DOUBLE);
    assert_ok(hop_energy_parse(energy, &options.model.energy));
    options.model.energy.parameter[0] = beta;
    return fixture_recall(memory, &options);
}

static hop_certificate *certify_all(const hop_recall *recall) {
    size_t *patterns = calloc(recall->count, sizeof *patterns);
    hop_certificate *certificates = calloc(recall->count, sizeof *certificates);
    assert_non_null(patterns);
    assert_non_null(certificates);
    for (size_t i = 0; i < recall->count; i++) patterns[i] = i;
    assert_ok(hop_recall_certify(recall, patterns, recall->count, certificates));
    free(patterns);
    return certificates;
}

/* A state at `distance` from a key, in a random direction. */
static void put_at(const double *key, size_t dim, double distance, hop_random *random,
                   double *state) {
    for (size_t j = 0; j < dim; j++) state[j] = hop_random_normal(random);
    double norm = fixture_norm(state, dim);
    for (size_t j = 0; j < dim; j++) state[j] = key[j] + distance * state[j] / norm;
}

/* Rounding of a step in double: d products and N weights, of numbers up to M^2 beta. */
static double rounding_of(const hop_recall *recall) {
    double norm = recall->largest_norm;
    return 1e-14 * (double)(recall->count + recall->dim) * norm *
           (1 + norm * norm * hop_recall_beta(recall));
}

static double *keys_of(const hop_recall *recall) {
    double *keys = calloc(recall->count * recall->dim, sizeof *keys);
    assert_non_null(keys);
    hop_recall_keys(recall, keys);
    return keys;
}

/* One step from distances well beyond the ball lands within its bound. */
static size_t check_steps(const hop_recall *recall, const hop_certificate *c, const double *key,
                          hop_random *random) {
    double *state = calloc(recall->dim, sizeof *state);
    size_t telling = 0;
    for (size_t k = 0; k < 4; k++) {
        double norm = recall->largest_norm;
        double distance = hop_random_uniform(random) * fabs(c->separation) / (2 * norm);
        double bound = hop_recall_step_bound(recall, c, distance);
        put_at(key, recall->dim, distance, random, state);
        assert_ok(hop_recall_step(recall, state, 1, NULL, NULL));
        double error = fixture_distance(state, key, recall->dim);
        assert_true(error <= bound + rounding_of(recall));
        telling += bound > rounding_of(recall) && bound < norm ? 1 : 0;
    }
    free(state);
    return telling;
}

/* From anywhere in the ball every state stays in it and settles within the bound. */
static void check_ball(const hop_recall *recall, const hop_certificate *c, const double *key,
                       hop_random *random) {
    double *state = calloc(recall->dim, sizeof *state), rounding = rounding_of(recall);
    put_at(key, recall->dim, c->radius * hop_random_uniform(random), random, state);
    for (size_t t = 0; t < 40; t++) {
        assert_ok(hop_recall_step(recall, state, 1, NULL, NULL));
        assert_true(fixture_distance(state, key, recall->dim) <= c->radius + rounding);
    }
    assert_true(fixture_distance(state, key, recall->dim) <= c->bound + rounding);
    free(state);
}

/* All patterns of a memory, at the beta at which half of them are guaranteed and at twice that. */
static void check_memory(const hop_memory *memory, const char *similarity, size_t *guaranteed,
                         size_t *telling) {
    hop_random random;
    hop_random_init(&random, 7, hop_memory_count(memory));
    for (int doubled = 0; doubled < 2; doubled++) {
        hop_recall *recall = recall_of(memory, "lse", similarity, 1);
        hop_certificate *at_one = certify_all(recall);
        double beta = at_one[recall->count / 2].least_beta * (doubled ? 2 : 1);
        free(at_one);
        hop_recall_destroy(recall);
        if (!isfinite(beta)) continue;
        recall = recall_of(memory, "lse", similarity, beta);
        hop_certificate *c = certify_all(recall);
        double *keys = keys_of(recall);
        for (size_t i = 0; i < recall->count; i++) {
            *telling += check_steps(recall, &c[i], keys + i * recall->dim, &random);
            if (!c[i].guaranteed) continue;
            (*guaranteed)++;
            check_ball(recall, &c[i], keys + i * recall->dim, &random);
        }
        free(keys);
        free(c);
        hop_recall_destroy(recall);
    }
}

static void softmax_errors_lie_below_their_bounds(void **state) {
    (void)state;
    static const char *const SIMILARITIES[] = {"dot", "euclidean", "correlation", "cosine"};
    static const size_t COUNTS[] = {2, 3, 12, 40}, DIMS[] = {2, 8, 40};
    size_t guaranteed = 0, telling = 0;
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            for (size_t s = 0; s < 4; s++) {
                hop_memory *memory = fixture_memory(COUNTS[n], DIMS[d], HOP_F64,
                                                    s == 0 ? FIXTURE_NORMAL : FIXTURE_GREY, n + 1);
                check_memory(memory, SIMILARITIES[s], &guaranteed, &telling);
                hop_memory_destroy(memory);
            }
    assert_true(guaranteed > 300);
    assert_true(telling > 300);
}

static void shipped_patterns_keep_their_promises(void **state) {
    (void)state;
    static const char *const SETS[] = {"glyphs", "ornaments"};
    for (size_t k = 0; k < 2; k++) {
        size_t guaranteed = 0, telling = 0;
        hop_memory *memory = NULL;
        char path[400];
        snprintf(path, sizeof path, "%s/patterns/%s", HOP_SOURCE_DIR, SETS[k]);
        assert_ok(hop_memory_open(path, &memory));
        check_memory(memory, "correlation", &guaranteed, &telling);
        assert_true(guaranteed >= hop_memory_count(memory));
        assert_true(telling > 0);
        hop_memory_destroy(memory);
    }
}

static void a_promise_begins_at_its_beta(void **state) {
    (void)state;
    static const char *const FAMILIES[] = {"lse", "sparsemax", "entmax", "normmax"};
    hop_memory *memory = fixture_memory(9, 30, HOP_F64, FIXTURE_NORMAL, 3);
    for (size_t f = 0; f < 4; f++) {
        hop_recall *recall = recall_of(memory, FAMILIES[f], "dot", 1);
        hop_certificate *at_one = certify_all(recall);
        for (size_t i = 0; i < recall->count; i++)
            for (int above = 0; above < 2; above++) {
                double beta = at_one[i].least_beta * (above ? 1 + 1e-9 : 1 - 1e-9);
                hop_recall *near = recall_of(memory, FAMILIES[f], "dot", beta);
                hop_certificate found;
                assert_ok(hop_recall_certify(near, &i, 1, &found));
                assert_int_equal(found.guaranteed, above);
                assert_int_equal(isfinite(found.bound), above);
                hop_recall_destroy(near);
            }
        free(at_one);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* Ramsauer's condition holds there too, and says nothing. */
static void a_tiny_beta_promises_nothing(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(5, 10, HOP_F64, FIXTURE_NORMAL, 4);
    hop_recall *recall = recall_of(memory, "lse", "dot", 1e-9);
    hop_certificate *c = certify_all(recall);
    double n = 5, beta = 1e-9, norm = recall->largest_norm;
    double asked = 2 / (beta * n) + log(2 * (n - 1) * n * beta * norm * norm) / beta;
    assert_true(c[0].separation >= asked);
    for (size_t i = 0; i < 5; i++) assert_false(c[i].guaranteed);
    free(c);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Whether one step from `distance` ends in the pattern itself. */
static bool is_exact(const hop_recall *recall, const double *key, double distance,
                     hop_random *random) {
    double *state = calloc(recall->dim, sizeof *state);
    put_at(key, recall->dim, distance, random, state);
    assert_ok(hop_recall_step(recall, state, 1, NULL, NULL));
    bool exact = fixture_distance(state, key, recall->dim) == 0;
    free(state);
    return exact;
}

static void a_margin_makes_a_pattern_exact_and_its_absence_does_not(void **state) {
    (void)state;
    static const char *const FAMILIES[][2] = {{"sparsemax", "dot"},
                                              {"entmax:beta=1,alpha=1.5", "dot"},
                                              {"entmax:beta=1,alpha=1.3", "euclidean"},
                                              {"normmax:beta=1,gamma=3", "dot"},
                                              {"lsr", "euclidean"}};
    hop_memory *memory = fixture_memory(12, 20, HOP_F64, FIXTURE_NORMAL, 5);
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t f = 0; f < 5; f++)
        for (size_t i = 0; i < 12; i++) {
            hop_certificate found;
            hop_recall *recall = recall_of(memory, FAMILIES[f][0], FAMILIES[f][1], 1);
            assert_ok(hop_recall_certify(recall, &i, 1, &found));
            hop_recall_destroy(recall);
            if (!isfinite(found.least_beta)) continue;
            double *keys = fixture_patterns(memory), *key = keys + i * 20;
            recall = recall_of(memory, FAMILIES[f][0], FAMILIES[f][1], 1.5 * found.least_beta);
            assert_ok(hop_recall_certify(recall, &i, 1, &found));
            assert_true(found.guaranteed && found.bound == 0 && found.radius > 0);
            for (size_t k = 0; k < 5; k++)
                assert_true(is_exact(recall, key, 0.999 * found.radius, &random));
            hop_recall_destroy(recall);
            recall = recall_of(memory, FAMILIES[f][0], FAMILIES[f][1], 0.99 * found.least_beta);
            assert_ok(hop_recall_certify(recall, &i, 1, &found));
            assert_false(found.guaranteed || found.radius > 0);
            assert_false(is_exact(recall, key, 0, &random));
            hop_recall_destroy(recall);
            free(keys);
        }
    hop_memory_destroy(memory);
}

/* Opposite patterns are 2 M apart, so between them the radius is all there is. */
static void the_radius_of_a_margin_is_tight_between_opposites(void **state) {
    (void)state;
    const double patterns[4] = {3, 4, -3, -4};
    hop_memory *memory = fixture_memory_of(patterns, 2, 2, HOP_F64);
    hop_recall *recall = recall_of(memory, "sparsemax", "dot", 0.1);
    hop_certificate *c = certify_all(recall);
    assert_near(c[0].radius, (50 - 10) / 10.0, 1e-12);
    for (int outside = 0; outside < 2; outside++) {
        double share = 1 - c[0].radius * (outside ? 1.001 : 0.999) / 5;
        double point[2] = {3 * share, 4 * share};
        assert_ok(hop_recall_step(recall, point, 1, NULL, NULL));
        assert_int_equal(fixture_distance(point, patterns, 2) == 0, !outside);
    }
    free(c);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* beta = 2 / (r - delta)^2 makes delta the radius (Hoover et al. 2025). */
static void the_radius_of_balls_is_the_published_one(void **state) {
    (void)state;
    const double patterns[4] = {0, 0, 3, 4};
    hop_memory *memory = fixture_memory_of(patterns, 2, 2, HOP_F64);
    double delta = 2, beta = 2 / ((5 - delta) * (5 - delta));
    hop_recall *recall = recall_of(memory, "lsr", "euclidean", beta);
    hop_certificate *c = certify_all(recall);
    assert_near(c[0].separation, 12.5, 1e-12);
    assert_near(c[0].radius, delta, 1e-12);
    free(c);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void the_only_pattern_is_always_recalled(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(1, 4, HOP_F64, FIXTURE_GREY, 6);
    hop_recall *recall = recall_of(memory, "lse", "dot", 0.01);
    hop_certificate *c = certify_all(recall);
    assert_true(c->guaranteed && isinf(c->radius) && c->bound == 0 && c->least_beta == 0);
    assert_true(isinf(c->separation));
    assert_true(c->rival == HOP_NO_PATTERN);
    free(c);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void twins_are_promised_nothing(void **state) {
    (void)state;
    const double patterns[9] = {1, 0, 0, 1, 0, 0, 0, 1, 0};
    hop_memory *memory = fixture_memory_of(patterns, 3, 3, HOP_F64);
    hop_recall *recall = recall_of(memory, "lse", "dot", 1e6);
    hop_certificate *c = certify_all(recall);
    assert_false(c[0].guaranteed);
    assert_true(isinf(c[0].least_beta) && isinf(c[0].bound) && c[0].radius == 0);
    assert_int_equal(c[0].duplicates, 1);
    assert_int_equal(c[0].rival, 1);
    assert_true(c[2].guaranteed);
    assert_near(c[2].norm, 1, 1e-15);
    free(c);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void families_without_a_theorem_say_so(void **state) {
    (void)state;
    static const char *const FAMILIES[] = {"softmax1", "ksubset", "lse", "lse"};
    static const char *const SIMILARITIES[] = {"dot", "dot", "manhattan", "hamming"};
    hop_memory *memory = fixture_memory(5, 6, HOP_F64, FIXTURE_NORMAL, 8);
    for (size_t f = 0; f < 4; f++) {
        hop_recall *recall = recall_of(memory, FAMILIES[f], SIMILARITIES[f], 4);
        hop_certificate *c = certify_all(recall);
        assert_int_equal(hop_recall_theory(recall), HOP_THEORY_NONE);
        assert_true(isnan(hop_recall_least_separation(recall)) && isnan(c[0].least_beta));
        assert_true(isinf(hop_recall_step_bound(recall, &c[0], 0)));
        assert_false(c[0].guaranteed);
        assert_true(isfinite(c[0].separation));
        free(c);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

static void a_result_says_how_far_it_was_and_is_from_its_target(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(6, 10, HOP_F64, FIXTURE_NORMAL, 9);
    hop_recall_options options = fixture_options("dot", 20, HOP_DOUBLE);
    double *patterns = fixture_patterns(memory), query[20];
    memcpy(query, patterns, sizeof query);
    query[3] += 0.25;
    hop_recall_result result =
        fixture_run(memory, &options, query, 2, (const size_t[]){0, HOP_NO_PATTERN});
    assert_near(result.queries[0].score.start_distance, 0.25, 1e-15);
    assert_true(result.queries[0].score.end_distance < 1e-6);
    assert_true(isnan(result.queries[1].score.start_distance));
    assert_true(isnan(result.queries[1].score.end_distance));
    hop_recall_result_clear(&result);
    free(patterns);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(softmax_errors_lie_below_their_bounds),
        cmocka_unit_test(shipped_patterns_keep_their_promises),
        cmocka_unit_test(a_promise_begins_at_its_beta),
        cmocka_unit_test(a_tiny_beta_promises_nothing),
        cmocka_unit_test(a_margin_makes_a_pattern_exact_and_its_absence_does_not),
        cmocka_unit_test(the_radius_of_a_margin_is_tight_between_opposites),
        cmocka_unit_test(the_radius_of_balls_is_the_published_one),
        cmocka_unit_test(the_only_pattern_is_always_recalled),
        cmocka_unit_test(twins_are_promised_nothing),
        cmocka_unit_test(families_without_a_theorem_say_so),
        cmocka_unit_test(a_result_says_how_far_it_was_and_is_from_its_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
