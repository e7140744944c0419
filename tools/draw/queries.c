/* Queries of 64 x 64: pictograms with something missing, each of the name of the one it was.
 * SPDX-License-Identifier: MIT */
#include "sets.h"

/* The apple with two bites out of it. */
const hop_sketch hop_queries[] = {
    {"apple", "lime B 0 0 64 64 0"
              " bark/3.4 M 32 18 C 32 12 34 8 37 5"
              " pine M 36 14 C 38 6 46 4 53 6 C 52 14 44 18 36 14 Z"
              " red M 32 18 C 38 13 55 13 56 32 C 56 46 46 60 38 60 C 35 60 34 58.5 32 58.5"
              " C 30 58.5 29 60 26 60 C 18 60 8 46 8 32 C 9 13 26 13 32 18 Z"
              " &wine M 50 10 C 54 36 44 52 26 62 L 64 64 62 10 Z"
              " &rose T 20 18 28 E 18 28 4 7.5"
              " lime O 52 26 11 O 55 40 10"},
    {0},
};
