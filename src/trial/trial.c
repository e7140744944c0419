/* Trials on random patterns: by the classical network's own kernel, by those of dense memories, or
 * by recall. SPDX-License-Identifier: MIT */
#include "trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "dense_kernel.h"
#include "draw.h"
#include "flip_kernel.h"
#include "hebb_kernel.h"
#include "score.h"
#include "trial_kernel.h"

/* Streams of a trial's own seed. */
enum { STREAM_PATTERNS, STREAM_FLIPS, STREAM_ORDER };

/* Room that all trials of a cell share. */
typedef struct room {
    double *target, *state; /* [dim] */
    size_t *order;          /* [dim] */
    hop_canvas canvas;
} room;

hop_status hop_trial_blame(hop_status status, const hop_corruption *corruptions, size_t count) {
    hop_string damage = {0};
    if (status != HOP_E_VALUE || count == 0) return status;
    for (size_t i = 0; i < count; i++) {
        char spec[128];
        hop_spec_print_brief(&corruptions[i].kind->row, corruptions[i].parameter, spec,
                             sizeof spec);
        hop_string_add(&damage, "%s%s", i > 0 ? " and " : "", spec);
    }
    if (!damage.failed)
        status = hop_fail(status, "damaged by %s, %s", damage.text, hop_status_detail());
    free(damage.text);
    return status;
}

static void room_clear(room *r) {
    free(r->target);
    free(r->state);
    free(r->order);
}

static hop_status room_create(const hop_trial *trial, room *r) {
    size_t dim = trial->dim;
    hop_canvas plain = {
        .shape = {.width = dim, .height = 1, .channels = 1}, .low = -1, .high = 1, .clip = false};
    r->canvas = trial->canvas   ? *trial->canvas
                : trial->source ? hop_memory_canvas(trial->source)
                                : plain;
    HOP_TRY(hop_alloc(dim, sizeof *r->target, "a pattern", &r->target));
    HOP_TRY(hop_alloc(dim, sizeof *r->state, "a state", &r->state));
    return hop_alloc(dim, sizeof *r->order, "an order", &r->order);
}

/* Which values are flipped: the first of r->order, so many. */
static size_t draw_flips(const hop_trial *trial, uint64_t seed, room *r) {
    size_t flips = (size_t)lround(trial->flips * (double)trial->dim);
    hop_random random;
    hop_random_init(&random, seed, STREAM_FLIPS);
    if (flips > 0) hop_random_sample(&random, trial->dim, flips, r->order);
    return flips;
}

/* Flips values of the state, then applies the corruptions. */
static hop_status damage(const hop_trial *trial, uint64_t seed, room *r) {
    size_t flips = draw_flips(trial, seed, r);
    for (size_t k = 0; k < flips; k++) {
        double *value = &r->state[r->order[k]];
        *value = r->canvas.low + r->canvas.high - *value;
    }
    if (trial->corruption_count == 0) return HOP_OK;
    return hop_corruption_apply(trial->corruptions, trial->corruption_count, &r->canvas, seed, 0,
                                r->state);
}

/* What tries: one of the kernels, or where all are NULL, recall. */
typedef struct kernels {
    hop_hebb *hebb;
    hop_flip *flip;
    hop_dense *dense;
} kernels;

static hop_status kernels_create(const hop_trial *trial, kernels *k) {
    const hop_energy *energy = &trial->energy;
    size_t dim = trial->dim, patterns = trial->patterns;
    switch (hop_trial_kernel_of(trial)) {
    case HOP_TRIAL_HEBB: HOP_TRY(hop_hebb_create(dim, patterns, &k->hebb)); break;
    case HOP_TRIAL_FLIP: HOP_TRY(hop_flip_create(energy, dim, patterns, &k->flip)); break;
    case HOP_TRIAL_DENSE: HOP_TRY(hop_dense_create(energy, dim, patterns, &k->dense)); break;
    case HOP_TRIAL_RECALL: break;
    }
    if (k->hebb) hop_hebb_watch(k->hebb, trial->watch);
    if (k->flip) hop_flip_watch(k->flip, trial->watch);
    if (k->dense) hop_dense_watch(k->dense, trial->watch);
    return HOP_OK;
}

