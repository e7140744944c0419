/* Descent of the block's energy with backtracking, so that it never rises.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy_block.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/tell.h"

/* A step halved so often is lost in rounding. */
enum { HALVINGS = 60 };

/* A descent on its way; rows are [count x dim]. */
typedef struct descent {
    const hop_block *block;
    size_t count, size;
    double *now, *next;       /* tokens */
    double *g;                /* normalised */
    double *gradient, *ahead; /* dE/dg of `now` and of `next` */
} descent;

static double norm(const double *vector, size_t size) {
    double square = 0;
    for (size_t i = 0; i < size; i++) square += vector[i] * vector[i];
    return sqrt(square);
}

static void swap(double **a, double **b) {
    double *kept = *a;
    *a = *b;
    *b = kept;
}

static hop_status look(descent *d, const double *x, hop_block_energy *energy, double *gradient) {
    hop_block_normalise(d->block, x, d->count, d->g);
    return hop_block_energy_at(d->block, d->g, d->count, energy, gradient);
}

/* Halves the step until the energy does not rise; `step->step` is 0 if that never happens. */
static hop_status take_step(descent *d, double first, double energy, hop_block_step *step) {
    for (int i = 0; i <= HALVINGS; i++) {
        const double way = ldexp(first, -i);
        bool moved = false, finite = true;
        for (size_t c = 0; c < d->size; c++) {
            d->next[c] = d->now[c] - way * d->gradient[c];
            moved = moved || d->next[c] != d->now[c];
            finite = finite && isfinite(d->next[c]);
        }
        if (!moved) break;
        step->tried = (size_t)i + 1;
        if (!finite) continue;
        HOP_TRY(look(d, d->next, &step->energy, d->ahead));
        if (step->energy.total > energy) continue;
        step->step = way;
        step->gradient = norm(d->ahead, d->size);
        swap(&d->now, &d->next);
        swap(&d->gradient, &d->ahead);
        return HOP_OK;
    }
    step->step = 0;
    return HOP_OK;
}

static hop_status run(descent *d, const hop_block_options *options, hop_block_result *result) {
    hop_block_step *start = &result->step[0];
    double first = options->step;
    HOP_TRY(look(d, d->now, &start->energy, d->gradient));
    start->gradient = norm(d->gradient, d->size);
    while (result->steps < options->steps && !result->settled) {
        HOP_TRY(hop_tell(d->block->progress, d->block->context, "descending, steps at most",
                         result->steps, options->steps));
        const double before = result->step[result->steps].energy.total;
        hop_block_step step = {0};
        HOP_TRY(take_step(d, first, before, &step));
        if (step.step == 0) {
            result->settled = true;
            break;
        }
        result->step[++result->steps] = step;
        result->settled = before - step.energy.total <= options->tolerance * (1 + fabs(before));
        first = 2 * step.step;
    }
    return HOP_OK;
}

static hop_status open_descent(descent *d, const double *x) {
    const size_t row = d->block->dim * sizeof(double);
    double **const all[] = {&d->now, &d->next, &d->g, &d->gradient, &d->ahead};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        HOP_TRY(hop_alloc(d->count, row, "tokens", all[i]));
    memcpy(d->now, x, d->size * sizeof *x);
    return HOP_OK;
}

void hop_block_result_clear(hop_block_result *result) {
    free(result->step);
    *result = (hop_block_result){0};
}

hop_status hop_block_descend(const hop_block *block, const hop_block_options *options, double *x,
                             size_t count, hop_block_result *result) {
    hop_block_result made = {0};
    size_t room = 0;
    descent d = {.block = block, .count = count, .size = count * block->dim};
    if (!(options->step > 0) || isinf(options->step))
        return hop_fail(HOP_E_VALUE, "the step is %g; it must be positive and finite",
                        options->step);
    if (!hop_size_add(options->steps, 1, &room))
        return hop_fail(HOP_E_LIMIT, "%zu steps are too many", options->steps);
    hop_status status = hop_alloc(room, sizeof *made.step, "steps", &made.step);
    if (status == HOP_OK) status = open_descent(&d, x);
    if (status == HOP_OK) status = run(&d, options, &made);
    if (status == HOP_OK) {
        memcpy(x, d.now, d.size * sizeof *x);
        *result = made;
    } else {
        hop_block_result_clear(&made);
    }
    double *const all[] = {d.now, d.next, d.g, d.gradient, d.ahead};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return status;
}
