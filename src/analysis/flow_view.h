/* How tokens of any dimension are shown in two: as they are, on a map of the globe, or in the plane
 * of their paths' first two principal components.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_FLOW_VIEW_H
#define HOP_ANALYSIS_FLOW_VIEW_H

#include "flow.h"

/* Cells of a landscape, and how many lie between two ticks: ticks are at round numbers. */
enum { HOP_VIEW_COLUMNS = 144, HOP_VIEW_ROWS = 108, HOP_VIEW_TICKS = 9 };

typedef enum hop_flow_view_kind {
    HOP_VIEW_AS_IS, /* two numbers */
    HOP_VIEW_GLOBE, /* three, of norm 1: longitude and latitude in degrees */
    HOP_VIEW_PLANE, /* more: principal components of all positions */
    HOP_VIEW_TIME,  /* one: its number over the layer */
} hop_flow_view_kind;

typedef struct hop_flow_view {
    hop_flow_view_kind kind;
    size_t dim;
    hop_matrix mean; /* [1 x dim] */
    hop_matrix axes; /* [2 x dim] */
    const char *x_label, *y_label;
    double x_low, x_high, y_low, y_high; /* middles of the first cells, and ends of the last ones */
} hop_flow_view;

hop_status hop_flow_view_create(const hop_flow *flow, const hop_flow_result *result,
                                hop_flow_view *view);
void hop_flow_view_clear(hop_flow_view *view);

/* Where a token is shown; `layer` matters for HOP_VIEW_TIME alone. */
void hop_flow_view_show(const hop_flow_view *view, const double *token, size_t layer, double *x,
                        double *y);

/* The token [dim] that is shown there. */
void hop_flow_view_token(const hop_flow_view *view, double x, double y, double *token);

#endif
