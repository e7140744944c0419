/* Every similarity, in the order of `hopfield list similarities`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(dot)
ROW(euclidean)
ROW(cosine)
ROW(correlation)
ROW(manhattan)
ROW(robust)
ROW(information)
ROW(hamming)
