/* A word's vector moves towards its meaning.  Sentences of a small grammar speak of one of several
 * topics; some words belong to two topics ("bank": money, river).  From every word of a sentence
 * the network is to say a word of the next sentence, which is of the same topic.  Attention learns
 * to move the vector of "bank" by what stands around it.
 * Distributional meaning: Harris 1954; in Transformers: Reif et al. 2019 (1906.02715).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study.h"

enum { WIDTH };
enum { TOKENS = 7, TOPICS = 6, TOPIC_WORDS = 5, AMBIGUOUS = 3, FILLERS = 8 };
enum { WORDS = TOPICS * TOPIC_WORDS + AMBIGUOUS + FILLERS, FIRST_FILLER = WORDS - FILLERS };
enum { FIRST_AMBIGUOUS = TOPICS * TOPIC_WORDS };

static const char *const TOPIC[TOPICS] = {"money", "river", "cave", "ball", "water", "year"};

/* Topic by topic; then words of two topics (2 k and 2 k + 1); then words of none. */
static const char *const WORD[WORDS] = {
    "money", "loan",  "cash",  "account", "teller", "river",  "shore", "boat",   "mud",
    "fish",  "cave",  "wing",  "night",   "moth",   "blind",  "ball",  "pitch",  "team",
    "score", "coach", "water", "pump",    "stream", "drink",  "well",  "winter", "summer",
    "rain",  "bloom", "march", "bank",    "bat",    "spring", "the",   "a",      "by",
    "near",  "we",    "saw",   "of",      "was"};

/* A sentence about `topic`: a filler or a word of the topic at every place; `ambiguous`, if it is a
 * word, at one of them.  Two places at least say the topic. */
static void speak(hop_random *random, size_t topic, size_t ambiguous, double *sentence) {
    size_t place[TOKENS];
    hop_random_sample(random, TOKENS, TOKENS, place);
    for (size_t i = 0; i < TOKENS; i++) {
        const bool says = i < 2 || (i < 4 && hop_random_below(random, 2) == 0);
        sentence[place[i]] =
            says ? (double)(topic * TOPIC_WORDS + hop_random_below(random, TOPIC_WORDS))
                 : (double)(FIRST_FILLER + hop_random_below(random, FILLERS));
    }
    if (ambiguous < WORDS) sentence[place[TOKENS - 1]] = (double)ambiguous;
}

/* input: a sentence, for every word a word of the next one, and, for tests, topic and the place of
 * the ambiguous word (or TOKENS). */
static void draw(const void *context, hop_random *random, double *const *input) {
    (void)context;
    const size_t topic = hop_random_below(random, TOPICS);
    const bool doubtful = hop_random_below(random, 2) == 0;
    const size_t word = FIRST_AMBIGUOUS + topic / 2;
    speak(random, topic, doubtful ? word : WORDS, input[0]);
    input[2][0] = (double)topic;
    input[3][0] = TOKENS;
    for (size_t i = 0; i < TOKENS; i++) {
        input[1][i] = (double)(topic * TOPIC_WORDS + hop_random_below(random, TOPIC_WORDS));
        if (doubtful && input[0][i] == (double)word) input[3][0] = (double)i;
    }
}

static hop_status build(size_t width, hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "words", TOKENS, 1);
    const size_t y = hop_network_input(net, "next", TOKENS, 1);
    hop_network_input(net, "topic", 1, 1);
    hop_network_input(net, "place", 1, 1);
    size_t h = hop_network_add(net, "embedding", HOP_FROM(x), "embedding:vocabulary=%d,width=%zu",
                               WORDS, width);
    h = hop_network_block(net, "block", h, 0, "heads=2");
    h = hop_network_add(net, "meaning", HOP_FROM(h), "layer_norm");
    h = hop_network_add(net, "logits", HOP_FROM(h), "linear:width=%d,bias=no", WORDS);
    hop_network_add(net, "loss", HOP_FROM(h, y), "cross_entropy");
    return hop_network_finish(net);
}

