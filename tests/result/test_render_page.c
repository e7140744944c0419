/* The page: its parts, whether it is well formed, and that it needs nothing from elsewhere.
 * Covers: page_style.c page_embed.c page_parts.c page_numbers.c page_script.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/result.h>

#include "support/support.h"

static const hop_column COLUMNS[] = {{.name = "name", .meaning = "it", .kind = HOP_CELL_TEXT}};
static const char EVIL[] = "<script>&\"'";
static const double X[] = {0, 1, 2}, Y[] = {3, 2, 1};

/* A page with an item of every kind, all words of it EVIL; two figures, undrawn or drawn. */
static char *make(bool drawn) {
    const hop_made made = {.command_line = EVIL};
    const hop_curve curve = {.name = EVIL, .x = X, .y = Y, .count = drawn ? 3 : 0};
    const hop_figure figure = {.title = EVIL, .curves = &curve, .curve_count = 1};
    const hop_renderer_row *renderer = NULL;
    const hop_render_options options = {0};
    hop_image image = {0};
    hop_result *r = NULL;
    char *text = NULL;
    assert_int_equal(hop_result_create(EVIL, &made, &r), HOP_OK);
    assert_int_equal(hop_image_create(30, 20, 1, &image), HOP_OK);
    hop_result_title(r, EVIL, EVIL);
    hop_result_headline(r, EVIL, EVIL, EVIL);
    hop_result_text(r, "fact", EVIL, EVIL);
    hop_result_heading(r, EVIL);
    hop_result_remark(r, HOP_NOTE, "%s", EVIL);
    hop_result_remark(r, HOP_WARNING, "%s", EVIL);
    hop_result_drawing(r, EVIL);
    hop_result_picture(r, "a", &image, EVIL, EVIL);
    hop_result_heading(r, EVIL);
    hop_result_figure(r, "b", &figure, EVIL, EVIL);
    hop_result_figure(r, "c", &figure, EVIL, EVIL);
    hop_table_add_text(hop_result_table(r, "rows", COLUMNS, 1, EVIL), EVIL);
    assert_int_equal(hop_renderer_parse("page", &renderer), HOP_OK);
    assert_int_equal(hop_result_print(r, renderer, &options, &text), HOP_OK);
    hop_image_clear(&image);
    hop_result_destroy(r);
    return text;
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
        if (c[strcspn(c, ">") - 1] == '/') continue;
        if (strncmp(c + 1, "script", 6) == 0) { /* within it "<" is no markup */
            c = strstr(c, "</script>");
            assert_non_null(c);
            continue;
        }
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

static size_t count_of(const char *page, const char *text) {
    size_t count = 0;
    for (const char *c = strstr(page, text); c; c = strstr(c + 1, text)) count++;
    return count;
}

static void no_word_of_the_user_is_markup(void **state) {
    (void)state;
    char *page = make(true);
    assert_null(strstr(page, "<script>&"));
    assert_int_equal(count_of(page, "<script"), 3); /* the page's own, numbers of two figures */
    assert_int_equal(count_of(page, "<script>"), 1);
    assert_contains(page, "\\u003cscript>");
    assert_null(strstr(page, "&\"'"));
    assert_contains(page, "<title>&lt;script&gt;&amp;&quot;&#39;</title>");
    assert_contains(page, "alt=\"&lt;script&gt;&amp;&quot;&#39;\"");
    free(page);
}

static void the_page_is_well_formed(void **state) {
    (void)state;
    for (int drawn = 0; drawn < 2; drawn++) {
        char *page = make(drawn == 1);
        assert_balanced(page);
        assert_contains(page, "<!DOCTYPE html>\n<html lang=\"en\">");
        assert_contains(page, "<meta charset=\"utf-8\">");
        assert_contains(page, "width=device-width");
        free(page);
    }
}

static void it_needs_nothing_from_elsewhere(void **state) {
    (void)state;
    char *page = make(true);
    const char *const foreign[] = {"http:", "https:", "//", "@import", "javascript"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_null(strstr(page, foreign[i]));
    assert_contains(page, "prefers-color-scheme:dark");
    free(page);
}

static void pictures_and_figures_are_within_and_do_not_share_ids(void **state) {
    (void)state;
    char *page = make(true);
    assert_contains(page, "<img src=\"data:image/png;base64,");
    assert_contains(page, "width=\"120\" height=\"80\"");
    assert_contains(page, "<svg role=\"img\" aria-label=\"&lt;script");
    assert_contains(page, "id=\"b-gnuplot_plot_1\"");
    assert_contains(page, "id=\"c-gnuplot_plot_1\"");
    assert_null(strstr(page, "id=\"gp"));
    free(page);
}

static void the_parts_of_a_picture_are_shown_with_their_words(void **state) {
    (void)state;
    static const char *const HEADS[] = {"query", "answer"};
    const hop_made made = {0};
    const hop_render_options options = {0};
    const hop_renderer_row *renderer = NULL;
    hop_image image = {0};
    hop_result *r = NULL;
    char *text = NULL;
    assert_int_equal(hop_result_create("recall", &made, &r), HOP_OK);
    assert_int_equal(hop_image_create(4, 2, 1, &image), HOP_OK);
    const hop_picture_part parts[] = {{.image = image, .caption = "A & B", .share = NAN},
                                      {.image = image, .caption = "C", .share = 0.25}};
    hop_result_picture(r, "sheet", &image, "caption", NULL);
    hop_result_parts(r, parts, 1, 2, HEADS);
    hop_image_clear(&image);
    assert_int_equal(hop_renderer_parse("page", &renderer), HOP_OK);
    assert_int_equal(hop_result_print(r, renderer, &options, &text), HOP_OK);
    assert_int_equal(count_of(text, "<img "), 2);
    assert_contains(text, "<th scope=\"col\">answer</th>");
    assert_contains(text, "alt=\"A &amp; B, answer\"");
    assert_contains(text, "<meter min=\"0\" max=\"1\" value=\"0.2500\"></meter>");
    assert_balanced(text);
    free(text);
    hop_result_destroy(r);
}

static void figures_have_their_numbers_and_their_frame_for_the_script(void **state) {
    (void)state;
    char *page = make(true);
    assert_contains(page, "data-box=\"");
    assert_contains(page, "<script type=\"application/json\">{\"x\":{\"low\":");
    assert_contains(page, "script-src 'sha256-");
    free(page);
}

static void a_figure_that_cannot_be_drawn_is_said(void **state) {
    (void)state;
    char *page = make(false);
    assert_contains(page, "This figure was not drawn: ");
    assert_null(strstr(page, "<svg"));
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_word_of_the_user_is_markup),
        cmocka_unit_test(the_page_is_well_formed),
        cmocka_unit_test(it_needs_nothing_from_elsewhere),
        cmocka_unit_test(pictures_and_figures_are_within_and_do_not_share_ids),
        cmocka_unit_test(the_parts_of_a_picture_are_shown_with_their_words),
        cmocka_unit_test(figures_have_their_numbers_and_their_frame_for_the_script),
        cmocka_unit_test(a_figure_that_cannot_be_drawn_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
