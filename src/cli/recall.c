/* hopfield recall: damaged queries in, stored patterns out.
 * SPDX-License-Identifier: MIT */
#include "recall.h"
#include "ranks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/queries.h>

#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "command.h"
#include "outputs.h"
#include "picture.h"

enum {
    KEY_SAMPLE = CLI_KEY_OWN,
    KEY_UNKNOWN,
    KEY_QUERY_LABELS,
    KEY_CHECK,
    KEY_SHEET,
    KEY_SHEET_STEPS,
    KEY_DRY_RUN
};

/* What -o takes beside results: outputs as arrays and pictures. */
static const char WRITES[] = ".npy .png /";

typedef struct arguments {
    cli_seed seed;
    cli_reading reading;
    cli_damage damage;
    cli_model model;
    const char *memory;
    char **queries;
    size_t query_count, sample, sheet_steps;
    hop_transparency unknown;
    bool check, dry_run;
    const char *sheet, *query_labels;
} arguments;

static void check_arguments(struct argp_state *state, const arguments *a) {
    if (!a->memory)
        cli_refuse(state, "no MEMORY given: a folder of pictures, a .safetensors file, ...");
    if (a->query_count == 0 && a->sample == 0)
        cli_refuse(state, "no query given: name files, or use --sample N");
    if (a->query_count > 0 && a->sample > 0)
        cli_refuse(state, "query files and --sample exclude each other");
    if (a->query_labels && a->sample > 0)
        cli_refuse(state, "--query-labels are of query files; --sample draws patterns, which have "
                          "the memory's labels");
}

static hop_transparency parse_unknown(struct argp_state *state, const char *text) {
    if (strcmp(text, "auto") == 0) return HOP_TRANSPARENT_AUTO;
    if (strcmp(text, "transparent") == 0) return HOP_TRANSPARENT_UNKNOWN;
    if (strcmp(text, "none") != 0)
        cli_refuse(state, "--unknown is '%s'; it must be auto, transparent or none", text);
    return HOP_TRANSPARENT_COMPOSE;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->seed, &a->reading, &a->damage, &a->model};
    switch (key) {
    case ARGP_KEY_INIT:
        /* Child 0 is the help that cli_parse() puts first. */
        memcpy(state->child_inputs + 1, inputs, sizeof inputs);
        break;
    case KEY_SAMPLE: a->sample = cli_parse_positive_count(state, "--sample", argument); break;
    case KEY_UNKNOWN: a->unknown = parse_unknown(state, argument); break;
    case KEY_QUERY_LABELS: a->query_labels = argument; break;
    case KEY_CHECK: a->check = true; break;
    case KEY_DRY_RUN: a->dry_run = true; break;
    case KEY_SHEET: cli_take_once(state, "--sheet", argument, &a->sheet); break;
    case KEY_SHEET_STEPS:
        a->sheet_steps = cli_parse_positive_count(state, "--sheet-steps", argument);
        if (a->sheet_steps > HOP_SHEET_STEPS)
            cli_refuse(state, "--sheet-steps is %zu; at most %d fit a sheet", a->sheet_steps,
                       HOP_SHEET_STEPS);
        break;
    case ARGP_KEY_ARG: return ARGP_ERR_UNKNOWN;
    case ARGP_KEY_ARGS:
        a->memory = state->argv[state->next];
        a->queries = state->argv + state->next + 1;
        a->query_count = (size_t)(state->argc - state->next - 1);
        break;
    case ARGP_KEY_END: check_arguments(state, a); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"sample", KEY_SAMPLE, "N", 0,
     "draw N stored patterns as queries (again from the first once all have been drawn); their "
     "targets are known",
     1},
    {"unknown", KEY_UNKNOWN, "auto|transparent|none", 0,
     "whether transparent pixels of queries are unknown (default auto: unless the memory itself "
     "was made of transparent pictures)",
     1},
    {"query-labels", KEY_QUERY_LABELS, "FILE", 0,
     "labels of the queries, as --labels reads those of the memory: accuracy by label", 1},
    {"check", KEY_CHECK, NULL, 0, "exit with 3 if a query with a known target came back wrong", 7},
    {"dry-run", KEY_DRY_RUN, NULL, 0, "say how long it may take and how much memory it needs", 7},
    {"sheet", KEY_SHEET, "FILE.png", 0,
     "a contact sheet: original, damaged, steps, recalled; of the first 12 queries", 7},
    {"sheet-steps", KEY_SHEET_STEPS, "N", 0,
     "steps to a row of it: the first, some between, the last (default 4)", 7},
    {0},
};

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_seed_argp},
    {.argp = &cli_reading_argp},
    {.argp = &cli_damage_argp},
    {.argp = &cli_model_argp},
    {0},
};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "MEMORY (QUERY... | --sample N)",
    .doc = "Runs each query, xi <- X softmax(beta X'xi), until its energy has converged, and says "
           "which stored pattern it became.  MEMORY and QUERY: {INPUTS}.  -o writes outputs: a "
           ".png for one query, a folder for "
           "several, a .npy for many; or the result.\n\n"
           "Columns of the result: became, the stored pattern nearest to the output; energy, from "
           "step to step; error, the output's, mean squared; k90, the fewest weights that sum to "
           ".90; attention, how far the first step is from it."
           "\v"
           "Examples:\n"
           "  hopfield recall patterns/glyphs --sample 36 --corrupt flip:rate=0.2 --seed 1\n"
           "  hopfield recall patterns/pictograms --sample 6 \\\n"
           "      --corrupt replace:rate=0.7 --sheet sheet.png --force\n"
           "  hopfield recall patterns/pictograms --sample 4 --similarity euclidean \\\n"
           "      --beta 0.01 --corrupt mask:area=0.5 --animate descent.png --force\n"
           "  hopfield recall patterns/ornaments --sample 9 --energy hebb --corrupt flip\n"
           "  hopfield recall patterns/glyphs patterns/glyphs/A.png --format json --check",
    .children = CHILDREN,
};

