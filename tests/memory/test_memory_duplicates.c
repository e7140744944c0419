/* Patterns that are there already.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/random.h>
#include <math.h>

enum { COUNT = 400, DIM = 5 };

/* Clusters of points on a line in five dimensions, some of them equal. */
static hop_memory *scattered(hop_dtype dtype) {
    hop_memory *memory = NULL;
    hop_random random;
    hop_random_init(&random, 7, 0);
    assert_int_equal(hop_memory_create((hop_shape){DIM, 1, 1, false}, dtype, HOP_PATTERNS, &memory),
                     HOP_OK);
    for (size_t i = 0; i < COUNT; i++) {
        double row[DIM];
        const double centre = (double)hop_random_below(&random, 9) / 10;
        for (size_t j = 0; j < DIM; j++)
            row[j] = centre + (double)hop_random_below(&random, 4) / 40;
        assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
    }
    return memory;
}

static void every_pair_agrees_with_the_plain_search(void **state) {
    (void)state;
    const double limits[] = {0, 0.01, 0.03, 0.2, 10};
    for (int dtype = HOP_U8; dtype <= HOP_F64; dtype++)
        for (size_t k = 0; k < 5; k++) {
            bool extra[COUNT], plain[COUNT] = {false};
            hop_memory *memory = scattered((hop_dtype)dtype);
            size_t found = 0;
            assert_int_equal(hop_memory_duplicates(memory, limits[k], NULL, NULL, extra), HOP_OK);
            for (size_t i = 0; i < COUNT; i++) {
                double x[DIM], y[DIM];
                hop_memory_read(memory, i, 1, x);
                for (size_t j = 0; j < i && !plain[i]; j++) {
                    double sum = 0;
                    if (plain[j]) continue;
                    hop_memory_read(memory, j, 1, y);
                    for (size_t d = 0; d < DIM; d++) sum += (x[d] - y[d]) * (x[d] - y[d]);
                    plain[i] = sum <= limits[k] * limits[k] * DIM;
                }
                assert_int_equal(extra[i], plain[i]);
                found += extra[i];
            }
            assert_true(k == 4 ? found == COUNT - 1 : found > 0);
            hop_memory_destroy(memory);
        }
}

static int refuse(void *context, const char *what, size_t done, size_t total) {
    (void)context, (void)what, (void)done, (void)total;
    return 1;
}

static void the_search_can_be_cancelled(void **state) {
    (void)state;
    bool extra[COUNT];
    hop_memory *memory = scattered(HOP_U8);
    assert_fails(hop_memory_duplicates(memory, 0, refuse, NULL, extra), HOP_E_CANCELLED,
                 "compared");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_agrees_with_the_plain_search),
        cmocka_unit_test(the_search_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
