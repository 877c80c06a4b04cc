//! Who may ask an issuer: its registered clients, and how one proves to be itself (RFC 6749 2.3.1).

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::error::{Challenge, OauthError};
use super::form::Form;
use super::scopes;
use crate::domain::secret::Secret;
use crate::sandbox::content::ClientSpec;
use crate::sandbox::http::Request;

/// Standard base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A registered client.
#[derive(Debug)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// `client_secret`; `None` for a public client.
    secret: Option<Secret<String>>,
    /// Scopes it may ask for, as patterns.
    pub scopes: Vec<String>,
}

/// What somebody says to be, before anybody has looked.
#[derive(Debug)]
pub struct Presented {
    /// The `client_id` given.
    pub id: String,
    /// The `client_secret` given.
    pub secret: Option<Secret<String>>,
    /// Whether it came in the field `Authorization`.
    pub by_header: bool,
}

impl Presented {
    /// A client with its secret, as a service presents it that runs in this process.
    pub fn secret(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: Some(Secret::new(secret.into())), by_header: true }
    }

    /// A public client.
    pub fn public(id: impl Into<String>) -> Self {
        Self { id: id.into(), secret: None, by_header: false }
    }

    /// The client that a request presents: by HTTP Basic, in the body, or by its name alone.
    pub fn of(request: &Request, form: &Form) -> Result<Self, OauthError> {
        let named = form.one("client_id")?;
        let posted = form.one("client_secret")?;
        let header = request.headers.get("authorization");
        match (header, posted, named) {
            (Some(_), Some(_), _) => Err(OauthError::request(
                "client authentication must only be provided using one mechanism",
            )),
            (Some(header), None, named) => {
                let (id, secret) = header.to_str().ok().and_then(basic).ok_or_else(|| {
                    OauthError::request("invalid authorization header value format")
                })?;
                if named.is_some_and(|named| named != id) {
                    return Err(OauthError::request("client_id mismatch"));
                }
                Ok(Self { id, secret: Some(Secret::new(secret)), by_header: true })
            }
            (None, Some(secret), Some(id)) => {
                Ok(Self { id, secret: Some(Secret::new(secret)), by_header: false })
            }
            (None, None, Some(id)) => Ok(Self::public(id)),
            (None, _, None) => {
                Err(OauthError::request("no client authentication mechanism provided"))
            }
        }
    }
}

/// Id and secret out of `Basic ...`; both were form-encoded before (RFC 6749 2.3.1).
fn basic(field: &str) -> Option<(String, String)> {
    let (scheme, text) = field.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| {
        // one nameless parameter: decoding is all that is wanted
        let text = text.replace('&', "%26").replace('=', "%3D");
        let mut all = form_urlencoded::parse(text.as_bytes());
        all.next().map(|(name, _)| name.into_owned())
    };
    Some((decode(id)?, decode(secret)?))
}

impl Client {
    /// The client that `spec` describes.
    pub fn new(spec: &ClientSpec) -> Self {
        Self {
            id: spec.id.clone(),
            secret: spec.secret.clone().map(Secret::new),
            scopes: spec.scopes.clone(),
        }
    }

    /// Whether it has no secret.
    pub fn is_public(&self) -> bool {
        self.secret.is_none()
    }

    /// Whether it may ask for `scope`.
    pub fn may_have(&self, scope: &str) -> bool {
        self.scopes.iter().any(|pattern| scopes::allows(pattern, scope))
    }

    fn is(&self, presented: &Presented) -> bool {
        match (&self.secret, &presented.secret) {
            (None, None) => true,
            (Some(ours), Some(theirs)) => aws_lc_rs::constant_time::verify_slices_are_equal(
                ours.expose().as_bytes(),
                theirs.expose().as_bytes(),
            )
            .is_ok(),
            _ => false,
        }
    }
}

/// The client that `presented` is, if it proves so.
pub fn authenticate<'a>(
    clients: &'a [Client],
    presented: &Presented,
) -> Result<&'a Client, OauthError> {
    let challenge = if presented.by_header { Challenge::Basic } else { Challenge::None };
    clients
        .iter()
        .find(|client| client.id == presented.id && client.is(presented))
        .ok_or_else(|| OauthError::client(challenge))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_read_and_nothing_else() {
        let read = |field: &str| basic(field);
        let pilots = Some((String::from("dirac-pilots"), String::from("pilots-secret")));
        assert_eq!(read("Basic ZGlyYWMtcGlsb3RzOnBpbG90cy1zZWNyZXQ="), pilots);
        assert_eq!(read("basic ZGlyYWMtcGlsb3RzOnBpbG90cy1zZWNyZXQ"), pilots);
        let odd = BASE64.encode("a%3Ab:p+q%26r=s");
        assert_eq!(
            read(&format!("Basic {odd}")),
            Some((String::from("a:b"), String::from("p q&r=s")))
        );
        for field in ["", "Basic", "Bearer abc", "Basic ???", "Basic YWJj", "Basic /////w=="] {
            assert_eq!(read(field), None, "{field}");
        }
    }

    #[test]
    fn a_client_is_itself_only_with_its_secret() {
        let spec = |id: &str, secret: Option<&str>| {
            let (id, secret) = (id.to_owned(), secret.map(str::to_owned));
            Client::new(&ClientSpec { id, secret, scopes: Vec::new() })
        };
        let clients = [spec("server", Some("s3cret")), spec("device", None)];
        let status = |presented: &Presented| {
            authenticate(&clients, presented).map(|c| c.id.clone()).map_err(|e| e.status)
        };
        assert_eq!(status(&Presented::secret("server", "s3cret")), Ok(String::from("server")));
        assert_eq!(status(&Presented::public("device")), Ok(String::from("device")));
        assert_eq!(status(&Presented::secret("server", "other")), Err(401));
        assert_eq!(status(&Presented::public("server")), Err(401));
        assert_eq!(status(&Presented::secret("device", "any")), Err(401));
        assert_eq!(status(&Presented::public("nobody")), Err(401));
        assert!(!format!("{clients:?}").contains("s3cret"));
    }
}
