/* Streams of random numbers: words and uniforms as numpy's, and the distributions made of them.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <hopfield/random.h>

enum { WORDS = 9 };

/* python3 -c "import numpy as n
 * for k in ([0,0],[1,0],[0,1],[2024,7],[2**64-1,2**63]):
 *     print([hex(int(w)) for w in n.random.Philox(key=n.array(k, dtype=n.uint64)).random_raw(9)])"
 */
static const struct {
    uint64_t seed, stream, word[WORDS];
} NUMPY[] = {
    {.seed = 0,
     .stream = 0,
     .word = {0x2f4ba6408e4d89b, 0x3dd62b0b9ca8c5b2, 0x1c8667a55d902e79, 0x907d7a052fd5b4dc,
              0x809bf322883987c3, 0x471128b9e807f7dd, 0xf250ba0dbec065b7, 0xfc6ed66767a457bc,
              0x40fa86f0f781945d}},
    {.seed = 1,
     .stream = 0,
     .word = {0x4db6a27b756282df, 0xd944fa03babe0e2f, 0x27f872e577060d32, 0x7f697696a0482a2,
              0xe677fe4bbd0452ec, 0xd543dba56d1e799, 0xbebe12cad0eb4d9e, 0x3f0b4abd55f61f3d,
              0x6883d8d6d20a1807}},
    {.seed = 0,
     .stream = 1,
     .word = {0xd037f8c3f9a1d176, 0xc057419b4c210765, 0xabf13115117b0065, 0x7bae035dea6ea5c0,
              0xb487ac82e7ddd46f, 0x45e81edba7c59426, 0xd0a3831ebe9a338c, 0x90194c97f11d0dc3,
              0x90cae1e1aecc68a9}},
    {.seed = 2024,
     .stream = 7,
     .word = {0x432ce6839778571a, 0x54cd1d1e7e44c27, 0xb0dc5cec755323, 0x6a3f244106e3335e,
              0x7b812bcf256af553, 0x4699e94a3ee9f7eb, 0x566bb25b4e8db017, 0xf923beb3061eafa3,
              0xc2360aac0e53d643}},
    {.seed = UINT64_MAX,
     .stream = (uint64_t)1 << 63,
     .word = {0x35eb76d7051d188f, 0x82213878ba27aeb6, 0x96b811cf826a8922, 0x80dcd0bee6666a18,
              0xd77f2980e47b2b61, 0x15162178e513f962, 0xb59e6608193c81f1, 0xd6c388677d4496fd,
              0x2da8e5580cb8efdc}},
};

static void words_are_those_of_numpy(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof NUMPY / sizeof *NUMPY; i++) {
        hop_random random;
        hop_random_init(&random, NUMPY[i].seed, NUMPY[i].stream);
        for (size_t k = 0; k < WORDS; k++)
            assert_int_equal(hop_random_word(&random), NUMPY[i].word[k]);
    }
}

/* python3 -c "import numpy as n
 * g = n.random.Generator(n.random.Philox(key=[2024, 7]))
 * print([v.hex() for v in g.random(6)])" */
static void uniforms_are_those_of_numpy(void **state) {
    (void)state;
    const double expected[] = {0x1.0cb39a0e5de14p-2, 0x1.53347479f9120p-6, 0x1.61b8b9d8eaa00p-9,
                               0x1.a8fc91041b8ccp-2, 0x1.ee04af3c95abcp-2, 0x1.1a67a528fba7cp-2};
    hop_random random;
    hop_random_init(&random, 2024, 7);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(hop_random_uniform(&random) == expected[i]);
}

/* python3 -c "import numpy as n
 * c = n.array([2**64 - 2, 0, 0, 0], dtype=n.uint64)
 * print([hex(int(w)) for w in n.random.Philox(key=[5, 6], counter=c).random_raw(12)])" */
