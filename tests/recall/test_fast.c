/* The fast path against the reference: the state within what float similarities imply, energies
 * within a millionth.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

extern const hop_engine hop_recall_engine_reference;

/* Queries stepped by both paths; every third random, the others near a pattern.  Some are
 * stepped apart from the others: they are few, the others many, so both ways to compute a step are
 * judged. */
enum { QUERIES = 9, APART = 3 };

/* What both paths made of the same states. */
typedef struct both {
    hop_recall *recall; /* in double: it holds the keys that both are judged by */
    double *states;     /* [QUERIES x dim], float values */
    double *fast, *plain;
    double fast_energy[QUERIES], plain_energy[QUERIES];
} both;

/* Largest |s| of one state. */
static double largest_similarity(const hop_recall *recall, const double *state) {
    double *s = malloc(recall->count * sizeof *s), largest = 0;
    hop_recall_engine_reference.similarities(recall, (hop_rows){(size_t[]){0}, 1}, state, s);
    for (size_t i = 0; i < recall->count; i++) largest = fmax(largest, fabs(s[i]));
    free(s);
    return largest;
}

static void step_both(const hop_memory *memory, const char *similarity, double beta, both *b) {
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    hop_recall_options options = fixture_options(similarity, beta, HOP_DOUBLE);
    options.running.threads = 1;
    b->recall = fixture_recall(memory, &options);
    options.running.precision = HOP_FLOAT;
    hop_recall *fast = fixture_recall(memory, &options);
    b->states = fixture_vectors(QUERIES, dim, FIXTURE_NORMAL, dim + count);
    for (size_t i = 0; i < QUERIES; i++) {
        double *state = b->states + i * dim;
        const double *key = b->recall->keys + i * 7919 % count * dim;
        double size =
            b->recall->largest_norm / (i % APART == 0 ? sqrt((double)dim) : 10 * sqrt((double)dim));
        for (size_t j = 0; j < dim; j++)
            state[j] = (double)(float)(size * state[j] + (i % APART == 0 ? 0 : key[j]));
    }
    b->fast = malloc(QUERIES * dim * sizeof *b->fast);
    b->plain = malloc(QUERIES * dim * sizeof *b->plain);
    memcpy(b->fast, b->states, QUERIES * dim * sizeof *b->fast);
    memcpy(b->plain, b->states, QUERIES * dim * sizeof *b->plain);
    assert_ok(hop_recall_step(fast, b->fast, APART, b->fast_energy, NULL));
    assert_ok(hop_recall_step(fast, b->fast + APART * dim, QUERIES - APART, b->fast_energy + APART,
                              NULL));
    assert_ok(hop_recall_step(b->recall, b->plain, QUERIES, b->plain_energy, NULL));
    hop_recall_destroy(fast);
}

static void both_clear(both *b) {
    hop_recall_destroy(b->recall);
    free(b->states);
    free(b->fast);
    free(b->plain);
}

/* The bar: the state within 8 epsilon (1 + beta max|s|) of the size of the keys, the energy within
 * a millionth of |lse| + |xi|^2 / 2. */
static void assert_bar(const hop_memory *memory, const char *similarity, double beta) {
    both b = {0};
    step_both(memory, similarity, beta, &b);
    size_t dim = hop_memory_dim(memory);
    for (size_t i = 0; i < QUERIES; i++) {
        const double *state = b.states + i * dim;
        double s = largest_similarity(b.recall, state);
        double allowed = 8 * FLT_EPSILON * (1 + beta * s) * b.recall->largest_norm;
        double apart = fixture_distance(b.fast + i * dim, b.plain + i * dim, dim);
        double half_square = pow(fixture_norm(state, dim), 2) / 2;
        double lse = half_square + b.recall->constant - b.plain_energy[i];
        double permitted = 1e-6 * (fabs(lse) + half_square);
        double off = fabs(b.fast_energy[i] - b.plain_energy[i]);
        if (!(apart <= allowed) || !(off <= permitted))
            print_error("%s, dtype %d, d %zu, N %zu, beta %g, query %zu:\n", similarity,
                        (int)hop_memory_dtype(memory), dim, hop_memory_count(memory), beta, i);
        assert_near(apart, 0, allowed);
        assert_near(off, 0, permitted);
    }
    both_clear(&b);
}

static const double BETAS[] = {1e-3, 0.1, 1, 10, 1e3};
enum { BETA_COUNT = sizeof BETAS / sizeof *BETAS };

