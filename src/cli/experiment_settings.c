/* Settings of an experiment in words, for its help and for `hopfield info`.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "experiment.h"

const char *cli_experiment_placeholder(const hop_setting *s) {
    switch (s->kind) {
    case HOP_SETTING_WORD: return s->swept ? "WORD,..." : "WORD";
    case HOP_SETTING_NUMBER:
    case HOP_SETTING_COUNT: return s->swept ? "RANGE" : "NUMBER";
    case HOP_SETTING_DAMAGE: return "NAME,...";
    case HOP_SETTING_MEMORY: return "MEMORY";
    default: return "SPEC";
    }
}

/* " [unit]"; nothing where there is none. */
static void add_unit(const hop_setting *s, hop_string *text) {
    const char *unit = s->parameter.unit;
    if (unit && *unit && strcmp(unit, "dimensionless") != 0) hop_string_add(text, " [%s]", unit);
}

void cli_experiment_describe_setting(const hop_setting *s, hop_string *text) {
    hop_string_add(text, "%s", s->parameter.meaning);
    add_unit(s, text);
    if (s->parameter.choices) {
        hop_string_add(text, ": ");
        for (const char *c = s->parameter.choices; *c; c++)
            hop_string_add(text, *c == '|' ? ", " : "%c", *c);
    }
    if (s->default_value)
        hop_string_add(text, " (default %s)", s->default_value);
    else
        hop_string_add(text, " (must be given)");
}

void cli_experiment_add_setting(const hop_setting *s, hop_string *text) {
    hop_string_add(text, "  %s: %s", s->parameter.name, s->parameter.meaning);
    add_unit(s, text);
    hop_string_add(text, "; %s; default %s%s",
                   s->parameter.choices ? s->parameter.choices : cli_experiment_placeholder(s),
                   s->default_value ? s->default_value : "none, it must be given",
                   s->swept ? "; may be swept" : "");
}
