/* Keys: the patterns as the similarity sees them.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/simd.h"
#include "../base/spill.h"
#include "../base/sum.h"
#include "prepared.h"

/* Float keys are kept if they need no more than this; else every tile is made from the patterns,
 * which costs little beside the product it is made for. */
static const size_t KEPT_BYTES = (size_t)64 << 20;

/* Floats in a tile of keys: a megabyte.  Tiles of more than one round of patterns are whole rounds.
 */
static const size_t TILE_FLOATS = (size_t)1 << 18;
enum { TILE_LEAST = 16, TILE_MOST = 1024, TILE_ROUND = 64 };

/* A byte of this is 1. */
static const double WHITE = 255;

/* Patterns a task prepares at a time: whole groups of bits. */
enum { CHUNK = 64 };

size_t hop_recall_tile(const hop_recall *recall) {
    size_t tile = TILE_FLOATS / recall->dim;
    if (tile < TILE_LEAST) tile = TILE_LEAST;
    if (tile > TILE_MOST) tile = TILE_MOST;
    if (tile > TILE_ROUND) tile -= tile % TILE_ROUND;
    return tile < recall->count ? tile : recall->count;
}

void hop_recall_apply_frame(hop_frame frame, double *vector, size_t dim) {
    if (frame.gain == 1 && frame.offset == 0 && !frame.sign) return;
    for (size_t i = 0; i < dim; i++) vector[i] = hop_recall_key_value(frame, vector[i]);
}

double hop_recall_similarity(const hop_recall *recall, size_t pattern, const double *state,
                             double *key) {
    hop_frame frame = recall->frames[pattern];
    hop_memory_read(recall->memory, pattern, 1, key);
    hop_recall_apply_frame(frame, key, recall->dim);
    return hop_sum_products(key, state, recall->dim) + frame.bias;
}

/* Framed in double and rounded once: gain * x and the offset all but cancel in a picture of little
 * contrast, so the same in float would leave noise. */
static void frame_key(hop_frame frame, const double *pattern, size_t dim, float *key) {
    for (size_t j = 0; j < dim; j++) key[j] = (float)hop_recall_key_value(frame, pattern[j]);
}

/* The same for bytes, which are v/255: a division each would cost more than all the rest. */
HOP_CLONES static void frame_bytes(hop_frame frame, const unsigned char *pattern, size_t dim,
                                   float *key) {
    const double gain = frame.gain / WHITE, offset = frame.offset;
    for (size_t j = 0; j < dim; j++) key[j] = (float)(gain * pattern[j] + offset);
}

/* The key of one pattern; row: scratch [dim]. */
static void make_key(const hop_recall *recall, size_t pattern, double *row, float *key) {
    size_t dim = recall->dim;
    hop_frame frame = recall->frames[pattern];
    if (hop_memory_dtype(recall->memory) == HOP_U8 && !frame.sign) {
        const unsigned char *bytes = hop_memory_data(recall->memory);
        frame_bytes(frame, bytes + pattern * dim, dim, key);
    } else {
        hop_memory_read(recall->memory, pattern, 1, row);
        frame_key(frame, row, dim, key);
    }
}

bool hop_recall_lends_keys(const hop_recall *recall) {
    bool plain = recall->options.model.similarity.kind->plain_keys && recall->shift == 0;
    return recall->keys_float || (plain && hop_memory_dtype(recall->memory) == HOP_F32);
}

const float *hop_recall_key_tile(const hop_recall *recall, size_t first, size_t count,
                                 float *scratch, double *row) {
    size_t dim = recall->dim;
    if (recall->keys_float) return recall->keys_float + first * dim;
    if (recall->bits.data) {
        for (size_t i = 0; i < count; i++)
            hop_bits_read(&recall->bits, first + i, scratch + i * dim);
        return scratch;
    }
    if (hop_recall_lends_keys(recall))
        return (const float *)hop_memory_data(recall->memory) + first * dim;
    for (size_t i = 0; i < count; i++) make_key(recall, first + i, row, scratch + i * dim);
    return scratch;
}

void hop_recall_keys(const hop_recall *recall, double *keys) {
    hop_memory_read(recall->memory, 0, recall->count, keys);
    for (size_t i = 0; i < recall->count; i++)
        hop_recall_apply_frame(recall->frames[i], keys + i * recall->dim, recall->dim);
}

/* A few values at a time: nearly always the first ones differ. */
static bool all_equal(const hop_memory *memory, size_t pattern, size_t dim) {
    enum { SOME = 64 };
    double values[SOME], first = 0;
    for (size_t from = 0; from < dim; from += SOME) {
        size_t count = dim - from < SOME ? dim - from : SOME;
        hop_memory_read_part(memory, pattern, from, count, values);
        if (from == 0) first = values[0];
        for (size_t j = 0; j < count; j++)
            if (values[j] != first) return false;
    }
    return true;
}

bool hop_recall_is_constant(const hop_recall *recall, size_t pattern) {
    if (recall->levels) return all_equal(recall->memory, pattern, recall->dim);
    return recall->frames[pattern].gain == 0;
}

