/* The table of experiments, and one with its settings read.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "experiment_private.h"
#include "settings.h"

#define ROW(name) extern const hop_experiment_row hop_experiment_##name;
#include "experiment_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_experiment_##name.row,
#include "experiment_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "experiment",
    .plural = "experiments",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

/* Combinations of settings at most: an index must leave room for the cells of a chain. */
static const size_t COMBINATIONS_MAX = (size_t)1 << 24;

const hop_catalog *hop_experiment_catalog(void) {
    return &CATALOG;
}

static hop_status count_combinations(hop_experiment *e) {
    e->combinations = 1;
    for (size_t i = 0; i < e->setting_count; i++)
        if (!hop_size_multiply(e->combinations, e->range_count[i], &e->combinations) ||
            e->combinations > COMBINATIONS_MAX)
            return hop_fail(HOP_E_LIMIT, "more than %zu combinations of settings; take fewer",
                            COMBINATIONS_MAX);
    return HOP_OK;
}

hop_status hop_experiment_create(const hop_experiment_row *row, const hop_given *given,
                                 size_t count, uint64_t seed, hop_experiment **experiment) {
    hop_experiment *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "an experiment", &fresh));
    fresh->row = row;
    fresh->seed = seed;
    while (row->settings[fresh->setting_count].parameter.name) fresh->setting_count++;
    hop_status status = hop_settings_read(fresh, given, count);
    if (status == HOP_OK) status = count_combinations(fresh);
    if (status != HOP_OK) {
        hop_experiment_destroy(fresh);
        return status;
    }
    *experiment = fresh;
    return HOP_OK;
}

void hop_experiment_destroy(hop_experiment *experiment) {
    if (!experiment) return;
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) {
        free(experiment->text[i]);
        free(experiment->range[i]);
    }
    hop_memory_destroy(experiment->memory);
    free(experiment->reading);
    free(experiment);
}

hop_status hop_experiment_open(hop_experiment *experiment, const hop_load_options *options) {
    for (size_t i = 0; i < experiment->setting_count; i++) {
        const hop_setting *setting = &experiment->row->settings[i];
        if (setting->kind != HOP_SETTING_MEMORY) continue;
        if (setting->standard && strcmp(setting->standard, experiment->text[i]) == 0) continue;
        const char *paths[] = {experiment->text[i]};
        HOP_TRY(hop_memory_load(paths, 1, options, &experiment->memory));
        HOP_TRY(hop_experiment_reading(options, &experiment->reading));
    }
    const hop_experiment_row *row = experiment->row;
    if (row->check) HOP_TRY(row->check(experiment));
    return row->complete ? row->complete(experiment) : HOP_OK;
}

const hop_experiment_row *hop_experiment_row_of(const hop_experiment *experiment) {
    return experiment->row;
}

hop_status hop_experiment_set_range(hop_experiment *experiment, size_t setting, double first,
                                    double step, size_t count) {
    double *values = NULL;
    HOP_TRY(hop_alloc(count, sizeof *values, "a range", &values));
    for (size_t i = 0; i < count; i++) values[i] = first + step * (double)i;
    free(experiment->range[setting]);
    experiment->range[setting] = values;
    experiment->range_count[setting] = count;
    return count_combinations(experiment);
}

void hop_experiment_point(const hop_experiment *experiment, size_t index, double *value) {
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) value[i] = 0;
    for (size_t i = experiment->setting_count; i-- > 0;) {
        value[i] = experiment->range[i][index % experiment->range_count[i]];
        index /= experiment->range_count[i];
    }
}

bool hop_experiment_varies(const hop_experiment *experiment, size_t setting) {
    return experiment->range_count[setting] > 1;
}

void hop_experiment_where(const hop_experiment *experiment, const double *value, size_t except,
                          char *text, size_t size) {
    hop_string out = {0};
    for (size_t i = 0; i < experiment->setting_count; i++) {
        char word[128];
        if (i == except || !hop_experiment_varies(experiment, i)) continue;
        hop_experiment_word(experiment, i, value[i], word, sizeof word);
        hop_string_add(&out, "%s%s=%s", out.length ? " " : "",
                       experiment->row->settings[i].parameter.name, word);
    }
    snprintf(text, size, "%s", out.text ? out.text : "");
    free(out.text);
}

hop_status hop_plan_add(hop_plan *plan, const double *value) {
    if (plan->count == plan->room) {
        size_t room = plan->room ? 2 * plan->room : 16;
        HOP_TRY(hop_realloc(room, sizeof *plan->points, "a plan", &plan->points));
        plan->room = room;
    }
    memcpy(plan->points[plan->count++], value, sizeof *plan->points);
    return HOP_OK;
}
