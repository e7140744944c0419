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
 * - A pattern whose slope is above those of all others together, and the level, decides for all
 *   neurons: those that agree with it stay, the others flip.  No sum is needed.  Where terms grow
 *   by the same factor from overlap to overlap, its slope grows by that factor as a neuron turns
 *   to it, and no other slope or level by more: it decides to the end, and nobody looks.
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
#include "../base/simd.h"
#include "flip_tables.h"

enum { GROUP = HOP_BITS_GROUP, WORD = HOP_BITS_WORD };

/* Patterns drawn at a time: whole groups. */
enum { DRAWN = 64 };

/* The largest slope of the patterns at hand, in the unit of the table, from which on they are told
 * apart well enough. */
enum { COARSE = 65536 };

struct hop_flip {
    size_t dim, words;
    size_t patterns, most, column_words; /* column_words: to a column */
    hop_bits bits;                       /* the patterns, a row each */
    uint64_t *drawn;                     /* [DRAWN x words] */
    uint64_t *columns;                   /* [dim x column_words]: a neuron in every pattern */
    uint64_t *state, *target;            /* [words] */
    int32_t *places;                     /* [most, up to whole words] */
    int32_t *slopes;                     /* the same, rounded; 0 beyond the patterns */
    hop_flip_tables tables;
    const hop_masked_table *table; /* what slopes are of */
    hop_masked_sums sums;          /* of slopes and levels, and the ends of the places */
    const hop_masked_kernel *kernel;
    bool is_led;   /* one pattern decides */
    size_t leader; /* which */
    size_t *order; /* [dim] */
    size_t *asked; /* [dim]: the state in which a neuron was last found to stay */
    size_t now;    /* the number of the state, counted over all */
    hop_watch *watch;
};

bool hop_flip_takes(const hop_energy *energy) {
    for (size_t i = 0; i < hop_row_parameter_count(&energy->family->row); i++)
        if (isnan(energy->parameter[i])) return false; /* to be chosen from the memory */
    return energy->family->term != NULL;
}

/* ---- the state ---- */

static int32_t slope_of(const hop_masked_table *table, int32_t place) {
    return abs(table->slopes[place - table->low]);
}

/* Whether the table holds what the last look has seen.  Slopes are largest at an end. */
static bool is_seen(const hop_masked_table *table, hop_masked_sums seen) {
    return seen.low >= table->low && seen.high <= table->high &&
           (slope_of(table, seen.high) >= COARSE || slope_of(table, seen.low) >= COARSE);
}

/* Rounded terms are off by a half each: a gain by N/2 for its level, and N/2 for its slopes where
 * they are summed as they are, 3 N/2 where those that are 1 are counted twice.  A N and a little
 * more are for what double rounds. */
static int64_t doubt_of(const hop_flip *f) {
    return 3 * (int64_t)f->patterns + 64;
}

/* A leader is the only pattern at the highest place, for two would outweigh each other. */
static void find_leader(hop_flip *f) {
    int32_t high = f->sums.high;
    int64_t ahead = 2 * (int64_t)f->table->slopes[high - f->table->low] - f->sums.slope;
    f->is_led = f->table->rising && ahead > llabs(f->sums.level) + doubt_of(f);
    if (!f->is_led || (f->leader < f->patterns && f->places[f->leader] == high)) return;
    for (f->leader = 0; f->places[f->leader] != high;) f->leader++;
}

/* Looks once more where the table did not suit. */
static void look_again(hop_flip *f) {
    f->now++;
    if (!is_seen(f->table, f->sums)) {
        f->table = hop_flip_tables_get(&f->tables, f->sums.low, f->sums.high);
        f->sums = f->kernel->look(f->table, f->places, f->patterns, f->slopes);
    }
    find_leader(f);
}

HOP_CLONES static void make_places(int32_t *overlaps, size_t count, uint32_t dim) {
    for (size_t i = 0; i < count; i++)
        overlaps[i] = (int32_t)(((uint32_t)overlaps[i] + dim) / 2); /* of what is not negative */
}

static void measure(hop_flip *f) {
    hop_bits_multiply(&f->bits, (hop_bits_range){0, f->patterns}, f->state, 1, f->places);
    make_places(f->places, f->patterns, (uint32_t)f->dim);
    f->sums = f->kernel->look(f->table, f->places, f->patterns, f->slopes);
    look_again(f);
}

static bool is_up(const hop_flip *f, size_t neuron) {
    return f->state[neuron / WORD] >> neuron % WORD & 1;
}

/* In double, by the bound of recall for what is none but for rounding. */
static bool gains_exactly(hop_flip *f, size_t neuron) {
    double level = 0, slope = 0, sizes = 0;
    hop_flip_tables_fit(&f->tables, (size_t)f->sums.high);
    for (size_t i = 0; i < f->patterns; i++) {
        size_t place = (size_t)f->places[i];
        double here = hop_flip_slope(&f->tables, place), even = hop_flip_level(&f->tables, place);
        bool one = f->columns[neuron * f->column_words + i / WORD] >> i % WORD & 1;
        slope += one ? here : -here;
        level += even;
        sizes += fabs(even + here) + fabs(even - here);
    }
    double gain = level - (is_up(f, neuron) ? slope : -slope);
    return gain > (8 + (double)f->patterns / 4) * DBL_EPSILON * sizes;
}

