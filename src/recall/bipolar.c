/* What bipolar states need made ready, and how they are shown: as pictures again where the memory
 * holds pictures.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

bool hop_recall_is_thresholded(const hop_recall *recall) {
    if (!recall->options.model.similarity.kind->bipolar) return false;
    for (size_t i = 0; i < recall->count; i++)
        if (recall->frames[i].offset != 0) return true;
    return false;
}

void hop_recall_show_state(const hop_recall *recall, const double *state, double *out) {
    for (size_t j = 0; j < recall->dim; j++) out[j] = state[j] > 0 ? recall->high : recall->low;
}

void hop_recall_shown(const hop_recall *recall, size_t first, size_t count, double *out) {
    hop_memory_read(recall->memory, first, count, out);
    if (!recall->options.model.similarity.kind->bipolar) return;
    for (size_t i = 0; i < count; i++) {
        double *pattern = out + i * recall->dim;
        hop_recall_apply_frame(recall->frames[first + i], pattern, recall->dim);
        hop_recall_show_state(recall, pattern, pattern);
    }
}

void hop_recall_shown_float(const hop_recall *recall, size_t first, size_t count, float *out,
                            double *row) {
    if (!recall->options.model.similarity.kind->bipolar) {
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
    const hop_energy *energy = &recall->options.model.energy;
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

/* The bits neuron by neuron: row k holds what neuron k is in all patterns. */
static hop_status turn_bits(const hop_recall *recall, uint64_t **columns) {
    size_t words = hop_bits_words(recall->count), all = 0;
    uint64_t *made = NULL;
    if (!hop_size_multiply(words, recall->dim, &all))
        return hop_fail(HOP_E_LIMIT, "%zu patterns of %zu are too many", recall->count,
                        recall->dim);
    HOP_TRY(hop_alloc(all, sizeof *made, "bipolar patterns", &made));
    hop_bits_turn(&recall->bits, recall->count, made);
    *columns = made;
    return HOP_OK;
}

/* The patterns [count x dim] as couplings are made from them. */
static hop_status spell_out(const hop_recall *recall, signed char **patterns) {
    size_t all = 0;
    signed char *made = NULL;
    if (!hop_size_multiply(recall->count, recall->dim, &all))
        return hop_fail(HOP_E_LIMIT, "%zu patterns of %zu are too many", recall->count,
                        recall->dim);
    HOP_TRY(hop_alloc(all, 1, "bipolar patterns", &made));
    for (size_t i = 0; i < recall->count; i++)
        for (size_t k = 0; k < recall->dim; k++)
            made[i * recall->dim + k] = (signed char)hop_bits_value(&recall->bits, i, k);
    *patterns = made;
    return HOP_OK;
}

hop_status hop_recall_prepare_bipolar(hop_recall *recall) {
    const hop_energy *energy = &recall->options.model.energy;
    if (!recall->options.model.similarity.kind->bipolar) return HOP_OK;
    choose_range(recall);
    if (!energy->family->couple) {
        HOP_TRY(check_range(recall));
        if (recall->options.model.update->together) return HOP_OK;
        return turn_bits(recall, &recall->columns);
    }
    signed char *patterns = NULL;
    HOP_TRY(spell_out(recall, &patterns));
    hop_status status = energy->family->couple(energy->parameter, patterns, recall->count,
                                               recall->dim, &recall->couplings);
    free(patterns);
    return status;
}

void hop_recall_clear_bipolar(hop_recall *recall) {
    free(recall->columns);
    hop_couplings_clear(&recall->couplings);
}
