/* Experiments whose result is a map, from end to end.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#define GLYPHS HOP_SOURCE_DIR "/patterns/glyphs"

#define PHASE                                                                               \
    "phase", "--energy", "hebb", "--dim", "60", "--load", "0.05:0.2:0.05", "--temperature", \
        "0,0.5,1", "--trials", "3", "--steps", "10", "--seed", "4", "--quiet"

static char *read_after(support_result result, const char *path) {
    assert_status(result, 0);
    support_result_clear(&result);
    return support_read(path, NULL);
}

static void a_map_is_the_same_for_any_threads_and_shards(void **state) {
    (void)state;
    const char *path = support_path("whole.csv");
    char *expected = read_after(RUN(NULL, PHASE, "--threads", "1", "-o", path), path);
    path = support_path("three.csv");
    char *again = read_after(RUN(NULL, PHASE, "--threads", "3", "-o", path), path);
    assert_string_equal(again, expected);
    free(again);
    char parts[2][512];
    for (int i = 0; i < 2; i++) {
        char shard[16];
        snprintf(shard, sizeof shard, "%d/2", i + 1);
        snprintf(parts[i], sizeof parts[i], "%s", support_path("part%d", i));
        support_result result = RUN(NULL, PHASE, "--shard", shard, "-o", parts[i]);
        assert_status(result, 0);
        support_result_clear(&result);
    }
    path = support_path("merged.csv");
    char *merged = read_after(RUN(NULL, "merge", path, parts[0], parts[1], "--quiet"), path);
    assert_string_equal(merged, expected);
    free(merged);
    free(expected);
}

/* The grid is left to the program: its rows are cells like any others. */
static void a_grid_of_its_own_is_shared_among_machines_too(void **state) {
    (void)state;
    const char *path = support_path("own.csv");
#define OWN "landscape", GLYPHS, "--grid", "6", "--seed", "3", "--quiet"
    char *expected = read_after(RUN(NULL, OWN, "-o", path), path);
    char parts[2][512];
    for (int i = 0; i < 2; i++) {
        char shard[16];
        snprintf(shard, sizeof shard, "%d/2", i + 1);
        snprintf(parts[i], sizeof parts[i], "%s", support_path("own%d", i));
        support_result result = RUN(NULL, OWN, "--shard", shard, "-o", parts[i]);
        assert_status(result, 0);
        support_result_clear(&result);
        char *part = support_read(parts[i], NULL);
        size_t lines = 0;
        for (const char *c = part; *c; c++) lines += *c == '\n';
        assert_true(lines >= 3);
        free(part);
    }
    path = support_path("joined.csv");
    char *merged = read_after(RUN(NULL, "merge", path, parts[0], parts[1], "--quiet"), path);
    assert_string_equal(merged, expected);
    free(merged);
    free(expected);
}

static const char *place_of(const char *text, const char *part) {
    const char *place = strstr(text, part);
    assert_non_null(place);
    return place;
}

static void text_is_the_map_and_where_each_of_its_rows_falls(void **state) {
    (void)state;
    support_result result = RUN(NULL, PHASE);
    assert_status(result, 0);
    const char *map = place_of(result.out, "   0.5 \u2502");
    const char *table = place_of(result.out, "temperature  measured  theory\n");
    assert_true(place_of(result.out, "boundary: load at which the mean overlap") < map);
    assert_contains(result.out, "rows: 12; --format csv or json shows them\n");
    assert_true(place_of(map, "up: temperature [of the energy]\n") < table);
    assert_contains(map, "+: Amit et al. 1987, d to infinity\n");
    size_t lines = 0;
    for (const char *c = table; *c; c++) lines += *c == '\n';
    assert_int_equal(lines, 4);
    support_result_clear(&result);
}

static void the_figure_holds_the_map_and_its_theory(void **state) {
    (void)state;
    support_result result = RUN(NULL, PHASE, "--figure", support_path("phase.svg"));
    assert_status(result, 0);
    support_result_clear(&result);
    char *svg = support_read(support_path("phase.svg"), NULL);
    char *data = support_read(support_path("phase.tsv"), NULL);
    assert_contains(svg, "mean overlap with the pattern");
    assert_contains(svg, "Amit et al. 1987");
    assert_contains(data, "# map: mean overlap with the pattern\n");
    free(svg);
    free(data);
}

