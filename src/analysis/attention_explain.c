/* From xi <- X softmax(beta X^T xi) to Q, K, V, with the numbers of a
 * memory put in.  Ramsauer et al. 2020 (2008.02217), section 2 and eq. 10.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "../image/draw.h"
#include "attention.h"
#include <hopfield/corruption.h>
#include <hopfield/recall.h>

/* The state: the first pattern, half of it replaced. */
static const char DAMAGE[] = "replace:rate=0.5";
enum { DAMAGE_SEED = 1 };

/* Patterns, and numbers of a state, that are shown. */
enum { PATTERNS_SHOWN = 5, NUMBERS_SHOWN = 6 };

typedef struct lesson {
    const char *path;
    const hop_memory *memory;
    hop_recall *recall;
    size_t count, dim;
    double beta;
    double *values, *keys, *bias; /* [count x dim], [count x dim], [count] times beta */
    double *state;                /* [dim], memory units */
    double *query;                /* [dim], as the similarity sees it */
    double *similarity, *weights; /* [count] */
    double *step, *attended;      /* [dim] */
    double *moved;                /* [dim] the query after a step, key space */
    double energy, energy_after;
    size_t shown[PATTERNS_SHOWN]; /* most similar first */
} lesson;

static hop_status make_room(lesson *l) {
    size_t number = sizeof(double);
    double **const vectors[] = {&l->state, &l->query, &l->step, &l->attended, &l->moved};
    double **const lists[] = {&l->bias, &l->similarity, &l->weights};
    HOP_TRY(hop_alloc(l->count, l->dim * number, "values", &l->values));
    HOP_TRY(hop_alloc(l->count, l->dim * number, "keys", &l->keys));
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        HOP_TRY(hop_alloc(l->dim, number, "a state", vectors[i]));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        HOP_TRY(hop_alloc(l->count, number, "similarities", lists[i]));
    return HOP_OK;
}

static void clear(lesson *l) {
    free(l->values);
    free(l->keys);
    free(l->bias);
    free(l->state);
    free(l->query);
    free(l->similarity);
    free(l->weights);
    free(l->step);
    free(l->attended);
    free(l->moved);
    hop_recall_destroy(l->recall);
}

static hop_status damage(lesson *l) {
    hop_canvas canvas = hop_memory_canvas(l->memory);
    hop_corruption corruption;
    hop_memory_read(l->memory, 0, 1, l->state);
    HOP_TRY(hop_corruption_parse(DAMAGE, &corruption));
    return hop_corruption_apply(&corruption, 1, &canvas, DAMAGE_SEED, 0, l->state);
}

static hop_status open_recall(lesson *l, double scale) {
    hop_recall_options options = hop_recall_defaults;
    size_t beta = hop_row_parameter_index(&options.model.energy.family->row, "beta");
    options.running.precision = HOP_DOUBLE;
    options.model.energy.parameter[beta] = scale;
    HOP_TRY(hop_recall_create(l->memory, &options, &l->recall));
    l->beta = hop_recall_resolved(l->recall)->model.energy.parameter[beta];
    return HOP_OK;
}

/* Keys and query as the similarity sees patterns and state. */
static void see(lesson *l) {
    const hop_similarity *similarity = &hop_recall_resolved(l->recall)->model.similarity;
    hop_memory_read(l->memory, 0, l->count, l->values);
    hop_frame own = similarity->kind->frame(similarity->parameter, l->state, l->dim);
    for (size_t j = 0; j < l->dim; j++) l->query[j] = own.gain * l->state[j] + own.offset;
    for (size_t i = 0; i < l->count; i++) {
        const double *pattern = l->values + i * l->dim;
        hop_frame frame = similarity->kind->frame(similarity->parameter, pattern, l->dim);
        double sum = 0;
        for (size_t j = 0; j < l->dim; j++) {
            double key = frame.gain * pattern[j] + frame.offset;
            l->keys[i * l->dim + j] = key;
            sum += key * l->query[j];
        }
        l->bias[i] = l->beta * frame.bias;
        l->similarity[i] = sum + frame.bias;
    }
}

