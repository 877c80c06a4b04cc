//! Is this identity good for a connection? Judged from the files and the time alone, before anything is sent.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use jiff::Timestamp;

use super::{Judgement, Role};
use crate::domain::lint::Severity;
use crate::domain::x509::certificate::{Certificate, Curve, KeyKind};
use crate::domain::x509::chain::{Fault, Kind, Rights, Walk};

/// Below this many seconds a proxy is told to end soon: a long listing may outlive it.
const PROXY_ENDS_SOON: i64 = 30 * 60;
/// The same for certificates, which take days to renew.
const CERTIFICATE_ENDS_SOON: i64 = 14 * 24 * 3600;
/// The smallest RSA key that TLS libraries still sign with.
const SMALLEST_RSA: usize = 2048;

/// What to do about a file that is no use: by its role.
pub(super) fn renewal(role: Role) -> &'static str {
    match role {
        Role::Proxy => "Make a new proxy with `dirac-proxy-init`.",
        Role::User => "Ask your certificate authority for a new certificate.",
        Role::Host => "Ask the administrator of this host to renew its certificate.",
    }
}

/// Who may read the key file besides its owner, and whose it is.
pub(super) fn permissions(path: &Path, metadata: &Metadata, uid: u32) -> Vec<Judgement> {
    let mut found = Vec::new();
    let shown = path.display();
    let mode = metadata.mode() & 0o7777;
    if mode & 0o066 != 0 {
        let whom = if mode & 0o006 == 0 { "its group" } else { "everybody on this host" };
        let may = if mode & 0o044 == 0 { "write" } else { "read" };
        found.push(Judgement {
            severity: Severity::Warning,
            text: format!(
                "{shown} holds a private key, but {whom} may {may} it (mode {mode:04o})."
            ),
            remedy: format!("Run `chmod 600 {shown}`; if others use this host, make the key anew."),
        });
    }
    if metadata.uid() != uid && metadata.uid() != 0 && uid != 0 {
        found.push(Judgement {
            severity: Severity::Warning,
            text: format!("{shown} belongs to another user (id {}).", metadata.uid()),
            remedy: "Make sure that you want to act with this identity.".to_owned(),
        });
    }
    found
}

/// A key that waits for its passphrase.
pub(super) fn locked(path: &Path) -> Judgement {
    Judgement::error(
        format!("The private key in {} is protected by a passphrase.", path.display()),
        "Run this on a terminal, where the passphrase is asked for, or make a proxy with `dirac-proxy-init`.",
    )
}

/// A chain that does not hold together.
pub(super) fn fault(fault: &Fault, path: &Path, role: Role) -> Judgement {
    let remedy = match fault {
        Fault::OutOfOrder { .. } | Fault::NotFollowedByIssuer { .. } => {
            "A file begins with the proxy, then each certificate's issuer follows. Make it anew with \
             `dirac-proxy-init`."
        }
        Fault::NoEndEntity if role == Role::Proxy => {
            "Copy the whole proxy file: your own certificate belongs into it, too."
        }
        _ => renewal(role),
    };
    Judgement::error(format!("{}: {fault}.", path.display()), remedy)
}

/// Validity, keys, algorithms and kind of a chain that holds together.
pub(super) fn chain(
    chain: &[Certificate],
    walk: &Walk,
    role: Role,
    now: Timestamp,
) -> Vec<Judgement> {
    let mut found = Vec::new();
    let what = if walk.is_proxy() { "proxy" } else { "certificate" };
    let role = if walk.is_proxy() { Role::Proxy } else { role };
    validity(walk, what, role, now, &mut found);
    for (at, certificate) in chain.iter().take(walk.linked).enumerate() {
        key(at, certificate, walk, role, &mut found);
        digest(at, certificate, &mut found);
    }
    kind(walk, &mut found);
    if let Some(at) = walk.unreadable_group {
        found.push(Judgement::error(
            format!("The DIRAC group in certificate {} of the chain cannot be read.", at + 1),
            renewal(role),
        ));
    }
    for ignored in &walk.ignored_groups {
        let taken = walk.group.as_deref().unwrap_or_default();
        found.push(Judgement::info(
            format!("The proxy names two groups. DIRAC takes `{taken}` and ignores `{ignored}`."),
            "Make a new proxy with `dirac-proxy-init -g GROUP` if you want another group.",
        ));
    }
    found
}

