//! What an IdProvider is made of: its options, what each is for, and in which configuration it belongs.
//!
//! DIRAC hands every option of the section to the class of the provider (facts/dirac.md 4.1). This table is what forms and
//! the twin's help are made from; options that it does not hold are taken as they are, for an extension may read them.

use crate::domain::secret::is_secret_option;

/// Where an option belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// In the servers' configuration, which every registered user can read.
    Servers,
    /// In the `dirac.cfg` of the host that runs the TokenManager, and nowhere else.
    TokenManager,
    /// In the `dirac.cfg` of the host that runs the FTS3 agent (DIRAC 9).
    FtsAgent,
}

impl Home {
    /// The place in a sentence: `the dirac.cfg of the TokenManager's host`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Servers => "the servers' configuration",
            Self::TokenManager => "the dirac.cfg of the TokenManager's host",
            Self::FtsAgent => "the dirac.cfg of the FTS3 agent's host",
        }
    }
}

/// An option of an IdProvider.
#[derive(Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name, exactly as DIRAC reads it.
    pub name: &'static str,
    /// What it is for, a sentence.
    pub meaning: &'static str,
    /// Where it belongs.
    pub home: Home,
    /// Whether a provider cannot work without it.
    pub required: bool,
}

const fn optional(name: &'static str, meaning: &'static str) -> OptionSpec {
    OptionSpec { name, meaning, home: Home::Servers, required: false }
}

/// Every option that the classes of DIRAC itself read. The three types take the same ones.
pub const OPTIONS: &[OptionSpec] = &[
    optional(
        "ProviderType",
        "The class: OAuth2, IAM or CheckIn, spelled exactly so; OAuth2 without it.",
    ),
    OptionSpec {
        required: true,
        ..optional(
            "issuer",
            "Where the provider is: the issuer that its tokens name, an https URL.",
        )
    },
    optional("scope", "The scopes that users ask for, separated by blanks."),
    OptionSpec {
        home: Home::TokenManager,
        required: true,
        ..optional("client_id", "The client that DIRAC is registered as.")
    },
    OptionSpec {
        home: Home::TokenManager,
        required: true,
        ..optional("client_secret", "The secret of that client.")
    },
    OptionSpec {
        home: Home::FtsAgent,
        ..optional("fts_client_id", "The client of the FTS3 agent, where it has one of its own.")
    },
    OptionSpec {
        home: Home::FtsAgent,
        ..optional("fts_client_secret", "The secret of that client.")
    },
    optional("server_metadata_url", "The discovery document, where it is not below the issuer."),
    optional("token_endpoint", "The token endpoint, instead of the discovered one."),
    optional("jwks", "The keys, instead of the discovered ones."),
    optional(
        "token_endpoint_auth_method",
        "How the client shows who it is, for instance client_secret_post.",
    ),
    optional("token_placement", "Where requests carry the token: header, body or uri."),
    optional("redirect_uri", "Where browsers are sent back to after a login."),
    optional("verify", "Whether the issuer's certificate is checked."),
];

/// The row of an option; `None` for one that only an extension may read.
pub fn spec(name: &str) -> Option<&'static OptionSpec> {
    OPTIONS.iter().find(|spec| spec.name == name)
}

/// Where an option of this name belongs. What is named like a secret belongs on a host whether or not it is known here.
pub fn home(name: &str) -> Home {
    match spec(name) {
        Some(spec) => spec.home,
        None if is_secret_option(name) || name.ends_with("_client_id") => Home::TokenManager,
        None => Home::Servers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_belong_on_a_host_and_nothing_else_does_but_the_clients_beside_them() {
        for spec in OPTIONS {
            let with_secret = is_secret_option(spec.name) || spec.name.ends_with("client_id");
            assert_eq!(spec.home != Home::Servers, with_secret, "{}", spec.name);
            assert!(spec.meaning.ends_with('.'), "{}", spec.name);
        }
        assert_eq!(home("own_client_secret"), Home::TokenManager);
        assert_eq!(home("own_client_id"), Home::TokenManager);
        assert_eq!(home("audience"), Home::Servers);
        assert_eq!(home("ISSUER"), Home::Servers);
    }

    #[test]
    fn every_option_stands_once() {
        let mut names: Vec<&str> = OPTIONS.iter().map(|spec| spec.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), OPTIONS.len());
    }
}
