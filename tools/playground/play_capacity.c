/* Trials of `hopfield capacity`, cell by cell, so that a page can show them as they come.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "../../src/base/fail.h"
#include "../../src/sweep/sweep_private.h"
#include "../../src/theory/load_theory.h"
#include "../../src/trial/trial.h"
#include "play_private.h"

/* At most so many steps a recall: the experiment's default. */
enum { STEPS = 100 };

static hop_status read(const char *spec, hop_energy *energy, hop_similarity *similarity) {
    HOP_TRY(hop_energy_parse(spec, energy));
    const char *own = energy->family->similarity;
    return hop_similarity_parse(own ? own : "dot", similarity);
}

const char *play_capacity(const char *energy, int energy_index, int dim, double load,
                          int load_index, int loads, double damage, int trials, double seed) {
    hop_trial trial = {
        .flips = damage,
        .kind = HOP_PATTERN_BIPOLAR,
        .dim = (size_t)dim,
        .steps = STEPS,
        .trials = (size_t)trials,
    };
    hop_trial_sums sums = {0};
    hop_status status = read(energy, &trial.energy, &trial.similarity);
    if (status == HOP_OK) {
        /* The last setting that varies changes fastest. */
        size_t chain = (size_t)energy_index * (size_t)loads + (size_t)load_index;
        uint64_t own = hop_sweep_cell_seed((uint64_t)seed, hop_sweep_index(chain, 0));
        trial.patterns =
            hop_load_whole(hop_load_patterns(HOP_LOAD_LINEAR, &trial.energy, dim, load));
        status = hop_trial_run(&trial, own, &sums);
    }
    hop_string *json = play_begin();
    play_number(json, "stored", (double)trial.patterns);
    play_number(json, "trials", sums.trials);
    play_number(json, "success", sums.successes[HOP_CRITERION_OVERLAP] / sums.trials);
    play_number(json, "cosine", sums.cosine / sums.trials);
    return play_end(status);
}

/* On the scale that theory has for this energy; the page's axis is N/d. */
const char *play_capacity_theory(const char *spec, int dim, double damage) {
    hop_energy energy;
    hop_similarity similarity;
    hop_status status = read(spec, &energy, &similarity);
    hop_string *json = play_begin();
    if (status != HOP_OK) return play_end(status);
    size_t beta = hop_row_parameter_index(&energy.family->row, "beta");
    const hop_load_case asked = {
        .energy = &energy,
        .scale = HOP_LOAD_AUTO,
        .kind = HOP_PATTERN_BIPOLAR,
        .criterion = HOP_CRITERION_OVERLAP,
        .dim = dim,
        .beta = beta < HOP_PARAMETER_MAX ? energy.parameter[beta] : NAN,
        .flips = damage,
    };
    hop_load_theory theory = hop_load_capacity(&asked).theory;
    bool linear = hop_load_resolve(HOP_LOAD_AUTO, &energy) == HOP_LOAD_LINEAR;
    double patterns = hop_load_patterns(HOP_LOAD_AUTO, &energy, dim, theory.load);
    play_number(json, "load", linear || isnan(theory.load) ? theory.load : patterns / dim);
    play_text(json, "name", theory.name);
    play_text(json, "source", theory.source);
    return play_end(HOP_OK);
}
