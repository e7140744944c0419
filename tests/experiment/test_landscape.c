/* Landscapes, on a memory of four vectors.  Covers: landscape.c landscape_plane.c
 * landscape_states.c landscape_basins.c landscape_report.c landscape_draw.c
 * SPDX-License-Identifier: MIT */
#include "experiment/landscape.h"

#include "support/experiment.h"

enum { DIM = 4, COUNT = 4 };

static const double PATTERNS[COUNT * DIM] = {3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3};

static const char *memory_of(size_t count) {
    const char *path = support_path("memory%zu.csv", count);
    FILE *file = fopen(path, "w");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < DIM; j++)
            fprintf(file, "%g%s", PATTERNS[i % COUNT * DIM + j], j + 1 < DIM ? "," : "\n");
    fclose(file);
    return path;
}

static hop_status try_settings(size_t count, const char *settings, hop_sweep **e) {
    char all[512];
    snprintf(all, sizeof all, "memory=%s %s", memory_of(count), settings);
    assert_ok(fixture_try("landscape", all, 1, e));
    return hop_sweep_open(*e, &hop_load_defaults);
}

/* A sweep over the plane of patterns 0, 1, 2. */
typedef struct seen {
    hop_sweep *e;
    hop_results results;
    hop_findings findings;
} seen;

static seen see(const char *settings) {
    seen s = {0};
    char all[256];
    snprintf(all, sizeof all, "first=0 second=1 third=2 similarity=dot grid=9 %s", settings);
    assert_ok(try_settings(COUNT, all, &s.e));
    s.results = fixture_sweep(s.e, 2, NULL);
    assert_ok(hop_findings_make(s.e, &s.results, &s.findings));
    return s;
}

static void forget(seen *s) {
    hop_findings_clear(&s->findings);
    hop_results_clear(&s->results);
    hop_sweep_destroy(s->e);
}

/* E = -ln(sum exp(beta s)) / beta + |xi|^2 / 2 + ln N / beta + M^2 / 2 */
static double energy_of(const double *state, double beta) {
    double sum = 0, square = 0;
    for (size_t j = 0; j < DIM; j++) square += state[j] * state[j];
    for (size_t i = 0; i < COUNT; i++) {
        double s = 0;
        for (size_t j = 0; j < DIM; j++) s += PATTERNS[i * DIM + j] * state[j];
        sum += exp(beta * s);
    }
    return -log(sum) / beta + square / 2 + log(COUNT) / beta + 4.5;
}

static void the_map_is_the_energy_of_the_planes_points(void **state) {
    (void)state;
    hop_plane plane = {0};
    seen s = see("beta=0.7");
    const hop_heat_map *map = &s.findings.map;
    assert_ok(hop_plane_create(PATTERNS, DIM, &plane));
    assert_true(map->rows == 9 && map->columns == 15);
    for (size_t r = 0; r < map->rows; r++)
        for (size_t c = 0; c < map->columns; c++) {
            double point[DIM];
            hop_plane_point(&plane, map->x[c], map->y[r], point);
            assert_true(fabs(map->values[r * map->columns + c] - energy_of(point, 0.7)) < 1e-6);
        }
    hop_plane_clear(&plane);
    forget(&s);
}

/* Patterns of one norm: at a large beta a point ends at the nearest. */
static void a_point_ends_at_the_nearest_pattern(void **state) {
    (void)state;
    seen s = see("beta=20 show=basins");
    const hop_heat_map *map = &s.findings.map;
    size_t found[3] = {0};
    hop_plane plane = {0};
    assert_ok(hop_plane_create(PATTERNS, DIM, &plane));
    for (size_t r = 0; r < map->rows; r++)
        for (size_t c = 0; c < map->columns; c++) {
            double best = INFINITY, second = INFINITY;
            size_t nearest = 0;
            for (size_t k = 0; k < 3; k++) {
                double apart =
                    hypot(map->x[c] - plane.corner[k][0], map->y[r] - plane.corner[k][1]);
                if (apart < best)
                    second = best, best = apart, nearest = k;
                else
                    second = fmin(second, apart);
            }
            if (second - best < 1e-3) continue;
            assert_true(map->values[r * map->columns + c] == (double)nearest);
            found[nearest]++;
        }
    assert_true(found[0] > 10 && found[1] > 10 && found[2] > 10);
    assert_string_equal(map->classes[0], "pattern 0");
    hop_plane_clear(&plane);
    forget(&s);
}

