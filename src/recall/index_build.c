/* Building an index: k-means by levels, a node by a worker, in exact integers.
 *
 * An axis is written in digits (digits.h) and is what these stand for, so that its products with
 * bytes are exact, and the same on every processor.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/spill.h"
#include "index_private.h"

enum {
    BRANCHES = 16, /* of a node, at most */
    LEAF = 128,    /* patterns at most; small nodes have branches of half as many */
    TURNS = 4,     /* of k-means */
    TILE = 128,    /* patterns compared at a time */
    CENTRE_PLACES = 1,
    AXIS_PLACES = HOP_DIGITS_PLACES,
    NODES_A_TURN = 4096, /* between two reports of progress */
};

/* Keys that means are taken of: floats at most, patterns at most and at least. */
enum { SAMPLE_FLOATS = 1 << 22, SAMPLE_MOST = 1024, SAMPLE_LEAST = 64 };

typedef struct scratch {
    float *keys;            /* [sample x dim] */
    double *sums;           /* [BRANCHES x dim] */
    double *vector;         /* [dim] */
    signed char *digits;    /* [BRANCHES or AXIS_PLACES x stride], from hop_align() on */
    unsigned char *tile;    /* [TILE x dim] */
    int32_t *products;      /* [BRANCHES x TILE] */
    unsigned char *nearest; /* [SAMPLE_MOST] */
    size_t branches;        /* of the node at hand */
    double half[BRANCHES], unit[BRANCHES], sum[BRANCHES]; /* of centres: |c|^2 / 2, ... */
} scratch;

typedef struct building {
    const hop_sieve *sieve;
    size_t sample, stride;
    hop_index_node *nodes;
    float *axes;
    size_t count, room;          /* nodes */
    size_t first;                /* node of the tasks at hand */
    uint32_t *order, *other;     /* [patterns] */
    float *along, *across;       /* [patterns], by order */
    unsigned char *branch;       /* [patterns], by order */
    uint32_t (*sizes)[BRANCHES]; /* [NODES_A_TURN] */
    bool *unsound;               /* [NODES_A_TURN] */
    scratch *scratch;            /* [workers] */
} building;

double hop_index_along(const hop_sieve *sieve, size_t pattern, double product, double sum,
                       double *terms) {
    double inner = (double)sieve->gain[pattern] * product;
    double outer = (double)sieve->offset[pattern] * sum;
    *terms = fabs(inner) + fabs(outer);
    return inner + outer;
}

double hop_index_across(const hop_sieve *sieve, size_t pattern, double along, double terms) {
    double square = (double)sieve->norm[pattern] * (double)sieve->norm[pattern];
    return sqrt(fmax(square - along * along, 0) + 1e-12 * square) + 64 * DBL_EPSILON * terms;
}

/* ---- one node ---- */

static void gather(const building *work, const uint32_t *order, size_t count, unsigned char *tile) {
    size_t dim = work->sieve->dim;
    for (size_t i = 0; i < count; i++)
        memcpy(tile + i * dim, work->sieve->bytes + order[i] * dim, dim);
}

static void read_key(const hop_sieve *sieve, size_t pattern, float *key) {
    const unsigned char *row = sieve->bytes + pattern * sieve->dim;
    float gain = sieve->gain[pattern], offset = sieve->offset[pattern];
    for (size_t j = 0; j < sieve->dim; j++) key[j] = gain * row[j] + offset;
}

/* Patterns of the node that stand for it, as keys; says how many. */
static size_t take_sample(const building *work, const hop_index_node *node, scratch *s) {
    size_t count = node->count < work->sample ? node->count : work->sample;
    for (size_t i = 0; i < count; i++)
        read_key(work->sieve, work->order[node->first + i * node->count / count],
                 s->keys + i * work->sieve->dim);
    return count;
}

/* Sums of sampled keys of each branch, and how many there are. */
static void add_up(const building *work, scratch *s, size_t sample, size_t branches,
                   size_t *members) {
    size_t dim = work->sieve->dim;
    memset(s->sums, 0, branches * dim * sizeof *s->sums);
    memset(members, 0, branches * sizeof *members);
    for (size_t i = 0; i < sample; i++) {
        double *sum = s->sums + s->nearest[i] * dim;
        const float *key = s->keys + i * dim;
        members[s->nearest[i]]++;
        for (size_t j = 0; j < dim; j++) sum[j] += (double)key[j];
    }
}

