/* The settings that experiments share: each one line of an array of hop_setting, with what is
 * special to it as arguments.  SET takes one value, SWEEP a range of them; `member`, of the `struct
 * cell` that an experiment defines, is also the setting's name; `usual` is the default, as users
 * type it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_USUAL_SETTINGS_H
#define HOP_SWEEP_USUAL_SETTINGS_H

#include <math.h>
#include <stddef.h>

#include "../theory/criteria.h"
#include "../theory/load.h"

/* clang-format off */

/* ---- the shapes of settings ---- */

#define HOP_SETTING_OF(member) .offset = offsetof(struct cell, member)
#define HOP_PARAMETER_OF(member, text, units, least, most) \
    .name = #member, .meaning = text, .unit = units, .low = least, .high = most

/* A whole number of something [size_t]. */
#define HOP_SET_COUNT(member, text, least, most, usual) \
    { .parameter = {HOP_PARAMETER_OF(member, text, "dimensionless", least, most), \
                    .integer = true}, \
      .kind = HOP_SETTING_COUNT, HOP_SETTING_OF(member), .default_value = usual }
#define HOP_SWEEP_COUNT(member, text, least, most, usual) \
    { .parameter = {HOP_PARAMETER_OF(member, text, "dimensionless", least, most), \
                    .integer = true}, \
      .kind = HOP_SETTING_COUNT, HOP_SETTING_OF(member), .swept = true, .default_value = usual }

/* A number with a unit [double]. */
#define HOP_SET_NUMBER(member, text, units, least, most, usual) \
    { .parameter = {HOP_PARAMETER_OF(member, text, units, least, most)}, \
      HOP_SETTING_OF(member), .default_value = usual }
#define HOP_SWEEP_NUMBER(member, text, units, least, most, usual) \
    { .parameter = {HOP_PARAMETER_OF(member, text, units, least, most)}, \
      HOP_SETTING_OF(member), .swept = true, .default_value = usual }

