//! `demo` and `sandbox`: the embedded installation, for a person or for other programs, and nothing left of it afterwards.

mod credentials;
mod room;

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dirac_tokens::cli::args::Scale;
use dirac_tokens::cli::{self, Status, plan};
use dirac_tokens::domain::problem::{Class, Problem};
use dirac_tokens::ops::connection::Plan;
use dirac_tokens::runtime::console;
use dirac_tokens::sandbox::content::{IssuerKind, IssuerSpec};
use dirac_tokens::sandbox::description::Description;
use dirac_tokens::sandbox::settings::{Ports, Settings};
use dirac_tokens::sandbox::world::{self, Size};
use dirac_tokens::sandbox::{Sandbox, SandboxError};
use dirac_tokens::settings::{Options, Surroundings};
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Name of the proxy that the demo acts with.
const ADMIN: &str = "admin";

/// Runs the console on an installation of this scale; returns when it has ended and nothing of it is left.
pub fn demo(scale: Scale, options: &Options, surroundings: &Surroundings) -> Status {
    shown(in_temporary_directory(scale, options, surroundings))
}

/// Serves an installation until a signal ends it.
pub fn serve(dir: &Path, scale: Scale, base: Option<u16>, surroundings: &Surroundings) -> Status {
    shown(in_directory(dir, scale, base, surroundings))
}

fn shown(result: Result<Status, Problem>) -> Status {
    result.unwrap_or_else(|problem| cli::complain(&problem))
}

fn in_temporary_directory(
    scale: Scale,
    options: &Options,
    surroundings: &Surroundings,
) -> Result<Status, Problem> {
    // before anything is there that could stay behind
    let ends = Ends::listen()?;
    let above = surroundings.path("TMPDIR").unwrap_or_else(|| PathBuf::from("/tmp"));
    room::sayable(&above, "TMPDIR")?;
    let directory = tempfile::Builder::new()
        .prefix("dirac-tokens-demo-")
        // whatever the umask: there will be keys in it
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(&above)
        .map_err(|error| room::not_usable(&above, &error))?;
    let (sandbox, issuers) = start(directory.path(), scale, Ports::default(), surroundings)?;
    if let Some(status) = ends.one_has_come() {
        return Ok(status);
    }
    let mut plan = own_plan(sandbox.description(), options, surroundings);
    // the host of the TokenManager, at one of the issuers: both ways to stop a token can be seen
    let own = issuers.iter().find(|issuer| issuer.kind == IssuerKind::Iam);
    plan.local.extend(own.and_then(credentials::of));
    let journal = directory.path().join("journal");
    let status = console::demo(plan, journal, options, surroundings);
    drop(sandbox);
    let left = directory.path().to_owned();
    directory.close().map_err(|error| not_removed(&left, &error))?;
    Ok(Status(status))
}

fn in_directory(
    dir: &Path,
    scale: Scale,
    base: Option<u16>,
    surroundings: &Surroundings,
) -> Result<Status, Problem> {
    let mut ends = Ends::listen()?;
    room::make(dir)?;
    let ports = base.and_then(Ports::from_base).unwrap_or_default();
    let (sandbox, _) = start(dir, scale, ports, surroundings)?;
    say_where(sandbox.description());
    let status = ends.wait();
    sandbox.erase().map_err(|error| not_removed(dir, &error))?;
    Ok(status)
}

fn start(
    directory: &Path,
    scale: Scale,
    ports: Ports,
    surroundings: &Surroundings,
) -> Result<(Sandbox, Vec<IssuerSpec>), Problem> {
    let size = Size { tokens: scale.tokens, sites: scale.sites, seed: scale.seed };
    let issuers: Arc<Mutex<Vec<IssuerSpec>>> = Arc::default();
    let told = Arc::clone(&issuers);
    let content = Arc::new(move |places: &_, now| {
        let content = world::content(&size, places, now);
        locked(&told).clone_from(&content.issuers);
        content
    });
    let clock = surroundings.clock;
    let settings =
        Settings { ports, ..Settings::new(directory.to_owned(), content, Arc::new(clock)) };
    let sandbox = Sandbox::start(&settings).map_err(|error| {
        let remedy = match &error {
            SandboxError::Port { number: 1.., .. } => {
                "Name another --port-base, or none: the system chooses ports that are free."
            }
            SandboxError::Files { error, .. } if error.kind() == io::ErrorKind::AlreadyExists => {
                "Another one may be starting there: name another directory, or try again."
            }
            SandboxError::Files { .. } => {
                "Name a directory that you may write to, with room for 1 MB."
            }
            _ => "",
        };
        let what = format!("The invented installation does not start: {error}.");
        Problem::new(Class::Unreachable, "sandbox", what, remedy)
    })?;
    let issuers = std::mem::take(&mut *locked(&issuers));
    Ok((sandbox, issuers))
}

