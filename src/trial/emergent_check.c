/* The engine beside the enumeration: fixed points, energies around them, recall, exact return.
 * SPDX-License-Identifier: MIT */
#include "emergent_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Directions in which the energy beside a minimum is looked at. */
enum { DIRECTIONS = 8 };

/* Patterns that a start lies between, at most; steps until it must have come to rest. */
enum { BETWEEN = 4, STEPS = 1000 };

/* A step, and a change of place, by the radius, that is more than rounding. */
static const double ROUNDING = 1e-12, VISIBLE = 1e-6;

/* ---- patterns ---- */

static double squared_distance(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

static void measure(hop_emergent *e) {
    double least = INFINITY;
    for (size_t i = 0; i < e->count; i++)
        for (size_t j = 0; j < e->count; j++) {
            double square =
                squared_distance(e->patterns + i * e->dim, e->patterns + j * e->dim, e->dim);
            e->squares[i * e->count + j] = square;
            if (i != j) least = fmin(least, square);
        }
    e->smallest = sqrt(least);
}

hop_status hop_emergent_create(const hop_memory *memory, hop_emergent *e) {
    hop_emergent made = {.dim = hop_memory_dim(memory), .count = hop_memory_count(memory)};
    if (made.count > HOP_EMERGENT_MAX)
        return hop_fail(HOP_E_LIMIT, "%zu patterns have too many sets to look at each; take %d",
                        made.count, HOP_EMERGENT_MAX);
    hop_status status =
        hop_alloc(made.count, made.dim * sizeof *made.patterns, "patterns", &made.patterns);
    if (status == HOP_OK)
        status =
            hop_alloc(made.count, made.count * sizeof *made.squares, "distances", &made.squares);
    if (status != HOP_OK) {
        hop_emergent_clear(&made);
        return status;
    }
    hop_memory_read(memory, 0, made.count, made.patterns);
    measure(&made);
    *e = made;
    return HOP_OK;
}

hop_status hop_emergent_start(const hop_memory *memory, double beta, hop_emergent *e) {
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_energy_parse("lsr", &options.model.energy));
    HOP_TRY(hop_similarity_parse("euclidean", &options.model.similarity));
    options.model.energy
        .parameter[hop_row_parameter_index(&options.model.energy.family->row, "beta")] = beta;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    e->beta = beta;
    return hop_recall_create(memory, &options, &e->recall);
}

void hop_emergent_clear(hop_emergent *e) {
    hop_recall_destroy(e->recall);
    free(e->patterns);
    free(e->squares);
    *e = (hop_emergent){0};
}

static double radius_of(const hop_emergent *e) {
    return sqrt(2 / e->beta);
}

/* ---- minima ---- */

static void put_mean(const hop_emergent *e, uint32_t set, double *mean) {
    size_t size = 0;
    memset(mean, 0, e->dim * sizeof *mean);
    for (size_t i = 0; i < e->count; i++) {
        if (!(set >> i & 1)) continue;
        size++;
        for (size_t j = 0; j < e->dim; j++) mean[j] += e->patterns[i * e->dim + j];
    }
    for (size_t j = 0; j < e->dim; j++) mean[j] /= (double)size;
}

/* How far the rim of the nearest ball is. */
static double rim_distance(const hop_emergent *e, const double *state) {
    double least = INFINITY;
    for (size_t i = 0; i < e->count; i++) {
        double apart = sqrt(squared_distance(state, e->patterns + i * e->dim, e->dim));
        least = fmin(least, fabs(apart - radius_of(e)));
    }
    return least;
}

/* A random direction of that length, added to `from`. */
static void put_beside(const double *from, double length, size_t dim, hop_random *random,
                       double *state) {
    double square = 0;
    for (size_t j = 0; j < dim; j++) {
        state[j] = hop_random_normal(random);
        square += state[j] * state[j];
    }
    double scale = square > 0 ? length / sqrt(square) : 0;
    for (size_t j = 0; j < dim; j++) state[j] = from[j] + scale * state[j];
}

/* states [(1 + DIRECTIONS) x dim]: the minimum, then points beside it. */
static hop_status check_one(const hop_emergent *e, uint32_t set, hop_random *random, double *states,
                            bool *good) {
    double energy[1 + DIRECTIONS], *mean = states, *beside = states + e->dim;
    put_mean(e, set, mean);
    /* Half way to the rim, the set of patterns is still the same. */
    double away = fmin(rim_distance(e, mean), radius_of(e)) / 2;
    size_t around = away > VISIBLE * radius_of(e) ? DIRECTIONS : 0;
    for (size_t k = 0; k < around; k++) put_beside(mean, away, e->dim, random, beside + k * e->dim);
    HOP_TRY(hop_recall_step(e->recall, states, 1 + around, energy, NULL));
    for (size_t k = 1; k <= around; k++) *good = *good && energy[k] > energy[0];
    put_mean(e, set, beside);
    double moved = sqrt(squared_distance(mean, beside, e->dim));
    *good = *good && isfinite(energy[0]) && moved <= ROUNDING * (radius_of(e) + e->smallest);
    return HOP_OK;
}

