/* The report of a recall: its numbers, its words, what it shows and what it leaves out.
 * Covers: words.c recall_captions.c recall_energy.c recall_errors.c recall_facts.c
 * recall_failures.c recall_promises.c recall_queries.c recall_sheet.c recall_summary.c
 * recall_ends.c recall_tally.c recall_verdicts.c recall_words.c recall_tiles.c recall_motion.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "account/account_private.h"
#include "support/support.h"

enum { SIDE = 4, DIM = SIDE * SIDE, PATTERNS = 8, MOST = 40 };

/* A finished recall in a small memory. */
typedef struct sample {
    hop_memory *memory;
    hop_recall *recall;
    hop_recall_result result;
    double originals[MOST * DIM], queries[MOST * DIM];
    size_t targets[MOST];
    const char *names[MOST];
    hop_recall_record record;
} sample;

/* Pattern i is row i of a Sylvester-Hadamard matrix, in 0 ... 1: far from all others.  Query i is
 * that of pattern i mod PATTERNS, or, for the first `wrong` ones, that of the next pattern. */
static sample *create(bool image, size_t count, size_t wrong, bool aimed) {
    static const char *const names[PATTERNS] = {"a", "b", "c", "d", "e", "f", "<g>", "h"};
    sample *s = calloc(1, sizeof *s);
    double patterns[PATTERNS * DIM];
    hop_shape shape = {image ? SIDE : DIM, image ? SIDE : 1, 1, image};
    assert_non_null(s);
    for (size_t i = 0; i < PATTERNS; i++)
        for (size_t j = 0; j < DIM; j++)
            patterns[i * DIM + j] = __builtin_parityl((i + 1) & j) ? 1 : 0;
    assert_int_equal(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &s->memory), HOP_OK);
    assert_int_equal(hop_memory_append(s->memory, patterns, PATTERNS, names), HOP_OK);
    for (size_t i = 0; i < count; i++) {
        size_t shown = (i + (i < wrong)) % PATTERNS;
        s->targets[i] = aimed ? i % PATTERNS : HOP_NO_PATTERN;
        s->names[i] = names[i % PATTERNS];
        for (size_t j = 0; j < DIM; j++) {
            s->originals[i * DIM + j] = patterns[i % PATTERNS * DIM + j];
            s->queries[i * DIM + j] =
                0.2 + 0.5 * patterns[shown * DIM + j] + 0.01 * (double)(j % 3);
        }
    }
    assert_int_equal(hop_recall_create(s->memory, &hop_recall_defaults, &s->recall), HOP_OK);
    assert_int_equal(hop_recall_run(s->recall, s->queries, count, &s->result), HOP_OK);
    assert_int_equal(hop_recall_score(s->recall, s->targets, &s->result), HOP_OK);
    assert_int_equal(hop_recall_compare_attention(s->recall, SIZE_MAX, &s->result), HOP_OK);
    s->record = (hop_recall_record){
        .memory_path = "in/<memory>",
        .memory = s->memory,
        .recall = s->recall,
        .result = &s->result,
        .names = s->names,
        .originals = s->originals,
        .queries = s->queries,
        .canvas = {.shape = shape, .low = 0, .high = 1, .clip = true},
        .beta_auto = true,
        .illustrated = true,
    };
    return s;
}

static void destroy(sample *s) {
    hop_recall_result_clear(&s->result);
    hop_recall_destroy(s->recall);
    hop_memory_destroy(s->memory);
    free(s);
}

static hop_result *account(const sample *s) {
    const hop_made made = {.command_line = "hopfield recall"};
    hop_result *r = NULL;
    assert_int_equal(hop_result_create("recall", &made, &r), HOP_OK);
    assert_int_equal(hop_account_recall(&s->record, r), HOP_OK);
    return r;
}

/* The page of a report written into a new folder. */
static char *report(const sample *s, const char *name) {
    const char *folder = support_path("%s", name);
    size_t undrawn = 9;
    hop_result *r = account(s);
    assert_int_equal(hop_result_report(r, folder, false, &undrawn), HOP_OK);
    assert_int_equal(undrawn, 0);
    hop_result_destroy(r);
    return support_read(support_path("%s/index.html", name), NULL);
}

static void pictures_get_a_sheet_two_figures_and_their_data(void **state) {
    (void)state;
    sample *s = create(true, 12, 0, true);
    char *page = report(s, "pictures");
    assert_folder_holds(
        support_path("pictures"),
        "attention.png\nenergy.gp\nenergy.svg\nenergy.tsv\nerrors.gp\nerrors.svg\nerrors.tsv\n"
        "index.html\nqueries.csv\nresult.json\nsheet.png\n"
        "weights.png\n");
    assert_contains(page, "12 of 12");
    assert_contains(page, "12 damaged queries, and a memory of 8 stored grey pictures of 4");
    assert_null(strstr(page, "queries are shown."));
    assert_contains(page, "&lt;memory&gt;");
    assert_null(strstr(page, "<g>"));
    assert_null(strstr(page, "Why some went wrong"));
    free(page);
    destroy(s);
}

