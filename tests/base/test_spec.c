/* Specs: read, refused with a sentence that helps, and written so that they read back equal.
 * SPDX-License-Identifier: MIT */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <hopfield/random.h>
#include <hopfield/row.h>

static const hop_row LAMP = {
    .name = "lamp",
    .parameters = {
        {.name = "side", .default_value = 1, .high = 3, .choices = "top|bottom|left|right"},
        {.name = "power", .default_value = 0.5, .low = 0, .high = 1},
        {.name = "beta", .default_value = NAN, .low = 0, .low_open = true, .high = INFINITY},
        {.name = "count", .default_value = 3, .low = 1, .high = 9, .integer = true}}};
static const hop_row STONE = {.name = "stone"};
/* A row whose parameter begins like the row. */
static const hop_row GAIN = {.name = "gain",
                             .parameters = {{.name = "gain-db", .low = 0, .high = 1}}};
static const hop_row *const THINGS[] = {&LAMP, &STONE, &GAIN};
static const hop_catalog THING = {.noun = "thing", .plural = "things", .rows = THINGS, .count = 3};

enum { SIDE, POWER, BETA, COUNT };

/* Parses what must be a lamp. */
static void read_lamp(const char *spec, double *values) {
    const hop_row *row = NULL;
    assert_int_equal(hop_spec_parse(&THING, spec, &row, values), HOP_OK);
    assert_ptr_equal(row, &LAMP);
}

static void a_name_alone_takes_the_standard_values(void **state) {
    (void)state;
    double values[HOP_PARAMETER_MAX];
    const char *specs[] = {"lamp", "lamp:"};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < HOP_PARAMETER_MAX; k++) values[k] = -7;
        read_lamp(specs[i], values);
        assert_true(values[SIDE] == 1 && values[POWER] == 0.5 && values[COUNT] == 3);
        assert_true(isnan(values[BETA]));
        for (size_t k = COUNT + 1; k < HOP_PARAMETER_MAX; k++) assert_true(values[k] == 0);
    }
}

static void keys_may_come_in_any_order(void **state) {
    (void)state;
    double values[HOP_PARAMETER_MAX];
    read_lamp("lamp:count=5,side=left,power=0.25", values);
    assert_true(values[SIDE] == 2 && values[POWER] == 0.25 && values[COUNT] == 5);
}

static void values_alone_follow_the_order_of_the_row(void **state) {
    (void)state;
    double values[HOP_PARAMETER_MAX];
    read_lamp("lamp:top,1e-3,8", values);
    assert_true(values[SIDE] == 0 && values[POWER] == 1e-3 && values[BETA] == 8);
    read_lamp("lamp:right,power=1,auto,count=9", values);
    assert_true(values[SIDE] == 3 && values[POWER] == 1 && values[COUNT] == 9);
    assert_true(isnan(values[BETA]));
}

static void auto_is_a_value_where_the_standard_is_automatic(void **state) {
    (void)state;
    double values[HOP_PARAMETER_MAX] = {0};
    read_lamp("lamp:beta=auto", values);
    assert_true(isnan(values[BETA]));
    read_lamp("lamp:beta=0.125", values);
    assert_true(values[BETA] == 0.125);
}