static void a_landscape_shows_three_patterns_and_their_basins(void **state) {
    (void)state;
    support_result result = RUN(NULL, "landscape", GLYPHS, "--grid", "12", "--show", "basins",
                                "--seed", "1", "--figure", support_path("basins.svg"), "--quiet");
    assert_status(result, 0);
    assert_contains(result.out, "more (--format json has all)");
    assert_true(place_of(result.out, "where a point ends:") < place_of(result.out, "off_plane"));
    assert_contains(result.out, "a: A\n");
    support_result_clear(&result);
    char *svg = support_read(support_path("basins.svg"), NULL);
    assert_contains(svg, "<text>A: A</text>");
    assert_contains(svg, "<text>paths</text>");
    free(svg);
}

static void a_landscape_is_the_same_for_any_threads(void **state) {
    (void)state;
    char *first = NULL;
    for (int threads = 1; threads <= 3; threads += 2) {
        char count[16];
        snprintf(count, sizeof count, "%d", threads);
        const char *path = support_path("landscape%d.json", threads);
        char *json = read_after(RUN(NULL, "landscape", GLYPHS, "--grid", "8", "--seed", "5",
                                    "--beta", "12", "--threads", count, "-o", path, "--quiet"),
                                path);
        char *timing = strstr(json, "\"timing\""); /* and nothing else may differ */
        char *end = timing ? strchr(timing, '}') : NULL;
        if (end) memmove(timing, end, strlen(end) + 1);
        if (first) assert_string_equal(json, first);
        free(first);
        first = json;
    }
    free(first);
}

static void what_cannot_be_mapped_is_said_in_a_sentence(void **state) {
    (void)state;
    support_result result = RUN(NULL, "landscape", GLYPHS, "--first", "36");
    assert_status(result, 1);
    assert_contains(result.err, "holds 36 patterns, 0 to 35");
    support_result_clear(&result);
    result = RUN(NULL, "landscape", GLYPHS, "--grid", "1");
    assert_status(result, 2);
    assert_contains(result.err, "grid");
    support_result_clear(&result);
    result = RUN(NULL, "phase", "--energy", "hebb", "--beta", "1");
    assert_status(result, 1);
    assert_contains(result.err, "hebb has no beta; give --temperature");
    support_result_clear(&result);
    static const char *const AXES[][2] = {{"--beta", "0.5,1"}, {"--temperature", "0:1:0.5"}};
    for (size_t k = 0; k < 2; k++) {
        result = RUN(NULL, "phase", "--energy", "exponential", AXES[k][0], AXES[k][1]);
        assert_status(result, 1);
        assert_contains(result.err, "exponential has neither a beta nor a temperature to map");
        support_result_clear(&result);
    }
}

/* What they would refuse they do not offer. */
static void help_of_maps_asks_for_one_energy(void **state) {
    (void)state;
    static const char *const NAMES[] = {"phase", "landscape"};
    for (size_t k = 0; k < 2; k++) {
        support_result result = RUN(NULL, NAMES[k], "--help");
        assert_status(result, 0);
        assert_null(strstr(result.out, "give several"));
        support_result_clear(&result);
        result = RUN(NULL, NAMES[k], GLYPHS, "--energy", "lse", "--energy", "sparsemax");
        assert_true(result.status != 0);
        support_result_clear(&result);
    }
    support_result result = RUN(NULL, "landscape", GLYPHS, "--beta", "1,2");
    assert_status(result, 2);
    assert_contains(result.err, "it takes one value");
    support_result_clear(&result);
}

/* At d = 8 loads of .06 to .09 are all two patterns, and those of .06 and .15 are two and three. */
static void ends_of_an_axis_stand_apart_and_equal_ones_once(void **state) {
    (void)state;
    support_result one = RUN(NULL, "phase", "--dim", "8", "--load", "0.06,0.07,0.08,0.09", "--beta",
                             "1,2", "--trials", "2", "--seed", "1");
    support_result two = RUN(NULL, "phase", "--dim", "8", "--load", "0.06,0.15", "--beta", "1,2",
                             "--trials", "2", "--seed", "1");
    assert_contains(one.out, " 0.0866\n");
    assert_contains(two.out, " 0.0866 to 0.137\n");
    support_result_clear(&one);
    support_result_clear(&two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_the_same_for_any_threads_and_shards),
        cmocka_unit_test(a_grid_of_its_own_is_shared_among_machines_too),
        cmocka_unit_test(text_is_the_map_and_where_each_of_its_rows_falls),
        cmocka_unit_test(a_landscape_shows_three_patterns_and_their_basins),
        cmocka_unit_test(a_landscape_is_the_same_for_any_threads),
        cmocka_unit_test(what_cannot_be_mapped_is_said_in_a_sentence),
        cmocka_unit_test(help_of_maps_asks_for_one_energy),
        cmocka_unit_test(the_figure_holds_the_map_and_its_theory),
        cmocka_unit_test(ends_of_an_axis_stand_apart_and_equal_ones_once),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
