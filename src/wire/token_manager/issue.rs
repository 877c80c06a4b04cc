//! `getToken` without a user: a token of the services' own client (facts/dirac.md 4.6).

use super::{TokenManagerClient, read_token};
use crate::domain::secret::Secret;
use crate::wire::error::WireError;
use crate::wire::jencode::DecodeError;
use crate::wire::rpc::{Answer, CredentialCall, CredentialWanted, HttpsRpc, Issuing, RpcIssues};
use crate::wire::service::TokenManagerIssues;

impl TokenManagerClient<HttpsRpc> {
    /// The same client, allowed to have tokens issued.
    pub fn for_credentials(
        self,
        asked: &CredentialWanted,
    ) -> TokenManagerClient<HttpsRpc<Issuing>> {
        TokenManagerClient(self.0.for_credentials(asked))
    }
}

impl<R: RpcIssues> TokenManagerIssues for TokenManagerClient<R> {
    async fn client_token(
        &self,
        group: &str,
        scopes: &[String],
        audience: Option<&str>,
        provider: Option<&str>,
    ) -> Result<Secret<String>, WireError> {
        let call = CredentialCall::client_token(group, scopes, audience, provider);
        let method = call.method();
        let answer = self.0.issue(call).await?;
        decode(&answer).map_err(|error| error.in_method(method).of_change())
    }
}

/// The access token; whatever else comes with it is not kept.
fn decode(answer: &Answer) -> Result<Secret<String>, WireError> {
    let mut token = None;
    answer
        .reader()
        .each_member(|key, reader| {
            match key {
                "access_token" => token = read_token(reader, true)?.1,
                _ => reader.skip()?,
            }
            Ok::<_, DecodeError>(())
        })
        .map_err(|error| answer.broken(&format!("its token cannot be read: {error}")))?;
    token.ok_or_else(|| answer.broken("there is no access token in it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::rpc::answer_of;

    fn read(value: &str) -> Result<Secret<String>, WireError> {
        decode(&answer_of(&format!(r#"{{"OK": true, "Value": {value}}}"#)).unwrap())
    }

    #[test]
    fn the_access_token_is_taken_and_nothing_else() {
        let token =
            read(r#"{"refresh_token": "r", "access_token": "a.b.c", "expires_at": 1, "x": [{}]}"#);
        assert_eq!(token.unwrap().expose(), "a.b.c");
    }

    #[test]
    fn an_answer_without_a_token_is_an_error_that_quotes_nothing() {
        for value in [
            "null",
            "{}",
            "[]",
            r#""a.b.c""#,
            r#"{"access_token": null}"#,
            r#"{"access_token": "None"}"#,
            r#"{"access_token": 7}"#,
        ] {
            let error = read(value).unwrap_err();
            assert!(!error.to_string().contains("a.b.c"), "{error}");
        }
    }
}
