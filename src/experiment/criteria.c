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

double hop_criteria_score(const double *output, const double *target, size_t dim, double middle,
                          bool nearest, double *successes) {
    double ab = 0, aa = 0, bb = 0, squares = 0, largest = 0, wrong = 0;
    for (size_t j = 0; j < dim; j++) {
        double a = output[j], b = target[j], off = a - b;
        ab += a * b;
        aa += a * a;
        bb += b * b;
        squares += off * off;
        largest = fmax(largest, fabs(off));
        wrong += (a > middle) != (b > middle) ? 1 : 0;
    }
    double cosine = aa > 0 && bb > 0 ? ab / sqrt(aa) / sqrt(bb) : 0;
    successes[HOP_CRITERION_OVERLAP] += cosine > OVERLAP ? 1 : 0;
    successes[HOP_CRITERION_EXACT] += largest <= EXACT * sqrt(bb / (double)dim) ? 1 : 0;
    successes[HOP_CRITERION_SQUARES] += squares <= SQUARES ? 1 : 0;
    successes[HOP_CRITERION_HAMMING] += wrong <= HAMMING * (double)dim ? 1 : 0;
    successes[HOP_CRITERION_NEAREST] += nearest ? 1 : 0;
    return cosine;
}
