//! The REST interface of A-REX (ARC CE), as far as it tells whether a token is accepted (facts/ce-probe.md).
//!
//! Three questions, none of which makes or changes anything: which versions there are, and a list of delegations, without and
//! with a token. Each has a connection of its own, for A-REX ties whom it takes somebody for to the connection. No client
//! certificate is shown. The certificate of the CE has to be of a grid CA and bear the very name of the audience; redirects
//! are not followed.

use std::collections::HashSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::ca::Roots;
use super::error::{ErrorKind, WireError, shown};
use super::http::{Http, Observer, Peeked, Timeouts};
use super::tls::{ConfigError, front_end_config};
use super::url::Endpoint;
use crate::domain::preflight::Heard;
use crate::domain::secret::Secret;

/// How long one question may take. DIRAC gives up after 5 s; ARC waits longer than this for an issuer that is silent.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How long connecting may take, so that what ends at [`PATIENCE`] was sent.
const CONNECT: Duration = Duration::from_secs(5);
/// Characters of a body that are kept.
const BODY: usize = 600;

/// What can be asked of a front end. `ops` is generic over it.
pub trait FrontEnd: Send + Sync {
    /// Which versions of the interface there are. No credential is sent.
    fn versions(&self, at: &Place) -> impl Future<Output = Result<Heard, WireError>> + Send;

    /// The delegations that belong to whom the token stands for; without a token, what is said to nobody. Errors are those of
    /// the way there: every status is an answer.
    fn delegations(
        &self,
        at: &Place,
        token: Option<&Secret<String>>,
    ) -> impl Future<Output = Result<Heard, WireError>> + Send;
}

/// Where a front end is: what the audience says, and nowhere else.
#[derive(Clone, Debug)]
pub struct Place {
    versions: Endpoint,
    delegations: Endpoint,
}

impl Place {
    /// The front end that `audience` names (`https://<ce>:<port>`), with the version of the interface that DIRAC would use.
    /// Refused without a request: what is more or less than that, or is not called `ce`.
    pub fn of(audience: &str, ce: &str, version: &str) -> Result<Self, WireError> {
        let refuse = |why: &str| {
            let remedy = "The name of the CE's section has to be its host name, and Port a number.";
            WireError::new(ErrorKind::ForbiddenUrl { remedy, why: why.into() }, shown(audience))
        };
        let plain = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let authority =
            audience.strip_prefix("https://").ok_or_else(|| refuse("it is not https"))?;
        let (host, port) = authority.rsplit_once(':').ok_or_else(|| refuse("it has no port"))?;
        if host != ce || !plain(host) || !digits(port) {
            return Err(refuse("it is not the CE's name and a port"));
        }
        if !version.split('.').all(digits) {
            return Err(refuse("the version of the interface is no number"));
        }
        let at = |path: &str| {
            Endpoint::parse(&format!("{audience}{path}"), "/").map_err(|why| refuse(&why))
        };
        Ok(Self {
            versions: at("/arex/rest")?,
            delegations: at(&format!("/arex/rest/{version}/delegations"))?,
        })
    }
}

/// Asks front ends.
#[derive(Clone, Debug)]
pub struct ArexClient {
    http: Arc<Http>,
}

impl ArexClient {
    /// A client that trusts the grid's CAs and shows no certificate of its own. Nothing is sent.
    pub fn new(roots: &Roots, observer: Observer) -> Result<Self, ConfigError> {
        Self::patient(roots, observer, PATIENCE)
    }

    /// The same with another patience.
    pub fn patient(
        roots: &Roots,
        observer: Observer,
        patience: Duration,
    ) -> Result<Self, ConfigError> {
        let timeouts = Timeouts { connect: patience.min(CONNECT), ..Timeouts::within(patience) };
        let http = Http::new(front_end_config(roots)?, timeouts).observed_by(observer);
        Ok(Self { http: Arc::new(http) })
    }
}

fn heard(peeked: &Peeked, token: Option<&Secret<String>>) -> Heard {
    let body: String = String::from_utf8_lossy(&peeked.body).chars().take(BODY).collect();
    let told = |text: &str| match token {
        // compared as it came: what is redacted or made safe is not what was sent
        Some(token) if repeats(text, token) => "(it repeats the token)".to_owned(),
        _ => shown(text),
    };
    Heard { status: peeked.status, reason: told(&peeked.reason), body: told(&body) }
}

/// Whether a piece of the token stands in `text`.
fn repeats(text: &str, token: &Secret<String>) -> bool {
    const PIECE: usize = 16;
    let pieces: HashSet<&[u8]> = token.expose().as_bytes().windows(PIECE).collect();
    text.as_bytes().windows(PIECE).any(|piece| pieces.contains(piece))
}

impl FrontEnd for ArexClient {
    async fn versions(&self, at: &Place) -> Result<Heard, WireError> {
        let peeked = self.http.peek("GET versions", &at.versions, None).await?;
        Ok(heard(&peeked, None))
    }

    async fn delegations(
        &self,
        at: &Place,
        token: Option<&Secret<String>>,
    ) -> Result<Heard, WireError> {
        let header = token.map(|token| {
            let token = token.expose();
            // room for all of it: a text that grew would leave its beginning behind, not wiped
            let mut header = Zeroizing::new(String::with_capacity(token.len().saturating_add(7)));
            header.push_str("Bearer ");
            header.push_str(token);
            header
        });
        let header = header.as_ref().map(|header| header.as_str());
        let peeked = self.http.peek("GET delegations", &at.delegations, header).await?;
        Ok(heard(&peeked, token))
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_token_has_nowhere_to_go_but_to_the_audience() {
        let place = |audience: &str, ce: &str| Place::of(audience, ce, "1.0");
        let good = place("https://arc.example:443", "arc.example").unwrap();
        assert_eq!(&**good.delegations.full(), "https://arc.example:443/arex/rest/1.0/delegations");
        assert_eq!(&**good.versions.full(), "https://arc.example:443/arex/rest");
        for (audience, ce) in [
            ("https://arc.example:443", "other.example"),
            ("https://arc.example", "arc.example"),
            ("http://arc.example:80", "arc.example"),
            ("https://arc.example:443@evil.example:443", "arc.example:443@evil.example"),
            ("https://arc.example/x:443", "arc.example/x"),
            ("https://arc.example?:443", "arc.example?"),
            ("https://arc.example:44x", "arc.example"),
            ("https://arc.example:", "arc.example"),
            ("https://arc.example:99999", "arc.example"),
            ("https://:443", ""),
            ("https://\u{1b}[2J:443", "\u{1b}[2J"),
            ("arc.example:9619", "arc.example"),
            ("", ""),
        ] {
            assert!(place(audience, ce).is_err(), "{audience}");
        }
        for version in ["", "1.0/../x", "1.0?x", "latest", "."] {
            assert!(
                Place::of("https://arc.example:443", "arc.example", version).is_err(),
                "{version}"
            );
        }
    }
}