/* Four patterns three times: three that are drawn are seldom different. */
static void copies_are_drawn_again_where_nobody_named_them(void **state) {
    (void)state;
    char all[512];
    for (uint64_t seed = 1; seed <= 12; seed++) {
        hop_sweep *e = NULL;
        hop_landscape landscape = {0};
        snprintf(all, sizeof all, "memory=%s similarity=dot grid=9", memory_of(3 * COUNT));
        assert_ok(fixture_try("landscape", all, seed, &e));
        assert_ok(hop_sweep_open(e, &hop_load_defaults));
        assert_ok(hop_landscape_create(e, &landscape));
        for (size_t k = 1; k < 3; k++)
            assert_true(landscape.corner[k] % COUNT != landscape.corner[0] % COUNT);
        hop_landscape_clear(&landscape);
        hop_sweep_destroy(e);
    }
    hop_sweep *e = NULL;
    hop_landscape landscape = {0};
    assert_ok(try_settings(3 * COUNT, "first=0 second=1 third=5 similarity=dot grid=9", &e));
    assert_int_equal(hop_landscape_create(e, &landscape), HOP_E_VALUE);
    hop_sweep_destroy(e);
}

static void at_a_small_beta_every_point_ends_in_the_mixture(void **state) {
    (void)state;
    seen s = see("beta=0.05 show=basins");
    const hop_heat_map *map = &s.findings.map;
    for (size_t i = 0; i < map->rows * map->columns; i++)
        assert_string_equal(map->classes[(size_t)map->values[i]], "mixture");
    /* Basins stand first: three corners without a point, and the mixture with all. */
    assert_int_equal(s.findings.essential_rows, 4);
    assert_true(hop_table_cell(s.findings.table, 3, 3).number == 1);
    forget(&s);
}

static void the_model_and_the_patterns_that_were_left_open_are_said(void **state) {
    (void)state;
    char *text = fixture_run(
        "landscape", "memory=" HOP_SOURCE_DIR "/patterns/glyphs grid=3 paths=1 second=4", "text");
    double beta = 0;
    size_t first = 0, third = 0, rows = 0;
    const char *said = strstr(text, "auto: ");
    assert_non_null(said);
    assert_int_equal(sscanf(said,
                            "auto: similarity=correlation; beta=%lf; first=%zu; third=%zu; "
                            "row=0 to %zu\n",
                            &beta, &first, &third, &rows),
                     4);
    assert_true(beta > 1 && first < 36 && third < 36 && first != third && first != 4);
    assert_int_equal(rows, 3);
    free(text);
}

static void paths_begin_on_the_plane_and_never_rise(void **state) {
    (void)state;
    seen s = see("beta=0.7 paths=7");
    const hop_lines *lines = &s.results.all[s.results.count - 1].lines;
    double energy[7], step[7], low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < 7; i++) energy[i] = INFINITY, step[i] = -1;
    assert_true(lines->count > 3 + 14);
    for (size_t k = 3; k < lines->count; k++) {
        const struct line *line = (const struct line *)lines->all + k;
        const double at[] = {line->x, line->y};
        size_t i = (size_t)line->number;
        assert_true(line->step == step[i] + 1);
        assert_true(line->height <= energy[i] + 1e-8);
        assert_true(step[i] >= 0 || line->off < 1e-9);
        for (size_t a = 0; a < 2 && step[i] < 0; a++) {
            low[a] = fmin(low[a], at[a]);
            high[a] = fmax(high[a], at[a]);
        }
        step[i]++;
        energy[i] = line->height;
    }
    for (size_t i = 0; i < 7; i++) assert_true(step[i] >= 1);
    /* They start all over the plane: its patterns are three times the root of two apart. */
    assert_true(high[0] - low[0] > 4 && high[1] - low[1] > 2);
    /* Seven paths, their starts, three patterns. */
    assert_int_equal(s.findings.curve_count, 11);
    forget(&s);
}

