/* hopfield attention: the same as a Hopfield step, and what comes out.
 * SPDX-License-Identifier: MIT */
#include "attention.h"

/* ---- comparisons ---- */

/* Runs with JSON; fails unless both comparisons hold to 1e-12. */
static void assert_same(const char *const *more) {
    const char *arguments[24] = {"attention", "--format", "json", "--quiet", "--steps", "0"};
    size_t count = 6;
    while (*more) arguments[count++] = *more++;
    arguments[count] = NULL;
    support_result result = support_run(NULL, arguments);
    hop_json *document = parse(&result);
    assert_true(number_of(document, "largest_difference") <= 1e-12);
    assert_true(number_of(document, "tiled_difference") <= 1e-12);
    /* Two ways to compute a thousand numbers never round all alike: 0 would be no comparison. */
    if (number_of(document, "queries") >= 1000) {
        assert_true(number_of(document, "largest_difference") > 0);
        assert_true(number_of(document, "tiled_difference") > 0);
        assert_true(number_of(document, "row_sum_error") > 0);
    }
    assert_true(number_of(document, "row_sum_error") <= number_of(document, "keys") * 0x1p-53);
    hop_json_free(document);
    support_result_clear(&result);
}
#define ASSERT_SAME(...) assert_same((const char *const[]){__VA_ARGS__, NULL})

static void it_is_a_hopfield_step_at_every_width_of_a_head(void **state) {
    (void)state;
    static const size_t WIDTHS[] = {1, 2, 3, 8, 17, 64, 128};
    for (size_t i = 0; i < sizeof WIDTHS / sizeof *WIDTHS; i++) {
        const char *query = random_npy("q", 33, WIDTHS[i], 1);
        const char *key = random_npy("k", 70, WIDTHS[i], 2);
        const char *value = random_npy("v", 70, WIDTHS[i], 3);
        ASSERT_SAME("--query", query, "--key", key, "--value", value);
    }
}

static void it_is_a_hopfield_step_for_a_thousand_tokens(void **state) {
    (void)state;
    const char *tokens = random_npy("x", 1000, 16, 1);
    ASSERT_SAME("--input", tokens, "--heads", "2");
    ASSERT_SAME("--input", tokens, "--causal");
}

static void it_is_a_hopfield_step_behind_every_mask(void **state) {
    (void)state;
    files f = usual_files();
    static double mask[40 * 50];
    static char seen[40 * 50];
    hop_random random;
    hop_random_init(&random, 7, 0);
    for (size_t i = 0; i < 40 * 50; i++) {
        mask[i] = i % 50 > 0 && hop_random_uniform(&random) < 0.5 ? -INFINITY
                                                                  : hop_random_normal(&random);
        seen[i] = isfinite(mask[i]);
    }
    const char *added = npy_of("added", mask, 40, 50);
    const char *hidden = npy_of_bools("seen", seen, 4, 50);
    const char *few = random_npy("few", 4, 8, 5);
    ASSERT_SAME("--query", f.query, "--key", f.key, "--value", f.value, "--mask", added);
    ASSERT_SAME("--query", f.query, "--key", f.key, "--value", f.value, "--mask", added, "--heads",
                "4", "--causal", "--scale", "0.9");
    ASSERT_SAME("--query", few, "--key", f.key, "--value", f.value, "--mask", hidden);
}

/* ---- what comes out ---- */

static double *read_values(const char *path, size_t rows, size_t columns) {
    hop_memory *memory = NULL;
    double *values = malloc(rows * columns * sizeof *values);
    assert_int_equal(hop_memory_open(path, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), rows);
    assert_int_equal(hop_memory_dim(memory), columns);
    hop_memory_read(memory, 0, rows, values);
    hop_memory_destroy(memory);
    return values;
}

/* Two queries and two keys by hand: scores 0 and ln 3, weights 1/4 and 3/4. */
static void a_small_one_agrees_with_a_pencil(void **state) {
    (void)state;
    const double query[] = {0, 1}, value[] = {8, 0, 0, 4};
    double key[] = {0, log(3)};
    const char *out = support_path("out.npy");
    support_result result =
        RUN(NULL, "attention", "--query", npy_of("q", query, 2, 1), "--key", npy_of("k", key, 2, 1),
            "--value", npy_of("v", value, 2, 2), "-o", out, "--format", "json");
    hop_json *document = parse(&result);
    double *values = read_values(out, 2, 2);
    const double expected[] = {4, 2, 2, 3};
    for (size_t i = 0; i < 4; i++) assert_near(values[i], expected[i], 1e-15);
    const hop_json *head = hop_json_at(hop_json_get(document, "heads"), 0);
    assert_near(number_of(head, "energy"), -(log(2) + log(4)) / 2, 1e-15);
    assert_near(number_of(head, "entropy_high"), log(2), 1e-15);
    assert_near(number_of(head, "entropy_low"), log(4) - 0.75 * log(3), 1e-15);
    assert_near(number_of(hop_json_get(head, "classes"), "global"), 2, 0);
    assert_string_equal(hop_json_string(hop_json_get(head, "class")), "global");
    free(values);
    hop_json_free(document);
    support_result_clear(&result);
}

