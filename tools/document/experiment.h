/* What docs/EXPERIMENTS.md says of one experiment.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TOOLS_EXPERIMENT_H
#define HOP_TOOLS_EXPERIMENT_H

#include <hopfield/row.h>

/* Its picture, and the command that draws it; its settings and columns; further examples. */
void experiment_particulars(const hop_row *row);

/* The commands of all pictures, a line each: "capacity --dim 500 ... --figure capacity.png". */
void experiment_pictures(void);

#endif
