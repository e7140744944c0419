/* The parts of an analysis of attention.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_ATTENTION_H
#define HOP_ANALYSIS_ATTENTION_H

#include <hopfield/analysis.h>

#include "../base/tell.h"

/* One head, over all queries. */
typedef struct hop_attended_head {
    double entropy, entropy_low, entropy_high; /* nats: mean, least, most */
    size_t k90;                                /* median */
    hop_attention_class kind;                  /* median */
    size_t classes[HOP_ATTENTION_CLASSES];     /* queries of each class */
    double energy;                             /* mean of -logsumexp / scale */
} hop_attended_head;

/* What a step of one head came to, over all queries. */
typedef struct hop_attended_step {
    double energy;       /* mean of -logsumexp / scale + |state|^2 / 2, after it */
    double moved;        /* mean distance it moved the states; NAN for the start */
    double output_moved; /* mean distance of its output from that of step 1; NAN for the start */
} hop_attended_step;

typedef struct hop_attended {
    const hop_attention_inputs *in;
    hop_attention_shape shape;
    double *heads_output; /* [queries x value_width] */
    double *output;       /* [queries x output_width], behind the output's weights */
    size_t output_width;
    hop_attention_row *rows;  /* [heads x queries]; NULL if tiled */
    hop_attended_head *heads; /* [heads]; NULL if tiled */
    hop_attended_step *steps; /* [heads x (steps + 1)]; NULL without steps */
    double difference;        /* from the recall engine, largest; NAN if tiled */
    double tiled_difference;  /* between the plain and the tiled form, largest; NAN if tiled */
    double row_sum_error;     /* largest |sum of weights - 1|; NAN if tiled */
    double attention_seconds, recall_seconds;
    hop_tell_parts told;
    bool biased; /* a mask was added to the scores that hides no key */
} hop_attended;

/* Makes queries, keys, values and the mask of what was given, and the shape; *biased: the mask is
 * added to the scores and hides no key.  Errors as hop_attention_analyse(). */
hop_status hop_attended_prepare(hop_attention_inputs *inputs, hop_attention_shape *shape,
                                bool *biased);

/* The largest difference between heads_output and what the recall engine makes of the same: for
 * each head a memory of its keys, one step with the queries as states, the weights on the values.
 * A query from which keys are hidden gets a memory of those it sees.  HOP_E_CANCELLED. */
hop_status hop_attended_compare(const hop_attended *attended, double *difference);

/* Further steps of every head, into attended->steps. */
hop_status hop_attended_steps(hop_attended *attended);

/* All but the drawings. */
hop_status hop_attended_tell(const hop_attended *attended, hop_result *result);

/* Adds a figure of every head's weights. */
hop_status hop_attended_draw(const hop_attended *attended, hop_result *result);

#endif
