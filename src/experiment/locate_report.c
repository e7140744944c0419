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
    const struct cell *c; /* what is given */
    hop_criterion criterion;
    struct line *lines; /* [count] */
    size_t count;
} group;

static int by_place(const void *a, const void *b) {
    double x = ((const struct line *)a)->place, y = ((const struct line *)b)->place;
    return (x > y) - (x < y);
}

static void add_up(struct line *sum, const struct line *line) {
    sum->tried += line->tried;
    for (size_t k = 0; k < HOP_CRITERION_COUNT; k++) sum->success[k] += line->success[k];
    sum->cosine += line->cosine;
    sum->steps += line->steps;
    sum->beta += line->beta;
}

/* Sorts the lines by place and adds up those of one place. */
static void pool(group *g) {
    size_t kept = 0;
    qsort(g->lines, g->count, sizeof *g->lines, by_place);
    for (size_t i = 0; i < g->count; i++) {
        if (kept > 0 && g->lines[kept - 1].place == g->lines[i].place)
            add_up(&g->lines[kept - 1], &g->lines[i]);
        else
            g->lines[kept++] = g->lines[i];
    }
    g->count = kept;
}

static hop_estimate success_of(const group *g, size_t place, size_t criterion) {
    return hop_statistics_wilson(g->lines[place].success[criterion], g->lines[place].tried);
}

/* What was tried at one place. */
static void add_place(const group *g, size_t place, hop_findings *f) {
    const struct line *line = &g->lines[place];
    bool load = hop_locate_along(g->e) == HOP_LOCATE_LOAD;
    hop_table_add_count(f->table, hop_locate_dim(g->e, g->c));
    double chosen = line->beta / line->tried;
    hop_findings_model(f, g->e, g->c, HOP_LOCATE_ENERGY, chosen > 0 ? chosen : NAN);
    hop_source_word(g->e, g->c, HOP_LOCATE_PATTERNS, f);
    hop_table_add_number(f->table, load ? line->place : hop_locate_load(g->e, g->c));
    hop_table_add_count(f->table, (size_t)line->stored);
    hop_table_add_number(f->table, load ? g->c->damage : line->place);
    hop_table_add_count(f->table, (size_t)line->tried);
}

/* How every criterion judged it, and the means. */
static void add_scores(const group *g, size_t place, hop_findings *f) {
    const struct line *line = &g->lines[place];
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++)
        hop_table_add_number(f->table, line->success[c] / line->tried);
    hop_table_add_number(f->table, line->cosine / line->tried);
    hop_table_add_number(f->table, line->steps / line->tried);
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
        const struct line *line = &g->lines[i];
        (*tallies)[i] = (hop_tally){line->place, line->tried, line->success[g->criterion]};
    }
    return HOP_OK;
}

/* Patterns that a load means, whole or between. */
static double patterns_at(const group *g, double load) {
    return hop_load_between(hop_locate_scale(g->e, g->c), g->c->energy,
                            (double)hop_locate_dim(g->e, g->c), load);
}

/* Between neighbours (N and N + 1 patterns) there is nothing: where one succeeds and the next
 * fails, the threshold is anywhere from one to the other, whatever curve is laid through them. */
static bool widen_to_neighbours(const group *g, const hop_crossing *crossing, hop_threshold *t,
                                hop_findings *f) {
    const hop_search search = hop_locate_search(g->e, g->c);
    char key[48], text[256];
    if (!hop_threshold_is_step(&search, crossing)) return false;
    t->low = fmin(t->low, crossing->likely_low);
    t->high = fmax(t->high, crossing->likely_high);
    if (hop_locate_along(g->e) != HOP_LOCATE_LOAD) return true;
    snprintf(text, sizeof text,
             "threshold%s%s: between %.0f and %.0f patterns, and nothing lies between these",
             *t->where ? " at " : "", t->where, patterns_at(g, crossing->likely_low),
             patterns_at(g, crossing->likely_high));
    snprintf(key, sizeof key, "threshold_step_%zu", f->threshold_count);
    hop_table_note(f->table, key, text);
    return true;
}

static bool is_searched(const group *g) {
    return isnan(hop_locate_place(g->e, g->c));
}

