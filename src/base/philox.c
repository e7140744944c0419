/* Philox4x64-10; the only user of Random123.
 * SPDX-License-Identifier: MIT */
#include "philox.h"

#ifdef HOP_CORE_ONLY

__extension__ typedef unsigned __int128 wide;

/* Multipliers and Weyl increments of Salmon et al. 2011, table 2. */
static const uint64_t MULTIPLIER[2] = {0xD2E7470EE14C6C93, 0xCA5A826395121157};
static const uint64_t WEYL[2] = {0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B};
enum { ROUNDS = 10 };

void hop_philox4x64(const uint64_t *counter, const uint64_t *key, uint64_t *block) {
    uint64_t x[4] = {counter[0], counter[1], counter[2], counter[3]};
    uint64_t k[2] = {key[0], key[1]};
    for (int round = 0; round < ROUNDS; round++) {
        wide a = (wide)MULTIPLIER[0] * x[0], b = (wide)MULTIPLIER[1] * x[2];
        uint64_t y[4] = {(uint64_t)(b >> 64) ^ x[1] ^ k[0], (uint64_t)b,
                         (uint64_t)(a >> 64) ^ x[3] ^ k[1], (uint64_t)a};
        for (int i = 0; i < 4; i++) x[i] = y[i];
        for (int i = 0; i < 2; i++) k[i] += WEYL[i];
    }
    for (int i = 0; i < 4; i++) block[i] = x[i];
}

#else

#include <Random123/philox.h>

void hop_philox4x64(const uint64_t *counter, const uint64_t *key, uint64_t *block) {
    philox4x64_ctr_t from = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x64_key_t with = {{key[0], key[1]}};
    philox4x64_ctr_t to = philox4x64(from, with);
    for (int i = 0; i < 4; i++) block[i] = to.v[i];
}

#endif
