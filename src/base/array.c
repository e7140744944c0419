/* Arrays: their sizes checked, their elements as numbers.
 * SPDX-License-Identifier: MIT */
#include "array.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "alloc.h"
#include "fail.h"

static const struct {
    const char *name;
    size_t size;
} ELEMENTS[] = {
#define ELEMENT(code, word, bytes, dtype) [HOP_ELEMENT_##code] = {word, bytes},
    HOP_ELEMENT_LIST(ELEMENT)
#undef ELEMENT
};

size_t hop_element_size(hop_element element) {
    return ELEMENTS[element].size;
}

const char *hop_element_name(hop_element element) {
    return ELEMENTS[element].name;
}

bool hop_array_bytes(const hop_array *array, size_t *bytes) {
    size_t product = hop_element_size(array->element);
    if (array->letters > 0 && !hop_size_multiply(product, array->letters, &product)) return false;
    for (size_t i = 0; i < array->rank; i++)
        if (!hop_size_multiply(product, array->size[i], &product)) return false;
    *bytes = product;
    return true;
}

void hop_array_limit(hop_array *array, size_t most) {
    if (array->rank > 1 && !array->fortran && array->size[0] > most) array->size[0] = most;
}

void hop_array_text(const hop_array *array, char text[HOP_ARRAY_TEXT]) {
    int used = 0;
    for (size_t i = 0; i < array->rank && used < HOP_ARRAY_TEXT - 32; i++)
        used += snprintf(text + used, (size_t)(HOP_ARRAY_TEXT - used), "%s%zu", i ? ", " : "[",
                         array->size[i]);
    snprintf(text + used, (size_t)(HOP_ARRAY_TEXT - used), array->rank > 0 ? "]" : "[]");
}

hop_status hop_array_fits(const char *name, const hop_array *array, size_t size) {
    size_t bytes = 0;
    if (!hop_array_bytes(array, &bytes))
        return hop_fail(HOP_E_FORMAT, "%s: declares more numbers than any file can hold", name);
    size_t there = size > array->offset ? size - array->offset : 0;
    if (bytes == there) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: is %s: it declares %zu bytes of numbers and holds %zu", name,
                    there < bytes ? "truncated" : "longer than it says", bytes, there);
}

/* The bits of an element of `size` bytes. */
static uint64_t bits_of(const unsigned char *data, size_t size, bool big_endian) {
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++) bits = bits << 8 | data[big_endian ? i : size - 1 - i];
    return bits;
}

/* IEEE 754 binary16: one sign bit, five of exponent (bias 15), ten of fraction. */
static double half(uint64_t bits) {
    int exponent = (int)(bits >> 10 & 31);
    double fraction = (double)(bits & 1023), sign = bits >> 15 & 1 ? -1 : 1;
    if (exponent == 31) return fraction > 0 ? NAN : sign * INFINITY;
    if (exponent == 0) return sign * ldexp(fraction, -24);
    return sign * ldexp(1024 + fraction, exponent - 25);
}

static double single(uint64_t bits) {
    uint32_t low = (uint32_t)bits;
    float value;
    memcpy(&value, &low, sizeof value);
    return (double)value;
}

static double whole(uint64_t bits, size_t size) {
    /* size is 1 ... 8, which the analyser cannot know. */
    unsigned unused = (unsigned)(64 - 8 * size) & 63;
    return (double)((int64_t)(bits << unused) >> unused);
}

double hop_element_number(hop_element element, bool big_endian, const unsigned char *data) {
    const size_t size = hop_element_size(element);
    const uint64_t bits = bits_of(data, size, big_endian);
    double value = 0;
    switch (element) {
    case HOP_ELEMENT_U8: return (double)bits / 255;
    case HOP_ELEMENT_BOOL: return bits != 0;
    case HOP_ELEMENT_U16:
    case HOP_ELEMENT_U32:
    case HOP_ELEMENT_U64: return (double)bits;
    case HOP_ELEMENT_I8:
    case HOP_ELEMENT_I16:
    case HOP_ELEMENT_I32:
    case HOP_ELEMENT_I64: return whole(bits, size);
    case HOP_ELEMENT_F16: return half(bits);
    case HOP_ELEMENT_BF16: return single(bits << 16);
    case HOP_ELEMENT_F32: return single(bits);
    case HOP_ELEMENT_F64: memcpy(&value, &bits, sizeof value); return value;
    }
    return value;
}
