/* Where the next cells of `capacity` and `basin` go, and what a search will take.
 * SPDX-License-Identifier: MIT */
#include "locate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Trials of a whole search, unless given. */
static const double SEARCH_TRIALS = 20000;

/* Values of a memory that a search may ask for: 8 MiB in double. */
static const double SEARCH_VALUES = 1048576;

static void search_damage(double d, hop_search *search) {
    search->grain = 1 / d;
    search->low = 0.05;
    search->high = 0.5;
    search->most = 1;
}

/* Finite networks lie above the theory, which is of d to infinity: by about .85 / sqrt(d) where
 * half of the patterns are to survive.  Only the first look depends on it. */
static void search_classical(double d, double theory, hop_search *search) {
    double guess = theory + 0.85 / sqrt(d);
    search->low = fmax(search->least, 0.8 * guess);
    search->high = fmin(search->most, 1.2 * guess);
}

static void search_load(const hop_sweep *e, const struct cell *c, bool classical,
                        hop_search *search) {
    double d = (double)hop_locate_dim(e, c), theory = hop_locate_guess(e, c);
    double most = classical ? 20 * d : fmax(floor(SEARCH_VALUES / d), 2);
    if (c->energy->family->frozen_from > 0) most = ceil(c->energy->family->frozen_from * d);
    if (e->memory) most = (double)hop_memory_count(e->memory);
    search->least = hop_locate_load_of(e, c, 1);
    search->grain = search->logarithmic ? search->least : 0;
    search->nats = search->logarithmic ? 0 : d;
    search->most = hop_locate_load_of(e, c, most);
    search->low = hop_locate_load_of(e, c, fmin(most, 2));
    search->high = hop_locate_load_of(e, c, fmin(most, 500));
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(e, c), c->energy);
    if (isnan(theory) || scale == HOP_LOAD_EXPONENTIAL) return;
    if (classical) {
        search_classical(d, theory, search);
        return;
    }
    search->low = fmax(search->least, theory / 2);
    search->high = fmin(search->most, theory * 2);
}

bool hop_locate_is_logarithmic(const hop_sweep *e, const struct cell *c) {
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(e, c), c->energy);
    return hop_locate_along(e) == HOP_LOCATE_LOAD && scale != HOP_LOAD_EXPONENTIAL;
}

hop_search hop_locate_search(const hop_sweep *e, const struct cell *c) {
    bool classical = hop_load_is_classical(c->energy) && !e->memory;
    hop_search search = {
        .precision = isnan(c->precision) ? (classical ? 0.01 : 0.03) : c->precision,
        .batch = classical ? 64 : 16,
        .scouts = classical ? 8 : 4,
        .cells = classical ? 12 : 6,
        .most_trials = (size_t)(isnan(c->trials) ? SEARCH_TRIALS : c->trials),
        .logarithmic = hop_locate_is_logarithmic(e, c),
    };
    if (hop_locate_along(e) == HOP_LOCATE_DAMAGE)
        search_damage((double)hop_locate_dim(e, c), &search);
    else
        search_load(e, c, classical, &search);
    return search;
}

/* ---- what it will take ---- */

/* Trials that an interval takes once the curve is found, times the square of its precision: fewer,
 * the steeper success falls.  Measured, by capacity and basin. */
static double trials_squared(const hop_sweep *e, const struct cell *c) {
    if (hop_load_is_classical(c->energy)) return 130 / (double)hop_locate_dim(e, c);
    if (hop_load_degree(c->energy) > 0) return 0.8;
    return c->patterns == HOP_PATTERN_GAUSSIAN ? 1 : 0.5;
}

/* No interval is believed before so many, however steep success falls. */
static double trials_near(const hop_sweep *e, const struct cell *c, const hop_search *search) {
    const double near = trials_squared(e, c) / (search->precision * search->precision);
    return fmin(fmax(near, hop_threshold_least(search)), (double)search->most_trials);
}

static hop_tally tally_of(const hop_finished *result, hop_criterion criterion) {
    const struct line *line = result->lines.all;
    return (hop_tally){
        .x = line->place, .trials = line->tried, .successes = line->success[criterion]};
}

