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
#include "blocks.h"
#include "pruned.h"

/* Similarities that a run keeps for reading out. */
static const size_t KEPT_NUMBERS = (size_t)1 << 21;

/* A run in progress. */
typedef struct run {
    const hop_recall *recall;
    const double *queries; /* for clamping */
    size_t count, dim;
    double *before, *previous, *current; /* [count x dim] */
    double *start;                       /* [count x dim] */
    double *next;                        /* [count x dim] */
    const double **shown;                /* [count]: the state [dim] that is read out, in one of the
                                            sets: rows of settled queries stay as they are */
    const double **final;                /* [count]: the state it stopped at, likewise */
    double *weighing;                    /* [count x dim]: the states that are read out, together */
    const double **weighed;              /* [count]: their similarities [patterns], or NULL */
    size_t *active;                      /* [count]: queries not settled, in order */
    size_t active_count;
    size_t *moving;       /* [count]: those of the active whose step is not known */
    double *moved;        /* [moving]: their energies */
    double *energy;       /* [active] of the step at hand */
    double *similarities; /* [count x patterns] of the last states, where the engine gives them and
                             there is room; or NULL */
    double *energies;     /* [steps so far x count] */
    hop_lists *known;     /* NULL where steps learn nothing */
    hop_scratch scratch;
    size_t steps;
    hop_recalled *results;
} run;

