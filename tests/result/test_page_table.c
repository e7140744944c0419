/* Result tables as HTML.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "result/page.h"
#include "support/support.h"

static const hop_column COLUMNS[] = {
    {.name = "the_name", .meaning = "who \"it\" is", .kind = HOP_CELL_TEXT},
    {.name = "length", .unit = "m", .meaning = "how long", .kind = HOP_CELL_NUMBER, .digits = 2},
    {.name = "steps", .unit = "dimensionless", .meaning = "how many", .kind = HOP_CELL_COUNT},
    {.name = "right", .meaning = "whether", .kind = HOP_CELL_BOOL, .verdict = true},
};

static hop_table *create(void) {
    hop_table *table = NULL;
    assert_int_equal(hop_table_create(COLUMNS, 4, &table), HOP_OK);
    return table;
}

static char *print(hop_table *table) {
    hop_string out = {0};
    hop_page_table(&out, table, hop_table_row_count(table), "label-1");
    hop_table_destroy(table);
    assert_false(out.failed);
    return out.text;
}

static void headings_are_words_with_units_and_meanings(void **state) {
    (void)state;
    char *page = print(create());
    assert_contains(page, "<th scope=\"col\" title=\"who &quot;it&quot; is\">the name</th>");
    assert_contains(page, ">length <small>m</small></th>");
    assert_null(strstr(page, "dimensionless"));
    assert_contains(page, "tabindex=\"0\" role=\"region\" aria-labelledby=\"label-1\"");
    free(page);
}

static void cells_are_escaped_rounded_and_wrong_ones_stand_out(void **state) {
    (void)state;
    hop_table *table = create();
    hop_table_add_text(table, "<b>");
    hop_table_add_number(table, 1.2345);
    hop_table_add_count(table, 7);
    hop_table_add_bool(table, false);
    char *page = print(table);
    assert_contains(page, "<th scope=\"row\" dir=\"auto\">&lt;b&gt;</th>");
    assert_contains(page, "<td class=\"number\" data-v=\"1.2345\">1.2</td>"
                          "<td class=\"number\" data-v=\"7\">7</td>");
    assert_contains(page, "<td><strong class=\"no\">no</strong></td>");
    free(page);
}

static void what_is_not_known_is_a_dash(void **state) {
    (void)state;
    hop_table *table = create();
    hop_table_add_text(table, NULL);
    hop_table_add_number(table, NAN);
    hop_table_add_none(table);
    hop_table_add_bool(table, true);
    char *page = print(table);
    assert_contains(page, "<th scope=\"row\"><span class=\"none\">\u2013</span></th>"
                          "<td class=\"number\"><span class=\"none\">\u2013</span></td>"
                          "<td class=\"number\"><span class=\"none\">\u2013</span></td>"
                          "<td>yes</td>");
    free(page);
}

static void long_text_may_take_several_lines(void **state) {
    (void)state;
    hop_table *table = create();
    hop_table_add_text(table, "a sentence that is a good deal longer than a name");
    for (int i = 0; i < 3; i++) hop_table_add_none(table);
    char *page = print(table);
    assert_contains(page, "dir=\"auto\" class=\"long\"");
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_words_with_units_and_meanings),
        cmocka_unit_test(cells_are_escaped_rounded_and_wrong_ones_stand_out),
        cmocka_unit_test(what_is_not_known_is_a_dash),
        cmocka_unit_test(long_text_may_take_several_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
