/* A look through a sieve: blocks of states x parts of the memory in parallel, then the lists of the
 * parts joined in order.  A part that does not hold what a state is like lists whatever is near its
 * own best, which may be most of it; then it goes on for its peak alone, and is looked at once more
 * when the peak of all parts is known.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/exp.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "index.h"
#include "sieve_candidates.h"

/* States to a block; bytes of patterns to a tile, which stays in a second-level cache. */
enum { BLOCK = 64, TILE_BYTES = 1 << 18, TILE_LEAST = 16, TILE_MOST = 512 };

/* Tasks to make for the threads to share; patterns that are worth one, and that are enough for one,
 * so that many ranks find something to do. */
enum { TASKS = 16, PART_LEAST = 4096, PART_MOST = 1 << 20 };

/* ---- the patterns of one part of the memory ---- */

typedef struct scratch {
    signed char *digits;  /* [BLOCK x places x stride], from hop_align() on */
    int32_t *products;    /* [BLOCK x places x tile] */
    float *upper, *lower; /* [tile] */
    uint32_t *patterns;   /* [BLOCK x room] */
    float *bounds;        /* [BLOCK x room] */
} scratch;

/* What one part of the memory gave for one state. */
typedef struct part {
    hop_candidates listed; /* exactly as long as they are */
    float peak;
} part;

typedef struct looking {
    const hop_sieve *sieve;
    hop_look look;
    hop_rows rows;
    const double *states;
    hop_shortlist *lists;
    size_t blocks, parts, tile, room;
    scratch *scratch;   /* [workers] */
    part *found;        /* [rows x parts] */
    const float *peaks; /* [rows] of all parts, where full ones are looked at once more; or NULL */
    hop_status *failures; /* [blocks x parts], then [rows] */
} looking;

static float least_of(const looking *work, float peak) {
    return hop_sieve_least(peak, work->look.reach);
}

/* Of bounds, which are numbers: fmaxf() is a call. */
static float larger(float a, float b) {
    return a > b ? a : b;
}

/* One tile for a block of states; false once nothing more is to be found out. */
static bool look_at_tile(const looking *work, scratch *s, size_t block, size_t first, size_t count,
                         hop_coarse *states, const bool *skip, hop_candidates *listed) {
    const hop_sieve *sieve = work->sieve;
    size_t places = work->look.places;
    bool any = false;
    hop_digits_products(sieve->bytes + first * sieve->dim, count, sieve->dim, hop_align(s->digits),
                        block * places, s->products);
    for (size_t i = 0; i < block; i++) {
        if (skip[i] || (work->peaks && listed[i].full)) continue;
        hop_sieve_bound(hop_sieve_seen(sieve, first), count, places,
                        s->products + i * places * count, &states[i], s->upper, s->lower);
        states[i].peak = larger(states[i].peak, hop_exp_peak(s->lower, count));
        hop_candidates_list(&listed[i], s->upper, least_of(work, states[i].peak), first, count,
                            work->room, work->look.most);
        any = any || !work->peaks || !listed[i].full;
    }
    return any;
}

static hop_status keep(const looking *work, hop_candidates *c, float peak, part *found) {
    if (!c->full) hop_candidates_thin_out(c, least_of(work, peak));
    *found =
        (part){.listed = {.full = c->full || c->count > work->look.most, .outside = c->outside},
               .peak = peak};
    return found->listed.full ? HOP_OK : hop_candidates_keep(c, &found->listed);
}

/* A task: a block of states and a part of the memory, those of one part together. */
static void look_at_part(void *context, size_t index, size_t worker) {
    const looking *work = context;
    const hop_sieve *sieve = work->sieve;
    scratch *s = &work->scratch[worker];
    hop_coarse states[BLOCK] = {{0}};
    hop_candidates listed[BLOCK] = {{0}};
    bool skip[BLOCK];
    size_t begin = index % work->blocks * BLOCK, left = work->rows.count - begin;
    size_t block = left < BLOCK ? left : BLOCK, stride = hop_digits_stride(sieve->dim);
    size_t at = index / work->blocks, first = sieve->count * at / work->parts;
    size_t end = sieve->count * (at + 1) / work->parts;
    size_t places = work->look.places;
    signed char *digits = hop_align(s->digits);
    for (size_t i = 0; i < block; i++) {
        const double *state = work->states + work->rows.index[begin + i] * sieve->dim;
        listed[i].full = !hop_sieve_is_moderate(sieve, state); /* nothing is known of it */
        skip[i] = listed[i].full ||
                  (work->peaks && !work->found[(begin + i) * work->parts + at].listed.full);
        if (!listed[i].full)
            hop_sieve_write(sieve, state, places, digits + i * places * stride, &states[i]);
        if (work->peaks) states[i].peak = work->peaks[begin + i];
        listed[i].patterns = s->patterns + i * work->room;
        listed[i].bounds = s->bounds + i * work->room;
        listed[i].outside = -INFINITY;
    }
    for (bool any = true; any && first < end; first += work->tile) {
        size_t count = end - first < work->tile ? end - first : work->tile;
        any = look_at_tile(work, s, block, first, count, states, skip, listed);
    }
    for (size_t i = 0; i < block && work->failures[index] == HOP_OK; i++)
        if (!work->peaks || !skip[i])
            work->failures[index] = keep(work, &listed[i], states[i].peak,
                                         &work->found[(begin + i) * work->parts + at]);
}

