/* Pictures become patterns: brought to one size, one number of channels and one dtype, transparent
 * pixels composed on the background or marked as unknown.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "loader.h"

/* A query pixel less opaque than this is unknown. */
static const float OPAQUE_ENOUGH = 0.5f;

/* Samples of at most so many bits are kept in u8 without loss. */
enum { BYTE_DEPTH = 8 };

static bool has_alpha(const hop_image *image) {
    return image->channels == 2 || image->channels == 4;
}

static float alpha_at(const hop_image *image, size_t pixel) {
    return image->samples[(pixel + 1) * image->channels - 1];
}

static bool is_transparent(const hop_image *image) {
    if (!has_alpha(image)) return false;
    for (size_t i = 0; i < image->width * image->height; i++)
        if (alpha_at(image, i) < 1) return true;
    return false;
}

/* Whether the picture needs three channels to be kept as it will look. */
static bool is_colour(const hop_image *image, const double *background) {
    bool grey = background[0] == background[1] && background[1] == background[2];
    return image->channels >= 3 || (!grey && is_transparent(image));
}

/* The size that the picture must have; its own where nothing is settled yet. */
static void wanted_size(const hop_load *load, const hop_image *image, size_t *width,
                        size_t *height) {
    const hop_load_options *options = load->options;
    *width = options->width ? options->width : image->width;
    *height = options->height ? options->height : image->height;
    if (load->memory && hop_memory_shape(load->memory).image) {
        *width = hop_memory_shape(load->memory).width;
        *height = hop_memory_shape(load->memory).height;
    }
}

static hop_status wrong_size(const hop_load *load, const char *path, const hop_image *image,
                             size_t width, size_t height) {
    if (load->memory)
        return hop_fail(HOP_E_SHAPE, "%s: %zux%zu, but %s is %zux%zu; use --resize fit", path,
                        image->width, image->height, load->first, width, height);
    const char *wanting = load->options->role == HOP_QUERIES ? "the memory holds" : "the size is";
    return hop_fail(HOP_E_SHAPE, "%s: %zux%zu, but %s %zux%zu; use --resize fit", path,
                    image->width, image->height, wanting, width, height);
}

/* What was read so far, once more with other channels or another dtype; nothing is lost by it. */
static hop_status widen(hop_load *load, size_t channels, hop_dtype dtype) {
    hop_memory *old = load->memory, *fresh = NULL;
    const size_t repeat = channels / hop_memory_shape(old).channels, dim = hop_memory_dim(old);
    hop_shape shape = hop_memory_shape(old);
    double *row = NULL;
    shape.channels = channels;
    HOP_TRY(hop_alloc(dim * repeat, sizeof *row, "a picture", &row));
    hop_status status = hop_memory_create(shape, dtype, load->options->role, &fresh);
    for (size_t i = 0; status == HOP_OK && i < hop_memory_count(old); i++) {
        const char *name = hop_memory_name(old, i);
        hop_memory_read(old, i, 1, row);
        for (size_t j = dim * repeat; j-- > 0;) row[j] = row[j / repeat];
        status = hop_memory_append(fresh, row, 1, &name);
    }
    free(row);
    if (status != HOP_OK) {
        hop_memory_destroy(fresh);
        return status;
    }
    hop_memory_set_background(fresh, hop_memory_background(old), hop_memory_composed(old));
    hop_memory_destroy(old);
    load->memory = fresh;
    return HOP_OK;
}

/* The first picture settles what is not given; later ones widen what may be widened. */
static hop_status settle(hop_load *load, const char *path, const hop_image *image,
                         hop_shape shape) {
    const hop_load_options *options = load->options;
    const bool colour = is_colour(image, options->background);
    hop_dtype dtype = hop_load_dtype(options, image->depth > BYTE_DEPTH ? HOP_F32 : HOP_U8);
    if (!load->memory) {
        shape.channels = options->channels ? options->channels : colour ? 3 : 1;
        HOP_TRY(hop_load_begin(load, path, shape, dtype));
        load->free_channels = options->channels == 0;
        load->free_dtype = !options->dtype_given;
        return HOP_OK;
    }
    hop_shape settled = hop_memory_shape(load->memory);
    size_t channels = colour && load->free_channels ? 3 : settled.channels;
    if (colour && options->channels == 0 && channels == 1)
        return hop_fail(HOP_E_SHAPE, "%s: has colour, but %s is grey; use --gray", path,
                        load->first);
    const hop_dtype kept = hop_memory_dtype(load->memory);
    const hop_dtype wider = load->free_dtype && dtype > kept ? dtype : kept;
    if (channels != settled.channels || wider != kept) HOP_TRY(widen(load, channels, wider));
    shape.channels = channels;
    return hop_load_begin(load, path, shape, dtype);
}

static bool marks_unknown(const hop_load_options *options, const hop_image *image) {
    if (options->role != HOP_QUERIES) return false;
    if (options->transparency == HOP_TRANSPARENT_UNKNOWN) return true;
    return options->transparency == HOP_TRANSPARENT_AUTO &&
           (image->unknown || options->auto_unknown);
}

