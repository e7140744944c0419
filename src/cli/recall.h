/* The parts of `hopfield recall`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RECALL_H
#define HOP_CLI_RECALL_H

#include <hopfield/account.h>
#include <hopfield/queries.h>

#include "command.h"

/* Outputs as .npy, as one .png, or as a folder of PNG files, signed [signature_count]. */
hop_status cli_recall_write(const hop_recall_record *record, const hop_image_note *signature,
                            size_t signature_count, const char *path, bool force);

/* The first queries as a contact sheet. */
hop_status cli_recall_write_sheet(const hop_recall_record *record, hop_result *result,
                                  const char *path, bool force);

/* Seconds by the clock, but no more than of all processors: others may be at work too. */
typedef struct cli_stopwatch {
    double clock, processor;
} cli_stopwatch;

cli_stopwatch cli_stopwatch_read(void);
double cli_stopwatch_since(cli_stopwatch from);

/* What recalling queries would take, tried on a part of the memory. */
hop_status cli_recall_predict(const hop_memory *memory, const hop_queries *queries,
                              const hop_recall_options *options, double *seconds);

/* That, and the memory it needs, as a result. */
hop_status cli_recall_dry(const hop_memory *memory, const hop_queries *queries, double seconds,
                          const cli_context *context, hop_result **result);

#endif
