/* Settings: ranges, words and specs.
 * SPDX-License-Identifier: MIT */
#include "settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/range.h"
#include "../base/text.h"

/* ---- words ---- */

/* The index of `word` among "a|b|c"; false if it is none of them. */
static bool find_choice(const char *choices, const char *word, double *value) {
    size_t length = strlen(word);
    for (size_t index = 0;; index++) {
        size_t size = strcspn(choices, "|");
        if (size == length && strncmp(choices, word, size) == 0) {
            *value = (double)index;
            return true;
        }
        if (choices[size] == '\0') return false;
        choices += size + 1;
    }
}

static hop_status word_value(const hop_setting *setting, const char *word, double *value) {
    if (setting->kind == HOP_SETTING_DAMAGE) {
        const hop_catalog *catalog = hop_corruption_catalog();
        const hop_row *row = NULL;
        HOP_TRY(hop_catalog_find(catalog, word, &row));
        for (size_t i = 0; i < catalog->count; i++)
            if (catalog->rows[i] == row) *value = (double)i;
        return HOP_OK;
    }
    if (find_choice(setting->parameter.choices, word, value)) return HOP_OK;
    return hop_fail(HOP_E_VALUE, "%s is '%s'; it must be one of %s", setting->parameter.name, word,
                    setting->parameter.choices);
}

/* "a,b,c" */
static hop_status read_words(const hop_setting *setting, const char *text, double **values,
                             size_t *count) {
    char *copy = NULL;
    double *read = NULL;
    size_t total = 0;
    HOP_TRY(hop_copy_text(text, &copy));
    hop_status status = hop_alloc(strlen(text) + 1, sizeof *read, "words", &read);
    for (char *rest = copy; rest && status == HOP_OK;) {
        char *word = rest;
        rest = strchr(word, ',');
        if (rest) *rest++ = '\0';
        status = word_value(setting, word, &read[total++]);
    }
    free(copy);
    if (status != HOP_OK) {
        free(read);
        return status;
    }
    *values = read;
    *count = total;
    return HOP_OK;
}

/* All that have a strength. */
static hop_status every_corruption(double **values, size_t *count) {
    const hop_catalog *all = hop_corruption_catalog();
    HOP_TRY(hop_alloc(all->count, sizeof **values, "corruptions", values));
    *count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (((const hop_corruption_row *)all->rows[i])->strength) (*values)[(*count)++] = (double)i;
    return HOP_OK;
}

/* ---- specs ---- */

bool hop_settings_are_specs(const hop_setting *setting) {
    return setting->kind == HOP_SETTING_ENERGY || setting->kind == HOP_SETTING_SIMILARITY ||
           setting->kind == HOP_SETTING_CORRUPTION || setting->kind == HOP_SETTING_COMPARED;
}

static hop_status parse_spec(hop_sweep *e, const hop_setting *setting, const char *spec,
                             size_t index) {
    if (index == HOP_SPECS_MAX)
        return hop_fail(HOP_E_LIMIT, "%s is given more than %d times", setting->parameter.name,
                        HOP_SPECS_MAX);
    switch (setting->kind) {
    case HOP_SETTING_ENERGY: return hop_energy_parse(spec, &e->energies[index]);
    case HOP_SETTING_SIMILARITY:
        e->similarities[index] = (hop_similarity){.kind = NULL};
        if (strcmp(spec, "auto") == 0) return HOP_OK;
        return hop_similarity_parse(spec, &e->similarities[index]);
    default: return hop_corruption_parse(spec, &e->corruptions[index]);
    }
}

/* "all" similarities, in the order of their table. */
static hop_status every_similarity(hop_sweep *e, size_t *count) {
    const hop_catalog *catalog = hop_similarity_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        if (i == HOP_SPECS_MAX)
            return hop_fail(HOP_E_LIMIT, "there are more than %d similarities; name some",
                            HOP_SPECS_MAX);
        HOP_TRY(hop_similarity_parse(catalog->rows[i]->name, &e->similarities[i]));
    }
    *count = catalog->count;
    return HOP_OK;
}

