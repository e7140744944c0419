/* What the tests of experiments share: an experiment from pairs of name and text, and a sweep.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_SUPPORT_EXPERIMENT_H
#define HOP_TESTS_SUPPORT_EXPERIMENT_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/experiment.h>

#include "support/support.h"
#include "sweep/opened.h"

#define HELPER __attribute__((unused)) static

/* Fails with the library's own sentence. */
#define assert_ok(call) fixture_assert_ok((call), #call, __FILE__, __LINE__)
HELPER void fixture_assert_ok(hop_status status, const char *what, const char *file, int line) {
    if (status == HOP_OK) return;
    print_error("%s: %s: %s\n", what, hop_status_text(status), hop_status_detail());
    _fail(file, line);
}

HELPER const hop_experiment_row *fixture_row(const char *name) {
    const hop_row *row = NULL;
    assert_ok(hop_catalog_find(hop_experiment_catalog(), name, &row));
    return (const hop_experiment_row *)row;
}

/* "dim=50 load=0.1,0.2": settings with blanks between them. */
HELPER hop_status fixture_try(const char *name, const char *settings, uint64_t seed,
                              hop_sweep **experiment) {
    char copy[1024], *rest = NULL;
    hop_given given[32];
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", settings);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *equals = strchr(word, '=');
        *equals = '\0';
        given[count++] = (hop_given){.name = word, .text = equals + 1};
    }
    return hop_sweep_create(fixture_row(name), given, count, seed, experiment);
}

HELPER hop_sweep *fixture_experiment(const char *name, const char *settings, uint64_t seed) {
    hop_sweep *experiment = NULL;
    assert_ok(fixture_try(name, settings, seed, &experiment));
    assert_ok(hop_sweep_open(experiment, &hop_load_defaults));
    return experiment;
}

HELPER hop_results fixture_sweep(const hop_sweep *experiment, size_t threads, const char *cells) {
    hop_results results = {0};
    hop_sweep_options options = {.threads = threads, .cells = cells};
    assert_ok(hop_sweep_run(experiment, &options, &results));
    return results;
}

/* The cell of a column in the rows of a table, by name. */
HELPER size_t fixture_column(const hop_table *table, const char *name) {
    for (size_t c = 0; c < hop_table_column_count(table); c++)
        if (strcmp(hop_table_column(table, c)->name, name) == 0) return c;
    fail_msg("there is no column %s", name);
    return 0;
}

HELPER double fixture_number(const hop_table *table, size_t row, const char *name) {
    size_t column = fixture_column(table, name);
    hop_cell cell = hop_table_cell(table, row, column);
    if (cell.none) return NAN;
    return hop_table_column(table, column)->kind == HOP_CELL_COUNT ? (double)cell.count
                                                                   : cell.number;
}

/* What an experiment finds with these settings and seed 1; clear it. */
HELPER hop_findings fixture_findings(const char *name, const char *settings) {
    hop_findings findings = {0};
    hop_sweep *e = fixture_experiment(name, settings, 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, &findings));
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    return findings;
}

/* What a sweep shows as a document of that format; free() it. */
__attribute__((noinline)) HELPER char *
fixture_print(const hop_sweep *experiment, const hop_results *results, const char *format) {
    hop_result *result = NULL;
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {0};
    char *text = NULL;
    assert_ok(hop_sweep_result(experiment, results, &result));
    assert_ok(hop_renderer_parse(format, &renderer));
    assert_ok(hop_result_print(result, renderer, &options, &text));
    hop_result_destroy(result);
    return text;
}

/* Settings in, document out. */
__attribute__((noinline)) HELPER char *fixture_run(const char *name, const char *settings,
                                                   const char *format) {
    hop_sweep *experiment = fixture_experiment(name, settings, 1);
    hop_results results = fixture_sweep(experiment, 2, NULL);
    char *text = fixture_print(experiment, &results, format);
    hop_results_clear(&results);
    hop_sweep_destroy(experiment);
    return text;
}

#define assert_refused(call, status, part)            \
    do {                                              \
        assert_int_equal((call), (status));           \
        assert_contains(hop_status_detail(), (part)); \
    } while (0)

#endif
