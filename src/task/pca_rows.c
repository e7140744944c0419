/* Rows made by masking, predicting and adding noise, again and again, beside real ones.
 * SPDX-License-Identifier: MIT */
#include "pca.h"

#include <hopfield/spectrum.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gauss.h"

enum { PATTERNS = 4, NEAR = 10 };

void hop_pca_draw_row(const hop_pca_source *s, hop_random *random, double *row) {
    if (!s->root) {
        memcpy(row, s->rows + hop_random_below(random, s->count) * s->dim, s->dim * sizeof *row);
        return;
    }
    memset(row, 0, s->dim * sizeof *row);
    for (size_t k = 0; k < 2 * s->dim; k++) {
        if (k >= s->components && k < s->dim) continue;
        const double z = hop_random_normal(random);
        for (size_t c = 0; c < s->dim; c++) row[c] += s->root[c * 2 * s->dim + k] * z;
    }
}

static bool hides(size_t pattern, size_t feature, size_t dim) {
    switch (pattern) {
    case 0: return feature < dim / 2;
    case 1: return feature % 2 == 0;
    case 2: return feature >= dim / 2;
    }
    return feature % 2 == 1;
}

typedef struct generator {
    const hop_pca_source *source;
    const double *weights;
    hop_workspace *room;
    size_t node;
    double known[PATTERNS][HOP_PCA_FEATURES_MAX];
    size_t count;
    double *rows, *left; /* [count x dim], [PATTERNS x count x dim]: what predictions leave */
} generator;

static void predict(const generator *g, size_t pattern, const double *row, double *prediction) {
    double seen[HOP_PCA_FEATURES_MAX];
    for (size_t c = 0; c < g->source->dim; c++) seen[c] = row[c] * g->known[pattern][c];
    hop_workspace_set(g->room, 0, 0, seen);
    hop_workspace_set(g->room, 1, 0, g->known[pattern]);
    hop_workspace_forward(g->room, g->weights, 1);
    hop_workspace_read(g->room, g->node, 0, prediction);
}

/* What predictions leave over on rows that were learned from, every row of a table once. */
static void measure_noise(const generator *g, hop_random *random) {
    const hop_pca_source *s = g->source;
    const size_t dim = s->dim;
    for (size_t i = 0; i < g->count; i++) {
        double prediction[HOP_PCA_FEATURES_MAX], *row = g->rows + i * dim;
        if (s->root)
            hop_pca_draw_row(s, random, row);
        else
            memcpy(row, s->rows + i * dim, dim * sizeof *row);
        for (size_t p = 0; p < PATTERNS; p++) {
            predict(g, p, row, prediction);
            for (size_t c = 0; c < dim; c++)
                g->left[(p * g->count + i) * dim + c] = row[c] - prediction[c];
        }
    }
}

/* What the prediction left over on one of the rows that are nearest by what is known, drawn: real
 * rows scatter more in some places than in others. */
static const double *draw_noise(const generator *g, size_t pattern, const double *row,
                                hop_random *random) {
    const size_t dim = g->source->dim;
    double far[NEAR];
    size_t nearest[NEAR], found = 0;
    for (size_t i = 0; i < g->count; i++) {
        double square = 0;
        for (size_t c = 0; c < dim; c++) {
            const double gap = g->known[pattern][c] * (g->rows[i * dim + c] - row[c]);
            square += gap * gap;
        }
        if (found == NEAR && square >= far[NEAR - 1]) continue;
        size_t at = found < NEAR ? found++ : NEAR - 1;
        for (; at > 0 && far[at - 1] > square; at--) {
            far[at] = far[at - 1];
            nearest[at] = nearest[at - 1];
        }
        far[at] = square;
        nearest[at] = i;
    }
    return g->left + (pattern * g->count + nearest[hop_random_below(random, found)]) * dim;
}

/* From noise, or from a row of the table, all of whose entries are replaced several times: a chain
 * that begins where rows are need not find the way there. */
