/* The loop: step all queries that have not settled, look at energies and states, stop those that
 * have.  Four sets of states take turns: before, previous, current and next.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "run.h"

/* Similarities that a run keeps for reading out. */
static const size_t KEPT_NUMBERS = (size_t)1 << 21;

static void run_clear(hop_run *r) {
    free(r->before);
    free(r->previous);
    free(r->current);
    free(r->start);
    free(r->next);
    free(r->shown);
    free(r->weighing);
    free(r->active);
    free(r->moving);
    free(r->moved);
    free(r->similarities);
    free(r->weighed);
    free(r->energy);
    free(r->energies);
    free(r->final);
    hop_lists_destroy(r->known);
    hop_scratch_clear(&r->scratch);
    free(r->results);
}

static hop_status run_create(const hop_recall *recall, const double *queries, size_t count,
                             hop_run *r) {
    size_t row = recall->dim * sizeof(double);
    *r = (hop_run){.recall = recall, .queries = queries, .count = count, .dim = recall->dim};
    HOP_TRY(hop_alloc(count, row, "states", &r->before));
    HOP_TRY(hop_alloc(count, row, "states", &r->previous));
    HOP_TRY(hop_alloc(count, row, "states", &r->current));
    HOP_TRY(hop_alloc(count, row, "states", &r->start));
    HOP_TRY(hop_alloc(count, row, "states", &r->next));
    HOP_TRY(hop_alloc(count, sizeof *r->shown, "an index", &r->shown));
    HOP_TRY(hop_alloc(count, sizeof *r->active, "queries", &r->active));
    HOP_TRY(hop_alloc(count, sizeof *r->moving, "queries", &r->moving));
    HOP_TRY(hop_alloc(count, sizeof *r->moved, "energies", &r->moved));
    HOP_TRY(hop_alloc(count, sizeof *r->weighed, "an index", &r->weighed));
    HOP_TRY(hop_alloc(count, sizeof *r->energy, "energies", &r->energy));
    if (recall->engine->by_state && count <= KEPT_NUMBERS / recall->count)
        HOP_TRY(hop_alloc(recall->count, count * sizeof *r->similarities, "similarities",
                          &r->similarities));
    HOP_TRY(hop_alloc(count, sizeof *r->results, "results", &r->results));
    HOP_TRY(hop_alloc(count, sizeof *r->final, "an index", &r->final));
    if (recall->sieve) HOP_TRY(hop_lists_create(count, recall->dim, &r->known));
    for (size_t i = 0; i < count; i++) {
        r->active[i] = i;
        r->results[i].attention_difference = NAN;
        r->results[i].score.target = r->results[i].score.nearest = HOP_NO_PATTERN;
    }
    r->active_count = count;
    return HOP_OK;
}

static hop_status check_queries(const hop_recall *recall, const double *queries, size_t count) {
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there are no queries");
    for (size_t i = 0; i < count; i++) {
        size_t known = 0;
        double square = 0;
        for (size_t j = 0; j < recall->dim; j++) {
            double value = queries[i * recall->dim + j];
            if (isinf(value))
                return hop_fail(HOP_E_VALUE, "query %zu: value %zu is infinite", i, j);
            known += isnan(value) ? 0 : 1;
            square += isnan(value) ? 0 : value * value;
        }
        if (known == 0)
            return hop_fail(HOP_E_VALUE, "query %zu: every value is unknown (transparent or NaN)",
                            i);
        if (isinf(square))
            return hop_fail(HOP_E_VALUE, "query %zu: its values are too large to be squared", i);
    }
    return HOP_OK;
}

/* Both engines start from what they can represent. */
static hop_status round_states(hop_run *r) {
    if (!r->recall->engine->float_states) return HOP_OK;
    for (size_t k = 0; k < r->count * r->dim; k++) {
        double value = r->start[k];
        if (isfinite(value) && fabs(value) > (double)FLT_MAX)
            return hop_fail(HOP_E_VALUE,
                            "query %zu: value %zu is beyond the range of float; "
                            "use double precision",
                            k / r->dim, k % r->dim);
        r->start[k] = (double)(float)value;
    }
    return HOP_OK;
}

/* Values compared between two reports of progress, so that Ctrl-C is heard within a second, and
 * queries that go together at least.  Neither depends on threads: how queries are grouped decides
 * the last bits of products. */
static const double PART_PRODUCTS = 12e9, PART_DOUBLES = 4e9, PART_OTHERS = 0.75e9;
enum { QUERIES_LEAST = 256, OTHERS_LEAST = 16 };

static size_t queries_of_a_part(const hop_recall *recall) {
    bool product = hop_recall_is_product(recall);
    double values = (double)recall->count * (double)recall->dim;
    const bool doubles = recall->options.running.precision == HOP_DOUBLE;
    double part = (!product ? PART_OTHERS : doubles ? PART_DOUBLES : PART_PRODUCTS) / values;
    size_t least = product ? QUERIES_LEAST : OTHERS_LEAST;
    return part > 1e9 ? (size_t)1e9 : part > (double)least ? (size_t)part : least;
}

static hop_status report(const hop_run *r, const char *what, size_t done, size_t total) {
    const hop_recall_running *running = &r->recall->options.running;
    if (!running->progress || !running->progress(running->context, what, done, total))
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "recall was interrupted with %zu of %zu queries settled",
                    r->count - r->active_count, r->count);
}

