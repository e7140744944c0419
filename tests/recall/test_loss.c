/* The beta below which a pattern is lost, against plain runs on either side of it.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/certificate.h>

enum { COUNT = 12, DIM = 16 };

static bool recalls_itself(const hop_memory *memory, const char *energy, size_t pattern,
                           double beta) {
    hop_recall_options options = fixture_options("correlation", NAN, HOP_DOUBLE);
    assert_ok(hop_energy_parse(energy, &options.model.energy));
    options.model.energy.parameter[0] = beta;
    double query[DIM];
    hop_memory_read(memory, pattern, 1, query);
    hop_recall_result result = fixture_run(memory, &options, query, 1, &pattern);
    bool correct = result.queries[0].score.correct;
    hop_recall_result_clear(&result);
    return correct;
}

static void a_pattern_is_lost_below_it_and_held_above(void **state) {
    (void)state;
    static const char *const FAMILIES[] = {"lse", "sparsemax", "softmax1"};
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 11);
    size_t all[COUNT], measured = 0;
    double lost[COUNT];
    for (size_t i = 0; i < COUNT; i++) all[i] = i;
    for (size_t f = 0; f < 3; f++) {
        hop_recall_options options = fixture_options("correlation", NAN, HOP_DOUBLE);
        assert_ok(hop_energy_parse(FAMILIES[f], &options.model.energy));
        options.model.energy.parameter[0] = 50;
        hop_recall *recall = fixture_recall(memory, &options);
        hop_certificate found[COUNT];
        assert_ok(hop_recall_certify(recall, all, COUNT, found));
        assert_ok(hop_recall_measure_loss(recall, all, COUNT, lost));
        for (size_t i = 0; i < COUNT; i++) {
            if (lost[i] == 0) continue;
            measured++;
            assert_true(isfinite(lost[i]));
            assert_true(recalls_itself(memory, FAMILIES[f], i, lost[i] * 1.06));
            assert_false(recalls_itself(memory, FAMILIES[f], i, lost[i] / 1.06));
            assert_false(lost[i] > found[i].least_beta); /* a promise is kept */
        }
        hop_recall_destroy(recall);
    }
    assert_true(measured > COUNT);
    hop_memory_destroy(memory);
}

/* By the dot product the longer of two parallel patterns always wins. */
static void what_is_never_recalled_is_lost_at_any_beta(void **state) {
    (void)state;
    const double patterns[6] = {1, 0, 0, 3, 0, 0};
    const size_t both[2] = {0, 1};
    double lost[2] = {0};
    hop_memory *memory = fixture_memory_of(patterns, 2, 3, HOP_F64);
    hop_recall_options options = fixture_options("dot", 5, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_measure_loss(recall, both, 2, lost));
    assert_true(isinf(lost[0]));
    assert_true(lost[1] == 0 || isfinite(lost[1]));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void the_only_pattern_is_never_lost(void **state) {
    (void)state;
    const size_t first = 0;
    double lost = -1;
    hop_memory *memory = fixture_memory(1, 5, HOP_F64, FIXTURE_GREY, 1);
    hop_recall_options options = fixture_options("dot", 5, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_measure_loss(recall, &first, 1, &lost));
    assert_true(lost == 0);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static int cancel(void *context, const char *what, size_t done, size_t total) {
    (void)done, (void)total;
    return *(const int *)context && strcmp(what, "trying smaller betas") == 0;
}

static void it_can_be_interrupted(void **state) {
    (void)state;
    int stop = 1;
    const size_t first = 0;
    double lost = -1;
    hop_memory *memory = fixture_memory(9, 5, HOP_F64, FIXTURE_NORMAL, 3);
    hop_recall_options options = fixture_options("dot", 3, HOP_FLOAT);
    options.running.progress = cancel;
    options.running.context = &stop;
    hop_recall *recall = fixture_recall(memory, &options);
    assert_refused(hop_recall_measure_loss(recall, &first, 1, &lost), HOP_E_CANCELLED, "betas");
    assert_true(lost == -1);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_is_lost_below_it_and_held_above),
        cmocka_unit_test(what_is_never_recalled_is_lost_at_any_beta),
        cmocka_unit_test(the_only_pattern_is_never_lost),
        cmocka_unit_test(it_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
