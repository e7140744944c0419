/* A step by information.  Q rises with every similarity, so with lower bounds l_i <= s_i(xi')
 *
 *     E(xi') - E(xi) <= Q(s) - Q(l),
 *
 * and a step is sure not to raise the energy where Q(l) >= Q(s).  Two states are tried, the mean
 * X p and the leading pattern, and the one surer to be low is taken: usually they are the same, as
 * the posterior at beta = 1 leaves little to others; where several patterns fit equally well, it is
 * the first of them, for no state tells more of a pattern than the pattern itself.  If neither is
 * sure, the state stays.  l_i is taken by counts, and of the few patterns of most weight by the
 * affine classes too, which leave out other classes; that of patterns without weight cannot be
 * below a bound of Krichevsky and Trofimov's estimator,
 *
 *     ln KT(n) >= sum_b n_b ln(n_b / n) - (B - 1)/2 ln n - ln B.
 *
 * Both precisions are the same engine: counts are integers, and all else is double.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "blocks.h"
#include "information.h"
#include "spread.h"

/* Numbers held for the states that one worker compares at a time. */
static const size_t HELD_NUMBERS = (size_t)1 << 21;

/* Patterns whose similarity is bounded by counts, and those by more; and the weight, beside the
 * largest, below which it is bounded. */
enum { NEAR_MOST = 64, NEAREST = 16 };
static const double NEAR = 1e-9;

/* A weight this small adds nothing to a mean in double precision. */
static const double NEGLIGIBLE = 0x1p-60;

typedef struct scratch {
    size_t rows;
    hop_hands hands;
    hop_seen *seen;    /* [rows] */
    hop_seen moved;    /* a state that is tried */
    hop_inform *found; /* [rows x patterns] */
    double *s, *p;     /* [patterns] */
    double *pattern;   /* [dim] */
    double *lead;      /* [dim]: the leading pattern, where it may move */
} scratch;

static void clear(void *used) {
    scratch *c = used;
    hop_hands_clear(&c->hands);
    for (size_t i = 0; c->seen && i < c->rows; i++) hop_seen_clear(&c->seen[i]);
    hop_seen_clear(&c->moved);
    free(c->seen);
    free(c->found);
    free(c->s);
    free(c->p);
    free(c->pattern);
    free(c->lead);
}

static hop_status create(const hop_recall *recall, size_t rows, size_t hands, scratch *c) {
    c->rows = rows;
    HOP_TRY(hop_hands_create(recall, hands, &c->hands));
    HOP_TRY(hop_alloc(rows, sizeof *c->seen, "states", &c->seen));
    for (size_t i = 0; i < rows; i++) HOP_TRY(hop_seen_create(recall, &c->seen[i]));
    HOP_TRY(hop_seen_create(recall, &c->moved));
    HOP_TRY(hop_alloc(recall->count, rows * sizeof *c->found, "similarities", &c->found));
    HOP_TRY(hop_alloc(recall->count, sizeof *c->s, "similarities", &c->s));
    HOP_TRY(hop_alloc(recall->count, sizeof *c->p, "weights", &c->p));
    HOP_TRY(hop_alloc(recall->dim, sizeof *c->lead, "a pattern", &c->lead));
    return hop_alloc(recall->dim, sizeof *c->pattern, "a pattern", &c->pattern);
}

/* For rows of one thread's own, and for all threads together. */
static hop_status create_apart(const hop_recall *recall, size_t rows, void *fresh) {
    return create(recall, rows, 1, fresh);
}

static hop_status create_together(const hop_recall *recall, size_t rows, void *fresh) {
    return create(recall, rows, recall->options.running.threads, fresh);
}

static size_t rows_of(const hop_recall *recall, size_t count, size_t share) {
    return hop_blocks_held(count, recall->count, HELD_NUMBERS, share, HOP_SEEN_MOST);
}

static void see(const hop_recall *recall, scratch *c, hop_rows rows, const double *states) {
    for (size_t i = 0; i < rows.count; i++)
        hop_seen_look(recall, states + rows.index[i] * recall->dim, &c->seen[i]);
}

/* Few states: the patterns are shared, by parts.  What is found for a pattern depends on no other,
 * so parts may be as many as there are hands. */
typedef struct looking {
    const hop_recall *recall;
    scratch *c; /* states that have been seen, and where to put what is found */
    size_t rows, part;
} looking;

static hop_patterns part_of(const looking *l, size_t index) {
    size_t first = index * l->part, left = l->recall->count - first;
    return (hop_patterns){NULL, first, left < l->part ? left : l->part, l->recall->count};
}

static void look_at_part(void *context, size_t index, size_t worker) {
    const looking *l = context;
    hop_recall_inform(l->recall, &l->c->hands.work[worker], l->c->seen, l->rows, part_of(l, index),
                      l->c->found);
}

