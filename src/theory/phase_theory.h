/* Where theory ends retrieval of the classical network: a line in the plane of load and
 * temperature. SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_PHASE_THEORY_H
#define HOP_THEORY_PHASE_THEORY_H

/* The largest load N/d at which the classical network, d to infinity, has retrieval states at that
 * temperature: .137906 at 0, none (0) from 1 on.  Replica-symmetric theory of Amit, Gutfreund and
 * Sompolinsky 1987 (doi 10.1016/0003-4916(87)90092-3). */
double hop_phase_classical(double temperature);

#endif
