/* XXH3, 128 bits.
 * SPDX-License-Identifier: MIT */
#include "checksum.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

/* The library's own choice by processor: the same numbers, fifteen times as fast with AVX-512. */
#if defined __x86_64__ && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#endif

#include "fail.h"

hop_status hop_checksum_create(hop_checksum **checksum) {
    XXH3_state_t *state = XXH3_createState();
    if (!state) return hop_fail(HOP_E_MEMORY, "a checksum could not be made");
    XXH3_128bits_reset(state);
    *checksum = state;
    return HOP_OK;
}

void hop_checksum_add(hop_checksum *checksum, const void *bytes, size_t size) {
    XXH3_128bits_update(checksum, bytes, size);
}

static void print(XXH128_hash_t hash, char text[33]) {
    snprintf(text, 33, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
}

void hop_checksum_finish(hop_checksum *checksum, char text[33]) {
    print(XXH3_128bits_digest(checksum), text);
    XXH3_freeState(checksum);
}

static void keep(XXH128_hash_t hash, unsigned char digest[HOP_DIGEST_BYTES]) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    memcpy(digest, canonical.digest, HOP_DIGEST_BYTES);
}

void hop_checksum_digest(const hop_checksum *checksum, unsigned char digest[HOP_DIGEST_BYTES]) {
    keep(XXH3_128bits_digest(checksum), digest);
}

void hop_checksum_restart(hop_checksum *checksum) {
    XXH3_128bits_reset(checksum);
}

void hop_checksum_free(hop_checksum *checksum) {
    XXH3_freeState(checksum);
}

void hop_digest_of(const void *bytes, size_t size, unsigned char digest[HOP_DIGEST_BYTES]) {
    keep(XXH3_128bits(bytes, size), digest);
}

void hop_checksum_of(const void *bytes, size_t size, char text[33]) {
    print(XXH3_128bits(bytes, size), text);
}
