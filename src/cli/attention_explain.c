/* hopfield attention --explain: from xi' = X softmax(beta X'xi) to Q, K, V, with the numbers of a
 * memory put in.  Ramsauer et al. 2020 (2008.02217), section 2 and eq. 10.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "attention.h"
#include "built_in.h"
#include "picture.h"

/* The state: the first pattern, half of it replaced. */
static const char DAMAGE[] = "replace:rate=0.5";
enum { DAMAGE_SEED = 1 };

/* Patterns, and numbers of a state, that are shown. */
enum { PATTERNS_SHOWN = 5, NUMBERS_SHOWN = 6 };

typedef struct lesson {
    char *path;
    hop_memory *memory;
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
    free(l->path);
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
    hop_memory_destroy(l->memory);
}

static hop_status damage(lesson *l) {
    hop_canvas canvas = cli_canvas(l->memory);
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

static hop_status work_out(lesson *l, double scale) {
    const char *paths[] = {l->path};
    HOP_TRY(hop_memory_load(paths, 1, &hop_load_defaults, &l->memory));
    l->count = hop_memory_count(l->memory);
    l->dim = hop_memory_dim(l->memory);
    HOP_TRY(make_room(l));
    HOP_TRY(damage(l));
    HOP_TRY(open_recall(l, scale));
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
static void show_numbers(const lesson *l, const char *what, const double *state) {
    size_t count = l->dim < NUMBERS_SHOWN ? l->dim : NUMBERS_SHOWN;
    printf("     %-10s", what);
    for (size_t i = 0; i < count; i++) printf("%9.4f", state[(2 * i + 1) * l->dim / (2 * count)]);
    printf("%s\n", count < l->dim ? " ..." : "");
}

static void tell_memory(const lesson *l) {
    char name[24];
    hop_shape shape = hop_memory_shape(l->memory);
    name_pattern(l, 0, name);
    printf("xi' = X softmax(beta X' xi)   becomes   softmax(Q K' / sqrt(d)) V,\n"
           "shown with the numbers of %s\n\n",
           l->path);
    printf("  1. The memory X holds N = %zu patterns of d = %zu numbers", l->count, l->dim);
    if (shape.image) printf(" (%zux%zux%zu)", shape.width, shape.height, shape.channels);
    printf(".\n     The state xi is its first pattern, %s, damaged: %s.\n\n", name, DAMAGE);
    show_numbers(l, name, l->values);
    show_numbers(l, "xi", l->state);
}

static void tell_similarities(const lesson *l) {
    const hop_similarity *similarity = &hop_recall_resolved(l->recall)->model.similarity;
    printf("\n  2. How alike are they?  s = X' xi, %zux%zu times %zu: a number a pattern.\n"
           "     K = X' holds the patterns as '%s' sees them, one a row%s\n",
           l->count, l->dim, l->dim, similarity->kind->row.name,
           similarity->kind->plain_keys ? "." : ",\n     and xi is seen likewise from here on.");
    printf("\n  3. softmax makes shares of them, p = softmax(beta s), with beta = %.6g.\n\n"
           "     %-16s %10s %10s %10s\n",
           l->beta, "pattern", "s", "beta s", "p");
    for (size_t k = 0; k < shown_patterns(l); k++) {
        char name[24];
        size_t i = l->shown[k];
        name_pattern(l, i, name);
        printf("     %-16s %10.6f %10.4f %10.6f\n", name, l->similarity[i],
               l->beta * l->similarity[i], l->weights[i]);
    }
    double rest = 1;
    for (size_t k = 0; k < shown_patterns(l); k++) rest -= l->weights[l->shown[k]];
    if (l->count > PATTERNS_SHOWN)
        printf("     %-16s %10s %10s %10.6f\n", "all others", "", "", fmax(rest, 0));
}

static void tell_step(const lesson *l) {
    printf("\n  4. The step: xi' = X p, the patterns mixed by their shares.\n\n");
    show_numbers(l, "xi'", l->step);
    printf("\n     It goes to the lowest point of a parabola that bounds the energy\n"
           "     E = -lse(beta, K xi) + |xi|^2/2 + constant from above:\n"
           "     E falls from %.6f to %.6f.\n",
           l->energy, l->energy_after);
}

static void tell_attention(const lesson *l) {
    double largest = 0;
    for (size_t j = 0; j < l->dim; j++) largest = fmax(largest, fabs(l->step[j] - l->attended[j]));
    printf("\n  5. Now the same in the words of a Transformer, everything a row:\n\n"
           "     Q = xi        %6zu x %-6zu  what asks\n"
           "     K = patterns  %6zu x %-6zu  what is asked, as the similarity sees it\n"
           "     V = patterns  %6zu x %-6zu  what is handed over, as it stands\n\n"
           "     xi' = X softmax(beta K xi)   is, transposed,   softmax(beta Q K') V\n\n"
           "     beta is %.6g here; a Transformer takes 1/sqrt(d) = %.6g.\n",
           (size_t)1, l->dim, l->count, l->dim, l->count, l->dim, l->beta,
           1 / sqrt((double)l->dim));
    printf("\n  6. Computed by this library's attention, which knows nothing of recall:\n\n");
    show_numbers(l, "attention", l->attended);
    printf("\n     The largest difference from xi' is %.2g.\n", largest);
    printf("\n  7. A Transformer learns how to look: Q = R W_Q, K = Y W_K, V = Y W_K W_V,\n"
           "     with tokens R that ask and tokens Y that are asked.  Its memory is made\n"
           "     anew for every text; one head takes one step, and stops there.\n");
}

hop_status cli_attention_explain(const char *memory, double scale) {
    lesson l = {0};
    hop_status status = memory ? hop_copy_text(memory, &l.path)
                               : cli_built_in("hopfield attention --explain MEMORY", &l.path);
    if (status == HOP_OK) status = work_out(&l, scale);
    if (status == HOP_OK) {
        choose_patterns(&l);
        tell_memory(&l);
        tell_similarities(&l);
        tell_step(&l);
        tell_attention(&l);
    }
    clear(&l);
    return status;
}