/* The mean of `members` keys as centre k; one without members stays. */
static void place_centre(const building *work, scratch *s, size_t k, size_t members) {
    size_t dim = work->sieve->dim;
    signed char *digits = (signed char *)hop_align(s->digits) + k * CENTRE_PLACES * work->stride;
    if (members == 0) return;
    for (size_t j = 0; j < dim; j++) s->vector[j] = s->sums[k * dim + j] / (double)members;
    s->unit[k] = hop_digits_write(s->vector, dim, CENTRE_PLACES, digits);
    s->sum[k] = hop_digits_sum(digits, dim, CENTRE_PLACES, s->unit[k]);
    s->half[k] = 0;
    for (size_t j = 0; j < dim; j++) {
        double value = hop_digits_value(digits, dim, CENTRE_PLACES, s->unit[k], j);
        s->half[k] += value * value / 2;
    }
}

/* The nearest centre of patterns order [count], count <= TILE. */
static void find_nearest(const building *work, scratch *s, const uint32_t *order, size_t count,
                         unsigned char *nearest) {
    const hop_sieve *sieve = work->sieve;
    gather(work, order, count, s->tile);
    hop_digits_products(s->tile, count, sieve->dim, hop_align(s->digits),
                        s->branches * CENTRE_PLACES, s->products);
    for (size_t i = 0; i < count; i++) {
        double best = -INFINITY;
        for (size_t k = 0; k < s->branches; k++) {
            double product = s->unit[k] * s->products[k * count + i];
            double near = (double)sieve->gain[order[i]] * product +
                          (double)sieve->offset[order[i]] * s->sum[k] - s->half[k];
            if (near > best) best = near, nearest[i] = (unsigned char)k;
        }
    }
}

static void find_centres(const building *work, scratch *s, const hop_index_node *node,
                         size_t sample) {
    size_t members[BRANCHES];
    uint32_t order[SAMPLE_MOST];
    for (size_t i = 0; i < sample; i++) {
        order[i] = work->order[node->first + i * node->count / sample];
        s->nearest[i] = (unsigned char)(i * s->branches / sample);
    }
    /* They begin as single patterns. */
    for (size_t k = 0; k < s->branches; k++) {
        const float *key = s->keys + k * sample / s->branches * work->sieve->dim;
        for (size_t j = 0; j < work->sieve->dim; j++)
            s->sums[k * work->sieve->dim + j] = (double)key[j];
        place_centre(work, s, k, 1);
    }
    for (size_t turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < sample; i += TILE)
            find_nearest(work, s, order + i, sample - i < TILE ? sample - i : TILE, s->nearest + i);
        add_up(work, s, sample, s->branches, members);
        for (size_t k = 0; k < s->branches; k++) place_centre(work, s, k, members[k]);
    }
}

/* Patterns of a node by branches, in order; where all would go one way they are dealt out. */
static void sort(const building *work, const hop_index_node *node, uint32_t *sizes) {
    unsigned char *branch = work->branch + node->first;
    uint32_t *order = work->order + node->first, *other = work->other + node->first;
    uint32_t at[BRANCHES] = {0};
    memset(sizes, 0, BRANCHES * sizeof *sizes);
    for (size_t i = 0; i < node->count; i++) sizes[branch[i]]++;
    for (size_t k = 0; k < BRANCHES; k++)
        if (sizes[k] == node->count) {
            memset(sizes, 0, BRANCHES * sizeof *sizes);
            for (size_t i = 0; i < node->count; i++)
                sizes[branch[i] = (unsigned char)(i * BRANCHES / node->count)]++;
            break;
        }
    for (size_t k = 1; k < BRANCHES; k++) at[k] = at[k - 1] + sizes[k - 1];
    for (size_t i = 0; i < node->count; i++) other[at[branch[i]]++] = order[i];
    memcpy(order, other, node->count * sizeof *order);
}

/* The axis: the mean of the sample. */
static void find_axis(const building *work, scratch *s, size_t sample, size_t index) {
    size_t dim = work->sieve->dim, all = 0;
    signed char *digits = hop_align(s->digits);
    float *axis = work->axes + index * dim;
    double square = 0;
    memset(s->nearest, 0, sample);
    add_up(work, s, sample, 1, &all);
    for (size_t j = 0; j < dim; j++) square += s->sums[j] * s->sums[j];
    for (size_t j = 0; j < dim; j++)
        s->sums[j] = square > 0 ? s->sums[j] / sqrt(square) : j == 0 ? 1 : 0;
    /* Multiples of a power of two, of 21 bits: floats hold them. */
    double unit = hop_digits_write(s->sums, dim, AXIS_PLACES, digits);
    s->unit[0] = exp2(ceil(log2(unit)));
    for (size_t j = 0; j < dim; j++) s->vector[j] = rint(s->sums[j] / s->unit[0]) * s->unit[0];
    s->unit[0] = hop_digits_write(s->vector, dim, AXIS_PLACES, digits);
    square = 0;
    for (size_t j = 0; j < dim; j++) {
        axis[j] = (float)hop_digits_value(digits, dim, AXIS_PLACES, s->unit[0], j);
        square += (double)axis[j] * (double)axis[j];
    }
    work->nodes[index].scale = 1 / sqrt(square);
    s->sum[0] = hop_digits_sum(digits, dim, AXIS_PLACES, s->unit[0]);
}

