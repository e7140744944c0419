/* What a memory holds, measured.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/account.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "certificates.h"

/* Larger memories are measured only where that is asked for: it takes seconds. */
static const double AT_ONCE_BYTES = 32 << 20;

/* Separations are measured for this many patterns at most. */
enum { SAMPLED = 1000 };

static void add(hop_result *result, const char *path, double value, const char *unit,
                const char *meaning) {
    hop_result_number(result, path, value, unit, meaning);
    hop_result_for(result, HOP_FOR_ALL);
}

static hop_status add_values(const hop_memory *memory, hop_result *result) {
    double low = 0, high = 0, sum = 0, least = INFINITY, most = 0, *pattern = NULL;
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    HOP_TRY(hop_alloc(dim, sizeof *pattern, "a pattern", &pattern));
    for (size_t i = 0; i < count; i++) {
        double square = 0;
        hop_memory_read(memory, i, 1, pattern);
        for (size_t j = 0; j < dim; j++) sum += pattern[j], square += pattern[j] * pattern[j];
        least = fmin(least, sqrt(square));
        most = fmax(most, sqrt(square));
    }
    free(pattern);
    hop_memory_range(memory, &low, &high);
    add(result, "values.smallest", low, "memory units", "of all");
    add(result, "values.largest", high, "memory units", "of all");
    add(result, "values.mean", sum / ((double)count * (double)dim), "memory units", "of all");
    add(result, "norms.smallest", least, "memory units", "of a pattern");
    add(result, "norms.largest", most, "memory units", "of a pattern");
    return HOP_OK;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Recall of pictures takes another similarity, whose beta is its own. */
static void say_what_recall_takes(const hop_memory *memory, const char *similarity,
                                  hop_result *result) {
    const hop_recall_options taken = hop_recall_defaults_of(memory);
    const hop_similarity_row *kind = taken.model.similarity.kind;
    if (strcmp(kind->row.name, similarity) == 0) return;
    hop_result_remark(result, HOP_NOTE,
                      "separations and beta are of the similarity %s; recall of this memory takes "
                      "%s, beta %g, unless a similarity is named",
                      similarity, kind->row.name, kind->beta);
}

/* Separations by the default similarity, and the beta they lead to. */
static hop_status add_separations(const hop_memory *memory, hop_result *result) {
    hop_recall *recall = NULL;
    hop_separation *found = NULL;
    size_t count = hop_memory_count(memory) < SAMPLED ? hop_memory_count(memory) : SAMPLED;
    double *sorted = NULL;
    hop_status status = hop_recall_create(memory, &hop_recall_defaults, &recall);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *found, "separations", &found);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *sorted, "separations", &sorted);
    if (status == HOP_OK) status = hop_recall_separations(recall, count, found);
    size_t twins = 0, kept = 0;
    for (size_t i = 0; status == HOP_OK && i < count; i++) {
        twins += found[i].duplicates > 0 ? 1 : 0;
        if (isfinite(found[i].separation)) sorted[kept++] = found[i].separation;
    }
    if (status == HOP_OK) {
        const hop_recall_options *options = hop_recall_resolved(recall);
        const char *similarity = options->model.similarity.kind->row.name;
        qsort(sorted, kept, sizeof *sorted, ascending);
        hop_result_text(result, "separations.similarity", similarity, "they are measured by");
        hop_result_for(result, HOP_FOR_ALL);
        hop_result_count(result, "separations.measured", count, "patterns", "evenly spread");
        hop_result_for(result, HOP_FOR_ALL);
        if (kept > 0) {
            add(result, "separations.smallest", sorted[0], "squared key units", "of them");
            add(result, "separations.one_in_fifty", sorted[kept / 50], "squared key units",
                "has less than this");
            add(result, "separations.median", sorted[kept / 2], "squared key units", "of them");
        }
        hop_result_count(result, "near_duplicates", twins, "patterns", "have one");
        hop_result_for(result, HOP_FOR_ALL);
        add(result, "beta_auto", options->model.energy.parameter[0], "1 / squared key units",
            "auto, by this similarity");
        say_what_recall_takes(memory, similarity, result);
    }
    free(found);
    free(sorted);
    hop_recall_destroy(recall);
    return status;
}

static void add_facts(const char *path, const hop_memory *memory, hop_result *result) {
    hop_shape shape = hop_memory_shape(memory);
    char text[80] = "vectors";
    if (shape.image)
        snprintf(text, sizeof text, "%zu x %zu, %s", shape.width, shape.height,
                 shape.channels == 1 ? "grey" : "RGB");
    size_t first = hop_result_size(result);
    hop_result_memory(result, "memory", path, memory);
    hop_result_show(result, first, HOP_FOR_ALL);
    hop_result_text(result, "memory.shape", text, "in words");
    hop_result_for(result, HOP_FOR_ALL);
}

hop_status hop_account_memory(const char *path, const hop_memory *memory, bool measure,
                              hop_result *result) {
    const size_t row = hop_memory_dim(memory) * hop_dtype_size(hop_memory_dtype(memory));
    const double size = (double)hop_memory_count(memory) * (double)row;
    char bytes[HOP_TEXT_BYTES];
    hop_text_bytes(size, bytes);
    add_facts(path, memory, result);
    if (measure || size <= AT_ONCE_BYTES) {
        HOP_TRY(add_values(memory, result));
        return add_separations(memory, result);
    }
    hop_result_remark(result, HOP_NOTE,
                      "values, norms and separations of %s were not measured; --separations "
                      "measures them",
                      bytes);
    return HOP_OK;
}

hop_status hop_account_certificates(const char *path, const hop_memory *memory,
                                    const hop_recall_options *options, size_t sample,
                                    hop_result *result) {
    hop_certificates c = {0};
    hop_status status = hop_certificates_make(path, memory, options, sample, &c);
    if (status == HOP_OK) {
        hop_certificates_facts(&c, result);
        hop_certificates_words(&c, result);
    }
    hop_certificates_clear(&c);
    return status;
}
