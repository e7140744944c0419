/* Memories that are changed: by several processes at once, and never more than was asked for.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hopfield/load.h>

static size_t patterns_of(const char *name, bool *labelled) {
    hop_memory *memory = NULL;
    int64_t label = 0;
    if (hop_memory_open(support_path("%s", name), &memory) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    const size_t count = hop_memory_count(memory);
    if (labelled) *labelled = hop_memory_label(memory, 0, &label);
    hop_memory_destroy(memory);
    return count;
}

/* The last eight answers stay valid. */
static const char *name_in(const char *file, size_t index) {
    static char names[8][64];
    static size_t next;
    char *name = names[next++ % 8];
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_open(support_path("%s", file), &memory), HOP_OK);
    assert_true(index < hop_memory_count(memory));
    const char *found = hop_memory_name(memory, index);
    snprintf(name, sizeof names[0], "%s", found ? found : "");
    hop_memory_destroy(memory);
    return name;
}

/* Eight processes add one picture each, ten times over; what exits with 0 is there, and whoever
 * reads meanwhile sees a whole memory. */
static void patterns_added_by_eight_processes_at_once_are_all_there(void **state) {
    (void)state;
    enum { PROCESSES = 8, ROUNDS = 10 };
    SUCCEEDS("memory", "create", "shared.safetensors", GLYPHS "/A.png", "--quiet");
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child != 0) continue;
        for (int k = 0; k < ROUNDS; k++) {
            support_result result =
                HERE("memory", "add", "shared.safetensors", GLYPHS "/B.png", "--quiet");
            if (result.status != 0) _exit(1);
            hop_memory *memory = NULL;
            if (hop_memory_open(support_path("shared.safetensors"), &memory) != HOP_OK) _exit(2);
            hop_memory_destroy(memory);
        }
        _exit(0);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        wait(&status);
        assert_int_equal(status, 0);
    }
    assert_int_equal(patterns_of("shared.safetensors", NULL), 1 + PROCESSES * ROUNDS);
}

static void options_of_reading_apply_to_what_is_added_alone(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "kept.safetensors", GLYPHS, "--dtype", "f64");
    SUCCEEDS("memory", "add", "kept.safetensors", GLYPHS, "--limit", "5");
    assert_int_equal(patterns_of("kept.safetensors", NULL), 41);
    char *before = support_read(support_path("kept.safetensors"), NULL);
    REFUSES(1, "--dtype u8: the patterns of kept.safetensors are f64", "memory", "add",
            "kept.safetensors", GLYPHS, "--dtype", "u8");
    REFUSES(1, "--size 14x14: kept.safetensors holds pictures of 28x28", "memory", "add",
            "kept.safetensors", GLYPHS, "--size", "14x14");
    REFUSES(1, "--color: the pictures of kept.safetensors are grey", "memory", "add",
            "kept.safetensors", GLYPHS, "--color");
    REFUSES(1, "use --resize fit", "memory", "add", "kept.safetensors", PICTOGRAMS "/owl.png");
    char *after = support_read(support_path("kept.safetensors"), NULL);
    assert_string_equal(before, after);
    free(before);
    free(after);
    SUCCEEDS("memory", "add", "kept.safetensors", PICTOGRAMS "/owl.png", "--resize", "fit",
             "--gray");
}

