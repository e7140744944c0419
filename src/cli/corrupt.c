/* hopfield corrupt: damages pictures or states, PNG to PNG and .npy to .npy.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "command.h"
#include "options.h"
#include "outputs.h"
#include "picture.h"

static const char WRITES[] = "*";

typedef struct arguments {
    cli_seed seed;
    cli_reading reading;
    cli_damage damage;
    const char *input;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->seed, &a->reading, &a->damage};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case ARGP_KEY_ARG:
        if (a->input) cli_refuse(state, "one INPUT at a time; '%s' is a second", argument);
        a->input = argument;
        break;
    case ARGP_KEY_END:
        if (!a->input) cli_refuse(state, "no INPUT given: a .png or .npy file");
        if (a->damage.count == 0)
            cli_refuse(state, "no --corrupt SPEC given; hopfield list corruptions has them");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_seed_argp}, {.argp = &cli_reading_argp}, {.argp = &cli_damage_argp}, {0}};

static const struct argp ARGP = {
    .parser = parse,
    .args_doc = "INPUT -o OUTPUT --corrupt SPEC [--corrupt SPEC ...]",
    .doc = "Damages a picture (PNG to PNG) or states (.npy to .npy).  Unknown pixels become "
           "transparent, or NaN."
           "\v"
           "Examples:\n"
           "  hopfield corrupt patterns/glyphs/A.png -o noisy.png \\\n"
           "      --corrupt gaussian:sigma=0.5 --seed 1 --force\n"
           "  hopfield corrupt patterns/pictograms/fish.png -o half.png \\\n"
           "      --corrupt mask:side=bottom,area=0.5 --force",
    .children = CHILDREN,
};

/* What is needed of the input when it is gone. */
typedef struct kept {
    size_t count;
    hop_dtype dtype;
    unsigned depth;
} kept;

static hop_status write_output(cli_context *context, const kept *input, const hop_canvas *canvas,
                               const double *states, hop_result *result) {
    const cli_delivery *d = &context->delivery;
    size_t notes = 0;
    if (cli_output_ends(d->output, ".npy"))
        return hop_npy_write(d->output, states, input->count, hop_shape_dim(canvas->shape),
                             input->dtype == HOP_F64 ? HOP_F64 : HOP_F32, d->force);
    if (!canvas->shape.image || input->count != 1)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: %zu states cannot become one picture; "
                        "give a name ending in .npy",
                        d->output, input->count);
    const hop_image_note *signature = hop_result_signature(result, &notes);
    return cli_picture_write(canvas, states, input->depth, d->output, signature, notes, d->force,
                             &context->run.progress);
}

static hop_status damage_all(const arguments *a, cli_run *run, const hop_memory *input,
                             const hop_canvas *canvas, double *states) {
    size_t count = hop_memory_count(input), dim = hop_memory_dim(input);
    hop_memory_read(input, 0, count, states);
    for (size_t i = 0; i < count; i++) {
        if (cli_progress_tell(&run->progress, "damaging", i, count))
            return hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
        HOP_TRY(hop_corruption_apply(a->damage.corruptions, a->damage.count, canvas, a->seed.seed,
                                     i, states + i * dim));
    }
    return HOP_OK;
}

static hop_status check_output(const cli_delivery *d) {
    const char *path = d->output;
    if (!path) return hop_fail(HOP_E_NAME, "no -o OUTPUT given: a .png or .npy file");
    if (!cli_output_is(path, ".png .npy"))
        return hop_fail(HOP_E_NAME, "%s: the output is a .png or .npy file; give a name ending so",
                        path);
    return cli_output_file(path, d->force);
}

