//! The command line: nouns, then verbs. Help, man page, completions and the README's table are made from this.

mod ce;
mod ce_why;
mod cs;
mod editing;
mod later;
mod staging;
mod stopping;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;

use super::output::Format;
use crate::settings::{self, Options};
pub use ce::{CeVerb, Ces, Collapsing, Level, Tagging, Untagging, Vos};
pub use ce_why::CeWhy;
pub use cs::{Agreed, Committing, CsVerb, Deciding};
pub use editing::{Adding, ProviderVerb, VoVerb};
pub use later::{Later, at_once};
pub use staging::StagingVerb;
pub use stopping::Stopping;

/// The console for the tokens of a DIRAC installation.
///
/// Without a command it opens the console. What is not given is discovered as DIRAC does it: dirac.cfg, proxy, certificate,
/// CA directory.
#[derive(Debug, Parser)]
#[command(name = "dirac-tokens", version, propagate_version = true, max_term_width = 120)]
pub struct Cli {
    /// Options that every command understands.
    #[command(flatten)]
    pub common: Common,
    /// What to do; nothing opens the console.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that every command understands.
#[derive(Args, Debug)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// A local configuration file, on top of the discovered ones; may be repeated, the last wins.
    #[arg(long, value_name = "FILE", global = true)]
    cfg: Vec<PathBuf>,
    /// A configuration server, instead of those in the local configuration.
    #[arg(long, value_name = "URL", global = true)]
    server: Option<String>,
    /// The master of the configuration, which alone is written to; without it, one of the local configuration's servers.
    #[arg(long, value_name = "URL", global = true)]
    master: Option<String>,
    /// The DIRAC group to act as with a certificate. A proxy has its own, and another one is refused.
    #[arg(long, value_name = "GROUP", global = true)]
    group: Option<String>,
    /// The proxy to use.
    #[arg(long, value_name = "FILE", global = true, conflicts_with_all = ["cert", "host_cert"])]
    proxy: Option<PathBuf>,
    /// The certificate to use, instead of a proxy.
    #[arg(long, value_name = "FILE", global = true)]
    cert: Option<PathBuf>,
    /// The private key of --cert, if it is not in the same file. A passphrase is asked for on the terminal.
    #[arg(long, value_name = "FILE", global = true, requires = "cert")]
    key: Option<PathBuf>,
    /// Use the certificate of this host.
    #[arg(long, global = true, conflicts_with = "cert")]
    host_cert: bool,
    /// The directory of CA certificates.
    #[arg(long, value_name = "DIR", global = true)]
    ca_dir: Option<PathBuf>,
    /// Allow changes. Without it everything only reads; the console can allow them for 15 minutes at a time.
    #[arg(long, global = true)]
    write: bool,
    /// Longest wait for one answer.
    #[arg(long, value_name = "SECS", global = true, default_value = "30", value_parser = seconds)]
    timeout: Duration,
    /// How to print results.
    #[arg(
        short = 'o',
        long = "output",
        value_name = "FORMAT",
        global = true,
        default_value = "table",
        value_enum
    )]
    format: Format,
    /// Write down what is asked and how it ends, without secrets, in this file (also: DIRAC_TOKENS_LOG).
    #[arg(long, value_name = "FILE", global = true)]
    log: Option<PathBuf>,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", value_enum)]
    color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    /// On a terminal that has colours, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(s) if (0.05..=86_400.0).contains(&s) => Ok(Duration::from_secs_f64(s)),
        _ => Err("seconds, from 0.05 to 86400".into()),
    }
}

impl Common {
    /// How to print results.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The same as plain settings.
    pub fn options(&self) -> Options {
        Options {
            cfg: self.cfg.clone(),
            server: self.server.clone(),
            master: self.master.clone(),
            group: self.group.clone(),
            proxy: self.proxy.clone(),
            cert: self.cert.clone(),
            key: self.key.clone(),
            host_cert: self.host_cert,
            ca_dir: self.ca_dir.clone(),
            write: self.write,
            timeout: self.timeout,
            log: self.log.clone(),
            color: match self.color {
                Color::Auto => settings::ColorChoice::Auto,
                Color::Always => settings::ColorChoice::Always,
                Color::Never => settings::ColorChoice::Never,
            },
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The console on an invented installation that runs inside this program. Needs nothing, leaves nothing behind.
    #[cfg(feature = "sandbox")]
    Demo {
        /// How large, and which one.
        #[command(flatten)]
        scale: Scale,
    },
    /// Serve an invented installation to other programs until stopped; one line of JSON says where everything is.
    #[cfg(feature = "sandbox")]
    Sandbox {
        /// Directory for certificates, proxies and dirac.cfg: new, empty, or left over from an earlier run.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// How large, and which one.
        #[command(flatten)]
        scale: Scale,
        /// First of five ports in a row, instead of ports that the system chooses.
        #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..=65_531))]
        port_base: Option<u16>,
    },
    /// Identity providers, and which VOs use them.
    #[command(subcommand)]
    Provider(Later<ProviderVerb>),
    /// VOs: their IdProvider, groups and scopes, users with token ids, CEs ready.
    #[command(subcommand)]
    Vo(Later<VoVerb>),
    /// Computing elements: token tags and their level, what happens to pilots of each VO, and why.
    #[command(subcommand)]
    Ce(Later<CeVerb>),
    /// Users of the Registry and their token ids; and why the tokens of one work or not.
    #[command(subcommand)]
    User(Later<UserVerb>),
    /// Tokens stored in DIRAC, without the tokens themselves; and reading a token that you have.
    #[command(subcommand)]
    Token(Later<TokenVerb>),
    /// The configuration itself: what it holds, what is wrong with it, what is staged to be changed, its versions and servers.
    #[command(subcommand)]
    Cs(Later<CsVerb>),
    /// Who the servers say you are.
    Whoami,
    /// Look at everything that must be right before anything works, and say what is not.
    Doctor,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the man page.
    Man,
}

/// How large an invented installation is, and which of all possible ones.
#[derive(Args, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// Stored tokens; 104 if not given.
    #[arg(long, value_name = "N", value_parser = number_up_to::<2_000_000>)]
    pub tokens: Option<usize>,
    /// Sites; 14 if not given.
    #[arg(long, value_name = "N", value_parser = number_up_to::<20_000>)]
    pub sites: Option<usize>,
    /// Decides on what is drawn by lot: names, token ids, ages.
    #[arg(long, value_name = "SEED", default_value = "0")]
    pub seed: u64,
}

/// A number that this machine can be expected to take.
fn number_up_to<const MOST: usize>(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number <= MOST => Ok(number),
        _ => Err(format!("a number, from 0 to {MOST}")),
    }
}

