/* hopfield pca from the outside: numbers of numpy, ties, bad input. Covers: analysis/pca.c
 * analysis/pca_draw.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define PCA_JSON(...) \
    recall_json((const char *const[]){"pca", __VA_ARGS__, "--format", "json", NULL})

/* numpy: X = [[1, 2, 3], [4, 5, 9], [7, 8, 1], [2, 2, 2]];
 * numpy.linalg.eigvalsh(numpy.cov(X.T))[::-1] */
static const char CSV[] = "a,b,c\n1,2,3\n4,5,9\n7,8,1\n2,2,2\n";
static const double EIGENVALUES[] = {15.37951026378847, 12.703556263083104, 0.08360013979508966};

static double at(const hop_json *array, size_t index) {
    double number = NAN;
    assert_true(hop_json_number(hop_json_at(array, index), &number));
    return number;
}

static void eigenvalues_of_a_csv_are_those_of_numpy(void **state) {
    (void)state;
    support_write_text(support_path("t.csv"), CSV);
    hop_json *document = PCA_JSON("t.csv");
    const hop_json *eigenvalues = member(document, "eigenvalues");
    assert_int_equal(hop_json_length(eigenvalues), 3);
    for (size_t i = 0; i < 3; i++) assert_near(at(eigenvalues, i), EIGENVALUES[i], 1e-12);
    assert_true(number_of(document, "largest_angle") < 1e-8);
    assert_near(number_of(member(document, "expansion"), "slope"), 2, 0.01);
    assert_near(at(member(document, "explained"), 0),
                EIGENVALUES[0] / (EIGENVALUES[0] + EIGENVALUES[1] + EIGENVALUES[2]), 1e-13);
    hop_json_free(document);
}

static void pictures_have_components_too(void **state) {
    (void)state;
    hop_json *document = PCA_JSON(GLYPHS, "-q");
    assert_int_equal(whole_of(document, "components"), 35);
    assert_int_equal(whole_of(document, "rows"), 36);
    assert_true(whole_of(document, "constant_columns") > 0);
    assert_true(number_of(document, "largest_angle") < 1e-8);
    assert_true(member_is(document, "settled", "true"));
    assert_near(number_of(member(document, "expansion"), "slope"), 2, 0.01);
    hop_json_free(document);
}

/* X C V = X V diag(lambda): with covariance weights a state is the row's scores times eigenvalues.
 */
static void some_rows_have_state_vectors_and_all_have_scores(void **state) {
    (void)state;
    enum { ROWS = 36, ASKED = 9 };
    hop_json *document = PCA_JSON(GLYPHS, "-q", "--components", "4", "--states", "9");
    const hop_json *states = member(document, "states"), *values = member(document, "eigenvalues");
    const hop_json *scores = member(states, "scores"), *made = member(states, "covariance");
    assert_int_equal(whole_of(states, "rows"), ASKED);
    assert_int_equal(hop_json_length(scores), ROWS);
    assert_int_equal(hop_json_length(made), ASKED);
    assert_int_equal(hop_json_length(member(states, "softmax")), ASKED);
    for (size_t i = 0; i < ASKED; i++)
        for (size_t c = 0; c < 4; c++)
            assert_near(at(hop_json_at(made, i), c),
                        at(hop_json_at(scores, i * ROWS / ASKED), c) * at(values, c), 1e-9);
    hop_json_free(document);
    document = PCA_JSON(GLYPHS, "-q", "--components", "4", "--states", "all");
    assert_int_equal(whole_of(member(document, "states"), "rows"), ROWS);
    hop_json_free(document);
}

static void tied_eigenvalues_are_compared_as_subspaces(void **state) {
    (void)state;
    /* The corners of a square: both eigenvalues are 2/3.  Third moments vanish, so the
     * rest of the expansion is of third order. */
    support_write_text(support_path("tie.csv"), "1,0\n-1,0\n0,1\n0,-1\n");
    hop_json *document = PCA_JSON("tie.csv");
    for (size_t i = 0; i < 2; i++)
        assert_near(at(member(document, "eigenvalues"), i), 2.0 / 3, 1e-14);
    assert_true(number_of(document, "largest_angle") < 1e-8);
    assert_near(number_of(member(document, "expansion"), "slope"), 3, 0.01);
    hop_json_free(document);
    support_result result = HERE("pca", "tie.csv");
    assert_contains(result.out, "slope 3.0000 (third moments");
    support_result_clear(&result);
    /* A tie that the wanted components cut through. */
    document = PCA_JSON("tie.csv", "--components", "1");
    assert_true(number_of(document, "largest_angle") < 1e-8);
    hop_json_free(document);
}

