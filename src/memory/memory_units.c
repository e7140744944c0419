/* Units: which values are black and white, and how states in other units are brought to them.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "memory_private.h"

/* Bytes that are written as numbers reach at least this; levels of fewer are no bytes. */
static const double BYTE_LEAST = 16, BYTE_MOST = 255;

/* States whose values are on average so many times larger than any of the memory's are in other
 * units; damage alone does not do that. */
static const double FOREIGN = 4;

/* The largest value of states in the memory's own units is not so many times smaller, nor the
 * white of pictures than 1. */
static const double FAINT = 32;

/* So near is a value, times 255, to a whole number if it was a byte. */
static const double SHARE = 1e-3;

typedef hop_memory_values values;

static void add(values *v, double value) {
    if (!v->any) v->low = v->high = value, v->any = v->two = v->whole = v->shares = true;
    if (v->two && value != v->low && value != v->high) {
        /* The second value, or a third one. */
        v->two = v->low == v->high;
    }
    v->low = fmin(v->low, value);
    v->high = fmax(v->high, value);
    v->whole = v->whole && value == floor(value);
    v->shares = v->shares && fabs(255 * value - floor(255 * value + 0.5)) < SHARE;
    v->size += fabs(value);
}

/* Values that are looked at, or changed, at a time: a large picture is never there once more. */
enum { PIECE = 4096 };

static size_t piece_at(const hop_memory *memory, size_t from) {
    return memory->dim - from < PIECE ? memory->dim - from : PIECE;
}

static values look_at(const hop_memory *memory) {
    double piece[PIECE];
    values v = {0};
    size_t count = 0;
    for (size_t i = 0; i < memory->count; i++)
        for (size_t from = 0; from < memory->dim; from += PIECE) {
            const size_t some = piece_at(memory, from);
            hop_memory_read_part(memory, i, from, some, piece);
            for (size_t j = 0; j < some; j++) {
                if (isnan(piece[j])) continue;
                add(&v, piece[j]);
                count++;
            }
        }
    if (count > 0) v.size /= (double)count;
    v.two = v.two && v.low < v.high;
    return v;
}

/* A memory is looked at once, until it changes; one lock serves all, as it is held for no longer.
 */
static values values_of(const hop_memory *memory) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    hop_memory *own = (hop_memory *)memory; /* what is kept says nothing new of it */
    pthread_mutex_lock(&lock);
    if (!own->looked) own->values = look_at(memory);
    own->looked = true;
    const values v = own->values;
    pthread_mutex_unlock(&lock);
    return v;
}

/* Values that spread so far are in units of 1, or hardly to be told from it; so do normal numbers.
 * Others are in a power of ten of which they spread over about one to nine. */
static const double SPREAD_LEAST = 0.2, SPREAD_MOST = 20, SPREAD_USUAL = 2.8;

/* What damage counts as 1: levels and bytes count their white so. */
static double unit_of(const values *v) {
    const double spread = v->high - v->low;
    if (!(spread > 0) || !isfinite(spread)) return 1;
    const bool levels = v->low >= 0 && v->low < spread;
    if (levels && v->whole && v->high > 1)
        return v->high >= BYTE_LEAST + 1 && v->high <= BYTE_MOST ? BYTE_MOST : v->high;
    if (spread >= SPREAD_LEAST && spread < SPREAD_MOST) return 1;
    if (levels && v->high > BYTE_MOST / 2 && v->high <= BYTE_MOST) return BYTE_MOST;
    return pow(10, round(log10(spread / SPREAD_USUAL)));
}

const char *hop_canvas_unit_text(const hop_canvas *canvas, char text[HOP_CANVAS_TEXT]) {
    char low[32], high[32], unit[32];
    *text = '\0';
    if (canvas->unit == 0 || canvas->unit == 1) return text;
    hop_text_number(canvas->low, low);
    hop_text_number(canvas->high, high);
    hop_text_number(canvas->unit, unit);
    snprintf(text, HOP_CANVAS_TEXT,
             "values go from %s to %s: damage counts %s of them as 1 (the sigma of gaussian, the "
             "bias of contrast); --range LOW:HIGH decides otherwise",
             low, high, unit);
    return text;
}

static bool black_and_white(const hop_memory *memory) {
    const unsigned char *bytes = memory->data;
    for (size_t i = 0; i < memory->count * memory->dim; i++)
        if (bytes[i] != 0 && bytes[i] != UINT8_MAX) return false;
    return true;
}

