//! What kind of token a readable one is: for services, for its issuer, or for the client alone.

use super::algorithm::Named;
use super::json::Object;
use super::profile::{self, Profile};
use super::read::{Parse, Token};

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Shown to services.
    Access,
    /// Shown to its issuer, for new access tokens.
    Refresh,
    /// Tells a client who logged in (OpenID Connect Core 2).
    Id,
    /// It bears no mark of any of these.
    Unknown,
}

impl Kind {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Access => "access token",
            Self::Refresh => "refresh token",
            Self::Id => "ID token",
            Self::Unknown => "token",
        }
    }

    /// The kind of a token, by its marks (facts/tokens.md 2, 4; RFC 9068 2.1; the claim `typ` is Keycloak's).
    pub fn of(token: &Token) -> Self {
        let (Parse::Ok, Some(header), Some(claims)) = (token.parse, &token.header, &token.claims)
        else {
            return Self::Unknown;
        };
        if refresh_mark(header, claims).is_some() {
            return Self::Refresh;
        }
        match claims.text("typ") {
            Some("Refresh" | "Offline") => return Self::Refresh,
            Some("ID") => return Self::Id,
            Some("Bearer") => return Self::Access,
            _ => {}
        }
        let typed = header.text("typ").is_some_and(|typ| {
            typ.eq_ignore_ascii_case("at+jwt") || typ.eq_ignore_ascii_case("application/at+jwt")
        });
        let scoped = profile::scopes(claims).next().is_some();
        if !scoped && !typed && (claims.has("nonce") || claims.has("at_hash")) {
            return Self::Id;
        }
        let marked = Profile::of(claims) != Profile::Generic;
        if typed || scoped || marked { Self::Access } else { Self::Unknown }
    }
}

/// Why header and claims are those of a refresh token; `None` if they are not.
pub(super) fn refresh_mark(header: &Object, claims: &Object) -> Option<&'static str> {
    let unsigned = header.text("alg").is_some_and(|alg| Named::of(alg) == Named::None);
    let bare = claims.has("jti")
        && claims.iter().all(|(name, _)| matches!(name, "jti" | "exp" | "iat" | "iss"));
    if unsigned && bare {
        Some("It has a number and nothing else, as the refresh tokens of INDIGO IAM.")
    } else if claims.has("legacy_exchange") && !claims.has("sub") {
        Some("legacy_exchange without sub marks a refresh token of DiracX.")
    } else if Profile::of(claims) == Profile::Dirac && !claims.has("exp") {
        Some("DIRAC's authorisation server wraps another issuer's refresh token so.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::super::read;
    use super::*;

    fn kind(header: &str, claims: &str) -> Kind {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        Kind::of(&read(format!("{}.{}.", part(header), part(claims)).as_bytes()))
    }

    #[test]
    fn a_kind_is_known_by_its_marks() {
        let rs = r#"{"alg":"RS256"}"#;
        for (header, claims, expected) in [
            (r#"{"alg":"none"}"#, r#"{"jti":"a"}"#, Kind::Refresh),
            (r#"{"alg":"none"}"#, r#"{"jti":"a","sub":"b"}"#, Kind::Unknown),
            (rs, r#"{"typ":"Refresh","jti":"a"}"#, Kind::Refresh),
            (rs, r#"{"legacy_exchange":true,"jti":"a"}"#, Kind::Refresh),
            (rs, r#"{"nonce":"a","aud":"client"}"#, Kind::Id),
            (rs, r#"{"nonce":"a","scope":"openid"}"#, Kind::Access),
            (r#"{"alg":"RS256","typ":"at+jwt"}"#, "{}", Kind::Access),
            (rs, r#"{"wlcg.ver":"1.0"}"#, Kind::Access),
            (rs, r#"{"sub":"a"}"#, Kind::Unknown),
        ] {
            assert_eq!(kind(header, claims), expected, "{header} {claims}");
        }
        assert_eq!(Kind::of(&read(b"opaque")), Kind::Unknown);
    }
}
