/* What theory promises.  The theorems stand in certificate.h.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall_private.h"

/* Whether keys are compared by their scalar product, which the bounds by norms rest on. */
static bool has_products(const hop_recall *recall) {
    return recall->options.model.similarity.kind->known != NULL;
}

hop_theory hop_recall_theory(const hop_recall *recall) {
    const hop_energy_row *family = recall->options.model.energy.family;
    const double *parameter = recall->options.model.energy.parameter;
    if (isnan(hop_recall_beta(recall)) || recall->options.model.similarity.kind->bipolar)
        return HOP_THEORY_NONE;
    /* What is recalled is a sum of several patterns. */
    if (family->total && family->total(parameter, recall->count) != 1) return HOP_THEORY_NONE;
    if (family->margin) return HOP_THEORY_MARGIN;
    return family->softmax && has_products(recall) ? HOP_THEORY_SOFTMAX : HOP_THEORY_NONE;
}

/* Scaling a mean to unit norm at most doubles its distance from a key of unit norm: |v/|v| - x| <=
 * |v/|v| - v| + |v - x| = |1 - |v|| + |v - x| <= 2 |v - x|. */
static double stretch_of(const hop_recall *recall) {
    return recall->options.model.similarity.kind->sphere ? 2 : 1;
}

static double margin_of(const hop_recall *recall) {
    const hop_energy *energy = &recall->options.model.energy;
    return energy->family->margin(energy->parameter);
}

double hop_recall_least_separation(const hop_recall *recall) {
    double beta = hop_recall_beta(recall), n = (double)recall->count, norm = recall->largest_norm;
    switch (hop_recall_theory(recall)) {
    case HOP_THEORY_MARGIN: return margin_of(recall) / beta;
    case HOP_THEORY_SOFTMAX:
        if (recall->count < 2) return 0;
        return fmax(1, 2 / n + log(2 * (n - 1) * n * beta * norm * norm * stretch_of(recall))) /
               beta;
    case HOP_THEORY_NONE: break;
    }
    return NAN;
}

static void certify_softmax(const hop_recall *recall, hop_certificate *c) {
    double beta = hop_recall_beta(recall), n = (double)recall->count, norm = recall->largest_norm;
    double stretch = stretch_of(recall), stretched = norm * sqrt(stretch);
    c->least_beta = INFINITY;
    if (c->separation > 0)
        c->least_beta = hop_recall_solve_beta(c->separation, recall->count, stretched);
    c->guaranteed = c->separation >= hop_recall_least_separation(recall);
    if (!c->guaranteed) return;
    c->radius = 1 / (beta * n * norm);
    c->bound = fmin(c->radius, 2 * exp(1) * stretch * (n - 1) * norm * exp(-beta * c->separation));
}

/* s_i - s_j is at least D_i - 2 M |xi - x_i| for products; for distances the triangle will do. */
static double margin_radius(const hop_recall *recall, double separation) {
    double beta = hop_recall_beta(recall), needed = margin_of(recall) / beta;
    if (recall->options.model.energy.family->distances)
        return fmin(sqrt(2 * separation) - sqrt(2 * needed), sqrt(2 / beta));
    return has_products(recall) ? (separation - needed) / (2 * recall->largest_norm) : 0;
}

static void certify_margin(const hop_recall *recall, hop_certificate *c) {
    c->least_beta = c->separation > 0 ? margin_of(recall) / c->separation : INFINITY;
    c->guaranteed = c->separation >= hop_recall_least_separation(recall);
    if (!c->guaranteed) return;
    c->radius = fmax(0, margin_radius(recall, c->separation));
    c->bound = 0;
}

static double norm_of(const hop_recall *recall, const hop_separation *found) {
    if (!has_products(recall)) return NAN;
    return sqrt(fmax(0, found->similarity - recall->frames[found->pattern].bias));
}

static hop_certificate certificate_of(const hop_recall *recall, const hop_separation *found) {
    hop_theory theory = hop_recall_theory(recall);
    hop_certificate c = {
        .pattern = found->pattern,
        .norm = norm_of(recall, found),
        .separation = found->closest,
        .rival = found->closest_pattern,
        .duplicates = found->duplicates,
        .bound = INFINITY,
        .least_beta = NAN,
    };
    if (theory != HOP_THEORY_NONE && recall->count == 1) {
        c.guaranteed = true;
        c.radius = INFINITY;
        c.bound = c.least_beta = 0;
    } else if (theory == HOP_THEORY_SOFTMAX) {
        certify_softmax(recall, &c);
    } else if (theory == HOP_THEORY_MARGIN) {
        certify_margin(recall, &c);
    }
    return c;
}

hop_status hop_recall_certify(const hop_recall *recall, const size_t *patterns, size_t count,
                              hop_certificate *certificates) {
    hop_separation *found = NULL;
    if (count == 0) return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *found, "separations", &found));
    hop_status status = hop_recall_separate(recall, patterns, count, found);
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        certificates[i] = certificate_of(recall, &found[i]);
    free(found);
    return status;
}

double hop_recall_step_bound(const hop_recall *recall, const hop_certificate *certificate,
                             double distance) {
    double beta = hop_recall_beta(recall), n = (double)recall->count, norm = recall->largest_norm;
    switch (hop_recall_theory(recall)) {
    case HOP_THEORY_MARGIN: return distance <= certificate->radius ? certificate->bound : INFINITY;
    case HOP_THEORY_SOFTMAX:
        if (recall->count < 2) return 0;
        return 2 * stretch_of(recall) * (n - 1) * norm *
               exp(-beta * (certificate->separation - 2 * distance * norm));
    case HOP_THEORY_NONE: break;
    }
    return INFINITY;
}

double hop_recall_key_distance(const hop_recall *recall, const double *state, size_t pattern,
                               double *scratch) {
    double square = 0;
    hop_memory_read(recall->memory, pattern, 1, scratch);
    hop_recall_apply_frame(recall->frames[pattern], scratch, recall->dim);
    for (size_t k = 0; k < recall->dim; k++)
        square += (state[k] - scratch[k]) * (state[k] - scratch[k]);
    return sqrt(square);
}
