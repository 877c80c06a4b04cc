//! Pure rules: what a configuration, an identity, a CE tag or a stored token *means*.
//!
//! Nothing here reads a clock, a file, the environment or the network; every function can be called from a property test.
//! Times are handed in, texts are handed in, and what comes out is plain data that every other layer may hold.

pub mod ce;
pub mod clocks;
pub mod commit;
pub mod cs;
pub mod foreign;
pub mod idp;
pub mod inventory;
pub mod jwt;
pub mod layout;
pub mod lint;
pub mod oidc;
pub mod permission;
pub mod preflight;
pub mod problem;
pub mod query;
pub mod redact;
pub mod registry;
pub mod secret;
pub mod span;
pub mod stop;
pub mod tagging;
pub mod token;
pub mod vo;
pub mod whoami;
pub mod why;
pub mod x509;
