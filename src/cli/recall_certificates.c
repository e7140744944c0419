/* What theory promised each query of `hopfield recall`, and why wrong ones went wrong.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include <hopfield/certificate.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "recall.h"
#include "wrap.h"

/* Wrong queries that are explained; each costs a pass over the memory. */
enum { EXPLAINED = 10 };

static bool is_wrong(const hop_recalled *query) {
    return query->score.target != HOP_NO_PATTERN && !query->score.correct;
}

/* Certificates of the targets, in the order of the queries that have one. */
static hop_status certify(const cli_recalled *r, cli_verdicts *v) {
    size_t *targets = NULL, *places = NULL, aimed = 0;
    hop_certificate *found = NULL;
    hop_status status = hop_alloc(r->result->count, sizeof *targets, "targets", &targets);
    if (status == HOP_OK) status = hop_alloc(r->result->count, sizeof *places, "targets", &places);
    for (size_t i = 0; i < r->result->count && status == HOP_OK; i++) {
        v->certificates[i].pattern = HOP_NO_PATTERN;
        if (r->result->queries[i].score.target == HOP_NO_PATTERN) continue;
        targets[aimed] = r->result->queries[i].score.target;
        places[aimed++] = i;
    }
    if (status == HOP_OK) status = hop_alloc(aimed, sizeof *found, "certificates", &found);
    if (status == HOP_OK) status = hop_recall_certify(r->recall, targets, aimed, found);
    for (size_t k = 0; k < aimed && status == HOP_OK; k++) {
        v->certificates[places[k]] = found[k];
        v->guaranteed += found[k].guaranteed ? 1 : 0;
    }
    v->aimed = aimed;
    free(targets);
    free(places);
    free(found);
    return status;
}

static hop_status explain(const cli_recalled *r, cli_verdicts *v) {
    enum { SENTENCE = 600 };
    for (size_t i = 0; i < r->result->count; i++) {
        const hop_recalled *query = &r->result->queries[i];
        if (!is_wrong(query)) continue;
        v->wrong++;
        if (v->explained == EXPLAINED) continue;
        hop_diagnosis diagnosis = {0};
        HOP_TRY(hop_recall_diagnose(r->recall, r->queries->states + i * r->queries->dim, query,
                                    &diagnosis));
        HOP_TRY(hop_alloc(SENTENCE, 1, "a sentence", &v->sentences[i]));
        hop_recall_explain(r->recall, query, &diagnosis, r->queries->names[i], v->sentences[i],
                           SENTENCE);
        v->explained++;
    }
    return HOP_OK;
}

hop_status cli_recall_judge(const cli_recalled *r, cli_verdicts *v) {
    *v = (cli_verdicts){.count = r->result->count};
    HOP_TRY(hop_alloc(v->count, sizeof *v->certificates, "certificates", &v->certificates));
    HOP_TRY(hop_alloc(v->count, sizeof *v->sentences, "sentences", &v->sentences));
    HOP_TRY(certify(r, v));
    return explain(r, v);
}

void cli_verdicts_clear(cli_verdicts *v) {
    for (size_t i = 0; v->sentences && i < v->count; i++) free(v->sentences[i]);
    free(v->sentences);
    free(v->certificates);
}

/* ---- in words ---- */

static void print(FILE *out, hop_string *line, size_t width) {
    if (line->text && !line->failed) cli_print_wrapped(out, line->text, 2, width);
    line->length = 0;
}

void cli_recall_print_verdicts(const cli_recalled *r, FILE *out, size_t width) {
    const cli_verdicts *v = r->verdicts;
    hop_string line = {0};
    if (v->aimed > 0 && hop_recall_theory(r->recall) != HOP_THEORY_NONE) {
        hop_string_add(&line, "theory promises a stable memory for %zu of %zu targets",
                       v->guaranteed, v->aimed);
        print(out, &line, width);
    }
    if (v->wrong > 0) fputc('\n', out);
    for (size_t i = 0; i < v->count; i++) {
        if (!v->sentences[i]) continue;
        hop_string_add(&line, "%s", v->sentences[i]);
        print(out, &line, width);
    }
    if (v->wrong > v->explained) fprintf(out, "and %zu more\n", v->wrong - v->explained);
    free(line.text);
}

/* ---- for programs ---- */

static hop_json *index_of(size_t pattern) {
    return pattern == HOP_NO_PATTERN ? hop_json_null() : hop_json_count(pattern);
}

hop_json *cli_recall_certificate_json(const cli_recalled *r, size_t index) {
    const hop_certificate *c = &r->verdicts->certificates[index];
    const hop_recalled *query = &r->result->queries[index];
    if (c->pattern == HOP_NO_PATTERN) return hop_json_null();
    const char *rival = c->rival == HOP_NO_PATTERN ? NULL : hop_memory_name(r->memory, c->rival);
    bool theory = hop_recall_theory(r->recall) != HOP_THEORY_NONE;
    hop_json *object = hop_json_object();
    bool good =
        hop_json_set(object, "separation", hop_json_real(c->separation)) &&
        hop_json_set(object, "rival", index_of(c->rival)) &&
        hop_json_set(object, "rival_name", hop_json_text(rival)) &&
        hop_json_set(object, "near_duplicates", hop_json_count(c->duplicates)) &&
        hop_json_set(object, "guaranteed",
                     theory ? hop_json_bool(c->guaranteed) : hop_json_null()) &&
        hop_json_set(object, "radius", hop_json_real(theory ? c->radius : NAN)) &&
        hop_json_set(object, "bound", hop_json_real(c->bound)) &&
        hop_json_set(object, "guaranteed_from_beta", hop_json_real(c->least_beta)) &&
        hop_json_set(object, "start_distance", hop_json_real(query->score.start_distance)) &&
        hop_json_set(object, "end_distance", hop_json_real(query->score.end_distance));
    if (good) return object;
    hop_json_free(object);
    return NULL;
}
