/* Metastable states: where many starts end as beta grows.  k90 is the fewest weights that sum to
 * .90; its classes are those of Ramsauer et al. 2020, section 4: the mean of all patterns (k90
 * above N/2), metastable states of many and of a few (above N/8, above N/32), and small ones.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/moments.h"
#include "../trial/costs.h"
#include "metastable.h"

static const hop_setting SETTINGS[] = {
    [HOP_METASTABLE_MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [HOP_METASTABLE_DIM] = HOP_SWEEP_DIM(1e5, "64"),
    [HOP_METASTABLE_STORED] =
        HOP_SWEEP_COUNT(stored, "random patterns in the memory, N", 2, 1e6, "64"),
    [HOP_METASTABLE_PATTERNS] = HOP_SWEEP_WORD(
        patterns,
        "how they are drawn, with variance 1; auto: spherical, or bipolar where states are",
        "auto|" HOP_PATTERN_KINDS, "auto"),
    [HOP_METASTABLE_ENERGY] = HOP_SET_ENERGY("lse"),
    [HOP_METASTABLE_SIMILARITY] = HOP_SET_SIMILARITY("dot, or correlation for a MEMORY"),
    [HOP_METASTABLE_BETA] = HOP_SWEEP_BETA(
        ", where the energy has one; auto: what the energies say, else of drawn patterns from an "
        "eighth of their critical beta to eight times it, of a MEMORY 0.01 to 1000"),
    [HOP_METASTABLE_START] =
        HOP_SWEEP_WORD(start,
                       "states to start from: random ones, around the mean of the patterns "
                       "as the patterns are; stored patterns; or states close to the mean",
                       "random|pattern|mean", "random"),
    [HOP_METASTABLE_SAMPLE] = HOP_SET_COUNT(sample, "states to start from", 1, 1e6, "200"),
    [HOP_METASTABLE_TOLERANCE] =
        HOP_SET_NUMBER(distinct,
                       "fixed points closer than this are one, as a fraction of the "
                       "patterns' distance from their mean",
                       "dimensionless", 0, 1, "0.01"),
    [HOP_METASTABLE_STEPS] = HOP_SET_STEPS(1e6, "1000"),
    {.parameter = {.name = NULL}},
};

#define FRACTION(column, text) HOP_COLUMN_NUMBER(column, "", text, 3)

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns, N"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_TEXT("energy", "energy family"),
    HOP_COLUMN_TEXT("similarity", "how states are compared"),
    HOP_COLUMN_TEXT("start", "where states started"),
    HOP_COLUMN_NUMBER("beta", "", "inverse temperature that was used", 3),
    HOP_COLUMN_NUMBER("k90", "", "median of the fewest weights that sum to .90", 4),
    FRACTION("all", "fraction of starts that ended with k90 above N/2: of real states, near the "
                    "mean of all"),
    FRACTION("many", "with k90 above N/8"),
    FRACTION("few", "with k90 above N/32"),
    FRACTION("small", "with k90 of at most N/32"),
    FRACTION("unsupported", "with no weight at all, and so in none of them (lsr: outside every "
                            "pattern's ball)"),
    HOP_COLUMN_COUNT("points", "distinct fixed points that were found"),
    HOP_COLUMN_COUNT("retrieved", "of these, one stored pattern (k90 = 1)"),
    HOP_COLUMN_COUNT("mixtures", "of these, a mixture of k90 patterns"),
    HOP_COLUMN_COUNT("mean",
                     "of these, near the mean of all patterns: k90 above N/2, and less than a "
                     "third of the patterns' distance from it"),
    FRACTION(
        "single",
        "fraction of starts that ended with k90 = 1 (these are also in one of the four classes)"),
    HOP_COLUMN_NUMBER("mixed", "", "mean k90 of the distinct mixtures", 4),
    FRACTION("to_retrieved", "fraction of starts that ended in one stored pattern"),
    FRACTION("to_mixtures", "in a mixture"),
    FRACTION("to_mean", "near the mean"),
    HOP_COLUMN_NUMBER("support", "", "mean number of weights above 0", 4),
    HOP_COLUMN_NUMBER("distance", "memory units", "mean, of the fixed point from the mean", 4),
    HOP_COLUMN_NUMBER("k90_low", "", "a quarter of the starts ended with less", 4),
    HOP_COLUMN_NUMBER("k90_high", "", "a quarter ended with more", 4),
    HOP_COLUMN_NUMBER("critical_beta", "1 / squared key units",
                      "1 / largest eigenvalue of the keys' covariance, where the mean of centred "
                      "patterns loses its stability",
                      4),
    HOP_COLUMN_COUNT("starts", "states started from"),
    HOP_COLUMN_COUNT("settled", "of these, how many settled"),
    HOP_COLUMN_STEPS,
    HOP_COLUMN_TEXT("commonest",
                    "the mixtures that most starts ended in: their patterns, the heaviest first, "
                    "by name or, if they were drawn, by number from 0; and how many starts"),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--energy lse --energy entmax:alpha=1.5 --energy sparsemax --beta 0.01:1:x1.5 --seed 1",
    "patterns/glyphs --beta 6:30:x1.06 --seed 1 --figure metastable.png --force",
    NULL,
};

/* ---- settings ---- */

