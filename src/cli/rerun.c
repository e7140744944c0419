/* hopfield rerun: repeats a run from its own record, and says whether the bytes agree.
 * SPDX-License-Identifier: MIT */
#include "rerun.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hopfield/version.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "command.h"
#include "interrupt.h"
#include "outputs.h"

extern char **environ;

enum { KEY_SHOW = CLI_KEY_OWN };

typedef struct arguments {
    const char *record;
    bool show;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case KEY_SHOW: a->show = true; break;
    case ARGP_KEY_ARG:
        if (a->record) cli_refuse(state, "one RECORD at a time; '%s' is a second", argument);
        a->record = argument;
        break;
    case ARGP_KEY_END:
        if (!a->record)
            cli_refuse(state, "no RECORD given: a result, figure, sheet or memory of hopfield");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"show", KEY_SHOW, NULL, 0, "say what would be run, and run nothing", 1},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "RECORD",
    .doc = "Repeats a run from its own record, and says whether the bytes agree; if not, what "
           "differs: the version, the memory, the libraries, the processor.  RECORD: JSON, CSV, a "
           "figure, its numbers and script, anything in a report but its page, a contact sheet, a "
           "picture that was recalled, or a memory that hopfield "
           "wrote.  Files are read from where you are, as in the command that is repeated; what "
           "it writes goes to a temporary folder.  Exit status: 0 if the bytes agree, 3 if not."
           "\v"
           "Examples:\n"
           "  hopfield recall glyphs --sample 6 --corrupt flip --sheet sheet.png --force\n"
           "  hopfield rerun sheet.png\n"
           "  hopfield capacity --dim 50 --seed 1 -o capacity.json --force\n"
           "  hopfield rerun capacity.json --show",
};

/* ---- running ---- */

static hop_status spawn(const cli_replay *replay, const char *out, const char *err, pid_t *child) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return hop_fail(HOP_E_MEMORY, "no memory to start the program again");
    const int mode = O_WRONLY | O_CREAT | O_TRUNC;
    int failure = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (failure == 0) failure = posix_spawn_file_actions_addopen(&actions, 1, out, mode, 0600);
    if (failure == 0) failure = posix_spawn_file_actions_addopen(&actions, 2, err, mode, 0600);
    if (failure == 0)
        failure = posix_spawn(child, "/proc/self/exe", &actions, NULL, replay->words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failure == 0
               ? HOP_OK
               : hop_fail(HOP_E_SUPPORT, "the program cannot be started: %s", strerror(failure));
}

/* The first line that the run left on standard error and that is a failure's. */
static void last_line(const char *path, char line[400]) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    snprintf(line, 400, "it said nothing");
    if (hop_file_read(path, 1 << 20, &bytes, &size) != HOP_OK) return;
    while (size > 0 && bytes[size - 1] == '\n') size--;
    size_t start = size;
    while (start > 0 && bytes[start - 1] != '\n') start--;
    if (size > start) snprintf(line, 400, "%.*s", (int)(size - start), (char *)bytes + start);
    free(bytes);
}

static hop_status wait_for(pid_t child, const char *err) {
    int ended = 0;
    char line[400];
    while (waitpid(child, &ended, 0) < 0)
        if (errno != EINTR) return hop_fail_errno(HOP_E_SUPPORT, "the run cannot be waited for");
    if (cli_interrupted()) return hop_fail(HOP_E_CANCELLED, "interrupted; nothing is kept");
    /* --check and FAIL end so, with all of their results. */
    if (WIFEXITED(ended) && (WEXITSTATUS(ended) == CLI_DONE || WEXITSTATUS(ended) == CLI_WRONG))
        return HOP_OK;
    last_line(err, line);
    return hop_fail(HOP_E_SUPPORT, "the run failed when it was repeated: %s", line);
}

static hop_status run(cli_replay *replay, const char *folder) {
    char out[4200], err[4200];
    pid_t child = 0;
    snprintf(out, sizeof out, "%s/out", folder);
    snprintf(err, sizeof err, "%s/err", folder);
    HOP_TRY(spawn(replay, out, err, &child));
    HOP_TRY(wait_for(child, err));
    return replay->made ? HOP_OK : hop_copy_text(out, &replay->made);
}

/* ---- saying ---- */

static const hop_column COLUMNS[] = {
    {.name = "what", .label = "", .meaning = "of how it was made"},
    {.name = "recorded", .meaning = "by the record"},
    {.name = "now", .meaning = "of this run"},
    {.name = "same", .kind = HOP_CELL_BOOL, .meaning = "whether they agree"},
};

/* What a reader is told of; reason: in a sentence, where the bytes differ with it. */
static const struct {
    int field;
    const char *name, *reason;
} ROWS[] = {
    {CLI_RECORD_SOFTWARE, "version", "the program is another"},
    {CLI_RECORD_MEMORY, "memory", "the memory holds other patterns"},
    {CLI_RECORD_LIBRARIES, "libraries", "the libraries are others"},
    {CLI_RECORD_PROCESSOR, "processor", "the processor is another"},
    {CLI_RECORD_SEED, "seed", "the seed is another"},
};

/* The table; for people what differs in lines of its own.  reasons: those there may be, as "a; b";
 * "" for none. */
