/* Analyses tell how far they are, in parts that grow to their totals, and end when they are told
 * to. Covers: attention/tasks.c SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/analysis.h>

#include "support/support.h"

enum { COUNT = 40, DIM = 6, PARTS = 8 };

/* What was told, a part after the other; `left` more words are heard before the work is to end. */
typedef struct ear {
    const char *parts[PARTS];
    size_t count, done, total, left, calls;
} ear;

static int hear(void *context, const char *what, size_t done, size_t total) {
    ear *e = context;
    const bool again = e->count > 0 && strcmp(e->parts[e->count - 1], what) == 0;
    if (again && total == e->total && done < e->done && done > 0)
        fail_msg("'%s' fell from %zu to %zu", what, e->done, done);
    if (done > total) fail_msg("'%s': %zu of %zu", what, done, total);
    if (!again) {
        assert_true(e->count < PARTS);
        e->parts[e->count++] = what;
    }
    e->done = done;
    e->total = total;
    e->calls++;
    return e->left-- == 0;
}

static hop_matrix drawn(void) {
    hop_matrix m = {0};
    assert_int_equal(hop_matrix_draw(COUNT, DIM, 1, 3, 1, &m), HOP_OK);
    return m;
}

static hop_status analyse_flow(ear *e, hop_result *result) {
    hop_flow_inputs in = hop_flow_inputs_defaults;
    in.tokens = drawn();
    in.source = "drawn";
    in.layers = 3;
    in.gravity = true;
    in.progress = hear;
    in.context = e;
    hop_status status = hop_flow_analyse(&in, result);
    hop_matrix_clear(&in.tokens);
    return status;
}

static hop_status analyse_block(ear *e, hop_result *result) {
    hop_block_inputs in = hop_block_inputs_defaults;
    in.tokens = drawn();
    in.heads = 2;
    in.descent.steps = 4;
    in.progress = hear;
    in.context = e;
    hop_status status = hop_block_analyse(&in, result);
    hop_matrix *const all[] = {&in.tokens, &in.query, &in.key, &in.memory, &in.bias};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(all[i]);
    return status;
}

static hop_status analyse_components(ear *e, hop_result *result) {
    hop_pca_inputs in = {.source = "drawn", .rows = drawn(), .iteration = hop_covariance_defaults};
    in.components = 2;
    in.iteration.progress = hear;
    in.iteration.context = e;
    hop_status status = hop_pca_analyse(&in, result);
    hop_matrix_clear(&in.rows);
    return status;
}

static hop_status analyse_attention(ear *e, hop_result *result) {
    hop_attention_inputs in = hop_attention_inputs_defaults;
    in.query.matrix = drawn();
    in.key.matrix = drawn();
    in.heads = 2;
    in.progress = hear;
    in.progress_context = e;
    hop_status status = hop_attention_analyse(&in, result);
    hop_operand *const all[] = {&in.query, &in.key, &in.value};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hop_matrix_clear(&all[i]->matrix);
    return status;
}

static const struct {
    hop_status (*analyse)(ear *e, hop_result *result);
    const char *tells[4];
} ALL[] = {
    {analyse_flow, {"attending, token by token", "tokens moving", "tokens falling"}},
    {analyse_block, {"checking the gradient", "descending"}},
    {analyse_components, {"power iteration", "attention steps", "expanding", "state vectors"}},
    {analyse_attention, {"attending", "attending by tiles", "comparing", "further Hopfield steps"}},
};

static size_t run(size_t i, ear *e, hop_status wanted) {
    hop_result *result = NULL;
    assert_int_equal(hop_result_create("test", &(hop_made){0}, &result), HOP_OK);
    assert_int_equal(ALL[i].analyse(e, result), wanted);
    hop_result_destroy(result);
    return e->calls;
}

static void every_part_is_told_and_each_word_can_end_the_work(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        ear all = {.left = SIZE_MAX};
        const size_t calls = run(i, &all, HOP_OK);
        for (size_t k = 0; k < 4 && ALL[i].tells[k]; k++) {
            bool told = false;
            for (size_t p = 0; p < all.count; p++)
                told = told || strncmp(all.parts[p], ALL[i].tells[k], strlen(ALL[i].tells[k])) == 0;
            if (!told) fail_msg("analysis %zu tells nothing of '%s'", i, ALL[i].tells[k]);
        }
        for (size_t left = 0; left < calls; left += 1 + calls / 16) {
            ear ended = {.left = left};
            assert_int_equal(run(i, &ended, HOP_E_CANCELLED), left + 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_told_and_each_word_can_end_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
