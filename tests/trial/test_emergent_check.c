/* The engine beside the enumeration: it agrees where that is right, and not where it is wrong.
 * SPDX-License-Identifier: MIT */
#include "trial/emergent_check.h"

#include "support/experiment.h"
#include "trial/draw.h"

enum { DIM = 4, COUNT = 8 };

typedef struct world {
    hop_memory *memory;
    hop_emergent engine;
    hop_minima minima;
    hop_random random;
} world;

static void world_create(double beta, world *w) {
    *w = (world){0};
    hop_random_init(&w->random, 5, 0);
    assert_ok(hop_draw_memory(HOP_PATTERN_GAUSSIAN, DIM, COUNT, &w->random, &w->memory));
    assert_ok(hop_emergent_create(w->memory, &w->engine));
    assert_ok(hop_emergent_start(w->memory, beta, &w->engine));
    assert_ok(hop_minima_find(w->engine.squares, COUNT, 2 / beta, &w->minima));
}

static void world_clear(world *w) {
    hop_minima_clear(&w->minima);
    hop_emergent_clear(&w->engine);
    hop_memory_destroy(w->memory);
}

static void the_engine_agrees_on_every_minimum(void **state) {
    (void)state;
    for (double beta = 0.25; beta < 5; beta *= 1.7) {
        world w;
        size_t checked = 0, failed = 0, supported = 0, unlisted = 0;
        world_create(beta, &w);
        assert_ok(hop_emergent_check(&w.engine, &w.minima, 1000, &w.random, &checked, &failed));
        assert_true(checked == w.minima.count && failed == 0);
        assert_ok(hop_emergent_search(&w.engine, &w.minima, 100, &w.random, &supported, &unlisted));
        assert_true(supported > 30 && unlisted == 0);
        world_clear(&w);
    }
}

/* A set whose mean has other patterns around it. */
static void what_is_no_minimum_is_found_out(void **state) {
    (void)state;
    world w;
    size_t checked = 0, failed = 0;
    world_create(1, &w);
    uint32_t wrong = (1u << COUNT) - 1;
    assert_false(hop_minima_has(&w.minima, wrong));
    hop_minima one = {.sets = &wrong, .count = 1};
    assert_ok(hop_emergent_check(&w.engine, &one, 10, &w.random, &checked, &failed));
    assert_true(checked == 1 && failed == 1);
    world_clear(&w);
}

static void a_minimum_that_is_missing_is_found_out(void **state) {
    (void)state;
    world w;
    size_t supported = 0, unlisted = 0;
    world_create(1, &w);
    hop_minima none = {0};
    assert_ok(hop_emergent_search(&w.engine, &none, 50, &w.random, &supported, &unlisted));
    assert_true(supported > 10 && unlisted == supported);
    world_clear(&w);
}

/* beta = 2 / (r - delta)^2: within delta, and no farther, states return bit for bit. */
static void states_within_reach_return_exactly(void **state) {
    (void)state;
    for (double part = 0.1; part < 0.5; part += 0.13) {
        world w;
        size_t tried = 0, returned = 0;
        world_create(1, &w);
        double r = w.engine.smallest, delta = part * r;
        world_clear(&w);
        world_create(2 / ((r - delta) * (r - delta)), &w);
        assert_true(fabs(hop_emergent_reach(&w.engine) - delta) < 1e-12);
        assert_ok(hop_emergent_return(&w.engine, 50, &w.random, &tried, &returned));
        assert_true(tried == COUNT * 50 && returned == tried);
        world_clear(&w);
    }
}

/* On the way to the nearest other pattern the bound is sharp. */
static void beyond_reach_the_nearest_pattern_pulls_too(void **state) {
    (void)state;
    static const double PAIR[] = {0, 0, 0, 0, 1, 0, 0, 0};
    hop_shape shape = {.width = DIM, .height = 1, .channels = 1};
    hop_memory *memory = NULL;
    hop_emergent engine = {0};
    assert_ok(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory));
    assert_ok(hop_memory_append(memory, PAIR, 2, NULL));
    assert_ok(hop_emergent_create(memory, &engine));
    assert_ok(hop_emergent_start(memory, 2 / (0.7 * 0.7), &engine));
    assert_true(fabs(hop_emergent_reach(&engine) - 0.3) < 1e-12);
    double inside[DIM] = {0.299}, outside[DIM] = {0.301};
    assert_ok(hop_recall_step(engine.recall, inside, 1, NULL, NULL));
    assert_ok(hop_recall_step(engine.recall, outside, 1, NULL, NULL));
    assert_true(inside[0] == 0 && outside[0] == 0.5);
    hop_emergent_clear(&engine);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_agrees_on_every_minimum),
        cmocka_unit_test(what_is_no_minimum_is_found_out),
        cmocka_unit_test(a_minimum_that_is_missing_is_found_out),
        cmocka_unit_test(states_within_reach_return_exactly),
        cmocka_unit_test(beyond_reach_the_nearest_pattern_pulls_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
