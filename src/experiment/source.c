/* MEMORY or drawn patterns.
 * SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>

#include "../base/fail.h"
#include "draw.h"

hop_status hop_source_check(const hop_experiment *e, size_t dim) {
    for (size_t i = dim; e->memory && i <= dim + HOP_SOURCE_PATTERNS; i++) {
        const hop_setting *setting = &e->row->settings[i];
        if (strcmp(setting->standard, e->text[i]) != 0)
            return hop_fail(HOP_E_SUPPORT,
                            "%s describes random patterns, and a MEMORY is given; leave out one "
                            "of the two",
                            setting->parameter.name);
    }
    return HOP_OK;
}

size_t hop_source_dim(const hop_experiment *e, const double *value, size_t dim) {
    return e->memory ? hop_memory_dim(e->memory) : (size_t)value[dim + HOP_SOURCE_DIM];
}

size_t hop_source_count(const hop_experiment *e, const double *value, size_t dim) {
    return e->memory ? hop_memory_count(e->memory) : (size_t)value[dim + HOP_SOURCE_STORED];
}

hop_status hop_source_open(const hop_experiment *e, const double *value, size_t dim,
                           const hop_memory **memory) {
    if (e->memory) {
        *memory = e->memory;
        return HOP_OK;
    }
    hop_memory *drawn = NULL;
    hop_random random;
    hop_random_init(&random, e->seed, HOP_SOURCE_STREAMS);
    HOP_TRY(hop_draw_memory((hop_pattern_kind)value[dim + HOP_SOURCE_PATTERNS],
                            (size_t)value[dim + HOP_SOURCE_DIM],
                            (size_t)value[dim + HOP_SOURCE_STORED], &random, &drawn));
    *memory = drawn;
    return HOP_OK;
}

void hop_source_close(const hop_experiment *e, const hop_memory *memory) {
    if (memory != e->memory) hop_memory_destroy((hop_memory *)memory);
}

void hop_source_word(const hop_experiment *e, const double *value, size_t dim,
                     hop_findings *findings) {
    size_t patterns = dim + HOP_SOURCE_PATTERNS;
    if (e->memory)
        hop_table_add_text(findings->table, "memory");
    else
        hop_findings_word(findings, e, patterns, value[patterns]);
}