/* All similarities, betas and element types for one size of memory. */
static void assert_bar_for_size(size_t count, size_t dim) {
    for (size_t t = 0; t < 3; t++) {
        hop_dtype dtype = (hop_dtype[]){HOP_U8, HOP_F32, HOP_F64}[t];
        fixture_values values = t == 0 ? FIXTURE_GREY : FIXTURE_NORMAL;
        hop_memory *memory = fixture_memory(count, dim, dtype, values, count * 1000 + dim);
        for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
            for (size_t b = 0; b < BETA_COUNT; b++)
                assert_bar(memory, FIXTURE_SIMILARITIES[s], BETAS[b]);
        hop_memory_destroy(memory);
    }
}

static const size_t COUNTS[] = {1, 2, 3, 16, 33, 257, 1025, 5000};
enum { COUNT_COUNT = sizeof COUNTS / sizeof *COUNTS };

/* Every d with small N; N in the thousands with every eighth. */
static void it_agrees_with_the_reference_in_1_to_67_dimensions(void **state) {
    (void)state;
    for (size_t dim = 1; dim <= 67; dim++)
        for (size_t n = 0; n < COUNT_COUNT; n++)
            if (COUNTS[n] < 100 || (dim + n) % 8 == 0) assert_bar_for_size(COUNTS[n], dim);
}

static void it_agrees_with_the_reference_around_powers_of_two(void **state) {
    (void)state;
    static const size_t DIMS[] = {127, 128, 129, 511, 512, 513};
    for (size_t d = 0; d < 6; d++)
        for (size_t n = 0; n < COUNT_COUNT; n++)
            if (COUNTS[n] < 300 || (d + n) % 3 == 0) assert_bar_for_size(COUNTS[n], DIMS[d]);
}

/* Equal terms are where a float accumulator drifts. */
static void equal_patterns_do_not_drift(void **state) {
    (void)state;
    enum { COUNT = 5000, DIM = 18 };
    double *patterns = malloc(COUNT * DIM * sizeof *patterns);
    for (unsigned value = 1; value <= 255; value += 4) {
        for (size_t k = 0; k < COUNT * DIM; k++) patterns[k] = value / 255.0;
        hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F32);
        assert_bar(memory, "dot", 1e-3);
        hop_memory_destroy(memory);
    }
    free(patterns);
}

/* Bright pictures of little contrast, and numbers far from zero. */
static void little_contrast_is_no_noise_under_correlation(void **state) {
    (void)state;
    enum { COUNT = 300, DIM = 60 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 9);
    for (size_t k = 0; k < COUNT * DIM; k++) patterns[k] = 1 - patterns[k] * 0.02;
    hop_memory *pale = fixture_memory_of(patterns, COUNT, DIM, HOP_U8);
    for (size_t k = 0; k < COUNT * DIM; k++) patterns[k] += 1e5;
    hop_memory *far = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
    for (size_t b = 0; b < BETA_COUNT; b++) {
        assert_bar(pale, "correlation", BETAS[b]);
        assert_bar(far, "correlation", BETAS[b]);
    }
    hop_memory_destroy(pale);
    hop_memory_destroy(far);
    free(patterns);
}

/* N equal patterns of 1, seen from 1: the state stays 1 and the energy is 0, if every one counts.
 */
