/* Cells of `capacity`, `basin` and `criteria`.
 * SPDX-License-Identifier: MIT */
#include "locate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/source.h"

/* N / d, where the damage is located and no load is given. */
static const double STANDARD_LOAD = 0.1;

size_t hop_locate_along(const hop_sweep *e) {
    bool damage = hop_sweep_varies(e, HOP_LOCATE_DAMAGE) && !hop_sweep_varies(e, HOP_LOCATE_LOAD);
    return damage && !e->row->next ? HOP_LOCATE_DAMAGE : e->row->along;
}

double hop_locate_place(const hop_sweep *e, const struct cell *c) {
    return hop_locate_along(e) == HOP_LOCATE_LOAD ? c->load : c->damage;
}

struct cell hop_locate_at(const hop_sweep *e, const struct cell *c, double place) {
    struct cell at = *c;
    *(hop_locate_along(e) == HOP_LOCATE_LOAD ? &at.load : &at.damage) = place;
    return at;
}

size_t hop_locate_dim(const hop_sweep *e, const struct cell *c) {
    return hop_source_dim(e, c->dim);
}

hop_load_scale hop_locate_scale(const hop_sweep *e, const struct cell *c) {
    return e->memory && c->scale == HOP_LOAD_AUTO ? HOP_LOAD_COUNT : c->scale;
}

double hop_locate_stored(const hop_sweep *e, const struct cell *c) {
    double dim = (double)hop_locate_dim(e, c);
    if (isnan(c->load) && e->memory) return (double)hop_memory_count(e->memory);
    if (isnan(c->load)) return hop_load_patterns(HOP_LOAD_LINEAR, c->energy, dim, STANDARD_LOAD);
    return hop_load_patterns(hop_locate_scale(e, c), c->energy, dim, c->load);
}

double hop_locate_load_of(const hop_sweep *e, const struct cell *c, double patterns) {
    return hop_load_of(hop_locate_scale(e, c), c->energy, (double)hop_locate_dim(e, c), patterns);
}

double hop_locate_load(const hop_sweep *e, const struct cell *c) {
    return isnan(c->load) ? hop_locate_load_of(e, c, hop_locate_stored(e, c)) : c->load;
}

static hop_status check_energy(const struct cell *c, const hop_sweep *e) {
    const hop_energy_row *family = c->energy->family;
    if (!isnan(c->beta) && !hop_sweep_has_beta(c->energy))
        return hop_fail(HOP_E_SUPPORT, "%s has no beta; leave --beta out", family->row.name);
    if (!isnan(c->beta))
        HOP_TRY(hop_parameter_check(
            &family->row.parameters[hop_row_parameter_index(&family->row, "beta")], c->beta));
    if (family->states != HOP_STATES_BIPOLAR || e->memory) return HOP_OK;
    if (c->patterns != HOP_PATTERN_BIPOLAR)
        return hop_fail(HOP_E_SUPPORT, "%s stores bipolar patterns; use --patterns bipolar",
                        family->row.name);
    if (hop_load_is_classical(c->energy) && c->dim > 32767)
        return hop_fail(HOP_E_LIMIT, "dim is %zu; hebb takes at most 32767", c->dim);
    return HOP_OK;
}

/* A rule that was asked for must be one that bipolar states of the energy can follow. */
static hop_status check_update(const struct cell *c, const hop_sweep *e) {
    const hop_energy_row *family = c->energy->family;
    hop_similarity similarity = {0};
    if (c->update == 0) return HOP_OK;
    HOP_TRY(hop_sweep_similarity(e, c->similarity, c->energy, &similarity));
    if (!similarity.kind->bipolar)
        return hop_fail(HOP_E_SUPPORT,
                        "update is of bipolar states, and those of %s with the similarity %s "
                        "are not; use --similarity hamming, or leave --update out",
                        family->row.name, similarity.kind->row.name);
    const hop_update_row *rule = NULL;
    hop_recall_model model = {
        .energy = *c->energy, .similarity = similarity, .update = hop_update_of_word(c->update)};
    return hop_recall_choose_update(&model, &rule);
}

