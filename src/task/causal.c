/* Next-token prediction with and without the causal mask.  The text is a Markov chain of order two
 * whose entropy rate H is known, so nothing can predict it better than H nats a token.  With the
 * mask the network gets there.  Without it every place sees the next symbol and copies it: the loss
 * falls to nothing, and what was learned is of no use when the next symbol is not there yet.
 * Vaswani et al. 2017 (1706.03762), section 3.2.3; Cover and Thomas 2006, theorem 4.2.4, for H.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "study.h"

enum { SYMBOLS, TOKENS, WIDTH };
enum { SYMBOLS_MAX = 16 };

typedef struct source {
    size_t symbols, tokens;
    double next[SYMBOLS_MAX * SYMBOLS_MAX * SYMBOLS_MAX]; /* p(c | a b), [a, b, c] */
    double pair[SYMBOLS_MAX * SYMBOLS_MAX];               /* stationary p(a b) */
} source;

/* Probabilities of exponential numbers squared: some successors are likely, none is impossible. */
static void draw_source(source *s, size_t symbols, size_t tokens, uint64_t seed) {
    const size_t pairs = symbols * symbols;
    hop_random random;
    hop_random_init(&random, seed, (uint64_t)7 << 60);
    *s = (source){.symbols = symbols, .tokens = tokens};
    for (size_t i = 0; i < pairs; i++) {
        double *p = s->next + i * symbols, sum = 0;
        for (size_t c = 0; c < symbols; c++)
            sum += p[c] = 0.02 + pow(log(1 - hop_random_uniform(&random)), 2);
        for (size_t c = 0; c < symbols; c++) p[c] /= sum;
    }
    for (size_t i = 0; i < pairs; i++) s->pair[i] = 1 / (double)pairs;
    for (size_t turn = 0; turn < 2000; turn++) { /* to the stationary distribution */
        double moved[SYMBOLS_MAX * SYMBOLS_MAX] = {0};
        for (size_t i = 0; i < pairs; i++)
            for (size_t c = 0; c < symbols; c++)
                moved[i % symbols * symbols + c] += s->pair[i] * s->next[i * symbols + c];
        memcpy(s->pair, moved, pairs * sizeof *moved);
    }
}

/* -sum p(a b) sum p(c | a b) ln p(c | a b), nats a token */
static double entropy_rate(const source *s) {
    double sum = 0;
    for (size_t i = 0; i < s->symbols * s->symbols; i++)
        for (size_t c = 0; c < s->symbols; c++) {
            const double p = s->next[i * s->symbols + c];
            sum -= s->pair[i] * p * log(p);
        }
    return sum;
}

static void draw_text(const source *s, hop_random *random, size_t count, double *text) {
    size_t pair = hop_draw_index(random, s->pair, s->symbols * s->symbols);
    text[0] = (double)(pair / s->symbols);
    if (count > 1) text[1] = (double)(pair % s->symbols);
    for (size_t t = 2; t < count; t++) {
        const size_t c = hop_draw_index(random, s->next + pair * s->symbols, s->symbols);
        text[t] = (double)c;
        pair = pair % s->symbols * s->symbols + c;
    }
}

/* input: symbols, their successors, and which are scored: those with two symbols behind them. */
static void draw(const void *context, hop_random *random, double *const *input) {
    const source *s = context;
    double text[513];
    draw_text(s, random, s->tokens + 1, text);
    for (size_t t = 0; t < s->tokens; t++) {
        input[0][t] = text[t];
        input[1][t] = text[t + 1];
        input[2][t] = t > 0;
    }
}

static hop_status build(const source *s, size_t width, bool causal, hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "symbols", s->tokens, 1);
    const size_t y = hop_network_input(net, "next", s->tokens, 1);
    const size_t scored = hop_network_input(net, "scored", s->tokens, 1);
    size_t h = hop_network_add(net, "embedding", HOP_FROM(x), "embedding:vocabulary=%zu,width=%zu",
                               s->symbols, width);
    h = hop_network_add(net, "position", HOP_FROM(h), "position");
    h = hop_network_block(net, "block", h, 4 * width,
                          causal ? "heads=2,causal=yes" : "heads=2,causal=no");
    h = hop_network_add(net, "norm", HOP_FROM(h), "layer_norm");
    h = hop_network_add(net, "logits", HOP_FROM(h), "linear:width=%zu", s->symbols);
    hop_network_add(net, "loss", HOP_FROM(h, y, scored), "cross_entropy");
    return hop_network_finish(net);
}

