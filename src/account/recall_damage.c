/* What happened to the queries, where the similarity tells: a sentence each, the numbers, and how
 * levels came out as a small picture.
 * SPDX-License-Identifier: MIT */
#include <hopfield/damage.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../image/draw.h"
#include "account_private.h"

/* Rows that people are shown, pictures in a page and how wide they are. */
enum { ROWS_SHOWN = 20, TILE_PIXELS = 96, CHANNELS_SHOWN = 8, WORDS_SIZE = 256 };

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of the query", .label = "query"},
    {.name = "pattern",
     .meaning = "index of the pattern it is compared with: the one of largest weight",
     .kind = HOP_CELL_COUNT,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "channel",
     .meaning = "class of largest evidence: free, affine, covered, covered-affine, replaced, "
                "patched, boxed, blurred",
     .audience = HOP_FOR_PROGRAMS},
    {.name = "words",
     .meaning = "what happened to it",
     .label = "what happened to it",
     .wrap = true},
    {.name = "fit",
     .meaning = "part of the weight that the pattern has for the query by itself: others that fit "
                "as well have the rest",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "evidence",
     .unit = "nats",
     .meaning = "of that class, over the query by itself",
     .kind = HOP_CELL_NUMBER,
     .digits = 4,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "unknown",
     .meaning = "part of the values that are",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "damaged",
     .meaning = "part of the known values that gain and offset do not explain",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "gain",
     .meaning = "query = gain pattern + offset",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "offset",
     .unit = "memory units",
     .meaning = "of the same",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "noise",
     .unit = "memory units",
     .meaning = "standard deviation of what is left of the values so explained",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "blur",
     .unit = "pixels",
     .meaning = "standard deviation of the blur; 0: none",
     .kind = HOP_CELL_NUMBER,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "covered",
     .meaning = "the damage is a flat area",
     .kind = HOP_CELL_BOOL,
     .audience = HOP_FOR_PROGRAMS},
    {.name = "box",
     .unit = "pixels",
     .meaning = "of that area: x, y, width, height",
     .kind = HOP_CELL_NUMBERS,
     .audience = HOP_FOR_PROGRAMS},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

/* Where the pattern's weight is below this, as many others as make up for it fit about as well. */
static const double ALONE = 0.67;

/* The pattern's weight for the query by itself.  Where the whole query is known it follows from the
 * energy at the start, E = -ln(sum exp(beta s)) / beta + constant. */
static hop_status find_fit(const hop_recall_record *r, size_t index, const hop_damage *found,
                           double *fit) {
    const hop_energy *energy = &hop_recall_resolved(r->recall)->model.energy;
    const hop_recalled *recalled = &r->result->queries[index];
    if (!energy->family->softmax) return HOP_OK;
    if (found->unknown > 0)
        return hop_recall_fit(r->recall, r->queries + index * r->result->dim, recalled->top[0],
                              fit);
    const double beta = energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")];
    const double potential = hop_recall_constant(r->recall) - recalled->energy[0];
    double most = found->evidence[found->channel], sum = 0;
    for (size_t k = 0; k < HOP_CHANNELS; k++) sum += exp(found->evidence[k] - most);
    *fit = fmin(exp(beta * (most + log(sum) - potential)), 1);
    return HOP_OK;
}

/* Patterns that fit as well come first: lines are cut at their end where there is no room. */
static void put_words(const hop_damage *d, double fit, char *words, size_t size) {
    size_t before = 0;
    if (fit < ALONE)
        before = (size_t)snprintf(words, size, "one of about %.0f that fit as well, ", 1 / fit);
    if (before < size) hop_damage_words(d, words + before, size - before);
}