/* ---- cosines with the meanings: means of what the words of a topic are read by ---- */

typedef struct measure {
    const hop_network *net;
    const double *weights;
    size_t width;
    double *meaning;              /* [TOPICS x width] */
    double *before, *after, *had; /* [samples]: cosine with the right sense less the wrong one */
} measure;

static double cosine(const double *a, const double *b, size_t count) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t c = 0; c < count; c++) {
        ab += a[c] * b[c];
        aa += a[c] * a[c];
        bb += b[c] * b[c];
    }
    return ab / sqrt(aa * bb);
}

static void list_meanings(measure *m) {
    const hop_layer *logits = hop_network_node(m->net, hop_network_find(m->net, "logits"));
    const double *row = m->weights + logits->first;
    for (size_t t = 0; t < TOPICS; t++)
        for (size_t k = 0; k < TOPIC_WORDS; k++)
            for (size_t c = 0; c < m->width; c++)
                m->meaning[t * m->width + c] += row[(t * TOPIC_WORDS + k) * m->width + c];
}

/* The word by itself, as the last normalisation sees it without attention. */
static void without_attention(const measure *m, size_t word, double *out) {
    const hop_layer *embedding = hop_network_node(m->net, hop_network_find(m->net, "embedding"));
    const hop_layer *norm = hop_network_node(m->net, hop_network_find(m->net, "meaning"));
    const double *x = m->weights + embedding->first + word * m->width;
    const double *gain = m->weights + norm->first, *bias = gain + m->width;
    double mean = 0, variance = 0;
    for (size_t c = 0; c < m->width; c++) mean += x[c] / (double)m->width;
    for (size_t c = 0; c < m->width; c++) variance += pow(x[c] - mean, 2) / (double)m->width;
    for (size_t c = 0; c < m->width; c++)
        out[c] = gain[c] * (x[c] - mean) / sqrt(variance + 1e-5) + bias[c];
}

static void visit(void *context, const hop_workspace *w, size_t sample, size_t index) {
    const measure *m = context;
    double words[TOKENS], topic = 0, place = 0, h[TOKENS * 256], alone[256];
    hop_workspace_read(w, 0, sample, words);
    hop_workspace_read(w, 2, sample, &topic);
    hop_workspace_read(w, 3, sample, &place);
    m->had[index] = place < TOKENS;
    if (place >= TOKENS) return;
    const size_t right = (size_t)topic, wrong = right ^ 1, at = (size_t)place;
    const double *senses[2] = {m->meaning + right * m->width, m->meaning + wrong * m->width};
    hop_workspace_read(w, hop_network_find(m->net, "meaning"), sample, h);
    without_attention(m, (size_t)words[at], alone);
    m->before[index] = cosine(alone, senses[0], m->width) - cosine(alone, senses[1], m->width);
    m->after[index] = cosine(h + at * m->width, senses[0], m->width) -
                      cosine(h + at * m->width, senses[1], m->width);
}

static hop_status judge(hop_study *study, const hop_network *net, const hop_sampler *sampler,
                        const hop_trained *trained) {
    const size_t samples = hop_study_size(study, 4000, 200);
    const size_t width = (size_t)study->setting[WIDTH];
    double *all = NULL, before = 0, after = 0, right = 0, count = 0;
    HOP_TRY(hop_alloc(3 * samples + TOPICS * width, sizeof *all, "samples", &all));
    measure m = {.net = net,
                 .weights = trained->weights,
                 .width = width,
                 .before = all,
                 .after = all + samples,
                 .had = all + 2 * samples,
                 .meaning = all + 3 * samples};
    list_meanings(&m);
    const hop_status status = hop_study_visit(study, net, sampler, trained, samples, visit, &m);
    for (size_t i = 0; i < samples; i++) {
        if (m.had[i] == 0) continue;
        count++;
        before += fabs(m.before[i]);
        after += m.after[i];
        right += m.after[i] > 0;
    }
    free(all);
    if (status != HOP_OK) return status;
    hop_study_check(study, "cosine before", before / count, 0, HOP_BAR_NONE, 0,
                    "of an ambiguous word by itself: how much nearer it is to one of its senses");
    hop_study_check(study, "cosine after", after / count, 2, HOP_BAR_AT_LEAST, 0.5,
                    "after attention: how much nearer to the sense of its sentence than to the "
                    "other");
    hop_study_check(study, "nearest sense", right / count, 1, HOP_BAR_AT_LEAST, 0.95,
                    "part of unseen sentences whose ambiguous word is nearest to the right sense");
    return HOP_OK;
}

