/* What loaders share: which shape and dtype the memory gets, how much room is left, progress.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "loader.h"

const hop_load_options hop_load_defaults = {
    .role = HOP_PATTERNS,
    .background = {1, 1, 1},
};

void hop_load_describe(hop_shape shape, char text[96]) {
    const char *kind = shape.channels == 1 ? "grey" : "colour";
    if (shape.image)
        snprintf(text, 96, "%zux%zu %s pictures", shape.width, shape.height, kind);
    else
        snprintf(text, 96, "vectors of %zu number%s", hop_shape_dim(shape),
                 hop_text_s(hop_shape_dim(shape)));
}

hop_status hop_load_failed(hop_status status, const char *path) {
    return hop_fail(status, "%s: %s", path, hop_status_detail());
}

hop_dtype hop_load_dtype(const hop_load_options *options, hop_dtype natural) {
    hop_dtype dtype = options->dtype_given ? options->dtype : natural;
    return options->role == HOP_QUERIES && dtype == HOP_U8 ? HOP_F32 : dtype;
}

size_t hop_load_room(const hop_load *load) {
    if (load->options->limit == 0) return SIZE_MAX;
    size_t have = load->memory ? hop_memory_count(load->memory) : 0;
    return load->options->limit > have ? load->options->limit - have : 0;
}

hop_status hop_load_progress(const hop_load *load, size_t done, size_t total) {
    const hop_load_options *options = load->options;
    if (!options->progress) return HOP_OK;
    if (options->progress(options->context, "reading patterns", done, total) == 0) return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "cancelled after reading %zu of %zu patterns", done, total);
}

hop_status hop_load_check_dim(const hop_load_options *options, const char *path, hop_shape shape) {
    if (options->dim == 0 || options->dim == hop_shape_dim(shape)) return HOP_OK;
    char found[96], each[64] = "";
    hop_load_describe(shape, found);
    if (shape.image) snprintf(each, sizeof each, " (%zu numbers each)", hop_shape_dim(shape));
    return hop_fail(HOP_E_SHAPE, "%s: %s%s, but patterns of %zu number%s are wanted", path, found,
                    each, options->dim, hop_text_s(options->dim));
}

/* More remarks than these are noise. */
enum { REMARKS_MOST = 10 };

void hop_load_remark(hop_string *remarks, const char *format, ...) {
    char text[512];
    size_t count = 0;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (size_t at = 0; at < remarks->length; at += strlen(remarks->text + at) + 1, count++)
        if (strcmp(remarks->text + at, text) == 0) return;
    if (count < REMARKS_MOST) hop_string_add_bytes(remarks, text, strlen(text) + 1);
}

void hop_load_note_label(hop_load *load, size_t index, const char *label) {
    for (; load->labelled < index; load->labelled++) hop_string_add_bytes(&load->labels, "", 1);
    hop_string_add_bytes(&load->labels, label, strlen(label) + 1);
    load->labelled++;
}

/* Later files must go with the first one. */
static hop_status check_agreement(const hop_load *load, const char *path, hop_shape shape,
                                  hop_dtype dtype) {
    hop_shape first = hop_memory_shape(load->memory);
    hop_dtype wanted = hop_memory_dtype(load->memory);
    char here[96], there[96];
    hop_load_describe(shape, here);
    hop_load_describe(first, there);
    bool same = first.image && shape.image ? hop_shape_equal(first, shape)
                                           : hop_shape_dim(first) == hop_shape_dim(shape);
    if (!same)
        return hop_fail(HOP_E_SHAPE, "%s: %s, but %s holds %s", path, here, load->first, there);
    /* A wider dtype holds the numbers of a narrower one. */
    if (dtype > wanted)
        return hop_fail(HOP_E_SHAPE, "%s: is %s, but %s is %s; choose one with --dtype", path,
                        hop_dtype_name(dtype), load->first, hop_dtype_name(wanted));
    return HOP_OK;
}

hop_status hop_load_begin(hop_load *load, const char *path, hop_shape shape, hop_dtype natural) {
    const hop_load_options *options = load->options;
    hop_dtype dtype = hop_load_dtype(options, natural);
    HOP_TRY(hop_load_check_dim(options, path, shape));
    if (load->memory) return check_agreement(load, path, shape, dtype);
    hop_status status = hop_memory_create(shape, dtype, options->role, &load->memory);
    if (status != HOP_OK) return hop_load_failed(status, path);
    hop_memory_set_background(load->memory, options->background, false);
    load->first = path;
    return HOP_OK;
}
