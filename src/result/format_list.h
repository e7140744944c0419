/* Every format, in the order in which help shows them.
 * SPDX-License-Identifier: MIT */
ROW(hop_format_text)
ROW(hop_format_csv)
ROW(hop_format_json)