static bool has_beta(const hop_sweep *e, size_t energy) {
    return hop_sweep_has_beta(&e->energies[energy]);
}

static size_t energy_count(const hop_sweep *e) {
    return e->range_count[HOP_METASTABLE_ENERGY];
}

static bool is_auto(const hop_sweep *e) {
    return isnan(e->range[HOP_METASTABLE_BETA][0]);
}

/* Families without beta are the same at every beta, so none may be given with them. */
static hop_status check_beta(const hop_sweep *e) {
    for (size_t i = 0; i < energy_count(e); i++) {
        const hop_row *row = &e->energies[i].family->row;
        if (!has_beta(e, i) && !is_auto(e))
            return hop_fail(HOP_E_SUPPORT, "%s has no beta; leave --beta out", row->name);
        if (has_beta(e, i) != has_beta(e, 0))
            return hop_fail(HOP_E_SUPPORT,
                            "%s has no beta, and that of %s is swept; give each a command of its "
                            "own",
                            e->energies[has_beta(e, i) ? 0 : i].family->row.name,
                            e->energies[has_beta(e, i) ? i : 0].family->row.name);
        for (size_t k = 0; k < e->range_count[HOP_METASTABLE_BETA] && !is_auto(e); k++)
            HOP_TRY(hop_parameter_check(&row->parameters[hop_row_parameter_index(row, "beta")],
                                        e->range[HOP_METASTABLE_BETA][k]));
    }
    return HOP_OK;
}

/* Words of setting `patterns`, whose first is auto. */
static hop_pattern_kind kind_of(double word) {
    return (hop_pattern_kind)(word - 1);
}

static hop_status check_patterns(const hop_sweep *e) {
    for (size_t i = 0; i < energy_count(e) && !e->memory; i++)
        for (size_t k = 0; k < e->range_count[HOP_METASTABLE_PATTERNS]; k++) {
            double word = e->range[HOP_METASTABLE_PATTERNS][k];
            if (e->energies[i].family->states != HOP_STATES_BIPOLAR || word == 0) continue;
            if (kind_of(word) != HOP_PATTERN_BIPOLAR)
                return hop_fail(HOP_E_SUPPORT, "%s stores bipolar patterns; use --patterns bipolar",
                                e->energies[i].family->row.name);
        }
    return HOP_OK;
}

static hop_status check(const hop_sweep *e) {
    HOP_TRY(hop_source_check(e, HOP_METASTABLE_DIM));
    HOP_TRY(check_patterns(e));
    return check_beta(e);
}

/* ---- what is meant by auto ---- */

/* Of a memory, of which nothing is known before it is measured, from 0.01 to 1000, four in a
 * decade; else so many around the critical beta, by that factor to both sides. */
enum { BETAS = 21, IN_A_DECADE = 4, BETAS_AROUND = 33 };
static const double LEAST_BETA = 0.01, AROUND = 8;

/* 1 / the largest eigenvalue of the covariance of N drawn patterns, variance 1, for large N and d:
 * (1 + sqrt(d/N))^-2 (Marchenko and Pastur 1967). */
static double critical_beta(double dim, double stored) {
    return 1 / pow(1 + sqrt(dim / stored), 2);
}