static void run_clear(run *r) {
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
                             run *r) {
    size_t row = recall->dim * sizeof(double);
    *r = (run){.recall = recall, .queries = queries, .count = count, .dim = recall->dim};
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
static hop_status round_states(run *r) {
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
static const double PART_PRODUCTS = 12e9, PART_OTHERS = 0.75e9;
enum { QUERIES_LEAST = 256, OTHERS_LEAST = 16 };

static size_t queries_of_a_part(const hop_recall *recall) {
    bool product = hop_recall_is_product(recall);
    double values = (double)recall->count * (double)recall->dim;
    double part = (product ? PART_PRODUCTS : PART_OTHERS) / values;
    size_t least = product ? QUERIES_LEAST : OTHERS_LEAST;
    return part > 1e9 ? (size_t)1e9 : part > (double)least ? (size_t)part : least;
}

static hop_status report(const run *r, const char *what, size_t done, size_t total) {
    const hop_recall_running *running = &r->recall->options.running;
    if (!running->progress || !running->progress(running->context, what, done, total))
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "recall was interrupted with %zu of %zu queries settled",
                    r->count - r->active_count, r->count);
}

/* Whether the last step of an active query left its state as it was: then so does the next. */
static bool stands(const run *r, size_t query, size_t taken) {
    const size_t at = query * r->dim;
    return taken > 0 && r->recall->engine->by_state &&
           memcmp(r->current + at, r->previous + at, r->dim * sizeof *r->current) == 0;
}

/* Those whose step has to be taken, into r->moving; the others' is. */
static size_t find_moving(run *r, size_t taken) {
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
static void spread_energies(run *r, size_t taken, size_t moving) {
    for (size_t a = 0, k = 0; a < r->active_count; a++) {
        const size_t query = r->active[a];
        const bool moved = k < moving && r->moving[k] == query;
        r->energy[a] = moved ? r->moved[k++] : r->energies[(taken - 1) * r->count + query];
    }
}

/* A step of every active query, a part of them at a time where there are many. */
static hop_status take_step(run *r, size_t taken) {
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
static void clamp(run *r) {
    if (!r->recall->options.model.clamp) return;
    for (size_t a = 0; a < r->active_count; a++) {
        size_t row = r->active[a] * r->dim;
        for (size_t at = row; at < row + r->dim; at++)
            if (!isnan(r->queries[at])) r->next[at] = r->start[at];
        if (r->recall->options.model.similarity.kind->sphere)
            clamp_to_sphere(r->queries + row, r->dim, r->next + row);
    }
}

static double distance(const double *a, const double *b, size_t dim) {
    return sqrt(hop_sum_squared_differences(a, b, dim));
}

/* Whether the last update was small enough; with a tolerance of 0 it must be none at all, and not
 * one so small that its square vanishes. */
static bool is_still(const run *r, size_t at) {
    const double *now = r->current + at, *last = r->previous + at;
    double tolerance = r->recall->options.stopping.tolerance;
    if (tolerance > 0) return distance(now, last, r->dim) <= tolerance;
    for (size_t j = 0; j < r->dim; j++)
        if (now[j] != last[j]) return false;
    return true;
}

/* Whether a query stops at the current state, reached by `taken` steps, and why. */
static bool stops(const run *r, size_t query, size_t taken, hop_stop *why) {
    const hop_recall_options *options = &r->recall->options;
    size_t at = query * r->dim;
    double now = r->energies[taken * r->count + query];
    if (isinf(now)) {
        *why = HOP_STOP_UNSUPPORTED;
        return true;
    }
    if (taken == 0) return false;
    bool bipolar = options->model.similarity.kind->bipolar;
    if (bipolar &&
        options->model.temperature > 0) { /* standing still for a while is not to be settled */
        *why = HOP_STOP_STEPS;
        return taken == options->stopping.steps;
    }
    double last = r->energies[(taken - 1) * r->count + query];
    bool level = fabs(now - last) <= options->stopping.tolerance * (1 + fabs(now));
    if (options->stopping.tolerance > 0 && level &&
        !bipolar) /* states of a cycle may be equally low */
        *why = HOP_STOP_ENERGY;
    else if (is_still(r, at))
        *why = HOP_STOP_STATE;
    else if (taken > 1 && memcmp(r->current + at, r->before + at, r->dim * sizeof *r->current) == 0)
        *why = HOP_STOP_CYCLE;
    else if (taken == options->stopping.steps)
        *why = HOP_STOP_STEPS;
    else
        return false;
    return true;
}

/* Takes note of the energies of this step. */
static hop_status note_energies(run *r, size_t taken) {
    HOP_TRY(hop_realloc((taken + 1) * r->count, sizeof *r->energies, "energies", &r->energies));
    for (size_t a = 0; a < r->active_count; a++)
        r->energies[taken * r->count + r->active[a]] = r->energy[a];
    r->steps = taken;
    return HOP_OK;
}

static void settle(run *r, size_t taken) {
    size_t kept = 0;
    /* A bipolar state is shown as it is, a real one as the weights that made it. */
    bool bipolar = r->recall->options.model.similarity.kind->bipolar;
    for (size_t a = 0; a < r->active_count; a++) {
        size_t query = r->active[a];
        hop_recalled *result = &r->results[query];
        if (stops(r, query, taken, &result->stop)) {
            result->steps = taken;
            r->final[query] = r->current + query * r->dim;
            r->shown[query] = (taken > 0 && !bipolar ? r->previous : r->current) + query * r->dim;
        } else {
            r->active[kept++] = query;
        }
    }
    r->active_count = kept;
}

/* The energy of a state comes with the step that leaves it, so the last step is computed and not
 * taken. */
static hop_status iterate(run *r) {
    memcpy(r->current, r->start, r->count * r->dim * sizeof *r->start);
    hop_status status = HOP_OK;
    for (size_t taken = 0; r->active_count > 0 && status == HOP_OK; taken++) {
        status = take_step(r, taken);
        if (status == HOP_OK) status = note_energies(r, taken);
        if (status != HOP_OK) break;
        clamp(r);
        settle(r, taken);
        double *oldest = r->before;
        r->before = r->previous;
        r->previous = r->current;
        r->current = r->next;
        r->next = oldest;
    }
    return status;
}

/* Puts the states that are read out together, and the last ones; the sets they were in go. */
static hop_status gather_states(run *r, hop_recall_result *result) {
    size_t row = r->dim * sizeof(double);
    HOP_TRY(hop_alloc(r->count, row, "states", &r->weighing));
    HOP_TRY(hop_alloc(r->count, row, "states", &result->states));
    for (size_t i = 0; i < r->count; i++) {
        memcpy(r->weighing + i * r->dim, r->shown[i], row);
        memcpy(result->states + i * r->dim, r->final[i], row);
        if (r->similarities && memcmp(r->shown[i], r->final[i], row) == 0)
            r->weighed[i] = r->similarities + i * r->recall->count;
    }
    double **sets[] = {&r->before, &r->previous, &r->current, &r->next};
    for (size_t k = 0; k < sizeof sets / sizeof *sets; k++) {
        free(*sets[k]);
        *sets[k] = NULL;
    }
    return HOP_OK;
}

/* Puts every query's energies in a row of their own. */
static hop_status gather_energies(run *r, hop_recall_result *result) {
    size_t total = 0;
    for (size_t i = 0; i < r->count; i++) total += r->results[i].steps + 1;
    HOP_TRY(hop_alloc(total, sizeof *result->energies, "energies", &result->energies));
    double *out = result->energies;
    for (size_t i = 0; i < r->count; i++) {
        r->results[i].energy = out;
        for (size_t t = 0; t <= r->results[i].steps; t++) *out++ = r->energies[t * r->count + i];
    }
    return HOP_OK;
}

/* What the steps left out. */
static void tell_pruned(const run *r, hop_recall_result *result) {
    const hop_lists *known = r->known;
    bool softmax = r->recall->options.model.energy.family->softmax;
    result->compared = 1;
    if (!known || known->listed == 0) return;
    double all = (known->listed + known->dense) * (double)r->recall->count;
    result->left_out = softmax ? HOP_PRUNED_WEIGHT : 0;
    result->compared = (known->compared + known->dense * (double)r->recall->count) / all;
}

static hop_status finish(run *r, hop_recall_result *result) {
    const hop_recall *recall = r->recall;
    tell_pruned(r, result);
    HOP_TRY(gather_states(r, result));
    HOP_TRY(gather_energies(r, result));
    HOP_TRY(hop_alloc(r->count, r->dim * sizeof(double), "outputs", &result->outputs));
    HOP_TRY(hop_recall_read_out(recall, r->known, r->weighing, r->weighed, r->count,
                                result->outputs, r->results));
    result->starts = r->start;
    r->start = NULL;
    return HOP_OK;
}

hop_status hop_recall_run(const hop_recall *recall, const double *queries, size_t count,
                          hop_recall_result *result) {
    run r = {0};
    hop_recall_result made = {.count = count, .dim = recall->dim};
    HOP_TRY(check_queries(recall, queries, count));
    hop_status status = run_create(recall, queries, count, &r);
    if (status == HOP_OK) status = hop_recall_start(recall, queries, count, r.start);
    if (status == HOP_OK) status = round_states(&r);
    if (status == HOP_OK) status = iterate(&r);
    if (status == HOP_OK) status = finish(&r, &made);
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
