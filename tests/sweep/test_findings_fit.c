/* Tables for people in few terminal columns.
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"
#include "sweep/findings.h"

static const hop_column COLUMNS[] = {
    {.name = "energy", .meaning = "", .kind = HOP_CELL_TEXT},
    {.name = "dim", .meaning = "", .kind = HOP_CELL_COUNT},
    {.name = "success", .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "low", .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "high", .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3},
};

static hop_table *table_of(const char *const *energies, size_t rows) {
    hop_table *table = NULL;
    assert_ok(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    for (size_t i = 0; i < rows; i++) {
        hop_table_add_text(table, energies[i]);
        hop_table_add_count(table, i);
        for (int k = 0; k < 3; k++) hop_table_add_number(table, 0.125);
    }
    return table;
}

static char *print(hop_table *table, size_t settings, bool blocks, size_t width) {
    hop_fit *fit = NULL;
    const hop_format_row *format = NULL;
    hop_string out = {0};
    assert_ok(hop_format_parse("text", &format));
    assert_ok(hop_findings_fit(table, settings, blocks, width, &fit));
    hop_findings_fit_note(fit, table);
    assert_ok(hop_findings_fit_print(fit, format, &out));
    hop_findings_fit_destroy(fit);
    return out.text;
}

static const char *const LSE[] = {"lse", "lse"};

static void with_room_nothing_is_left_out(void **state) {
    (void)state;
    hop_table *table = table_of(LSE, 2);
    char *text = print(table, 2, false, 80);
    assert_string_equal(text, "energy  dim  success    low   high\n"
                              "lse       0    0.125  0.125  0.125\n"
                              "lse       1    0.125  0.125  0.125\n");
    assert_int_equal(hop_table_note_total(table), 0);
    free(text);
    hop_table_destroy(table);
}

static void an_interval_is_left_out_as_a_whole_and_said(void **state) {
    (void)state;
    hop_table *table = table_of(LSE, 1);
    const char *key = NULL, *note = NULL;
    char *text = print(table, 2, false, 20);
    assert_string_equal(text, "dim  success\nenergy=lse\n  0    0.125\n");
    assert_int_equal(hop_table_note_total(table), 1);
    hop_table_note_at(table, 0, &key, &note);
    assert_string_equal(key, "left out");
    assert_contains(note, "low, high (no room)");
    free(text);
    hop_table_destroy(table);
}

/* Neither is cut: the parameters are what tells the rows apart. */
static void long_words_stand_once_over_their_rows(void **state) {
    (void)state;
    static const char *const LONG[] = {"entmax:alpha=1.25,beta=2", "entmax:alpha=1.25,beta=2",
                                       "entmax:alpha=1.75,beta=2"};
    hop_table *table = table_of(LONG, 3);
    char *text = print(table, 2, false, 40);
    assert_string_equal(text, "dim  success    low   high\n"
                              "energy=entmax:alpha=1.25,beta=2\n"
                              "  0    0.125  0.125  0.125\n"
                              "  1    0.125  0.125  0.125\n"
                              "energy=entmax:alpha=1.75,beta=2\n"
                              "  2    0.125  0.125  0.125\n");
    free(text);
    hop_table_destroy(table);
}

static void blocks_have_every_column_and_the_first_in_each(void **state) {
    (void)state;
    hop_table *table = table_of(LSE, 1);
    char *text = print(table, 1, true, 20);
    assert_string_equal(text, "energy  dim  success\nlse       0    0.125\n\n"
                              "energy    low   high\nlse     0.125  0.125\n");
    free(text);
    text = print(table, 1, true, 0);
    assert_null(strstr(text, "\n\n"));
    free(text);
    hop_table_destroy(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_room_nothing_is_left_out),
        cmocka_unit_test(an_interval_is_left_out_as_a_whole_and_said),
        cmocka_unit_test(long_words_stand_once_over_their_rows),
        cmocka_unit_test(blocks_have_every_column_and_the_first_in_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
