/* A result's figures: the first as FILE.svg, the others as FILE-NAME.svg, each with its numbers and
 * its script beside it.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "result_private.h"

static hop_status write_one(const hop_item *item, const hop_table *signature, const char *path,
                            bool first, bool replace) {
    const char *dot = strrchr(path, '.');
    hop_string name = {0};
    hop_figure figure = *item->figure;
    figure.provenance = signature;
    hop_string_add(&name, "%.*s%s%s%s", (int)(dot - path), path, first ? "" : "-",
                   first ? "" : item->path, dot);
    hop_status status = name.failed ? hop_fail(HOP_E_MEMORY, "there is no memory for a file name")
                                    : hop_figure_write(&figure, name.text, replace);
    free(name.text);
    return status;
}

static hop_status write(const hop_result *result, const char *path, bool replace) {
    hop_table *signature = NULL;
    size_t done = 0;
    HOP_TRY(hop_result_sign_table(result, &signature));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < hop_result_size(result) && status == HOP_OK; i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind != HOP_ITEM_FIGURE) continue;
        status = write_one(item, signature, path, done++ == 0, replace);
    }
    hop_table_destroy(signature);
    if (status == HOP_OK && done == 0)
        return hop_fail(HOP_E_SUPPORT, "%s: this result has no figure; -o writes .txt, .csv, .json",
                        path);
    return status;
}

const hop_renderer_row hop_renderer_figure = {
    .row = {.name = "figure",
            .title = "its figures, drawn by gnuplot, with numbers and script beside them",
            .sources = ""},
    .endings = ".svg .png .pdf",
    .write = write,
    .check = hop_figure_check,
};
