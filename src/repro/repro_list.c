/* The table of reproductions.
 * SPDX-License-Identifier: MIT */
#include <hopfield/repro.h>

#define ROW(name) extern const hop_repro_row hop_repro_##name;
#include "repro_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_repro_##name.row,
#include "repro_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "reproduction",
    .plural = "reproductions",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_repro_catalog(void) {
    return &CATALOG;
}
