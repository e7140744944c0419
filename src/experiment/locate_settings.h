/* The settings of `capacity`, `basin` and `criteria`, in the order of enum hop_locate_setting.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_LOCATE_SETTINGS_H
#define HOP_EXPERIMENT_LOCATE_SETTINGS_H

#include "../sweep/usual_settings.h"
#include "locate.h"

/* loads, flips: the standards of these two. */
#define HOP_LOCATE_TRIAL_SETTINGS(loads, flips)                                                   \
    [HOP_LOCATE_MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),                       \
    [HOP_LOCATE_DIM] = HOP_SWEEP_DIM(1e6, "500"), [HOP_LOCATE_ENERGY] = HOP_SET_ENERGY("hebb"),   \
    [HOP_LOCATE_SIMILARITY] = HOP_SET_SIMILARITY("dot, or correlation for a MEMORY"),             \
    [HOP_LOCATE_BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_ENERGY),                                       \
    [HOP_LOCATE_PATTERNS] = HOP_SWEEP_PATTERNS("bipolar"),                                        \
    [HOP_LOCATE_LOAD] =                                                                           \
        HOP_SWEEP_AUTO(load,                                                                      \
                       "how many patterns are stored, on the scale below; of a MEMORY, each "     \
                       "trial stores others; auto: searched, or (criteria) 0.02:0.3:0.02, and "   \
                       "1, 2, 3, 5, 8 ... 100 of a MEMORY",                                       \
                       "dimensionless", 0, 1e9, loads),                                           \
    [HOP_LOCATE_SCALE] = HOP_SET_WORD(scale,                                                      \
                                      "of the load: N/d, N/d^(n-1), (ln N)/d or N; auto: N for "  \
                                      "a MEMORY, else the one that the energy's capacity grows "  \
                                      "on",                                                       \
                                      HOP_LOAD_SCALES, "auto"),                                   \
    [HOP_LOCATE_DAMAGE] = HOP_SWEEP_AUTO(damage,                                                  \
                                         "fraction of the values whose sign is flipped; of a "    \
                                         "MEMORY, which are mirrored at the middle of its range", \
                                         "dimensionless", 0, 1, flips),                           \
    [HOP_LOCATE_CORRUPT] = HOP_SET_CORRUPT("further damage", "none"),                             \
    [HOP_LOCATE_TRIALS] = HOP_SET_COUNT_AUTO(trials,                                              \
                                             "memories at each place (auto: 200), or at most "    \
                                             "in all while a threshold is searched (20000)",      \
                                             1, 1e8),                                             \
    [HOP_LOCATE_STEPS] = HOP_SET_STEPS(1e6, "100"), [HOP_LOCATE_UPDATE] = HOP_SET_UPDATE

/* What a search takes besides. */
#define HOP_LOCATE_SEARCH_SETTINGS                                                          \
    [HOP_LOCATE_CRITERION] = HOP_SET_CRITERION("overlap"),                                  \
    [HOP_LOCATE_PRECISION] =                                                                \
        HOP_SET_AUTO(precision,                                                             \
                     "half the 95 % interval at which a search ends, as a fraction of the " \
                     "threshold (auto: 0.01 for hebb, which is fast, 0.03 for others)",     \
                     "dimensionless", 1e-6, 1)

#endif
