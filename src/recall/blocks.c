/* The driver of whatever goes through rows block by block.
 * SPDX-License-Identifier: MIT */
#include "blocks.h"

#include <assert.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* ---- scratch ---- */

static void clear_kind(hop_scratch *scratch, size_t i) {
    const hop_scratch_kind *kind = scratch->of[i].kind;
    char *each = scratch->of[i].each;
    for (size_t k = 0; each && k < scratch->of[i].count; k++) kind->clear(each + k * kind->size);
    free(each);
    scratch->of[i].each = NULL;
}

void hop_scratch_clear(hop_scratch *scratch) {
    for (size_t i = 0; i < HOP_SCRATCH_KINDS; i++) clear_kind(scratch, i);
}

hop_status hop_scratch_ready(hop_scratch *scratch, const hop_recall *recall,
                             const hop_scratch_kind *kind, size_t held, size_t count, void *each) {
    size_t i = 0;
    while (i < HOP_SCRATCH_KINDS && scratch->of[i].each && scratch->of[i].kind != kind) i++;
    assert(i < HOP_SCRATCH_KINDS); /* a step has few kinds */
    if (!scratch->of[i].each || scratch->of[i].held < held || scratch->of[i].count < count) {
        char *fresh = NULL;
        clear_kind(scratch, i);
        HOP_TRY(hop_alloc(count, kind->size, "scratch", &fresh));
        scratch->of[i].kind = kind;
        scratch->of[i].held = held;
        scratch->of[i].count = count;
        scratch->of[i].each = fresh;
        hop_status status = HOP_OK;
        for (size_t k = 0; k < count && status == HOP_OK; k++)
            status = kind->create(recall, held, fresh + k * kind->size);
        if (status != HOP_OK) {
            clear_kind(scratch, i);
            return status;
        }
    }
    *(void **)each = scratch->of[i].each;
    return HOP_OK;
}

/* ---- blocks ---- */

typedef struct failure {
    hop_status status;
    size_t at;
} failure;

typedef struct work {
    const hop_blocks *blocks;
    hop_rows rows;
    size_t held;
    const void *context;
    char *scratch;     /* [workers] of blocks->scratch.size */
    failure *failures; /* [blocks] */
} work;

static hop_range places_of(const work *w, size_t block) {
    size_t first = block * w->held, left = w->rows.count - first;
    return (hop_range){first, left < w->held ? left : w->held};
}

static void run_block(void *context, size_t block, size_t worker) {
    const work *w = context;
    hop_range places = places_of(w, block);
    failure *failed = &w->failures[block];
    failed->at = places.first;
    failed->status = w->blocks->run(w->context, places,
                                    w->scratch + worker * w->blocks->scratch.size, &failed->at);
}

static void written(void *context, size_t block, hop_ranks_take *give, void *to) {
    const work *w = context;
    give(to, &w->failures[block], sizeof *w->failures);
    w->blocks->written(w->context, places_of(w, block), give, to);
}

static hop_status first_failure(const work *w, size_t count) {
    for (size_t block = 0; block < count; block++) {
        const failure *failed = &w->failures[block];
        if (failed->status == HOP_OK) continue;
        const char *what = failed->status == HOP_E_VALUE && w->blocks->beyond
                               ? w->blocks->beyond
                               : hop_status_text(failed->status);
        size_t query = w->rows.index ? w->rows.index[failed->at] : failed->at;
        return hop_fail(failed->status, "query %zu: %s", query, what);
    }
    return HOP_OK;
}

/* Keys and states are finite, so that only what is computed can fail. */
static hop_status run_all(work *w, const hop_recall *recall, size_t count, hop_scratch *scratch) {
    size_t threads = recall->options.running.threads;
    size_t workers = w->blocks->in_turn ? 1 : threads < count ? threads : count;
    HOP_TRY(hop_scratch_ready(scratch, recall, &w->blocks->scratch, w->held, workers, &w->scratch));
    const hop_ranks_loop loop = {w, run_block, written};
    if (w->blocks->in_turn)
        for (size_t block = 0; block < count; block++) run_block(w, block, 0);
    else
        hop_ranks_run(count, workers, &loop);
    return first_failure(w, count);
}

/* How blocks fared is kept with the scratch. */
static hop_status create_failure(const hop_recall *recall, size_t held, void *failed) {
    (void)recall, (void)held, (void)failed;
    return HOP_OK;
}

static void clear_failure(void *failed) {
    (void)failed;
}

hop_status hop_blocks_run(const hop_recall *recall, const hop_blocks *blocks, hop_rows rows,
                          size_t held, const void *context, hop_scratch *scratch) {
    static const hop_scratch_kind FAILURES = {sizeof(failure), create_failure, clear_failure};
    hop_scratch own = {0};
    work w = {.blocks = blocks, .rows = rows, .held = held, .context = context};
    const size_t count = (rows.count + held - 1) / held;
    if (count == 0) return HOP_OK;
    if (!scratch) scratch = &own;
    hop_status status = hop_scratch_ready(scratch, recall, &FAILURES, 1, count, &w.failures);
    if (status == HOP_OK) status = run_all(&w, recall, count, scratch);
    hop_scratch_clear(&own);
    return status;
}

hop_status hop_blocks_step(const hop_step *step, const hop_blocks *blocks, size_t held) {
    return hop_blocks_run(step->recall, blocks, step->rows, held, step, step->scratch);
}

void hop_step_written(const void *context, hop_range places, hop_ranks_take *give, void *to) {
    const hop_step *step = context;
    size_t dim = step->recall->dim, patterns = step->recall->count;
    give(to, step->energy + places.first, places.count * sizeof *step->energy);
    for (size_t i = 0; i < places.count; i++) {
        size_t row = step->rows.index[places.first + i];
        give(to, step->next + row * dim, dim * sizeof *step->next);
        if (step->similarities)
            give(to, step->similarities + row * patterns, patterns * sizeof *step->similarities);
    }
}

size_t hop_blocks_held(size_t rows, size_t numbers, size_t room, size_t share, size_t most) {
    size_t held = room / numbers, part = (rows + share - 1) / share;
    if (held > part) held = part;
    if (held > most) held = most;
    return held > 0 ? held : 1;
}