static double join(const int32_t *products, size_t count, size_t i) {
    double whole = 0;
    for (size_t k = 0; k < AXIS_PLACES; k++)
        whole = HOP_DIGITS_BASE * whole + products[k * count + i];
    return whole;
}

/* How far the patterns of a node go along its axis and across. */
static void measure(const building *work, scratch *s, size_t index, bool *unsound) {
    const hop_sieve *sieve = work->sieve;
    hop_index_node *node = &work->nodes[index];
    double low = INFINITY, high = -INFINITY, most = 0, bias = -INFINITY;
    for (size_t from = 0; from < node->count; from += TILE) {
        size_t left = node->count - from, count = left < TILE ? left : TILE;
        const uint32_t *order = work->order + node->first + from;
        gather(work, order, count, s->tile);
        hop_digits_products(s->tile, count, sieve->dim, hop_align(s->digits), AXIS_PLACES,
                            s->products);
        for (size_t i = 0; i < count; i++) {
            double terms = 0, product = s->unit[0] * join(s->products, count, i) * node->scale;
            double along =
                hop_index_along(sieve, order[i], product, s->sum[0] * node->scale, &terms);
            double across = hop_index_across(sieve, order[i], along, terms);
            size_t at = node->first + from + i;
            work->along[at] = (float)along;
            work->across[at] = hop_sieve_round_up(across);
            low = fmin(low, along), high = fmax(high, along), most = fmax(most, across);
            bias = fmax(bias, (double)sieve->bias[order[i]]);
            *unsound |= 64 * DBL_EPSILON * terms > HOP_INDEX_SLACK / 8 * sieve->norm[order[i]];
        }
    }
    node->low = (float)low, node->high = (float)high;
    node->across = hop_sieve_round_up(most), node->bias = hop_sieve_round_up(bias);
}

static void split(void *context, size_t task, size_t worker) {
    const building *work = context;
    size_t index = work->first + task;
    const hop_index_node *node = &work->nodes[index];
    scratch *s = &work->scratch[worker];
    uint32_t *sizes = work->sizes[task];
    size_t sample = take_sample(work, node, s);
    find_axis(work, s, sample, index);
    measure(work, s, index, &work->unsound[task]);
    memset(sizes, 0, BRANCHES * sizeof *sizes);
    if (node->count <= LEAF) return;
    s->branches = (2 * node->count + LEAF - 1) / LEAF;
    if (s->branches > BRANCHES) s->branches = BRANCHES;
    find_centres(work, s, node, sample);
    for (size_t from = 0; from < node->count; from += TILE) {
        size_t left = node->count - from, at = node->first + from;
        find_nearest(work, s, work->order + at, left < TILE ? left : TILE, work->branch + at);
    }
    sort(work, node, sizes);
}

/* ---- level by level ---- */

static hop_status make_room(building *work, size_t more) {
    if (work->count + more <= work->room) return HOP_OK;
    work->room = 2 * (work->count + more);
    HOP_TRY(hop_realloc(work->room, sizeof *work->nodes, "an index", &work->nodes));
    return hop_spill_realloc(work->room, work->sieve->dim * sizeof *work->axes, "an index",
                             &work->axes);
}

static hop_status add_children(building *work, size_t tasks) {
    HOP_TRY(make_room(work, tasks * BRANCHES));
    for (size_t task = 0; task < tasks; task++) {
        hop_index_node *node = &work->nodes[work->first + task];
        uint32_t first = node->first;
        node->child = (uint32_t)work->count;
        for (size_t k = 0; k < BRANCHES; k++) {
            uint32_t size = work->sizes[task][k];
            if (size == 0) continue;
            work->nodes[work->count++] = (hop_index_node){.first = first, .count = size};
            first += size;
            node->children++;
        }
    }
    return HOP_OK;
}

/* Progress is told of from this thread: of nodes, as far as they are known. */
static hop_status tell(const building *work, const hop_recall_running *running) {
    if (!running->progress ||
        !running->progress(running->context, "building the index", work->first, work->count))
        return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "interrupted with %zu of %zu clusters split", work->first,
                    work->count);
}

static hop_status split_all(building *work, const hop_recall_running *running, size_t workers,
                            bool *sound) {
    HOP_TRY(make_room(work, 1));
    work->nodes[work->count++] = (hop_index_node){.count = (uint32_t)work->sieve->count};
    for (size_t tasks = 0; work->first < work->count; work->first += tasks) {
        tasks = work->count - work->first;
        if (tasks > NODES_A_TURN) tasks = NODES_A_TURN;
        HOP_TRY(tell(work, running));
        memset(work->unsound, 0, NODES_A_TURN * sizeof *work->unsound);
        hop_parallel_run(tasks, workers, split, work);
        for (size_t task = 0; task < tasks; task++)
            if (work->unsound[task]) *sound = false;
        if (!*sound) return HOP_OK;
        HOP_TRY(add_children(work, tasks));
    }
    return HOP_OK;
}

