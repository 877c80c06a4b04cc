//! The twin: arguments to use cases to text. The same operations as the console, for scripts.
//!
//! Results go to standard output through one writer ([`output`]), everything else to standard error. The exit status says
//! how it went (design.md 3).

pub mod args;
mod clocks;
mod commands;
mod generated;
pub mod output;
mod passphrase;
pub mod plan;
mod query;
pub mod rows;
mod signals;

use std::ffi::OsString;
use std::io::{self, Write as _};
#[cfg(feature = "sandbox")]
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::connection::Plan;
use crate::settings::{Options, Surroundings};
use args::{Cli, Command, Later, TokenVerb, UserVerb};
use output::Format;

pub use generated::{checks_table, commands_table, completions, lints_table, man_page, queries};

/// How a command ended, as the process reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u8);

impl Status {
    /// Done.
    pub const DONE: Self = Self(0);
    /// The program itself failed (a defect): the status of a Rust panic.
    pub const CRASHED: Self = Self(101);

    /// The worse of two: the worst of 3 to 6 beats 1 (design.md 3).
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

impl From<Class> for Status {
    fn from(class: Class) -> Self {
        Self(class.status())
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.0)
    }
}

/// What the arguments ask for.
pub enum Asked {
    /// A command, and it is done.
    Done(Status),
    /// The console.
    Console(Box<Plan>, Box<Options>),
    /// The console on an invented installation of this scale.
    #[cfg(feature = "sandbox")]
    Demo(args::Scale, Box<Options>),
    /// An invented installation for other programs, until it is stopped.
    #[cfg(feature = "sandbox")]
    Sandbox {
        /// Where its files go.
        dir: PathBuf,
        /// How large it is.
        scale: args::Scale,
        /// First of its ports; `None`: the system chooses.
        port_base: Option<u16>,
    },
}

/// Reads `arguments` (the program's name first) and does what they say, but for opening the console. `begin` is called once they
/// are understood, before anything is done.
pub fn run(
    arguments: Vec<OsString>,
    surroundings: &Surroundings,
    begin: impl FnOnce(&Options) -> Result<(), Problem>,
) -> Asked {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return Asked::Done(not_a_command(&error)),
    };
    let (options, format) = (cli.common.options(), cli.common.format());
    if let Err(problem) = begin(&options).and_then(|()| has_a_report(cli.command.as_ref(), format))
    {
        return Asked::Done(complain(&problem));
    }
    match cli.command {
        None => match needs_a_terminal(surroundings) {
            Ok(()) => {
                let plan = plan::make(surroundings, &options);
                Asked::Console(Box::new(plan), Box::new(options))
            }
            Err(problem) => Asked::Done(complain(&problem)),
        },
        #[cfg(feature = "sandbox")]
        Some(Command::Demo { scale }) => match demo_can_begin(&options, surroundings) {
            Ok(()) => Asked::Demo(scale, Box::new(options)),
            Err(problem) => Asked::Done(complain(&problem)),
        },
        #[cfg(feature = "sandbox")]
        Some(Command::Sandbox { dir, scale, port_base }) => {
            match nothing_from_outside("sandbox", &options) {
                Ok(()) => {
                    Asked::Sandbox { dir: surroundings.directory.join(dir), scale, port_base }
                }
                Err(problem) => Asked::Done(complain(&problem)),
            }
        }
        Some(Command::Man) => Asked::Done(printed(man_page())),
        Some(Command::Completions { shell }) => Asked::Done(printed(completions(shell))),
        // needs neither configuration nor network
        Some(Command::Token(Later(TokenVerb::Inspect(inspect)))) if !inspect.asks() => {
            Asked::Done(commands::inspect(&inspect, format, &options, surroundings))
        }
        Some(Command::Token(Later(TokenVerb::Inspect(inspect)))) => {
            let surroundings = surroundings.clone();
            Asked::Done(signals::with_signals(move |_| {
                commands::inspect(&inspect, format, &options, &surroundings)
            }))
        }
        Some(command) => {
            let surroundings = surroundings.clone();
            Asked::Done(signals::with_signals(move |ending| {
                commands::run(&command, format, &options, &surroundings, ending)
            }))
        }
    }
}

