/* What theory promised each query, and why wrong ones went wrong.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "account_private.h"

/* Wrong queries that are explained; each costs a pass over the memory. */
enum { EXPLAINED = 10 };

/* Values of the memory that may be read to explain them: some seconds' worth. */
static const size_t BUDGET = (size_t)1 << 31;

/* Pairs of values that may be multiplied to certify targets: some tenths of a second.  Beside a
 * recall that leaves most patterns out, certificates are what takes long. */
static const size_t CERTIFIED = (size_t)1 << 32;

static bool is_aimed(const hop_recall_record *r, size_t query) {
    return r->result->queries[query].score.target != HOP_NO_PATTERN;
}

/* How many targets can be afforded, one at least. */
static size_t certifiable(const hop_recall_record *r, size_t targets) {
    const size_t most = CERTIFIED / r->result->dim / hop_memory_count(r->memory);
    return most < 1 ? 1 : most < targets ? most : targets;
}

/* Certificates of the targets, in the order of the queries that have one; where all of them would
 * take long, of as many as can be afforded, spread over the queries. */
static hop_status certify(const hop_recall_record *r, hop_verdicts *v) {
    size_t *targets = NULL, *places = NULL, aimed = 0;
    hop_certificate *found = NULL;
    hop_status status = hop_alloc(r->result->count, sizeof *targets, "targets", &targets);
    if (status == HOP_OK) status = hop_alloc(r->result->count, sizeof *places, "targets", &places);
    for (size_t i = 0; i < r->result->count; i++) v->targets += is_aimed(r, i) ? 1 : 0;
    const size_t most = certifiable(r, v->targets);
    for (size_t i = 0, target = 0; i < r->result->count && status == HOP_OK; i++) {
        v->certificates[i].pattern = HOP_NO_PATTERN;
        if (!is_aimed(r, i)) continue;
        /* The target-th of all is taken where `most` of them, evenly apart, have one more. */
        const bool taken = (target + 1) * most / v->targets > target * most / v->targets;
        target++;
        if (!taken) continue;
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

/* As many as the budget allows, one at least. */
static size_t affordable(const hop_recall_record *r) {
    size_t count = BUDGET / (hop_memory_count(r->memory) * r->result->dim);
    return count < 1 ? 1 : count < EXPLAINED ? count : EXPLAINED;
}

static hop_status explain(const hop_recall_record *r, hop_verdicts *v) {
    enum { SENTENCE = 600 };
    const size_t most = affordable(r);
    for (size_t i = 0; i < r->result->count; i++) {
        const hop_recalled *query = &r->result->queries[i];
        if (!hop_account_is_wrong(query)) continue;
        v->wrong++;
        if (v->explained == most) continue;
        HOP_TRY(hop_recall_diagnose(r->recall, r->queries + i * r->result->dim, query,
                                    &v->diagnoses[i]));
        HOP_TRY(hop_alloc(SENTENCE, 1, "a sentence", &v->sentences[i]));
        hop_recall_explain(r->recall, query, &v->diagnoses[i], r->names[i], v->sentences[i],
                           SENTENCE);
        v->explained++;
    }
    return HOP_OK;
}

hop_status hop_account_judge(const hop_recall_record *r, hop_verdicts *v) {
    *v = (hop_verdicts){.count = r->result->count};
    HOP_TRY(hop_alloc(v->count, sizeof *v->certificates, "certificates", &v->certificates));
    HOP_TRY(hop_alloc(v->count, sizeof *v->diagnoses, "diagnoses", &v->diagnoses));
    HOP_TRY(hop_alloc(v->count, sizeof *v->sentences, "sentences", &v->sentences));
    HOP_TRY(certify(r, v));
    return explain(r, v);
}

void hop_verdicts_clear(hop_verdicts *v) {
    for (size_t i = 0; v->sentences && i < v->count; i++) free(v->sentences[i]);
    free(v->sentences);
    free(v->certificates);
    free(v->diagnoses);
}
