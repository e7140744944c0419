/* From xi <- X softmax(beta X^T xi) to Q, K, V, with the numbers of a
 * memory put in.  Ramsauer et al. 2020 (2008.02217), section 2 and eq. 10.
 * SPDX-License-Identifier: MIT */
#include <hopfield/analysis.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "../image/draw.h"
#include "explain.h"

/* Patterns, and numbers of a state, that are shown. */
enum { PATTERNS_SHOWN = 5, NUMBERS_SHOWN = 6 };

/* What is told, and which patterns of it. */
typedef struct lesson {
    const char *path;
    hop_explained numbers;
    size_t shown[PATTERNS_SHOWN]; /* most similar first */
} lesson;

static size_t shown_patterns(const lesson *l) {
    return l->numbers.count < PATTERNS_SHOWN ? l->numbers.count : PATTERNS_SHOWN;
}

static void choose_patterns(lesson *l) {
    for (size_t k = 0; k < shown_patterns(l); k++) {
        size_t best = l->numbers.count;
        for (size_t i = 0; i < l->numbers.count; i++) {
            bool taken = false;
            for (size_t m = 0; m < k; m++) taken = taken || l->shown[m] == i;
            if (!taken && (best == l->numbers.count ||
                           l->numbers.similarity[i] > l->numbers.similarity[best]))
                best = i;
        }
        l->shown[k] = best;
    }
}

static void name_pattern(const lesson *l, size_t index, char name[24]) {
    const char *own = hop_memory_name(l->numbers.memory, index);
    if (own)
        snprintf(name, 24, "%.16s", own);
    else
        snprintf(name, 24, "pattern %zu", index);
}

/* Some numbers of a state, evenly spread. */
static void add_numbers(const lesson *l, const char *what, const double *state, hop_string *text) {
    const size_t count = l->numbers.dim < NUMBERS_SHOWN ? l->numbers.dim : NUMBERS_SHOWN;
    hop_string_add(text, "%-10s", what);
    for (size_t i = 0; i < count; i++)
        hop_string_add(text, "%9.4f", state[(2 * i + 1) * l->numbers.dim / (2 * count)]);
    hop_string_add(text, "%s\n", count < l->numbers.dim ? " ..." : "");
}

static void draw_numbers(const lesson *l, const char *what, const double *state, hop_result *r) {
    hop_string text = {0};
    add_numbers(l, what, state, &text);
    if (!text.failed) hop_result_drawing(r, text.text);
    free(text.text);
}

static void tell_memory(const lesson *l, hop_result *r) {
    char name[24], size[64] = "";
    const hop_shape shape = hop_memory_shape(l->numbers.memory);
    name_pattern(l, 0, name);
    if (shape.image)
        snprintf(size, sizeof size, " (%zux%zux%zu)", shape.width, shape.height, shape.channels);
    hop_result_heading(r, "1. The memory");
    hop_result_remark(r, HOP_NOTE,
                      "X holds N = %zu patterns of d = %zu numbers%s.  The state xi is its first "
                      "pattern, %s, damaged: %s.",
                      l->numbers.count, l->numbers.dim, size, name, hop_explained_damage);
    draw_numbers(l, name, l->numbers.values, r);
    draw_numbers(l, "xi", l->numbers.state, r);
}

static const hop_column COLUMNS[] = {
    {.name = "pattern", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "similarity", .meaning = "s", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "score", .meaning = "beta s", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "weight", .meaning = "p", .kind = HOP_CELL_NUMBER, .digits = 6},
};

static void tell_similarities(const lesson *l, hop_result *r) {
    const hop_similarity *similarity = &hop_recall_resolved(l->numbers.recall)->model.similarity;
    double rest = 1;
    hop_result_heading(r, "2. How alike are they?");
    hop_result_remark(r, HOP_NOTE,
                      "s = X^T xi, %zux%zu times %zu: a number a pattern.  K = X^T holds the "
                      "patterns as '%s' sees them, one a row%s",
                      l->numbers.count, l->numbers.dim, l->numbers.dim, similarity->kind->row.name,
                      similarity->kind->plain_keys ? "."
                                                   : ", and xi is seen likewise from here on.");
    hop_result_heading(r, "3. softmax makes shares of them");
    hop_result_remark(r, HOP_NOTE, "p = softmax(beta s), with beta = %.6g.", l->numbers.beta);
    hop_table *table = hop_result_table(r, "patterns", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "The most similar patterns");
    for (size_t k = 0; k < shown_patterns(l); k++) {
        char name[24];
        const size_t i = l->shown[k];
        name_pattern(l, i, name);
        hop_table_add_text(table, name);
        hop_table_add_number(table, l->numbers.similarity[i]);
        hop_table_add_number(table, l->numbers.beta * l->numbers.similarity[i]);
        hop_table_add_number(table, l->numbers.weights[i]);
        rest -= l->numbers.weights[i];
    }
    if (l->numbers.count > PATTERNS_SHOWN)
        hop_result_remark(r, HOP_NOTE, "All others have %.6f together.", fmax(rest, 0));
}

static void tell_step(const lesson *l, hop_result *r) {
    hop_result_heading(r, "4. The step");
    hop_result_remark(r, HOP_NOTE, "The next xi = X p, the patterns mixed by their shares.");
    draw_numbers(l, "xi'", l->numbers.step, r);
    hop_result_remark(r, HOP_NOTE,
                      "It goes to the lowest point of a parabola that bounds the energy E = "
                      "-lse(beta, K xi) + |xi|^2/2 + constant from above: E falls from %.6f to "
                      "%.6f.",
                      l->numbers.energy, l->numbers.energy_after);
}

