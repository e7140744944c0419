/* The figures of `hopfield pca`: state vectors beside scores, and the small-beta expansion.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "pca.h"

/* One set of points in the plane of two components, scaled to root mean square 1 by one factor, so
 * that sets of different size can be compared in shape. */
static double take_plane(const double *points, size_t count, size_t columns, double *x, double *y) {
    double square = 0;
    for (size_t i = 0; i < count; i++) {
        x[i] = points[i * columns];
        y[i] = columns > 1 ? points[i * columns + 1] : 0;
        square += (x[i] * x[i] + y[i] * y[i]) / (double)count;
    }
    const double scale = square > 0 ? 1 / sqrt(square) : 1;
    for (size_t i = 0; i < count; i++) {
        x[i] *= scale;
        y[i] *= scale;
    }
    return 1 / scale;
}

static hop_status draw_states(const cli_analysed *r, const hop_table *notes, const char *path,
                              bool force) {
    enum { SETS = 3 };
    const size_t count = r->count, columns = r->components->components;
    const double *const sets[SETS] = {r->scores, r->softmax, r->covariant};
    static const char *const NAMES[SETS] = {"scores", "softmax", "covariance"};
    double *places = NULL;
    char names[SETS][64];
    hop_curve curves[SETS];
    HOP_TRY(hop_alloc(count, 2 * SETS * sizeof *places, "points", &places));
    for (size_t s = 0; s < SETS; s++) {
        double *x = places + 2 * s * count, *y = x + count;
        double size = take_plane(sets[s], count, columns, x, y);
        snprintf(names[s], sizeof names[s], "%s (x %.3g)", NAMES[s], size);
        curves[s] = (hop_curve){.name = names[s],
                                .x = x,
                                .y = y,
                                .count = count,
                                .style = HOP_CURVE_POINTS,
                                .colour = s == 0   ? 6
                                          : s == 1 ? 2
                                                   : 3};
    }
    const hop_figure figure = {
        .title = "State vectors of attention beside principal-component scores",
        .x_label = "first component [root mean square of the set]",
        .y_label = "second component [root mean square of the set]",
        .curves = curves,
        .curve_count = SETS,
        .provenance = notes,
    };
    hop_status status = hop_figure_write(&figure, path, force);
    free(places);
    return status;
}

static hop_status draw_expansion(const cli_analysed *r, const hop_table *notes, const char *path,
                                 bool force) {
    double theory[CLI_EXPANSION_POINTS];
    char measured[64];
    for (size_t i = 0; i < CLI_EXPANSION_POINTS; i++)
        theory[i] = r->expansion_residual[CLI_EXPANSION_POINTS - 1] *
                    pow(r->expansion_beta[i] / r->expansion_beta[CLI_EXPANSION_POINTS - 1], 2);
    snprintf(measured, sizeof measured, "slope %.4f", r->slope);
    const hop_curve curves[] = {
        {.name = "slope 2",
         .x = r->expansion_beta,
         .y = theory,
         .count = CLI_EXPANSION_POINTS,
         .style = HOP_CURVE_THEORY},
        {.name = measured,
         .x = r->expansion_beta,
         .y = r->expansion_residual,
         .count = CLI_EXPANSION_POINTS,
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
        .provenance = notes,
    };
    return hop_figure_write(&figure, path, force);
}

hop_status cli_pca_figures(const cli_analysed *r, const char *path, bool force) {
    hop_table *notes = NULL;
    char *beside = NULL;
    hop_status status = cli_pca_table(r, &notes);
    if (status == HOP_OK) status = draw_states(r, notes, path, force);
    if (status == HOP_OK && !isnan(r->slope)) {
        status = cli_document_beside(path, "-expansion", &beside);
        if (status == HOP_OK) status = draw_expansion(r, notes, beside, force);
    }
    free(beside);
    hop_table_destroy(notes);
    return status;
}