/* Whether any state may be blurred; those that are a pattern to the step are not. */
static bool any_soft(const scratch *c, size_t rows, size_t patterns) {
    bool any = false;
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; c->seen[i].soft && k < patterns; k++)
            if (c->found[i * patterns + k].apart == 0) c->seen[i].soft = false;
        any = any || c->seen[i].soft;
    }
    return any;
}

static void look_through_part(void *context, size_t index, size_t worker) {
    const looking *l = context;
    hop_recall_look_through_blurs(l->recall, &l->c->hands.work[worker], l->c->seen, l->rows,
                                  part_of(l, index), l->c->found);
}

static void part_written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const looking *l = context;
    hop_patterns part = part_of(l, index);
    for (size_t i = 0; i < l->rows; i++)
        give(to, l->c->found + i * part.all + part.first, part.count * sizeof *l->c->found);
}

/* Parts for each of so many hands, so that none waits long for the last; and patterns to a part, a
 * multiple of a group. */
enum { PARTS = 4 };

static size_t patterns_of_part(const hop_recall *recall, size_t hands) {
    size_t part = recall->count / (hands * PARTS) / HOP_COUNTS_GROUP * HOP_COUNTS_GROUP;
    return part > 0 ? part : HOP_COUNTS_GROUP;
}

/* What is found of all patterns for the states c->seen, by the threads of this rank or of all. */
static void look_together(const hop_recall *recall, scratch *c, size_t rows, bool ranks) {
    size_t hands = c->hands.count * (ranks ? hop_ranks_count() : 1);
    looking l = {recall, c, rows, patterns_of_part(recall, hands)};
    size_t parts = (recall->count + l.part - 1) / l.part;
    const hop_ranks_loop loops[] = {{&l, look_at_part, part_written},
                                    {&l, look_through_part, part_written}};
    for (size_t k = 0; k < 2; k++) {
        if (k > 0 && !any_soft(c, rows, recall->count)) return;
        if (ranks)
            hop_ranks_run(parts, c->hands.count, &loops[k]);
        else
            hop_parallel_run(parts, c->hands.count, loops[k].task, &l);
    }
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    scratch c = {0};
    size_t block = rows_of(recall, rows.count, 1), patterns = recall->count;
    hop_status status = create_together(recall, block, &c);
    for (size_t first = 0; status == HOP_OK && first < rows.count; first += block) {
        size_t left = rows.count - first;
        hop_rows some = {rows.index + first, left < block ? left : block};
        see(recall, &c, some, states);
        look_together(recall, &c, some.count, false);
        for (size_t i = 0; i < some.count; i++)
            hop_recall_finish_informing(recall, c.hands, &c.seen[i], c.found + i * patterns,
                                        s + (first + i) * patterns);
    }
    clear(&c);
    return status;
}

/* ---- one step ---- */

/* No similarity is below this. */
static double lowest(const hop_recall *recall) {
    double levels = (double)recall->levels->count, dim = (double)recall->dim;
    return -levels * ((levels - 1) / 2 * log(dim + 1) + log(levels));
}

/* Values that may not move are as they were. */
static void hold(const double *fixed, const double *state, size_t dim, double *next) {
    for (size_t j = 0; fixed && j < dim; j++)
        if (!isnan(fixed[j])) next[j] = state[j];
}

/* The potential that `next` has at least; c->s is overwritten.  `near` [count] are patterns of
 * weight, of the state that is left. */
static double promise(const hop_recall *recall, scratch *c, const double *next, const size_t *near,
                      size_t count) {
    const hop_energy *energy = &recall->options.model.energy;
    double potential = 0;
    hop_seen_look(recall, next, &c->moved);
    for (size_t i = 0; i < recall->count; i++) c->s[i] = lowest(recall);
    /* They lead where they are mixed, so this is what they have there at least. */
    for (size_t k = 0; k < count && k < NEAREST; k++) {
        hop_worth worth;
        hop_recall_evidence_by_counts(recall, c->hands.work, &c->moved, &near[k], 1, &worth);
        hop_recall_refine_affine(recall, c->hands.work, &c->moved, near[k], &worth);
        c->s[near[k]] = hop_evidence_sum(worth.evidence);
    }
    hop_status status = hop_energy_potential(energy, c->s, recall->count, &potential);
    return status == HOP_OK ? potential : -INFINITY;
}

/* X p, where values may move. */
static void mix(const hop_recall *recall, scratch *c, double *next) {
    double all = 0;
    for (size_t j = 0; j < recall->dim; j++) next[j] = 0;
    for (size_t i = 0; i < recall->count; i++) {
        if (!(c->p[i] > NEGLIGIBLE)) continue;
        hop_memory_read(recall->memory, i, 1, c->pattern);
        for (size_t j = 0; j < recall->dim; j++) next[j] += c->p[i] * c->pattern[j];
        all += c->p[i];
    }
    for (size_t j = 0; j < recall->dim; j++) next[j] /= all;
}

