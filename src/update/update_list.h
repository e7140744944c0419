/* Every update rule, in the order of `hopfield list updates`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(synchronous)
ROW(asynchronous)
ROW(glauber)
ROW(sequence)
