/* The figures of principal components: state vectors beside scores, and the small-beta expansion.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "pca.h"

/* `count` of the points in the plane of two components, scaled to root mean square 1 by one factor,
 * so that sets of different size can be compared in shape.  Returns that size. */
static double take_plane(const hop_matrix *points, size_t count, double *x, double *y) {
    double square = 0;
    const size_t columns = points->columns;
    for (size_t i = 0; i < count; i++) {
        const double *at = points->values + hop_covariance_spread(i, count, points->rows) * columns;
        x[i] = at[0];
        y[i] = columns > 1 ? at[1] : 0;
        square += (x[i] * x[i] + y[i] * y[i]) / (double)count;
    }
    const double size = square > 0 ? sqrt(square) : 1;
    for (size_t i = 0; i < count; i++) {
        x[i] /= size;
        y[i] /= size;
    }
    return size;
}

static hop_status draw_states(const hop_pca_found *f, hop_result *result) {
    enum { SETS = 3 };
    const size_t count = f->softmax.rows;
    const hop_matrix *const sets[SETS] = {&f->scores, &f->softmax, &f->covariance};
    static const char *const NAMES[SETS] = {"scores", "softmax", "covariance"};
    static const int COLOURS[SETS] = {6, 2, 3};
    double *places = NULL;
    char names[SETS][64];
    hop_curve curves[SETS];
    HOP_TRY(hop_alloc(count, 2 * SETS * sizeof *places, "points", &places));
    for (size_t s = 0; s < SETS; s++) {
        double *x = places + 2 * s * count, *y = x + count;
        snprintf(names[s], sizeof names[s], "%s (x %.3g)", NAMES[s],
                 take_plane(sets[s], count, x, y));
        curves[s] = (hop_curve){.name = names[s],
                                .x = x,
                                .y = y,
                                .count = count,
                                .style = HOP_CURVE_POINTS,
                                .colour = COLOURS[s]};
    }
    const hop_figure figure = {
        .title = "State vectors of attention beside principal-component scores",
        .x_label = "first component [root mean square of the set]",
        .y_label = "second component [root mean square of the set]",
        .curves = curves,
        .curve_count = SETS,
    };
    hop_result_figure(result, "states", &figure,
                      "Each set is scaled to size 1; the factor stands behind its name.",
                      "three clouds of points in the plane of two components");
    free(places);
    return HOP_OK;
}

static void draw_expansion(const hop_pca_found *f, hop_result *result) {
    enum { LAST = HOP_EXPANSION_POINTS - 1 };
    double theory[HOP_EXPANSION_POINTS];
    char measured[64];
    for (size_t i = 0; i < HOP_EXPANSION_POINTS; i++) {
        const double ratio = f->expansion_beta[i] / f->expansion_beta[LAST];
        theory[i] = f->expansion_residual[LAST] * ratio * ratio;
    }
    snprintf(measured, sizeof measured, "slope %.4f", f->slope);
    const hop_curve curves[] = {
        {.name = "slope 2",
         .x = f->expansion_beta,
         .y = theory,
         .count = HOP_EXPANSION_POINTS,
         .style = HOP_CURVE_THEORY},
        {.name = measured,
         .x = f->expansion_beta,
         .y = f->expansion_residual,
         .count = HOP_EXPANSION_POINTS,
         .style = HOP_CURVE_POINTS,
         .colour = 2},
    };
    const hop_figure figure = {
        .title = "What a softmax step leaves beside mean + beta C xi",
        .x_label = "inverse temperature [1 / squared data units]",
        .y_label = "rest [data units]",
        .log_x = true,
        .log_y = true,
        .curves = curves,
        .curve_count = 2,
    };
    hop_result_figure(result, "expansion", &figure, "The rest is of second order in beta.",
                      "points on a line of slope 2, both axes logarithmic");
}

hop_status hop_pca_draw(const hop_pca_found *found, hop_result *result) {
    HOP_TRY(draw_states(found, result));
    if (!isnan(found->slope)) draw_expansion(found, result);
    return HOP_OK;
}