/* Of queries that need 18, 1 and 1 of 20 keys the middle one needs 1. */
static void a_head_is_its_middle_query(void **state) {
    (void)state;
    double query[] = {0, 900, 900}, key[20] = {1};
    support_result result = RUN(NULL, "attention", "--query", npy_of("q", query, 3, 1), "--key",
                                npy_of("k", key, 20, 1), "--format", "json", "--threads", "2");
    hop_json *document = parse(&result);
    const hop_json *head = hop_json_at(hop_json_get(document, "heads"), 0);
    assert_near(number_of(head, "k90"), 1, 0);
    assert_string_equal(hop_json_string(hop_json_get(head, "class")), "medium");
    assert_near(number_of(hop_json_get(head, "classes"), "global"), 1, 0);
    hop_json_free(document);
    support_result_clear(&result);
}

/* docs/JSON.md lists them. */
static void json_has_every_field_that_is_documented(void **state) {
    (void)state;
    static const char *const FIELDS[] = {"command",
                                         "version",
                                         "command_line",
                                         "libraries",
                                         "threads",
                                         "queries",
                                         "keys",
                                         "width",
                                         "value_width",
                                         "output_width",
                                         "scale",
                                         "causal",
                                         "masked",
                                         "largest_difference",
                                         "tiled_difference",
                                         "form",
                                         "row_sum_error",
                                         "timing",
                                         "heads",
                                         "output"};
    static const char *const OF_A_HEAD[] = {"head",         "entropy", "entropy_low",
                                            "entropy_high", "k90",     "class",
                                            "classes",      "energy",  "steps"};
    files f = usual_files();
    support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key, "--format",
                                "json", "--threads", "2");
    hop_json *document = parse(&result);
    const hop_json *heads = hop_json_get(document, "heads");
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        assert_non_null(hop_json_get(document, FIELDS[i]));
    for (size_t i = 0; i < sizeof OF_A_HEAD / sizeof *OF_A_HEAD; i++)
        assert_non_null(hop_json_get(hop_json_at(heads, 0), OF_A_HEAD[i]));
    assert_int_equal(hop_json_length(hop_json_get(document, "output")), 40);
    assert_near(number_of(document, "threads"), 2, 0);
    hop_json_free(document);
    support_result_clear(&result);
}

static void weights_make_queries_keys_values_and_outputs_of_tokens(void **state) {
    (void)state;
    const double tokens[] = {1, 0}, project[] = {0, 2}, out[] = {10, 20};
    const char *x = npy_of("x", tokens, 1, 2), *output = support_path("out.npy");
    /* One token attends to itself: what comes out is its value, times W_O. */
    support_result result =
        RUN(NULL, "attention", "--input", x, "--weights-value", npy_of("wv", project, 2, 1),
            "--weights-output", npy_of("wo", out, 1, 2), "-o", output, "--force");
    assert_status(result, 0);
    double *values = read_values(output, 1, 2);
    assert_true(values[0] == 0 && values[1] == 0);
    free(values);
    support_result_clear(&result);
    result = RUN(NULL, "attention", "--input", x, "--linear", "--weights-value",
                 npy_of("wv", (double[]){3, 5}, 1, 2), "--weights-output", npy_of("wo", out, 2, 1),
                 "-o", output, "--force");
    assert_status(result, 0);
    values = read_values(output, 1, 2);
    assert_true(values[0] == 30 && values[1] == 60);
    free(values);
    support_result_clear(&result);
}

static void a_context_is_what_is_looked_at(void **state) {
    (void)state;
    const double context[] = {7, 5};
    const char *output = support_path("out.npy");
    support_result result =
        RUN(NULL, "attention", "--input", npy_of("x", (double[]){1, 2, 3, 4}, 2, 2), "--context",
            npy_of("y", context, 1, 2), "-o", output, "--force");
    assert_status(result, 0);
    double *values = read_values(output, 2, 2);
    assert_memory_equal(values, context, sizeof context);
    assert_memory_equal(values + 2, context, sizeof context);
    free(values);
    support_result_clear(&result);
}

