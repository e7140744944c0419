/* Every energy family, in the order of `hopfield list energies`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(lse)
ROW(softmax1)
ROW(sparsemax)
ROW(entmax)
ROW(normmax)
ROW(ksubset)
ROW(lsr)
ROW(polynomial)
ROW(exponential)
ROW(hebb)
ROW(storkey)
ROW(pseudo_inverse)