/* Every mistake, its code and its sentence. */
static const struct {
    const char *spec;
    hop_status status;
    const char *sentence;
} MISTAKES[] = {
    {"lmap:power=1", HOP_E_NAME, "unknown thing 'lmap'. Did you mean 'lamp'?"},
    {"", HOP_E_NAME, "unknown thing ''; there are: lamp, stone, gain"},
    {":power=1", HOP_E_NAME, "unknown thing ''; there are: lamp, stone, gain"},
    {"lamp:powr=1", HOP_E_NAME,
     "lamp has no parameter 'powr' (did you mean 'power'?); it has: side, power, beta, count"},
    {"lamp:zzzzzz=1", HOP_E_NAME,
     "lamp has no parameter 'zzzzzz'; it has: side, power, beta, count"},
    {"lamp:=1", HOP_E_NAME, "lamp has no parameter ''; it has: side, power, beta, count"},
    {"lamp:top,1,1,1,77", HOP_E_NAME,
     "lamp has 4 parameters, and '77' is one more; numbers have a decimal point, as in 0.5"},
    {"stone:weight=3", HOP_E_NAME, "stone has no parameters; 'weight' was given"},
    {"lamp=1", HOP_E_NAME,
     "'lamp=1': parameters stand behind a colon, each with its name: lamp:side=1"},
    {"gain=1", HOP_E_NAME,
     "'gain=1': parameters stand behind a colon, each with its name: gain:gain-db=1"},
    {"stone=1", HOP_E_NAME, "'stone=1': a name alone stands here, without parameters: stone"},
    {"stone:3", HOP_E_NAME, "stone has no parameters; '3' was given"},
    {"lamp:side=up", HOP_E_VALUE, "lamp: side is 'up'; it must be one of top|bottom|left|right"},
    {"lamp:side=to", HOP_E_VALUE, "lamp: side is 'to'; it must be one of top|bottom|left|right"},
    {"lamp:side=top|bottom", HOP_E_VALUE,
     "lamp: side is 'top|bottom'; it must be one of top|bottom|left|right"},
    {"lamp:side=", HOP_E_VALUE, "lamp: side is ''; it must be one of top|bottom|left|right"},
    {"lamp:power=", HOP_E_VALUE, "lamp: power is ''; it must be a number"},
    {"lamp:power=much", HOP_E_VALUE, "lamp: power is 'much'; it must be a number"},
    {"lamp:power=0.5x", HOP_E_VALUE, "lamp: power is '0.5x'; it must be a number"},
    {"lamp:power= 0.5", HOP_E_VALUE, "lamp: power is ' 0.5'; it must be a number"},
    {"lamp:power=0.5=0.5", HOP_E_VALUE, "lamp: power is '0.5=0.5'; it must be a number"},
    {"lamp:power=nan", HOP_E_VALUE, "lamp: power is 'nan'; it must be a number"},
    {"lamp:power=auto", HOP_E_VALUE, "lamp: power is 'auto'; it must be a number"},
    {"lamp:beta=nan", HOP_E_VALUE, "lamp: beta is 'nan'; it must be a number or auto"},
    {"lamp:beta=Auto", HOP_E_VALUE, "lamp: beta is 'Auto'; it must be a number or auto"},
    {"lamp:beta=inf", HOP_E_VALUE, "lamp: beta is inf; it must be above 0 and finite"},
    {"lamp:beta=1e999", HOP_E_VALUE, "lamp: beta is inf; it must be above 0 and finite"},
    {"lamp:power=1.5", HOP_E_VALUE, "lamp: power is 1.5; it must be at least 0 and at most 1"},
    {"lamp:count=2.5", HOP_E_VALUE,
     "lamp: count is 2.5; it must be a whole number at least 1 and at most 9"},
    {"lamp:power=0.1,power=0.1", HOP_E_VALUE, "lamp: power is given twice"},
    {"lamp:top,side=left", HOP_E_VALUE, "lamp: side is given twice"},
    {"lamp:power=0.1,", HOP_E_VALUE,
     "lamp: nothing stands before or after a comma; take that comma away"},
    {"lamp:,power=0.1", HOP_E_VALUE,
     "lamp: nothing stands before or after a comma; take that comma away"},
    {"lamp:top,,1", HOP_E_VALUE,
     "lamp: nothing stands before or after a comma; take that comma away"},
    {"stone:,", HOP_E_VALUE, "stone: nothing stands before or after a comma; take that comma away"},
    {"gain:gain-db=2", HOP_E_VALUE, "gain: gain-db is 2; it must be at least 0 and at most 1"},
};

static void every_mistake_gets_a_sentence_and_changes_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof MISTAKES / sizeof *MISTAKES; i++) {
        const hop_row *row = &STONE;
        double values[HOP_PARAMETER_MAX] = {-7, -7, -7, -7};
        hop_status status = hop_spec_parse(&THING, MISTAKES[i].spec, &row, values);
        if (status != MISTAKES[i].status) fail_msg("%s: status %d", MISTAKES[i].spec, status);
        assert_string_equal(hop_status_detail(), MISTAKES[i].sentence);
        assert_ptr_equal(row, &STONE);
        for (size_t k = 0; k < 4; k++) assert_true(values[k] == -7);
    }
}

