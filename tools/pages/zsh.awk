# Completion of zsh.
# SPDX-License-Identifier: MIT
function quoted(text) {
    gsub(/'/, "'\\''", text)
    return "'" text "'"
}
# For _arguments: brackets and colons are its own.
function within(text) {
    gsub(/[\[\]:\\]/, "\\\\&", text)
    return text
}
# "FILE:_files", "SPEC:(lse hebb)", "N: "
function action_of(name, argument, values) {
    values = values_of(name, argument)
    if (values == "files") return ":" within(argument) ":_files"
    return ":" within(argument) ":" \
           (values == "" ? " " : "(" substr(values, 1, length(values) - 1) ")")
}
END {
    print "#compdef hopfield"
    print "# zsh completion of hopfield, made from its tables of options by tools/make-pages."
    print "_hopfield() {"
    print "    local -a commands"
    print "    commands=("
    total = split(commands, list, " ")
    for (c = 1; c <= total; c++) {
        text = title[list[c]]
        gsub(/:/, "\\:", text)
        printf "        %s\n", quoted(list[c] ":" text)
    }
    print "    )"
    print "    if ((CURRENT == 2)) || [[ $words[2] == help ]]; then"
    print "        _describe command commands"
    print "        return"
    print "    fi"
    print "    local command=$words[2]"
    print "    shift words"
    print "    ((CURRENT--))"
    print "    case $command in"
    for (c = 1; c <= total; c++) {
        command = list[c]
        printf "    %s)\n        _arguments", command
        for (i = 1; i <= count[command]; i++) {
            parts = split(option[command, i], part, " ")
            for (p = 1; p <= parts; p++) {
                assign = argument[command, i] == "" ? "" : part[p] ~ /^--/ ? "=" : "+"
                what = "[" within(meaning[command, i]) "]"
                if (assign != "")
                    what = what action_of(long_of(option[command, i]), argument[command, i])
                printf " \\\n            %s", quoted("*" part[p] assign what)
            }
        }
        words = words_of(command)
        if (words != "")
            printf " \\\n            %s", \
                quoted("1:word:_alternative \"words:word:(" words ")\" \"files:file:_files\"")
        printf " \\\n            '*:file:_files'\n        ;;\n"
    }
    print "    esac"
    print "}"
    print "_hopfield \"$@\""
}
