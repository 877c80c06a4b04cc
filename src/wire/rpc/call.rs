//! The catalogue: every call that can be sent, each of its kind. What is not here cannot be sent.

use crate::wire::jencode::Value;

/// What kind of answer a call has: how large it may be, and whether it may be compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The text of a configuration, compressed, as base64: a tenth of its length. 64 MiB hold any text that DIRAC's own
    /// server could have been given (it takes no request over 100 MB).
    Configuration,
    /// Rows with whole tokens in them, about 1.5 kB each: 64 MiB are some 40,000 rows, far more than one call asks for.
    Tokens,
    /// The list of all commits, some 50 bytes each: 64 MiB are a million of them.
    History,
    /// Anything else.
    Small,
}

impl Answers {
    pub(super) fn limit(self) -> u64 {
        match self {
            Self::Configuration | Self::Tokens | Self::History => 64 << 20,
            Self::Small => 4 << 20,
        }
    }

    pub(super) fn gzip(self) -> bool {
        matches!(self, Self::Configuration | Self::History)
    }
}

/// A method with its arguments.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: &'static str,
    pub(super) args: Vec<Value>,
    pub(super) answers: Answers,
    pub(super) needs: Option<&'static str>,
}

impl Call {
    fn new(method: &'static str, args: Vec<Value>) -> Self {
        Self { method, args, answers: Answers::Small, needs: None }
    }

    fn answers(self, answers: Answers) -> Self {
        Self { answers, ..self }
    }

    fn needs(self, property: &'static str) -> Self {
        Self { needs: Some(property), ..self }
    }
}

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(Call);

        impl $name {
            pub(super) fn into_call(self) -> Call {
                self.0
            }

            /// Name of the method.
            pub fn method(&self) -> &'static str {
                self.0.method
            }

            /// The arguments, for another protocol's encoder and for a server that is none. Never for a message.
            pub fn args(&self) -> &[Value] {
                &self.0.args
            }

            /// What kind of answer it has.
            pub fn answer_kind(&self) -> Answers {
                self.0.answers
            }
        }
    };
}

kind!(
    /// A call that changes nothing and may be repeated.
    ReadCall
);
kind!(
    /// A call that has a credential made: on request, journaled, never repeated.
    CredentialCall
);
kind!(
    /// A call that changes something, or may at an issuer that rotates refresh tokens. Never repeated.
    MutatingCall
);

/// Reads of every service (facts/dirac.md 1.3).
impl ReadCall {
    /// `ping`: the service describes itself.
    pub fn ping() -> Self {
        Self(Call::new("ping", vec![]))
    }

    /// `whoami`: the service describes the caller.
    pub fn whoami() -> Self {
        Self(Call::new("whoami", vec![]))
    }
}

/// Reads of the Configuration service (facts/dirac.md 3.3).
impl ReadCall {
    /// `getVersion`.
    pub fn version() -> Self {
        Self(Call::new("getVersion", vec![]))
    }

    /// `getCompressedDataIfNewer`: the newest version, and the text if it is newer than `version` (`"0"`: always).
    pub fn newer_than(version: &str) -> Self {
        Self(
            Call::new("getCompressedDataIfNewer", vec![version.into()])
                .answers(Answers::Configuration),
        )
    }

    /// `writeEnabled`: whether this server is the master.
    pub fn write_enabled() -> Self {
        Self(Call::new("writeEnabled", vec![]))
    }

    /// `getCommitHistory` of 0, the only number that cuts nothing: the server cuts a list that is not in the order of time.
    pub fn history() -> Self {
        Self(Call::new("getCommitHistory", vec![Value::Int(0)]).answers(Answers::History))
    }

    /// `getVersionContents` of one version. The server takes what it is given for a regular expression: `pattern` is one.
    pub fn version_contents(pattern: &str) -> Self {
        let versions = [pattern].into_iter().collect();
        Self(
            Call::new("getVersionContents", vec![versions])
                .answers(Answers::Configuration)
                .needs("CSAdministrator"),
        )
    }
}

