/* The driver: every row once whatever the blocks, scratch used again, failures that name the row.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "bipolar.h"
#include "recall/blocks.h"

enum { ROWS = 23, PATTERNS = 3, DIM = 8 };

static size_t created, cleared; /* by one thread at a time */

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    (void)recall;
    *(size_t *)fresh = held;
    created++;
    return HOP_OK;
}

static void clear(void *used) {
    (void)used;
    cleared++;
}

typedef struct visits {
    int times[ROWS];
    size_t refused;
} visits;

static hop_status visit(const void *context, hop_range places, void *scratch, size_t *failed) {
    visits *v = (visits *)(uintptr_t)context;
    assert_true(places.count <= *(size_t *)scratch);
    for (size_t i = 0; i < places.count; i++) {
        *failed = places.first + i;
        if (*failed == v->refused) return HOP_E_VALUE;
        v->times[*failed]++;
    }
    return HOP_OK;
}

static void written(const void *context, hop_range places, hop_ranks_take *give, void *to) {
    visits *v = (visits *)(uintptr_t)context;
    give(to, v->times + places.first, places.count * sizeof *v->times);
}

static const hop_blocks BLOCKS = {
    .scratch = {sizeof(size_t), create, clear},
    .run = visit,
    .written = written,
    .beyond = "that is too much",
};

static hop_recall *make(size_t threads, hop_memory **memory) {
    hop_recall_options options = bipolar_options("hebb");
    options.running.threads = threads;
    *memory = fixture_memory(PATTERNS, DIM, HOP_F64, FIXTURE_BIPOLAR, 1);
    return fixture_recall(*memory, &options);
}

static void every_row_is_visited_once_whatever_the_blocks(void **state) {
    (void)state;
    for (size_t held = 1; held <= ROWS + 1; held += 5)
        for (size_t threads = 1; threads <= 3; threads++) {
            hop_memory *memory = NULL;
            hop_recall *recall = make(threads, &memory);
            visits v = {.refused = ROWS};
            assert_ok(hop_blocks_run(recall, &BLOCKS, (hop_rows){NULL, ROWS}, held, &v, NULL));
            for (size_t i = 0; i < ROWS; i++) assert_int_equal(v.times[i], 1);
            hop_recall_destroy(recall);
            hop_memory_destroy(memory);
        }
}

static void scratch_is_made_anew_only_where_more_is_needed(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    hop_recall *recall = make(2, &memory);
    hop_scratch scratch = {0};
    visits v = {.refused = ROWS};
    created = cleared = 0;
    for (size_t held = 8; held > 4; held--)
        assert_ok(hop_blocks_run(recall, &BLOCKS, (hop_rows){NULL, ROWS}, held, &v, &scratch));
    assert_int_equal(created, 2);
    assert_int_equal(cleared, 0);
    assert_ok(hop_blocks_run(recall, &BLOCKS, (hop_rows){NULL, ROWS}, 9, &v, &scratch));
    assert_int_equal(created, 4);
    assert_int_equal(cleared, 2);
    hop_scratch_clear(&scratch);
    assert_int_equal(cleared, 4);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_failure_names_the_row_that_its_place_is(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    hop_recall *recall = make(2, &memory);
    size_t index[ROWS];
    visits v = {.refused = 7};
    for (size_t i = 0; i < ROWS; i++) index[i] = 100 + i;
    assert_refused(hop_blocks_run(recall, &BLOCKS, (hop_rows){index, ROWS}, 5, &v, NULL),
                   HOP_E_VALUE, "query 107: that is too much");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void rows_are_held_as_room_and_shares_allow(void **state) {
    (void)state;
    assert_int_equal(hop_blocks_held(100, 10, 1000, 8, 16), 13);
    assert_int_equal(hop_blocks_held(100, 10, 50, 8, 16), 5);
    assert_int_equal(hop_blocks_held(1000, 10, 1000, 8, 16), 16);
    assert_int_equal(hop_blocks_held(1, 100, 50, 8, 16), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_visited_once_whatever_the_blocks),
        cmocka_unit_test(scratch_is_made_anew_only_where_more_is_needed),
        cmocka_unit_test(a_failure_names_the_row_that_its_place_is),
        cmocka_unit_test(rows_are_held_as_room_and_shares_allow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