/* Specs with blanks between them.  Corruptions apply together, so they are one value. */
static hop_status read_specs(hop_sweep *e, size_t s, const char *text) {
    const hop_setting *setting = &e->row->settings[s];
    char *copy = NULL, *rest = NULL;
    size_t total = 0;
    HOP_TRY(hop_copy_text(text, &copy));
    hop_status status = HOP_OK;
    bool all = setting->kind == HOP_SETTING_SIMILARITY && strcmp(text, "all") == 0;
    if (all) status = every_similarity(e, &total);
    for (char *spec = all ? NULL : strtok_r(copy, " ", &rest); spec && status == HOP_OK;
         spec = strtok_r(NULL, " ", &rest)) {
        if (setting->kind == HOP_SETTING_CORRUPTION && strcmp(spec, "none") == 0) continue;
        status = parse_spec(e, setting, spec, total++);
    }
    free(copy);
    if (status != HOP_OK) return status;
    bool together = setting->kind == HOP_SETTING_CORRUPTION;
    if (together || setting->kind == HOP_SETTING_COMPARED) e->corruption_count = total;
    if (together) total = 1;
    HOP_TRY(hop_alloc(total, sizeof *e->range[s], "specs", &e->range[s]));
    for (size_t i = 0; i < total; i++) e->range[s][i] = (double)i;
    e->range_count[s] = total;
    return HOP_OK;
}

/* ---- numbers ---- */

static hop_status read_numbers(const hop_setting *setting, const char *text, double **values,
                               size_t *count) {
    const hop_parameter *parameter = &setting->parameter;
    double *read = NULL;
    size_t total = 1;
    if (isnan(parameter->default_value) && strcmp(text, "auto") == 0) {
        HOP_TRY(hop_alloc(1, sizeof *read, "a value", &read));
        *read = NAN;
    } else {
        HOP_TRY(hop_range_parse(parameter->name, text, &read, &total));
    }
    hop_status status = HOP_OK;
    for (size_t i = 0; i < total && status == HOP_OK; i++)
        status = hop_parameter_check(parameter, read[i]);
    if (status != HOP_OK) {
        free(read);
        return status;
    }
    *values = read;
    *count = total;
    return HOP_OK;
}

static hop_status read_setting(hop_sweep *e, size_t s) {
    const hop_setting *setting = &e->row->settings[s];
    const char *text = e->text[s], *name = setting->parameter.name;
    double **values = &e->range[s];
    size_t *count = &e->range_count[s];
    if (*text == '\0') return hop_fail(HOP_E_VALUE, "%s is empty", name);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ')
            return hop_fail(HOP_E_VALUE, "%s: a control character cannot be kept in files", name);
    if (setting->kind == HOP_SETTING_MEMORY) {
        *count = 1;
        return hop_alloc(1, sizeof **values, "a value", values);
    }
    if (hop_settings_are_specs(setting)) return read_specs(e, s, text);
    if (setting->kind == HOP_SETTING_DAMAGE && strcmp(text, "all") == 0)
        return every_corruption(values, count);
    if (setting->kind == HOP_SETTING_DAMAGE || setting->parameter.choices)
        HOP_TRY(read_words(setting, text, values, count));
    else
        HOP_TRY(read_numbers(setting, text, values, count));
    if (*count > 1 && !setting->swept)
        return hop_fail(HOP_E_VALUE, "%s is '%s', but it takes one value, not a range", name, text);
    return HOP_OK;
}

/* ---- what was given ---- */

