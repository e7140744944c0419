/* hopfield block from the outside: energies of numpy, descent, refusals.
 * Covers: analysis/block.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define BLOCK_JSON(...) \
    recall_json(        \
        (const char *const[]){"block", __VA_ARGS__, "--seed", "1", "--format", "json", NULL})

/* The energies of every step; the first and the last. */
static void check_descent(const hop_json *document) {
    const hop_json *energy = member(document, "energy");
    double before = 0, after = 0;
    assert_true(number_of(document, "gradient_error") < 1e-6);
    assert_true(hop_json_length(energy) > 5);
    for (size_t i = 1; i < hop_json_length(energy); i++) {
        assert_true(hop_json_number(hop_json_at(energy, i - 1), &before));
        assert_true(hop_json_number(hop_json_at(energy, i), &after));
        assert_true(after <= before);
    }
}

static void the_energy_never_rises_with_either_term(void **state) {
    (void)state;
    hop_json *both = BLOCK_JSON("--steps", "60");
    hop_json *attention = BLOCK_JSON("--steps", "60", "--no-memory-term");
    hop_json *memory = BLOCK_JSON("--steps", "60", "--no-attention-term", "--step", "1e6");
    check_descent(both);
    check_descent(attention);
    check_descent(memory);
    /* The same tokens and weights: the parts add up at the start. */
    const hop_json *start = hop_json_at(member(both, "steps"), 0);
    const hop_json *start_a = hop_json_at(member(attention, "steps"), 0);
    const hop_json *start_m = hop_json_at(member(memory, "steps"), 0);
    assert_true(number_of(start, "attention") == number_of(start_a, "energy"));
    assert_true(number_of(start, "memory") == number_of(start_m, "energy"));
    hop_json_free(both);
    hop_json_free(attention);
    hop_json_free(memory);
}

static void weights_from_files_give_the_energy_of_numpy(void **state) {
    (void)state;
    /* The tokens and weights of tests/attention/test_energy_block.c, with W [in x out]. */
    double x[12], key[12], query[12], memory[15];
    static const double BIAS[] = {0.1, -0.2, 0.3};
    for (size_t i = 0; i < 12; i++) {
        const size_t turned = i % 3 * 4 + i / 3;
        x[i] = sin(0.8 * (double)i + 0.1);
        key[turned] = sin(1.9 * (double)i + 0.5);
        query[turned] = sin(2.3 * (double)i + 0.9);
    }
    for (size_t i = 0; i < 15; i++) memory[i] = sin(0.6 * (double)i + 1.2);
    put_npy("x.npy", x, 4, 3);
    put_npy("k.npy", key, 3, 4);
    put_npy("q.npy", query, 3, 4);
    put_npy("m.npy", memory, 5, 3);
    put_npy("b.npy", BIAS, 1, 3);
    hop_json *document = BLOCK_JSON("x.npy", "--weights-key", "k.npy", "--weights-query", "q.npy",
                                    "--weights-memory", "m.npy", "--bias", "b.npy", "--heads", "2",
                                    "--width", "2", "--beta", "0.9", "--gain", "1.2");
    const hop_json *start = hop_json_at(member(document, "steps"), 0);
    assert_near(number_of(start, "attention"), -36.562760232024644, 1e-11);
    assert_near(number_of(start, "memory"), -5.515290326655971, 1e-11);
    check_descent(document);
    hop_json_free(document);
}

static void tokens_and_figure_are_written(void **state) {
    (void)state;
    const char *folder = support_subfolder("block");
    SUCCEEDS("block", "--seed", "1", "--steps", "5", "-o", "block/x.npy", "--figure",
             "block/f.svg");
    assert_folder_holds(folder, "f.gp\nf.svg\nf.tsv\nx.npy\n");
    SUCCEEDS("block", "--seed", "1", "--steps", "5", "-o", "block/y.npy");
    assert_same_files(support_path("block/x.npy"), support_path("block/y.npy"));
    SUCCEEDS("block", "block/x.npy", "--heads", "4", "--seed", "1", "--steps", "3");
    SUCCEEDS("block", "--seed", "1", "--steps", "5", "-o", "block/t.csv");
    char *text = support_read(support_path("block/t.csv"), NULL);
    assert_contains(text, "step,energy,attention,memory,gradient,a,tried\n");
    free(text);
}

static void text_fits_a_terminal(void **state) {
    (void)state;
    support_result result = HERE("block", "--seed", "1");
    assert_status(result, 0);
    assert_narrow(result.out, 80);
    assert_contains(result.out, "never rose");
    assert_contains(result.out, "the gradient differs from finite differences by");
    support_result_clear(&result);
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    static const double X[] = {1, 2, 3, 4, 5, 6};
    put_npy("x.npy", X, 2, 3);
    put_npy("one.npy", X, 1, 6);
    REFUSES(1, "2 heads do not divide tokens of 3 numbers", "block", "x.npy", "--heads", "2");
    REFUSES(1, "one.npy: is 1x6, but --weights-key must be 3x3", "block", "x.npy", "--heads", "1",
            "--weights-key", "one.npy");
    REFUSES(1, "one.npy: is 1x6, but --weights-memory must be anyx3", "block", "x.npy", "--heads",
            "1", "--weights-memory", "one.npy");
    REFUSES(1, "1 token: attention without oneself needs two", "block", "one.npy", "--heads", "2");
    REFUSES(2, "leave no energy", "block", "--no-attention-term", "--no-memory-term");
    REFUSES(2, "--beta is '0'", "block", "--beta", "0");
    REFUSES(2, "--heads is 0", "block", "--heads", "0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_energy_never_rises_with_either_term),
        cmocka_unit_test(weights_from_files_give_the_energy_of_numpy),
        cmocka_unit_test(tokens_and_figure_are_written),
        cmocka_unit_test(text_fits_a_terminal),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
