/* Everything that reads what somebody else wrote, for libFuzzer (tools/check-fuzz).  A target is a
 * function and a line in TARGETS; the environment's HOP_FUZZ says which one runs.
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>
#include <hopfield/energy.h>
#include <hopfield/image.h>
#include <hopfield/load.h>
#include <hopfield/result.h>
#include <hopfield/similarity.h>
#include <hopfield/store.h>
#include <hopfield/update.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/json.h"
#include "base/range.h"
#include "base/safetensors.h"
#include "base/spill.h"
#include "base/tensors.h"
#include "base/text.h"
#include "image/exif.h"
#include "load/csv.h"
#include "load/gzip.h"
#include "load/idx.h"
#include "load/loader.h"
#include "load/npy.h"
#include "seal.h"
#include "sweep/cells.h"

/* Enough for a fuzzer, and soon refused. */
static const hop_image_limits SMALL = {.pixels = 1 << 20, .numbers = 1 << 20};

static char *text_of(const uint8_t *bytes, size_t size) {
    char *text = malloc(size + 1);
    if (!text) abort();
    if (size > 0) memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

/* A path behind which these bytes are, until the next call. */
static const char *file_of(const uint8_t *bytes, size_t size) {
    static int file = -1;
    static char path[64];
    if (file < 0) file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return path;
}

/* ---- what users type ---- */

static void spec(const uint8_t *bytes, size_t size) {
    char *text = text_of(bytes, size);
    hop_energy energy;
    hop_similarity similarity;
    hop_corruption corruption;
    const hop_update_row *update;
    const hop_renderer_row *renderer;
    hop_resize resize;
    double s[3] = {0, 1, -1}, p[3], potential = 0;
    if (hop_energy_parse(text, &energy) == HOP_OK) {
        /* Families with couplings are no function of similarities, and say so. */
        (void)hop_energy_potential(&energy, s, 3, &potential);
        (void)hop_energy_weights(&energy, s, 3, p);
    }
    (void)hop_similarity_parse(text, &similarity);
    (void)hop_corruption_parse(text, &corruption);
    (void)hop_update_parse(text, &update);
    (void)hop_renderer_parse(text, &renderer);
    (void)hop_resize_parse(text, &resize);
    free(text);
}

static void range(const uint8_t *bytes, size_t size) {
    char *text = text_of(bytes, size);
    double *values = NULL;
    size_t count = 0;
    if (hop_range_parse("x", text, &values, &count) == HOP_OK) {
        if (count == 0 || count > HOP_RANGE_MAX) abort();
        free(values);
    }
    free(text);
}

/* A number that was read must be written so that it reads back equal. */
static void number(const uint8_t *bytes, size_t size) {
    char *text = text_of(bytes, size), again[32];
    double value = 0, back = 0;
    if (hop_text_parse_number(text, &value)) {
        hop_text_number(value, again);
        if (!hop_text_parse_number(again, &back) || (back != value && value == value)) abort();
    }
    free(text);
}

/* ---- documents ---- */

static void json(const uint8_t *bytes, size_t size) {
    hop_json *value = NULL;
    char *text = NULL;
    if (hop_json_parse("input", (const char *)bytes, size, &value) != HOP_OK) return;
    if (hop_json_print(value, true, &text) == HOP_OK) free(text);
    hop_json_free(value);
}

static void result(const uint8_t *bytes, size_t size) {
    static const char *const NAMES[] = {"json", "text", "csv"};
    const hop_render_options options = {.width = 80};
    hop_result *read = NULL;
    if (hop_result_read("input", (const char *)bytes, size, &read) != HOP_OK) return;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const hop_renderer_row *renderer = NULL;
        char *text = NULL;
        if (hop_renderer_parse(NAMES[i], &renderer) == HOP_OK &&
            hop_result_print(read, renderer, &options, &text) == HOP_OK)
            free(text);
    }
    hop_result_destroy(read);
}

static void cells(const uint8_t *bytes, size_t size) {
    hop_cells_found found = {0};
    char *identity = NULL;
    const char *path = file_of(bytes, size);
    if (hop_cells_read(path, &found) == HOP_OK) hop_cells_found_clear(&found);
    if (hop_cells_identity(path, &identity) == HOP_OK) free(identity);
}

static void tensors(const uint8_t *bytes, size_t size) {
    hop_tensors opened = {0};
    if (hop_tensors_open(file_of(bytes, size), &opened) != HOP_OK) return;
    for (size_t i = 0; i < opened.file.count; i++) {
        const char *name = opened.file.tensors[i].name;
        size_t rows = 0, columns = 0;
        double *numbers = NULL;
        if (!hop_tensors_shape(&opened, name, &rows, &columns)) continue;
        numbers = malloc((rows * columns + 1) * sizeof *numbers);
        if (numbers) (void)hop_tensors_read(&opened, name, rows, columns, numbers);
        free(numbers);
    }
    hop_tensors_close(&opened);
}

/* ---- pictures ---- */

static void picture(const uint8_t *bytes, size_t size,
                    hop_status (*parse)(const char *, const unsigned char *, size_t,
                                        const hop_image_limits *, hop_image *)) {
    hop_image image = {0};
    if (parse("input", bytes, size, &SMALL, &image) != HOP_OK) return;
    for (size_t i = 0; i < image.width * image.height * image.channels; i++)
        if (!(image.samples[i] >= 0 && image.samples[i] <= 1)) abort();
    hop_image_clear(&image);
}

static void png(const uint8_t *bytes, size_t size) {
    picture(bytes, size, hop_image_parse);
}

static void jpeg(const uint8_t *bytes, size_t size) {
    picture(bytes, size, hop_jpeg_parse);
}

