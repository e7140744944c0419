/* Flipping neuron k gains level - xi_k sum x_ki slope_i, where slope and level are half the
 * difference and half the sum of what pattern i gains as its overlap rises and falls by 2; recall
 * says the same in double (recall/one_by_one.c), and this ends where that ends.  What is exploited:
 *
 * - Overlaps are few whole numbers: slopes are looked up.
 * - The signs x_ki of one neuron are bits, and with those that are 1 alone
 *       sum x_ki slope_i = 2 sum [x_ki = 1] slope_i - sum slope_i.
 * - Slopes are rounded to whole numbers of 24 bits, sixteen of which are added at once, exactly; a
 *   gain too near to 0 for them is taken again in double.
 * - A neuron that stays, stays until another flips: it is not asked twice.
 *
 * SPDX-License-Identifier: MIT */
#include "flip_kernel.h"

#include <hopfield/recall.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/bits.h"
#include "../base/fail.h"
#include "../base/masked.h"

enum { GROUP = HOP_BITS_GROUP, WORD = HOP_BITS_WORD };

/* Patterns drawn at a time: whole groups; and words that are drawn beyond what is needed at most.
 */
enum { DRAWN = 64, SURPLUS = 31 };

/* The largest slope or level of a table, in its unit; and the smallest largest slope of the
 * patterns at hand that is still told apart well enough. */
static const double LARGEST = 16777216, SMALLEST = 65536;

/* Terms smaller than this, times a million patterns, are still far above the smallest double. */
static const double SMALL = 1e-200;

struct hop_flip {
    hop_energy energy;
    size_t dim, words;
    size_t patterns, most, column_words; /* column_words: to a column */
    hop_bits bits;                       /* the patterns, a row each */
    uint64_t *drawn;                     /* [DRAWN x words] */
    uint64_t *columns;                   /* [dim x column_words]: a neuron in every pattern */
    uint64_t *state, *target;            /* [words] */
    int32_t *places;                     /* [most, up to whole words]: (overlap + dim) / 2 */
    int32_t *slopes;                     /* the same, rounded; 0 beyond the patterns */
    hop_masked_sums sums;                /* of slopes and levels, and the ends of the places */
    /* By place. */
    double *terms;           /* [dim + 3] of overlaps -dim - 2 ... dim + 2 */
    double peak;             /* their unit */
    hop_masked_entry *table; /* [dim + 1, and a part more], rounded */
    size_t low, high;        /* the places at which it holds */
    size_t *order;           /* [dim] */
    size_t *asked;           /* [dim]: the state in which a neuron was last found to stay */
    size_t now;              /* the number of the state, counted over all */
};

bool hop_flip_takes(const hop_energy *energy) {
    for (size_t i = 0; i < hop_row_parameter_count(&energy->family->row); i++)
        if (isnan(energy->parameter[i])) return false; /* to be chosen from the memory */
    return energy->family->term != NULL;
}

/* ---- tables ---- */

static double slope_at(const hop_flip *f, size_t place) {
    return (f->terms[place + 2] - f->terms[place]) / 2;
}

static double level_at(const hop_flip *f, size_t place) {
    return (f->terms[place + 2] + f->terms[place]) / 2 - f->terms[place + 1];
}

static double size_at(const hop_flip *f, size_t place) {
    double slope = fabs(slope_at(f, place)), level = fabs(level_at(f, place));
    return slope > level ? slope : level;
}

static int32_t rounded(double x) {
    return (int32_t)(x < 0 ? x - 0.5 : x + 0.5);
}

/* Terms of all overlaps, in a unit that suits overlaps up to that of `place`. */
static void make_terms(hop_flip *f, size_t place) {
    double peak = 2 * (double)place - (double)f->dim + 2;
    if (peak == f->peak) return;
    f->peak = peak;
    for (size_t v = 0; v < f->dim + 3; v++) {
        double s = 2 * (double)v - (double)f->dim - 2;
        f->terms[v] = s > peak ? INFINITY : f->energy.family->term(f->energy.parameter, s, peak);
    }
}

/* A table for the places low ... high; beyond them it holds nothing of meaning. */
static void make_table(hop_flip *f, size_t low, size_t high) {
    double largest = 0;
    if (2 * (double)high - (double)f->dim + 2 > f->peak) make_terms(f, high);
    if (size_at(f, high) < SMALL) make_terms(f, high);
    for (size_t v = low; v <= high; v++) {
        double size = size_at(f, v);
        largest = size > largest ? size : largest;
    }
    double scale = largest > 0 ? LARGEST / largest : 0;
    for (size_t v = low; v <= high; v++)
        f->table[v] = (hop_masked_entry){.slope = rounded(slope_at(f, v) * scale),
                                         .level = rounded(level_at(f, v) * scale)};
    f->low = low;
    f->high = high;
}