static hop_status set_betas_around(hop_sweep *e) {
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < e->range_count[HOP_METASTABLE_DIM]; i++)
        for (size_t k = 0; k < e->range_count[HOP_METASTABLE_STORED]; k++) {
            double beta =
                critical_beta(e->range[HOP_METASTABLE_DIM][i], e->range[HOP_METASTABLE_STORED][k]);
            low = fmin(low, beta / AROUND);
            high = fmax(high, beta * AROUND);
        }
    HOP_TRY(hop_sweep_set_range(e, HOP_METASTABLE_BETA, 0, 1, BETAS_AROUND));
    for (size_t k = 0; k < BETAS_AROUND; k++)
        e->range[HOP_METASTABLE_BETA][k] = low * pow(high / low, (double)k / (BETAS_AROUND - 1));
    return HOP_OK;
}

/* Some states are -1 and 1. */
static bool are_bipolar(const hop_sweep *e) {
    for (size_t i = 0; i < energy_count(e); i++)
        for (size_t k = 0; k < e->range_count[HOP_METASTABLE_SIMILARITY]; k++) {
            hop_similarity similarity = {0};
            hop_status status =
                hop_sweep_similarity(e, &e->similarities[k], &e->energies[i], &similarity);
            bool compared = status == HOP_OK && similarity.kind->bipolar;
            if (compared || e->energies[i].family->states == HOP_STATES_BIPOLAR) return true;
        }
    return false;
}

/* Every energy says its own beta, or has none. */
static bool are_betas_known(const hop_sweep *e) {
    for (size_t i = 0; i < energy_count(e); i++)
        if (has_beta(e, i) && isnan(hop_sweep_beta(&e->energies[i]))) return false;
    return true;
}

static hop_status complete(hop_sweep *e) {
    hop_pattern_kind usual = are_bipolar(e) ? HOP_PATTERN_BIPOLAR : HOP_PATTERN_SPHERICAL;
    for (size_t k = 0; k < e->range_count[HOP_METASTABLE_PATTERNS]; k++)
        if (e->range[HOP_METASTABLE_PATTERNS][k] == 0)
            e->range[HOP_METASTABLE_PATTERNS][k] = (double)usual + 1;
    if (!is_auto(e) || are_betas_known(e)) return HOP_OK;
    if (!e->memory) return set_betas_around(e);
    HOP_TRY(hop_sweep_set_range(e, HOP_METASTABLE_BETA, 0, 1, BETAS));
    for (size_t k = 0; k < BETAS; k++)
        e->range[HOP_METASTABLE_BETA][k] = LEAST_BETA * pow(10, (double)k / IN_A_DECADE);
    return HOP_OK;
}

/* Most starts settle in about so many; among pictures, which are alike, they creep. */
static const double STEPS_USUAL = 20, STEPS_ALIKE = 60;

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double dim = (double)hop_source_dim(e, c->dim), count = (double)c->sample;
    double patterns = (double)hop_source_count(e, c->stored);
    double steps = fmin(e->memory ? STEPS_ALIKE : STEPS_USUAL, (double)c->steps);
    hop_recall_options options;
    if (hop_metastable_options(e, c, e->seed, &options) != HOP_OK)
        return (hop_cost){0}; /* refused where it is tried */
    const hop_work work = {.energy = &options.model.energy,
                           .similarity = options.model.similarity.kind,
                           .states = count,
                           .patterns = patterns,
                           .dim = dim,
                           .steps = steps};
    return (hop_cost){.seconds = hop_cost_recall(&work) + hop_cost_spectrum(patterns, dim),
                      .bytes = 8 * count * (patterns + 6 * dim) + 12 * dim * patterns +
                               hop_moments_largest_bytes(patterns, dim)};
}

const hop_experiment_row hop_experiment_metastable = {
    .row = {.name = "metastable",
            .title = "how many patterns the states that recall ends in are made of",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, section 4; Martins, Niculae, "
                       "McNamee "
                       "2023, Sparse Modern Hopfield Networks, workshop AMHN of NeurIPS (sparse "
                       "families)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_METASTABLE_BETA,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 7,
    .essential = 17, /* up to the kinds of fixed points */
    .examples = EXAMPLES,
    .check = check,
    .complete = complete,
    .cell = hop_metastable_cell,
    .cost = cost,
    .report = hop_metastable_report,
};