static void the_counter_carries_past_the_64th_bit(void **state) {
    (void)state;
    const uint64_t expected[] = {0x3ac153b9552c25fb, 0xfa2536152c837723, 0x2f83856f0798ccae,
                                 0xb0a3948f3dc5664c, 0x38ec2ea94b580bd,  0x1e2da9cd5690d10d,
                                 0x3023ae744f17e5a4, 0x15d66c97ee41ec40, 0x17776608ab48620b,
                                 0xa5601e099b6504f,  0xabdc3eee5faf4f94, 0x25e68093eb1c48f3};
    hop_random random;
    hop_random_init(&random, 5, 6);
    random.counter[0] = UINT64_MAX - 1;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(hop_random_word(&random), expected[i]);
    assert_int_equal(random.counter[0], 1);
    assert_int_equal(random.counter[1], 1);
}

/* As above with c = [2**64 - 1, 2**64 - 1, 0, 0]. */
static void the_carry_runs_through_more_than_one_word(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 5, 6);
    random.counter[0] = random.counter[1] = UINT64_MAX;
    assert_int_equal(hop_random_word(&random), 0xda9c09b8018ee9d5);
    assert_int_equal(random.counter[0], 0);
    assert_int_equal(random.counter[1], 0);
    assert_int_equal(random.counter[2], 1);
}

static void many_words_are_those_that_come_one_by_one(void **state) {
    (void)state;
    hop_random one, many;
    uint64_t words[300];
    hop_random_init(&one, 7, 9);
    one.counter[0] = UINT64_MAX - 300; /* to carry on the way */
    many = one;
    for (size_t count = 0; count <= 300; count++) {
        hop_random_words(&many, count, words);
        for (size_t i = 0; i < count; i++) assert_true(words[i] == hop_random_word(&one));
    }
    assert_true(hop_random_word(&many) == hop_random_word(&one));
}

static void a_copy_remembers_its_position(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 3, 4);
    for (int i = 0; i < 6; i++) (void)hop_random_word(&random);
    hop_random copy = random;
    for (int i = 0; i < 6; i++) assert_int_equal(hop_random_word(&copy), hop_random_word(&random));
}

/* Sum of (seen - expected)^2 / expected over [kinds]. */
static double chi_square(const size_t *seen, size_t kinds, double expected) {
    double sum = 0;
    for (size_t i = 0; i < kinds; i++)
        sum += ((double)seen[i] - expected) * ((double)seen[i] - expected) / expected;
    return sum;
}

/* The sum has mean kinds - 1 and variance 2 (kinds - 1); 6 standard deviations. */
static double chi_square_limit(size_t kinds) {
    double freedom = (double)kinds - 1;
    return freedom + 6 * sqrt(2 * freedom);
}

static void below_hits_every_number_equally_often(void **state) {
    (void)state;
    enum { KINDS = 7, DRAWS = 70000 };
    size_t seen[KINDS] = {0};
    hop_random random;
    hop_random_init(&random, 11, 0);
    for (int i = 0; i < DRAWS; i++) {
        size_t drawn = hop_random_below(&random, KINDS);
        assert_true(drawn < KINDS);
        seen[drawn]++;
    }
    assert_true(chi_square(seen, KINDS, (double)DRAWS / KINDS) < chi_square_limit(KINDS));
}

/* Of 2^64 words on 3 * 2^62 numbers every third would get twice its share without rejection. */
static void below_is_unbiased_for_huge_counts(void **state) {
    (void)state;
    enum { KINDS = 3, DRAWS = 9000 };
    size_t seen[KINDS] = {0};
    hop_random random;
    hop_random_init(&random, 12, 0);
    for (int i = 0; i < DRAWS; i++) seen[hop_random_below(&random, (size_t)3 << 62) % KINDS]++;
    assert_true(chi_square(seen, KINDS, (double)DRAWS / KINDS) < chi_square_limit(KINDS));
}

static void below_one_is_zero(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 13, 0);
    for (int i = 0; i < 100; i++) assert_int_equal(hop_random_below(&random, 1), 0);
}