/* ---- other ranks: first how much was found, then what ---- */

typedef void visit_part(part *found, hop_ranks_take *give, void *to);

static void tell_size(part *found, hop_ranks_take *give, void *to) {
    give(to, &found->peak, sizeof found->peak);
    give(to, &found->listed.count, sizeof found->listed.count);
    give(to, &found->listed.full, sizeof found->listed.full);
    give(to, &found->listed.outside, sizeof found->listed.outside);
}

static void tell_list(part *found, hop_ranks_take *give, void *to) {
    give(to, found->listed.patterns, found->listed.count * sizeof *found->listed.patterns);
    give(to, found->listed.bounds, found->listed.count * sizeof *found->listed.bounds);
}

static void visit_parts(looking *work, size_t index, visit_part *visit, hop_ranks_take *give,
                        void *to) {
    size_t begin = index % work->blocks * BLOCK, left = work->rows.count - begin;
    for (size_t i = 0; i < (left < BLOCK ? left : BLOCK); i++)
        visit(&work->found[(begin + i) * work->parts + index / work->blocks], give, to);
}

static void sizes_written(void *context, size_t index, hop_ranks_take *give, void *to) {
    looking *work = context;
    give(to, &work->failures[index], sizeof *work->failures);
    visit_parts(work, index, tell_size, give, to);
}

static void lists_written(void *context, size_t index, hop_ranks_take *give, void *to) {
    visit_parts(context, index, tell_list, give, to);
}

/* Room for what other ranks have found. */
static hop_status make_room(looking *work) {
    for (size_t k = 0; k < work->rows.count * work->parts; k++) {
        hop_candidates *c = &work->found[k].listed;
        if (!c->patterns && !c->full) HOP_TRY(hop_candidates_create(c->count, c));
    }
    return HOP_OK;
}

static hop_status first_failure(const hop_status *failures, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (failures[i] != HOP_OK)
            return hop_fail(failures[i], "no memory for the patterns that matter to a query");
    return HOP_OK;
}

static float peak_of(const looking *work, size_t row) {
    float peak = -INFINITY;
    for (size_t p = 0; p < work->parts; p++)
        peak = larger(peak, work->found[row * work->parts + p].peak);
    return peak;
}

/* Parts that are full for a state whose peak is in another. */
static bool may_be_thinned(const looking *work, const float *peaks) {
    for (size_t k = 0; k < work->rows.count * work->parts; k++)
        if (work->found[k].listed.full && work->found[k].peak < peaks[k / work->parts]) return true;
    return false;
}

static hop_status look_everywhere(looking *work, size_t tasks, size_t workers) {
    const hop_ranks_loop look = {work, look_at_part, sizes_written};
    const hop_ranks_loop lists = {work, NULL, lists_written};
    float *peaks = NULL;
    hop_ranks_run(tasks, workers, &look);
    HOP_TRY(first_failure(work->failures, tasks));
    HOP_TRY(hop_alloc(work->rows.count, sizeof *peaks, "peaks", &peaks));
    for (size_t row = 0; row < work->rows.count; row++) peaks[row] = peak_of(work, row);
    if (may_be_thinned(work, peaks)) {
        work->peaks = peaks;
        hop_ranks_run(tasks, workers, &look);
        work->peaks = NULL;
    }
    free(peaks);
    HOP_TRY(first_failure(work->failures, tasks));
    HOP_TRY(make_room(work));
    hop_ranks_run(tasks, workers, &lists);
    return HOP_OK;
}

/* ---- all parts ---- */

/* The lists of one state's parts become one. */
static void join_row(void *context, size_t row, size_t worker) {
    (void)worker;
    const looking *work = context;
    part *parts = work->found + row * work->parts;
    hop_shortlist *list = &work->lists[row];
    size_t most = 0;
    bool full = false;
    float least = least_of(work, peak_of(work, row)), outside = -INFINITY;
    for (size_t p = 0; p < work->parts; p++) {
        full = full || parts[p].listed.full;
        hop_candidates_thin_out(&parts[p].listed, least);
        outside = larger(outside, parts[p].listed.outside);
        most += parts[p].listed.count;
    }
    free(list->patterns);
    *list = (hop_shortlist){.full = full || most > work->look.most, .outside = (double)outside};
    if (list->full) return;
    work->failures[row] =
        hop_alloc(most, sizeof *list->patterns, "a list of patterns", &list->patterns);
    for (size_t p = 0; p < work->parts && work->failures[row] == HOP_OK; p++) {
        const hop_candidates *from = &parts[p].listed;
        memcpy(list->patterns + list->count, from->patterns, from->count * sizeof *from->patterns);
        list->count += from->count;
    }
}