/* ---- pictures ---- */

enum { PICTURES_MOST = 6 };

/* Fills a place of a row of pictures: a state in the memory's units. */
static hop_status picture(const lesson *l, const double *state, const char *caption, double share,
                          double *scaled, hop_picture_part *part) {
    const hop_canvas canvas = hop_memory_canvas(l->numbers.memory);
    for (size_t j = 0; j < l->numbers.dim; j++)
        scaled[j] = (state[j] - canvas.low) / (canvas.high - canvas.low);
    *part = (hop_picture_part){.caption = caption, .share = share};
    return hop_image_of_state(canvas.shape, scaled, &part->image);
}

/* One row of pictures with captions; the same as a sheet for a file. */
static hop_status show_pictures(const lesson *l, const char *name, const char *const *heads,
                                const double *const *states, const double *shares, size_t count,
                                const char *caption, hop_result *r) {
    enum { TILE_PIXELS = 96 };
    const hop_shape shape = hop_memory_canvas(l->numbers.memory).shape;
    hop_picture_part parts[PICTURES_MOST] = {0};
    hop_tile tiles[PICTURES_MOST];
    hop_image sheet = {0};
    double *scaled = NULL;
    hop_status status = hop_alloc(count, l->numbers.dim * sizeof *scaled, "pictures", &scaled);
    for (size_t k = 0; k < count && status == HOP_OK; k++) {
        status = picture(l, states[k], heads[k], shares[k], scaled + k * l->numbers.dim, &parts[k]);
        tiles[k] = (hop_tile){.state = scaled + k * l->numbers.dim, .caption = heads[k]};
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
    const size_t shown =
        l->numbers.count < PICTURES_MOST - 1 ? l->numbers.count : PICTURES_MOST - 1;
    char names[PICTURES_MOST][24];
    const char *heads[PICTURES_MOST] = {"xi, as it came"};
    const double *states[PICTURES_MOST] = {l->numbers.state};
    double shares[PICTURES_MOST] = {NAN};
    for (size_t k = 0; k < shown; k++) {
        name_pattern(l, l->shown[k], names[k]);
        heads[k + 1] = names[k];
        states[k + 1] = l->numbers.values + l->shown[k] * l->numbers.dim;
        shares[k + 1] = l->numbers.weights[l->shown[k]];
    }
    return show_pictures(l, "shares", heads, states, shares, shown + 1,
                         "The state, and the patterns it is shared among.", r);
}

static hop_status show_step(const lesson *l, hop_result *r) {
    static const char *const HEADS[] = {"xi", "one Hopfield step", "attention"};
    const double *const states[] = {l->numbers.state, l->numbers.step, l->numbers.attended};
    const double shares[] = {NAN, NAN, NAN};
    return show_pictures(l, "step", HEADS, states, shares, 3,
                         "The state, one Hopfield step, and attention on the same numbers.", r);
}

static void tell_attention(const lesson *l, hop_result *r) {
    double largest = 0;
    hop_string text = {0};
    for (size_t j = 0; j < l->numbers.dim; j++)
        largest = fmax(largest, fabs(l->numbers.step[j] - l->numbers.attended[j]));
    hop_result_heading(r, "5. The same in the words of a Transformer");
    hop_string_add(&text,
                   "Q = xi        %6zu x %-6zu  what asks\n"
                   "K = patterns  %6zu x %-6zu  what is asked, as the similarity sees it\n"
                   "V = patterns  %6zu x %-6zu  what is handed over, as it stands\n\n"
                   "the next xi = X softmax(beta K xi)   is, transposed,   softmax(beta Q K^T) V\n",
                   (size_t)1, l->numbers.dim, l->numbers.count, l->numbers.dim, l->numbers.count,
                   l->numbers.dim);
    if (!text.failed) hop_result_drawing(r, text.text);
    free(text.text);
    hop_result_remark(r, HOP_NOTE, "beta is %.6g here; a Transformer takes 1/sqrt(d) = %.6g.",
                      l->numbers.beta, 1 / sqrt((double)l->numbers.dim));
    hop_result_heading(r, "6. By this library's attention, which knows nothing of recall");
    draw_numbers(l, "attention", l->numbers.attended, r);
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
    const bool pictures = hop_memory_canvas(l->numbers.memory).shape.image;
    char lead[512];
    snprintf(lead, sizeof lead,
             "xi <- X softmax(beta X^T xi) becomes softmax(Q K^T / sqrt(d)) V, shown with the "
             "numbers of %.300s",
             l->path);
    hop_result_title(r, "From a Hopfield step to attention", lead);
    hop_result_number(r, "beta", l->numbers.beta, "1 / squared key units", "inverse temperature");
    hop_result_number(r, "energy.start", l->numbers.energy, "squared key units",
                      "of the damaged state");
    hop_result_number(r, "energy.after", l->numbers.energy_after, "squared key units",
                      "after one step");
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
    lesson l = {.path = name};
    hop_status status = hop_explained_make(memory, beta, &l.numbers);
    if (status == HOP_OK) {
        choose_patterns(&l);
        status = tell(&l, r);
    }
    hop_explained_clear(&l.numbers);
    return status;
}
