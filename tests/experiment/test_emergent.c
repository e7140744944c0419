/* The experiment on emergent minima.
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

/* Column `name` of a row. */
static double number_at(const hop_table *table, size_t row, const char *name) {
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        hop_cell cell = hop_table_cell(table, row, c);
        if (strcmp(column->name, name) != 0) continue;
        return column->kind == HOP_CELL_COUNT ? (double)cell.count : cell.number;
    }
    fail_msg("there is no column %s", name);
    return NAN;
}

static void betas_of_the_memory_run_from_one_minimum_to_all_patterns(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("emergent", "dim=3 stored=9 starts=40 points=5", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    const hop_table *table = findings.table;
    size_t rows = hop_table_row_count(table), most = 0;
    assert_int_equal(rows, 40);
    assert_true(number_at(table, 0, "kept") == 0 && number_at(table, 0, "emergent") == 1);
    assert_true(number_at(table, 0, "largest") == 9);
    assert_true(number_at(table, rows - 1, "kept") == 9);
    assert_true(number_at(table, rows - 1, "emergent") == 0);
    for (size_t r = 0; r < rows; r++) {
        assert_true(number_at(table, r, "failed") == 0 && number_at(table, r, "unlisted") == 0);
        assert_true(number_at(table, r, "missed") == 0);
        most = (size_t)fmax((double)most, number_at(table, r, "emergent"));
    }
    assert_true(most >= 9 && number_at(table, rows - 1, "tried") == 45);
    assert_int_equal(findings.curve_count, 2);
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

/* Orthogonal patterns of one norm, two units apart: at R^2 = 2 every set's mean is a minimum. */
static void a_memory_of_ones_own_is_counted(void **state) {
    (void)state;
    const char *path = support_path("simplex.csv");
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 5; i++)
        fprintf(file, "%d,%d,%d,%d,%d\n", 2 * (i == 0), 2 * (i == 1), 2 * (i == 2), 2 * (i == 3),
                2 * (i == 4));
    fclose(file);
    char settings[512];
    snprintf(settings, sizeof settings, "memory=%s beta=0.5", path);
    hop_sweep *e = fixture_experiment("emergent", settings, 1);
    hop_results results = fixture_sweep(e, 1, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    assert_true(number_at(findings.table, 0, "kept") == 5);
    assert_true(number_at(findings.table, 0, "emergent") == 31 - 5);
    assert_true(number_at(findings.table, 0, "checked") == 31);
    assert_true(number_at(findings.table, 0, "failed") == 0);
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void memories_that_cannot_be_enumerated_are_refused(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    assert_ok(fixture_try("emergent", "memory=" HOP_SOURCE_DIR "/patterns/glyphs", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_LIMIT, "--limit 20");
    hop_sweep_destroy(e);
    assert_refused(fixture_try("emergent", "stored=21", 1, &e), HOP_E_VALUE, "stored");
    assert_ok(fixture_try("emergent", "stored=8 memory=" HOP_SOURCE_DIR "/patterns/glyphs", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_SUPPORT,
                   "stored describes random patterns");
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(betas_of_the_memory_run_from_one_minimum_to_all_patterns),
        cmocka_unit_test(a_memory_of_ones_own_is_counted),
        cmocka_unit_test(memories_that_cannot_be_enumerated_are_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
