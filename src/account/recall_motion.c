/* The descent of a recall as frames: the states of some queries from step to step, and below each
 * its energy.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../image/draw.h"
#include "../image/lettering.h"
#include "account_private.h"

/* Queries shown, pixels of a tile, of the energies below it; steps shown at most. */
enum { SHOWN = 4, TILE_PIXELS = 128, BELOW = 84, ROOM = 14, STEPS_MOST = 24, CAPTION_MAX = 48 };

/* Milliseconds of a step, and of the still that comes first. */
enum { STEP = 700, STILL = 1800 };

static const hop_ink WHITE = {1, 1, 1}, GREY = {0.7f, 0.7f, 0.7f}, BLUE = {0, 0.447f, 0.698f},
                     PALE = {0.72f, 0.83f, 0.91f};

typedef struct motion {
    const hop_recall_record *record;
    size_t shown, dim, last; /* last: the step that the descent ends with */
    double *queries;         /* [shown x dim] */
    double *states;          /* [shown x dim]: of one frame, 0 ... 1 */
    hop_animation_frame *frames;
    size_t count;
} motion;

static double scale(const motion *m, double value) {
    const hop_canvas *canvas = &m->record->canvas;
    return (value - canvas->low) / (canvas->high - canvas->low);
}

/* The states after so many steps: the same run with that limit. */
static hop_status find_states(motion *m, size_t step) {
    hop_recall_options options = *hop_recall_resolved(m->record->recall);
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    const double *from = step == 0 ? m->queries : NULL;
    options.stopping.steps = step;
    options.running.progress = NULL;
    hop_status status = HOP_OK;
    if (step >= m->last) from = m->record->result->outputs;
    if (!from) status = hop_recall_create(m->record->memory, &options, &recall);
    if (!from && status == HOP_OK) status = hop_recall_run(recall, m->queries, m->shown, &result);
    if (!from) from = result.outputs;
    for (size_t i = 0; i < m->shown * m->dim && status == HOP_OK; i++)
        m->states[i] = scale(m, from[i]);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

/* ---- energies ---- */

static void place_of(const motion *m, const hop_recalled *query, size_t step, size_t left,
                     size_t width, size_t top, double at[2]) {
    double high = query->energy[0], low = high, part = 0;
    for (size_t t = 0; t <= query->steps; t++) {
        low = fmin(low, query->energy[t]);
        high = fmax(high, query->energy[t]);
    }
    if (high > low) part = (high - query->energy[step]) / (high - low);
    at[0] =
        (double)left + 4 + (double)step / (double)(m->last > 0 ? m->last : 1) * (double)(width - 8);
    at[1] = (double)top + 4 + part * (BELOW - 2 * ROOM - 8);
}

/* The curve in pale, and up to `step` in full. */
static void draw_energy(const motion *m, size_t index, size_t step, size_t left, size_t width,
                        size_t top, hop_image *image) {
    const hop_recalled *query = &m->record->result->queries[index];
    char words[CAPTION_MAX];
    double before[2], at[2];
    size_t end = step < query->steps ? step : query->steps;
    for (size_t t = 1; t <= query->steps && t <= m->last; t++) {
        place_of(m, query, t - 1, left, width, top, before);
        place_of(m, query, t, left, width, top, at);
        hop_image_line(image, before, at, 1.6, t <= end ? BLUE : PALE);
    }
    place_of(m, query, end < m->last ? end : m->last, left, width, top, at);
    hop_image_disc(image, at, 3, BLUE);
    const double from[] = {(double)left, (double)(top + BELOW - 2 * ROOM)};
    const double to[] = {(double)(left + width), from[1]};
    hop_image_line(image, from, to, 1, GREY);
    snprintf(words, sizeof words, "energy %.4g", query->energy[end]);
    hop_image_caption(image, words, left, top + BELOW - 2 * ROOM + 4, width, 1, 0.25f);
}

/* ---- frames ---- */

static hop_status make_frame(motion *m, size_t step, unsigned milliseconds) {
    const hop_recall_record *r = m->record;
    hop_tile tiles[SHOWN];
    char captions[SHOWN][CAPTION_MAX];
    hop_image sheet = {0}, *image = &m->frames[m->count].image;
    HOP_TRY(find_states(m, step));
    for (size_t i = 0; i < m->shown; i++) {
        bool ended = step >= r->result->queries[i].steps;
        if (step == 0)
            snprintf(captions[i], CAPTION_MAX, "%s", r->names[i]);
        else
            snprintf(captions[i], CAPTION_MAX, ended ? "at rest" : "step %zu", step);
        tiles[i] = (hop_tile){.state = m->states + i * m->dim, .caption = captions[i]};
    }
    HOP_TRY(hop_image_sheet(tiles, 1, m->shown, r->canvas.shape, TILE_PIXELS, &sheet));
    hop_status status = hop_image_create(sheet.width, sheet.height + BELOW, 3, image);
    if (status == HOP_OK && m->shown > 0) {
        size_t column = sheet.width / m->shown, width = column * 3 / 4;
        hop_image_fill(image, WHITE);
        hop_image_paste(image, &sheet, 0, 0);
        for (size_t i = 0; i < m->shown; i++)
            draw_energy(m, i, step, i * column + (column - width) / 2, width, sheet.height, image);
        m->frames[m->count++].milliseconds = milliseconds;
    }
    hop_image_clear(&sheet);
    return status;
}

static hop_status make_frames(motion *m) {
    size_t dim = m->dim;
    HOP_TRY(hop_alloc(m->shown, dim * sizeof *m->queries, "an animation", &m->queries));
    HOP_TRY(hop_alloc(m->shown, dim * sizeof *m->states, "an animation", &m->states));
    HOP_TRY(hop_alloc(STEPS_MOST + 3, sizeof *m->frames, "an animation", &m->frames));
    memcpy(m->queries, m->record->queries, m->shown * dim * sizeof *m->queries);
    size_t stride = m->last > STEPS_MOST ? (m->last + STEPS_MOST - 1) / STEPS_MOST : 1;
    HOP_TRY(make_frame(m, m->last, STILL));
    for (size_t step = 0; step < m->last; step += stride) HOP_TRY(make_frame(m, step, STEP));
    return m->last > 0 ? make_frame(m, m->last, STEP) : HOP_OK;
}

hop_status hop_account_motion(const hop_recall_record *r, hop_result *result) {
    motion m = {.record = r, .dim = r->result->dim, .shown = r->result->count};
    if (!r->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "the memory holds vectors, not pictures: there is nothing "
                                       "to animate");
    if (m.shown > SHOWN) {
        hop_result_remark(result, HOP_NOTE, "the animation shows the first %d of %zu queries",
                          SHOWN, m.shown);
        m.shown = SHOWN;
    }
    for (size_t i = 0; i < m.shown; i++)
        if (r->result->queries[i].steps > m.last) m.last = r->result->queries[i].steps;
    hop_status status = make_frames(&m);
    if (status == HOP_OK) hop_result_motion(result, m.frames, m.count);
    for (size_t k = 0; k < m.count; k++) hop_image_clear(&m.frames[k].image);
    free(m.frames);
    free(m.states);
    free(m.queries);
    return status;
}