/* By the sums, and exactly where they leave a doubt. */
static bool gains_by_sums(hop_flip *f, size_t neuron) {
    const uint64_t *column = f->columns + neuron * f->column_words;
    int64_t slope = 2 * f->kernel->add(column, f->slopes, f->column_words) - f->sums.slope;
    int64_t gain = f->sums.level - (is_up(f, neuron) ? slope : -slope), doubt = doubt_of(f);
    if (gain > doubt) return true;
    return gain >= -doubt && gains_exactly(f, neuron);
}

static bool leader_differs(const hop_flip *f, size_t neuron) {
    return (hop_bits_value(&f->bits, f->leader, neuron) > 0) != is_up(f, neuron);
}

/* Whether flipping a neuron lowers the energy. */
static bool gains(hop_flip *f, size_t neuron) {
    if (f->is_led) return leader_differs(f, neuron);
    if (f->asked[neuron] == f->now) return false;
    if (gains_by_sums(f, neuron)) return true;
    f->asked[neuron] = f->now;
    return false;
}

/* An end moves by one place at most. */
static void turn(hop_flip *f, size_t neuron) {
    const uint64_t *column = f->columns + neuron * f->column_words;
    int32_t step = is_up(f, neuron) ? -1 : 1;
    f->state[neuron / WORD] ^= (uint64_t)1 << neuron % WORD;
    if (f->is_led && f->tables.is_geometric) return; /* nobody needs to look */
    f->table = hop_flip_tables_get(&f->tables, f->sums.low - 1, f->sums.high + 1);
    f->sums = f->kernel->turn(f->table, column, step, f->places, f->patterns, f->slopes);
    look_again(f);
}

static bool is_at_leader(const hop_flip *f) {
    const uint64_t *row = f->bits.data + hop_bits_place(&f->bits, f->leader);
    for (size_t w = 0; w < f->words; w++)
        if (f->state[w] != row[w * GROUP]) return false;
    return true;
}

static bool is_still(hop_flip *f) {
    if (f->is_led) return is_at_leader(f);
    for (size_t k = 0; k < f->dim; k++)
        if (gains(f, k)) return false;
    return true;
}

static void sweep(hop_flip *f, hop_random *random) {
    hop_random_sample(random, f->dim, f->dim, f->order);
    for (size_t n = 0; n < f->dim; n++) {
        if (gains(f, f->order[n])) turn(f, f->order[n]);
    }
}

/* An order is drawn only where it matters. */
size_t hop_flip_settle(hop_flip *f, size_t sweeps, uint64_t seed) {
    measure(f);
    for (size_t taken = 1; taken <= sweeps; taken++) {
        hop_random random;
        if (is_still(f) || hop_watch_ended(f->watch)) return taken;
        hop_recall_sweep_random(&random, seed, 0, taken - 1);
        sweep(f, &random);
    }
    return sweeps;
}

/* ---- the memory ---- */

void hop_flip_watch(hop_flip *flip, hop_watch *watch) {
    flip->watch = watch;
}

hop_status hop_flip_create(const hop_energy *energy, size_t dim, size_t patterns, hop_flip **flip) {
    hop_flip *f = NULL;
    size_t words = hop_bits_words(dim), column = hop_bits_words(patterns), padded = 0;
    if (!hop_size_multiply(column, WORD, &padded))
        return hop_fail(HOP_E_LIMIT, "%zu patterns are too many", patterns);
    HOP_TRY(hop_alloc(1, sizeof *f, "a memory", &f));
    *f = (hop_flip){
        .dim = dim, .words = words, .most = patterns, .kernel = hop_masked_kernel_best()};
    hop_status status = hop_bits_create(patterns, dim, &f->bits);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *f->state, "a state", &f->state);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *f->target, "a pattern", &f->target);
    if (status == HOP_OK)
        status = hop_alloc(words, DRAWN * sizeof *f->drawn, "patterns", &f->drawn);
    if (status == HOP_OK)
        status = hop_alloc(dim, column * sizeof *f->columns, "patterns", &f->columns);
    if (status == HOP_OK) status = hop_alloc(padded, sizeof *f->places, "overlaps", &f->places);
    if (status == HOP_OK) status = hop_alloc(padded, sizeof *f->slopes, "slopes", &f->slopes);
    if (status == HOP_OK) status = hop_flip_tables_create(energy, dim, &f->tables);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *f->order, "an order", &f->order);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *f->asked, "neurons", &f->asked);
    if (status != HOP_OK) {
        hop_flip_destroy(f);
        return status;
    }
    f->table = f->tables.tables;
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
    hop_flip_tables_clear(&f->tables);
    free(f->order);
    free(f->asked);
    free(f);
}

HOP_CLONES static void cut(uint64_t *words, size_t count, uint64_t rest) {
    for (size_t i = 0; i < count; i++) words[i] &= rest;
}

/* A word each: rows lie one after another, as they are drawn. */
static void draw_short(hop_flip *f, uint64_t rest, hop_random *random) {
    hop_random_words(random, f->patterns, f->bits.data);
    cut(f->bits.data, f->patterns, rest);
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

/* Also where nobody looked: the leader was nearest, and the state came nearer. */
bool hop_flip_is_nearest(const hop_flip *f) {
    return f->sums.high <= f->places[0] &&
           (double)f->dim - 2 * (double)hop_flip_wrong(f) > -HOP_SAME_OVERLAP * (double)f->dim;
}
