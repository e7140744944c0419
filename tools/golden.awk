# Compares two flattened documents for tools/check-golden:
#   awk -F '\t' -v command=NAME -f tools/golden.awk RENAMED RECORDED NOW
# RENAMED has lines COMMAND OLD-PATH NEW-PATH with tabs between; COMMAND may be *, an end of a path
# too (out.json:.summary* is all paths that begin so, and the same end is put to the new path);
# - is no path: an old one that is gone, or a new one that is meant.
# SPDX-License-Identifier: MIT
function values(    i, text) {
    text = ""
    for (i = 2; i <= NF; i++) text = text (i > 2 ? "\t" : "") $i
    return text
}
# The path that an old path has now.
function renamed(path,    i, stem) {
    for (i = 1; i <= rules; i++) {
        if (from[i] == path) return to[i]
        stem = substr(from[i], 1, length(from[i]) - 1)
        if (from[i] ~ /\*$/ && index(path, stem) == 1)
            return to[i] ~ /\*$/ ? substr(to[i], 1, length(to[i]) - 1) \
                substr(path, length(stem) + 1) : to[i]
    }
    return path
}
function is_meant(path,    i) {
    for (i = 1; i <= rules; i++)
        if (from[i] == "-" && (to[i] == path || (to[i] ~ /\*$/ &&
            index(path, substr(to[i], 1, length(to[i]) - 1)) == 1))) return 1
    return 0
}
function is_number(word) {
    return word ~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/
}
function size(x) {
    return x < 0 ? -x : x
}
function say(kind, text) {
    if (!said++) print command ":"
    if (++kinds[kind] <= 12) print "    " kind ": " text
}
# 1e-9 of the larger, and what double precision leaves of nothing.
function compare(path, old, new,    a, b, n, i, gap, worst, where) {
    n = split(old, a, "\t")
    if (n != split(new, b, "\t")) {
        say("form", path ": " n " values were recorded, now there are " split(new, b, "\t"))
        return
    }
    for (i = 1; i <= n; i++) {
        if (a[i] == b[i]) continue
        if (!is_number(a[i]) || !is_number(b[i])) {
            say("words", path ": \"" a[i] "\" is now \"" b[i] "\"")
            return
        }
        gap = size(a[i] - b[i])
        if (gap <= 1e-9 * (size(a[i]) > size(b[i]) ? size(a[i]) : size(b[i])) + 1e-14) continue
        gap /= (size(a[i]) > 0 ? size(a[i]) : 1)
        if (gap >= worst) { worst = gap; where = i }
    }
    if (where) say("number", path " [" where "]: " a[where] " is now " b[where])
}
FILENAME == ARGV[1] {
    if ($0 ~ /^#/ || NF != 3 || ($1 != "*" && $1 != command)) next
    from[++rules] = $2
    to[rules] = $3
    next
}
FILENAME == ARGV[2] {
    path = renamed($1)
    if (path != "-") { recorded[path] = values(); order[++paths] = path }
    next
}
{
    now[$1] = 1
    if ($1 in recorded) compare($1, recorded[$1], values())
    else if (!is_meant($1)) say("new", $0)
}
END {
    for (i = 1; i <= paths; i++)
        if (!(order[i] in now)) say("gone", order[i] "\t" recorded[order[i]])
    for (kind in kinds) if (kinds[kind] > 12) print "    and " kinds[kind] - 12 " more: " kind
}