/* A search that ran out of trials says that its interval is wider than was asked for. */
static void note_imprecise(const group *g, const hop_threshold *t, hop_findings *f) {
    const hop_search search = hop_locate_search(g->e, g->c);
    const double off = (t->high - t->low) / 2 / fabs(t->value);
    char key[48], text[256], found[64] = "without limits";
    if (!is_searched(g) || t->trials + search.cells <= search.most_trials) return;
    if (off <= search.precision) return;
    if (isfinite(off)) snprintf(found, sizeof found, "to %.2g %%", 100 * off);
    snprintf(text, sizeof text,
             "threshold%s%s: known %s, not to the %g %% of --precision, when its %zu trials were "
             "used up; more --trials may narrow it",
             *t->where ? " at " : "", t->where, found, 100 * search.precision, t->trials);
    snprintf(key, sizeof key, "threshold_trials_%zu", f->threshold_count);
    hop_table_note(f->table, key, text);
}

static hop_status add_threshold(const group *g, const hop_load_theories *theories,
                                const hop_crossing *crossing, hop_findings *f) {
    hop_threshold threshold = {
        .quantity = g->e->row->settings[hop_locate_along(g->e)].parameter.name,
        .value = crossing->place.value,
        .low = crossing->place.low,
        .high = crossing->place.high,
        .theory = theories->theory.load,
        .theory_suffices = theories->suffices,
        .estimate = theories->estimate.load,
        .criterion = hop_criteria_text(g->criterion),
    };
    for (size_t i = 0; i < g->count; i++) threshold.trials += (size_t)g->lines[i].tried;
    snprintf(threshold.theory_source, sizeof threshold.theory_source, "%s",
             theories->theory.source);
    snprintf(threshold.estimate_source, sizeof threshold.estimate_source, "%s",
             theories->estimate.source);
    hop_sweep_where(g->e, g->c, hop_locate_along(g->e), threshold.where, sizeof threshold.where);
    if (!widen_to_neighbours(g, crossing, &threshold, f)) note_imprecise(g, &threshold, f);
    return hop_findings_threshold(f, &threshold);
}

/* Points, and where success falls through a half the curve near there and the threshold. */
static hop_status draw_group(const group *g, const hop_load_theories *theories, const char *name,
                             int colour, hop_crossing *crossing, hop_findings *f) {
    hop_tally *tallies = NULL;
    bool logarithmic = hop_locate_is_logarithmic(g->e, g->c);
    HOP_TRY(tallies_of(g, &tallies));
    hop_status status = hop_statistics_crossing(tallies, g->count, logarithmic, crossing);
    if (status == HOP_OK)
        status = hop_locate_draw(tallies, g->count, crossing, is_searched(g), name, colour, f);
    free(tallies);
    if (status != HOP_OK || !crossing->found) return status;
    return add_threshold(g, theories, crossing, f);
}

static hop_load_theories theories_of(const group *g) {
    return hop_locate_theory(g->e, g->c, g->criterion);
}

static hop_status mark(const hop_load_theories *theories, int colour, hop_findings *f) {
    HOP_TRY(hop_locate_mark(&theories->theory, colour, f));
    return hop_locate_mark(&theories->estimate, colour, f);
}

/* A search that located nothing says how far it looked.  Single places may say otherwise by chance:
 * what counts is success that never rises. */
static void note_none(const group *g, const hop_crossing *crossing, const char *where,
                      hop_findings *f) {
    const char *quantity = g->e->row->settings[hop_locate_along(g->e)].parameter.name;
    const struct line *first = &g->lines[0], *last = &g->lines[g->count - 1];
    char key[32], range[128], text[512];
    snprintf(range, sizeof range, "%s from %.4g to %.4g (%.0f to %.0f patterns)", quantity,
             first->place, last->place, first->stored, last->stored);
    const char *what = "more than half of the trials fail from the first place on";
    if (crossing->last >= 0.5)
        what = "at least half of the trials succeed everywhere, and a search looks no further; "
               "another "
               "--criterion may be stricter";
    snprintf(text, sizeof text, "no threshold at %s%s%s: %s", range, *where ? ", " : "", where,
             what);
    snprintf(key, sizeof key, "threshold_none_%zu", f->figure.curve_count);
    hop_table_note(f->table, key, text);
}

/* As hop_recall resolves it, where no kernel does. */
static const char *rule_of(const group *g) {
    hop_similarity similarity = {0};
    const hop_energy *energy = g->c->energy;
    hop_status status = hop_sweep_similarity(g->e, g->c->similarity, energy, &similarity);
    if (status != HOP_OK || !similarity.kind->bipolar) return "";
    const hop_update_row *rule = hop_trial_update(energy, &similarity, NULL);
    hop_recall_model model = {.energy = *energy, .similarity = similarity, .update = rule};
    return hop_recall_choose_update(&model, &rule) == HOP_OK ? hop_update_name(rule) : "";
}

