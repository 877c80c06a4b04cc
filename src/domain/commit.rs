//! Changing the configuration at its master: what became of a commit, judged by what is read back and never by the answer
//! alone, for no lock on the server spans its check and its swap (facts/dirac.md 3.3); and what the configuration says of its
//! master.

mod between;
mod claim;
mod judge;
mod outcome;

pub use between::between;
pub use claim::Claim;
pub use judge::{Contents, Evidence, Reply, Verdict, judge, needed};
pub use outcome::{Outcome, Report, Vanished};

use crate::domain::cs::{Tree, write_to};
use crate::domain::secret::Fingerprint;

/// When a change of the configuration takes effect, as it was measured on DIRAC 9.1.22 (facts/dirac-live.md 7).
pub const TAKES_EFFECT: &str = "No restart is needed: services and agents read the change within 300 s from the master (281 s were measured), \
    through a worker within about 10 minutes, and a Site Director acts on it up to two of its cycles later.";

/// Where a configuration bears its version.
pub const VERSION: &str = "/DIRAC/Configuration/Version";
/// Where it names its master.
pub const MASTER_SERVER: &str = "/DIRAC/Configuration/MasterServer";
/// Where it is named itself.
pub const NAME: &str = "/DIRAC/Configuration/Name";
/// The option that makes DIRAC's own client check a commit against DiracX (facts/diracx.md "Place beside DIRAC").
pub const VERIFY_DIRACX: &str = "/Systems/Configuration/Services/Server/VerifyDiracXSyncOnCommit";

/// What a text is recognised by, whatever its version: its lines in DIRAC's form but for that of the version.
pub fn digest(tree: &Tree) -> Fingerprint {
    let mut text = String::new();
    // writing to a String does not fail
    let _ = write_to(tree, &mut text);
    let version = tree.value(VERSION).unwrap_or_default();
    let line = format!("Version = {version}");
    let mut dropped = false;
    let kept: Vec<&str> = text
        .lines()
        .filter(|&own| {
            let is_it = !dropped && own.trim() == line;
            dropped |= is_it;
            !is_it
        })
        .collect();
    Fingerprint::of(kept.join("\n").as_bytes())
}

/// Whether commits are to be checked against DiracX: DIRAC's own client takes these words for yes.
pub fn verifies_diracx(tree: &Tree) -> bool {
    tree.option(VERIFY_DIRACX).is_some_and(crate::domain::cs::Opt::is_true)
}

#[cfg(test)]
mod tests;
