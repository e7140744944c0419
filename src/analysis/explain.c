/* The numbers of the lesson from a Hopfield step to attention.
 * Ramsauer et al. 2020 (2008.02217), section 2 and eq. 10.
 * SPDX-License-Identifier: MIT */
#include "explain.h"

#include <hopfield/attention.h>
#include <hopfield/corruption.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

const char hop_explained_damage[] = "replace:rate=0.5";
enum { DAMAGE_SEED = 1 };

static hop_status make_room(hop_explained *l) {
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

void hop_explained_clear(hop_explained *l) {
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

static hop_status damage(hop_explained *l) {
    hop_canvas canvas = hop_memory_canvas(l->memory);
    hop_corruption corruption;
    hop_memory_read(l->memory, 0, 1, l->state);
    HOP_TRY(hop_corruption_parse(hop_explained_damage, &corruption));
    return hop_corruption_apply(&corruption, 1, &canvas, DAMAGE_SEED, 0, l->state);
}

static hop_status open_recall(hop_explained *l, double scale) {
    hop_recall_options options = hop_recall_defaults;
    size_t beta = hop_row_parameter_index(&options.model.energy.family->row, "beta");
    options.running.precision = HOP_DOUBLE;
    options.model.energy.parameter[beta] = scale;
    HOP_TRY(hop_recall_create(l->memory, &options, &l->recall));
    l->beta = hop_recall_resolved(l->recall)->model.energy.parameter[beta];
    return HOP_OK;
}

/* Keys and query as the similarity sees patterns and state. */
static void see(hop_explained *l) {
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
static hop_status take_step(hop_explained *l) {
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

static hop_status attend(hop_explained *l) {
    hop_attention_shape shape = {
        .queries = 1, .keys = l->count, .width = l->dim, .value_width = l->dim, .scale = l->beta};
    return hop_attention(&shape, l->query, l->keys, l->values, l->bias, l->attended, NULL);
}

hop_status hop_explained_make(const hop_memory *memory, double beta, hop_explained *l) {
    *l = (hop_explained){
        .memory = memory, .count = hop_memory_count(memory), .dim = hop_memory_dim(memory)};
    HOP_TRY(make_room(l));
    HOP_TRY(damage(l));
    HOP_TRY(open_recall(l, beta));
    see(l);
    HOP_TRY(take_step(l));
    return attend(l);
}