static void a_row_of_the_grid_can_be_had_alone(void **state) {
    (void)state;
    seen all = see("beta=0.7"), one = see("beta=0.7 row=4");
    assert_int_equal(one.results.count, 1);
    assert_int_equal(one.findings.map.rows, 1);
    assert_memory_equal(one.findings.map.values, all.findings.map.values + 4 * 15,
                        15 * sizeof(double));
    forget(&all);
    forget(&one);
}

static void where_a_family_has_no_support_a_point_ends_nowhere(void **state) {
    (void)state;
    seen s = {0};
    assert_ok(
        try_settings(COUNT, "first=0 second=1 third=2 grid=9 energy=lsr beta=2 show=basins", &s.e));
    s.results = fixture_sweep(s.e, 1, NULL);
    assert_ok(hop_findings_make(s.e, &s.results, &s.findings));
    const hop_heat_map *map = &s.findings.map;
    size_t nowhere = 0;
    for (size_t i = 0; i < map->rows * map->columns; i++) nowhere += isnan(map->values[i]) ? 1 : 0;
    assert_true(nowhere > 50 && nowhere < map->rows * map->columns);
    forget(&s);
}

static void refuse(size_t count, const char *settings, hop_status status, const char *part) {
    hop_sweep *e = NULL;
    assert_refused(try_settings(count, settings, &e), status, part);
    hop_sweep_destroy(e);
}

static void what_has_no_plane_or_no_real_states_is_refused(void **state) {
    (void)state;
    refuse(2, "beta=1", HOP_E_EMPTY, "holds 2 patterns; a plane needs three");
    refuse(4, "first=4", HOP_E_VALUE, "first is 4, but");
    refuse(4, "first=1 third=1", HOP_E_VALUE, "first and third are both 1");
    refuse(4, "energy=hebb", HOP_E_SUPPORT, "those of hebb are bipolar");
    refuse(4, "similarity=hamming", HOP_E_SUPPORT, "those of hamming are bipolar");
    refuse(4, "grid=9 row=10", HOP_E_VALUE, "a grid of 9 has rows 0 to 8");
    refuse(4, "energy=lse energy=sparsemax", HOP_E_SUPPORT, "one map for each");
}

static void the_figure_says_what_the_plane_is_of(void **state) {
    (void)state;
    seen s = see("energy=lse beta=0.5");
    assert_non_null(s.findings.subtitle);
    assert_contains(s.findings.subtitle, "/memory4.csv energy=lse similarity=dot beta=0.5");
    assert_non_null(s.findings.map.grey);
    forget(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_map_is_the_energy_of_the_planes_points),
        cmocka_unit_test(a_point_ends_at_the_nearest_pattern),
        cmocka_unit_test(copies_are_drawn_again_where_nobody_named_them),
        cmocka_unit_test(at_a_small_beta_every_point_ends_in_the_mixture),
        cmocka_unit_test(the_model_and_the_patterns_that_were_left_open_are_said),
        cmocka_unit_test(paths_begin_on_the_plane_and_never_rise),
        cmocka_unit_test(a_row_of_the_grid_can_be_had_alone),
        cmocka_unit_test(where_a_family_has_no_support_a_point_ends_nowhere),
        cmocka_unit_test(the_figure_says_what_the_plane_is_of),
        cmocka_unit_test(what_has_no_plane_or_no_real_states_is_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