fn validity(walk: &Walk, what: &str, role: Role, now: Timestamp, found: &mut Vec<Judgement>) {
    let inner = if walk.ends_first > 0 {
        format!(", because certificate {} of its chain does", walk.ends_first + 1)
    } else {
        String::new()
    };
    let left = walk.not_after.as_second().saturating_sub(now.as_second());
    let soon = if walk.is_proxy() { PROXY_ENDS_SOON } else { CERTIFICATE_ENDS_SOON };
    if walk.not_before > now {
        let wait = walk.not_before.as_second().saturating_sub(now.as_second());
        found.push(Judgement::error(
            format!(
                "The {what} is not valid yet: it begins in {} ({}).",
                span(wait),
                walk.not_before
            ),
            "Check the clock of this host; else wait.",
        ));
    }
    if left <= 0 {
        found.push(Judgement::error(
            format!("The {what} expired {} ago ({}){inner}.", span(-left), walk.not_after),
            renewal(role),
        ));
    } else if left < soon {
        found.push(Judgement {
            severity: Severity::Warning,
            text: format!("The {what} expires in {} ({}){inner}.", span(left), walk.not_after),
            remedy: renewal(role).to_owned(),
        });
    }
}

/// A span in its two largest units: `3 days 4 hours`, `12 minutes`.
pub(super) fn span(seconds: i64) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let mut rest = seconds.max(0);
    let mut words = Vec::new();
    for (name, size) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            words.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        } else if !words.is_empty() {
            break;
        }
        if words.len() == 2 {
            break;
        }
    }
    if words.is_empty() { "0 seconds".to_owned() } else { words.join(" ") }
}

fn key(at: usize, certificate: &Certificate, walk: &Walk, role: Role, found: &mut Vec<Judgement>) {
    let words = certificate.key.kind.words();
    let unusable = match &certificate.key.kind {
        KeyKind::Rsa(bits) => *bits < SMALLEST_RSA,
        KeyKind::Ec(Curve::Other(_)) | KeyKind::Other(_) => true,
        KeyKind::Ec(_) | KeyKind::Ed25519 => false,
    };
    if !unusable {
        return;
    }
    if at == 0 {
        let remedy = match role {
            Role::Proxy => {
                "Make a new proxy with `dirac-proxy-init`; it makes 2048 bit keys. Delegation by old \
                 software makes shorter ones."
            }
            Role::User | Role::Host => {
                "Ask for a certificate with an RSA key of 2048 bits or more, or P-256."
            }
        };
        let text = format!(
            "The key is too weak or of an unknown kind ({words}): TLS cannot sign with it."
        );
        found.push(Judgement::error(text, remedy));
    } else if at <= walk.end_entity {
        found.push(Judgement {
            severity: Severity::Warning,
            text: format!(
                "Certificate {} of the chain has a weak key ({words}): many servers refuse it.",
                at + 1
            ),
            remedy: renewal(role).to_owned(),
        });
    }
}

/// MD5 and SHA-1 below the CA are refused by servers of today.
fn digest(at: usize, certificate: &Certificate, found: &mut Vec<Judgement>) {
    let digest = match certificate.signature.algorithm.as_str() {
        "1.2.840.113549.1.1.4" => "MD5",
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" => "SHA-1",
        _ => return,
    };
    if !certificate.self_issued() {
        found.push(Judgement {
            severity: Severity::Warning,
            text: format!(
                "Certificate {} of the chain is signed with {digest}: many servers refuse that.",
                at + 1
            ),
            remedy: "Make the proxy with newer software, or ask for a new certificate.".to_owned(),
        });
    }
}

fn kind(walk: &Walk, found: &mut Vec<Judgement>) {
    let rights = match walk.kind {
        Kind::Certificate => return,
        Kind::LegacyProxy(rights) => {
            found.push(Judgement {
                severity: Severity::Warning,
                text: "This is a proxy in the form of before RFC 3820. Servers of today refuse it."
                    .to_owned(),
                remedy: "Make a new proxy with `dirac-proxy-init`.".to_owned(),
            });
            rights
        }
        Kind::Proxy(rights) => rights,
    };
    match rights {
        Rights::Full => {}
        Rights::Limited => found.push(Judgement::info(
            "The proxy is limited. DIRAC treats it like a full one; computing elements may not."
                .to_owned(),
            "Nothing to do, unless it is used for submission.",
        )),
        Rights::Own => found.push(Judgement {
            severity: Severity::Warning,
            text: "The proxy does not inherit the rights of its owner.".to_owned(),
            remedy: "Make a new proxy with `dirac-proxy-init`.".to_owned(),
        }),
    }
}

/// Whether the group that was asked for (`--group`) is the one that the server will see.
///
/// A certificate may choose; a proxy may not, with or without a group of its own (facts/dirac-live.md 4).
pub(super) fn group(walk: &Walk, wanted: &str) -> Option<Judgement> {
    if !walk.is_proxy() || walk.group.as_deref() == Some(wanted) {
        return None;
    }
    let text = match &walk.group {
        Some(group) => {
            format!("The proxy is for the group `{group}`; the server would not heed `{wanted}`.")
        }
        None => format!(
            "The proxy names no group, so the server takes the default group and would not heed `{wanted}`."
        ),
    };
    let remedy = format!(
        "Make a proxy for that group with `dirac-proxy-init -g {wanted}`, or use the certificate itself \
         (`--cert`, `--key`)."
    );
    Some(Judgement { severity: Severity::Error, text, remedy })
}
