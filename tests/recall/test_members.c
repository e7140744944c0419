/* Rows of an embedder's own: what they lack is said before it is asked for.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/similarity.h>
#include <hopfield/update.h>

/* Q = sum s^4 / 4: the least that a row may have. */
static double potential(const double *parameter, const double *s, size_t count) {
    (void)parameter;
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (s[i] > 0) sum += s[i] * s[i] * s[i] * s[i] / 4;
    return sum;
}

static void weights(const double *parameter, const double *s, size_t count, double *w) {
    (void)parameter;
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += w[i] = s[i] > 0 ? s[i] * s[i] * s[i] : 0;
    for (size_t i = 0; i < count && sum > 0; i++) w[i] /= sum;
}

static double cutoff(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

static const hop_energy_row QUARTIC = {.row = {.name = "quartic", .title = "", .sources = ""},
                                       .potential = potential,
                                       .weights = weights,
                                       .cutoff = cutoff};

/* With these options a memory of bipolar patterns is refused for want of `member`. */
static void assert_lacks(const hop_recall_options *options, const char *member) {
    hop_memory *memory = fixture_memory(4, 8, HOP_F32, FIXTURE_BIPOLAR, 1);
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, options, &recall), HOP_E_SUPPORT, member);
    assert_null(recall);
    hop_memory_destroy(memory);
}

static void the_least_that_a_family_has_recalls(void **state) {
    (void)state;
    const hop_precision precisions[] = {HOP_FLOAT, HOP_DOUBLE};
    for (size_t i = 0; i < 2; i++) {
        hop_recall_options options = hop_recall_defaults;
        options.model.energy = (hop_energy){.family = &QUARTIC};
        options.running.precision = precisions[i];
        hop_memory *memory = fixture_memory(4, 8, HOP_F32, FIXTURE_BIPOLAR, 1);
        hop_recall *recall = fixture_recall(memory, &options);
        assert_true(hop_recall_constant(recall) == 0);
        double query[8];
        hop_recall_result result = {0};
        hop_memory_read(memory, 2, 1, query);
        assert_ok(hop_recall_run(recall, query, 1, &result));
        assert_int_equal(result.queries[0].top[0], 2);
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

static void a_family_says_what_it_lacks(void **state) {
    (void)state;
    hop_energy_row row = QUARTIC;
    hop_recall_options options = hop_recall_defaults;
    options.model.energy = (hop_energy){.family = &row};
    row.potential = NULL;
    assert_lacks(&options, "'quartic' has no `potential`");
    row = QUARTIC;
    row.weights = NULL;
    assert_lacks(&options, "`weights`");
    row = QUARTIC;
    row.cutoff = NULL;
    assert_lacks(&options, "`fold` or `cutoff`");
    row.fold = hop_recall_defaults.model.energy.family->fold;
    assert_lacks(&options, "`folded`");
    row = QUARTIC;
    row.softmax = true;
    assert_lacks(&options, "\"beta");
    row = QUARTIC;
    row.row.name = NULL;
    assert_lacks(&options, "`row.name`");
    options.model.energy.family = NULL;
    assert_lacks(&options, "no energy is chosen");
}

/* Each member that a row has is taken from it, and missed. */
static void a_similarity_says_what_it_lacks(void **state) {
    (void)state;
    static const struct {
        const char *spec, *member;
        size_t at;
    } CASES[] = {
        {"dot", "`frame`", offsetof(hop_similarity_row, frame)},
        {"dot", "`fill`", offsetof(hop_similarity_row, fill)},
        {"dot", "`known`", offsetof(hop_similarity_row, known)},
        {"manhattan", "`rho`", offsetof(hop_similarity_row, rho)},
        {"manhattan", "`tile`", offsetof(hop_similarity_row, tile)},
        {"manhattan", "`centre`", offsetof(hop_similarity_row, centre)},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_recall_options options = hop_recall_defaults;
        assert_ok(hop_similarity_parse(CASES[i].spec, &options.model.similarity));
        hop_similarity_row row = *options.model.similarity.kind;
        memset((char *)&row + CASES[i].at, 0, sizeof(void (*)(void)));
        options.model.similarity.kind = &row;
        assert_lacks(&options, CASES[i].member);
    }
    hop_recall_options options = hop_recall_defaults;
    options.model.similarity.kind = NULL;
    assert_lacks(&options, "no similarity is chosen");
}

static void a_rule_says_what_it_lacks_and_couplings_want_bipolar_states(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    hop_update_row rule = hop_update_synchronous;
    rule.value = NULL;
    options.model.update = &rule;
    assert_lacks(&options, "'synchronous' has no `value`");
    options.model.update = NULL;
    assert_ok(hop_energy_parse("hebb", &options.model.energy));
    hop_energy_row row = *options.model.energy.family;
    row.similarity = NULL;
    options.model.energy.family = &row;
    assert_lacks(&options, "hamming");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_that_a_family_has_recalls),
        cmocka_unit_test(a_family_says_what_it_lacks),
        cmocka_unit_test(a_similarity_says_what_it_lacks),
        cmocka_unit_test(a_rule_says_what_it_lacks_and_couplings_want_bipolar_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
