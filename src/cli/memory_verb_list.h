/* What `hopfield memory` does, one ROW(name) each, one file each.
 * SPDX-License-Identifier: MIT */
ROW(create)
ROW(add)
ROW(remove)
ROW(select)
ROW(merge)
ROW(dedupe)
ROW(export)
ROW(verify)
ROW(info)
