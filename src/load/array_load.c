/* Arrays become patterns: in which units their elements are, and their rows one after another.
 * SPDX-License-Identifier: MIT */
#include "array_load.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

/* Rows that need no conversion are copied in pieces of about this many bytes, so that progress is
 * told, and a cancelled load ends, in good time. */
enum { PIECE_BYTES = 8 << 20 };

/* Bytes none of which is larger are levels, as in 0 ... 16, and no shares of white. */
enum { LEVEL_MOST = 16 };

/* What an element becomes: (raw - low) / (high - low). */
typedef struct units {
    bool plain; /* bytes as numbers, not as shares of white */
    double low, high;
} units;

/* One array on its way into a memory. */
typedef struct reading {
    hop_load *load;
    const char *path;
    hop_array array;
    const unsigned char *data;
    bool mapped;         /* data are a file's, and need not stay in memory */
    hop_array_plan plan; /* count: patterns to read; the array may have more */
    units units;
} reading;

hop_dtype hop_array_dtype(const hop_load_options *options, const hop_array *array) {
    static const hop_dtype NATURAL[] = {
#define ELEMENT(code, word, bytes, dtype) [HOP_ELEMENT_##code] = dtype,
        HOP_ELEMENT_LIST(ELEMENT)
#undef ELEMENT
    };
    return hop_load_dtype(options, NATURAL[array->element]);
}

hop_status hop_array_shape(const hop_load_options *options, const char *path,
                           const hop_array *array, hop_string *remarks, size_t *count,
                           hop_shape *shape) {
    hop_array_plan plan = {0};
    HOP_TRY(hop_array_plan_make(options, path, array, remarks, &plan));
    *count = plan.count;
    *shape = plan.shape;
    return HOP_OK;
}

/* ---- units ---- */

/* What was read is kept in memory once, and not twice. */
static void forget(const reading *task, size_t from, size_t bytes) {
    if (task->mapped) hop_file_forget(task->data + from, bytes);
}

/* The largest byte, or one that is larger than `enough` as soon as there is such a one. */
static hop_status largest_byte(const reading *task, size_t count, unsigned char enough,
                               unsigned char *largest) {
    unsigned char most = 0;
    for (size_t from = 0; from < count && most <= enough; from += PIECE_BYTES) {
        const size_t piece = count - from < PIECE_BYTES ? count - from : PIECE_BYTES;
        for (size_t i = from; i < from + piece; i++)
            if (task->data[i] > most) most = task->data[i];
        forget(task, from, piece);
        HOP_TRY(hop_load_progress(task->load, 0, task->plan.count));
    }
    *largest = most;
    return HOP_OK;
}

/* Bytes are shares of white, unless they are all 0 and 1, which are two values, or a few levels. */
static hop_status find_units_of_bytes(reading *task) {
    const size_t count = task->plan.count * hop_shape_dim(task->plan.shape);
    unsigned char most = 0;
    HOP_TRY(largest_byte(task, count, LEVEL_MOST, &most));
    /* A dark query is no proof of levels: its memory's units are known. */
    const bool query = task->load->options->role == HOP_QUERIES;
    if (most > LEVEL_MOST || most == 0 || (most > 1 && query)) return HOP_OK;
    if (most == 1) {
        task->array.element = HOP_ELEMENT_BOOL;
        /* A matrix, such as a mask, holds the numbers it holds. */
        if (task->load->options->matrix_rank == 0)
            hop_load_remark(&task->load->remarks,
                            "%s: its bytes are 0 and 1: read as two values, black and white; "
                            "--range 0:255 reads them as shares of 255",
                            task->path);
        return HOP_OK;
    }
    task->units.plain = true;
    hop_load_remark(
        &task->load->remarks,
        "%s: no byte is above %u: read as the numbers they are; --range 0:255 reads them "
        "as shares of 255",
        task->path, most);
    return HOP_OK;
}

static hop_status find_units(reading *task) {
    const hop_load_options *options = task->load->options;
    task->units = (units){.low = 0, .high = 1};
    if (task->array.settled) return HOP_OK;
    if (options->range_given) {
        task->units.low = options->range[0];
        task->units.high = options->range[1];
        const bool shares = task->array.element == HOP_ELEMENT_U8 && options->range[0] == 0 &&
                            options->range[1] == 255;
        if (shares)
            task->units.high = 1;
        else
            task->units.plain = true;
    } else if (task->array.element == HOP_ELEMENT_U8) {
        return find_units_of_bytes(task);
    }
    return HOP_OK;
}

static hop_dtype natural_dtype(const reading *task) {
    const bool changed = task->units.low != 0 || task->units.high != 1;
    if (task->array.element == HOP_ELEMENT_U8 && task->units.plain)
        return hop_load_dtype(task->load->options, HOP_F32);
    if (task->array.element == HOP_ELEMENT_BOOL && changed)
        return hop_load_dtype(task->load->options, HOP_F32);
    return hop_array_dtype(task->load->options, &task->array);
}