static hop_status keep(const building *work, hop_memory *memory, const char *name) {
    size_t patterns = work->sieve->count, dim = work->sieve->dim;
    hop_index_head head = {.magic = HOP_INDEX_MAGIC, patterns, dim, work->count};
    unsigned char *blob = NULL;
    hop_index_layout layout = {0};
    if (!hop_index_lay_out(&head, &layout)) return HOP_OK;
    HOP_TRY(hop_spill_alloc(layout.size, 1, "an index", &blob));
    memcpy(blob, &head, sizeof head);
    memcpy(blob + layout.nodes, work->nodes, work->count * sizeof *work->nodes);
    memcpy(blob + layout.axes, work->axes, work->count * dim * sizeof *work->axes);
    memcpy(blob + layout.order, work->order, patterns * sizeof *work->order);
    memcpy(blob + layout.along, work->along, patterns * sizeof *work->along);
    memcpy(blob + layout.across, work->across, patterns * sizeof *work->across);
    hop_status status = hop_memory_set_blob(memory, name, blob, layout.size);
    hop_spill_free(blob);
    return status;
}

static hop_status scratch_create(const building *work, scratch *s) {
    size_t dim = work->sieve->dim;
    HOP_TRY(hop_alloc(work->sample, dim * sizeof *s->keys, "an index", &s->keys));
    HOP_TRY(hop_alloc(BRANCHES, dim * sizeof *s->sums, "an index", &s->sums));
    HOP_TRY(hop_alloc(dim, sizeof *s->vector, "an index", &s->vector));
    HOP_TRY(hop_alloc(BRANCHES * work->stride + HOP_LINE, 1, "an index", &s->digits));
    HOP_TRY(hop_alloc(dim, TILE, "an index", &s->tile));
    HOP_TRY(hop_alloc(BRANCHES, TILE * sizeof *s->products, "an index", &s->products));
    return hop_alloc(SAMPLE_MOST, 1, "an index", &s->nearest);
}

static hop_status building_create(building *work, size_t workers) {
    size_t patterns = work->sieve->count, sample = SAMPLE_FLOATS / work->sieve->dim;
    if (sample > SAMPLE_MOST) sample = SAMPLE_MOST;
    work->sample = sample < SAMPLE_LEAST ? SAMPLE_LEAST : sample;
    work->stride = hop_digits_stride(work->sieve->dim);
    HOP_TRY(hop_spill_alloc(patterns, sizeof *work->order, "an index", &work->order));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *work->other, "an index", &work->other));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *work->along, "an index", &work->along));
    HOP_TRY(hop_spill_alloc(patterns, sizeof *work->across, "an index", &work->across));
    HOP_TRY(hop_spill_alloc(patterns, 1, "an index", &work->branch));
    HOP_TRY(hop_alloc(NODES_A_TURN, sizeof *work->sizes, "an index", &work->sizes));
    HOP_TRY(hop_alloc(NODES_A_TURN, sizeof *work->unsound, "an index", &work->unsound));
    HOP_TRY(hop_alloc(workers, sizeof *work->scratch, "an index", &work->scratch));
    for (size_t i = 0; i < workers; i++) HOP_TRY(scratch_create(work, &work->scratch[i]));
    for (size_t i = 0; i < patterns; i++) work->order[i] = (uint32_t)i;
    return HOP_OK;
}

static void building_clear(building *work, size_t workers) {
    for (size_t i = 0; work->scratch && i < workers; i++) {
        free(work->scratch[i].keys);
        free(work->scratch[i].sums);
        free(work->scratch[i].vector);
        free(work->scratch[i].digits);
        free(work->scratch[i].tile);
        free(work->scratch[i].products);
        free(work->scratch[i].nearest);
    }
    free(work->scratch);
    free(work->nodes);
    hop_spill_free(work->axes);
    hop_spill_free(work->order);
    hop_spill_free(work->other);
    hop_spill_free(work->along);
    hop_spill_free(work->across);
    hop_spill_free(work->branch);
    free(work->sizes);
    free(work->unsound);
}

hop_status hop_index_build(hop_memory *memory, const char *name, const hop_sieve *sieve,
                           const hop_recall_running *running) {
    size_t workers = hop_parallel_threads(running->threads);
    building work = {.sieve = sieve};
    bool sound = true;
    hop_status status = building_create(&work, workers);
    if (status == HOP_OK) status = split_all(&work, running, workers, &sound);
    if (status == HOP_OK && sound) status = keep(&work, memory, name);
    building_clear(&work, workers);
    return status;
}
