/* Words that stand in results and options without being rows of another table.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_GLOSSARY_H
#define HOP_CLI_GLOSSARY_H

#include <hopfield/row.h>

const hop_catalog *cli_glossary(void);

#endif
