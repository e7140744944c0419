/* What settings that were left to the program, "auto", came to.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"

/* "auto" is one of the words that were typed. */
static bool is_auto(const hop_sweep *e, size_t setting) {
    static const char AUTO[] = "auto";
    size_t length = sizeof AUTO - 1;
    for (const char *at = e->text[setting]; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == length && strncmp(at, AUTO, length) == 0) return true;
    return false;
}

/* Whether the word is one of "this, that". */
static bool is_there(const char *words, const char *word) {
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == '\0' || at[length] == ','))
            return true;
    return false;
}

void hop_findings_used(hop_findings *f, const hop_sweep *e, size_t setting, const char *word) {
    hop_used *used = &f->used[setting];
    if (*word == '\0' || !is_auto(e, setting) || is_there(used->words, word)) return;
    size_t length = strlen(used->words);
    snprintf(used->words + length, sizeof used->words - length, "%s%s", length ? ", " : "", word);
}

void hop_findings_used_number(hop_findings *f, const hop_sweep *e, size_t setting, double number) {
    hop_used *used = &f->used[setting];
    if (isnan(number) || !is_auto(e, setting)) return;
    used->low = used->numbers ? fmin(used->low, number) : number;
    used->high = used->numbers ? fmax(used->high, number) : number;
    used->numbers = true;
}

static void add_number(double number, hop_string *text) {
    hop_string_add(text, number == round(number) ? "%.0f" : "%.4g", number);
}

void hop_findings_used_text(const hop_findings *f, size_t setting, hop_string *text) {
    const hop_used *used = &f->used[setting];
    hop_string_add(text, "%s", used->words);
    if (!used->numbers) return;
    if (*used->words) hop_string_add(text, ", ");
    add_number(used->low, text);
    if (used->high == used->low) return;
    hop_string_add(text, " to ");
    add_number(used->high, text);
}

void hop_findings_used_ranges(hop_findings *f, const hop_sweep *e) {
    for (size_t s = 0; s < e->setting_count; s++) {
        const hop_setting *setting = &e->row->settings[s];
        if (setting->kind != HOP_SETTING_NUMBER) continue;
        for (size_t i = 0; i < e->range_count[s]; i++)
            hop_findings_used_number(f, e, s, e->range[s][i]);
    }
}
