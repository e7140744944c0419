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

static void search_load(const hop_sweep *e, const double *value, bool classical,
                        hop_search *search) {
    hop_energy energy = hop_locate_energy(e, value);
    double d = hop_locate_dim(e, value), theory = hop_locate_guess(e, value);
    double most = classical ? 20 * d : fmax(floor(SEARCH_VALUES / d), 2);
    if (e->memory) most = (double)hop_memory_count(e->memory);
    search->least = hop_locate_load_of(e, value, 1);
    search->grain = search->logarithmic ? search->least : 0;
    search->most = hop_locate_load_of(e, value, most);
    search->low = hop_locate_load_of(e, value, fmin(most, 2));
    search->high = hop_locate_load_of(e, value, fmin(most, 500));
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(e, value), &energy);
    if (isnan(theory) || scale == HOP_LOAD_EXPONENTIAL) return;
    if (classical) {
        search_classical(d, theory, search);
        return;
    }
    search->low = fmax(search->least, theory / 2);
    search->high = fmin(search->most, theory * 2);
}

bool hop_locate_is_logarithmic(const hop_sweep *e, size_t located, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    hop_load_scale scale = hop_load_resolve(hop_locate_scale(e, value), &energy);
    return located == HOP_LOCATE_LOAD && scale != HOP_LOAD_EXPONENTIAL;
}

hop_search hop_locate_search(const hop_sweep *e, size_t located, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    bool classical = hop_load_is_classical(&energy) && !e->memory;
    double trials = value[HOP_LOCATE_TRIALS], precision = value[HOP_LOCATE_PRECISION];
    hop_search search = {
        .precision = isnan(precision) ? (classical ? 0.01 : 0.03) : precision,
        .batch = classical ? 64 : 16,
        .scouts = classical ? 8 : 4,
        .cells = classical ? 12 : 6,
        .most_trials = (size_t)(isnan(trials) ? SEARCH_TRIALS : trials),
        .logarithmic = hop_locate_is_logarithmic(e, located, value),
    };
    if (located == HOP_LOCATE_FLIPS)
        search_damage(hop_locate_dim(e, value), &search);
    else
        search_load(e, value, classical, &search);
    return search;
}

static hop_tally tally_of(const hop_finished *result, size_t criterion) {
    const double *line = result->lines.values;
    return (hop_tally){.x = line[HOP_LOCATE_X],
                       .trials = line[HOP_LOCATE_TRIED],
                       .successes = line[HOP_LOCATE_SUCCESS + criterion]};
}

hop_status hop_locate_next(const hop_sweep *e, size_t located, const double *value,
                           const hop_finished *results, size_t count, hop_plan *plan) {
    double point[HOP_SETTING_MAX];
    memcpy(point, value, sizeof point);
    if (!isnan(value[located])) return count == 0 ? hop_plan_add(plan, point) : HOP_OK;
    hop_search search = hop_locate_search(e, located, value);
    hop_tally *tallies = NULL;
    double *places = NULL;
    size_t place_count = 0, trials = 0;
    hop_status status = hop_alloc(count, sizeof *tallies, "tallies", &tallies);
    if (status == HOP_OK) status = hop_alloc(search.cells, sizeof *places, "places", &places);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        tallies[i] = tally_of(&results[i], (size_t)value[HOP_LOCATE_CRITERION]);
    if (status == HOP_OK)
        status = hop_threshold_next(&search, tallies, count, places, &place_count, &trials);
    point[HOP_LOCATE_TRIALS] = (double)trials;
    for (size_t i = 0; i < place_count && status == HOP_OK; i++) {
        point[located] = places[i];
        status = hop_plan_add(plan, point);
    }
    free(tallies);
    free(places);
    return status;
}

/* ---- what it will take ---- */

/* Trials that an interval takes once the curve is found, times the square of its precision: fewer,
 * the steeper success falls.  Measured, by capacity and basin. */
static double trials_near(const hop_sweep *e, const double *value) {
    hop_energy energy = hop_locate_energy(e, value);
    if (hop_load_is_classical(&energy)) return 40 / hop_locate_dim(e, value);
    if (hop_load_degree(&energy) > 0) return 0.8;
    return value[HOP_LOCATE_PATTERNS] == HOP_PATTERN_GAUSSIAN ? 1 : 0.1;
}

/* Where half of the trials will succeed: theory's load, or where that is of d to infinity, or of
 * single bits, what lies beyond it. */
static double threshold_near(const hop_sweep *e, const double *value, const hop_search *search) {
    const double beyond = 1.5;
    hop_energy energy = hop_locate_energy(e, value);
    double theory = hop_locate_guess(e, value);
    if (hop_load_is_classical(&energy) && !isnan(theory)) return (search->low + search->high) / 2;
    return hop_load_degree(&energy) > 0 ? beyond * theory : theory;
}

/* States that hardly settle do so after more steps than others; of softmax that is known. */
static const double LATE = 1.6;

static hop_cost cost_at(const hop_sweep *e, size_t located, const double *value, double place,
                        double trials) {
    double point[HOP_SETTING_MAX];
    memcpy(point, value, sizeof point);
    point[located] = place;
    point[HOP_LOCATE_TRIALS] = fmax(trials, 1);
    hop_trial trial = hop_locate_trial(e, point);
    hop_cost cost = {0};
    hop_trial_cost(&trial, hop_locate_stored(e, point), &cost.seconds, &cost.bytes);
    return cost;
}

/* A first look from end to end, a second beyond it where theory lies there, and trials around
 * theory's place (without one, at the far end). */
static hop_cost search_cost(const hop_sweep *e, size_t located, const double *value) {
    hop_search search = hop_locate_search(e, located, value);
    double theory = located == HOP_LOCATE_LOAD ? threshold_near(e, value, &search) : NAN;
    double cells = (double)search.cells, scouts = (double)search.scouts;
    double near = trials_near(e, value) / (search.precision * search.precision);
    double place = isnan(theory) ? search.high : fmin(theory, search.most);
    double trials = fmin(fmax(3 * cells * (double)search.batch, near), (double)search.most_trials);
    hop_cost all = cost_at(e, located, value, place, trials);
    if (!hop_locate_energy(e, value).family->softmax) all.seconds *= LATE;
    double ends[] = {search.low, search.high, fmin(3 * search.high, search.most)};
    for (size_t look = 0; look < (place > search.high ? 2u : 1u); look++)
        for (size_t k = 1; k <= search.cells; k++) {
            double x = ends[look] + (ends[look + 1] - ends[look]) * (double)k / cells;
            hop_cost one = cost_at(e, located, value, x, scouts);
            all.seconds += one.seconds;
            all.bytes = fmax(all.bytes, one.bytes);
        }
    return all;
}

hop_cost hop_locate_cost(const hop_sweep *e, size_t located, const double *value) {
    if (isnan(value[located])) return search_cost(e, located, value);
    double trials = value[HOP_LOCATE_TRIALS];
    return cost_at(e, located, value, value[located],
                   isnan(trials) ? HOP_LOCATE_GRID_TRIALS : trials);
}
