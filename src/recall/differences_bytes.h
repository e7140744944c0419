/* Sums of differences by bytes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_DIFFERENCES_BYTES_H
#define HOP_RECALL_DIFFERENCES_BYTES_H

#include "recall_private.h"

/* Whether the memory holds bytes and rho(u) = min(|u|, most). */
bool hop_recall_takes_bytes(const hop_recall *recall);

/* Bytes that rows of states need: [rows x dim] twice. */
typedef struct hop_byte_states {
    unsigned char *states, *known;
    bool any_unknown;
    double *doubt; /* [rows]: no sum is off by more than this */
} hop_byte_states;

/* sums [rows x patterns] of rho over the known values, of states rounded to bytes. */
void hop_recall_sum_bytes(const hop_recall *recall, hop_rows rows, const double *states,
                          hop_byte_states *room, double *sums);

#endif
