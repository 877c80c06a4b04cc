//! Form bodies (`application/x-www-form-urlencoded`) as the token endpoint and its neighbours read them.

use super::error::OauthError;
use crate::sandbox::http::Request;

/// Longest body that is read, in bytes; longer ones are refused as the lab's provider refuses them.
const LONGEST: usize = 56 * 1024;

/// The parameters of a request, in their order.
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The form that `request` carries; no body at all is an empty form.
    pub fn of(request: &Request) -> Result<Self, OauthError> {
        let content_type = request.headers.get("content-type").map(|value| {
            let value = value.to_str().unwrap_or_default();
            value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
        });
        match content_type.as_deref() {
            Some("application/x-www-form-urlencoded") => {}
            None | Some("") => return Ok(Self(Vec::new())),
            Some(_) => {
                return Err(OauthError::request(format!(
                    "only application/x-www-form-urlencoded content-type bodies are supported on {} {}",
                    request.method, request.path
                )));
            }
        }
        if request.body.len() > LONGEST {
            return Err(OauthError::request("failed to parse the request body"));
        }
        Ok(Self::parse(&request.body))
    }

    /// Reads `name=value&...`; bytes that are no UTF-8 become U+FFFD.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The value of a parameter that may be there once; an empty one counts as absent (RFC 6749 3.1).
    pub fn one(&self, name: &str) -> Result<Option<String>, OauthError> {
        let mut all = self.0.iter().filter(|(key, _)| key == name);
        match (all.next(), all.next()) {
            (None, _) => Ok(None),
            (Some((_, value)), None) => Ok((!value.is_empty()).then(|| value.clone())),
            (Some(_), Some(_)) => {
                Err(OauthError::request(format!("'{name}' parameter must not be provided twice")))
            }
        }
    }

    /// The value of a parameter that has to be there.
    pub fn needed(&self, name: &str) -> Result<String, OauthError> {
        self.one(name)?
            .ok_or_else(|| OauthError::request(format!("missing required parameter '{name}'")))
    }

    /// Every value of a parameter that may repeat, empty ones left out.
    pub fn every(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_given_twice_is_refused_by_name() {
        let form = Form::parse(b"scope=a&scope=b&token=x&empty=");
        let error = form.one("scope").expect_err("twice");
        assert_eq!(error.description, "'scope' parameter must not be provided twice");
        assert_eq!(form.one("token").expect("once").as_deref(), Some("x"));
        assert_eq!(form.one("empty").expect("once"), None);
        assert_eq!(form.every("scope"), ["a", "b"]);
        assert_eq!(
            form.needed("empty").expect_err("empty").description,
            "missing required parameter 'empty'"
        );
    }

    #[test]
    fn plus_percent_and_broken_bytes_are_read() {
        let form = Form::parse(b"scope=compute.read+compute.create&aud=ce01%3A9619&bad=%ff%zz");
        assert_eq!(
            form.one("scope").expect("once").as_deref(),
            Some("compute.read compute.create")
        );
        assert_eq!(form.one("aud").expect("once").as_deref(), Some("ce01:9619"));
        assert_eq!(form.one("bad").expect("once").as_deref(), Some("\u{fffd}%zz"));
    }
}
