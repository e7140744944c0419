/* The catalogue of renderers, and writing a result by one of them.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "result_private.h"

#define ROW(name) extern const hop_renderer_row name;
#include "renderer_list.h"
#undef ROW

static const hop_row *const rows[] = {
#define ROW(name) &name.row,
#include "renderer_list.h"
#undef ROW
};

static const hop_catalog catalog = {
    .noun = "format", .plural = "formats", .rows = rows, .count = sizeof rows / sizeof *rows};

const hop_catalog *hop_renderer_catalog(void) {
    return &catalog;
}

static const hop_renderer_row *renderer_at(size_t index) {
    return (const hop_renderer_row *)catalog.rows[index];
}

hop_status hop_renderer_parse(const char *name, const hop_renderer_row **renderer) {
    const hop_row *row = NULL;
    double values[HOP_PARAMETER_MAX];
    HOP_TRY(hop_spec_parse(&catalog, name, &row, values));
    const hop_renderer_row *found = (const hop_renderer_row *)row;
    if (!found->print)
        return hop_fail(HOP_E_NAME, "%s is written into files alone: -o FILE, with one of %s",
                        row->name, found->endings);
    *renderer = found;
    return HOP_OK;
}

/* Whether `path` ends with one of `endings`, ".svg .png", in capitals or not. */
static bool ends(const char *path, const char *endings) {
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash + 1 : path, '.');
    size_t length = dot ? strlen(dot) : 0, size = 0;
    if (!dot || dot == path || dot[-1] == '/') return false;
    for (const char *at = endings; *at; at += size + strspn(at + size, " ")) {
        size = strcspn(at, " ");
        if (size == length && strncasecmp(at, dot, size) == 0) return true;
    }
    return false;
}

static hop_status renderer_of_path(const char *path, const hop_renderer_row **renderer) {
    hop_string all = {0};
    for (size_t i = 0; i < catalog.count; i++) {
        const hop_renderer_row *row = renderer_at(i);
        hop_string_add(&all, "%s%s", i ? " " : "", row->endings);
        if (!ends(path, row->endings)) continue;
        free(all.text);
        *renderer = row;
        return HOP_OK;
    }
    hop_status status = hop_fail(HOP_E_NAME, "%s: a result is written as one of %s", path,
                                 all.text ? all.text : "the known formats");
    free(all.text);
    return status;
}

hop_status hop_result_print(const hop_result *result, const hop_renderer_row *renderer,
                            const hop_render_options *options, char **text) {
    HOP_TRY(hop_result_status(result));
    return renderer->print(result, options, text);
}

hop_status hop_result_write(const hop_result *result, const char *path, bool replace) {
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {0};
    char *text = NULL;
    HOP_TRY(renderer_of_path(path, &renderer));
    HOP_TRY(hop_result_status(result));
    if (renderer->write) return renderer->write(result, path, replace);
    HOP_TRY(renderer->print(result, &options, &text));
    hop_status status = hop_file_write(path, text, strlen(text), replace);
    free(text);
    return status;
}

hop_status hop_result_check(const char *path, bool replace) {
    const hop_renderer_row *renderer = NULL;
    hop_writer *writer = NULL;
    HOP_TRY(renderer_of_path(path, &renderer));
    if (renderer->check) return renderer->check(path, replace);
    HOP_TRY(hop_writer_open(path, replace, &writer));
    hop_writer_abandon(writer);
    return HOP_OK;
}
