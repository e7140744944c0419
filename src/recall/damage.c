/* What happened to a picture.
 * SPDX-License-Identifier: MIT */
#include <hopfield/damage.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "engine.h"
#include "information.h"

/* Up to this part of the memory's range a value still is what gain and offset say. */
static const double CLOSE = 0.05;

/* Values beyond this many deviations are no noise. */
static const double DEVIATIONS = 4;

/* A gain this far from 1, an offset from 0 (of the range) is worth a word. */
static const double WORTH_A_WORD = 0.03;

/* Evidence up to this, in nats, is none: one in twenty says as much by chance. */
static const double NOTHING = 3;

/* Damage is a cover from this part of it on being flat. */
static const double MOST = 0.4;

const char *hop_channel_name(hop_channel channel) {
    static const char *const NAMES[] = {"free",     "affine",  "covered", "covered-affine",
                                        "replaced", "patched", "boxed",   "blurred"};
    return NAMES[channel];
}

/* A query beside its pattern. */
typedef struct pair {
    const double *x, *y; /* [dim] */
    size_t dim;
    double range; /* of the memory */
} pair;

typedef struct line {
    double gain, offset;
} line;

/* Least squares over the values within `close` of `old`; `old` if they do not say. */
static line fit(const pair *p, line old, double close) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t j = 0; j < p->dim; j++) {
        double apart = p->y[j] - old.gain * p->x[j] - old.offset;
        if (!(fabs(apart) <= close)) continue;
        n++, x += p->x[j], y += p->y[j], xx += p->x[j] * p->x[j], xy += p->x[j] * p->y[j];
    }
    double variance = n * xx - x * x;
    if (!(variance > 1e-9 * n * xx)) return old;
    double gain = (n * xy - x * y) / variance;
    return (line){gain, (y - gain * x) / n};
}

/* The sum of differences up to `close`: how badly a line fits what it is about. */
static double misfit(const pair *p, line l, double close) {
    double sum = 0;
    for (size_t j = 0; j < p->dim; j++)
        if (!isnan(p->y[j])) sum += fmin(fabs(p->y[j] - l.gain * p->x[j] - l.offset), close);
    return sum;
}

/* The best of three starts: nothing happened, all values count, those of values that are not in
 * flat areas; each then by what lies near it. */
static line robust_fit(const pair *all, const pair *rest) {
    double close = CLOSE * all->range;
    line starts[3] = {{1, 0}}, best = {1, 0};
    starts[1] = fit(all, starts[0], INFINITY);
    starts[2] = fit(rest, starts[0], INFINITY);
    for (size_t k = 0; k < 3; k++) {
        line l = starts[k];
        for (int turn = 0; turn < 8; turn++) l = fit(all, l, close * (turn < 4 ? 4 : 1));
        if (k == 0 || misfit(all, l, close) < misfit(all, best, close)) best = l;
    }
    /* Nothing happened if that explains as much. */
    return misfit(all, starts[0], close) <= misfit(all, best, close) * 1.01 ? starts[0] : best;
}

/* Deviation of what is within `close`, and the part of known values that is beyond `most`. */
static void judge(const pair *p, hop_damage *d, double close, double most) {
    double n = 0, known = 0, square = 0, beyond = 0;
    for (size_t j = 0; j < p->dim; j++) {
        double apart = fabs(p->y[j] - d->gain * p->x[j] - d->offset);
        if (isnan(apart)) continue;
        known++;
        if (apart <= close) n++, square += apart * apart;
        beyond += apart > most ? 1 : 0;
    }
    d->noise = n > 0 ? sqrt(square / n) : 0;
    d->damaged = known > 0 ? beyond / known : 0;
}

/* The box of damaged values that continue flat areas. */
static void find_cover(const pair *p, const hop_seen *seen, hop_shape shape, size_t words,
                       hop_damage *d) {
    size_t left = shape.width, top = shape.height, right = 0, bottom = 0, flat = 0, all = 0;
    const uint64_t *kept = seen->bits + seen->levels * words;
    for (size_t j = 0; seen->flat && j < p->dim; j++) {
        double apart = fabs(p->y[j] - d->gain * p->x[j] - d->offset);
        if (!(apart > CLOSE * p->range)) continue;
        all++;
        if (kept[j / 64] >> j % 64 & 1) continue;
        size_t x = j / shape.channels % shape.width, y = j / shape.channels / shape.width;
        flat++;
        left = x < left ? x : left, right = x > right ? x : right;
        top = y < top ? y : top, bottom = y > bottom ? y : bottom;
    }
    if (flat == 0) return;
    /* The first row and column of an area have other neighbours. */
    left -= left > 0 ? 1 : 0;
    top -= top > 0 ? 1 : 0;
    d->x = left, d->y = top, d->width = right - left + 1, d->height = bottom - top + 1;
    d->covered = (double)flat >= MOST * (double)all;
}

