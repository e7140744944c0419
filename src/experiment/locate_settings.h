/* The settings of `capacity` and `basin`, for inclusion in an array; LOAD and FLIPS are the
 * standard texts of those two. SPDX-License-Identifier: MIT */
[HOP_LOCATE_DIM] = HOP_SWEEP_DIM(1e6, "500"),
    [HOP_LOCATE_ENERGY] = HOP_SET_ENERGY("hebb"),
    [HOP_LOCATE_SIMILARITY] = HOP_SET_SIMILARITY("dot"),
    [HOP_LOCATE_BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_ENERGY),
    [HOP_LOCATE_PATTERNS] = HOP_SWEEP_PATTERNS("bipolar"),
    [HOP_LOCATE_LOAD] = HOP_SWEEP_AUTO("load", "how many patterns are stored, on the scale below",
                                       "dimensionless", 0, 1e6, LOAD),
    [HOP_LOCATE_SCALE] = HOP_SET_SCALE,
    [HOP_LOCATE_FLIPS] = HOP_SWEEP_AUTO("damage", "fraction of the values whose sign is flipped",
                                        "dimensionless", 0, 1, FLIPS),
    [HOP_LOCATE_CORRUPT] = HOP_SET_CORRUPT("further damage", "none"),
    [HOP_LOCATE_CRITERION] = HOP_SET_CRITERION("overlap"),
    [HOP_LOCATE_TRIALS] = HOP_SET_COUNT_AUTO("trials",
                                             "memories at each place (auto: 200), or at most in "
                                             "all while a threshold is searched (20000)",
                                             1, 1e8),
    [HOP_LOCATE_PRECISION] =
        HOP_SET_AUTO("precision",
                     "half the 95 % interval at which a search ends, as a fraction of the "
                     "threshold (auto: 0.01 for hebb, which is fast, 0.03 for others)",
                     "dimensionless", 1e-6, 1),
    [HOP_LOCATE_STEPS] = HOP_SET_STEPS(1e6, "100"),
