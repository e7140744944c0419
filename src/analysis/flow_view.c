/* Tokens of any dimension in two.
 * SPDX-License-Identifier: MIT */
#include "flow_view.h"

#include <math.h>
#include <string.h>

#include <hopfield/covariance.h>

#include "../base/fail.h"

static const double DEGREES = 57.29577951308232; /* in a radian */

/* Room around what is shown, as a part of its size. */
static const double MARGIN = 0.08;

static hop_flow_view_kind kind_of(const hop_flow *flow, size_t dim) {
    if (dim == 1) return HOP_VIEW_TIME;
    if (dim == 2) return HOP_VIEW_AS_IS;
    return dim == 3 && flow->sphere ? HOP_VIEW_GLOBE : HOP_VIEW_PLANE;
}

void hop_flow_view_show(const hop_flow_view *view, const double *token, size_t layer, double *x,
                        double *y) {
    switch (view->kind) {
    case HOP_VIEW_AS_IS:
        *x = token[0];
        *y = token[1];
        break;
    case HOP_VIEW_GLOBE:
        *x = atan2(token[1], token[0]) * DEGREES;
        *y = atan2(token[2], hypot(token[0], token[1])) * DEGREES;
        break;
    case HOP_VIEW_PLANE:
        *x = *y = 0;
        for (size_t c = 0; c < view->dim; c++) {
            const double centred = token[c] - view->mean.values[c];
            *x += centred * view->axes.values[c];
            *y += centred * view->axes.values[view->dim + c];
        }
        break;
    case HOP_VIEW_TIME:
        *x = (double)layer;
        *y = token[0];
        break;
    }
}

void hop_flow_view_token(const hop_flow_view *view, double x, double y, double *token) {
    switch (view->kind) {
    case HOP_VIEW_AS_IS:
        token[0] = x;
        token[1] = y;
        break;
    case HOP_VIEW_GLOBE:
        token[0] = cos(y / DEGREES) * cos(x / DEGREES);
        token[1] = cos(y / DEGREES) * sin(x / DEGREES);
        token[2] = sin(y / DEGREES);
        break;
    case HOP_VIEW_PLANE:
        for (size_t c = 0; c < view->dim; c++)
            token[c] = view->mean.values[c] + x * view->axes.values[c] +
                       y * view->axes.values[view->dim + c];
        break;
    case HOP_VIEW_TIME: token[0] = y; break;
    }
}

/* The plane of all positions of all tokens. */
static hop_status find_plane(const hop_flow_result *r, hop_flow_view *view) {
    const size_t places = (r->layers + 1) * r->count;
    hop_covariance_options options = hop_covariance_defaults;
    hop_covariance_result found = {0};
    hop_matrix rows = {0};
    HOP_TRY(hop_matrix_create(1, r->dim, &view->mean));
    HOP_TRY(hop_matrix_create(2, r->dim, &view->axes));
    HOP_TRY(hop_matrix_create(places, r->dim, &rows));
    memcpy(rows.values, r->path, places * r->dim * sizeof(double));
    hop_covariance_centre(rows.values, places, r->dim, view->mean.values, NULL);
    options.components = 2;
    hop_status status = hop_covariance_components(rows.values, places, r->dim, &options, &found);
    if (status == HOP_OK) memcpy(view->axes.values, found.vector, 2 * r->dim * sizeof(double));
    hop_covariance_result_clear(&found);
    hop_matrix_clear(&rows);
    return status;
}

/* Width of a figure's plot over its height: shown so, a circle is round. */
static const double ASPECT = 1.56;

/* Widens limits to `size`. */
static void widen(double *low, double *high, double size) {
    const double more = fmax(size - (*high - *low), 0);
    *low -= more / 2;
    *high += more / 2;
}

/* Moves limits out to ticks at multiples of a number of two digits. */
static void round_out(double *low, double *high) {
    const double rough = (*high - *low) / (HOP_VIEW_TICKS - 1);
    const double unit = pow(10, floor(log10(rough)) - 1), tick = ceil(rough / unit - 1e-9) * unit;
    *low = floor(*low / tick) * tick;
    *high = *low + HOP_VIEW_TICKS * tick;
}

static void settle_limits(hop_flow_view *view) {
    const double width = fmax(view->x_high - view->x_low, 1e-9) * (1 + MARGIN);
    const double height = fmax(view->y_high - view->y_low, 1e-9) * (1 + MARGIN);
    const bool free = view->kind == HOP_VIEW_TIME;
    widen(&view->x_low, &view->x_high, free ? width : fmax(width, height * ASPECT));
    widen(&view->y_low, &view->y_high, free ? height : fmax(height, width / ASPECT));
    round_out(&view->x_low, &view->x_high);
    round_out(&view->y_low, &view->y_high);
}

static void find_limits(const hop_flow_result *r, hop_flow_view *view) {
    view->x_low = view->y_low = INFINITY;
    view->x_high = view->y_high = -INFINITY;
    for (size_t i = 0; i < (r->layers + 1) * r->count; i++) {
        double x = 0, y = 0;
        hop_flow_view_show(view, r->path + i * r->dim, i / r->count, &x, &y);
        view->x_low = fmin(view->x_low, x);
        view->x_high = fmax(view->x_high, x);
        view->y_low = fmin(view->y_low, y);
        view->y_high = fmax(view->y_high, y);
    }
    settle_limits(view);
}

hop_status hop_flow_view_create(const hop_flow *flow, const hop_flow_result *result,
                                hop_flow_view *view) {
    static const char *const X[] = {"x1 [token units]", "longitude [degrees]",
                                    "first component of the paths [token units]", "layer"};
    static const char *const Y[] = {"x2 [token units]", "latitude [degrees]",
                                    "second component of the paths [token units]",
                                    "x1 [token units]"};
    *view = (hop_flow_view){.kind = kind_of(flow, result->dim), .dim = result->dim};
    view->x_label = X[view->kind];
    view->y_label = Y[view->kind];
    if (view->kind == HOP_VIEW_PLANE) HOP_TRY(find_plane(result, view));
    find_limits(result, view);
    if (view->kind == HOP_VIEW_GLOBE) {
        view->x_low = -180, view->x_high = 180;
        view->y_low = -90, view->y_high = 90;
    }
    return HOP_OK;
}

void hop_flow_view_clear(hop_flow_view *view) {
    hop_matrix_clear(&view->mean);
    hop_matrix_clear(&view->axes);
}