static void a_spec_is_printed_with_every_key(void **state) {
    (void)state;
    char text[128];
    const double values[HOP_PARAMETER_MAX] = {2, 0.1, NAN, 4};
    hop_spec_print(&LAMP, values, text, sizeof text);
    assert_string_equal(text, "lamp:side=left,power=0.1,beta=auto,count=4");
    hop_spec_print_brief(&LAMP, values, text, sizeof text);
    assert_string_equal(text, "lamp:side=left,power=0.1,count=4");
    const double standard[HOP_PARAMETER_MAX] = {1, 0.5, NAN, 3};
    hop_spec_print_brief(&LAMP, standard, text, sizeof text);
    assert_string_equal(text, "lamp");
    hop_spec_print(&STONE, values, text, sizeof text);
    assert_string_equal(text, "stone");
}

static void a_spec_too_long_for_its_room_is_cut(void **state) {
    (void)state;
    char text[10];
    memset(text, 'x', sizeof text);
    const double values[HOP_PARAMETER_MAX] = {2, 0.1, NAN, 4};
    hop_spec_print(&LAMP, values, text, sizeof text - 1);
    assert_string_equal(text, "lamp:sid");
    assert_int_equal(text[9], 'x');
}

static void what_is_printed_reads_back_equal(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (int i = 0; i < 2000; i++) {
        double values[HOP_PARAMETER_MAX] = {(double)hop_random_below(&random, 4),
                                            hop_random_uniform(&random),
                                            exp(600 * (hop_random_uniform(&random) - 0.5)),
                                            (double)(1 + hop_random_below(&random, 9))};
        double back[HOP_PARAMETER_MAX];
        char text[128];
        hop_spec_print(&LAMP, values, text, sizeof text);
        read_lamp(text, back);
        assert_memory_equal(values, back, sizeof back);
    }
}

/* A locale with a decimal comma: the system's, or one compiled into a temporary folder. */
static bool use_decimal_comma(char *folder) {
    if (setlocale(LC_ALL, "de_DE.UTF-8")) return true;
    char command[256];
    if (!mkdtemp(folder)) return false;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1",
             folder);
    if (system(command) != 0) return false;
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
}

static void remove_locale(const char *folder) {
    char command[256];
    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (strstr(folder, "XXXXXX") == NULL) assert_int_equal(system(command), 0);
}

static void a_locale_with_decimal_commas_changes_nothing(void **state) {
    (void)state;
    char folder[] = "/tmp/hop-locale-XXXXXX", comma[8] = "", text[128] = "";
    double values[HOP_PARAMETER_MAX] = {0};
    const hop_row *row = NULL;
    bool found = use_decimal_comma(folder);
    snprintf(comma, sizeof comma, "%.1f", 0.5);
    hop_status status = hop_spec_parse(&THING, "lamp:power=0.25,beta=1.5e-3", &row, values);
    if (status == HOP_OK) hop_spec_print(row, values, text, sizeof text);
    remove_locale(folder);
    if (!found) skip();
    assert_string_equal(comma, "0,5");
    assert_int_equal(status, HOP_OK);
    assert_true(values[POWER] == 0.25 && values[BETA] == 1.5e-3);
    assert_string_equal(text, "lamp:side=bottom,power=0.25,beta=0.0015,count=3");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_alone_takes_the_standard_values),
        cmocka_unit_test(keys_may_come_in_any_order),
        cmocka_unit_test(values_alone_follow_the_order_of_the_row),
        cmocka_unit_test(auto_is_a_value_where_the_standard_is_automatic),
        cmocka_unit_test(every_mistake_gets_a_sentence_and_changes_nothing),
        cmocka_unit_test(a_spec_is_printed_with_every_key),
        cmocka_unit_test(a_spec_too_long_for_its_room_is_cut),
        cmocka_unit_test(what_is_printed_reads_back_equal),
        cmocka_unit_test(a_locale_with_decimal_commas_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
