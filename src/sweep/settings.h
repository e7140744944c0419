/* Settings: from what users type to what cells see, and back.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_SETTINGS_H
#define HOP_SWEEP_SETTINGS_H

#include "opened.h"

/* Whether the setting takes specs, which may be given one after another. */
bool hop_settings_are_specs(const hop_setting *setting);

/* Fills text, range and specs of an experiment whose row is set; errors as
 * hop_sweep_create(). */
hop_status hop_settings_read(hop_sweep *experiment, const hop_given *given, size_t count);

/* The value of setting `s` into a cell, and back, as ranges hold it: the number; the index of the
 * word; which of the specs; the index of the corruption in its table. */
void hop_settings_put(const hop_sweep *e, size_t s, double value, void *cell);
double hop_settings_get(const hop_sweep *e, size_t s, const void *cell);

#endif