static void labels_are_never_lost(void **state) {
    (void)state;
    bool labelled = false;
    support_write_text(support_path("two"), "4\n7\n");
    support_write_text(support_path("one"), "4\n");
    SUCCEEDS("memory", "create", "l.safetensors", GLYPHS "/A.png", GLYPHS "/B.png", "--labels",
             "two");
    REFUSES(1, "what is added has none; give them with --labels", "memory", "add", "l.safetensors",
            GLYPHS "/C.png");
    SUCCEEDS("memory", "add", "l.safetensors", GLYPHS "/C.png", "--labels", "one");
    assert_int_equal(patterns_of("l.safetensors", &labelled), 3);
    assert_true(labelled);
    SUCCEEDS("memory", "create", "plain.safetensors", GLYPHS "/A.png");
    REFUSES(1, "would be lost", "memory", "add", "plain.safetensors", GLYPHS "/C.png", "--labels",
            "one");
    REFUSES(1, "cannot follow", "memory", "merge", "m.safetensors", "plain.safetensors",
            "l.safetensors");
    SUCCEEDS("memory", "select", "l.safetensors", "four.safetensors", "--label", "4");
    assert_int_equal(patterns_of("four.safetensors", &labelled), 2);
    assert_true(labelled);
    REFUSES(2, "no pattern has such a label", "memory", "remove", "l.safetensors", "--label", "5");
}

static void a_private_memory_stays_private(void **state) {
    (void)state;
    struct stat about;
    SUCCEEDS("memory", "create", "private.safetensors", GLYPHS "/A.png");
    const char *path = support_path("private.safetensors");
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(link(path, support_path("other.safetensors")), 0);
    support_result result = HERE("memory", "add", "private.safetensors", GLYPHS "/B.png");
    assert_status(result, 0);
    assert_contains(result.out, "had 2 names (hard links); the others keep");
    support_result_clear(&result);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(patterns_of("other.safetensors", NULL), 1);
}

/* What is damaged is neither used nor signed anew. */
static void damage_is_refused_by_whatever_reads(void **state) {
    (void)state;
    size_t size = 0;
    SUCCEEDS("memory", "create", "d.safetensors", GLYPHS);
    char *bytes = support_read(support_path("d.safetensors"), &size);
    bytes[size / 2] ^= 1;
    support_write(support_path("d.safetensors"), bytes, size);
    REFUSES(1, "is damaged", "memory", "add", "d.safetensors", GLYPHS "/A.png");
    REFUSES(1, "is damaged", "memory", "remove", "d.safetensors", "--index", "0");
    REFUSES(1, "is damaged", "memory", "select", "d.safetensors", "x.safetensors");
    REFUSES(1, "is damaged", "memory", "export", "d.safetensors", "--npy", "x.npy");
    REFUSES(1, "is damaged", "recall", "d.safetensors", "--sample", "1");
    REFUSES(1, "is damaged", "info", "d.safetensors");
    char *after = support_read(support_path("d.safetensors"), NULL);
    assert_memory_equal(after, bytes, size);
    free(after);
    free(bytes);
}

static void patterns_are_removed_selected_and_merged(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "all.safetensors", GLYPHS);
    SUCCEEDS("memory", "select", "all.safetensors", "some.safetensors", "--index", "10:19,3");
    assert_int_equal(patterns_of("some.safetensors", NULL), 11);
    assert_string_equal(name_in("some.safetensors", 0), name_in("all.safetensors", 3));
    assert_string_equal(name_in("some.safetensors", 10), name_in("all.safetensors", 19));
    SUCCEEDS("memory", "remove", "all.safetensors", "--index", "10:19", "--name",
             name_in("all.safetensors", 3));
    assert_int_equal(patterns_of("all.safetensors", NULL), 25);
    SUCCEEDS("memory", "merge", "whole.safetensors", "all.safetensors", "some.safetensors");
    assert_int_equal(patterns_of("whole.safetensors", NULL), 36);
    SUCCEEDS("memory", "merge", "twice.safetensors", "whole.safetensors", "some.safetensors");
    SUCCEEDS("memory", "dedupe", "twice.safetensors");
    assert_int_equal(patterns_of("twice.safetensors", NULL), 36);
    REFUSES(1, "no pattern would be left", "memory", "remove", "some.safetensors", "--index",
            "0:10");
    REFUSES(2, "no pattern is called so", "memory", "remove", "some.safetensors", "--name", "zzz");
    REFUSES(2, "numbered 0 to 10", "memory", "remove", "some.safetensors", "--index", "11");
    REFUSES(1, "ranges are wanted", "memory", "remove", "some.safetensors", "--index", "3:1");
    REFUSES(2, "say which", "memory", "remove", "some.safetensors");
    REFUSES(2, "takes no --png", "memory", "verify", "some.safetensors", "--png", "x");
    assert_int_equal(patterns_of("some.safetensors", NULL), 11);
}

