/* A memory as files that other programs read.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MEMORY_EXPORT_H
#define HOP_CLI_MEMORY_EXPORT_H

#include <hopfield/memory.h>

#include "progress.h"
#include "provenance.h"

/* All patterns, [patterns x dim], as .npy. */
hop_status cli_export_npy(const hop_memory *memory, const char *path, bool force);

/* Every pattern as a PNG file in a folder, under its name or its number; nothing is written if one
 * of the files exists and `force` is false. */
hop_status cli_export_png(const hop_memory *memory, const char *folder,
                          const cli_provenance *provenance, bool force, cli_progress *progress);

#endif