hop_canvas hop_memory_canvas(const hop_memory *memory) {
    hop_canvas canvas = {.shape = memory->shape, .low = 0, .high = 1, .clip = true, .unit = 1};
    if (memory->dtype == HOP_U8) {
        /* Vectors are damaged alike whether their numbers came as bytes or not. */
        canvas.clip = memory->shape.image || black_and_white(memory);
        return canvas;
    }
    const values v = values_of(memory);
    const bool faint = v.high < 1 / FAINT;
    if (memory->shape.image && v.low >= 0 && v.high <= 1 && !faint) return canvas;
    canvas.unit = unit_of(&v);
    /* Pictures in other units go from black to white as those within 0 and 1 do. */
    if (memory->shape.image && canvas.unit != 1 && v.low >= 0 && v.high <= canvas.unit) {
        canvas.high = canvas.unit;
        return canvas;
    }
    canvas.low = v.low;
    canvas.high = v.high > v.low ? v.high : v.low + 1;
    /* One value alone: of -1 and 1, or of 0 and 1, where it may be. */
    if (v.low == v.high && v.low == -1) canvas.high = 1;
    if (v.low == v.high && v.low == 1) canvas.low = 0, canvas.high = 1;
    canvas.clip = v.two && v.low == 0 && v.high == 1;
    return canvas;
}

unsigned hop_memory_depth(const hop_memory *memory) {
    double piece[PIECE];
    bool deep = false;
    if (memory->dtype == HOP_U8 || !memory->shape.image) return 8;
    for (size_t i = 0; i < memory->count; i++)
        for (size_t from = 0; from < memory->dim; from += PIECE) {
            const size_t some = piece_at(memory, from);
            hop_memory_read_part(memory, i, from, some, piece);
            for (size_t j = 0; j < some; j++) {
                if (piece[j] < 0 || piece[j] > 1) return 8;
                deep = deep || fabs(255 * piece[j] - floor(255 * piece[j] + 0.5)) > SHARE;
            }
        }
    return deep ? 16 : 8;
}

/* new = gain old + offset */
typedef struct change {
    double gain, offset;
    const char *was, *is;
} change;

static bool within(const values *v, double low, double high) {
    return v->low >= low && v->high <= high;
}

/* Which change makes the states' units the memory's; NULL: none is needed, or none is plain. */
static const change *find_change(const values *states, const values *memory) {
    static const change TO_SIGNS = {2, -1, "0 and 1", "-1 and 1"};
    static const change FROM_SIGNS = {0.5, 0.5, "-1 and 1", "0 and 1"};
    static const change FROM_BYTES = {1 / 255.0, 0, "0 to 255", "0 to 1"};
    static const change TO_BYTES = {255, 0, "0 to 1", "0 to 255"};
    static const change SIGNS_TO_BYTES = {127.5, 127.5, "-1 and 1", "0 and 255"};
    static const change BYTES_TO_SIGNS = {2 / 255.0, -1, "0 and 255", "-1 and 1"};
    const bool memory_signs = memory->two && memory->low == -1 && memory->high == 1;
    const bool states_signs = states->two && states->low == -1 && states->high == 1;
    const bool states_bits = within(states, 0, 1) && states->whole && states->two;
    if (memory_signs && states_bits) return &TO_SIGNS;
    if (states_signs && within(memory, 0, 1)) return &FROM_SIGNS;
    const bool states_bytes = states->whole && within(states, 0, BYTE_MOST);
    if (memory_signs && states_bytes && states->two && states->low == 0 &&
        states->high == BYTE_MOST)
        return &BYTES_TO_SIGNS;
    if (within(memory, 0, 1) && states_bytes && states->high >= BYTE_LEAST) return &FROM_BYTES;
    const bool memory_bytes = memory->whole && within(memory, 0, BYTE_MOST);
    if (states_signs && memory_bytes && memory->high >= BYTE_LEAST) return &SIGNS_TO_BYTES;
    const bool shares = states->shares && !states->whole && memory->high > 1;
    if (memory_bytes && within(states, 0, 1) && (shares || memory->high >= BYTE_LEAST) &&
        states->high > 0)
        return &TO_BYTES;
    return NULL;
}

/* No value of one is within the other's range. */
static bool are_disjoint(const values *a, const values *b) {
    return a->any && b->any && (a->high < b->low || a->low > b->high);
}

/* Two values for two others. */
enum { PAIR = 80 };

