/* The figures of tokens that move: paths over the landscape, potentials over layers.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "flow_view.h"

/* Cells of a landscape, and paths that a figure shows. */
enum { COLUMNS = HOP_VIEW_COLUMNS, ROWS = HOP_VIEW_ROWS, PATHS_MOST = 120 };

/* Colours of clusters, in order of their first token; yellow and black are kept out of it. */
enum { CLUSTER_COLOURS = 6 };

/* A jump of longitude by more than this is a path across the edge of the map. */
static const double EDGE = 180;

/* One law's flow, being drawn. */
typedef struct drawing {
    const hop_flow *flow;
    const hop_flow_result *result;
    hop_flow_view view;
    double *x, *y; /* [paths x (layers + 1)], then [2 x paths]: starts and ends */
    hop_curve *curves;
    size_t paths;
} drawing;

static size_t token_of(const drawing *d, size_t path) {
    return path * d->result->count / d->paths;
}

static int colour_of(const drawing *d, size_t token) {
    const hop_flow_result *r = d->result;
    return 1 + (int)(r->cluster[r->layers * r->count + token] % CLUSTER_COLOURS);
}

/* ---- paths over the landscape ---- */

/* What tokens go down: -phi, with |x|^2 / 2 where there is no residual, or U. */
static hop_status landscape(const drawing *d, const double *tokens, size_t count, double *value) {
    const hop_flow *flow = d->flow;
    const size_t dim = d->result->dim, heads = flow->potential.heads;
    double *heads_value = NULL;
    if (flow->law == HOP_FLOW_GRAVITY) {
        hop_flow_gravity(flow, false, tokens, count, d->result->path, d->result->count, value,
                         NULL);
        return HOP_OK;
    }
    hop_potential potential = flow->potential;
    potential.exclude_self = false;
    HOP_TRY(hop_alloc(count, heads * sizeof *heads_value, "potentials", &heads_value));
    hop_status status = hop_potential_at(&potential, tokens, count, d->result->path,
                                         d->result->count, heads_value, NULL);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        value[i] = 0;
        for (size_t h = 0; h < heads; h++) value[i] -= heads_value[i * heads + h];
        for (size_t c = 0; c < dim && !flow->residual; c++)
            value[i] += tokens[i * dim + c] * tokens[i * dim + c] / 2;
    }
    free(heads_value);
    return status;
}

/* What rounding leaves of zero would be written out in full at a tick. */
static double snap(double value, double size) {
    return fabs(value) < 1e-9 * size ? 0 : value;
}

static hop_status make_map(const drawing *d, double *ticks, double *values) {
    const hop_flow_view *view = &d->view;
    const double width = view->x_high - view->x_low, height = view->y_high - view->y_low;
    const size_t dim = d->result->dim;
    double *tokens = NULL;
    HOP_TRY(hop_alloc((size_t)COLUMNS * ROWS, dim * sizeof *tokens, "a landscape", &tokens));
    for (size_t c = 0; c < COLUMNS; c++)
        ticks[c] = snap(view->x_low + width * (double)c / (double)COLUMNS, width);
    for (size_t r = 0; r < ROWS; r++)
        ticks[COLUMNS + r] = snap(view->y_low + height * (double)r / (double)ROWS, height);
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++)
        hop_flow_view_token(view, ticks[i % COLUMNS], ticks[COLUMNS + i / COLUMNS],
                            tokens + i * dim);
    hop_status status = landscape(d, tokens, (size_t)COLUMNS * ROWS, values);
    free(tokens);
    return status;
}

/* One token's path; where it leaves the map on one side and comes back on the other, a gap. */
static void take_path(const drawing *d, size_t path) {
    const hop_flow_result *r = d->result;
    const size_t token = token_of(d, path), length = r->layers + 1;
    double *x = d->x + path * length, *y = d->y + path * length, before = NAN;
    for (size_t t = 0; t < length; t++) {
        hop_flow_view_show(&d->view, r->path + (t * r->count + token) * r->dim, t, &x[t], &y[t]);
        const double here = x[t];
        if (d->view.kind == HOP_VIEW_GLOBE && fabs(here - before) > EDGE) x[t] = NAN;
        before = here;
    }
    const size_t ends = d->paths * length;
    d->x[ends + path] = x[0];
    d->y[ends + path] = y[0];
    hop_flow_view_show(&d->view, r->path + (r->layers * r->count + token) * r->dim, r->layers,
                       &d->x[ends + d->paths + path], &d->y[ends + d->paths + path]);
    d->curves[path] = (hop_curve){.x = x, .y = y, .count = length, .colour = colour_of(d, token)};
}

