//! What `ce why` is given.

use clap::Args;

/// What `ce why` is given.
#[expect(clippy::struct_excessive_bools, reason = "four independent flags, not a state machine")]
#[derive(Args, Clone, Debug)]
pub struct CeWhy {
    /// The CE: its section's name.
    pub name: String,
    /// Whose pilots.
    #[arg(long, value_name = "VO")]
    pub vo: String,
    /// At this queue only.
    #[arg(long, value_name = "QUEUE")]
    pub queue: Option<String>,
    /// The site, where several have a CE of this name.
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// Judge the configuration as the staged changes leave it. Servers that are asked know nothing of them.
    #[arg(long)]
    pub staged: bool,
    /// Ask the TokenManager and the issuer whether they answer. No token is asked for.
    #[arg(long)]
    pub answers: bool,
    /// Have the very token issued that a Site Director would get, look at it and wipe it. Needs FullDelegation or
    /// LimitedDelegation; written in the journal; asked for once.
    #[arg(long)]
    pub fetch: bool,
    /// Send that token to the CE, and to nobody else, to see whether its front end accepts it. Nothing is submitted.
    #[arg(long)]
    pub probe: bool,
}