static void generate(const generator *g, hop_random *random, size_t rounds, double *row) {
    const size_t dim = g->source->dim;
    double prediction[HOP_PCA_FEATURES_MAX];
    if (g->source->root)
        for (size_t c = 0; c < dim; c++) row[c] = hop_random_normal(random);
    else
        hop_pca_draw_row(g->source, random, row);
    for (size_t turn = 0; turn < rounds * PATTERNS; turn++) {
        const size_t p = turn % PATTERNS;
        predict(g, p, row, prediction);
        const double *noise = draw_noise(g, p, row, random);
        for (size_t c = 0; c < dim; c++)
            if (g->known[p][c] == 0) row[c] = prediction[c] + noise[c];
    }
}

/* The nearest of `rows` to each of made [count], how many are one of them. */
static size_t copies(const double *made, size_t count, const double *rows, size_t total,
                     size_t dim) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < total; k++) {
            double square = 0;
            for (size_t c = 0; c < dim && square < 1e-6; c++)
                square += pow(made[i * dim + c] - rows[k * dim + c], 2);
            if (square >= 1e-6) continue;
            found++;
            break;
        }
    return found;
}

/* The same question put to rows that probabilistic PCA draws. */
static hop_status compare_ppca(hop_study *study, const hop_pca_source *s, const double *ppca,
                               const double *held, size_t some, hop_random *random) {
    const size_t dim = s->dim;
    double *rows = NULL, distance = 0, p = 0, own = 0;
    HOP_TRY(hop_alloc(some * dim + dim, sizeof *rows, "rows", &rows));
    const double *none = rows + some * dim;
    hop_status status = HOP_OK;
    for (size_t i = 0; i < some && status == HOP_OK; i++)
        status = hop_gauss_fill(s->mean, ppca, dim, none, random, rows + i * dim);
    if (status == HOP_OK)
        status = hop_gauss_two_samples(rows, held, some, dim, 1, random, &distance, &p, &own);
    free(rows);
    if (status == HOP_OK)
        hop_study_check(study, "PPCA distance", distance, 0, HOP_BAR_NONE, 0,
                        "energy distance of rows that probabilistic PCA draws from the same");
    return status;
}

/* Generated rows made [count] beside held ones [others], none twice, that were never learned from.
 */
