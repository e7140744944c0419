/* A census of what a memory recalls from nowhere: random starts are recalled, and what they end in
 * is counted: every stored pattern that is ever reached, mixtures and spurious states told apart,
 * each with the share of the starts that end there, an estimate of its basin's share of the state
 * space.  Starts are uniform: signs for bipolar states, else between the memory's smallest and
 * largest value; drawn patterns are of the kind of those stored.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"
#include "../trial/draw.h"

enum { MEMORY, DIM, STORED, PATTERNS, ENERGY, SIMILARITY, BETA, STARTS, STEPS };

struct cell {
    size_t dim, stored;
    hop_pattern_kind patterns;
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta;
    size_t starts, steps;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [DIM] = HOP_SWEEP_DIM(1e5, "100"),
    [STORED] = HOP_SWEEP_COUNT(stored, "random patterns, N", 1, 1e6, "10"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("bipolar"),
    [ENERGY] = HOP_SET_ENERGY("hebb"),
    [SIMILARITY] = HOP_SET_SIMILARITY("correlation"),
    [BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_ENERGY),
    [STARTS] = HOP_SET_COUNT(starts, "random starts", 2, 1e6, "2000"),
    [STEPS] = HOP_SET_STEPS(1e5, "200"),
    {.parameter = {.name = NULL}},
};

/* One for each end, the largest basin first; sums over all ends are the same in all lines. */
struct line {
    double rank, count, kind, of, starts, stored, dim, beta;
    double ends, reached, on_patterns, on_inverses, on_mixtures, on_spurious, on_others;
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMNS_MODEL,
    HOP_COLUMN_COUNT("starts", "random states recalled"),
    HOP_COLUMN_COUNT("ends", "different ends found"),
    HOP_COLUMN_COUNT("reached", "patterns among them"),
    HOP_COLUMN_COUNT("rank", "of this end by the size of its basin"),
    HOP_COLUMN_TEXT("end", "pattern, inverse, mixture, spurious; the others together"),
    HOP_COLUMN_COUNT("of", "the pattern, or the foremost of the mixture"),
    HOP_COLUMN_NUMBER("share", "", "of the starts that ended there", 4),
    HOP_COLUMN_NUMBER("low", "", "of its 95 % Wilson interval", 4),
    HOP_COLUMN_NUMBER("high", "", "of the same", 4),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--energy hebb --energy pseudo-inverse --energy polynomial --stored 8 --dim 60 --seed 1",
    "patterns/glyphs --energy hebb --energy lse --seed 1 -o census.csv --force",
    "--energy hebb --energy storkey --energy pseudo-inverse --energy exponential --stored 10 "
    "--seed 1 --figure census.png --force",
    NULL,
};

/* ---- starts ---- */

static void draw_start(const struct cell *c, const hop_memory *memory, bool drawn, bool bipolar,
                       hop_random *random, double *start) {
    size_t dim = hop_memory_dim(memory);
    double low = -1, high = 1;
    if (drawn && !bipolar) {
        hop_draw_pattern(c->patterns, dim, random, start);
        return;
    }
    if (!drawn) hop_memory_range(memory, &low, &high);
    for (size_t j = 0; j < dim; j++)
        start[j] = bipolar ? (hop_random_word(random) >> 63 ? high : low)
                           : low + (high - low) * hop_random_uniform(random);
}

/* ---- ends ---- */

typedef struct end {
    hop_end kind;
    size_t of, count;
    const double *state; /* [dim]; NULL where it is known by kind and `of` */
} end;

/* Spurious states and mixtures whose squared distance is below this share of their square. */
static const double SAME = 1e-4;

/* Whether it is one that a start can have come to rest in. */
static bool is_rest(hop_end kind) {
    return kind == HOP_END_PATTERN || kind == HOP_END_INVERSE || kind == HOP_END_MIXTURE ||
           kind == HOP_END_SPURIOUS;
}

static bool is_like(const end *e, const end *other, size_t dim) {
    if (e->kind != other->kind) return false;
    if (!e->state || !other->state) return e->of == other->of;
    return hop_sum_squared_differences(e->state, other->state, dim) <=
           SAME * (hop_sum_squares(e->state, dim) + 1e-300);
}

static end end_of(const hop_recall_result *result, size_t i) {
    const hop_score *score = &result->queries[i].score;
    end e = {.kind = score->ended, .of = *score->of, .count = 1};
    bool alone = e.kind == HOP_END_PATTERN || e.kind == HOP_END_INVERSE;
    if (!is_rest(e.kind)) return (end){.kind = HOP_END_UNSETTLED, .count = 1};
    if (!alone) e.state = result->states + i * result->dim;
    if (e.kind == HOP_END_SPURIOUS) e.of = score->nearest;
    return e;
}

