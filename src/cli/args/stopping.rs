//! `token revoke` and `token delete`: what is stopped, and how far somebody agreed to it.

use clap::Args;

/// What `token revoke` and `token delete` are given.
///
/// Names and queries are never mixed up: what stands without an option is the name of one thing, a query stands behind
/// `--query` alone.
#[derive(Args, Debug)]
pub struct Stopping {
    /// A token id or a user's name of the Registry, or the number of a row. All rows of a token id go, at all providers.
    #[arg(value_name = "ID", required_unless_present_any = ["query", "resume", "abandon"])]
    pub ids: Vec<String>,
    /// The token ids of all rows that match, as with `token list`. Never taken from a name without this option.
    #[arg(long, value_name = "QUERY", conflicts_with = "ids")]
    pub query: Option<String>,
    /// How many token ids it must be. Without that, --yes agrees to one only.
    #[arg(long, value_name = "N")]
    pub expect: Option<usize>,
    /// Do not ask on the terminal.
    #[arg(long)]
    pub yes: bool,
    /// Only show what would be done. Needs no --write.
    #[arg(long)]
    pub dry_run: bool,
    /// Go on with a run that was cut off: the latest, or the one of that name. What is settled stays; the rest is judged by
    /// what the servers hold now, and no step that took effect is repeated. --expect counts the whole run here.
    #[arg(
        long,
        value_name = "RUN",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["ids", "query"]
    )]
    pub resume: Option<String>,
    /// Give up a run that was cut off, by its name: what is left of it stays as it is, and is settled in the journal as that.
    /// Nobody is asked, nothing is sent, and no --write is needed.
    #[arg(
        long,
        value_name = "RUN",
        conflicts_with_all = ["ids", "query", "resume", "expect", "yes", "dry_run"]
    )]
    pub abandon: Option<String>,
}