static hop_status draw_paths(drawing *d, hop_result *result) {
    const size_t length = d->result->layers + 1, ends = d->paths * length;
    const bool map = d->view.kind != HOP_VIEW_TIME, gravity = d->flow->law == HOP_FLOW_GRAVITY;
    double *cells = NULL, *ticks = NULL;
    hop_status status = hop_alloc((size_t)COLUMNS * ROWS, sizeof *cells, "a landscape", &cells);
    if (status == HOP_OK) status = hop_alloc(COLUMNS + ROWS, sizeof *ticks, "ticks", &ticks);
    if (status == HOP_OK && map) status = make_map(d, ticks, cells);
    for (size_t i = 0; i < d->paths; i++) take_path(d, i);
    d->curves[d->paths] = (hop_curve){.name = "start",
                                      .x = d->x + ends,
                                      .y = d->y + ends,
                                      .count = d->paths,
                                      .style = HOP_CURVE_POINTS,
                                      .colour = 8};
    d->curves[d->paths + 1] = (hop_curve){.name = "end",
                                          .x = d->x + ends + d->paths,
                                          .y = d->y + ends + d->paths,
                                          .count = d->paths,
                                          .style = HOP_CURVE_POINTS,
                                          .colour = 7};
    const hop_heat_map landscape_map = {
        .rows = ROWS,
        .columns = COLUMNS,
        .values = cells,
        .x = ticks,
        .y = ticks ? ticks + COLUMNS : NULL,
        .label = gravity             ? "U at the start [gravity units]"
                 : d->flow->residual ? "\u2212\u03c6 at the start [units of x\u1d40Ax]"
                                     : "\u00bd|x|\u00b2 \u2212 \u03c6 at the start "
                                       "[units of x\u1d40Ax]",
    };
    const hop_figure figure = {
        .title = gravity ? "The same tokens under softened gravity"
                         : "Tokens moving through layers of attention",
        .x_label = d->view.x_label,
        .y_label = d->view.y_label,
        .curves = d->curves,
        .curve_count = d->paths + 2,
        .map = map ? &landscape_map : NULL,
    };
    if (status == HOP_OK)
        hop_result_figure(result, gravity ? "gravity" : "paths", &figure,
                          "Every line is a token; its colour is the cluster it ends in.",
                          "paths of tokens over the landscape they move on");
    free(ticks);
    free(cells);
    return status;
}

/* ---- potentials over layers ---- */

static void draw_potentials(drawing *d, hop_result *result) {
    const hop_flow_result *r = d->result;
    const size_t length = r->layers + 1;
    const bool gravity = d->flow->law == HOP_FLOW_GRAVITY;
    /* Where the paths were, layers and potentials; behind them the mean. */
    double *mean = d->y + d->paths * length;
    for (size_t i = 0; i < d->paths; i++) {
        const size_t token = token_of(d, i);
        for (size_t t = 0; t < length; t++) {
            d->x[i * length + t] = (double)t;
            d->y[i * length + t] = r->potential[t * r->count + token];
        }
        d->curves[i] = (hop_curve){.x = d->x + i * length,
                                   .y = d->y + i * length,
                                   .count = length,
                                   .colour = colour_of(d, token)};
    }
    for (size_t t = 0; t < length; t++) mean[t] = r->layer[t].mean;
    d->curves[d->paths] = (hop_curve){
        .name = "mean", .x = d->x, .y = mean, .count = length, .style = HOP_CURVE_THEORY};
    const hop_figure figure = {
        .title = gravity ? "Potential of each token under gravity"
                         : "Potential of each token, layer by layer",
        .x_label = "layer",
        .y_label = gravity ? "U [gravity units]" : "\u03c6 [units of x\u1d40Ax]",
        .curves = d->curves,
        .curve_count = d->paths + 1,
    };
    hop_result_figure(result, gravity ? "gravity-potential" : "potential", &figure, NULL,
                      "the potential of every token over the layers, and their mean");
}

hop_status hop_flow_draw(const hop_flow *flow, const hop_flow_result *moved, hop_result *result) {
    drawing d = {.flow = flow, .result = moved};
    const size_t length = moved->layers + 1;
    d.paths = moved->count < PATHS_MOST ? moved->count : PATHS_MOST;
    /* The mean of potentials takes the place of starts and ends, and may be longer. */
    const size_t places = d.paths * length + (2 * d.paths > length ? 2 * d.paths : length);
    hop_status status = hop_alloc(places, sizeof *d.x, "paths", &d.x);
    if (status == HOP_OK) status = hop_alloc(places, sizeof *d.y, "paths", &d.y);
    if (status == HOP_OK) status = hop_alloc(d.paths + 2, sizeof *d.curves, "curves", &d.curves);
    if (status == HOP_OK) status = hop_flow_view_create(flow, moved, &d.view);
    if (status == HOP_OK) status = draw_paths(&d, result);
    if (status == HOP_OK) draw_potentials(&d, result);
    hop_flow_view_clear(&d.view);
    free(d.curves);
    free(d.y);
    free(d.x);
    return status;
}
