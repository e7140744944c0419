/* The settings that experiments share: each one line of an array of hop_setting, with what is
 * special to it as arguments.  SET takes one value, SWEEP a range of them; `usual` is the standard,
 * as users type it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_USUAL_SETTINGS_H
#define HOP_SWEEP_USUAL_SETTINGS_H

#include <math.h>

#include "../theory/criteria.h"
#include "../theory/load.h"

/* ---- the shapes of numbers ---- */

/* clang-format off */
#define HOP_PARAMETER_COUNT(word, text, least, most) \
    .parameter = {.name = word, .meaning = text, .unit = "dimensionless", \
                  .low = least, .high = most, .integer = true}
#define HOP_PARAMETER_NUMBER(word, text, units, least, most) \
    .parameter = {.name = word, .meaning = text, .unit = units, .low = least, .high = most}
#define HOP_PARAMETER_WORD(word, text, words) \
    .parameter = {.name = word, .meaning = text, .unit = "", .choices = words}
/* clang-format on */

/* A whole number of something. */
#define HOP_SET_COUNT(word, text, least, most, usual) \
    { HOP_PARAMETER_COUNT(word, text, least, most), .standard = usual }
#define HOP_SWEEP_COUNT(word, text, least, most, usual) \
    { HOP_PARAMETER_COUNT(word, text, least, most), .swept = true, .standard = usual }

/* A number with a unit. */
#define HOP_SET_NUMBER(word, text, units, least, most, usual) \
    { HOP_PARAMETER_NUMBER(word, text, units, least, most), .standard = usual }
#define HOP_SWEEP_NUMBER(word, text, units, least, most, usual) \
    { HOP_PARAMETER_NUMBER(word, text, units, least, most), .swept = true, .standard = usual }

/* A word of "a|b|c". */
#define HOP_SET_WORD(word, text, words, usual) \
    { HOP_PARAMETER_WORD(word, text, words), .standard = usual }
#define HOP_SWEEP_WORD(word, text, words, usual) \
    { HOP_PARAMETER_WORD(word, text, words), .swept = true, .standard = usual }

/* A number that may be "auto", which a cell sees as NAN. */
#define HOP_SET_AUTO(word, text, units, least, most) \
    {                                                \
        .parameter = {.name = word,                  \
                      .meaning = text,               \
                      .unit = units,                 \
                      .standard = NAN,               \
                      .low = least,                  \
                      .high = most},                 \
        .standard = "auto"                           \
    }
#define HOP_SWEEP_AUTO(word, text, units, least, most, usual) \
    {                                                         \
        .parameter = {.name = word,                           \
                      .meaning = text,                        \
                      .unit = units,                          \
                      .standard = NAN,                        \
                      .low = least,                           \
                      .high = most},                          \
        .swept = true, .standard = usual                      \
    }
#define HOP_SET_COUNT_AUTO(word, text, least, most) \
    {                                               \
        .parameter = {.name = word,                 \
                      .meaning = text,              \
                      .unit = "dimensionless",      \
                      .standard = NAN,              \
                      .low = least,                 \
                      .high = most,                 \
                      .integer = true},             \
        .standard = "auto"                          \
    }

#define HOP_SWEEP_COUNT_AUTO(word, text, least, most) \
    {                                                 \
        .parameter = {.name = word,                   \
                      .meaning = text,                \
                      .unit = "dimensionless",        \
                      .standard = NAN,                \
                      .low = least,                   \
                      .high = most,                   \
                      .integer = true},               \
        .swept = true, .standard = "auto"             \
    }

/* ---- the memory and the model ---- */

#define HOP_SET_MEMORY(what)                                                        \
    {                                                                               \
        .parameter = {.name = "memory",                                             \
                      .meaning = what ": a folder of PNG, .safetensors, IDX, .npy", \
                      .unit = ""},                                                  \
        .kind = HOP_SETTING_MEMORY                                                  \
    }

/* One that may be left out; instead: what is used then. */
#define HOP_MAY_SET_MEMORY(instead)                                                             \
    {                                                                                           \
        .parameter = {.name = "memory",                                                         \
                      .meaning = "patterns: a folder of PNG, .safetensors, IDX, .npy; without " \
                                 "one, " instead,                                               \
                      .unit = ""},                                                              \
        .kind = HOP_SETTING_MEMORY, .standard = "none"                                          \
    }

