/* Figures from end to end: three files or none, and hostile text that executes nothing.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/file.h"

static const double X[] = {1, 2, 4}, Y[] = {0.2, 0.9, 0.5}, CELLS[] = {0, 1, 2, 3, 4, 5};
static const hop_curve CURVE = {.name = "it", .x = X, .y = Y, .count = 3};
static const hop_figure FIGURE = {.title = "title", .curves = &CURVE, .curve_count = 1};

static void in_folder(char path[128], const char *folder, const char *name) {
    snprintf(path, 128, "%s/%s", folder, name);
}

static char *read_text(const char *path) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(hop_file_read(path, 1 << 24, &bytes, &size), HOP_OK);
    char *text = malloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    free(bytes);
    return text;
}

static void a_figure_is_three_files_of_the_right_kind(void **state) {
    (void)state;
    static const struct {
        const char *name, *magic;
    } KINDS[] = {{"f.svg", "<?xml"}, {"f.png", "\x89PNG"}, {"f.pdf", "%PDF"}};
    for (size_t i = 0; i < 3; i++) {
        char folder[64], path[128];
        sample_folder(folder);
        in_folder(path, folder, KINDS[i].name);
        assert_int_equal(hop_figure_write(&FIGURE, path, false), HOP_OK);
        char *text = read_text(path);
        assert_memory_equal(text, KINDS[i].magic, strlen(KINDS[i].magic));
        free(text);
        assert_int_equal(sample_files(folder, true), 3);
    }
}

static void drop(char *svg, const char *from, const char *to) {
    for (char *at = strstr(svg, from); at; at = strstr(at, from)) {
        char *end = strstr(at + strlen(from), to);
        assert_non_null(end);
        end += strlen(to);
        memmove(at, end, strlen(end) + 1);
    }
}

/* Without what is put in by us: names of curves, the weight of fonts. */
static void drop_ours(char *svg) {
    drop(svg, "<title>", "</title>");
    drop(svg, "font-family=\":Bold", "\"");
    drop(svg, "font-family=\"sans-serif\" font-weight=\"bold", "\"");
}

static void the_script_beside_it_draws_the_same_again(void **state) {
    (void)state;
    char folder[64], path[128], command[256];
    sample_folder(folder);
    in_folder(path, folder, "|touch trap .svg");
    assert_int_equal(hop_figure_write(&FIGURE, path, false), HOP_OK);
    char *first = read_text(path);
    assert_int_equal(unlink(path), 0);
    snprintf(command, sizeof command, "cd %s && gnuplot './|touch trap .gp'", folder);
    assert_int_equal(system(command), 0);
    char *second = read_text(path);
    drop_ours(first);
    drop_ours(second);
    assert_string_equal(first, second);
    free(first);
    free(second);
    assert_int_equal(sample_files(folder, true), 3);
}

static void a_map_with_a_curve_over_it_is_drawn(void **state) {
    (void)state;
    char folder[64], path[128];
    sample_folder(folder);
    in_folder(path, folder, "m.svg");
    hop_heat_map map = {.rows = 2, .columns = 3, .values = CELLS, .x = X, .label = "p"};
    hop_figure figure = {.map = &map, .log_x = true, .curves = &CURVE, .curve_count = 1};
    assert_int_equal(hop_figure_write(&figure, path, false), HOP_OK);
    map.rows = 1;
    assert_int_equal(hop_figure_write(&figure, path, true), HOP_OK);
    sample_files(folder, true);
}

static void hostile_text_is_drawn_and_executes_nothing(void **state) {
    (void)state;
    char folder[64], path[128], trap[128], text[256];
    sample_folder(folder);
    in_folder(path, folder, "h.svg");
    in_folder(trap, folder, "trap");
    static const char *const SHAPES[] = {
        "`touch %s`",
        "$(touch %s)",
        "'; system('touch %s'); '",
        "''; system(\"touch %s\")",
        "{ %s",
        "\"; !touch %s\n",
        "x\n!touch %s\n",
        "\\\nsystem(\"touch %s\")\n",
        "@a{/Bold %s}_2^3",
        "<b>&amp;%s</text>",
        "END_OF_NUMBERS\n!touch %s\\",
    };
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, SHAPES[i], trap);
#pragma GCC diagnostic pop
        hop_table *table = sample_table();
        hop_table_note(table, text, text);
        hop_heat_map map = {.rows = 2, .columns = 3, .values = CELLS, .label = text};
        hop_curve curves[7];
        for (int c = 0; c < 7; c++)
            curves[c] = (hop_curve){.name = text, .x = X, .y = Y, .count = 3};
        hop_figure figure = {
            .title = text, .x_label = text, .y_label = text, .provenance = table, .curves = curves};
        for (figure.curve_count = 1; figure.curve_count <= 7; figure.curve_count += 6)
            assert_int_equal(hop_figure_write(&figure, path, true), HOP_OK);
        figure.map = &map;
        figure.curve_count = 1;
        assert_int_equal(hop_figure_write(&figure, path, true), HOP_OK);
        hop_table_destroy(table);
        assert_int_equal(access(trap, F_OK), -1);
    }
    assert_int_equal(sample_files(folder, true), 3);
}

