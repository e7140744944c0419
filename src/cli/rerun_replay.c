/* A recorded command line, made ready to be replayed: words without a shell, outputs elsewhere.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "outputs.h"
#include "rerun.h"

/* Options whose value is a place that is written to. */
static const char *const OUTPUTS[] = {"--output", "--figure", "--report", "--sheet",
                                      "--save",   "--npy",    "--png",    "--animate"};
enum { OUTPUT_REPORT = 2, OUTPUT_COUNT = sizeof OUTPUTS / sizeof *OUTPUTS };

/* ---- words ---- */

static hop_status add(cli_replay *r, const char *word) {
    HOP_TRY(hop_realloc(r->count + 2, sizeof *r->words, "words", &r->words));
    r->words[r->count + 1] = NULL;
    r->words[r->count] = NULL;
    return hop_copy_text(word, &r->words[r->count++]);
}

/* The words of a line as provenance.c wrote it: quotes are single, and a quote is '\''. */
static hop_status split(const char *line, cli_replay *r) {
    while (*line) {
        hop_string word = {0};
        bool quoted = false;
        line += strspn(line, " ");
        if (!*line) break;
        hop_string_add(&word, "%s", "");
        for (; *line && (quoted || *line != ' '); line++) {
            if (*line == '\'')
                quoted = !quoted;
            else if (*line == '\\' && !quoted && line[1])
                hop_string_add_bytes(&word, ++line, 1);
            else
                hop_string_add_bytes(&word, line, 1);
        }
        hop_status status = quoted
                                ? hop_fail(HOP_E_FORMAT, "the recorded command has an open quote")
                            : word.failed ? hop_fail(HOP_E_MEMORY, "no memory for a command")
                                          : add(r, word.text ? word.text : "");
        free(word.text);
        HOP_TRY(status);
    }
    return HOP_OK;
}

/* ---- outputs ---- */

typedef struct placing {
    const char *record, *folder;
    size_t placed;
    char *like;   /* the first output of the record's ending: it may have been renamed */
    char *report; /* where the command's report goes */
    cli_replay *replay;
} placing;

static const char *base_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *ending_of(const char *path) {
    const char *dot = strrchr(base_of(path), '.');
    return dot ? dot : "";
}

/* Figures leave their numbers and their script beside them, under the same name. */
static bool is_beside_a_figure(const char *path) {
    return cli_output_is(path, ".tsv .gp");
}
static bool is_figure(const char *path) {
    return cli_output_is(path, ".svg .png .pdf");
}

static hop_status text(char **out, const char *a, const char *b, const char *c) {
    hop_string all = {0};
    hop_string_add(&all, "%s%s%s", a, b, c);
    if (!all.failed) {
        *out = all.text;
        return HOP_OK;
    }
    free(all.text);
    return hop_fail(HOP_E_MEMORY, "no memory for a file name");
}

/* Where the record's like will be if it belongs to the output that was called `name` and will be
 * written to `where`: that file, one in that folder, what a figure leaves beside it, or one of
 * several figures, NAME-curve.svg. */
static hop_status find_like(placing *p, const char *name, const char *where) {
    const char *base = base_of(p->record), *ending = ending_of(name);
    const size_t stem = strlen(name) - strlen(ending), above = (size_t)(base - p->record);
    if (p->replay->made) return HOP_OK;
    if (strcmp(name, base) == 0) return hop_copy_text(where, &p->replay->made);
    if (above > strlen(name) && p->record[above - strlen(name) - 2] == '/' &&
        strncmp(p->record + above - strlen(name) - 1, name, strlen(name)) == 0)
        return text(&p->replay->made, where, "/", base);
    if (above == strlen(name) + 1 && strncmp(p->record, name, strlen(name)) == 0)
        return text(&p->replay->made, where, "/", base);
    const bool beside =
        is_figure(name) && is_beside_a_figure(base) && strcmp(base + stem, ending_of(base)) == 0;
    if (strncmp(name, base, stem) == 0 && (base[stem] == '-' || beside)) {
        char front[4096];
        snprintf(front, sizeof front, "%.*s", (int)(strlen(where) - strlen(ending)), where);
        return text(&p->replay->made, front, "", base + stem);
    }
    if (!p->like && *ending && strcmp(ending, ending_of(base)) == 0)
        return hop_copy_text(where, &p->like);
    return HOP_OK;
}

/* A place in the folder for an output that was called so: in a folder of its own, under its own
 * name, which a figure's script has in it. */