static void outputs_as_safetensors_are_read_again(void **state) {
    (void)state;
    files f = usual_files();
    const char *npy = support_path("out.npy"), *tensors = support_path("out.safetensors");
    const char *const paths[] = {npy, tensors};
    for (size_t i = 0; i < 2; i++) {
        support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key,
                                    "--value", f.value, "-o", paths[i], "--force");
        assert_status(result, 0);
        support_result_clear(&result);
    }
    double *a = read_values(npy, 40, 4), *b = read_values(tensors, 40, 4);
    assert_memory_equal(a, b, 40 * 4 * sizeof *a);
    free(a);
    free(b);
}

static void threads_and_the_tiled_form_change_nothing(void **state) {
    (void)state;
    files f = usual_files();
    double *made[3];
    const char *const more[3][4] = {
        {"--threads", "1"}, {"--threads", "3"}, {"--tiled", "--threads", "2"}};
    for (size_t i = 0; i < 3; i++) {
        const char *out = support_path("out.npy");
        support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key,
                                    "--value", f.value, "--heads", "2", "-o", out, "--force",
                                    more[i][0], more[i][1], more[i][2], more[i][3]);
        assert_status(result, 0);
        made[i] = read_values(out, 40, 4);
        support_result_clear(&result);
    }
    assert_memory_equal(made[0], made[1], 40 * 4 * sizeof(double));
    for (size_t i = 0; i < 40 * 4; i++) assert_near(made[2][i], made[0][i], 1e-14);
    for (size_t i = 0; i < 3; i++) free(made[i]);
}

static void further_steps_lower_the_energy(void **state) {
    (void)state;
    files f = usual_files();
    support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key, "--heads",
                                "2", "--causal", "--steps", "6", "--format", "json");
    hop_json *document = parse(&result);
    const hop_json *heads = hop_json_get(document, "heads");
    assert_int_equal(hop_json_length(heads), 2);
    for (size_t h = 0; h < 2; h++) {
        const hop_json *steps = hop_json_get(hop_json_at(heads, h), "steps");
        assert_int_equal(hop_json_length(steps), 7);
        for (size_t t = 1; t <= 6; t++) {
            const hop_json *step = hop_json_at(steps, t);
            double before = number_of(hop_json_at(steps, t - 1), "energy");
            double moved = number_of(step, "moved");
            /* It falls by half the mean square of the moves, which is at least half the square of
             * their mean. */
            assert_true(before - number_of(step, "energy") >= moved * moved / 2 - 1e-12);
        }
        assert_near(number_of(hop_json_at(steps, 1), "output_moved"), 0, 0);
        assert_true(number_of(hop_json_at(steps, 6), "output_moved") > 0.01);
    }
    hop_json_free(document);
    support_result_clear(&result);
}

static void csv_has_a_row_for_each_head_and_step(void **state) {
    (void)state;
    files f = usual_files();
    support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key, "--heads",
                                "2", "--steps", "1", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "# largest_difference: ");
    assert_contains(result.out,
                    "head,entropy,k90,class,energy,step,step_energy,moved,output_moved\n1,");
    size_t lines = 0;
    for (const char *c = strstr(result.out, "head,"); *c; c++) lines += *c == '\n';
    assert_int_equal(lines, 5);
    support_result_clear(&result);
}

static void figures_show_every_head(void **state) {
    (void)state;
    files f = usual_files();
    support_subfolder("figures");
    support_result result = RUN(NULL, "attention", "--query", f.query, "--key", f.key, "--heads",
                                "2", "--figure", support_path("figures/w.svg"));
    assert_status(result, 0);
    support_result_clear(&result);
    result = RUN(NULL, "attention", "--query", f.query, "--key", f.key, "--figure",
                 support_path("figures/one.svg"));
    assert_status(result, 0);
    assert_folder_holds(support_path("figures"),
                        "one.gp\none.svg\none.tsv\nw-head-2.gp\nw-head-2.svg\n"
                        "w-head-2.tsv\nw.gp\nw.svg\nw.tsv\n");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_a_hopfield_step_at_every_width_of_a_head),
        cmocka_unit_test(it_is_a_hopfield_step_for_a_thousand_tokens),
        cmocka_unit_test(it_is_a_hopfield_step_behind_every_mask),
        cmocka_unit_test(a_small_one_agrees_with_a_pencil),
        cmocka_unit_test(a_head_is_its_middle_query),
        cmocka_unit_test(json_has_every_field_that_is_documented),
        cmocka_unit_test(weights_make_queries_keys_values_and_outputs_of_tokens),
        cmocka_unit_test(a_context_is_what_is_looked_at),
        cmocka_unit_test(outputs_as_safetensors_are_read_again),
        cmocka_unit_test(threads_and_the_tiled_form_change_nothing),
        cmocka_unit_test(further_steps_lower_the_energy),
        cmocka_unit_test(csv_has_a_row_for_each_head_and_step),
        cmocka_unit_test(figures_show_every_head),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