/* ---- the state ---- */

/* Looks up what follows from the places; a table is made where the one at hand does not hold, or is
 * too coarse.  It goes a little further than it must, for what comes next. */
static void look(hop_flip *f) {
    hop_masked_ends ends = hop_masked_ends_of(f->places, f->patterns);
    size_t low = (size_t)ends.low, high = (size_t)ends.high;
    f->now++;
    if (low >= f->low && high <= f->high) {
        f->sums = hop_masked_look(f->table, ends, f->places, f->patterns, f->slopes);
        if (f->sums.largest >= SMALLEST) return;
    }
    make_table(f, low > 0 ? low - 1 : 0, high + 2 < f->dim ? high + 2 : f->dim);
    f->sums = hop_masked_look(f->table, ends, f->places, f->patterns, f->slopes);
}

static void measure(hop_flip *f) {
    hop_bits_multiply(&f->bits, (hop_bits_range){0, f->patterns}, f->state, 1, f->places);
    for (size_t i = 0; i < f->patterns; i++) f->places[i] = (f->places[i] + (int32_t)f->dim) / 2;
    look(f);
}

static bool is_up(const hop_flip *f, size_t neuron) {
    return f->state[neuron / WORD] >> neuron % WORD & 1;
}

/* In double, by the bound of recall for what is none but for rounding. */
static bool gains_exactly(const hop_flip *f, size_t neuron) {
    double level = 0, slope = 0, sizes = 0;
    for (size_t i = 0; i < f->patterns; i++) {
        size_t place = (size_t)f->places[i];
        double here = slope_at(f, place), even = level_at(f, place);
        bool one = f->columns[neuron * f->column_words + i / WORD] >> i % WORD & 1;
        slope += one ? here : -here;
        level += even;
        sizes += fabs(even + here) + fabs(even - here);
    }
    double gain = level - (is_up(f, neuron) ? slope : -slope);
    return gain > (8 + (double)f->patterns / 4) * DBL_EPSILON * sizes;
}

/* Whether flipping a neuron lowers the energy.  Rounded terms are off by a half each: the level by
 * N/2, the slopes that are 1 by N/2 and twice counted, their sum by N/2; a N and a little more are
 * for what double rounds. */
static bool gains(hop_flip *f, size_t neuron) {
    const uint64_t *column = f->columns + neuron * f->column_words;
    int64_t doubt = 3 * (int64_t)f->patterns + 64;
    int64_t slope = 2 * hop_masked_sum(column, f->slopes, f->column_words) - f->sums.slope;
    int64_t gain = f->sums.level - (is_up(f, neuron) ? slope : -slope);
    if (gain > doubt) return true;
    if (gain < -doubt || !gains_exactly(f, neuron)) {
        f->asked[neuron] = f->now;
        return false;
    }
    return true;
}

static void turn(hop_flip *f, size_t neuron) {
    const uint64_t *column = f->columns + neuron * f->column_words;
    hop_masked_move(column, is_up(f, neuron) ? -1 : 1, f->places, f->column_words);
    f->state[neuron / WORD] ^= (uint64_t)1 << neuron % WORD;
    look(f);
}

static bool is_still(hop_flip *f) {
    for (size_t k = 0; k < f->dim; k++)
        if (f->asked[k] != f->now && gains(f, k)) return false;
    return true;
}

static void sweep(hop_flip *f, hop_random *random) {
    hop_random_sample(random, f->dim, f->dim, f->order);
    for (size_t n = 0; n < f->dim; n++) {
        size_t k = f->order[n];
        if (f->asked[k] != f->now && gains(f, k)) turn(f, k);
    }
}

/* An order is drawn only where it matters. */
size_t hop_flip_settle(hop_flip *f, size_t sweeps, uint64_t seed) {
    measure(f);
    for (size_t taken = 1; taken <= sweeps; taken++) {
        hop_random random;
        if (is_still(f)) return taken;
        hop_recall_sweep_random(&random, seed, 0, taken - 1);
        sweep(f, &random);
    }
    return sweeps;
}

/* ---- the memory ---- */