static void tell_channel(const hop_recall *recall, const pair *p, const hop_seen *seen,
                         const unsigned char *steps, hop_damage *d) {
    const hop_levels *levels = recall->levels;
    d->rows = levels->count, d->columns = seen->levels;
    double low = INFINITY, high = -INFINITY;
    for (size_t j = 0; j < p->dim; j++) low = fmin(low, p->y[j]), high = fmax(high, p->y[j]);
    d->column_low = low, d->column_high = high;
    d->row_low = levels->least, d->row_high = levels->most;
    double sums[HOP_DAMAGE_LEVELS] = {0};
    for (size_t j = 0; j < p->dim; j++) {
        size_t a = 0;
        if (isnan(p->y[j])) continue;
        while (a + 1 < levels->count && steps[j] > levels->above[a]) a++;
        double level = high > low ? (p->y[j] - low) / (high - low) * (double)seen->levels : 0;
        size_t b = (size_t)fmin(level, (double)seen->levels - 1);
        d->theta[a * d->columns + b]++;
        sums[a]++;
    }
    for (size_t a = 0; a < d->rows; a++)
        for (size_t b = 0; b < d->columns; b++)
            if (sums[a] > 0) d->theta[a * d->columns + b] /= sums[a];
}

static bool in_box(hop_shape shape, const size_t *box, size_t j) {
    size_t x = j / shape.channels % shape.width, y = j / shape.channels / shape.width;
    return x >= box[0] && x < box[1] && y >= box[2] && y < box[3];
}

static void find(const hop_recall *recall, hop_informing *work, const hop_seen *seen,
                 size_t pattern, double *rest, hop_damage *d) {
    hop_worth worth[1] = {0};
    size_t dim = recall->dim, words = recall->levels->words;
    hop_recall_evidence_by_counts(recall, work, seen, &pattern, 1, worth);
    hop_recall_refine_worth(recall, work, seen, pattern, worth);
    if (seen->smooth) hop_recall_try_blurs(recall, work, seen, pattern, worth);
    *d = (hop_damage){.channel = HOP_CHANNEL_FREE};
    for (size_t k = 0; k < HOP_CHANNELS; k++) {
        d->evidence[k] = hop_evidence_with_prior(worth->evidence, k);
        /* Two values have no noise between them. */
        bool two = seen->alone.used < 3;
        bool noise = k == HOP_CHANNEL_AFFINE || k == HOP_CHANNEL_COVERED_AFFINE;
        if ((!two || !noise) && d->evidence[k] > d->evidence[d->channel])
            d->channel = (hop_channel)k;
    }
    d->unknown = 1 - (double)seen->known / (double)dim;
    d->blur = d->channel == HOP_CHANNEL_BLURRED ? worth->blur : 0;
    const uint64_t *kept = seen->bits + (seen->flat ? seen->levels * words : 0);
    for (size_t j = 0; j < dim; j++) rest[j] = kept[j / 64] >> j % 64 & 1 ? seen->values[j] : NAN;
    if (d->channel == HOP_CHANNEL_BOXED)
        for (size_t j = 0; j < dim; j++)
            rest[j] =
                in_box(hop_memory_shape(recall->memory), worth->box, j) ? NAN : seen->values[j];
    const unsigned char *steps = hop_recall_steps(recall, pattern, work->steps, work->values);
    tell_channel(recall, &(pair){NULL, seen->values, dim, 0}, seen, steps, d);
    hop_memory_read(recall->memory, pattern, 1, work->more);
    double range = d->row_high > d->row_low ? d->row_high - d->row_low : 1;
    pair all = {work->more, seen->values, dim, range}, beside = {work->more, rest, dim, range};
    bool noisy = d->channel == HOP_CHANNEL_AFFINE || d->channel == HOP_CHANNEL_BLURRED;
    bool boxed = d->channel == HOP_CHANNEL_BOXED;
    bool some = boxed || d->channel == HOP_CHANNEL_COVERED_AFFINE;
    line l = noisy  ? fit(&all, (line){1, 0}, INFINITY)
             : some ? fit(&beside, (line){1, 0}, INFINITY)
                    : robust_fit(&all, &beside);
    d->gain = l.gain, d->offset = l.offset;
    judge(some ? &beside : &all, d, noisy || some ? INFINITY : CLOSE * range, INFINITY);
    double noise = d->noise, most = fmax(CLOSE * range, DEVIATIONS * noise);
    judge(&all, d, noisy ? INFINITY : most, most);
    if (some) d->noise = noise;
    if (boxed)
        d->covered = true, d->x = worth->box[0], d->y = worth->box[2],
        d->width = worth->box[1] - worth->box[0], d->height = worth->box[3] - worth->box[2];
    else if (!noisy)
        find_cover(&all, seen, hop_memory_shape(recall->memory), words, d);
    if (some) {
        d->damaged = 0;
        for (size_t j = 0; j < dim; j++)
            d->damaged += isnan(rest[j]) && !isnan(seen->values[j]) ? 1 / (double)seen->known : 0;
    }
}

