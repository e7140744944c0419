/* The parts of `hopfield attention`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_ATTENTION_H
#define HOP_CLI_ATTENTION_H

#include <hopfield/attention.h>

#include "options.h"
#include "provenance.h"

/* A matrix from a file. */
typedef struct cli_operand {
    const char *path; /* NULL: not given */
    size_t rows, columns;
    double *values; /* [rows x columns] */
} cli_operand;

/* What was asked for. */
typedef struct cli_attending {
    cli_operand query, key, value; /* given, or made of tokens: */
    cli_operand input, context;    /* tokens; those looked at */
    cli_operand weights_query, weights_key, weights_value;
    cli_operand weights_output;  /* of the heads' outputs */
    cli_operand mask;            /* [queries x keys] */
    hop_attention_layout layout; /* of all weights */
    bool causal, tiled;
    double scale; /* NAN: 1/sqrt(width of a head) */
    size_t heads, steps, threads;
    const char *figure;
} cli_attending;

/* One head, over all queries. */
typedef struct cli_head {
    double entropy, entropy_low, entropy_high; /* nats: mean, least, most */
    size_t k90;                                /* median */
    hop_attention_class kind;                  /* median */
    size_t classes[HOP_ATTENTION_CLASSES];     /* queries of each class */
    double energy;                             /* mean of -logsumexp / scale */
} cli_head;

/* What a step of one head came to, over all queries. */
typedef struct cli_step {
    double energy;       /* mean of -logsumexp / scale + |state|^2 / 2, after it */
    double moved;        /* mean distance it moved the states; NAN for the start */
    double output_moved; /* mean distance of its output from that of step 1; NAN for the start */
} cli_step;

/* What became of it. */
typedef struct cli_attended {
    const cli_attending *asked;
    const cli_provenance *provenance;
    hop_attention_shape shape;
    double *heads_output; /* [queries x value_width] */
    double *output;       /* [queries x output_width], behind the output's weights */
    size_t output_width;
    hop_attention_row *rows; /* [heads x queries]; NULL if tiled */
    cli_head *heads;         /* [heads]; NULL if tiled */
    cli_step *steps;         /* [heads x (steps + 1)]; NULL without steps */
    double difference;       /* from the recall engine, largest; NAN if tiled */
    double tiled_difference; /* between the plain and the tiled form, largest; NAN if tiled */
    double row_sum_error;    /* largest |sum of weights - 1|; NAN if tiled */
    double attention_seconds, recall_seconds;
} cli_attended;

/* Everything that was asked for, but for files and printing: reads, attends, compares, goes on. */
hop_status cli_attention_run(cli_attending *asked, cli_run *run, cli_attended *attended);

/* Reads the files and makes queries, keys, values and the mask of them.  HOP_E_SHAPE with all
 * shapes, HOP_E_VALUE with file, row and column. */
hop_status cli_attention_read(cli_attending *asked, cli_run *run, cli_attended *attended);
void cli_attention_clear(cli_attending *asked, cli_attended *attended);

/* A matrix of a file, any numbers. */
hop_status cli_operand_read(cli_operand *operand, cli_run *run, hop_dtype *dtype);

/* The largest difference between heads_output and what the recall engine makes of the same: for
 * each head a memory of its keys, one step with the queries as states, the weights on the values.
 * A query from which keys are hidden gets a memory of those it sees.  run: to tell progress to, or
 * NULL.  HOP_E_CANCELLED. */
hop_status cli_attention_compare(const cli_attended *attended, cli_run *run, double *difference);

/* Further steps of every head, into attended->steps. */
hop_status cli_attention_steps(cli_attended *attended);

/* Before any work: whether the output (or NULL) and the figures can be written. */
hop_status cli_attention_check_files(const cli_attending *asked, const char *output, bool force);

/* The output as .npy or .safetensors. */
hop_status cli_attention_write(const cli_attended *attended, const char *path, bool force);

/* The weights of each head as a heat map: FILE for one head, FILE-head-1, ... for several. */
hop_status cli_attention_figure(const cli_attended *attended, const char *path, bool force);

/* The result as text, CSV or JSON, free()d by the caller. */
hop_status cli_attention_text(const cli_attended *attended, size_t width, char **text);
hop_status cli_attention_csv(const cli_attended *attended, const hop_format_row *format,
                             char **text);
hop_status cli_attention_json(const cli_attended *attended, char **text);

/* The textbook's example, step by step, on standard output. */
hop_status cli_attention_example(void);

/* The chain from Hopfield's update to attention, with the numbers of a memory (NULL: the built-in
 * pictures) put in, on standard output.  scale: NAN to choose beta from the memory. */
hop_status cli_attention_explain(const char *memory, double scale);

#endif
