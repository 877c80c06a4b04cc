//! What issuers answer, from bytes to meaning: documents, errors of OAuth (RFC 6749 5.2), introspection (RFC 7662 2.2).

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::jwt::{NumericDate, Object, Value, read_object};
use crate::domain::oidc::Introspection;
use crate::wire::error::{IssuerFault, WireError};
use crate::wire::http::Heard;
use crate::wire::jwks::KeySet;

/// Keys that a set may have. Issuers have one to five.
const MOST_KEYS: usize = 100;

/// A JSON object that an issuer sent.
pub(super) struct Document(Object);

impl Document {
    /// Reads one. No member may stand there twice: readers differ in which of the two they believe.
    pub(super) fn read(text: &[u8]) -> Result<Self, &'static str> {
        let text = std::str::from_utf8(text).map_err(|_| "it is not UTF-8")?;
        if text.trim_start().starts_with('<') {
            return Err("it is a web page");
        }
        let read = read_object(text.trim());
        if read.fault.is_some() {
            return Err("it is no JSON object");
        }
        if !read.object.repeated().is_empty() {
            return Err("a member stands there twice");
        }
        Ok(Self(read.object))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Whether there is such a member, other than null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| *value != Value::Null)
    }

    /// The texts of a list, at most so many; `None` if there is no such list.
    pub(super) fn texts(&self, name: &str, most: usize) -> Option<Vec<String>> {
        match self.0.get(name)? {
            Value::Array(all) => {
                let texts = all.iter().filter_map(Value::as_str).take(most);
                Some(texts.map(str::to_owned).collect())
            }
            _ => None,
        }
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        NumericDate::of(&self.0, name).timestamp()
    }
}

/// The answer is not that of an issuer; `what` is the end of a sentence and does not quote it.
pub(super) fn broken(what: impl Into<String>, url: impl Into<Arc<str>>) -> WireError {
    WireError::of_issuer(IssuerFault::Malformed(what.into()), url)
}

/// The error that a status other than 200 stands for. A text that `repeats` a secret is no part of it.
pub(super) fn refused(heard: &Heard, repeats: impl Fn(&str) -> bool) -> WireError {
    let fault = match heard.status {
        503 => IssuerFault::Unavailable { retry_after: heard.retry_after },
        status @ 400..=499 => {
            let said = Document::read(&heard.body).ok();
            let said = said.as_ref();
            let text = |name| said.and_then(|said| said.text(name)).filter(|text| !repeats(text));
            let code = text("error");
            match (status, code) {
                // whatever word for it: the client did not prove to be itself (RFC 6749 5.2)
                (401, _) => IssuerFault::InvalidClient,
                (404 | 405 | 408 | 429, None) => IssuerFault::Status(status),
                (_, code) => {
                    let description = text("error_description");
                    IssuerFault::refused(status, code.unwrap_or_default(), description)
                }
            }
        }
        status => IssuerFault::Status(status),
    };
    WireError::of_issuer(fault, heard.url.clone())
}

/// The set of keys in an answer.
pub(super) fn keys(heard: &Heard) -> Result<KeySet, WireError> {
    let set =
        KeySet::read(&heard.body).map_err(|why| broken(why.to_string(), heard.url.clone()))?;
    match set.keys.len() {
        0 => Err(broken("its set of keys is empty", heard.url.clone())),
        1..=MOST_KEYS => Ok(set),
        many => Err(broken(format!("it has {many} keys"), heard.url.clone())),
    }
}

/// What an issuer says of a token.
pub(super) fn introspection(heard: &Heard) -> Result<Introspection, WireError> {
    let told = Document::read(&heard.body).map_err(|why| broken(why, heard.url.clone()))?;
    let Some(Value::Bool(active)) = told.0.get("active") else {
        return Err(broken("it does not say whether the token is active", heard.url.clone()));
    };
    let text = |name| told.text(name).map(str::to_owned);
    Ok(Introspection {
        active: *active,
        expires: told.time("exp"),
        issued: told.time("iat"),
        subject: text("sub"),
        client: text("client_id"),
        username: text("username"),
        scope: told.text("scope").map(split).unwrap_or_default(),
        token_type: text("token_type"),
        issuer: text("iss"),
        audience: match told.text("aud") {
            Some(one) => vec![one.to_owned()],
            None => told.texts("aud", MOST_AUDIENCES).unwrap_or_default(),
        },
    })
}

/// Audiences of one token that are kept.
const MOST_AUDIENCES: usize = 100;

fn split(scope: &str) -> Vec<String> {
    scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heard(status: u16, body: &[u8]) -> Heard {
        let body = body.to_vec().into();
        Heard { url: "https://iam.example/x".into(), status, retry_after: None, body, html: false }
    }

    proptest! {
        #[test]
        fn whatever_an_issuer_sends_is_an_answer_or_an_error(
            status in 200..600_u16,
            body in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                "\\{(\"(active|keys|error|exp|aud|issuer)\":(true|false|1e999|-1|\\[|\\{|null|\"[a\u{1b}\u{202e}]*\")?,?){0,4}\\}?".prop_map(String::into_bytes),
            ],
        ) {
            let heard = heard(status, &body);
            let _ = (keys(&heard).is_ok(), introspection(&heard).is_ok(), Document::read(&body).is_ok());
            let error = refused(&heard, |_| false);
            for text in [error.to_string(), error.remedy().into_owned()] {
                prop_assert!(!text.chars().any(crate::domain::foreign::is_hostile), "{:?}", text);
            }
            if status != 503 && (500..600).contains(&status) {
                prop_assert!(error.of_change().ambiguous());
            } else if (400..500).contains(&status) || status == 503 {
                prop_assert!(!error.of_change().ambiguous());
            }
        }
    }

    #[test]
    fn an_introspection_is_read_whatever_else_is_in_it() {
        let told = introspection(&heard(
            200,
            br#"{"active":true,"exp":1795236720.5,"iat":"soon","aud":["a",1,"b"],"scope":"a  b ","user_id":[{}],"exp2":1e999}"#,
        ))
        .unwrap();
        assert_eq!(told.expires.unwrap().as_second(), 1_795_236_720);
        assert_eq!((told.issued, told.scope), (None, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(told.audience, ["a", "b"]);
    }
}
