/* Building an index: level by level, a node by a worker.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/spill.h"
#include "index_private.h"
#include "index_split.h"

/* Between two reports of progress. */
enum { NODES_A_TURN = 4096 };

typedef struct building {
    hop_index_building b;
    size_t count, room;                    /* nodes */
    size_t first;                          /* node of the tasks at hand */
    uint32_t (*sizes)[HOP_INDEX_BRANCHES]; /* [NODES_A_TURN] */
    bool *unsound;                         /* [NODES_A_TURN] */
    hop_index_splitter *splitters;         /* [workers] */
} building;

static void split(void *context, size_t task, size_t worker) {
    const building *work = context;
    hop_index_split(&work->b, &work->splitters[worker], work->first + task, work->sizes[task],
                    &work->unsound[task]);
}

static hop_status make_room(building *work, size_t more) {
    if (work->count + more <= work->room) return HOP_OK;
    work->room = 2 * (work->count + more);
    HOP_TRY(hop_realloc(work->room, sizeof *work->b.nodes, "an index", &work->b.nodes));
    return hop_spill_realloc(work->room, work->b.sieve->dim, "an index", &work->b.axes);
}

static hop_status add_children(building *work, size_t tasks) {
    HOP_TRY(make_room(work, tasks * HOP_INDEX_BRANCHES));
    for (size_t task = 0; task < tasks; task++) {
        hop_index_node *node = &work->b.nodes[work->first + task];
        uint32_t first = node->first;
        node->child = (uint32_t)work->count;
        for (size_t k = 0; k < HOP_INDEX_BRANCHES; k++) {
            uint32_t size = work->sizes[task][k];
            if (size == 0) continue;
            work->b.nodes[work->count++] = (hop_index_node){.first = first, .count = size};
            first += size;
            node->children++;
        }
    }
    return HOP_OK;
}

/* Progress is told of from this thread: of nodes, as far as they are known. */
static hop_status tell(const building *work, const hop_recall_running *running) {
    if (!running->progress ||
        !running->progress(running->context, "building the index", work->first, work->count))
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "interrupted with %zu of %zu clusters split", work->first,
                    work->count);
}

static hop_status split_all(building *work, const hop_recall_running *running, size_t workers,
                            bool *sound) {
    HOP_TRY(make_room(work, 1));
    work->b.nodes[work->count++] = (hop_index_node){.count = (uint32_t)work->b.sieve->count};
    for (size_t tasks = 0; work->first < work->count; work->first += tasks) {
        tasks = work->count - work->first;
        if (tasks > NODES_A_TURN) tasks = NODES_A_TURN;
        HOP_TRY(tell(work, running));
        memset(work->unsound, 0, NODES_A_TURN * sizeof *work->unsound);
        hop_parallel_run(tasks, workers, split, work);
        for (size_t task = 0; task < tasks; task++)
            if (work->unsound[task]) *sound = false;
        if (!*sound) return HOP_OK;
        HOP_TRY(add_children(work, tasks));
    }
    return HOP_OK;
}

/* All members of one leaf, see hop_index_members_of(). */
static void lay_out_leaf(const hop_index_building *b, const hop_index_node *leaf,
                         unsigned char *to) {
    const hop_sieve *sieve = b->sieve;
    const float *const seen[] = {sieve->gain, sieve->offset, sieve->bias, sieve->norm};
    const size_t first = leaf->first, count = leaf->count, part = count * sizeof(float);
    memcpy(to, b->order + first, part);
    memcpy(to + part, b->along + first, part);
    memcpy(to + 2 * part, b->across + first, part);
    for (size_t k = 0; k < sizeof seen / sizeof *seen; k++)
        for (size_t i = 0; i < count; i++)
            memcpy(to + (3 + k) * part + i * sizeof(float), &seen[k][b->order[first + i]],
                   sizeof(float));
}

static hop_status keep(const building *work, hop_memory *memory, const char *name) {
    const hop_index_building *b = &work->b;
    size_t dim = b->sieve->dim;
    hop_index_head head = {.magic = HOP_INDEX_MAGIC, b->sieve->count, dim, work->count};
    unsigned char *blob = NULL;
    hop_index_layout layout = {0};
    if (!hop_index_lay_out(&head, &layout)) return HOP_OK;
    HOP_TRY(hop_spill_alloc(layout.size, 1, "an index", &blob));
    memcpy(blob, &head, sizeof head);
    memcpy(blob + layout.nodes, b->nodes, work->count * sizeof *b->nodes);
    memcpy(blob + layout.axes, b->axes, work->count * dim);
    for (size_t i = 0; i < work->count; i++)
        if (b->nodes[i].children == 0)
            lay_out_leaf(b, &b->nodes[i],
                         blob + layout.members + (size_t)HOP_INDEX_MEMBER * b->nodes[i].first);
    hop_status status = hop_memory_set_blob(memory, name, blob, layout.size);
    hop_spill_free(blob);
    return status;
}

static hop_status building_create(building *work, size_t workers) {
    hop_index_building *b = &work->b;
    size_t patterns = b->sieve->count;
    HOP_TRY(hop_spill_alloc(patterns, sizeof *b->order, "an index", &b->order));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *b->other, "an index", &b->other));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *b->along, "an index", &b->along));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *b->across, "an index", &b->across));
    HOP_TRY(hop_spill_alloc(patterns, 1, "an index", &b->branch));
    HOP_TRY(hop_alloc(NODES_A_TURN, sizeof *work->sizes, "an index", &work->sizes));
    HOP_TRY(hop_alloc(NODES_A_TURN, sizeof *work->unsound, "an index", &work->unsound));
    HOP_TRY(hop_alloc(workers, sizeof *work->splitters, "an index", &work->splitters));
    for (size_t i = 0; i < workers; i++)
        HOP_TRY(hop_index_splitter_create(b->sieve, &work->splitters[i]));
    for (size_t i = 0; i < patterns; i++) b->order[i] = (uint32_t)i;
    return HOP_OK;
}

static void building_clear(building *work, size_t workers) {
    for (size_t i = 0; work->splitters && i < workers; i++)
        hop_index_splitter_clear(&work->splitters[i]);
    free(work->splitters);
    free(work->b.nodes);
    hop_spill_free(work->b.axes);
    hop_spill_free(work->b.order);
    hop_spill_free(work->b.other);
    hop_spill_free(work->b.along);
    hop_spill_free(work->b.across);
    hop_spill_free(work->b.branch);
    free(work->sizes);
    free(work->unsound);
}

hop_status hop_index_build(hop_memory *memory, const char *name, const hop_sieve *sieve,
                           const hop_recall_running *running) {
    size_t workers = hop_parallel_threads(running->threads);
    building work = {.b.sieve = sieve};
    bool sound = true;
    hop_status status = building_create(&work, workers);
    if (status == HOP_OK) status = split_all(&work, running, workers, &sound);
    if (status == HOP_OK && sound) status = keep(&work, memory, name);
    building_clear(&work, workers);
    return status;
}