/* ---- generation ---- */

/* Text written by the network, a symbol at a time; what is not written yet is filled with symbols
 * at random, for nothing is known of it.  text [count]. */
static hop_status generate(const source *s, const hop_network *net, const double *weights,
                           uint64_t seed, size_t count, double *text) {
    hop_workspace *w = NULL;
    hop_random random;
    double window[512], logits[512 * SYMBOLS_MAX], p[SYMBOLS_MAX];
    const size_t node = hop_network_find(net, "logits");
    hop_random_init(&random, seed, ((uint64_t)7 << 60) + 1);
    draw_text(s, &random, 2, text);
    HOP_TRY(hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w));
    for (size_t t = 2; t < count; t++) {
        const size_t known = t < s->tokens / 2 ? t : s->tokens / 2; /* room for what is to come */
        for (size_t i = 0; i < s->tokens; i++)
            window[i] =
                i < known ? text[t - known + i] : (double)hop_random_below(&random, s->symbols);
        hop_workspace_set(w, 0, 0, window);
        hop_workspace_forward(w, weights, 1);
        hop_workspace_read(w, node, 0, logits);
        const double *z = logits + (known - 1) * s->symbols;
        double peak = -INFINITY, sum = 0;
        for (size_t c = 0; c < s->symbols; c++) peak = fmax(peak, z[c]);
        for (size_t c = 0; c < s->symbols; c++) sum += p[c] = exp(z[c] - peak);
        for (size_t c = 0; c < s->symbols; c++) p[c] /= sum;
        text[t] = (double)hop_draw_index(&random, p, s->symbols);
    }
    hop_workspace_destroy(w);
    return HOP_OK;
}

/* What a text costs the source, nats a token, and how far its triples are from the source's: half
 * the sum of differences. */
static double cost_of(const source *s, const double *text, size_t count, double *variation) {
    const size_t n = s->symbols;
    double seen[SYMBOLS_MAX * SYMBOLS_MAX * SYMBOLS_MAX] = {0}, cost = 0;
    for (size_t t = 2; t < count; t++) {
        const size_t at = ((size_t)text[t - 2] * n + (size_t)text[t - 1]) * n + (size_t)text[t];
        cost -= log(s->next[at]);
        seen[at] += 1 / (double)(count - 2);
    }
    *variation = 0;
    for (size_t i = 0; i < n * n * n; i++)
        *variation += fabs(seen[i] - s->pair[i / n] * s->next[i]) / 2;
    return cost / (double)(count - 2);
}

/* The mean cost of symbols at random. */
static double chance_cost(const source *s) {
    const size_t n = s->symbols;
    double sum = 0;
    for (size_t i = 0; i < n * n * n; i++) sum -= log(s->next[i]);
    return sum / (double)(n * n * n);
}

/* ---- shown ---- */

/* Head by head, which symbols a text of the source looks at. */
static hop_status show_heads(hop_study *study, const source *s, const hop_network *net,
                             const double *weights, const char *run) {
    enum { HEADS = 2 };
    hop_workspace *w = NULL;
    hop_random random;
    const size_t n = s->tokens, shown = n < 16 ? n : 16;
    double text[513] = {0}, *all = NULL, map[16 * 16];
    char letters[16][2];
    const char *names[16];
    HOP_TRY(hop_alloc(HEADS * n * n, sizeof *all, "weights", &all));
    hop_status status = hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w);
    if (status == HOP_OK) {
        hop_random_init(&random, study->options->seed, ((uint64_t)7 << 60) + 2);
        draw_text(s, &random, n, text);
        hop_workspace_set(w, 0, 0, text);
        hop_workspace_forward(w, weights, 1);
        hop_workspace_saved(w, hop_network_find(net, "block.attention"), 0, HEADS * n * n, all);
    }
    for (size_t i = 0; i < shown; i++) {
        snprintf(letters[i], sizeof letters[i], "%c", (char)('a' + (int)text[i]));
        names[i] = letters[i];
    }
    for (size_t h = 0; h < HEADS && status == HOP_OK; h++) {
        char name[48];
        double k90 = 0;
        const char *kind = hop_study_class(all + h * n * n, n, n, &k90);
        for (size_t i = 0; i < shown * shown; i++)
            map[i] = all[(h * n + i / shown) * n + i % shown];
        snprintf(name, sizeof name, "%s, head %zu", run, h + 1);
        hop_study_words words = hop_study_looks;
        words.caption = "Who looks (rows) at whom (columns); symbols are named by letters";
        hop_study_map(study, name, map, shown, names, &words);
        hop_result_remark(study->result, HOP_NOTE, "%s, head %zu: k90 = %.0f of %zu keys (%s)", run,
                          h + 1, k90, n, kind);
    }
    hop_workspace_destroy(w);
    free(all);
    return status;
}

