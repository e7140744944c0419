/* Each way to go wrong is told from the others, in a sentence.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/certificate.h>

enum { COUNT = 8, DIM = 12 };

typedef struct scene {
    hop_memory *memory;
    hop_recall *recall;
    double *patterns;
} scene;

static scene create(const char *energy, const char *similarity, double beta) {
    scene s = {.memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 21)};
    hop_recall_options options = fixture_options(similarity, NAN, HOP_DOUBLE);
    assert_ok(hop_energy_parse(energy, &options.model.energy));
    options.model.energy.parameter[0] = beta;
    s.recall = fixture_recall(s.memory, &options);
    s.patterns = fixture_patterns(s.memory);
    return s;
}

static void destroy(scene *s) {
    hop_recall_destroy(s->recall);
    hop_memory_destroy(s->memory);
    free(s->patterns);
}

static hop_diagnosis diagnose(const scene *s, const double *query, hop_recalled recalled,
                              char *sentence, size_t size) {
    hop_diagnosis d = {0};
    assert_ok(hop_recall_diagnose(s->recall, query, &recalled, &d));
    hop_recall_explain(s->recall, &recalled, &d, "Q", sentence, size);
    return d;
}

static void a_query_more_like_another_is_lost_in_the_damage(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("lse", "correlation", 30);
    double query[DIM];
    memcpy(query, s.patterns + 5 * DIM, sizeof query);
    query[0] = NAN;
    hop_recalled recalled = {.score.target = 2, .score.nearest = 5, .stop = HOP_STOP_ENERGY};
    hop_diagnosis d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_DAMAGE);
    assert_int_equal(d.rival, 5);
    assert_near(d.rival_similarity, 1, 1e-12);
    assert_contains(sentence,
                    "Q became pattern 5: before the first step it was nearer to pattern 5");
    destroy(&s);
}

static void a_small_beta_blends(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("lse", "correlation", 0.5);
    hop_recalled recalled = {
        .score = {.target = 2, .nearest = 5, .ended = HOP_END_MIXTURE, .of_count = 7},
        .stop = HOP_STOP_ENERGY,
        .k90 = 7};
    hop_diagnosis d = diagnose(&s, s.patterns + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_BLENDED);
    assert_true(d.first_weight > 1.0 / COUNT && d.first_weight < 0.5);
    assert_contains(sentence, "Q became a mixture of 7, nearest to pattern 5: ");
    assert_contains(sentence, "beta 0.5 is sure to tell apart only");
    assert_contains(sentence, "so try a larger one");
    destroy(&s);
}

/* Values so small that the largest beta is too small for them: then it is the values that help. */
static void where_no_beta_is_larger_the_values_are(void **state) {
    (void)state;
    char sentence[400];
    double *x = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 21);
    for (size_t i = 0; i < COUNT * DIM; i++) x[i] *= 1e-25;
    scene s = {.memory = fixture_memory_of(x, COUNT, DIM, HOP_F64), .patterns = x};
    hop_recall_options options = fixture_options("dot", 1e12, HOP_DOUBLE);
    s.recall = fixture_recall(s.memory, &options);
    hop_recalled recalled = {
        .score = {.target = 2, .nearest = 5, .ended = HOP_END_MIXTURE, .of_count = COUNT},
        .stop = HOP_STOP_ENERGY,
        .k90 = COUNT};
    hop_diagnosis d = diagnose(&s, x + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_BLENDED);
    assert_contains(sentence, "there is no larger one: multiply all values by the same number");
    destroy(&s);
}

/* Couplings have neither weights nor a beta that could be larger. */
static void a_mixture_without_a_beta_is_asked_for_none(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("hebb", "hamming", 0);
    hop_recalled recalled = {
        .score = {.target = 2, .nearest = 2, .like = true, .ended = HOP_END_MIXTURE, .of_count = 3},
        .stop = HOP_STOP_STATE};
    hop_diagnosis d = diagnose(&s, s.patterns + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_SPURIOUS);
    assert_null(strstr(sentence, "beta"));
    assert_contains(sentence, "made a state of rest");
    destroy(&s);
}