/* One step by the recall engine. */
static hop_status take_step(lesson *l) {
    HOP_TRY(hop_recall_weights(l->recall, l->query, 1, l->weights));
    memset(l->step, 0, l->dim * sizeof *l->step);
    for (size_t i = 0; i < l->count; i++)
        for (size_t j = 0; j < l->dim; j++) l->step[j] += l->weights[i] * l->values[i * l->dim + j];
    memcpy(l->moved, l->query, l->dim * sizeof *l->moved);
    HOP_TRY(hop_recall_step(l->recall, l->moved, 1, &l->energy, NULL));
    double *after = l->attended; /* room that is not needed yet */
    memcpy(after, l->moved, l->dim * sizeof *after);
    return hop_recall_step(l->recall, after, 1, &l->energy_after, NULL);
}

static hop_status attend(lesson *l) {
    hop_attention_shape shape = {
        .queries = 1, .keys = l->count, .width = l->dim, .value_width = l->dim, .scale = l->beta};
    return hop_attention(&shape, l->query, l->keys, l->values, l->bias, l->attended, NULL);
}

static hop_status work_out(lesson *l, double beta) {
    HOP_TRY(make_room(l));
    HOP_TRY(damage(l));
    HOP_TRY(open_recall(l, beta));
    see(l);
    HOP_TRY(take_step(l));
    return attend(l);
}

/* ---- telling ---- */

static size_t shown_patterns(const lesson *l) {
    return l->count < PATTERNS_SHOWN ? l->count : PATTERNS_SHOWN;
}

static void choose_patterns(lesson *l) {
    for (size_t k = 0; k < shown_patterns(l); k++) {
        size_t best = l->count;
        for (size_t i = 0; i < l->count; i++) {
            bool taken = false;
            for (size_t m = 0; m < k; m++) taken = taken || l->shown[m] == i;
            if (!taken && (best == l->count || l->similarity[i] > l->similarity[best])) best = i;
        }
        l->shown[k] = best;
    }
}

static void name_pattern(const lesson *l, size_t index, char name[24]) {
    const char *own = hop_memory_name(l->memory, index);
    if (own)
        snprintf(name, 24, "%.16s", own);
    else
        snprintf(name, 24, "pattern %zu", index);
}

/* Some numbers of a state, evenly spread. */
static void add_numbers(const lesson *l, const char *what, const double *state, hop_string *text) {
    const size_t count = l->dim < NUMBERS_SHOWN ? l->dim : NUMBERS_SHOWN;
    hop_string_add(text, "%-10s", what);
    for (size_t i = 0; i < count; i++)
        hop_string_add(text, "%9.4f", state[(2 * i + 1) * l->dim / (2 * count)]);
    hop_string_add(text, "%s\n", count < l->dim ? " ..." : "");
}

static void draw_numbers(const lesson *l, const char *what, const double *state, hop_result *r) {
    hop_string text = {0};
    add_numbers(l, what, state, &text);
    if (!text.failed) hop_result_drawing(r, text.text);
    free(text.text);
}

static void tell_memory(const lesson *l, hop_result *r) {
    char name[24], size[64] = "";
    const hop_shape shape = hop_memory_shape(l->memory);
    name_pattern(l, 0, name);
    if (shape.image)
        snprintf(size, sizeof size, " (%zux%zux%zu)", shape.width, shape.height, shape.channels);
    hop_result_heading(r, "1. The memory");
    hop_result_remark(r, HOP_NOTE,
                      "X holds N = %zu patterns of d = %zu numbers%s.  The state xi is its first "
                      "pattern, %s, damaged: %s.",
                      l->count, l->dim, size, name, DAMAGE);
    draw_numbers(l, name, l->values, r);
    draw_numbers(l, "xi", l->state, r);
}

static const hop_column COLUMNS[] = {
    {.name = "pattern", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "similarity", .meaning = "s", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "score", .meaning = "beta s", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "weight", .meaning = "p", .kind = HOP_CELL_NUMBER, .digits = 6},
};

