/* What moves in a result as an animated PNG: paths over a map, and how they go down.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../image/draw.h"
#include "../image/lettering.h"
#include "curve.h"
#include "result_private.h"

/* In pixels: about how wide the map is, what is around it, the heights below it. */
enum { WIDTH = 360, MARGIN = 16, BELOW = 96, LINE = 18 };

/* Frames at most; milliseconds of all, of one at least and at most, and of the still. */
enum { FRAMES_MOST = 40, PLAYED = 4000, LEAST = 60, MOST = 500, STILL = 1800 };

static const hop_ink WHITE = {1, 1, 1}, GREY = {0.6f, 0.6f, 0.6f}, BLACK = {0.1f, 0.1f, 0.1f};

typedef struct scene {
    const hop_figure *map, *heights; /* heights: NULL for those of the map */
    const hop_curve **paths;         /* [count]: curves of the map's figure with several points */
    hop_ink *ink;                    /* [count] */
    size_t count, length;            /* length: points of the longest */
    size_t scale;                    /* pixels a cell */
    double low, high;                /* of all heights */
    hop_image ground;                /* the map, without paths */
} scene;

static bool is_path(const hop_curve *curve) {
    const hop_curve_row *row = hop_curve_row_of(curve);
    return curve->count > 1 && row->drawn && row->joined && !row->theory;
}

static size_t paths_of(const hop_figure *figure) {
    size_t count = 0;
    for (size_t c = 0; figure->map && c < figure->curve_count; c++)
        count += is_path(&figure->curves[c]);
    return count;
}

/* ---- places ---- */

/* In pixels of the picture. */
static void place_of(const scene *s, double x, double y, double at[2]) {
    const hop_heat_map *map = s->map->map;
    double column = hop_table_cell_of(map->x, map->columns, s->map->log_x, x);
    double row = hop_table_cell_of(map->y, map->rows, s->map->log_y, y);
    at[0] = MARGIN + (column + 0.5) * (double)s->scale;
    at[1] = MARGIN + ((double)map->rows - 0.5 - row) * (double)s->scale;
}

/* How high path `p` is at point t. */
static double height_of(const scene *s, size_t p, size_t t) {
    const hop_heat_map *map = s->map->map;
    const hop_curve *path = s->paths[p];
    if (s->heights) return t < s->heights->curves[p].count ? s->heights->curves[p].y[t] : NAN;
    double x = hop_table_cell_of(map->x, map->columns, s->map->log_x, path->x[t]);
    double y = hop_table_cell_of(map->y, map->rows, s->map->log_y, path->y[t]);
    if (!(x > -0.5 && y > -0.5 && x < (double)map->columns - 0.5 && y < (double)map->rows - 0.5))
        return NAN;
    return map->values[(size_t)lround(y) * map->columns + (size_t)lround(x)];
}

static void find_heights(scene *s) {
    s->low = INFINITY, s->high = -INFINITY;
    for (size_t p = 0; p < s->count; p++)
        for (size_t t = 0; t < s->paths[p]->count; t++) {
            double height = height_of(s, p, t);
            if (!isfinite(height)) continue;
            s->low = fmin(s->low, height);
            s->high = fmax(s->high, height);
        }
    if (!(s->low < s->high)) s->low -= 0.5, s->high += 0.5;
}

static void below_of(const scene *s, double step, double height, double at[2]) {
    double top = (double)(s->ground.height - BELOW), tall = BELOW - MARGIN;
    at[0] = MARGIN + step / (double)(s->length - 1) * (double)(s->ground.width - 2 * MARGIN);
    at[1] = top + (s->high - height) / (s->high - s->low) * tall;
}

/* ---- drawing ---- */

static void draw_ground(scene *s) {
    const hop_heat_map *map = s->map->map;
    char ends[96];
    hop_image_fill(&s->ground, WHITE);
    for (size_t r = 0; r < map->rows; r++)
        for (size_t c = 0; c < map->columns; c++)
            hop_image_box(&s->ground, MARGIN + c * s->scale,
                          MARGIN + (map->rows - 1 - r) * s->scale, s->scale, s->scale,
                          hop_table_map_ink(map, map->values[r * map->columns + c]));
    snprintf(ends, sizeof ends, "%.3g to %.3g", s->high, s->low);
    const char *name = s->heights ? "potential" : "height on the map";
    size_t line = s->ground.height - BELOW - LINE + 5;
    hop_image_caption(&s->ground, name, MARGIN, line, s->ground.width / 2, 1, 0.2f);
    hop_image_caption(&s->ground, ends, s->ground.width / 2, line, s->ground.width / 2 - MARGIN, 1,
                      0.2f);
}

/* The path up to point `end`, and a dot there. */
static void draw_path(const scene *s, size_t p, size_t end, hop_image *image) {
    const hop_curve *path = s->paths[p];
    double before[2] = {NAN, NAN}, at[2] = {NAN, NAN};
    for (int pass = 0; pass < 2; pass++) { /* white below all of it */
        before[0] = NAN;
        for (size_t t = 0; t <= end && t < path->count; t++) {
            place_of(s, path->x[t], path->y[t], at);
            hop_image_line(image, before, at, pass == 0 ? 2.6 : 1.3, pass == 0 ? WHITE : s->ink[p]);
            memcpy(before, at, sizeof at);
        }
    }
    hop_image_disc(image, at, 4, WHITE);
    hop_image_disc(image, at, 3, s->ink[p]);
}

