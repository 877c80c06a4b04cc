//! The canary: everything that a run leaves behind is searched for secrets that are known to have been in it.
//!
//! Secrets are planted by the tests themselves and made by the embedded installation. Whatever the program prints, logs, reports,
//! draws or writes is collected, and no 16 bytes of any secret may be in it: as they are, in base64 at any alignment, in
//! hexadecimal, with per cent signs, or escaped as JSON does. What the search cannot see proves nothing, so it has to find one
//! that is planted on purpose first. A finding names the secret, never its value.
//!
//! `tests/canary` does the same with all that a whole run of the test suites leaves.

mod collect;
mod run;
mod search;
mod secrets;
