/* Queries: states to recall from, read from files or drawn from a memory, then damaged.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_QUERIES_H
#define HOPFIELD_QUERIES_H

#include <stdint.h>

#include <hopfield/corruption.h>
#include <hopfield/export.h>
#include <hopfield/load.h>
#include <hopfield/recall.h>

HOP_BEGIN_DECLS

typedef struct hop_queries {
    size_t count, dim;
    double *states;    /* [count x dim], memory units, NAN unknown */
    double *originals; /* [count x dim] before damage */
    size_t *targets;   /* [count], HOP_NO_PATTERN where not known */
    char **names;      /* [count] */
    char **labels;     /* [count] of the queries themselves; NULL if they have none */
} hop_queries;

/* Room for `count` queries of `dim`, without names or targets yet; clear it also on failure.
 * HOP_E_MEMORY. */
hop_status hop_queries_create(size_t count, size_t dim, hop_queries *queries);
void hop_queries_clear(hop_queries *queries);

/* Reads query files, brought to the memory's size and channels if `reading` asks for a resize.  A
 * query with the name of a stored pattern has it as its target.  Errors as
 * hop_memory_load_queries(). */
hop_status hop_queries_read(const char *const *paths, size_t count, const hop_memory *memory,
                            const hop_load_options *reading, hop_queries *queries);

/* Draws `count` patterns as queries, without repetition until all have had their turn.
 * HOP_E_MEMORY. */
hop_status hop_queries_sample(const hop_memory *memory, size_t count, uint64_t seed,
                              hop_queries *queries);

/* What is done to every query, each from its own streams of the seed. */
typedef struct hop_queries_damage {
    const hop_corruption *corruptions; /* [count], in order */
    size_t count;
    uint64_t seed;
    hop_progress progress; /* NULL: none */
    void *context;
} hop_queries_damage;

/* HOP_E_VALUE, with its name, for a query without a known value, before or after;
 * HOP_E_CANCELLED. */
hop_status hop_queries_apply(hop_queries *queries, const hop_canvas *canvas,
                             const hop_queries_damage *damage);

/* The smallest beta at which sampled patterns of the memory, damaged so (replace:rate=0.5 where
 * nothing is), still come back, into `recall`; beta auto where none does.  The sample is another
 * than hop_queries_sample()'s of the same seed, whose patterns are then a test of it.
 *   how  what was found, in a sentence
 * Errors as hop_queries_apply() and hop_recall_gentle_beta(). */
enum { HOP_GENTLE_MAX = 256 };
hop_status hop_queries_gentle_beta(const hop_memory *memory, const hop_canvas *canvas,
                                   const hop_queries_damage *damage, hop_recall_options *recall,
                                   char how[HOP_GENTLE_MAX]);

HOP_END_DECLS

#endif
