/* The table of update rules.
 * SPDX-License-Identifier: MIT */
#include <hopfield/update.h>

#include <string.h>

#include "../base/fail.h"

#define ROW(name) extern const hop_update_row hop_update_##name;
#include "update_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_update_##name.row,
#include "update_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "update rule",
    .plural = "updates",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const char hop_update_words[] = "auto"
#define ROW(name) "|" #name
#include "update_list.h"
#undef ROW
    ;

const hop_catalog *hop_update_catalog(void) {
    return &CATALOG;
}

hop_status hop_update_parse(const char *name, const hop_update_row **update) {
    const hop_row *row = NULL;
    if (strcmp(name, "auto") != 0) HOP_TRY(hop_catalog_find(&CATALOG, name, &row));
    *update = (const hop_update_row *)row;
    return HOP_OK;
}

const char *hop_update_name(const hop_update_row *update) {
    return update ? update->row.name : "auto";
}

const hop_update_row *hop_update_of_word(size_t index) {
    return index == 0 ? NULL : (const hop_update_row *)ROWS[index - 1];
}
