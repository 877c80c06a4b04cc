//! Verbs that are defined when their noun is met: building all of them takes longer than running most commands does.

use std::cell::Cell;

use clap::{ArgMatches, Command, Error, FromArgMatches, Subcommand};

thread_local! {
    static AT_ONCE: Cell<bool> = const { Cell::new(false) };
}

/// What `make` makes, with all verbs defined at once: for whoever writes about all of them.
pub fn at_once<T>(make: impl FnOnce() -> T) -> T {
    AT_ONCE.set(true);
    let all = make();
    AT_ONCE.set(false);
    all
}

/// Verbs of type `T`, defined no earlier than needed (`clap::Command::defer`).
#[derive(Debug)]
pub struct Later<T>(pub T);

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Subcommand> Subcommand for Later<T> {
    fn augment_subcommands(command: Command) -> Command {
        if AT_ONCE.get() { defined::<T>(command) } else { command.defer(defined::<T>) }
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        T::augment_subcommands_for_update(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

/// What the noun says of itself stands before what its verbs say of themselves.
fn defined<T: Subcommand>(noun: Command) -> Command {
    let (about, long_about) = (noun.get_about().cloned(), noun.get_long_about().cloned());
    let command = T::augment_subcommands(noun);
    let command = if let Some(about) = about { command.about(about) } else { command };
    if let Some(about) = long_about { command.long_about(about) } else { command }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn help_is_the_same_whenever_the_verbs_were_defined() {
        let said = |mut command: Command, arguments: &[&str]| {
            let arguments = std::iter::once("dirac-tokens").chain(arguments.iter().copied());
            command.try_get_matches_from_mut(arguments).expect_err("help").to_string()
        };
        let whole = at_once(Cli::command);
        let nouns = whole.get_subcommands().map(Command::get_name);
        for noun in nouns.filter(|name| *name != "help") {
            for arguments in [vec![noun, "--help"], vec![noun, "no-such-verb"], vec!["help", noun]]
            {
                let (later, now) =
                    (said(Cli::command(), &arguments), said(whole.clone(), &arguments));
                assert_eq!(later, now, "{arguments:?}");
            }
        }
    }
}