static size_t gather(const hop_recall_result *result, end *ends) {
    size_t found = 0;
    for (size_t i = 0; i < result->count; i++) {
        end this = end_of(result, i);
        size_t k = 0;
        while (k < found && !is_like(&ends[k], &this, result->dim)) k++;
        if (k < found)
            ends[k].count++;
        else
            ends[found++] = this;
    }
    return found;
}

/* The largest first; ties by kind and pattern, so that the order is one. */
static int compare(const void *a, const void *b) {
    const end *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return x->of < y->of ? -1 : x->of > y->of;
}

static hop_status count_ends(const hop_recall_result *result, struct line common,
                             hop_lines *lines) {
    end *ends = NULL;
    HOP_TRY(hop_alloc(result->count, sizeof *ends, "ends", &ends));
    size_t found = gather(result, ends);
    qsort(ends, found, sizeof *ends, compare);
    common.ends = (double)found;
    for (size_t k = 0; k < found; k++) {
        double *sums[] = {&common.on_patterns, &common.on_inverses, &common.on_mixtures,
                          &common.on_spurious};
        *(is_rest(ends[k].kind) ? sums[ends[k].kind] : &common.on_others) += (double)ends[k].count;
        common.reached += ends[k].kind == HOP_END_PATTERN ? 1 : 0;
    }
    hop_status status = hop_lines_resize(lines, found, sizeof(struct line));
    for (size_t k = 0; k < found && status == HOP_OK; k++) {
        struct line *line = (struct line *)lines->all + k;
        *line = common;
        line->rank = (double)(k + 1);
        line->count = (double)ends[k].count;
        line->kind = (double)ends[k].kind;
        line->of = (double)ends[k].of;
    }
    free(ends);
    return status;
}

/* ---- a cell ---- */

static hop_status run(const hop_sweep *e, const struct cell *c, const hop_memory *memory,
                      uint64_t seed, hop_lines *lines) {
    size_t dim = hop_memory_dim(memory);
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_recall_options options = hop_recall_defaults;
    double *starts = NULL;
    hop_random random;
    hop_random_init(&random, seed, 0);
    options.model.energy = hop_sweep_energy(c->energy, c->beta);
    HOP_TRY(hop_sweep_similarity(e, c->similarity, c->energy, &options.model.similarity));
    options.stopping.steps = c->steps;
    options.running.threads = 1;
    options.running.seed = seed;
    HOP_TRY(hop_recall_create(memory, &options, &recall));
    hop_status status = hop_alloc(c->starts, dim * sizeof *starts, "starts", &starts);
    for (size_t i = 0; i < c->starts && status == HOP_OK; i++)
        draw_start(c, memory, !e->memory, hop_recall_is_bipolar(recall), &random, starts + i * dim);
    if (status == HOP_OK) status = hop_watch_look(e->watch, NAN);
    if (status == HOP_OK) status = hop_recall_run(recall, starts, c->starts, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, NULL, &result);
    const hop_energy *used = &hop_recall_resolved(recall)->model.energy;
    struct line common = {.starts = (double)c->starts,
                          .stored = (double)hop_memory_count(memory),
                          .dim = (double)dim,
                          .beta = hop_sweep_has_beta(used) ? hop_sweep_beta(used) : 0};
    if (status == HOP_OK) status = count_ends(&result, common, lines);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    free(starts);
    return status;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    const hop_memory *memory = NULL;
    HOP_TRY(hop_source_open(e, c->dim, c->stored, c->patterns, &memory));
    hop_status status = run(e, c, memory, seed, lines);
    hop_source_close(e, memory);
    return status;
}

static hop_status check(const hop_sweep *e) {
    return hop_source_check(e, DIM);
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double dim = (double)hop_source_dim(e, c->dim), count = (double)hop_source_count(e, c->stored);
    const hop_work work = {.energy = c->energy,
                           .similarity = c->similarity->kind,
                           .states = (double)c->starts,
                           .patterns = count,
                           .dim = dim,
                           .steps = 10};
    return (hop_cost){.seconds = hop_cost_recall(&work),
                      .bytes = 8 * dim * (count + 6 * (double)c->starts)};
}

/* ---- the report ---- */

