/* Which engine steps: the one decision.  Everything that an engine may rest on (frames, keys, the
 * sieve) is ready by then; the first row of the list that supports the recall is taken.
 * SPDX-License-Identifier: MIT */
#include "engine.h"

#include <assert.h>

#include "engine_list.h"

static const hop_engine *first_that_supports(const hop_recall *recall, bool plain) {
    for (size_t i = 0; i < hop_engine_count; i++) {
        const hop_engine *engine = hop_recall_engines[i];
        if ((engine->plain || !plain) && engine->supports(recall)) return engine;
    }
    return NULL;
}

void hop_recall_choose_engine(hop_recall *recall) {
    recall->plain = first_that_supports(recall, true);
    recall->engine = first_that_supports(recall, false);
    assert(recall->plain && recall->engine); /* every form has an engine in both precisions */
}
