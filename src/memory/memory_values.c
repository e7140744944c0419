/* The numbers of a memory: between units and the dtype they are kept in, checked, read, measured.
 * SPDX-License-Identifier: MIT */
#include <hopfield/memory.h>

#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/simd.h"
#include "../base/text.h"
#include "memory_private.h"

/* A u8 value of this is 1, white. */
static const double WHITE = 255;

static bool is_allowed(const hop_memory *memory, double value) {
    if (memory->role == HOP_MATRIX && !isfinite(value)) return memory->dtype != HOP_U8;
    if (isnan(value)) return memory->role == HOP_QUERIES;
    switch (memory->dtype) {
    case HOP_U8: return value >= 0 && value <= 1;
    case HOP_F32: return fabs(value) <= FLT_MAX;
    case HOP_F64: return fabs(value) <= DBL_MAX;
    }
    return false;
}

static hop_status refuse(const hop_memory *memory, double value, size_t pattern, size_t position) {
    char number[32];
    hop_text_number(value, number);
    const char *wanted = memory->role == HOP_QUERIES ? "finite, or nan for unknown" : "finite";
    if (isfinite(value))
        wanted = memory->dtype == HOP_U8 ? "0 to 1 in u8; use --dtype f32" : "within f32; use f64";
    return hop_fail(HOP_E_VALUE, "pattern %zu, position %zu: the value is %s, it must be %s",
                    pattern, position, number, wanted);
}

hop_status hop_memory_check(const hop_memory *memory, const double *rows, size_t count,
                            size_t first) {
    for (size_t i = 0; i < count * memory->dim; i++)
        if (!is_allowed(memory, rows[i]))
            return refuse(memory, rows[i], first + i / memory->dim, i % memory->dim);
    return HOP_OK;
}

/* Whether any of `count` floats is infinite or NAN: all bits of the exponent are set.  Without a
 * branch in the loop the compiler makes vectors of it. */
static bool any_special_float(const unsigned char *bytes, size_t count) {
    const uint32_t exponent = 0x7f800000;
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, bytes + i * sizeof bits, sizeof bits);
        found |= (bits & exponent) == exponent;
    }
    return found;
}

static bool any_special_double(const unsigned char *bytes, size_t count) {
    const uint64_t exponent = 0x7ff0000000000000;
    uint64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, bytes + i * sizeof bits, sizeof bits);
        found |= (bits & exponent) == exponent;
    }
    return found;
}

static double number_at(hop_dtype dtype, const unsigned char *bytes, size_t index) {
    float single = 0;
    double number = 0;
    switch (dtype) {
    case HOP_U8: return bytes[index] / WHITE;
    case HOP_F32: memcpy(&single, bytes + index * sizeof single, sizeof single); return single;
    case HOP_F64: memcpy(&number, bytes + index * sizeof number, sizeof number); return number;
    }
    return number;
}

hop_status hop_memory_check_raw(const hop_memory *memory, const void *rows, size_t count,
                                size_t first) {
    const size_t numbers = count * memory->dim;
    if (memory->dtype == HOP_U8) return HOP_OK;
    if (memory->dtype == HOP_F32 && !any_special_float(rows, numbers)) return HOP_OK;
    if (memory->dtype == HOP_F64 && !any_special_double(rows, numbers)) return HOP_OK;
    for (size_t i = 0; i < numbers; i++) {
        double value = number_at(memory->dtype, rows, i);
        if (!is_allowed(memory, value))
            return refuse(memory, value, first + i / memory->dim, i % memory->dim);
    }
    return HOP_OK;
}

void hop_memory_store(hop_dtype dtype, const double *numbers, size_t count, void *to) {
    unsigned char *bytes = to;
    float *singles = to;
    switch (dtype) {
    case HOP_U8:
        for (size_t i = 0; i < count; i++) bytes[i] = (unsigned char)(numbers[i] * WHITE + 0.5);
        return;
    case HOP_F32:
        for (size_t i = 0; i < count; i++) singles[i] = (float)numbers[i];
        return;
    case HOP_F64: memcpy(to, numbers, count * sizeof *numbers); return;
    }
}

