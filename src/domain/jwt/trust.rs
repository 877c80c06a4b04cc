//! Whose keys a token may be checked with: issuers that somebody configured or named, compared letter by letter before
//! anybody is asked (WLCG profile 1.3, 4.2.1; facts/tokens.md 4, last line).

use jiff::Timestamp;

use super::json::{Object, Value};
use super::lints::clip;
use crate::domain::idp::{Provider, issuer_key};
use crate::domain::lint::{self, Finding};

/// An issuer whose keys may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Its name: what its tokens have to have as `iss`, exactly.
    pub issuer: String,
    /// Who says that it is trusted: `--issuer`, `IdProvider IAM`.
    pub named_by: String,
}

impl TrustedIssuer {
    /// The issuers of the IdProviders of an installation, in their order.
    pub fn of_providers<'p>(providers: impl IntoIterator<Item = &'p Provider>) -> Vec<Self> {
        let of = |provider: &Provider| {
            let issuer = provider.issuer.clone()?;
            Some(Self { issuer, named_by: format!("IdProvider {}", provider.name) })
        };
        providers.into_iter().filter_map(of).collect()
    }
}

/// Where the keys came from that a signature was checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A file that was named by hand.
    File(String),
    /// The issuer itself.
    Issuer {
        /// Its name.
        issuer: String,
        /// Who says that it is trusted.
        named_by: String,
        /// When it published them.
        as_of: Timestamp,
    },
}

/// The issuer among `trusted` that the claims name, letter by letter; otherwise why there is none.
pub fn trusted<'t>(
    claims: &Object,
    trusted: &'t [TrustedIssuer],
) -> Result<&'t TrustedIssuer, Untrusted<'t>> {
    let Some(Value::String(iss)) = claims.get("iss") else { return Err(Untrusted::Unnamed) };
    if let Some(found) = trusted.iter().find(|one| one.issuer == *iss) {
        return Ok(found);
    }
    let near = trusted.iter().find(|one| issuer_key(&one.issuer) == issuer_key(iss));
    Err(near.map_or(Untrusted::Stranger, Untrusted::Slash))
}

/// Why the issuer of a token is not asked for its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untrusted<'t> {
    /// The token names no issuer, or not by a string.
    Unnamed,
    /// Only slashes at the end differ from this one.
    Slash(&'t TrustedIssuer),
    /// It is none of them.
    Stranger,
}

impl Untrusted<'_> {
    /// The finding that this is; `None` where the token names no issuer, which has a lint of its own.
    pub fn finding(self, claims: &Object, trusted: &[TrustedIssuer]) -> Option<Finding> {
        let iss = clip(claims.text("iss")?);
        let text = match self {
            Self::Unnamed => return None,
            Self::Slash(one) => format!(
                "The issuer is {iss}, and {} has {}: only the slash at the end differs. DIRAC does not tell the two apart; \
                 services that compare the whole name refuse the token.",
                one.named_by,
                clip(&one.issuer)
            ),
            Self::Stranger => match trusted {
                [one] => {
                    format!("The issuer is {iss}, and {} has {}.", one.named_by, clip(&one.issuer))
                }
                all => {
                    format!("The issuer is {iss}, none of the {} that are trusted here.", all.len())
                }
            },
        };
        Some(Finding::new(&lint::ISS_MISMATCH, text, "claims.iss"))
    }

    /// Why nobody was asked, a sentence.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Unnamed => "It names no issuer whose keys could be asked for.",
            Self::Slash(_) => {
                "Its issuer is trusted only by a name with another end (the slash), so nobody was asked for keys."
            }
            Self::Stranger => {
                "Its issuer is not among those trusted here, so nobody was asked for keys."
            }
        }
    }
}

/// The finding where an issuer publishes itself under a name that its token does not have.
pub fn calls_itself(claims: &Object, published: &str) -> Option<Finding> {
    let iss = claims.text("iss").filter(|iss| *iss != published)?;
    let text = format!(
        "The issuer is {}, and publishes itself as {}: services that compare the whole name refuse the token.",
        clip(iss),
        clip(published)
    );
    Some(Finding::new(&lint::ISS_MISMATCH, text, "claims.iss"))
}

#[cfg(test)]
mod tests {
    use super::super::json::read_object;
    use super::*;

    fn named(issuer: &str) -> TrustedIssuer {
        TrustedIssuer { issuer: issuer.into(), named_by: "--issuer".into() }
    }

    fn claims(iss: &str) -> Object {
        read_object(&format!(r#"{{"iss":{iss}}}"#)).object
    }

    #[test]
    fn an_issuer_is_trusted_letter_by_letter() {
        let all = [named("https://iam.example/"), named("https://egi.example/realms/x")];
        let of = |iss: &str| trusted(&claims(iss), &all).map(|one| one.issuer.as_str());
        assert_eq!(of(r#""https://egi.example/realms/x""#), Ok("https://egi.example/realms/x"));
        assert_eq!(of(r#""https://iam.example""#), Err(Untrusted::Slash(&all[0])));
        assert_eq!(of(r#""https://egi.example/realms/x/""#), Err(Untrusted::Slash(&all[1])));
        for iss in [
            r#""https://IAM.example/""#,
            r#""https://iam.example/x""#,
            r#""https://iam.example.evil/""#,
            r#""http://iam.example/""#,
            r#""""#,
        ] {
            assert_eq!(of(iss), Err(Untrusted::Stranger), "{iss}");
        }
        for iss in ["1", "null", r#"["https://iam.example/"]"#] {
            assert_eq!(of(iss), Err(Untrusted::Unnamed), "{iss}");
        }
        assert_eq!(trusted(&Object::default(), &all), Err(Untrusted::Unnamed));
    }

    #[test]
    fn what_differs_is_told_and_a_missing_name_is_left_to_its_own_lint() {
        let all = [named("https://iam.example/")];
        let slash = claims(r#""https://iam.example""#);
        let finding = Untrusted::Slash(&all[0]).finding(&slash, &all).unwrap();
        assert_eq!(finding.id, "iss-mismatch");
        assert!(finding.text.contains("only the slash"), "{}", finding.text);
        assert_eq!(Untrusted::Unnamed.finding(&claims("1"), &all), None);
        assert_eq!(calls_itself(&slash, "https://iam.example"), None);
        assert!(calls_itself(&slash, "https://iam.example/").is_some());
    }
}
