/* Products by AVX-512: twelve rows of one side times a panel of the other, in registers.
 * SPDX-License-Identifier: MIT */
#include "panels.h"

#include "blas.h"
#include "simd.h"

bool hop_panels_are_taken(void) {
    return hop_panels_run_here() && !hop_blas_is_chosen();
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define TARGET __attribute__((target("avx512f")))
#define INLINE static inline __attribute__((always_inline))

/* Rows at a time, at most: 24 of the 32 registers hold sums. */
enum { LANES = 16, ROWS = 12 };

/* Terms of a sum of products of states with keys, at most. */
enum { DEPTH = 256 };

bool hop_panels_run_here(void) {
    return __builtin_cpu_supports("avx512f") != 0;
}

static size_t panels_of(size_t columns) {
    return (columns + HOP_PANEL - 1) / HOP_PANEL;
}

/* A load that goes across two lines of the cache costs two. */
static float *aligned(const float *floats) {
    return (float *)(((uintptr_t)floats + 63) & ~(uintptr_t)63);
}

size_t hop_panels_packed(size_t states, size_t dim) {
    return panels_of(states) * HOP_PANEL * dim + LANES;
}

size_t hop_panels_room(size_t rows, size_t columns) {
    return rows * panels_of(columns) * HOP_PANEL + LANES;
}

/* to [columns x rows] = from [rows x columns], turned; rows of both lie apart. */
static void turn(const float *from, size_t from_apart, size_t rows, size_t columns, float *to,
                 size_t to_apart) {
    const size_t whole = rows - rows % 4, across = columns - columns % 4;
    for (size_t i = 0; i < across; i += 4)
        for (size_t r = 0; r < whole; r += 4) {
            const float *at = from + r * from_apart + i;
            __m128 a = _mm_loadu_ps(at), b = _mm_loadu_ps(at + from_apart),
                   c = _mm_loadu_ps(at + 2 * from_apart), d = _mm_loadu_ps(at + 3 * from_apart);
            _MM_TRANSPOSE4_PS(a, b, c, d);
            float *out = to + i * to_apart + r;
            _mm_storeu_ps(out, a);
            _mm_storeu_ps(out + to_apart, b);
            _mm_storeu_ps(out + 2 * to_apart, c);
            _mm_storeu_ps(out + 3 * to_apart, d);
        }
    for (size_t r = 0; r < rows; r++)
        for (size_t i = r < whole ? across : 0; i < columns; i++)
            to[i * to_apart + r] = from[r * from_apart + i];
}

void hop_panels_pack(const float *states, size_t count, size_t dim, float *packed) {
    packed = aligned(packed);
    for (size_t i = 0; i < count; i += HOP_PANEL) {
        const size_t some = count - i < HOP_PANEL ? count - i : HOP_PANEL;
        if (some < HOP_PANEL) memset(packed + i * dim, 0, HOP_PANEL * dim * sizeof *packed);
        turn(states + i * dim, dim, some, dim, packed + i * dim, HOP_PANEL);
    }
}

/* A product of some rows with a panel. */
typedef struct product {
    const float *a; /* [rows x depth], `apart` numbers from row to row */
    size_t apart, depth;
    const float *panel;             /* [depth x HOP_PANEL] */
    size_t columns;                 /* that are not nothing */
    float *sums;                    /* [rows x HOP_PANEL] */
    bool first;                     /* of what is to be added up there */
    const hop_panels_mixing *ahead; /* or NULL: what rows will be added to, from a column on, */
    size_t column;                  /* is asked for */
} product;

/* Of rows from `from` on; how many, and how many registers a row takes, the compiler must know. */
TARGET INLINE void add(const product *p, size_t from, size_t rows, size_t wide) {
    const float *a = p->a + from * p->apart;
    float *sums = p->sums + from * HOP_PANEL;
    __m512 made[ROWS][2];
    for (size_t r = 0; r < rows; r++)
        for (size_t v = 0; v < wide; v++) made[r][v] = _mm512_setzero_ps();
    for (size_t k = 0; k < p->depth; k++) {
        const float *at = p->panel + k * HOP_PANEL;
        const __m512 low = _mm512_loadu_ps(at), high = _mm512_loadu_ps(at + (wide - 1) * LANES);
        for (size_t r = 0; r < rows; r++) {
            const __m512 x = _mm512_set1_ps(a[r * p->apart + k]);
            made[r][0] = _mm512_fmadd_ps(x, low, made[r][0]);
            if (wide > 1) made[r][1] = _mm512_fmadd_ps(x, high, made[r][1]);
        }
    }
    for (size_t r = 0; r < rows; r++)
        for (size_t v = 0; v < wide; v++) {
            float *at = sums + r * HOP_PANEL + v * LANES;
            if (!p->first) made[r][v] = _mm512_add_ps(_mm512_loadu_ps(at), made[r][v]);
            _mm512_storeu_ps(at, made[r][v]);
        }
}

TARGET INLINE void add_wide(const product *p, size_t from, size_t rows, size_t wide) {
    switch (rows) {
    case 12: add(p, from, 12, wide); break;
    case 11: add(p, from, 11, wide); break;
    case 10: add(p, from, 10, wide); break;
    case 9: add(p, from, 9, wide); break;
    case 8: add(p, from, 8, wide); break;
    case 7: add(p, from, 7, wide); break;
    case 6: add(p, from, 6, wide); break;
    case 5: add(p, from, 5, wide); break;
    case 4: add(p, from, 4, wide); break;
    case 3: add(p, from, 3, wide); break;
    case 2: add(p, from, 2, wide); break;
    default: add(p, from, 1, wide); break;
    }
}

/* Columns of the last half panel that are nothing are left out. */
TARGET INLINE void add_some(const product *p, size_t from, size_t rows, size_t columns) {
    if (columns > LANES)
        add_wide(p, from, rows, 2);
    else
        add_wide(p, from, rows, 1);
}

static double *row_of(const hop_panels_mixing *m, size_t row) {
    return m->mixed + (m->index ? m->index[row] : row) * m->dim;
}

static void fetch(const product *p, size_t from, size_t rows) {
    enum { LINE = 8 };
    for (size_t r = from; p->ahead && r < from + rows; r++)
        for (size_t i = 0; i < HOP_PANEL; i += LINE)
            _mm_prefetch(row_of(p->ahead, r) + p->column + i, _MM_HINT_T1);
}

TARGET static void add_all(const product *p, size_t rows) {
    for (size_t from = 0; from < rows; from += ROWS) {
        const size_t some = rows - from < ROWS ? rows - from : ROWS;
        fetch(p, from, some);
        add_some(p, from, some, p->columns);
    }
}

/* Some rows are multiplied with every panel while they are in the first-level cache, in which all
 * panels are not; their sums are in room, a panel's after another's. */
TARGET static void compare_rows(product p, size_t from, size_t rows, size_t states,
                                size_t panel_size, size_t sums_size) {
    for (size_t i = 0; i < states; i += HOP_PANEL) {
        add_some(&p, from, rows, states - i);
        p.panel += panel_size;
        p.sums += sums_size;
    }
}

void hop_panels_compare(const float *packed, size_t states, const float *keys, size_t count,
                        size_t dim, float *room, float *tile) {
    const size_t most = (dim + DEPTH - 1) / DEPTH, even = (dim + most - 1) / most;
    product p = {.apart = dim, .sums = aligned(room)};
    for (size_t k = 0; k < dim; k += even) {
        p.a = keys + k;
        p.depth = dim - k < even ? dim - k : even;
        p.panel = aligned(packed) + k * HOP_PANEL;
        p.first = k == 0;
        for (size_t from = 0; from < count; from += ROWS)
            compare_rows(p, from, count - from < ROWS ? count - from : ROWS, states,
                         HOP_PANEL * dim, HOP_PANEL * count);
    }
    for (size_t i = 0; i < states; i += HOP_PANEL)
        turn(p.sums + i * count, HOP_PANEL, count, states - i < HOP_PANEL ? states - i : HOP_PANEL,
             tile + i * count, count);
}

static __mmask16 mask_of(size_t columns) {
    return columns < LANES ? (__mmask16)((1u << columns) - 1) : (__mmask16)0xFFFF;
}

/* panel [depth x HOP_PANEL] = some columns of keys, whose rows lie apart, and zeros.  The next
 * columns are asked for: nobody else sees where they will be read. */
TARGET static void take(const float *keys, size_t apart, size_t depth, size_t columns,
                        float *panel) {
    const __mmask16 low = mask_of(columns), high = mask_of(columns > LANES ? columns - LANES : 0);
    for (size_t k = 0; k < depth; k++) {
        const float *at = keys + k * apart;
        float *to = panel + k * HOP_PANEL;
        _mm512_store_ps(to, _mm512_maskz_loadu_ps(low, at));
        _mm512_store_ps(to + LANES, _mm512_maskz_loadu_ps(high, at + LANES));
        _mm_prefetch(at + HOP_PANEL, _MM_HINT_T1);
        _mm_prefetch(at + HOP_PANEL + LANES, _MM_HINT_T1);
    }
}

/* Adds columns from j on, which are in room, to rows of `mixed`. */
HOP_CLONES
static void to_double(const hop_panels_mixing *m, const float *room, size_t j, size_t columns) {
    for (size_t r = 0; r < m->rows; r++) {
        double *mixed = row_of(m, r) + j;
        const float *made = room + r * HOP_PANEL;
        for (size_t i = 0; i < columns; i++) mixed[i] += (double)made[i];
    }
}

void hop_panels_mix(const hop_panels_mixing *m) {
    _Alignas(64) float panel[HOP_STRIPE * HOP_PANEL];
    float *room = aligned(m->room);
    for (size_t j = 0; j < m->dim; j += HOP_PANEL) {
        product p = {.apart = m->apart, .panel = panel, .sums = room};
        p.columns = m->dim - j < HOP_PANEL ? m->dim - j : HOP_PANEL;
        for (size_t from = 0; from < m->count; from += HOP_STRIPE) {
            p.a = m->weights + from;
            p.depth = m->count - from < HOP_STRIPE ? m->count - from : HOP_STRIPE;
            p.first = from == 0;
            p.ahead = from == 0 ? m : NULL;
            p.column = j;
            take(m->keys + from * m->dim + j, m->dim, p.depth, p.columns, panel);
            add_all(&p, m->rows);
        }
        to_double(m, room, j, p.columns);
    }
}

#else

bool hop_panels_run_here(void) {
    return false;
}

size_t hop_panels_packed(size_t states, size_t dim) {
    (void)states, (void)dim;
    return 0;
}

size_t hop_panels_room(size_t rows, size_t columns) {
    (void)rows, (void)columns;
    return 0;
}

void hop_panels_pack(const float *states, size_t count, size_t dim, float *packed) {
    (void)states, (void)count, (void)dim, (void)packed;
}

void hop_panels_compare(const float *packed, size_t states, const float *keys, size_t count,
                        size_t dim, float *room, float *tile) {
    (void)packed, (void)states, (void)keys, (void)count, (void)dim, (void)room, (void)tile;
}

void hop_panels_mix(const hop_panels_mixing *mixing) {
    (void)mixing;
}

#endif
