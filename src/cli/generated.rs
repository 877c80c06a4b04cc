//! What is made from the command table: man page, completions, the README's list.

use std::io;

use clap::{Command, CommandFactory as _};

use super::args::Cli;

/// The man page, in roff.
pub fn man_page() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    for command in Cli::command().get_subcommands().filter(|c| c.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone().disable_help_subcommand(true));
        man.render_synopsis_section(&mut text)?;
        man.render_description_section(&mut text)?;
        man.render_options_section(&mut text)?;
    }
    Ok(text)
}

/// Completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dirac-tokens", &mut text);
    Ok(text)
}

/// A Markdown table of all commands, for the README.
pub fn commands_table() -> String {
    let mut rows = vec!["| command | what it does |".to_owned(), "|---|---|".to_owned()];
    table_rows(&Cli::command(), "dirac-tokens", &mut rows);
    rows.join("\n") + "\n"
}

fn table_rows(command: &Command, path: &str, rows: &mut Vec<String>) {
    for sub in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        if sub.has_subcommands() {
            table_rows(sub, &path, rows);
            continue;
        }
        let places: String = sub
            .get_positionals()
            .map(|p| {
                let name = p.get_id().as_str().to_uppercase();
                if p.is_required_set() { format!(" {name}") } else { format!(" [{name}]") }
            })
            .collect();
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        rows.push(format!("| `{path}{places}` | {} |", about.trim_end_matches('.')));
    }
}
