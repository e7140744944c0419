/* Pickles of the first protocols are known by their opcodes, and tables are none.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "load/pickle.h"

typedef struct sample {
    const char *bytes;
    size_t size;
} sample;

#define BYTES(text) \
    { text, sizeof text - 1 }

/* A copy of exactly this size, so that reading past its end is seen. */
static bool recognise(const char *bytes, size_t size, bool all) {
    unsigned char *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    const bool is = hop_pickle_recognise(copy, size, all);
    free(copy);
    return is;
}

/* What pickle.dumps() of Python makes of a tuple, a list, a dictionary, an array, a string, True
 * and a large number, in protocols 0 and 1. */
static const sample PICKLES[] = {
    BYTES("(F1.0\nF2.0\ntp0\n."),
    BYTES("(G\x3f\xf0\0\0\0\0\0\0G\x40\0\0\0\0\0\0\0tq\0."),
    BYTES("(lp0\nI1\naI2\na."),
    BYTES("]q\0(K\1K\2e."),
    BYTES("(dp0\nVa\np1\nI1\ns."),
    BYTES("cnumpy.core.multiarray\n_reconstruct\np0\n(cnumpy\nndarray\np1\n(I0\ntp2\n"
          "c_codecs\nencode\np3\n(Vb\np4\nVlatin1\np5\ntp6\nRp7\ntp8\nRp9\n."),
    BYTES("X\3\0\0\0abcq\0."),
    BYTES("I01\n."),
    BYTES("L1000000000000000000000000000000L\n."),
    BYTES("S'abc'\np0\n."),
    BYTES("N."),
    BYTES("I-5\n."),
    BYTES("F-1.5e-05\n."),
    BYTES("Fnan\n."),
    BYTES("Finf\n."),
    BYTES("S\"abc\"\n."),
    BYTES("U\3abc."),
    BYTES("T\3\0\0\0abc."),
    BYTES("K\2."),
    BYTES("M\2\1."),
    BYTES("J\2\1\0\0."),
    BYTES("(ia.b\nc_d\n."),
    BYTES("(K\1r\1\0\0\0j\1\0\0\0h\1g1\n."),
};

static void pickles_without_first_bytes_are_recognised(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof PICKLES / sizeof *PICKLES; i++) {
        const sample *p = &PICKLES[i];
        if (!recognise(p->bytes, p->size, true)) fail_msg("pickle %zu is not recognised", i);
        assert_false(recognise(p->bytes, p->size - 1, true)); /* without its end */
        /* The beginning of a larger file, wherever it is cut. */
        for (size_t cut = 2; cut < p->size; cut++)
            if (!recognise(p->bytes, cut, false)) fail_msg("pickle %zu, cut to %zu", i, cut);
    }
}

static void tables_and_texts_are_no_pickles(void **state) {
    (void)state;
    static const sample TEXTS[] = {
        BYTES("1,2\n3,4\n"),
        BYTES("0."),
        BYTES("Iris,1\n2,3\n"),
        BYTES("F1.5,2\n3,4\n"),
        BYTES("class\n1\n2\n"),
        BYTES("count\nsum\n1\n2\n"),
        BYTES("Variety,a\n1,2\n"),
        BYTES("Name;a;b\nx;1;2\n"),
        BYTES("S1,S2\n1,2\n"),
        BYTES("Lot,3\n4,5\n"),
        BYTES("K,L\n1,2\n"),
        BYTES("(1, 2)\n(3, 4)\n"),
        BYTES("]"),
        BYTES(""),
        BYTES("N.B. this is a text, and longer\n"),
        BYTES("I\n."),
        BYTES("F\n."),
        BYTES("I5x\n."),
        BYTES("F1.5y\n."),
        BYTES("I1.5\n."),
        BYTES("Sabc\n."),
        BYTES("ca b\nc\n."),
        BYTES("ca\nb c\n."),
        BYTES("ca\n\n."),
        BYTES("N.."),
        BYTES("N.N"),
        BYTES("a."),
        BYTES("Nz."),
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        for (int all = 0; all <= 1; all++)
            if (recognise(TEXTS[i].bytes, TEXTS[i].size, all))
                fail_msg("'%s' is taken for a pickle", TEXTS[i].bytes);
}

/* A string whose length needs two of its four bytes; what lies behind it shows that all of it was
 * stepped over, and no more. */
static void lengths_are_little_endian(void **state) {
    (void)state;
    unsigned char head[5 + 300 + 2] = {'X', 44, 1, 0, 0};
    memset(head + 5, 'z', 300);
    head[305] = ')';
    head[306] = '.';
    assert_true(recognise((const char *)head, sizeof head, true));
    head[304] = '.';
    assert_true(recognise((const char *)head, sizeof head, true));
    head[305] = 'z';
    assert_false(recognise((const char *)head, sizeof head, true));
    /* Longer than what is there: the rest may be in the file, or there is none. */
    head[3] = 1;
    assert_true(recognise((const char *)head, sizeof head, false));
    assert_false(recognise((const char *)head, sizeof head, true));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pickles_without_first_bytes_are_recognised),
        cmocka_unit_test(tables_and_texts_are_no_pickles),
        cmocka_unit_test(lengths_are_little_endian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