static void tell_similarities(const lesson *l, hop_result *r) {
    const hop_similarity *similarity = &hop_recall_resolved(l->recall)->model.similarity;
    double rest = 1;
    hop_result_heading(r, "2. How alike are they?");
    hop_result_remark(r, HOP_NOTE,
                      "s = X^T xi, %zux%zu times %zu: a number a pattern.  K = X^T holds the "
                      "patterns as '%s' sees them, one a row%s",
                      l->count, l->dim, l->dim, similarity->kind->row.name,
                      similarity->kind->plain_keys ? "."
                                                   : ", and xi is seen likewise from here on.");
    hop_result_heading(r, "3. softmax makes shares of them");
    hop_result_remark(r, HOP_NOTE, "p = softmax(beta s), with beta = %.6g.", l->beta);
    hop_table *table = hop_result_table(r, "patterns", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "The most similar patterns");
    for (size_t k = 0; k < shown_patterns(l); k++) {
        char name[24];
        const size_t i = l->shown[k];
        name_pattern(l, i, name);
        hop_table_add_text(table, name);
        hop_table_add_number(table, l->similarity[i]);
        hop_table_add_number(table, l->beta * l->similarity[i]);
        hop_table_add_number(table, l->weights[i]);
        rest -= l->weights[i];
    }
    if (l->count > PATTERNS_SHOWN)
        hop_result_remark(r, HOP_NOTE, "All others have %.6f together.", fmax(rest, 0));
}

static void tell_step(const lesson *l, hop_result *r) {
    hop_result_heading(r, "4. The step");
    hop_result_remark(r, HOP_NOTE, "The next xi = X p, the patterns mixed by their shares.");
    draw_numbers(l, "xi'", l->step, r);
    hop_result_remark(r, HOP_NOTE,
                      "It goes to the lowest point of a parabola that bounds the energy E = "
                      "-lse(beta, K xi) + |xi|^2/2 + constant from above: E falls from %.6f to "
                      "%.6f.",
                      l->energy, l->energy_after);
}

/* ---- pictures ---- */

enum { PICTURES_MOST = 6 };

/* Fills a place of a row of pictures: a state in the memory's units. */
static hop_status picture(const lesson *l, const double *state, const char *caption, double share,
                          double *scaled, hop_picture_part *part) {
    const hop_canvas canvas = hop_memory_canvas(l->memory);
    for (size_t j = 0; j < l->dim; j++)
        scaled[j] = (state[j] - canvas.low) / (canvas.high - canvas.low);
    *part = (hop_picture_part){.caption = caption, .share = share};
    return hop_image_of_state(canvas.shape, scaled, &part->image);
}

/* One row of pictures with captions; the same as a sheet for a file. */
static hop_status show_pictures(const lesson *l, const char *name, const char *const *heads,
                                const double *const *states, const double *shares, size_t count,
                                const char *caption, hop_result *r) {
    enum { TILE_PIXELS = 96 };
    const hop_shape shape = hop_memory_canvas(l->memory).shape;
    hop_picture_part parts[PICTURES_MOST] = {0};
    hop_tile tiles[PICTURES_MOST];
    hop_image sheet = {0};
    double *scaled = NULL;
    hop_status status = hop_alloc(count, l->dim * sizeof *scaled, "pictures", &scaled);
    for (size_t k = 0; k < count && status == HOP_OK; k++) {
        status = picture(l, states[k], heads[k], shares[k], scaled + k * l->dim, &parts[k]);
        tiles[k] = (hop_tile){.state = scaled + k * l->dim, .caption = heads[k]};
    }
    if (status == HOP_OK) status = hop_image_sheet(tiles, 1, count, shape, TILE_PIXELS, &sheet);
    if (status == HOP_OK) {
        hop_result_picture(r, name, &sheet, caption, caption);
        hop_result_parts(r, parts, 1, count, NULL);
    }
    for (size_t k = 0; k < count; k++) hop_image_clear(&parts[k].image);
    hop_image_clear(&sheet);
    free(scaled);
    return status;
}