static hop_status check(const hop_recall *recall, const double *query, size_t pattern) {
    if (!recall->levels)
        return hop_fail(HOP_E_SUPPORT, "what happened to a picture is told by the similarity "
                                       "information");
    if (pattern >= recall->count)
        return hop_fail(HOP_E_VALUE, "pattern %zu, but there are %zu", pattern, recall->count);
    for (size_t j = 0; j < recall->dim; j++)
        if (!isnan(query[j])) return HOP_OK;
    return hop_fail(HOP_E_VALUE, "every value of the query is unknown");
}

hop_status hop_recall_fit(const hop_recall *recall, const double *query, size_t pattern,
                          double *fit) {
    const size_t first = 0;
    double *weights = NULL;
    HOP_TRY(check(recall, query, pattern));
    HOP_TRY(hop_alloc(recall->count, sizeof *weights, "weights", &weights));
    hop_status status = recall->plain->similarities(recall, (hop_rows){&first, 1}, query, weights);
    if (status == HOP_OK)
        status = hop_energy_weights(&recall->options.model.energy, weights, recall->count, weights);
    if (status == HOP_OK) *fit = weights[pattern];
    free(weights);
    return status;
}

hop_status hop_recall_damage(const hop_recall *recall, const double *query, size_t pattern,
                             hop_damage *damage) {
    hop_informing work = {0};
    hop_seen seen = {0};
    double *rest = NULL;
    HOP_TRY(check(recall, query, pattern));
    hop_status status = hop_informing_create(recall, &work);
    if (status == HOP_OK) status = hop_seen_create(recall, &seen);
    if (status == HOP_OK) status = hop_alloc(recall->dim, sizeof *rest, "a query", &rest);
    if (status == HOP_OK) {
        hop_seen_look(recall, query, &seen);
        find(recall, &work, &seen, pattern, rest, damage);
    }
    hop_informing_clear(&work);
    hop_seen_clear(&seen);
    free(rest);
    return status;
}

/* ---- in words ---- */

static void add_part(hop_string *out, double part, const char *what) {
    if (fabs(part - 0.5) < 0.02)
        hop_string_add(out, "half of the picture is %s", what);
    else
        hop_string_add(out, "%.0f %% of the picture is %s", 100 * part, what);
}

static void add_contrast(const hop_damage *d, hop_string *out) {
    double range = d->row_high - d->row_low;
    if (d->gain < 0) hop_string_add(out, ", inverted");
    if (fabs(d->gain - 1) > WORTH_A_WORD || fabs(d->offset) > WORTH_A_WORD * range)
        hop_string_add(out, ", contrast x %.2g, offset %.2g", d->gain, d->offset);
    if (d->noise > WORTH_A_WORD / 3 * range) hop_string_add(out, ", noise of %.2g", d->noise);
}

void hop_damage_words(const hop_damage *d, char *text, size_t size) {
    hop_string out = {0};
    if (!(d->evidence[d->channel] > NOTHING)) {
        snprintf(text, size, "no information: what is known of it could be of any pattern");
        return;
    }
    switch (d->channel) {
    case HOP_CHANNEL_FREE:
    case HOP_CHANNEL_COVERED: hop_string_add(&out, "a free channel"); break;
    case HOP_CHANNEL_AFFINE: hop_string_add(&out, "noise and contrast alone"); break;
    case HOP_CHANNEL_BOXED: hop_string_add(&out, "a cover"); break;
    case HOP_CHANNEL_COVERED_AFFINE: hop_string_add(&out, "noise and contrast"); break;
    case HOP_CHANNEL_REPLACED: hop_string_add(&out, "values kept or replaced"); break;
    case HOP_CHANNEL_PATCHED: hop_string_add(&out, "values kept or replaced, in patches"); break;
    case HOP_CHANNEL_BLURRED:
        hop_string_add(&out, "a blur of %.2g pixel%s", d->blur,
                       fabs(d->blur - 1) < 0.05 ? "" : "s"); /* two digits: "1" */
        break;
    case HOP_CHANNELS: break;
    }
    hop_string_add(&out, ": ");
    size_t before = out.text ? out.length : 0;
    if (d->unknown > 0) hop_string_add(&out, ", "), add_part(&out, d->unknown, "unknown");
    if (d->damaged > 0.005 && d->channel != HOP_CHANNEL_BLURRED) {
        hop_string_add(&out, ", ");
        add_part(&out, d->damaged, d->covered ? "covered" : "damaged");
        if (d->covered)
            hop_string_add(&out, " (%zu x %zu at %zu, %zu)", d->width, d->height, d->x, d->y);
    }
    if (d->channel != HOP_CHANNEL_BLURRED) add_contrast(d, &out);
    bool any = out.text && !out.failed && out.length > before;
    if (d->channel == HOP_CHANNEL_BLURRED && !any)
        snprintf(text, size, "%.*s", (int)before - 2, out.text);
    else if (any)
        snprintf(text, size, "%.*s%s", (int)before, out.text, out.text + before + 2);
    else
        snprintf(text, size, "nothing happened to it");
    free(out.text);
}
