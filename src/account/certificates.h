/* Certificates of a memory, on the way into a result.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ACCOUNT_CERTIFICATES_H
#define HOP_ACCOUNT_CERTIFICATES_H

#include <hopfield/certificate.h>
#include <hopfield/result.h>

#include "../base/text.h"

/* What is known of a memory; zeros are none.  Release with hop_certificates_clear(). */
typedef struct hop_certificates {
    const char *path;
    const hop_memory *memory;
    hop_recall *recall;
    bool beta_auto;
    size_t count;        /* patterns certified, evenly spread */
    hop_certificate *of; /* [count] */
    size_t *worst;       /* [count] places in `of`, smallest separation first */
    double *lost;        /* [count] see hop_recall_measure_loss(); NAN where not measured */
    double critical, residual;
} hop_certificates;

/* Certifies `sample` patterns (0: as many as take some seconds, at best all) for the model, and
 * measures the loss of the worst ones.  Clear it also on failure. */
hop_status hop_certificates_make(const char *path, const hop_memory *memory,
                                 const hop_recall_options *options, size_t sample,
                                 hop_certificates *certificates);
void hop_certificates_clear(hop_certificates *certificates);

/* How many of them are guaranteed, and have near-duplicates. */
size_t hop_certificates_guaranteed(const hop_certificates *certificates);
size_t hop_certificates_duplicated(const hop_certificates *certificates);

/* Facts, and the table `rows`: one a pattern, in the order of the memory. */
void hop_certificates_facts(const hop_certificates *certificates, hop_result *result);

/* For people: summary, histogram, the worst. */
void hop_certificates_words(const hop_certificates *certificates, hop_result *result);

/* Where beta came from, in brackets, or "". */
const char *hop_certificates_beta_reason(const hop_recall *recall, bool beta_auto);

#endif
