/* What `capacity`, `basin` and `criteria` report: success with Wilson intervals, and the threshold
 * of the fitted curve with the theory beside it. SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/source.h"
#include "../sweep/sweep_private.h"
#include "locate.h"
#include "locate_draw.h"

/* Results of the same settings but the located one, in order of it; equal places pooled. */
typedef struct group {
    const hop_sweep *e;
    size_t located;
    const double *value;
    size_t criterion;
    double (*lines)[HOP_LOCATE_MEASURES]; /* [count] */
    size_t count;
} group;

/* NAN is equal to itself here. */
static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static bool same_group(const hop_sweep *e, size_t located, const double *a, const double *b) {
    for (size_t i = 0; i < e->setting_count; i++)
        if (i != located && i != HOP_LOCATE_TRIALS && !same(a[i], b[i])) return false;
    return true;
}

static int by_place(const void *a, const void *b) {
    double x = ((const double *)a)[HOP_LOCATE_X], y = ((const double *)b)[HOP_LOCATE_X];
    return (x > y) - (x < y);
}

/* Sorts the lines by place and adds up those of one place. */
static void pool(group *g) {
    size_t kept = 0;
    qsort(g->lines, g->count, sizeof *g->lines, by_place);
    for (size_t i = 0; i < g->count; i++) {
        bool again = kept > 0 && g->lines[kept - 1][HOP_LOCATE_X] == g->lines[i][HOP_LOCATE_X];
        if (!again && kept != i) memcpy(g->lines[kept], g->lines[i], sizeof *g->lines);
        for (size_t k = HOP_LOCATE_TRIED; again && k < HOP_LOCATE_MEASURES; k++)
            g->lines[kept - 1][k] += g->lines[i][k];
        kept += again ? 0 : 1;
    }
    g->count = kept;
}

static hop_estimate success_of(const group *g, size_t place, size_t criterion) {
    const double *line = g->lines[place];
    return hop_statistics_wilson(line[HOP_LOCATE_SUCCESS + criterion], line[HOP_LOCATE_TRIED]);
}

/* What was tried at one place. */
static void add_place(const group *g, size_t place, hop_findings *f) {
    const double *line = g->lines[place];
    bool load = g->located == HOP_LOCATE_LOAD;
    hop_table_add_count(f->table, (size_t)hop_locate_dim(g->e, g->value));
    double chosen = line[HOP_LOCATE_BETA_CHOSEN] / line[HOP_LOCATE_TRIED];
    hop_findings_model(f, g->e, g->value, HOP_LOCATE_ENERGY, chosen > 0 ? chosen : NAN);
    hop_source_word(g->e, g->value, HOP_LOCATE_PATTERNS, f);
    hop_table_add_number(f->table, load ? line[HOP_LOCATE_X] : hop_locate_load(g->e, g->value));
    hop_table_add_count(f->table, (size_t)line[HOP_LOCATE_COUNT]);
    hop_table_add_number(f->table, load ? g->value[HOP_LOCATE_FLIPS] : line[HOP_LOCATE_X]);
    hop_table_add_count(f->table, (size_t)line[HOP_LOCATE_TRIED]);
}

/* How every criterion judged it, and the means. */
static void add_scores(const group *g, size_t place, hop_findings *f) {
    const double *line = g->lines[place], trials = line[HOP_LOCATE_TRIED];
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++)
        hop_table_add_number(f->table, line[HOP_LOCATE_SUCCESS + c] / trials);
    hop_table_add_number(f->table, line[HOP_LOCATE_COSINE] / trials);
    hop_table_add_number(f->table, line[HOP_LOCATE_STEP] / trials);
}

static void add_row(const group *g, size_t place, const hop_load_theories *theories,
                    hop_findings *f) {
    add_place(g, place, f);
    hop_findings_estimate(f, success_of(g, place, g->criterion));
    add_scores(g, place, f);
    hop_findings_number(f, theories->theory.load);
    hop_findings_number(f, theories->estimate.load);
}

static hop_status tallies_of(const group *g, hop_tally **tallies) {
    HOP_TRY(hop_alloc(g->count, sizeof **tallies, "tallies", tallies));
    for (size_t i = 0; i < g->count; i++) {
        const double *line = g->lines[i];
        (*tallies)[i] = (hop_tally){.x = line[HOP_LOCATE_X],
                                    .trials = line[HOP_LOCATE_TRIED],
                                    .successes = line[HOP_LOCATE_SUCCESS + g->criterion]};
    }
    return HOP_OK;
}

