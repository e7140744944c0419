/* What every task promises, asked of every row in its small version: a new row is tested without
 * touching this file.
 * Covers: task.c study.c study_show.c heads.c draw.c denoise.c pairs.c causal.c induction.c
 * Covers: context.c pca.c pca_rows.c gauss.c complete.c complete_puzzle.c classify.c
 * Covers: pictures.c denoise_prompt.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/task.h>

#include "support/support.h"

/* What --figure draws under the name itself. */
static const char *first_figure(const hop_result *result) {
    for (size_t i = 0; i < hop_result_size(result); i++)
        if (hop_result_item(result, i)->kind == HOP_ITEM_FIGURE)
            return hop_result_item(result, i)->path;
    return "";
}

static char *run_small(const hop_task_row *task, size_t threads, const char *folder) {
    double settings[HOP_PARAMETER_MAX];
    const hop_row *row = NULL;
    const hop_made made = {.seeded = true, .seed = 3};
    hop_task_options options = {.quick = true,
                                .seed = 3,
                                .threads = threads,
                                .steps = 4,
                                .batch = 8,
                                .clip = -1,
                                .folder = folder};
    const hop_renderer_row *csv = NULL;
    hop_result *result = NULL;
    char *text = NULL;
    const hop_render_options plain = {0};
    assert_int_equal(hop_spec_parse(hop_task_catalog(), task->row.name, &row, settings), HOP_OK);
    assert_int_equal(hop_result_create("train", &made, &result), HOP_OK);
    const hop_status status = hop_task_run(task, settings, &options, result);
    if (status != HOP_OK) fail_msg("%s: %s", task->row.name, hop_status_detail());
    assert_false(hop_result_is_wrong(result)); /* a small version's bars are not held */
    const hop_item *checks = hop_result_find(result, "checks");
    const hop_item *runs = hop_result_find(result, "runs");
    assert_true(hop_table_row_count(checks->table) >= 2);
    assert_true(hop_table_row_count(runs->table) >= 1);
    assert_non_null(hop_result_find(result, "figures.loss"));
    assert_true(strncmp(first_figure(result), "k90-", 4) !=
                0); /* what it shows itself comes first */
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind == HOP_ITEM_FIGURE) assert_non_null(item->figure->title);
    }
    assert_int_equal(hop_renderer_parse("csv", &csv), HOP_OK);
    assert_int_equal(hop_result_print(result, csv, &plain, &text), HOP_OK);
    hop_result_destroy(result);
    return text;
}

static void every_task_makes_the_same_bytes_for_any_number_of_threads(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_task_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_task_row *task = (const hop_task_row *)catalog->rows[i];
        char *one = run_small(task, 1, NULL), *three = run_small(task, 3, NULL);
        assert_string_equal(one, three);
        free(one);
        free(three);
    }
}

static void what_was_trained_is_taken_from_its_folder(void **state) {
    (void)state;
    const hop_task_row *task = (const hop_task_row *)hop_task_catalog()->rows[0];
    const char *folder = support_subfolder("kept");
    char *first = run_small(task, 1, folder), *again = run_small(task, 1, folder);
    assert_string_equal(first, again);
    char *names = support_list(folder);
    assert_contains(names, "subspace.safetensors");
    free(names);
    free(first);
    free(again);
}

static void every_row_says_what_it_is_and_where_it_is_from(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_task_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_task_row *task = (const hop_task_row *)catalog->rows[i];
        assert_true(strlen(task->row.title) > 10);
        assert_true(strlen(task->row.sources) > 10);
        assert_true(strlen(task->shows) > 40);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_makes_the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(what_was_trained_is_taken_from_its_folder),
        cmocka_unit_test(every_row_says_what_it_is_and_where_it_is_from),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
