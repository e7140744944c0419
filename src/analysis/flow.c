/* Tokens moving along the potential of attention: settings filled in, tokens moved, the result
 * told. SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>

#include "../base/fail.h"
#include "flow.h"

/* Of tokens from a file. */
static const double DEFAULT_STEP = 0.1;

/* Radius of a cluster and softening of gravity, as parts of the tokens' first spread. */
static const double RADIUS_PART = 0.1, SOFTENING_PART = 0.5;

const hop_flow_inputs hop_flow_inputs_defaults = {.heads = 1, .layers = 40};

/* ---- settings ---- */

static bool chosen(hop_choice given, bool otherwise) {
    return given == HOP_CHOICE_NONE ? otherwise : given == HOP_CHOICE_YES;
}

static double given_or(double given, double otherwise) {
    return given > 0 ? given : otherwise;
}

static void set_flow(const hop_flow_inputs *in, hop_flow_found *f) {
    const hop_flow_example *e = in->example;
    const hop_flow_weights *w = &f->weights;
    const double spread = hop_flow_spread(in->tokens.values, in->tokens.rows, in->tokens.columns);
    const double size = spread > 0 ? spread : 1;
    f->flow = (hop_flow){
        .law = HOP_FLOW_ATTENTION,
        .potential = {.dim = w->dim,
                      .heads = w->heads,
                      .form = w->form.values,
                      .beta = given_or(in->beta, e ? e->beta : 1 / sqrt((double)w->width)),
                      .exclude_self = in->exclude_self},
        .value = w->value.values,
        .gravity = 1 / (double)in->tokens.rows,
        .softening = given_or(in->softening, SOFTENING_PART * size),
        .layers = in->layers,
        .step = given_or(in->step, e ? e->step : DEFAULT_STEP),
        .frozen = in->frozen,
        .residual = chosen(in->residual, e ? e->residual : true),
        .sphere = chosen(in->sphere, e ? e->sphere : false),
        .radius = given_or(in->radius, RADIUS_PART * size),
        .progress = in->progress,
        .context = in->context,
    };
    f->gravity = f->flow;
    f->gravity.law = HOP_FLOW_GRAVITY;
    /* All masses in one place pull like a spring of strength 1 / e^3; longer steps would overshoot
     * and not fall. */
    f->gravity.step = fmin(f->flow.step, pow(f->flow.softening, 3) / 2);
}

static hop_status move(hop_flow_inputs *in, hop_flow_found *f) {
    if (!in->tokens.values) HOP_TRY(hop_flow_draw_tokens(in, &in->tokens));
    assert(in->tokens.values); /* given, or drawn just now */
    HOP_TRY(hop_flow_weights_create(in, in->tokens.columns, &f->weights));
    set_flow(in, f);
    HOP_TRY(hop_flow_identity(in, &f->weights, f->flow.potential.beta, &f->identity_error,
                              &f->identity_scale));
    HOP_TRY(hop_flow_run(&f->flow, in->tokens.values, in->tokens.rows, &f->result));
    return in->gravity ? hop_flow_run(&f->gravity, in->tokens.values, in->tokens.rows, &f->fallen)
                       : HOP_OK;
}

hop_status hop_flow_analyse(hop_flow_inputs *in, hop_result *r) {
    hop_flow_found f = {0};
    hop_status status = move(in, &f);
    if (!in->source && in->example) in->source = in->example->title;
    if (status == HOP_OK) status = hop_flow_tell(in, &f, r);
    hop_flow_result_clear(&f.fallen);
    hop_flow_result_clear(&f.result);
    hop_flow_weights_clear(&f.weights);
    return status;
}