static void assert_all_count(size_t count, hop_dtype dtype) {
    double *patterns = malloc(count * sizeof *patterns);
    for (size_t i = 0; i < count; i++) patterns[i] = 1;
    hop_memory *memory = fixture_memory_of(patterns, count, 1, dtype);
    free(patterns);
    hop_recall_options options = fixture_options("dot", 1e-3, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    for (size_t queries = 1; queries <= QUERIES; queries += QUERIES - 1) {
        double states[QUERIES] = {1, 1, 1, 1, 1, 1, 1, 1, 1}, energy[QUERIES];
        assert_ok(hop_recall_step(recall, states, queries, energy, NULL));
        for (size_t i = 0; i < queries; i++) assert_near(states[i], 1, 2 * FLT_EPSILON);
        for (size_t i = 0; i < queries; i++)
            assert_near(energy[i], 0, 8 * DBL_EPSILON * log((double)count) / 1e-3);
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void more_than_2_to_the_24_equal_weights_all_count(void **state) {
    (void)state;
    assert_all_count(((size_t)1 << 24) + 3, HOP_U8);
    assert_all_count(((size_t)1 << 24) + 3, HOP_F32);
}

/* The first coordinate of every pattern is 1, so that of the state is, however often what was
 * added is rescaled by a new peak. */
static void rising_peaks_keep_weights_summing_to_one(void **state) {
    (void)state;
    enum { COUNT = 200000 };
    double *patterns = malloc(COUNT * 2 * sizeof *patterns), x[] = {1, 1};
    for (size_t i = 0; i < COUNT; i++) patterns[2 * i] = 1, patterns[2 * i + 1] = (double)i / 1e4;
    hop_memory *memory = fixture_memory_of(patterns, COUNT, 2, HOP_F32);
    free(patterns);
    hop_recall_options options = fixture_options("dot", 0.1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_step(recall, x, 1, NULL, NULL));
    assert_near(x[0], 1, 4 * FLT_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_similarity_beyond_float_is_named_and_the_states_stay(void **state) {
    (void)state;
    double patterns[] = {1e25, 2e25, 3e25, -1e25}, states[] = {1, 1, 1e25, 1e25};
    hop_memory *memory = fixture_memory_of(patterns, 2, 2, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double energy[] = {7, 7};
    assert_refused(hop_recall_step(recall, states, 2, energy, NULL), HOP_E_VALUE, "query 1");
    assert_contains(hop_status_detail(), "double");
    assert_true(states[0] == 1 && states[2] == 1e25 && energy[0] == 7);
    hop_recall_destroy(recall);
    options.running.precision = HOP_DOUBLE;
    recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_step(recall, states, 2, energy, NULL));
    assert_true(states[2] == 1e25 && states[3] == 2e25);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Rows in any order, some left out: what they hold goes where it belongs. */
static void chosen_rows_are_stepped_and_the_others_left_alone(void **state) {
    (void)state;
    enum { DIM = 20, ALL = 40 };
    hop_memory *memory = fixture_memory(50, DIM, HOP_F32, FIXTURE_NORMAL, 4);
    hop_recall_options options = fixture_options("euclidean", 0.1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *states = fixture_vectors(ALL, DIM, FIXTURE_NORMAL, 5);
    double *next = calloc(ALL * DIM, sizeof *next), energy[3];
    size_t index[] = {37, 2, 19};
    const hop_step step = {
        .recall = recall, .rows = {index, 3}, .states = states, .next = next, .energy = energy};
    assert_ok(recall->engine->step(&step));
    double all_energy[ALL];
    assert_ok(hop_recall_step(recall, states, ALL, all_energy, NULL));
    for (size_t i = 0, chosen = 0; i < ALL; i++) {
        bool asked = i == 37 || i == 2 || i == 19;
        double size = fixture_norm(next + i * DIM, DIM);
        if (!asked) assert_true(size == 0);
        if (!asked) continue;
        double apart = fixture_distance(next + i * DIM, states + i * DIM, DIM);
        assert_near(apart, 0, 8 * FLT_EPSILON * (1 + DIM) * size);
        chosen = i == 37 ? 0 : i == 2 ? 1 : 2;
        assert_near(energy[chosen], all_energy[i], 1e-6 * (1 + fabs(all_energy[i])));
    }
    free(states);
    free(next);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* So many patterns of bytes that no keys are made of them. */
static void similarities_with_many_bytes_are_those_of_keys(void **state) {
    (void)state;
    enum { COUNT = (1 << 16) + 37, DIM = 12, STATES = 7 };
    static const size_t INDEX[STATES] = {0, 2, 3, 4, 6, 7, 8};
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 5);
    hop_recall_options options = fixture_options("correlation", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    options.running.precision = HOP_DOUBLE;
    hop_recall *beside = fixture_recall(memory, &options);
    double *states = fixture_vectors(9, DIM, FIXTURE_GREY, 6), most = 0;
    double *fast = malloc(STATES * COUNT * sizeof *fast),
           *plain = malloc(STATES * COUNT * sizeof *plain);
    const hop_rows rows = {INDEX, STATES};
    assert_int_equal(hop_recall_fast_similarities(recall, rows, states, fast), HOP_OK);
    assert_int_equal(hop_recall_engine_reference.similarities(beside, rows, states, plain), HOP_OK);
    for (size_t k = 0; k < STATES * COUNT; k++) most = fmax(most, fabs(fast[k] - plain[k]));
    if (most > 3e-6) fail_msg("off by %g", most);
    free(fast);
    free(plain);
    free(states);
    hop_recall_destroy(beside);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_the_reference_in_1_to_67_dimensions),
        cmocka_unit_test(it_agrees_with_the_reference_around_powers_of_two),
        cmocka_unit_test(equal_patterns_do_not_drift),
        cmocka_unit_test(little_contrast_is_no_noise_under_correlation),
        cmocka_unit_test(more_than_2_to_the_24_equal_weights_all_count),
        cmocka_unit_test(rising_peaks_keep_weights_summing_to_one),
        cmocka_unit_test(a_similarity_beyond_float_is_named_and_the_states_stay),
        cmocka_unit_test(chosen_rows_are_stepped_and_the_others_left_alone),
        cmocka_unit_test(similarities_with_many_bytes_are_those_of_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
