/* Cross tables, of the experiment `similarity` and by hand.
 * Covers: similarity_table.c sweep/findings_cross.c
 * SPDX-License-Identifier: MIT */
#include "sweep/findings.h"

#include "support/experiment.h"

static void a_cross_table_is_what_people_see_and_a_map(void **state) {
    (void)state;
    const char *rows[] = {"top", "bottom"}, *columns[] = {"a", "b", "c"};
    const double values[] = {0.1, 0.2, 0.3, 0.4, NAN, 0.6};
    hop_cross cross = {.rows = 2,
                       .columns = 3,
                       .corner = "what",
                       .row_words = rows,
                       .column_words = columns,
                       .values = values,
                       .label = "p",
                       .high = 1};
    hop_findings f = {0};
    assert_ok(hop_findings_cross(&f, &cross));
    rows[0] = columns[0] = "changed";
    assert_string_equal(hop_table_column(f.brief, 0)->name, "what");
    assert_string_equal(hop_table_column(f.brief, 1)->name, "a");
    assert_string_equal(hop_table_cell(f.brief, 0, 0).text, "top");
    assert_true(hop_table_cell(f.brief, 0, 3).number == 0.3);
    assert_true(hop_table_cell(f.brief, 1, 2).none);
    /* The map's first row is at the bottom. */
    assert_string_equal(f.map.y_names[0], "bottom");
    assert_true(f.map.values[0] == 0.4 && f.map.values[3] == 0.1);
    assert_string_equal(f.map.x_names[0], "a");
    hop_findings_clear(&f);
}

#define PICTOGRAMS "memory=" HOP_SOURCE_DIR "/patterns/pictograms sample=12 "

static void similarities_are_columns_and_damages_rows(void **state) {
    (void)state;
    char *text = fixture_run("similarity",
                             PICTOGRAMS "damage=replace:rate=0.9 damage=contrast:gain=0.3,bias=0.4 "
                                        "similarity=dot similarity=correlation",
                             "text");
    assert_contains(text, "damage");
    assert_contains(text, "dot  correlation");
    assert_contains(text, "\nreplace 0.9");
    assert_contains(text, "\ncontrast 0.3 0.4");
    assert_contains(text, "interval: 95 % (Wilson)");
    assert_contains(text, "rows: 4; --format csv or json shows them\n");
    free(text);
}

static void correlation_ignores_contrast_and_the_product_does_not(void **state) {
    (void)state;
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment(
        "similarity",
        PICTOGRAMS "damage=contrast:gain=0.3,bias=0.4 similarity=dot similarity=correlation", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, &f));
    assert_true(hop_table_cell(f.brief, 0, 1).number < 0.5);
    assert_true(hop_table_cell(f.brief, 0, 2).number == 1);
    /* All in full, for programs: one row a pair, with the interval. */
    assert_int_equal(hop_table_row_count(f.table), 2);
    assert_string_equal(hop_table_cell(f.table, 0, 0).text, "contrast:gain=0.3,bias=0.4");
    assert_true(hop_table_cell(f.table, 1, 6).number < 1);
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void all_similarities_are_compared_unless_some_are_named(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("similarity", PICTOGRAMS "damage=flip", 1);
    size_t similarities = hop_similarity_catalog()->count;
    assert_int_equal(e->combinations, similarities);
    char *command = NULL;
    assert_ok(hop_sweep_command(e, &command));
    assert_contains(command, " --damage flip --sample 12 --seed 1");
    free(command);
    hop_sweep_destroy(e);
}

static void a_corruption_that_does_not_fit_is_refused(void **state) {
    (void)state;
    char settings[300];
    hop_sweep *e = NULL;
    support_write_text(support_path("vectors.csv"), "1,2,3\n3,2,1\n");
    snprintf(settings, sizeof settings, "memory=%s damage=flip damage=blur",
             support_path("vectors.csv"));
    assert_ok(fixture_try("similarity", settings, 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT,
                   "blur damages pictures, and");
    hop_sweep_destroy(e);
    assert_refused(fixture_try("similarity", "memory=x damage=blurr", 1, &e), HOP_E_NAME,
                   "Did you mean 'blur'");
}

static void default_damages_of_vectors_are_those_that_vectors_can_have(void **state) {
    (void)state;
    char settings[256];
    support_write_text(support_path("v.csv"), "1,2,3\n4,0,6\n2,8,1\n");
    snprintf(settings, sizeof settings, "memory=%s sample=3", support_path("v.csv"));
    char *text = fixture_run("similarity", settings, "text");
    assert_contains(text, "\ngaussian");
    assert_null(strstr(text, "\npaint"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cross_table_is_what_people_see_and_a_map),
        cmocka_unit_test(similarities_are_columns_and_damages_rows),
        cmocka_unit_test(correlation_ignores_contrast_and_the_product_does_not),
        cmocka_unit_test(all_similarities_are_compared_unless_some_are_named),
        cmocka_unit_test(a_corruption_that_does_not_fit_is_refused),
        cmocka_unit_test(default_damages_of_vectors_are_those_that_vectors_can_have),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