static void draw_heights(const scene *s, size_t p, size_t end, hop_image *image) {
    double before[2] = {NAN, NAN}, at[2] = {NAN, NAN};
    for (size_t t = 0; t <= end && t < s->paths[p]->count; t++) {
        below_of(s, (double)t, height_of(s, p, t), at);
        hop_image_line(image, before, at, 1.1, s->ink[p]);
        memcpy(before, at, sizeof at);
    }
    hop_image_disc(image, at, 2.2, s->ink[p]);
}

static hop_status draw_frame(const scene *s, size_t end, hop_image *image) {
    char words[32];
    HOP_TRY(hop_image_create(s->ground.width, s->ground.height, 3, image));
    hop_image_paste(image, &s->ground, 0, 0);
    for (size_t p = 0; p < s->count; p++) draw_path(s, p, end, image);
    for (size_t p = 0; p < s->count; p++) draw_heights(s, p, end, image);
    double left[2], right[2];
    below_of(s, 0, s->low, left);
    below_of(s, (double)s->length - 1, s->low, right);
    left[1] = right[1] = right[1] + 5;
    hop_image_line(image, left, right, 1, GREY);
    snprintf(words, sizeof words, "step %zu", end);
    hop_image_caption(image, words, image->width - MARGIN - 80, image->height - 11, 80, 1,
                      BLACK.red);
    return HOP_OK;
}

static hop_status play(const scene *s, const hop_result *result, const char *path, bool replace) {
    size_t stride = (s->length + FRAMES_MOST - 1) / FRAMES_MOST, count = 0, notes = 0;
    size_t steps = (s->length - 1 + stride - 1) / stride + 1;
    size_t each = PLAYED / s->length < LEAST  ? LEAST
                  : PLAYED / s->length > MOST ? MOST
                                              : PLAYED / s->length;
    hop_animation_frame *frames = NULL;
    HOP_TRY(hop_alloc(steps + 1, sizeof *frames, "an animation", &frames));
    hop_status status = HOP_OK;
    for (size_t k = 0; k <= steps && status == HOP_OK; k++) {
        size_t end = k == 0 ? s->length - 1 : (k - 1) * stride; /* the still shows all */
        if (end > s->length - 1) end = s->length - 1;
        frames[k].milliseconds = k == 0 ? STILL : (unsigned)each;
        status = draw_frame(s, end, &frames[k].image);
        count++;
    }
    const hop_image_note *signature = hop_result_signature((hop_result *)(uintptr_t)result, &notes);
    if (status == HOP_OK)
        status = hop_animation_write(frames, count, path, signature, notes, replace);
    for (size_t k = 0; k < count; k++) hop_image_clear(&frames[k].image);
    free(frames);
    return status;
}

/* ---- what there is ---- */

static hop_status set_scene(const hop_figure *figure, scene *s) {
    const hop_heat_map *map = figure->map;
    size_t next = 0;
    HOP_TRY(hop_alloc(s->count, sizeof *s->paths, "paths", &s->paths));
    HOP_TRY(hop_alloc(s->count, sizeof *s->ink, "paths", &s->ink));
    s->count = 0;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_look look = hop_table_look(&figure->curves[c], &next);
        if (!is_path(&figure->curves[c])) continue;
        s->paths[s->count] = &figure->curves[c];
        s->ink[s->count++] = hop_ink_of(look.colour);
        if (figure->curves[c].count > s->length) s->length = figure->curves[c].count;
    }
    if (s->heights && s->heights->curve_count < s->count) s->heights = NULL;
    find_heights(s);
    s->scale = WIDTH / map->columns > 0 ? WIDTH / map->columns : 1;
    return hop_image_create(map->columns * s->scale + 2 * MARGIN,
                            map->rows * s->scale + MARGIN + LINE + BELOW, 3, &s->ground);
}

static hop_status animate_figure(const hop_figure *figure, const hop_result *result,
                                 const char *path, bool replace) {
    const hop_item *heights = hop_result_find(result, "figures.potential");
    scene s = {.map = figure, .count = paths_of(figure)};
    if (heights) s.heights = heights->figure;
    hop_status status = set_scene(figure, &s);
    if (status == HOP_OK) {
        draw_ground(&s);
        status = play(&s, result, path, replace);
    }
    hop_image_clear(&s.ground);
    free(s.paths);
    free(s.ink);
    return status;
}

hop_status hop_result_animate(const hop_result *result, const char *path, bool replace) {
    size_t length = strlen(path), notes = 0;
    if (length < 5 || strcasecmp(path + length - 4, ".png") != 0)
        return hop_fail(HOP_E_NAME, "%s: an animation is a .png", path);
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        const hop_image_note *signature = NULL;
        if (item->kind == HOP_ITEM_FIGURE && paths_of(item->figure) > 0)
            return animate_figure(item->figure, result, path, replace);
        if (item->kind != HOP_ITEM_MOTION) continue;
        signature = hop_result_signature((hop_result *)(uintptr_t)result, &notes);
        return hop_animation_write(item->frames, item->frame_count, path, signature, notes,
                                   replace);
    }
    return hop_fail(HOP_E_SUPPORT,
                    "%s: nothing in this result moves; recall, flow and landscape "
                    "have animations",
                    path);
}
