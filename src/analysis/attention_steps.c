/* What one step of attention leaves on the table: the queries of each head go on as states of a
 * Hopfield network whose patterns are the keys, and the energy goes on falling.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "attention.h"

typedef struct stepping {
    hop_attended *attended;
    double *states, *next; /* [queries x width] */
    double *output;        /* [queries x value_width] of the states */
    double *first;         /* [queries x value_width] of the queries: attention */
    double *logsumexp;     /* [heads x queries] of the states */
} stepping;

/* Mean over the rows of |a - b| (|a|^2 without b) in the columns of a head. */
static double mean_distance(const double *a, const double *b, size_t rows, size_t columns,
                            size_t first, size_t width) {
    double sum = 0;
    for (size_t i = 0; i < rows; i++) {
        double square = 0;
        for (size_t j = first; j < first + width; j++) {
            double d = a[i * columns + j] - (b ? b[i * columns + j] : 0);
            square += d * d;
        }
        sum += b ? sqrt(square) : square;
    }
    return sum / (double)rows;
}

static void note_energies(const stepping *s, size_t step) {
    const hop_attended *a = s->attended;
    const hop_attention_shape *shape = &a->shape;
    size_t heads = a->in->heads, steps = a->in->steps;
    assert(heads > 0);
    size_t width = shape->width / heads;
    for (size_t h = 0; h < heads; h++) {
        double sum = 0;
        for (size_t i = 0; i < shape->queries; i++) sum += s->logsumexp[h * shape->queries + i];
        a->steps[h * (steps + 1) + step].energy =
            -sum / shape->scale / (double)shape->queries +
            mean_distance(s->states, NULL, shape->queries, shape->width, h * width, width) / 2;
    }
}

static void note_moves(const stepping *s, size_t step) {
    const hop_attended *a = s->attended;
    const hop_attention_shape *shape = &a->shape;
    size_t heads = a->in->heads, steps = a->in->steps;
    assert(heads > 0);
    size_t width = shape->width / heads, value = shape->value_width / heads;
    for (size_t h = 0; h < heads; h++) {
        hop_attended_step *at = &a->steps[h * (steps + 1) + step];
        at->moved =
            mean_distance(s->next, s->states, shape->queries, shape->width, h * width, width);
        at->output_moved = mean_distance(s->output, s->first, shape->queries, shape->value_width,
                                         h * value, value);
    }
}

/* Pass 1: what the states show, and their energy.  Pass 2: where they go. */
static hop_status run(stepping *s) {
    const hop_attended *a = s->attended;
    const hop_attention_inputs *asked = a->in;
    hop_attention_shape onward = a->shape;
    onward.value_width = onward.width;
    s->attended->told = (hop_tell_parts){asked->progress, asked->progress_context,
                                         "further Hopfield steps", 0, 2 * asked->steps + 1};
    for (size_t h = 0; h < asked->heads; h++)
        a->steps[h * (asked->steps + 1)] = (hop_attended_step){.moved = NAN, .output_moved = NAN};
    for (size_t step = 0;; step++) {
        HOP_TRY(hop_attention_tiled(&a->shape, asked->heads, s->states, asked->key.matrix.values,
                                    asked->value.matrix.values, asked->threads, s->output,
                                    s->logsumexp));
        if (step == 0)
            memcpy(s->first, s->output, a->shape.queries * a->shape.value_width * sizeof *s->first);
        note_energies(s, step);
        if (step == asked->steps) return HOP_OK;
        s->attended->told.part++;
        HOP_TRY(hop_attention_tiled(&onward, asked->heads, s->states, asked->key.matrix.values,
                                    asked->key.matrix.values, asked->threads, s->next, NULL));
        note_moves(s, step + 1);
        s->attended->told.part++;
        double *kept = s->states;
        s->states = s->next;
        s->next = kept;
    }
}

hop_status hop_attended_steps(hop_attended *attended) {
    const hop_attention_shape *shape = &attended->shape;
    size_t heads = attended->in->heads, number = sizeof(double);
    stepping s = {.attended = attended};
    hop_status status = hop_alloc(heads, (attended->in->steps + 1) * sizeof *attended->steps,
                                  "steps", &attended->steps);
    if (status == HOP_OK)
        status = hop_alloc(shape->queries, shape->width * number, "states", &s.states);
    if (status == HOP_OK)
        status = hop_alloc(shape->queries, shape->width * number, "states", &s.next);
    if (status == HOP_OK)
        status = hop_alloc(shape->queries, shape->value_width * number, "outputs", &s.output);
    if (status == HOP_OK)
        status = hop_alloc(shape->queries, shape->value_width * number, "outputs", &s.first);
    if (status == HOP_OK)
        status = hop_alloc(heads, shape->queries * number, "energies", &s.logsumexp);
    if (status == HOP_OK) {
        memcpy(s.states, attended->in->query.matrix.values, shape->queries * shape->width * number);
        status = run(&s);
    }
    free(s.states);
    free(s.next);
    free(s.output);
    free(s.first);
    free(s.logsumexp);
    return status;
}