HOP_CLONES static void widen_bytes(const unsigned char *bytes, size_t count, float *out) {
    const float white = (float)WHITE;
    for (size_t i = 0; i < count; i++) out[i] = bytes[i] / white;
}

HOP_CLONES static void widen_bytes_double(const unsigned char *bytes, size_t count, double *out) {
    for (size_t i = 0; i < count; i++) out[i] = bytes[i] / WHITE;
}

/* The first byte of pattern `first`. */
static const void *row_at(const hop_memory *memory, size_t first) {
    const unsigned char *data = memory->data;
    return data ? data + first * memory->dim * hop_dtype_size(memory->dtype) : NULL;
}

/* `numbers` of them in units, from the one at `start` on. */
static void unpack(const hop_memory *memory, size_t start, size_t numbers, double *out) {
    if (numbers == 0) return;
    const unsigned char *bytes = memory->data;
    const void *from = bytes + start * hop_dtype_size(memory->dtype);
    const float *singles = from;
    bytes = from;
    switch (memory->dtype) {
    case HOP_U8: widen_bytes_double(bytes, numbers, out); return;
    case HOP_F32:
        for (size_t i = 0; i < numbers; i++) out[i] = (double)singles[i];
        return;
    case HOP_F64: memcpy(out, from, numbers * sizeof *out); return;
    }
}

void hop_memory_read(const hop_memory *memory, size_t first, size_t count, double *out) {
    assert(first <= memory->count && count <= memory->count - first);
    unpack(memory, first * memory->dim, count * memory->dim, out);
}

void hop_memory_read_part(const hop_memory *memory, size_t index, size_t from, size_t count,
                          double *out) {
    assert(index < memory->count && from <= memory->dim && count <= memory->dim - from);
    unpack(memory, index * memory->dim + from, count, out);
}

void hop_memory_read_float(const hop_memory *memory, size_t first, size_t count, float *out) {
    assert(first <= memory->count && count <= memory->count - first);
    const void *rows = row_at(memory, first);
    const unsigned char *bytes = rows;
    const double *doubles = rows;
    const size_t numbers = count * memory->dim;
    if (numbers == 0) return;
    switch (memory->dtype) {
    case HOP_U8: widen_bytes(bytes, numbers, out); return;
    case HOP_F32: memcpy(out, rows, numbers * sizeof *out); return;
    case HOP_F64:
        for (size_t i = 0; i < numbers; i++) out[i] = (float)doubles[i];
        return;
    }
}

/* Of bytes, by many at once. */
HOP_CLONES static void range_of_bytes(const unsigned char *bytes, size_t count, double *low,
                                      double *high) {
    unsigned char least = UINT8_MAX, most = 0;
    for (size_t i = 0; i < count; i++) {
        least = bytes[i] < least ? bytes[i] : least;
        most = bytes[i] > most ? bytes[i] : most;
    }
    *low = least / WHITE;
    *high = most / WHITE;
}

static void range_of_values(const hop_memory *memory, double *low, double *high) {
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < memory->count * memory->dim; i++) {
        /* Comparisons with an unknown value are false: it is passed over. */
        double value = number_at(memory->dtype, memory->data, i);
        if (value < least) least = value;
        if (value > most) most = value;
    }
    *low = least <= most ? least : 0;
    *high = least <= most ? most : 0;
}

/* A blob of two numbers. */
static const char RANGE[] = "range-1";

void hop_memory_range(const hop_memory *memory, double *low, double *high) {
    size_t size = 0;
    const double *kept = hop_memory_blob(memory, RANGE, &size);
    *low = *high = 0;
    if (kept && size == 2 * sizeof *kept)
        *low = kept[0], *high = kept[1];
    else if (memory->count == 0)
        return;
    else if (memory->dtype == HOP_U8)
        range_of_bytes(memory->data, memory->count * memory->dim, low, high);
    else
        range_of_values(memory, low, high);
}

hop_status hop_memory_keep_range(hop_memory *memory) {
    double range[2];
    hop_memory_range(memory, &range[0], &range[1]);
    return hop_memory_set_blob(memory, RANGE, range, sizeof range);
}
