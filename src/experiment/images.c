/* Recall of damaged pictures.
 * SPDX-License-Identifier: MIT */
#include "images.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../trial/costs.h"
#include "../trial/score.h"

/* The stream that chooses patterns; corruptions draw from those from 2^63 up. */
static const uint64_t CHOICE = 0;

/* Patterns in random order, and all again once each has had its turn. */
static hop_status choose(const hop_memory *memory, uint64_t seed, hop_images *images) {
    size_t patterns = hop_memory_count(memory), *order = NULL;
    hop_random random;
    HOP_TRY(hop_alloc(patterns, sizeof *order, "an order", &order));
    hop_random_init(&random, seed, CHOICE);
    for (size_t i = 0; i < images->count; i++) {
        if (i % patterns == 0) hop_random_sample(&random, patterns, patterns, order);
        images->targets[i] = order[i % patterns];
        hop_memory_read(memory, images->targets[i], 1, images->originals + i * images->dim);
    }
    free(order);
    memcpy(images->queries, images->originals, images->count * images->dim * sizeof(double));
    return HOP_OK;
}

static hop_status create(const hop_sweep *e, size_t count, hop_images *images) {
    *images = (hop_images){.count = count, .dim = hop_memory_dim(e->memory), .canvas = e->canvas};
    HOP_TRY(hop_alloc(count, images->dim * sizeof(double), "pictures", &images->originals));
    HOP_TRY(hop_alloc(count, images->dim * sizeof(double), "queries", &images->queries));
    return hop_alloc(count, sizeof(size_t), "targets", &images->targets);
}

static hop_status recall_all(const hop_sweep *e, const hop_recall_options *options,
                             const hop_corruption *corruptions, size_t corruption_count,
                             uint64_t seed, hop_images *images) {
    HOP_TRY(choose(e->memory, seed, images));
    for (size_t i = 0; i < images->count; i++)
        HOP_TRY(hop_corruption_apply(corruptions, corruption_count, &images->canvas, seed, i,
                                     images->queries + i * images->dim));
    hop_recall_options seeded = *options;
    seeded.running.seed = seed;
    HOP_TRY(hop_recall_create(e->memory, &seeded, &images->recall));
    hop_status status =
        hop_recall_run(images->recall, images->queries, images->count, &images->result);
    if (status == HOP_OK)
        status = hop_recall_score(images->recall, images->targets, &images->result);
    return hop_trial_blame(status, corruptions, corruption_count);
}

hop_status hop_images_recall(const hop_sweep *e, const hop_recall_options *options,
                             const hop_corruption *corruptions, size_t corruption_count,
                             size_t count, uint64_t seed, hop_images *images) {
    hop_images made = {0};
    hop_status status = create(e, count, &made);
    if (status == HOP_OK)
        status = recall_all(e, options, corruptions, corruption_count, seed, &made);
    if (status == HOP_OK)
        *images = made;
    else
        hop_images_clear(&made);
    return status;
}

void hop_images_clear(hop_images *images) {
    hop_recall_result_clear(&images->result);
    hop_recall_destroy(images->recall);
    free(images->originals);
    free(images->queries);
    free(images->targets);
    *images = (hop_images){0};
}

/* ---- damages ---- */

/* The damage that is value `index` of a setting: a spec, or a name with default parameters. */
static hop_corruption damage_at(const hop_sweep *e, size_t setting, double index) {
    if (e->row->settings[setting].kind != HOP_SETTING_DAMAGE) return e->corruptions[(size_t)index];
    const hop_row *row = hop_corruption_catalog()->rows[(size_t)index];
    hop_corruption damage = {.kind = (const hop_corruption_row *)row};
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++)
        damage.parameter[i] = row->parameters[i].default_value;
    return damage;
}

