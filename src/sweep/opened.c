/* An experiment with its settings read.
 * SPDX-License-Identifier: MIT */
#include "opened.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "settings.h"

/* Combinations of settings at most: an index must leave room for the cells of a chain. */
static const size_t COMBINATIONS_MAX = (size_t)1 << 24;

static hop_status count_combinations(hop_sweep *e) {
    e->combinations = 1;
    for (size_t i = 0; i < e->setting_count; i++)
        if (!hop_size_multiply(e->combinations, e->range_count[i], &e->combinations) ||
            e->combinations > COMBINATIONS_MAX)
            return hop_fail(HOP_E_LIMIT, "more than %zu combinations of settings; take fewer",
                            COMBINATIONS_MAX);
    return HOP_OK;
}

hop_status hop_sweep_create(const hop_experiment_row *row, const hop_given *given, size_t count,
                            uint64_t seed, hop_sweep **experiment) {
    hop_sweep *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "an experiment", &fresh));
    fresh->row = row;
    fresh->seed = seed;
    while (row->settings[fresh->setting_count].parameter.name) fresh->setting_count++;
    hop_status status = hop_settings_read(fresh, given, count);
    if (status == HOP_OK) status = count_combinations(fresh);
    if (status != HOP_OK) {
        hop_sweep_destroy(fresh);
        return status;
    }
    *experiment = fresh;
    return HOP_OK;
}

void hop_sweep_destroy(hop_sweep *experiment) {
    if (!experiment) return;
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) {
        free(experiment->text[i]);
        free(experiment->range[i]);
    }
    hop_memory_destroy(experiment->memory);
    free(experiment->reading);
    free(experiment);
}

hop_status hop_sweep_open(hop_sweep *experiment, const hop_load_options *options) {
    for (size_t i = 0; i < experiment->setting_count; i++) {
        const hop_setting *setting = &experiment->row->settings[i];
        if (setting->kind != HOP_SETTING_MEMORY) continue;
        if (setting->standard && strcmp(setting->standard, experiment->text[i]) == 0) continue;
        const char *paths[] = {experiment->text[i]};
        HOP_TRY(hop_memory_load(paths, 1, options, &experiment->memory));
        HOP_TRY(hop_sweep_reading(options, &experiment->reading));
    }
    const hop_experiment_row *row = experiment->row;
    if (row->check) HOP_TRY(row->check(experiment));
    return row->complete ? row->complete(experiment) : HOP_OK;
}

const hop_experiment_row *hop_sweep_row_of(const hop_sweep *experiment) {
    return experiment->row;
}

hop_status hop_sweep_set_range(hop_sweep *experiment, size_t setting, double first, double step,
                               size_t count) {
    double *values = NULL;
    HOP_TRY(hop_alloc(count, sizeof *values, "a range", &values));
    for (size_t i = 0; i < count; i++) values[i] = first + step * (double)i;
    free(experiment->range[setting]);
    experiment->range[setting] = values;
    experiment->range_count[setting] = count;
    return count_combinations(experiment);
}

void hop_sweep_point(const hop_sweep *experiment, size_t index, double *value) {
    for (size_t i = 0; i < HOP_SETTING_MAX; i++) value[i] = 0;
    for (size_t i = experiment->setting_count; i-- > 0;) {
        value[i] = experiment->range[i][index % experiment->range_count[i]];
        index /= experiment->range_count[i];
    }
}

bool hop_sweep_varies(const hop_sweep *experiment, size_t setting) {
    return experiment->range_count[setting] > 1;
}

void hop_sweep_where(const hop_sweep *experiment, const double *value, size_t except, char *text,
                     size_t size) {
    hop_string out = {0};
    for (size_t i = 0; i < experiment->setting_count; i++) {
        char word[128];
        if (i == except || !hop_sweep_varies(experiment, i)) continue;
        hop_sweep_word(experiment, i, value[i], word, sizeof word);
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
