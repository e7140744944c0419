/* Update rules: how the neurons of bipolar states move.  In a step all neurons are visited once, in
 * an order drawn anew for every step, and each takes the value that the rule gives it.  One file in
 * src/update each; listed in update_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_UPDATE_H
#define HOPFIELD_UPDATE_H

#include <hopfield/export.h>
#include <hopfield/random.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

/* What a neuron knows when it is visited. */
typedef struct hop_visit {
    double old;         /* its value, -1 or 1 */
    double field;       /* a flip changes the energy by 2 old field */
    double noise;       /* fields no larger are 0 but for rounding */
    double temperature; /* > 0 for heated rules, else 0; in units of the energy */
    hop_random *random; /* a stream of the query's and the step's own */
} hop_visit;

/* One rule.  It need not be of the catalog, and must have row.name and `value`; hop_recall_create()
 * names what is missing (HOP_E_SUPPORT). */
typedef struct hop_update_row {
    hop_row row;
    bool together;   /* all neurons see the state at the start of the step, and real states can move
                        so; else each sees what those before it have become */
    bool successors; /* fields are those of each pattern's successor in the memory, the first
                        pattern's after the last: they come from no energy, which is NAN */
    bool heated;     /* has a temperature: values are drawn, and never come to rest */
    double (*value)(const hop_visit *visit); /* -1 or 1 */
} hop_update_row;

extern const hop_update_row hop_update_synchronous, hop_update_asynchronous, hop_update_glauber,
    hop_update_sequence;

/* All rules. */
const hop_catalog *hop_update_catalog(void);

/* The rule called `name`; NULL for "auto".  HOP_E_NAME with the nearest names offered. */
hop_status hop_update_parse(const char *name, const hop_update_row **update);

/* Its name; "auto" for NULL. */
const char *hop_update_name(const hop_update_row *update);

/* "auto|synchronous|...": the choices of a parameter, and what the index of a choice stands for. */
extern const char hop_update_words[];
const hop_update_row *hop_update_of_word(size_t index);

HOP_END_DECLS

#endif
