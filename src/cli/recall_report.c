/* What `hopfield recall` hands to the library's reports.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall.h"

/* Pixels of a tile of a contact sheet. */
enum { TILE_PIXELS = 128 };

/* A path's last part: the whole of it stands among the notes. */
static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static hop_recall_record record_of(const cli_recalled *r) {
    return (hop_recall_record){
        .memory_name = last_part(r->memory_path),
        .memory = r->memory,
        .recall = r->recall,
        .result = r->result,
        .names = (const char *const *)r->queries->names,
        .originals = r->queries->originals,
        .queries = r->queries->states,
        .canvas = r->canvas,
        .beta_auto = r->beta_auto,
        .notes = r->provenance->notes,
        .note_count = r->provenance->count,
    };
}

hop_status cli_recall_sheet(const cli_recalled *r, size_t rows, const char *path, bool force) {
    if (!r->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: the memory holds vectors, not pictures", path);
    hop_recall_record record = record_of(r);
    size_t *chosen = NULL, shown = r->result->count < rows ? r->result->count : rows;
    hop_image image = {0};
    HOP_TRY(hop_alloc(shown, sizeof *chosen, "a contact sheet", &chosen));
    for (size_t i = 0; i < shown; i++) chosen[i] = i;
    hop_status status = hop_report_recall_sheet(&record, chosen, shown, TILE_PIXELS, &image);
    if (status == HOP_OK)
        status = hop_image_write(&image, path, r->provenance->notes, r->provenance->count, force);
    hop_image_clear(&image);
    free(chosen);
    return status;
}

hop_status cli_recall_report(const cli_recalled *r, const char *folder, bool force) {
    hop_recall_record record = record_of(r);
    hop_table *table = NULL;
    char *json = NULL;
    size_t undrawn = 0;
    hop_status status = cli_recall_table(r, &table);
    if (status == HOP_OK) status = cli_recall_json(r, &json);
    record.table = table;
    record.json = json;
    if (status == HOP_OK) status = hop_report_recall(&record, folder, force, &undrawn);
    if (status == HOP_OK && undrawn > 0)
        fprintf(stderr, "hopfield: the report in %s lacks %zu figure%s: %s\n", folder, undrawn,
                undrawn == 1 ? "" : "s", hop_status_detail());
    hop_table_destroy(table);
    free(json);
    return status;
}
