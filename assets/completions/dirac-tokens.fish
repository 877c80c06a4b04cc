# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_dirac_tokens_global_optspecs
    string join \n cfg= server= master= group= proxy= cert= key= host-cert ca-dir= write timeout= o/output= log= color= h/help V/version
end

function __fish_dirac_tokens_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_dirac_tokens_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_dirac_tokens_using_subcommand
    set -l cmd (__fish_dirac_tokens_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "demo" -d 'The console on an invented installation that runs inside this program. Needs nothing, leaves nothing behind'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "sandbox" -d 'Serve an invented installation to other programs until stopped; one line of JSON says where everything is'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "provider" -d 'Identity providers, and which VOs use them'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "vo" -d 'VOs: their IdProvider, groups and scopes, users with token ids, CEs ready'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "ce" -d 'Computing elements: token tags and their level, what happens to pilots of each VO, and why'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "user" -d 'Users of the Registry and their token ids; and why the tokens of one work or not'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "token" -d 'Tokens stored in DIRAC, without the tokens themselves; and reading a token that you have'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "cs" -d 'The configuration itself: what it holds, what is wrong with it, what is staged to be changed, its versions and servers'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "whoami" -d 'Who the servers say you are'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "doctor" -d 'Look at everything that must be right before anything works, and say what is not'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "man" -d 'Print the man page'
complete -c dirac-tokens -n "__fish_dirac_tokens_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l tokens -d 'Stored tokens; 104 if not given' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l sites -d 'Sites; 14 if not given' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l seed -d 'Decides on what is drawn by lot: names, token ids, ages' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand demo" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l dir -d 'Directory for certificates, proxies and dirac.cfg: new, empty, or left over from an earlier run' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l tokens -d 'Stored tokens; 104 if not given' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l sites -d 'Sites; 14 if not given' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l seed -d 'Decides on what is drawn by lot: names, token ids, ages' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l port-base -d 'First of five ports in a row, instead of ports that the system chooses' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand sandbox" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "add" -d 'Stage a new one, and show the lines for the host that keeps its secret. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "set" -d 'Stage other values for its options; one without a value is taken away. Secrets are refused'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "remove" -d 'Stage its removal. Refused while VOs name it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and not __fish_seen_subcommand_from list show add set remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l type -d 'Its ProviderType: OAuth2, IAM or CheckIn, or that of an extension' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l issuer -d 'Its issuer, an https URL, written as it calls itself' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l scope -d 'The scopes that users ask for, separated by blanks' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l option -d 'Any other option; may be repeated. Secrets are refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l check -d 'Ask the issuer what it calls itself'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l check -d 'Ask the issuer what it calls itself'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l force -d 'Remove it all the same: nobody in those VOs gets a token then'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "add" -d 'Stage a new one, and show the lines for the host that keeps its secret. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "set" -d 'Stage other values for its options; one without a value is taken away. Secrets are refused'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Stage its removal. Refused while VOs name it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand provider; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -f -a "set" -d 'Stage another IdProvider for a VO. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and not __fish_seen_subcommand_from list show set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l provider -d 'Its IdProvider' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from help" -f -a "set" -d 'Stage another IdProvider for a VO. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand vo; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "tag" -d 'Stage the tags with which pilots of a VO use tokens at these CEs. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "untag" -d 'Stage taking these tags away: pilots of the VO use the proxy. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "collapse" -d 'Stage one tag Token in the place of all Token:VO, at CEs where every VO uses tokens. Nothing is sent'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "why" -d 'What would stop the pilots of a VO at a CE if they went with a token: 22 checks in order, each with its CS path'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and not __fish_seen_subcommand_from list show tag untag collapse why help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l query -d 'The CEs that match, as with `ce list`. Needs --expect' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l expect -d 'How many CEs it must be' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l vo -d 'Whose pilots; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l level -d 'Where the tag is written' -r -f -a "ce\t'At the CE: both the Site Director and PilotManager read it. What is taken away is taken from its queues, too'
queue\t'At each queue that admits the VO. A queue can only add to its CE'
site\t'At the site, for all its CEs without tags of their own. PilotManager does not read it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l all-vos -d 'Those of every VO'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l force -d 'Tag also where the pilots would be stopped'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l unadmitted -d 'Tag also for VOs that a CE does not admit, for the day when it does'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from tag" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l query -d 'The CEs that match, as with `ce list`. Needs --expect' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l expect -d 'How many CEs it must be' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l vo -d 'Whose pilots; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l level -d 'Where the tag is taken away' -r -f -a "ce\t'At the CE: both the Site Director and PilotManager read it. What is taken away is taken from its queues, too'
queue\t'At each queue that admits the VO. A queue can only add to its CE'
site\t'At the site, for all its CEs without tags of their own. PilotManager does not read it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l all-vos -d 'Those of every VO'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l narrow -d 'Where Token stands for every VO, write Token:VO for each of the others in its place'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from untag" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l query -d 'The CEs that match, as with `ce list`. Needs --expect' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l expect -d 'How many CEs it must be' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l dry-run -d 'Only show what would be staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from collapse" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l vo -d 'Whose pilots' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l queue -d 'At this queue only' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l site -d 'The site, where several have a CE of this name' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l staged -d 'Judge the configuration as the staged changes leave it. Servers that are asked know nothing of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l answers -d 'Ask the TokenManager and the issuer whether they answer. No token is asked for'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l fetch -d 'Have the very token issued that a Site Director would get, look at it and wipe it. Needs FullDelegation or LimitedDelegation; written in the journal; asked for once'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l probe -d 'Send that token to the CE, and to nobody else, to see whether its front end accepts it. Nothing is submitted'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from why" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "tag" -d 'Stage the tags with which pilots of a VO use tokens at these CEs. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "untag" -d 'Stage taking these tags away: pilots of the VO use the proxy. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "collapse" -d 'Stage one tag Token in the place of all Token:VO, at CEs where every VO uses tokens. Nothing is sent'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "why" -d 'What would stop the pilots of a VO at a CE if they went with a token: 22 checks in order, each with its CS path'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand ce; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -f -a "why" -d 'Why the tokens of a user work or not: from the Registry to the stored row, link by link. -o report is for a ticket'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and not __fish_seen_subcommand_from list show why help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from why" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "why" -d 'Why the tokens of a user work or not: from the Registry to the stored row, link by link. -o report is for a ticket'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "list" -d 'Stored tokens of all users who have a token id, or of some users'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "show" -d 'The stored tokens of one token id, or one row'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "revoke" -d 'Stop stored tokens: revoke the refresh tokens at their issuers, then delete the rows. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "delete" -d 'Delete rows of stored tokens and revoke nothing: the tokens live on where they are. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "inspect" -d 'Read a token from a file or standard input: what it says, whether it is in time and signed, what is wrong with it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and not __fish_seen_subcommand_from list show revoke delete inspect help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l user -d 'Only tokens of this user; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l vo -d 'Only tokens of users in groups of this VO' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l query -d 'The token ids of all rows that match, as with `token list`. Never taken from a name without this option' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l expect -d 'How many token ids it must be. Without that, --yes agrees to one only' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l resume -d 'Go on with a run that was cut off: the latest, or the one of that name. What is settled stays; the rest is judged by what the servers hold now, and no step that took effect is repeated. --expect counts the whole run here' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l abandon -d 'Give up a run that was cut off, by its name: what is left of it stays as it is, and is settled in the journal as that. Nobody is asked, nothing is sent, and no --write is needed' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l row-only -d 'Delete the rows even where the refresh token cannot be revoked from here. A row may be the only handle to it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l yes -d 'Do not ask on the terminal'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l dry-run -d 'Only show what would be done. Needs no --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from revoke" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l query -d 'The token ids of all rows that match, as with `token list`. Never taken from a name without this option' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l expect -d 'How many token ids it must be. Without that, --yes agrees to one only' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l resume -d 'Go on with a run that was cut off: the latest, or the one of that name. What is settled stays; the rest is judged by what the servers hold now, and no step that took effect is repeated. --expect counts the whole run here' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l abandon -d 'Give up a run that was cut off, by its name: what is left of it stays as it is, and is settled in the journal as that. Nobody is asked, nothing is sent, and no --write is needed' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l yes -d 'Do not ask on the terminal'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l dry-run -d 'Only show what would be done. Needs no --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l jwks -d 'Check the signature with the keys of this file, a JWK set' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l issuer -d 'Trust this issuer, and ask it for its keys if the token names it, letter by letter; may be repeated. With --jwks it is only compared' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l audience -d 'The service that the token should be for' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l now -d 'Judge its times as if it were this time: RFC 3339, or seconds since 1970' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l discover -d 'Read your own token from where programs look for it (WLCG Bearer Token Discovery): BEARER_TOKEN, BEARER_TOKEN_FILE, bt_uUID in XDG_RUNTIME_DIR, the same in /tmp. Where it was found is said. A file of somebody else is refused'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l verify -d 'End with 3 if the signature could not be checked. Without --jwks and --issuer the issuers of the installation\'s IdProviders are trusted'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from inspect" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "list" -d 'Stored tokens of all users who have a token id, or of some users'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "show" -d 'The stored tokens of one token id, or one row'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Stop stored tokens: revoke the refresh tokens at their issuers, then delete the rows. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete rows of stored tokens and revoke nothing: the tokens live on where they are. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "inspect" -d 'Read a token from a file or standard input: what it says, whether it is in time and signed, what is wrong with it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "get" -d 'An option, or what stands in a section. Values of options named like secrets are not shown'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "set" -d 'Stage a value for an option, which is made if it is missing. A list has commas between its elements'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "unset" -d 'Stage the removal of an option'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "diff" -d 'What is staged: each option and section that would differ'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "drop" -d 'Drop what is staged: all of it, or one step'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "undo" -d 'Take back the step that was staged last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "redo" -d 'Put back the step that was taken back last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "lint" -d 'Everything that is wrong with it, the worst first. Ends with 1 if there is an error among it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "status" -d 'The master, the version that each server has and how far behind it is, and commits whose end nobody saw'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "history" -d 'Versions of the configuration, the latest first: when, and whose'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "show" -d 'What one version changed'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "commit" -d 'Send what is staged: fetched, merged, sent once, read back, and told as it is. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "revert" -d 'Stage the undoing of one version: what it changed, turned round, on what is there now. Sends nothing'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "rollback" -d 'Put the whole text of an old version in the place of what is there: everybody\'s later changes go with it. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and not __fish_seen_subcommand_from get set unset diff drop undo redo lint status history show commit revert rollback help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l local -d 'As programs on this host see it, with the local files over what the servers have'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l staged -d 'As it would be with what is staged'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l add -d 'The value is one element, to be added to the option\'s list'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l remove -d 'The value is one element, to be taken out of the option\'s list'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l section -d 'It is a section, and goes with all that is in it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from unset" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l steps -d 'The staged steps with their numbers instead'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l step -d 'Number of the step, as `cs diff --steps` shows it' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from drop" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from undo" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from redo" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from lint" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l limit -d 'At most so many' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from history" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l expect -d 'How many options and sections it must change. Nothing is sent if it changes another number' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l take -d 'Leave what is there at this path; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l keep -d 'Do ours at this path, whatever is there; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l yes -d 'Do not ask on the terminal'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l dry-run -d 'Only show what would be done. Needs no --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l skip-diracx-check -d 'Go without the check against DiracX that DIRAC\'s own client makes where the configuration asks for it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l unsigned -d 'Do not sign what is touched with a comment of user, group and time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from commit" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l take -d 'Leave what is there at this path; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l keep -d 'Do ours at this path, whatever is there; may be repeated' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from revert" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l expect -d 'How many options and sections it must change. Nothing is sent if it changes another number' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l yes -d 'Do not ask on the terminal'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l dry-run -d 'Only show what would be done. Needs no --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l skip-diracx-check -d 'Go without the check against DiracX that DIRAC\'s own client makes where the configuration asks for it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from rollback" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "get" -d 'An option, or what stands in a section. Values of options named like secrets are not shown'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "set" -d 'Stage a value for an option, which is made if it is missing. A list has commas between its elements'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "unset" -d 'Stage the removal of an option'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "diff" -d 'What is staged: each option and section that would differ'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "drop" -d 'Drop what is staged: all of it, or one step'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "undo" -d 'Take back the step that was staged last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "redo" -d 'Put back the step that was taken back last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "lint" -d 'Everything that is wrong with it, the worst first. Ends with 1 if there is an error among it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "status" -d 'The master, the version that each server has and how far behind it is, and commits whose end nobody saw'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "history" -d 'Versions of the configuration, the latest first: when, and whose'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "show" -d 'What one version changed'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "commit" -d 'Send what is staged: fetched, merged, sent once, read back, and told as it is. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "revert" -d 'Stage the undoing of one version: what it changed, turned round, on what is there now. Sends nothing'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "rollback" -d 'Put the whole text of an old version in the place of what is there: everybody\'s later changes go with it. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand cs; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand whoami" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand completions" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l cfg -d 'A local configuration file, on top of the discovered ones; may be repeated, the last wins' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l server -d 'A configuration server, instead of those in the local configuration' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l master -d 'The master of the configuration, which alone is written to; without it, one of the local configuration\'s servers' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l group -d 'The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l proxy -d 'The proxy to use' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l cert -d 'The certificate to use, instead of a proxy' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l key -d 'The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l ca-dir -d 'The directory of CA certificates' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l timeout -d 'Longest wait for one answer' -r
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -s o -l output -d 'How to print results' -r -f -a "table\t'For people'
json\t'One document, written whole'
jsonl\t'One line a row, between a first line that says what and a last one that says whether it is all'
csv\t'RFC 4180, guarded against formulas'
report\t'Plain text for a ticket, without secrets: `user why` alone has it'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l log -d 'Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG)' -r -F
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l host-cert -d 'Use the certificate of this host'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -l write -d 'Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand man" -s V -l version -d 'Print version'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "demo" -d 'The console on an invented installation that runs inside this program. Needs nothing, leaves nothing behind'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "sandbox" -d 'Serve an invented installation to other programs until stopped; one line of JSON says where everything is'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "provider" -d 'Identity providers, and which VOs use them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "vo" -d 'VOs: their IdProvider, groups and scopes, users with token ids, CEs ready'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "ce" -d 'Computing elements: token tags and their level, what happens to pilots of each VO, and why'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "user" -d 'Users of the Registry and their token ids; and why the tokens of one work or not'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "token" -d 'Tokens stored in DIRAC, without the tokens themselves; and reading a token that you have'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "cs" -d 'The configuration itself: what it holds, what is wrong with it, what is staged to be changed, its versions and servers'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "whoami" -d 'Who the servers say you are'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "doctor" -d 'Look at everything that must be right before anything works, and say what is not'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "completions" -d 'Print completions for a shell'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "man" -d 'Print the man page'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and not __fish_seen_subcommand_from demo sandbox provider vo ce user token cs whoami doctor completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from provider" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from provider" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from provider" -f -a "add" -d 'Stage a new one, and show the lines for the host that keeps its secret. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from provider" -f -a "set" -d 'Stage other values for its options; one without a value is taken away. Secrets are refused'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from provider" -f -a "remove" -d 'Stage its removal. Refused while VOs name it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from vo" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from vo" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from vo" -f -a "set" -d 'Stage another IdProvider for a VO. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "tag" -d 'Stage the tags with which pilots of a VO use tokens at these CEs. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "untag" -d 'Stage taking these tags away: pilots of the VO use the proxy. Nothing is sent: `cs commit` does that'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "collapse" -d 'Stage one tag Token in the place of all Token:VO, at CEs where every VO uses tokens. Nothing is sent'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from ce" -f -a "why" -d 'What would stop the pilots of a VO at a CE if they went with a token: 22 checks in order, each with its CS path'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "list" -d 'All of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "show" -d 'One of them'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "why" -d 'Why the tokens of a user work or not: from the Registry to the stored row, link by link. -o report is for a ticket'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "list" -d 'Stored tokens of all users who have a token id, or of some users'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "show" -d 'The stored tokens of one token id, or one row'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "revoke" -d 'Stop stored tokens: revoke the refresh tokens at their issuers, then delete the rows. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "delete" -d 'Delete rows of stored tokens and revoke nothing: the tokens live on where they are. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "inspect" -d 'Read a token from a file or standard input: what it says, whether it is in time and signed, what is wrong with it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "get" -d 'An option, or what stands in a section. Values of options named like secrets are not shown'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "set" -d 'Stage a value for an option, which is made if it is missing. A list has commas between its elements'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "unset" -d 'Stage the removal of an option'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "diff" -d 'What is staged: each option and section that would differ'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "drop" -d 'Drop what is staged: all of it, or one step'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "undo" -d 'Take back the step that was staged last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "redo" -d 'Put back the step that was taken back last'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "lint" -d 'Everything that is wrong with it, the worst first. Ends with 1 if there is an error among it'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "status" -d 'The master, the version that each server has and how far behind it is, and commits whose end nobody saw'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "history" -d 'Versions of the configuration, the latest first: when, and whose'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "show" -d 'What one version changed'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "commit" -d 'Send what is staged: fetched, merged, sent once, read back, and told as it is. Needs --write'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "revert" -d 'Stage the undoing of one version: what it changed, turned round, on what is there now. Sends nothing'
complete -c dirac-tokens -n "__fish_dirac_tokens_using_subcommand help; and __fish_seen_subcommand_from cs" -f -a "rollback" -d 'Put the whole text of an old version in the place of what is there: everybody\'s later changes go with it. Needs --write'