static void add_rows(const cli_record *was, const cli_record *is, hop_result *result,
                     hop_string *reasons) {
    hop_string same = {0};
    hop_table *table = hop_result_table(result, "provenance", COLUMNS, 4, "How both were made");
    hop_result_for(result, HOP_FOR_PROGRAMS | HOP_FOR_PAGE);
    hop_string_add(reasons, "%s", "");
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *before = was->field[ROWS[i].field], *now = is->field[ROWS[i].field];
        if (!*before) continue;
        bool agrees = strcmp(before, now) == 0;
        hop_table_add_text(table, ROWS[i].name);
        hop_table_add_text(table, before);
        hop_table_add_text(table, now);
        hop_table_add_bool(table, agrees);
        if (agrees)
            hop_string_add(&same, "%s%s", same.length ? ", " : "", ROWS[i].name);
        else
            hop_string_add(reasons, "%s%s", reasons->length ? "; " : "", ROWS[i].reason);
    }
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *before = was->field[ROWS[i].field], *now = is->field[ROWS[i].field];
        if (*before && strcmp(before, now) != 0)
            hop_result_remark(result, HOP_NOTE, "%s: recorded %s, now %s", ROWS[i].name, before,
                              *now ? now : "none");
    }
    if (same.length) hop_result_remark(result, HOP_NOTE, "as recorded: %s", same.text);
    free(same.text);
}

static void say(const char *path, const char *difference, const char *reasons,
                const cli_record *was, hop_result *result) {
    hop_result_bool(result, "agree", difference == NULL,
                    "every byte, but for what says how, when and where it was made");
    if (!difference) {
        hop_result_remark(result, HOP_NOTE, "%s: the bytes agree", path);
        return;
    }
    hop_result_text(result, "difference", difference, "what differs first");
    hop_result_remark(result, HOP_NOTE, "%s: the bytes DIFFER: %s", path, difference);
    if (*reasons)
        hop_result_remark(result, HOP_NOTE, "what may be why: %s", reasons);
    else if (*was->field[CLI_RECORD_PROCESSOR])
        hop_result_remark(result, HOP_NOTE,
                          "version, memory, libraries and processor are the same: the file was "
                          "changed, or hopfield is at fault; please report it");
    else
        hop_result_remark(result, HOP_NOTE,
                          "version, memory and libraries are the same; such a file keeps no "
                          "processor: that may be another, or the file was changed");
    hop_result_wrong(result);
}

static hop_status compare(const char *path, const cli_record *was, const cli_replay *replay,
                          hop_result *result) {
    cli_record is = {0};
    hop_string reasons = {0};
    char *difference = NULL;
    if (!hop_file_exists(replay->made))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: the repeated run made no file of this name; give it the name that it "
                        "was written under",
                        path);
    HOP_TRY(cli_record_read(replay->made, &is));
    hop_status status = cli_record_compare(was, &is, &difference);
    if (status == HOP_OK) {
        add_rows(was, &is, result, &reasons);
        say(path, difference, reasons.text ? reasons.text : "", was, result);
    }
    free(reasons.text);
    free(difference);
    cli_record_clear(&is);
    return status;
}

/* ---- the command ---- */

/* A page has pictures within it that name the files of the run they are of: what it shows is
 * repeated from the data that is made with it. */
static hop_status refuse_page(const char *path) {
    if (!cli_output_is(path, ".html .htm")) return HOP_OK;
    char *data = cli_record_report(path);
    const hop_status status =
        data
            ? hop_fail(HOP_E_SUPPORT,
                       "%s: is a page, and pages are not repeated; rerun %s, which has its numbers",
                       path, data)
            : hop_fail(HOP_E_SUPPORT,
                       "%s: is a page, and pages are not repeated; write the same result with -o "
                       "FILE.json too, and rerun that",
                       path);
    free(data);
    return status;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

static hop_status make_folder(char folder[4096]) {
    const char *place = getenv("TMPDIR");
    snprintf(folder, 4096, "%s/hopfield-rerun-XXXXXX", place && *place ? place : "/tmp");
    return mkdtemp(folder) ? HOP_OK : hop_fail_errno(HOP_E_WRITE, "%s: cannot be made", folder);
}

static void show(const cli_replay *replay, hop_result *result) {
    hop_string line = {0};
    for (size_t i = 0; i < replay->count; i++)
        hop_string_add(&line, "%s%s", i > 0 ? " " : "", replay->words[i]);
    hop_result_remark(result, HOP_NOTE, "%s", line.text ? line.text : "");
    free(line.text);
}

static hop_status rerun(const arguments *a, const cli_record *record, hop_result *result) {
    char folder[4096];
    cli_replay replay = {0};
    HOP_TRY(make_folder(folder));
    hop_status status = cli_replay_create(record, a->record, folder, &replay);
    if (status == HOP_OK && a->show)
        show(&replay, result);
    else if (status == HOP_OK)
        status = run(&replay, folder);
    if (status == HOP_OK && !a->show) status = compare(a->record, record, &replay, result);
    cli_replay_clear(&replay);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return status;
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    const arguments *a = input;
    cli_record record = {0};
    HOP_TRY(refuse_page(a->record));
    HOP_TRY(cli_record_read(a->record, &record));
    hop_status status = cli_result(context, NULL, result);
    if (status == HOP_OK) {
        hop_result_text(*result, "record", a->record, "what was repeated");
        hop_result_text(*result, "repeated", record.field[CLI_RECORD_COMMAND], "its command line");
        if (*record.field[CLI_RECORD_DATE])
            hop_result_text(*result, "recorded_on", record.field[CLI_RECORD_DATE], "its date");
        status = rerun(a, &record, *result);
    }
    cli_record_clear(&record);
    return status;
}

const hop_command cli_command_rerun = {
    .row = {.name = "rerun",
            .title = "repeat a run from its own record: do the bytes agree?",
            .sources = ""},
    .usage = "RECORD",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
