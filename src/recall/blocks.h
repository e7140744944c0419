/* Rows cut into blocks: every worker with scratch of its own, all ranks together, and a sentence
 * about what failed.  What is done with a block stands in the files that use this.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_BLOCKS_H
#define HOP_RECALL_BLOCKS_H

#include "../base/ranks.h"
#include "engine.h"

/* What one worker needs for blocks of `held` rows. */
typedef struct hop_scratch_kind {
    size_t size;
    hop_status (*create)(const hop_recall *recall, size_t held, void *scratch); /* it is all 0 */
    void (*clear)(void *scratch); /* also after a create that failed */
} hop_scratch_kind;

/* Scratch that steps of a run use again; all 0 at first. */
enum { HOP_SCRATCH_KINDS = 6 };
struct hop_scratch {
    struct {
        const hop_scratch_kind *kind;
        size_t held, count;
        void *each;
    } of[HOP_SCRATCH_KINDS];
};

/* *each: an array of at least `count` for at least `held` rows, as there is or made anew; the
 * scratch's own.  HOP_E_MEMORY. */
hop_status hop_scratch_ready(hop_scratch *scratch, const hop_recall *recall,
                             const hop_scratch_kind *kind, size_t held, size_t count, void *each);
void hop_scratch_clear(hop_scratch *scratch);

/* What is done with blocks. */
typedef struct hop_blocks {
    hop_scratch_kind scratch;

    /* The rows at `places`; on failure *failed is one of them, at first the first. */
    hop_status (*run)(const void *context, hop_range places, void *scratch, size_t *failed);

    /* Names what `run` has written: hop_step_written() of a step. */
    void (*written)(const void *context, hop_range places, hop_ranks_take *give, void *to);

    const char *beyond; /* what HOP_E_VALUE means, as the end of a sentence */
    bool in_turn;       /* one block after another on this thread: they share their own work */
} hop_blocks;

/* Runs blocks of `held` of the rows, whose index may be NULL: all, in order.  scratch: NULL if it
 * is not used again.  What blocks fail with, the first one; HOP_E_MEMORY. */
hop_status hop_blocks_run(const hop_recall *recall, const hop_blocks *blocks, hop_rows rows,
                          size_t held, const void *context, hop_scratch *scratch);

/* The same of a step, which is what `run` is given as its context. */
hop_status hop_blocks_step(const hop_step *step, const hop_blocks *blocks, size_t held);

/* Energies, states and, where they are kept, similarities of the places of a step. */
void hop_step_written(const void *step, hop_range places, hop_ranks_take *give, void *to);

/* So many rows in a block that `numbers` of each are not more than `room`, that there are `share`
 * blocks, and not more than `most` rows. */
size_t hop_blocks_held(size_t rows, size_t numbers, size_t room, size_t share, size_t most);

#endif
