/* The fast path: blocks of states x parts of the memory, folded in parallel (tiles.c, or few.c
 * where there are few states), then joined in order.  How the work is cut depends on sizes alone,
 * so that any number of threads makes the same bytes.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/sum.h"
#include "blocks.h"
#include "few.h"

/* States to a block at most.  Families whose folds cannot be joined share a batch by blocks alone,
 * so theirs are an eighth of it, within limits. */
enum { BLOCK_MOST = 256, BLOCK_SHARE = 8, BLOCK_LEAST = 16 };

/* Tasks to make for the threads to share; patterns that are worth one, and that are enough for one,
 * so that many ranks find something to do; numbers that all parts may hold. */
enum { TASKS = 16, PART_LEAST = 512, PART_MOST = 1 << 20 };
static const size_t HELD_NUMBERS = (size_t)1 << 21;

typedef struct step {
    const hop_recall *recall;
    hop_rows rows;
    const double *states;
    double *next, *energy;
    size_t block, blocks, parts;
    hop_tiles *tiles;   /* [workers] */
    hop_folded *folded; /* [parts x blocks], or [workers] where there is one part */
} step;

/* ---- cutting ---- */

static size_t divide_up(size_t a, size_t b) {
    return (a + b - 1) / b;
}

static size_t block_of(const hop_recall *recall, size_t count) {
    bool joined = recall->options.model.energy.family->join != NULL;
    if (joined) return divide_up(count, divide_up(count, BLOCK_MOST));
    size_t block = divide_up(count, BLOCK_SHARE);
    if (block < BLOCK_LEAST) block = BLOCK_LEAST;
    return block < BLOCK_MOST ? block : BLOCK_MOST;
}

static size_t parts_of(const hop_recall *recall, size_t blocks, size_t block) {
    if (!recall->options.model.energy.family->join) return 1;
    size_t parts = TASKS / blocks, worth = recall->count / PART_LEAST;
    size_t room = HELD_NUMBERS / (blocks * block) / recall->dim;
    if (parts > worth) parts = worth;
    if (parts < recall->count / PART_MOST) parts = recall->count / PART_MOST;
    if (parts > room) parts = room;
    return parts > 1 ? parts : 1;
}

static hop_range part_of(const step *work, size_t part) {
    size_t count = work->recall->count;
    size_t first = count / work->parts * part, end = count / work->parts * (part + 1);
    return (hop_range){first, (part + 1 == work->parts ? count : end) - first};
}

static hop_rows block_rows(const step *work, size_t block) {
    size_t first = block * work->block, left = work->rows.count - first;
    return (hop_rows){work->rows.index + first, left < work->block ? left : work->block};
}

/* ---- one task ---- */

static void fold(const step *work, hop_tiles *tiles, size_t block, size_t part,
                 const hop_folded *folded) {
    hop_rows rows = block_rows(work, block);
    hop_tiles_load(work->recall, tiles, rows, work->states);
    if (work->rows.count <= HOP_FEW)
        hop_tiles_fold_few(work->recall, tiles, rows.count, part_of(work, part), folded);
    else
        hop_tiles_fold(work->recall, tiles, rows.count, part_of(work, part), folded);
}

/* States and energies of a block that has folded everything. */
static void finish(const step *work, hop_tiles *tiles, size_t block, const hop_folded *folded) {
    const hop_recall *recall = work->recall;
    hop_rows rows = block_rows(work, block);
    size_t dim = recall->dim;
    for (size_t i = 0; i < rows.count; i++) {
        const double *state = work->states + rows.index[i] * dim;
        double *next = work->next + rows.index[i] * dim, total = folded->folds[i].total;
        double potential = hop_recall_refined_potential(recall, &folded->folds[i],
                                                        &folded->leaders[i], state, tiles->key);
        work->energy[block * work->block + i] =
            hop_recall_energy(recall, potential, hop_sum_squares(state, dim) / 2);
        for (size_t j = 0; j < dim; j++)
            next[j] = total > 0 ? folded->mixed[i * dim + j] / total : 0;
        hop_recall_to_sphere(recall, state, next);
        for (size_t j = 0; j < dim; j++) next[j] = (double)(float)next[j];
    }
}

/* Pass 1: a block and a part; those of one part together, for it is read once then. */
static void run_task(void *context, size_t index, size_t worker) {
    const step *work = context;
    size_t block = index % work->blocks, part = index / work->blocks;
    const hop_folded *folded = &work->folded[work->parts > 1 ? index : worker];
    fold(work, &work->tiles[worker], block, part, folded);
    if (work->parts == 1) finish(work, &work->tiles[worker], block, folded);
}

