/* Products in panels, held to sums in double, for sizes on both sides of every border.
 * Covers: panels_avx512.c
 * SPDX-License-Identifier: MIT */
#include "base/panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/blas.h"
#include "support/support.h"

static float *draw(size_t count, uint64_t seed) {
    float *all = malloc((count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        all[i] = (float)(seed >> 40) / (float)(1 << 24) - 0.25f;
    }
    return all;
}

static const size_t ROWS[] = {1, 7, 12, 31, 32, 33, 64, 250};

static void skip_without(void) {
    if (!hop_panels_run_here()) skip();
}

static void similarities_are_dot_products(void **state) {
    static const size_t DIMS[] = {1, 16, 255, 256, 257, 784}, COUNTS[] = {1, 5, 12, 13, 64, 77};
    (void)state;
    skip_without();
    for (size_t r = 0; r < sizeof ROWS / sizeof *ROWS; r++)
        for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
            for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++) {
                const size_t rows = ROWS[r], dim = DIMS[d], count = COUNTS[c];
                float *states = draw(rows * dim, r), *keys = draw(count * dim, 99 + c);
                float *packed = malloc(hop_panels_packed(rows, dim) * sizeof *packed);
                float *room = malloc(hop_panels_room(count, rows) * sizeof *room);
                float *tile = malloc((rows * count + 1) * sizeof *tile);
                tile[rows * count] = 7;
                hop_panels_pack(states, rows, dim, packed);
                hop_panels_compare(packed, rows, keys, count, dim, room, tile);
                for (size_t i = 0; i < rows; i++)
                    for (size_t j = 0; j < count; j++) {
                        double sum = 0, size = 0;
                        for (size_t k = 0; k < dim; k++) {
                            const double term = (double)states[i * dim + k] * keys[j * dim + k];
                            sum += term;
                            size += fabs(term);
                        }
                        assert_near(tile[i * count + j], sum, 4e-6 * size);
                    }
                assert_true(tile[rows * count] == 7);
                free(states), free(keys), free(packed), free(room), free(tile);
            }
}

/* Rows that an index names, or all in order; those it does not name stay as they are. */
static void weighted_keys_are_added_to_the_rows_that_are_named(void **state) {
    static const size_t DIMS[] = {1, 15, 16, 17, 31, 32, 48, 784}, COUNTS[] = {1, 63, 64, 65, 320};
    (void)state;
    skip_without();
    for (size_t r = 0; r < sizeof ROWS / sizeof *ROWS; r++)
        for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
            for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++) {
                const size_t rows = ROWS[r], dim = DIMS[d], count = COUNTS[c], apart = count + 3;
                const bool named = (r + c) % 2 == 0;
                float *weights = draw(rows * apart, r), *keys = draw(count * dim, 7 + c);
                float *room = malloc(hop_panels_room(rows, HOP_PANEL) * sizeof *room);
                double *mixed = malloc(2 * rows * dim * sizeof *mixed);
                size_t *index = malloc(rows * sizeof *index);
                for (size_t i = 0; i < rows; i++) index[i] = 2 * i;
                for (size_t k = 0; k < 2 * rows * dim; k++) mixed[k] = (double)(k % 5);
                hop_panels_mix(&(hop_panels_mixing){.rows = rows,
                                                    .count = count,
                                                    .dim = dim,
                                                    .weights = weights,
                                                    .apart = apart,
                                                    .keys = keys,
                                                    .index = named ? index : NULL,
                                                    .room = room,
                                                    .mixed = mixed});
                for (size_t i = 0; i < 2 * rows; i++)
                    for (size_t j = 0; j < dim; j++) {
                        const bool touched = named ? i % 2 == 0 : i < rows;
                        const size_t row = named ? i / 2 : i;
                        double sum = (double)((i * dim + j) % 5), size = 0;
                        for (size_t k = 0; k < count && touched; k++) {
                            const double term =
                                (double)weights[row * apart + k] * keys[k * dim + j];
                            sum += term;
                            size += fabs(term);
                        }
                        assert_near(mixed[i * dim + j], sum, 4e-6 * size);
                    }
                free(weights), free(keys), free(room), free(mixed), free(index);
            }
}

/* Equal terms round alike: no sum of the second product has more than 64 of them in float, and five
 * such sums.  In one sum of 320 the error is four times as large. */
static void equal_terms_do_not_drift(void **state) {
    enum { COUNT = 320, DIM = 32 };
    float keys[COUNT * DIM], weights[COUNT], room[HOP_PANEL + 64];
    double mixed[DIM] = {0};
    (void)state;
    skip_without();
    for (size_t k = 0; k < COUNT * DIM; k++) keys[k] = 0.7f;
    for (size_t k = 0; k < COUNT; k++) weights[k] = 0.3f;
    hop_panels_mix(&(hop_panels_mixing){.rows = 1,
                                        .count = COUNT,
                                        .dim = DIM,
                                        .weights = weights,
                                        .apart = COUNT,
                                        .keys = keys,
                                        .room = room,
                                        .mixed = mixed});
    const double sum = COUNT * (double)0.7f * (double)0.3f;
    for (size_t j = 0; j < DIM; j++) assert_near(mixed[j], sum, 8 * 6e-8 * sum);
}

static void who_chooses_a_librarys_kernels_is_known_to(void **state) {
    const char *given = getenv("OPENBLAS_CORETYPE");
    (void)state;
    assert_int_equal(hop_blas_is_chosen(), given && *given);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(similarities_are_dot_products),
        cmocka_unit_test(weighted_keys_are_added_to_the_rows_that_are_named),
        cmocka_unit_test(equal_terms_do_not_drift),
        cmocka_unit_test(who_chooses_a_librarys_kernels_is_known_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
