/* The catalogue of renderers, and results as files of them.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <sys/resource.h>
#include <sys/wait.h>

static const hop_renderer_row *row_at(size_t i) {
    return (const hop_renderer_row *)hop_renderer_catalog()->rows[i];
}

static void every_renderer_is_complete_and_found_by_its_name(void **state) {
    (void)state;
    assert_true(hop_renderer_catalog()->count >= 6);
    for (size_t i = 0; i < hop_renderer_catalog()->count; i++) {
        const hop_renderer_row *row = row_at(i), *found = NULL;
        assert_int_equal(hop_renderer_parse(row->row.name, &found),
                         row->print ? HOP_OK : HOP_E_NAME);
        assert_ptr_equal(found, row->print ? row : NULL);
        assert_true(*row->row.title && row->row.sources);
        assert_true(row->endings[0] == '.' && (row->print || row->write));
    }
}

static void no_two_renderers_take_one_ending(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_renderer_catalog()->count; i++)
        for (size_t k = 0; k < i; k++) {
            char endings[64];
            snprintf(endings, sizeof endings, "%s", row_at(i)->endings);
            for (char *one = strtok(endings, " "); one; one = strtok(NULL, " "))
                assert_null(strstr(row_at(k)->endings, one));
        }
}

static void every_renderer_prints_an_empty_table_and_ends_its_last_line(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_renderer_catalog()->count; i++) {
        if (!row_at(i)->print) continue;
        hop_table *table = sample_table();
        char *text = sample_print(table, row_at(i)->row.name, 0);
        assert_int_equal(text[strlen(text) - 1], '\n');
        free(text);
        hop_table_destroy(table);
    }
}

static void a_mistyped_renderer_is_offered_the_nearest(void **state) {
    (void)state;
    const hop_renderer_row *renderer = NULL;
    assert_int_equal(hop_renderer_parse("jsno", &renderer), HOP_E_NAME);
    assert_null(renderer);
    assert_non_null(strstr(hop_status_detail(), "json"));
}

static void an_ending_names_the_renderer(void **state) {
    (void)state;
    char folder[64], path[96];
    sample_folder(folder);
    snprintf(path, sizeof path, "%s/a.CSV", folder);
    assert_int_equal(hop_result_check(path, false), HOP_OK);
    assert_int_equal(hop_result_check("table.doc", false), HOP_E_NAME);
    assert_non_null(strstr(hop_status_detail(), ".json"));
    assert_int_equal(hop_result_check(".csv", false), HOP_E_NAME);
    assert_int_equal(sample_files(folder, true), 0);
}

static void a_result_is_written_once_unless_it_may_be_replaced(void **state) {
    (void)state;
    char folder[64], path[96], line[64] = "";
    sample_folder(folder);
    snprintf(path, sizeof path, "%s/t.csv", folder);
    hop_table *table = sample_table();
    hop_result *result = sample_result(table);
    assert_int_equal(hop_result_write(result, path, false), HOP_OK);
    assert_int_equal(hop_result_write(result, path, false), HOP_E_EXISTS);
    assert_int_equal(hop_result_write(result, path, true), HOP_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_string_equal(line, "name,beta,steps,settled\n");
    hop_result_destroy(result);
    hop_table_destroy(table);
    assert_int_equal(sample_files(folder, true), 1);
}

static void a_missing_folder_is_a_write_error(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_result *result = sample_result(table);
    assert_int_equal(hop_result_write(result, "/nowhere/at/all/t.csv", false), HOP_E_WRITE);
    hop_result_destroy(result);
    hop_table_destroy(table);
}

#ifndef __SANITIZE_ADDRESS__
/* In a child with little memory: adds text until it is lost, then prints. */
static int print_without_memory(void) {
    enum { LENGTH = 64 << 20, ROOM = 400 << 20 };
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {0};
    char *text = NULL, *name = malloc(LENGTH);
    hop_result *result = NULL;
    struct rlimit limit = {.rlim_cur = ROOM, .rlim_max = ROOM};
    if (hop_renderer_parse("csv", &renderer) != HOP_OK) return 1;
    if (hop_result_empty(&result) != HOP_OK) return 1;
    hop_table *table = hop_result_table(result, "rows", SAMPLE_COLUMNS, 4, "too much");
    if (!name || setrlimit(RLIMIT_AS, &limit) != 0) return 1;
    memset(name, 'x', LENGTH - 1);
    name[LENGTH - 1] = '\0';
    for (int i = 0; i < 10; i++) sample_row(table, name, 1, 1, true);
    free(name);
    hop_status status = hop_result_print(result, renderer, &options, &text);
    hop_result_destroy(result);
    return status == HOP_E_MEMORY && !text ? 0 : 1;
}
#endif

static void a_table_that_lost_cells_is_not_printed(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* the sanitizer reserves more addresses than the limit allows */
#else
    int ended = 0;
    pid_t child = fork();
    if (child == 0) _exit(print_without_memory());
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_renderer_is_complete_and_found_by_its_name),
        cmocka_unit_test(no_two_renderers_take_one_ending),
        cmocka_unit_test(every_renderer_prints_an_empty_table_and_ends_its_last_line),
        cmocka_unit_test(a_mistyped_renderer_is_offered_the_nearest),
        cmocka_unit_test(an_ending_names_the_renderer),
        cmocka_unit_test(a_result_is_written_once_unless_it_may_be_replaced),
        cmocka_unit_test(a_missing_folder_is_a_write_error),
        cmocka_unit_test(a_table_that_lost_cells_is_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
