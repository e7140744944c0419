/* The index: what may be within reach is listed whatever the clusters are, most patterns of kind
 * data are never read, and an index of other patterns is not believed.
 * Covers: index.c index_build.c index_leaf.c index_look.c index_split.c index_walk.c
 * SPDX-License-Identifier: MIT */
#include "recall/index.h"
#include "sifting.h"

enum { COUNT = 3001 };
static const char NAME[] = "index-2:test";

/* A sieve of the memory with its index. */
static hop_sieve *sieve_of(hop_memory *memory, const hop_frame *frames, size_t threads) {
    hop_sieve *sieve = NULL;
    hop_recall_running running = {.threads = threads};
    assert_ok(hop_sieve_create(memory, frames, threads, &sieve));
    assert_ok(hop_index_build(memory, NAME, sieve, &running));
    assert_ok(hop_index_open(memory, NAME, sieve, &sieve->index));
    return sieve;
}

static void no_pattern_within_reach_is_left_out(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    /* In two dimensions Cauchy and Schwarz are exact. */
    static const size_t DIMS[] = {1, 2, 65};
    size_t index[STATES] = {0, 1, 2, 3, 4};
    for (size_t s = 0; s < SIMILARITY_COUNT; s++)
        for (data kind = 0; kind < KINDS; kind++)
            for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++) {
                hop_memory *memory = memory_of(kind, COUNT, DIMS[d]);
                hop_recall_options options = fixture_options(SIMILARITIES[s], 1, HOP_DOUBLE);
                hop_recall *recall = fixture_recall(memory, &options);
                hop_sieve *sieve = sieve_of(memory, recall->frames, 2);
                double *states = states_of(recall);
                double square = recall->largest_norm * recall->largest_norm;
                for (size_t places = 1; places <= 2; places++) {
                    /* Of one leaf, or of many. */
                    double reach = places == 1 ? 0.01 * square : 0.3 * square;
                    hop_shortlist lists[STATES] = {{0}};
                    hop_look look = {reach, COUNT / 2, places, 2};
                    assert_ok(
                        hop_sieve_look(sieve, look, (hop_rows){index, STATES}, states, lists));
                    judge(recall, states, reach, lists);
                    hop_sieve_clear_lists(lists, STATES);
                }
                hop_sieve_destroy(sieve);
                free(states);
                hop_recall_destroy(recall);
                hop_memory_destroy(memory);
            }
}

static void clusters_are_found_without_the_scan(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    enum { DIM = 65 };
    hop_memory *memory = memory_of(CLUSTERS, COUNT, DIM);
    hop_recall_options options = fixture_options("correlation", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_sieve *sieve = sieve_of(memory, recall->frames, 1);
    hop_shortlist lists[STATES] = {{0}};
    size_t index[STATES] = {0, 1, 2, 3, 4}, places[STATES], left = 0;
    hop_index_read read = {0};
    assert_non_null(sieve->index);
    for (size_t i = 0; i < STATES; i++) index[i] = 0;
    double *states = states_of(recall);
    hop_look look = {0.01, COUNT / 2, 2, 1};
    assert_ok(hop_index_look(sieve, look, (hop_rows){index, STATES}, states, lists, places, &left,
                             &read));
    assert_int_equal(left, 0);
    assert_true(read.patterns > 0 && read.patterns < STATES * COUNT / 4);
    hop_sieve_clear_lists(lists, STATES);
    hop_sieve_destroy(sieve);
    free(states);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void any_number_of_threads_builds_the_same_bytes(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = memory_of(CLUSTERS, COUNT, 65);
    hop_recall_options options = fixture_options("correlation", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    size_t size = 0, again = 0;
    hop_sieve_destroy(sieve_of(memory, recall->frames, 1));
    const void *blob = hop_memory_blob(memory, NAME, &size);
    unsigned char *copy = malloc(size);
    memcpy(copy, blob, size);
    hop_sieve_destroy(sieve_of(memory, recall->frames, 3));
    blob = hop_memory_blob(memory, NAME, &again);
    assert_int_equal(size, again);
    assert_memory_equal(copy, blob, size);
    free(copy);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Whether a sieve of `memory` takes this index. */
static bool is_taken(hop_memory *memory, const hop_frame *frames, const void *blob, size_t size) {
    hop_sieve *sieve = NULL;
    assert_ok(hop_memory_set_blob(memory, NAME, blob, size));
    assert_ok(hop_sieve_create(memory, frames, 1, &sieve));
    assert_ok(hop_index_open(memory, NAME, sieve, &sieve->index));
    bool taken = sieve->index != NULL;
    hop_sieve_destroy(sieve);
    return taken;
}

static void an_index_of_other_patterns_is_not_taken(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = memory_of(CLUSTERS, COUNT, 65), *other = memory_of(GREY, COUNT, 65);
    hop_recall_options options = fixture_options("correlation", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options),
               *beside = fixture_recall(other, &options);
    size_t size = 0;
    hop_sieve_destroy(sieve_of(memory, recall->frames, 1));
    const void *blob = hop_memory_blob(memory, NAME, &size);
    unsigned char *copy = malloc(size);
    memcpy(copy, blob, size);
    assert_true(is_taken(memory, recall->frames, copy, size));
    assert_false(is_taken(other, beside->frames, copy, size));
    assert_false(is_taken(memory, recall->frames, copy, size - 4));
    assert_false(is_taken(memory, recall->frames, copy, 16));
    copy[0] ^= 1;
    assert_false(is_taken(memory, recall->frames, copy, size));
    copy[0] ^= 1;
    memset(copy + sizeof(hop_index_node), 0xff, sizeof(hop_index_node)); /* the root */
    assert_false(is_taken(memory, recall->frames, copy, size));
    free(copy);
    hop_recall_destroy(beside);
    hop_recall_destroy(recall);
    hop_memory_destroy(other);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pattern_within_reach_is_left_out),
        cmocka_unit_test(clusters_are_found_without_the_scan),
        cmocka_unit_test(any_number_of_threads_builds_the_same_bytes),
        cmocka_unit_test(an_index_of_other_patterns_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
