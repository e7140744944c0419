/* Evidence of values that were kept or replaced: the plain definition, double throughout.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>

#include "evidence.h"

enum { VALUES = 256, SAME = HOP_EVIDENCE_SAME, OFFSETS = 2 * SAME + 1 };

/* What a neighbour of a pixel is; a pixel without known values is as one beyond the edge. */
enum { REPLACED, KEPT, NONE, FLAGS };

/* Counts of everything that is told. */
typedef struct told {
    size_t flags[FLAGS * FLAGS][2]; /* kept or not, by what is told of two neighbours */
    size_t flat[2];                 /* replaced pixels among equal ones: others, equal again */
    size_t offsets[OFFSETS];        /* of kept values from the pattern's */
    size_t values[VALUES];          /* what was put in place of others */
    size_t own[VALUES];             /* of the state by itself */
} told;

/* ln KT of counts n [count], of which `used` can occur. */
static double kt(const double *table, const size_t *n, size_t count, size_t used) {
    size_t all = 0;
    double sum = 0;
    for (size_t k = 0; k < count; k++) {
        if (n[k] == 0) continue;
        all += n[k];
        sum += table[2 * n[k] + 1] - table[1];
    }
    return all == 0 ? 0 : table[used] + sum - table[2 * all + used];
}

/* What is told of the pattern's part, over the state by itself. */
static double weigh(const double *table, const told *t) {
    double sum = kt(table, t->flat, 2, 2) + kt(table, t->offsets, OFFSETS, OFFSETS);
    size_t used = 0;
    for (size_t v = 0; v < VALUES; v++) used += t->own[v] > 0 ? 1 : 0;
    for (size_t k = 0; k < FLAGS * FLAGS; k++) sum += kt(table, t->flags[k], 2, 2);
    return sum + kt(table, t->values, VALUES, used) - kt(table, t->own, VALUES, used);
}

static bool is_known(const hop_evidence_pair *p, size_t j) {
    return !p->known || p->known[j];
}

/* Values j ... j+unit-1: whether all that are known are the pattern's. */
static int look(const hop_evidence_pair *p, size_t j, size_t unit, told *t) {
    int found = NONE;
    for (size_t c = j; c < j + unit; c++) {
        int apart = (int)p->state[c] - (int)p->pattern[c];
        if (!is_known(p, c)) continue;
        t->own[p->state[c]]++;
        if (found == NONE) found = KEPT;
        if (apart > SAME || apart < -SAME) found = REPLACED;
    }
    return found;
}

static void tell_kept(const hop_evidence_pair *p, size_t j, size_t unit, told *t) {
    for (size_t c = j; c < j + unit; c++)
        if (is_known(p, c)) t->offsets[SAME + (int)p->state[c] - (int)p->pattern[c]]++;
}

static void tell_replaced(const hop_evidence_pair *p, size_t j, size_t unit, told *t) {
    for (size_t c = j; c < j + unit; c++)
        if (is_known(p, c)) t->values[p->state[c]]++;
}

double hop_evidence_replaced(const double *table, const hop_evidence_pair *pair, size_t unit) {
    told t = {0};
    assert(pair->dim % unit == 0);
    for (size_t j = 0; j < pair->dim; j += unit) {
        int found = look(pair, j, unit, &t);
        if (found == NONE) continue;
        t.flags[0][found]++;
        if (found == KEPT)
            tell_kept(pair, j, unit, &t);
        else
            tell_replaced(pair, j, unit, &t);
    }
    return weigh(table, &t);
}

/* Whether left and upper neighbour of pixel j ... j+channels-1 are equal: 2 if it is so too, else
 * 1; 0: they are not. */
static int flat_at(const hop_evidence_pair *p, size_t j) {
    size_t row = p->width * p->channels;
    bool on = true;
    for (size_t c = j; c < j + p->channels; c++) {
        size_t left = c - p->channels, above = c - row;
        bool known = is_known(p, c) && is_known(p, left) && is_known(p, above);
        if (!known || p->state[left] != p->state[above]) return 0;
        on = on && p->state[c] == p->state[left];
    }
    return on ? 2 : 1;
}

double hop_evidence_patched(const double *table, const hop_evidence_pair *pair,
                            unsigned char *kept) {
    told t = {0};
    size_t channels = pair->channels, width = pair->width;
    for (size_t pixel = 0; pixel < pair->dim / channels; pixel++) {
        size_t j = pixel * channels;
        int left = pixel % width > 0 ? kept[pixel - 1] : NONE;
        int above = pixel >= width ? kept[pixel - width] : NONE;
        int found = look(pair, j, channels, &t);
        kept[pixel] = (unsigned char)found;
        if (found == NONE) continue;
        t.flags[left * FLAGS + above][found]++;
        if (found == KEPT) {
            tell_kept(pair, j, channels, &t);
            continue;
        }
        int flat = left == REPLACED && above == REPLACED ? flat_at(pair, j) : 0;
        if (flat) t.flat[flat - 1]++;
        if (flat < 2) tell_replaced(pair, j, channels, &t);
    }
    return weigh(table, &t);
}
