/* What `hopfield info MEMORY --energy SPEC` prints, and what `recall` says of its targets.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_CERTIFICATES_H
#define HOP_CLI_CERTIFICATES_H

#include <hopfield/certificate.h>
#include <hopfield/table.h>

#include "../base/text.h"

/* What is known of a memory; zeros are none.  Release with cli_certificates_clear(). */
typedef struct cli_certificates {
    const char *path;
    const hop_memory *memory;
    hop_recall *recall;
    bool beta_auto;
    size_t count;        /* patterns certified, evenly spread */
    hop_certificate *of; /* [count] */
    size_t *worst;       /* [count] places in `of`, smallest separation first */
    double *lost;        /* [count] see hop_recall_measure_loss(); NAN where not measured */
    double critical, residual;
} cli_certificates;

/* Certifies `sample` patterns (0: as many as take some seconds, at best all) for the model, and
 * measures the loss of the worst ones.  Clear it also on failure. */
hop_status cli_certificates_make(const char *path, const hop_memory *memory,
                                 const hop_recall_options *options, size_t sample,
                                 cli_certificates *certificates);
void cli_certificates_clear(cli_certificates *certificates);

/* How many of them are guaranteed, and have near-duplicates. */
size_t cli_certificates_guaranteed(const cli_certificates *certificates);
size_t cli_certificates_duplicated(const cli_certificates *certificates);

/* One row a pattern, in the order of the memory. */
hop_status cli_certificates_table(const cli_certificates *certificates, hop_table **table);

/* For people: summary, histogram, the worst, in lines of `width` columns. */
hop_status cli_certificates_print(const cli_certificates *certificates, size_t width);

/* Where beta came from, in brackets, or "". */
const char *cli_beta_reason(const hop_recall *recall, bool beta_auto);

#endif
