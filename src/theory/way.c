/* The lowest way between two patterns: points along it go downhill, and are spread evenly again
 * (E, Ren, Vanden-Eijnden 2007).
 * SPDX-License-Identifier: MIT */
#include "way.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"

hop_status hop_way_create(hop_way *w) {
    size_t row = w->dim * sizeof(double);
    HOP_TRY(hop_alloc(w->count, row, "patterns", &w->patterns));
    HOP_TRY(hop_alloc(w->count, sizeof(double), "weights", &w->weights));
    HOP_TRY(hop_alloc(w->points, row, "a way", &w->path));
    return hop_alloc(w->points, row, "a way", &w->fresh);
}

void hop_way_clear(hop_way *w) {
    free(w->patterns);
    free(w->weights);
    free(w->path);
    free(w->fresh);
}

double hop_way_energy(hop_way *w, const double *x, double *downhill) {
    double peak = -INFINITY, total = 0;
    for (size_t i = 0; i < w->count; i++) {
        double s = -w->beta / 2 * hop_sum_squared_differences(x, w->patterns + i * w->dim, w->dim);
        w->weights[i] = s;
        peak = fmax(peak, s);
    }
    for (size_t i = 0; i < w->count; i++) total += w->weights[i] = exp(w->weights[i] - peak);
    for (size_t j = 0; downhill && j < w->dim; j++) downhill[j] = -x[j];
    for (size_t i = 0; downhill && i < w->count; i++)
        for (size_t j = 0; j < w->dim && w->weights[i] > 0; j++)
            downhill[j] += w->weights[i] / total * w->patterns[i * w->dim + j];
    return -(peak + log(total)) / w->beta;
}

/* ---- the lowest way ---- */

/* Points spread evenly over the length of the way, into `fresh`, which becomes the way. */
static void spread(hop_way *w) {
    size_t last = w->points - 1, at = 0;
    double length = 0, before = 0, here = 0;
    for (size_t k = 0; k < last; k++)
        length += sqrt(
            hop_sum_squared_differences(w->path + k * w->dim, w->path + (k + 1) * w->dim, w->dim));
    for (size_t k = 0; k <= last; k++) {
        double wanted = length * (double)k / (double)last;
        while (at < last && (here < wanted || here == before)) {
            before = here;
            here += sqrt(hop_sum_squared_differences(w->path + at * w->dim,
                                                     w->path + (at + 1) * w->dim, w->dim));
            at++;
            if (at == last) break;
        }
        double part = here > before ? fmin(fmax((wanted - before) / (here - before), 0), 1) : 1;
        const double *b = w->path + at * w->dim, *a = at > 0 ? b - w->dim : b;
        for (size_t j = 0; j < w->dim; j++) w->fresh[k * w->dim + j] = a[j] + part * (b[j] - a[j]);
    }
    memcpy(w->fresh, w->path, w->dim * sizeof *w->path);
    memcpy(w->fresh + last * w->dim, w->path + last * w->dim, w->dim * sizeof *w->path);
    double *swap = w->path;
    w->path = w->fresh;
    w->fresh = swap;
}

/* How far a point steps downhill at once, and how often; ends settle within the first. */
static const double STEP = 0.2;
enum { SETTLING = 60 };

/* How little beta times the highest energy may still change in a round, from round SETTLING on. */
static const double SETTLED = 1e-9;

hop_status hop_way_find(hop_way *w, hop_watch *watch, size_t from, size_t to, double *highest,
                        double *straight) {
    const double *a = w->patterns + from * w->dim, *b = w->patterns + to * w->dim;
    for (size_t k = 0; k < w->points; k++)
        for (size_t j = 0; j < w->dim; j++)
            w->path[k * w->dim + j] = a[j] + (double)k / (double)(w->points - 1) * (b[j] - a[j]);
    double *downhill = w->fresh; /* one row of it */
    *straight = *highest = -INFINITY;
    for (size_t k = 0; k < w->points; k++)
        *straight = fmax(*straight, hop_way_energy(w, w->path + k * w->dim, NULL));
    double before = INFINITY;
    for (size_t round = 0; round < HOP_WAY_ROUNDS; round++) {
        double now = -INFINITY;
        for (size_t k = 0; k < w->points; k++) {
            now = fmax(now, hop_way_energy(w, w->path + k * w->dim, downhill));
            for (size_t j = 0; j < w->dim; j++) w->path[k * w->dim + j] += STEP * downhill[j];
        }
        spread(w);
        downhill = w->fresh;
        /* It may settle any time: what is done, beside what is usually left. */
        HOP_TRY(hop_watch_look(watch, (double)round / (double)(round + HOP_WAY_USUAL)));
        if (round >= SETTLING && fabs(now - before) * w->beta < SETTLED) break;
        before = now;
    }
    for (size_t k = 0; k < w->points; k++)
        *highest = fmax(*highest, hop_way_energy(w, w->path + k * w->dim, NULL));
    return HOP_OK;
}
