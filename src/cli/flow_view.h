/* How tokens of any dimension are shown in two: as they are, on a map of the globe, or in the plane
 * of their paths' first two principal components.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FLOW_VIEW_H
#define HOP_CLI_FLOW_VIEW_H

#include "flow.h"

/* Cells of a landscape, and how many lie between two ticks: ticks are at round numbers. */
enum { CLI_VIEW_COLUMNS = 144, CLI_VIEW_ROWS = 108, CLI_VIEW_TICKS = 9 };

typedef enum cli_view_kind {
    CLI_VIEW_AS_IS, /* two numbers */
    CLI_VIEW_GLOBE, /* three, of norm 1: longitude and latitude in degrees */
    CLI_VIEW_PLANE, /* more: principal components of all positions */
    CLI_VIEW_TIME,  /* one: its number over the layer */
} cli_view_kind;

typedef struct cli_flow_view {
    cli_view_kind kind;
    size_t dim;
    cli_matrix mean; /* [1 x dim] */
    cli_matrix axes; /* [2 x dim] */
    const char *x_label, *y_label;
    double x_low, x_high, y_low, y_high; /* middles of the first cells, and ends of the last ones */
} cli_flow_view;

hop_status cli_flow_view_create(const hop_flow *flow, const hop_flow_result *result,
                                cli_flow_view *view);
void cli_flow_view_clear(cli_flow_view *view);

/* Where a token is shown; `layer` matters for CLI_VIEW_TIME alone. */
void cli_flow_view_show(const cli_flow_view *view, const double *token, size_t layer, double *x,
                        double *y);

/* The token [dim] that is shown there. */
void cli_flow_view_token(const cli_flow_view *view, double x, double y, double *token);

#endif
