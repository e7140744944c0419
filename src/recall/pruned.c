/* Steps that compare a state with the patterns that can matter to it, and leave out the others.
 *
 * For softmax a pattern ln(N / w) / beta below the largest similarity has less than w / N of the
 * weight, so all such patterns together have less than w; for a sparse family those beyond its
 * reach have none.  The sieve lists the others.  A list is good for later steps too: a state that
 * has moved by D since changes no similarity by more than |key| D, so as long as the bound of what
 * is not listed, plus the largest |key| times D, stays that far below the largest, no other pattern
 * need be looked at.  States with long lists take the dense step; a batch of which most would is
 * found out by a sample.
 * SPDX-License-Identifier: MIT */
#include "pruned.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "blocks.h"
#include "listed.h"
#include "prepared.h"

/* Fewer patterns are not worth a look. */
enum { PATTERNS_LEAST = 512 };

/* A pattern by itself costs as much as so many in a dense step.  A few states gain less by a list,
 * as the dense step reads the memory only once for them, so that less is staked on one. */
enum { DENSE_PER_LISTED = 8, DENSE_PER_LISTED_FEW = 32, FEW = 64, LONGEST = 1 << 14 };

/* States of a batch that are looked at first. */
enum { SAMPLE = 16 };

/* Digits at most, and how many patterns there are to each listed one where a further digit no
 * longer pays: a digit costs as much as comparing some fifty of 60,000 patterns one by one would.
 */
enum { PLACES = 2, PATTERNS_PER_DIGIT = 64 };

/* From the second step on states move little, and lists reach so much further, to last. */
static const double FURTHER = 1.5;

double hop_recall_prunable(const hop_recall *recall) {
    const hop_energy *energy = &recall->options.model.energy;
    if (!energy->family->softmax) return energy->family->cutoff(energy->parameter);
    return log((double)recall->count / HOP_PRUNED_WEIGHT) / hop_recall_beta(recall);
}

size_t hop_recall_longest_list(const hop_recall *recall, size_t count) {
    size_t longest = recall->count / (count > FEW ? DENSE_PER_LISTED : DENSE_PER_LISTED_FEW);
    return longest < LONGEST ? longest : LONGEST;
}

bool hop_recall_may_sift(const hop_recall *recall) {
    const hop_recall_options *options = &recall->options;
    return options->running.pruning != HOP_PRUNING_NEVER &&
           options->running.precision != HOP_DOUBLE && !options->model.similarity.kind->bipolar &&
           recall->count >= PATTERNS_LEAST && hop_sieve_is_possible(recall->memory);
}

static bool is_worth_a_sieve(const hop_recall *recall) {
    const hop_energy_row *family = recall->options.model.energy.family;
    bool product = recall->options.model.similarity.kind->form == HOP_FORM_PRODUCT;
    if (!product || family->distances || (!family->softmax && !family->cutoff)) return false;
    return hop_recall_may_sift(recall) && isfinite(hop_recall_prunable(recall));
}

hop_status hop_recall_prepare_sieve(hop_recall *recall) {
    if (!is_worth_a_sieve(recall)) return HOP_OK;
    HOP_TRY(hop_sieve_create(recall->memory, recall->frames, recall->options.running.threads,
                             &recall->sieve));
    return hop_prepared_index(recall);
}

/* ---- one state ---- */

/* A step of some states.  Each is at `at` in `rows`, `energy` and `done`, and at rows.index[at] in
 * everything else. */
typedef struct step {
    const hop_step *given;
    const hop_recall *recall;
    hop_rows rows;
    const double *states;
    double *next, *energy;
    hop_lists *known;
    double reach;
    size_t *places; /* [rows]: of those at hand */
    size_t place_count;
    size_t *index;        /* [rows]: their rows */
    double *energies;     /* [rows]: of those that step densely */
    bool *done;           /* [rows] */
    double *compared;     /* [rows] */
    hop_status *failures; /* [rows] */
    hop_listed *listed;   /* [workers] */
    size_t workers;
} step;

