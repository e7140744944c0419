/* A memory made ready, and the plane through three of its patterns.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "landscape.h"

/* The stream of the experiment's seed that chooses patterns. */
static const uint64_t CHOICE = 0;

/* A figure's frame is so many times as wide as it is high. */
static const double WIDE = 5.0 / 3;

/* A step shorter than this part of the plane's longest side is none: float states. */
static const double SETTLED = 1e-5;

size_t hop_landscape_columns(size_t rows) {
    return (size_t)lround((double)rows * WIDE);
}

/* Those that were not given are drawn, each other than the ones before. */
static void choose_patterns(const hop_sweep *e, hop_random *random, hop_landscape *l) {
    const struct cell *c = e->first;
    const double given[3] = {c->first, c->second, c->third};
    bool chosen[3];
    for (size_t k = 0; k < 3; k++) {
        chosen[k] = !isnan(given[k]);
        if (chosen[k]) l->corner[k] = (size_t)given[k];
    }
    for (size_t k = 0; k < 3; k++) {
        bool again = !chosen[k];
        while (again) {
            l->corner[k] = hop_random_below(random, l->patterns);
            again = false;
            for (size_t i = 0; i < 3; i++)
                again = again || (chosen[i] && l->corner[i] == l->corner[k]);
        }
        chosen[k] = true;
    }
}

/* The pattern as the similarity sees it. */
static void read_key(const hop_sweep *e, const hop_landscape *l, size_t pattern, double *key) {
    const hop_similarity *similarity = &hop_recall_resolved(l->recall)->model.similarity;
    hop_memory_read(e->memory, pattern, 1, key);
    hop_frame frame = similarity->kind->frame(similarity->parameter, key, l->dim);
    for (size_t j = 0; j < l->dim; j++) key[j] = frame.gain * key[j] + frame.offset;
}

/* Room around the corners, then as much more as the frame's shape asks for. */
static void find_edges(double margin, hop_landscape *l) {
    double length[2];
    for (size_t a = 0; a < 2; a++) {
        l->low[a] = INFINITY, l->high[a] = -INFINITY;
        for (size_t k = 0; k < 3; k++) {
            l->low[a] = fmin(l->low[a], l->plane.corner[k][a]);
            l->high[a] = fmax(l->high[a], l->plane.corner[k][a]);
        }
        length[a] = l->high[a] - l->low[a];
    }
    l->tolerance = SETTLED * length[0];
    double wide = fmax((1 + 2 * margin) * length[0], (1 + 2 * margin) * length[1] * WIDE);
    double more[] = {wide - length[0], wide / WIDE - length[1]};
    for (size_t a = 0; a < 2; a++) {
        l->low[a] -= more[a] / 2;
        l->high[a] += more[a] / 2;
    }
}

static hop_status make_plane(const hop_sweep *e, hop_landscape *l) {
    double *keys = NULL;
    HOP_TRY(hop_alloc(3 * l->dim, sizeof *keys, "keys", &keys));
    for (size_t k = 0; k < 3; k++) read_key(e, l, l->corner[k], keys + k * l->dim);
    hop_status status = hop_plane_create(keys, l->dim, &l->plane);
    free(keys);
    if (status == HOP_E_VALUE)
        return hop_fail(status,
                        "patterns %zu, %zu and %zu lie on a line; choose others by --first, "
                        "--second and --third, or another seed",
                        l->corner[0], l->corner[1], l->corner[2]);
    return status;
}

static hop_status make_recall(const hop_sweep *e, hop_landscape *l) {
    const struct cell *c = e->first;
    hop_recall_options options = hop_recall_defaults;
    options.model.energy = hop_sweep_energy(c->energy, c->beta);
    options.running.threads = 1;
    options.running.progress = hop_watch_progress;
    options.running.context = e->watch;
    HOP_TRY(
        hop_sweep_similarity(e, c->similarity, &options.model.energy, &options.model.similarity));
    return hop_recall_create(e->memory, &options, &l->recall);
}

/* Three that lie on a line, as copies do, are drawn again where any was drawn. */
static hop_status choose_plane(const hop_sweep *e, hop_landscape *l) {
    enum { DRAWS = 100 };
    const struct cell *c = e->first;
    const bool drawn = isnan(c->first) || isnan(c->second) || isnan(c->third);
    hop_random random;
    hop_status status = HOP_E_VALUE;
    hop_random_init(&random, e->seed, CHOICE);
    for (size_t draw = 0; draw < DRAWS && status == HOP_E_VALUE && (drawn || draw == 0); draw++) {
        choose_patterns(e, &random, l);
        status = make_plane(e, l);
    }
    return status;
}

hop_status hop_landscape_create(const hop_sweep *e, hop_landscape *landscape) {
    const struct cell *c = e->first;
    hop_landscape made = {
        .dim = hop_memory_dim(e->memory),
        .patterns = hop_memory_count(e->memory),
        .rows = c->grid,
        .steps = c->steps,
        .watch = e->watch,
    };
    made.columns = hop_landscape_columns(made.rows);
    hop_status status = make_recall(e, &made);
    if (status == HOP_OK) status = choose_plane(e, &made);
    if (status == HOP_OK) find_edges(c->margin, &made);
    if (status == HOP_OK)
        *landscape = made;
    else
        hop_landscape_clear(&made);
    return status;
}

void hop_landscape_clear(hop_landscape *l) {
    hop_recall_destroy(l->recall);
    hop_plane_clear(&l->plane);
    *l = (hop_landscape){0};
}
