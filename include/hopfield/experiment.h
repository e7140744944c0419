/* The experiments: one file in src/experiment each, listed in experiment_list.h; what a row of the
 * table says, and how its cells are computed, is in sweep.h.  Not in a core-only build.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_EXPERIMENT_H
#define HOPFIELD_EXPERIMENT_H

#include <hopfield/export.h>
#include <hopfield/sweep.h>

HOP_BEGIN_DECLS

/* Its rows are hop_experiment_row. */
const hop_catalog *hop_experiment_catalog(void);

HOP_END_DECLS

#endif
