/* What experiments on a memory of pictures share: recall of damaged patterns with the settings of a
 * cell.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_IMAGES_H
#define HOP_EXPERIMENT_IMAGES_H

#include <hopfield/recall.h>

#include "../sweep/opened.h"
#include "../theory/criteria.h"
#include "../trial/trial.h"

/* Some stored patterns, damaged, and what became of them. */
typedef struct hop_images {
    hop_recall *recall;
    size_t count, dim;
    double *originals, *queries; /* [count x dim] */
    size_t *targets;             /* [count] */
    hop_canvas canvas;
    hop_recall_result result;
} hop_images;

/* Recalls `count` patterns of the memory, drawn and damaged by streams of `seed`, on this thread.
 * HOP_E_MEMORY, and what corruptions and recall fail with. */
hop_status hop_images_recall(const hop_sweep *e, const hop_recall_options *options,
                             const hop_corruption *corruptions, size_t corruption_count,
                             size_t count, uint64_t seed, hop_images *images);
void hop_images_clear(hop_images *images);

/* Whether the first pattern can be damaged so: some damages need a picture, or a side of one. */
bool hop_images_can_damage(const hop_sweep *e, const hop_corruption *damage);

/* Of damages that nobody named, the values of a setting, those are left out that this memory
 * cannot have, and it is noted. */
void hop_images_leave_out(hop_sweep *e, size_t setting);

/* Options from settings. */
hop_status hop_images_options(const hop_sweep *e, const hop_energy *energy,
                              const hop_similarity *similarity, double beta,
                              hop_recall_options *options);

/* The beta that was recalled with; NAN if the energy has none. */
double hop_images_beta(const hop_images *images);

/* What a cell adds up over its queries. */
typedef struct hop_images_line {
    double tried, success[HOP_CRITERION_COUNT], correct, cosine, error, steps;
    double beta; /* that was used */
} hop_images_line;
void hop_images_add_up(const hop_images *images, hop_images_line *line);

/* The cells of a row, from HOP_COLUMNS_CRITERIA on: each criterion, correct, cosine, error, steps.
 */
void hop_images_add_means(const hop_images_line *line, hop_table *table);

/* Bytes and seconds of that, roughly. */
hop_cost hop_images_cost(const hop_sweep *e, const hop_energy *energy,
                         const hop_similarity *similarity, double beta, size_t count);

#endif