/* For people: a memory a row. */
static const hop_column BRIEF[] = {
    HOP_COLUMN_TEXT("memory", "settings that vary"),
    HOP_COLUMN_COUNT("ends", "different ends found"),
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_COUNT("reached", "patterns that a start ended in"),
    HOP_COLUMN_NUMBER("patterns", "", "share of the starts that ended in patterns", 3),
    HOP_COLUMN_NUMBER("inverses", "", "in inverted ones", 3),
    HOP_COLUMN_NUMBER("mixtures", "", "in mixtures", 3),
    HOP_COLUMN_NUMBER("spurious", "", "in other fixed points", 3),
    HOP_COLUMN_NUMBER("no_rest", "", "that came to no rest", 3),
    HOP_COLUMN_NUMBER("largest", "", "share of the largest basin", 3),
};

static void add_row(const hop_sweep *e, const struct cell *c, const struct line *line,
                    hop_findings *f) {
    hop_estimate share = hop_statistics_wilson(line->count, line->starts);
    hop_table_add_count(f->table, (size_t)line->dim);
    hop_table_add_count(f->table, (size_t)line->stored);
    hop_source_word(e, c, PATTERNS, f);
    hop_findings_model(f, e, c, ENERGY, line->beta);
    hop_table_add_count(f->table, (size_t)line->starts);
    hop_table_add_count(f->table, (size_t)line->ends);
    hop_table_add_count(f->table, (size_t)line->reached);
    hop_table_add_count(f->table, (size_t)line->rank);
    hop_table_add_text(f->table, is_rest((hop_end)line->kind) ? hop_end_name((hop_end)line->kind)
                                                              : "at no rest");
    hop_table_add_count(f->table, (size_t)line->of);
    hop_findings_estimate(f, share);
}

static void add_brief(const hop_sweep *e, const hop_finished *r, hop_table *brief) {
    const struct line *line = r->lines.all;
    char where[128];
    hop_sweep_where(e, r->cell, HOP_SETTING_MAX, where, sizeof where);
    const char *shown = strncmp(where, "energy=", 7) == 0 ? where + 7 : where;
    hop_table_add_text(brief, *shown ? shown : e->row->row.name);
    hop_table_add_count(brief, (size_t)line->ends);
    hop_table_add_count(brief, (size_t)line->stored);
    hop_table_add_count(brief, (size_t)line->reached);
    hop_table_add_number(brief, line->on_patterns / line->starts);
    hop_table_add_number(brief, line->on_inverses / line->starts);
    hop_table_add_number(brief, line->on_mixtures / line->starts);
    hop_table_add_number(brief, line->on_spurious / line->starts);
    hop_table_add_number(brief, line->on_others / line->starts);
    hop_table_add_number(brief, line->count / line->starts);
}

static hop_status draw(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const struct line *lines = r->lines.all;
    size_t count = r->lines.count;
    double *x = NULL;
    char where[128];
    HOP_TRY(hop_alloc(count, 4 * sizeof *x, "a curve", &x));
    double *y = x + count, *low = y + count, *high = low + count;
    for (size_t i = 0; i < count; i++) {
        hop_estimate share = hop_statistics_wilson(lines[i].count, lines[i].starts);
        x[i] = lines[i].rank;
        y[i] = share.value;
        low[i] = share.low;
        high[i] = share.high;
    }
    hop_sweep_where(e, r->cell, HOP_SETTING_MAX, where, sizeof where);
    hop_status status = hop_findings_curve(f, *where ? where : "share", HOP_CURVE_MARKED,
                                           HOP_COLOUR_NEXT, x, y, low, high, count);
    free(x);
    return status;
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    hop_status status = hop_table_create(BRIEF, sizeof BRIEF / sizeof *BRIEF, &f->brief);
    for (size_t i = 0; i < results->count && status == HOP_OK; i++) {
        const hop_finished *r = &results->all[i];
        for (size_t k = 0; k < r->lines.count; k++)
            add_row(e, r->cell, (const struct line *)r->lines.all + k, f);
        add_brief(e, r, f->brief);
        status = draw(e, r, f);
    }
    f->figure = (hop_figure){.title = "share of the state space that ends in each attractor",
                             .x_label = "attractors found, the largest first",
                             .y_label = "share of random starts",
                             .log_x = true,
                             .log_y = true};
    return status;
}

const hop_experiment_row hop_experiment_census = {
    .row = {.name = "census",
            .title = "what random starts end in: patterns reached, spurious states, their basins",
            .sources = "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Wilson 1927, doi "
                       "10.1080/01621459.1927.10502953 (intervals)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = STORED,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 7,
    .essential = 0,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = report,
};