hop_status hop_locate_next(const hop_sweep *e, const void *cell, const hop_finished *results,
                           size_t count, hop_plan *plan) {
    const struct cell *c = cell;
    if (!isnan(hop_locate_place(e, c))) return count == 0 ? hop_plan_add(plan, c) : HOP_OK;
    hop_search search = hop_locate_search(e, c);
    hop_tally *tallies = NULL;
    double *places = NULL, left = NAN, cost = 0, tried = 0;
    size_t place_count = 0, trials = 0;
    hop_status status = hop_alloc(count, sizeof *tallies, "tallies", &tallies);
    if (status == HOP_OK) status = hop_alloc(search.cells, sizeof *places, "places", &places);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        tallies[i] = tally_of(&results[i], c->criterion);
    for (size_t i = 0; i < count && tallies; i++) tried += tallies[i].trials;
    if (status == HOP_OK)
        status = hop_threshold_next(&search, tallies, count, places, &place_count, &trials, &left);
    for (size_t i = 0; i < place_count && status == HOP_OK; i++) {
        struct cell at = hop_locate_at(e, c, places[i]);
        at.trials = (double)trials;
        status = hop_plan_add(plan, &at);
        cost += hop_locate_cost(e, &at).seconds;
    }
    /* The first trials say little of how many there will be. */
    const double usual = trials_near(e, c, &search) - tried;
    if (usual > 0) left = usual;
    plan->left = cost * fmax(left / (double)(trials * place_count), 1);
    free(tallies);
    free(places);
    return status;
}

/* Where half of the trials will succeed: theory's load, or where that is of d to infinity, or of
 * single bits, what lies beyond it. */
static double threshold_near(const hop_sweep *e, const struct cell *c, const hop_search *search) {
    const double beyond = 1.5;
    double theory = hop_locate_guess(e, c);
    if (hop_load_is_classical(c->energy) && !isnan(theory)) return (search->low + search->high) / 2;
    return hop_load_degree(c->energy) > 0 ? beyond * theory : theory;
}

/* States that hardly settle do so after more steps than others; of softmax that is known. */
static const double LATE = 1.6;

static hop_cost cost_at(const hop_sweep *e, const struct cell *c, double place, double trials) {
    struct cell at = hop_locate_at(e, c, place);
    at.trials = fmax(trials, 1);
    hop_trial trial = hop_locate_trial(e, &at);
    hop_cost cost = {0};
    hop_trial_cost(&trial, hop_locate_stored(e, &at), &cost.seconds, &cost.bytes);
    return cost;
}

/* A first look from end to end, a second beyond it where theory lies there, and trials around
 * theory's place (without one, at the far end). */
static hop_cost search_cost(const hop_sweep *e, const struct cell *c) {
    hop_search search = hop_locate_search(e, c);
    bool load = hop_locate_along(e) == HOP_LOCATE_LOAD;
    double theory = load ? threshold_near(e, c, &search) : NAN;
    double cells = (double)search.cells, scouts = (double)search.scouts;
    double near = trials_near(e, c, &search);
    double place = isnan(theory) ? search.high : fmin(theory, search.most);
    hop_cost all = cost_at(e, c, place, near);
    if (!c->energy->family->softmax) all.seconds *= LATE;
    double ends[] = {search.low, search.high, fmin(3 * search.high, search.most)};
    for (size_t look = 0; look < (place > search.high ? 2u : 1u); look++)
        for (size_t k = 1; k <= search.cells; k++) {
            double x = ends[look] + (ends[look + 1] - ends[look]) * (double)k / cells;
            hop_cost one = cost_at(e, c, x, scouts);
            all.seconds += one.seconds;
            all.bytes = fmax(all.bytes, one.bytes);
        }
    return all;
}

hop_cost hop_locate_cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double place = hop_locate_place(e, c);
    if (isnan(place)) return search_cost(e, c);
    return cost_at(e, c, place, isnan(c->trials) ? HOP_LOCATE_GRID_TRIALS : c->trials);
}