static void a_sample_is_the_same_for_the_same_seed(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "from.safetensors", GLYPHS);
    SUCCEEDS("memory", "select", "from.safetensors", "a.safetensors", "--sample", "7");
    SUCCEEDS("memory", "select", "from.safetensors", "b.safetensors", "--sample", "7");
    SUCCEEDS("memory", "select", "from.safetensors", "c.safetensors", "--sample", "7", "--seed",
             "2");
    assert_int_equal(patterns_of("a.safetensors", NULL), 7);
    assert_string_equal(name_in("a.safetensors", 0), name_in("b.safetensors", 0));
    bool differs = false;
    for (size_t i = 0; i < 7; i++)
        differs = differs || strcmp(name_in("a.safetensors", i), name_in("c.safetensors", i)) != 0;
    assert_true(differs);
    REFUSES(1, "only 36 patterns", "memory", "select", "from.safetensors", "none.safetensors",
            "--sample", "37");
}

/* Five patterns whose names are the same once they are harmless. */
static void pictures_whose_names_collide_are_all_exported(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    char longest[301];
    memset(longest, 'n', 300);
    longest[300] = '\0';
    const char *names[] = {"a/b", "a_b", "../up", "q", "00003-q", "q", longest, NULL, ".hidden"};
    const double row[4] = {0, 0.5, 1, 0.25};
    assert_int_equal(hop_memory_create((hop_shape){2, 2, 1, true}, HOP_U8, HOP_PATTERNS, &memory),
                     HOP_OK);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(hop_memory_append(memory, row, 1, &names[i]), HOP_OK);
    assert_int_equal(hop_memory_save(memory, support_path("collide.safetensors"), NULL, 0, true),
                     HOP_OK);
    hop_memory_destroy(memory);
    SUCCEEDS("memory", "export", "collide.safetensors", "--png", "collided");
    char *list = support_list(support_path("collided"));
    size_t files = 0;
    for (const char *c = list; *c; c++) files += *c == '\n';
    assert_int_equal(files, 9);
    assert_contains(list, "00002-.._up.png\n");
    assert_contains(list, "00007.png\n");
    free(list);
    assert_false(support_exists(support_path("up.png")));
}

/* Recall writes its outputs by names of files of the same kind; the direction of writing is not
 * turned by one. */
static void names_that_steer_stay_in_the_folder_and_are_tamed(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    char longest[301];
    memset(longest, 'n', 300);
    longest[300] = '\0';
    const char *names[] = {"../up", "x\x1b]0;y", "con\xe2\x80\xaegnp", "two\nlines", longest};
    assert_int_equal(hop_memory_create((hop_shape){2, 2, 1, true}, HOP_U8, HOP_PATTERNS, &memory),
                     HOP_OK);
    for (size_t i = 0; i < 5; i++) {
        const double row[4] = {i == 0, i == 1, i == 2, i == 3};
        assert_int_equal(hop_memory_append(memory, row, 1, &names[i]), HOP_OK);
    }
    assert_int_equal(hop_memory_save(memory, support_path("steer.safetensors"), NULL, 0, true),
                     HOP_OK);
    hop_memory_destroy(memory);
    SUCCEEDS("memory", "export", "steer.safetensors", "--png", "exported");
    SUCCEEDS("recall", "steer.safetensors", "--sample", "5", "--seed", "1", "--similarity",
             "euclidean", "-o", "recalled");
    for (int i = 0; i < 2; i++) {
        char *list = support_list(support_path(i ? "recalled" : "exported"));
        size_t files = 0;
        for (const char *c = list; *c; c++) {
            files += *c == '\n';
            assert_true(*c == '\n' || (*c >= ' ' && *c <= '~'));
        }
        assert_int_equal(files, 5);
        assert_contains(list, "x_]0;y.png\n");
        assert_contains(list, "con_gnp.png\n");
        assert_contains(list, "two_lines.png\n");
        free(list);
    }
    assert_false(support_exists(support_path("up.png")));
}

