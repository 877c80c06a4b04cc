//! JSON Web Tokens that somebody hands in: reading them whatever state they are in, and saying what they mean.
//!
//! Reading, checking the signature, the times, the profile and the lints are verdicts of their own: none of them hides
//! another. Everything here is a plain function of the text, the keys and the time; keys come from `wire`, and nothing
//! that a token names is ever fetched (facts/tokens.md 4).

mod algorithm;
mod around;
mod capability;
mod hide;
mod inspection;
mod issuer;
mod json;
mod kind;
mod lints;
mod looks;
mod meaning;
mod profile;
mod read;
mod segment;
mod signature;
mod times;
mod told;
mod trust;

pub use algorithm::{Algorithm, Family, Named};
pub use around::Stripped;
pub use capability::{Area, Capability, Weight, capabilities};
pub use inspection::Inspection;
pub use json::{DEEPEST, Fault, Object, Read, Value, read_object};
pub use kind::Kind;
pub use lints::findings;
pub use looks::looks_like_a_token;
pub use meaning::{meaning, profile_meaning};
pub use profile::Profile;
pub use read::{LARGEST, Parse, Signed, Token, fingerprint, read};
pub use signature::{Key, KeyFacts, NO_KEYS, Signature, State, judge};
pub use times::{NumericDate, Time};
pub use told::HIDDEN;
pub use trust::{KeySource, TrustedIssuer, Untrusted, calls_itself, trusted};

#[cfg(test)]
mod tests;
