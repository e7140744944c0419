/* Checksums at memory speed; the only user of xxHash.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_CHECKSUM_H
#define HOP_BASE_CHECKSUM_H

#include <stddef.h>

#include <hopfield/status.h>

/* A checksum over bytes given piece by piece. */
typedef struct XXH3_state_s hop_checksum;

hop_status hop_checksum_create(hop_checksum **checksum);
void hop_checksum_add(hop_checksum *checksum, const void *bytes, size_t size);

/* Writes XXH3-128 as 32 hexadecimal digits and a zero, and frees the checksum. */
void hop_checksum_finish(hop_checksum *checksum, char text[33]);

/* Digests as bytes, the most significant first. */
enum { HOP_DIGEST_BYTES = 16 };
void hop_checksum_digest(const hop_checksum *checksum, unsigned char digest[HOP_DIGEST_BYTES]);
void hop_checksum_restart(hop_checksum *checksum);
void hop_checksum_free(hop_checksum *checksum);
void hop_digest_of(const void *bytes, size_t size, unsigned char digest[HOP_DIGEST_BYTES]);

/* The same for bytes in one piece. */
void hop_checksum_of(const void *bytes, size_t size, char text[33]);

#endif
