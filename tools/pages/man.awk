# A command's manual page, for scdoc: the rows first, then the options of the command `name`.
# SPDX-License-Identifier: MIT
BEGIN { FS = "\t" }

# Letters that scdoc would take for its own.
function plain(text) {
    gsub(/[\\*_<>#~]/, "\\\\&", text)
    gsub(/\+\+/, "\\+\\+", text)
    return text ~ /^[.|\[\]!-]/ ? "\\" text : text
}
function chapter(title) {
    if (title == open) return
    if (open == "EXAMPLES") print "```"
    printf "\n# %s\n\n", title
    open = title
    if (open == "EXAMPLES") print "```"
}
# "-o --output" with FILE: *-o*, *--output*=_FILE_
function names_of(names, argument, i, count, part, text) {
    count = split(names, part, " ")
    for (i = 1; i <= count; i++) text = text (i > 1 ? ", " : "") "*" plain(part[i]) "*"
    return text (argument == "" ? "" : "=_" plain(argument) "_")
}

$1 == "row" && $3 == name && ($2 == "commands" || $2 == "experiments") {
    title = $4
    experiment = $2 == "experiments"
}
$1 == "row" { next }
!begun {
    printf "hopfield-%s(1) \"hopfield %s\" \"hopfield\"\n", name, version
    chapter("NAME")
    printf "hopfield-%s - %s\n", name, plain(title)
    chapter("SYNOPSIS")
    begun = 1
}
$1 == "usage" {
    used = used (used == "" ? "" : "++\n") "*hopfield " name "* [_OPTION_...] " plain($2)
    next
}
open == "SYNOPSIS" {
    print used == "" ? "*hopfield " name "* [_OPTION_...]" : used
    chapter("DESCRIPTION")
}
$1 == "about" { print plain($2) }
$1 == "option" {
    chapter("OPTIONS")
    printf "%s\n\t%s\n\n", names_of($2, $3), plain($4)
}
$1 == "example" {
    if ($2 == "Examples:") next
    chapter("EXAMPLES")
    gsub(/\\/, "\\\\\\\\") # twice: for scdoc, and for roff behind it
    print substr($2, 3)
}
END {
    if (open == "EXAMPLES") print "```"
    open = ""
    chapter("SEE ALSO")
    print "*hopfield*(1)" (experiment ? ", *hopfield-merge*(1)" : "") \
        ", and *hopfield list* and *hopfield info* for what can be named"
}
