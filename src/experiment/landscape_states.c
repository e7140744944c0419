/* States on the plane, run until they have settled.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "landscape.h"

/* The stream of the experiment's seed that paths start by. */
static const uint64_t STARTS = 1;

/* Some states and what they were a step ago. */
typedef struct herd {
    size_t count;
    double *now, *before; /* [count x dim] */
    double *energy;       /* [count]: of `before` */
    double *moved;        /* [count]: in the last step */
} herd;

static void herd_clear(herd *h) {
    free(h->now);
    free(h->before);
    free(h->energy);
    free(h->moved);
}

/* Cleared by the caller, also on failure. */
static hop_status herd_create(const hop_landscape *l, size_t count, herd *h) {
    *h = (herd){.count = count};
    size_t size = l->dim * sizeof(double);
    HOP_TRY(hop_alloc(count, size, "states", &h->now));
    HOP_TRY(hop_alloc(count, size, "states", &h->before));
    HOP_TRY(hop_alloc(count, sizeof(double), "energies", &h->energy));
    return hop_alloc(count, sizeof(double), "steps", &h->moved);
}

/* Where states have unit norm, a point of the plane is scaled to it. */
static void put(const hop_landscape *l, double x, double y, double *state) {
    hop_plane_point(&l->plane, x, y, state);
    if (!hop_recall_resolved(l->recall)->model.similarity.kind->sphere) return;
    double square = 0;
    for (size_t j = 0; j < l->dim; j++) square += state[j] * state[j];
    for (size_t j = 0; j < l->dim && square > 0; j++) state[j] /= sqrt(square);
}

static hop_status step(const hop_landscape *l, herd *h) {
    HOP_TRY(hop_watch_look(l->watch, NAN));
    memcpy(h->before, h->now, h->count * l->dim * sizeof *h->now);
    HOP_TRY(hop_recall_step(l->recall, h->now, h->count, h->energy, NULL));
    for (size_t i = 0; i < h->count; i++) {
        double square = 0;
        for (size_t j = i * l->dim; j < (i + 1) * l->dim; j++)
            square += (h->now[j] - h->before[j]) * (h->now[j] - h->before[j]);
        h->moved[i] = sqrt(square);
    }
    return HOP_OK;
}

/* The pattern with more than half of a state's weight. */
static double pattern_of(const double *weights, size_t count) {
    double sum = 0;
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
        if (weights[i] > weights[best]) best = i;
    }
    if (!(sum > 0)) return HOP_LANDSCAPE_NOWHERE;
    return weights[best] > sum / 2 ? (double)best : HOP_LANDSCAPE_MIXTURE;
}

/* Where the herd has ended, into ends [count]. */
static hop_status find_ends(const hop_landscape *l, const herd *h, double *ends) {
    double *weights = NULL;
    HOP_TRY(hop_alloc(h->count, l->patterns * sizeof *weights, "weights", &weights));
    hop_status status = hop_recall_weights(l->recall, h->now, h->count, weights);
    for (size_t i = 0; i < h->count && status == HOP_OK; i++)
        ends[i] = pattern_of(weights + i * l->patterns, l->patterns);
    free(weights);
    return status;
}

/* ---- a row of the grid ---- */

static double place(const hop_landscape *l, size_t axis, size_t index, size_t count) {
    return l->low[axis] + (l->high[axis] - l->low[axis]) * ((double)index + 0.5) / (double)count;
}

static hop_status follow_row(const hop_landscape *l, herd *h, struct line *lines) {
    double y = lines->y;
    for (size_t i = 0; i < h->count; i++)
        put(l, place(l, 0, i, l->columns), y, h->now + i * l->dim);
    bool moving = true;
    for (size_t k = 0; k < l->steps && moving; k++) {
        HOP_TRY(step(l, h));
        moving = false;
        for (size_t i = 0; i < h->count; i++) {
            struct line *line = &lines[i];
            if (k == 0) line->height = h->energy[i];
            line->end_height = h->energy[i];
            if (h->moved[i] <= l->tolerance) continue;
            moving = true;
            line->step = (double)(k + 1);
        }
    }
    return HOP_OK;
}