/* What is opened on the way, so that one place closes it. */
typedef struct opened {
    hop_memory *memory;
    hop_queries queries;
    hop_recall *recall;
    hop_recall_result result;
    char gentle[HOP_GENTLE_MAX];
} opened;

static void close_all(opened *o) {
    hop_recall_result_clear(&o->result);
    hop_recall_destroy(o->recall);
    hop_queries_clear(&o->queries);
    hop_memory_destroy(o->memory);
}

static hop_queries_damage damage_of(const arguments *a, cli_run *run) {
    return (hop_queries_damage){.corruptions = a->damage.corruptions,
                                .count = a->damage.count,
                                .seed = a->seed.seed,
                                .progress = cli_progress_tell,
                                .context = &run->progress};
}

static hop_status open_queries(const arguments *a, const hop_load_options *reading, cli_run *run,
                               opened *o, const hop_canvas *canvas) {
    hop_load_options load = *reading;
    load.transparency = a->unknown;
    load.labels = a->query_labels;
    hop_status status = a->sample > 0
                            ? hop_queries_sample(o->memory, a->sample, a->seed.seed, &o->queries)
                            : hop_queries_read((const char *const *)a->queries, a->query_count,
                                               o->memory, &load, &o->queries);
    if (status != HOP_OK) return status;
    const hop_queries_damage damage = damage_of(a, run);
    return hop_queries_apply(&o->queries, canvas, &damage);
}

/* Rows with pictures take time of their own: made where they are asked for. */
static bool is_illustrated(const cli_delivery *d) {
    return d->report || d->figure || strcmp(d->format->row.name, "page") == 0 ||
           (d->output && cli_output_is(d->output, ".html .svg .pdf"));
}

static bool asks_for_attention(const cli_model *model) {
    return model->attention > 0 && model->attention != CLI_ATTENTION_CHEAP;
}

/* Where nothing was said of the model, it is what suits the memory; but attention that is asked for
 * needs a product. */
static void choose_similarity(cli_model *model, const hop_memory *memory) {
    if (!model->family_given && !asks_for_attention(model))
        model->recall.model.similarity = hop_recall_defaults_of(memory).model.similarity;
}

/* Memory, queries, and how they are recalled. */
static hop_status prepare(arguments *a, cli_context *context, opened *o,
                          hop_recall_record *record) {
    double began = cli_seconds();
    hop_load_options load = a->reading.load;
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    HOP_TRY(hop_ranks_agree(hop_memory_load(&a->memory, 1, &load, &o->memory)));
    HOP_TRY(cli_ranks_check_memory(a->memory, o->memory));
    if (a->query_labels && !hop_memory_labels(o->memory, &(size_t){0}))
        return hop_fail(HOP_E_NAME,
                        "--query-labels %s: the memory has no labels to hold them to; --labels "
                        "FILE gives it some",
                        a->query_labels);
    record->canvas = hop_memory_canvas(o->memory);
    HOP_TRY(open_queries(a, &load, &context->run, o, &record->canvas));
    record->load_seconds = cli_seconds() - began;
    choose_similarity(&a->model, o->memory);
    hop_recall_options *options = &a->model.recall;
    /* How work is cut may depend on the number of threads, and must not differ between ranks. */
    options->running.threads = hop_parallel_threads(context->run.threads);
    hop_ranks_broadcast(&options->running.threads, sizeof options->running.threads);
    options->running.seed = a->seed.seed;
    options->running.progress = cli_progress_tell;
    options->running.context = &context->run.progress;
    size_t beta = hop_row_parameter_index(&options->model.energy.family->row, "beta");
    record->beta_auto = beta != HOP_PARAMETER_MAX && isnan(options->model.energy.parameter[beta]);
    for (size_t i = 0; i < hop_row_parameter_count(&options->model.similarity.kind->row); i++)
        record->similarity_auto |= isnan(options->model.similarity.parameter[i]);
    if (a->model.gentle) {
        const hop_queries_damage damage = damage_of(a, &context->run);
        HOP_TRY(hop_queries_gentle_beta(o->memory, &record->canvas, &damage, options, o->gentle));
        record->beta_reason = o->gentle;
    }
    record->memory = o->memory;
    return HOP_OK;
}