static void info_of_a_large_memory_says_what_it_did_not_measure(void **state) {
    (void)state;
    enum { SIDE = 600, COUNT = 100 };
    hop_memory *memory = NULL;
    unsigned char *row = calloc(SIDE * SIDE, 1);
    assert_non_null(row);
    assert_int_equal(
        hop_memory_create((hop_shape){SIDE, SIDE, 1, true}, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    for (size_t i = 0; i < COUNT; i++) {
        row[i] = 255;
        assert_int_equal(hop_memory_append_raw(memory, row, 1, NULL), HOP_OK);
    }
    free(row);
    assert_int_equal(hop_memory_save(memory, support_path("large.safetensors"), NULL, 0, true),
                     HOP_OK);
    hop_memory_destroy(memory);
    support_result result = HERE("info", "large.safetensors");
    assert_status(result, 0);
    assert_contains(result.out, "600 x 600");
    assert_contains(result.out, "not measured; --separations");
    support_result_clear(&result);
    result = HERE("memory", "info", "large.safetensors", "--separations");
    assert_status(result, 0);
    assert_contains(result.out, "near duplicates");
    support_result_clear(&result);
}

static size_t size_of(const char *name) {
    struct stat about;
    assert_int_equal(stat(support_path("%s", name), &about), 0);
    return (size_t)about.st_size;
}

/* What a memory keeps beside its patterns changes no answer. */
static void an_unprepared_memory_is_smaller_and_answers_the_same(void **state) {
    (void)state;
    char *answers[2] = {NULL, NULL};
    SUCCEEDS("memory", "create", "0.safetensors", PICTOGRAMS, "--quiet");
    SUCCEEDS("memory", "create", "1.safetensors", PICTOGRAMS, "--no-prepare", "--quiet");
    assert_true(size_of("1.safetensors") < size_of("0.safetensors"));
    SUCCEEDS("memory", "verify", "1.safetensors");
    for (int i = 0; i < 2; i++) {
        hop_json *document =
            RECALL_JSON(i == 0 ? "0.safetensors" : "1.safetensors", "--sample", "5", "--seed", "1",
                        "--similarity", "correlation", "--corrupt", "gaussian");
        assert_int_equal(hop_json_print(member(document, "queries"), true, &answers[i]), HOP_OK);
        hop_json_free(document);
    }
    assert_string_equal(answers[0], answers[1]);
    free(answers[0]);
    free(answers[1]);
    support_result refused = HERE("memory", "verify", "1.safetensors", "--no-prepare");
    assert_status(refused, 2);
    assert_contains(refused.err, "takes no --wait or --no-prepare");
    support_result_clear(&refused);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_added_by_eight_processes_at_once_are_all_there),
        cmocka_unit_test(options_of_reading_apply_to_what_is_added_alone),
        cmocka_unit_test(labels_are_never_lost),
        cmocka_unit_test(an_unprepared_memory_is_smaller_and_answers_the_same),
        cmocka_unit_test(a_private_memory_stays_private),
        cmocka_unit_test(damage_is_refused_by_whatever_reads),
        cmocka_unit_test(patterns_are_removed_selected_and_merged),
        cmocka_unit_test(a_sample_is_the_same_for_the_same_seed),
        cmocka_unit_test(info_of_a_large_memory_says_what_it_did_not_measure),
        cmocka_unit_test(pictures_whose_names_collide_are_all_exported),
        cmocka_unit_test(names_that_steer_stay_in_the_folder_and_are_tamed),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
