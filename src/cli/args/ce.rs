//! What the twin is asked about CEs.

use clap::{Args, Subcommand, ValueEnum};

use super::{CeWhy, Noun};

/// What can be done with CEs.
#[derive(Debug, Subcommand)]
pub enum CeVerb {
    /// List or show them.
    #[command(flatten)]
    Noun(Noun),
    /// Stage the tags with which pilots of a VO use tokens at these CEs. Nothing is sent: `cs commit` does that.
    ///
    /// CEs where the pilots would be stopped are left out, and it is said why. Every other tag stays.
    Tag(Tagging),
    /// Stage taking these tags away: pilots of the VO use the proxy. Nothing is sent: `cs commit` does that.
    Untag(Untagging),
    /// Stage one tag Token in the place of all Token:VO, at CEs where every VO uses tokens. Nothing is sent.
    Collapse(Collapsing),
    /// What would stop the pilots of a VO at a CE if they went with a token: 22 checks in order, each with its CS path.
    ///
    /// The configuration decides most of them. What only a server can tell is unknown unless it is asked for with --answers,
    /// --fetch or --probe.
    Why(CeWhy),
}

/// Which CEs are meant.
#[derive(Args, Debug)]
pub struct Ces {
    /// CEs: their sections' names, or SITE/CE.
    #[arg(value_name = "CE", required_unless_present = "query")]
    pub ces: Vec<String>,
    /// The CEs that match, as with `ce list`. Needs --expect.
    #[arg(long, value_name = "QUERY", conflicts_with = "ces", requires = "expect")]
    pub query: Option<String>,
    /// How many CEs it must be.
    #[arg(long, value_name = "N")]
    pub expect: Option<usize>,
    /// Only show what would be staged.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which VOs are meant.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Vos {
    /// Whose pilots; may be repeated.
    #[arg(long = "vo", value_name = "VO")]
    pub vos: Vec<String>,
    /// Those of every VO.
    #[arg(long)]
    pub all_vos: bool,
}

/// Where tags are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// At the CE: both the Site Director and PilotManager read it. What is taken away is taken from its queues, too.
    #[default]
    Ce,
    /// At each queue that admits the VO. A queue can only add to its CE.
    Queue,
    /// At the site, for all its CEs without tags of their own. PilotManager does not read it.
    Site,
}

/// What `ce tag` is given.
#[derive(Args, Debug)]
pub struct Tagging {
    /// Where.
    #[command(flatten)]
    pub ces: Ces,
    /// For whom.
    #[command(flatten)]
    pub vos: Vos,
    /// Where the tag is written.
    #[arg(long, value_name = "LEVEL", default_value = "ce", value_enum)]
    pub level: Level,
    /// Tag also where the pilots would be stopped.
    #[arg(long)]
    pub force: bool,
    /// Tag also for VOs that a CE does not admit, for the day when it does.
    #[arg(long)]
    pub unadmitted: bool,
}

/// What `ce untag` is given.
#[derive(Args, Debug)]
pub struct Untagging {
    /// Where.
    #[command(flatten)]
    pub ces: Ces,
    /// For whom.
    #[command(flatten)]
    pub vos: Vos,
    /// Where the tag is taken away.
    #[arg(long, value_name = "LEVEL", default_value = "ce", value_enum)]
    pub level: Level,
    /// Where Token stands for every VO, write Token:VO for each of the others in its place.
    #[arg(long)]
    pub narrow: bool,
}

/// What `ce collapse` is given.
#[derive(Args, Debug)]
pub struct Collapsing {
    /// Where.
    #[command(flatten)]
    pub ces: Ces,
}