static hop_status show_shares(const lesson *l, hop_result *r) {
    const size_t shown = l->count < PICTURES_MOST - 1 ? l->count : PICTURES_MOST - 1;
    char names[PICTURES_MOST][24];
    const char *heads[PICTURES_MOST] = {"xi, as it came"};
    const double *states[PICTURES_MOST] = {l->state};
    double shares[PICTURES_MOST] = {NAN};
    for (size_t k = 0; k < shown; k++) {
        name_pattern(l, l->shown[k], names[k]);
        heads[k + 1] = names[k];
        states[k + 1] = l->values + l->shown[k] * l->dim;
        shares[k + 1] = l->weights[l->shown[k]];
    }
    return show_pictures(l, "shares", heads, states, shares, shown + 1,
                         "The state, and the patterns it is shared among.", r);
}

static hop_status show_step(const lesson *l, hop_result *r) {
    static const char *const HEADS[] = {"xi", "one Hopfield step", "attention"};
    const double *const states[] = {l->state, l->step, l->attended};
    const double shares[] = {NAN, NAN, NAN};
    return show_pictures(l, "step", HEADS, states, shares, 3,
                         "The state, one Hopfield step, and attention on the same numbers.", r);
}

static void tell_attention(const lesson *l, hop_result *r) {
    double largest = 0;
    hop_string text = {0};
    for (size_t j = 0; j < l->dim; j++) largest = fmax(largest, fabs(l->step[j] - l->attended[j]));
    hop_result_heading(r, "5. The same in the words of a Transformer");
    hop_string_add(&text,
                   "Q = xi        %6zu x %-6zu  what asks\n"
                   "K = patterns  %6zu x %-6zu  what is asked, as the similarity sees it\n"
                   "V = patterns  %6zu x %-6zu  what is handed over, as it stands\n\n"
                   "the next xi = X softmax(beta K xi)   is, transposed,   softmax(beta Q K^T) V\n",
                   (size_t)1, l->dim, l->count, l->dim, l->count, l->dim);
    if (!text.failed) hop_result_drawing(r, text.text);
    free(text.text);
    hop_result_remark(r, HOP_NOTE, "beta is %.6g here; a Transformer takes 1/sqrt(d) = %.6g.",
                      l->beta, 1 / sqrt((double)l->dim));
    hop_result_heading(r, "6. By this library's attention, which knows nothing of recall");
    draw_numbers(l, "attention", l->attended, r);
    hop_result_remark(r, HOP_NOTE, "The largest difference from xi' is %.2g.", largest);
    hop_result_number(r, "largest_difference", largest, "memory units", "of attention and xi'");
    hop_result_heading(r, "7. What a Transformer adds");
    hop_result_remark(r, HOP_NOTE,
                      "It learns how to look: Q = R W_Q, K = Y W_K, V = Y W_K W_V, with tokens R "
                      "that ask and tokens Y that are asked.  Its memory is made anew for every "
                      "text; one head takes one step, and stops there.");
}

/* Sentences are for people; what programs read are the numbers. */
static hop_status tell(const lesson *l, hop_result *r) {
    const bool pictures = hop_memory_canvas(l->memory).shape.image;
    char lead[512];
    snprintf(lead, sizeof lead,
             "xi <- X softmax(beta X^T xi) becomes softmax(Q K^T / sqrt(d)) V, shown with the "
             "numbers of %.300s",
             l->path);
    hop_result_title(r, "From a Hopfield step to attention", lead);
    hop_result_number(r, "beta", l->beta, "1 / squared key units", "inverse temperature");
    hop_result_number(r, "energy.start", l->energy, "squared key units", "of the damaged state");
    hop_result_number(r, "energy.after", l->energy_after, "squared key units", "after one step");
    tell_memory(l, r);
    tell_similarities(l, r);
    if (pictures) HOP_TRY(show_shares(l, r));
    tell_step(l, r);
    if (pictures) HOP_TRY(show_step(l, r));
    tell_attention(l, r);
    return HOP_OK;
}

hop_status hop_attention_explain(const hop_memory *memory, const char *name, double beta,
                                 hop_result *r) {
    lesson l = {.path = name,
                .memory = memory,
                .count = hop_memory_count(memory),
                .dim = hop_memory_dim(memory)};
    hop_status status = work_out(&l, beta);
    if (status == HOP_OK) {
        choose_patterns(&l);
        status = tell(&l, r);
    }
    clear(&l);
    return status;
}
