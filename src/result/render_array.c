/* The array of a result that is meant for other programs, as .npy.
 * SPDX-License-Identifier: MIT */
#include <hopfield/load.h>

#include "../base/fail.h"
#include "result_private.h"

static hop_status write(const hop_result *result, const char *path, bool replace) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind != HOP_ITEM_ARRAY || !hop_item_for(item, HOP_FOR_ARRAY)) continue;
        size_t rows = item->rank > 1 ? item->shape[0] : 1, columns = 1;
        for (size_t axis = item->rank > 1 ? 1 : 0; axis < item->rank; axis++)
            columns *= item->shape[axis];
        if (item->values) return hop_npy_write(path, item->values, rows, columns, HOP_F64, replace);
    }
    return hop_fail(HOP_E_SUPPORT, "%s: this result has no array; -o writes .txt, .csv, .json",
                    path);
}

const hop_renderer_row hop_renderer_array = {
    .row = {.name = "array", .title = "its array, for NumPy", .sources = ""},
    .endings = ".npy",
    .write = write,
};
