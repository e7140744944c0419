/* Running a sweep: what is on disk already, and joining the parts of several machines.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/ranks.h"
#include "sweep_private.h"

static hop_status check_memory(const hop_sweep *e, const hop_sweep_options *options) {
    hop_prediction p = {0};
    HOP_TRY(hop_sweep_predict(e, options, false, &p));
    return hop_sweep_check(&p);
}

static void remark(const hop_sweep_options *options, const hop_cells_found *found) {
    char text[512];
    if (!options->remark) return;
    if (found->torn > 0) {
        snprintf(text, sizeof text,
                 "%s: its last line was torn (%zu bytes) and is cut off; that cell is computed "
                 "again",
                 options->cells, found->torn);
        options->remark(options->context, text);
    }
    if (found->results.count > 0) {
        snprintf(text, sizeof text, "%s: going on from %zu finished cells", options->cells,
                 found->results.count);
        options->remark(options->context, text);
    }
}

static hop_status open_cells(const hop_sweep *experiment, const hop_sweep_options *options,
                             hop_cells *cells, hop_cells_found *found) {
    char *identity = NULL;
    HOP_TRY(hop_sweep_identity(experiment, &identity));
    hop_status status = hop_cells_open(options->cells, identity, options->restart, cells, found);
    free(identity);
    if (status == HOP_OK) remark(options, found);
    return status;
}

/* What rank 0 has found on disk is known to all. */
static hop_status share_found(const hop_sweep *experiment, hop_results *results) {
    size_t count = results->count;
    hop_ranks_broadcast(&count, sizeof count);
    if (!hop_ranks_first()) HOP_TRY(hop_alloc(count, sizeof *results->all, "cells", &results->all));
    for (size_t i = 0; i < count && results->all && hop_ranks_count() > 1; i++) {
        hop_finished *r = &results->all[i];
        size_t lines = r->lines.count, size = experiment->row->line_size;
        hop_ranks_broadcast(&r->index, sizeof r->index);
        hop_ranks_broadcast(&lines, sizeof lines);
        if (!hop_ranks_first()) HOP_TRY(hop_lines_resize(&r->lines, lines, size));
        hop_ranks_broadcast(r->lines.all, lines * size);
        results->count = i + 1;
    }
    return HOP_OK;
}

hop_status hop_sweep_run(const hop_sweep *experiment, const hop_sweep_options *options,
                         hop_results *results) {
    hop_cells cells = {.descriptor = -1};
    hop_cells_found found = {0};
    hop_sweep_options own = *options;
    if (!hop_ranks_first()) { /* the first keeps the file, and tells */
        own.cells = NULL;
        own.progress = NULL;
    }
    hop_status status = check_memory(experiment, &own);
    if (status == HOP_OK && own.cells) status = open_cells(experiment, &own, &cells, &found);
    status = hop_ranks_agree(status);
    if (status == HOP_OK) status = share_found(experiment, &found.results);
    if (status == HOP_OK)
        status =
            hop_sweep_complete(experiment, &own, own.cells ? &cells : NULL, true, &found.results);
    if (cells.descriptor >= 0) {
        hop_status closed = hop_cells_close(&cells);
        if (status == HOP_OK) status = closed;
    }
    if (status == HOP_OK) *results = found.results;
    if (status == HOP_OK) found.results = (hop_results){0};
    hop_cells_found_clear(&found);
    return status;
}

hop_status hop_sweep_seed(const hop_experiment_row *row, const char *cells, uint64_t *seed,
                          bool *found) {
    char *identity = NULL;
    HOP_TRY(hop_cells_identity(cells, &identity));
    *found = identity && hop_sweep_identity_seed(identity, row->row.name, seed);
    free(identity);
    return HOP_OK;
}

hop_status hop_sweep_save(const hop_sweep *experiment, const hop_results *results, const char *path,
                          bool replace) {
    char *identity = NULL, *text = NULL;
    size_t size = 0;
    HOP_TRY(hop_sweep_identity(experiment, &identity));
    hop_status status = hop_cells_print(identity, results,
                                        experiment->row->line_size / sizeof(double), &text, &size);
    if (status == HOP_OK) status = hop_file_write(path, text, size, replace);
    free(identity);
    free(text);
    return status;
}

/* ---- merging ---- */

static const char SAME[] = "merge only parts of one command and one version";

/* Adds the cells of one part; those that are there already are left out. */
static hop_status join_part(const char *path, const char *identity, hop_results *all) {
    hop_cells_found part = {0};
    HOP_TRY(hop_cells_read(path, &part));
    hop_status status = hop_cells_compare(path, part.identity ? part.identity : "", identity, SAME);
    if (status == HOP_OK && part.torn > 0)
        status = hop_fail(HOP_E_FORMAT, "%s: its last line is torn; finish that shard first", path);
    if (status == HOP_OK)
        status =
            hop_realloc(all->count + part.results.count + 1, sizeof *all->all, "cells", &all->all);
    for (size_t i = 0; i < part.results.count && status == HOP_OK; i++) {
        all->all[all->count++] = part.results.all[i];
        part.results.all[i].lines.all = NULL;
    }
    hop_cells_found_clear(&part);
    return status;
}

static hop_status join(const char *const *paths, size_t count, const char *identity,
                       const hop_sweep *experiment, hop_results *results) {
    hop_sweep_options options = {.threads = 1};
    hop_results all = {0};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        status = join_part(paths[i], identity, &all);
    hop_results_unite(&all);
    for (size_t i = 0; i < all.count && status == HOP_OK; i++)
        if (all.all[i].lines.count == 0)
            status = hop_fail(HOP_E_FORMAT, "cell %llu holds nothing",
                              (unsigned long long)all.all[i].index);
    if (status == HOP_OK) status = hop_sweep_complete(experiment, &options, NULL, false, &all);
    if (status == HOP_OK)
        *results = all;
    else
        hop_results_clear(&all);
    return status;
}

hop_status hop_sweep_merge(const hop_catalog *experiments, const char *const *paths, size_t count,
                           const hop_load_options *options, hop_sweep **experiment,
                           hop_results *results) {
    hop_cells_found first = {0};
    hop_sweep *fresh = NULL;
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there are no parts to merge");
    HOP_TRY(hop_cells_read(paths[0], &first));
    hop_status status = HOP_OK;
    if (!first.identity)
        status = hop_fail(HOP_E_FORMAT, "%s: is empty or has no whole first line", paths[0]);
    if (status == HOP_OK)
        status = hop_sweep_recreate(experiments, paths[0], first.identity, &fresh);
    if (status == HOP_OK) status = hop_sweep_open(fresh, options);
    if (status == HOP_OK) {
        char *identity = NULL;
        status = hop_sweep_identity(fresh, &identity);
        if (status == HOP_OK) status = hop_cells_compare(paths[0], first.identity, identity, SAME);
        free(identity);
    }
    if (status == HOP_OK) status = join(paths, count, first.identity, fresh, results);
    hop_cells_found_clear(&first);
    if (status == HOP_OK)
        *experiment = fresh;
    else
        hop_sweep_destroy(fresh);
    return status;
}
