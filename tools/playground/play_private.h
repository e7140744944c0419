/* What the parts of the playground's interface share.
 * SPDX-License-Identifier: MIT */
#ifndef PLAY_PRIVATE_H
#define PLAY_PRIVATE_H

#include <hopfield/hopfield.h>

#include "../../src/base/text.h"
#include "play.h"

/* The page's one memory and model. */
typedef struct play_desk {
    hop_memory *memory;
    hop_canvas canvas;
    size_t count, dim;
    bool prepared;      /* the memory keeps what recalls begin with */
    hop_recall *recall; /* of the memory; NULL before a model was chosen */
    double *frames, *weights;
} play_desk;

extern play_desk play;

/* Closes what depends on the model, or on the memory as well. */
void play_close_model(void);
void play_close_landscape(void);
void play_close_attention(void);

/* An answer, begun anew each time. */
hop_string *play_begin(void);
/* Its text; NULL after a failure. */
const char *play_end(hop_status status);

/* "key":value, with a comma before it unless it is the first. */
void play_text(hop_string *json, const char *key, const char *value); /* NULL: null */
void play_number(hop_string *json, const char *key, double value);    /* not finite: null */
void play_flag(hop_string *json, const char *key, int value);
void play_numbers(hop_string *json, const char *key, const double *values, size_t count);

/* The name of a pattern, or its number written into `number`. */
const char *play_name(size_t pattern, char number[24]);
/* "key":["R","S"] of patterns [count]. */
void play_names(hop_string *json, const char *key, const size_t *patterns, size_t count);

/* Corruptions by specs, one a line, into corruptions [PLAY_DAMAGE_MOST]. */
enum { PLAY_DAMAGE_MOST = 16 };
hop_status play_read_damage(const char *specs, hop_corruption *corruptions, size_t *count);

#endif
