/* The table of optimisers.
 * SPDX-License-Identifier: MIT */
#include <hopfield/optimiser.h>

#define ROW(name) extern const hop_optimiser_row hop_optimiser_##name;
#include "optimiser_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_optimiser_##name.row,
#include "optimiser_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "optimiser",
    .plural = "optimisers",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_optimiser_catalog(void) {
    return &CATALOG;
}
