/* Accounts of a memory and of a finished recall: what became of every query, what theory promised
 * its target, why wrong ones went wrong, and, for a page, what it looked like.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ACCOUNT_H
#define HOPFIELD_ACCOUNT_H

#include <hopfield/certificate.h>
#include <hopfield/corruption.h>
#include <hopfield/export.h>
#include <hopfield/recall.h>
#include <hopfield/result.h>

HOP_BEGIN_DECLS

#define HOP_SHEET_STEPS 64

/* A finished recall and what an account of it needs.  All lent. */
typedef struct hop_recall_record {
    const char *memory_path;
    const hop_memory *memory;
    const hop_recall *recall;
    const hop_recall_result *result;
    const char *const *names;         /* [result->count] */
    const char *const *target_labels; /* [result->count], of queries that have labels of their own
                                         (an entry may be NULL); NULL: those of their targets */
    const double *originals; /* [count x dim], memory units: the queries before they were damaged */
    const double *queries;   /* [count x dim], as they were recalled; NAN unknown */
    hop_canvas canvas;       /* what the memory's values mean */
    bool beta_auto, similarity_auto; /* chosen from the memory */
    const char *beta_reason;         /* how, in a few words; NULL: as beta auto is */
    size_t sheet_steps;              /* of a row of the contact sheet, at most HOP_SHEET_STEPS; 0: 4
                                        of them, or as many as there are */
    bool illustrated;                /* with sheet and figures, which take time of their own */
    bool animated;                   /* with a motion: the descent, step by step */
    bool attention_asked;            /* for the comparison; where there is none, that is said */
    double load_seconds, recall_seconds;
} hop_recall_record;

/* Puts the account into `result`, whose JSON is that of docs/JSON.md: `memory`, `energy`,
 * `summary`, `pruning`, `queries`, `damage`; figures `energy` and `errors`, pictures `sheet` and
 * `channels`.  HOP_E_MEMORY,
 * HOP_E_CANCELLED. */
hop_status hop_account_recall(const hop_recall_record *record, hop_result *result);

/* How many queries have a known target, and how many of these came back wrong. */
size_t hop_account_wrong(const hop_recall_result *result, size_t *aimed);

/* A contact sheet of the queries chosen [count]: original, damaged, steps (the first, the last
 * before the end, and some between that tell the most), recalled.
 * tile_pixels: about how wide a tile is.  HOP_E_SUPPORT where the memory holds no pictures;
 * HOP_E_EMPTY, HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_account_sheet(const hop_recall_record *record, const size_t *chosen, size_t count,
                             size_t tile_pixels, hop_image *image);

/* What a memory holds, for all readers: shape and, if it is small or `measure` says so, range,
 * norms, separations, near-duplicates. */
hop_status hop_account_memory(const char *path, const hop_memory *memory, bool measure,
                              hop_result *result);

/* What theory promises `sample` patterns (0: as many as take some seconds, at best all) under the
 * model, how they are spread, and the loss of the worst, measured.  HOP_E_MEMORY, HOP_E_CANCELLED.
 */
hop_status hop_account_certificates(const char *path, const hop_memory *memory,
                                    const hop_recall_options *options, size_t sample,
                                    hop_result *result);

HOP_END_DECLS

#endif