static void describe(const arguments *a, const cli_delivery *d, const hop_memory *input,
                     hop_result *result) {
    hop_result_made(result, "input", a->input, "as given");
    hop_result_text(result, "output", d->output, "as given");
    hop_result_count(result, "states", hop_memory_count(input), NULL, "damaged");
    for (size_t i = 0; i < a->damage.count; i++) {
        char spec[256], path[32];
        const hop_corruption *corruption = &a->damage.corruptions[i];
        hop_spec_print(&corruption->kind->row, corruption->parameter, spec, sizeof spec);
        snprintf(path, sizeof path, i > 0 ? "corruption_%zu" : "corruption", i + 1);
        hop_result_made(result, path, spec, "as --corrupt takes it");
    }
    if (a->seed.given) return;
    hop_result_remark(result, HOP_NOTE, "%s: seed %llu", d->output,
                      (unsigned long long)a->seed.seed);
}

/* For a page: the first pictures, before and after. */
static hop_status show(const hop_memory *input, const hop_canvas *canvas, const double *states,
                       hop_result *result) {
    enum { SHOWN = 12 };
    static const char *const HEADS[] = {"before", "after"};
    size_t dim = hop_memory_dim(input), count = hop_memory_count(input);
    hop_picture_part parts[2 * SHOWN] = {0};
    double *before = NULL;
    if (!canvas->shape.image) return HOP_OK;
    if (count > SHOWN) count = SHOWN;
    hop_status status = hop_alloc(dim, sizeof *before, "a picture", &before);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        hop_picture_part *pair = parts + 2 * i;
        hop_memory_read(input, i, 1, before);
        pair[0].caption = hop_memory_name(input, i);
        pair[0].share = pair[1].share = NAN;
        status = cli_picture_make(canvas, before, &pair[0].image);
        if (status == HOP_OK) status = cli_picture_make(canvas, states + i * dim, &pair[1].image);
    }
    if (status == HOP_OK) {
        hop_result_heading(result, "What went in, and what came out");
        hop_result_for(result, HOP_FOR_PAGE);
        hop_result_picture(result, "damaged", &parts[1].image,
                           count < hop_memory_count(input) ? "The first of them." : NULL,
                           "Pictures before and after they were damaged");
        hop_result_parts(result, parts, count, 2, HEADS);
    }
    for (size_t i = 0; i < 2 * SHOWN; i++) hop_image_clear(&parts[i].image);
    free(before);
    return status;
}

static hop_status compute(void *input, cli_context *context, hop_result **result) {
    const arguments *a = input;
    const cli_delivery *d = &context->delivery;
    hop_memory *memory = NULL;
    double *states = NULL;
    hop_load_options load = a->reading.load;
    load.role = HOP_QUERIES;
    load.transparency = HOP_TRANSPARENT_AUTO;
    load.progress = cli_progress_tell;
    load.context = &context->run.progress;
    hop_status status = check_output(d);
    if (status == HOP_OK) status = cli_result(context, &a->seed, result);
    if (status == HOP_OK) status = hop_memory_load(&a->input, 1, &load, &memory);
    if (status == HOP_OK)
        status = hop_alloc(hop_memory_count(memory), hop_memory_dim(memory) * sizeof *states,
                           "states", &states);
    if (status == HOP_OK) {
        hop_canvas canvas = hop_memory_canvas(memory);
        describe(a, d, memory, *result);
        cli_damage_say_unit(&a->damage, &canvas, *result);
        status = damage_all(a, &context->run, memory, &canvas, states);
        if (status == HOP_OK && d->report) status = show(memory, &canvas, states, *result);
        /* A photograph is large: it is not held in three forms at once. */
        const kept input_was = {hop_memory_count(memory), hop_memory_dtype(memory),
                                hop_memory_depth(memory)};
        hop_memory_destroy(memory);
        memory = NULL;
        if (status == HOP_OK) status = write_output(context, &input_was, &canvas, states, *result);
    }
    free(states);
    hop_memory_destroy(memory);
    return status;
}

const hop_command cli_command_corrupt = {
    .row = {.name = "corrupt", .title = "damage a picture or states", .sources = ""},
    .usage = "INPUT -o OUTPUT --corrupt SPEC",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .writes = WRITES,
    .compute = compute,
};
