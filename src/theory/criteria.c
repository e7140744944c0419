/* Criteria of success.
 * SPDX-License-Identifier: MIT */
#include "criteria.h"

#include <math.h>

static const double OVERLAP = 0.9, SQUARES = 60, HAMMING = 0.005, EXACT = 0.01;

const char *hop_criteria_word(hop_criterion criterion) {
    static const char *const WORDS[] = {"overlap", "exact", "squares", "hamming", "nearest"};
    return WORDS[criterion];
}

const char *hop_criteria_text(hop_criterion criterion) {
    static const char *const TEXTS[] = {
        "cosine (overlap m) above 0.9",          "every value within 1 % of the root mean square",
        "sum of squared differences at most 60", "at most 0.5 % of the signs wrong",
        "the target is the nearest pattern",
    };
    return TEXTS[criterion];
}

/* What every criterion looks at. */
typedef struct score {
    double cosine, largest, squares, wrong; /* largest: difference, in root mean squares */
    bool nearest;
} score;

static void judge(const score *s, double dim, double *successes) {
    successes[HOP_CRITERION_OVERLAP] += s->cosine > OVERLAP ? 1 : 0;
    successes[HOP_CRITERION_EXACT] += s->largest <= EXACT ? 1 : 0;
    successes[HOP_CRITERION_SQUARES] += s->squares <= SQUARES ? 1 : 0;
    successes[HOP_CRITERION_HAMMING] += s->wrong <= HAMMING * dim ? 1 : 0;
    successes[HOP_CRITERION_NEAREST] += s->nearest ? 1 : 0;
}

double hop_criteria_score(const double *output, const double *target, size_t dim, double middle,
                          bool nearest, double *successes) {
    double ab = 0, aa = 0, bb = 0, largest = 0;
    score s = {.nearest = nearest};
    for (size_t j = 0; j < dim; j++) {
        double a = output[j], b = target[j], off = a - b;
        ab += a * b;
        aa += a * a;
        bb += b * b;
        s.squares += off * off;
        largest = fmax(largest, fabs(off));
        s.wrong += (a > middle) != (b > middle) ? 1 : 0;
    }
    s.cosine = aa > 0 && bb > 0 ? ab / sqrt(aa) / sqrt(bb) : 0;
    s.largest = largest > 0 ? largest / sqrt(bb / (double)dim) : 0;
    judge(&s, (double)dim, successes);
    return s.cosine;
}

void hop_criteria_score_shown(const hop_criteria_signs *signs, size_t dim, bool nearest,
                              double *successes) {
    score s = {.nearest = nearest,
               .wrong = (double)signs->wrong,
               .largest = signs->wrong > 0 ? INFINITY : 0,
               .squares = signs->squares,
               .cosine = signs->cosine};
    judge(&s, (double)dim, successes);
}

double hop_criteria_score_signs(size_t wrong, size_t dim, bool nearest, double *successes) {
    double d = (double)dim, off = (double)wrong;
    const hop_criteria_signs signs = {
        .wrong = wrong, .squares = 4 * off, .cosine = (d - 2 * off) / sqrt(d) / sqrt(d)};
    hop_criteria_score_shown(&signs, dim, nearest, successes);
    return signs.cosine;
}