/* A word of "a|b|c" [an enum in their order]. */
#define HOP_SET_WORD(member, text, words, usual) \
    { .parameter = {.name = #member, .meaning = text, .unit = "", .choices = words}, \
      .kind = HOP_SETTING_WORD, HOP_SETTING_OF(member), .default_value = usual }
#define HOP_SWEEP_WORD(member, text, words, usual) \
    { .parameter = {.name = #member, .meaning = text, .unit = "", .choices = words}, \
      .kind = HOP_SETTING_WORD, HOP_SETTING_OF(member), .swept = true, .default_value = usual }

/* A number that may be "auto", which a cell sees as NAN [double]. */
#define HOP_SET_AUTO(member, text, units, least, most) \
    { .parameter = {HOP_PARAMETER_OF(member, text, units, least, most), .default_value = NAN}, \
      HOP_SETTING_OF(member), .default_value = "auto" }
#define HOP_SWEEP_AUTO(member, text, units, least, most, usual) \
    { .parameter = {HOP_PARAMETER_OF(member, text, units, least, most), .default_value = NAN}, \
      HOP_SETTING_OF(member), .swept = true, .default_value = usual }
#define HOP_SET_COUNT_AUTO(member, text, least, most) \
    { .parameter = {HOP_PARAMETER_OF(member, text, "dimensionless", least, most), \
                    .default_value = NAN, .integer = true}, \
      HOP_SETTING_OF(member), .default_value = "auto" }
#define HOP_SWEEP_COUNT_AUTO(member, text, least, most) \
    { .parameter = {HOP_PARAMETER_OF(member, text, "dimensionless", least, most), \
                    .default_value = NAN, .integer = true}, \
      HOP_SETTING_OF(member), .swept = true, .default_value = "auto" }

/* Specs and names of rows. */
#define HOP_SET_SPEC(of, member, text, usual) \
    { .parameter = {.name = #member, .meaning = text, .unit = ""}, \
      .kind = of, HOP_SETTING_OF(member), .default_value = usual }

/* ---- the memory and the model ---- */

#define HOP_SET_MEMORY(what) \
    { .parameter = {.name = "memory", .unit = "", \
                    .meaning = what ": a folder of pictures, or any file of hopfield list " \
                               "loaders"}, \
      .kind = HOP_SETTING_MEMORY }

/* One that may be left out; instead: what is used then. */
#define HOP_MAY_SET_MEMORY(instead) \
    { .parameter = {.name = "memory", .unit = "", \
                    .meaning = "patterns: a folder of pictures, or any file of hopfield list " \
                               "loaders; without one, " instead}, \
      .kind = HOP_SETTING_MEMORY, .default_value = "none" }

#define HOP_SET_ENERGY(usual) \
    HOP_SET_SPEC(HOP_SETTING_ENERGY, energy, "energy family; give several to compare them", usual)

/* fallback: of an energy that has no similarity of its own; see hop_sweep_similarity(). */
#define HOP_SET_SIMILARITY(fallback) \
    HOP_SET_SPEC(HOP_SETTING_SIMILARITY, similarity, \
                 "how states are compared, of several each; auto: as is usual for the energy, or " \
                 fallback, "auto")

/* Where one is shown at a time; which: what it must have, or "". */
#define HOP_SET_ONE_ENERGY(which, usual) \
    HOP_SET_SPEC(HOP_SETTING_ENERGY, energy, \
                 "energy family" which "; one, for a map is of one", usual)
#define HOP_SET_ONE_SIMILARITY(fallback) \
    HOP_SET_SPEC(HOP_SETTING_SIMILARITY, similarity, \
                 "how states are compared, one; auto: as is usual for the energy, or " fallback, \
                 "auto")

/* automatic: what "auto" does, which is the default. */
#define HOP_PARAMETER_BETA(units) \
    .name = "beta", .unit = units, .low = 0, .low_open = true, .high = 1e12
#define HOP_SET_BETA(automatic) \
    { .parameter = {HOP_PARAMETER_BETA("1 / squared key units"), .default_value = NAN, \
                    .meaning = "inverse temperature" automatic}, \
      HOP_SETTING_OF(beta), .default_value = "auto" }
#define HOP_SWEEP_BETA(automatic) \
    { .parameter = {HOP_PARAMETER_BETA("1 / squared key units"), .default_value = NAN, \
                    .meaning = "inverse temperature" automatic}, \
      HOP_SETTING_OF(beta), .swept = true, .default_value = "auto" }
#define HOP_BETA_OF_MEMORY "; auto: from the separations"
#define HOP_BETA_OF_ENERGY "; auto: the energy's own, or from the separations"

/* A beta that must be a number. */
#define HOP_SWEEP_GIVEN_BETA(units, usual) \
    { .parameter = {HOP_PARAMETER_BETA(units), .meaning = "inverse temperature"}, \
      HOP_SETTING_OF(beta), .swept = true, .default_value = usual }

/* ---- patterns, damage, success ---- */

#define HOP_SWEEP_DIM(most, usual) HOP_SWEEP_COUNT(dim, "values of a pattern, d", 2, most, usual)
#define HOP_SWEEP_PATTERNS(usual) \
    HOP_SWEEP_WORD(patterns, "how they are drawn, with variance 1", HOP_PATTERN_KINDS, usual)
#define HOP_SET_SCALE \
    HOP_SET_WORD(scale, "of the load: N/d, N/d^(n-1), (ln N)/d or N; auto: the one that the " \
                        "energy's capacity grows on", HOP_LOAD_SCALES, "auto")
#define HOP_SET_CRITERION(usual) \
    HOP_SET_WORD(criterion, "of success; all are in the table", HOP_CRITERIA, usual)
#define HOP_SET_STEPS(most, usual) \
    HOP_SET_COUNT(steps, "updates of the whole state, at most", 1, most, usual)

/* See hop_update_of_word(). */
#define HOP_SET_UPDATE \
    HOP_SET_WORD(update, \
                 "of bipolar states: all neurons at once, or one after another where that " \
                 "lowers the energy; auto: as the family was published, which for polynomial " \
                 "and exponential is one after another", \
                 hop_update_words, "auto")

#define HOP_SET_CORRUPT(of, usual) \
    { .parameter = {.name = "corrupt", .meaning = of "; several add up, in order", .unit = ""}, \
      .kind = HOP_SETTING_CORRUPTION, .default_value = usual }

/* clang-format on */

#endif
