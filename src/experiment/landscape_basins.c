/* Basins of a landscape.
 * SPDX-License-Identifier: MIT */
#include "landscape_basins.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

static bool is_of(const hop_lines *lines, double what) {
    return lines->count > 0 && ((const struct line *)lines->all)->what == what;
}

const hop_lines *hop_basins_row(const hop_finished *result) {
    return is_of(&result->lines, HOP_LANDSCAPE_POINT) ? &result->lines : NULL;
}

size_t hop_basins_find(const hop_basins *b, double pattern) {
    size_t i = 0;
    while (i < b->count && b->all[i].pattern != pattern) i++;
    return i;
}

static hop_basin *basin_of(hop_basins *b, double pattern) {
    size_t i = hop_basins_find(b, pattern);
    if (i == b->count) b->all[b->count++] = (hop_basin){.pattern = pattern};
    return &b->all[i];
}

static void count_point(hop_basins *b, const struct line *line) {
    hop_basin *basin = basin_of(b, line->pattern);
    basin->points++;
    basin->steps += line->step;
    basin->x += line->end_x;
    basin->y += line->end_y;
    basin->off += line->end_off;
    basin->height += line->end_height;
    b->points++;
}

static int by_size(const void *a, const void *b) {
    const hop_basin *left = a, *right = b;
    if ((left->pattern < 0) != (right->pattern < 0)) return left->pattern < 0 ? 1 : -1;
    if (left->points != right->points) return left->points < right->points ? 1 : -1;
    return (left->pattern > right->pattern) - (left->pattern < right->pattern);
}

hop_status hop_basins_create(const hop_sweep *e, const hop_results *results, hop_basins *basins) {
    hop_basins made = {.e = e, .results = results};
    size_t room = 3;
    for (size_t i = 0; i < results->count; i++) {
        const hop_lines *lines = &results->all[i].lines;
        room += lines->count;
        if (is_of(lines, HOP_LANDSCAPE_CORNER)) made.paths = lines;
    }
    HOP_TRY(hop_alloc(room, sizeof *made.all, "basins", &made.all));
    for (size_t k = 0; k < 3 && made.paths; k++)
        basin_of(&made, ((const struct line *)made.paths->all)[k].pattern);
    size_t corners = made.count;
    for (size_t i = 0; i < results->count; i++) {
        const hop_lines *row = hop_basins_row(&results->all[i]);
        for (size_t k = 0; row && k < row->count; k++)
            count_point(&made, (const struct line *)row->all + k);
    }
    qsort(made.all + corners, made.count - corners, sizeof *made.all, by_size);
    *basins = made;
    return HOP_OK;
}

void hop_basins_clear(hop_basins *basins) {
    free(basins->all);
    *basins = (hop_basins){0};
}

const char *hop_basins_name(const hop_basins *b, double pattern, char text[32]) {
    if (pattern == HOP_LANDSCAPE_NOWHERE) return "nowhere";
    if (pattern < 0) return "mixture";
    const char *name = hop_memory_name(b->e->memory, (size_t)pattern);
    snprintf(text, 32, "pattern %.0f", pattern);
    return name ? name : text;
}
