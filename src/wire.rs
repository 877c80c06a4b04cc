//! Bytes from and to the outside, as plain domain values: identity, TLS, URLs, calls of DIRAC's services.
//!
//! Each module turns what a server or file says into `domain` types and says in its errors what to do. Nothing here
//! knows of screens, stores or settings; the environment is handed in. Flows of more than one request belong to `ops`,
//! except where one question needs two requests to have an answer at all (a 401 is told apart by `whoami`).

pub mod arex;
pub mod ca;
pub mod condor;
pub mod configuration;
pub mod error;
mod form;
pub mod http;
pub mod identity;
pub mod jencode;
pub mod jwks;
pub mod oidc;
pub mod rpc;
pub mod service;
pub mod tls;
pub mod token_manager;
pub mod url;