static hop_status place(placing *p, const char *output, char **where) {
    char name[256], number[32];
    size_t length = strlen(output);
    while (length > 0 && output[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && output[start - 1] != '/') start--;
    snprintf(name, sizeof name, "%.*s", (int)(length - start), output + start);
    snprintf(number, sizeof number, "/%zu", p->placed++);
    HOP_TRY(text(where, p->folder, number, ""));
    const bool made = mkdir(*where, 0700) == 0;
    if (!made) return hop_fail_errno(HOP_E_WRITE, "%s: cannot be made", *where);
    free(*where);
    HOP_TRY(text(where, p->folder, number, "/"));
    char *folder = *where;
    hop_status status = text(where, folder, *name ? name : "folder", "");
    free(folder);
    HOP_TRY(status);
    return find_like(p, name, *where);
}

/* Which output option the word is, "--out" and "--output=FILE" too; OUTPUT_COUNT: none. */
static size_t output_of(const char *word) {
    size_t length = strcspn(word, "="), i = 0;
    if (strncmp(word, "--", 2) != 0 || length < 3) return OUTPUT_COUNT;
    while (i < OUTPUT_COUNT && strncmp(word, OUTPUTS[i], length) != 0) i++;
    return i;
}

/* Where the value of -o begins within "-o", "-oFILE", "-qo"; 0: it is none of them. */
static size_t short_output(const char *word) {
    if (word[0] != '-' || word[1] == '-') return 0;
    size_t at = 1 + strspn(word + 1, "q");
    return word[at] == 'o' ? at + 1 : 0;
}

/* Sends word `i`, or its value, into the folder; *i is then the last word of it. */
static hop_status redirect(placing *p, size_t *i) {
    cli_replay *r = p->replay;
    char **word = &r->words[*i], *where = NULL;
    const char *equals = strchr(*word, '=');
    const size_t option = output_of(*word);
    bool is_long = option < OUTPUT_COUNT;
    size_t from =
        is_long ? (equals ? (size_t)(equals + 1 - *word) : strlen(*word)) : short_output(*word);
    if (!is_long && from == 0) return HOP_OK;
    bool within = (*word)[from] != '\0';
    if (!within && *i + 1 >= r->count) return HOP_OK;
    if (!within) word = &r->words[++*i];
    HOP_TRY(place(p, within ? *word + from : *word, &where));
    if (option == OUTPUT_REPORT && !p->report) HOP_TRY(hop_copy_text(where, &p->report));
    hop_string whole = {0};
    hop_string_add(&whole, "%.*s%s", within ? (int)from : 0, *word, where);
    free(where);
    if (whole.failed) {
        free(whole.text);
        return hop_fail(HOP_E_MEMORY, "no memory for a file name");
    }
    free(*word);
    *word = whole.text;
    return HOP_OK;
}

static void drop(cli_replay *r, size_t index) {
    free(r->words[index]);
    memmove(r->words + index, r->words + index + 1, (r->count - index) * sizeof *r->words);
    r->count--;
}

/* ---- what may be replayed ---- */

/* What a verb of memory writes: the word with that number behind it. */
static const struct {
    const char *verb;
    size_t written; /* 0: nothing but what options say */
    bool in_place;
} VERBS[] = {
    {.verb = "create", .written = 1},
    {.verb = "select", .written = 2},
    {.verb = "merge", .written = 1},
    {.verb = "export"},
    {.verb = "verify"},
    {.verb = "info"},
    {.verb = "add", .in_place = true},
    {.verb = "remove", .in_place = true},
    {.verb = "dedupe", .in_place = true},
};

/* Nothing is taken for harmless that is not known to be: the verb comes first, and its files before
 * its options, or it is refused. */
static hop_status place_memory(placing *p) {
    enum { VERB = 2 };
    cli_replay *r = p->replay;
    const char *verb = r->count > VERB ? r->words[VERB] : "";
    size_t v = 0, count = sizeof VERBS / sizeof *VERBS;
    while (v < count && strcmp(verb, VERBS[v].verb) != 0) v++;
    if (v < count && VERBS[v].in_place)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: memory %s changed the file in place, and what it held before is "
                        "gone; only memory create, select and merge can be repeated",
                        p->record, verb);
    const size_t at = v < count ? VERB + VERBS[v].written : 0;
    bool plain = at > 0 && at < r->count;
    for (size_t i = VERB; plain && i <= at; i++) plain = r->words[i][0] != '-';
    if (!plain || (at > VERB && !cli_output_ends(r->words[at], ".safetensors")))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: its command has options in front of its files, so which of them it "
                        "writes cannot be told; it is not repeated",
                        p->record);
    if (at == VERB) return HOP_OK;
    char *where = NULL;
    HOP_TRY(place(p, r->words[at], &where));
    free(r->words[at]);
    r->words[at] = where;
    return r->made ? HOP_OK : hop_copy_text(where, &r->made);
}

