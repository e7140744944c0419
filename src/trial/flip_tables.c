/* Terms by overlap, and tables of them for ranges of places.
 * SPDX-License-Identifier: MIT */
#include "flip_tables.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* The largest slope or level of a table, in its unit. */
static const double LARGEST = 16777216;

/* Terms smaller than this, times a million patterns, are still far above the smallest double. */
static const double SMALL = 1e-200;

/* Of a quotient of two terms, relative. */
static const double ROUNDING = 1e-12;

/* Tables begin at multiples of STEP, so that the same ones serve again; they are as many as MOST, a
 * power of 2, and fewer where they would take up more than a second-level cache. */
enum { STEP = 4, MOST = 64, ENTRIES = 1 << 16 };

static int32_t rounded(double x) {
    return (int32_t)(x < 0 ? x - 0.5 : x + 0.5);
}

/* Terms of all overlaps, in a unit that suits overlaps up to that of `place`. */
static void make_terms(hop_flip_tables *t, size_t place) {
    double peak = 2 * (double)place - (double)t->dim + 2;
    if (peak == t->peak) return;
    t->peak = peak;
    for (size_t v = 0; v < t->dim + 3; v++) {
        double s = 2 * (double)v - (double)t->dim - 2;
        t->terms[v] = s > peak ? INFINITY : t->energy.family->term(t->energy.parameter, s, peak);
    }
}

/* Whether terms are a geometric progression, but for rounding. */
static bool are_geometric(const hop_flip_tables *t) {
    for (size_t v = 0; v + 2 < t->dim + 3; v++) {
        const double *at = t->terms + v;
        if (at[1] < SMALL) continue;
        if (!(fabs(at[0] / at[1] - at[1] / at[2]) <= ROUNDING * (at[1] / at[2]))) return false;
    }
    return true;
}

static double size_at(const hop_flip_tables *t, size_t place) {
    return fmax(fabs(hop_flip_slope(t, place)), fabs(hop_flip_level(t, place)));
}

void hop_flip_tables_fit(hop_flip_tables *t, size_t high) {
    bool beyond = 2 * (double)high - (double)t->dim + 2 > t->peak;
    if (beyond || size_at(t, high) < SMALL) make_terms(t, high);
}

static void fill(hop_flip_tables *t, hop_masked_table *table) {
    double largest = 0;
    hop_flip_tables_fit(t, (size_t)table->high);
    for (int32_t v = table->low; v <= table->high; v++)
        largest = fmax(largest, size_at(t, (size_t)v));
    double scale = largest > 0 ? LARGEST / largest : 0;
    table->rising = true;
    for (int32_t v = table->low; v <= table->high; v++) {
        table->slopes[v - table->low] = rounded(hop_flip_slope(t, (size_t)v) * scale);
        table->rising = table->rising && table->slopes[v - table->low] >= 0;
        table->levels[v - table->low] = rounded(hop_flip_level(t, (size_t)v) * scale);
    }
}

const hop_masked_table *hop_flip_tables_get(hop_flip_tables *t, int32_t low, int32_t high) {
    low = low > 0 ? low / STEP * STEP : 0;
    high = high < (int32_t)t->dim ? high : (int32_t)t->dim;
    hop_masked_table *table = t->tables + ((size_t)(low / STEP * 21 + high) & (t->count - 1));
    if (table->low != low || table->high != high) {
        table->low = low;
        table->high = high;
        fill(t, table);
    }
    return table;
}

hop_status hop_flip_tables_create(const hop_energy *energy, size_t dim, hop_flip_tables *tables) {
    *tables = (hop_flip_tables){.energy = *energy, .dim = dim};
    if (dim > INT32_MAX / 4) return hop_fail(HOP_E_LIMIT, "%zu neurons are too many", dim);
    size_t room = dim + 1 + HOP_MASKED_PART;
    for (tables->count = MOST; tables->count > 1 && tables->count * room > ENTRIES;)
        tables->count /= 2;
    HOP_TRY(hop_alloc(dim + 3, sizeof *tables->terms, "terms", &tables->terms));
    HOP_TRY(hop_alloc(tables->count, sizeof *tables->tables, "tables", &tables->tables));
    HOP_TRY(
        hop_alloc(2 * tables->count, room * sizeof *tables->entries, "slopes", &tables->entries));
    for (size_t i = 0; i < tables->count; i++)
        tables->tables[i] = (hop_masked_table){.low = 1,
                                               .slopes = tables->entries + 2 * i * room,
                                               .levels = tables->entries + (2 * i + 1) * room};
    make_terms(tables, dim);
    tables->is_geometric = are_geometric(tables);
    return HOP_OK;
}

void hop_flip_tables_clear(hop_flip_tables *tables) {
    free(tables->terms);
    free(tables->tables);
    free(tables->entries);
    *tables = (hop_flip_tables){0};
}