static hop_status check_corruptions(const hop_sweep *e) {
    bool pictures = e->memory && hop_memory_shape(e->memory).image;
    for (size_t i = 0; i < e->corruption_count; i++)
        if (e->corruptions[i].kind->needs_image && !pictures)
            return hop_fail(HOP_E_SUPPORT,
                            "%s damages pictures, and the patterns here are plain vectors; give "
                            "a MEMORY of pictures, or another corruption",
                            e->corruptions[i].kind->row.name);
    return HOP_OK;
}

/* Loads of a MEMORY must be patterns that it holds. */
static hop_status check_load(const struct cell *c, const hop_sweep *e) {
    double patterns = hop_locate_stored(e, c);
    if (!e->memory || isnan(c->load)) return HOP_OK;
    if (patterns > (double)hop_memory_count(e->memory))
        return hop_fail(HOP_E_VALUE, "load %g is %.0f patterns, and %s holds %zu", c->load,
                        patterns, e->text[HOP_LOCATE_MEMORY], hop_memory_count(e->memory));
    if (hop_locate_scale(e, c) == HOP_LOAD_COUNT && c->load < 1)
        return hop_fail(HOP_E_VALUE,
                        "load %g is less than one pattern; of a MEMORY loads are numbers of "
                        "patterns, such as 2,5,10; or use --scale linear",
                        c->load);
    return HOP_OK;
}

/* Only what a search locates may be auto; of basins the load too, which is then a default one, and
 * of rows that complete their loads. */
static hop_status check_place(const struct cell *c, const hop_sweep *e) {
    if (!e->row->next && ((isnan(c->load) && !e->row->complete) || isnan(c->damage)))
        return hop_fail(HOP_E_VALUE,
                        "load and damage must be numbers in %s; capacity and basin locate them",
                        e->row->row.name);
    if (e->row->along != HOP_LOCATE_DAMAGE && isnan(c->damage))
        return hop_fail(HOP_E_VALUE, "damage must be a number in %s, which locates load",
                        e->row->row.name);
    return HOP_OK;
}

hop_status hop_locate_check(const hop_sweep *e) {
    struct cell c = {0};
    HOP_TRY(check_corruptions(e));
    HOP_TRY(hop_source_unused(e, HOP_LOCATE_DIM));
    HOP_TRY(hop_source_unused(e, HOP_LOCATE_PATTERNS));
    for (size_t i = 0; i < e->combinations; i++) {
        hop_sweep_point(e, i, &c);
        HOP_TRY(check_energy(&c, e));
        HOP_TRY(check_update(&c, e));
        HOP_TRY(check_load(&c, e));
        HOP_TRY(check_place(&c, e));
    }
    return HOP_OK;
}

hop_trial hop_locate_trial(const hop_sweep *e, const struct cell *c) {
    hop_trial trial = {
        .energy = hop_sweep_energy(c->energy, c->beta),
        .corruptions = e->corruptions,
        .corruption_count = e->corruption_count,
        .flips = c->damage,
        .source = e->memory,
        .canvas = e->memory ? &e->canvas : NULL,
        .kind = c->patterns,
        .dim = hop_locate_dim(e, c),
        .patterns = hop_load_whole(hop_locate_stored(e, c)),
        .update = hop_update_of_word(c->update),
        .steps = c->steps,
        .trials = isnan(c->trials) ? HOP_LOCATE_GRID_TRIALS : (size_t)c->trials,
        .watch = e->watch,
    };
    hop_status status = hop_sweep_similarity(e, c->similarity, &trial.energy, &trial.similarity);
    if (status != HOP_OK) trial.similarity.kind = NULL; /* refused where it is tried */
    return trial;
}

hop_status hop_locate_cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    struct line *line = lines->all;
    hop_trial trial = hop_locate_trial(e, c);
    hop_trial_sums sums = {0};
    HOP_TRY(hop_sweep_similarity(e, c->similarity, &trial.energy, &trial.similarity));
    HOP_TRY(hop_trial_run(&trial, seed, &sums));
    double dim = (double)trial.dim, stored = (double)trial.patterns;
    bool load = hop_locate_along(e) == HOP_LOCATE_LOAD;
    *line = (struct line){
        .place = load ? hop_locate_load_of(e, c, stored) : round(trial.flips * dim) / dim,
        .stored = stored,
        .tried = sums.trials,
        .cosine = sums.cosine,
        .steps = sums.steps,
        .beta = sums.beta,
    };
    memcpy(line->success, sums.successes, sizeof line->success);
    return HOP_OK;
}
