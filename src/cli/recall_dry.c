/* hopfield recall --dry-run: what the recall would take.  The queries, or some of them, are
 * recalled among some of the patterns, twice; what grows is scaled.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/available.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "recall.h"

/* Bytes of the patterns that are tried, of which a fourth is tried first; queries, and as many more
 * as that fourth takes so many seconds for: many together are cheaper than few. */
static const size_t TRIED = (size_t)1 << 24;
enum { QUERIES = 16, QUERIES_MOST = 128, LEAST = 64 };
static const double SOON = 1;

/* States and outputs of a query: as it is given, before damage, where it starts, before, now and
 * next, read out. */
enum { STATES = 10 };

/* Bytes of a pattern beside its values, at most: how it is seen, what bounds need, and a row of
 * similarities and weights. */
enum { BESIDE = 112 };

/* What no file keeps is measured first: each thread compares some patterns with all, COMPARED at
 * least, and more while their similarities are no more than so many numbers. */
enum { COMPARED = 16, COMPARED_MOST = 32 };
static const double COMPARED_NUMBERS = 8388608;

static double bytes_to_prepare(const hop_memory *memory) {
    const double all = (double)hop_memory_count(memory);
    if (hop_memory_blob_name(memory, 0)) return 0;
    return (double)hop_parallel_threads(0) * sizeof(double) *
           fmax(COMPARED * all, fmin(COMPARED_NUMBERS, COMPARED_MOST * all));
}

/* What a process without patterns and queries has. */
static const double BARE = 24e6;

typedef struct trial {
    double made, run; /* seconds */
} trial;

cli_stopwatch cli_stopwatch_read(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (cli_stopwatch){cli_seconds(), (double)used.tv_sec + 1e-9 * (double)used.tv_nsec};
}

double cli_stopwatch_since(cli_stopwatch from) {
    const cli_stopwatch now = cli_stopwatch_read();
    return fmin(now.clock - from.clock, now.processor - from.processor);
}

static bool is_among(const size_t *patterns, size_t count, size_t pattern) {
    for (size_t i = 0; i < count; i++)
        if (patterns[i] == pattern) return true;
    return false;
}

/* `count` of the patterns: the targets of the first `tried` queries, for a query without its target
 * moves for longer, and others from the first on. */
static hop_status take_some(const hop_memory *memory, size_t count, const hop_queries *queries,
                            size_t tried, hop_memory **some) {
    const size_t size = hop_memory_dim(memory) * hop_dtype_size(hop_memory_dtype(memory));
    const unsigned char *rows = hop_memory_data(memory);
    size_t *taken = NULL, targets = 0, made = 0;
    hop_status status = hop_alloc(tried, sizeof *taken, "patterns", &taken);
    for (size_t i = 0; i < tried && status == HOP_OK && targets < count; i++)
        if (queries->targets[i] != HOP_NO_PATTERN && !is_among(taken, targets, queries->targets[i]))
            taken[targets++] = queries->targets[i];
    if (status == HOP_OK)
        status = hop_memory_create(hop_memory_shape(memory), hop_memory_dtype(memory), HOP_PATTERNS,
                                   some);
    for (; made < targets && status == HOP_OK; made++)
        status = hop_memory_append_raw(*some, rows + taken[made] * size, 1, NULL);
    for (size_t i = 0; made < count && status == HOP_OK; i++)
        if (!is_among(taken, targets, i)) {
            status = hop_memory_append_raw(*some, rows + i * size, 1, NULL);
            made++;
        }
    free(taken);
    return status;
}

static hop_status try_some(const hop_memory *memory, size_t count, const hop_queries *queries,
                           size_t tried, const hop_recall_options *options, trial *took) {
    hop_memory *some = NULL;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_status status = take_some(memory, count, queries, tried, &some);
    cli_stopwatch began = cli_stopwatch_read();
    if (status == HOP_OK) status = hop_recall_create(some, options, &recall);
    took->made = cli_stopwatch_since(began);
    began = cli_stopwatch_read();
    if (status == HOP_OK) status = hop_recall_run(recall, queries->states, tried, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, NULL, &result);
    took->run = cli_stopwatch_since(began);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    hop_memory_destroy(some);
    return status;
}

/* What a memory's file keeps need not be made again: it is soon taken from there. */
static hop_status time_making(const hop_memory *memory, const hop_recall_options *options,
                              double *seconds) {
    hop_recall *recall = NULL;
    const cli_stopwatch began = cli_stopwatch_read();
    HOP_TRY(hop_recall_create(memory, options, &recall));
    *seconds = cli_stopwatch_since(began);
    hop_recall_destroy(recall);
    return HOP_OK;
}

/* What is tried may stay in caches, and the whole memory does not: it is read twice at least, by
 * the first step and when outputs are read out.  How fast, a part of it tells. */
static const size_t READ_AT_ONCE = (size_t)1 << 20;
static const double READ_MOST = 256;
enum { READS = 2 };