static void note_auto(const group *g, hop_findings *f) {
    char word[32];
    struct cell meant = *g->c;
    meant.scale = hop_load_resolve(hop_locate_scale(g->e, g->c), g->c->energy);
    bool searched = is_searched(g);
    hop_sweep_word(g->e, HOP_LOCATE_SCALE, &meant, word, sizeof word);
    hop_findings_used(f, g->e, HOP_LOCATE_SCALE, word);
    hop_findings_used(f, g->e, HOP_LOCATE_UPDATE, rule_of(g));
    if (hop_locate_along(g->e) == HOP_LOCATE_DAMAGE)
        hop_findings_used_number(f, g->e, HOP_LOCATE_LOAD, hop_locate_load(g->e, g->c));
    hop_search search = {0};
    if (searched) search = hop_locate_search(g->e, g->c);
    hop_findings_used_number(f, g->e, HOP_LOCATE_TRIALS,
                             searched ? (double)search.most_trials : g->lines[0].tried);
    if (searched) hop_findings_used_number(f, g->e, HOP_LOCATE_PRECISION, search.precision);
}

static hop_status report_group(group *g, hop_findings *f) {
    g->criterion = g->c->criterion;
    hop_load_theories theories = theories_of(g);
    for (size_t i = 0; i < g->count; i++) add_row(g, i, &theories, f);
    char name[128];
    const size_t first = f->curve_count, number = f->figure.curve_count++;
    hop_crossing crossing;
    hop_sweep_where(g->e, g->c, hop_locate_along(g->e), name, sizeof name);
    int colour = (int)number + 1;
    HOP_TRY(draw_group(g, &theories, *name ? name : HOP_LOCATE_ALONE, colour, &crossing, f));
    if (is_searched(g) && !crossing.found) note_none(g, &crossing, name, f);
    hop_locate_to_axis(g->e, g->c, first, &theories, f);
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
    hop_sweep_where(g->e, g->c, hop_locate_along(g->e), where, sizeof where);
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++) {
        hop_crossing crossing;
        g->criterion = (hop_criterion)c;
        snprintf(name, sizeof name, "%s%s%s", hop_criteria_word((hop_criterion)c),
                 *where ? ", " : "", where);
        hop_load_theories theories = theories_of(g);
        int colour = (int)c + 1;
        const size_t first = f->curve_count;
        HOP_TRY(draw_group(g, &theories, name, colour, &crossing, f));
        hop_locate_to_axis(g->e, g->c, first, &theories, f);
        HOP_TRY(hop_locate_mark(&theories.theory, colour, f));
        /* One that is of overlaps too is of every criterion; others are in the thresholds. */
        if (c == HOP_CRITERION_OVERLAP)
            HOP_TRY(hop_locate_mark(&theories.estimate, HOP_COLOUR_NEXT, f));
    }
    return HOP_OK;
}

/* The settings of a group: those of its chain, before a search put its own in. */
static void group_cell(const hop_sweep *e, const hop_finished *result, struct cell *c) {
    hop_sweep_point(e, hop_sweep_chain(result->index), c);
}

/* The same but for the place and the trials there. */
static bool same_group(const hop_sweep *e, const struct cell *a, struct cell b) {
    b.trials = a->trials;
    return hop_sweep_same(e, a, &b, hop_locate_along(e));
}

/* Reports the results of each combination of the other settings. */
static hop_status report_groups(const hop_sweep *e, const hop_results *results,
                                hop_status (*report)(group *g, hop_findings *f), hop_findings *f) {
    bool *taken = NULL;
    group g = {.e = e};
    hop_status status = hop_alloc(results->count, sizeof *taken, "groups", &taken);
    if (status == HOP_OK) status = hop_alloc(results->count, sizeof *g.lines, "lines", &g.lines);
    for (size_t i = 0; i < results->count && status == HOP_OK; i++) {
        struct cell c = {0}, other = {0};
        if (taken[i]) continue;
        group_cell(e, &results->all[i], &c);
        g.c = &c;
        g.count = 0;
        for (size_t k = i; k < results->count; k++) {
            group_cell(e, &results->all[k], &other);
            if (taken[k] || !same_group(e, &c, other)) continue;
            taken[k] = true;
            g.lines[g.count++] = *(const struct line *)results->all[k].lines.all;
        }
        note_auto(&g, f);
        pool(&g);
        status = report(&g, f);
    }
    free(taken);
    free(g.lines);
    hop_locate_describe(e, f);
    return status;
}

hop_status hop_locate_report(const hop_sweep *e, const hop_results *results,
                             hop_findings *findings) {
    return report_groups(e, results, report_group, findings);
}

hop_status hop_locate_report_criteria(const hop_sweep *e, const hop_results *results,
                                      hop_findings *findings) {
    return report_groups(e, results, report_criteria, findings);
}
