/* Draws the sets of pictures shipped in patterns/: `draw-patterns FOLDER` writes FOLDER/glyphs,
 * FOLDER/pictograms, FOLDER/ornaments and FOLDER/queries.  The same run gives the same pictures.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <hopfield/image.h>

#include "base/fail.h"

#include "draw/drawing.h"
#include "draw/sets.h"

#define LONGEST_PATH 4096

static hop_status make_folder(const char *path) {
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s: the folder cannot be made", path);
}

static hop_status write_picture(const hop_image *image, const char *folder, const char *name) {
    char path[LONGEST_PATH];
    int length = snprintf(path, sizeof path, "%s/%s.png", folder, name);
    if (length >= LONGEST_PATH) return hop_fail(HOP_E_LIMIT, "%s: the name is too long", folder);
    const hop_image_note notes[] = {{"Title", name}, {"Software", "hopfield, draw-patterns"}};
    return hop_image_write(image, path, notes, sizeof notes / sizeof *notes, true);
}

static hop_status draw_sketch(const hop_sketch *sketch, size_t pixels, size_t channels,
                              const char *folder) {
    draw_canvas canvas;
    hop_image image = {0};
    HOP_TRY(draw_canvas_create(pixels, &canvas));
    hop_status status = hop_drawing_paint(sketch->drawing, &canvas);
    if (status != HOP_OK) fprintf(stderr, "draw-patterns: in the drawing of %s:\n", sketch->name);
    if (status == HOP_OK) status = draw_canvas_picture(&canvas, channels, &image);
    if (status == HOP_OK) status = write_picture(&image, folder, sketch->name);
    hop_image_clear(&image);
    draw_canvas_clear(&canvas);
    return status;
}

static hop_status draw_sketches(const hop_sketch *sketch, size_t pixels, size_t channels,
                                const char *folder) {
    for (; sketch->name; sketch++) HOP_TRY(draw_sketch(sketch, pixels, channels, folder));
    return HOP_OK;
}

static hop_status draw_ornament(const hop_ornament *ornament, const char *folder) {
    hop_image image;
    HOP_TRY(hop_image_create(HOP_ORNAMENT_PIXELS, HOP_ORNAMENT_PIXELS, 1, &image));
    for (int y = 0; y < HOP_ORNAMENT_PIXELS; y++)
        for (int x = 0; x < HOP_ORNAMENT_PIXELS; x++)
            image.samples[y * HOP_ORNAMENT_PIXELS + x] = ornament->white(x, y) ? 1 : 0;
    hop_status status = write_picture(&image, folder, ornament->name);
    hop_image_clear(&image);
    return status;
}

static hop_status draw_glyphs(const char *folder) {
    return draw_sketches(hop_glyphs, HOP_GLYPH_PIXELS, 1, folder);
}

static hop_status draw_pictograms(const char *folder) {
    const hop_sketch *lists[] = {hop_pictograms_nature, hop_pictograms_animals,
                                 hop_pictograms_travel, hop_pictograms_things, NULL};
    for (size_t i = 0; lists[i]; i++)
        HOP_TRY(draw_sketches(lists[i], HOP_PICTOGRAM_PIXELS, 3, folder));
    return HOP_OK;
}

static hop_status draw_queries(const char *folder) {
    return draw_sketches(hop_queries, HOP_PICTOGRAM_PIXELS, 3, folder);
}

static hop_status draw_ornaments(const char *folder) {
    for (const hop_ornament *ornament = hop_ornaments; ornament->name; ornament++)
        HOP_TRY(draw_ornament(ornament, folder));
    return HOP_OK;
}

static hop_status draw_sets(const char *folder) {
    static const struct {
        const char *name;
        hop_status (*draw)(const char *folder);
    } sets[] = {{"glyphs", draw_glyphs},
                {"pictograms", draw_pictograms},
                {"ornaments", draw_ornaments},
                {"queries", draw_queries}};
    HOP_TRY(make_folder(folder));
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char path[LONGEST_PATH];
        if (snprintf(path, sizeof path, "%s/%s", folder, sets[i].name) >= LONGEST_PATH)
            return hop_fail(HOP_E_LIMIT, "%s: the name is too long", folder);
        HOP_TRY(make_folder(path));
        HOP_TRY(sets[i].draw(path));
    }
    return HOP_OK;
}

int main(int count, char **words) {
    if (count != 2 || words[1][0] == '-') {
        fprintf(stderr,
                "Usage: draw-patterns FOLDER\n"
                "Draws FOLDER/glyphs, FOLDER/pictograms, FOLDER/ornaments and FOLDER/queries;"
                " files of the same name are replaced.\n");
        return 2;
    }
    hop_status status = draw_sets(words[1]);
    if (status != HOP_OK) fprintf(stderr, "draw-patterns: %s\n", hop_status_detail());
    return status == HOP_OK ? 0 : 1;
}
