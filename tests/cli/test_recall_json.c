/* The JSON document of recall, which other programs rely on.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "cli.h"

/* Adding d products one after another is off by some sqrt(d) eps of their sum. */
static double slack(const hop_json *document) {
    double constant = number_of(member(document, "energy"), "constant");
    double dim = (double)whole_of(member(document, "memory"), "dim");
    return 16 * DBL_EPSILON * sqrt(dim) * (1 + fabs(constant));
}

static void check_energies(const hop_json *document, const hop_json *query) {
    const hop_json *energy = member(query, "energy");
    size_t count = hop_json_length(energy);
    double last = INFINITY, allowed = slack(document);
    assert_int_equal(count, whole_of(query, "steps") + 1);
    for (size_t t = 0; t < count; t++) {
        double now = NAN;
        assert_true(hop_json_number(hop_json_at(energy, t), &now));
        if (!(now <= last + allowed * (1 + fabs(now))))
            fail_msg("%s, step %zu: energy %.17g after %.17g", word_of(query, "name"), t, now,
                     last);
        last = now;
    }
}

static void check_weights(const hop_json *document, const hop_json *query) {
    const hop_json *weights = member(query, "top_weights");
    int64_t patterns = whole_of(member(document, "memory"), "patterns");
    double last = 1.0000001, total = 0;
    assert_in_range(hop_json_length(weights), 1, 5);
    for (size_t i = 0; i < hop_json_length(weights); i++) {
        const hop_json *pair = hop_json_at(weights, i);
        int64_t index = -1;
        double weight = NAN;
        assert_int_equal(hop_json_length(pair), 2);
        assert_true(hop_json_whole(hop_json_at(pair, 0), &index));
        assert_true(hop_json_number(hop_json_at(pair, 1), &weight));
        assert_in_range(index, 0, patterns - 1);
        assert_true(weight >= 0 && weight <= last);
        last = weight;
        total += weight;
    }
    assert_true(total <= 1.0000001);
    assert_in_range(whole_of(query, "k90"), 1, patterns);
}

static void check_query(const hop_json *document, const hop_json *query, double attention) {
    static const char *const STOPS[] = {"energy", "state", "cycle", "steps"};
    const char *stop = word_of(query, "stopped_by");
    size_t known = 0;
    for (size_t i = 0; i < 4; i++) known += strcmp(stop, STOPS[i]) == 0 ? 1 : 0;
    assert_int_equal(known, 1);
    assert_true(member_is(query, "settled", strcmp(stop, "steps") == 0 ? "false" : "true"));
    assert_true(whole_of(query, "steps") >= 0);
    assert_true(whole_of(query, "nearest") >= 0);
    assert_non_null(word_of(query, "name"));
    assert_non_null(member(query, "nearest_name"));
    assert_true(fabs(number_of(query, "cosine")) <= 1 + 1e-12);
    assert_true(number_of(query, "mean_squared_error") >= 0);
    double difference = number_of(query, "attention_difference");
    if (!(difference >= 0 && difference <= attention))
        fail_msg("attention differs by %.3g, more than %.3g", difference, attention);
    check_energies(document, query);
    check_weights(document, query);
}

static void check_head(const hop_json *document, const char *path, const char *seed) {
    const hop_json *memory = member(document, "memory"), *energy = member(document, "energy");
    const hop_json *timing = member(document, "timing");
    assert_string_equal(word_of(document, "command"), "recall");
    assert_non_null(strchr(word_of(document, "version"), '.'));
    assert_string_equal(word_of(document, "seed"), seed);
    assert_true(whole_of(document, "threads") >= 1);
    assert_string_equal(word_of(memory, "path"), path);
    assert_int_equal(strlen(word_of(memory, "checksum")), 32);
    assert_int_equal(whole_of(memory, "dim"), whole_of(memory, "width") *
                                                  whole_of(memory, "height") *
                                                  whole_of(memory, "channels"));
    assert_string_equal(word_of(energy, "family"), "lse");
    assert_true(number_of(member(energy, "parameters"), "beta") > 0);
    assert_non_null(word_of(energy, "similarity"));
    assert_true(number_of(timing, "load_seconds") >= 0);
    assert_true(number_of(timing, "recall_seconds") >= 0);
}

