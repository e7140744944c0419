/* How a result was made, and how what belongs to it is signed.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hopfield/version.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "result_private.h"

/* ---- the machine ---- */

/* "2026-11-28T16:20:00Z"; that of SOURCE_DATE_EPOCH, where builders of packages set it. */
static void add_date(hop_result *r) {
    char text[32];
    struct tm parts;
    const char *set = getenv("SOURCE_DATE_EPOCH");
    time_t now = set && *set ? (time_t)strtoll(set, NULL, 10) : time(NULL);
    if (gmtime_r(&now, &parts) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0)
        hop_result_text(r, "timing.date", text, "when it was made");
}

static void add_processor(hop_result *r) {
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", strlen("model name")) != 0 || !colon) continue;
        line[strcspn(line, "\n")] = '\0';
        hop_result_text(r, "timing.processor", colon + 1 + strspn(colon + 1, " "), "that made it");
        break;
    }
    if (file) fclose(file);
}

hop_status hop_result_create(const char *command, const hop_made *made, hop_result **result) {
    hop_result *r = NULL;
    char seed[24];
    HOP_TRY(hop_result_empty(&r));
    hop_result_text(r, "command", command, "what was done");
    hop_result_made(r, "version", hop_version(), "of hopfield");
    if (*hop_version_commit())
        hop_result_text(r, "commit", hop_version_commit(), "it was built from");
    hop_result_made(r, "command_line", made->command_line, "as it can be typed again");
    hop_result_made(r, "libraries", hop_build_info(), "of this build");
    if (made->seeded) {
        snprintf(seed, sizeof seed, "%llu", (unsigned long long)made->seed);
        hop_result_made(r, "seed", seed, "of all chance: a whole number below 2^64");
    }
    if (made->threads > 0)
        hop_result_count(r, "threads", made->threads, NULL, "they never change a result");
    add_date(r);
    add_processor(r);
    hop_status status = hop_result_status(r);
    if (status != HOP_OK) {
        hop_result_destroy(r);
        return status;
    }
    *result = r;
    return HOP_OK;
}

/* ---- provenance ---- */

void hop_result_made(hop_result *r, const char *path, const char *text, const char *meaning) {
    hop_result_text(r, path, text, meaning);
    if (r->status == HOP_OK) r->items[r->count - 1].made = true;
}

static void add_member(hop_result *r, const char *path, const char *member, size_t count,
                       const char *unit, const char *meaning) {
    char whole[128];
    snprintf(whole, sizeof whole, "%s.%s", path, member);
    hop_result_count(r, whole, count, unit, meaning);
}

static void add_text(hop_result *r, const char *path, const char *member, const char *text,
                     const char *meaning) {
    char whole[128];
    snprintf(whole, sizeof whole, "%s.%s", path, member);
    hop_result_made(r, whole, text, meaning);
}

void hop_result_memory(hop_result *r, const char *path, const char *file,
                       const hop_memory *memory) {
    char checksum[33];
    hop_shape shape = hop_memory_shape(memory);
    hop_memory_checksum(memory, checksum);
    add_text(r, path, "path", file, "as given");
    add_member(r, path, "patterns", hop_memory_count(memory), NULL, "stored");
    add_member(r, path, "dim", hop_memory_dim(memory), "values", "of a pattern");
    add_text(r, path, "dtype", hop_dtype_name(hop_memory_dtype(memory)),
             "of the values: u8 (v means v/255), f32, f64");
    add_member(r, path, "width", shape.width, "pixels", "of a picture; of a vector its length");
    add_member(r, path, "height", shape.height, "pixels", "of a picture; of a vector 1");
    add_member(r, path, "channels", shape.channels, NULL, "values of a pixel");
    add_text(r, path, "checksum", checksum, "XXH3-128 of shape, type and values");
    if (!hop_memory_checked(memory))
        hop_result_remark(r, HOP_NOTE,
                          "%s: its patterns were not held against their checksums, because it is "
                          "large or has none; hopfield memory verify does that",
                          file ? file : "the memory");
}

void hop_result_seconds(hop_result *r, const char *name, double seconds) {
    char path[128];
    snprintf(path, sizeof path, "timing.%s_seconds", name);
    hop_result_number(r, path, seconds, "s", "wall clock");
}

const char *hop_result_command(const hop_result *r) {
    const hop_item *item = hop_result_find(r, "command");
    return item && item->value.text ? item->value.text : "";
}

/* ---- signatures ---- */

/* "Memory checksum" of "memory.checksum"; what other programs have names for keeps those. */
static void key_of(const char *path, char *key, size_t size) {
    static const char *const NAMED[][2] = {
        {"version", "Software"}, {"command_line", "Command"}, {"memory.path", "Memory"}};
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
        if (strcmp(path, NAMED[i][0]) == 0) path = NAMED[i][1];
    snprintf(key, size, "%s", path);
    for (char *c = key; *c; c++)
        if (*c == '.' || *c == '_') *c = ' ';
    *key = (char)toupper((unsigned char)*key);
}

/* A note of the item: its key and text, kept. */
static hop_image_note note_of(hop_result *r, const hop_item *item) {
    char key[80], software[64];
    const char *text = item->value.text;
    key_of(item->path, key, sizeof key);
    snprintf(software, sizeof software, "hopfield %s", hop_version_full());
    if (strcmp(item->path, "version") == 0) text = software;
    return (hop_image_note){hop_result_keep_text(r, key), hop_result_keep_text(r, text)};
}

const hop_image_note *hop_result_signature(hop_result *r, size_t *count) {
    size_t found = 0;
    *count = 0;
    free(r->signature);
    r->signature = NULL;
    if (hop_alloc(r->count, sizeof *r->signature, "a signature", &r->signature) != HOP_OK)
        return NULL;
    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].made && !r->items[i].value.none)
            r->signature[found++] = note_of(r, &r->items[i]);
    if (r->status != HOP_OK) return NULL;
    *count = found;
    return r->signature;
}

hop_status hop_result_sign_table(const hop_result *result, hop_table **table) {
    static const hop_column NONE = {.name = "none"};
    size_t count = 0;
    /* A signature is kept by the result, and no other change to it. */
    const hop_image_note *notes = hop_result_signature((hop_result *)(uintptr_t)result, &count);
    HOP_TRY(hop_result_status(result));
    HOP_TRY(hop_table_create(&NONE, 1, table));
    for (size_t i = 0; i < count; i++) {
        char key[80];
        snprintf(key, sizeof key, "%s", notes[i].key);
        for (char *c = key; *c; c++) *c = *c == ' ' ? '_' : (char)tolower((unsigned char)*c);
        hop_table_note(*table, key, notes[i].text);
    }
    return HOP_OK;
}
