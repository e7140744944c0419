/* The parts of `hopfield recall`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RECALL_H
#define HOP_CLI_RECALL_H

#include <hopfield/account.h>

/* Outputs as .npy, as one .png, or as a folder of PNG files, signed [signature_count]. */
hop_status cli_recall_write(const hop_recall_record *record, const hop_image_note *signature,
                            size_t signature_count, const char *path, bool force);

#endif
