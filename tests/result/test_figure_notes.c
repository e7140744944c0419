/* Figures say how they were made: text in the picture that readers of each kind find, and comments
 * in the script, whatever is in the text.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <zlib.h>

#include "base/file.h"
#include "result/figure_parts.h"

static const double X[] = {1, 2, 4}, Y[] = {0.2, 0.9, 0.5};
static const hop_curve CURVE = {.name = "it", .x = X, .y = Y, .count = 3};

/* A figure with notes that would break out of every format. */
static hop_figure make_figure(hop_table **notes) {
    static const hop_column NONE = {.name = "none", .unit = "", .meaning = "none"};
    assert_int_equal(hop_table_create(&NONE, 1, notes), HOP_OK);
    hop_table_note(*notes, "command", "hopfield capacity 'a & b' --seed 1");
    hop_table_note(*notes, "memory_checksum", "51d9");
    hop_table_note(*notes, "memory", "</metadata>\n\u00fc\\");
    return (hop_figure){.title = "a < b", .curves = &CURVE, .curve_count = 1, .provenance = *notes};
}

static char *read_bytes(const char *path, size_t *size) {
    unsigned char *bytes = NULL;
    assert_int_equal(hop_file_read(path, 1 << 24, &bytes, size), HOP_OK);
    char *text = malloc(*size + 1);
    memcpy(text, bytes, *size);
    text[*size] = '\0';
    free(bytes);
    return text;
}

/* Draws the figure as f.ENDING in a folder of its own, and reads it. */
static char *drawn(const char *ending, char folder[64], size_t *size) {
    hop_table *notes = NULL;
    char path[128];
    hop_figure figure = make_figure(&notes);
    sample_folder(folder);
    snprintf(path, sizeof path, "%s/f.%s", folder, ending);
    assert_int_equal(hop_figure_write(&figure, path, false), HOP_OK);
    hop_table_destroy(notes);
    return read_bytes(path, size);
}

static void assert_has(const char *text, const char *part) {
    if (strstr(text, part)) return;
    print_error("'%s' is not in: %.2000s\n", part, text);
    fail();
}

static void an_svg_has_a_title_and_metadata(void **state) {
    (void)state;
    char folder[64];
    size_t size = 0;
    char *svg = drawn("svg", folder, &size);
    assert_has(svg, "<title>a &lt; b</title>\n<metadata>\n"
                    "command: hopfield capacity 'a &amp; b' --seed 1\n"
                    "memory_checksum: 51d9\nmemory: &lt;/metadata&gt;?\u00fc\\\n</metadata>");
    assert_null(strstr(svg, "<title>Gnuplot"));
    free(svg);
    assert_int_equal(sample_files(folder, true), 3);
}

static size_t word_at(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

/* The body of the chunk of that name and keyword; every checksum on the way is right. */
static const char *find_chunk(const char *png, size_t size, const char *name, const char *keyword) {
    const char *found = NULL;
    size_t at = 8;
    while (at < size) {
        size_t length = word_at(png + at);
        const char *type = png + at + 4;
        assert_int_equal(word_at(type + 4 + length),
                         crc32(0, (const unsigned char *)type, (unsigned)length + 4));
        if (memcmp(type, name, 4) == 0 && strcmp(type + 4, keyword) == 0) found = type + 4;
        at += length + 12;
    }
    assert_int_equal(at, size);
    return found;
}

static void a_png_has_text_chunks(void **state) {
    (void)state;
    static const char UTF8[] = "Memory\0\0\0\0\0</metadata>?\u00fc\\";
    char folder[64];
    size_t size = 0;
    char *png = drawn("png", folder, &size);
    assert_memory_equal(find_chunk(png, size, "tEXt", "Command"),
                        "Command\0hopfield capacity 'a & b' --seed 1", 42);
    assert_memory_equal(find_chunk(png, size, "tEXt", "Memory checksum"),
                        "Memory checksum\0"
                        "51d9",
                        20);
    assert_memory_equal(find_chunk(png, size, "iTXt", "Memory"), UTF8, sizeof UTF8 - 1);
    assert_non_null(find_chunk(png, size, "tEXt", "Title"));
    free(png);
    assert_int_equal(sample_files(folder, true), 3);
}

static void a_pdf_and_the_script_have_comments(void **state) {
    (void)state;
    char folder[64], path[128], command[256];
    size_t size = 0;
    char *pdf = drawn("pdf", folder, &size);
    const char *end = pdf + size - 9;
    while (end > pdf && memcmp(end, "startxref", 9) != 0) end--;
    assert_has(end - 120,
               "% command: hopfield capacity 'a & b' --seed 1\n% memory_checksum: 51d9\n");
    free(pdf);
    snprintf(path, sizeof path, "%s/f.gp", folder);
    char *script = read_bytes(path, &size);
    assert_memory_equal(script, "# command: hopfield capacity 'a & b' --seed 1\n# memory_ch", 56);
    free(script);
    /* The backslash at the end of the last note swallows no line. */
    snprintf(command, sizeof command, "cd %s && rm f.pdf && gnuplot f.gp && test -s f.pdf", folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(sample_files(folder, true), 3);
}

static void the_same_figure_is_the_same_bytes(void **state) {
    (void)state;
    static const char *const ENDINGS[] = {"svg", "png"};
    for (size_t i = 0; i < 2; i++) {
        char one[64], two[64];
        size_t first_size = 0, second_size = 0;
        char *first = drawn(ENDINGS[i], one, &first_size);
        char *second = drawn(ENDINGS[i], two, &second_size);
        assert_int_equal(first_size, second_size);
        assert_memory_equal(first, second, first_size);
        free(first);
        free(second);
        sample_files(one, true);
        sample_files(two, true);
    }
}

static void a_picture_of_another_form_is_left_alone(void **state) {
    (void)state;
    hop_table *notes = NULL;
    hop_figure figure = make_figure(&notes);
    for (int kind = HOP_PICTURE_SVG; kind <= HOP_PICTURE_PDF; kind++) {
        hop_string bytes = {0};
        hop_string_add(&bytes, "short");
        hop_table_sign_picture(&figure, (hop_picture)kind, &bytes);
        assert_string_equal(bytes.text, "short");
        free(bytes.text);
    }
    hop_table_destroy(notes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_svg_has_a_title_and_metadata),
        cmocka_unit_test(a_png_has_text_chunks),
        cmocka_unit_test(a_pdf_and_the_script_have_comments),
        cmocka_unit_test(the_same_figure_is_the_same_bytes),
        cmocka_unit_test(a_picture_of_another_form_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
