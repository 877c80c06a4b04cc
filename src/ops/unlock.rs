//! A private key behind a passphrase: whether one is waited for, and taking it.
//!
//! What was opened is kept in the plan's keyring, so that whatever is opened of the same plan later does not ask again.

use std::path::Path;
use std::sync::Arc;

use super::connection::Plan;
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::Secret;
use crate::wire::identity::{Keyring, LockedKey};

/// A key that has to be opened before anything can be asked.
#[derive(Debug)]
pub struct Waiting {
    key: Arc<LockedKey>,
    keyring: Keyring,
}

/// A passphrase that did not open the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why, and what to do.
    pub problem: Problem,
    /// Whether another passphrase may do.
    pub ask_again: bool,
}

/// The key that `plan` waits for; `None` if it waits for none, or if something else is wrong that has to be told first.
pub fn waiting(plan: &Plan) -> Option<Waiting> {
    if !plan.problems.is_empty() || plan.servers().0.is_empty() {
        return None;
    }
    let identity = plan.identity().ok()?;
    let key = Arc::clone(identity.locked()?);
    Some(Waiting { key, keyring: plan.places.keys.clone() })
}

impl Waiting {
    /// The file that the key is in.
    pub fn file(&self) -> &Path {
        self.key.file()
    }

    /// Opens the key. Takes up to some seconds of computing.
    pub fn unlock(&self, passphrase: &Secret<String>) -> Result<(), Refused> {
        self.key.unlock(passphrase, &self.keyring).map_err(|refusal| {
            let file = self.file();
            let subject = file.display().to_string();
            let problem =
                Problem::new(Class::Refused, subject, refusal.text(file), refusal.remedy());
            Refused { problem, ask_again: refusal.ask_again() }
        })
    }
}