/* Standard errors of the moments of n normal numbers: sqrt(1, 2, 15, 96 over n). */
static void normal_has_the_moments_of_a_normal(void **state) {
    (void)state;
    enum { DRAWS = 200000 };
    double moment[4] = {0};
    hop_random random;
    hop_random_init(&random, 14, 0);
    for (int i = 0; i < DRAWS; i++) {
        double z = hop_random_normal(&random);
        for (int k = 0; k < 4; k++) moment[k] += pow(z, k + 1) / DRAWS;
    }
    const double expected[4] = {0, 1, 0, 3}, variance[4] = {1, 2, 15, 96};
    for (int k = 0; k < 4; k++)
        assert_true(fabs(moment[k] - expected[k]) < 5 * sqrt(variance[k] / DRAWS));
}

static void normal_spends_two_words_a_number(void **state) {
    (void)state;
    hop_random drawn, skipped;
    hop_random_init(&drawn, 15, 0);
    hop_random_init(&skipped, 15, 0);
    for (int i = 0; i < 5; i++) {
        (void)hop_random_normal(&drawn);
        (void)hop_random_word(&skipped);
        (void)hop_random_word(&skipped);
        assert_memory_equal(&drawn, &skipped, sizeof drawn);
    }
}

static void many_normals_are_those_that_come_one_by_one(void **state) {
    (void)state;
    for (size_t count = 0; count < 200; count += 7) {
        double many[200];
        hop_random at_once, singly;
        hop_random_init(&at_once, 15, 3);
        hop_random_word(&at_once);
        singly = at_once;
        hop_random_normals(&at_once, count, many);
        for (size_t i = 0; i < count; i++) assert_true(many[i] == hop_random_normal(&singly));
        assert_true(hop_random_word(&at_once) == hop_random_word(&singly));
    }
}

static void a_sample_never_repeats(void **state) {
    (void)state;
    enum { COUNT = 20 };
    hop_random random;
    hop_random_init(&random, 16, 0);
    for (size_t chosen = 0; chosen <= COUNT; chosen++) {
        size_t order[COUNT], seen[COUNT] = {0};
        hop_random_sample(&random, COUNT, chosen, order);
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(order[i] < COUNT);
            seen[order[i]]++;
        }
        for (size_t i = 0; i < COUNT; i++) assert_int_equal(seen[i], 1);
    }
}

/* The 20 ordered pairs of 5 are equally likely, so also every subset of two. */
static void every_sample_is_equally_likely(void **state) {
    (void)state;
    enum { COUNT = 5, PAIRS = COUNT * COUNT, DRAWS = 40000 };
    size_t seen[PAIRS] = {0}, compact[PAIRS] = {0}, kinds = 0;
    hop_random random;
    hop_random_init(&random, 17, 0);
    for (int i = 0; i < DRAWS; i++) {
        size_t order[COUNT];
        hop_random_sample(&random, COUNT, 2, order);
        seen[order[0] * COUNT + order[1]]++;
    }
    for (size_t i = 0; i < PAIRS; i++)
        if (i % COUNT != i / COUNT) compact[kinds++] = seen[i];
    assert_true(chi_square(compact, kinds, (double)DRAWS / (double)kinds) <
                chi_square_limit(kinds));
}

static void a_sample_of_nothing_is_no_trouble(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 18, 0);
    size_t order[1] = {99};
    hop_random_sample(&random, 0, 0, order);
    assert_int_equal(order[0], 99);
    hop_random_sample(&random, 1, 1, order);
    assert_int_equal(order[0], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_of_numpy),
        cmocka_unit_test(uniforms_are_those_of_numpy),
        cmocka_unit_test(the_counter_carries_past_the_64th_bit),
        cmocka_unit_test(the_carry_runs_through_more_than_one_word),
        cmocka_unit_test(many_words_are_those_that_come_one_by_one),
        cmocka_unit_test(a_copy_remembers_its_position),
        cmocka_unit_test(below_hits_every_number_equally_often),
        cmocka_unit_test(below_is_unbiased_for_huge_counts),
        cmocka_unit_test(below_one_is_zero),
        cmocka_unit_test(normal_has_the_moments_of_a_normal),
        cmocka_unit_test(normal_spends_two_words_a_number),
        cmocka_unit_test(many_normals_are_those_that_come_one_by_one),
        cmocka_unit_test(a_sample_never_repeats),
        cmocka_unit_test(every_sample_is_equally_likely),
        cmocka_unit_test(a_sample_of_nothing_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