static hop_status scratch_create(const looking *work, scratch *s) {
    size_t stride = hop_digits_stride(work->sieve->dim), tile = work->tile, room = work->room;
    size_t vectors = BLOCK * work->look.places;
    HOP_TRY(hop_alloc(vectors * stride + HOP_LINE, 1, "states in digits", &s->digits));
    HOP_TRY(hop_alloc(tile, vectors * sizeof *s->products, "products", &s->products));
    HOP_TRY(hop_alloc(tile, sizeof *s->upper, "bounds", &s->upper));
    HOP_TRY(hop_alloc(tile, sizeof *s->lower, "bounds", &s->lower));
    HOP_TRY(hop_alloc(room, BLOCK * sizeof *s->patterns, "candidates", &s->patterns));
    return hop_alloc(room, BLOCK * sizeof *s->bounds, "candidates", &s->bounds);
}

static void looking_clear(looking *work, size_t workers) {
    for (size_t i = 0; work->scratch && i < workers; i++) {
        free(work->scratch[i].digits);
        free(work->scratch[i].products);
        free(work->scratch[i].upper);
        free(work->scratch[i].lower);
        free(work->scratch[i].patterns);
        free(work->scratch[i].bounds);
    }
    for (size_t i = 0; work->found && i < work->rows.count * work->parts; i++) {
        free(work->found[i].listed.patterns);
        free(work->found[i].listed.bounds);
    }
    free(work->scratch);
    free(work->found);
    free(work->failures);
}

static size_t tile_of(size_t dim) {
    size_t tile = TILE_BYTES / dim;
    if (tile < TILE_LEAST) return TILE_LEAST;
    return tile < TILE_MOST ? tile : TILE_MOST;
}

static size_t parts_of(size_t blocks, size_t count) {
    size_t parts = TASKS / blocks, worth = count / PART_LEAST;
    if (parts > worth) parts = worth;
    if (parts < count / PART_MOST) parts = count / PART_MOST;
    return parts > 1 ? parts : 1;
}

static hop_status scan(const hop_sieve *sieve, hop_look look, hop_rows rows, const double *states,
                       hop_shortlist *lists) {
    looking work = {sieve, look, rows, states, lists, .tile = tile_of(sieve->dim)};
    if (rows.count == 0) return HOP_OK;
    work.blocks = (rows.count + BLOCK - 1) / BLOCK;
    work.parts = parts_of(work.blocks, sieve->count);
    work.room = hop_candidates_room(look.most);
    size_t tasks = work.blocks * work.parts, most = tasks > rows.count ? tasks : rows.count;
    size_t workers = look.threads < tasks ? look.threads : tasks;
    hop_status status = hop_alloc(workers, sizeof *work.scratch, "scratch", &work.scratch);
    if (status == HOP_OK)
        status = hop_alloc(most, sizeof *work.failures, "results", &work.failures);
    if (status == HOP_OK)
        status = hop_alloc(rows.count, work.parts * sizeof *work.found, "lists", &work.found);
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = scratch_create(&work, &work.scratch[i]);
    if (status == HOP_OK) status = look_everywhere(&work, tasks, workers);
    if (status == HOP_OK) {
        hop_parallel_run(rows.count, workers, join_row, &work);
        status = first_failure(work.failures, rows.count);
    }
    looking_clear(&work, workers);
    return status;
}

/* What the index left. */
static hop_status scan_rest(const hop_sieve *sieve, hop_look look, hop_rows rows,
                            const double *states, const size_t *places, size_t count,
                            hop_shortlist *lists) {
    size_t *index = NULL;
    hop_shortlist *found = NULL;
    hop_status status = hop_alloc(count, sizeof *index, "an index", &index);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *found, "lists", &found);
    for (size_t k = 0; k < count && status == HOP_OK; k++) index[k] = rows.index[places[k]];
    if (status == HOP_OK) status = scan(sieve, look, (hop_rows){index, count}, states, found);
    for (size_t k = 0; k < count && status == HOP_OK; k++) {
        free(lists[places[k]].patterns);
        lists[places[k]] = found[k];
        found[k].patterns = NULL;
    }
    if (found) hop_sieve_clear_lists(found, count);
    free(found);
    free(index);
    return status;
}

hop_status hop_sieve_look(const hop_sieve *sieve, hop_look look, hop_rows rows,
                          const double *states, hop_shortlist *lists) {
    size_t *places = NULL, left = 0;
    if (!sieve->index || rows.count == 0) return scan(sieve, look, rows, states, lists);
    HOP_TRY(hop_alloc(rows.count, sizeof *places, "an index", &places));
    hop_status status = hop_index_look(sieve, look, rows, states, lists, places, &left, NULL);
    if (status == HOP_OK && left > 0)
        status = scan_rest(sieve, look, rows, states, places, left, lists);
    free(places);
    return status;
}