static void pnm(const uint8_t *bytes, size_t size) {
    if (hop_loader_pnm.recognise(bytes, size)) picture(bytes, size, hop_loader_pnm.picture);
}

static void exif(const uint8_t *bytes, size_t size) {
    const unsigned orientation = hop_exif_orientation(bytes, size);
    if (orientation < 1 || orientation > 8) abort();
}

/* ---- arrays and tables ---- */

/* What an array's header declares must be within the file before anything reads it. */
static void array(const hop_array *found, size_t size) {
    size_t bytes = 0;
    if (hop_array_fits("input", found, size) != HOP_OK) return;
    if (!hop_array_bytes(found, &bytes) || found->offset > size || bytes > size - found->offset)
        abort();
}

static void npy(const uint8_t *bytes, size_t size) {
    hop_array found;
    if (hop_npy_parse("input", bytes, size, &found) == HOP_OK) array(&found, size);
}

static void idx(const uint8_t *bytes, size_t size) {
    hop_array found;
    if (hop_idx_parse("input", bytes, size, &found) == HOP_OK) array(&found, size);
}

static void npz(const uint8_t *bytes, size_t size) {
    hop_bytes source = {.path = "input", .bytes = bytes, .size = size};
    hop_array found;
    if (hop_loader_npz.recognise(bytes, size) && hop_loader_npz.array(&source, &found) == HOP_OK)
        array(&found, source.size);
    free(source.part);
}

static void csv(const uint8_t *bytes, size_t size) {
    const hop_csv_wishes wishes = {0};
    hop_csv table = {0};
    if (hop_csv_parse("input", (const char *)bytes, size, HOP_PATTERNS, &wishes, &table) != HOP_OK)
        return;
    for (size_t i = 0; i < table.rows * table.columns; i++)
        if (!(table.values[i] - table.values[i] == 0)) abort();
    hop_csv_clear(&table);
}

static void gzip(const uint8_t *bytes, size_t size) {
    unsigned char *out = NULL;
    size_t got = 0;
    bool whole = false;
    /* All of it where that cannot be much: a bomb says nothing more by going off a thousand times.
     */
    enum { SMALL_ENOUGH = 256 };
    for (size_t needed = size < SMALL_ENOUGH ? 0 : 100; needed < 200; needed += 100)
        if (hop_gzip_unpack("input", bytes, size, needed, NULL, &out, &got, &whole) == HOP_OK)
            hop_spill_free(out);
}

static void safetensors(const uint8_t *bytes, size_t size) {
    hop_safetensors file = {0};
    if (hop_safetensors_parse("input", bytes, size, &file) != HOP_OK) return;
    for (size_t i = 0; i < file.count; i++)
        if (file.tensors[i].begin > file.tensors[i].end ||
            file.tensors[i].end > size - 8 - file.header)
            abort();
    hop_safetensors_clear(&file);
}

/* ---- whole files, as users name them ---- */

static void load(const uint8_t *bytes, size_t size) {
    const char *path = file_of(bytes, size);
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    options.limits = SMALL;
    options.limit = size % 2 ? 3 : 0;
    if (hop_memory_load(&path, 1, &options, &memory) != HOP_OK) return;
    double *row = malloc(hop_memory_dim(memory) * sizeof *row);
    for (size_t i = 0; row && i < hop_memory_count(memory) && i < 8; i++)
        hop_memory_read(memory, i, 1, row);
    free(row);
    hop_memory_destroy(memory);
}

static void store(const uint8_t *bytes, size_t size) {
    load(bytes, size);
    (void)hop_memory_verify(file_of(bytes, size), NULL, NULL);
}

static void labels(const uint8_t *bytes, size_t size) {
    hop_string text = {0};
    size_t count = 0;
    if (hop_labels_read(file_of(bytes, size), &text, &count) == HOP_OK) free(text.text);
}

static const struct target {
    const char *name;
    void (*run)(const uint8_t *bytes, size_t size);
    void (*seal)(uint8_t *bytes, size_t size);
} TARGETS[] = {
    {"spec", spec, NULL},       {"range", range, NULL},
    {"number", number, NULL},   {"json", json, NULL},
    {"result", result, NULL},   {"cells", cells, seal_cells},
    {"tensors", tensors, NULL}, {"png", png, seal_png},
    {"jpeg", jpeg, NULL},       {"pnm", pnm, NULL},
    {"exif", exif, NULL},       {"npy", npy, NULL},
    {"idx", idx, NULL},         {"npz", npz, NULL},
    {"csv", csv, NULL},         {"gzip", gzip, NULL},
    {"load", load, NULL},       {"store", store, seal_memory},
    {"labels", labels, NULL},   {"safetensors", safetensors, NULL},
};
enum { TARGET_COUNT = sizeof TARGETS / sizeof *TARGETS };

static const struct target *chosen;

/* Without a name, or with one that is none: what there is, and no run. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    const char *name = getenv("HOP_FUZZ");
    (void)argc;
    (void)argv;
    for (size_t i = 0; name && i < TARGET_COUNT; i++)
        if (strcmp(TARGETS[i].name, name) == 0) chosen = &TARGETS[i];
    for (size_t i = 0; !chosen && i < TARGET_COUNT; i++) puts(TARGETS[i].name);
    fflush(stdout);
    if (!chosen) _exit(0);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    chosen->run(bytes, size);
    return 0;
}

/* ---- files whose sums are right, so that what is behind them is reached ---- */

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room, unsigned seed) {
    size = LLVMFuzzerMutate(bytes, size, room);
    if (chosen->seal && seed % 8 != 0) chosen->seal(bytes, size);
    return size;
}