static bool is_damaged(const hop_trial *trial) {
    return trial->flips > 0 || trial->corruption_count > 0;
}

/* ---- the classical network ---- */

static hop_status try_classical(const hop_trial *trial, hop_hebb *hebb, uint64_t seed, room *r,
                                hop_trial_sums *sums) {
    hop_random random;
    hop_random_init(&random, seed, STREAM_PATTERNS);
    hop_hebb_draw(hebb, trial->patterns, &random);
    hop_hebb_get(hebb, r->target);
    if (is_damaged(trial)) {
        memcpy(r->state, r->target, trial->dim * sizeof *r->state);
        HOP_TRY(damage(trial, seed, r));
        for (size_t j = 0; j < trial->dim; j++)
            if (isnan(r->state[j]))
                return hop_fail(HOP_E_SUPPORT, "the classical network knows no unknown values; "
                                               "use a corruption that leaves none");
        hop_hebb_set(hebb, r->state);
    }
    hop_random_init(&random, seed, STREAM_ORDER);
    if (trial->temperature > 0) {
        hop_hebb_heat(hebb, trial->steps, trial->temperature, &random);
        sums->steps += (double)trial->steps;
    } else {
        sums->steps += (double)hop_hebb_settle(hebb, trial->steps, &random);
    }
    hop_hebb_get(hebb, r->state);
    double own = hop_hebb_overlap(hebb, 0);
    bool nearest = own > -HOP_SAME_OVERLAP;
    for (size_t m = 1; m < trial->patterns && nearest; m++)
        nearest = hop_hebb_overlap(hebb, m) <= own;
    sums->cosine +=
        hop_criteria_score(r->state, r->target, trial->dim, 0, nearest, sums->successes);
    return HOP_OK;
}

/* ---- every other ---- */

/* 0 where it was given, or there is none. */
static double chosen_beta(const hop_energy *energy, const hop_recall *recall) {
    size_t beta = hop_row_parameter_index(&energy->family->row, "beta");
    if (beta == HOP_PARAMETER_MAX || !isnan(energy->parameter[beta])) return 0;
    return hop_recall_resolved(recall)->model.energy.parameter[beta];
}

static hop_status recall_one(const hop_trial *trial, const hop_memory *memory, uint64_t seed,
                             room *r, hop_trial_sums *sums) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    size_t target = 0;
    options.model.energy = trial->energy;
    options.model.similarity = trial->similarity;
    options.stopping.steps = trial->steps;
    options.model.update = hop_trial_rule(trial);
    options.model.temperature = trial->temperature;
    options.running.threads = 1;
    options.running.seed = seed;
    options.running.progress = hop_watch_progress;
    options.running.context = trial->watch;
    HOP_TRY(hop_recall_create(memory, &options, &recall));
    hop_status status = hop_recall_run(recall, r->state, 1, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, &target, &result);
    status = hop_trial_blame(status, trial->corruptions, trial->corruption_count);
    if (status == HOP_OK) {
        sums->steps += (double)result.queries[0].steps;
        sums->beta += chosen_beta(&trial->energy, recall);
        sums->cosine += hop_trial_score(recall, &result, 0, r->target, &r->canvas, sums->successes);
        hop_recall_result_clear(&result);
    }
    hop_recall_destroy(recall);
    return status;
}

static hop_status try_recall(const hop_trial *trial, uint64_t seed, room *r, hop_trial_sums *sums) {
    hop_memory *memory = NULL;
    hop_random random;
    hop_random_init(&random, seed, STREAM_PATTERNS);
    if (trial->source)
        HOP_TRY(hop_draw_subset(trial->source, trial->patterns, &random, &memory));
    else
        HOP_TRY(hop_draw_memory(trial->kind, trial->dim, trial->patterns, &random, &memory));
    hop_memory_read(memory, 0, 1, r->target);
    memcpy(r->state, r->target, trial->dim * sizeof *r->state);
    hop_status status = damage(trial, seed, r);
    if (status == HOP_OK) status = recall_one(trial, memory, seed, r, sums);
    hop_memory_destroy(memory);
    return status;
}