/* Pictures are compared as they were thresholded: a whole one agrees with itself in every value. */
static void bipolar_states_are_compared_as_they_were_thresholded(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("hebb", "hamming", 0);
    double query[DIM];
    hop_recalled recalled = {.score = {.target = 2, .nearest = 5, .ended = HOP_END_SPURIOUS},
                             .stop = HOP_STOP_STATE};
    memcpy(query, s.patterns + 2 * DIM, sizeof query);
    hop_diagnosis d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_DRAWN);
    assert_near(d.target_similarity, DIM, 1e-12);
    assert_true(d.rival_similarity < DIM);
    query[3] = NAN;
    d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_near(d.target_similarity, DIM, 1e-12);
    destroy(&s);
}

static void heat_and_too_many_patterns_are_no_lack_of_steps(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("hebb", "hamming", 0);
    hop_recall_options options = *hop_recall_resolved(s.recall);
    options.model.update = NULL;
    options.model.temperature = 0.5;
    hop_recall *cold = s.recall;
    s.recall = fixture_recall(s.memory, &options);
    hop_recalled recalled = {.score = {.target = 2, .nearest = 5, .ended = HOP_END_SPURIOUS},
                             .stop = HOP_STOP_STEPS,
                             .steps = 100};
    hop_diagnosis d = diagnose(&s, s.patterns + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_HEAT);
    assert_contains(sentence, "at temperature 0.5");
    hop_recall_destroy(cold);
    destroy(&s);
    hop_memory *memory = fixture_memory(DIM, DIM, HOP_F64, FIXTURE_GREY, 21);
    options = fixture_options("hamming", NAN, HOP_DOUBLE);
    assert_ok(hop_energy_parse("pseudo-inverse", &options.model.energy));
    s = (scene){memory, fixture_recall(memory, &options), fixture_patterns(memory)};
    recalled.stop = HOP_STOP_STATE;
    d = diagnose(&s, s.patterns, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_FROZEN);
    assert_contains(sentence, "12 patterns of 12 values");
    destroy(&s);
}

static void the_step_limit_and_the_majority_are_told_apart(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("lse", "correlation", 50);
    hop_recalled recalled = {
        .score.target = 2, .score.nearest = 5, .stop = HOP_STOP_STEPS, .steps = 3};
    hop_diagnosis d = diagnose(&s, s.patterns + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_STEPS);
    assert_contains(sentence, "after 3 steps");
    recalled.stop = HOP_STOP_ENERGY;
    d = diagnose(&s, s.patterns + 2 * DIM, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_DRAWN);
    assert_true(d.first_weight > 0.5);
    assert_contains(sentence, "drew it away");
    destroy(&s);
}

static void near_duplicates_are_named_first(void **state) {
    (void)state;
    char sentence[400];
    const double patterns[9] = {1, 0, 0, 1, 1e-5, 0, 0, 1, 0};
    scene s = {.memory = fixture_memory_of(patterns, 3, 3, HOP_F64)};
    hop_recall_options options = fixture_options("dot", 5, HOP_DOUBLE);
    s.recall = fixture_recall(s.memory, &options);
    hop_recalled recalled = {.score.target = 0, .score.nearest = 1, .stop = HOP_STOP_ENERGY};
    hop_diagnosis d = diagnose(&s, patterns, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_DUPLICATE);
    assert_contains(sentence, "near-duplicates");
    destroy(&s);
}

/* Far apart, and all but of one direction; or of no length at all. */
static void patterns_that_the_similarity_takes_for_one_are_no_near_duplicates(void **state) {
    (void)state;
    static const char *const SEEN_BY[] = {"cosine", "dot"};
    const double patterns[2][9] = {{1, 2, 3, 2, 4, 6, 3, 0, 1}, {0, 0, 0, 1, 2, 3, 3, 0, 1}};
    for (size_t i = 0; i < 2; i++) {
        char sentence[400];
        scene s = {.memory = fixture_memory_of(patterns[i], 3, 3, HOP_F64)};
        hop_recall_options options = fixture_options(SEEN_BY[i], 5, HOP_DOUBLE);
        s.recall = fixture_recall(s.memory, &options);
        hop_recalled recalled = {.score.target = 0, .score.nearest = 1, .stop = HOP_STOP_ENERGY};
        hop_diagnosis d = diagnose(&s, patterns[i] + 3, recalled, sentence, sizeof sentence);
        assert_int_equal(d.failure, HOP_FAILURE_UNSEEN);
        assert_contains(sentence, "does not tell the two apart");
        assert_contains(sentence, SEEN_BY[i]);
        destroy(&s);
    }
}

