/* The table of similarities.
 * SPDX-License-Identifier: MIT */
#include <hopfield/similarity.h>

#include "../base/fail.h"

#define ROW(name) extern const hop_similarity_row hop_similarity_##name;
#include "similarity_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_similarity_##name.row,
#include "similarity_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "similarity",
    .plural = "similarities",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_similarity_catalog(void) {
    return &CATALOG;
}

hop_status hop_similarity_parse(const char *spec, hop_similarity *similarity) {
    const hop_row *row = NULL;
    HOP_TRY(hop_spec_parse(&CATALOG, spec, &row, similarity->parameter));
    similarity->kind = (const hop_similarity_row *)row;
    return HOP_OK;
}
