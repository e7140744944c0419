/* What the playground's page calls: the library behind functions that a web page can reach, one
 * memory and one model at a time.  Nothing is computed here that the library computes; nothing of
 * it is computed in JavaScript.  Answers are JSON, lent until the next call that gives one; NULL:
 * it failed, and play_error() says why.  Arrays are lent until the model changes.
 * SPDX-License-Identifier: MIT */
#ifndef PLAY_H
#define PLAY_H

#include <stdint.h>

/* What failed last, where, and what to do. */
const char *play_error(void);

/* Every table that the page chooses from: {"version":..., "energies":[row...], "similarities":...,
 * "corruptions":..., "updates":...}, a row with its parameters, limits and sources. */
const char *play_tables(void);

/* ---- pictures and the memory (play_memory.c) ---- */

/* Forgets the pictures at hand; those that follow are brought to width x height, whole and centred
 * (0: to the size of the first). */
void play_forget(int width, int height);

/* A picture of 8-bit RGBA [height x width x 4] is added to those at hand, composed on white.  0: it
 * failed. */
int play_add(const unsigned char *rgba, int width, int height, const char *name);

/* So many random bipolar patterns are added, as pictures of side x side in black and white. */
int play_add_random(int count, int side, double seed);

/* A memory of the first `limit` of them (0: all), grey if all are.  {"count", "all": how many are
 * at hand, "width", "height", "channels", "names"}. */
const char *play_store(int limit);

/* The stored patterns [count x dim], a byte v for v/255. */
const unsigned char *play_patterns(void);

/* Any picture as a query of this memory, into query [dim]: resized, grey or colour as the memory
 * is; transparent pixels are unknown (NAN).  0: it failed. */
int play_query(const unsigned char *rgba, int width, int height, double *query);

/* The corruptions `specs`, one a line, applied in order to query [dim], as state `index` of that
 * seed.  0: it failed. */
int play_damage(const char *specs, double seed, int index, double *query);

/* ---- recall (play_recall.c) ---- */

/* The model that runs from here on.  update: "auto" or a row.  {"energy", "similarity", "update",
 * "beta", "bipolar", "thresholded", "attention", "constant"} as they were resolved. */
const char *play_model(const char *energy, const char *similarity, const char *update,
                       double temperature, int clamp, double seed, int steps);

/* Values of beta worth marking: {"auto", "gentle", "critical"}; null where there is none.  damage:
 * specs as above, by which gentle is judged. */
const char *play_marks(const char *damage, double seed);

/* Recalls query [dim]; target: the pattern it was made from, or -1.  What became of it, its
 * energies, and the frames that the arrays below hold: whole != 0, one a step after the start, and
 * the first step is compared with attention; else the start and the end alone, which takes a third
 * of the time. */
const char *play_run(const double *query, int target, int whole);
const double *play_frames(void);  /* [frames x dim], memory units; the first is the start */
const double *play_weights(void); /* [frames x count]: by which the frame was made; of the first,
                                     and of the end alone, its own */

/* ---- attention (play_attention.c) ---- */

/* The first step of query [dim] beside attention: {"scale", "width", "difference", "k90",
 * "entropy", "scores", "weights"}. */
const char *play_attention(const double *query);
const double *play_attention_query(void);  /* [dim]: the state */
const double *play_attention_keys(void);   /* [count x dim] */
const double *play_attention_output(void); /* [dim], memory units */

/* ---- landscape (play_landscape.c) ---- */

/* The plane through three patterns: {"rows", "columns", "low", "high", "corners"}. */
const char *play_landscape(int first, int second, int third, int rows);
/* Row `row`: energies [columns], then where each point ends [columns]: a pattern, -1 a mixture, -2
 * nowhere. */
const double *play_landscape_row(int row);
/* A ball let go at (x, y): {"x", "y", "off", "energy", "pattern", "names"}, lists along its way. */
const char *play_ball(double x, double y);
/* And one let go where query [dim] is, which need not be on the plane. */
const char *play_ball_of(const double *query);

/* ---- capacity (play_capacity.c) ---- */

/* Cell `load_index` of `hopfield capacity --energy SPECS --dim D --scale linear --load LOADS
 * --trials T --seed S`, for energy `energy_index` of them: {"stored", "trials", "success",
 * "cosine"}, success by the criterion overlap. */
const char *play_capacity(const char *energy, int energy_index, int dim, double load,
                          int load_index, int loads, double damage, int trials, double seed);
/* The load N/d at which theory says that it breaks, and who says so: {"load", "name", "source"}. */
const char *play_capacity_theory(const char *energy, int dim, double damage);

#endif
