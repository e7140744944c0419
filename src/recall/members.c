/* Rows of an embedder's own: what a recall asks of them, before anything is computed.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "recall_private.h"

/* What a row must have, and whether it does. */
typedef struct member {
    const char *name;
    bool has;
} member;

static hop_status check(const char *table, const hop_row *row, const member *members,
                        size_t count) {
    if (!row->name)
        return hop_fail(HOP_E_SUPPORT, "the %s row has no `row.name`, which it must have", table);
    for (size_t i = 0; i < count; i++)
        if (!members[i].has)
            return hop_fail(HOP_E_SUPPORT, "the %s row '%s' has no `%s`, which it must have", table,
                            row->name, members[i].name);
    return HOP_OK;
}
#define CHECK(table, row, members) check(table, row, members, sizeof(members) / sizeof *(members))

static hop_status check_energy(const hop_energy_row *e) {
    const bool beta = hop_row_parameter_index(&e->row, "beta") < HOP_PARAMETER_MAX;
    const member members[] = {
        {"potential", e->couple || e->potential},
        {"weights", e->couple || e->weights},
        {"fold` or `cutoff", e->couple || e->fold || e->cutoff},
        {"folded", !e->fold || e->folded},
        {"parameters` with \"beta", !e->softmax || beta},
    };
    return CHECK("energy", &e->row, members);
}

static hop_status check_similarity(const hop_similarity_row *s) {
    const bool product = s->form == HOP_FORM_PRODUCT, difference = s->form == HOP_FORM_DIFFERENCE;
    const member members[] = {
        {"frame", s->frame},
        {"fill", s->fill},
        {"known", !product || s->known},
        {"rho", !difference || s->rho},
        {"tile", !difference || s->tile},
        {"centre", !difference || s->centre},
    };
    return CHECK("similarity", &s->row, members);
}

static hop_status check_update(const hop_update_row *u) {
    const member members[] = {{"value", u->value}};
    return CHECK("update", &u->row, members);
}

hop_status hop_recall_check_rows(const hop_recall_model *model) {
    if (!model->energy.family || !model->similarity.kind)
        return hop_fail(HOP_E_SUPPORT,
                        "no %s is chosen; begin with hop_recall_defaults, or with "
                        "hop_recall_defaults_of(memory)",
                        model->energy.family ? "similarity" : "energy");
    HOP_TRY(check_energy(model->energy.family));
    HOP_TRY(check_similarity(model->similarity.kind));
    /* A family that names its own similarity is checked for that. */
    const hop_energy_row *family = model->energy.family;
    if (family->couple && !family->similarity && !model->similarity.kind->bipolar)
        return hop_fail(HOP_E_SUPPORT,
                        "%s has couplings, which are between bipolar neurons; it goes with the "
                        "similarity hamming, not %s",
                        family->row.name, model->similarity.kind->row.name);
    return model->update ? check_update(model->update) : HOP_OK;
}
