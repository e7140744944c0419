/* Completion of pictures by an Energy Transformer: a picture is cut into patches, half of them are
 * chosen, nine in ten of these replaced by a learned mask, and tokens descend the energy of
 * attention and memory for twelve steps, through which the weights are trained.  Hoover et al. 2023
 * (2302.07253), section 3.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy_block.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"

enum { WIDTH, HEADS, KEY, MEMORIES, STEPS, STEP };
enum { RUNS = 6 };

/* How a network goes: the whole descent, or one step as long as its first, or as all of them. */
typedef enum manner { DESCENT, FIRST, ALL } manner;

static double length_of(const hop_study *study, manner going) {
    double sum = 1;
    for (size_t k = 1; going == ALL && k < (size_t)study->setting[STEPS]; k++)
        sum += 1 / (double)(k + 1);
    return sum * study->setting[STEP];
}

/* terms: of the energy; NULL: one step of ordinary attention in its place. */
static hop_status build(const hop_study *study, const hop_complete_puzzle *p, const char *terms,
                        manner going, hop_network **network) {
    const size_t width = (size_t)study->setting[WIDTH];
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "patches", p->tokens, p->pixels);
    const size_t known = hop_network_input(net, "known", p->tokens, 1);
    const size_t y = hop_network_input(net, "wanted", p->tokens, p->pixels);
    const size_t scored = hop_network_input(net, "scored", p->tokens, 1);
    size_t h = hop_network_add(net, "embedding", HOP_FROM(x), "linear:width=%zu", width);
    h = hop_network_add(net, "mask", HOP_FROM(h, known), "mask_token");
    h = hop_network_add(net, "position", HOP_FROM(h), "position");
    if (terms)
        h = hop_network_add(net, "descent", HOP_FROM(h, known),
                            "energy_transformer:heads=%zu,width=%zu,memories=%zu,steps=%zu,step=%g,"
                            "terms=%s,shrinking=yes",
                            (size_t)study->setting[HEADS], (size_t)study->setting[KEY],
                            (size_t)study->setting[MEMORIES],
                            going == DESCENT ? (size_t)study->setting[STEPS] : 1,
                            length_of(study, going), terms);
    else
        h = hop_network_block(net, "block", h, 0, "heads=2");
    h = hop_network_add(net, "norm", HOP_FROM(h), "layer_norm");
    h = hop_network_add(net, "prediction", HOP_FROM(h), "linear:width=%zu", p->pixels);
    hop_network_add(net, "loss", HOP_FROM(h, y, scored), "squared_error");
    return hop_network_finish(net);
}

/* ---- what was learned ---- */

/* Energies along the descent, by src/attention's own energy; mean over pictures. */
static hop_status follow_energy(hop_study *study, const hop_complete_puzzle *test,
                                const hop_network *net, const double *weights) {
    const hop_layer *layer = hop_network_node(net, hop_network_find(net, "descent"));
    const size_t steps = (size_t)study->setting[STEPS], heads = (size_t)study->setting[HEADS];
    const size_t dim = layer->out.width, key = (size_t)study->setting[KEY];
    const size_t memories = (size_t)study->setting[MEMORIES], size = test->tokens * dim;
    const size_t pictures = hop_study_size(study, 50, 4), node = layer->from[0];
    const double *w = weights + layer->first;
    const hop_block block = {.dim = dim,
                             .heads = heads,
                             .width = key,
                             .memories = memories,
                             .key_weight = w,
                             .query_weight = w + heads * key * dim,
                             .memory = w + 2 * heads * key * dim,
                             .beta = 1 / sqrt((double)key),
                             .gain = w[(2 * heads * key + memories) * dim],
                             .bias = w + (2 * heads * key + memories) * dim + 1,
                             .attention_term = true,
                             .memory_term = true};
    double *numbers = NULL, *input[4];
    hop_workspace *room = NULL;
    hop_random random;
    size_t rises = 0;
    const size_t whole = test->tokens * test->pixels;
    HOP_TRY(hop_alloc(3 * size + 2 * whole + 2 * test->tokens + 2 * (steps + 1), sizeof *numbers,
                      "tokens", &numbers));
    double *x = numbers, *g = x + size, *slope = g + size, *at = slope + size;
    input[0] = at;
    input[2] = input[0] + whole;
    input[1] = input[2] + whole;
    input[3] = input[1] + test->tokens;
    double *step = input[3] + test->tokens, *mean = step + steps + 1;
    hop_random_init(&random, study->options->seed, ((uint64_t)15 << 60) + 1);
    hop_status status = hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &room);
    for (size_t i = 0; i < pictures && status == HOP_OK; i++) {
        double before = INFINITY;
        hop_complete_draw(test, &random, input);
        for (size_t k = 0; k < 4; k++) hop_workspace_set(room, k, 0, input[k]);
        hop_workspace_forward(room, weights, 1);
        hop_workspace_read(room, node, 0, x);
        for (size_t k = 0; k <= steps && status == HOP_OK; k++) {
            hop_block_energy energy;
            hop_block_normalise(&block, x, test->tokens, g);
            status = hop_block_energy_at(&block, g, test->tokens, &energy, slope);
            if (status != HOP_OK) break;
            rises += energy.total > before + 1e-9 * fabs(before);
            before = energy.total;
            step[k] = (double)k;
            mean[k] += energy.total / (double)pictures;
            const double length = study->setting[STEP] / (double)(k + 1);
            for (size_t c = 0; c < size; c++)
                if (input[1][c / dim] == 0) x[c] -= length * slope[c];
        }
    }
    if (status == HOP_OK) {
        hop_study_check(study, "energy rises", (double)rises, 0, HOP_BAR_AT_MOST, 0,
                        "steps that raised the energy, on unseen pictures");
        const hop_curve curve = {
            .x = step, .y = mean, .count = steps + 1, .style = HOP_CURVE_MARKED};
        hop_study_curves(study, "energy", "step", "energy", &curve, 1,
                         "Energy of the tokens along the descent, mean over unseen pictures");
    }
    hop_workspace_destroy(room);
    free(numbers);
    return status;
}