/// A list is handed over whole, so a poisoned lock still holds one.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the demo reaches its installation: nothing of the user's own configuration or credentials comes into it.
fn own_plan(description: &Description, options: &Options, surroundings: &Surroundings) -> Plan {
    let alone = Surroundings { variables: BTreeMap::new(), home: None, ..surroundings.clone() };
    let options = Options {
        cfg: vec![description.cfg.clone()],
        proxy: description.proxies.get(ADMIN).cloned(),
        ca_dir: Some(description.ca_dir.clone()),
        timeout: options.timeout,
        color: options.color,
        ..Options::default()
    };
    let mut plan = plan::make(&alone, &options);
    // a dirac.cfg of this host would be found without any variable
    let own = description.cfg.display().to_string();
    plan.local.retain(|file| file.label == own);
    plan.problems.retain(|problem| problem.subject == own);
    plan
}

/// One line of JSON for programs, the rest for people.
fn say_where(description: &Description) {
    let line = serde_json::to_string(description).unwrap_or_default();
    // a closed stream leaves nobody to tell
    let _ = writeln!(io::stdout().lock(), "{line}");
    let mut errors = io::stderr().lock();
    let proxy = |name: &str| description.proxies.get(name).map(PathBuf::as_path);
    let _ = writeln!(
        errors,
        "An invented DIRAC {} is served on this machine until this program is stopped (ctrl-c). To look at it:\n\n  \
         dirac-tokens --cfg {} --ca-dir {} --proxy {}\n\n\
         That is ada, the administrator. Other people have proxies beside hers: user, operator, manager, ...\n\
         All of it is worth nothing elsewhere, and goes when this ends.",
        description.dirac,
        quoted(&description.cfg),
        quoted(&description.ca_dir),
        proxy(ADMIN).map(quoted).unwrap_or_default(),
    );
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// The signals that end a program. While this lives, and after, none of them ends the process by itself.
struct Ends {
    runtime: Runtime,
    signals: [(Signal, Status); 4],
}

impl Ends {
    fn listen() -> Result<Self, Problem> {
        let listen = || -> io::Result<Self> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let within = runtime.enter();
            let signals = [
                (signal(SignalKind::interrupt())?, Status(130)),
                (signal(SignalKind::terminate())?, Status(143)),
                (signal(SignalKind::hangup())?, Status(129)),
                (signal(SignalKind::quit())?, Status(131)),
            ];
            drop(within);
            Ok(Self { runtime, signals })
        };
        listen().map_err(|error| {
            let what = format!("Signals cannot be listened for: {error}.");
            Problem::new(Class::Unreachable, "signals", what, "Look at the limits of open files.")
        })
    }

    /// Waits for one of them.
    fn wait(&mut self) -> Status {
        let Self { runtime, signals: [interrupt, terminate, hang_up, quit] } = self;
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.0.recv() => interrupt.1,
                _ = terminate.0.recv() => terminate.1,
                _ = hang_up.0.recv() => hang_up.1,
                _ = quit.0.recv() => quit.1,
            }
        })
    }

    /// The status to end with, if one of them has come meanwhile.
    fn one_has_come(mut self) -> Option<Status> {
        let Self { runtime, signals: [interrupt, terminate, hang_up, quit] } = &mut self;
        // long enough for the runtime to look once
        let look = Duration::from_millis(1);
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = interrupt.0.recv() => Some(interrupt.1),
                _ = terminate.0.recv() => Some(terminate.1),
                _ = hang_up.0.recv() => Some(hang_up.1),
                _ = quit.0.recv() => Some(quit.1),
                () = tokio::time::sleep(look) => None,
            }
        })
    }
}

fn not_removed(path: &Path, error: &io::Error) -> Problem {
    Problem::new(
        Class::Unreachable,
        "directory",
        format!("Not everything could be removed below {}: {error}.", path.display()),
        "Remove it by hand.",
    )
}