#define HOP_SET_ENERGY(usual)                                                   \
    {                                                                           \
        .parameter = {.name = "energy",                                         \
                      .meaning = "energy family; give several to compare them", \
                      .unit = ""},                                              \
        .kind = HOP_SETTING_ENERGY, .standard = usual                           \
    }

/* Where one is shown at a time; which: what it must have, or "". */
#define HOP_SET_ONE_ENERGY(which, usual)                                             \
    {                                                                                \
        .parameter = {.name = "energy",                                              \
                      .meaning = "energy family" which "; one, for a map is of one", \
                      .unit = ""},                                                   \
        .kind = HOP_SETTING_ENERGY, .standard = usual                                \
    }
#define HOP_SET_ONE_SIMILARITY(fallback)                                                    \
    {                                                                                       \
        .parameter = {.name = "similarity",                                                 \
                      .meaning = "how states are compared, one; auto: as is usual for the " \
                                 "energy, or " fallback,                                    \
                      .unit = ""},                                                          \
        .kind = HOP_SETTING_SIMILARITY, .standard = "auto"                                  \
    }

/* fallback: of an energy that has no similarity of its own; see hop_sweep_similarity(). */
#define HOP_SET_SIMILARITY(fallback)                                                            \
    {                                                                                           \
        .parameter = {.name = "similarity",                                                     \
                      .meaning = "how states are compared, of several each; auto: as is usual " \
                                 "for the energy, or " fallback,                                \
                      .unit = ""},                                                              \
        .kind = HOP_SETTING_SIMILARITY, .standard = "auto"                                      \
    }

/* automatic: what "auto" does, which is the standard. */
#define HOP_PARAMETER_BETA(automatic)                         \
    .parameter = {.name = "beta",                             \
                  .meaning = "inverse temperature" automatic, \
                  .unit = "1 / squared key units",            \
                  .standard = NAN,                            \
                  .low = 0,                                   \
                  .low_open = true,                           \
                  .high = 1e12}
#define HOP_SET_BETA(automatic) \
    { HOP_PARAMETER_BETA(automatic), .standard = "auto" }
#define HOP_SWEEP_BETA(automatic) \
    { HOP_PARAMETER_BETA(automatic), .swept = true, .standard = "auto" }
#define HOP_BETA_OF_MEMORY "; auto: from the separations"
#define HOP_BETA_OF_ENERGY "; auto: the energy's own, or from the separations"

/* A beta that must be a number. */
#define HOP_SWEEP_GIVEN_BETA(units, usual)              \
    {                                                   \
        .parameter = {.name = "beta",                   \
                      .meaning = "inverse temperature", \
                      .unit = units,                    \
                      .low = 0,                         \
                      .low_open = true,                 \
                      .high = 1e12},                    \
        .swept = true, .standard = usual                \
    }

/* ---- patterns, damage, success ---- */

#define HOP_SWEEP_DIM(most, usual) HOP_SWEEP_COUNT("dim", "values of a pattern, d", 2, most, usual)
#define HOP_SWEEP_PATTERNS(usual) \
    HOP_SWEEP_WORD("patterns", "how they are drawn, with variance 1", HOP_PATTERN_KINDS, usual)
#define HOP_SET_SCALE                                                                  \
    HOP_SET_WORD("scale",                                                              \
                 "of the load: N/d, N/d^(n-1), (ln N)/d or N; auto: the one that the " \
                 "energy's capacity grows on",                                         \
                 HOP_LOAD_SCALES, "auto")
#define HOP_SET_CRITERION(usual) \
    HOP_SET_WORD("criterion", "of success; all are in the table", HOP_CRITERIA, usual)
#define HOP_SET_STEPS(most, usual) \
    HOP_SET_COUNT("steps", "updates of the whole state, at most", 1, most, usual)

/* In the order of hop_update, whose last word is temperature's. */
#define HOP_SET_UPDATE                                                                         \
    HOP_SET_WORD("update",                                                                     \
                 "of bipolar states: all neurons at once, or one after another where that "    \
                 "lowers the energy; auto: as the family was published, which for polynomial " \
                 "and exponential is one after another",                                       \
                 "auto|synchronous|asynchronous", "auto")

#define HOP_SET_CORRUPT(of, usual)                                                                \
    {                                                                                             \
        .parameter = {.name = "corrupt", .meaning = of "; several add up, in order", .unit = ""}, \
        .kind = HOP_SETTING_CORRUPTION, .standard = usual                                         \
    }

#endif
