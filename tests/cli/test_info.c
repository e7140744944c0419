/* What info and list say.
 * Covers: account/memory.c cli/info_made.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static void info_of_a_folder_measures_it(void **state) {
    (void)state;
    support_result result = HERE("info", GLYPHS, "--format", "json");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    const hop_json *memory = member(document, "memory"), *values = member(document, "values");
    assert_int_equal(whole_of(memory, "patterns"), 36);
    assert_int_equal(whole_of(memory, "dim"), 784);
    assert_string_equal(word_of(memory, "shape"), "28 x 28, grey");
    assert_string_equal(word_of(memory, "dtype"), "u8");
    assert_int_equal(strlen(word_of(memory, "checksum")), 32);
    assert_near(number_of(values, "smallest"), 0, 0);
    assert_near(number_of(values, "largest"), 1, 0);
    assert_int_equal(whole_of(document, "near_duplicates"), 0);
    assert_contains(result.out, "recall of this memory takes information, beta 1");
    hop_json_free(document);
    support_result_clear(&result);
}

static void near_duplicates_are_counted(void **state) {
    (void)state;
    const double vectors[12] = {1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1};
    put_npy("twins.npy", vectors, 3, 4);
    support_result result = HERE("info", "twins.npy", "--format", "json");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    assert_int_equal(whole_of(document, "near_duplicates"), 2);
    assert_string_equal(word_of(member(document, "memory"), "shape"), "vectors");
    hop_json_free(document);
    support_result_clear(&result);
}

/* Every row that list names has an info that says its title. */
static void every_row_can_be_asked_about(void **state) {
    (void)state;
    support_result result = HERE("list", "--format", "json");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    const hop_json *rows = member(document, "rows");
    assert_true(hop_json_length(rows) > 20);
    assert_int_equal(setenv("COLUMNS", "500", 1), 0);
    for (size_t i = 0; i < hop_json_length(rows); i++) {
        const hop_json *row = hop_json_at(rows, i);
        char name[64];
        const char *spec = word_of(row, "spec");
        snprintf(name, sizeof name, "%.*s", (int)strcspn(spec, ":"), spec);
        support_result info = HERE("info", name);
        assert_status(info, 0);
        assert_contains(info.out, word_of(row, "title"));
        support_result_clear(&info);
    }
    assert_int_equal(setenv("COLUMNS", "80", 1), 0);
    hop_json_free(document);
    support_result_clear(&result);
}

static void info_of_a_row_is_a_table_for_programs(void **state) {
    (void)state;
    support_result result = HERE("info", "lse", "--format", "json");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    const hop_json *row = hop_json_at(member(document, "rows"), 0);
    assert_string_equal(word_of(row, "name"), "lse");
    assert_string_equal(word_of(row, "table"), "energy");
    assert_string_equal(word_of(row, "parameter"), "beta");
    assert_contains(word_of(row, "sources"), "2008.02217");
    assert_true(member_is(row, "default", "null")); /* auto */
    hop_json_free(document);
    support_result_clear(&result);
    result = HERE("info", "mask", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out,
                    "name,table,title,sources,parameter,meaning,unit,default,low,high,choices\n");
    assert_contains(result.out, "top|bottom|left|right");
    support_result_clear(&result);
}

static void one_list_can_be_asked_for(void **state) {
    (void)state;
    support_result result = HERE("list", "corruptions", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "table,spec,title\n");
    assert_contains(result.out, "corruptions,gaussian:sigma=0.5,");
    assert_null(strstr(result.out, "energies"));
    support_result_clear(&result);
    result = HERE("list", "energy");
    assert_status(result, 0);
    assert_contains(result.out, "energies\nlse:beta=auto");
    support_result_clear(&result);
}

static void the_build_can_be_asked_about(void **state) {
    (void)state;
    support_result result = HERE("info", "--build");
    assert_status(result, 0);
    assert_contains(result.out, "0.");
    assert_contains(result.out, "compiler");
    support_result_clear(&result);
}

static void info_of_an_experiment_lists_the_columns_of_its_table(void **state) {
    (void)state;
    support_result result = HERE("info", "capacity");
    assert_status(result, 0);
    assert_contains(result.out, "columns of its table:");
    assert_contains(result.out, "  overlap: fraction with cosine > 0.9");
    support_result_clear(&result);
}