/// One command alone writes for a ticket.
fn has_a_report(command: Option<&Command>, format: Format) -> Result<(), Problem> {
    if format != Format::Report
        || matches!(command, Some(Command::User(Later(UserVerb::Why { .. }))))
    {
        return Ok(());
    }
    Err(Problem::new(
        Class::Usage,
        "--output",
        "Only `user why` writes a report.",
        "Choose table, json, jsonl or csv.",
    ))
}

/// A command line that is none. Help and version come this way too, with status 0 and on standard output.
fn not_a_command(error: &clap::Error) -> Status {
    if error.use_stderr() {
        // it quotes what was typed, or pasted
        let text = error.render().to_string();
        let text = redact(&text);
        let mut errors = io::stderr().lock();
        for line in text.lines() {
            let _ = writeln!(errors, "{}", Clean::new(line));
        }
    } else {
        // a closed standard output has seen enough
        let _ = error.print();
    }
    Status(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The demo stands on a terminal, and on nothing from outside.
#[cfg(feature = "sandbox")]
fn demo_can_begin(options: &Options, surroundings: &Surroundings) -> Result<(), Problem> {
    nothing_from_outside("demo", options).and_then(|()| needs_a_terminal(surroundings))
}

/// The embedded installation takes nothing from outside, so that nothing outside is touched: an option that would is
/// refused.
#[cfg(feature = "sandbox")]
fn nothing_from_outside(command: &str, options: &Options) -> Result<(), Problem> {
    let given = [
        ("--cfg", !options.cfg.is_empty()),
        ("--server", options.server.is_some()),
        ("--group", options.group.is_some()),
        ("--proxy", options.proxy.is_some()),
        ("--cert", options.cert.is_some()),
        ("--host-cert", options.host_cert),
        ("--ca-dir", options.ca_dir.is_some()),
    ];
    let Some((name, _)) = given.into_iter().find(|(_, given)| *given) else { return Ok(()) };
    Err(Problem::new(
        Class::Usage,
        name,
        format!("The {command} has an installation of its own, so {name} means nothing there."),
        format!("Leave it out, or leave `{command}` out to see your own installation."),
    ))
}

/// The console needs a terminal to draw on and to read keys from.
fn needs_a_terminal(surroundings: &Surroundings) -> Result<(), Problem> {
    if !(surroundings.terminal.input && surroundings.terminal.output) {
        return Err(Problem::new(
            Class::Usage,
            "terminal",
            "The console needs a terminal for input and output, and there is none here.",
            "In a script use a command, for example `dirac-tokens token list -o json`; `dirac-tokens help` lists them.",
        ));
    }
    Ok(())
}

fn printed(text: Result<Vec<u8>, io::Error>) -> Status {
    match text.and_then(|text| io::stdout().lock().write_all(&text)) {
        Ok(()) => Status::DONE,
        Err(error) => write_failed(&error),
    }
}

/// Says on standard error what went wrong; the status is that of the problem's class.
pub fn complain(problem: &Problem) -> Status {
    problem.log();
    let mut errors = io::stderr().lock();
    // a closed standard error leaves nobody to tell
    let _ = writeln!(errors, "dirac-tokens: {}", Clean::new(&problem.message));
    if !problem.remedy.is_empty() {
        let _ = writeln!(errors, "  {}", Clean::new(&problem.remedy));
    }
    problem.class.into()
}

/// A closed pipe is a reader who has seen enough; anything else is said.
fn write_failed(error: &io::Error) -> Status {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Status::DONE;
    }
    complain(&Problem::new(
        Class::Unreachable,
        "standard output",
        format!("Writing the result failed: {error}."),
        "Look whether the disk is full.",
    ))
}