/* Samples that are converted to what the memory stores at a time: a large picture is never there
 * once more in double. */
enum { PIECE = 1 << 16 };

/* The row that the memory stores of `composed`, [dim]; unknown where `image` is transparent. */
static hop_status make_row(const hop_memory *memory, const hop_image *composed,
                           const hop_image *image, bool unknown, unsigned char *row) {
    const size_t dim = hop_memory_dim(memory), channels = composed->channels;
    const hop_dtype dtype = hop_memory_dtype(memory);
    double *numbers = NULL;
    HOP_TRY(hop_alloc(dim < PIECE ? dim : PIECE, sizeof *numbers, "a picture", &numbers));
    for (size_t first = 0; first < dim; first += PIECE) {
        const size_t count = dim - first < PIECE ? dim - first : PIECE;
        for (size_t i = 0; i < count; i++) {
            const bool hidden = unknown && alpha_at(image, (first + i) / channels) < OPAQUE_ENOUGH;
            numbers[i] = hidden ? NAN : (double)composed->samples[first + i];
        }
        hop_memory_store(dtype, numbers, count, row + first * hop_dtype_size(dtype));
    }
    free(numbers);
    return HOP_OK;
}

static hop_status append_row(hop_load *load, const char *name, const hop_image *composed,
                             const hop_image *image) {
    hop_memory *memory = load->memory;
    const bool unknown = has_alpha(image) && marks_unknown(load->options, image);
    unsigned char *row = NULL;
    HOP_TRY(hop_alloc(hop_memory_dim(memory), hop_dtype_size(hop_memory_dtype(memory)), "a picture",
                      &row));
    hop_status status = make_row(memory, composed, image, unknown, row);
    if (status == HOP_OK) status = hop_memory_append_raw(memory, row, 1, &name);
    free(row);
    return status;
}

/* Two channels that differ somewhere. */
static bool has_colour(const hop_image *image) {
    const size_t pixels = image->width * image->height, channels = image->channels;
    for (size_t i = 0; channels >= 3 && i < pixels; i++) {
        const float *sample = image->samples + i * channels;
        if (sample[0] != sample[1] || sample[1] != sample[2]) return true;
    }
    return false;
}

/* Queries are seen as the memory is: said where that changes what they are. */
static void note_channels(hop_load *load, const hop_image *image, size_t channels) {
    if (load->options->role != HOP_QUERIES || load->options->dim == 0) return;
    if (channels == 1 && has_colour(image)) load->greyed++;
    if (channels == 3 && image->channels < 3) load->coloured++;
}

static hop_status append_sized(hop_load *load, const char *path, const char *name,
                               const hop_image *image) {
    const double *background = load->options->background;
    hop_image composed = {0};
    HOP_TRY(settle(load, path, image, (hop_shape){image->width, image->height, 1, true}));
    const size_t channels = hop_memory_shape(load->memory).channels;
    const bool as_it_is = channels == image->channels && !has_alpha(image);
    if (is_transparent(image) && !marks_unknown(load->options, image))
        hop_memory_set_background(load->memory, background, true);
    note_channels(load, image, channels);
    if (!as_it_is) HOP_TRY(hop_image_convert(image, channels, background, &composed));
    hop_status status = append_row(load, name, as_it_is ? image : &composed, image);
    hop_image_clear(&composed);
    return status == HOP_OK ? HOP_OK : hop_load_failed(status, path);
}

hop_status hop_picture_append(hop_load *load, const char *path, const char *name,
                              const hop_image *image) {
    size_t width = 0, height = 0;
    hop_image resized = {0};
    wanted_size(load, image, &width, &height);
    if (width == image->width && height == image->height)
        return append_sized(load, path, name, image);
    if (load->options->resize == HOP_RESIZE_NONE)
        return wrong_size(load, path, image, width, height);
    HOP_TRY(hop_image_resize(image, width, height, load->options->resize, load->options->background,
                             &resized));
    hop_status status = append_sized(load, path, name, &resized);
    hop_image_clear(&resized);
    if (status == HOP_OK) load->resized++;
    return status;
}

/* "glyphs/a.b.png" is called "a.b". */
static char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *start = slash ? slash + 1 : path;
    const char *dot = strrchr(start, '.');
    return strndup(start, dot && dot > start ? (size_t)(dot - start) : strlen(start));
}

hop_image_limits hop_picture_limits(const hop_load *load) {
    const hop_load_options *options = load->options;
    hop_image_limits limits = options->limits;
    if (options->resize != HOP_RESIZE_NONE) {
        const bool known = load->memory && hop_memory_shape(load->memory).image;
        limits.width = known ? hop_memory_shape(load->memory).width : options->width;
        limits.height = known ? hop_memory_shape(load->memory).height : options->height;
    }
    return limits;
}

hop_status hop_picture_take(hop_load *load, const char *path, const hop_image *image) {
    char *name = name_of(path);
    hop_status status = name ? hop_picture_append(load, path, name, image)
                             : hop_fail(HOP_E_MEMORY, "%s: no memory for its name", path);
    free(name);
    return status;
}
