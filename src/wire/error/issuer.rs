//! What issuers answer: the errors of OAuth 2.0, and answers that are none.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{Fault, shown};
use crate::domain::foreign::Clean;

/// Why an issuer gave no usable answer. Texts that it wrote are redacted and safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssuerFault {
    /// It does not know the client, or not with this secret: `invalid_client` (RFC 6749 5.2). Nothing was done.
    InvalidClient,
    /// It does not revoke tokens of this kind: `unsupported_token_type` (RFC 7009 2.2.1). Nothing was done.
    UnsupportedTokenType,
    /// It is out of service: 503. The token still exists (RFC 7009 2.2.1).
    Unavailable {
        /// After which time it wants to be asked again, if it said so.
        retry_after: Option<Duration>,
    },
    /// Another error of OAuth. Nothing was done.
    Refused {
        /// HTTP status, 400 to 499.
        status: u16,
        /// Its error code, such as `invalid_request`; empty if there is none.
        code: String,
        /// Its own words.
        description: Option<String>,
    },
    /// Another status than the protocol has: a redirect, 500, what a front end says.
    Status(u16),
    /// There is nothing at the place where an issuer describes itself: 404.
    NoMetadata,
    /// The description is of another issuer than was asked (OpenID Connect Discovery 1.0, 4.3).
    OtherIssuer {
        /// The name it gives itself.
        named: String,
    },
    /// Its description names no such endpoint, or one that is not used.
    NoEndpoint {
        /// The member of the description, such as `revocation_endpoint`.
        name: &'static str,
        /// Why the endpoint is not used; `None` if there is none.
        why: Option<String>,
    },
    /// It takes client credentials in no way that is spoken here.
    NoAuthentication,
    /// The answer is not what the protocol says; what is wrong with it, as the end of a sentence.
    Malformed(String),
}

impl IssuerFault {
    /// An error of OAuth (RFC 6749 5.2), the known codes told apart.
    pub fn refused(status: u16, code: &str, description: Option<&str>) -> Self {
        match code {
            "invalid_client" => Self::InvalidClient,
            "unsupported_token_type" => Self::UnsupportedTokenType,
            code => Self::Refused {
                status,
                code: shown(code),
                description: description.map(shown).filter(|text| !text.is_empty()),
            },
        }
    }

    /// Whether a change may have taken effect although this was the answer.
    pub fn may_have_acted(&self) -> bool {
        match self {
            Self::Status(status) => !(400..500).contains(status),
            Self::Malformed(_) => true,
            _ => false,
        }
    }

    /// Whether it may pass by itself.
    pub fn is_for_now(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Status(429 | 502 | 504))
    }

    /// Whether the issuer understood and said no.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::InvalidClient | Self::UnsupportedTokenType | Self::Refused { .. })
    }

    /// The fault in one or two words, for the log.
    pub(in crate::wire) fn word(&self) -> String {
        match self {
            Self::InvalidClient => "invalid_client".into(),
            Self::UnsupportedTokenType => "unsupported_token_type".into(),
            Self::Unavailable { .. } => "503".into(),
            Self::Refused { status, code, .. } if code.is_empty() => status.to_string(),
            Self::Refused { code, .. } => code.clone(),
            Self::Status(status) => status.to_string(),
            Self::NoMetadata => "404".into(),
            Self::OtherIssuer { .. } => "another issuer".into(),
            Self::NoEndpoint { .. } | Self::NoAuthentication => "not sent".into(),
            Self::Malformed(_) => "no answer of an issuer".into(),
        }
    }

    pub(super) fn whose(&self) -> Fault {
        match self {
            Self::InvalidClient
            | Self::NoMetadata
            | Self::OtherIssuer { .. }
            | Self::NoAuthentication => Fault::Configuration,
            Self::Refused { .. } => Fault::Unknown,
            _ => Fault::Server,
        }
    }

    /// What to do next.
    pub(super) fn remedy(&self) -> Cow<'static, str> {
        match self {
            Self::InvalidClient => {
                "Compare client_id and client_secret in this host's dirac.cfg with the client's registration at the issuer."
            }
            Self::UnsupportedTokenType => {
                "Revoke the refresh token instead, or wait for the end of this one."
            }
            Self::Unavailable { retry_after: Some(after) } => {
                return format!(
                    "Nothing was done. The issuer wants to be asked again after {} s.",
                    after.as_secs()
                )
                .into();
            }
            Self::Unavailable { .. } => "Nothing was done. Ask again later.",
            Self::Refused { .. } => "The issuer gave its reason. Nothing was done.",
            Self::Status(300..=399) => {
                "Redirects are not followed. Put the URL into the configuration that the issuer really has."
            }
            Self::Status(_) => "Try again later, or ask the issuer's admins.",
            Self::NoMetadata => {
                "Compare the issuer's URL with the one in its tokens (iss): path and port count."
            }
            Self::OtherIssuer { .. } => {
                "Name the issuer as it names itself. If it should be another one, somebody answers in its place."
            }
            Self::NoEndpoint { .. } => "Ask the issuer's admins, or do it on its own pages.",
            Self::NoAuthentication => {
                "client_secret_basic and client_secret_post are spoken here. Have the client registered for one of them."
            }
            Self::Malformed(_) => "Check that the URL is that of an OpenID Connect issuer and not of a web page.",
        }
        .into()
    }
}

impl fmt::Display for IssuerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidClient => {
                f.write_str("the issuer does not accept the client credentials (invalid_client)")
            }
            Self::UnsupportedTokenType => f.write_str(
                "the issuer does not revoke tokens of this kind (unsupported_token_type)",
            ),
            Self::Unavailable { .. } => f.write_str("the issuer is out of service (503)"),
            Self::Refused { status, code, description } => {
                match code.as_str() {
                    "" => write!(f, "the issuer refuses with HTTP status {status}")?,
                    code => write!(f, "the issuer refuses: {code} ({status})")?,
                }
                match description {
                    Some(text) => write!(f, ", \"{}\"", text.trim_end_matches('.')),
                    None => Ok(()),
                }
            }
            Self::Status(status @ 300..=399) => {
                write!(f, "the issuer redirects elsewhere ({status}), which is not followed")
            }
            Self::Status(status) => write!(f, "the issuer answered with HTTP status {status}"),
            Self::NoMetadata => f.write_str("there is no description of an issuer here (404)"),
            Self::OtherIssuer { named } => {
                write!(f, "this is the description of another issuer, {}", Clean::new(named))
            }
            Self::NoEndpoint { name, why: None } => write!(f, "the issuer has no {name}"),
            Self::NoEndpoint { name, why: Some(why) } => {
                write!(f, "the issuer's {name} is not used: {why}")
            }
            Self::NoAuthentication => {
                f.write_str("the issuer takes client credentials in no way that is spoken here")
            }
            Self::Malformed(what) => write!(f, "the answer is not that of an issuer: {what}"),
        }
    }
}
