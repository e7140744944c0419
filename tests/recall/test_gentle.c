/* The gentlest beta: smaller loses a query, and it shows more steps than auto.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { COUNT = 40, DIM = 64, QUERIES = 20 };

typedef struct scene {
    hop_memory *memory;
    double *queries;
    size_t targets[QUERIES];
} scene;

/* Bipolar patterns, a fifth of whose values are turned over. */
static void set(scene *s, double rate) {
    hop_random random;
    hop_random_init(&random, 5, 1);
    s->memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 3);
    s->queries = fixture_patterns(s->memory);
    for (size_t i = 0; i < QUERIES; i++) s->targets[i] = i;
    for (size_t k = 0; k < QUERIES * DIM; k++)
        if (hop_random_uniform(&random) < rate) s->queries[k] = -s->queries[k];
}

static void clear(scene *s) {
    free(s->queries);
    hop_memory_destroy(s->memory);
}

static size_t back_at(const scene *s, double beta, size_t *steps) {
    hop_recall_options options = fixture_options("dot", beta, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(s->memory, &options);
    hop_recall_result result = {0};
    size_t back = 0;
    *steps = 0;
    assert_ok(hop_recall_run(recall, s->queries, QUERIES, &result));
    assert_ok(hop_recall_score(recall, s->targets, &result));
    for (size_t i = 0; i < QUERIES; i++) {
        back += result.queries[i].score.correct ? 1 : 0;
        *steps += result.queries[i].steps;
    }
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return back;
}

static void all_come_back_at_it_and_not_at_a_tenth_less(void **state) {
    (void)state;
    scene s;
    size_t back = 0, steps = 0, before = 0;
    double beta = 0;
    hop_recall_options options = fixture_options("dot", NAN, HOP_DOUBLE);
    set(&s, 0.2);
    assert_ok(
        hop_recall_gentle_beta(s.memory, &options, s.queries, s.targets, QUERIES, &beta, &back));
    assert_true(back > QUERIES / 2);
    assert_int_equal(back_at(&s, NAN, &before), back);
    assert_int_equal(back_at(&s, beta, &steps), back);
    assert_true(steps > before);
    assert_true(back_at(&s, 0.9 * beta, &steps) < back);
    clear(&s);
}

static void it_is_auto_where_nothing_comes_back(void **state) {
    (void)state;
    scene s;
    size_t back = 1;
    double beta = 0;
    hop_recall_options options = fixture_options("dot", NAN, HOP_DOUBLE);
    set(&s, 1); /* each is its pattern's inverse */
    assert_ok(
        hop_recall_gentle_beta(s.memory, &options, s.queries, s.targets, QUERIES, &beta, &back));
    assert_int_equal(back, 0);
    hop_recall *recall = fixture_recall(s.memory, &options);
    assert_true(beta == hop_recall_resolved(recall)->model.energy.parameter[0]);
    hop_recall_destroy(recall);
    clear(&s);
}

/* Its context: of the runs done, the most that were told. */
static int keep_runs(void *context, const char *what, size_t done, size_t total) {
    size_t *most = context;
    assert_string_equal(what, "looking for the gentlest beta");
    assert_true(done >= *most && done < total);
    *most = done;
    return 0;
}

static void the_search_tells_which_run_it_is_at_and_of_how_many(void **state) {
    (void)state;
    scene s;
    size_t back = 0, most = 0;
    double beta = 0;
    hop_recall_options options = fixture_options("dot", NAN, HOP_DOUBLE);
    options.running.progress = keep_runs;
    options.running.context = &most;
    set(&s, 0.2);
    assert_ok(
        hop_recall_gentle_beta(s.memory, &options, s.queries, s.targets, QUERIES, &beta, &back));
    assert_true(most > 2);
    clear(&s);
}

static void energies_without_a_beta_have_none(void **state) {
    (void)state;
    scene s;
    size_t back = 0;
    double beta = 0;
    hop_recall_options options = fixture_options("hamming", NAN, HOP_DOUBLE);
    assert_ok(hop_energy_parse("hebb", &options.model.energy));
    set(&s, 0.1);
    assert_refused(
        hop_recall_gentle_beta(s.memory, &options, s.queries, s.targets, QUERIES, &beta, &back),
        HOP_E_SUPPORT, "hebb has no beta");
    clear(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_come_back_at_it_and_not_at_a_tenth_less),
        cmocka_unit_test(it_is_auto_where_nothing_comes_back),
        cmocka_unit_test(the_search_tells_which_run_it_is_at_and_of_how_many),
        cmocka_unit_test(energies_without_a_beta_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