static hop_status judge(hop_study *study, const source *s, const hop_network *net, bool causal,
                        const double *weights, double loss) {
    const size_t count = hop_study_size(study, 20000, 500);
    double *text = NULL, variation = 0, noise = 0;
    HOP_TRY(hop_alloc(count, sizeof *text, "a text", &text));
    hop_random random;
    hop_random_init(&random, study->options->seed, ((uint64_t)7 << 60) + 3);
    draw_text(s, &random, count, text);
    (void)cost_of(s, text, count, &noise);
    const hop_status status = generate(s, net, weights, study->options->seed, count, text);
    const double cost = cost_of(s, text, count, &variation);
    free(text);
    if (status != HOP_OK) return status;
    if (causal) {
        hop_study_oracle(study, entropy_rate(s));
        hop_study_check(study, "masked loss", loss, entropy_rate(s), HOP_BAR_WITHIN, 0.02,
                        "nats a token on unseen text, beside the entropy rate of the source");
        hop_study_check(study, "masked text", cost, entropy_rate(s), HOP_BAR_WITHIN, 0.05,
                        "what its own text costs the source, nats a token");
        hop_study_check(study, "masked triples", variation, noise, HOP_BAR_AT_MOST, 0.1,
                        "distance of its triples from the source's; beside it a text as long of "
                        "the source itself");
        return HOP_OK;
    }
    hop_study_check(study, "unmasked loss", loss, 0, HOP_BAR_AT_MOST, 0.05,
                    "nats a token: the next symbol is copied");
    hop_study_check(study, "unmasked text", cost, chance_cost(s), HOP_BAR_WITHIN, 0.05,
                    "what its text costs the source, beside symbols at random");
    hop_study_check(study, "unmasked triples", variation, noise, HOP_BAR_NONE, 0,
                    "distance of its triples from the source's");
    return HOP_OK;
}

static hop_status learn(hop_study *study, const source *s, bool causal) {
    const char *name = causal ? "masked" : "unmasked";
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {draw, s};
    hop_train_options options = hop_train_defaults;
    double loss = 0;
    options.optimiser = "adam:rate=0.005";
    options.steps = hop_study_size(study, causal ? 1500 : 400, 200);
    options.every = 25;
    hop_status status = build(s, (size_t)study->setting[WIDTH], causal, &net);
    if (status == HOP_OK) status = hop_study_train(study, name, net, &sampler, &options, &trained);
    if (status == HOP_OK)
        status =
            hop_study_loss(study, net, &sampler, &trained, hop_study_size(study, 4000, 200), &loss);
    if (status == HOP_OK) status = judge(study, s, net, causal, trained.weights, loss);
    if (status == HOP_OK) status = show_heads(study, s, net, trained.weights, name);
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

static hop_status run(hop_study *study) {
    source *s = NULL;
    HOP_TRY(hop_alloc(1, sizeof *s, "a source", &s));
    draw_source(s, (size_t)study->setting[SYMBOLS], (size_t)study->setting[TOKENS],
                study->options->seed);
    hop_status status = learn(study, s, true);
    if (status == HOP_OK) status = learn(study, s, false);
    free(s);
    return status;
}

const hop_task_row hop_task_causal = {
    .row = {.name = "causal",
            .title = "next-token prediction with and without the causal mask",
            .sources = "Vaswani et al. 2017 (arXiv 1706.03762), section 3.2.3; Cover and Thomas "
                       "2006, theorem 4.2.4",
            .parameters = {HOP_PARAMETER_WHOLE("symbols", "of the source", "symbols", 5, 2,
                                               SYMBOLS_MAX),
                           HOP_PARAMETER_WHOLE("tokens", "seen at a time", "tokens", 32, 4, 512),
                           HOP_PARAMETER_WHOLE("width", "of a token inside", "numbers", 32, 2,
                                               1024)}},
    .shows = "With the causal mask a Transformer learns the source and writes like it; without, it "
             "copies the next symbol from where it should not look, its loss falls to nothing, and "
             "what it writes is noise.",
    .run = run,
};
