/* Tasks: something to learn, with an oracle beside it, so that "it learned" is a number beside
 * theory.  One file in src/task each, listed in task_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_TASK_H
#define HOPFIELD_TASK_H

#include <hopfield/export.h>
#include <hopfield/result.h>
#include <hopfield/train.h>

HOP_BEGIN_DECLS

/* How a task is run; zeros are the usual way. */
typedef struct hop_task_options {
    bool quick; /* a small version, some ten seconds, whose bars are shown and not held */
    uint64_t seed;
    size_t threads;
    size_t steps, batch;   /* of every run; 0: the task's own */
    const char *optimiser; /* NULL: the task's own */
    double clip;           /* negative: the task's own */
    bool in_double;
    const char *folder;    /* weights and checkpoints are kept here; NULL: nowhere */
    bool restart;          /* what is there is not gone on from */
    const char *data;      /* pictures or a table in place of the task's own; NULL: none */
    hop_progress progress; /* told the run's name, its step and how many there are; or NULL */
    void (*say)(void *context, const char *sentence); /* before a run: its size; or NULL */
    void *context;
} hop_task_options;

struct hop_study;

typedef struct hop_task_row {
    hop_row row;       /* its parameters are the settings */
    const char *shows; /* what one sees when it has learned */
    /* Trains what there is to train and fills the study's result. */
    hop_status (*run)(struct hop_study *study);
} hop_task_row;

/* All tasks. */
const hop_catalog *hop_task_catalog(void);

/* Runs a task with settings [HOP_PARAMETER_MAX] (hop_spec_parse() makes them) and adds to `result`:
 * the checks (measured, theory, verdict), runs, curves, maps, pictures, remarks.  A check that
 * fails makes the result wrong, unless `quick`.  Errors as hop_train_run(), and those of data. */
hop_status hop_task_run(const hop_task_row *task, const double *settings,
                        const hop_task_options *options, hop_result *result);

HOP_END_DECLS

#endif
