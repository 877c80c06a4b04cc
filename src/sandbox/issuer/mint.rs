//! Where an issuer's tokens are made and known again.
//!
//! A stored row becomes a pair of tokens when somebody looks, the same pair each time; nothing is kept for it. The one
//! exception is ES256, whose signatures differ each time: those that were looked at are remembered, 64 bytes each.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::claims::{Access, header_type};
use super::ids::{GrantId, TokenId};
use super::keys::{Keys, Signing, SigningError};
use super::refresh::Refresh;
use super::scopes;
use super::seal::Seal;
use crate::domain::secret::Secret;
use crate::sandbox::content::{IssuerKind, StoredToken};

/// What makes the tokens of one issuer.
pub struct Mint {
    /// Which provider it plays.
    pub kind: IssuerKind,
    /// The `iss` of its tokens.
    pub issuer: String,
    /// How the access tokens of stored rows are signed.
    pub stored: Signing,
    seal: Seal,
    /// ES256 signatures of stored rows that somebody has looked at.
    signatures: Mutex<HashMap<TokenId, String>>,
}

/// An access token that this issuer made.
pub struct ReadAccess {
    /// Its claims.
    pub claims: Map<String, Value>,
    /// Its `jti`.
    pub id: TokenId,
    /// The client it was made for.
    pub client: String,
    /// Whether its grant was revoked before the installation started.
    pub dead: bool,
}

impl ReadAccess {
    /// `exp`, in seconds since 1970.
    pub fn ends(&self) -> i64 {
        self.claims.get("exp").and_then(Value::as_i64).unwrap_or_default()
    }

    /// A claim that is a text.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }
}

impl Mint {
    /// The mint of the issuer `issuer`.
    pub fn new(kind: IssuerKind, issuer: &str, stored: Signing) -> Result<Self, SigningError> {
        let signatures = Mutex::default();
        Ok(Self { kind, issuer: issuer.to_owned(), stored, seal: Seal::new()?, signatures })
    }

    /// Writes an access token.
    pub fn access(&self, access: &Access<'_>) -> Result<String, SigningError> {
        Keys::get()?.sign(access.signing, header_type(self.kind), &access.claims(self.kind))
    }

    /// Writes a refresh token.
    pub fn refresh(&self, refresh: &Refresh) -> Result<Secret<String>, SigningError> {
        refresh.write(self.kind, &self.issuer, &self.seal).map(Secret::new)
    }

    fn row(&self, row: &StoredToken, client: &str) -> Refresh {
        let seconds = |end: Option<jiff::Timestamp>| end.map_or(0, jiff::Timestamp::as_second);
        let mac = self.seal.mac(&[
            b"row",
            client.as_bytes(),
            row.token_id.as_bytes(),
            row.scope.as_bytes(),
            &row.issued.as_second().to_be_bytes(),
            &seconds(row.access_ends).to_be_bytes(),
            &seconds(row.refresh_ends).to_be_bytes(),
            &[row.revoked.into()],
        ]);
        let mut refresh = Refresh::new(GrantId::of_mac(mac), &row.token_id, client, &row.scope);
        refresh.issued = row.issued.as_second();
        refresh.ends = seconds(row.refresh_ends);
        refresh.dead = row.revoked;
        refresh
    }

    /// The refresh token of a stored row; `None` if it has none.
    pub fn refresh_of(
        &self,
        row: &StoredToken,
        client: &str,
    ) -> Result<Option<Secret<String>>, SigningError> {
        row.refresh_ends.map(|_| self.refresh(&self.row(row, client))).transpose()
    }

    /// The access token of a stored row; `None` if it has none.
    pub fn access_of(
        &self,
        row: &StoredToken,
        client: &str,
        registered: &[String],
    ) -> Result<Option<Secret<String>>, SigningError> {
        let Some(ends) = row.access_ends else { return Ok(None) };
        let refresh = self.row(row, client);
        let id = self.stored_id(refresh.grant(), row.revoked);
        let scopes = scopes::split(Some(&row.scope));
        let access = Access {
            issuer: &self.issuer,
            client,
            subject: &row.token_id,
            person: true,
            scopes: &scopes,
            registered,
            audience: &[],
            issued: row.issued.as_second(),
            ends: ends.as_second(),
            id,
            signing: self.stored,
        };
        if self.stored == Signing::Rs256 {
            return self.access(&access).map(Secret::new).map(Some);
        }
        let mut known = self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signature) = known.get(&id) {
            let unsigned = Keys::get()?.unsigned(
                self.stored,
                header_type(self.kind),
                &access.claims(self.kind),
            )?;
            return Ok(Some(Secret::new(format!("{unsigned}.{signature}"))));
        }
        let token = self.access(&access)?;
        if let Some((_, signature)) = token.rsplit_once('.') {
            known.insert(id, signature.to_owned());
        }
        Ok(Some(Secret::new(token)))
    }

    fn stored_id(&self, grant: GrantId, dead: bool) -> TokenId {
        TokenId::named(&self.seal, grant, &[b"access", &[dead.into()]])
    }

    /// The access token that `text` is, if this issuer made it. Neither times nor revocation are looked at.
    pub fn read_access(&self, text: &str) -> Option<ReadAccess> {
        let claims = Keys::get().ok()?.claims(text)?;
        if claims.get("iss")?.as_str()? != self.issuer {
            return None;
        }
        let id = TokenId::parse(claims.get("jti")?.as_str()?)?;
        let client = claims.get("client_id").or_else(|| claims.get("azp"))?.as_str()?.to_owned();
        let dead = self.stored_id(id.grant(), true) == id;
        Some(ReadAccess { claims, id, client, dead })
    }

    /// The refresh token that `text` is, if this issuer made it.
    pub fn read_refresh(&self, text: &str) -> Option<Refresh> {
        Refresh::read(text, self.kind, &self.seal)
    }
}
