/* Small pictures are decoded some at a time, by all threads, and appended in order.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "loader.h"

/* So many at most, whose files have so many bytes at most: a large picture is decoded alone. */
enum { TOGETHER = 64, BYTES = 1 << 20 };

typedef struct decoded {
    const hop_input *input;
    hop_bytes source;
    hop_image image;
    hop_status status;
    char *sentence; /* of a failure: threads have their own */
} decoded;

typedef struct decoding {
    hop_image_limits limits;
    decoded *list; /* [TOGETHER] */
} decoding;

static void decode(void *context, size_t index, size_t worker) {
    const decoding *work = context;
    decoded *one = &work->list[index];
    (void)worker;
    one->status = one->input->loader->picture(one->source.path, one->source.bytes, one->source.size,
                                              &work->limits, &one->image);
    if (one->status != HOP_OK) one->sentence = strdup(hop_status_detail());
}

/* Opens pictures that are decoded together, one at least; *count says how many.  A file that cannot
 * be opened ends the list: it fails once those before it are there. */
static void open_some(const hop_inputs *inputs, size_t first, size_t most, decoded *list,
                      size_t *count) {
    size_t bytes = 0;
    for (*count = 0; *count < most && first + *count < inputs->count; ++*count) {
        decoded *one = &list[*count];
        *one = (decoded){.input = &inputs->list[first + *count], .source.small = true};
        if (!one->input->loader->picture) return;
        one->status = hop_bytes_open(one->input->file, one->input->member, 0, &one->source);
        if (one->status != HOP_OK) {
            one->sentence = strdup(hop_status_detail());
            ++*count;
            return;
        }
        bytes += one->source.size;
        if (*count > 0 && bytes > BYTES) {
            hop_bytes_close(&one->source);
            return;
        }
    }
}

static hop_status append(hop_load *load, const decoded *one) {
    if (one->status != HOP_OK && !one->sentence)
        return hop_fail(HOP_E_MEMORY, "%s: no memory to read it", one->input->file);
    if (one->status != HOP_OK) return hop_fail(one->status, "%s", one->sentence);
    HOP_TRY(hop_picture_take(load, one->source.path, &one->image));
    if (one->input->label)
        hop_load_note_label(load, hop_memory_count(load->memory) - 1, one->input->label);
    return HOP_OK;
}

hop_status hop_pictures_load(hop_load *load, const hop_inputs *inputs, size_t first,
                             size_t *taken) {
    const bool begun = load->memory && hop_memory_shape(load->memory).image;
    const size_t room = hop_load_room(load), most = room < TOGETHER ? room : TOGETHER;
    decoding work = {.limits = hop_picture_limits(load)};
    size_t count = 0, ready = 0;
    hop_status status = HOP_OK;
    HOP_TRY(hop_alloc(TOGETHER, sizeof *work.list, "pictures", &work.list));
    /* How the first is read decides how others are. */
    open_some(inputs, first, begun ? most : 1, work.list, &count);
    while (ready < count && work.list[ready].status == HOP_OK) ready++;
    hop_parallel_run(ready, hop_parallel_threads(0), decode, &work);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        status = append(load, &work.list[i]);
        if (status == HOP_OK) status = hop_load_progress(load, first + i + 1, inputs->count);
    }
    for (size_t i = 0; i < count; i++) {
        hop_image_clear(&work.list[i].image);
        hop_bytes_close(&work.list[i].source);
        free(work.list[i].sentence);
    }
    free(work.list);
    *taken = count;
    return status;
}
