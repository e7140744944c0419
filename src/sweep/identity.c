/* What a sweep is, in one line: kept with cells on disk, so that cells of another are refused; and
 * the command that does it again.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "opened.h"
#include "settings.h"

static hop_status finish(hop_string *out, char **text) {
    if (out->failed) {
        free(out->text);
        return hop_fail(HOP_E_MEMORY, "a description could not be kept");
    }
    *text = out->text;
    return HOP_OK;
}

hop_status hop_sweep_identity(const hop_sweep *e, char **text) {
    hop_string out = {0};
    hop_string_add(&out, "experiment=%s\tversion=%s\tseed=%llu", e->row->row.name, hop_version(),
                   (unsigned long long)e->seed);
    for (size_t i = 0; i < e->setting_count; i++)
        hop_string_add(&out, "\t%s=%s", e->row->settings[i].parameter.name, e->text[i]);
    if (e->memory) {
        char checksum[33];
        hop_memory_checksum(e->memory, checksum);
        hop_string_add(&out, "\tchecksum=%s", checksum);
    }
    return finish(&out, text);
}

/* Cuts "key=value" at the first '='; NULL where there is none. */
static char *cut(char *field) {
    char *equals = strchr(field, '=');
    if (equals) *equals = '\0';
    return equals ? equals + 1 : NULL;
}

static hop_status recreate(const hop_catalog *experiments, const char *name, char *fields,
                           hop_sweep **experiment) {
    hop_given given[HOP_SETTING_MAX];
    const hop_row *row = NULL;
    const char *version = NULL;
    unsigned long long seed = 0;
    size_t count = 0;
    char *rest = NULL;
    for (char *field = strtok_r(fields, "\t", &rest); field; field = strtok_r(NULL, "\t", &rest)) {
        char *value = cut(field);
        if (!value) continue;
        if (strcmp(field, "experiment") == 0)
            HOP_TRY(hop_catalog_find(experiments, value, &row));
        else if (strcmp(field, "version") == 0)
            version = value;
        else if (strcmp(field, "seed") == 0)
            seed = strtoull(value, NULL, 10);
        else if (strcmp(field, "checksum") != 0 && count < HOP_SETTING_MAX)
            given[count++] = (hop_given){.name = field, .text = value};
    }
    if (!row) return hop_fail(HOP_E_FORMAT, "%s: says no experiment", name);
    if (!version || strcmp(version, hop_version()) != 0)
        return hop_fail(HOP_E_FORMAT, "%s: made by version %s; this is %s, whose cells may differ",
                        name, version ? version : "?", hop_version());
    return hop_sweep_create((const hop_experiment_row *)row, given, count, seed, experiment);
}

hop_status hop_sweep_recreate(const hop_catalog *experiments, const char *name,
                              const char *identity, hop_sweep **experiment) {
    char *fields = strdup(identity);
    if (!fields) return hop_fail(HOP_E_MEMORY, "%s: there is not enough memory", name);
    hop_status status = recreate(experiments, name, fields, experiment);
    free(fields);
    return status;
}

bool hop_sweep_identity_seed(const char *identity, const char *experiment, uint64_t *seed) {
    static const char NAME[] = "experiment=", SEED[] = "\tseed=";
    size_t length = strlen(experiment), name = sizeof NAME - 1;
    if (strncmp(identity, NAME, name) != 0 || strncmp(identity + name, experiment, length) != 0 ||
        identity[name + length] != '\t')
        return false;
    const char *found = strstr(identity, SEED);
    if (!found) return false;
    *seed = strtoull(found + sizeof SEED - 1, NULL, 10);
    return true;
}

/* Letters that a shell leaves alone. */
static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "_-./=:,+@%";

static void add_word(hop_string *out, const char *word) {
    if (word[strspn(word, PLAIN)] == '\0') {
        hop_string_add(out, "%s", word);
        return;
    }
    hop_string_add(out, "'");
    for (const char *c = word; *c; c++) hop_string_add(out, *c == '\'' ? "'\\''" : "%c", *c);
    hop_string_add(out, "'");
}

/* One option for each spec of "lse:beta=1 lse:beta=2". */
static void add_specs(hop_string *out, const char *name, const char *text) {
    while (*text) {
        size_t length = strcspn(text, " ");
        hop_string_add(out, " --%s %.*s", name, (int)length, text);
        text += length + (text[length] == ' ' ? 1 : 0);
    }
}

hop_status hop_sweep_command(const hop_sweep *e, char **text) {
    hop_string out = {0};
    hop_string_add(&out, "hopfield %s", e->row->row.name);
    for (size_t i = 0; i < e->setting_count; i++) {
        const hop_setting *setting = &e->row->settings[i];
        if (setting->default_value && strcmp(setting->default_value, e->text[i]) == 0) continue;
        if (hop_settings_are_specs(setting)) {
            add_specs(&out, setting->parameter.name, e->text[i]);
            continue;
        }
        if (setting->kind == HOP_SETTING_MEMORY)
            hop_string_add(&out, " ");
        else
            hop_string_add(&out, " --%s ", setting->parameter.name);
        add_word(&out, e->text[i]);
    }
    if (e->reading) hop_string_add(&out, "%s", e->reading);
    hop_string_add(&out, " --seed %llu", (unsigned long long)e->seed);
    return finish(&out, text);
}