/* ---- dense memories ---- */

/* Bipolar values are as they are; others recall makes bipolar, or fills in. */
static bool is_bipolar(const double *state, size_t dim) {
    for (size_t j = 0; j < dim; j++)
        if (fabs(state[j]) != 1) return false;
    return true;
}

static hop_status try_dense(const hop_trial *trial, hop_dense *dense, uint64_t seed, room *r,
                            hop_trial_sums *sums) {
    hop_random random;
    hop_random_init(&random, seed, STREAM_PATTERNS);
    hop_dense_draw(dense, trial->patterns, &random);
    hop_dense_get(dense, r->target);
    if (is_damaged(trial)) {
        memcpy(r->state, r->target, trial->dim * sizeof *r->state);
        HOP_TRY(damage(trial, seed, r));
        if (!is_bipolar(r->state, trial->dim)) return try_recall(trial, seed, r, sums);
        hop_dense_set(dense, r->state);
    }
    sums->steps += (double)hop_dense_settle(dense, trial->steps);
    hop_dense_get(dense, r->state);
    sums->cosine += hop_criteria_score(r->state, r->target, trial->dim, 0,
                                       hop_dense_is_nearest(dense), sums->successes);
    return HOP_OK;
}

/* ---- dense memories, one neuron at a time ---- */

static hop_status try_flipping(const hop_trial *trial, hop_flip *flip, uint64_t seed, room *r,
                               hop_trial_sums *sums) {
    hop_random random;
    hop_random_init(&random, seed, STREAM_PATTERNS);
    hop_flip_draw(flip, trial->patterns, &random);
    if (trial->corruption_count > 0) {
        hop_flip_get(flip, r->state);
        HOP_TRY(damage(trial, seed, r));
        if (!is_bipolar(r->state, trial->dim)) return try_recall(trial, seed, r, sums);
        hop_flip_set(flip, r->state);
    } else if (trial->flips > 0) {
        hop_flip_turn(flip, r->order, draw_flips(trial, seed, r));
    }
    sums->steps += (double)hop_flip_settle(flip, trial->steps, seed);
    sums->cosine += hop_criteria_score_signs(hop_flip_wrong(flip), trial->dim,
                                             hop_flip_is_nearest(flip), sums->successes);
    return HOP_OK;
}

static hop_status try_one(const hop_trial *trial, const kernels *k, uint64_t seed, room *r,
                          hop_trial_sums *sums) {
    if (k->hebb) return try_classical(trial, k->hebb, seed, r, sums);
    if (k->flip) return try_flipping(trial, k->flip, seed, r, sums);
    if (k->dense) return try_dense(trial, k->dense, seed, r, sums);
    return try_recall(trial, seed, r, sums);
}

hop_status hop_trial_run(const hop_trial *trial, uint64_t seed, hop_trial_sums *sums) {
    hop_trial_sums made = {.trials = (double)trial->trials};
    kernels k = {0};
    room r = {0};
    hop_random seeds;
    if (trial->update && trial->update->successors)
        return hop_fail(HOP_E_SUPPORT,
                        "%s updates go on to the next pattern, and this asks whether states stay "
                        "at theirs; use another update",
                        trial->update->row.name);
    hop_random_init(&seeds, seed, 0);
    hop_status status = room_create(trial, &r);
    if (status == HOP_OK) status = kernels_create(trial, &k);
    for (size_t i = 0; i < trial->trials && status == HOP_OK; i++) {
        status = try_one(trial, &k, hop_random_word(&seeds), &r, &made);
        /* After the trial: one that was ended early does not count. */
        if (status == HOP_OK)
            status = hop_watch_look(trial->watch, (double)(i + 1) / (double)trial->trials);
    }
    hop_hebb_destroy(k.hebb);
    hop_flip_destroy(k.flip);
    hop_dense_destroy(k.dense);
    room_clear(&r);
    /* Where nothing can move, what stayed where it was put was not recalled. */
    if (hop_load_is_frozen(&trial->energy, (double)trial->dim, (double)trial->patterns))
        memset(made.successes, 0, sizeof made.successes);
    if (status == HOP_OK) *sums = made;
    return status;
}
