/* What bipolar states need made ready, and how they are shown: as pictures again where the memory
 * holds pictures.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

bool hop_recall_is_bipolar(const hop_recall *recall) {
    return recall->options.similarity.kind->bipolar;
}

bool hop_recall_is_thresholded(const hop_recall *recall) {
    if (!recall->options.similarity.kind->bipolar) return false;
    for (size_t i = 0; i < recall->count; i++)
        if (recall->frames[i].offset != 0) return true;
    return false;
}

void hop_recall_show_state(const hop_recall *recall, const double *state, double *out) {
    for (size_t j = 0; j < recall->dim; j++) out[j] = state[j] > 0 ? recall->high : recall->low;
}

void hop_recall_shown(const hop_recall *recall, size_t first, size_t count, double *out) {
    hop_memory_read(recall->memory, first, count, out);
    if (!recall->options.similarity.kind->bipolar) return;
    for (size_t i = 0; i < count; i++) {
        double *pattern = out + i * recall->dim;
        hop_recall_apply_frame(recall->frames[first + i], pattern, recall->dim);
        hop_recall_show_state(recall, pattern, pattern);
    }
}

void hop_recall_shown_float(const hop_recall *recall, size_t first, size_t count, float *out,
                            double *row) {
    if (!recall->options.similarity.kind->bipolar) {
        hop_memory_read_float(recall->memory, first, count, out);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        hop_recall_shown(recall, first + i, 1, row);
        for (size_t j = 0; j < recall->dim; j++) out[i * recall->dim + j] = (float)row[j];
    }
}

static void choose_range(hop_recall *recall) {
    double low = 0, high = 1;
    if (hop_memory_dtype(recall->memory) != HOP_U8) hop_memory_range(recall->memory, &low, &high);
    bool picture = low >= 0 && high <= 1;
    recall->low = picture ? 0 : low < high ? low : -1;
    recall->high = picture || low == high ? 1 : high;
}

/* The largest energy there can be must be a number. */
static hop_status check_range(const hop_recall *recall) {
    const hop_energy *energy = &recall->options.energy;
    double *s = NULL, most = 0;
    HOP_TRY(hop_alloc(recall->count, sizeof *s, "similarities", &s));
    for (size_t i = 0; i < recall->count; i++) s[i] = (double)recall->dim;
    hop_status status = hop_energy_potential(energy, s, recall->count, &most);
    free(s);
    if (status != HOP_OK || isfinite(most)) return status;
    return hop_fail(HOP_E_VALUE,
                    "%s overflows at these parameters with %zu patterns of %zu values; take a "
                    "lower degree",
                    energy->family->row.name, recall->count, recall->dim);
}

/* All keys, pattern by pattern or neuron by neuron. */
static hop_status copy_keys(const hop_recall *recall, bool by_neuron, signed char **keys) {
    size_t dim = recall->dim, tile = hop_recall_tile(recall), all = 0;
    float *scratch = NULL;
    double *row = NULL;
    signed char *made = NULL;
    if (!hop_size_multiply(recall->count, dim, &all))
        return hop_fail(HOP_E_LIMIT, "%zu patterns of %zu are too many", recall->count, dim);
    hop_status status = hop_alloc(all, 1, "bipolar patterns", &made);
    if (status == HOP_OK) status = hop_alloc(dim, tile * sizeof *scratch, "keys", &scratch);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *row, "a key", &row);
    for (size_t first = 0; status == HOP_OK && first < recall->count; first += tile) {
        size_t count = recall->count - first < tile ? recall->count - first : tile;
        const float *values = hop_recall_key_tile(recall, first, count, scratch, row);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < dim; j++)
                made[by_neuron ? j * recall->count + first + i : (first + i) * dim + j] =
                    values[i * dim + j] > 0 ? 1 : -1;
    }
    free(scratch);
    free(row);
    if (status == HOP_OK)
        *keys = made;
    else
        free(made);
    return status;
}

hop_status hop_recall_prepare_bipolar(hop_recall *recall) {
    const hop_energy *energy = &recall->options.energy;
    if (!recall->options.similarity.kind->bipolar) return HOP_OK;
    choose_range(recall);
    if (!energy->family->couple) {
        HOP_TRY(check_range(recall));
        if (recall->options.update != HOP_UPDATE_ASYNCHRONOUS) return HOP_OK;
        return copy_keys(recall, true, &recall->columns);
    }
    signed char *patterns = NULL;
    HOP_TRY(copy_keys(recall, false, &patterns));
    hop_status status = energy->family->couple(energy->parameter, patterns, recall->count,
                                               recall->dim, &recall->couplings);
    free(patterns);
    return status;
}

void hop_recall_clear_bipolar(hop_recall *recall) {
    free(recall->columns);
    hop_couplings_clear(&recall->couplings);
}
