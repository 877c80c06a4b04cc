//! The console from its start to its end: the model of an installation, on the terminal of this process.

use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use super::core::Core;
use super::installation::Installation;
use super::terminal::{self, TerminalError};
use crate::app::model::{Label, Model};
use crate::app::write::Leave;
use crate::disk::journal::Runs;
use crate::domain::foreign::Clean;
use crate::ops::connection::Plan;
use crate::settings::{ColorChoice, Options, Surroundings};
use crate::store::stamp::InstallationId;
use crate::view::Theme;

/// Threads for requests. The screen has its own: the one that calls [`run`].
const WORKERS: usize = 2;

/// Runs the console until it ends; returns the exit status of the process.
pub fn run(plan: Plan, options: &Options, surroundings: &Surroundings) -> u8 {
    let label = Label { name: plan.name(), production: false };
    let model = Model::new(InstallationId::default(), label, (surroundings.clock)());
    show(model, plan, surroundings.journal(), options, surroundings)
}

/// The same for the demo: called so in the header, with its tour open, and with a journal of its own.
pub fn demo(plan: Plan, journal: PathBuf, options: &Options, surroundings: &Surroundings) -> u8 {
    let label = Label { name: "demo".to_owned(), production: false };
    let model = Model::new(InstallationId::default(), label, (surroundings.clock)()).with_tour();
    show(model, plan, Some(journal), options, surroundings)
}

fn show(
    model: Model,
    plan: Plan,
    journal: Option<PathBuf>,
    options: &Options,
    surroundings: &Surroundings,
) -> u8 {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(TerminalError::Unusable);
    plan.log("console");
    let clock = surroundings.clock;
    let installation = Installation::new(plan).with_journal(journal.map(Runs::open));
    let theme = theme(options, surroundings);
    let ended = runtime.and_then(|runtime| {
        let played = panic::catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                let mut core = Core::new(model, installation, Arc::new(clock));
                if options.write {
                    core = core.unlocked(&Leave::by_option());
                }
                terminal::run(&mut core, theme).await
            })
        }));
        // requests in flight are not waited for, after a panic neither: nothing they could still bring would be seen
        runtime.shutdown_background();
        played.unwrap_or_else(|panic| panic::resume_unwind(panic))
    });
    match ended {
        Ok(end) => end.status(),
        Err(error) => {
            tracing::error!(target: "dirac_tokens::terminal", "{error}");
            // a closed standard error leaves nobody to tell
            let _ = writeln!(std::io::stderr(), "dirac-tokens: {}", Clean::new(&error.to_string()));
            error.status()
        }
    }
}

/// The look that fits this terminal (<https://no-color.org>: set to anything but nothing, it means no colour).
fn theme(options: &Options, surroundings: &Surroundings) -> Theme {
    let mono = match options.color {
        ColorChoice::Always => false,
        ColorChoice::Never => true,
        ColorChoice::Auto => {
            surroundings.variable("NO_COLOR").is_some()
                || surroundings.variable("TERM").is_some_and(|term| term == "dumb")
        }
    };
    let theme = if mono { Theme::mono() } else { Theme::ansi() };
    theme.with_ascii(!surroundings.terminal.utf8)
}
