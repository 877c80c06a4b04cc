//! The token on screen 5: where it came from, what was found out about it, and its text only as long as that may be needed.
//!
//! The text is held while its signature could still be checked and was not; then, and when another token or nothing takes its
//! place, it is wiped. What is shown is an [`Inspection`], which holds no token.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::jwt::{
    Inspection, Kind, Parse, State, TrustedIssuer, fingerprint, read, trusted,
};
use crate::domain::secret::{Fingerprint, Secret};
use crate::domain::token::{Chosen, Which};
use crate::store::stamp::Stamp;
use crate::store::tokens::TokenRef;

use super::present::inspect::Rows;

/// The text of a token on its way to somebody who needs it. Equal to nothing but itself; wiped with its last copy.
#[derive(Clone, Debug)]
pub struct Raw(Arc<Secret<Vec<u8>>>);

impl Raw {
    /// Takes the text over.
    pub fn new(text: Secret<Vec<u8>>) -> Self {
        Self(Arc::new(text))
    }

    /// The text, for whoever reads or checks it.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Raw {}

/// One of the tokens of a listed row.
pub(crate) fn chosen(row: &TokenRef<'_>, which: Which) -> Chosen {
    Chosen {
        row: row.id,
        user: row.user.map(str::to_owned),
        user_id: row.user_id.to_owned(),
        provider: row.provider.to_owned(),
        which,
        fingerprint: match which {
            Which::Access => row.access,
            Which::Refresh => row.refresh,
        },
    }
}

/// Where a token came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody pasted or typed it.
    Pasted,
    /// A file, as its name was given.
    File(String),
    /// A row of TokenDB.
    Stored(Chosen),
}

impl Origin {
    /// In words: `pasted`, `from /tmp/bt_u1000`.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Pasted => "pasted".to_owned(),
            Self::File(name) => format!("from {name}"),
            Self::Stored(token) => format!("from {}", token.words()),
        }
    }
}

/// A token that was read.
pub(crate) struct Opened {
    /// All verdicts on it.
    pub(crate) inspection: Inspection,
    /// What it is for.
    pub(crate) kind: Kind,
    /// Where it came from.
    pub(crate) origin: Origin,
    /// What tells it from others; `None` if there was nothing.
    pub(crate) fingerprint: Option<Fingerprint>,
    /// When it was read.
    pub(crate) since: Timestamp,
    /// Its text, while that may still be needed.
    raw: Option<Raw>,
    /// Whether its issuer was asked for keys.
    pub(crate) asked: bool,
}

impl Opened {
    /// Reads a text, whose issuer should be one of `issuers` if there are any. Nobody is asked.
    pub(crate) fn read(
        raw: Raw,
        origin: Origin,
        issuers: &[TrustedIssuer],
        now: Timestamp,
    ) -> Self {
        let token = read(raw.expose());
        let kind = match (&origin, token.parse, Kind::of(&token)) {
            // what cannot be read is what the row says it is
            (Origin::Stored(stored), parse, Kind::Unknown)
                if parse != Parse::Ok || stored.which == Which::Refresh =>
            {
                match stored.which {
                    Which::Access => Kind::Access,
                    Which::Refresh => Kind::Refresh,
                }
            }
            (_, _, kind) => kind,
        };
        let fingerprint = fingerprint(raw.expose());
        let inspection = Inspection::without_keys(token, None, now);
        let inspection = with_issuer_compared(inspection, kind, issuers, now);
        let (since, asked) = (now, false);
        let mut opened =
            Self { inspection, kind, origin, fingerprint, since, raw: Some(raw), asked };
        opened.forget_judged();
        opened
    }

    /// The text, if its signature was not judged yet.
    pub(crate) fn raw(&self) -> Option<&Raw> {
        self.raw.as_ref()
    }

    /// Whether there is a signature that may still be checked.
    pub(crate) fn is_open(&self) -> bool {
        let state = self.inspection.signature.state;
        self.inspection.token.parse == Parse::Ok
            && matches!(state, State::NotChecked | State::Unverifiable)
    }

    /// Its verdicts were given anew. The text goes when it is not needed any more.
    pub(crate) fn judged(&mut self, inspection: Inspection) {
        self.inspection = inspection;
        self.asked = true;
        self.forget_judged();
    }

    fn forget_judged(&mut self) {
        if !self.is_open() {
            self.raw = None;
        }
    }

    /// Whether it is another token than the one that its row was listed with.
    pub(crate) fn differs_from_listing(&self) -> bool {
        match &self.origin {
            Origin::Stored(stored) => {
                stored.fingerprint.is_some() && stored.fingerprint != self.fingerprint
            }
            Origin::Pasted | Origin::File(_) => false,
        }
    }
}

/// The inspection with the finding that its issuer is none of `issuers`, if that is so.
fn with_issuer_compared(
    inspection: Inspection,
    kind: Kind,
    issuers: &[TrustedIssuer],
    now: Timestamp,
) -> Inspection {
    let readable = inspection.token.parse == Parse::Ok && kind != Kind::Refresh;
    let claims = inspection.token.claims.as_ref().filter(|_| readable && !issuers.is_empty());
    let Some(finding) = claims.and_then(|claims| {
        let why = trusted(claims, issuers).err()?;
        why.finding(claims, issuers)
    }) else {
        return inspection;
    };
    let mut signature = inspection.signature;
    signature.findings.push(finding);
    Inspection::of(inspection.token, signature, None, now)
}

/// What screen 5 has on it.
#[derive(Default)]
pub(crate) struct Desk {
    /// The token that was read last.
    pub(crate) opened: Option<Opened>,
    /// A token that is being fetched or read from a file.
    pub(crate) coming: Option<(Stamp, Origin)>,
    /// A check of the signature under way.
    pub(crate) checking: Option<Stamp>,
    /// When what is shown will read differently.
    pub(crate) changes: Option<Timestamp>,
    /// What is shown of it.
    pub(crate) rows: Arc<Rows>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(row: Option<u64>) -> Chosen {
        Chosen {
            row,
            user: Some("wlada".into()),
            user_id: "id-1".into(),
            provider: "IAM-WLCG".into(),
            which: Which::Refresh,
            fingerprint: None,
        }
    }

    fn opened(text: &str, origin: Origin) -> Opened {
        let raw = Raw::new(Secret::new(text.as_bytes().to_vec()));
        Opened::read(raw, origin, &[], Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_text_is_held_only_while_its_signature_may_be_checked() {
        // {"alg":"RS256"} . {} . one octet
        assert!(opened("eyJhbGciOiJSUzI1NiJ9.e30.AA", Origin::Pasted).raw().is_some());
        // {"alg":"none"}
        assert!(opened("eyJhbGciOiJub25lIn0.e30.", Origin::Pasted).raw().is_none(), "not signed");
        assert!(opened("opaque", Origin::Pasted).raw().is_none(), "not readable");
        assert!(!format!("{:?}", Raw::new(Secret::new(b"hunter2".to_vec()))).contains("hunter2"));
    }

    #[test]
    fn what_cannot_be_read_is_what_its_row_says() {
        assert_eq!(opened("opaque", Origin::Stored(stored(None))).kind, Kind::Refresh);
        assert_eq!(opened("opaque", Origin::Pasted).kind, Kind::Unknown);
    }
}
