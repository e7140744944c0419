/* hopfield flow from the outside: the identity, the flow, figures, refusals.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define FLOW_JSON(...) \
    recall_json((const char *const[]){"flow", __VA_ARGS__, "--seed", "1", "--format", "json", NULL})

static const double TOKENS[] = {1, 0, 0.5, 0.25, -1, 2, 0, 1};

static void check_identity(const hop_json *document) {
    assert_true(number_of(document, "identity_error") <= 1e-10);
    assert_true(number_of(document, "largest_output") > 0);
    assert_true(member_is(document, "pseudo_inverse", "false"));
}

static void every_example_obeys_the_identity_and_gathers(void **state) {
    (void)state;
    static const char *const EXAMPLES[] = {"clusters", "ring", "sphere"};
    for (size_t i = 0; i < 3; i++) {
        hop_json *document = FLOW_JSON("--example", EXAMPLES[i]);
        check_identity(document);
        const hop_json *attention = member(document, "attention");
        const hop_json *layers = member(attention, "layers");
        assert_int_equal(hop_json_length(layers), 41);
        assert_true(whole_of(hop_json_at(layers, 40), "clusters") <
                    whole_of(hop_json_at(layers, 0), "clusters"));
        assert_int_equal(whole_of(attention, "energy_rises"), 0);
        assert_int_equal(hop_json_length(member(attention, "potential")), 41);
        assert_true(member_is(document, "gravity", "null"));
        hop_json_free(document);
    }
}

static void drawn_weights_of_any_heads_obey_the_identity(void **state) {
    (void)state;
    static const char *const HEADS[] = {"1", "2", "4", "8"}, *const KINDS[] = {"random",
                                                                               "gradient"};
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 2; k++) {
            hop_json *document = FLOW_JSON("--example", "sphere", "--dim", "16", "--heads",
                                           HEADS[i], "--weights", KINDS[k], "--layers", "3");
            check_identity(document);
            const hop_json *heads = member(document, "heads");
            assert_int_equal(hop_json_length(heads), (size_t)atoi(HEADS[i]));
            const hop_json *head = hop_json_at(heads, 0);
            assert_true(number_of(head, "condition") >= 1);
            if (k == 1) { /* V = A, so M = 1 */
                assert_near(number_of(head, "smallest_eigenvalue"), 1, 1e-6);
                assert_contains(word_of(head, "meaning"), "positive");
            }
            hop_json_free(document);
        }
}

static void weights_from_files_make_a_and_m(void **state) {
    (void)state;
    /* q = x W_Q: A = W_Q W_K' = diag(2, 3); V = W_V' = ((0, -1), (1, 0)): M is a turn. */
    static const double QUERY[] = {2, 0, 0, 0, 1, 0}, KEY[] = {1, 0, 0, 0, 3, 5},
                        VALUE[] = {0, 1, -1, 0};
    put_npy("tokens.npy", TOKENS, 4, 2);
    put_npy("wq.npy", QUERY, 2, 3);
    put_npy("wk.npy", KEY, 2, 3);
    put_npy("wv.npy", VALUE, 2, 2);
    hop_json *document =
        FLOW_JSON("tokens.npy", "--weights-query", "wq.npy", "--weights-key", "wk.npy",
                  "--weights-value", "wv.npy", "--layers", "1", "--step", "0.5", "--beta", "0.7",
                  "--exclude-self", "-o", "out.npy", "--force");
    check_identity(document);
    const hop_json *head = hop_json_at(member(document, "heads"), 0);
    assert_near(number_of(head, "condition"), 1.5, 1e-14);
    /* M = V A^-1 = ((0, -1/3), (1/2, 0)): its symmetric part has eigenvalues +- 1/12. */
    assert_near(number_of(head, "smallest_eigenvalue"), -1.0 / 12, 1e-14);
    assert_contains(word_of(head, "meaning"), "indefinite");
    hop_json_free(document);
    /* numpy: S = .7 X @ diag(2, 3) @ X.T; diagonal -inf; X + .5 softmax(S) @ X @ VALUE */
    static const double OUT[] = {0.6938009253642301,  0.11659476228271382, 0.058037552391154934,
                                 0.30803755239115493, -1.4904106850518999, 2.0069941684254884,
                                 -0.964265404953337,  0.5326888018298748};
    hop_memory *memory = NULL;
    const char *path = support_path("out.npy");
    assert_int_equal(hop_memory_open(path, &memory), HOP_OK);
    double out[8];
    hop_memory_read(memory, 0, 4, out);
    for (size_t i = 0; i < 8; i++) assert_near(out[i], OUT[i], 1e-12);
    hop_memory_destroy(memory);
    /* The same as linear layers store them. */
    static const double QUERY_T[] = {2, 0, 0, 1, 0, 0}, KEY_T[] = {1, 0, 0, 3, 0, 5},
                        VALUE_T[] = {0, -1, 1, 0};
    put_npy("wq.npy", QUERY_T, 3, 2);
    put_npy("wk.npy", KEY_T, 3, 2);
    put_npy("wv.npy", VALUE_T, 2, 2);
    SUCCEEDS("flow", "tokens.npy", "--weights-query", "wq.npy", "--weights-key", "wk.npy",
             "--weights-value", "wv.npy", "--layers", "1", "--step", "0.5", "--beta", "0.7",
             "--exclude-self", "--linear", "-o", "same.npy", "--force", "--seed", "1");
    assert_same_files(support_path("out.npy"), support_path("same.npy"));
}

