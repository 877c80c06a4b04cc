//! Bytes from and to the outside, as plain domain values: identity, TLS, the servers of an installation.
//!
//! Each module turns what a server or file says into `domain` types and says in its errors what to do. Nothing here
//! knows of screens, stores or settings; the environment is handed in.

pub mod ca;
pub mod identity;
pub mod tls;