typedef struct reading {
    const unsigned char *data;
    size_t stride;         /* bytes from one part to the next */
    atomic_size_t nothing; /* so that it is read */
} reading;

static void read_part(void *context, size_t part, size_t worker) {
    reading *r = context;
    size_t sum = 0, word = 0;
    (void)worker;
    for (size_t k = 0; k < READ_AT_ONCE; k += sizeof word) {
        memcpy(&word, r->data + part * r->stride + k, sizeof word);
        sum += word;
    }
    atomic_fetch_add(&r->nothing, sum);
}

static double time_reading(const hop_memory *memory, double bytes) {
    const double all = floor(bytes / (double)READ_AT_ONCE), parts = fmin(all, READ_MOST);
    if (parts < READ_MOST) return 0; /* it was all tried, or nearly */
    reading r = {.data = hop_memory_data(memory), .stride = (size_t)(all / parts) * READ_AT_ONCE};
    const cli_stopwatch began = cli_stopwatch_read();
    for (int k = 0; k < READS; k++)
        hop_parallel_run((size_t)parts, hop_parallel_threads(0), read_part, &r);
    return cli_stopwatch_since(began) * all / parts;
}

/* On the line through two trials, but never less than the second. */
static double extend(double first, double second, double ratio, double beyond) {
    const double slope = (second - first) / (1 - 1 / ratio);
    return second + (slope > 0 ? slope : 0) * (beyond - 1);
}

/* Attention beside the recall may cost a tenth of it. */
static const double BESIDE_RECALL = 1.1;

hop_status cli_recall_predict(const hop_memory *memory, const hop_queries *queries,
                              const hop_recall_options *options, double *seconds) {
    const size_t all = hop_memory_count(memory), count = queries->count;
    const size_t row = hop_memory_dim(memory) * hop_dtype_size(hop_memory_dtype(memory));
    size_t tried = count < QUERIES ? count : QUERIES;
    size_t some = TRIED / row < LEAST ? LEAST : TRIED / row;
    if (some > all) some = all;
    const size_t few = (some + 3) / 4;
    const double ratio = (double)some / (double)few, beyond = (double)all / (double)some;
    trial first = {0}, second = {0};
    HOP_TRY(try_some(memory, few, queries, tried, options, &first));
    if (first.run < SOON && count > tried) {
        const double more = fmin((double)tried * SOON / first.run, QUERIES_MOST);
        tried = count < (size_t)more ? count : (size_t)more;
        HOP_TRY(try_some(memory, few, queries, tried, options, &first));
    }
    HOP_TRY(try_some(memory, some, queries, tried, options, &second));
    double made = extend(first.made, second.made, ratio > 1 ? ratio : 2, beyond);
    if (hop_memory_blob_name(memory, 0)) HOP_TRY(time_making(memory, options, &made));
    const double run = extend(first.run, second.run, ratio > 1 ? ratio : 2, beyond) *
                       (double)count / (double)tried;
    *seconds = BESIDE_RECALL * (made + fmax(run, time_reading(memory, (double)(all * row))));
    return HOP_OK;
}

hop_status cli_recall_dry(const hop_memory *memory, const hop_queries *queries, double seconds,
                          const cli_context *context, hop_result **result) {
    const double dim = (double)hop_memory_dim(memory), all = (double)hop_memory_count(memory);
    const double patterns = all * dim * (double)hop_dtype_size(hop_memory_dtype(memory));
    const double own = BARE + all * BESIDE +
                       (double)queries->count * dim * STATES * sizeof(double) +
                       bytes_to_prepare(memory);
    const double available = hop_available_memory();
    char sizes[3][HOP_TEXT_BYTES], time[CLI_TIME_TEXT];
    hop_result *r = NULL;
    HOP_TRY(cli_result(context, NULL, &r));
    cli_time_text(seconds, time);
    hop_text_bytes(patterns, sizes[0]);
    hop_text_bytes(own, sizes[1]);
    hop_text_bytes(available, sizes[2]);
    hop_result_number(r, "seconds", seconds, "s", "how long it may take");
    hop_result_number(r, "patterns", patterns, "bytes", "patterns, which every process shares");
    hop_result_number(r, "bytes", own, "bytes", "memory of its own, at most");
    hop_result_number(r, "available", available, "bytes", "memory that is free");
    hop_result_remark(r, HOP_NOTE, "time     about %s", time);
    hop_result_remark(
        r, HOP_NOTE, "patterns %s, mapped: the system's cache holds them%s", sizes[0],
        patterns <= available ? "" : ", but not all at once: every step reads them from the disk");
    hop_result_remark(r, HOP_NOTE, "memory   up to %s of its own, and %s are free", sizes[1],
                      sizes[2]);
    if (own > available)
        hop_result_remark(r, HOP_NOTE, "%s", "that is not enough: recall fewer queries at a time");
    *result = r;
    return HOP_OK;
}