/* "we saw bank by river ...": the same word in two sentences. */
static hop_status show(hop_study *study, const hop_network *net, const double *weights) {
    enum { HEADS = 2 };
    hop_workspace *w = NULL;
    hop_random random;
    double sentence[TOKENS], p[HEADS * TOKENS * TOKENS];
    HOP_TRY(hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w));
    hop_random_init(&random, study->options->seed, (uint64_t)11 << 60);
    for (size_t topic = 0; topic < 2; topic++) {
        const char *names[TOKENS];
        speak(&random, topic, FIRST_AMBIGUOUS, sentence);
        for (size_t i = 0; i < TOKENS; i++) names[i] = WORD[(size_t)sentence[i]];
        hop_workspace_set(w, 0, 0, sentence);
        hop_workspace_forward(w, weights, 1);
        hop_workspace_saved(w, hop_network_find(net, "block.attention"), 0, HEADS * TOKENS * TOKENS,
                            p);
        for (size_t h = 0; h < HEADS; h++) {
            char name[32];
            double k90 = 0;
            const char *kind = hop_study_class(p + h * TOKENS * TOKENS, TOKENS, TOKENS, &k90);
            snprintf(name, sizeof name, "%s, head %zu", TOPIC[topic], h + 1);
            hop_study_map(study, name, p + h * TOKENS * TOKENS, TOKENS, names, &hop_study_looks);
            hop_result_remark(study->result, HOP_NOTE, "%s: k90 = %.0f of %d words (%s)", name, k90,
                              TOKENS, kind);
        }
    }
    hop_workspace_destroy(w);
    return HOP_OK;
}

static hop_status run(hop_study *study) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {draw, NULL};
    hop_train_options options = hop_train_defaults;
    double loss = 0;
    options.optimiser = "adam:rate=0.01";
    options.steps = hop_study_size(study, 800, 100);
    options.every = 25;
    hop_status status = build((size_t)study->setting[WIDTH], &net);
    if (status == HOP_OK)
        status = hop_study_train(study, "context", net, &sampler, &options, &trained);
    if (status == HOP_OK)
        status =
            hop_study_loss(study, net, &sampler, &trained, hop_study_size(study, 4000, 200), &loss);
    if (status == HOP_OK) {
        hop_study_oracle(study, log(TOPIC_WORDS));
        hop_study_check(study, "loss", loss, log(TOPIC_WORDS), HOP_BAR_WITHIN, 0.02,
                        "nats a word on unseen sentences, beside who knows the topic");
        status = judge(study, net, &sampler, &trained);
    }
    if (status == HOP_OK) status = show(study, net, trained.weights);
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

const hop_task_row hop_task_context = {
    .row = {.name = "context",
            .title = "a word's vector moves towards its meaning: bank by money, bank by a river",
            .sources = "Harris 1954; Reif et al. 2019 (arXiv 1906.02715)",
            .parameters = {HOP_PARAMETER_WHOLE("width", "of a word's vector", "numbers", 32, 4,
                                               256)}},
    .shows = "By itself \"bank\" is as near to money as to rivers; attention moves it to the sense "
             "that its sentence has.",
    .run = run,
};
