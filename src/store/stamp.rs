//! Stamps: which installation and which request a result belongs to.
//!
//! Every effect carries a stamp and every result brings it back; a result with a foreign stamp is dropped. That one rule
//! keeps a row of installation A from being shown under B (design.md 6.7), and an overtaken answer from winning.

/// One installation of this session. Switching to another gives a new number, even back to the same one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstallationId(pub u32);

/// Number of a request, counted up through the session and never used twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u64);

impl Generation {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// What a result must bring back to be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The installation asked.
    pub installation: InstallationId,
    /// The request it answers.
    pub generation: Generation,
}
