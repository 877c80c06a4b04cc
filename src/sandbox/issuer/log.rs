//! What an issuer has done, for whoever has to count: a test, a curious reader. Tokens appear as fingerprints.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::domain::secret::Fingerprint;

/// Most entries that are kept; older ones go first.
const LONGEST: usize = 10_000;

/// How a token was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantKind {
    /// `client_credentials` (RFC 6749 4.4).
    ClientCredentials,
    /// `refresh_token` (RFC 6749 6).
    RefreshToken,
    /// `urn:ietf:params:oauth:grant-type:device_code` (RFC 8628 3.4).
    DeviceCode,
}

impl GrantKind {
    /// The word for it in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
            Self::DeviceCode => "device_code",
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Tokens were issued.
    Issued {
        /// How they were asked for.
        grant: GrantKind,
        /// Whom they speak for.
        subject: String,
        /// The access token.
        access: Fingerprint,
        /// The refresh token that came along.
        refresh: Option<Fingerprint>,
    },
    /// A token was refused, with this error.
    Refused(&'static str),
    /// A refresh token that had been replaced was used again; its grant is revoked.
    Reused(Fingerprint),
    /// A token was revoked.
    Revoked {
        /// Which.
        token: Fingerprint,
        /// Whether it was an access token.
        access: bool,
        /// Whether it had been revoked before.
        again: bool,
    },
    /// Somebody wanted a token revoked that this issuer has never made.
    RevokedUnknown(Fingerprint),
    /// Somebody asked what a token is.
    Introspected {
        /// Which.
        token: Fingerprint,
        /// What they were told.
        active: bool,
    },
    /// A device code was given out.
    DeviceStarted,
    /// A person approved a device.
    Approved(String),
    /// A person refused a device.
    Denied,
}

/// An entry: when, which client, what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened, by the installation's clock.
    pub at: Timestamp,
    /// The client that asked; `None` if it did not prove to be one.
    pub client: Option<String>,
    /// What happened.
    pub deed: Deed,
}

/// The entries, oldest first.
#[derive(Debug, Default)]
pub struct Log(VecDeque<Entry>);

impl Log {
    /// Adds an entry.
    pub fn add(&mut self, entry: Entry) {
        if self.0.len() == LONGEST {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }
}