hop_status hop_emergent_check(const hop_emergent *e, const hop_minima *minima, size_t most,
                              hop_random *random, size_t *checked, size_t *failed) {
    double *states = NULL;
    size_t count = minima->count < most ? minima->count : most, bad = 0;
    HOP_TRY(hop_alloc(1 + DIRECTIONS, e->dim * sizeof *states, "states", &states));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        bool good = true;
        status = hop_watch_look(e->watch, NAN);
        if (status == HOP_OK)
            status = check_one(e, minima->sets[i * minima->count / count], random, states, &good);
        bad += good ? 0 : 1;
    }
    free(states);
    if (status != HOP_OK) return status;
    *checked = count;
    *failed = bad;
    return HOP_OK;
}

/* ---- recall ---- */

/* A random weighted mean of a few patterns. */
static void put_between(const hop_emergent *e, hop_random *random, double *state) {
    size_t chosen[BETWEEN], order[HOP_EMERGENT_MAX];
    size_t few = 1 + hop_random_below(random, e->count < BETWEEN ? e->count : BETWEEN);
    double weight[BETWEEN], sum = 0;
    hop_random_sample(random, e->count, few, order);
    for (size_t k = 0; k < few; k++) {
        chosen[k] = order[k];
        weight[k] = -log(1 - hop_random_uniform(random));
        sum += weight[k];
    }
    memset(state, 0, e->dim * sizeof *state);
    for (size_t k = 0; k < few && sum > 0; k++)
        for (size_t j = 0; j < e->dim; j++)
            state[j] += weight[k] / sum * e->patterns[chosen[k] * e->dim + j];
}

static uint32_t set_around(const hop_emergent *e, const double *state) {
    uint32_t set = 0;
    for (size_t i = 0; i < e->count; i++)
        if (squared_distance(state, e->patterns + i * e->dim, e->dim) < 2 / e->beta)
            set |= (uint32_t)1 << i;
    return set;
}

/* Steps until the patterns around the state stay the same: from then on it rests. */
static hop_status settle(const hop_emergent *e, double *state, uint32_t *set) {
    uint32_t before = 0, now = set_around(e, state);
    for (size_t step = 0; step < STEPS && now != before; step++) {
        HOP_TRY(hop_recall_step(e->recall, state, 1, NULL, NULL));
        before = now;
        now = set_around(e, state);
    }
    *set = now;
    return HOP_OK;
}

hop_status hop_emergent_search(const hop_emergent *e, const hop_minima *minima, size_t starts,
                               hop_random *random, size_t *supported, size_t *unlisted) {
    double *state = NULL;
    size_t held = 0, lost = 0;
    HOP_TRY(hop_alloc(e->dim, sizeof *state, "a state", &state));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < starts && status == HOP_OK; i++) {
        uint32_t set = 0;
        put_between(e, random, state);
        if (set_around(e, state) == 0) continue;
        status = hop_watch_look(e->watch, NAN);
        if (status == HOP_OK) status = settle(e, state, &set);
        held++;
        lost += hop_minima_has(minima, set) ? 0 : 1;
    }
    free(state);
    if (status != HOP_OK) return status;
    *supported = held;
    *unlisted = lost;
    return HOP_OK;
}

/* ---- exact return ---- */

double hop_emergent_reach(const hop_emergent *e) {
    double radius = radius_of(e);
    return fmax(fmin(e->smallest - radius, radius), 0);
}

hop_status hop_emergent_return(const hop_emergent *e, size_t points, hop_random *random,
                               size_t *tried, size_t *returned) {
    double *state = NULL, reach = hop_emergent_reach(e);
    size_t count = 0, same = 0;
    HOP_TRY(hop_alloc(e->dim, sizeof *state, "a state", &state));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < e->count && reach > 0; i++)
        for (size_t k = 0; k < points && status == HOP_OK; k++) {
            const double *pattern = e->patterns + i * e->dim;
            /* The first at the very edge, the others anywhere within. */
            double part = k == 0 ? 1 - 1e-9 : hop_random_uniform(random);
            put_beside(pattern, part * reach, e->dim, random, state);
            status = hop_watch_look(e->watch, NAN);
            if (status == HOP_OK) status = hop_recall_step(e->recall, state, 1, NULL, NULL);
            count++;
            same += memcmp(state, pattern, e->dim * sizeof *state) == 0 ? 1 : 0;
        }
    free(state);
    if (status != HOP_OK) return status;
    *tried = count;
    *returned = same;
    return HOP_OK;
}
