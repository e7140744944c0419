/* What rows are made with.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "repro_private.h"

/* ---- experiments ---- */

/* "dim=500 energy=hebb" cut into settings, in place; a value ends at a blank. */
static size_t cut(char *text, hop_given *given) {
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(text, " ", &rest); word && count < HOP_SETTING_MAX;
         word = strtok_r(NULL, " ", &rest)) {
        char *equals = strchr(word, '=');
        assert(equals);
        *equals = '\0';
        given[count++] = (hop_given){.name = word, .text = equals + 1};
    }
    return count;
}

static int tell(void *context, const hop_sweep_state *state) {
    const hop_repro_options *options = context;
    (void)state;
    return options->stop ? options->stop(options->context) : 0;
}

static hop_status run(const hop_repro *repro, hop_sweep *experiment, hop_findings *findings) {
    hop_load_options load = hop_load_defaults;
    hop_results results = {0};
    const hop_sweep_options options = {
        .threads = repro->options->threads, .progress = tell, .context = (void *)repro->options};
    HOP_TRY(hop_sweep_open(experiment, &load));
    HOP_TRY(hop_sweep_run(experiment, &options, &results));
    hop_status status = hop_findings_make(experiment, &results, findings);
    hop_results_clear(&results);
    return status;
}

/* Runs of one seed must not be those of the next one too. */
static const uint64_t APART = 0x9e3779b97f4a7c15;

hop_status hop_repro_experiment(const hop_repro *repro, uint64_t seed, hop_findings *findings,
                                const char *name, const char *settings, ...) {
    char text[512];
    hop_given given[HOP_SETTING_MAX];
    const hop_row *row = NULL;
    hop_sweep *experiment = NULL;
    va_list arguments;
    va_start(arguments, settings);
    vsnprintf(text, sizeof text, settings, arguments);
    va_end(arguments);
    HOP_TRY(hop_catalog_find(hop_experiment_catalog(), name, &row));
    HOP_TRY(hop_sweep_create((const hop_experiment_row *)row, given, cut(text, given),
                             repro->options->seed + APART * seed, &experiment));
    hop_status status = run(repro, experiment, findings);
    hop_sweep_destroy(experiment);
    return status;
}

double hop_repro_number(const hop_findings *findings, size_t row, const char *column) {
    size_t count = hop_table_column_count(findings->table);
    for (size_t i = 0; i < count; i++) {
        const hop_column *c = hop_table_column(findings->table, i);
        if (strcmp(c->name, column) != 0) continue;
        hop_cell cell = hop_table_cell(findings->table, row, i);
        if (cell.none) return NAN;
        return c->kind == HOP_CELL_COUNT ? (double)cell.count : cell.number;
    }
    return NAN;
}

hop_status hop_repro_threshold(const hop_findings *findings, hop_threshold *threshold) {
    if (findings->threshold_count != 1)
        return hop_fail(HOP_E_EMPTY, "%zu thresholds were located where one was to be",
                        findings->threshold_count);
    *threshold = findings->thresholds[0];
    return HOP_OK;
}

/* ---- random patterns ---- */

void hop_repro_draw(hop_repro_kind kind, hop_random *random, size_t count, size_t dim,
                    double *values) {
    for (size_t i = 0; i < count; i++, values += dim) {
        double square = 0;
        for (size_t j = 0; j < dim; j++) {
            values[j] = kind == HOP_REPRO_BIPOLAR ? (hop_random_word(random) >> 63 ? 1 : -1)
                                                  : hop_random_normal(random);
            square += values[j] * values[j];
        }
        double scale = kind == HOP_REPRO_SPHERE ? sqrt((double)dim / square) : 1;
        for (size_t j = 0; j < dim; j++) values[j] *= scale;
    }
}

hop_status hop_repro_memory(const double *patterns, size_t count, size_t dim, hop_memory **memory) {
    hop_memory *fresh = NULL;
    const hop_shape shape = {.width = dim, .height = 1, .channels = 1};
    HOP_TRY(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &fresh));
    hop_status status = hop_memory_append(fresh, patterns, count, NULL);
    if (status == HOP_OK)
        *memory = fresh;
    else
        hop_memory_destroy(fresh);
    return status;
}