static hop_status compare(hop_study *study, const hop_pca_source *s, const double *ppca,
                          double *made, size_t count, double *held, size_t others,
                          hop_random *random) {
    enum { TOLD = 300 }; /* a permutation test looks at every pair */
    const size_t dim = s->dim, fewer = count < others ? count : others;
    const size_t some = fewer < TOLD ? fewer : TOLD;
    double *block = NULL, most = 0, off = 0, size = 0, ks = 0, angle = 0, spread = 0;
    double distance = 0, p = 0, own = 0;
    HOP_TRY(hop_alloc(4 * dim * dim + 4 * dim + count + others, sizeof *block, "moments", &block));
    double *mean = block, *covariance = mean + dim, *vectors = covariance + dim * dim;
    double *truth = vectors + dim * dim, *values = truth + dim * dim, *expected = values + dim;
    double *a = expected + dim, *b = a + count;
    hop_gauss_moments(made, count, dim, mean, covariance);
    for (size_t c = 0; c < dim; c++) most = fmax(most, fabs(mean[c] - s->mean[c]));
    for (size_t c = 0; c < dim * dim; c++) {
        off += pow(covariance[c] - s->covariance[c], 2);
        size += s->covariance[c] * s->covariance[c];
    }
    hop_status status = hop_spectrum_symmetric(covariance, dim, values, vectors);
    if (status == HOP_OK) status = hop_spectrum_symmetric(s->covariance, dim, expected, truth);
    if (status == HOP_OK) status = hop_gauss_angle(vectors, truth, s->components, dim, &angle);
    for (size_t k = 0; k < s->components; k++)
        spread = fmax(spread, fabs(values[k] / expected[k] - 1));
    for (size_t c = 0; c < dim; c++) {
        for (size_t i = 0; i < count; i++) a[i] = made[i * dim + c];
        for (size_t i = 0; i < others; i++) b[i] = held[i * dim + c];
        ks = fmax(ks, hop_gauss_kolmogorov(a, count, b, others));
    }
    if (status == HOP_OK)
        status = hop_gauss_two_samples(made, held, some, dim, 199, random, &distance, &p, &own);
    free(block);
    if (status != HOP_OK) return status;
    const bool table = !s->root;
    hop_study_check(study, "generated angle", angle, 0, table ? HOP_BAR_NONE : HOP_BAR_AT_MOST, 2,
                    "degrees: largest principal angle between the components of generated rows "
                    "and the true ones");
    hop_study_check(study, "generated means", most, 0, HOP_BAR_AT_MOST, table ? 0.2 : 0.1,
                    "largest difference of a feature's mean, in deviations");
    hop_study_check(study, "generated covariance", sqrt(off / size), 0, HOP_BAR_AT_MOST,
                    table ? 0.3 : 0.1, "relative difference (Frobenius)");
    hop_study_check(study, "generated spectrum", spread, 0, HOP_BAR_AT_MOST, table ? 0.3 : 0.1,
                    "largest relative difference of the leading eigenvalues");
    /* The 1 % quantile for two samples is 1.63 sqrt(1 / n + 1 / m); so many features make .1 % of
     * it. */
    hop_study_check(study, "Kolmogorov-Smirnov", ks, 0, table ? HOP_BAR_NONE : HOP_BAR_AT_MOST,
                    1.95 * sqrt(1 / (double)count + 1 / (double)others),
                    "largest over features, generated beside held "
                    "out rows");
    hop_study_check(study, "energy distance", distance, 0, HOP_BAR_NONE, 0,
                    "of generated and held out rows");
    hop_study_check(study, "its p", p, NAN, table ? HOP_BAR_NONE : HOP_BAR_AT_LEAST, 0.01,
                    "by permutation: small where the two can be told apart");
    hop_study_check(study, "nearest neighbour", own, 0.5, HOP_BAR_NEAR, table ? 0.15 : 0.06,
                    "part of rows whose nearest neighbour is of their own kind");
    HOP_TRY(compare_ppca(study, s, ppca, held, some, random));
    if (table)
        hop_study_check(study, "copies", (double)copies(made, count, s->rows, s->count, dim), 0,
                        HOP_BAR_AT_MOST, 0, "generated rows that are rows learned from");
    return HOP_OK;
}

hop_status hop_pca_judge_rows(hop_study *study, const hop_pca_source *s, const hop_pca_source *test,
                              const double *ppca, const hop_network *net, const double *weights) {
    const size_t dim = s->dim, count = hop_study_size(study, 2000, 40);
    const size_t rounds = test->root ? hop_study_size(study, 8, 2) : 2;
    const size_t others = test->root || test->count > count ? count : test->count;
    generator g = {.source = s,
                   .weights = weights,
                   .node = hop_network_find(net, "prediction"),
                   .count = s->root ? hop_study_size(study, 3000, 100) : s->count};
    double *block = NULL;
    hop_random random;
    hop_random_init(&random, study->options->seed, ((uint64_t)13 << 60) + 1);
    HOP_TRY(hop_alloc(((1 + PATTERNS) * g.count + count + others) * dim, sizeof *block, "rows",
                      &block));
    double *made = block + (1 + PATTERNS) * g.count * dim, *held = made + count * dim;
    g.rows = block;
    g.left = g.rows + g.count * dim;
    for (size_t p = 0; p < PATTERNS; p++)
        for (size_t c = 0; c < dim; c++) g.known[p][c] = !hides(p, c, dim);
    hop_status status = hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &g.room);
    if (status == HOP_OK) measure_noise(&g, &random);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        generate(&g, &random, rounds, made + i * dim);
    /* A row that came twice would be its own nearest neighbour. */
    if (!test->root) memcpy(held, test->rows, others * dim * sizeof *held);
    for (size_t i = 0; test->root && i < others; i++)
        hop_pca_draw_row(test, &random, held + i * dim);
    if (status == HOP_OK) status = compare(study, s, ppca, made, count, held, others, &random);
    hop_workspace_destroy(g.room);
    free(block);
    return status;
}
