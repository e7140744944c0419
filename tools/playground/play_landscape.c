/* The landscape of the energy, by the experiment of that name, and a ball that rolls in it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "../../src/experiment/landscape.h"
#include "play_private.h"

/* Steps of a point or a ball, at most; room around the three patterns, of their distance. */
enum { STEPS = 200 };
static const double MARGIN = 0.35;

static hop_landscape view;
static double *row_values; /* [2 x columns] */
static hop_lines row_lines;

void play_close_landscape(void) {
    hop_landscape_clear(&view);
    free(row_values);
    free(row_lines.all);
    row_values = NULL;
    row_lines = (hop_lines){0};
}

/* The experiment as its command would have read it. */
static hop_status open_view(const size_t corner[3], size_t rows) {
    const hop_recall_model *model = &hop_recall_resolved(play.recall)->model;
    struct cell cell = {
        .energy = &model->energy,
        .similarity = &model->similarity,
        .beta = NAN,
        .first = (double)corner[0],
        .second = (double)corner[1],
        .third = (double)corner[2],
        .grid = rows,
        .row = NAN,
        .margin = MARGIN,
        .steps = STEPS,
    };
    hop_sweep sweep = {.memory = play.memory, .first = &cell};
    play_close_landscape();
    if (hop_recall_is_bipolar(play.recall))
        return hop_fail(HOP_E_SUPPORT,
                        "states of this model are corners of a cube, -1 and 1, so no plane goes "
                        "through them; choose an energy of real states, such as lse");
    if (model->similarity.kind->form != HOP_FORM_PRODUCT)
        return hop_fail(HOP_E_SUPPORT,
                        "the similarity %s has no keys that a plane could go through; choose dot, "
                        "euclidean, cosine or correlation",
                        model->similarity.kind->row.name);
    return hop_landscape_create(&sweep, &view);
}

const char *play_landscape(int first, int second, int third, int rows) {
    const size_t corner[3] = {(size_t)first, (size_t)second, (size_t)third};
    hop_status status = open_view(corner, (size_t)rows);
    hop_string *json = play_begin();
    if (status != HOP_OK) return play_end(status);
    play_number(json, "rows", (double)view.rows);
    play_number(json, "columns", (double)view.columns);
    play_numbers(json, "low", view.low, 2);
    play_numbers(json, "high", view.high, 2);
    play_numbers(json, "corners", view.plane.corner[0], 6);
    return play_end(HOP_OK);
}

const double *play_landscape_row(int row) {
    if (hop_landscape_row(&view, (size_t)row, &row_lines) != HOP_OK) return NULL;
    if (hop_realloc(2 * view.columns, sizeof *row_values, "a row", &row_values) != HOP_OK)
        return NULL;
    for (size_t i = 0; i < view.columns; i++) {
        const struct line *line = (const struct line *)row_lines.all + i;
        row_values[i] = line->height;
        row_values[view.columns + i] = line->pattern;
    }
    return row_values;
}

/* ---- the ball ---- */

typedef struct way {
    double x[STEPS + 1], y[STEPS + 1], off[STEPS + 1], energy[STEPS + 1];
    size_t count;
} way;

static double moved(const double *a, const double *b, size_t dim) {
    double square = 0;
    for (size_t j = 0; j < dim; j++) square += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(square);
}

/* Each place with its energy, until the ball rests. */
static hop_status roll(double *state, double *before, way *w) {
    bool rests = false;
    while (!rests && w->count <= STEPS) {
        size_t k = w->count++;
        w->off[k] = hop_plane_project(&view.plane, state, &w->x[k], &w->y[k]);
        memcpy(before, state, view.dim * sizeof *state);
        HOP_TRY(hop_recall_step(view.recall, state, 1, &w->energy[k], NULL));
        rests = moved(state, before, view.dim) <= view.tolerance;
    }
    return HOP_OK;
}

static const char *tell_way(double *state) {
    double *before = NULL, *weights = NULL;
    size_t best = 0;
    way w = {.count = 0};
    hop_status status = hop_alloc(view.dim, sizeof *before, "a state", &before);
    if (status == HOP_OK) status = hop_alloc(view.patterns, sizeof *weights, "weights", &weights);
    if (status == HOP_OK) status = roll(state, before, &w);
    if (status == HOP_OK) status = hop_recall_weights(view.recall, state, 1, weights);
    hop_string *json = play_begin();
    for (size_t i = 1; status == HOP_OK && i < view.patterns; i++)
        if (weights[i] > weights[best]) best = i;
    if (status == HOP_OK) {
        play_numbers(json, "x", w.x, w.count);
        play_numbers(json, "y", w.y, w.count);
        play_numbers(json, "off", w.off, w.count);
        play_numbers(json, "energy", w.energy, w.count);
        play_number(json, "pattern", weights[best] > 0.5 ? (double)best : HOP_LANDSCAPE_MIXTURE);
    }
    free(before);
    free(weights);
    return play_end(status);
}

static hop_status make_state(double **state) {
    if (!view.recall) return hop_fail(HOP_E_EMPTY, "the landscape is not open");
    return hop_alloc(view.dim, sizeof **state, "a state", state);
}

const char *play_ball(double x, double y) {
    double *state = NULL;
    if (make_state(&state) != HOP_OK) return NULL;
    hop_plane_point(&view.plane, x, y, state);
    if (hop_recall_resolved(view.recall)->model.similarity.kind->sphere) {
        double square = 0;
        for (size_t j = 0; j < view.dim; j++) square += state[j] * state[j];
        for (size_t j = 0; j < view.dim && square > 0; j++) state[j] /= sqrt(square);
    }
    const char *answer = tell_way(state);
    free(state);
    return answer;
}

const char *play_ball_of(const double *query) {
    double *state = NULL;
    const char *answer = NULL;
    if (make_state(&state) != HOP_OK) return NULL;
    if (hop_recall_start(view.recall, query, 1, state) == HOP_OK) answer = tell_way(state);
    free(state);
    return answer;
}
