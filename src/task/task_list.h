/* Every task, in the order of `hopfield list tasks`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(denoise)
ROW(pairs)
ROW(causal)
ROW(induction)
ROW(context)
ROW(pca)
ROW(complete)
ROW(classify)