static void add_row(const hop_recall_record *r, size_t index, const hop_damage *d, double fit,
                    const char *words, hop_table *table) {
    double box[4] = {(double)d->x, (double)d->y, (double)d->width, (double)d->height};
    hop_table_add_text(table, r->names[index]);
    hop_table_add_count(table, r->result->queries[index].top[0]);
    hop_table_add_text(table, hop_channel_name(d->channel));
    hop_table_add_text(table, words);
    hop_table_add_number(table, fit);
    hop_table_add_number(table, d->evidence[d->channel]);
    hop_table_add_number(table, d->unknown);
    hop_table_add_number(table, d->damaged);
    hop_table_add_number(table, d->gain);
    hop_table_add_number(table, d->offset);
    hop_table_add_number(table, d->noise);
    hop_table_add_number(table, d->blur);
    hop_table_add_bool(table, d->covered);
    hop_table_add_numbers(table, box, d->covered ? 4 : 0);
}

/* theta in grey [levels x levels], 0 white: the pattern's levels from left to right, the query's
 * from below, so that it is a rising diagonal where nothing happened. */
static void draw_channel(const hop_damage *d, double *picture) {
    for (size_t a = 0; a < d->rows; a++)
        for (size_t y = 0; y < d->rows; y++) {
            size_t b = (d->rows - 1 - y) * d->columns / d->rows;
            picture[y * d->rows + a] = 1 - d->theta[a * d->columns + b];
        }
}

static hop_status add_channels(const hop_recall_record *r, const hop_damage *found, size_t count,
                               hop_result *result) {
    size_t levels = found[0].rows, values = levels * levels;
    hop_shape shape = {.width = levels, .height = levels, .channels = 1, .image = true};
    double *pictures = NULL;
    hop_image sheet = {0};
    hop_tile tiles[CHANNELS_SHOWN];
    hop_picture_part parts[CHANNELS_SHOWN] = {0};
    if (count > CHANNELS_SHOWN) count = CHANNELS_SHOWN;
    HOP_TRY(hop_alloc(count, values * sizeof *pictures, "pictures of channels", &pictures));
    for (size_t i = 0; i < count; i++) {
        draw_channel(&found[i], pictures + i * values);
        tiles[i] = (hop_tile){.state = pictures + i * values, .caption = r->names[i]};
    }
    hop_status status = hop_image_sheet(tiles, 1, count, shape, TILE_PIXELS, &sheet);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        parts[i] = (hop_picture_part){.caption = r->names[i], .share = NAN};
        status = hop_image_of_state(shape, tiles[i].state, &parts[i].image);
    }
    if (status == HOP_OK)
        hop_result_picture(result, "channels", &sheet,
                           "What levels came out as: a column is a level of the pattern, dark at "
                           "the left, a row one of the query, dark at the bottom; the blacker, the "
                           "more often. A thin rising line is a clean picture, its slope the "
                           "contrast, its width the noise; a level line is paint; grey everywhere, "
                           "values that were replaced.",
                           "A small picture for each query of how often each level of its pattern "
                           "came out as each level of the query.");
    if (status == HOP_OK) hop_result_parts(result, parts, 1, count, NULL);
    for (size_t i = 0; i < count; i++) hop_image_clear(&parts[i].image);
    hop_image_clear(&sheet);
    free(pictures);
    return status;
}

hop_status hop_account_damage(const hop_recall_record *r, hop_result *result) {
    size_t count = r->result->count, dim = r->result->dim;
    hop_damage *found = NULL;
    char words[WORDS_SIZE];
    if (hop_recall_resolved(r->recall)->model.similarity.kind->form != HOP_FORM_CHANNEL)
        return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *found, "what happened", &found));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        status = hop_recall_damage(r->recall, r->queries + i * dim, r->result->queries[i].top[0],
                                   &found[i]);
    if (status == HOP_OK) {
        hop_table *table = hop_result_table(result, "damage", COLUMNS, COLUMN_COUNT,
                                            "What happened to every query, by the similarity");
        hop_result_rows_shown(result, ROWS_SHOWN);
        for (size_t i = 0; i < count && status == HOP_OK; i++) {
            double fit = NAN;
            status = find_fit(r, i, &found[i], &fit);
            put_words(&found[i], fit, words, sizeof words);
            add_row(r, i, &found[i], fit, words, table);
        }
        if (status == HOP_OK && r->illustrated) status = add_channels(r, found, count, result);
    }
    free(found);
    return status;
}
