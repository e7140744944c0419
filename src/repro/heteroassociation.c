/* Heteroassociation: keys X recall values Y, sign Y p.  Of linear weights p = X' x the wrong bits
 * are those of crosstalk in N = key dim: erfc(sqrt(N / 2P)) / 2, whatever the width of the values;
 * of softmax none at loads far beyond.  Willshaw, Buneman, Longuet-Higgins 1969 have the device,
 * Kohonen 1972 the correlation matrix. SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../theory/crosstalk.h"
#include "repro_private.h"

enum { KEY_DIM = 200, VALUE_DIM = 50, PATTERNS = 61 };
static const double ERRORS = 6;

typedef struct claim {
    const char *name, *energy;
    bool linear;
} claim;
static const claim CLAIMS[] = {{"linear", "polynomial:degree=2,rectified=no", true},
                               {"softmax", "lse:beta=0.1", false}};

static hop_status one(const claim *c, hop_random *random, double *wrong) {
    double keys[PATTERNS * KEY_DIM], values[PATTERNS * VALUE_DIM], out[PATTERNS * VALUE_DIM];
    hop_recall_options options = hop_recall_defaults;
    hop_memory *memory = NULL;
    hop_recall *recall = NULL;
    hop_repro_draw(HOP_REPRO_BIPOLAR, random, PATTERNS, KEY_DIM, keys);
    hop_repro_draw(HOP_REPRO_BIPOLAR, random, PATTERNS, VALUE_DIM, values);
    HOP_TRY(hop_energy_parse(c->energy, &options.model.energy));
    HOP_TRY(hop_similarity_parse("hamming", &options.model.similarity));
    HOP_TRY(hop_repro_memory(keys, PATTERNS, KEY_DIM, &memory));
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    hop_status status = hop_recall_create(memory, &options, &recall);
    if (status == HOP_OK)
        status = hop_recall_associate(recall, values, VALUE_DIM, keys, PATTERNS, out);
    for (size_t k = 0; k < PATTERNS * VALUE_DIM && status == HOP_OK; k++) {
        double agrees = out[k] * values[k]; /* a tie is wrong every second time */
        *wrong += (fabs(agrees) < 1e-12 ? 0.5 : agrees < 0) / (double)(PATTERNS * VALUE_DIM);
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return status;
}

static hop_status reproduce(hop_repro *repro, const claim *c, size_t stream) {
    double memories = hop_repro_choose(repro, 200, 40), sum = 0, squares = 0, expected = 0;
    double chances[KEY_DIM + 1], values[KEY_DIM + 1];
    hop_random random;
    hop_random_init(&random, repro->options->seed, stream);
    for (size_t i = 0; i < (size_t)memories; i++) {
        double wrong = 0;
        HOP_TRY(one(c, &random, &wrong));
        sum += wrong / memories;
        squares += wrong * wrong / memories;
    }
    double error = sqrt(fmax(squares - sum * sum, 0) / (memories - 1));
    if (!c->linear)
        return hop_repro_add(repro,
                             (hop_repro_result){.value = sum,
                                                .expected = hop_repro_theory(repro, 0, -1),
                                                .relation = HOP_REPRO_AT_MOST,
                                                .reason = "none: a count"},
                             "wrong bits, %s", c->name);
    hop_crosstalk_overlaps(KEY_DIM, chances);
    for (size_t k = 0; k <= KEY_DIM; k++) values[k] = fabs(2 * (double)k - KEY_DIM);
    const hop_crosstalk crosstalk = {values, chances, KEY_DIM + 1};
    double terms = hop_repro_theory(repro, PATTERNS - 1, 1.3 * PATTERNS);
    HOP_TRY(hop_crosstalk_tail(&crosstalk, round(terms), KEY_DIM, 0.5, &expected));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = sum,
                                            .low = sum - 1.96 * error,
                                            .high = sum + 1.96 * error,
                                            .expected = expected,
                                            .tolerance = ERRORS * error,
                                            .reason = "six standard errors of the memories"},
                         "wrong bits, %s", c->name);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i], i));
    return HOP_OK;
}

const hop_repro_row hop_repro_heteroassociation = {
    .row = {.name = "heteroassociation",
            .title = "keys recall values of another width: crosstalk of the keys alone",
            .sources = "Willshaw, Buneman, Longuet-Higgins 1969, doi 10.1038/222960a0; Kohonen "
                       "1972, doi 10.1109/TC.1972.5008975"},
    .method = "61 random keys of 200 bits with values of 50: sign Y p with linear weights against "
              "the exact probability of crosstalk, and with softmax weights.",
    .falsehood = "30 % more patterns than there are, and fewer than no errors",
    .seconds = 0.2,
    .run = run,
};