/// What can be done with things of the configuration.
#[derive(Debug, Subcommand)]
pub enum Noun {
    /// All of them.
    List {
        /// Only those for which this query holds: words, column:value, exp:<2h, -not, one | other.
        ///
        /// QUERIES in the man page tells all of it. Put it in quotes; one that begins with - goes behind --.
        query: Vec<String>,
    },
    /// One of them.
    Show {
        /// Its name.
        name: String,
    },
}

/// What can be done with users.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// List or show them.
    #[command(flatten)]
    Noun(Noun),
    /// Why the tokens of a user work or not: from the Registry to the stored row, link by link. -o report is for a ticket.
    ///
    /// --group names the group asked about, not the one you act in; without it, it is the one that DIRAC takes by itself.
    Why {
        /// The user's name in the Registry.
        name: String,
    },
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenVerb {
    /// Stored tokens of all users who have a token id, or of some users.
    List {
        /// Only those for which this query holds: words, column:value, exp:<2h, -not, one | other.
        ///
        /// QUERIES in the man page tells all of it. Put it in quotes; one that begins with - goes behind --.
        query: Vec<String>,
        /// Only tokens of this user; may be repeated.
        #[arg(long = "user", value_name = "NAME")]
        users: Vec<String>,
        /// Only tokens of users in groups of this VO.
        #[arg(long, value_name = "VO")]
        vo: Option<String>,
    },
    /// The stored tokens of one token id, or one row.
    Show {
        /// A row's id (a number), a token id, or a user name.
        id: String,
    },
    /// Stop stored tokens: revoke the refresh tokens at their issuers, then delete the rows. Needs --write.
    Revoke {
        /// Delete the rows even where the refresh token cannot be revoked from here. A row may be the only handle to it.
        #[arg(long)]
        row_only: bool,
        /// What, and how far.
        #[command(flatten)]
        stopping: Stopping,
    },
    /// Delete rows of stored tokens and revoke nothing: the tokens live on where they are. Needs --write.
    Delete(Stopping),
    /// Read a token from a file or standard input: what it says, whether it is in time and signed, what is wrong with it.
    Inspect(Inspect),
}

/// What `token inspect` is given. Nobody is asked over the network but for `--issuer`, and for `--verify` without `--jwks`.
#[derive(Args, Debug)]
pub struct Inspect {
    /// The file that holds the token; - or nothing reads standard input. Never the token itself.
    pub file: Option<PathBuf>,
    /// Read your own token from where programs look for it (WLCG Bearer Token Discovery): BEARER_TOKEN, BEARER_TOKEN_FILE,
    /// bt_uUID in XDG_RUNTIME_DIR, the same in /tmp. Where it was found is said. A file of somebody else is refused.
    #[arg(long, conflicts_with = "file")]
    pub discover: bool,
    /// Check the signature with the keys of this file, a JWK set.
    #[arg(long, value_name = "FILE")]
    pub jwks: Option<PathBuf>,
    /// Trust this issuer, and ask it for its keys if the token names it, letter by letter; may be repeated. With --jwks it is
    /// only compared.
    #[arg(long = "issuer", value_name = "URL")]
    pub issuers: Vec<String>,
    /// The service that the token should be for.
    #[arg(long, value_name = "AUDIENCE")]
    pub audience: Option<String>,
    /// Judge its times as if it were this time: RFC 3339, or seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub now: Option<Timestamp>,
    /// End with 3 if the signature could not be checked. Without --jwks and --issuer the issuers of the installation's
    /// IdProviders are trusted.
    #[arg(long)]
    pub verify: bool,
}

impl Inspect {
    /// Whether somebody may be asked over the network.
    pub fn asks(&self) -> bool {
        self.jwks.is_none() && (self.verify || !self.issuers.is_empty())
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    let seconds = text.parse::<i64>().ok().and_then(|s| Timestamp::from_second(s).ok());
    seconds
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "a time as 2026-11-21T04:00:00Z, or seconds since 1970".into())
}
