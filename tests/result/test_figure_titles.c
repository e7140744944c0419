/* Curves of an SVG are titled by their names, in the order in which gnuplot drew them, intervals
 * and maps between them; where that cannot be told, not at all.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "base/text.h"
#include "result/figure_parts.h"
#include "result/result_private.h"

static const double X[] = {1, 2, 4}, Y[] = {0.2, 0.9, 0.5}, LOW[] = {0.1, 0.8, 0.4};

static void expect(const hop_figure *figure, const char *name, const char *titles) {
    hop_string bytes = {0}, found = {0};
    assert_int_equal(hop_figure_draw(figure, name, &bytes), HOP_OK);
    const char *at = strstr(bytes.text, "</title>") + 1; /* behind the drawing's own */
    for (at = strstr(at, "<title>"); at; at = strstr(at + 1, "<title>"))
        hop_string_add(&found, "%.*s;", (int)(strstr(at, "</") - at - 7), at + 7);
    assert_string_equal(found.text ? found.text : "", titles);
    free(bytes.text);
    free(found.text);
}

static void names_are_titles_whatever_is_drawn_around_them(void **state) {
    (void)state;
    const hop_curve curves[] = {
        {.name = "a<b", .x = X, .y = Y, .low = LOW, .high = Y, .count = 3},
        {.x = X, .y = LOW, .count = 3, .style = HOP_CURVE_THEORY},
        {.name = "say \"x\", \\ title", .x = X, .y = Y, .count = 3, .style = HOP_CURVE_POINTS},
    };
    const hop_figure figure = {.curves = curves, .curve_count = 3};
    /* An interval is its curve's. */
    expect(&figure, "f.svg", "a&lt;b;a&lt;b;say &quot;x&quot;, \\ title;");
}

static void curves_over_a_map_have_theirs(void **state) {
    (void)state;
    const double values[] = {0, 1, 2, 3}, ticks[] = {0, 1};
    const hop_heat_map map = {.rows = 2, .columns = 2, .values = values, .x = ticks, .y = ticks};
    const double at[] = {0.2, 0.7};
    const hop_curve curve = {.name = "path", .x = at, .y = at, .count = 2};
    const hop_figure figure = {.curves = &curve, .curve_count = 1, .map = &map};
    expect(&figure, "f.svg", "path;path;"); /* its halo too */
}

/* gnuplot names the font ":Bold", which browsers would replace by one of theirs, unbolded. */
static void the_title_is_bold_in_the_figures_font(void **state) {
    (void)state;
    const hop_curve curve = {.name = "it", .x = X, .y = Y, .count = 3};
    const hop_figure figure = {.title = "a title", .curves = &curve, .curve_count = 1};
    hop_string svg = {0};
    assert_int_equal(hop_figure_draw(&figure, "f.svg", &svg), HOP_OK);
    assert_null(strstr(svg.text, ":Bold"));
    const char *bold = strstr(svg.text, "font-family=\"sans-serif\" font-weight=\"bold\"");
    assert_non_null(bold);
    assert_non_null(strstr(bold, "<text>A title</text>"));
    free(svg.text);
}

static void a_script_that_draws_something_else_leaves_none(void **state) {
    (void)state;
    const hop_curve curve = {.name = "it", .x = X, .y = Y, .count = 3};
    const hop_figure figure = {.curves = &curve, .curve_count = 1};
    hop_string svg = {0};
    hop_string_add(&svg, "<g id=\"gnuplot_plot_1\" ><title>gnuplot_plot_1</title></g>"
                         "<g id=\"gnuplot_plot_2\" ><title>b</title></g>");
    hop_table_name_curves(&figure, "plot \\\n    data index 0 using 1:2\n", &svg);
    assert_string_equal(svg.text, "<g id=\"gnuplot_plot_1\" ></g><g id=\"gnuplot_plot_2\" ></g>");
    free(svg.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_titles_whatever_is_drawn_around_them),
        cmocka_unit_test(curves_over_a_map_have_theirs),
        cmocka_unit_test(the_title_is_bold_in_the_figures_font),
        cmocka_unit_test(a_script_that_draws_something_else_leaves_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
