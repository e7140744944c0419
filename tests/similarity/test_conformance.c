/* What every similarity promises together with every energy family, asked of both catalogues: a new
 * row is tested without touching this file.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <stdio.h>

#include "recall/fixture.h"

enum { COUNT = 12, DIM = 9, QUERIES = 40, STEPS = 6 };

typedef void (*property)(const hop_memory *memory, const hop_recall_options *options,
                         uint64_t seed);

static void set_auto(hop_energy *energy, double value) {
    for (size_t p = 0; p < HOP_PARAMETER_MAX; p++)
        if (isnan(energy->parameter[p])) energy->parameter[p] = value;
}

/* Every similarity with every family that goes with it, at three values for what is "auto", in both
 * precisions. */
static void ask_all(property asked) {
    static const double BETAS[] = {0.5, 4, 60};
    const hop_catalog *similarities = hop_similarity_catalog(), *energies = hop_energy_catalog();
    for (size_t i = 0; i < similarities->count * energies->count * 6; i++) {
        hop_recall_options options = hop_recall_defaults;
        const char *similarity = similarities->rows[i % similarities->count]->name;
        const char *energy = energies->rows[i / similarities->count % energies->count]->name;
        size_t turn = i / similarities->count / energies->count;
        assert_ok(hop_similarity_parse(similarity, &options.model.similarity));
        assert_ok(hop_energy_parse(energy, &options.model.energy));
        set_auto(&options.model.energy, BETAS[turn % 3]);
        options.running.precision = turn < 3 ? HOP_FLOAT : HOP_DOUBLE;
        options.stopping.steps = STEPS;
        options.stopping.tolerance = 0;
        const char *only = options.model.energy.family->similarity;
        if (only && strcmp(only, similarity) != 0) continue;
        hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_GREY, i);
        asked(memory, &options, i);
        hop_memory_destroy(memory);
    }
}

/* Sixteen roundings of what an energy is the sum of. */
static double rounding(const hop_recall *recall, double energy) {
    double size = fabs(energy) + fabs(recall->constant) +
                  (double)DIM * (1 + recall->largest_norm * recall->largest_norm);
    bool precise = recall->options.running.precision == HOP_DOUBLE;
    return 16 * (precise ? DBL_EPSILON : (double)FLT_EPSILON) * size;
}

static void assert_never_rises(const hop_recall *recall, const hop_recalled *query) {
    for (size_t t = 1; t <= query->steps; t++)
        if (query->energy[t] - query->energy[t - 1] > rounding(recall, query->energy[t - 1]))
            fail_msg("%s, %s, %s: from %.17g to %.17g in step %zu",
                     recall->options.model.energy.family->row.name,
                     recall->options.model.similarity.kind->row.name, recall->engine->name,
                     query->energy[t - 1], query->energy[t], t);
}

/* Random queries, every other one with unknown values. */
static double *draw_queries(uint64_t seed) {
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, seed + 1000);
    for (size_t i = 0; i < QUERIES; i += 2)
        for (size_t j = i % 3; j < DIM; j += 3) queries[i * DIM + j] = NAN;
    return queries;
}

static void check_descent(const hop_memory *memory, const hop_recall_options *given,
                          uint64_t seed) {
    if (!given->model.energy.family->convex) return;
    double *queries = draw_queries(seed);
    for (int clamp = 0; clamp < 2; clamp++) {
        hop_recall_options options = *given;
        options.model.clamp = clamp;
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, queries, QUERIES, &result));
        for (size_t i = 0; i < QUERIES; i++) {
            assert_true(result.queries[i].steps > 0);
            assert_never_rises(recall, &result.queries[i]);
        }
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
    }
    free(queries);
}

static void the_energy_never_rises(void **state) {
    (void)state;
    ask_all(check_descent);
}

/* Energies and states after a step of `recall` from `states` [QUERIES x DIM]. */
static void step(const hop_recall *recall, const double *states, double *next, double *energy) {
    memcpy(next, states, QUERIES * DIM * sizeof *next);
    assert_ok(hop_recall_step(recall, next, QUERIES, energy, NULL));
}

/* States that a recall meets: queries as it sees them. */
static double *draw_states(const hop_recall *recall, uint64_t seed) {
    double *queries = draw_queries(seed), *states = malloc(QUERIES * DIM * sizeof *states);
    assert_non_null(states);
    assert_ok(hop_recall_start(recall, queries, QUERIES, states));
    for (size_t k = 0; recall->engine->float_states && k < QUERIES * DIM; k++)
        states[k] = (double)(float)states[k];
    free(queries);
    return states;
}

static double tolerance_of(const hop_recall *recall, double energy) {
    return recall->options.running.precision == HOP_DOUBLE ? 1e-9 : 8 * rounding(recall, energy);
}

