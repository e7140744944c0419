/* What comparing by information and by bounded differences is made of, beside plain C that makes
 * the same numbers: joint counts of eight levels, planes of bits made of the patterns included, and
 * sums of differences.  As large as 3,786 emoji of 64 x 64 in colour, and a hundred queries.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/counts.h"
#include "../base/fail.h"
#include "../base/gaps.h"
#include "../base/parallel.h"
#include "bench_private.h"

enum { DIM = 12288, WORDS = DIM / 64, QUERIES = 100, PATTERNS = 3786, SMALL_PATTERNS = 64 };
enum { GROUP = HOP_COUNTS_GROUP, LEVELS = 8, BOUND = 26, TASK = 64 };
static const unsigned char ABOVE[LEVELS - 1] = {31, 63, 95, 127, 159, 191, 223};

typedef struct bytes {
    unsigned char *rows, *states; /* [count x DIM], [QUERIES x DIM] */
    uint64_t *planes;             /* [QUERIES x LEVELS x WORDS]: known places, then levels */
    uint64_t *group;              /* [threads x (LEVELS - 1) x WORDS x GROUP] */
    int32_t *counts;              /* [threads x QUERIES x (LEVELS - 1) x LEVELS x GROUP] */
    int32_t *sums;                /* [threads x QUERIES x TASK] */
    size_t count, threads;
} bytes;

static void bytes_clear(bytes *b) {
    free(b->rows);
    free(b->states);
    free(b->planes);
    free(b->group);
    free(b->counts);
    free(b->sums);
}

static void draw(hop_random *random, size_t size, unsigned char *values) {
    for (size_t j = 0; j < size; j++) values[j] = (unsigned char)(hop_random_word(random) >> 56);
}

static hop_status bytes_create(const hop_bench *bench, bytes *b) {
    const size_t count = bench->small ? SMALL_PATTERNS : PATTERNS, threads = bench->threads;
    hop_random random;
    *b = (bytes){.count = count, .threads = threads};
    HOP_TRY(hop_alloc(count, DIM, "patterns", &b->rows));
    HOP_TRY(hop_alloc(QUERIES, DIM, "states", &b->states));
    HOP_TRY(hop_alloc(QUERIES, LEVELS * WORDS * sizeof *b->planes, "states", &b->planes));
    HOP_TRY(hop_alloc(threads, LEVELS * WORDS * GROUP * sizeof *b->group, "planes", &b->group));
    HOP_TRY(hop_alloc(threads, QUERIES * LEVELS * LEVELS * GROUP * sizeof *b->counts, "counts",
                      &b->counts));
    HOP_TRY(hop_alloc(threads, QUERIES * TASK * sizeof *b->sums, "sums", &b->sums));
    hop_random_init(&random, 4, 0);
    draw(&random, count * DIM, b->rows);
    draw(&random, QUERIES * DIM, b->states);
    for (size_t i = 0; i < QUERIES; i++) {
        uint64_t *planes = b->planes + i * LEVELS * WORDS;
        for (size_t w = 0; w < WORDS; w++) planes[w] = UINT64_MAX;
        hop_counts_pack(b->states + i * DIM, DIM, ABOVE, LEVELS - 1, 1, planes + WORDS);
    }
    return HOP_OK;
}

static size_t part_of(const bytes *b, size_t task, size_t most) {
    const size_t left = b->count - task * most;
    return left < most ? left : most;
}

static hop_counts_work counts_of(const bytes *b, size_t worker) {
    return (hop_counts_work){.groups = b->group + worker * LEVELS * WORDS * GROUP,
                             .states = b->planes,
                             .group_count = 1,
                             .row_planes = LEVELS - 1,
                             .state_count = QUERIES,
                             .state_planes = LEVELS,
                             .words = WORDS,
                             .to = WORDS,
                             .counts = b->counts + worker * QUERIES * LEVELS * LEVELS * GROUP};
}

static void count_group(void *context, size_t task, size_t worker) {
    const bytes *b = context;
    const hop_counts_work work = counts_of(b, worker);
    hop_counts_pack_group(b->rows + task * GROUP * DIM, part_of(b, task, GROUP), DIM, ABOVE,
                          LEVELS - 1, b->group + worker * LEVELS * WORDS * GROUP);
    hop_counts_joint(&work);
}

static void count_group_plainly(void *context, size_t task, size_t worker) {
    const bytes *b = context;
    const hop_counts_work work = counts_of(b, worker);
    for (size_t lane = 0; lane < part_of(b, task, GROUP); lane++)
        hop_counts_plain.pack(b->rows + (task * GROUP + lane) * DIM, DIM, ABOVE, LEVELS - 1, GROUP,
                              b->group + worker * LEVELS * WORDS * GROUP + lane);
    hop_counts_plain.joint(&work);
}

static hop_gaps_work gaps_of(const bytes *b, size_t task, size_t worker) {
    return (hop_gaps_work){.rows = b->rows + task * TASK * DIM,
                           .states = b->states,
                           .row_count = part_of(b, task, TASK),
                           .state_count = QUERIES,
                           .dim = DIM,
                           .bound = BOUND,
                           .sums = b->sums + worker * QUERIES * TASK};
}

static void add_gaps(void *context, size_t task, size_t worker) {
    const hop_gaps_work work = gaps_of(context, task, worker);
    hop_gaps_sum(&work);
}

static void add_gaps_plainly(void *context, size_t task, size_t worker) {
    const hop_gaps_work work = gaps_of(context, task, worker);
    hop_gaps_plain.sum(&work);
}

/* One way to compare all patterns with all queries. */
typedef struct way {
    bytes *b;
    void (*task)(void *context, size_t task, size_t worker);
    size_t rows; /* of a task */
} way;

static hop_status compare_all(void *context) {
    const way *w = context;
    hop_parallel_run((w->b->count + w->rows - 1) / w->rows, w->b->threads, w->task, w->b);
    return HOP_OK;
}

hop_status hop_bench_bytes(hop_bench *bench, const char *name, bool counts) {
    bytes b;
    hop_status status = bytes_create(bench, &b);
    way best = {&b, counts ? count_group : add_gaps, counts ? GROUP : TASK};
    way plain = {&b, counts ? count_group_plainly : add_gaps_plainly, best.rows};
    hop_bench_case what = {.name = name,
                           .limit = "plain C, the same numbers",
                           .patterns = b.count,
                           .dim = DIM,
                           .queries = QUERIES};
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){compare_all, &best},
                                     (hop_bench_work){compare_all, &plain});
    bytes_clear(&b);
    return status;
}