static void a_singular_a_is_refused_or_gets_its_pseudo_inverse(void **state) {
    (void)state;
    static const double SINGULAR[] = {1, 1, 1, 1};
    put_npy("tokens.npy", TOKENS, 4, 2);
    put_npy("ws.npy", SINGULAR, 2, 2);
    REFUSES(1, "singular (rank 1 of 2, condition number", "flow", "tokens.npy", "--weights-query",
            "ws.npy");
    REFUSES(1, "--pseudo-inverse", "flow", "tokens.npy", "--weights-query", "ws.npy");
    support_result result = HERE("flow", "tokens.npy", "--weights-query", "ws.npy",
                                 "--pseudo-inverse", "--format", "json", "--layers", "2");
    assert_status(result, 0);
    assert_contains(result.err, "warning: A of head 0 has rank 1 of 2");
    hop_json *document = parse_json(result.out);
    assert_true(member_is(document, "pseudo_inverse", "true"));
    hop_json_free(document);
    support_result_clear(&result);
}

static void gravity_is_set_beside_attention(void **state) {
    (void)state;
    hop_json *document = FLOW_JSON("--example", "clusters", "--gravity");
    const hop_json *gravity = member(document, "gravity");
    const hop_json *layers = member(gravity, "layers");
    assert_int_equal(whole_of(gravity, "energy_rises"), 0);
    assert_true(number_of(hop_json_at(layers, 40), "energy") <
                number_of(hop_json_at(layers, 0), "energy"));
    assert_true(member_is(hop_json_at(layers, 0), "pair_energy", "null"));
    hop_json_free(document);
}

static void figures_leave_two_or_four_pictures(void **state) {
    (void)state;
    const char *folder = support_subfolder("figures");
    SUCCEEDS("flow", "--example", "ring", "--seed", "1", "--figure", "figures/f.svg", "--gravity");
    assert_folder_holds(folder, "f-gravity-potential.gp\nf-gravity-potential.svg\n"
                                "f-gravity-potential.tsv\nf-gravity.gp\nf-gravity.svg\n"
                                "f-gravity.tsv\nf-potential.gp\nf-potential.svg\n"
                                "f-potential.tsv\nf.gp\nf.svg\nf.tsv\n");
    REFUSES(1, "f.svg", "flow", "--example", "ring", "--figure", "figures/f.svg");
    /* The globe, a plane among many dimensions, a line. */
    SUCCEEDS("flow", "--example", "sphere", "--seed", "1", "--figure", "figures/g.png");
    SUCCEEDS("flow", "--example", "sphere", "--dim", "6", "--seed", "1", "--figure",
             "figures/p.png");
    support_write_text(support_path("line.csv"), "1\n2\n-1\n0.5\n");
    SUCCEEDS("flow", "line.csv", "--seed", "1", "--figure", "figures/l.png");
}

