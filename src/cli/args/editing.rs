//! What the twin is asked to change about IdProviders and VOs. All of it is staged; nothing is sent.

use clap::{Args, Subcommand};

use super::Noun;

/// What can be done with IdProviders.
#[derive(Debug, Subcommand)]
pub enum ProviderVerb {
    /// List or show them.
    #[command(flatten)]
    Noun(Noun),
    /// Stage a new one, and show the lines for the host that keeps its secret. Nothing is sent: `cs commit` does that.
    Add(Adding),
    /// Stage other values for its options; one without a value is taken away. Secrets are refused.
    Set {
        /// Its name.
        name: String,
        /// An option and its value. NAME= takes it away.
        #[arg(value_name = "NAME=VALUE", required = true, value_parser = pair)]
        options: Vec<(String, String)>,
        /// Ask the issuer what it calls itself.
        #[arg(long)]
        check: bool,
        /// Only show what would be staged.
        #[arg(long)]
        dry_run: bool,
    },
    /// Stage its removal. Refused while VOs name it.
    Remove {
        /// Its name.
        name: String,
        /// Remove it all the same: nobody in those VOs gets a token then.
        #[arg(long)]
        force: bool,
        /// Only show what would be staged.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What `provider add` is given.
#[derive(Args, Debug)]
pub struct Adding {
    /// Its name: letters, digits, -, _ and dots.
    pub name: String,
    /// Its ProviderType: OAuth2, IAM or CheckIn, or that of an extension.
    #[arg(long = "type", value_name = "TYPE")]
    pub provider_type: String,
    /// Its issuer, an https URL, written as it calls itself.
    #[arg(long, value_name = "URL")]
    pub issuer: String,
    /// The scopes that users ask for, separated by blanks.
    #[arg(long, value_name = "SCOPES")]
    pub scope: Option<String>,
    /// Any other option; may be repeated. Secrets are refused.
    #[arg(long = "option", value_name = "NAME=VALUE", value_parser = pair)]
    pub options: Vec<(String, String)>,
    /// Ask the issuer what it calls itself.
    #[arg(long)]
    pub check: bool,
    /// Only show what would be staged.
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be done with VOs.
#[derive(Debug, Subcommand)]
pub enum VoVerb {
    /// List or show them.
    #[command(flatten)]
    Noun(Noun),
    /// Stage another IdProvider for a VO. Nothing is sent: `cs commit` does that.
    Set {
        /// The VO.
        name: String,
        /// Its IdProvider.
        #[arg(long, value_name = "NAME")]
        provider: String,
        /// Only show what would be staged.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What is before and behind the first `=`. The value may be a secret, so what is wrong never quotes it.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("NAME=VALUE, for instance verify=yes".into()),
    }
}
