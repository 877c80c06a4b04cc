//! Refresh tokens that describe themselves: an issuer keeps none and knows each of its own again.
//!
//! They look as their kind's do: INDIGO IAM writes an unsigned JWT with `jti` and `exp` alone (facts/tokens.md 2),
//! Keycloak one that only it can check (HS512), others something that says nothing. In the first and the last the content
//! is sealed; in the second the content is there to be read, and the signature guards it.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::claims::session;
use super::ids::{GrantId, TokenId};
use super::keys::{SigningError, part, signature_only};
use super::seal::Seal;
use crate::sandbox::content::IssuerKind;

/// What a refresh token stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refresh {
    /// `sub` of the person.
    pub subject: String,
    /// The client that may use it.
    pub client: String,
    /// Its scopes, separated by spaces.
    pub scope: String,
    /// When it was issued, in seconds since 1970.
    pub issued: i64,
    /// When it ends, in seconds since 1970.
    pub ends: i64,
    /// The grant it belongs to.
    grant: [u8; 6],
    /// How many tokens of the grant came before it.
    pub turn: u32,
    /// Whether it was revoked before the installation started.
    pub dead: bool,
}

impl Refresh {
    /// The first refresh token of `grant`.
    pub fn new(grant: GrantId, subject: &str, client: &str, scope: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            client: client.to_owned(),
            scope: scope.to_owned(),
            issued: 0,
            ends: 0,
            grant: grant.bytes(),
            turn: 0,
            dead: false,
        }
    }

    /// The grant it belongs to.
    pub fn grant(&self) -> GrantId {
        GrantId::from_bytes(self.grant)
    }

    fn id(&self, seal: &Seal) -> TokenId {
        let words: [&[u8]; 3] = [b"refresh", &self.turn.to_be_bytes(), &[self.dead.into()]];
        TokenId::named(seal, self.grant(), &words)
    }

    /// The token as a provider of `kind` at `issuer` writes it.
    pub fn write(
        &self,
        kind: IssuerKind,
        issuer: &str,
        seal: &Seal,
    ) -> Result<String, SigningError> {
        match kind {
            IssuerKind::Iam => {
                let claims = json!({ "jti": self.close(seal)?, "exp": self.ends });
                Ok(format!("{}.{}.", part(&json!({ "alg": "none" }))?, part(&claims)?))
            }
            IssuerKind::CheckIn => {
                let key = EncodingKey::from_secret(&seal.mac(&[b"HS512"]));
                jsonwebtoken::encode(
                    &Header::new(Algorithm::HS512),
                    &self.keycloak(issuer, seal),
                    &key,
                )
                .map_err(|_| SigningError)
            }
            IssuerKind::OAuth2 => self.close(seal),
        }
    }

    fn close(&self, seal: &Seal) -> Result<String, SigningError> {
        seal.close(&serde_json::to_vec(self).map_err(|_| SigningError)?)
    }

    fn open(seal: &Seal, text: &str) -> Option<Self> {
        serde_json::from_slice(&seal.open(text)?).ok()
    }

    fn keycloak(&self, issuer: &str, seal: &Seal) -> Value {
        let id = self.id(seal);
        let offline = self.scope.split(' ').any(|scope| scope == "offline_access");
        json!({
            "iss": issuer,
            "aud": issuer,
            "sub": self.subject,
            "azp": self.client,
            "scope": self.scope,
            "iat": self.issued,
            "exp": self.ends,
            "jti": id.to_string(),
            "sid": session(id),
            "typ": if offline { "Offline" } else { "Refresh" },
            "reuse_id": self.turn,
        })
    }

    /// Reads a token that [`Refresh::write`] wrote with the same seal; `None` for any other text.
    pub fn read(text: &str, kind: IssuerKind, seal: &Seal) -> Option<Self> {
        match kind {
            IssuerKind::Iam => {
                let (header, claims) = text.strip_suffix('.')?.split_once('.')?;
                let decode = |part| {
                    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
                    serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
                };
                if decode(header)?.get("alg")? != "none" {
                    return None;
                }
                let claims = decode(claims)?;
                let refresh = Self::open(seal, claims.get("jti")?.as_str()?)?;
                (claims.get("exp")?.as_i64()? == refresh.ends).then_some(refresh)
            }
            IssuerKind::CheckIn => {
                let key = DecodingKey::from_secret(&seal.mac(&[b"HS512"]));
                let claims: Map<String, Value> =
                    jsonwebtoken::decode(text, &key, &signature_only(Algorithm::HS512))
                        .ok()?
                        .claims;
                let word = |name: &str| claims.get(name)?.as_str();
                let number = |name: &str| claims.get(name)?.as_i64();
                let id = TokenId::parse(word("jti")?)?;
                let mut refresh = Self::new(id.grant(), word("sub")?, word("azp")?, word("scope")?);
                refresh.issued = number("iat")?;
                refresh.ends = number("exp")?;
                refresh.turn = u32::try_from(number("reuse_id")?).ok()?;
                refresh.dead = refresh.id(seal) != id;
                // neither the name of a live token nor that of a dead one: not ours
                (refresh.id(seal) == id).then_some(refresh)
            }
            IssuerKind::OAuth2 => Self::open(seal, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [IssuerKind; 3] = [IssuerKind::Iam, IssuerKind::CheckIn, IssuerKind::OAuth2];

    fn token(dead: bool) -> Refresh {
        let scope = "openid offline_access compute.read";
        let mut refresh =
            Refresh::new(GrantId::new().expect("random"), "somebody", "server", scope);
        (refresh.issued, refresh.ends, refresh.turn, refresh.dead) = (1000, 2000, 3, dead);
        refresh
    }

    #[test]
    fn every_kind_reads_what_it_wrote() {
        let seal = Seal::new().expect("a seal");
        for kind in KINDS {
            for refresh in [token(false), token(true)] {
                let text = refresh.write(kind, "https://issuer/", &seal).expect("text");
                assert_eq!(Refresh::read(&text, kind, &seal), Some(refresh.clone()), "{kind:?}");
                assert_eq!(refresh.write(kind, "https://issuer/", &seal).expect("text"), text);
                let other = Seal::new().expect("another seal");
                assert_eq!(Refresh::read(&text, kind, &other), None, "{kind:?}");
            }
        }
    }

    #[test]
    fn a_changed_token_is_not_read() {
        let seal = Seal::new().expect("a seal");
        for kind in KINDS {
            let text = token(false).write(kind, "https://issuer/", &seal).expect("text");
            for at in 0..text.len() {
                let mut changed = text.clone().into_bytes();
                changed[at] = if changed[at] == b'Q' { b'R' } else { b'Q' };
                let changed = String::from_utf8(changed).expect("ASCII");
                let read = Refresh::read(&changed, kind, &seal);
                // the last bits of base64 may say nothing; what is read must be what was written
                assert!(read.is_none(), "{kind:?} at {at}: {changed}");
            }
        }
    }

    #[test]
    fn iam_tells_nothing_but_the_end() {
        let seal = Seal::new().expect("a seal");
        let text = token(false).write(IssuerKind::Iam, "https://issuer/", &seal).expect("text");
        let claims = text.split('.').nth(1).expect("claims");
        let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64url");
        let claims: Map<String, Value> = serde_json::from_slice(&claims).expect("JSON");
        assert_eq!(claims.keys().collect::<Vec<_>>(), ["exp", "jti"]);
        assert!(text.ends_with('.'));
        assert!(!claims["jti"].to_string().contains("somebody"));
    }
}