static hop_status recall_all(const arguments *a, opened *o, hop_recall_record *record) {
    double began = cli_seconds();
    HOP_TRY(hop_recall_create(o->memory, &a->model.recall, &o->recall));
    HOP_TRY(hop_recall_run(o->recall, o->queries.states, o->queries.count, &o->result));
    HOP_TRY(hop_recall_score(o->recall, o->queries.targets, &o->result));
    size_t compared = a->model.attention == CLI_ATTENTION_CHEAP
                          ? hop_recall_cheap_comparisons(o->recall, &o->result)
                          : a->model.attention;
    HOP_TRY(hop_recall_compare_attention(o->recall, compared, &o->result));
    record->attention_asked = asks_for_attention(&a->model);
    record->recall_seconds = cli_seconds() - began;
    record->recall = o->recall;
    record->result = &o->result;
    record->names = (const char *const *)o->queries.names;
    record->target_labels = (const char *const *)o->queries.labels;
    record->originals = o->queries.originals;
    record->queries = o->queries.states;
    return HOP_OK;
}

/* Seconds. */
static const double SOON = 0.5;

/* What is soon done is done, and says how long it took.  before: reading, and damaging. */
static hop_status run_dry(const arguments *a, const cli_context *context, opened *o,
                          hop_recall_record *record, double before, hop_result **result) {
    double seconds = 0;
    hop_result *made = NULL;
    HOP_TRY(cli_recall_predict(o->memory, &o->queries, &a->model.recall, &seconds));
    if (seconds < SOON) {
        const cli_stopwatch began = cli_stopwatch_read();
        HOP_TRY(recall_all(a, o, record));
        HOP_TRY(cli_result(context, &a->seed, &made));
        hop_status status = hop_account_recall(record, made);
        hop_result_destroy(made);
        HOP_TRY(status);
        seconds = cli_stopwatch_since(began);
    }
    return cli_recall_dry(o->memory, &o->queries, before + seconds, context, result);
}

static hop_status write_files(const arguments *a, const cli_delivery *d,
                              const hop_recall_record *record, hop_result *result) {
    size_t count = 0;
    const hop_image_note *signature = hop_result_signature(result, &count);
    HOP_TRY(hop_result_status(result));
    if (d->output && cli_output_is(d->output, WRITES))
        HOP_TRY(cli_recall_write(record, signature, count, d->output, d->force));
    return a->sheet ? cli_recall_write_sheet(record, result, a->sheet, d->force) : HOP_OK;
}

static hop_status check_outputs(const arguments *a, const cli_delivery *d) {
    if (d->output && a->sheet && strcmp(d->output, a->sheet) == 0)
        return hop_fail(HOP_E_NAME, "-o and --sheet name the same file, '%s'", a->sheet);
    if (a->sheet && !cli_output_ends(a->sheet, ".png"))
        return hop_fail(HOP_E_NAME, "--sheet %s: a contact sheet is a .png", a->sheet);
    if (a->sheet_steps > 0 && !a->sheet && !is_illustrated(d))
        return hop_fail(HOP_E_NAME, "--sheet-steps: there is no sheet; --sheet FILE.png makes one");
    if (a->sheet) HOP_TRY(cli_output_file(a->sheet, d->force));
    bool own = d->output && cli_output_is(d->output, WRITES);
    return own ? cli_output_check(d->output, d->force) : HOP_OK;
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    arguments *a = input;
    opened o = {0};
    size_t aimed = 0;
    hop_recall_record record = {.memory_path = a->memory,
                                .sheet_steps = a->sheet_steps,
                                .illustrated = is_illustrated(&context->delivery),
                                .animated = context->delivery.animation};
    hop_status status = HOP_OK;
    if (hop_ranks_first()) status = check_outputs(a, &context->delivery);
    HOP_TRY(hop_ranks_agree(status));
    const cli_stopwatch began = cli_stopwatch_read();
    status = prepare(a, context, &o, &record);
    if (status == HOP_OK && a->dry_run) {
        status = run_dry(a, context, &o, &record, cli_stopwatch_since(began), result);
        close_all(&o);
        return status;
    }
    if (status == HOP_OK) status = recall_all(a, &o, &record);
    if (status == HOP_OK) status = cli_result(context, &a->seed, result);
    if (status == HOP_OK) status = hop_account_recall(&record, *result);
    if (status == HOP_OK) cli_damage_say_unit(&a->damage, &record.canvas, *result);
    if (status == HOP_OK && hop_ranks_first())
        status = write_files(a, &context->delivery, &record, *result);
    if (status == HOP_OK && a->check && hop_account_wrong(&o.result, &aimed) > 0)
        hop_result_wrong(*result);
    close_all(&o);
    return status;
}

static const arguments PRESET = {.unknown = HOP_TRANSPARENT_AUTO};

const hop_command cli_command_recall = {
    .row = {.name = "recall", .title = "recall damaged pictures from a memory", .sources = ""},
    .usage = "MEMORY (QUERY... | --sample N)",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .preset = &PRESET,
    .writes = WRITES,
    .shared = true,
    .moves = true,
    .compute = compute,
};