static hop_status measure_row(const hop_landscape *l, herd *h, struct line *lines) {
    double *ends = h->moved; /* of no more use by then */
    HOP_TRY(follow_row(l, h, lines));
    HOP_TRY(find_ends(l, h, ends));
    for (size_t i = 0; i < h->count; i++) {
        struct line *line = &lines[i];
        line->pattern = ends[i];
        line->end_off =
            hop_plane_project(&l->plane, h->now + i * l->dim, &line->end_x, &line->end_y);
    }
    return HOP_OK;
}

hop_status hop_landscape_row(const hop_landscape *l, size_t row, hop_lines *lines) {
    herd h = {0};
    HOP_TRY(hop_lines_resize(lines, l->columns, sizeof(struct line)));
    for (size_t i = 0; i < l->columns; i++) {
        struct line *line = (struct line *)lines->all + i;
        line->what = HOP_LANDSCAPE_POINT;
        line->x = place(l, 0, i, l->columns);
        line->y = place(l, 1, row, l->rows);
    }
    hop_status status = herd_create(l, l->columns, &h);
    if (status == HOP_OK) status = measure_row(l, &h, lines->all);
    herd_clear(&h);
    return status;
}

/* ---- paths ---- */

/* Starts spread evenly, by the two-dimensional golden ratio (the root of g^3 = g + 1). */
static void put_starts(const hop_landscape *l, uint64_t seed, herd *h) {
    static const double GOLDEN = 1.324717957244746;
    hop_random random;
    hop_random_init(&random, seed, STARTS);
    double x = hop_random_uniform(&random), y = hop_random_uniform(&random);
    for (size_t i = 0; i < h->count; i++) {
        x = fmod(x + 1 / GOLDEN, 1), y = fmod(y + 1 / (GOLDEN * GOLDEN), 1);
        put(l, l->low[0] + (l->high[0] - l->low[0]) * (0.03 + 0.94 * x),
            l->low[1] + (l->high[1] - l->low[1]) * (0.03 + 0.94 * y), h->now + i * l->dim);
    }
}

/* The lines of the states that still moved before this step. */
static void add_steps(const hop_landscape *l, const herd *h, size_t number, bool *settled,
                      hop_lines *lines) {
    for (size_t i = 0; i < h->count; i++) {
        if (settled[i]) continue;
        struct line *line = (struct line *)lines->all + lines->count++;
        line->what = HOP_LANDSCAPE_PATH;
        line->number = (double)i;
        line->step = (double)number;
        line->height = h->energy[i];
        line->off = hop_plane_project(&l->plane, h->before + i * l->dim, &line->x, &line->y);
        settled[i] = h->moved[i] <= l->tolerance;
    }
}

static void add_corners(const hop_landscape *l, hop_lines *lines) {
    for (size_t k = 0; k < 3; k++) {
        struct line *line = (struct line *)lines->all + lines->count++;
        line->what = HOP_LANDSCAPE_CORNER;
        line->number = (double)k;
        line->x = l->plane.corner[k][0];
        line->y = l->plane.corner[k][1];
        line->pattern = (double)l->corner[k];
    }
}

static hop_status follow_paths(const hop_landscape *l, herd *h, uint64_t seed, bool *settled,
                               hop_lines *lines) {
    size_t before = 0;
    double *ends = h->moved; /* of no more use by then */
    put_starts(l, seed, h);
    for (size_t k = 0; k <= l->steps && before < lines->count; k++) {
        HOP_TRY(step(l, h));
        before = lines->count;
        add_steps(l, h, k, settled, lines);
    }
    HOP_TRY(find_ends(l, h, ends));
    for (size_t i = 3; i < lines->count; i++) {
        struct line *line = (struct line *)lines->all + i;
        line->pattern = ends[(size_t)line->number];
    }
    return HOP_OK;
}

hop_status hop_landscape_paths(const hop_landscape *l, size_t paths, uint64_t seed,
                               hop_lines *lines) {
    herd h = {0};
    bool *settled = NULL;
    HOP_TRY(hop_lines_resize(lines, 3 + paths * (l->steps + 1), sizeof(struct line)));
    lines->count = 0;
    add_corners(l, lines);
    hop_status status = HOP_OK;
    if (paths > 0) {
        status = hop_alloc(paths, sizeof *settled, "paths", &settled);
        if (status == HOP_OK) status = herd_create(l, paths, &h);
        if (status == HOP_OK) status = follow_paths(l, &h, seed, settled, lines);
    }
    free(settled);
    herd_clear(&h);
    return status;
}
