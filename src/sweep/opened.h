/* An experiment whose settings are read, and what its parts share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_OPENED_H
#define HOP_SWEEP_OPENED_H

#include <hopfield/corruption.h>
#include <hopfield/energy.h>
#include <hopfield/similarity.h>
#include <hopfield/sweep.h>

#include "../base/watch.h"

/* Specs given one after another. */
enum { HOP_SPECS_MAX = 16 };

struct hop_sweep {
    const hop_experiment_row *row;
    uint64_t seed;
    size_t setting_count;
    char *text[HOP_SETTING_MAX];    /* as typed, several specs with a blank between them */
    double *range[HOP_SETTING_MAX]; /* [range_count]: what a cell may see of each setting */
    size_t range_count[HOP_SETTING_MAX];
    size_t combinations;
    hop_energy energies[HOP_SPECS_MAX];
    hop_similarity similarities[HOP_SPECS_MAX]; /* kind NULL: auto */
    hop_corruption corruptions[HOP_SPECS_MAX];
    size_t corruption_count;
    hop_memory *memory; /* NULL: none was asked for */
    hop_canvas canvas;  /* of the memory: looking at its values takes long */
    char *reading;      /* how it was read, as options of the program; NULL: as it is */
    void *first;        /* combination 0: for settings that take one value, what they are */
    char note[256];     /* what was left out for this memory, as a sentence; empty: nothing */
    hop_watch *watch;   /* of the cell that is computed; NULL: nobody asks for an early end */
};

/* `count` values from `first` by `step` in place of a setting's range.  HOP_E_LIMIT for more
 * combinations than there may be, HOP_E_MEMORY. */
hop_status hop_sweep_set_range(hop_sweep *experiment, size_t setting, double first, double step,
                               size_t count);

/* 1, 2, 3, 5, 8 ... and `most` in its place; a hundred of them at most.  Errors as before. */
hop_status hop_sweep_set_growing(hop_sweep *experiment, size_t setting, size_t most);

/* The settings of combination `index`, the last setting changing fastest, into the row's struct. */
void hop_sweep_point(const hop_sweep *experiment, size_t index, void *cell);

/* A copy of a cell's settings.  HOP_E_MEMORY. */
hop_status hop_sweep_copy(const hop_sweep *experiment, const void *cell, void **copy);

/* Whether two cells differ in no setting but `along` (or HOP_SETTING_MAX). */
bool hop_sweep_same(const hop_sweep *experiment, const void *a, const void *b, size_t along);

/* Whether the setting takes more than one value in this sweep. */
bool hop_sweep_varies(const hop_sweep *experiment, size_t setting);

/* The words of setting `index` of a cell: "500", "lse:beta=8", "overlap". */
void hop_sweep_word(const hop_sweep *experiment, size_t index, const void *cell, char *text,
                    size_t size);

/* The similarity that is meant by `given`; auto is the energy's own, or if it has none correlation
 * for a MEMORY and dot for drawn patterns. */
hop_status hop_sweep_similarity(const hop_sweep *experiment, const hop_similarity *given,
                                const hop_energy *energy, hop_similarity *similarity);

/* Whether that is the energy's own similarity or, where it has none, the plain product, which
 * theories are of. */
bool hop_sweep_is_plain(const hop_sweep *experiment, const hop_similarity *given,
                        const hop_energy *energy);

/* The energy with beta put in, where it has one and one is given (not NAN). */
hop_energy hop_sweep_energy(const hop_energy *energy, double beta);

/* Beta of an energy; NAN where it has none, or leaves it to the memory. */
double hop_sweep_beta(const hop_energy *energy);

/* Whether it has one. */
bool hop_sweep_has_beta(const hop_energy *energy);

/* "dim=500 energy=hebb": the settings that vary, but `except` (or HOP_SETTING_MAX). */
void hop_sweep_where(const hop_sweep *experiment, const void *cell, size_t except, char *text,
                     size_t size);

/* One line of fields "key=value", tabs between them: what cells on disk must agree with. */
hop_status hop_sweep_identity(const hop_sweep *experiment, char **text);

/* The seed in such a line; false if it is not of that experiment. */
bool hop_sweep_identity_seed(const char *identity, const char *experiment, uint64_t *seed);

/* The experiment of that catalog that such a line describes, memory not yet loaded. */
hop_status hop_sweep_recreate(const hop_catalog *experiments, const char *name,
                              const char *identity, hop_sweep **experiment);

/* Adds a copy of the cell's settings to the plan; and the one of that number. */
hop_status hop_plan_add(hop_plan *plan, const void *cell);
const void *hop_plan_at(const hop_plan *plan, size_t number);

#endif
