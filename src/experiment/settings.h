/* Settings: from what users type to what cells see, and back.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_SETTINGS_H
#define HOP_EXPERIMENT_SETTINGS_H

#include "experiment_private.h"

/* Whether the setting takes specs, which may be given one after another. */
bool hop_settings_are_specs(const hop_setting *setting);

/* Fills text, range and specs of an experiment whose row is set; errors as
 * hop_experiment_create(). */
hop_status hop_settings_read(hop_experiment *experiment, const hop_given *given, size_t count);

#endif