/* Of a function of distances the first weights depend on how long the query is. */
static void outside_all_balls_no_pattern_has_a_weight(void **state) {
    (void)state;
    char sentence[400];
    scene s = create("lsr", "euclidean", 50);
    double query[DIM];
    for (size_t j = 0; j < DIM; j++) query[j] = 0.5 * s.patterns[j] + 0.5 * s.patterns[DIM + j];
    query[0] += s.patterns[0] - s.patterns[DIM];
    hop_recalled recalled = {.score.target = 0, .score.nearest = 1, .stop = HOP_STOP_UNSUPPORTED};
    hop_diagnosis d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_true(d.first_weight == 0);
    if (d.rival_similarity <= d.target_similarity) {
        assert_int_equal(d.failure, HOP_FAILURE_UNSUPPORTED);
        assert_contains(sentence, "no pattern is near enough");
    } else {
        assert_int_equal(d.failure, HOP_FAILURE_DAMAGE);
    }
    destroy(&s);
}

/* The known half is the same in two patterns; a third is farther. */
static void a_query_that_fits_two_patterns_alike_asks_for_more_of_it(void **state) {
    (void)state;
    char sentence[400];
    const double patterns[12] = {1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1}, query[4] = {1, 0, NAN, NAN};
    scene s = {.memory = fixture_memory_of(patterns, 3, 4, HOP_F64)};
    hop_recall_options options = fixture_options("euclidean", 50, HOP_DOUBLE);
    s.recall = fixture_recall(s.memory, &options);
    hop_recalled recalled = {
        .score = {.target = 0, .nearest = 1, .ended = HOP_END_MIXTURE, .of_count = 2},
        .stop = HOP_STOP_ENERGY,
        .k90 = 2};
    hop_diagnosis d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_TIED);
    assert_int_equal(d.tied, 2);
    assert_contains(sentence, "fits 2 patterns equally well");
    assert_null(strstr(sentence, "larger"));
    destroy(&s);
}

/* Both would be 0.5 in four digits. */
static void similarities_that_differ_are_printed_so(void **state) {
    (void)state;
    char sentence[400];
    const double patterns[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, query[3] = {0.5, 0.5000001, 0};
    scene s = {.memory = fixture_memory_of(patterns, 3, 3, HOP_F64)};
    hop_recall_options options = fixture_options("dot", 50, HOP_DOUBLE);
    s.recall = fixture_recall(s.memory, &options);
    hop_recalled recalled = {.score.target = 0, .score.nearest = 1, .stop = HOP_STOP_ENERGY};
    hop_diagnosis d = diagnose(&s, query, recalled, sentence, sizeof sentence);
    assert_int_equal(d.failure, HOP_FAILURE_DAMAGE);
    assert_contains(sentence, "(similarity 0.5000001) than to its own original (0.5)");
    destroy(&s);
}

static void every_failure_has_words_of_its_own(void **state) {
    (void)state;
    for (int a = 0; a <= HOP_FAILURE_FROZEN; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(hop_failure_words((hop_failure)a),
                                    hop_failure_words((hop_failure)b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_more_like_another_is_lost_in_the_damage),
        cmocka_unit_test(a_small_beta_blends),
        cmocka_unit_test(where_no_beta_is_larger_the_values_are),
        cmocka_unit_test(a_mixture_without_a_beta_is_asked_for_none),
        cmocka_unit_test(bipolar_states_are_compared_as_they_were_thresholded),
        cmocka_unit_test(heat_and_too_many_patterns_are_no_lack_of_steps),
        cmocka_unit_test(the_step_limit_and_the_majority_are_told_apart),
        cmocka_unit_test(near_duplicates_are_named_first),
        cmocka_unit_test(similarities_that_differ_are_printed_so),
        cmocka_unit_test(a_query_that_fits_two_patterns_alike_asks_for_more_of_it),
        cmocka_unit_test(patterns_that_the_similarity_takes_for_one_are_no_near_duplicates),
        cmocka_unit_test(outside_all_balls_no_pattern_has_a_weight),
        cmocka_unit_test(every_failure_has_words_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
