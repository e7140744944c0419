/* Retrieval by softmax and by its sparse relatives, against how much of a picture is masked and
 * against noise: the question of Santos et al. 2024 for MNIST, CIFAR10 and Tiny ImageNet, here with
 * pictures of Fashion-MNIST, and held to its answer.  At a beta at which softmax still mixes
 * pictures, families with a margin end in a single one, exactly; where all choose, they agree.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include "../base/fail.h"
#include "fashion.h"
#include "retrieval.h"

enum { STEPS = 100, FAMILIES = 4, AMOUNTS = 3 };

/* The first rows of a picture are black. */
static void mask(double *values, size_t dim, double share, hop_random *random) {
    (void)random;
    for (size_t j = 0; j < (size_t)(share * (double)dim); j++) values[j] = 0;
}

static const struct damage {
    const char *name;
    hop_retrieval_damage damage;
    double amount[AMOUNTS];
} DAMAGES[] = {{"masked", mask, {0.25, 0.5, 0.75}},
               {"noise", hop_retrieval_add_noise, {0.5, 1, 1.5}}};

/* From the widest weights to the narrowest; beta 1 on -|x - xi|^2 / 2 of values in 0 ... 1. */
static const hop_retrieval_model MODELS[FAMILIES] = {
    {"softmax", "euclidean", "lse:beta=0.1", STEPS},
    {"1.5-entmax", "euclidean", "entmax:alpha=1.5,beta=0.1", STEPS},
    {"sparsemax", "euclidean", "sparsemax:beta=0.1", STEPS},
    {"2-normmax", "euclidean", "normmax:gamma=2,beta=0.1", STEPS},
};

static hop_status hold(hop_repro *repro, const char *family, const struct damage *damage,
                       double amount, double right, double before, double count) {
    hop_estimate share = hop_statistics_wilson(right, count);
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = share.value,
                           .low = share.low,
                           .high = share.high,
                           .relation = HOP_REPRO_AT_LEAST,
                           .expected = hop_repro_theory(repro, before / count, 1.2),
                           .tolerance = 0.1,
                           .reason = "two intervals of 200 pictures",
                           .source =
                               "no less than the family before it, which has the wider weights"},
        "within 1/255, %s, %s %.4g", family, damage->name, amount);
}

static hop_status compare(hop_repro *repro, const hop_retrieval *retrieval,
                          const struct damage *damage, double amount) {
    double before = 0;
    for (size_t m = 0; m < FAMILIES; m++) {
        hop_retrieval_right right;
        HOP_TRY(hop_retrieval_count(retrieval, &MODELS[m], damage->damage, amount, &right));
        HOP_TRY(hold(repro, MODELS[m].name, damage, amount, right.exact, before,
                     (double)retrieval->count));
        if (m + 2 < FAMILIES) before = right.exact; /* normmax too is held to 1.5-entmax */
    }
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    hop_retrieval retrieval = {0};
    if (!hop_fashion_exists())
        return hop_repro_skip(repro, "Fashion-MNIST is not there; apt install "
                                     "dataset-fashion-mnist");
    hop_status status =
        hop_retrieval_create(repro, (size_t)hop_repro_choose(repro, 200, 60), &retrieval);
    for (size_t d = 0; d < sizeof DAMAGES / sizeof *DAMAGES; d++)
        for (size_t a = 0; a < AMOUNTS && status == HOP_OK; a++)
            status = compare(repro, &retrieval, &DAMAGES[d], DAMAGES[d].amount[a]);
    hop_retrieval_clear(&retrieval);
    return status;
}

const hop_repro_row hop_repro_sparse_retrieval = {
    .row = {.name = "sparse-retrieval",
            .title = "sparse families bring back at least as many damaged pictures as softmax",
            .sources = "Santos, Niculae, McNamee, Martins 2024, arXiv 2411.08590 (question and "
                       "answer; sets, sizes and beta here are this program's)"},
    .method = "200 pictures of Fashion-MNIST, values 0 to 1, beta .1 on half the squared distance, "
              "to rest; the upper part masked, or normal noise in every pixel; right where every "
              "value is within 1/255 of the original.",
    .falsehood = "more than all come back",
    .seconds = 1.3,
    .run = run,
};
