/* Every optimiser, in the order of `hopfield list optimisers`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(sgd)
ROW(adam)
ROW(adamw)
ROW(bfgs)
