/* An experiment with its settings read.
 * SPDX-License-Identifier: MIT */
#include "opened.h"

#include <math.h>
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
    if (status == HOP_OK) status = hop_alloc(1, row->cell_size, "settings", &fresh->first);
    if (status == HOP_OK) hop_sweep_point(fresh, 0, fresh->first);
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
    free(experiment->first);
    free(experiment);
}

/* The options of the program that read a memory so, " --size 32x32 --limit 100"; NULL for the
 * default ones; free()d by the caller. */
static hop_status reading_of(const hop_load_options *options, char **text) {
    hop_string out = {0};
    if (options->width > 0)
        hop_string_add(&out, " --size %zux%zu", options->width, options->height);
    /* A size alone means fit. */
    if (options->resize != HOP_RESIZE_NONE && options->resize != HOP_RESIZE_FIT)
        hop_string_add(&out, " --resize %s", hop_resize_name(options->resize));
    if (options->resize == HOP_RESIZE_FIT && options->width == 0)
        hop_string_add(&out, " --resize fit");
    if (options->channels > 0)
        hop_string_add(&out, options->channels == 1 ? " --gray" : " --color");
    if (options->limit > 0) hop_string_add(&out, " --limit %zu", options->limit);
    if (options->label_column) hop_string_add(&out, " --label-column %s", options->label_column);
    if (options->header_given) hop_string_add(&out, " --header %s", options->header ? "yes" : "no");
    if (options->range_given)
        hop_string_add(&out, " --range %.17g:%.17g", options->range[0], options->range[1]);
    if (options->dtype_given) hop_string_add(&out, " --dtype %s", hop_dtype_name(options->dtype));
    if (out.failed) {
        free(out.text);
        return hop_fail(HOP_E_MEMORY, "there is not enough memory for a command");
    }
    *text = out.text;
    return HOP_OK;
}

/* An energy may say its beta, and so may the setting: not two of them. */
static hop_status check_betas(const hop_sweep *e) {
    size_t beta = 0, energy = 0;
    while (beta < e->setting_count && strcmp(e->row->settings[beta].parameter.name, "beta") != 0)
        beta++;
    while (energy < e->setting_count && e->row->settings[energy].kind != HOP_SETTING_ENERGY)
        energy++;
    if (beta == e->setting_count || energy == e->setting_count) return HOP_OK;
    for (size_t i = 0; i < e->range_count[energy]; i++)
        for (size_t k = 0; k < e->range_count[beta]; k++) {
            const double own = hop_sweep_beta(&e->energies[i]), set = e->range[beta][k];
            if (isnan(own) || isnan(set) || own == set) continue;
            return hop_fail(HOP_E_VALUE,
                            "energy is %s:beta=%g, and beta is %g; say one of them alone",
                            e->energies[i].family->row.name, own, set);
        }
    return HOP_OK;
}

hop_status hop_sweep_open(hop_sweep *experiment, const hop_load_options *options) {
    for (size_t i = 0; i < experiment->setting_count; i++) {
        const hop_setting *setting = &experiment->row->settings[i];
        if (setting->kind != HOP_SETTING_MEMORY) continue;
        if (setting->default_value && strcmp(setting->default_value, experiment->text[i]) == 0)
            continue;
        const char *paths[] = {experiment->text[i]};
        HOP_TRY(hop_memory_load(paths, 1, options, &experiment->memory));
        experiment->canvas = hop_memory_canvas(experiment->memory);
        HOP_TRY(reading_of(options, &experiment->reading));
    }
    const hop_experiment_row *row = experiment->row;
    HOP_TRY(check_betas(experiment));
    if (row->check) HOP_TRY(row->check(experiment));
    if (row->complete) HOP_TRY(row->complete(experiment));
    hop_sweep_point(experiment, 0, experiment->first);
    return HOP_OK;
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

hop_status hop_sweep_set_growing(hop_sweep *experiment, size_t setting, size_t most) {
    enum { MOST = 100 };
    size_t count = 1;
    for (size_t load = 1, next = 2; load < most && count < MOST; count++) {
        const size_t sum = load + next;
        load = next;
        next = sum;
    }
    HOP_TRY(hop_sweep_set_range(experiment, setting, (double)most, 0, count));
    double *loads = experiment->range[setting];
    for (size_t i = 0; i + 1 < count; i++)
        loads[i] = i < 2 ? (double)i + 1 : loads[i - 1] + loads[i - 2];
    return HOP_OK;
}

void hop_sweep_point(const hop_sweep *e, size_t index, void *cell) {
    for (size_t i = e->setting_count; i-- > 0;) {
        hop_settings_put(e, i, e->range[i][index % e->range_count[i]], cell);
        index /= e->range_count[i];
    }
}

hop_status hop_sweep_copy(const hop_sweep *e, const void *cell, void **copy) {
    HOP_TRY(hop_alloc(1, e->row->cell_size, "settings", copy));
    memcpy(*copy, cell, e->row->cell_size);
    return HOP_OK;
}

/* NAN is equal to itself here. */
bool hop_sweep_same(const hop_sweep *e, const void *a, const void *b, size_t along) {
    for (size_t i = 0; i < e->setting_count; i++) {
        double x = hop_settings_get(e, i, a), y = hop_settings_get(e, i, b);
        if (i != along && x != y && !(isnan(x) && isnan(y))) return false;
    }
    return true;
}

bool hop_sweep_varies(const hop_sweep *experiment, size_t setting) {
    return experiment->range_count[setting] > 1;
}

void hop_sweep_where(const hop_sweep *experiment, const void *cell, size_t except, char *text,
                     size_t size) {
    hop_string out = {0};
    for (size_t i = 0; i < experiment->setting_count; i++) {
        char word[128];
        if (i == except || !hop_sweep_varies(experiment, i)) continue;
        hop_sweep_word(experiment, i, cell, word, sizeof word);
        hop_string_add(&out, "%s%s=%s", out.length ? " " : "",
                       experiment->row->settings[i].parameter.name, word);
    }
    snprintf(text, size, "%s", out.text ? out.text : "");
    free(out.text);
}

const void *hop_plan_at(const hop_plan *plan, size_t number) {
    return (const char *)plan->cells + number * plan->cell_size;
}

hop_status hop_plan_add(hop_plan *plan, const void *cell) {
    if (plan->count == plan->room) {
        size_t room = plan->room ? 2 * plan->room : 16;
        HOP_TRY(hop_realloc(room, plan->cell_size, "a plan", &plan->cells));
        plan->room = room;
    }
    memcpy((char *)plan->cells + plan->count++ * plan->cell_size, cell, plan->cell_size);
    return HOP_OK;
}