/// Reads of the TokenManager (facts/dirac.md 4.6).
impl ReadCall {
    /// `getUsersTokensInfo`: the rows of these users, with whole tokens in them.
    pub fn users_tokens_info(users: &[String]) -> Self {
        let users = users.iter().map(String::as_str).collect();
        Self(
            Call::new("getUsersTokensInfo", vec![users])
                .answers(Answers::Tokens)
                .needs("ProxyManagement"),
        )
    }

    /// `getUserTokensInfo`: the caller's own rows, with whole tokens in them.
    pub fn user_tokens_info() -> Self {
        Self(Call::new("getUserTokensInfo", vec![]).answers(Answers::Tokens))
    }

    /// `getTokensByUserID`: the rows of a token id, with whole tokens in them.
    pub fn tokens_by_id(token_id: &str) -> Self {
        Self(Call::new("getTokensByUserID", vec![token_id.into()]).answers(Answers::Tokens))
    }
}

impl CredentialCall {
    /// `getToken` without a user: a client token for the issuer of the group's VO, or of `provider`.
    pub fn client_token(
        group: &str,
        scopes: &[String],
        audience: Option<&str>,
        provider: Option<&str>,
    ) -> Self {
        let optional = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        let scopes = scopes.iter().map(String::as_str).collect();
        let args = vec![Value::Null, group.into(), scopes, optional(audience), optional(provider)];
        Self(Call::new("getToken", args).answers(Answers::Tokens).needs("FullDelegation"))
    }
}

impl MutatingCall {
    /// `deleteToken`: removes every row of a token id, at all providers; revokes nothing.
    pub fn delete_token(token_id: &str) -> Self {
        Self(Call::new("deleteToken", vec![token_id.into()]).needs("ProxyManagement"))
    }

    /// `commitNewData`: puts a whole configuration in the place of the one that is there. `packed` is zlib in base64.
    pub fn commit(packed: String) -> Self {
        Self(Call::new("commitNewData", vec![packed.into()]).needs("CSAdministrator"))
    }

    /// `rollbackToVersion`: puts an old configuration in the place of whatever is there. The server takes what it is given
    /// for a regular expression: `pattern` is one.
    pub fn roll_back(pattern: &str) -> Self {
        Self(Call::new("rollbackToVersion", vec![pattern.into()]).needs("CSAdministrator"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_without_secrets_are_compressed() {
        let compressed = |call: ReadCall| call.answer_kind().gzip();
        assert!(compressed(ReadCall::newer_than("0")));
        assert!(compressed(ReadCall::history()));
        assert!(!compressed(ReadCall::users_tokens_info(&[])));
        assert!(!compressed(ReadCall::user_tokens_info()));
        assert!(!compressed(ReadCall::tokens_by_id("uid-1")));
        assert!(!CredentialCall::client_token("g", &[], None, None).answer_kind().gzip());
    }

    #[test]
    fn arguments_are_always_a_list() {
        let encode = |call: &ReadCall| crate::wire::jencode::encode_list(call.args());
        assert_eq!(encode(&ReadCall::ping()), "[]");
        assert_eq!(encode(&ReadCall::users_tokens_info(&["alice".into()])), r#"[["alice"]]"#);
        assert_eq!(encode(&ReadCall::users_tokens_info(&[])), "[[]]");
        assert_eq!(encode(&ReadCall::history()), "[0]");
        assert_eq!(encode(&ReadCall::version_contents(r"2026\.1")), r#"[["2026\\.1"]]"#);
        // a number would find every id that begins with it
        assert_eq!(encode(&ReadCall::tokens_by_id("12")), r#"["12"]"#);
        let token = CredentialCall::client_token("g", &["a b".into()], None, Some("IAM"));
        assert_eq!(
            crate::wire::jencode::encode_list(token.args()),
            r#"[null,"g",["a b"],null,"IAM"]"#
        );
    }
}
