/* Patterns of a packed file are handed on as they are unpacked, so that no file of any size is
 * unpacked anywhere first.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "array_load.h"
#include "gzip.h"

/* Patterns are unpacked in pieces of about this many bytes, which stay in cache until they are
 * taken. */
enum { PIECE_BYTES = 1 << 20 };

/* A packed file on its way. */
typedef struct delivery {
    hop_load *load;
    const char *path;
    hop_array array; /* as it is declared */
    hop_array_plan plan;
    hop_gzip *file;
    unsigned char *piece;
    size_t dim, room; /* bytes a pattern; patterns a piece */
} delivery;

static hop_status hand_over(const delivery *task, size_t count) {
    const hop_load_options *options = task->load->options;
    hop_memory *some = NULL;
    HOP_TRY(hop_memory_attach(task->plan.shape, HOP_U8, HOP_PATTERNS, task->piece, count,
                              (hop_memory_owner){0}, &some));
    hop_memory_set_background(some, options->background, false);
    hop_status status = options->deliver(options->receiver, some);
    hop_memory_destroy(some);
    return status;
}

/* After the last pattern that is wanted: the file ends there, unless a limit left some out. */
static hop_status check_end(const delivery *task, size_t bytes) {
    unsigned char more;
    size_t got = 0;
    if (task->plan.count < task->array.size[0]) return HOP_OK;
    HOP_TRY(hop_gzip_read(task->file, &more, 1, &got));
    return hop_array_fits(task->path, &task->array, task->array.offset + bytes + got);
}

/* The first piece has been unpacked: `got` bytes of it. */
static hop_status deliver_all(const delivery *task, size_t got) {
    const size_t count = task->plan.count;
    for (size_t done = 0, some = 0; done < count; done += some) {
        some = count - done < task->room ? count - done : task->room;
        if (done > 0) HOP_TRY(hop_gzip_read(task->file, task->piece, some * task->dim, &got));
        if (got < some * task->dim)
            return hop_array_fits(task->path, &task->array,
                                  task->array.offset + done * task->dim + got);
        HOP_TRY(hand_over(task, some));
        HOP_TRY(hop_load_progress(task->load, done + some, count));
    }
    return check_end(task, count * task->dim);
}

/* Unpacks the header and the first patterns, by which it shows whether they stay as they are. */
static hop_status deliver(delivery *task, const unsigned char *bytes, size_t size,
                          bool *delivered) {
    unsigned char head[HOP_BYTES_HEAD];
    size_t got = 0;
    HOP_TRY(hop_gzip_open(task->path, bytes, size, &task->file));
    HOP_TRY(hop_gzip_read(task->file, head, task->array.offset, &got));
    HOP_TRY(hop_alloc(task->room, task->dim, "patterns", &task->piece));
    const size_t first = task->plan.count < task->room ? task->plan.count : task->room;
    HOP_TRY(hop_gzip_read(task->file, task->piece, first * task->dim, &got));
    *delivered = hop_array_stays(task->load, task->path, &task->array, task->piece, got);
    if (!*delivered) return HOP_OK;
    HOP_TRY(hop_array_plan_make(task->load->options, task->path, &task->array, &task->load->remarks,
                                &(hop_array_plan){0}));
    HOP_TRY(hop_load_begin(task->load, task->path, task->plan.shape, HOP_U8));
    return deliver_all(task, got);
}

/* Whether the array is one whose patterns may be handed on, for all that its header says. */
static bool prepare(delivery *task, const hop_input *input) {
    const hop_load_options *options = task->load->options;
    unsigned char head[HOP_BYTES_HEAD];
    size_t got = 0;
    if (!options->deliver || !task->load->alone || task->load->memory || !input->loader->header ||
        (options->labels && strcmp(options->labels, "none") != 0))
        return false;
    if (hop_bytes_head(input->file, head, &got) != HOP_OK ||
        !input->loader->header(head, got, &task->array) || task->array.offset > got ||
        task->array.rank < 2)
        return false;
    if (hop_array_plan_make(options, input->file, &task->array, NULL, &task->plan) != HOP_OK)
        return false;
    task->dim = hop_shape_dim(task->plan.shape);
    task->room = task->dim < PIECE_BYTES ? PIECE_BYTES / task->dim : 1;
    if (task->plan.count > hop_load_room(task->load)) task->plan.count = hop_load_room(task->load);
    return task->plan.count > 0;
}

hop_status hop_packed_deliver(hop_load *load, const hop_input *input, bool *delivered) {
    delivery task = {.load = load, .path = input->file};
    const unsigned char *bytes = NULL;
    size_t size = 0;
    *delivered = false;
    if (!prepare(&task, input)) return HOP_OK;
    HOP_TRY(hop_file_map(input->file, &bytes, &size));
    hop_status status = HOP_OK;
    if (hop_gzip_recognise(bytes, size) && task.plan.count <= hop_gzip_most(size) / task.dim)
        status = deliver(&task, bytes, size, delivered);
    hop_gzip_close(task.file);
    free(task.piece);
    hop_file_unmap(bytes, size);
    return status;
}