static void vectors_get_no_sheet(void **state) {
    (void)state;
    sample *s = create(false, 12, 0, true);
    char *page = report(s, "vectors");
    assert_false(support_exists(support_path("vectors/sheet.png")));
    assert_contains(page, "8 stored vectors of 16 numbers");
    size_t chosen[1] = {0};
    hop_image image = {0};
    assert_int_equal(hop_account_sheet(&s->record, chosen, 1, 64, &image), HOP_E_SUPPORT);
    free(page);
    destroy(s);
}

static void one_query_is_named_and_needs_no_shares(void **state) {
    (void)state;
    sample *s = create(true, 1, 0, true);
    char *page = report(s, "one");
    assert_contains(page, "<h1>a, recalled from &lt;memory&gt;</h1>");
    assert_contains(page, "which is right");
    assert_contains(page, "The first step of the query");
    assert_false(support_exists(support_path("one/errors.svg")));
    assert_true(support_exists(support_path("one/energy.svg")));
    free(page);
    destroy(s);
}

static void without_targets_nothing_is_right_or_wrong(void **state) {
    (void)state;
    sample *s = create(true, 3, 0, false);
    char *page = report(s, "aimless");
    assert_contains(page, "No target is known");
    assert_null(strstr(page, "3 of 3</dd>"));
    assert_false(support_exists(support_path("aimless/errors.svg")));
    free(page);
    destroy(s);
}

static void wrong_queries_are_explained_and_stand_out(void **state) {
    (void)state;
    sample *s = create(true, 12, 2, true);
    char *page = report(s, "wrong");
    assert_contains(page, "10 of 12");
    assert_contains(page, "Why some went wrong");
    assert_contains(page, "What theory promises");
    assert_contains(page, ">lost in the damage</td>");
    assert_contains(page, "<strong class=\"no\">no</strong>");
    free(page);
    destroy(s);
}

static void a_query_whose_target_led_at_the_start_was_blended(void **state) {
    (void)state;
    sample *s = create(true, 4, 0, true);
    /* As if it had gone astray. */
    s->result.queries[1].score.like = s->result.queries[1].score.correct = false;
    s->result.queries[1].score.nearest = 5;
    hop_result *r = account(s);
    const hop_table *table = hop_result_find(r, "failures")->table;
    assert_int_equal(hop_table_row_count(table), 1);
    double weight = hop_table_cell(table, 0, 5).number;
    const char *why = hop_table_cell(table, 0, 6).text;
    assert_contains(why, weight < 0.5 ? "blended" : "drawn away");
    assert_true(hop_table_cell(table, 0, 2).number > hop_table_cell(table, 0, 3).number);
    hop_result_destroy(r);
    destroy(s);
}

static void many_queries_share_a_median_and_a_band(void **state) {
    (void)state;
    sample *s = create(true, MOST, 0, true);
    hop_plot plot = {0};
    assert_int_equal(hop_account_energy(&s->record, &plot), HOP_OK);
    const hop_curve *median = &plot.figure.curves[plot.figure.curve_count - 1];
    assert_string_equal(median->name, "median");
    double start[MOST];
    for (size_t i = 0; i < MOST; i++) start[i] = s->result.queries[i].energy[0];
    size_t below = 0, above = 0;
    for (size_t i = 0; i < MOST; i++) {
        below += start[i] < median->y[0];
        above += start[i] > median->y[0];
    }
    assert_true(below <= MOST / 2 && above <= MOST / 2);
    assert_true(median->low[0] <= median->y[0] && median->y[0] <= median->high[0]);
    hop_account_plot_clear(&plot);
    destroy(s);
}

static void few_queries_have_a_line_each_and_wrong_ones_another_colour(void **state) {
    (void)state;
    sample *s = create(true, 5, 1, true);
    hop_plot plot = {0};
    assert_int_equal(hop_account_energy(&s->record, &plot), HOP_OK);
    assert_int_equal(plot.figure.curve_count, 5);
    assert_int_not_equal(plot.curves[0].colour, plot.curves[1].colour);
    assert_int_equal(plot.curves[1].colour % HOP_COLOUR_COUNT,
                     plot.curves[4].colour % HOP_COLOUR_COUNT);
    assert_int_not_equal(plot.curves[1].colour, plot.curves[4].colour); /* other dashes */
    assert_int_equal(plot.curves[2].count, s->result.queries[2].steps + 1);
    hop_account_plot_clear(&plot);
    destroy(s);
}

static void shares_rise_to_one_and_count_what_is_within(void **state) {
    (void)state;
    sample *s = create(true, 10, 2, true);
    hop_plot plot = {0};
    assert_int_equal(hop_account_errors(&s->record, &plot), HOP_OK);
    const hop_curve *recalled = &plot.curves[0], *damaged = &plot.curves[1];
    size_t small = 0;
    while (recalled->x[small] < 0.01) small++;
    assert_near(recalled->y[small], 0.8, 1e-12); /* two of ten are wrong, by far */
    assert_near(damaged->y[0], 0, 0);
    for (size_t k = 1; k < recalled->count; k++) assert_true(recalled->y[k] >= recalled->y[k - 1]);
    assert_near(recalled->y[recalled->count - 1], 1, 0);
    assert_near(damaged->y[damaged->count - 1], 1, 0);
    hop_account_plot_clear(&plot);
    destroy(s);
}

