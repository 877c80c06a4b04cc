//! What is made from the tables of commands and actions must be what is committed.
//!
//! `UPDATE_GENERATED=1 cargo test --test suite generated` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use dirac_tokens::cli;
use dirac_tokens::input::action;

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares, or writes where that was asked for.
pub fn hold(name: &str, fresh: &str) {
    let path = place(name);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        fs::write(&path, fresh).expect("written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "{name} is stale: UPDATE_GENERATED=1 cargo test --test suite generated"
    );
}

/// `text` with what stands between the markers of `name` replaced.
fn between(text: &str, name: &str, fresh: &str) -> String {
    let (begin, end) = (format!("<!-- {name}:begin -->\n"), format!("<!-- {name}:end -->"));
    let (head, rest) = text.split_once(&begin).expect("begin marker");
    let (_, tail) = rest.split_once(&end).expect("end marker");
    format!("{head}{begin}{fresh}{end}{tail}")
}

fn keys_table() -> String {
    let mut rows = String::from("| keys | what | |\n|---|---|---|\n");
    for spec in action::all() {
        // on screens; what overlays do with keys is told by the overlays
        let on_screens = |b: &&action::Binding| {
            b.contexts.iter().any(|c| matches!(c.title(), "Everywhere" | "In a list" | "Always"))
        };
        let bindings = spec.bindings.iter().filter(on_screens);
        let keys: Vec<String> = bindings.flat_map(|b| b.keys).map(|k| format!("`{k}`")).collect();
        if !keys.is_empty() {
            let cells = [keys.join(" "), spec.title.to_owned(), spec.help.replace('|', "\\|")];
            rows += &["| ", &cells.join(" | "), " |\n"].concat();
        }
    }
    rows
}

#[test]
fn the_readme_lists_the_commands_keys_and_queries_that_there_are() {
    let readme = fs::read_to_string(place("README.md")).expect("README.md");
    let fresh = between(&readme, "commands", &cli::commands_table());
    let fresh = between(&fresh, "queries", &cli::queries());
    let fresh = between(&fresh, "lints", &cli::lints_table());
    let fresh = between(&fresh, "checks", &cli::checks_table());
    hold("README.md", &between(&fresh, "keys", &keys_table()));
}

#[test]
fn the_man_page_is_fresh() {
    let text = String::from_utf8(cli::man_page().expect("man page")).expect("UTF-8");
    for command in ["provider", "vo", "ce", "token", "user", "whoami", "doctor"] {
        assert!(text.contains(command), "{command} is missing");
    }
    hold("assets/dirac-tokens.1", &text);
}

#[test]
fn completions_are_fresh() {
    for (shell, name) in [
        (Shell::Bash, "dirac-tokens.bash"),
        (Shell::Zsh, "_dirac-tokens"),
        (Shell::Fish, "dirac-tokens.fish"),
    ] {
        let text = String::from_utf8(cli::completions(shell).expect("completions")).expect("UTF-8");
        hold(&format!("assets/completions/{name}"), &text);
    }
}