size_t hop_recall_constant_patterns(const hop_recall *recall, size_t *first) {
    size_t found = 0;
    for (size_t i = 0; i < recall->count; i++)
        if (hop_recall_is_constant(recall, i) && found++ == 0) *first = i;
    return found;
}

/* What preparing one chunk of patterns works on. */
typedef struct preparation {
    hop_recall *recall;
    double *patterns; /* [workers x CHUNK x dim] */
    uint64_t *rows;   /* [workers x words] of bits */
    double *largest;  /* [chunks] squared norms */
    double *size;     /* [chunks] largest values */
    size_t *refused;  /* [chunks] the first pattern too large to be squared, or HOP_NO_PATTERN */
} preparation;

static const hop_frame PLAIN = {.gain = 1};

/* Squares of values below this are not normal numbers, or not much more. */
static const double TINY = 1e-140;

hop_frame hop_recall_frame(const hop_recall *recall, const double *vector) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    hop_frame frame = similarity->kind->frame(similarity->parameter, vector, recall->dim);
    if (recall->shift == 0) return frame;
    double square = 0;
    for (size_t j = 0; j < recall->dim; j++)
        square += (vector[j] - recall->shift) * (vector[j] - recall->shift);
    return (hop_frame){.gain = 1, .offset = -recall->shift, .bias = -square / 2};
}

/* What is asked of one pattern, in one pass. */
typedef struct pattern_sizes {
    double key_square, square; /* of its key, and of the pattern */
    double most;               /* the largest value, in size */
} pattern_sizes;

static pattern_sizes measure(hop_frame frame, const double *pattern, size_t dim) {
    pattern_sizes found = {0};
    for (size_t i = 0; i < dim; i++) {
        const double key = hop_recall_key_value(frame, pattern[i]), size = fabs(pattern[i]);
        found.key_square += key * key;
        found.square += pattern[i] * pattern[i];
        found.most = size > found.most ? size : found.most; /* libm's fmax() is a call a value */
    }
    return found;
}

/* Keys of patterns [count x dim], which they replace; row: scratch [words]. */
static void keep_bits(hop_recall *recall, size_t first, size_t count, double *patterns,
                      uint64_t *row) {
    for (size_t i = 0; i < count; i++) {
        double *pattern = patterns + i * recall->dim;
        hop_recall_apply_frame(recall->frames[first + i], pattern, recall->dim);
        hop_bits_pack(pattern, recall->dim, 0, row);
        hop_bits_set(&recall->bits, first + i, row);
    }
}

static void prepare_chunk(void *context, size_t chunk, size_t worker) {
    preparation *work = context;
    hop_recall *recall = work->recall;
    size_t first = chunk * CHUNK, dim = recall->dim;
    size_t count = recall->count - first < CHUNK ? recall->count - first : CHUNK;
    double *patterns = work->patterns + worker * CHUNK * dim;
    hop_memory_read(recall->memory, first, count, patterns);
    work->refused[chunk] = HOP_NO_PATTERN;
    for (size_t i = 0; i < count; i++) {
        const double *pattern = patterns + i * dim;
        hop_frame frame = recall->frames[first + i] = hop_recall_frame(recall, pattern);
        const pattern_sizes sizes = measure(frame, pattern, dim);
        bool sound = isfinite(sizes.key_square) && isfinite(sizes.square);
        work->size[chunk] = fmax(work->size[chunk], sizes.most);
        if (!sound && work->refused[chunk] == HOP_NO_PATTERN) work->refused[chunk] = first + i;
        work->largest[chunk] = fmax(work->largest[chunk], sizes.key_square);
        if (recall->keys_float)
            make_key(recall, first + i, patterns + i * dim, recall->keys_float + (first + i) * dim);
    }
    if (recall->bits.data)
        keep_bits(recall, first, count, patterns, work->rows + worker * recall->bits.words);
}

static void written(void *context, size_t chunk, hop_ranks_take *give, void *to) {
    preparation *work = context;
    hop_recall *recall = work->recall;
    size_t first = chunk * CHUNK, dim = recall->dim;
    size_t count = recall->count - first < CHUNK ? recall->count - first : CHUNK;
    give(to, recall->frames + first, count * sizeof *recall->frames);
    give(to, &work->refused[chunk], sizeof *work->refused);
    give(to, &work->size[chunk], sizeof *work->size);
    give(to, &work->largest[chunk], sizeof *work->largest);
    if (recall->keys_float) give(to, recall->keys_float + first * dim, count * dim * sizeof(float));
    if (recall->bits.data) { /* chunks begin with a group */
        size_t groups = (count + HOP_BITS_GROUP - 1) / HOP_BITS_GROUP;
        give(to, recall->bits.data + hop_bits_place(&recall->bits, first),
             groups * recall->bits.words * HOP_BITS_GROUP * sizeof *recall->bits.data);
    }
}

