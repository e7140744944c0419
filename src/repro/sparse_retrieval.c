/* Retrieval by softmax and by its sparse relatives, against how much of a picture is masked and
 * against noise.  Twice: by the protocol of Santos et al. 2024, as their code has it (values from
 * -1 to 1, products, beta .1, five steps, the lower rows 0, noise cut off at -1 and 1, right where
 * the cosine with the original is above .9), with pictures of Fashion-MNIST in place of MNIST,
 * CIFAR10 and Tiny ImageNet.  And where softmax always mixes pictures: distances, values from 0 to
 * 1, to rest.  Families with a margin end in a single one, exactly.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <math.h>
#include <stdio.h>

#include "../base/fail.h"
#include "fashion.h"
#include "retrieval.h"

enum { FAMILIES = 4, AMOUNTS = 3, DAMAGES = 2 };

static void mask_above(double *values, size_t dim, double share, hop_random *random) {
    (void)random;
    for (size_t j = 0; j < (size_t)(share * (double)dim); j++) values[j] = 0;
}

static void mask_below(double *values, size_t dim, double share, hop_random *random) {
    (void)random;
    for (size_t j = dim - (size_t)(share * (double)dim); j < dim; j++) values[j] = 0;
}

static void add_noise_and_cut(double *values, size_t dim, double sigma, hop_random *random) {
    hop_retrieval_add_noise(values, dim, sigma, random);
    for (size_t j = 0; j < dim; j++) values[j] = fmax(-1, fmin(1, values[j]));
}

typedef struct damage {
    const char *name;
    hop_retrieval_damage damage;
    double amount[AMOUNTS];
} damage;

/* models: from the widest weights to the narrowest. */
typedef struct protocol {
    const char *criterion;
    double low; /* of the values */
    bool cosine;
    hop_retrieval_model models[FAMILIES];
    damage damages[DAMAGES];
} protocol;

#define MODELS(similarity, steps)                                           \
    {                                                                       \
        {"softmax", similarity, "lse:beta=0.1", steps},                     \
            {"1.5-entmax", similarity, "entmax:alpha=1.5,beta=0.1", steps}, \
            {"sparsemax", similarity, "sparsemax:beta=0.1", steps},         \
            {"2-normmax", similarity, "normmax:gamma=2,beta=0.1", steps},   \
    }

static const protocol PROTOCOLS[] = {
    {.criterion = "cosine > .9",
     .low = -1,
     .cosine = true,
     .models = MODELS("dot", 5),
     .damages = {{"masked", mask_below, {0.25, 0.5, 0.75}},
                 {"noise", add_noise_and_cut, {0.5, 1, 2}}}},
    {.criterion = "within 1/255",
     .low = 0,
     .models = MODELS("euclidean", 100),
     .damages = {{"masked", mask_above, {0.25, 0.5, 0.75}},
                 {"noise", hop_retrieval_add_noise, {0.5, 1, 1.5}}}},
};

/* The same damaged pictures are shown to both families, so that their difference scatters less than
 * each: by two pictures of 200 where it is small, over 40 seeds. */
static const double SCATTER = 0.02;

/* Held to the family before, which has the wider weights. */
static hop_status hold(hop_repro *repro, const char *item, double right, double before,
                       double count) {
    hop_estimate share = hop_statistics_wilson(right, count);
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = share.value,
                           .low = share.low,
                           .high = share.high,
                           .relation = HOP_REPRO_AT_LEAST,
                           .expected = hop_repro_theory(repro, before / count, 2),
                           .tolerance = SCATTER,
                           .reason = "two standard errors over seeds of the smallest difference",
                           .source =
                               "no less than the family before it, which has the wider weights"},
        "%s", item);
}

static hop_status compare(hop_repro *repro, const hop_retrieval *retrieval, const protocol *p,
                          const damage *d, double amount) {
    double before = 0, count = (double)retrieval->count;
    for (size_t m = 0; m < FAMILIES; m++) {
        hop_retrieval_right right;
        char item[64];
        HOP_TRY(hop_retrieval_count(retrieval, &p->models[m], d->damage, amount, &right));
        double came = p->cosine ? right.cosine : right.exact;
        snprintf(item, sizeof item, "%s, %s, %s %.4g", p->criterion, p->models[m].name, d->name,
                 amount);
        HOP_TRY(hold(repro, item, came, before, count));
        if (m + 2 < FAMILIES) before = came; /* normmax too is held to 1.5-entmax */
    }
    return HOP_OK;
}

static hop_status reproduce(hop_repro *repro, const protocol *p) {
    hop_retrieval retrieval = {0};
    size_t count = (size_t)hop_repro_choose(repro, 200, 60);
    hop_status status = hop_retrieval_create(repro, count, p->low, &retrieval);
    for (size_t d = 0; d < DAMAGES; d++)
        for (size_t a = 0; a < AMOUNTS && status == HOP_OK; a++)
            status = compare(repro, &retrieval, p, &p->damages[d], p->damages[d].amount[a]);
    hop_retrieval_clear(&retrieval);
    return status;
}

static hop_status run(hop_repro *repro) {
    if (!hop_fashion_exists())
        return hop_repro_skip(repro, "Fashion-MNIST is not there; apt install "
                                     "dataset-fashion-mnist");
    for (size_t i = 0; i < sizeof PROTOCOLS / sizeof *PROTOCOLS; i++)
        HOP_TRY(reproduce(repro, &PROTOCOLS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_sparse_retrieval = {
    .row = {.name = "sparse-retrieval",
            .title = "sparse families bring back at least as many damaged pictures as softmax",
            .sources = "Santos, Niculae, McNamee, Martins 2024, arXiv 2411.08590 (the protocol "
                       "is that of its code, the pictures are others; the second protocol is this "
                       "program's)"},
    .method =
        "200 pictures of Fashion-MNIST, beta .1.  Published protocol: values -1 to 1, products, "
        "five steps; the lower part masked by 0, or normal noise cut off at -1 and 1; right "
        "where the cosine with the original is above .9.  Another, where families differ: "
        "values 0 to 1, half the squared distance, to rest; the upper part masked, or normal "
        "noise; right where every value is within 1/255.",
    .falsehood = "twice as many come back as there are",
    .seconds = 1.8,
    .run = run,
};