static change pair_change(const values *states, const values *memory, char was[PAIR],
                          char is[PAIR]) {
    char low[32], high[32];
    const double gain = (memory->high - memory->low) / (states->high - states->low);
    hop_text_number(states->low, low);
    hop_text_number(states->high, high);
    snprintf(was, PAIR, "%s and %s", low, high);
    hop_text_number(memory->low, low);
    hop_text_number(memory->high, high);
    snprintf(is, PAIR, "%s and %s", low, high);
    return (change){gain, memory->low - gain * states->low, was, is};
}

static void apply(hop_memory *states, const change *c) {
    double piece[PIECE];
    for (size_t i = 0; i < states->count; i++)
        for (size_t from = 0; from < states->dim; from += PIECE) {
            const size_t some = piece_at(states, from), at = i * states->dim + from;
            hop_memory_read_part(states, i, from, some, piece);
            for (size_t j = 0; j < some; j++) piece[j] = c->gain * piece[j] + c->offset;
            hop_memory_store(states->dtype, piece, some,
                             states->heap + at * hop_dtype_size(states->dtype));
        }
    hop_memory_changed(states);
}

/* A range is of every file that is read but a saved memory, which has its units. */
static const char WAY_OUT[] = "--range LOW:HIGH says which values are black and white (of the "
                              "queries alone, where the memory "
                              "is a .safetensors made by 'hopfield memory create')";

/* Four digits: this is for people. */
static void describe(double value, char text[32]) {
    snprintf(text, 32, "%.4g", value);
}

/* From about -1 to about 1 and no farther, as pictures are centred for networks; damage reaches
 * beyond both ends of 0 to 1. */
static bool spans_signs(const values *v) {
    const double most = 0.5;
    return within(v, -1, 1) && v->low < -most && v->high > most;
}

hop_status hop_memory_match_units(hop_memory *states, const hop_memory *memory, const char *name) {
    const bool bytes = states->dtype == HOP_U8 && memory->dtype == HOP_U8;
    if (bytes || states->dim != memory->dim) return HOP_OK;
    const values theirs = values_of(states);
    /* Bytes are what they are; the rest of the memory need not be looked at. */
    values ours = {.high = 1, .any = true};
    if (memory->dtype != HOP_U8) ours = values_of(memory);
    const bool disjoint = are_disjoint(&theirs, &ours);
    char was[PAIR], is[PAIR];
    change pair = {0};
    const change *c = find_change(&theirs, &ours);
    const double largest = fmax(fabs(ours.low), fabs(ours.high));
    const bool foreign = theirs.any && theirs.size > FOREIGN * largest;
    if (!c && disjoint && !foreign && theirs.two && ours.two && memory->dtype != HOP_U8) {
        pair = pair_change(&theirs, &ours, was, is);
        c = &pair;
    }
    char low[32], high[32], least[32], most_text[32], remark[768];
    if (c) {
        snprintf(remark, sizeof remark,
                 "%s: its values are %s and were brought to the memory's, %s", name, c->was, c->is);
        HOP_TRY(hop_memory_own(states));
        apply(states, c);
        return hop_memory_add_remark(states, remark);
    }
    /* Values so small that they say nothing beside the memory's: not refused, for damage can make
     * some so, but said. */
    const double most = fmax(fabs(theirs.low), fabs(theirs.high));
    if (theirs.any && most > 0 && most < largest / FAINT) {
        describe(most, high);
        describe(largest, most_text);
        snprintf(remark, sizeof remark,
                 "%s: its values are at most %s, where the memory's reach %s; if they are in other "
                 "units, %s",
                 name, high, most_text, WAY_OUT);
        return hop_memory_add_remark(states, remark);
    }
    describe(theirs.low, low);
    describe(theirs.high, high);
    describe(ours.low, least);
    describe(ours.high, most_text);
    const bool centred = spans_signs(&theirs) && within(&ours, 0, 1);
    if (!foreign && (disjoint || centred)) {
        snprintf(remark, sizeof remark,
                 "%s: its values go from %s to %s, and %s the memory's, %s to %s; if they are in "
                 "other units, %s",
                 name, low, high, disjoint ? "none is among" : "were compared as they are with",
                 least, most_text, WAY_OUT);
        return hop_memory_add_remark(states, remark);
    }
    if (!foreign) return HOP_OK;
    return hop_fail(HOP_E_VALUE,
                    "%s: its values go from %s to %s, those of the memory from %s to %s: "
                    "bring both to the same units, or %s",
                    name, low, high, least, most_text, WAY_OUT);
}
