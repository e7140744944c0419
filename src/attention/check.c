/* What several heads are given, looked at before anything is computed.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "attention_private.h"

hop_status hop_attention_check(const char *what, size_t rows, size_t columns,
                               const double *matrix) {
    for (size_t i = 0; i < rows * columns; i++)
        if (!isfinite(matrix[i]))
            return hop_fail(HOP_E_VALUE, "%s: row %zu, column %zu is %g; it must be finite", what,
                            i / columns, i % columns, matrix[i]);
    return HOP_OK;
}

void hop_attention_choose_scale(hop_attention_shape *head) {
    if (head->scale == 0) head->scale = 1 / sqrt((double)head->width);
}

static hop_status check_sizes(const hop_attention_shape *shape, size_t heads) {
    if (shape->queries == 0 || shape->keys == 0)
        return hop_fail(HOP_E_EMPTY, "attention needs queries and keys; there are %zu and %zu",
                        shape->queries, shape->keys);
    if (shape->width == 0 || shape->value_width == 0)
        return hop_fail(HOP_E_EMPTY, "keys are %zu wide and values %zu; both need some width",
                        shape->width, shape->value_width);
    if (heads == 0 || shape->width % heads != 0 || shape->value_width % heads != 0)
        return hop_fail(HOP_E_SHAPE,
                        "%zu heads do not divide the width: queries and keys are %zu wide, values "
                        "%zu; both must be a multiple of the heads",
                        heads, shape->width, shape->value_width);
    size_t product = 0;
    if (!hop_size_multiply(shape->keys, shape->width, &product) ||
        !hop_size_multiply(shape->keys, shape->value_width, &product) ||
        !hop_size_multiply(shape->queries, shape->width, &product) ||
        !hop_size_multiply(shape->queries, shape->value_width, &product))
        return hop_fail(HOP_E_LIMIT, "%zu queries and %zu keys are too many", shape->queries,
                        shape->keys);
    return HOP_OK;
}

hop_status hop_attention_check_heads(const hop_attention_shape *shape, size_t heads,
                                     const double *query, const double *key, const double *value) {
    HOP_TRY(check_sizes(shape, heads));
    HOP_TRY(hop_attention_check("query", shape->queries, shape->width, query));
    HOP_TRY(hop_attention_check("key", shape->keys, shape->width, key));
    return hop_attention_check("value", shape->keys, shape->value_width, value);
}
