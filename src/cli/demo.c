/* hopfield demo: built-in pictures, damaged and recalled, drawn in the terminal.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "built_in.h"
#include "command.h"
#include "folder.h"
#include "outputs.h"
#include "picture.h"
#include "recall.h"

/* What is shown: a picture by name, and what is done to it. */
static const struct scene {
    const char *pattern, *corruption, *words;
} SCENES[] = {
    {"owl", "replace:rate=0.7", "70 % noise"},
    {"lighthouse", "mask:side=bottom,area=0.5", "half unknown"},
    {"fish", "gaussian:sigma=0.5", "gaussian noise"},
};
enum { SCENE_COUNT = sizeof SCENES / sizeof *SCENES };

/* Columns of a picture where the terminal has 80, and at most. */
enum { PICTURE_LEAST = 12, PICTURE_MOST = 24 };

typedef struct arguments {
    cli_run run;
    cli_output output;
    const char *folder;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->output};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case ARGP_KEY_ARG:
        if (a->folder) argp_error(state, "one folder at a time; '%s' is a second", argument);
        a->folder = argument;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp}, {.argp = &cli_output_argp}, {0}};

static const struct argp ARGP = {
    .parser = parse,
    .args_doc = "[FOLDER]",
    .doc = "Stores the built-in pictures (or a FOLDER of PNG), damages three, recalls them, and "
           "draws what happened.  With -o DIR the pictures are left there too."
           "\v"
           "Examples:\n"
           "  hopfield demo\n"
           "  hopfield demo -o demo-output --force\n"
           "  hopfield demo patterns/glyphs",
    .children = CHILDREN,
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
                            cli_queries *queries) {
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

static hop_status draw_scene(const cli_recalled *r, size_t scene) {
    const hop_recalled *query = &r->result->queries[scene];
    size_t dim = r->result->dim, width = (cli_width(stdout) - 6) / 3;
    if (width > PICTURE_MOST) width = PICTURE_MOST;
    if (width < PICTURE_LEAST) width = PICTURE_LEAST;
    const double *states[] = {r->queries->originals + scene * dim, r->queries->states + scene * dim,
                              r->result->outputs + scene * dim};
    const char *captions[] = {r->queries->names[scene], SCENES[scene].words, "recalled"};
    HOP_TRY(
        cli_picture_draw(stdout, &r->canvas, states, captions, 3, width, cli_wants_colour(stdout)));
    char curve[64];
    cli_recall_curve(query, curve, sizeof curve);
    printf("  energy %s %.3f to %.3f in %zu step%s; %s; attention differs by %.1g\n\n", curve,
           query->energy[0], query->energy[query->steps], query->steps,
           query->steps == 1 ? "" : "s", query->score.correct ? "right" : "WRONG",
           query->attention_difference);
    return HOP_OK;
}

/* Nine single pictures and the sheet. */
enum { FILE_COUNT = 3 * SCENE_COUNT + 1 };

static hop_status make_paths(const cli_recalled *r, const char *folder, bool force, char **paths) {
    static const char *const WHICH[] = {"original", "damaged", "recalled"};
    for (size_t i = 0; i < FILE_COUNT; i++) {
        char name[128] = "sheet";
        if (i < FILE_COUNT - 1)
            snprintf(name, sizeof name, "%s-%s", r->queries->names[i / 3], WHICH[i % 3]);
        HOP_TRY(cli_folder_file(folder, name, i, false, &paths[i]));
        HOP_TRY(cli_output_file(paths[i], force));
    }
    return HOP_OK;
}

static hop_status write_pictures(const cli_recalled *r, bool force, char *const *paths) {
    for (size_t i = 0; i < FILE_COUNT - 1; i++) {
        const double *from[] = {r->queries->originals, r->queries->states, r->result->outputs};
        hop_image image = {0};
        hop_status status =
            cli_picture_make(&r->canvas, from[i % 3] + i / 3 * r->result->dim, &image);
        if (status == HOP_OK)
            status = hop_image_write(&image, paths[i], r->provenance->notes, r->provenance->count,
                                     force);
        hop_image_clear(&image);
        HOP_TRY(status);
    }
    return cli_recall_sheet(r, SCENE_COUNT, paths[FILE_COUNT - 1], force);
}

static hop_status leave_pictures(const cli_recalled *r, const char *folder, bool force) {
    char *paths[FILE_COUNT] = {0};
    HOP_TRY(cli_folder_make(folder));
    hop_status status = make_paths(r, folder, force, paths);
    if (status == HOP_OK) status = write_pictures(r, force, paths);
    for (size_t i = 0; i < FILE_COUNT; i++) free(paths[i]);
    return status;
}

typedef struct opened {
    char *folder;
    hop_memory *memory;
    cli_queries queries;
    hop_recall *recall;
    hop_recall_result result;
    cli_provenance provenance;
} opened;

static void close_all(opened *o) {
    free(o->folder);
    hop_recall_result_clear(&o->result);
    hop_recall_destroy(o->recall);
    cli_queries_clear(&o->queries);
    hop_memory_destroy(o->memory);
    cli_provenance_clear(&o->provenance);
}

static hop_status prepare(arguments *a, opened *o, cli_recalled *r) {
    HOP_TRY(a->folder ? hop_copy_text(a->folder, &o->folder)
                      : cli_built_in("hopfield demo FOLDER", &o->folder));
    const char *paths[] = {o->folder};
    HOP_TRY(hop_memory_load(paths, 1, &hop_load_defaults, &o->memory));
    r->canvas = cli_canvas(o->memory);
    if (!r->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: vectors cannot be drawn; name a folder of PNG",
                        o->folder);
    HOP_TRY(cli_queries_create(SCENE_COUNT, hop_memory_dim(o->memory), &o->queries));
    for (size_t i = 0; i < SCENE_COUNT; i++)
        HOP_TRY(set_scene(o->memory, &r->canvas, i, &o->queries));
    hop_recall_options options = hop_recall_defaults;
    options.running.threads = a->run.threads;
    HOP_TRY(hop_recall_create(o->memory, &options, &o->recall));
    HOP_TRY(hop_recall_run(o->recall, o->queries.states, SCENE_COUNT, &o->result));
    HOP_TRY(hop_recall_score(o->recall, o->queries.targets, &o->result));
    return hop_recall_compare_attention(o->recall, SCENE_COUNT, &o->result);
}

static hop_status show(arguments *a, opened *o, const cli_recalled *r) {
    const char *folder = a->output.path;
    if (folder) HOP_TRY(leave_pictures(r, folder, a->output.force));
    printf("%zu stored pictures; three of them damaged, then xi <- X softmax(beta X'xi)\n\n",
           hop_memory_count(o->memory));
    for (size_t i = 0; i < SCENE_COUNT; i++) HOP_TRY(draw_scene(r, i));
    if (folder) printf("pictures: %s/sheet.png, and nine single ones beside it\n", folder);
    return HOP_OK;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    opened o = {0};
    cli_recalled r = {.queries = &o.queries, .result = &o.result, .provenance = &o.provenance};
    hop_status status = cli_provenance_create(&o.provenance, argc, argv);
    if (status == HOP_OK) status = prepare(&a, &o, &r);
    r.memory_path = o.folder;
    r.memory = o.memory;
    r.recall = o.recall;
    if (status == HOP_OK) status = show(&a, &o, &r);
    close_all(&o);
    return status == HOP_OK ? CLI_DONE : cli_fail(status);
}

const hop_command cli_command_demo = {
    .row = {.name = "demo",
            .title = "see it work: pictures damaged and recalled, right here",
            .sources = ""},
    .usage = "[FOLDER]",
    .run = run,
};
