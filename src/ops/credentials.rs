//! The one door to the credentials that this host has at issuers.
//!
//! A TokenManager host has `client_id` and `client_secret` of its providers in its own `dirac.cfg` (facts/dirac.md 4.1). Only
//! local files are looked into: a secret that the remote configuration hands out is a leak, and using it would hide that.

use crate::domain::cs::{LocalFile, Tree};
use crate::domain::oidc::{AuthMethod, ClientCredentials};
use crate::domain::secret::Secret;

const PROVIDERS: &str = "/Resources/IdProviders";

/// This host's credentials at the issuer of the IdProvider `provider`; `None` if it has none, or not both of id and secret.
/// `local` are the local configuration files, the last wins.
pub fn client_credentials(local: &[LocalFile], provider: &str) -> Option<ClientCredentials> {
    let tree = Tree::merged(&Tree::default(), local);
    let mut sections = tree.section(PROVIDERS)?.sections();
    let section = sections.find(|section| section.name() == provider)?;
    let text = |name| section.value(name).filter(|value| !value.is_empty());
    let (id, secret) = (text("client_id")?, text("client_secret")?);
    Some(ClientCredentials {
        id: id.into_owned(),
        secret: Secret::new(secret.into_owned()),
        method: text("token_endpoint_auth_method").and_then(|name| AuthMethod::of(&name)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cs::parse;

    fn file(label: &str, options: &str) -> LocalFile {
        let text = format!(
            "Resources\n{{\n  IdProviders\n  {{\n    IAM\n    {{\n{options}\n    }}\n  }}\n}}\n"
        );
        LocalFile { label: label.to_owned(), tree: parse(text).unwrap() }
    }

    #[test]
    fn both_parts_come_from_local_files_and_the_last_file_wins() {
        let both = file("a", "client_id = dirac\nclient_secret = a=b, c");
        let found = client_credentials(std::slice::from_ref(&both), "IAM").unwrap();
        assert_eq!((found.id.as_str(), found.secret.expose().as_str()), ("dirac", "a=b, c"));
        assert_eq!(found.method, None);
        assert!(!format!("{found:?}").contains("a=b"));
        let method = "token_endpoint_auth_method = client_secret_post";
        let later = file("b", &format!("client_secret = new\n{method}"));
        let found = client_credentials(&[both.clone(), later], "IAM").unwrap();
        assert_eq!((found.id.as_str(), found.secret.expose().as_str()), ("dirac", "new"));
        assert_eq!(found.method, Some(AuthMethod::Post));
        assert!(client_credentials(std::slice::from_ref(&both), "iam").is_none());
        assert!(client_credentials(&[file("a", "client_id = dirac")], "IAM").is_none());
        assert!(
            client_credentials(&[file("a", "client_id = d\nclient_secret =")], "IAM").is_none()
        );
        assert!(client_credentials(&[], "IAM").is_none());
    }
}