/* The step of a state whose list holds all that matters. */
static hop_status take(const step *work, size_t at, const hop_shortlist *list, hop_listed *l) {
    const hop_recall *recall = work->recall;
    const hop_energy *energy = &recall->options.model.energy;
    size_t row = work->rows.index[at], dim = recall->dim;
    const double *state = work->states + row * dim;
    double *next = work->next + row * dim, potential = 0;
    HOP_TRY(hop_energy_potential(energy, l->s, list->count, &potential));
    HOP_TRY(hop_energy_weights(energy, l->s, list->count, l->weights));
    hop_listed_mix(recall, list, false, l, next);
    hop_recall_to_sphere(recall, state, next);
    for (size_t j = 0; j < dim; j++) next[j] = (double)(float)next[j];
    work->energy[at] = hop_recall_energy(recall, potential, hop_sum_squares(state, dim) / 2);
    work->done[at] = true;
    return HOP_OK;
}

/* Tries the list there is; nothing is done where it is not enough. */
static void try_list(void *context, size_t index, size_t worker) {
    const step *work = context;
    const hop_recall *recall = work->recall;
    hop_listed *l = &work->listed[worker];
    size_t at = work->places[index], row = work->rows.index[at];
    const hop_shortlist *list = &work->known->lists[row];
    const double *state = work->states + row * recall->dim;
    if (!list->patterns) return;
    work->compared[at] += (double)list->count;
    if (!hop_lists_serve(recall, work->known, row, state, work->reach, l)) return;
    work->failures[at] = take(work, at, list, l);
}

static hop_status first_failure(const step *work) {
    for (size_t at = 0; at < work->rows.count; at++)
        if (work->failures[at] != HOP_OK)
            return hop_fail(work->failures[at], "query %zu: a similarity is not finite",
                            work->rows.index[at]);
    return HOP_OK;
}

static hop_status try_lists(step *work) {
    hop_parallel_run(work->place_count, work->workers, try_list, work);
    return first_failure(work);
}

/* ---- a batch ---- */

/* The places that are not done, all of them or `most` evenly spread. */
static void find_places(step *work, size_t most) {
    size_t count = 0, spread = 0;
    for (size_t at = 0; at < work->rows.count; at++)
        if (!work->done[at]) work->places[count++] = at;
    work->place_count = count;
    if (count <= most) return;
    for (; spread < most; spread++) work->places[spread] = work->places[spread * count / most];
    work->place_count = most;
}

/* New lists for the places at hand, and their steps where the lists are short; says how many are,
 * and how long all of them.  `count`: states that such lists are for. */
static hop_status look(step *work, double reach, size_t count, size_t *short_ones, size_t *length) {
    const hop_recall *recall = work->recall;
    size_t *index = work->index, places = work->place_count;
    hop_look how = {reach, hop_recall_longest_list(recall, count), work->known->places,
                    recall->options.running.threads};
    *short_ones = *length = 0;
    if (places == 0) return HOP_OK;
    for (size_t k = 0; k < places; k++) index[k] = work->rows.index[work->places[k]];
    HOP_TRY(hop_lists_look(recall, work->known, (hop_rows){index, places}, work->states, how));
    for (size_t k = 0; k < places; k++) {
        const hop_shortlist *list = &work->known->lists[index[k]];
        *short_ones += list->full ? 0 : 1;
        *length += list->full ? how.most : list->count;
    }
    return try_lists(work);
}

/* Looks at a sample, with a second digit if lists are long with one; says whether lists pay. */
static hop_status look_at_sample(step *work, double reach, size_t count, bool *pays) {
    size_t short_ones = 0, length = 0;
    for (work->known->places = 1; work->known->places <= PLACES; work->known->places++) {
        find_places(work, SAMPLE);
        HOP_TRY(look(work, reach, count, &short_ones, &length));
        *pays = 2 * short_ones >= SAMPLE;
        if (length <= SAMPLE * (work->recall->count / PATTERNS_PER_DIGIT)) return HOP_OK;
    }
    work->known->places = PLACES;
    return HOP_OK;
}

/* Looks at what is left, if that is worth it. */
static hop_status look_at_rest(step *work, double reach) {
    size_t count = 0, short_ones = 0, length = 0;
    bool pays = true;
    find_places(work, SIZE_MAX);
    count = work->place_count;
    if (count > FEW)
        HOP_TRY(look_at_sample(work, reach, count, &pays));
    else
        work->known->places = PLACES;
    if (!pays) return HOP_OK;
    find_places(work, SIZE_MAX);
    return look(work, reach, count, &short_ones, &length);
}

