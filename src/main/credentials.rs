//! The credentials of the TokenManager's own client at an issuer, as its host has them in its `dirac.cfg`.
//!
//! Never written to a file: they live as long as the demo.

use dirac_tokens::domain::cs::{LocalFile, parse};
use dirac_tokens::sandbox::content::IssuerSpec;

/// A local configuration with the credentials of the first confidential client; `None` if there is none.
pub(super) fn of(issuer: &IssuerSpec) -> Option<LocalFile> {
    let mut clients = issuer.clients.iter();
    let (id, secret) = clients.find_map(|client| Some((&client.id, client.secret.as_ref()?)))?;
    let name = &issuer.provider;
    let text = format!(
        "Resources\n{{\nIdProviders\n{{\n{name}\n{{\nclient_id = {id}\nclient_secret = {secret}\n}}\n}}\n}}\n"
    );
    let tree = parse(text.as_str()).ok()?;
    Some(LocalFile { label: "dirac.cfg of the TokenManager".to_owned(), tree })
}
