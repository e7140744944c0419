/* hopfield corrupt: damages pictures or states, PNG to PNG and .npy to .npy.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "command.h"
#include "options.h"
#include "outputs.h"
#include "picture.h"
#include "provenance.h"

typedef struct arguments {
    cli_run run;
    cli_seed seed;
    cli_output output;
    cli_reading reading;
    cli_damage damage;
    const char *input;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    void *const inputs[] = {&a->run, &a->seed, &a->output, &a->reading, &a->damage};
    switch (key) {
    case ARGP_KEY_INIT: memcpy(state->child_inputs + 1, inputs, sizeof inputs); break;
    case ARGP_KEY_ARG:
        if (a->input) argp_error(state, "one INPUT at a time; '%s' is a second", argument);
        a->input = argument;
        break;
    case ARGP_KEY_END:
        if (!a->input) argp_error(state, "no INPUT given: a .png or .npy file");
        if (!a->output.path) argp_error(state, "no -o OUTPUT given: a .png or .npy file");
        if (a->damage.count == 0)
            argp_error(state, "no --corrupt SPEC given; hopfield list corruptions has them");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child CHILDREN[] = {
    {.argp = &cli_run_argp},     {.argp = &cli_seed_argp},   {.argp = &cli_output_argp},
    {.argp = &cli_reading_argp}, {.argp = &cli_damage_argp}, {0},
};

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

static hop_status write_output(const arguments *a, const hop_memory *input,
                               const hop_canvas *canvas, const double *states,
                               const cli_provenance *provenance) {
    size_t count = hop_memory_count(input), dim = hop_memory_dim(input);
    if (cli_output_ends(a->output.path, ".npy"))
        return hop_npy_write(a->output.path, states, count, dim,
                             hop_memory_dtype(input) == HOP_F64 ? HOP_F64 : HOP_F32,
                             a->output.force);
    if (!canvas->shape.image || count != 1)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: %zu states cannot become one picture; "
                        "give a name ending in .npy",
                        a->output.path, count);
    hop_image image = {0};
    HOP_TRY(cli_picture_make(canvas, states, &image));
    hop_status status = hop_image_write(&image, a->output.path, provenance->notes,
                                        provenance->count, a->output.force);
    hop_image_clear(&image);
    return status;
}

static hop_status damage_all(arguments *a, const hop_memory *input, const hop_canvas *canvas,
                             double *states) {
    size_t count = hop_memory_count(input), dim = hop_memory_dim(input);
    hop_memory_read(input, 0, count, states);
    for (size_t i = 0; i < count; i++) {
        if (cli_progress_tell(&a->run.progress, "damaging", i, count))
            return hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
        HOP_TRY(hop_corruption_apply(a->damage.corruptions, a->damage.count, canvas, a->seed.seed,
                                     i, states + i * dim));
    }
    return HOP_OK;
}

static hop_status check_output(const arguments *a) {
    const char *path = a->output.path;
    if (!cli_output_ends(path, ".png") && !cli_output_ends(path, ".npy"))
        return hop_fail(HOP_E_NAME, "%s: the output is a .png or .npy file; give a name ending so",
                        path);
    return cli_output_file(path, a->output.force);
}

static void describe(const arguments *a, cli_provenance *provenance) {
    cli_provenance_add(provenance, "Seed", "%llu", (unsigned long long)a->seed.seed);
    cli_provenance_add(provenance, "Input", "%s", a->input);
    for (size_t i = 0; i < a->damage.count; i++) {
        char spec[256];
        const hop_corruption *corruption = &a->damage.corruptions[i];
        hop_spec_print(&corruption->kind->row, corruption->parameter, spec, sizeof spec);
        cli_provenance_add(provenance, "Corruption", "%s", spec);
    }
}

static hop_status corrupt(arguments *a, int argc, char **argv) {
    cli_provenance provenance = {0};
    hop_memory *input = NULL;
    double *states = NULL;
    hop_load_options load = a->reading.load;
    load.role = HOP_QUERIES;
    load.transparency = HOP_TRANSPARENT_AUTO;
    hop_status status = check_output(a);
    if (status == HOP_OK) status = cli_provenance_create(&provenance, argc, argv);
    const char *paths[] = {a->input};
    if (status == HOP_OK) status = hop_memory_load(paths, 1, &load, &input);
    if (status == HOP_OK)
        status = hop_alloc(hop_memory_count(input), hop_memory_dim(input) * sizeof *states,
                           "states", &states);
    if (status == HOP_OK) {
        hop_canvas canvas = cli_canvas(input);
        describe(a, &provenance);
        status = damage_all(a, input, &canvas, states);
        cli_progress_end(&a->run.progress);
        if (status == HOP_OK) status = write_output(a, input, &canvas, states, &provenance);
    }
    free(states);
    hop_memory_destroy(input);
    cli_provenance_clear(&provenance);
    return status;
}

static int run(int argc, char **argv) {
    arguments a = {0};
    cli_parse(&ARGP, argc, argv, &a);
    hop_status status = corrupt(&a, argc, argv);
    if (status != HOP_OK) return cli_fail(status);
    if (!a.run.progress.quiet && !a.seed.given)
        fprintf(stderr, "%s: seed %llu\n", a.output.path, (unsigned long long)a.seed.seed);
    return CLI_DONE;
}

const hop_command cli_command_corrupt = {
    .row = {.name = "corrupt", .title = "damage a picture or states", .sources = ""},
    .usage = "INPUT -o OUTPUT --corrupt SPEC",
    .run = run,
};
