/* Which of an array's dimensions are patterns, rows, columns and channels.
 * SPDX-License-Identifier: MIT */
#include "array_shape.h"

#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* A side of a picture is hardly shorter where it lies last but for three channels. */
enum { SIDE_LEAST = 8 };

static bool are_channels(size_t size) {
    return size == 1 || size == 3;
}

static hop_status refuse(const char *path, const hop_array *array, const char *what) {
    char text[HOP_ARRAY_TEXT];
    hop_array_text(array, text);
    return hop_fail(HOP_E_SHAPE, "%s: has the shape %s; %s", path, text, what);
}

/* Leading dimensions of 1, down to `rank`, say nothing. */
static void drop_ones(const char *path, const hop_array *array, size_t rank, hop_string *remarks,
                      hop_array *dropped) {
    char was[HOP_ARRAY_TEXT], is[HOP_ARRAY_TEXT];
    *dropped = *array;
    while (dropped->rank > rank && dropped->size[0] == 1) {
        dropped->rank--;
        memmove(dropped->size, dropped->size + 1, dropped->rank * sizeof *dropped->size);
    }
    if (dropped->rank == array->rank || !remarks) return;
    hop_array_text(array, was);
    hop_array_text(dropped, is);
    hop_load_remark(remarks, "%s: has the shape %s; read as %s", path, was, is);
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

/* Which dimension is what; SIZE_MAX: none, there is one of it. */
typedef struct roles {
    size_t pattern, y, x, channel;
} roles;

static const roles VECTOR = {SIZE_MAX, SIZE_MAX, 0, SIZE_MAX};
static const roles VECTORS = {0, SIZE_MAX, 1, SIZE_MAX};
static const roles GREY = {SIZE_MAX, 0, 1, SIZE_MAX};
static const roles GREYS = {0, 1, 2, SIZE_MAX};
static const roles PICTURE = {SIZE_MAX, 0, 1, 2};
static const roles PICTURE_FIRST = {SIZE_MAX, 1, 2, 0};
static const roles PICTURES = {0, 1, 2, 3};
static const roles PICTURES_FIRST = {0, 2, 3, 1};

static size_t product(const hop_array *array, size_t from) {
    size_t all = 1;
    for (size_t i = from; i < array->rank; i++)
        if (!hop_size_multiply(all, array->size[i], &all)) return 0;
    return all;
}

/* One pattern, where all numbers together are as many as a pattern must have and a row of the first
 * dimension is not. */
static bool is_one(const hop_load_options *options, const hop_array *array) {
    return options->dim > 0 && product(array, 1) != options->dim &&
           product(array, 0) == options->dim;
}

static const roles *roles_of_3(const hop_load_options *options, const hop_array *array) {
    const size_t *size = array->size;
    const bool colour = size[2] == 3 && size[0] >= SIDE_LEAST && size[1] >= SIDE_LEAST;
    if (!is_one(options, array) && !colour) return &GREYS;
    if (are_channels(size[2])) return &PICTURE;
    return are_channels(size[0]) ? &PICTURE_FIRST : NULL;
}

/* Channels last, as pictures lie in files, or first, as PyTorch has them; where both may be, sides
 * are long and channels few. */
static const roles *roles_of_4(const hop_array *array) {
    const size_t *size = array->size;
    if (array->settled) return &PICTURES;
    const bool last = are_channels(size[3]), first = are_channels(size[1]);
    if (last && first) return size[1] * size[2] >= size[2] * size[3] ? &PICTURES : &PICTURES_FIRST;
    return last ? &PICTURES : first ? &PICTURES_FIRST : NULL;
}

static const roles *find_roles(const hop_load_options *options, const hop_array *array) {
    switch (array->rank) {
    case 1: return &VECTOR;
    case 2: return is_one(options, array) ? &GREY : &VECTORS;
    case 3: return roles_of_3(options, array);
    case 4: return roles_of_4(array);
    default: return NULL;
    }
}

/* A batch of one: [1, T, d] are T vectors of d, unless that is a picture of the size wanted, or a
 * square where none is; [1, N, h, w] are N pictures. */
static bool is_batch_of_one(const hop_load_options *options, const hop_array *array) {
    const size_t *size = array->size;
    if (array->settled || array->rank < 3 || size[0] != 1) return false;
    if (array->rank == 4) return !roles_of_4(array);
    if (array->rank != 3) return false;
    if (options->dim > 0) return product(array, 1) != options->dim && size[2] == options->dim;
    return options->width == 0 && options->height == 0 && size[1] > 1 && size[2] > 1 &&
           size[1] != size[2];
}

/* Three pictures, or one with its channels first, where nothing says which. */
static bool may_be_channels(const hop_load_options *options, const hop_array *array,
                            const roles *found) {
    const size_t *size = array->size;
    return found == &GREYS && options->dim == 0 && options->matrix_rank == 0 && !array->settled &&
           size[0] == 3 && size[1] >= SIDE_LEAST && size[2] >= SIDE_LEAST;
}

static void say_order(const char *path, const hop_load_options *options, const hop_array *array,
                      const roles *found, hop_string *remarks) {
    const size_t *size = array->size;
    char text[HOP_ARRAY_TEXT];
    hop_array_text(array, text);
    if (!remarks) return;
    const bool both = array->rank == 4 && !array->settled && size[1] == 3 && size[3] == 3;
    if (both)
        hop_load_remark(remarks,
                        "%s: has the shape %s, whose channels may be first or last; read as last, "
                        "%zu x %zu pixels; numpy.moveaxis() can make it plain",
                        path, text, size[2], size[1]);
    else if (found == &PICTURES_FIRST)
        hop_load_remark(remarks, "%s: has the shape %s; read as %zu picture%s of %zu channel%s",
                        path, text, size[0], size[0] == 1 ? "" : "s", size[1],
                        size[1] == 1 ? "" : "s");
    if (may_be_channels(options, array, found))
        hop_load_remark(remarks,
                        "%s: has the shape %s; read as 3 grey pictures; x[None] in NumPy makes it "
                        "one of three channels",
                        path, text);
    if (found == &PICTURE || found == &PICTURE_FIRST || found == &GREY ||
        (found == &GREYS && size[0] == 1))
        hop_load_remark(remarks, "%s: has the shape %s; read as one picture", path, text);
}

static size_t size_of(const hop_array *array, size_t dimension) {
    return dimension == SIZE_MAX ? 1 : array->size[dimension];
}

/* Elements from one item of a dimension to the next. */
static size_t step_of(const hop_array *array, size_t dimension) {
    size_t step = 1;
    if (dimension == SIZE_MAX) return 0;
    for (size_t i = 0; i < array->rank; i++)
        if (array->fortran ? i < dimension : i > dimension) step *= array->size[i];
    return step;
}

hop_status hop_array_plan_make(const hop_load_options *options, const char *path,
                               const hop_array *given, hop_string *remarks, hop_array_plan *plan) {
    const size_t most = options->matrix_rank ? options->matrix_rank : 4;
    hop_array array;
    if (given->letters > 0)
        return hop_fail(HOP_E_SUPPORT, "%s: holds words, not numbers; --labels reads them", path);
    drop_ones(path, given, most, NULL, &array);
    if (options->matrix_rank == 0 && is_batch_of_one(options, &array))
        drop_ones(path, given, array.rank - 1, remarks, &array);
    else
        drop_ones(path, given, most, remarks, &array);
    const bool stacked = options->matrix_rank == 3 && array.rank == 3;
    if (options->matrix_rank > 0 && array.rank > 2 && !stacked)
        return refuse(
            path, given,
            "a matrix [rows, columns] is wanted, with nothing but 1 before them: give one "
            "sequence at a time");
    const roles *found = stacked ? &GREYS : find_roles(options, &array);
    if (!found)
        return refuse(
            path, given,
            "patterns are [N, d], [N, h, w], or [N, h, w, c] and [N, c, h, w] of 1 (grey) "
            "or 3 (RGB) channels");
    const hop_shape shape = {size_of(&array, found->x), size_of(&array, found->y),
                             size_of(&array, found->channel), found->y != SIZE_MAX};
    *plan = (hop_array_plan){.count = size_of(&array, found->pattern),
                             .shape = shape.image ? shape : vector_shape(options, shape.width),
                             .step = step_of(&array, found->pattern),
                             .step_y = step_of(&array, found->y),
                             .step_x = step_of(&array, found->x),
                             .step_channel = step_of(&array, found->channel)};
    if (plan->count == 0 || shape.width == 0 || shape.height == 0 || shape.channels == 0)
        return hop_fail(HOP_E_EMPTY, "%s: holds no patterns", path);
    plan->width = shape.width;
    plan->height = shape.height;
    plan->channels = shape.channels;
    plan->in_order = plan->step_x == (found->channel == SIZE_MAX ? 1 : shape.channels) &&
                     plan->step_channel <= 1 &&
                     (found->y == SIZE_MAX || plan->step_y == shape.width * shape.channels) &&
                     (plan->count == 1 || plan->step == hop_shape_dim(shape));
    say_order(path, options, &array, found, remarks);
    return HOP_OK;
}
