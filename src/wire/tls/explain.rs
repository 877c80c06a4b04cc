//! What a TLS error means, whose fault it is, and what to do: from the error of rustls, wherever it is wrapped.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError, Error as TlsError, InvalidMessage};

/// A TLS failure by its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No CA of the CA directory signed the server's certificate.
    UnknownAuthority,
    /// The server's certificate is for other names.
    WrongName,
    /// The server's certificate names hosts only in its CN, which no longer counts.
    NoNames,
    /// The server's certificate is over.
    ServerExpired,
    /// The server's certificate has not begun.
    ServerNotYetValid,
    /// Something else about the server's certificate.
    ServerCertificate,
    /// The server refused our certificate; the alert in its own words (`certificate_expired`).
    Refused(&'static str),
    /// Client and server have no version or algorithm in common.
    NothingInCommon,
    /// What answers there does not speak TLS.
    NotTls,
    /// Anything else.
    Other,
}

/// A failure in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its cause.
    pub trouble: Trouble,
    /// What happened. May hold names that the server sent: foreign text.
    pub text: String,
    /// What to do, and by whom.
    pub remedy: String,
}

/// Explains `error` if a TLS failure is somewhere in its chain of sources; `None` if it failed for another reason.
pub fn explain_tls_error(error: &(dyn Error + 'static)) -> Option<Explanation> {
    find(error).map(explain)
}

/// Sources are followed, and the errors inside io errors, which `source` does not give.
fn find<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a TlsError> {
    let mut next = Some(error);
    // no real chain is this long; a malicious `source` must not hold us up
    for _ in 0..32 {
        let error = next?;
        if let Some(found) = error.downcast_ref::<TlsError>() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

fn told(trouble: Trouble, text: impl Into<String>, remedy: &str) -> Explanation {
    Explanation { trouble, text: text.into(), remedy: remedy.to_owned() }
}

fn explain(error: &TlsError) -> Explanation {
    match error {
        TlsError::InvalidCertificate(reason) => certificate(reason),
        TlsError::AlertReceived(alert) => refused(*alert),
        TlsError::PeerIncompatible(reason) => told(
            Trouble::NothingInCommon,
            format!(
                "The server offers no TLS version or algorithm that is safe today ({reason:?})."
            ),
            "Its administrator has to enable TLS 1.2 or 1.3.",
        ),
        TlsError::InvalidMessage(
            InvalidMessage::InvalidContentType
            | InvalidMessage::UnknownProtocolVersion
            | InvalidMessage::MessageTooLarge,
        ) => told(
            Trouble::NotTls,
            "What answers at this address does not speak TLS.",
            "Check host and port: this may be a plain http server.",
        ),
        other => told(
            Trouble::Other,
            format!("The TLS connection failed: {other}."),
            "Try again; if it stays, the server's log tells more.",
        ),
    }
}

fn certificate(reason: &CertificateError) -> Explanation {
    const RENEW: &str =
        "Its administrator has to renew it. If the dates seem right, check this host's clock.";
    match reason {
        CertificateError::UnknownIssuer => told(
            Trouble::UnknownAuthority,
            "The server's certificate was not issued by any CA in the CA directory.",
            "Install the CA certificates of your grid, or name their directory with `--ca-dir`.",
        ),
        CertificateError::NotValidForNameContext { expected, presented }
            if presented.is_empty() =>
        {
            told(
                Trouble::NoNames,
                format!(
                    "The server's certificate has no alternative names, so `{}` cannot be checked. A CN does not count.",
                    expected.to_str()
                ),
                "Its administrator has to get one with the host's name as subjectAltName.",
            )
        }
        CertificateError::NotValidForNameContext { expected, presented } => told(
            Trouble::WrongName,
            format!(
                "The server's certificate is not for `{}`, but for {}.",
                expected.to_str(),
                presented.join(", ")
            ),
            "Use one of these names in the server's URL, exactly as DIRAC's configuration spells it.",
        ),
        CertificateError::NotValidForName => told(
            Trouble::WrongName,
            "The server's certificate is for another name.",
            "Use the server's canonical name in its URL.",
        ),
        CertificateError::Expired => {
            told(Trouble::ServerExpired, "The server's certificate has expired.", RENEW)
        }
        CertificateError::ExpiredContext { not_after, .. } => told(
            Trouble::ServerExpired,
            format!("The server's certificate expired{}.", at(not_after.as_secs())),
            RENEW,
        ),
        CertificateError::NotValidYet => {
            told(Trouble::ServerNotYetValid, "The server's certificate is not valid yet.", RENEW)
        }
        CertificateError::NotValidYetContext { not_before, .. } => told(
            Trouble::ServerNotYetValid,
            format!(
                "The server's certificate is not valid yet: it begins{}.",
                at(not_before.as_secs())
            ),
            RENEW,
        ),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => told(
            Trouble::ServerCertificate,
            "The server's certificate is not meant for servers.",
            "Its administrator has to get one with extendedKeyUsage serverAuth.",
        ),
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => told(
            Trouble::ServerCertificate,
            "The server's certificate, or one that issued it, is signed in a way that is no longer safe \
             (SHA-1, MD5 or a short key).",
            "Its administrator has to get a new one from a CA of today.",
        ),
        other => told(
            Trouble::ServerCertificate,
            format!("The server's certificate was refused: {other}."),
            "Its administrator has to look at it; `openssl s_client -connect HOST:PORT` shows it.",
        ),
    }
}

/// ` on 2026-11-21T00:00:00Z`, or nothing where the time is out of range.
fn at(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    time.map(|time| format!(" on {time}")).unwrap_or_default()
}

fn refused(alert: AlertDescription) -> Explanation {
    const RENEW: &str =
        "Make a new proxy with `dirac-proxy-init`. If it is in time, compare the clocks.";
    let (name, text, remedy) = match alert {
        AlertDescription::CertificateExpired => (
            "certificate_expired",
            "The server says that our proxy or certificate has expired.",
            RENEW,
        ),
        AlertDescription::UnknownCA => (
            "unknown_ca",
            "The server does not know the CA that issued our certificate.",
            "Its administrator has to install that CA, or you need a certificate of another one.",
        ),
        AlertDescription::CertificateRevoked => (
            "certificate_revoked",
            "The server says that our certificate is revoked.",
            "Ask your certificate authority.",
        ),
        AlertDescription::BadCertificate
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnsupportedCertificate => (
            "bad_certificate",
            "The server does not accept our proxy or certificate.",
            "Make a new proxy with `dirac-proxy-init`; old forms and short keys are refused.",
        ),
        AlertDescription::AccessDenied => (
            "access_denied",
            "The server accepts our certificate, but lets it do nothing.",
            "Ask the server's administrator.",
        ),
        AlertDescription::CertificateRequired => (
            "certificate_required",
            "The server wants a client certificate.",
            "Make a proxy with `dirac-proxy-init`.",
        ),
        AlertDescription::DecryptError => (
            "decrypt_error",
            "The server could not verify our signature.",
            "Make a new proxy with `dirac-proxy-init`.",
        ),
        AlertDescription::ProtocolVersion
        | AlertDescription::HandshakeFailure
        | AlertDescription::InsufficientSecurity => {
            return told(
                Trouble::NothingInCommon,
                "The server offers no TLS version or algorithm that is safe today.",
                "Its administrator has to enable TLS 1.2 or 1.3.",
            );
        }
        AlertDescription::UnrecognisedName => {
            return told(
                Trouble::WrongName,
                "The server does not know the name that it was called by.",
                "Use the server's canonical name in its URL.",
            );
        }
        other => {
            return told(
                Trouble::Other,
                format!("The server ended the TLS connection with the alert {other:?}."),
                "The server's log tells more.",
            );
        }
    };
    told(Trouble::Refused(name), text, remedy)
}
