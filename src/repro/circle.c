/* Memorised, spurious, generalised: points on a circle are stored one after another.  While they
 * are few, every one is a minimum of the energy -ln sum exp(-beta |x - x_i|^2 / 2) / beta; then
 * minima between them appear, which nobody stored; with many the circle itself becomes a valley
 * whose floor is level.  Two points merge where beta r^2 = 4, r their distance.  Pham et al. 2025.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "repro_private.h"

typedef struct circle {
    hop_energy energy;
    double beta;
    double *points, *s; /* [count x 2], [count] */
    size_t count;
} circle;

/* Q at x, beta Q being ln sum exp; and the step from there. */
static hop_status look(circle *c, const double *x, double *potential, double *next) {
    for (size_t i = 0; i < c->count; i++) {
        double a = x[0] - c->points[2 * i], b = x[1] - c->points[2 * i + 1];
        c->s[i] = -(a * a + b * b) / 2;
    }
    if (potential) HOP_TRY(hop_energy_potential(&c->energy, c->s, c->count, potential));
    if (!next) return HOP_OK;
    HOP_TRY(hop_energy_weights(&c->energy, c->s, c->count, c->s));
    next[0] = next[1] = 0;
    for (size_t i = 0; i < c->count; i++) {
        next[0] += c->s[i] * c->points[2 * i];
        next[1] += c->s[i] * c->points[2 * i + 1];
    }
    return HOP_OK;
}

/* Steps until it rests; a square below this is none. */
static const double STILL = 1e-20;
enum { STEPS = 20000 };

static hop_status settle(circle *c, double *x) {
    for (size_t k = 0; k < STEPS; k++) {
        double next[2];
        HOP_TRY(look(c, x, NULL, next));
        double a = next[0] - x[0], b = next[1] - x[1];
        x[0] = next[0];
        x[1] = next[1];
        if (a * a + b * b < STILL) break;
    }
    return HOP_OK;
}

static hop_status open_circle(size_t count, double beta, circle *c) {
    *c = (circle){.beta = beta, .count = count};
    HOP_TRY(hop_energy_parse("lse", &c->energy));
    c->energy.parameter[0] = beta;
    HOP_TRY(hop_alloc(count, 2 * sizeof *c->points, "points", &c->points));
    return hop_alloc(count, sizeof *c->s, "similarities", &c->s);
}

static void close_circle(circle *c) {
    free(c->points);
    free(c->s);
}

/* beta r^2 at which two points have one minimum, by bisection. */
static hop_status merge(double *product) {
    double low = 2, high = 8;
    circle c;
    hop_status status = open_circle(2, 1, &c);
    for (int k = 0; k < 12 && status == HOP_OK; k++) {
        double middle = (low + high) / 2, x[2] = {1e-3, 0};
        c.energy.parameter[0] = middle / 4;
        c.points[0] = 1;
        c.points[2] = -1;
        c.points[1] = c.points[3] = 0;
        status = settle(&c, x);
        *(x[0] > 1e-3 ? &high : &low) = middle;
    }
    close_circle(&c);
    *product = (low + high) / 2;
    return status;
}

/* Of the minima reached from the points: the share that has a point within a tenth of the width of
 * a well, unless NULL; and the scatter of ln sum exp along the circle.  Both are added. */
static hop_status describe(const hop_repro *repro, size_t count, size_t draw, double beta,
                           double *own, double *level) {
    circle c;
    hop_random random;
    hop_random_init(&random, repro->options->seed, count + (draw << 32));
    hop_status status = open_circle(count, beta, &c);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        /* A few stand apart, so that chance brings no two together. */
        double angle =
            2 * M_PI * (count < 10 ? (double)i / (double)count : hop_random_uniform(&random));
        c.points[2 * i] = cos(angle);
        c.points[2 * i + 1] = sin(angle);
    }
    const size_t shown = own ? count : 0;
    for (size_t i = 0; i < shown && status == HOP_OK; i++) {
        double x[2] = {c.points[2 * i], c.points[2 * i + 1]}, nearest = INFINITY;
        status = settle(&c, x);
        for (size_t k = 0; k < count; k++)
            nearest = fmin(nearest, hypot(x[0] - c.points[2 * k], x[1] - c.points[2 * k + 1]));
        *own += nearest < 0.1 / sqrt(beta) ? 1 / (double)shown : 0;
    }
    enum { AROUND = 360 };
    double sum = 0, squares = 0;
    for (size_t k = 0; k < AROUND && status == HOP_OK; k++) {
        double at = 2 * M_PI * (double)k / AROUND, x[2] = {cos(at), sin(at)}, q = 0;
        status = look(&c, x, &q, NULL);
        sum += beta * q / AROUND;
        squares += beta * beta * q * q / AROUND;
    }
    *level += sqrt(fmax(squares - sum * sum, 0));
    close_circle(&c);
    return status;
}

static hop_status inequality(hop_repro *repro, double value, hop_repro_relation relation,
                             double expected, const char *what) {
    return hop_repro_add(repro,
                         (hop_repro_result){.value = value,
                                            .relation = relation,
                                            .expected = expected,
                                            .reason = "what the words mean here",
                                            .source = "the order is published, the numbers are "
                                                      "ours"},
                         "%s", what);
}

/* Of 60 points: a single draw's share scatters by .14. */
enum { DRAWS = 16 };

static hop_status run(hop_repro *repro) {
    const double beta = 100;
    double product = 0, few = 0, many = 0, none = 0, level = 0, rough = 0;
    HOP_TRY(merge(&product));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = product,
                                             .expected = hop_repro_theory(repro, 4, 5),
                                             .tolerance = 0.01,
                                             .reason = "a bisection of twelve steps, and steps "
                                                       "that creep"},
                          "beta r^2 where two points merge"));
    HOP_TRY(describe(repro, 3, 0, beta, &few, &none));
    HOP_TRY(inequality(repro, few, HOP_REPRO_AT_LEAST, 1, "3 points: minima at points"));
    for (size_t k = 0; k < DRAWS; k++) HOP_TRY(describe(repro, 60, k, beta, &many, &rough));
    HOP_TRY(inequality(repro, many / DRAWS, HOP_REPRO_AT_MOST, 0.9, "60 points: minima at points"));
    HOP_TRY(describe(repro, 20000, 0, beta, NULL, &level));
    return inequality(repro, DRAWS * level / rough, HOP_REPRO_AT_MOST, 0.3,
                      "20000 points: unevenness, by that of 60");
}

const hop_repro_row hop_repro_circle = {
    .row = {.name = "circle",
            .title = "points on a circle: memorised, then spurious, then generalised",
            .sources = "Pham et al. 2025, arXiv 2505.21777 (the course); the merging at beta r^2 = "
                       "4 is derived in src/experiment/barrier.c"},
    .method =
        "Random points on the unit circle, beta 100 (of 60 the mean of 16 draws): where states "
        "started at points come to rest, and how level the energy is along the circle.",
    .falsehood = "points that merge at 5",
    .seconds = 0.1,
    .run = run,
};