/* Whether the last step of an active query left its state as it was: then so does the next. */
static bool stands(const hop_run *r, size_t query, size_t taken) {
    const size_t at = query * r->dim;
    return taken > 0 && r->recall->engine->by_state &&
           memcmp(r->current + at, r->previous + at, r->dim * sizeof *r->current) == 0;
}

/* Those whose step has to be taken, into r->moving; the others' is. */
static size_t find_moving(hop_run *r, size_t taken) {
    size_t count = 0;
    for (size_t a = 0; a < r->active_count; a++) {
        const size_t query = r->active[a], at = query * r->dim;
        if (stands(r, query, taken))
            memcpy(r->next + at, r->current + at, r->dim * sizeof *r->next);
        else
            r->moving[count++] = query;
    }
    return count;
}

/* The energies of all that are active. */
static void spread_energies(hop_run *r, size_t taken, size_t moving) {
    for (size_t a = 0, k = 0; a < r->active_count; a++) {
        const size_t query = r->active[a];
        const bool moved = k < moving && r->moving[k] == query;
        r->energy[a] = moved ? r->moved[k++] : r->energies[(taken - 1) * r->count + query];
    }
}

/* A step of every active query, a part of them at a time where there are many. */
static hop_status take_step(hop_run *r, size_t taken) {
    static const char *const WHAT[] = {"recalling, step 1", "recalling, step 2",
                                       "recalling, further steps"};
    hop_step step = {.recall = r->recall,
                     .states = r->current,
                     .next = r->next,
                     .turn = taken,
                     .fixed = r->recall->options.model.clamp ? r->queries : NULL,
                     .known = r->known,
                     .similarities = r->similarities,
                     .scratch = &r->scratch};
    size_t part = queries_of_a_part(r->recall), moving = find_moving(r, taken);
    for (size_t first = 0; first < moving; first += part) {
        size_t left = moving - first;
        step.rows = (hop_rows){r->moving + first, left < part ? left : part};
        step.energy = r->moved + first;
        /* Later steps have fewer and fewer queries: what is left of them all tells more. */
        size_t done = taken < 2 ? first : r->count - r->active_count;
        HOP_TRY(report(r, WHAT[taken < 2 ? taken : 2], done, taken < 2 ? moving : r->count));
        HOP_TRY(r->recall->engine->step(&step));
    }
    spread_energies(r, taken, moving);
    return HOP_OK;
}

/* On the sphere the unknown values [dim] share what the known ones leave of a norm of 1. */
static void clamp_to_sphere(const double *query, size_t dim, double *state) {
    double known = 0, unknown = 0;
    for (size_t j = 0; j < dim; j++) *(isnan(query[j]) ? &unknown : &known) += state[j] * state[j];
    if (unknown == 0 || known >= 1) return;
    double gain = sqrt((1 - known) / unknown);
    for (size_t j = 0; j < dim; j++)
        if (isnan(query[j])) state[j] *= gain;
}

/* Known pixels go back to where they started. */
static void clamp(hop_run *r) {
    if (!r->recall->options.model.clamp) return;
    for (size_t a = 0; a < r->active_count; a++) {
        size_t row = r->active[a] * r->dim;
        for (size_t at = row; at < row + r->dim; at++)
            if (!isnan(r->queries[at])) r->next[at] = r->start[at];
        if (r->recall->options.model.similarity.kind->sphere)
            clamp_to_sphere(r->queries + row, r->dim, r->next + row);
    }
}

/* Takes note of the energies of this step. */
static hop_status note_energies(hop_run *r, size_t taken) {
    HOP_TRY(hop_realloc((taken + 1) * r->count, sizeof *r->energies, "energies", &r->energies));
    for (size_t a = 0; a < r->active_count; a++)
        r->energies[taken * r->count + r->active[a]] = r->energy[a];
    r->steps = taken;
    return HOP_OK;
}

/* The energy of a state comes with the step that leaves it, so the last step is computed and not
 * taken. */
static hop_status iterate(hop_run *r) {
    memcpy(r->current, r->start, r->count * r->dim * sizeof *r->start);
    hop_status status = HOP_OK;
    for (size_t taken = 0; r->active_count > 0 && status == HOP_OK; taken++) {
        status = take_step(r, taken);
        if (status == HOP_OK) status = note_energies(r, taken);
        if (status != HOP_OK) break;
        clamp(r);
        hop_run_settle(r, taken);
        double *oldest = r->before;
        r->before = r->previous;
        r->previous = r->current;
        r->current = r->next;
        r->next = oldest;
    }
    return status;
}

hop_status hop_recall_run(const hop_recall *recall, const double *queries, size_t count,
                          hop_recall_result *result) {
    hop_run r = {0};
    hop_recall_result made = {.count = count, .dim = recall->dim};
    HOP_TRY(check_queries(recall, queries, count));
    hop_status status = run_create(recall, queries, count, &r);
    if (status == HOP_OK) status = hop_recall_start(recall, queries, count, r.start);
    if (status == HOP_OK) status = round_states(&r);
    if (status == HOP_OK) status = iterate(&r);
    if (status == HOP_OK) status = hop_run_finish(&r, &made);
    if (status == HOP_OK) {
        made.queries = r.results;
        r.results = NULL;
        *result = made;
    } else {
        hop_recall_result_clear(&made);
    }
    run_clear(&r);
    return status;
}

void hop_recall_result_clear(hop_recall_result *result) {
    free(result->queries);
    free(result->outputs);
    free(result->starts);
    free(result->states);
    free(result->energies);
    *result = (hop_recall_result){0};
}
