/* What a task works with: training runs by name, checks against theory, and the one result.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_STUDY_H
#define HOP_TASK_STUDY_H

#include <hopfield/task.h>

#include "../base/alloc.h"
#include "../base/fail.h"

enum { HOP_STUDY_RUNS = 64 };

typedef struct hop_study {
    const double *setting; /* [HOP_PARAMETER_MAX], in the row's order */
    const hop_task_options *options;
    hop_result *result;
    hop_table *checks, *runs;
    size_t failed;
    char samples[512]; /* what samples depend on: task, settings, data */
    struct {
        char name[32];
        double *step, *loss; /* [count] */
        size_t count;
        double oracle[2], ends[2]; /* drawn beside it: the best loss, twice, and where; or NAN */
    } curve[HOP_STUDY_RUNS];
    size_t curves;
} hop_study;

/* `full`, or `quick` where the study is. */
size_t hop_study_size(const hop_study *study, size_t full, size_t quick);

/* Trains a network under `name`, with what the user asked for in place of `usual` (whose seed is
 * added to the user's, for runs that differ in nothing else), or goes on from its checkpoint, the
 * run becomes a row and a curve, and a figure of its heads' k90 unless it has a measure of its own
 * (hop_heads_show() draws it then). Clear `trained` with hop_trained_clear(). */
hop_status hop_study_train(hop_study *study, const char *name, const hop_network *network,
                           const hop_sampler *sampler, const hop_train_options *usual,
                           hop_trained *trained);

/* Draws the best loss that the run last trained can come to beside its curve. */
void hop_study_oracle(hop_study *study, double loss);

/* As hop_train_visit() and hop_train_loss(), with the study's seed and threads. */
hop_status hop_study_visit(const hop_study *study, const hop_network *network,
                           const hop_sampler *sampler, const hop_trained *trained, size_t samples,
                           hop_train_visitor visit, void *context);
hop_status hop_study_loss(const hop_study *study, const hop_network *network,
                          const hop_sampler *sampler, const hop_trained *trained, size_t samples,
                          double *loss);

/* How a number is held to theory. */
typedef enum hop_bar {
    HOP_BAR_WITHIN,   /* |value - theory| <= bar |theory| */
    HOP_BAR_NEAR,     /* |value - theory| <= bar */
    HOP_BAR_AT_MOST,  /* value <= bar; theory is shown beside it */
    HOP_BAR_AT_LEAST, /* value >= bar */
    HOP_BAR_NONE,     /* shown, not held */
} hop_bar;

/* Adds a row to the checks.  theory: NAN where there is none. */
void hop_study_check(hop_study *study, const char *what, double value, double theory, hop_bar kind,
                     double bar, const char *meaning);

/* A figure of curves; y_label: quantity and unit. */
void hop_study_curves(hop_study *study, const char *name, const char *x_label, const char *y_label,
                      const hop_curve *curves, size_t count, const char *caption);

/* What a map says of itself. */
typedef struct hop_study_words {
    const char *x_label, *y_label, *label; /* quantities: of columns, of rows, of the values */
    const char *caption;
    bool signs; /* values have signs: colours diverge from zero */
} hop_study_words;

/* Of the weights of attention. */
extern const hop_study_words hop_study_looks;

/* A map of numbers [side x side] as a matrix, the first row on top; names: of both, or NULL.  The
 * figure's name is made of its title: "masked, head 1" becomes masked-head-1. */
void hop_study_map(hop_study *study, const char *title, const double *values, size_t side,
                   const char *const *names, const hop_study_words *words);

/* Words as a name of a file: letters and digits, small, and one '-' for what is between them. */
void hop_study_name(const char *words, char *name, size_t size);

/* Grey pictures [count] of width x height, `across` in a row with a line between, as one picture;
 * values from low (black) to high (white). */
void hop_study_pictures(hop_study *study, const char *name, const double *pictures, size_t count,
                        size_t width, size_t height, size_t across, double low, double high,
                        const char *caption);

/* The weights of heads of one sample, as hop_workspace_saved() gives them for an attention layer,
 * k90 of every query, and the class of Ramsauer et al. of the median query. */
const char *hop_study_class(const double *weights, size_t queries, size_t keys, double *k90);

#endif
