/* hopfield info --limits: what a file may cost at most, in one table.
 * SPDX-License-Identifier: MIT */
#include "info.h"

#include "../base/limits.h"
#include "options.h"

static const struct {
    const char *name;
    size_t most;
    const char *unit, *meaning;
} LIMITS[] = {
    {"picture pixels", HOP_LIMIT_PIXELS, "pixels", "width times height that a picture declares"},
    {"picture file", HOP_LIMIT_BYTES, "bytes", "of a picture's file"},
    {"picture unpacked", HOP_LIMIT_UNPACKED, "bytes",
     "of a picture's samples; they are unpacked row by row"},
    {"picture kept", HOP_LIMIT_NUMBERS, "numbers",
     "of a picture as it is kept; a larger one is reduced while it is read, with --size"},
    {"JPEG scans", HOP_LIMIT_SCANS, "scans", "of a progressive picture"},
    {"gzip", HOP_LIMIT_GZIP, "bytes",
     "unpacked from a file that does not say its size; of others just what is needed, --limit "
     "included"},
    {"safetensors header", HOP_LIMIT_HEADER, "bytes", "of the JSON at the head of a file"},
    {"label", HOP_LIMIT_LABEL, "bytes", "of a label"},
    {"number", HOP_LIMIT_NUMBER, "letters", "of a number in a table"},
    {"range", HOP_LIMIT_RANGE, "values", "of a setting that is swept"},
};

void cli_info_limits(hop_result *result) {
    static const hop_column COLUMNS[] = {
        {.name = "limit", .meaning = "what is limited"},
        {.name = "most", .meaning = "how much it may be", .kind = HOP_CELL_COUNT},
        {.name = "unit", .meaning = "of that"},
        {.name = "meaning", .meaning = "what it is about", .wrap = true},
    };
    hop_table *table = hop_result_table(result, "limits", COLUMNS, 4,
                                        "What a file may cost at most, whatever it declares");
    hop_table_add_text(table, "memory");
    hop_table_add_count(table, cli_max_memory());
    hop_table_add_text(table, "bytes");
    hop_table_add_text(table, "of this program, unless --max-memory says another; what would need "
                              "more is refused before it is allocated");
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        hop_table_add_text(table, LIMITS[i].name);
        hop_table_add_count(table, LIMITS[i].most);
        hop_table_add_text(table, LIMITS[i].unit);
        hop_table_add_text(table, LIMITS[i].meaning);
    }
}