/* Rows of: damaged, completed, as it was. */
static hop_status show(hop_study *study, const hop_complete_puzzle *test, const hop_network *net,
                       const double *weights) {
    enum { SHOWN = 8 };
    const size_t whole = test->tokens * test->pixels, node = hop_network_find(net, "prediction");
    double *block = NULL, *input[4];
    hop_workspace *room = NULL;
    hop_random random;
    HOP_TRY(
        hop_alloc((3 * SHOWN + 3) * whole + 2 * test->tokens, sizeof *block, "pictures", &block));
    double *made = block + 3 * SHOWN * whole;
    input[0] = made + whole;
    input[2] = input[0] + whole;
    input[1] = input[2] + whole;
    input[3] = input[1] + test->tokens;
    hop_random_init(&random, study->options->seed, ((uint64_t)15 << 60) + 2);
    hop_status status = hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &room);
    for (size_t i = 0; i < SHOWN && status == HOP_OK; i++) {
        hop_complete_draw(test, &random, input);
        for (size_t k = 0; k < 4; k++) hop_workspace_set(room, k, 0, input[k]);
        hop_workspace_forward(room, weights, 1);
        hop_workspace_read(room, node, 0, made);
        for (size_t c = 0; c < whole; c++)
            if (input[1][c / test->pixels] != 0) made[c] = input[0][c];
        double *const rows[] = {input[0], made, input[2]};
        for (size_t r = 0; r < 3; r++)
            hop_complete_join(test, rows[r], block + (r * SHOWN + i) * whole);
    }
    if (status == HOP_OK)
        hop_study_pictures(study, "completed", block, 3 * SHOWN, test->pictures.width,
                           test->pictures.height, SHOWN, 0, 1,
                           "Unseen pictures: with patches hidden, completed, as they were");
    hop_workspace_destroy(room);
    free(block);
    return status;
}

static hop_status learn(hop_study *study, const hop_complete_puzzle *train,
                        const hop_complete_puzzle *test, const char *name, const char *terms,
                        manner going, double *loss) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {hop_complete_draw, train}, unseen = {hop_complete_draw, test};
    hop_train_options options = hop_train_defaults;
    const bool whole = terms && strcmp(terms, "both") == 0;
    options.optimiser = "adamw:rate=0.03,decay=0.01";
    options.steps = hop_study_size(study, 3000, 20);
    options.batch = 32;
    options.every = hop_study_size(study, 100, 5);
    hop_status status = build(study, train, terms, going, &net);
    if (status == HOP_OK) status = hop_study_train(study, name, net, &sampler, &options, &trained);
    if (status == HOP_OK)
        status =
            hop_study_loss(study, net, &unseen, &trained, hop_study_size(study, 1000, 50), loss);
    if (status == HOP_OK && whole) status = follow_energy(study, test, net, trained.weights);
    if (status == HOP_OK && whole) status = show(study, test, net, trained.weights);
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

