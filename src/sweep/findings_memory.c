/* What is said of an experiment's MEMORY: its units, whether it was thresholded, and patterns that
 * a similarity sees nothing in. SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "findings.h"
#include "source.h"

/* Damage of values in other units than 1 counts so. */
static void add_unit(const hop_sweep *e, hop_result *r) {
    char text[HOP_CANVAS_TEXT];
    bool damages = false;
    for (size_t i = 0; i < e->setting_count; i++) {
        const hop_setting_kind kind = e->row->settings[i].kind;
        damages |= kind == HOP_SETTING_DAMAGE || kind == HOP_SETTING_COMPARED ||
                   (kind == HOP_SETTING_CORRUPTION && e->corruption_count > 0);
    }
    if (!e->memory || !damages) return;
    if (*hop_canvas_unit_text(&e->canvas, text)) hop_result_remark(r, HOP_NOTE, "%s", text);
}

/* As recall says it. */
static void add_thresholded(const hop_sweep *e, hop_result *r) {
    if (!hop_source_is_thresholded(e)) return;
    hop_result_remark(
        r, HOP_NOTE,
        "bipolar states: patterns and queries were thresholded (above a picture's own "
        "mean 1, else -1), and outputs are compared with those");
}

/* ---- patterns that a similarity sees nothing in ---- */

static size_t count_constant(const hop_sweep *e, const hop_similarity *similarity, size_t *first) {
    const size_t dim = hop_memory_dim(e->memory), patterns = hop_memory_count(e->memory);
    size_t count = 0;
    double *pattern = malloc(dim * sizeof *pattern);
    for (size_t i = 0; i < patterns && pattern; i++) {
        hop_memory_read(e->memory, i, 1, pattern);
        if (similarity->kind->frame(similarity->parameter, pattern, dim).gain == 0 && count++ == 0)
            *first = i;
    }
    free(pattern);
    return count;
}

/* A setting of similarities stands behind that of energies. */
static void say_constant(const hop_sweep *e, hop_result *r) {
    for (size_t i = 1; i < e->setting_count && e->memory; i++) {
        if (e->row->settings[i].kind != HOP_SETTING_SIMILARITY ||
            e->row->settings[i - 1].kind != HOP_SETTING_ENERGY)
            continue;
        for (size_t k = 0; k < e->range_count[i]; k++) {
            const hop_similarity *given = &e->similarities[(size_t)e->range[i][k]];
            const hop_energy *energy = &e->energies[(size_t)e->range[i - 1][0]];
            hop_similarity similarity = {0};
            size_t first = 0, count = 0;
            if (hop_sweep_similarity(e, given, energy, &similarity) != HOP_OK) continue;
            if (similarity.kind->frame) count = count_constant(e, &similarity, &first);
            if (count > 0)
                hop_result_remark(r, HOP_NOTE,
                                  "%zu of the patterns %s constant (the first: %zu), and %s sees "
                                  "differences of values alone; --similarity euclidean recalls "
                                  "them too",
                                  count, count == 1 ? "is" : "are", first,
                                  similarity.kind->row.name);
        }
    }
}

void hop_findings_say_memory(const hop_sweep *e, hop_result *r) {
    say_constant(e, r);
    add_unit(e, r);
    add_thresholded(e, r);
}