/* The same memory with its patterns in another order, or each of them twice. */
static hop_memory *rearrange(const hop_memory *memory, bool twice) {
    double *x = fixture_patterns(memory), y[2 * COUNT * DIM];
    for (size_t i = 0; i < COUNT * (twice ? 2 : 1); i++)
        memcpy(y + i * DIM, x + i * 5 % COUNT * DIM, DIM * sizeof *y);
    free(x);
    return fixture_memory_of(y, COUNT * (twice ? 2 : 1), DIM, HOP_F32);
}

static void check_order(const hop_memory *memory, const hop_recall_options *options,
                        uint64_t seed) {
    double next[QUERIES * DIM], other[QUERIES * DIM], energy[QUERIES], moved[QUERIES];
    if (options->model.energy.family->couple) return; /* Storkey's rule depends on it */
    hop_memory *mixed = rearrange(memory, false);
    hop_recall *one = fixture_recall(memory, options), *two = fixture_recall(mixed, options);
    double *states = draw_states(one, seed);
    step(one, states, next, energy);
    step(two, states, other, moved);
    for (size_t i = 0; i < QUERIES; i++) {
        if (isinf(energy[i])) continue;
        double allowed = tolerance_of(one, energy[i]);
        assert_near(moved[i], energy[i], allowed);
        bool ties = options->model.similarity.kind->form != HOP_FORM_PRODUCT;
        if (ties || options->model.similarity.kind->bipolar) continue; /* may fall either way */
        for (size_t j = 0; j < DIM; j++)
            assert_near(other[i * DIM + j], next[i * DIM + j], 1e3 * allowed);
    }
    free(states);
    hop_recall_destroy(one);
    hop_recall_destroy(two);
    hop_memory_destroy(mixed);
}

static void the_order_of_patterns_does_not_count(void **state) {
    (void)state;
    ask_all(check_order);
}

/* lse: ln 2 / beta more in Q, and as much in the constant. */
static void check_twice(const hop_memory *memory, const hop_recall_options *given, uint64_t seed) {
    double next[QUERIES * DIM], other[QUERIES * DIM], energy[QUERIES], doubled[QUERIES];
    if (!given->model.energy.family->softmax) return;
    hop_memory *twice = rearrange(memory, true);
    hop_recall *one = fixture_recall(memory, given);
    hop_recall *two = fixture_recall(twice, &one->options);
    double *states = draw_states(one, seed);
    step(one, states, next, energy);
    step(two, states, other, doubled);
    for (size_t i = 0; i < QUERIES; i++)
        assert_near(doubled[i], energy[i], tolerance_of(one, energy[i]));
    free(states);
    hop_recall_destroy(one);
    hop_recall_destroy(two);
    hop_memory_destroy(twice);
}

static void a_memory_held_twice_has_the_same_energies(void **state) {
    (void)state;
    ask_all(check_twice);
}

/* Two reflections turn `vectors` [count x DIM]. */
static void turn(double *vectors, size_t count) {
    for (uint64_t m = 0; m < 2; m++) {
        double *mirror = fixture_vectors(1, DIM, FIXTURE_NORMAL, 77 + m);
        double square = pow(fixture_norm(mirror, DIM), 2);
        for (size_t i = 0; i < count; i++) {
            double along = 0, *v = vectors + i * DIM;
            for (size_t j = 0; j < DIM; j++) along += v[j] * mirror[j];
            for (size_t j = 0; j < DIM; j++) v[j] -= 2 * along / square * mirror[j];
        }
        free(mirror);
    }
}

static void check_turned(const hop_memory *memory, const hop_recall_options *options,
                         uint64_t seed) {
    const char *name = options->model.similarity.kind->row.name;
    bool allows =
        strcmp(name, "dot") == 0 || strcmp(name, "euclidean") == 0 || strcmp(name, "cosine") == 0;
    if (!allows || options->running.precision != HOP_DOUBLE) return;
    double next[QUERIES * DIM], other[QUERIES * DIM], energy[QUERIES], turned[QUERIES];
    double *x = fixture_patterns(memory);
    turn(x, COUNT);
    hop_memory *second = fixture_memory_of(x, COUNT, DIM, HOP_F64);
    hop_recall *one = fixture_recall(memory, options), *two = fixture_recall(second, options);
    double *states = draw_states(one, seed);
    step(one, states, next, energy);
    turn(states, QUERIES);
    turn(next, QUERIES);
    step(two, states, other, turned);
    for (size_t i = 0; i < QUERIES; i++) {
        if (isinf(energy[i])) continue;
        assert_near(turned[i], energy[i], 1e-9);
        assert_true(fixture_distance(next + i * DIM, other + i * DIM, DIM) < 1e-9);
    }
    free(x);
    free(states);
    hop_recall_destroy(one);
    hop_recall_destroy(two);
    hop_memory_destroy(second);
}

static void turning_everything_turns_the_steps(void **state) {
    (void)state;
    ask_all(check_turned);
}