static void written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const step *work = context;
    size_t block = index % work->blocks, dim = work->recall->dim;
    hop_rows rows = block_rows(work, block);
    if (work->parts > 1) {
        const hop_folded *folded = &work->folded[index];
        give(to, folded->mixed, rows.count * dim * sizeof *folded->mixed);
        give(to, folded->leaders, rows.count * sizeof *folded->leaders);
        give(to, folded->folds, rows.count * sizeof *folded->folds);
        return;
    }
    give(to, work->energy + block * work->block, rows.count * sizeof *work->energy);
    for (size_t i = 0; i < rows.count; i++)
        give(to, work->next + rows.index[i] * dim, dim * sizeof *work->next);
}

/* What one row has folded of another part joins what it has folded. */
static void join_row(const hop_recall *recall, const hop_folded *folded, const hop_folded *other,
                     size_t i) {
    const hop_energy *energy = &recall->options.model.energy;
    size_t dim = recall->dim;
    double mine = 1, theirs = 1, *mixed = folded->mixed + i * dim;
    const double *added = other->mixed + i * dim;
    energy->family->join(energy->parameter, &folded->folds[i], &other->folds[i], &mine, &theirs);
    for (size_t j = 0; j < dim; j++) mixed[j] = mixed[j] * mine + added[j] * theirs;
    hop_recall_join_leaders(&folded->leaders[i], &other->leaders[i]);
}

/* Pass 2: the parts of a block, in order. */
static void join_block(void *context, size_t block, size_t worker) {
    const step *work = context;
    const hop_folded *folded = &work->folded[block];
    hop_rows rows = block_rows(work, block);
    for (size_t part = 1; part < work->parts; part++)
        for (size_t i = 0; i < rows.count; i++)
            join_row(work->recall, folded, &work->folded[part * work->blocks + block], i);
    finish(work, &work->tiles[worker], block, folded);
}

/* ---- the step ---- */

/* What workers need: tiles with keys, tiles of bytes as they lie, and what rows have folded. */
static hop_status create_keys(const hop_recall *recall, size_t held, void *tiles) {
    return hop_tiles_create(recall, held, true, tiles);
}

static hop_status create_bytes(const hop_recall *recall, size_t held, void *tiles) {
    return hop_tiles_create(recall, held, false, tiles);
}

static void clear_tiles(void *tiles) {
    hop_tiles_clear(tiles);
}

static hop_status create_folded(const hop_recall *recall, size_t held, void *fresh) {
    hop_folded *folded = fresh;
    HOP_TRY(hop_alloc(recall->dim, held * sizeof *folded->mixed, "sums", &folded->mixed));
    HOP_TRY(hop_alloc(held, sizeof *folded->leaders, "leaders", &folded->leaders));
    return hop_alloc(held, sizeof *folded->folds, "folds", &folded->folds);
}

static void clear_folded(void *used) {
    hop_folded *folded = used;
    free(folded->mixed);
    free(folded->leaders);
    free(folded->folds);
}

static hop_status step_ready(step *work, size_t workers, hop_scratch *scratch) {
    static const hop_scratch_kind KEYS = {sizeof(hop_tiles), create_keys, clear_tiles},
                                  BYTES = {sizeof(hop_tiles), create_bytes, clear_tiles},
                                  FOLDED = {sizeof(hop_folded), create_folded, clear_folded};
    const bool bytes = work->rows.count <= HOP_FEW && hop_few_takes_bytes(work->recall);
    const size_t folded = work->parts > 1 ? work->blocks * work->parts : workers;
    HOP_TRY(hop_scratch_ready(scratch, work->recall, bytes ? &BYTES : &KEYS, work->block, workers,
                              &work->tiles));
    return hop_scratch_ready(scratch, work->recall, &FOLDED, work->block, folded, &work->folded);
}

/* Keys and states are finite; an energy that is not can only come of an overflow. */
static hop_status check(hop_rows rows, const double *energy) {
    for (size_t i = 0; i < rows.count; i++)
        if (!isfinite(energy[i]))
            return hop_fail(HOP_E_VALUE,
                            "query %zu: a similarity is beyond the range of float; "
                            "use double precision",
                            rows.index[i]);
    return HOP_OK;
}

static hop_status take_step(const hop_step *given) {
    const hop_recall *recall = given->recall;
    step work = {.recall = recall,
                 .rows = given->rows,
                 .states = given->states,
                 .next = given->next,
                 .energy = given->energy};
    work.block = block_of(recall, work.rows.count);
    work.blocks = divide_up(work.rows.count, work.block);
    work.parts = parts_of(recall, work.blocks, work.block);
    size_t tasks = work.blocks * work.parts, threads = recall->options.running.threads;
    size_t workers = threads < tasks ? threads : tasks;
    hop_scratch own = {0};
    hop_status status = step_ready(&work, workers, given->scratch ? given->scratch : &own);
    const hop_ranks_loop loop = {&work, run_task, written};
    if (status == HOP_OK) hop_ranks_run(tasks, workers, &loop);
    if (status == HOP_OK && work.parts > 1)
        hop_parallel_run(work.blocks, workers, join_block, &work);
    if (status == HOP_OK) status = check(work.rows, work.energy);
    hop_scratch_clear(&own);
    return status;
}

