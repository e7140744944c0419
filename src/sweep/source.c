/* MEMORY or drawn patterns.
 * SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../trial/draw.h"

hop_status hop_source_unused(const hop_sweep *e, size_t index) {
    const hop_setting *setting = &e->row->settings[index];
    if (!e->memory || strcmp(setting->default_value, e->text[index]) == 0) return HOP_OK;
    return hop_fail(HOP_E_SUPPORT,
                    "%s describes random patterns, and a MEMORY is given; leave out one of the "
                    "two",
                    setting->parameter.name);
}

hop_status hop_source_check(const hop_sweep *e, size_t dim) {
    for (size_t i = dim; i < dim + 3; i++) HOP_TRY(hop_source_unused(e, i));
    return HOP_OK;
}

size_t hop_source_dim(const hop_sweep *e, size_t dim) {
    return e->memory ? hop_memory_dim(e->memory) : dim;
}

size_t hop_source_count(const hop_sweep *e, size_t stored) {
    return e->memory ? hop_memory_count(e->memory) : stored;
}

hop_status hop_source_open(const hop_sweep *e, size_t dim, size_t stored, hop_pattern_kind kind,
                           const hop_memory **memory) {
    hop_memory *drawn = NULL;
    hop_random random;
    hop_random_init(&random, e->seed, HOP_SOURCE_STREAMS);
    if (!e->memory) HOP_TRY(hop_draw_memory(kind, dim, stored, &random, &drawn));
    *memory = e->memory ? e->memory : drawn;
    return HOP_OK;
}

void hop_source_close(const hop_sweep *e, const hop_memory *memory) {
    if (memory != e->memory) hop_memory_destroy((hop_memory *)memory);
}

/* Whether the experiment draws patterns where no MEMORY is given. */
static bool may_draw(const hop_sweep *e) {
    for (size_t s = 0; s < e->setting_count; s++)
        if (e->row->settings[s].kind == HOP_SETTING_MEMORY)
            return e->row->settings[s].default_value != NULL; /* else it must be given */
    return true;
}

const char *hop_source_meant(const hop_sweep *e, size_t index, char *room, size_t size) {
    const char *name = e->row->settings[index].parameter.name;
    if (!e->memory || !may_draw(e)) return e->text[index];
    if (strcmp(name, "patterns") == 0) return "memory";
    if (strcmp(name, "dim") == 0)
        snprintf(room, size, "%zu", hop_memory_dim(e->memory));
    else if (strcmp(name, "stored") == 0)
        snprintf(room, size, "%zu", hop_memory_count(e->memory));
    else
        return e->text[index];
    return room;
}

/* The bipolar similarity that an energy is used with; NULL: none is. */
static const hop_similarity_row *bipolar_of(const hop_sweep *e) {
    hop_similarity similarity = {0};
    for (size_t s = 0; s < e->setting_count; s++) {
        if (e->row->settings[s].kind != HOP_SETTING_ENERGY) continue;
        /* An experiment that has no such setting makes all energies' states bipolar. */
        if (e->row->settings[s + 1].kind != HOP_SETTING_SIMILARITY)
            return hop_similarity_parse("hamming", &similarity) == HOP_OK ? similarity.kind : NULL;
        for (size_t k = 0; k < e->range_count[s] * e->range_count[s + 1]; k++) {
            const hop_energy *energy = &e->energies[k / e->range_count[s + 1]];
            const hop_similarity *given = &e->similarities[k % e->range_count[s + 1]];
            if (hop_sweep_similarity(e, given, energy, &similarity) == HOP_OK &&
                similarity.kind->bipolar)
                return similarity.kind;
        }
    }
    return NULL;
}

bool hop_source_is_thresholded(const hop_sweep *e) {
    const hop_similarity_row *bipolar = e->memory ? bipolar_of(e) : NULL;
    const size_t dim = e->memory ? hop_memory_dim(e->memory) : 0;
    double *pattern = NULL;
    bool thresholded = false;
    if (!bipolar || hop_alloc(dim, sizeof *pattern, "a pattern", &pattern) != HOP_OK) return false;
    for (size_t i = 0; i < hop_memory_count(e->memory) && !thresholded; i++) {
        hop_memory_read(e->memory, i, 1, pattern);
        thresholded = bipolar->frame(NULL, pattern, dim).offset != 0;
    }
    free(pattern);
    return thresholded;
}

void hop_source_word(const hop_sweep *e, const void *cell, size_t patterns,
                     hop_findings *findings) {
    if (e->memory)
        hop_table_add_text(findings->table, "memory");
    else
        hop_findings_word(findings, e, patterns, cell);
}
