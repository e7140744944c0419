/* Arrays become patterns: which shape they have, and their rows one after another.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "array_load.h"

/* Rows that need no conversion are copied in pieces of about this many bytes, so that progress is
 * told, and a cancelled load ends, in good time. */
enum { PIECE_BYTES = 8 << 20 };

/* One array on its way into a memory. */
typedef struct reading {
    hop_load *load;
    const char *path;
    const hop_array *array;
    const unsigned char *data;
    hop_shape shape;
    size_t count; /* patterns to read; the array may have more */
} reading;

hop_dtype hop_array_dtype(const hop_load_options *options, const hop_array *array) {
    static const hop_dtype NATURAL[] = {
#define ELEMENT(code, word, bytes, dtype) [HOP_ELEMENT_##code] = dtype,
        HOP_ELEMENT_LIST(ELEMENT)
#undef ELEMENT
    };
    return hop_load_dtype(options, NATURAL[array->element]);
}

/* Vectors of a dim that the size asked for accounts for are pictures. */
static hop_shape vector_shape(const hop_load_options *options, size_t dim) {
    hop_shape picture = {options->width, options->height, options->channels, true};
    for (size_t channels = 1; channels <= 3; channels += 2) {
        if (options->channels == 0) picture.channels = channels;
        if (dim > 0 && hop_shape_dim(picture) == dim) return picture;
    }
    return (hop_shape){dim, 1, 1, false};
}

hop_status hop_array_shape(const hop_load_options *options, const char *path,
                           const hop_array *array, size_t *count, hop_shape *shape) {
    const size_t *size = array->size;
    size_t patterns = array->rank == 1 ? 1 : size[0];
    hop_shape found = {0};
    if (array->rank == 1 || array->rank == 2)
        found = vector_shape(options, size[array->rank - 1]);
    else if (array->rank == 3 || array->rank == 4)
        found = (hop_shape){size[2], size[1], array->rank == 4 ? size[3] : 1, true};
    else
        return hop_fail(HOP_E_SHAPE, "%s: has %zu dimensions; patterns have 1 to 4", path,
                        array->rank);
    if (patterns == 0 || found.width == 0 || found.height == 0 || found.channels == 0)
        return hop_fail(HOP_E_EMPTY, "%s: holds no patterns", path);
    if (found.channels != 1 && found.channels != 3)
        return hop_fail(HOP_E_SHAPE, "%s: pictures of %zu channels; 1 (grey) or 3 (RGB) are read",
                        path, found.channels);
    *count = patterns;
    *shape = found;
    return HOP_OK;
}

/* Elements from one element of a pattern to the next are a row apart in Fortran order. */
static void read_row(const reading *task, size_t index, double *row) {
    const hop_array *array = task->array;
    const size_t dim = hop_shape_dim(task->shape), size = hop_element_size(array->element);
    if (!array->fortran || array->rank <= 1) {
        const unsigned char *data = task->data + index * dim * size;
        for (size_t i = 0; i < dim; i++)
            row[i] = hop_element_number(array->element, array->big_endian, data + i * size);
        return;
    }
    const size_t n = array->size[0], h = array->rank > 2 ? array->size[1] : 1;
    const size_t w = array->size[array->rank > 2 ? 2 : 1], c = dim / (h * w);
    for (size_t i = 0; i < dim; i++) {
        size_t z = i % c, x = i / c % w, y = i / c / w;
        size_t at = index + n * (y + h * (x + w * z));
        row[i] = hop_element_number(array->element, array->big_endian, task->data + at * size);
    }
}

/* Patterns are named in sentences as they are numbered in their own file. */
static hop_status append_row(const reading *task, const double *row, size_t index) {
    hop_status status = hop_memory_append(task->load->memory, row, 1, NULL);
    if (status == HOP_E_VALUE) (void)hop_memory_check(task->load->memory, row, 1, index);
    return status == HOP_OK ? HOP_OK : hop_load_failed(status, task->path);
}

static hop_status append_converted(const reading *task) {
    double *row = NULL;
    const size_t dim = hop_shape_dim(task->shape);
    const size_t piece = 1 + PIECE_BYTES / (dim < PIECE_BYTES ? dim : PIECE_BYTES) / 8;
    HOP_TRY(hop_alloc(dim, sizeof *row, "a pattern", &row));
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < task->count; i++) {
        read_row(task, i, row);
        status = append_row(task, row, i);
        if (status == HOP_OK && (i + 1) % piece == 0)
            status = hop_load_progress(task->load, i + 1, task->count);
    }
    free(row);
    return status;
}

static hop_status append_pieces(const reading *task) {
    hop_memory *memory = task->load->memory;
    const size_t row = hop_shape_dim(task->shape) * hop_element_size(task->array->element);
    const size_t piece = 1 + PIECE_BYTES / row;
    for (size_t i = 0; i < task->count; i += piece) {
        const unsigned char *data = task->data + i * row;
        size_t count = task->count - i < piece ? task->count - i : piece;
        hop_status status = hop_memory_append_raw(memory, data, count, NULL);
        if (status == HOP_E_VALUE) (void)hop_memory_check_raw(memory, data, count, i);
        if (status != HOP_OK) return hop_load_failed(status, task->path);
        HOP_TRY(hop_load_progress(task->load, i + count, task->count));
    }
    return HOP_OK;
}

/* A row as a picture, for what pictures alone can do: other sizes, other channels. */
static hop_status append_pictures(const reading *task) {
    const size_t dim = hop_shape_dim(task->shape);
    hop_image image = {0};
    double *row = NULL;
    HOP_TRY(hop_alloc(dim, sizeof *row, "a pattern", &row));
    hop_status status =
        hop_image_create(task->shape.width, task->shape.height, task->shape.channels, &image);
    image.depth = task->array->element == HOP_ELEMENT_U8 ? 8 : 16;
    for (size_t i = 0; status == HOP_OK && i < task->count; i++) {
        read_row(task, i, row);
        for (size_t j = 0; j < dim; j++) image.samples[j] = (float)row[j];
        status = hop_picture_append(task->load, task->path, NULL, &image);
        if (status == HOP_OK) status = hop_load_progress(task->load, i + 1, task->count);
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

static bool is_raw(const hop_array *array, hop_dtype dtype) {
    if (array->fortran && array->rank > 1) return false;
    if (array->element == HOP_ELEMENT_U8) return dtype == HOP_U8;
    if (array->big_endian) return false;
    return (array->element == HOP_ELEMENT_F32 && dtype == HOP_F32) ||
           (array->element == HOP_ELEMENT_F64 && dtype == HOP_F64);
}

hop_status hop_array_load(hop_load *load, const char *path, const hop_array *array,
                          const unsigned char *data) {
    reading task = {.load = load, .path = path, .array = array, .data = data};
    HOP_TRY(hop_array_shape(load->options, path, array, &task.count, &task.shape));
    if (task.count > hop_load_room(load)) task.count = hop_load_room(load);
    if (must_change(load, task.shape)) return append_pictures(&task);
    HOP_TRY(hop_load_begin(load, path, task.shape, hop_array_dtype(load->options, array)));
    hop_status status = hop_memory_reserve(load->memory, task.count);
    if (status != HOP_OK) return hop_load_failed(status, path);
    return is_raw(array, hop_memory_dtype(load->memory)) ? append_pieces(&task)
                                                         : append_converted(&task);
}