static void text_fits_a_terminal_and_tables_have_every_path(void **state) {
    (void)state;
    support_result result = HERE("flow", "--example", "clusters", "--seed", "1");
    assert_status(result, 0);
    assert_narrow(result.out, 80);
    assert_contains(result.out, "head output = M grad phi");
    support_result_clear(&result);
    result = HERE("flow", "--seed", "1", "--count", "7", "--layers", "3", "--format", "csv");
    assert_contains(result.out, "law,layer,token,potential,cluster,x1,x2,x3\n");
    assert_int_equal(count_of(result.out, "\nattention,"), 4 * 7);
    support_result_clear(&result);
}

static void the_same_seed_gives_the_same_bytes(void **state) {
    (void)state;
    SUCCEEDS("flow", "--seed", "3", "--weights", "random", "-o", "a.npy");
    SUCCEEDS("flow", "--seed", "3", "--weights", "random", "-o", "b.npy");
    assert_same_files(support_path("a.npy"), support_path("b.npy"));
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    static const double WRONG[] = {1, 2, 3}, HUGE_TOKENS[] = {1e200, 1e200, 1e200, 1};
    put_npy("tokens.npy", TOKENS, 4, 2);
    put_npy("wrong.npy", WRONG, 3, 1);
    put_npy("huge.npy", HUGE_TOKENS, 2, 2);
    support_write_text(support_path("nan.csv"), "1,2\n3,nan\n");
    REFUSES(1, "3 heads do not divide tokens of 2 numbers", "flow", "tokens.npy", "--heads", "3");
    REFUSES(1, "wrong.npy: is 3x1, but --weights-query must be 2xany", "flow", "tokens.npy",
            "--weights-query", "wrong.npy");
    REFUSES(1, "line 2, column 2 is nan", "flow", "nan.csv");
    REFUSES(1, "overflows", "flow", "huge.npy");
    REFUSES(2, "exclude each other", "flow", "tokens.npy", "--example", "ring");
    REFUSES(2, "it must be one of clusters, ring, sphere", "flow", "--example", "rng");
    REFUSES(2, "--step is '-1'", "flow", "--step", "-1");
    REFUSES(2, "identity, random or gradient", "flow", "--weights", "some");
    REFUSES(1, "needs tokens of 2 numbers", "flow", "--example", "ring", "--dim", "1");
    REFUSES(1, "sees no other token", "flow", "--count", "1", "--exclude-self");
}

static void what_is_left_out_of_a_table_of_tokens_is_said(void **state) {
    (void)state;
    support_write_text(support_path("named.csv"), "a,b,species\n1,2,x\n3,5,y\n4,1,x\n");
    static const char *const COMMANDS[] = {"flow", "block"};
    for (size_t i = 0; i < 2; i++) {
        support_result result = i == 0 ? HERE("flow", "named.csv", "--layers", "2", "--seed", "1")
                                       : HERE("block", "named.csv", "--heads", "1", "--seed", "1");
        assert_status(result, 0);
        if (!strstr(result.err, "column 3 of 3 was taken for labels"))
            fail_msg("%s says nothing of the labels", COMMANDS[i]);
        support_result_clear(&result);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_out_of_a_table_of_tokens_is_said),
        cmocka_unit_test(every_example_obeys_the_identity_and_gathers),
        cmocka_unit_test(drawn_weights_of_any_heads_obey_the_identity),
        cmocka_unit_test(weights_from_files_make_a_and_m),
        cmocka_unit_test(a_singular_a_is_refused_or_gets_its_pseudo_inverse),
        cmocka_unit_test(gravity_is_set_beside_attention),
        cmocka_unit_test(figures_leave_two_or_four_pictures),
        cmocka_unit_test(text_fits_a_terminal_and_tables_have_every_path),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