static hop_status unknown_setting(const hop_sweep *e, const char *name) {
    const char *names[HOP_SETTING_MAX];
    for (size_t i = 0; i < e->setting_count; i++) names[i] = e->row->settings[i].parameter.name;
    const char *nearest = hop_text_nearest(name, names, e->setting_count);
    return hop_fail(HOP_E_NAME, "%s has no setting '%s'%s%s%s", e->row->row.name, name,
                    nearest ? ". Did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static hop_status keep(hop_sweep *e, const hop_given *given) {
    size_t s = 0;
    while (s < e->setting_count && strcmp(e->row->settings[s].parameter.name, given->name) != 0)
        s++;
    if (s == e->setting_count) return unknown_setting(e, given->name);
    if (e->text[s] && !hop_settings_are_specs(&e->row->settings[s]))
        return hop_fail(HOP_E_VALUE, "%s is given twice: '%s' and '%s'", given->name, e->text[s],
                        given->text);
    hop_string joined = {0};
    hop_string_add(&joined, "%s%s%s", e->text[s] ? e->text[s] : "", e->text[s] ? " " : "",
                   given->text);
    if (joined.failed) {
        free(joined.text);
        return hop_fail(HOP_E_MEMORY, "a setting could not be kept");
    }
    free(e->text[s]);
    e->text[s] = joined.text;
    return HOP_OK;
}

hop_status hop_settings_read(hop_sweep *e, const hop_given *given, size_t count) {
    for (size_t i = 0; i < count; i++) HOP_TRY(keep(e, &given[i]));
    for (size_t s = 0; s < e->setting_count; s++) {
        const hop_setting *setting = &e->row->settings[s];
        if (!e->text[s] && !setting->default_value)
            return hop_fail(HOP_E_VALUE, "no %s given; name %s", setting->parameter.name,
                            setting->parameter.meaning);
        if (!e->text[s]) HOP_TRY(hop_copy_text(setting->default_value, &e->text[s]));
        HOP_TRY(read_setting(e, s));
    }
    return HOP_OK;
}

/* ---- the members of a cell ---- */

void hop_settings_put(const hop_sweep *e, size_t s, double value, void *cell) {
    const hop_setting *setting = &e->row->settings[s];
    void *member = (char *)cell + setting->offset;
    size_t index = isnan(value) ? 0 : (size_t)value;
    switch (setting->kind) {
    case HOP_SETTING_NUMBER: *(double *)member = value; return;
    case HOP_SETTING_COUNT: *(size_t *)member = index; return;
    case HOP_SETTING_WORD: *(int *)member = (int)index; return;
    case HOP_SETTING_ENERGY: *(const hop_energy **)member = &e->energies[index]; return;
    case HOP_SETTING_SIMILARITY: *(const hop_similarity **)member = &e->similarities[index]; return;
    case HOP_SETTING_COMPARED: *(const hop_corruption **)member = &e->corruptions[index]; return;
    case HOP_SETTING_DAMAGE:
        *(const hop_row **)member = hop_corruption_catalog()->rows[index];
        return;
    case HOP_SETTING_CORRUPTION:
    case HOP_SETTING_MEMORY: return;
    }
}

static size_t index_of(const hop_catalog *catalog, const hop_row *row) {
    size_t i = 0;
    while (catalog->rows[i] != row) i++;
    return i;
}

double hop_settings_get(const hop_sweep *e, size_t s, const void *cell) {
    const hop_setting *setting = &e->row->settings[s];
    const void *member = (const char *)cell + setting->offset;
    switch (setting->kind) {
    case HOP_SETTING_NUMBER: return *(const double *)member;
    case HOP_SETTING_COUNT: return (double)*(const size_t *)member;
    case HOP_SETTING_WORD: return *(const int *)member;
    case HOP_SETTING_ENERGY: return (double)(*(const hop_energy *const *)member - e->energies);
    case HOP_SETTING_SIMILARITY:
        return (double)(*(const hop_similarity *const *)member - e->similarities);
    case HOP_SETTING_COMPARED:
        return (double)(*(const hop_corruption *const *)member - e->corruptions);
    case HOP_SETTING_DAMAGE:
        return (double)index_of(hop_corruption_catalog(), *(const hop_row *const *)member);
    case HOP_SETTING_CORRUPTION:
    case HOP_SETTING_MEMORY: break;
    }
    return 0;
}
