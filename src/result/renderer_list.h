/* Every renderer, in the order in which help shows them.
 * SPDX-License-Identifier: MIT */
ROW(hop_renderer_text)
ROW(hop_renderer_csv)
ROW(hop_renderer_json)
ROW(hop_renderer_figure)
ROW(hop_renderer_page)
ROW(hop_renderer_array)
