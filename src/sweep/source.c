/* MEMORY or drawn patterns.
 * SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>

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

void hop_source_word(const hop_sweep *e, const void *cell, size_t patterns,
                     hop_findings *findings) {
    if (e->memory)
        hop_table_add_text(findings->table, "memory");
    else
        hop_findings_word(findings, e, patterns, cell);
}
