/* Similarities and separations, by the protocol of Millidge et al. 2022: pictures in 0 ... 1 are
 * stored, one comes back damaged, and one step counts as right where the sum of squared differences
 * from the original is at most 50.  Similarities share softmax with a beta that chooses;
 * separations share the Euclidean distance.  Published: Manhattan and Euclidean above products; the
 * sharper the separation the better.  Other criteria of "right" stand beside theirs: the order is
 * the same by each.  Fashion-MNIST here, where they have MNIST, CIFAR10 and Tiny ImageNet.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <stddef.h>

#include "../base/fail.h"
#include "fashion.h"
#include "retrieval.h"

enum { STORED = 100 };
static const double SIGMA = 0.7;

/* One criterion's share, which is no less than that of the model before. */
static hop_status hold(hop_repro *repro, double right, double before, const char *what,
                       const char *criterion) {
    hop_estimate share = hop_statistics_wilson(right, STORED);
    return hop_repro_add(
        repro,
        (hop_repro_result){
            .value = share.value,
            .low = share.low,
            .high = share.high,
            .relation = HOP_REPRO_AT_LEAST,
            .expected = hop_repro_theory(repro, before / STORED, before / STORED + 1),
            .tolerance = 0.04,
            .reason = "the same pictures and noise: five standard errors over 40 seeds",
            .source = "no less than the one before, by the same criterion"},
        "%s: %s", criterion, what);
}

static hop_status compare(hop_repro *repro, const hop_retrieval *retrieval,
                          const hop_retrieval_model *models, size_t count) {
    hop_retrieval_right before = {0};
    for (size_t i = 0; i < count; i++) {
        hop_retrieval_right right;
        const char *name = models[i].name;
        HOP_TRY(hop_retrieval_count(retrieval, &models[i], hop_retrieval_add_noise, SIGMA, &right));
        HOP_TRY(hold(repro, right.squares, before.squares, name, "squares <= 50"));
        HOP_TRY(hold(repro, right.nearest, before.nearest, name, "nearest"));
        HOP_TRY(hold(repro, right.exact, before.exact, name, "within 1/255"));
        before = right;
    }
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    static const char CHOOSES[] = "lse:beta=100";
    static const hop_retrieval_model SIMILARITIES[] = {{"dot", "dot", CHOOSES, 1},
                                                       {"cosine", "cosine", CHOOSES, 1},
                                                       {"euclidean", "euclidean", CHOOSES, 1},
                                                       {"manhattan", "manhattan", CHOOSES, 1}},
                                     SEPARATIONS[] = {{"beta .01", "euclidean", "lse:beta=0.01", 1},
                                                      {"beta .1", "euclidean", "lse:beta=0.1", 1},
                                                      {"beta 100", "euclidean", CHOOSES, 1}};
    hop_retrieval retrieval = {0};
    if (!hop_fashion_exists())
        return hop_repro_skip(repro, "Fashion-MNIST is not there; apt install "
                                     "dataset-fashion-mnist");
    hop_status status = hop_retrieval_create(repro, STORED, 0, &retrieval);
    if (status == HOP_OK) status = compare(repro, &retrieval, SIMILARITIES, 4);
    if (status == HOP_OK) status = compare(repro, &retrieval, SEPARATIONS, 3);
    hop_retrieval_clear(&retrieval);
    return status;
}

const hop_repro_row hop_repro_millidge = {
    .row = {.name = "millidge",
            .title = "distances recall more pictures than products, sharp separations more than "
                     "flat",
            .sources = "Millidge et al. 2022, arXiv 2202.04557, section 4 (protocol and order)"},
    .method =
        "100 pictures of Fashion-MNIST, each with normal noise of .7 in every pixel, one step; "
        "similarities at beta 100, separations by Euclidean distance.  Right by the published "
        "criterion, a sum of squared differences of at most 50, and by two of this program: the "
        "nearest stored picture, and every value within 1/255.",
    .falsehood = "everybody better by one than the one before",
    .seconds = 0.1,
    .run = run,
};
