/* The engines, the preferred first.
 * SPDX-License-Identifier: MIT */
#include "engine_list.h"

/* clang-format off */
#define ENGINES(ROW)                                                                       \
    ROW(sequence)              /* bipolar, on to the next pattern */                       \
    ROW(coupled)               /* bipolar, families with couplings */                      \
    ROW(one_by_one)            /* bipolar, one neuron after another */                     \
    ROW(bipolar)               /* bipolar, all neurons at once: a plain step and its rule */ \
    ROW(pruned)                /* patterns that matter alone, where a sieve finds them */  \
    ROW(information)           /* the channel form, in both precisions */                  \
    ROW(differences_reference) /* the difference form in double */                         \
    ROW(differences)           /* and in float */                                          \
    ROW(reference)             /* the product form in double: the textbook */              \
    ROW(fast)                  /* in float, families with a fold */                        \
    ROW(rows)                  /* in float, weights by whole rows */
/* clang-format on */

#define ROW(name) extern const hop_engine hop_recall_engine_##name;
ENGINES(ROW)
#undef ROW

#define ROW(name) &hop_recall_engine_##name,
const hop_engine *const hop_recall_engines[] = {ENGINES(ROW)};
#undef ROW

const size_t hop_engine_count = sizeof hop_recall_engines / sizeof *hop_recall_engines;