/* Everything that is left takes the dense step. */
static hop_status step_densely(step *work) {
    hop_step rest = *work->given;
    find_places(work, SIZE_MAX);
    if (work->place_count == 0) return HOP_OK;
    for (size_t k = 0; k < work->place_count; k++)
        work->index[k] = work->rows.index[work->places[k]];
    rest.rows = (hop_rows){work->index, work->place_count};
    rest.energy = work->energies;
    HOP_TRY(work->recall->plain->step(&rest));
    for (size_t k = 0; k < work->place_count; k++)
        work->energy[work->places[k]] = work->energies[k];
    work->known->dense += (double)work->place_count;
    return HOP_OK;
}

/* What goes by row, of one step after another. */
typedef struct batch {
    size_t *places, *index;
    double *energies, *compared;
    bool *done;
    hop_status *failures;
} batch;

static hop_status create_batch(const hop_recall *recall, size_t rows, void *fresh) {
    batch *b = fresh;
    (void)recall;
    HOP_TRY(hop_alloc(rows, sizeof *b->places, "an index", &b->places));
    HOP_TRY(hop_alloc(rows, sizeof *b->index, "an index", &b->index));
    HOP_TRY(hop_alloc(rows, sizeof *b->energies, "energies", &b->energies));
    HOP_TRY(hop_alloc(rows, sizeof *b->compared, "counts", &b->compared));
    HOP_TRY(hop_alloc(rows, sizeof *b->done, "an index", &b->done));
    return hop_alloc(rows, sizeof *b->failures, "results", &b->failures);
}

static void clear_batch(void *used) {
    batch *b = used;
    free(b->places);
    free(b->index);
    free(b->energies);
    free(b->compared);
    free(b->done);
    free(b->failures);
}

/* Lists are as long for any number of rows. */
static hop_status create_listed(const hop_recall *recall, size_t rows, void *listed) {
    (void)rows;
    return hop_listed_create(recall, hop_recall_longest_list(recall, SIZE_MAX), listed);
}

static void clear_listed(void *listed) {
    hop_listed_clear(listed);
}

static hop_status step_ready(step *work, hop_scratch *scratch) {
    static const hop_scratch_kind BATCH = {sizeof(batch), create_batch, clear_batch},
                                  LISTED = {sizeof(hop_listed), create_listed, clear_listed};
    const size_t count = work->rows.count, threads = work->recall->options.running.threads;
    batch *b = NULL;
    work->workers = threads < count ? threads : count;
    HOP_TRY(hop_scratch_ready(scratch, work->recall, &BATCH, count, 1, &b));
    work->places = b->places, work->index = b->index, work->energies = b->energies;
    work->compared = b->compared, work->done = b->done, work->failures = b->failures;
    for (size_t at = 0; at < count; at++) {
        work->compared[at] = 0;
        work->done[at] = false;
        work->failures[at] = HOP_OK;
    }
    return hop_scratch_ready(scratch, work->recall, &LISTED, 1, work->workers, &work->listed);
}

static void count_work(const step *work) {
    for (size_t at = 0; at < work->rows.count; at++) {
        work->known->compared += work->compared[at];
        work->known->listed += work->done[at] ? 1 : 0;
    }
}

static hop_status take_step(const hop_step *given) {
    const hop_recall *recall = given->recall;
    const hop_rows rows = given->rows;
    hop_lists *own = NULL;
    step work = {.given = given,
                 .recall = recall,
                 .rows = rows,
                 .states = given->states,
                 .next = given->next,
                 .energy = given->energy,
                 .known = given->known,
                 .reach = hop_recall_prunable(recall)};
    size_t last = 0;
    for (size_t i = 0; i < rows.count; i++) last = rows.index[i] > last ? rows.index[i] : last;
    if (!given->known) HOP_TRY(hop_lists_create(last + 1, recall->dim, &own));
    if (own) work.known = own;
    hop_scratch scratch = {0};
    hop_status status = step_ready(&work, given->scratch ? given->scratch : &scratch);
    if (status == HOP_OK) {
        find_places(&work, SIZE_MAX);
        status = try_lists(&work);
    }
    if (status == HOP_OK)
        status = look_at_rest(&work, work.reach * (given->turn > 0 ? FURTHER : 1));
    if (status == HOP_OK) {
        count_work(&work);
        status = step_densely(&work);
    }
    hop_scratch_clear(&scratch);
    hop_lists_destroy(own);
    return status;
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return recall->plain->similarities(recall, rows, states, s);
}

static bool supports(const hop_recall *recall) {
    return recall->sieve != NULL;
}

const hop_engine hop_recall_engine_pruned = {
    .name = "patterns that matter, bytes",
    .supports = supports,
    .float_states = true,
    .step = take_step,
    .similarities = similarities,
};
