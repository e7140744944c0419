/* The page: its parts, whether it is well formed, and that it needs nothing from elsewhere.
 * Covers: style.c
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "report/report_parts.h"
#include "support/support.h"

static const hop_column COLUMNS[] = {{.name = "name", .meaning = "it", .kind = HOP_CELL_TEXT}};
static const char EVIL[] = "<script>&\"'";

/* A page with a section of every kind, all words of it EVIL. */
static char *make(bool drawn, hop_table *table) {
    static const hop_image image = {.width = 30, .height = 20};
    const hop_section sections[] = {
        {.kind = HOP_SECTION_HEADING, .text = EVIL},
        {.kind = HOP_SECTION_PARAGRAPH, .text = EVIL},
        {.kind = HOP_SECTION_TEXT, .text = EVIL},
        {.kind = HOP_SECTION_PICTURE, .text = EVIL, .alt = EVIL, .file = "a.png", .image = &image},
        {.kind = HOP_SECTION_HEADING, .text = EVIL},
        {.kind = HOP_SECTION_FIGURE, .text = EVIL, .alt = EVIL, .file = "b.svg"},
        {.kind = HOP_SECTION_TABLE, .text = EVIL, .table = table},
    };
    const hop_report report = {
        .kind = EVIL,
        .title = EVIL,
        .lead = EVIL,
        .facts = &(hop_fact){EVIL, EVIL, EVIL},
        .fact_count = 1,
        .sections = sections,
        .section_count = 7,
        .attachments = &(hop_attachment){.file = "c.csv", .meaning = EVIL, .table = table},
        .attachment_count = 1,
        .notes = &(hop_image_note){EVIL, EVIL},
        .note_count = 1,
    };
    hop_drawn places[7] = {0};
    places[5] = (hop_drawn){.missing = !drawn, .why = "because <"};
    hop_string out = {0};
    hop_report_page(&out, &report, places);
    assert_false(out.failed);
    return out.text;
}

static hop_table *make_table(void) {
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(COLUMNS, 1, &table), HOP_OK);
    hop_table_add_text(table, EVIL);
    return table;
}

/* Every element that is opened is closed in turn. */
static void assert_balanced(const char *page) {
    const char *open[64];
    size_t depth = 0;
    for (const char *c = strchr(page, '<'); c; c = strchr(c + 1, '<')) {
        size_t length = strcspn(c + 1, " >");
        if (c[1] == '!' || strncmp(c + 1, "meta", 4) == 0 || strncmp(c + 1, "link", 4) == 0 ||
            strncmp(c + 1, "img", 3) == 0)
            continue;
        if (c[1] != '/') {
            assert_true(depth < 64);
            open[depth++] = c + 1;
            continue;
        }
        assert_true(depth > 0);
        assert_memory_equal(open[--depth], c + 2, length - 1);
    }
    assert_int_equal(depth, 0);
}

static void no_word_of_the_user_is_markup(void **state) {
    (void)state;
    hop_table *table = make_table();
    char *page = make(true, table);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "&\"'"));
    assert_contains(page, "<title>&lt;script&gt;&amp;&quot;&#39;</title>");
    assert_contains(page, "alt=\"&lt;script&gt;&amp;&quot;&#39;\"");
    hop_table_destroy(table);
    free(page);
}

static void the_page_is_well_formed(void **state) {
    (void)state;
    hop_table *table = make_table();
    for (int drawn = 0; drawn < 2; drawn++) {
        char *page = make(drawn == 1, table);
        assert_balanced(page);
        assert_contains(page, "<!DOCTYPE html>\n<html lang=\"en\">");
        assert_contains(page, "<meta charset=\"utf-8\">");
        assert_contains(page, "width=device-width");
        free(page);
    }
    hop_table_destroy(table);
}

static void it_needs_nothing_from_elsewhere(void **state) {
    (void)state;
    hop_table *table = make_table();
    char *page = make(true, table);
    const char *const foreign[] = {"http:", "https:", "//", "@import", "url(", "javascript"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_null(strstr(page, foreign[i]));
    assert_contains(page, "prefers-color-scheme:dark");
    hop_table_destroy(table);
    free(page);
}

static void pictures_and_their_numbers_are_linked(void **state) {
    (void)state;
    hop_table *table = make_table();
    char *page = make(true, table);
    assert_contains(page, "<a href=\"a.png\"><img src=\"a.png\"");
    assert_contains(page, "width=\"30\" height=\"20\"");
    assert_contains(page, "<img src=\"b.svg\"");
    assert_contains(page, "href=\"b.tsv\"");
    assert_contains(page, "href=\"b.gp\"");
    assert_contains(page, "href=\"c.csv\"");
    hop_table_destroy(table);
    free(page);
}

static void a_figure_that_is_missing_is_said_and_not_linked(void **state) {
    (void)state;
    hop_table *table = make_table();
    char *page = make(false, table);
    assert_contains(page, "This figure was not drawn: because &lt;");
    assert_null(strstr(page, "b.svg"));
    assert_null(strstr(page, "b.tsv"));
    hop_table_destroy(table);
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_word_of_the_user_is_markup),
        cmocka_unit_test(the_page_is_well_formed),
        cmocka_unit_test(it_needs_nothing_from_elsewhere),
        cmocka_unit_test(pictures_and_their_numbers_are_linked),
        cmocka_unit_test(a_figure_that_is_missing_is_said_and_not_linked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
