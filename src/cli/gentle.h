/* --beta gentle.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_GENTLE_H
#define HOP_CLI_GENTLE_H

#include "options.h"

/* Puts the gentlest beta into `recall`: the smallest at which sampled patterns of the memory,
 * damaged as asked (replace:rate=0.5 where nothing is asked), still come back.  `how` says what was
 * found, in a sentence; nothing changes where none comes back at beta auto. */
enum { CLI_GENTLE_MAX = 256 };
hop_status cli_gentle(const hop_memory *memory, const hop_canvas *canvas, const cli_damage *damage,
                      uint64_t seed, cli_run *run, hop_recall_options *recall,
                      char how[CLI_GENTLE_MAX]);

#endif
