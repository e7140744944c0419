/* The catalogue of formats, and tables as files.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <sys/resource.h>
#include <sys/wait.h>

static void every_format_is_complete_and_found_by_its_name(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_format_catalog();
    assert_true(catalog->count >= 3);
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_format_row *format = NULL;
        assert_int_equal(hop_format_parse(catalog->rows[i]->name, &format), HOP_OK);
        assert_ptr_equal(format, catalog->rows[i]);
        assert_true(format->row.title && *format->row.title && format->row.sources);
        assert_true(format->ending[0] == '.' && format->print);
    }
}

static void every_format_prints_an_empty_table_and_ends_its_last_line(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_format_catalog()->count; i++) {
        hop_table *table = sample_table();
        char *text = sample_print(table, hop_format_catalog()->rows[i]->name, 0);
        assert_int_equal(text[strlen(text) - 1], '\n');
        free(text);
        hop_table_destroy(table);
    }
}

static void a_mistyped_format_is_offered_the_nearest(void **state) {
    (void)state;
    const hop_format_row *format = NULL;
    assert_int_equal(hop_format_parse("jsno", &format), HOP_E_NAME);
    assert_null(format);
    assert_non_null(strstr(hop_status_detail(), "json"));
}

static void an_ending_names_the_format(void **state) {
    (void)state;
    const hop_format_row *format = NULL;
    assert_int_equal(hop_format_of_path("a/b.CSV", &format), HOP_OK);
    assert_string_equal(format->row.name, "csv");
    assert_int_equal(hop_format_of_path("table.doc", &format), HOP_E_NAME);
    assert_non_null(strstr(hop_status_detail(), ".json"));
    assert_int_equal(hop_format_of_path(".csv", &format), HOP_E_NAME);
}

static void a_table_is_written_once_unless_it_may_be_replaced(void **state) {
    (void)state;
    char folder[64], path[96], line[64] = "";
    sample_folder(folder);
    snprintf(path, sizeof path, "%s/t.csv", folder);
    hop_table *table = sample_table();
    assert_int_equal(hop_table_write(table, path, false), HOP_OK);
    assert_int_equal(hop_table_write(table, path, false), HOP_E_EXISTS);
    assert_int_equal(hop_table_write(table, path, true), HOP_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_string_equal(line, "name,beta,steps,settled\n");
    hop_table_destroy(table);
    assert_int_equal(sample_files(folder, true), 1);
}

static void a_missing_folder_is_a_write_error(void **state) {
    (void)state;
    hop_table *table = sample_table();
    assert_int_equal(hop_table_write(table, "/nowhere/at/all/t.csv", false), HOP_E_WRITE);
    hop_table_destroy(table);
}

#ifndef __SANITIZE_ADDRESS__
/* In a child with little memory: adds text until it is lost, then prints. */
static int print_without_memory(void) {
    enum { LENGTH = 64 << 20, ROOM = 400 << 20 };
    const hop_format_row *format = NULL;
    char *text = NULL, *name = malloc(LENGTH);
    hop_table *table = sample_table();
    struct rlimit limit = {.rlim_cur = ROOM, .rlim_max = ROOM};
    if (hop_format_parse("csv", &format) != HOP_OK) return 1;
    if (!name || setrlimit(RLIMIT_AS, &limit) != 0) return 1;
    memset(name, 'x', LENGTH - 1);
    name[LENGTH - 1] = '\0';
    for (int i = 0; i < 10; i++) sample_row(table, name, 1, 1, true);
    free(name);
    hop_status status = hop_table_print(table, format, &hop_format_defaults, &text);
    hop_table_destroy(table);
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
        cmocka_unit_test(every_format_is_complete_and_found_by_its_name),
        cmocka_unit_test(every_format_prints_an_empty_table_and_ends_its_last_line),
        cmocka_unit_test(a_mistyped_format_is_offered_the_nearest),
        cmocka_unit_test(an_ending_names_the_format),
        cmocka_unit_test(a_table_is_written_once_unless_it_may_be_replaced),
        cmocka_unit_test(a_missing_folder_is_a_write_error),
        cmocka_unit_test(a_table_that_lost_cells_is_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
