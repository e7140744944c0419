/* Tables that are none.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hostile.h"

static const struct {
    const char *name, *text;
} TABLES[] = {
    {"good", "1,2,3\n4,5,6\n"},
    {"ragged", "1,2,3\n4,5\n"},
    {"ragged-more", "1,2\n4,5,6\n"},
    {"gap", "1,,3\n4,5,6\n"},
    {"words", "a,b,c\nd,e,f\n"},
    {"header-alone", "a,b,c\n"},
    {"one-word", "hello\n"},
    {"newlines", "\n\n\n\n"},
    {"comments", "# nothing\n# here\n"},
    {"nan", "1,nan\n2,3\n"},
    {"infinite", "1,inf\n2,3\n"},
    {"huge", "1e308,1e308\n1e308,-1e308\n"},
    {"beyond", "1e999,2\n3,4\n"},
    {"tiny", "1e-200,2e-200\n2e-200,1e-200\n"},
    {"hex", "0x10,2\n3,4\n"},
    {"quotes", "\"1\",\"2\"\n\"3\",\"4\n"},
    {"quotes-inside", "\"1\"\"\",2\n3,4\n"},
    {"separators", ",,,,,,,\n,,,,,,,\n"},
    {"mixed", "1;2,3\n4;5,6\n"},
    {"decimal-comma", "1,5;2,5\n3,5;4,5\n"},
    {"carriage", "1,2\r3,4\r"},
    {"bom-alone", "\xef\xbb\xbf"},
    {"bom", "\xef\xbb\xbf"
            "1,2\n3,4\n"},
    {"wide-letters", "\xff\xfe"
                     "1,2"},
    {"escape", "1,\x1b]0;owned\a\n2,3\n"},
    {"escape-label", "label,a,b\n\x1b[2Jx,1,2\ny\x1b]52;c;QQ==\a,3,4\n"},
    {"long-number", "1.00000000000000000000000000000000000000000000000000000000000000000000000001"
                    ",2\n3,4\n"},
    {"minus", "-,-\n-,-\n"},
    {"formula", "=1+1,2\n@x,4\n"},
    {"no-newline", "1,2\n3,4"},
};

void hostile_tables(void) {
    bytes file = {0};
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        put_text(&file, "%s", TABLES[i].text);
        emit(&file, "csv-%s.csv", TABLES[i].name);
    }
    put(&file, "1,2\n3\0,4\n", 9);
    emit(&file, "csv-zero.csv");
    put_same(&file, 0, 100);
    emit(&file, "csv-zeros.csv");
    for (size_t i = 0; i < 100000; i++) put_text(&file, "%zu,", i % 7);
    emit(&file, "csv-one-long-line.csv");
    put_same(&file, '9', 300000);
    emit(&file, "csv-one-long-number.csv");
    put_same(&file, '"', 100000);
    emit(&file, "csv-quotes-alone.csv");
    put_text(&file, "%s", TABLES[0].text);
    emit_damaged(&file, "csv-damaged", "csv");
    emit(&file, "empty.bin");
    put_same(&file, 0xFF, 600);
    emit(&file, "ones.bin");
}
