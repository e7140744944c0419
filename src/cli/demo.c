/* hopfield demo: built-in pictures, damaged and recalled, drawn in the terminal.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/account.h>
#include <hopfield/queries.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "built_in.h"
#include "command.h"
#include "folder.h"
#include "outputs.h"
#include "picture.h"

/* What is shown: a picture by name, and what is done to it. */
static const struct scene {
    const char *pattern, *corruption, *words;
} SCENES[] = {
    {"owl", "replace:rate=0.7", "70 % noise"},
    {"lighthouse", "mask:side=bottom,area=0.5", "half unknown"},
    {"fish", "gaussian:sigma=0.5", "gaussian noise"},
};
enum { SCENE_COUNT = sizeof SCENES / sizeof *SCENES };

/* Pixels of a tile of the sheet. */
enum { TILE_PIXELS = 128 };

typedef struct arguments {
    cli_reading reading;
    const char *folder;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    /* Child 0 is the help that cli_parse() puts first. */
    if (key == ARGP_KEY_INIT) state->child_inputs[1] = &a->reading;
    if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
    if (a->folder) cli_refuse(state, "one folder at a time; '%s' is a second", argument);
    a->folder = argument;
    return 0;
}

static const struct argp_child CHILDREN[] = {{.argp = &cli_reading_argp}, {0}};

static const struct argp ARGP = {
    .children = CHILDREN,
    .parser = parse,
    .args_doc = "[FOLDER]",
    .doc =
        "Stores the built-in pictures (or a FOLDER of pictures), damages three, recalls them, and "
        "draws what happened.  With -o DIR the pictures are left there too."
        "\v"
        "Examples:\n"
        "  hopfield demo\n"
        "  hopfield demo -o demo-output --force\n"
        "  hopfield demo patterns/glyphs --size 48x48",
};

/* The pattern of that name; any other, evenly spread, in a memory that has none of the names. */
static size_t pick(const hop_memory *memory, size_t scene) {
    size_t count = hop_memory_count(memory);
    for (size_t i = 0; i < count; i++) {
        const char *name = hop_memory_name(memory, i);
        if (name && strcmp(name, SCENES[scene].pattern) == 0) return i;
    }
    return (2 * scene + 1) * count / (2 * SCENE_COUNT);
}

static hop_status set_scene(const hop_memory *memory, const hop_canvas *canvas, size_t scene,
                            hop_queries *queries) {
    size_t index = pick(memory, scene), dim = queries->dim;
    hop_corruption corruption;
    const char *name = hop_memory_name(memory, index);
    queries->targets[scene] = index;
    HOP_TRY(hop_copy_text(name ? name : "pattern", &queries->names[scene]));
    hop_memory_read(memory, index, 1, queries->originals + scene * dim);
    memcpy(queries->states + scene * dim, queries->originals + scene * dim, dim * sizeof(double));
    HOP_TRY(hop_corruption_parse(SCENES[scene].corruption, &corruption));
    return hop_corruption_apply(&corruption, 1, canvas, 1, scene, queries->states + scene * dim);
}

/* What the scene is remembered by: original, damaged, recalled, and a sentence. */
static hop_status add_scene(const hop_canvas *canvas, const hop_queries *queries,
                            const hop_recall_result *recalled, size_t scene, hop_result *result) {
    static const char *const WHICH[] = {"original", "damaged", "recalled"};
    const hop_recalled *query = &recalled->queries[scene];
    const double *const states[] = {queries->originals, queries->states, recalled->outputs};
    char curve[64];
    const char *captions[] = {queries->names[scene], SCENES[scene].words, "recalled"};
    for (size_t i = 0; i < 3; i++) {
        char name[128];
        hop_image image = {0};
        snprintf(name, sizeof name, "%s-%s", queries->names[scene], WHICH[i]);
        HOP_TRY(cli_picture_make(canvas, states[i] + scene * recalled->dim, &image));
        hop_result_picture(result, name, &image, captions[i], name);
        hop_result_for(result, HOP_FOR_PEOPLE);
        hop_image_clear(&image);
    }
    hop_table_sparkline(query->energy, query->steps + 1, curve, sizeof curve);
    hop_result_remark(result, HOP_NOTE,
                      "  energy %s %.3f to %.3f in %zu step%s; %s; attention differs by %.1g",
                      curve, query->energy[0], query->energy[query->steps], query->steps,
                      query->steps == 1 ? "" : "s", query->score.correct ? "right" : "WRONG",
                      query->attention_difference);
    return HOP_OK;
}

/* Every picture of the result, into the folder. */
static hop_status leave_pictures(hop_result *result, const char *folder, bool force) {
    size_t count = 0;
    const hop_image_note *signature = hop_result_signature(result, &count);
    HOP_TRY(hop_result_status(result));
    HOP_TRY(cli_folder_make(folder));
    for (int dry = 1; dry >= 0; dry--)
        for (size_t i = 0; i < hop_result_size(result); i++) {
            const hop_item *item = hop_result_item(result, i);
            char name[128], *path = NULL;
            if (item->kind != HOP_ITEM_PICTURE) continue;
            snprintf(name, sizeof name, "%s.png", item->path);
            HOP_TRY(cli_file_path(folder, name, &path));
            hop_status status = dry ? cli_output_file(path, force)
                                    : hop_image_write(item->image, path, signature, count, force);
            free(path);
            HOP_TRY(status);
        }
    return HOP_OK;
}