static void what_files_may_cost_is_one_table_and_is_refused_beyond_it(void **state) {
    (void)state;
    support_result result = HERE("info", "--limits", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "memory,");
    assert_contains(result.out, "picture pixels,134217728,pixels");
    support_result_clear(&result);
    const double vectors[12] = {0, .25, .5, 1, 0, .25, .5, 1, 0, .25, .5, 1};
    put_npy("few.npy", vectors, 3, 4);
    result = HERE("info", "few.npy", "--size", "2x2", "--max-memory", "lots");
    assert_status(result, 2);
    assert_contains(result.err, "it must be like 800M, 2G or none");
    support_result_clear(&result);
    static unsigned char pixels[17 + 2000 * 2000] = "P5 2000 2000 255";
    pixels[16] = '\n';
    support_write(support_path("large.pgm"), pixels, sizeof pixels);
    result = HERE("info", "large.pgm", "--max-memory", "8M");
    assert_status(result, 1);
    assert_contains(result.err, "--max-memory");
    support_result_clear(&result);
}

/* What the program wrote, it can say something of. */
static void info_of_its_own_results_says_how_they_were_made(void **state) {
    (void)state;
    SUCCEEDS("recall", GLYPHS, "--sample", "2", "--seed", "7", "-o", "own.json", "--sheet",
             "own.png");
    support_result json = HERE("info", "own.json"), sheet = HERE("info", "own.png");
    assert_status(json, 0);
    assert_contains(json.out, "own.json: a result of hopfield");
    assert_contains(json.out, "nearest");
    assert_status(sheet, 0);
    assert_contains(sheet.out, "made command");
    support_result_clear(&json);
    support_result_clear(&sheet);
    /* Text breaks the command somewhere, by the length of a folder's name; JSON does not. */
    json = HERE("info", "own.json", "--format", "json");
    sheet = HERE("info", "own.png", "--format", "json");
    assert_contains(json.out, "--sample 2 --seed 7");
    assert_contains(sheet.out, "--sample 2 --seed 7");
    support_result_clear(&json);
    support_result_clear(&sheet);
    SUCCEEDS("capacity", "--dim", "20", "--load", "0.1,0.2", "--trials", "8", "--seed", "7", "-o",
             "own.csv", "--figure", "curve.svg");
    static const char *const OTHERS[] = {"own.csv", "curve.svg"};
    for (int i = 0; i < 2; i++) {
        support_result other = HERE("info", OTHERS[i], "--format", "json");
        assert_status(other, 0);
        assert_contains(other.out, "hopfield capacity --dim 20 --load 0.1,0.2");
        assert_contains(other.out, "\"software\": \"hopfield ");
        assert_true((strstr(other.out, "\"rows\": 2,") != NULL) == (i == 0));
        support_result_clear(&other);
    }
    SUCCEEDS("capacity", "--dim", "20", "--load", "0.1,0.2", "--trials", "8", "--seed", "7",
             "--shard", "1/2", "-o", "own.part");
    support_result part = HERE("info", "own.part", "--format", "json");
    assert_status(part, 0);
    assert_contains(part.out, "\"experiment\": \"capacity\"");
    assert_contains(part.out, "\"load\": \"0.1,0.2\"");
    assert_contains(part.out, "\"cells\": 1,");
    assert_contains(part.out, "hopfield merge joins");
    support_result_clear(&part);
    SUCCEEDS("recall", GLYPHS, "--sample", "2", "--seed", "7", "--report", "told");
    support_result page = HERE("info", "told/index.html", "--format", "json");
    assert_status(page, 0);
    assert_contains(page.out, "--sample 2 --seed 7 --report told");
    support_result_clear(&page);
    SUCCEEDS("recall", GLYPHS, "--sample", "2", "--corrupt", "flip", "--seed", "7", "-o",
             "a&b.html");
    page = HERE("info", "a&b.html", "--format", "json");
    assert_status(page, 0);
    assert_contains(page.out, "--corrupt flip --seed 7 -o 'a&b.html'");
    assert_contains(page.out, "\"software\": \"hopfield ");
    assert_null(strstr(page.out, ": \"\""));
    support_result_clear(&page);
    page = HERE("info", "told");
    assert_status(page, 0);
    assert_contains(page.out, "told/result.json: a result of hopfield");
    support_result_clear(&page);
    support_write_text(support_path("other.json"), "{\"a\": 1}");
    REFUSES(1, "no result of this program", "info", "other.json");
    support_write_text(support_path("cut.json"), "{\"about\": ");
    REFUSES(1, "no result of this program", "info", "cut.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(info_of_a_folder_measures_it),
        cmocka_unit_test(near_duplicates_are_counted),
        cmocka_unit_test(what_files_may_cost_is_one_table_and_is_refused_beyond_it),
        cmocka_unit_test(every_row_can_be_asked_about),
        cmocka_unit_test(info_of_a_row_is_a_table_for_programs),
        cmocka_unit_test(one_list_can_be_asked_for),
        cmocka_unit_test(info_of_an_experiment_lists_the_columns_of_its_table),
        cmocka_unit_test(the_build_can_be_asked_about),
        cmocka_unit_test(info_of_its_own_results_says_how_they_were_made),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