static void hostile_text_is_shown_letter_by_letter(void **state) {
    (void)state;
    char folder[64], path[128];
    sample_folder(folder);
    in_folder(path, folder, "h.svg");
    hop_figure figure = FIGURE;
    figure.title = "It's `x` \"y\" \\ {z}_2 $(w)";
    assert_int_equal(hop_figure_write(&figure, path, false), HOP_OK);
    char *text = read_text(path);
    assert_non_null(strstr(text, "It's `x` \"y\" \\ {z}_2 $(w)"));
    free(text);
    sample_files(folder, true);
}

static void nothing_is_overwritten_unless_asked(void **state) {
    (void)state;
    static const char *const NAMES[] = {"f.svg", "f.gp", "f.tsv"};
    for (size_t i = 0; i < 3; i++) {
        char folder[64], path[128], other[128];
        sample_folder(folder);
        in_folder(path, folder, "f.svg");
        in_folder(other, folder, NAMES[i]);
        assert_int_equal(hop_file_write(other, "mine", 4, false), HOP_OK);
        assert_int_equal(hop_figure_write(&FIGURE, path, false), HOP_E_EXISTS);
        assert_int_equal(sample_files(folder, false), 1);
        assert_int_equal(hop_figure_write(&FIGURE, path, true), HOP_OK);
        assert_int_equal(sample_files(folder, true), 3);
    }
}

static void check_leaves_nothing(const hop_figure *figure, const char *name, hop_status expected) {
    char folder[64], path[128];
    sample_folder(folder);
    in_folder(path, folder, name);
    assert_int_equal(hop_figure_write(figure, path, false), expected);
    assert_int_equal(sample_files(folder, true), 0);
}

static void what_cannot_be_drawn_leaves_nothing(void **state) {
    (void)state;
    check_leaves_nothing(&FIGURE, "f.jpeg", HOP_E_NAME);
    check_leaves_nothing(&FIGURE, ".svg", HOP_E_NAME);
    check_leaves_nothing(&FIGURE, "missing/f.svg", HOP_E_WRITE);
    check_leaves_nothing(&(hop_figure){.title = "empty"}, "f.svg", HOP_E_EMPTY);
    hop_figure figure = FIGURE;
    figure.y_low = 2, figure.y_high = 1;
    check_leaves_nothing(&figure, "f.svg", HOP_E_VALUE);
}

static void a_missing_gnuplot_leaves_nothing(void **state) {
    (void)state;
    char *before = strdup(getenv("PATH"));
    setenv("PATH", "", 1);
    check_leaves_nothing(&FIGURE, "f.svg", HOP_E_SUPPORT);
    setenv("PATH", before, 1);
    free(before);
}

/* A gnuplot of the test's own: while it draws, somebody else takes the script's name. */
static void what_was_put_in_place_is_taken_back_when_the_next_fails(void **state) {
    (void)state;
    char folder[64], tools[64], path[128], fake[128], text[256];
    sample_folder(folder);
    sample_folder(tools);
    in_folder(path, folder, "f.svg");
    in_folder(fake, tools, "gnuplot");
    snprintf(text, sizeof text, "#!/bin/sh\n: > %s/f.gp\necho '</svg>'\n", folder);
    assert_int_equal(hop_file_write(fake, text, strlen(text), false), HOP_OK);
    assert_int_equal(chmod(fake, 0700), 0);
    char *before = strdup(getenv("PATH"));
    setenv("PATH", tools, 1);
    hop_status status = hop_figure_write(&FIGURE, path, false);
    setenv("PATH", before, 1);
    free(before);
    assert_int_equal(status, HOP_E_EXISTS);
    in_folder(path, folder, "f.gp");
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(sample_files(folder, true), 1);
    sample_files(tools, true);
}

/* A limit on the size of files stands for a full disk. */
static void a_disk_that_fills_leaves_nothing(void **state) {
    (void)state;
    char folder[64], path[128];
    struct rlimit before, small = {.rlim_cur = 2000};
    sample_folder(folder);
    in_folder(path, folder, "f.svg");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    hop_status status = hop_figure_write(&FIGURE, path, false);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_not_equal(status, HOP_OK);
    assert_int_equal(sample_files(folder, true), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_three_files_of_the_right_kind),
        cmocka_unit_test(the_script_beside_it_draws_the_same_again),
        cmocka_unit_test(a_map_with_a_curve_over_it_is_drawn),
        cmocka_unit_test(hostile_text_is_drawn_and_executes_nothing),
        cmocka_unit_test(hostile_text_is_shown_letter_by_letter),
        cmocka_unit_test(nothing_is_overwritten_unless_asked),
        cmocka_unit_test(what_cannot_be_drawn_leaves_nothing),
        cmocka_unit_test(a_missing_gnuplot_leaves_nothing),
        cmocka_unit_test(what_was_put_in_place_is_taken_back_when_the_next_fails),
        cmocka_unit_test(a_disk_that_fills_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