static hop_status add_threshold(const group *g, const hop_load_theories *theories,
                                const hop_crossing *crossing, hop_findings *f) {
    hop_threshold threshold = {
        .quantity = g->e->row->settings[g->located].parameter.name,
        .value = crossing->place.value,
        .low = crossing->place.low,
        .high = crossing->place.high,
        .theory = theories->theory.load,
        .estimate = theories->estimate.load,
        .criterion = hop_criteria_text((hop_criterion)g->criterion),
    };
    for (size_t i = 0; i < g->count; i++) threshold.trials += (size_t)g->lines[i][HOP_LOCATE_TRIED];
    snprintf(threshold.theory_source, sizeof threshold.theory_source, "%s",
             theories->theory.source);
    snprintf(threshold.estimate_source, sizeof threshold.estimate_source, "%s",
             theories->estimate.source);
    hop_sweep_where(g->e, g->value, g->located, threshold.where, sizeof threshold.where);
    return hop_findings_threshold(f, &threshold);
}

/* Points, and where success falls through a half the curve near there and the threshold. */
static hop_status draw_group(const group *g, const hop_load_theories *theories, const char *name,
                             int colour, hop_crossing *crossing, hop_findings *f) {
    hop_tally *tallies = NULL;
    bool logarithmic = hop_locate_is_logarithmic(g->e, g->located, g->value);
    HOP_TRY(tallies_of(g, &tallies));
    hop_status status = hop_statistics_crossing(tallies, g->count, logarithmic, crossing);
    if (status == HOP_OK)
        status = hop_locate_draw(tallies, g->count, crossing, isnan(g->value[g->located]), name,
                                 colour, f);
    free(tallies);
    if (status != HOP_OK || !crossing->found) return status;
    return add_threshold(g, theories, crossing, f);
}

static hop_load_theories theories_of(const group *g) {
    return hop_locate_theory(g->e, g->located, g->value, (hop_criterion)g->criterion);
}

static hop_status mark(const hop_load_theories *theories, int colour, hop_findings *f) {
    HOP_TRY(hop_locate_mark(&theories->theory, colour, f));
    return hop_locate_mark(&theories->estimate, colour, f);
}

/* A search that located nothing says how far it looked.  Single places may say otherwise by chance:
 * what counts is success that never rises. */
static void note_none(const group *g, const hop_crossing *crossing, const char *where,
                      hop_findings *f) {
    const char *quantity = g->e->row->settings[g->located].parameter.name;
    const double *first = g->lines[0], *last = g->lines[g->count - 1];
    char key[32], range[128], text[384];
    snprintf(range, sizeof range, "%s from %.4g to %.4g (%.0f to %.0f patterns)", quantity,
             first[HOP_LOCATE_X], last[HOP_LOCATE_X], first[HOP_LOCATE_COUNT],
             last[HOP_LOCATE_COUNT]);
    const char *what = "more than half of the trials fail from the first place on";
    if (crossing->last >= 0.5)
        what = "half of the trials succeed everywhere, and a search looks no further; another "
               "--criterion may be stricter";
    snprintf(text, sizeof text, "none at %s%s%s: %s", range, *where ? ", " : "", where, what);
    snprintf(key, sizeof key, "threshold_none_%zu", f->figure.curve_count);
    hop_table_note(f->table, key, text);
}

/* As hop_recall resolves it, where no kernel does. */
static const char *rule_of(const group *g, const hop_energy *energy) {
    hop_similarity similarity = {0};
    hop_status status =
        hop_sweep_similarity(g->e, g->value[HOP_LOCATE_SIMILARITY], energy, &similarity);
    if (status != HOP_OK || !similarity.kind->bipolar) return "";
    hop_update rule = hop_trial_update(energy, &similarity, HOP_UPDATE_AUTO);
    if (rule == HOP_UPDATE_AUTO)
        rule = hop_energy_is_convex(energy) ? HOP_UPDATE_SYNCHRONOUS : HOP_UPDATE_ASYNCHRONOUS;
    return hop_update_name(rule);
}

static void note_auto(const group *g, hop_findings *f) {
    char word[32];
    hop_energy energy = hop_locate_energy(g->e, g->value);
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(g->e, g->value), &energy);
    bool searched = isnan(g->value[g->located]);
    hop_sweep_word(g->e, HOP_LOCATE_SCALE, (double)scale, word, sizeof word);
    hop_findings_used(f, g->e, HOP_LOCATE_SCALE, word);
    hop_findings_used(f, g->e, HOP_LOCATE_UPDATE, rule_of(g, &energy));
    if (g->located == HOP_LOCATE_FLIPS)
        hop_findings_used_number(f, g->e, HOP_LOCATE_LOAD, hop_locate_load(g->e, g->value));
    hop_search search = {0};
    if (searched) search = hop_locate_search(g->e, g->located, g->value);
    hop_findings_used_number(f, g->e, HOP_LOCATE_TRIALS,
                             searched ? (double)search.most_trials : g->lines[0][HOP_LOCATE_TRIED]);
    if (searched) hop_findings_used_number(f, g->e, HOP_LOCATE_PRECISION, search.precision);
}