static hop_status check(const cli_replay *r, const char *record) {
    static const char *const REFUSED[] = {"rerun", "shard", "merge"};
    if (r->count < 2 || strcmp(base_of(r->words[0]), "hopfield") != 0)
        return hop_fail(HOP_E_SUPPORT, "%s: was not made by hopfield, and is not repeated: %s",
                        record, r->count > 0 ? r->words[0] : "no command");
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++)
        if (strcmp(r->words[1], REFUSED[i]) == 0)
            return hop_fail(HOP_E_SUPPORT, "%s: was made by hopfield %s, which is not repeated",
                            record, REFUSED[i]);
    return HOP_OK;
}

static bool has(const cli_replay *r, const char *option) {
    size_t length = strlen(option);
    for (size_t i = 1; i < r->count; i++)
        if (strncmp(r->words[i], option, length) == 0 &&
            (r->words[i][length] == '\0' || r->words[i][length] == '='))
            return true;
    return false;
}

static hop_status redirect_all(placing *p) {
    cli_replay *r = p->replay;
    for (size_t i = 1; i < r->count; i++)
        if (strlen(r->words[i]) > 2 && strncmp("--force", r->words[i], strlen(r->words[i])) == 0)
            drop(r, i--);
    if (strcmp(r->words[1], "memory") == 0) HOP_TRY(place_memory(p));
    for (size_t i = 2; i < r->count && strcmp(r->words[i], "--") != 0; i++)
        HOP_TRY(redirect(p, &i));
    return HOP_OK;
}

static hop_status make_report(placing *p) {
    cli_replay *r = p->replay;
    if (!p->report) {
        HOP_TRY(place(p, "report", &p->report));
        HOP_TRY(add(r, "--report"));
        HOP_TRY(add(r, p->report));
    }
    return r->made ? HOP_OK : text(&r->made, p->report, "/", base_of(p->record));
}

/* The figure that a record of numbers or a script is of: the one beside it, or an SVG. */
static hop_status place_figure(placing *p, char **where) {
    static const char *const ENDINGS[] = {".svg", ".png", ".pdf"};
    const int stem = (int)(strlen(p->record) - strlen(ending_of(p->record)));
    size_t found = 0;
    for (size_t i = sizeof ENDINGS / sizeof *ENDINGS; i-- > 0;) {
        hop_string path = {0};
        hop_string_add(&path, "%.*s%s", stem, p->record, ENDINGS[i]);
        if (!path.failed && hop_file_exists(path.text)) found = i;
        free(path.text);
    }
    hop_string name = {0};
    hop_string_add(&name, "%.*s%s", stem, p->record, ENDINGS[found]);
    hop_status status = name.failed ? hop_fail(HOP_E_MEMORY, "no memory for a file name")
                                    : place(p, name.text, where);
    free(name.text);
    return status;
}

/* Where no output is called as the record is: it lies in a report; or it was renamed; or a shell
 * sent there what was printed; or the command is an experiment's, which is recorded without
 * outputs. */
static hop_status make_like(placing *p, const cli_record *record) {
    cli_replay *r = p->replay;
    bool words = record->kind == CLI_RECORD_JSON || record->kind == CLI_RECORD_LINES;
    const bool beside = is_beside_a_figure(p->record);
    if (r->made) return HOP_OK;
    char *report = cli_record_report(p->record);
    free(report);
    if (report) return make_report(p);
    if (p->like) return hop_copy_text(p->like, &r->made);
    if (words && !beside && has(r, "--format")) return HOP_OK;
    char *where = NULL;
    hop_status status = beside ? place_figure(p, &where) : place(p, p->record, &where);
    if (status == HOP_OK) status = add(r, beside || is_figure(p->record) ? "--figure" : "--output");
    if (status == HOP_OK) status = add(r, where);
    free(where);
    return status;
}

hop_status cli_replay_create(const cli_record *record, const char *record_path, const char *folder,
                             cli_replay *replay) {
    placing p = {.record = record_path, .folder = folder, .replay = replay};
    *replay = (cli_replay){0};
    hop_status status = split(record->field[CLI_RECORD_COMMAND], replay);
    if (status == HOP_OK) status = check(replay, record_path);
    if (status == HOP_OK) status = redirect_all(&p);
    if (status == HOP_OK) status = make_like(&p, record);
    const char *seed = record->field[CLI_RECORD_SEED];
    if (status == HOP_OK && *seed && !has(replay, "--seed")) {
        status = add(replay, "--seed");
        if (status == HOP_OK) status = add(replay, seed);
    }
    free(p.like);
    free(p.report);
    if (status != HOP_OK) cli_replay_clear(replay);
    return status;
}

void cli_replay_clear(cli_replay *replay) {
    for (size_t i = 0; i < replay->count; i++) free(replay->words[i]);
    free(replay->words);
    free(replay->made);
    *replay = (cli_replay){0};
}
