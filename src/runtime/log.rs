//! The log and the reports of this process: where they go, and their first and last words.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::domain::problem::{Class, Problem};
use crate::settings::{Options, Surroundings};
use crate::telemetry;

/// Variable that names a log when `--log` does not.
const VARIABLE: &str = "DIRAC_TOKENS_LOG";

/// Begins to take down what happens; a log that was asked for and cannot be written is a problem.
///
/// From here on a crash leaves no image of the memory either: tokens and keys are in it.
pub fn begin(options: &Options, surroundings: &Surroundings) -> Result<(), Problem> {
    let maximum = getrlimit(Resource::Core).maximum;
    // a limit may always be lowered; where even that fails nothing is lost but the care
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    let settings = telemetry::Settings {
        log: options.log.clone().or_else(|| surroundings.path(VARIABLE)),
        reports: surroundings.state(),
        clock: surroundings.clock,
    };
    telemetry::begin(settings).map_err(|error| {
        let subject = error.path.display().to_string();
        Problem::new(Class::Usage, subject, error.to_string(), "Give another file with --log.")
    })
}

/// The last line: how the program ended. Returns the status.
pub fn end(status: u8) -> u8 {
    tracing::info!(target: "dirac_tokens::end", status, "ended");
    status
}