static hop_status report_group(group *g, hop_findings *f) {
    g->criterion = (size_t)g->value[HOP_LOCATE_CRITERION];
    hop_load_theories theories = theories_of(g);
    for (size_t i = 0; i < g->count; i++) add_row(g, i, &theories, f);
    char name[128];
    size_t number = f->figure.curve_count++;
    hop_crossing crossing;
    hop_sweep_where(g->e, g->value, g->located, name, sizeof name);
    int colour = (int)number + 1;
    HOP_TRY(draw_group(g, &theories, *name ? name : "measured", colour, &crossing, f));
    if (isnan(g->value[g->located]) && !crossing.found) note_none(g, &crossing, name, f);
    return mark(&theories, *name ? colour : HOP_COLOUR_NEXT, f);
}

/* The same trials, a curve and a threshold by each criterion. */
static hop_status report_criteria(group *g, hop_findings *f) {
    char where[96], name[128];
    for (size_t i = 0; i < g->count; i++) {
        add_place(g, i, f);
        add_scores(g, i, f);
        for (size_t c = 0; c < HOP_CRITERION_COUNT; c++) {
            hop_estimate success = success_of(g, i, c);
            hop_table_add_number(f->table, success.low);
            hop_table_add_number(f->table, success.high);
        }
    }
    hop_sweep_where(g->e, g->value, g->located, where, sizeof where);
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++) {
        hop_crossing crossing;
        g->criterion = c;
        snprintf(name, sizeof name, "%s%s%s", hop_criteria_word((hop_criterion)c),
                 *where ? ", " : "", where);
        hop_load_theories theories = theories_of(g);
        int colour = (int)c + 1;
        HOP_TRY(draw_group(g, &theories, name, colour, &crossing, f));
        HOP_TRY(hop_locate_mark(&theories.theory, colour, f));
        /* One that is of overlaps too is of every criterion; others are in the thresholds. */
        if (c == HOP_CRITERION_OVERLAP)
            HOP_TRY(hop_locate_mark(&theories.estimate, HOP_COLOUR_NEXT, f));
    }
    return HOP_OK;
}

static void describe_figure(const hop_sweep *e, size_t located, hop_findings *f) {
    double value[HOP_SETTING_MAX];
    hop_sweep_point(e, 0, value);
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(e, value), &e->energies[0]);
    f->figure = (hop_figure){
        .title = e->row->row.title,
        .x_label = located == HOP_LOCATE_LOAD ? hop_load_label(scale)
                                              : "fraction of the values flipped [dimensionless]",
        .y_label = "probability of success [dimensionless]",
        .y_low = 0,
        .y_high = 1,
    };
}

/* The settings of a group as they were before a search put its own in. */
static void chain_value(const hop_sweep *e, const hop_finished *result, double *value) {
    hop_sweep_point(e, hop_sweep_chain(result->index), value);
}

/* Reports the results of each combination of the other settings. */
static hop_status report_groups(const hop_sweep *e, size_t located, const hop_results *results,
                                hop_status (*report)(group *g, hop_findings *f), hop_findings *f) {
    bool *taken = NULL;
    group g = {.e = e, .located = located};
    hop_status status = hop_alloc(results->count, sizeof *taken, "groups", &taken);
    if (status == HOP_OK) status = hop_alloc(results->count, sizeof *g.lines, "lines", &g.lines);
    for (size_t i = 0; i < results->count && status == HOP_OK; i++) {
        double value[HOP_SETTING_MAX], other[HOP_SETTING_MAX];
        if (taken[i]) continue;
        chain_value(e, &results->all[i], value);
        g.value = value;
        g.count = 0;
        for (size_t k = i; k < results->count; k++) {
            chain_value(e, &results->all[k], other);
            if (taken[k] || !same_group(e, located, value, other)) continue;
            taken[k] = true;
            memcpy(g.lines[g.count++], results->all[k].lines.values, sizeof *g.lines);
        }
        note_auto(&g, f);
        pool(&g);
        status = report(&g, f);
    }
    free(taken);
    free(g.lines);
    describe_figure(e, located, f);
    return status;
}

hop_status hop_locate_report(const hop_sweep *e, size_t located, const hop_results *results,
                             hop_findings *findings) {
    return report_groups(e, located, results, report_group, findings);
}

hop_status hop_locate_report_criteria(const hop_sweep *e, size_t located,
                                      const hop_results *results, hop_findings *findings) {
    return report_groups(e, located, results, report_criteria, findings);
}
