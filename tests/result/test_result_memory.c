/* The k-th allocation fails, for every k, while a result is filled, written in every form and read
 * back: always a sentence, never a crash, and nothing is left behind.
 * Covers: result.c made.c figure_keep.c table.c text.c csv.c json_table.c json_figure.c about.c
 *   read.c render_text.c render_csv.c render_json.c render_page.c
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <hopfield/result.h>

#include "base/fail.h"
#define FAILING_LIBRARIES
#include "support/failing.h"

static const hop_column PAIR[] = {{.name = "", .kind = HOP_CELL_COUNT},
                                  {.name = "", .kind = HOP_CELL_NUMBER}};
static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of it", .kind = HOP_CELL_TEXT},
    {.name = "energy", .meaning = "one value a step", .kind = HOP_CELL_NUMBERS},
    {.name = "top", .meaning = "pairs", .kind = HOP_CELL_ROWS},
    {.name = "promise.radius", .unit = "key units", .kind = HOP_CELL_NUMBER, .digits = 3},
};

static void add_rows(hop_table *table) {
    for (size_t i = 0; i < 20; i++) {
        hop_table_add_text(table, "row");
        hop_table_add_numbers(table, (double[]){3, 2, 1}, 3);
        hop_table *pairs = hop_table_add_rows(table, PAIR, 2);
        hop_table_add_count(pairs, i);
        hop_table_add_number(pairs, 0.75);
        hop_table_add_number(table, 1.5);
    }
}

static hop_status fill(hop_result **result) {
    static const double X[] = {1, 2, 4}, VALUES[] = {0, 1, 2, 3, 4, 5};
    const hop_made made = {.command_line = "hopfield try", .seeded = true, .seed = 7};
    const hop_curve curve = {.name = "a", .x = X, .y = X, .count = 3};
    const hop_heat_map map = {.rows = 2, .columns = 3, .values = VALUES, .x = X, .y = X};
    const hop_figure figure = {.title = "t", .curves = &curve, .curve_count = 1, .map = &map};
    float samples[4] = {0, 1, 0, 1};
    const hop_image image = {.width = 2, .height = 2, .channels = 1, .samples = samples};
    HOP_TRY(hop_result_create("try", &made, result));
    hop_result_title(*result, "title", "lead");
    hop_result_count(*result, "memory.dim", 9, "values", "of a pattern");
    hop_result_array(*result, "matrix", X, 1, (size_t[]){3}, "", "numbers");
    hop_result_counts(*result, "counts", (size_t[]){1, 2}, 1, (size_t[]){2}, "", "numbers");
    add_rows(hop_result_table(*result, "rows", COLUMNS, 4, "rows"));
    hop_result_picture(*result, "dots", &image, "dots", "dots");
    hop_result_for(*result, HOP_FOR_PEOPLE);
    hop_result_headline(*result, "label", "value", "remark");
    hop_result_heading(*result, "heading");
    hop_result_remark(*result, HOP_WARNING, "%d", 3);
    hop_result_drawing(*result, "###");
    hop_result_figure(*result, "figure", &figure, "caption", "alt");
    hop_result_for(*result, HOP_FOR_JSON | HOP_FOR_TEXT);
    return hop_result_status(*result);
}

/* Every form, the last one read back. */
static hop_status print(const hop_result *result) {
    static const char *const FORMATS[] = {"text", "csv", "page", "json"};
    const hop_render_options options = {.width = 80, .colour = true};
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        const hop_renderer_row *renderer = NULL;
        hop_result *again = NULL;
        char *text = NULL;
        HOP_TRY(hop_renderer_parse(FORMATS[i], &renderer));
        HOP_TRY(hop_result_print(result, renderer, &options, &text));
        hop_status status = HOP_OK;
        if (i + 1 == sizeof FORMATS / sizeof *FORMATS)
            status = hop_result_read("r.json", text, strlen(text), &again);
        hop_result_destroy(again);
        free(text);
        HOP_TRY(status);
    }
    return HOP_OK;
}

static hop_status fill_and_print(void *unused) {
    (void)unused;
    hop_result *result = NULL;
    hop_status status = fill(&result);
    if (status == HOP_OK) status = print(result);
    hop_result_destroy(result);
    return status;
}

/* Within libpng it is a picture that cannot be written. */
static void every_allocation_that_fails_is_said_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    assert_true(failing_try_all(fill_and_print, NULL, HOP_E_WRITE) > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_said_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
