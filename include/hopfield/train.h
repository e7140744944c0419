/* Training a network: batches are drawn, run forwards and backwards on all threads, and an
 * optimiser takes a step.  The same seed makes the same bytes for any number of threads, and a run
 * that was killed goes on from its checkpoint to the same bytes.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_TRAIN_H
#define HOPFIELD_TRAIN_H

#include <hopfield/export.h>
#include <hopfield/network.h>
#include <hopfield/optimiser.h>

HOP_BEGIN_DECLS

/* Draws one sample into the network's inputs: input[k] is the k-th of them in the order they were
 * added, [tokens x width].  Called from several threads; depends on `random` alone. */
typedef struct hop_sampler {
    void (*draw)(const void *context, hop_random *random, double *const *input);
    const void *context;
} hop_sampler;

/* How the rate goes on: after `warmup` steps of rising, constant, or down to 0 in half a cosine
 * wave (Loshchilov and Hutter 2017, 1608.03983) or along a line. */
typedef enum hop_schedule {
    HOP_SCHEDULE_CONSTANT,
    HOP_SCHEDULE_COSINE,
    HOP_SCHEDULE_LINEAR,
} hop_schedule;

/* The factor of the rate at `step` (from 1) of `steps`. */
double hop_schedule_factor(hop_schedule schedule, size_t warmup, size_t step, size_t steps);

enum { HOP_TRAIN_MEASURES = 4 };

/* One point of a training curve. */
typedef struct hop_train_point {
    double step;
    double loss;                        /* mean over the batches since the point before */
    double rate;                        /* of the optimiser, there */
    double measure[HOP_TRAIN_MEASURES]; /* what `measure` says; NAN where it says nothing */
} hop_train_point;

typedef struct hop_train_options {
    const char *name;      /* of the run, for progress and errors */
    const char *optimiser; /* a spec: "adam:rate=0.003" */
    hop_schedule schedule;
    size_t warmup; /* steps */
    double clip;   /* gradients longer than this are cut to it; 0: never */
    size_t steps,
        batch;    /* for an optimiser that minimises: iterations, and all samples there are */
    size_t every; /* steps between points of the curve */
    uint64_t seed;
    size_t threads; /* 0: one a processor; never changes a byte */
    hop_layer_precision precision;
    const double *start;    /* weights to begin with; NULL: drawn by the layers */
    const char *samples;    /* what samples depend on beside the seed, in words; or NULL */
    const char *checkpoint; /* kept here now and then, and gone on from; NULL: none */
    bool restart;           /* an old checkpoint is ignored */

    /* Called at every point; fills measure [HOP_TRAIN_MEASURES]; or NULL. */
    hop_status (*measure)(void *context, const double *weights, double *measure);
    void *measuring; /* its context */
    /* Called at every step with the run's name; a non-zero return cancels, with the checkpoint
     * written; or NULL. */
    hop_progress progress;
    void *context;
} hop_train_options;

/* Adam at .001, cosine with 100 steps of warming up, gradients cut to 1, in float. */
extern const hop_train_options hop_train_defaults;

typedef struct hop_trained {
    double *weights; /* [count] */
    size_t count;
    hop_train_point *curve; /* [points] */
    size_t points, steps;
    bool settled; /* of an optimiser that minimises */
} hop_trained;

/* Trains from the network's first weights, or from the checkpoint.  HOP_E_NAME, HOP_E_VALUE for
 * settings; HOP_E_VALUE where the loss diverges: the checkpoint then holds the last good point;
 * HOP_E_SHAPE, HOP_E_FORMAT for a checkpoint of another run or a damaged one; HOP_E_CANCELLED,
 * HOP_E_LIMIT, HOP_E_MEMORY, HOP_E_WRITE. */
hop_status hop_train_run(const hop_network *network, const hop_sampler *sampler,
                         const hop_train_options *options, hop_trained *trained);
void hop_trained_clear(hop_trained *trained);

/* Bytes that hop_train_run() will take. */
double hop_train_memory(const hop_network *network, const hop_train_options *options);

/* Runs `samples` samples of streams apart from those of training, forwards, and calls `visit` for
 * each: from several threads, so that it may write only what is sample `index`'s. */
typedef void (*hop_train_visitor)(void *context, const hop_workspace *workspace, size_t sample,
                                  size_t index);
hop_status hop_train_visit(const hop_network *network, const hop_sampler *sampler,
                           const double *weights, hop_layer_precision precision, uint64_t seed,
                           size_t samples, size_t threads, hop_train_visitor visit, void *context);

/* The mean loss over such samples. */
hop_status hop_train_loss(const hop_network *network, const hop_sampler *sampler,
                          const double *weights, hop_layer_precision precision, uint64_t seed,
                          size_t samples, size_t threads, double *loss);

/* Writes the weights as .safetensors, one tensor for every array, "LAYER.weight" [rows x columns],
 * in float or double as they were trained.  notes: pairs of key and text, ended by NULL. */
hop_status hop_train_save(const hop_network *network, const double *weights,
                          hop_layer_precision precision, const char *const *notes, const char *path,
                          bool replace);

/* Reads them again: HOP_E_SHAPE, with both shapes, for weights of another network. */
hop_status hop_train_load(const hop_network *network, const char *path, double *weights);

HOP_END_DECLS

#endif
