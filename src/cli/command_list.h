/* Every command, in the order of `hopfield`'s own help.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(demo)
ROW(memory)
ROW(recall)
ROW(attention)
ROW(corrupt)
ROW(flow)
ROW(pca)
ROW(block)
ROW(info)
ROW(bench)
ROW(list)
ROW(merge)
