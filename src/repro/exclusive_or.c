/* Exclusive or as a memory: the four triples (x, y, x xor y) are stored, two bits are given and the
 * third is asked for.  The quadratic energy is the same for both answers; the third power knows all
 * four.  Krotov and Hopfield 2016, section 3.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { WIDTH = 3, ROWS = 4 };
static const double TABLE[ROWS][WIDTH] = {{-1, -1, -1}, {-1, 1, 1}, {1, -1, 1}, {1, 1, -1}};

typedef struct claim {
    const char *energy;
    double right; /* of four; 0: both answers are equally low */
} claim;
static const claim CLAIMS[] = {
    {"polynomial:degree=2,rectified=no", 0},
    {"polynomial:degree=3,rectified=no", 4},
    {"polynomial:degree=4,rectified=no", 0},
    {"polynomial:degree=2,rectified=yes", 4},
    {"exponential", 4},
};

static hop_status potential_of(const hop_energy *energy, const double *state, double *potential) {
    double s[ROWS] = {0};
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < WIDTH; j++) s[i] += TABLE[i][j] * state[j];
    return hop_energy_potential(energy, s, ROWS, potential);
}

static hop_status answer(hop_repro *repro, const claim *c) {
    hop_energy energy;
    double right = 0;
    HOP_TRY(hop_energy_parse(c->energy, &energy));
    for (size_t i = 0; i < ROWS; i++) {
        double state[WIDTH] = {TABLE[i][0], TABLE[i][1], TABLE[i][2]}, true_one = 0, other = 0;
        HOP_TRY(potential_of(&energy, state, &true_one));
        state[2] = -state[2];
        HOP_TRY(potential_of(&energy, state, &other));
        right += true_one > other + 1e-9 ? 1 : 0;
    }
    return hop_repro_add(repro,
                         (hop_repro_result){.value = right,
                                            .expected = hop_repro_theory(repro, c->right, 2),
                                            .reason = "none: a count"},
                         "right, %s", c->energy);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) HOP_TRY(answer(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_exclusive_or = {
    .row = {.name = "exclusive-or",
            .title = "a memory of exclusive or: the square knows nothing, the cube everything",
            .sources = "Krotov and Hopfield 2016, arXiv 1606.01164, section 3 (n = 2 and 3); the "
                       "others follow"},
    .method = "Two bits given, the third by the lower energy; an answer counts where it is lower.  "
              "Even powers cannot tell a state from its inverse; rectified ones can.",
    .falsehood = "two right of four",
    .seconds = 0.1,
    .run = run,
};
