/* Words that stand in results and options without being rows of another table.
 * SPDX-License-Identifier: MIT */
#include "glossary.h"

static const hop_row BETA = {
    .name = "beta",
    .title = "inverse temperature: how sharply similarities are turned into weights; large picks "
             "one pattern, small averages over many",
    .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), eq. 3"};
static const hop_row AUTO = {
    .name = "auto",
    .title = "left to the program, which says what it took; of beta: the smallest that theorem 4 "
             "asks for at a quarter of the separation of 49 patterns in 50",
    .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), theorem 4"};
static const hop_row GENTLE = {
    .name = "gentle",
    .title = "--beta gentle: the smallest beta at which sampled patterns, damaged as asked, still "
             "come back; it shows the most steps",
    .sources = ""};
static const hop_row K90 = {
    .name = "k90",
    .title = "the fewest patterns (or tokens) whose weights sum to .90: 1 is recall of one, many "
             "a mixture",
    .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), figure 2"};
static const hop_row SEPARATION = {
    .name = "separation",
    .title = "by how much a pattern is more like itself than like its nearest other: x'x less the "
             "largest x'y, as the similarity sees them",
    .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), definition 2"};
static const hop_row SPURIOUS = {
    .name = "spurious",
    .title = "a state in which recall ends and which is no stored pattern, no inverse of one and "
             "no mixture of few",
    .sources = "Amit, Gutfreund and Sompolinsky 1985 (doi 10.1103/PhysRevA.32.1007)"};
static const hop_row MIXTURE = {
    .name = "mixture",
    .title = "a state in which recall ends and which is made of several stored patterns at once",
    .sources = "Amit, Gutfreund and Sompolinsky 1985 (doi 10.1103/PhysRevA.32.1007)"};

static const hop_row *const ROWS[] = {&BETA,       &AUTO,     &GENTLE, &K90,
                                      &SEPARATION, &SPURIOUS, &MIXTURE};

static const hop_catalog CATALOG = {
    .noun = "word", .plural = "words", .rows = ROWS, .count = sizeof ROWS / sizeof *ROWS};

const hop_catalog *cli_glossary(void) {
    return &CATALOG;
}
