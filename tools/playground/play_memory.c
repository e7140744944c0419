/* Pictures at hand, and the memory that is made of them.  Pictures are kept as the memory keeps
 * them, a byte a value, so that thousands fit into a page.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "../../src/trial/draw.h"
#include "play_private.h"

enum { COLOURS = 3 };
static const double WHITE[COLOURS] = {1, 1, 1};
static const double BYTE = 255;

/* A query's pixel less opaque than this is unknown, as in the program. */
static const int OPAQUE_ENOUGH = 128;

play_desk play;

typedef struct picture {
    unsigned char *rgb; /* [height x width x 3] */
    char *name;
} picture;

static struct {
    picture *all; /* [count] */
    size_t count, room, width, height;
} hand;

/* ---- pictures ---- */

void play_forget(int width, int height) {
    for (size_t i = 0; i < hand.count; i++) {
        free(hand.all[i].rgb);
        free(hand.all[i].name);
    }
    free(hand.all);
    memset(&hand, 0, sizeof hand);
    hand.width = (size_t)width, hand.height = (size_t)height;
}

static hop_status keep(const unsigned char *rgb, const char *name) {
    if (hand.count == hand.room) {
        hand.room = hand.room > 0 ? 2 * hand.room : 64;
        HOP_TRY(hop_realloc(hand.room, sizeof *hand.all, "pictures", &hand.all));
    }
    size_t size = hand.width * hand.height * COLOURS;
    picture fresh = {.rgb = malloc(size), .name = strdup(name)};
    if (!fresh.rgb || !fresh.name) {
        free(fresh.rgb);
        free(fresh.name);
        return hop_fail(HOP_E_MEMORY, "no memory for picture %zu", hand.count);
    }
    memcpy(fresh.rgb, rgb, size);
    hand.all[hand.count++] = fresh;
    return HOP_OK;
}

/* RGBA as the library's picture. */
static hop_status make_image(const unsigned char *rgba, int width, int height, hop_image *image) {
    HOP_TRY(hop_image_create((size_t)width, (size_t)height, 4, image));
    for (size_t i = 0; i < image->width * image->height * 4; i++)
        image->samples[i] = (float)rgba[i] / (float)BYTE;
    return HOP_OK;
}

/* Whole and centred in width x height. */
static hop_status make_sized(const unsigned char *rgba, int width, int height, size_t wide,
                             size_t high, hop_image *image) {
    hop_image whole = {0};
    HOP_TRY(make_image(rgba, width, height, &whole));
    hop_status status = hop_image_resize(&whole, wide, high, HOP_RESIZE_FIT, WHITE, image);
    hop_image_clear(&whole);
    return status;
}

static hop_status add(const unsigned char *rgba, int width, int height, const char *name) {
    hop_image sized = {0}, composed = {0};
    if (hand.width == 0) hand.width = (size_t)width, hand.height = (size_t)height;
    HOP_TRY(make_sized(rgba, width, height, hand.width, hand.height, &sized));
    hop_status status = hop_image_convert(&sized, COLOURS, WHITE, &composed);
    hop_image_clear(&sized);
    if (status != HOP_OK) return status;
    size_t size = hand.width * hand.height * COLOURS;
    unsigned char *rgb = malloc(size);
    if (rgb) {
        for (size_t i = 0; i < size; i++)
            rgb[i] = (unsigned char)lround((double)composed.samples[i] * BYTE);
        status = keep(rgb, name);
    } else {
        status = hop_fail(HOP_E_MEMORY, "%s: no memory for the picture", name);
    }
    free(rgb);
    hop_image_clear(&composed);
    return status;
}

int play_add(const unsigned char *rgba, int width, int height, const char *name) {
    return add(rgba, width, height, name) == HOP_OK;
}

static hop_status add_random(size_t count, size_t side, uint64_t seed) {
    size_t dim = side * side;
    hop_random random;
    double *pattern = NULL;
    hand.width = hand.height = side;
    HOP_TRY(hop_alloc(dim, sizeof *pattern, "a pattern", &pattern));
    unsigned char *rgb = malloc(dim * COLOURS);
    hop_status status = rgb ? HOP_OK : hop_fail(HOP_E_MEMORY, "no memory for a pattern");
    hop_random_init(&random, seed, 0);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        char name[32];
        hop_text_number((double)i, name);
        hop_draw_pattern(HOP_PATTERN_BIPOLAR, dim, &random, pattern);
        for (size_t j = 0; j < dim * COLOURS; j++) rgb[j] = pattern[j / COLOURS] > 0 ? 255 : 0;
        status = keep(rgb, name);
    }
    free(rgb);
    free(pattern);
    return status;
}