static hop_status take_norms(const preparation *work, size_t chunks) {
    double largest = 0, size = 0;
    for (size_t i = 0; i < chunks; i++) {
        size = fmax(size, work->size[i]);
        if (work->refused[i] != HOP_NO_PATTERN)
            return hop_fail(HOP_E_VALUE, "pattern %zu: its values are too large to be squared",
                            work->refused[i]);
        largest = fmax(largest, work->largest[i]);
    }
    if (size > 0 && size < TINY)
        return hop_fail(HOP_E_VALUE,
                        "no value of the memory is larger than %.2g: too small to be squared; "
                        "multiply all of them by the same number",
                        size);
    work->recall->largest_norm = sqrt(largest);
    return HOP_OK;
}

/* Bipolar keys are kept as bits; float keys where that is worth its memory. */
static hop_status make_room(hop_recall *recall) {
    if (recall->options.model.similarity.kind->bipolar)
        return hop_bits_create(recall->count, recall->dim, &recall->bits);
    size_t elements = 0;
    bool small = hop_size_multiply(recall->count, recall->dim, &elements) &&
                 elements <= KEPT_BYTES / sizeof(float);
    bool ready = recall->shift == 0 && recall->options.model.similarity.kind->plain_keys &&
                 hop_memory_dtype(recall->memory) == HOP_F32;
    if (!small || ready || recall->options.running.precision == HOP_DOUBLE) return HOP_OK;
    return hop_alloc(elements, sizeof(float), "keys", &recall->keys_float);
}

static hop_status keep_double_keys(hop_recall *recall) {
    if (recall->options.running.precision != HOP_DOUBLE) return HOP_OK;
    size_t elements = 0;
    if (!hop_size_multiply(recall->count, recall->dim, &elements))
        return hop_fail(HOP_E_LIMIT, "%zu patterns of %zu are too many", recall->count,
                        recall->dim);
    HOP_TRY(hop_alloc(elements, sizeof(double), "keys in double precision", &recall->keys));
    hop_recall_keys(recall, recall->keys);
    return HOP_OK;
}

/* Float keys by frames that are known. */
static void keep_chunk(void *context, size_t chunk, size_t worker) {
    preparation *work = context;
    hop_recall *recall = work->recall;
    size_t dim = recall->dim, end = (chunk + 1) * CHUNK;
    if (end > recall->count) end = recall->count;
    for (size_t i = chunk * CHUNK; i < end; i++)
        make_key(recall, i, work->patterns + worker * dim, recall->keys_float + i * dim);
}

static hop_status keep_float_keys(hop_recall *recall, size_t chunks, size_t workers) {
    preparation work = {.recall = recall};
    if (!recall->keys_float) return HOP_OK;
    HOP_TRY(hop_alloc(workers, recall->dim * sizeof(double), "patterns", &work.patterns));
    hop_parallel_run(chunks, workers, keep_chunk, &work);
    free(work.patterns);
    return HOP_OK;
}

/* Bytes compared as they stand, by no product of keys: nothing of them need be known. */
static bool is_plain_bytes(const hop_recall *recall) {
    const hop_similarity_row *kind = recall->options.model.similarity.kind;
    return kind->form == HOP_FORM_CHANNEL && kind->plain_keys &&
           hop_memory_dtype(recall->memory) == HOP_U8 &&
           recall->options.running.precision != HOP_DOUBLE;
}

hop_status hop_recall_prepare_keys(hop_recall *recall) {
    size_t chunks = (recall->count + CHUNK - 1) / CHUNK;
    size_t threads = recall->options.running.threads, workers = threads < chunks ? threads : chunks;
    preparation work = {.recall = recall};
    hop_status status =
        hop_spill_alloc(recall->count, sizeof *recall->frames, "frames", &recall->frames);
    if (status == HOP_OK && is_plain_bytes(recall)) {
        for (size_t i = 0; i < recall->count; i++) recall->frames[i] = PLAIN;
        return HOP_OK;
    }
    if (status == HOP_OK) status = make_room(recall);
    if (status == HOP_OK && !recall->bits.data && hop_prepared_frames(recall)) {
        HOP_TRY(keep_float_keys(recall, chunks, workers));
        return keep_double_keys(recall);
    }
    if (status == HOP_OK)
        status = hop_alloc(workers * CHUNK, recall->dim * sizeof(double), "a chunk of patterns",
                           &work.patterns);
    if (status == HOP_OK)
        status = hop_alloc(workers, recall->bits.words * sizeof *work.rows, "bits", &work.rows);
    if (status == HOP_OK) status = hop_alloc(chunks, sizeof(double), "norms", &work.largest);
    if (status == HOP_OK) status = hop_alloc(chunks, sizeof(double), "norms", &work.size);
    if (status == HOP_OK) status = hop_alloc(chunks, sizeof(size_t), "norms", &work.refused);
    if (status == HOP_OK) {
        const hop_ranks_loop loop = {&work, prepare_chunk, written};
        hop_ranks_run(chunks, workers, &loop);
        status = take_norms(&work, chunks);
    }
    if (status == HOP_OK) status = keep_double_keys(recall);
    free(work.patterns);
    free(work.rows);
    free(work.largest);
    free(work.size);
    free(work.refused);
    return status;
}
