/* The map of a findings, kept: a copy that is its own.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "findings.h"

static hop_status copy_numbers(const double *from, size_t count, const double **copy) {
    double *fresh = NULL;
    if (!from) return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *fresh, "a map", &fresh));
    memcpy(fresh, from, count * sizeof *fresh);
    *copy = fresh;
    return HOP_OK;
}

static void free_words(const char *const *words, size_t count) {
    for (size_t i = 0; words && i < count; i++) free((void *)words[i]);
    free((void *)words);
}

/* What was copied before a failure is in *copy. */
static hop_status copy_words(const char *const *from, size_t count, const char *const **copy) {
    char **fresh = NULL;
    if (!from) return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *fresh, "words", &fresh));
    *copy = (const char *const *)fresh;
    for (size_t i = 0; i < count; i++) HOP_TRY(hop_copy_text(from[i], &fresh[i]));
    return HOP_OK;
}

void hop_findings_map_clear(hop_heat_map *map) {
    free((void *)map->values);
    free((void *)map->x);
    free((void *)map->y);
    free_words(map->x_names, map->columns);
    free_words(map->y_names, map->rows);
    free((void *)map->label);
    free_words(map->classes, map->class_count);
    *map = (hop_heat_map){0};
}

hop_status hop_findings_map(hop_findings *f, const hop_heat_map *map) {
    hop_heat_map fresh = *map;
    char *label = NULL;
    fresh.values = fresh.x = fresh.y = NULL;
    fresh.classes = NULL;
    fresh.x_names = fresh.y_names = NULL;
    hop_status status = hop_copy_text(map->label, &label);
    fresh.label = label;
    if (status == HOP_OK)
        status = copy_numbers(map->values, map->rows * map->columns, &fresh.values);
    if (status == HOP_OK) status = copy_numbers(map->x, map->columns, &fresh.x);
    if (status == HOP_OK) status = copy_numbers(map->y, map->rows, &fresh.y);
    if (status == HOP_OK) status = copy_words(map->classes, map->class_count, &fresh.classes);
    if (status == HOP_OK) status = copy_words(map->x_names, map->columns, &fresh.x_names);
    if (status == HOP_OK) status = copy_words(map->y_names, map->rows, &fresh.y_names);
    if (status != HOP_OK) {
        hop_findings_map_clear(&fresh);
        return status;
    }
    hop_findings_map_clear(&f->map);
    f->map = fresh;
    return HOP_OK;
}