/* The summary says what the queries say. */
static void check_summary(const hop_json *document) {
    const hop_json *summary = member(document, "summary"), *queries = member(document, "queries");
    int64_t settled = 0, correct = 0, aimed = 0;
    double steps = 0;
    size_t count = hop_json_length(queries);
    for (size_t i = 0; i < count; i++) {
        const hop_json *query = hop_json_at(queries, i);
        settled += member_is(query, "settled", "true") ? 1 : 0;
        correct += member_is(query, "correct", "true") ? 1 : 0;
        aimed += member_is(query, "target", "null") ? 0 : 1;
        steps += (double)whole_of(query, "steps");
    }
    assert_int_equal(whole_of(summary, "queries"), count);
    assert_int_equal(whole_of(summary, "settled"), settled);
    assert_near(number_of(summary, "mean_steps"), steps / (double)count, 1e-12);
    if (aimed == 0) {
        assert_true(member_is(summary, "correct", "null"));
        assert_true(member_is(summary, "accuracy", "null"));
        return;
    }
    assert_int_equal(whole_of(summary, "correct"), correct);
    assert_near(number_of(summary, "accuracy"), (double)correct / (double)aimed, 1e-12);
}

static void check_document(const hop_json *document, size_t queries, double attention) {
    assert_int_equal(hop_json_length(member(document, "queries")), queries);
    for (size_t i = 0; i < queries; i++) check_query(document, query_at(document, i), attention);
    check_summary(document);
}

static void the_document_of_sampled_queries_is_complete(void **state) {
    (void)state;
    hop_json *document =
        RECALL_JSON(GLYPHS, "--similarity", "correlation", "--sample", "36", "--corrupt",
                    "flip:rate=0.2", "--seed", "18446744073709551615", "--threads", "2");
    check_head(document, GLYPHS, "18446744073709551615");
    check_document(document, 36, 1e-4);
    const hop_json *memory = member(document, "memory");
    assert_int_equal(whole_of(memory, "patterns"), 36);
    assert_int_equal(whole_of(memory, "width"), 28);
    assert_int_equal(whole_of(memory, "height"), 28);
    assert_int_equal(whole_of(memory, "channels"), 1);
    assert_string_equal(word_of(memory, "dtype"), "u8");
    assert_int_equal(whole_of(document, "threads"), 2);
    assert_string_equal(word_of(member(document, "energy"), "similarity"), "correlation");
    assert_near(number_of(member(document, "summary"), "accuracy"), 1, 0);
    hop_json_free(document);
}

/* Each pattern once: sampling is without repetition until all have had their turn. */
static void a_sampled_query_knows_its_target(void **state) {
    (void)state;
    hop_json *document = RECALL_JSON(GLYPHS, "--sample", "36", "--seed", "3");
    bool seen[36] = {0};
    for (size_t i = 0; i < 36; i++) {
        const hop_json *query = query_at(document, i);
        int64_t target = whole_of(query, "target");
        assert_in_range(target, 0, 35);
        assert_false(seen[target]);
        seen[target] = true;
        assert_int_equal(whole_of(query, "nearest"), target);
        assert_true(member_is(query, "correct", "true"));
        assert_string_equal(word_of(query, "nearest_name"), word_of(query, "name"));
    }
    hop_json_free(document);
}

static void double_precision_agrees_with_attention_to_1e_12(void **state) {
    (void)state;
    hop_json *document =
        RECALL_JSON(PICTOGRAMS, "--similarity", "correlation", "--sample", "9", "--corrupt",
                    "replace:rate=0.7", "--seed", "4", "--precision", "double");
    check_head(document, PICTOGRAMS, "4");
    check_document(document, 9, 1e-12);
    hop_json_free(document);
}