/* |xi| = 1 after every step, and the energy falls by |m| |xi' - xi|^2 / 2 at least, m the mean. */
static void check_sphere(const hop_memory *memory, const hop_recall_options *options,
                         uint64_t seed) {
    double next[QUERIES * DIM], again[QUERIES * DIM], energy[QUERIES], after[QUERIES];
    const hop_energy_row *family = options->model.energy.family;
    if (!options->model.similarity.kind->sphere || !family->convex || family->distances) return;
    bool precise = options->running.precision == HOP_DOUBLE;
    hop_recall *recall = fixture_recall(memory, options);
    double *states = draw_states(recall, seed), *keys = malloc(COUNT * DIM * sizeof *keys);
    assert_non_null(keys);
    hop_recall_keys(recall, keys);
    step(recall, states, next, energy);
    step(recall, next, again, after);
    for (size_t i = 0; i < QUERIES; i++) {
        double s[COUNT], mean[DIM] = {0};
        hop_rows row = {&i, 1};
        assert_ok(recall->engine->similarities(recall, row, states, s));
        assert_ok(hop_energy_weights(&options->model.energy, s, COUNT, s));
        for (size_t k = 0; k < COUNT * DIM; k++) mean[k % DIM] += s[k / DIM] * keys[k];
        double moved = fixture_distance(next + i * DIM, states + i * DIM, DIM);
        assert_near(fixture_norm(next + i * DIM, DIM), 1, precise ? 1e-14 : 1e-6);
        assert_true(energy[i] - after[i] >=
                    fixture_norm(mean, DIM) * moved * moved / 2 - rounding(recall, energy[i]));
    }
    free(states);
    free(keys);
    hop_recall_destroy(recall);
}

static void states_stay_on_the_sphere_and_the_energy_falls_enough(void **state) {
    (void)state;
    ask_all(check_sphere);
}

/* Of two opposite patterns the mean is 0 for a state between them; of a query of zeros too. */
static void a_mean_of_zero_keeps_the_state(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory_of((double[]){2, 0, -2, 0}, 2, 2, HOP_F64);
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options = fixture_options("cosine", 3, (hop_precision)precision);
        hop_recall *recall = fixture_recall(memory, &options);
        double states[4] = {0, 1, 0, 0};
        assert_ok(hop_recall_step(recall, states, 2, NULL, NULL));
        assert_true(states[0] == 0 && states[1] == 1 && states[2] == 0 && states[3] == 0);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* A query without a direction has the mean as its first step, and no energy on the way rises. */
static void a_query_of_zeros_recalls_without_a_rise(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_NORMAL, 8);
    const double zeros[DIM] = {0};
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options = fixture_options("cosine", 2, (hop_precision)precision);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, zeros, 1, &result));
        assert_true(result.queries[0].steps > 1);
        assert_never_rises(recall, &result.queries[0]);
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* Both limits of every parameter are read, and what is just outside is refused. */
static void parameters_have_limits(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_similarity_catalog();
    for (size_t i = 0; i < catalog->count; i++)
        for (size_t p = 0; p < hop_row_parameter_count(catalog->rows[i]); p++) {
            const hop_parameter *parameter = &catalog->rows[i]->parameters[p];
            const double limits[] = {parameter->low, parameter->high};
            for (size_t k = 0; k < 2; k++) {
                char spec[128];
                double outside = nextafter(limits[k], k ? INFINITY : -INFINITY);
                hop_similarity similarity;
                snprintf(spec, sizeof spec, "%s:%s=%.17g", catalog->rows[i]->name, parameter->name,
                         limits[k]);
                assert_ok(hop_similarity_parse(spec, &similarity));
                assert_true(similarity.parameter[p] == limits[k]);
                snprintf(spec, sizeof spec, "%s:%s=%.17g", catalog->rows[i]->name, parameter->name,
                         outside);
                assert_refused(hop_similarity_parse(spec, &similarity), HOP_E_VALUE,
                               parameter->name);
            }
        }
}

static void every_row_says_what_it_is(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_similarity_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_similarity_row *row = (const hop_similarity_row *)catalog->rows[i];
        bool product = row->form == HOP_FORM_PRODUCT;
        assert_true(strlen(row->row.title) > 10 && strlen(row->row.sources) > 10);
        assert_true(row->frame && row->fill);
        assert_true(product ? row->known != NULL : row->plain_keys && !row->sphere);
        if (row->form == HOP_FORM_DIFFERENCE) assert_true(row->rho && row->tile && row->centre);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_energy_never_rises),
        cmocka_unit_test(the_order_of_patterns_does_not_count),
        cmocka_unit_test(a_memory_held_twice_has_the_same_energies),
        cmocka_unit_test(turning_everything_turns_the_steps),
        cmocka_unit_test(states_stay_on_the_sphere_and_the_energy_falls_enough),
        cmocka_unit_test(a_mean_of_zero_keeps_the_state),
        cmocka_unit_test(a_query_of_zeros_recalls_without_a_rise),
        cmocka_unit_test(parameters_have_limits),
        cmocka_unit_test(every_row_says_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
