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

void hop_findings_map_clear(hop_heat_map *map) {
    free((void *)map->values);
    free((void *)map->x);
    free((void *)map->y);
    free((void *)map->label);
    for (size_t k = 0; map->classes && k < map->class_count; k++) free((void *)map->classes[k]);
    free((void *)map->classes);
    *map = (hop_heat_map){0};
}

static hop_status copy_classes(const hop_heat_map *map, hop_heat_map *fresh) {
    char **names = NULL;
    if (!map->classes) return HOP_OK;
    HOP_TRY(hop_alloc(map->class_count, sizeof *names, "a map", &names));
    fresh->classes = (const char *const *)names;
    fresh->class_count = map->class_count;
    for (size_t k = 0; k < map->class_count; k++)
        HOP_TRY(hop_copy_text(map->classes[k], &names[k]));
    return HOP_OK;
}

hop_status hop_findings_map(hop_findings *f, const hop_heat_map *map) {
    hop_heat_map fresh = *map;
    char *label = NULL;
    fresh.values = fresh.x = fresh.y = NULL;
    fresh.classes = NULL;
    hop_status status = hop_copy_text(map->label, &label);
    fresh.label = label;
    if (status == HOP_OK)
        status = copy_numbers(map->values, map->rows * map->columns, &fresh.values);
    if (status == HOP_OK) status = copy_numbers(map->x, map->columns, &fresh.x);
    if (status == HOP_OK) status = copy_numbers(map->y, map->rows, &fresh.y);
    if (status == HOP_OK) status = copy_classes(map, &fresh);
    if (status != HOP_OK) {
        hop_findings_map_clear(&fresh);
        return status;
    }
    hop_findings_map_clear(&f->map);
    f->map = fresh;
    return HOP_OK;
}
