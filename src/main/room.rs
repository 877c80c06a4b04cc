//! The directory that `sandbox` is told to use: new, empty, or left over from a run that could not clean up.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;

use dirac_tokens::domain::cs;
use dirac_tokens::domain::problem::{Class, Problem};

/// What the installation writes there.
const OURS: [&str; 5] = ["certificates", "dirac.cfg", "host", "proxies", "users"];

/// Takes away what an earlier run has left. Refuses a directory in which somebody keeps something else, or that another
/// installation is using; nothing was touched then.
pub(super) fn make(dir: &Path) -> Result<(), Problem> {
    sayable(dir, "--dir")?;
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(not_usable(dir, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| not_usable(dir, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    let ours = dir.join("certificates/Sandbox-CA.pem").is_file();
    if let Some(name) = names.iter().find(|name| !(ours && OURS.contains(&name.as_str()))) {
        return Err(Problem::new(
            Class::Usage,
            "--dir",
            format!("{} is not empty: {name} in it is not of an earlier run.", dir.display()),
            "Name a new or empty directory.",
        ));
    }
    if is_served(dir) {
        return Err(Problem::new(
            Class::Usage,
            "--dir",
            format!("Another installation is being served from {}.", dir.display()),
            "Stop it, or name another directory.",
        ));
    }
    for name in names {
        let path = dir.join(name);
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|error| not_usable(&path, &error))?;
    }
    Ok(())
}

/// Whether somebody listens where the `dirac.cfg` in this directory says that the master is.
fn is_served(dir: &Path) -> bool {
    let port = || -> Option<u16> {
        let tree = cs::parse(fs::read_to_string(dir.join("dirac.cfg")).ok()?).ok()?;
        let url = tree.value("/DIRAC/Configuration/Servers")?;
        let (_, rest) = url.split_once("://localhost:")?;
        rest.split('/').next()?.parse().ok()
    };
    port().is_some_and(|port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok())
}

/// Refuses a directory whose path cannot stand in the JSON line, in the `dirac.cfg` and on a terminal.
pub(super) fn sayable(path: &Path, given_by: &str) -> Result<(), Problem> {
    let said = |text: &str| !text.contains(char::is_control);
    if path.to_str().is_some_and(said) {
        return Ok(());
    }
    Err(Problem::new(
        Class::Usage,
        given_by,
        format!(
            "{} is not UTF-8 or has control characters: no dirac.cfg can name it.",
            path.display()
        ),
        "Name another directory.",
    ))
}

/// That a directory cannot be read or written.
pub(super) fn not_usable(path: &Path, error: &io::Error) -> Problem {
    Problem::new(
        Class::Unreachable,
        "directory",
        format!("{} cannot be used: {error}.", path.display()),
        "Name a directory that you may write to.",
    )
}
