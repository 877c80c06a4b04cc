//! What can go wrong with TLS, told apart by who has to act.

use rustls::{AlertDescription, CertificateError, Error, InvalidMessage};

/// Why TLS did not come about, or how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsTrouble {
    /// No CA of the CA directory signed the server's certificate.
    ServerUnknownCa,
    /// The server's certificate is for other names than the one in the URL.
    ServerWrongName,
    /// The server's certificate has expired, or is not valid yet.
    ServerExpired,
    /// The server's certificate is unusable for another reason.
    ServerCertificate(String),
    /// The server says that the presented certificate or proxy has expired.
    YoursExpired,
    /// The server does not know the CA of the presented certificate, or did not get the whole chain.
    YoursUnknownCa,
    /// The server refuses the presented certificate otherwise; the alert's name.
    YoursRefused(String),
    /// What listens there does not speak TLS.
    NotTls,
    /// No common protocol version or cipher.
    NothingInCommon,
    /// Something else, in the library's words.
    Other(String),
}

impl TlsTrouble {
    /// Tells an error of rustls apart.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::InvalidCertificate(bad) => of_certificate(bad),
            Error::NoCertificatesPresented => {
                Self::ServerCertificate("it presented none".to_owned())
            }
            Error::AlertReceived(alert) => of_alert(*alert),
            Error::InvalidMessage(
                InvalidMessage::InvalidContentType
                | InvalidMessage::UnknownProtocolVersion
                | InvalidMessage::MessageTooLarge
                | InvalidMessage::InvalidEmptyPayload,
            ) => Self::NotTls,
            Error::PeerIncompatible(_) => Self::NothingInCommon,
            other => Self::Other(other.to_string()),
        }
    }

    /// Whether a change may have taken effect. An alert says that the server gave up before or instead of answering.
    pub(super) fn ambiguous(&self) -> bool {
        matches!(self, Self::Other(_))
    }

    /// Whether trying again later may help without anybody acting.
    pub(super) fn retryable(&self) -> bool {
        matches!(self, Self::Other(_))
    }

    /// Whether another server may accept what this one did not.
    pub(super) fn elsewhere_may_work(&self) -> bool {
        !matches!(self, Self::YoursExpired)
    }
}

fn of_certificate(error: &CertificateError) -> TlsTrouble {
    match error {
        CertificateError::UnknownIssuer => TlsTrouble::ServerUnknownCa,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsTrouble::ServerWrongName
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => TlsTrouble::ServerExpired,
        other => TlsTrouble::ServerCertificate(other.to_string()),
    }
}

fn of_alert(alert: AlertDescription) -> TlsTrouble {
    match alert {
        AlertDescription::CertificateExpired => TlsTrouble::YoursExpired,
        AlertDescription::UnknownCA => TlsTrouble::YoursUnknownCa,
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateUnknown
        | AlertDescription::CertificateRequired
        | AlertDescription::AccessDenied
        | AlertDescription::DecryptError => TlsTrouble::YoursRefused(format!("{alert:?}")),
        AlertDescription::ProtocolVersion
        | AlertDescription::HandshakeFailure
        | AlertDescription::InsufficientSecurity => TlsTrouble::NothingInCommon,
        other => TlsTrouble::Other(format!("the server sent the alert {other:?}")),
    }
}
