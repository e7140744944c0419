/* Ornaments and tilings of 32 x 32, pure black and white: about half of each is white, and no two
 * are much alike, so that they suit memories of bipolar patterns.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "sets.h"

#define SIDE   HOP_ORNAMENT_PIXELS
#define MIDDLE ((SIDE - 1) / 2.0)

static const double turn = 6.28318530717958647692;

/* Alternates every `width`, for a >= 0. */
static bool odd(double a, double width) {
    return fmod(a / width, 2) >= 1;
}

/* How far a is from the middle of its period. */
static int fold(int a, int period) {
    return abs(2 * (a % period) - period + 1) / 2;
}

static double radius(int x, int y) {
    return hypot(x - MIDDLE, y - MIDDLE);
}

/* In turns, 0 to 1. */
static double angle(int x, int y) {
    return 0.5 + atan2(y - MIDDLE, x - MIDDLE) / turn;
}

static bool checks(int x, int y) {
    return odd(x, 4) != odd(y, 4);
}

static bool quarters(int x, int y) {
    return (x < SIDE / 2) != (y < SIDE / 2);
}

static bool stripes(int x, int y) {
    return odd(x + y, 8);
}

static bool chevrons(int x, int y) {
    return odd(y + fold(x, 16), 4);
}

static bool zigzag(int x, int y) {
    return odd(x + fold(y, 8), 8);
}

static bool crosses(int x, int y) {
    bool cross = fold(x, 16) < 2 || fold(y, 16) < 2;
    return cross != (odd(x, 16) != odd(y, 16));
}

static bool basket(int x, int y) {
    return odd(x, 8) != odd(y, 8) ? odd(x, 2) : odd(y, 2);
}

/* Cloth of two and two: threads of both colours, over and under in twill. */
static bool houndstooth(int x, int y) {
    int step = x / 2 + y / 2;
    return odd(step, 2) ? odd(x, 8) : odd(y, 8);
}

static bool dots(int x, int y) {
    return hypot(fold(x, 16) + 0.5, fold(y, 16) + 0.5) < 6.4;
}

static bool lozenges(int x, int y) {
    return odd(fold(x, 32) + 2 * fold(y, 32), 8);
}

static bool squares(int x, int y) {
    return odd(fmax(fabs(x - MIDDLE), fabs(y - MIDDLE)), 4) != (x < SIDE / 2);
}

static bool rings(int x, int y) {
    return odd(radius(x, y) + 2, 4.6);
}

static bool rays(int x, int y) {
    return odd(angle(x, y), 1.0 / 16);
}

static bool spiral(int x, int y) {
    return odd(radius(x, y) / 10 + 2 * angle(x, y), 1);
}

static bool swirl(int x, int y) {
    return odd(angle(x, y) * 6 + radius(x, y) / 12, 1);
}

static bool waves(int x, int y) {
    return odd(y + 8 + 3 * sin(x * turn / 16), 5.333);
}

static bool petals(int x, int y) {
    return (radius(x, y) < 9 + 5 * cos(angle(x, y) * turn * 6)) != (radius(x, y) > 16.2);
}

/* Rows of scales, each row half a scale further, lower rows before upper ones. */
static bool scales(int x, int y) {
    for (int row = y / 8 + 2; row >= y / 8 - 1; row--) {
        double r = hypot(fold(x + 8 * (row & 1), 16) + 0.5, y - 8 * row + 0.5);
        if (r < 8.2) return odd(r + 0.6, 2.8);
    }
    return false;
}

/* Quarter circles in tiles of 8, which join to one ribbon however each tile is turned. */
static bool ribbons(int x, int y) {
    bool turned = (x / 8 + 2 * (y / 8) + (x / 16) * (y / 8)) % 3 == 0;
    int u = turned ? 7 - x % 8 : x % 8, v = y % 8;
    bool corner = hypot(u + 0.5, v + 0.5) < 4 || hypot(7.5 - u, 7.5 - v) < 4;
    bool even_tile = odd(x, 8) == odd(y, 8);
    return (corner != turned) == even_tile;
}

static bool pinwheels(int x, int y) {
    int u = x % 16 - 8, v = y % 16 - 8;
    double part = 0.5 + atan2(v + 0.5, u + 0.5) / turn;
    return odd(part + 1.0 / 64, 1.0 / 8) != (odd(x, 16) != odd(y, 16));
}

/* Five waves at fifths of a turn: an order that never repeats. */
static bool quasicrystal(int x, int y) {
    double sum = 0;
    for (int i = 0; i < 5; i++)
        sum += cos(1.0 * ((x - MIDDLE) * cos(turn * i / 5) + (y - MIDDLE) * sin(turn * i / 5)));
    return sum > 0;
}

static bool yinyang(int x, int y) {
    double up = hypot(x - MIDDLE, y - 8), down = hypot(x - MIDDLE, y - 23);
    if (up < 2.6 || down < 2.6) return up < 2.6;
    if (radius(x, y) > 15.8) return x > MIDDLE;
    return up < 7.7 ? false : down < 7.7 ? true : x < MIDDLE;
}

const hop_ornament hop_ornaments[] = {
    {"basket", basket},
    {"checks", checks},
    {"chevrons", chevrons},
    {"crosses", crosses},
    {"dots", dots},
    {"houndstooth", houndstooth},
    {"lozenges", lozenges},
    {"petals", petals},
    {"pinwheels", pinwheels},
    {"quarters", quarters},
    {"quasicrystal", quasicrystal},
    {"rays", rays},
    {"ribbons", ribbons},
    {"rings", rings},
    {"scales", scales},
    {"spiral", spiral},
    {"squares", squares},
    {"stripes", stripes},
    {"swirl", swirl},
    {"waves", waves},
    {"yinyang", yinyang},
    {"zigzag", zigzag},
    {0},
};