static void a_constant_column_has_no_part(void **state) {
    (void)state;
    support_write_text(support_path("c.csv"), "1,7,2\n2,7,1\n3,7,5\n5,7,0\n");
    support_result result = HERE("pca", "c.csv", "--format", "json");
    assert_status(result, 0);
    assert_contains(result.err, "1 of 3 columns are constant (first: column 2)");
    hop_json *document = parse_json(result.out);
    assert_int_equal(whole_of(document, "constant_columns"), 1);
    assert_near(at(member(document, "eigenvalues"), 2), 0, 1e-14);
    assert_true(number_of(document, "largest_angle") < 1e-8);
    hop_json_free(document);
    support_result_clear(&result);
}

static void scores_are_written_and_figures_drawn(void **state) {
    (void)state;
    support_write_text(support_path("t.csv"), CSV);
    const char *folder = support_subfolder("pca");
    SUCCEEDS("pca", "t.csv", "-o", "pca/s.npy", "--figure", "pca/f.svg");
    assert_folder_holds(folder, "f-expansion.gp\nf-expansion.svg\nf-expansion.tsv\nf.gp\nf.svg\n"
                                "f.tsv\ns.npy\n");
    hop_memory *memory = NULL;
    const char *path = support_path("pca/s.npy");
    double scores[12], square = 0;
    assert_int_equal(hop_memory_open(path, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 4);
    assert_int_equal(hop_memory_dim(memory), 3);
    hop_memory_read(memory, 0, 4, scores);
    for (size_t i = 0; i < 4; i++) square += scores[3 * i] * scores[3 * i] / 3;
    assert_near(square, EIGENVALUES[0], 1e-12);
    hop_memory_destroy(memory);
}

static void text_fits_a_terminal(void **state) {
    (void)state;
    support_result result = HERE("pca", PICTOGRAMS, "--components", "3");
    assert_status(result, 0);
    assert_contains(result.out, "GSL's eigen-solver agrees");
    assert_contains(result.out, "slope 2.0");
    assert_narrow(strchr(result.out, '\n') + 1, 80); /* behind the path */
    support_result_clear(&result);
    result = HERE("pca", "t.csv", "--format", "csv");
    assert_contains(result.out,
                    "component,eigenvalue,explained,cumulative,difference,angle,residual\n");
    support_result_clear(&result);
}

static void bad_input_is_refused_in_words(void **state) {
    (void)state;
    support_write_text(support_path("t.csv"), CSV);
    support_write_text(support_path("one.csv"), "1,2,3\n");
    support_write_text(support_path("same.csv"), "1,2\n1,2\n1,2\n");
    support_write_text(support_path("gap.csv"), "1,2\n1,\n");
    support_write_text(support_path("inf.csv"), "1,2\n1,inf\n");
    REFUSES(1, "4 components are asked for, but 4 rows of 3 numbers have 1 to 3", "pca", "t.csv",
            "--components", "4");
    REFUSES(1, "one.csv: 1 row: components of a covariance need two at least", "pca", "one.csv");
    REFUSES(1, "same.csv: the rows do not vary", "pca", "same.csv");
    REFUSES(1, "gap.csv: line 2, column 2 is empty", "pca", "gap.csv");
    REFUSES(1, "inf.csv: line 2, column 2 is inf", "pca", "inf.csv");
    REFUSES(2, "--components is 0", "pca", "t.csv", "--components", "0");
    REFUSES(2, "no INPUT given", "pca");
    REFUSES(1, "nowhere.csv", "pca", "nowhere.csv");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eigenvalues_of_a_csv_are_those_of_numpy),
        cmocka_unit_test(pictures_have_components_too),
        cmocka_unit_test(some_rows_have_state_vectors_and_all_have_scores),
        cmocka_unit_test(tied_eigenvalues_are_compared_as_subspaces),
        cmocka_unit_test(a_constant_column_has_no_part),
        cmocka_unit_test(scores_are_written_and_figures_drawn),
        cmocka_unit_test(text_fits_a_terminal),
        cmocka_unit_test(bad_input_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
