//! What is made from the tables of commands and queries: man page, completions, the README's lists.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{Cli, at_once};
use crate::domain::lint::LINTS;
use crate::domain::preflight::CHECKS;
use crate::domain::query::{Grid, help};

/// All commands with all their verbs.
fn whole() -> Command {
    at_once(Cli::command)
}

/// The man page, in roff.
pub fn man_page() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(whole()).render(&mut text)?;
    for command in whole().get_subcommands().filter(|c| c.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone().disable_help_subcommand(true));
        man.render_synopsis_section(&mut text)?;
        man.render_description_section(&mut text)?;
        man.render_options_section(&mut text)?;
    }
    queries_section().to_writer(&mut text)?;
    lints_section().to_writer(&mut text)?;
    checks_section().to_writer(&mut text)?;
    Ok(text)
}

/// How queries are written, for the man page.
fn queries_section() -> Roff {
    let mut roff = Roff::new();
    let entry = |roff: &mut Roff, what: &str, help: String| {
        roff.control("TP", []).text([bold(what)]).text([roman(help)]);
    };
    roff.control("SH", ["QUERIES"]);
    for form in help::FORMS {
        entry(&mut roff, form.form, form.help.to_owned());
    }
    for grid in Grid::ALL {
        roff.control("SS", [format!("Columns of {}", grid.title()).as_str()]);
        for (names, kind, help) in help::columns(grid) {
            entry(&mut roff, &names, format!("{}: {help}", kind.noun()));
        }
    }
    roff
}

/// The checks of `ce why`, for the man page.
fn checks_section() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["CHECKS OF CE WHY"]);
    for check in CHECKS {
        let what = format!("{} {}", check.n, check.id);
        let (decides, failing) = (check.decides.words(), check.failing.words());
        let help = format!("{}. Told by {decides}. Where it fails: {failing}.", check.title);
        roff.control("TP", []).text([bold(what)]).text([roman(help)]);
    }
    roff
}

/// The checks of `ce why`, in Markdown for the README.
pub fn checks_table() -> String {
    let mut rows = vec![
        "| | check | holds if | told by | where it fails |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for check in CHECKS {
        let (decides, failing) = (check.decides.words(), check.failing.words());
        rows.push(format!(
            "| {} | `{}` | {} | {decides} | {failing} |",
            check.n, check.id, check.title
        ));
    }
    rows.join("\n") + "\n"
}

/// How queries are written, in Markdown for the README: their forms, then the columns of every list.
pub fn queries() -> String {
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let mut rows = vec!["| query | finds |".to_owned(), "|---|---|".to_owned()];
    for form in help::FORMS {
        rows.push(format!("| {} | {} |", code(form.form), form.help.replace('|', "\\|")));
    }
    rows.push(String::new());
    rows.extend([
        "| list | column, other names | holds | |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ]);
    for grid in Grid::ALL {
        let mut list = grid.title();
        for (names, kind, help) in help::columns(grid) {
            // the name of a VO stands for many
            let names = if names == help::OF_A_VO_NAME {
                "name of a VO".to_owned()
            } else {
                names.split(' ').map(code).collect::<Vec<_>>().join(" ")
            };
            rows.push(format!(
                "| {} | {names} | {} | {help} |",
                std::mem::take(&mut list),
                kind.noun()
            ));
        }
    }
    rows.join("\n") + "\n"
}

/// Completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut whole(), "dirac-tokens", &mut text);
    Ok(text)
}

/// A Markdown table of all commands, for the README.
pub fn commands_table() -> String {
    let mut rows = vec!["| command | what it does |".to_owned(), "|---|---|".to_owned()];
    table_rows(&whole(), "dirac-tokens", &mut rows);
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

/// What can be wrong with an installation or a token, for the man page.
fn lints_section() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["LINTS"]);
    for (title, of_tokens) in [("Of an installation", false), ("Of a token", true)] {
        roff.control("SS", [title]);
        for lint in LINTS.iter().filter(|lint| lint.token.is_some() == of_tokens) {
            let what = format!("{} ({})", lint.id, lint.severity.word());
            roff.control("TP", []).text([bold(what)]).text([roman(lint.explanation)]);
        }
    }
    roff
}

/// What `cs lint` looks for, in Markdown for the README.
pub fn lints_table() -> String {
    let mut rows = vec!["| lint | | means |".to_owned(), "|---|---|---|".to_owned()];
    for lint in LINTS.iter().filter(|lint| lint.token.is_none()) {
        let means = lint.explanation.replace('|', "\\|").replace('<', "&lt;");
        rows.push(format!("| `{}` | {} | {means} |", lint.id, lint.severity.word()));
    }
    rows.join("\n") + "\n"
}