extern const hop_engine hop_recall_engine_information, hop_recall_engine_differences;

/* From so many patterns on, up to so many states are compared with bytes as they lie, HOP_FEW at a
 * time: to make keys for them costs many times as much. */
enum { BYTES_LEAST = 1 << 16, STATES_MOST = 32 };

static bool are_few_bytes(const hop_recall *recall, size_t states) {
    return states <= STATES_MOST && recall->count >= BYTES_LEAST && hop_few_takes_bytes(recall);
}

/* Patterns that stay in the second-level cache until all states have been compared with them. */
enum { PATTERNS_HELD = 16 * HOP_HANDFUL };

static void compare_bytes(const hop_recall *recall, const hop_few_states *few, hop_range patterns,
                          double *s) {
    float some[HOP_FEW * HOP_HANDFUL];
    const size_t end = patterns.first + patterns.count;
    for (size_t first = patterns.first; first < end; first += HOP_HANDFUL) {
        size_t left = end - first, count = left < HOP_HANDFUL ? left : HOP_HANDFUL;
        hop_few_compare(recall, few, (hop_range){first, count}, some, HOP_HANDFUL);
        for (size_t i = 0; i < few->count; i++)
            for (size_t j = 0; j < count; j++)
                s[i * recall->count + first + j] = (double)some[i * HOP_HANDFUL + j];
    }
}

static hop_status compare_all_bytes(const hop_recall *recall, hop_rows rows, const double *states,
                                    double *s) {
    enum { GROUPS = STATES_MOST / HOP_FEW };
    hop_tiles work[GROUPS] = {0};
    hop_few_states few[GROUPS];
    size_t groups = 0;
    hop_status status = HOP_OK;
    for (; groups * HOP_FEW < rows.count && status == HOP_OK; groups++) {
        const size_t first = groups * HOP_FEW, left = rows.count - first;
        const hop_rows some = {rows.index + first, left < HOP_FEW ? left : HOP_FEW};
        status = hop_tiles_create(recall, HOP_FEW, false, &work[groups]);
        if (status != HOP_OK) continue;
        hop_tiles_load(recall, &work[groups], some, states);
        hop_few_write(recall, &work[groups], some.count, &few[groups]);
    }
    for (size_t first = 0; first < recall->count && status == HOP_OK; first += PATTERNS_HELD) {
        const size_t left = recall->count - first;
        const hop_range held = {first, left < PATTERNS_HELD ? left : PATTERNS_HELD};
        for (size_t k = 0; k < groups; k++)
            compare_bytes(recall, &few[k], held, s + k * HOP_FEW * recall->count);
    }
    for (size_t k = 0; k < groups; k++) hop_tiles_clear(&work[k]);
    return status;
}

hop_status hop_recall_fast_similarities(const hop_recall *recall, hop_rows rows,
                                        const double *states, double *s) {
    hop_tiles work = {0};
    size_t tile = hop_recall_tile(recall);
    if (!hop_recall_is_product(recall) && !hop_recall_is_difference(recall))
        return hop_recall_engine_information.similarities(recall, rows, states, s);
    if (hop_recall_is_difference(recall))
        return hop_recall_engine_differences.similarities(recall, rows, states, s);
    if (are_few_bytes(recall, rows.count)) return compare_all_bytes(recall, rows, states, s);
    hop_status status = hop_tiles_create(recall, rows.count, true, &work);
    if (status == HOP_OK) hop_tiles_load(recall, &work, rows, states);
    for (size_t first = 0; first < recall->count && status == HOP_OK; first += tile) {
        size_t count = recall->count - first < tile ? recall->count - first : tile;
        hop_tiles_compare(recall, &work, rows.count, (hop_range){first, count});
        for (size_t i = 0; i < rows.count; i++)
            for (size_t j = 0; j < count; j++)
                s[i * recall->count + first + j] = (double)work.tile[i * count + j];
    }
    hop_tiles_clear(&work);
    return status;
}

static bool supports(const hop_recall *recall) {
    return hop_recall_is_product(recall) && recall->options.model.energy.family->fold;
}

const hop_engine hop_recall_engine_fast = {
    .name = "tiles, float",
    .plain = true,
    .refined = true,
    .supports = supports,
    .float_states = true,
    .step = take_step,
    .similarities = hop_recall_fast_similarities,
};
