/* Where theory ends retrieval, as a line in the plane of load and beta or temperature.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_PHASE_THEORY_H
#define HOP_EXPERIMENT_PHASE_THEORY_H

#include <hopfield/energy.h>

/* The largest load N/d at which the classical network, d to infinity, has retrieval states at that
 * temperature: .137906 at 0, none (0) from 1 on.  Replica-symmetric theory of Amit, Gutfreund and
 * Sompolinsky 1987 (doi 10.1016/0003-4916(87)90092-3). */
double hop_phase_classical(double temperature);

/* The largest load (ln N)/d at which softmax retrieves patterns on the sphere of radius sqrt(d), d
 * to infinity, of weights softmax(beta x.xi).  Lucibello and Mezard 2024 (doi
 * 10.1103/PhysRevLett.132.077301): alpha_1 = beta - g. */
double hop_phase_spherical(double beta);

/* The same at a finite d, of states that start at their pattern and settle beside it with at least
 * half of the weight on it.  energy: a softmax; NAN for fewer than three dimensions.  Derived in
 * phase_theory.c. */
double hop_phase_settled(const hop_energy *energy, double dim, double beta);

#endif
