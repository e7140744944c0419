/* The table of experiments.
 * SPDX-License-Identifier: MIT */
#include <hopfield/experiment.h>

#define ROW(name) extern const hop_experiment_row hop_experiment_##name;
#include "experiment_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_experiment_##name.row,
#include "experiment_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "experiment",
    .plural = "experiments",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_experiment_catalog(void) {
    return &CATALOG;
}
