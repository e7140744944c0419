/* hopfield attention --example and --explain.
 * SPDX-License-Identifier: MIT */
#include "attention.h"

static void assert_lines(const char *text, const char *const *lines, size_t count) {
    for (size_t i = 0; i < count; i++) assert_contains(text, lines[i]);
}

/* Context vectors stand at the ends of their lines. */
static void the_example_shows_the_numbers_of_the_textbook(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "   0.4300  0.1500  0.8900 ",  "   0.5500  0.8700  0.6600 ",  "   0.5700  0.8500  0.6400 ",
        "   0.2200  0.5800  0.3300 ",  "   0.7700  0.2500  0.1000 ",  "   0.0500  0.8000  0.5500 ",
        "   0.4421  0.5931  0.5790\n", "   0.4419  0.6515  0.5683\n", "   0.4431  0.6496  0.5671\n",
        "   0.4304  0.6298  0.5510\n", "   0.4671  0.5910  0.5266\n", "   0.4177  0.6503  0.5645\n",
        "  1   0.2961  0.5166 ",       "  2   0.2517  0.6886 ",       "  3   0.0740  0.8665 ",
        "   0.2996  0.8053\n",         "   0.3061  0.8210\n",         "   0.3058  0.8203\n",
        "   0.2948  0.7939\n",         "   0.2927  0.7891\n",         "   0.2990  0.8040\n",
    };
    support_result result = RUN(NULL, "attention", "--example");
    assert_status(result, 0);
    assert_lines(result.out, LINES, sizeof LINES / sizeof *LINES);
    support_result_clear(&result);
}

/* Computed beside this program from the same words of mt19937. */
static void the_example_goes_on_with_linear_layers_and_heads(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "  -0.0739  0.0713\n",
        "  -0.0748  0.0703\n",
        "  -0.0749  0.0702\n",
        "  -0.0760  0.0685\n",
        "  -0.0763  0.0679\n",
        "  -0.0754  0.0693\n",
        "  1   1.0000  0.0000  0.0000  0.0000  0.0000  0.0000",
        "  2   0.5517  0.4483  0.0000  0.0000  0.0000  0.0000",
        "  3   0.3800  0.3097  0.3103  0.0000  0.0000  0.0000",
        "  4   0.2758  0.2460  0.2462  0.2319  0.0000  0.0000",
        "  5   0.2175  0.1983  0.1984  0.1888  0.1971  0.0000",
        "  6   0.1935  0.1663  0.1666  0.1542  0.1666  0.1529",
        "  1  -0.4519  0.2216   0.4772  0.1063\n",
        "  2  -0.5874  0.0058   0.5891  0.3257\n",
        "  3  -0.6300 -0.0632   0.6202  0.3860\n",
        "  4  -0.5675 -0.0843   0.5478  0.3589\n",
        "  5  -0.5526 -0.0981   0.5321  0.3428\n",
        "  6  -0.5299 -0.1081   0.5077  0.3493\n",
        "   0.3190  0.4858\n",
        "   0.2943  0.3897\n",
        "   0.2856  0.3593\n",
        "   0.2693  0.3873\n",
        "   0.2639  0.3928\n",
        "   0.2575  0.4028\n",
    };
    support_result result = RUN(NULL, "attention", "--example");
    assert_status(result, 0);
    assert_lines(result.out, LINES, sizeof LINES / sizeof *LINES);
    support_result_clear(&result);
}

static size_t widest_line(const char *text) {
    size_t widest = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") > widest) widest = strcspn(line, "\n");
    return widest;
}

static void what_is_projected_fits_eighty_columns(void **state) {
    (void)state;
    support_options here = {.folder = HOP_SOURCE_DIR};
    support_result example = RUN(NULL, "attention", "--example");
    support_result explain = RUN(&here, "attention", "--explain", "patterns/glyphs");
    assert_status(example, 0);
    assert_status(explain, 0);
    assert_in_range(widest_line(example.out), 60, 80);
    assert_in_range(widest_line(explain.out), 60, 80);
    support_result_clear(&example);
    support_result_clear(&explain);
}

static void the_explanation_has_the_memory_s_own_numbers(void **state) {
    (void)state;
    const double patterns[] = {1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0};
    const char *memory = npy_of("memory", patterns, 3, 4);
    support_result result = RUN(NULL, "attention", "--explain", memory, "--scale", "2.5");
    assert_status(result, 0);
    assert_contains(result.out, "N = 3 patterns of d = 4 numbers");
    assert_contains(result.out, "with beta = 2.5.");
    assert_contains(result.out, "a Transformer takes 1/sqrt(d) = 0.5.");
    assert_contains(result.out, "pattern 2");
    const char *difference = strstr(result.out, "largest difference from xi' is ");
    assert_non_null(difference);
    assert_true(strtod(difference + strlen("largest difference from xi' is "), NULL) < 1e-12);
    support_result_clear(&result);
}

static void without_a_memory_the_built_in_pictures_explain(void **state) {
    (void)state;
    support_options here = {.folder = HOP_SOURCE_DIR};
    support_result result = RUN(&here, "attention", "--explain");
    assert_status(result, 0);
    assert_contains(result.out, "N = 64 patterns of d = 12288 numbers (64x64x3)");
    assert_contains(result.out, "acorn");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_shows_the_numbers_of_the_textbook),
        cmocka_unit_test(the_example_goes_on_with_linear_layers_and_heads),
        cmocka_unit_test(what_is_projected_fits_eighty_columns),
        cmocka_unit_test(the_explanation_has_the_memory_s_own_numbers),
        cmocka_unit_test(without_a_memory_the_built_in_pictures_explain),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
