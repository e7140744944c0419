/* Queries: read from files, or drawn from the memory; then damaged.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_QUERIES_H
#define HOP_CLI_QUERIES_H

#include "options.h"

typedef struct cli_queries {
    size_t count, dim;
    double *states;    /* [count x dim], memory units, NAN unknown */
    double *originals; /* [count x dim] before damage */
    size_t *targets;   /* [count], HOP_NO_PATTERN where not known */
    char **names;      /* [count] */
    char **labels;     /* [count] of the queries themselves; NULL if they have none */
} cli_queries;

/* Room for `count` queries of `dim`, without names or targets yet; clear it also on failure. */
hop_status cli_queries_create(size_t count, size_t dim, cli_queries *queries);

/* Reads query files, brought to the memory's size and channels if `reading` asks for a resize.  A
 * query with the name of a stored pattern has it as its target. */
hop_status cli_queries_read(const char *const *paths, size_t count, const hop_memory *memory,
                            const hop_load_options *reading, cli_queries *queries);

/* Draws `count` patterns as queries, without repetition until all have had their turn. */
hop_status cli_queries_sample(const hop_memory *memory, size_t count, uint64_t seed,
                              cli_queries *queries);

/* Damages every query from its own streams of `seed`.  HOP_E_VALUE, with its name, for a query
 * without a known value, before or after. */
hop_status cli_queries_damage(cli_queries *queries, const hop_canvas *canvas,
                              const cli_damage *damage, uint64_t seed, cli_run *run);

void cli_queries_clear(cli_queries *queries);

#endif
