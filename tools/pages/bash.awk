# Completion of bash.
# SPDX-License-Identifier: MIT
END {
    print "# bash completion of hopfield, made from its tables of options by tools/make-pages."
    print "_hopfield() {"
    print "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}"
    print "    local options= words= values= command=${COMP_WORDS[1]-}"
    print "    COMPREPLY=()"
    print "    [[ $command == help && COMP_CWORD -gt 1 ]] && command="
    print "    if ((COMP_CWORD == 1)) || [[ -z $command ]]; then"
    print "        COMPREPLY=($(compgen -W '" commands " help --help --version' -- \"$word\"))"
    print "        return"
    print "    fi"
    print "    # --option=value comes in three words."
    print "    if [[ $word == '=' ]]; then word=; fi"
    print "    if [[ $before == '=' ]]; then before=${COMP_WORDS[COMP_CWORD - 2]}; fi"
    print "    [[ $word != ${COMP_WORDS[COMP_CWORD]} ]] && before=${COMP_WORDS[COMP_CWORD - 1]}"
    print "    case $command in"
    total = split(commands, list, " ")
    for (c = 1; c <= total; c++) {
        command = list[c]
        all = ""
        printf "    %s)\n        case $before in\n", command
        for (i = 1; i <= count[command]; i++) {
            names_ = option[command, i]
            all = all " " names_
            if (argument[command, i] == "") continue
            gsub(/ /, "|", names_)
            values = values_of(long_of(option[command, i]), argument[command, i])
            printf "        %s) values='%s' ;;\n", names_, values == "" ? "none" : values
        }
        print "        esac"
        printf "        options='%s'\n        words='%s'\n        ;;\n", substr(all, 2), \
            words_of(command)
    }
    print "    *) return ;;"
    print "    esac"
    print "    case $values in"
    print "    none) return ;;"
    print "    files) COMPREPLY=($(compgen -f -- \"$word\")) && compopt -o filenames ;;"
    print "    ?*) COMPREPLY=($(compgen -W \"$values\" -- \"$word\")) ;;"
    print "    *)"
    print "        if [[ $word == -* ]]; then"
    print "            COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))"
    print "            return"
    print "        fi"
    print "        ((COMP_CWORD > 2)) && [[ $command != list ]] && words="
    print "        local IFS=$'\\n'"
    print "        COMPREPLY=($(compgen -W \"${words// /$'\\n'}\" -- \"$word\")" \
          " $(compgen -f -- \"$word\"))"
    print "        compopt -o filenames"
    print "        ;;"
    print "    esac"
    print "}"
    print "complete -F _hopfield hopfield"
}
