/* The table of corruptions, and applying several of them to one state.
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>

#include <assert.h>
#include <math.h>

#include "../base/fail.h"

#define ROW(name) extern const hop_corruption_row hop_corruption_##name;
#include "corruption_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_corruption_##name.row,
#include "corruption_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "corruption",
    .plural = "corruptions",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

/* The stream of the k-th corruption of state i is 2^63 + i 2^16 + k: three fields of bits that do
 * not overlap, so no two pairs (i, k) share a stream within these limits.  The top bit keeps them
 * all apart from whatever else draws from the same seed, which counts its streams from 0. */
enum { POSITION_BITS = 16, INDEX_BITS = 47 };
static const uint64_t CORRUPTION_STREAMS = (uint64_t)1 << 63;

const hop_catalog *hop_corruption_catalog(void) {
    return &CATALOG;
}

hop_status hop_corruption_parse(const char *spec, hop_corruption *corruption) {
    const hop_row *row = NULL;
    hop_corruption read = {0};
    HOP_TRY(hop_spec_parse(&CATALOG, spec, &row, read.parameter));
    read.kind = (const hop_corruption_row *)row; /* the row is its first member */
    *corruption = read;
    return HOP_OK;
}

static hop_status check_one(const hop_corruption *corruption, const hop_canvas *canvas) {
    const hop_row *row = &corruption->kind->row;
    if (!row->name || !corruption->kind->apply)
        return hop_fail(HOP_E_SUPPORT, "the corruption row '%s' has no `%s`, which it must have",
                        row->name ? row->name : "", row->name ? "apply" : "row.name");
    if (corruption->kind->needs_image && !canvas->shape.image)
        return hop_fail(HOP_E_SUPPORT,
                        "%s works on pictures, and this is a plain vector; give it a picture, or "
                        "take a corruption of single values such as gaussian or replace",
                        row->name);
    size_t count = hop_row_parameter_count(row);
    for (size_t i = 0; i < count; i++)
        HOP_TRY(hop_parameter_check(&row->parameters[i], corruption->parameter[i]));
    return HOP_OK;
}

static hop_status check_sizes(size_t count, const hop_canvas *canvas, size_t index) {
    hop_shape shape = canvas->shape;
    if (shape.width == 0 || shape.height == 0 || shape.channels == 0)
        return hop_fail(HOP_E_EMPTY, "a state of %zu x %zu pixels with %zu channels has no values",
                        shape.width, shape.height, shape.channels);
    if (hop_shape_dim(shape) == 0)
        return hop_fail(HOP_E_LIMIT, "a state of %zu x %zu pixels is more than any machine holds",
                        shape.width, shape.height);
    /* In 64 bits wherever sizes have fewer. */
    const uint64_t positions = UINT64_C(1) << POSITION_BITS, states = UINT64_C(1) << INDEX_BITS;
    if (count > positions)
        return hop_fail(HOP_E_LIMIT, "%zu corruptions of one state; at most %llu have streams",
                        count, (unsigned long long)positions);
    if (index >= states)
        return hop_fail(HOP_E_LIMIT, "state %zu; only the first %llu have streams", index,
                        (unsigned long long)states);
    return HOP_OK;
}

static hop_status check_finite(const char *name, const double *state, size_t dim) {
    for (size_t i = 0; i < dim; i++)
        if (isinf(state[i]))
            return hop_fail(HOP_E_VALUE, "%s: value %zu is infinite; %s", name, i,
                            "use smaller numbers, or clip to the range");
    return HOP_OK;
}

/* Unknown values compare as neither below nor above, and so stay. */
static void clip(const hop_canvas *canvas, double *state, size_t dim) {
    for (size_t i = 0; i < dim; i++) {
        if (state[i] < canvas->low) state[i] = canvas->low;
        if (state[i] > canvas->high) state[i] = canvas->high;
    }
}

hop_status hop_corruption_apply(const hop_corruption *corruptions, size_t count,
                                const hop_canvas *canvas, uint64_t seed, size_t index,
                                double *state) {
    assert(isfinite(canvas->low) && isfinite(canvas->high) && canvas->low <= canvas->high);
    size_t dim = hop_shape_dim(canvas->shape);
    HOP_TRY(check_sizes(count, canvas, index));
    for (size_t k = 0; k < count; k++) HOP_TRY(check_one(&corruptions[k], canvas));
    HOP_TRY(check_finite("the state before any damage", state, dim));
    for (size_t k = 0; k < count; k++) {
        const hop_corruption_row *kind = corruptions[k].kind;
        hop_random random;
        uint64_t stream = CORRUPTION_STREAMS | (uint64_t)index << POSITION_BITS | k;
        hop_random_init(&random, seed, stream);
        HOP_TRY(kind->apply(corruptions[k].parameter, canvas, &random, state));
        if (canvas->clip) clip(canvas, state, dim);
        HOP_TRY(check_finite(kind->row.name, state, dim));
    }
    return HOP_OK;
}