static void energies_never_rise_whatever_the_damage(void **state) {
    (void)state;
    static const char *const DAMAGE[] = {"gaussian:sigma=0.5", "replace:rate=0.7",
                                         "contrast:gain=0.3,bias=0.4", "mask:bottom,0.5"};
    for (size_t i = 0; i < sizeof DAMAGE / sizeof *DAMAGE; i++) {
        hop_json *document = RECALL_JSON(PICTOGRAMS, "--similarity", "correlation", "--sample",
                                         "64", "--corrupt", DAMAGE[i], "--seed", "5");
        check_document(document, 64, 1e-4);
        assert_true(number_of(member(document, "summary"), "accuracy") >= 0.97);
        hop_json_free(document);
    }
}

static void unknown_targets_are_null(void **state) {
    (void)state;
    double query[784];
    for (size_t i = 0; i < 784; i++) query[i] = (double)(i % 7) / 7;
    put_npy("query.npy", query, 1, 784);
    hop_json *document =
        RECALL_JSON(GLYPHS, "--similarity", "correlation", "query.npy", "--seed", "1");
    check_document(document, 1, 1e-4);
    assert_true(member_is(query_at(document, 0), "target", "null"));
    assert_true(member_is(query_at(document, 0), "correct", "null"));
    assert_true(member_is(member(document, "summary"), "correct", "null"));
    hop_json_free(document);
}

static void patterns_without_names_are_null(void **state) {
    (void)state;
    const double vectors[] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0.5};
    put_npy("vectors.npy", vectors, 3, 4);
    hop_json *document = RECALL_JSON("vectors.npy", "--sample", "3", "--seed", "1", "--similarity",
                                     "dot", "--beta", "50");
    check_head(document, "vectors.npy", "1");
    check_document(document, 3, 1e-4);
    assert_true(member_is(query_at(document, 0), "nearest_name", "null"));
    const hop_json *energy = member(document, "energy");
    assert_near(number_of(member(energy, "parameters"), "beta"), 50, 0);
    assert_true(member_is(energy, "beta_auto", "false"));
    assert_string_equal(word_of(member(document, "memory"), "dtype"), "f64");
    hop_json_free(document);
}

static void attention_can_be_left_out_and_is_null(void **state) {
    (void)state;
    hop_json *document = RECALL_JSON(GLYPHS, "--sample", "1", "--seed", "1", "--no-attention");
    assert_true(member_is(query_at(document, 0), "attention_difference", "null"));
    hop_json_free(document);
}

static void a_query_that_did_not_settle_says_so(void **state) {
    (void)state;
    hop_json *document =
        RECALL_JSON(GLYPHS, "--similarity", "correlation", "--sample", "4", "--seed", "1",
                    "--corrupt", "gaussian:sigma=1", "--steps", "1", "--tol", "0");
    check_document(document, 4, 1e-4);
    assert_string_equal(word_of(query_at(document, 0), "stopped_by"), "steps");
    assert_int_equal(whole_of(query_at(document, 0), "steps"), 1);
    assert_int_equal(whole_of(member(document, "summary"), "settled"), 0);
    hop_json_free(document);
}

/* A name that is not UTF-8, with quotes and a line break, is still one JSON document. */
static void hostile_names_stay_json(void **state) {
    (void)state;
    support_subfolder("hostile");
    put_picture("hostile/a\"b\\c\nd\xff.png", 4, 4, 1, 0.25f, 1);
    put_picture("hostile/\xc3\xa9.png", 4, 4, 1, 0.75f, 1);
    hop_json *document = RECALL_JSON("hostile", "--sample", "2", "--seed", "1");
    assert_int_equal(hop_json_length(member(document, "queries")), 2);
    hop_json_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_of_sampled_queries_is_complete),
        cmocka_unit_test(a_sampled_query_knows_its_target),
        cmocka_unit_test(double_precision_agrees_with_attention_to_1e_12),
        cmocka_unit_test(energies_never_rise_whatever_the_damage),
        cmocka_unit_test(unknown_targets_are_null),
        cmocka_unit_test(patterns_without_names_are_null),
        cmocka_unit_test(attention_can_be_left_out_and_is_null),
        cmocka_unit_test(a_query_that_did_not_settle_says_so),
        cmocka_unit_test(hostile_names_stay_json),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