typedef struct opened {
    char *folder;
    hop_memory *memory;
    hop_queries queries;
    hop_recall *recall;
    hop_recall_result recalled;
} opened;

static void close_all(opened *o) {
    free(o->folder);
    hop_recall_result_clear(&o->recalled);
    hop_recall_destroy(o->recall);
    hop_queries_clear(&o->queries);
    hop_memory_destroy(o->memory);
}

/* The gentlest beta at which what is shown comes back, so that there is something to see. */
static hop_status choose_beta(const opened *o, hop_recall_options *options) {
    hop_energy *energy = &options->model.energy;
    size_t back = 0, beta = hop_row_parameter_index(&energy->family->row, "beta");
    return hop_recall_gentle_beta(o->memory, options, o->queries.states, o->queries.targets,
                                  SCENE_COUNT, &energy->parameter[beta], &back);
}

static hop_status recall_scenes(const arguments *a, cli_run *run, opened *o, hop_canvas *canvas) {
    HOP_TRY(a->folder ? hop_copy_text(a->folder, &o->folder)
                      : cli_built_in("hopfield demo FOLDER", &o->folder));
    const char *paths[] = {o->folder};
    hop_load_options load = a->reading.load;
    load.elsewhere = cli_built_in_folder();
    load.progress = cli_progress_tell;
    load.context = &run->progress;
    HOP_TRY(hop_memory_load(paths, 1, &load, &o->memory));
    *canvas = hop_memory_canvas(o->memory);
    if (!canvas->shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: vectors cannot be drawn; name a folder of pictures",
                        o->folder);
    HOP_TRY(hop_queries_create(SCENE_COUNT, hop_memory_dim(o->memory), &o->queries));
    for (size_t i = 0; i < SCENE_COUNT; i++) HOP_TRY(set_scene(o->memory, canvas, i, &o->queries));
    hop_recall_options options = hop_recall_defaults;
    options.running.threads = run->threads;
    options.running.progress = cli_progress_tell;
    options.running.context = &run->progress;
    HOP_TRY(choose_beta(o, &options));
    HOP_TRY(hop_recall_create(o->memory, &options, &o->recall));
    HOP_TRY(hop_recall_run(o->recall, o->queries.states, SCENE_COUNT, &o->recalled));
    HOP_TRY(hop_recall_score(o->recall, o->queries.targets, &o->recalled));
    return hop_recall_compare_attention(o->recall, SCENE_COUNT, &o->recalled);
}

static hop_status show(const opened *o, const hop_canvas *canvas, const char *folder, bool force,
                       hop_result *result) {
    const hop_recall_record record = {.memory_path = o->folder,
                                      .memory = o->memory,
                                      .recall = o->recall,
                                      .result = &o->recalled,
                                      .names = (const char *const *)o->queries.names,
                                      .originals = o->queries.originals,
                                      .queries = o->queries.states,
                                      .canvas = *canvas};
    const size_t chosen[SCENE_COUNT] = {0, 1, 2};
    char lead[160];
    hop_image sheet = {0};
    snprintf(lead, sizeof lead,
             "%zu stored pictures; three of them damaged, then xi <- X softmax(beta X'xi)",
             hop_memory_count(o->memory));
    hop_result_title(result, "Damaged pictures, recalled", lead);
    hop_result_memory(result, "memory", o->folder, o->memory);
    for (size_t i = 0; i < SCENE_COUNT; i++)
        HOP_TRY(add_scene(canvas, &o->queries, &o->recalled, i, result));
    hop_result_remark(result, HOP_NOTE,
                      "beta %.3g, the gentlest at which all that can come back does: it shows the "
                      "most steps",
                      hop_recall_resolved(o->recall)->model.energy.parameter[0]);
    HOP_TRY(hop_account_sheet(&record, chosen, SCENE_COUNT, TILE_PIXELS, &sheet));
    hop_result_picture(result, "sheet", &sheet, "original, damaged, steps, recalled", NULL);
    hop_image_clear(&sheet);
    if (!folder) return HOP_OK;
    hop_result_remark(result, HOP_NOTE, "pictures: %s/sheet.png, and nine single ones beside it",
                      folder);
    return leave_pictures(result, folder, force);
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    opened o = {0};
    hop_canvas canvas;
    const cli_delivery *d = &context->delivery;
    const char *folder = d->output && cli_output_is(d->output, "/") ? d->output : NULL;
    hop_status status = cli_result(context, NULL, result);
    if (status == HOP_OK) status = recall_scenes(input, &context->run, &o, &canvas);
    if (status == HOP_OK) status = show(&o, &canvas, folder, d->force, *result);
    close_all(&o);
    return status;
}

const hop_command cli_command_demo = {
    .row = {.name = "demo",
            .title = "see it work: pictures damaged and recalled, right here",
            .sources = ""},
    .usage = "[FOLDER]",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .writes = "/",
    .compute = compute,
};
