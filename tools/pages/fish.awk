# Completion of fish.
# SPDX-License-Identifier: MIT
function quoted(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/'/, "\\'", text)
    return "'" text "'"
}
END {
    print "# fish completion of hopfield, made from its tables of options by tools/make-pages."
    total = split(commands, list, " ")
    none = "'not __fish_seen_subcommand_from " commands "'"
    for (c = 1; c <= total; c++) {
        command = list[c]
        printf "complete -c hopfield -f -n %s -a %s -d %s\n", none, command, quoted(title[command])
        where = "'__fish_seen_subcommand_from " command "'"
        words = words_of(command)
        if (words != "") printf "complete -c hopfield -n %s -a %s\n", where, quoted(words)
        for (i = 1; i <= count[command]; i++) {
            parts = split(option[command, i], part, " ")
            line = "complete -c hopfield -n " where
            for (p = 1; p <= parts; p++)
                line = line (part[p] ~ /^--/ ? " -l " substr(part[p], 3) \
                                             : " -s " substr(part[p], 2))
            values = values_of(long_of(option[command, i]), argument[command, i])
            if (argument[command, i] != "")
                line = line (values == "files" ? " -r -F" : values == "" ? " -x" \
                                              : " -x -a " quoted(values))
            print line " -d " quoted(meaning[command, i])
        }
    }
}
