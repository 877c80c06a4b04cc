//! Commits that were sent and whose end nobody saw: what the configuration says of them now.

use jiff::Timestamp;

use crate::disk::journal::Runs;
use crate::domain::commit::{Outcome, digest};
use crate::domain::cs::Tree;
use crate::domain::problem::Problem;
use crate::ops::load::parsed;
use crate::store::journal::{Commit, Journal as _, Kept, Purpose, Record};
use crate::wire::service::ConfigurationService;

/// A commit that was cut off after it may have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dark {
    /// Its run.
    pub kept: Kept,
    /// What it was about to send.
    pub commit: Commit,
    /// When.
    pub sent: Timestamp,
}

/// What the configuration says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The configuration is what was sent.
    Holds,
    /// It became this version, and others have come since.
    Made(String),
    /// No version that is kept is what was sent.
    NotThere,
    /// It is not what is served, and more cannot be said: why not. Foreign text.
    CannotTell(String),
}

/// Most versions whose texts are asked for.
const MOST_CONTENTS: usize = 16;
/// Where the server merges what was committed on an old version: the text that it makes is nobody's.
const MERGES: &str = "/DIRAC/Configuration/EnableAutoMerge";

impl Dark {
    /// What is told of it, with what the configuration says.
    pub fn sentence(&self, sight: &Sight) -> String {
        let sent = self.sent.strftime("%Y-%m-%d %H:%M:%S UTC");
        let what = match self.commit.changes.as_slice() {
            [] => String::new(),
            [only] => format!(" ({only})"),
            [first, rest @ ..] => format!(" ({first}, and {} more)", rest.len()),
        };
        let now = match sight {
            Sight::Holds => "The CS now holds it.".to_owned(),
            Sight::Made(version) => {
                format!("It became version {version}; others have come since.")
            }
            Sight::NotThere => {
                "The CS does not hold it, and no version that it kept is it.".to_owned()
            }
            Sight::CannotTell(why) => format!(
                "Whether it had effect cannot be told: {}. Look at the history with rights to read it.",
                why.trim_end_matches('.')
            ),
        };
        format!(
            "A commit of {} was sent at {sent}{what}, its outcome was not seen. {now}",
            self.kept.run.who
        )
    }
}

/// Commits of this installation that were cut off, the latest first; and what could not be read.
pub fn dark(runs: &Runs, installation: &str) -> Result<(Vec<Dark>, Vec<Problem>), Problem> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for kept in runs.all()? {
        match kept {
            Ok(kept) => {
                let Some(sent) = kept.sent_into_the_dark() else { continue };
                let Purpose::Commit(commit) = &kept.run.purpose else { continue };
                if kept.run.installation == installation {
                    found.push(Dark { commit: commit.clone(), sent, kept });
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok((found, problems))
}

/// Looks whether a commit had effect. `tree` is what the master serves now, `name` its name.
pub async fn look<S: ConfigurationService>(
    master: &S,
    tree: &Tree,
    name: &str,
    dark: &Dark,
) -> Result<Sight, Problem> {
    if digest(tree) == dark.commit.digest {
        return Ok(Sight::Holds);
    }
    let history = master.history(name).await.map_err(|error| Problem::from(&error))?;
    // the earliest first: it is one of those of that moment
    let mut later = history.iter().rev().filter(|one| one.version > dark.commit.on);
    let mut unread = None;
    for one in later.by_ref().take(MOST_CONTENTS) {
        let text = match master.version_contents(&one.version).await {
            Ok(text) => parsed(text, &one.version),
            Err(error) => Err(Problem::from(&error)),
        };
        match text {
            Ok(tree) if digest(&tree) == dark.commit.digest => {
                return Ok(Sight::Made(one.version.clone()));
            }
            Ok(_) => {}
            Err(why) => {
                let why = format!("version {} cannot be read: {}", one.version, why.message);
                unread.get_or_insert(why);
            }
        }
    }
    let skipped = later.count();
    let merges = tree.option(MERGES).is_some_and(crate::domain::cs::Opt::is_true);
    Ok(match unread {
        Some(why) => Sight::CannotTell(why),
        None if skipped > 0 => {
            Sight::CannotTell(format!("{skipped} more versions have come since"))
        }
        None if merges => Sight::CannotTell(
            "the master merges commits, so what it made of it need not be what was sent".to_owned(),
        ),
        None => Sight::NotThere,
    })
}

/// Writes down what was seen, so that it is told once; what cannot be told is left open. One that a process is at by now is
/// left alone.
pub fn settle(runs: &Runs, dark: &Dark, sight: &Sight, now: Timestamp) -> Result<(), Problem> {
    if matches!(sight, Sight::CannotTell(_)) {
        return Ok(());
    }
    let (_, mut writer) = runs.resume(&dark.kept.run.name)?;
    let record = Record::Committed {
        at: now,
        outcome: match sight {
            Sight::Holds => Outcome::Proven,
            _ => Outcome::Unknown,
        },
        version: match sight {
            Sight::Made(version) => Some(version.clone()),
            _ => None,
        },
        summary: dark.sentence(sight),
    };
    writer
        .write(&record)
        .map_err(|why| Problem::new(crate::domain::problem::Class::Refused, "journal", why, ""))
}