int play_add_random(int count, int side, double seed) {
    return add_random((size_t)count, (size_t)side, (uint64_t)seed) == HOP_OK;
}

/* ---- the memory ---- */

static bool is_grey(size_t count) {
    size_t pixels = hand.width * hand.height;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < pixels; j++) {
            const unsigned char *c = hand.all[i].rgb + j * COLOURS;
            if (c[0] != c[1] || c[1] != c[2]) return false;
        }
    return true;
}

static void close_memory(void) {
    play_close_model();
    hop_memory_destroy(play.memory);
    play.memory = NULL;
}

static hop_status store(size_t count) {
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there is no picture to store");
    bool grey = is_grey(count);
    hop_shape shape = {hand.width, hand.height, grey ? 1 : COLOURS, true};
    size_t dim = hop_shape_dim(shape);
    hop_memory *memory = NULL;
    unsigned char *row = malloc(dim);
    if (!row) return hop_fail(HOP_E_MEMORY, "no memory for a pattern");
    hop_status status = hop_memory_create(shape, HOP_U8, HOP_PATTERNS, &memory);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        const char *name = hand.all[i].name;
        for (size_t j = 0; j < dim; j++) row[j] = hand.all[i].rgb[grey ? j * COLOURS : j];
        status = hop_memory_append_raw(memory, row, 1, &name);
    }
    free(row);
    if (status != HOP_OK) {
        hop_memory_destroy(memory);
        return status;
    }
    close_memory();
    play.memory = memory;
    play.prepared = false;
    play.count = count;
    play.dim = dim;
    play.canvas = hop_memory_canvas(memory);
    return HOP_OK;
}

const char *play_store(int limit) {
    size_t count = limit > 0 && (size_t)limit < hand.count ? (size_t)limit : hand.count;
    hop_status status = store(count);
    hop_string *json = play_begin();
    if (status != HOP_OK) return play_end(status);
    play_number(json, "count", (double)count);
    play_number(json, "all", (double)hand.count);
    play_number(json, "width", (double)play.canvas.shape.width);
    play_number(json, "height", (double)play.canvas.shape.height);
    play_number(json, "channels", (double)play.canvas.shape.channels);
    size_t *all = NULL;
    status = hop_alloc(count, sizeof *all, "names", &all);
    for (size_t i = 0; i < count && status == HOP_OK; i++) all[i] = i;
    if (status == HOP_OK) play_names(json, "names", all, count);
    free(all);
    return play_end(status);
}

const unsigned char *play_patterns(void) {
    return hop_memory_data(play.memory);
}

/* ---- queries ---- */

int play_query(const unsigned char *rgba, int width, int height, double *query) {
    hop_shape shape = play.canvas.shape;
    hop_image sized = {0}, composed = {0};
    hop_status status = make_sized(rgba, width, height, shape.width, shape.height, &sized);
    if (status == HOP_OK) status = hop_image_convert(&sized, shape.channels, WHITE, &composed);
    for (size_t i = 0; i < play.dim && status == HOP_OK; i++) {
        float alpha = sized.samples[i / shape.channels * 4 + 3];
        bool unknown = (double)alpha * BYTE < OPAQUE_ENOUGH;
        query[i] = unknown ? NAN : (double)composed.samples[i];
    }
    hop_image_clear(&sized);
    hop_image_clear(&composed);
    return status == HOP_OK;
}

hop_status play_read_damage(const char *specs, hop_corruption *corruptions, size_t *count) {
    *count = 0;
    while (*specs) {
        char spec[256];
        size_t length = strcspn(specs, "\n");
        if (*count == PLAY_DAMAGE_MOST)
            return hop_fail(HOP_E_LIMIT, "no more than %d kinds of damage at once",
                            PLAY_DAMAGE_MOST);
        if (length >= sizeof spec) return hop_fail(HOP_E_LIMIT, "a line of damage is too long");
        memcpy(spec, specs, length);
        spec[length] = '\0';
        HOP_TRY(hop_corruption_parse(spec, &corruptions[*count]));
        (*count)++;
        specs += length + (specs[length] == '\n');
    }
    return HOP_OK;
}

int play_damage(const char *specs, double seed, int index, double *query) {
    hop_corruption corruptions[PLAY_DAMAGE_MOST];
    size_t count = 0;
    if (play_read_damage(specs, corruptions, &count) != HOP_OK) return 0;
    return hop_corruption_apply(corruptions, count, &play.canvas, (uint64_t)seed, (size_t)index,
                                query) == HOP_OK;
}
