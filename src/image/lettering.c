/* Letters of 5 x 7 dots, drawn for this project.  A glyph is seven rows of five, '#' is ink.
 * SPDX-License-Identifier: MIT */
#include "lettering.h"

#include <ctype.h>

enum { COLUMNS = 5, ROWS = HOP_IMAGE_LETTER_HEIGHT, ROW_STEP = COLUMNS + 1, LETTERS_MAX = 64 };

/* Stands for every character without a drawing; no text has it. */
static const char BOX = '\x01';

static const struct {
    char letter;
    const char *dots;
} GLYPHS[] = {
    {'\x01', "##### #...# #...# #...# #...# #...# #####"},
    {' ', "..... ..... ..... ..... ..... ..... ....."},
    {'a', ".###. #...# #...# ##### #...# #...# #...#"},
    {'b', "####. #...# #...# ####. #...# #...# ####."},
    {'c', ".###. #...# #.... #.... #.... #...# .###."},
    {'d', "####. #...# #...# #...# #...# #...# ####."},
    {'e', "##### #.... #.... ####. #.... #.... #####"},
    {'f', "##### #.... #.... ####. #.... #.... #...."},
    {'g', ".###. #...# #.... #.### #...# #...# .###."},
    {'h', "#...# #...# #...# ##### #...# #...# #...#"},
    {'i', ".###. ..#.. ..#.. ..#.. ..#.. ..#.. .###."},
    {'j', "..### ...#. ...#. ...#. ...#. #..#. .##.."},
    {'k', "#...# #..#. #.#.. ##... #.#.. #..#. #...#"},
    {'l', "#.... #.... #.... #.... #.... #.... #####"},
    {'m', "#...# ##.## #.#.# #.#.# #...# #...# #...#"},
    {'n', "#...# ##..# ##..# #.#.# #..## #..## #...#"},
    {'o', ".###. #...# #...# #...# #...# #...# .###."},
    {'p', "####. #...# #...# ####. #.... #.... #...."},
    {'q', ".###. #...# #...# #...# #.#.# #..#. .##.#"},
    {'r', "####. #...# #...# ####. #.#.. #..#. #...#"},
    {'s', ".#### #.... #.... .###. ....# ....# ####."},
    {'t', "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#.."},
    {'u', "#...# #...# #...# #...# #...# #...# .###."},
    {'v', "#...# #...# #...# #...# .#.#. .#.#. ..#.."},
    {'w', "#...# #...# #...# #.#.# #.#.# ##.## #...#"},
    {'x', "#...# #...# .#.#. ..#.. .#.#. #...# #...#"},
    {'y', "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#.."},
    {'z', "##### ....# ...#. ..#.. .#... #.... #####"},
    {'0', ".###. #...# #..## #.#.# ##..# #...# .###."},
    {'1', "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###."},
    {'2', ".###. #...# ....# ..##. .#... #.... #####"},
    {'3', "####. ....# ....# .###. ....# ....# ####."},
    {'4', "...#. ..##. .#.#. #..#. ##### ...#. ...#."},
    {'5', "##### #.... ####. ....# ....# #...# .###."},
    {'6', "..##. .#... #.... ####. #...# #...# .###."},
    {'7', "##### ....# ...#. ...#. ..#.. ..#.. ..#.."},
    {'8', ".###. #...# #...# .###. #...# #...# .###."},
    {'9', ".###. #...# #...# .#### ....# ...#. .##.."},
    {'.', "..... ..... ..... ..... ..... .##.. .##.."},
    {':', "..... .##.. .##.. ..... .##.. .##.. ....."},
    {',', "..... ..... ..... ..... .##.. ..#.. .#..."},
    {'-', "..... ..... ..... .###. ..... ..... ....."},
    {'_', "..... ..... ..... ..... ..... ..... #####"},
    {'=', "..... ..... ##### ..... ##### ..... ....."},
    {'%', "##..# ##..# ...#. ..#.. .#... #..## #..##"},
    {'/', "....# ....# ...#. ..#.. .#... #.... #...."},
    {'+', "..... ..#.. ..#.. ##### ..#.. ..#.. ....."},
    {'(', "...#. ..#.. .#... .#... .#... ..#.. ...#."},
    {')', ".#... ..#.. ...#. ...#. ...#. ..#.. .#..."},
    {'<', "...#. ..#.. .#... #.... .#... ..#.. ...#."},
    {'>', ".#... ..#.. ...#. ....# ...#. ..#.. .#..."},
    {'?', ".###. #...# ....# ...#. ..#.. ..... ..#.."},
    {'!', "..#.. ..#.. ..#.. ..#.. ..#.. ..... ..#.."},
    {'\'', "..#.. ..#.. .#... ..... ..... ..... ....."},
    {'*', "..... ..#.. #.#.# .###. #.#.# ..#.. ....."},
};

/* The dots of a letter, those of the box if it has none. */
static const char *dots_of(char letter) {
    for (size_t i = 0; i < sizeof GLYPHS / sizeof *GLYPHS; i++)
        if (GLYPHS[i].letter == letter) return GLYPHS[i].dots;
    return GLYPHS[0].dots;
}

size_t hop_image_letters_fit(size_t width, size_t dot) {
    size_t gap = HOP_IMAGE_LETTER_ADVANCE - COLUMNS;
    return (width / dot + gap) / HOP_IMAGE_LETTER_ADVANCE;
}

/* The bytes of a character behind its first are no letters of their own. */
static bool starts_letter(char byte) {
    return ((unsigned char)byte & 0xc0) != 0x80;
}

size_t hop_image_letter_count(const char *text) {
    size_t count = 0;
    for (; *text; text++) count += starts_letter(*text);
    return count;
}

/* One letter a character, at most `fit`, the last two then being dots; returns how many. */
static size_t fold(const char *text, size_t fit, char letters[LETTERS_MAX]) {
    size_t count = 0;
    if (fit > LETTERS_MAX) fit = LETTERS_MAX;
    bool cut = hop_image_letter_count(text) > fit;
    for (; *text && count < fit; text++) {
        if (!starts_letter(*text)) continue;
        unsigned char byte = (unsigned char)*text;
        letters[count++] = byte < 0x80 ? (char)tolower(byte) : BOX;
    }
    for (size_t i = fit < 3 ? fit : fit - 2; cut && i < fit; i++) letters[i] = '.';
    return count;
}

static void fill(hop_image *image, size_t x, size_t y, size_t side, float grey) {
    for (size_t dy = 0; dy < side; dy++) {
        float *pixel = image->samples + ((y + dy) * image->width + x) * image->channels;
        for (size_t i = 0; i < side * image->channels; i++) pixel[i] = grey;
    }
}

static void draw(hop_image *image, char letter, size_t x, size_t y, size_t dot, float grey) {
    const char *dots = dots_of(letter);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t column = 0; column < COLUMNS; column++)
            if (dots[row * ROW_STEP + column] == '#')
                fill(image, x + column * dot, y + row * dot, dot, grey);
}

void hop_image_caption(hop_image *image, const char *text, size_t x, size_t y, size_t width,
                       size_t dot, float grey) {
    char letters[LETTERS_MAX];
    size_t count = fold(text, hop_image_letters_fit(width, dot), letters);
    if (count == 0) return;
    size_t gap = HOP_IMAGE_LETTER_ADVANCE - COLUMNS;
    size_t used = (count * HOP_IMAGE_LETTER_ADVANCE - gap) * dot;
    x += (width - used) / 2;
    for (size_t i = 0; i < count; i++)
        draw(image, letters[i], x + i * HOP_IMAGE_LETTER_ADVANCE * dot, y, dot, grey);
}
