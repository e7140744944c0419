/* What holds for every experiment: the same bytes for any number of threads and for shards that are
 * merged, and results that are taken up again from disk.
 * SPDX-License-Identifier: MIT */
#include "sweep/sweep_private.h"

#include "support/experiment.h"

#define GLYPHS "memory=" HOP_SOURCE_DIR "/patterns/glyphs "

/* Settings that make each quick, and of several cells. */
static const struct {
    const char *name, *settings;
} QUICK[] = {
    {"compare", GLYPHS "stored=2,5 queries=6"},
    {"capacity", "dim=40 precision=0.1"},
    {"basin", "dim=40 precision=0.1"},
    {"phase", "dim=10 load=0.2:0.6:0.1 beta=0.5,1 trials=3"},
    {"criteria", "dim=30 load=0.1:0.4:0.1 trials=10"},
    {"noise", GLYPHS "damage=flip,mask strength=0,0.3 sample=9"},
    {"similarity", GLYPHS "damage=flip damage=mask similarity=dot similarity=robust sample=5"},
    {"convergence", "dim=16 stored=20 queries=10"},
    {"energy", GLYPHS "sample=10 beta=10,50"},
    {"metastable", "dim=16 stored=20 beta=0.1,0.5,2 sample=10"},
    {"pitchfork", "ratio=0.9,1.1,1.3"},
    {"barrier", "ratio=2,4 runs=5"},
    {"census", "dim=30 stored=3,6 starts=40"},
    {"bayes", "queries=20 ratio=0.5,1 steps=1,2"},
    {"scaling", "dim=4,16 queries=10"},
    {"features", "dim=4 stored=5 features=64,128,256 draws=3 queries=4"},
};

/* An experiment that is not in the list runs as it stands. */
static const char *quick_settings(const hop_experiment_row *row) {
    for (size_t i = 0; i < sizeof QUICK / sizeof *QUICK; i++)
        if (strcmp(QUICK[i].name, row->row.name) == 0) return QUICK[i].settings;
    for (const hop_setting *s = row->settings; s->parameter.name; s++)
        if (s->kind == HOP_SETTING_MEMORY && !s->default_value) return GLYPHS;
    return "";
}

static char *document_of(const hop_sweep *e, hop_results *results) {
    char *text = fixture_print(e, results, "json");
    /* Nothing else may differ between two runs. */
    char *timing = strstr(text, "\"timing\": {");
    char *end = timing ? strchr(timing, '}') : NULL;
    if (end) memmove(timing, end, strlen(end) + 1);
    hop_results_clear(results);
    return text;
}

static char *merged_shards(const hop_sweep *e) {
    const char *paths[3];
    char names[3][64];
    for (size_t shard = 1; shard <= 3; shard++) {
        hop_results part = {0};
        hop_sweep_options options = {.threads = 2, .shard = shard, .shards = 3};
        snprintf(names[shard - 1], sizeof names[0], "part%zu", shard);
        paths[shard - 1] = strdup(support_path("%s", names[shard - 1]));
        assert_ok(hop_sweep_run(e, &options, &part));
        assert_ok(hop_sweep_save(e, &part, paths[shard - 1], true));
        hop_results_clear(&part);
    }
    hop_sweep *merged = NULL;
    hop_results all = {0};
    assert_ok(
        hop_sweep_merge(hop_experiment_catalog(), paths, 3, &hop_load_defaults, &merged, &all));
    char *text = document_of(merged, &all);
    hop_sweep_destroy(merged);
    for (size_t i = 0; i < 3; i++) free((void *)paths[i]);
    return text;
}

static void threads_and_shards_do_not_change_a_byte(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        hop_sweep *e = fixture_experiment(row->row.name, quick_settings(row), 7);
        hop_results one = fixture_sweep(e, 1, NULL), three = fixture_sweep(e, 3, NULL);
        if (one.count < 2) print_message("%s: one cell alone\n", row->row.name);
        char *expected = document_of(e, &one), *threads = document_of(e, &three);
        char *shards = merged_shards(e);
        if (strcmp(expected, threads) != 0 || strcmp(expected, shards) != 0)
            fail_msg("%s: not the same bytes", row->row.name);
        free(expected);
        free(threads);
        free(shards);
        hop_sweep_destroy(e);
    }
}

/* Half of the cells come from disk, as they were printed there. */
static void results_from_disk_are_as_good_as_new_ones(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_experiment_row *row = (const hop_experiment_row *)catalog->rows[i];
        hop_sweep *e = fixture_experiment(row->row.name, quick_settings(row), 7);
        const char *path = support_path("%zu.cells", i);
        hop_results fresh = fixture_sweep(e, 2, path), kept = fixture_sweep(e, 2, path);
        char *expected = document_of(e, &fresh), *found = document_of(e, &kept);
        size_t size = 0;
        char *cells = support_read(path, &size);
        support_write(path, cells, size / 2);
        hop_results torn = fixture_sweep(e, 2, path);
        char *again = document_of(e, &torn);
        if (strcmp(expected, found) != 0 || strcmp(expected, again) != 0)
            fail_msg("%s: not the same bytes", row->row.name);
        free(cells);
        free(expected);
        free(found);
        free(again);
        hop_sweep_destroy(e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_shards_do_not_change_a_byte),
        cmocka_unit_test(results_from_disk_are_as_good_as_new_ones),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
