/* Two patterns at -1 and 1 under softmax by distances, on the line between them: with b = beta r^2
 * / 4 and y the place, beta E = b (y^2 + 1) / 2 - ln(2 cosh(b y)). SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_DOUBLE_WELL_H
#define HOP_THEORY_DOUBLE_WELL_H

/* beta E at y. */
double hop_double_well(double b, double y);

/* The upper minimum, y = tanh(b y): 0 up to b = 1, where there is one alone. */
double hop_double_well_minimum(double b);

/* The exact mean time from y to -y, in steps of recall, at noise theta = beta T: (b / theta) times
 * the integral of exp(U(z)) over z from -y to y of the integral of exp(-U) above z, U = beta E /
 * theta.  Gardiner 2009, section 5.5.2. */
double hop_double_well_time(double b, double y, double theta);

#endif
