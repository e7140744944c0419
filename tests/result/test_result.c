/* A result: what is added is found, copied, and shown to whom it is for.
 * Covers: keep.c read.c render_text.c render_csv.c render_json.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/result.h>

#include "../support/support.h"

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of it", .kind = HOP_CELL_TEXT},
    {.name = "energy", .meaning = "one value a step", .kind = HOP_CELL_NUMBERS},
    {.name = "top", .meaning = "pairs", .kind = HOP_CELL_ROWS},
    {.name = "promise.radius", .unit = "key units", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "right", .kind = HOP_CELL_BOOL, .verdict = true},
};
static const hop_column PAIR[] = {{.name = "", .kind = HOP_CELL_COUNT},
                                  {.name = "", .kind = HOP_CELL_NUMBER}};

static hop_result *sample(void) {
    hop_result *r = NULL;
    const hop_made made = {.command_line = "hopfield try", .seeded = true, .seed = 7, .threads = 2};
    assert_int_equal(hop_result_create("try", &made, &r), HOP_OK);
    hop_result_count(r, "memory.dim", 9, "values", "of a pattern");
    hop_result_number(r, "summary.mean", 0.5, "", "of all");
    hop_result_none(r, "summary.rest", "not known");
    hop_result_array(r, "matrix", (double[]){1, 2, 3, 4}, 2, (size_t[]){2, 2}, "", "square");
    hop_table *table = hop_result_table(r, "queries", COLUMNS, 5, "one a query");
    hop_table_add_text(table, "\033[31mred");
    hop_table_add_numbers(table, (double[]){3, 2, 1}, 3);
    hop_table *pairs = hop_table_add_rows(table, PAIR, 2);
    hop_table_add_count(pairs, 4);
    hop_table_add_number(pairs, 0.75);
    hop_table_add_none(table);
    hop_table_add_bool(table, false);
    hop_result_remark(r, HOP_NOTE, "%d of %d", 0, 1);
    return r;
}

static char *print(const hop_result *r, const char *format, bool colour) {
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {.width = 80, .colour = colour};
    char *text = NULL;
    assert_int_equal(hop_renderer_parse(format, &renderer), HOP_OK);
    assert_int_equal(hop_result_print(r, renderer, &options, &text), HOP_OK);
    return text;
}

static void what_was_added_is_found_by_its_path(void **state) {
    (void)state;
    hop_result *r = sample();
    assert_int_equal(hop_result_find(r, "memory.dim")->value.count, 9);
    assert_true(hop_result_find(r, "matrix")->values[3] == 4);
    assert_string_equal(hop_result_find(r, "seed")->value.text, "7");
    assert_null(hop_result_find(r, "memory"));
    assert_int_equal(hop_table_row_count(hop_result_find(r, "queries")->table), 1);
    hop_result_destroy(r);
}

static void json_nests_paths_lists_and_pairs(void **state) {
    (void)state;
    hop_result *r = sample();
    char *text = print(r, "json", false), flat[1 << 14];
    size_t n = 0;
    for (const char *c = text; *c; c++)
        if (*c != ' ' && *c != '\n') flat[n++] = *c;
    flat[n] = '\0';
    assert_non_null(strstr(flat, "\"memory\":{\"dim\":9}"));
    assert_non_null(strstr(flat, "\"summary\":{\"mean\":0.5,\"rest\":null}"));
    assert_non_null(strstr(flat, "\"matrix\":[[1.0,2.0],[3.0,4.0]]"));
    assert_non_null(strstr(flat, "\"energy\":[3.0,2.0,1.0],\"top\":[[4,0.75]],\"promise\":null"));
    assert_non_null(strstr(flat, "\"remarks\":[\"0of1\"]"));
    free(text);
    hop_result_destroy(r);
}

static void text_has_no_control_sequence_but_its_own(void **state) {
    (void)state;
    hop_result *r = sample();
    char *plain = print(r, "text", false), *coloured = print(r, "text", true);
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(plain, "?[31mred  \xe2\x96\x88"));
    assert_non_null(strstr(plain, "NO"));
    assert_non_null(strstr(coloured, "\033[31m?[31mred"));
    free(plain);
    free(coloured);
    hop_result_destroy(r);
}

static void add_figure(hop_result *r) {
    static const double x[] = {1, 2, 4}, y[] = {0.5, NAN, 0.25}, values[] = {0, 1, 2, NAN, 4, 5};
    const hop_curve curves[] = {
        {.name = "a", .x = x, .y = y, .low = y, .high = x, .count = 3, .style = HOP_CURVE_MARKED},
        {.x = x, .y = x, .count = 3, .style = HOP_CURVE_THEORY, .colour = 2},
    };
    const hop_heat_map map = {
        .rows = 2, .columns = 3, .values = values, .x = x, .label = "m", .high = 5};
    const hop_figure figure = {.title = "t",
                               .x_label = "x [m]",
                               .y_label = "y",
                               .log_x = true,
                               .curves = curves,
                               .curve_count = 2,
                               .map = &map};
    hop_result_figure(r, "one", &figure, "caption", NULL);
}

static void json_that_is_read_back_is_written_again_byte_for_byte(void **state) {
    (void)state;
    hop_result *r = sample(), *again = NULL;
    hop_result_group(r, "parameters", "none of them");
    hop_result_text(r, "late", "\xc3\xbc", "behind the tables");
    hop_result_count(r, "memory.patterns", 3, "", "stored");
    hop_result_counts(r, "classes", (size_t[]){1, 2, 3}, 1, (size_t[]){3}, "", "counted");
    hop_result_array(r, "nothing", NULL, 1, (size_t[]){3}, "", "not computed");
    hop_result_title(r, "Title", "Lead.");
    hop_result_remark(r, HOP_WARNING, "beware");
    add_figure(r);
    char *first = print(r, "json", false);
    assert_int_equal(hop_result_read("r.json", first, strlen(first), &again), HOP_OK);
    char *second = print(again, "json", false);
    assert_string_equal(first, second);
    char *page = print(again, "page", false);
    assert_non_null(strstr(page, "hopfield try"));
    free(first);
    free(second);
    free(page);
    hop_result_destroy(again);
    hop_result_destroy(r);
}

/* Every byte of a document made another one: read or refused, never worse. */
static void damaged_json_is_refused_or_read(void **state) {
    (void)state;
    hop_result *r = sample(), *again = NULL;
    add_figure(r);
    char *text = print(r, "json", false);
    size_t refused = 0, size = strlen(text);
    for (size_t i = 0; i < size; i++)
        for (const char *with = "0\"[{,"; *with; with++) {
            char before = text[i];
            text[i] = *with;
            if (hop_result_read("r.json", text, size, &again) == HOP_OK)
                hop_result_destroy(again);
            else
                refused++;
            text[i] = before;
        }
    assert_true(refused > size);
    for (size_t i = 0; i + 1 < size; i += 7)
        assert_int_equal(hop_result_read("r.json", text, i, &again), HOP_E_FORMAT);
    free(text);
    hop_result_destroy(r);
}

static void the_page_needs_nothing_from_elsewhere(void **state) {
    (void)state;
    hop_result *r = sample();
    hop_image image = {0};
    assert_int_equal(hop_image_create(2, 2, 1, &image), HOP_OK);
    hop_result_picture(r, "dot", &image, "a <dot>", "black");
    hop_image_clear(&image);
    char *text = print(r, "page", false);
    assert_non_null(strstr(text, "src=\"data:image/png;base64,iVBOR"));
    assert_non_null(strstr(text, "a &lt;dot&gt;"));
    assert_null(strstr(text, "src=\"dot"));
    assert_null(strstr(text, "http://"));
    free(text);
    hop_result_destroy(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found_by_its_path),
        cmocka_unit_test(json_nests_paths_lists_and_pairs),
        cmocka_unit_test(text_has_no_control_sequence_but_its_own),
        cmocka_unit_test(json_that_is_read_back_is_written_again_byte_for_byte),
        cmocka_unit_test(damaged_json_is_refused_or_read),
        cmocka_unit_test(the_page_needs_nothing_from_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