static hop_status learn_all(hop_study *study, const hop_complete_puzzle *train,
                            const hop_complete_puzzle *test) {
    static const struct {
        const char *name, *terms;
        manner going;
    } LEARNED[RUNS] = {
        {"energy", "both", DESCENT},         {"attention alone", "attention", DESCENT},
        {"memory alone", "memory", DESCENT}, {"one step", "attention", FIRST},
        {"one long step", "attention", ALL}, {"ordinary", NULL, FIRST}};
    hop_complete_errors plain;
    double loss[RUNS] = {0};
    HOP_TRY(hop_complete_plain(study, train, test, &plain));
    for (size_t i = 0; i < RUNS; i++)
        HOP_TRY(learn(study, train, test, LEARNED[i].name, LEARNED[i].terms, LEARNED[i].going,
                      &loss[i]));
    hop_study_check(study, "below mean patch", loss[0], plain.mean, HOP_BAR_AT_MOST, plain.mean,
                    "squared error of hidden patches on unseen pictures, beside the mean patch");
    hop_study_check(study, "below nearest", loss[0], plain.nearest, HOP_BAR_AT_MOST, plain.nearest,
                    "the same beside the nearest of 2,000 stored pictures");
    const double step = fmin(loss[3], loss[4]);
    hop_study_check(study, "below one step", loss[0], step, HOP_BAR_AT_MOST, step,
                    "the same beside one trained step of the energy's attention, as long as the "
                    "first or as all, whichever does better");
    hop_study_check(
        study, "attention to stored", plain.step, loss[0], HOP_BAR_NONE, 0,
        "one step of attention to those 2,000 pictures, not trained but at the beta that "
        "suits it best, beside the energy");
    hop_study_check(study, "ordinary attention", loss[5], loss[0], HOP_BAR_NONE, 0,
                    "one step of an ordinary Transformer's attention, with W_V and W_O of its own, "
                    "beside the energy");
    hop_study_check(study, "attention alone", loss[1], loss[0], HOP_BAR_NONE, 0,
                    "memory (cortex) switched off, beside both");
    hop_study_check(study, "memory alone", loss[2], loss[0], HOP_BAR_NONE, 0,
                    "attention (hippocampus) switched off, beside both");
    return HOP_OK;
}

static hop_status run(hop_study *study) {
    hop_complete_puzzle train = {0};
    HOP_TRY(hop_pictures_open(study->options->data, false, &train.pictures));
    const size_t width = train.pictures.width, height = train.pictures.height;
    train.patch = width >= 16 ? 4 : 2;
    train.across = width / train.patch;
    train.tokens = train.across * (height / train.patch);
    train.pixels = train.patch * train.patch;
    hop_status status = HOP_OK;
    if (width % train.patch != 0 || height % train.patch != 0 || train.tokens < 4)
        status =
            hop_fail(HOP_E_SHAPE, "pictures of %zu x %zu are not cut into patches of %zu x %zu",
                     width, height, train.patch, train.patch);
    hop_complete_puzzle test = train;
    const hop_pictures all = train.pictures;
    train.pictures = hop_pictures_part(&all, false);
    test.pictures = hop_pictures_part(&all, true);
    if (status == HOP_OK) status = learn_all(study, &train, &test);
    hop_pictures lent = all;
    hop_pictures_close(&lent);
    return status;
}

const hop_task_row hop_task_complete = {
    .row = {.name = "complete",
            .title = "pictures completed by an Energy Transformer",
            .sources = "Hoover et al. 2023 (arXiv 2302.07253), section 3",
            .parameters = {HOP_PARAMETER_WHOLE("width", "of a token", "numbers", 48, 4, 1024),
                           HOP_PARAMETER_WHOLE("heads", "of attention", "heads", 2, 1, 64),
                           HOP_PARAMETER_WHOLE("key", "width of a key", "numbers", 16, 1, 1024),
                           HOP_PARAMETER_WHOLE("memories", "of the Hopfield network", "patterns",
                                               96, 1, 4096),
                           HOP_PARAMETER_WHOLE("steps", "of descent", "steps", 12, 1, 100),
                           {.name = "step",
                            .meaning = "length of the first step; the next are 1/2, 1/3, ... of it",
                            .unit = "dimensionless",
                            .default_value = 1,
                            .low = 0.001,
                            .high = 10}}},
    .shows = "Tokens of hidden patches go down an energy of attention and memory and become what "
             "fits their surroundings: better than the mean, than the nearest stored picture, and "
             "than one step of attention.",
    .run = run,
};
