# What the shells' completions share: the rows, then the options of every command, read into
#   names[table]              the rows of a table, apart by blanks
#   commands, title[command]  commands and experiments, in order
#   count[command], option[command, i], argument[command, i], meaning[command, i]
#   verbs[command]            the words that may come first
# SPDX-License-Identifier: MIT
BEGIN { FS = "\t" }

FNR == 1 && NR != 1 {
    command = FILENAME
    sub(/.*\//, "", command)
    sub(/\.options$/, "", command)
}
$1 == "row" {
    names[$2] = names[$2] (names[$2] == "" ? "" : " ") $3
    if ($2 != "commands" && $2 != "experiments") next
    commands = commands (commands == "" ? "" : " ") $3
    title[$3] = $4
}
# "create OUT.safetensors INPUT..." has a verb.
$1 == "usage" && $2 ~ /^[a-z]+ / {
    verbs[command] = verbs[command] " " substr($2, 1, index($2, " ") - 1)
}
$1 == "option" {
    i = ++count[command]
    option[command, i] = $2
    argument[command, i] = $3
    meaning[command, i] = $4
}

# The words that the value of an option may be, apart by blanks; "" for any, "files" for a file.
function values_of(name, argument, words) {
    if (name == "--energy") return names["energies"] " "
    if (name == "--similarity") return names["similarities"] " "
    if (name ~ /^--(corrupt|damage)$/) return names["corruptions"] " "
    if (name == "--update") return names["updates"] " "
    if (name == "--optimiser") return names["optimisers"] " "
    if (argument ~ /FILE|DIR|FOLDER|MEMORY|OUTPUT|PART/) return "files"
    if (argument !~ /^[a-z0-9]+(\|[a-zA-Z0-9]+)+$/) return ""
    words = argument
    gsub(/\|/, " ", words)
    gsub(/ [A-Z]+/, "", words)
    return words " "
}
# What may follow the command beside options: words, and files in any case.
function words_of(command) {
    if (command in verbs) return verbs[command] " "
    if (command == "list")
        return "energies similarities corruptions loaders formats experiments reproductions " \
            "layers optimisers tasks commands updates "
    if (command == "repro") return names["reproductions"] " "
    if (command == "train") return names["tasks"] " "
    if (command == "info")
        return names["energies"] " " names["similarities"] " " names["corruptions"] " " \
            names["experiments"] " " names["layers"] " " names["tasks"] " "
    return ""
}
# The last of its names, which is the long one, and the short one or "".
function long_of(option, part) {
    return option ~ /^-[^-]/ ? substr(option, 4) : option
}
function short_of(option) {
    return option ~ /^-[^-]/ ? substr(option, 1, 2) : ""
}