bool hop_images_can_damage(const hop_sweep *e, const hop_corruption *damage) {
    double *state = NULL;
    if (hop_alloc(hop_memory_dim(e->memory), sizeof *state, "a state", &state) != HOP_OK)
        return true; /* refused where it is tried */
    hop_memory_read(e->memory, 0, 1, state);
    bool can = hop_corruption_apply(damage, 1, &e->canvas, e->seed, 0, state) == HOP_OK;
    free(state);
    return can;
}

void hop_images_leave_out(hop_sweep *e, size_t setting) {
    const size_t all = e->range_count[setting];
    double *values = e->range[setting];
    size_t kept = 0, said = 0;
    char left[128] = "";
    for (size_t i = 0; i < all; i++) {
        const hop_corruption damage = damage_at(e, setting, values[i]);
        if (hop_images_can_damage(e, &damage))
            values[kept++] = values[i];
        else if (said < sizeof left)
            said += (size_t)snprintf(left + said, sizeof left - said, "%s%s", said ? ", " : "",
                                     damage.kind->row.name);
    }
    if (kept == 0 || kept == all) return;
    e->combinations = e->combinations / all * kept;
    e->range_count[setting] = kept;
    snprintf(e->note, sizeof e->note, "left out, for they need pictures, and these are vectors: %s",
             left);
}

/* ---- settings ---- */

hop_status hop_images_options(const hop_sweep *e, const hop_energy *energy,
                              const hop_similarity *similarity, double beta,
                              hop_recall_options *options) {
    *options = hop_recall_defaults;
    options->model.energy = hop_sweep_energy(energy, beta);
    options->running.threads = 1;
    options->running.progress = hop_watch_progress;
    options->running.context = e->watch;
    return hop_sweep_similarity(e, similarity, &options->model.energy, &options->model.similarity);
}

double hop_images_beta(const hop_images *images) {
    return hop_sweep_beta(&hop_recall_resolved(images->recall)->model.energy);
}

void hop_images_add_up(const hop_images *images, hop_images_line *line) {
    for (size_t i = 0; i < images->count; i++) {
        const hop_recalled *query = &images->result.queries[i];
        const double *original = images->originals + i * images->dim;
        line->tried++;
        line->cosine += hop_trial_score(images->recall, &images->result, i, original,
                                        &images->canvas, line->success);
        line->correct += query->score.correct ? 1 : 0;
        line->error += query->score.mean_squared_error;
        line->steps += (double)query->steps;
    }
    line->beta = hop_images_beta(images);
}

void hop_images_add_means(const hop_images_line *line, hop_table *table) {
    for (size_t k = 0; k < HOP_CRITERION_COUNT; k++)
        hop_table_add_number(table, line->success[k] / line->tried);
    hop_table_add_number(table, line->correct / line->tried);
    hop_table_add_number(table, line->cosine / line->tried);
    hop_table_add_number(table, line->error / line->tried);
    hop_table_add_number(table, line->steps / line->tried);
}

/* Most queries come back in one step and a second that shows it. */
static const double STEPS = 3;

hop_cost hop_images_cost(const hop_sweep *e, const hop_energy *energy,
                         const hop_similarity *similarity, double beta, size_t count) {
    if (!e->memory) return (hop_cost){.seconds = 1, .bytes = 0};
    double dim = (double)hop_memory_dim(e->memory), patterns = (double)hop_memory_count(e->memory);
    double states = (double)count;
    hop_recall_options options;
    if (hop_images_options(e, energy, similarity, beta, &options) != HOP_OK)
        return (hop_cost){0}; /* refused where it is tried */
    const hop_work work = {
        .energy = &options.model.energy,
        .similarity = options.model.similarity.kind,
        .states = states,
        .patterns = patterns,
        .dim = dim,
        .steps = STEPS,
        .choose_beta = hop_sweep_has_beta(&options.model.energy) &&
                       isnan(hop_sweep_beta(&options.model.energy)),
        .from_pattern = true,
    };
    return (hop_cost){.seconds = hop_cost_recall(&work),
                      .bytes = 8 * dim * states * 9 + 4 * dim * patterns + 8 * states * patterns};
}