/* From a state of this potential. */
static void move(const hop_step *step, scratch *c, size_t row, double potential) {
    const hop_recall *recall = step->recall;
    const size_t at = row * recall->dim, size = recall->dim * sizeof(double);
    const double *state = step->states + at;
    const double *fixed = step->fixed ? step->fixed + at : NULL;
    double *next = step->next + at, p[NEAR_MOST], mean = -INFINITY;
    size_t near[NEAR_MOST];
    size_t count = hop_recall_top_weights(c->p, recall->count, NEAR_MOST, near, p);
    while (count > 1 && p[count - 1] < NEAR * p[0]) count--;
    memcpy(next, state, size);
    if (!(count > 0 && p[0] > 0)) return;
    if (1 - p[0] > NEGLIGIBLE) {
        mix(recall, c, next);
        hold(fixed, state, recall->dim, next);
        mean = promise(recall, c, next, near, count);
    }
    hop_memory_read(recall->memory, near[0], 1, c->lead);
    hold(fixed, state, recall->dim, c->lead);
    const double lead = promise(recall, c, c->lead, near, count);
    if (lead > mean) memcpy(next, c->lead, size);
    if (!(fmax(lead, mean) >= potential)) memcpy(next, state, size);
}

static hop_status step_row(const hop_step *step, scratch *c, size_t i, size_t place) {
    const hop_recall *recall = step->recall;
    const hop_energy *energy = &recall->options.model.energy;
    const size_t row = step->rows.index[place], patterns = recall->count;
    double potential = 0, *kept = step->similarities;
    hop_recall_finish_informing(recall, c->hands, &c->seen[i], c->found + i * patterns, c->s);
    if (kept) memcpy(kept + row * patterns, c->s, patterns * sizeof *kept);
    HOP_TRY(hop_energy_potential(energy, c->s, patterns, &potential));
    HOP_TRY(hop_energy_weights(energy, c->s, patterns, c->p));
    step->energy[place] = hop_recall_energy(recall, potential, 0);
    move(step, c, row, potential);
    return HOP_OK;
}

static hop_status finish_block(const hop_step *step, hop_range places, scratch *c, size_t *failed) {
    for (size_t i = 0; i < places.count; i++) {
        *failed = places.first + i;
        HOP_TRY(step_row(step, c, i, *failed));
    }
    return HOP_OK;
}

static hop_status step_block(const void *context, hop_range places, void *worker, size_t *failed) {
    const hop_step *step = context;
    const hop_recall *recall = step->recall;
    scratch *c = worker;
    see(recall, c, (hop_rows){step->rows.index + places.first, places.count}, step->states);
    const hop_patterns all = {NULL, 0, recall->count, recall->count};
    hop_recall_inform(recall, c->hands.work, c->seen, places.count, all, c->found);
    if (any_soft(c, places.count, recall->count))
        hop_recall_look_through_blurs(recall, c->hands.work, c->seen, places.count, all, c->found);
    return finish_block(step, places, c, failed);
}

/* The same, patterns shared by all. */
static hop_status step_together(const void *context, hop_range places, void *worker,
                                size_t *failed) {
    const hop_step *step = context;
    scratch *c = worker;
    see(step->recall, c, (hop_rows){step->rows.index + places.first, places.count}, step->states);
    look_together(step->recall, c, places.count, true);
    return finish_block(step, places, c, failed);
}

/* Few states are looked at one block after another. */
static hop_status take_step(const hop_step *step) {
    static const hop_blocks APART = {.scratch = {sizeof(scratch), create_apart, clear},
                                     .run = step_block,
                                     .written = hop_step_written},
                            TOGETHER = {.scratch = {sizeof(scratch), create_together, clear},
                                        .run = step_together,
                                        .in_turn = true};
    const size_t hands = step->recall->options.running.threads * hop_ranks_count();
    const size_t held = rows_of(step->recall, step->rows.count, hands);
    const size_t blocks = (step->rows.count + held - 1) / held;
    if (blocks >= hands) return hop_blocks_step(step, &APART, held);
    return hop_blocks_step(step, &TOGETHER, rows_of(step->recall, step->rows.count, 1));
}

static bool supports(const hop_recall *recall) {
    return !hop_recall_is_difference(recall) && !hop_recall_is_product(recall);
}

const hop_engine hop_recall_engine_information = {
    .name = "information",
    .plain = true,
    .by_state = true,
    .supports = supports,
    .step = take_step,
    .similarities = similarities,
};
