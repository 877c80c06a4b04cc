//! The embedded installation: a CS master and worker, a TokenManager and three OpenID Connect issuers in this process, on
//! loopback https, for `demo`, for whoever develops against DIRAC, and for the tests.
//!
//! It behaves like DIRAC 9.1.22 where that can be seen from outside, its oddities included; the contract suite holds both
//! against the same cases, and a difference is a defect of this module. Every certificate, key and token in it is made when
//! it starts and is worth nothing elsewhere.
//!
//! | part | is |
//! |---|---|
//! | [`arrivals`] | requests counted at the sockets, and which of them may change something |
//! | [`content`] | what an installation is made of, as plain data |
//! | [`installation`] | everything put together and running: [`Sandbox`] |
//! | [`settings`] | what can be chosen: directory, ports, times |
//! | [`description`] | where everything is, for others, as JSON |
//! | [`credentials`] | the certificates and proxies of an installation, made by [`pki`] and written by [`files`] |
//! | [`server`] | ports, TLS, HTTP/1.1; [`verifier`] decides who is let in |
//! | [`dirac`] | the CS, master and worker, and the TokenManager |
//! | [`http`] | requests and answers as handlers see them |
//! | [`issuer`] | OpenID Connect issuers |
//! | [`peer`] | who is at the other end of a connection |
//! | [`record`] | what was asked, by whom, and what came of it |
//! | [`world`] | the invented installation that `demo` and `sandbox` show |

use std::sync::Arc;

use jiff::Timestamp;

pub mod arrivals;
pub mod content;
pub mod credentials;
pub mod description;
pub mod dirac;
pub mod files;
pub mod http;
pub mod installation;
pub mod issuer;
pub mod peer;
pub mod pki;
pub mod record;
pub mod server;
pub mod settings;
pub mod verifier;
pub mod world;

pub use installation::{Sandbox, SandboxError};

/// Where the installation's time comes from: the machine's clock, or a test's.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