static void errors_of_damaged_queries_leave_unknown_values_out(void **state) {
    (void)state;
    sample *s = create(true, 2, 0, true);
    hop_plot plot = {0};
    for (size_t i = 0; i < 2 * DIM; i++) /* known values as they should be, the others unknown */
        s->queries[i] = i % 2 ? s->originals[i] : NAN;
    assert_int_equal(hop_account_errors(&s->record, &plot), HOP_OK);
    assert_near(plot.curves[1].y[0], 1, 0);
    hop_account_plot_clear(&plot);
    destroy(s);
}

static void the_interval_is_wilsons(void **state) {
    (void)state;
    double low = 0, high = 0;
    /* Solutions of |p - share| = z sqrt(p (1 - p) / n), found by bisection elsewhere. */
    hop_account_interval(52, 64, &low, &high);
    assert_near(fabs(low - 52.0 / 64), 1.959963984540054 * sqrt(low * (1 - low) / 64), 1e-12);
    assert_near(fabs(high - 52.0 / 64), 1.959963984540054 * sqrt(high * (1 - high) / 64), 1e-12);
    hop_account_interval(5, 5, &low, &high);
    assert_near(high, 1, 0);
    assert_near(low, 5 / (5 + 1.959963984540054 * 1.959963984540054), 1e-12);
    hop_account_interval(0, 5, &low, &high);
    assert_near(low, 0, 0);
}

static void wrong_queries_take_at_most_half_of_the_sheet(void **state) {
    (void)state;
    sample *s = create(true, 12, 0, true);
    size_t chosen[8];
    for (size_t i = 6; i < 12; i++) s->result.queries[i].score.correct = false;
    assert_int_equal(hop_account_choose(&s->result, 8, chosen), 8);
    const size_t expected[] = {0, 1, 2, 3, 6, 7, 8, 9};
    assert_memory_equal(chosen, expected, sizeof expected);
    for (size_t i = 0; i < 12; i++) s->result.queries[i].score.correct = false;
    assert_int_equal(hop_account_choose(&s->result, 8, chosen), 8);
    assert_int_equal(chosen[7], 7);
    assert_int_equal(hop_account_choose(&s->result, 1, chosen), 1);
    destroy(s);
}

static void what_differs_from_attention_is_judged_by_its_size(void **state) {
    (void)state;
    sample *s = create(true, 2, 0, true);
    hop_words words = {0};
    hop_tally tally = hop_account_tally(&s->result);
    tally.attention = 1e-14;
    assert_contains(hop_account_attention(&words, &s->record, &tally), "the same map.");
    tally.attention = 1e-6;
    assert_contains(hop_account_attention(&words, &s->record, &tally), "single precision");
    tally.attention = 0.1;
    assert_contains(hop_account_attention(&words, &s->record, &tally), "closer look");
    tally.attention = NAN;
    assert_null(hop_account_attention(&words, &s->record, &tally));
    hop_account_words_clear(&words);
    destroy(s);
}

static void a_rise_of_energy_is_not_kept_quiet(void **state) {
    (void)state;
    sample *s = create(true, 2, 0, true);
    hop_words words = {0};
    hop_tally tally = hop_account_tally(&s->result);
    tally.rise = -0.5;
    assert_contains(hop_account_energy_caption(&words, &s->record, &tally), "it never rose.");
    tally.rise = 1e-14;
    assert_contains(hop_account_energy_caption(&words, &s->record, &tally), "than rounding (1");
    tally.rise = 0.25;
    assert_contains(hop_account_energy_caption(&words, &s->record, &tally), "rise was 0.25");
    hop_account_words_clear(&words);
    destroy(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_get_a_sheet_two_figures_and_their_data),
        cmocka_unit_test(vectors_get_no_sheet),
        cmocka_unit_test(one_query_is_named_and_needs_no_shares),
        cmocka_unit_test(without_targets_nothing_is_right_or_wrong),
        cmocka_unit_test(wrong_queries_are_explained_and_stand_out),
        cmocka_unit_test(a_query_whose_target_led_at_the_start_was_blended),
        cmocka_unit_test(many_queries_share_a_median_and_a_band),
        cmocka_unit_test(few_queries_have_a_line_each_and_wrong_ones_another_colour),
        cmocka_unit_test(shares_rise_to_one_and_count_what_is_within),
        cmocka_unit_test(errors_of_damaged_queries_leave_unknown_values_out),
        cmocka_unit_test(the_interval_is_wilsons),
        cmocka_unit_test(wrong_queries_take_at_most_half_of_the_sheet),
        cmocka_unit_test(what_differs_from_attention_is_judged_by_its_size),
        cmocka_unit_test(a_rise_of_energy_is_not_kept_quiet),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