/* ---- rows ---- */

static double number_at(const reading *task, size_t element) {
    const hop_array *array = &task->array;
    const unsigned char *data = task->data + element * hop_element_size(array->element);
    const bool plain = task->units.plain && array->element == HOP_ELEMENT_U8;
    const double value =
        plain ? *data : hop_element_number(array->element, array->big_endian, data);
    return (value - task->units.low) / (task->units.high - task->units.low);
}

static void read_row(const reading *task, size_t index, double *row) {
    const hop_array_plan *plan = &task->plan;
    size_t i = 0;
    for (size_t y = 0; y < plan->height; y++)
        for (size_t x = 0; x < plan->width; x++)
            for (size_t c = 0; c < plan->channels; c++)
                row[i++] = number_at(task, index * plan->step + y * plan->step_y +
                                               x * plan->step_x + c * plan->step_channel);
}

/* Patterns are named in sentences as they are numbered in their own file. */
static hop_status append_row(const reading *task, const double *row, size_t index) {
    hop_status status = hop_memory_append(task->load->memory, row, 1, NULL);
    if (status == HOP_E_VALUE) (void)hop_memory_check(task->load->memory, row, 1, index);
    return status == HOP_OK ? HOP_OK : hop_load_failed(status, task->path);
}

static hop_status append_converted(const reading *task) {
    double *row = NULL;
    const size_t dim = hop_shape_dim(task->plan.shape);
    const size_t bytes = dim * hop_element_size(task->array.element);
    const size_t piece = 1 + PIECE_BYTES / 8 / dim;
    HOP_TRY(hop_alloc(dim, sizeof *row, "a pattern", &row));
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < task->plan.count; i++) {
        read_row(task, i, row);
        status = append_row(task, row, i);
        if (status != HOP_OK || (i + 1) % piece != 0) continue;
        if (task->plan.in_order) forget(task, (i + 1 - piece) * bytes, piece * bytes);
        status = hop_load_progress(task->load, i + 1, task->plan.count);
    }
    free(row);
    return status;
}

/* Rows that lie as the memory has them; truth values as black and white, in `black_and_white`. */
static hop_status append_piece(const reading *task, size_t first, size_t count,
                               unsigned char *black_and_white) {
    hop_memory *memory = task->load->memory;
    const size_t dim = hop_shape_dim(task->plan.shape);
    const size_t row = dim * hop_element_size(task->array.element);
    const unsigned char *data = task->data + first * row;
    if (black_and_white) {
        for (size_t i = 0; i < count * dim; i++) black_and_white[i] = data[i] ? 255 : 0;
        data = black_and_white;
    }
    hop_status status = hop_memory_append_raw(memory, data, count, NULL);
    if (status == HOP_E_VALUE) (void)hop_memory_check_raw(memory, data, count, first);
    if (status != HOP_OK) return hop_load_failed(status, task->path);
    forget(task, first * row, count * row);
    return hop_load_progress(task->load, first + count, task->plan.count);
}

static hop_status append_pieces(const reading *task) {
    const size_t row = hop_shape_dim(task->plan.shape) * hop_element_size(task->array.element);
    const size_t piece = 1 + PIECE_BYTES / row;
    unsigned char *black_and_white = NULL;
    hop_status status = HOP_OK;
    if (task->array.element == HOP_ELEMENT_BOOL)
        status = hop_alloc(piece, row, "truth values", &black_and_white);
    for (size_t i = 0; status == HOP_OK && i < task->plan.count; i += piece)
        status = append_piece(task, i, task->plan.count - i < piece ? task->plan.count - i : piece,
                              black_and_white);
    free(black_and_white);
    return status;
}

/* A row as a picture, for what pictures alone can do: other sizes, other channels. */
static hop_status append_pictures(const reading *task) {
    const hop_shape shape = task->plan.shape;
    const size_t dim = hop_shape_dim(shape);
    hop_image image = {0};
    double *row = NULL;
    HOP_TRY(hop_alloc(dim, sizeof *row, "a pattern", &row));
    hop_status status = hop_image_create(shape.width, shape.height, shape.channels, &image);
    image.depth = natural_dtype(task) == HOP_U8 ? 8 : 16;
    for (size_t i = 0; status == HOP_OK && i < task->plan.count; i++) {
        read_row(task, i, row);
        for (size_t j = 0; j < dim; j++) image.samples[j] = (float)row[j];
        status = hop_picture_append(task->load, task->path, NULL, &image);
        if (status == HOP_OK) status = hop_load_progress(task->load, i + 1, task->plan.count);
    }
    hop_image_clear(&image);
    free(row);
    return status;
}