hop_status hop_flip_create(const hop_energy *energy, size_t dim, size_t patterns, hop_flip **flip) {
    hop_flip *f = NULL;
    size_t words = hop_bits_words(dim), column = hop_bits_words(patterns), padded = 0;
    if (patterns > SIZE_MAX - SURPLUS || !hop_size_multiply(column, WORD, &padded))
        return hop_fail(HOP_E_LIMIT, "%zu patterns are too many", patterns);
    HOP_TRY(hop_alloc(1, sizeof *f, "a memory", &f));
    *f = (hop_flip){.energy = *energy, .dim = dim, .words = words, .most = patterns, .low = 1};
    hop_status status = hop_bits_create(patterns + SURPLUS, dim, &f->bits);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *f->state, "a state", &f->state);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *f->target, "a pattern", &f->target);
    if (status == HOP_OK)
        status = hop_alloc(words, DRAWN * sizeof *f->drawn, "patterns", &f->drawn);
    if (status == HOP_OK)
        status = hop_alloc(dim, column * sizeof *f->columns, "patterns", &f->columns);
    if (status == HOP_OK) status = hop_alloc(padded, sizeof *f->places, "overlaps", &f->places);
    if (status == HOP_OK) status = hop_alloc(padded, sizeof *f->slopes, "slopes", &f->slopes);
    if (status == HOP_OK) status = hop_alloc(dim + 3, sizeof *f->terms, "terms", &f->terms);
    if (status == HOP_OK)
        status = hop_alloc(dim + 1 + HOP_MASKED_PART, sizeof *f->table, "slopes", &f->table);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *f->order, "an order", &f->order);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *f->asked, "neurons", &f->asked);
    if (status != HOP_OK) {
        hop_flip_destroy(f);
        return status;
    }
    make_terms(f, dim);
    *flip = f;
    return HOP_OK;
}

void hop_flip_destroy(hop_flip *f) {
    if (!f) return;
    hop_bits_clear(&f->bits);
    free(f->state);
    free(f->target);
    free(f->drawn);
    free(f->columns);
    free(f->places);
    free(f->slopes);
    free(f->terms);
    free(f->table);
    free(f->order);
    free(f->asked);
    free(f);
}

/* A word each: rows lie one after another, as they are drawn.  Some more are drawn, for that is
 * faster, and not used. */
static void draw_short(hop_flip *f, uint64_t rest, hop_random *random) {
    hop_random_words(random, (f->patterns + SURPLUS) / (SURPLUS + 1) * (SURPLUS + 1), f->bits.data);
    for (size_t i = 0; i < f->patterns; i++) f->bits.data[i] &= rest;
}

static void draw_long(hop_flip *f, uint64_t rest, hop_random *random) {
    size_t words = f->words;
    for (size_t first = 0; first < f->patterns; first += DRAWN) {
        size_t count = f->patterns - first < DRAWN ? f->patterns - first : DRAWN;
        hop_random_words(random, count * words, f->drawn);
        for (size_t i = 0; i < count; i++) {
            f->drawn[i * words + words - 1] &= rest;
            hop_bits_set(&f->bits, first + i, f->drawn + i * words);
        }
    }
}

void hop_flip_draw(hop_flip *f, size_t patterns, hop_random *random) {
    uint64_t rest = UINT64_MAX >> (WORD - 1 - (f->dim - 1) % WORD);
    size_t padded = f->patterns;
    f->patterns = patterns < f->most ? patterns : f->most;
    f->column_words = hop_bits_words(f->patterns);
    (f->words == 1 ? draw_short : draw_long)(f, rest, random);
    hop_bits_turn(&f->bits, f->patterns, f->columns);
    for (size_t i = f->patterns; i < padded; i++) f->slopes[i] = 0;
    for (size_t w = 0; w < f->words; w++) f->state[w] = f->target[w] = f->bits.data[w * GROUP];
}

void hop_flip_get(const hop_flip *f, double *state) {
    for (size_t j = 0; j < f->dim; j++) state[j] = is_up(f, j) ? 1 : -1;
}

void hop_flip_set(hop_flip *f, const double *state) {
    hop_bits_pack(state, f->dim, 0, f->state);
}

void hop_flip_turn(hop_flip *f, const size_t *neurons, size_t count) {
    for (size_t i = 0; i < count; i++)
        f->state[neurons[i] / WORD] ^= (uint64_t)1 << neurons[i] % WORD;
}

size_t hop_flip_wrong(const hop_flip *f) {
    size_t wrong = 0;
    for (size_t w = 0; w < f->words; w++)
        wrong += (size_t)__builtin_popcountll(f->state[w] ^ f->target[w]);
    return wrong;
}

bool hop_flip_is_nearest(const hop_flip *f) {
    return hop_masked_ends_of(f->places, f->patterns).high <= f->places[0];
}
