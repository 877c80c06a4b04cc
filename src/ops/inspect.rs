//! What a token is, as far as can be told without asking anybody: read, checked with keys at hand, timed, linted.

use jiff::Timestamp;

use crate::domain::jwt::{self, Inspection};
use crate::wire::jwks::KeySet;

/// Inspects `text`, which the caller owns and wipes. `keys` are those it may be checked with; `audience` is the service that
/// it should be for, if somebody asks. Nobody is asked.
pub fn inspect(
    text: &[u8],
    keys: Option<&KeySet>,
    audience: Option<&str>,
    now: Timestamp,
) -> Inspection {
    let keys = keys.map(|set| set.keys.as_slice());
    Inspection::with_keys(jwt::read(text), keys, audience, now)
}