/* Whether the pictures of the array must change size or channels to be what is wanted. */
static bool must_change(const hop_load *load, hop_shape shape) {
    const hop_load_options *options = load->options;
    hop_shape wanted = {options->width, options->height, options->channels, true};
    if (load->memory && hop_memory_shape(load->memory).image)
        wanted = hop_memory_shape(load->memory);
    return shape.image && ((wanted.width && wanted.width != shape.width) ||
                           (wanted.height && wanted.height != shape.height) ||
                           (wanted.channels && wanted.channels != shape.channels));
}

static bool is_raw(const reading *task, hop_dtype dtype) {
    const hop_array *array = &task->array;
    if (!task->plan.in_order || task->units.plain || task->units.low != 0 || task->units.high != 1)
        return false;
    if (array->element == HOP_ELEMENT_U8 || array->element == HOP_ELEMENT_BOOL)
        return dtype == HOP_U8;
    if (array->big_endian) return false;
    return (array->element == HOP_ELEMENT_F32 && dtype == HOP_F32) ||
           (array->element == HOP_ELEMENT_F64 && dtype == HOP_F64);
}

/* Whether the rows may stay where they are: nobody will add to the memory. */
static bool may_lend(const reading *task, const hop_bytes *source) {
    const hop_load *load = task->load;
    const hop_dtype dtype = natural_dtype(task);
    return source && load->options->lend && load->alone && !load->memory && !source->part &&
           load->options->role == HOP_PATTERNS && is_raw(task, dtype) &&
           task->array.element != HOP_ELEMENT_BOOL &&
           (uintptr_t)task->data % hop_dtype_size(dtype) == 0;
}

/* A memory of the rows as they lie, which owns the source's bytes. */
static hop_status lend(const reading *task, hop_bytes *source) {
    hop_load *load = task->load;
    hop_memory_owner owner = {0};
    HOP_TRY(hop_load_check_dim(load->options, task->path, task->plan.shape));
    if (!hop_bytes_hand_over(source, &owner))
        return hop_fail(HOP_E_SUPPORT, "%s: cannot be used where it lies", task->path);
    hop_status status = hop_memory_attach(task->plan.shape, natural_dtype(task), HOP_PATTERNS,
                                          task->data, task->plan.count, owner, &load->memory);
    if (status != HOP_OK) {
        owner.release(owner.bytes, owner.size);
        return hop_load_failed(status, task->path);
    }
    hop_memory_set_background(load->memory, load->options->background, false);
    load->first = task->path;
    return hop_load_progress(load, task->plan.count, task->plan.count);
}

bool hop_array_stays(hop_load *load, const char *path, const hop_array *array,
                     const unsigned char *data, size_t size) {
    reading task = {.load = load, .path = path, .array = *array, .data = data};
    unsigned char most = 0;
    if (array->element != HOP_ELEMENT_U8 || load->options->range_given ||
        hop_array_plan_make(load->options, path, array, NULL, &task.plan) != HOP_OK)
        return false;
    task.units.high = 1;
    return largest_byte(&task, size, LEVEL_MOST, &most) == HOP_OK && most > LEVEL_MOST &&
           !must_change(load, task.plan.shape) && is_raw(&task, natural_dtype(&task));
}

/* The source: where the data lie, if they may stay there; or NULL. */
static hop_status load_rows(hop_load *load, const char *path, const hop_array *array,
                            const unsigned char *data, hop_bytes *source) {
    reading task = {.load = load,
                    .path = path,
                    .array = *array,
                    .data = data,
                    .mapped = source && source->bytes == source->mapped};
    HOP_TRY(hop_array_plan_make(load->options, path, array, &load->remarks, &task.plan));
    if (task.plan.count > hop_load_room(load)) task.plan.count = hop_load_room(load);
    HOP_TRY(find_units(&task));
    if (must_change(load, task.plan.shape)) return append_pictures(&task);
    if (may_lend(&task, source)) return lend(&task, source);
    HOP_TRY(hop_load_begin(load, path, task.plan.shape, natural_dtype(&task)));
    hop_status status = hop_memory_reserve(load->memory, task.plan.count);
    if (status != HOP_OK) return hop_load_failed(status, path);
    return is_raw(&task, hop_memory_dtype(load->memory)) ? append_pieces(&task)
                                                         : append_converted(&task);
}

hop_status hop_array_load(hop_load *load, const char *path, const hop_array *array,
                          const unsigned char *data) {
    return load_rows(load, path, array, data, NULL);
}

hop_status hop_array_load_from(hop_load *load, hop_bytes *source, const hop_array *array) {
    hop_array wanted = *array;
    size_t bytes = 0;
    /* Of what was unpacked in part there must be enough; else all that was declared, and no more.
     */
    hop_array_limit(&wanted, hop_load_room(load));
    const bool enough = source->partial && wanted.size[0] < array->size[0] &&
                        hop_array_bytes(&wanted, &bytes) && source->size >= array->offset &&
                        bytes <= source->size - array->offset;
    if (!enough) HOP_TRY(hop_array_fits(source->path, array, source->size));
    return load_rows(load, source->path, enough ? &wanted : array, source->bytes + array->offset,
                     source);
}
