//! One upload, and what is read after it.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::prepare::Ready;
use super::words::{self, Seen};
use crate::disk::replaced::Replaced;
use crate::domain::commit::{Evidence, Outcome, Reply, Report, VERSION, Verdict, judge, needed};
use crate::domain::cs::{Committed, Tree, compare, serialize};
use crate::domain::problem::{Class, Problem};
use crate::ops::load::parsed;
use crate::ops::{Clock, Pause};
use crate::store::journal::{Journal, Record};
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::service::ConfigurationChanges;

/// The wait between the two looks at what became of it: a commit that was checked before ours and swapped after it takes no
/// longer.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);

/// What a commit needs at hand.
pub struct Desk<'d, S> {
    /// The master, allowed to change something.
    pub master: &'d S,
    /// Our own name in its history.
    pub us: String,
    /// Where the replaced text is kept.
    pub replaced: &'d Replaced,
    /// The time.
    pub clock: Clock,
    /// A wait.
    pub pause: Pause,
    /// Cuts the wait short; before the upload, ends it.
    pub cancel: &'d CancellationToken,
}

/// What is uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upload<'u> {
    /// The whole text with the changes.
    Commit,
    /// The order to go back to this version.
    RollBack(&'u str),
}

/// Sends what is ready, once, and says what became of it. `journal` is that of this run, begun with [`Ready::commit`].
///
/// # Errors
/// Nothing was sent: given up before, the replaced text could not be kept, the journal could not be written; for a rollback,
/// also that somebody has committed since, or that this could not be asked.
pub async fn send<S: ConfigurationChanges>(
    desk: &Desk<'_, S>,
    ready: &Ready,
    upload: Upload<'_>,
    journal: &mut dyn Journal,
) -> Result<Report, Problem> {
    let now = (desk.clock)();
    if desk.cancel.is_cancelled() {
        let what = "Given up before anything was sent.";
        return Err(Problem::new(Class::Refused, "commit", what, ""));
    }
    if let Upload::RollBack(_) = upload {
        unmoved(desk.master, ready).await?;
    }
    let kept = desk.replaced.keep(&ready.name, &ready.version, ready.fresh.text(), now)?;
    let to = desk.master.urls().first().map(ToString::to_string).unwrap_or_default();
    journal.write(&Record::Sending { at: now, to }).map_err(|why| {
        let remedy =
            "Look whether the disk is full or read-only; XDG_STATE_HOME chooses another one.";
        Problem::new(Class::Refused, "journal", why, remedy)
    })?;
    let answer = match upload {
        Upload::Commit => desk.master.commit(&serialize(&ready.sent)).await,
        Upload::RollBack(version) => desk.master.roll_back(version).await,
    };
    let mut report = match answer {
        Err(error) if changed_nothing(&error) => words::refused(&error),
        Err(error) => after(desk, ready, Reply::Lost(Problem::from(&error).message)).await,
        Ok(()) => after(desk, ready, Reply::Done).await,
    };
    if report.outcome != Outcome::Refused {
        report.notes.push(words::kept(&kept));
    }
    let record = Record::Committed {
        at: (desk.clock)(),
        outcome: report.outcome,
        version: report.version.clone(),
        summary: report.summary.clone(),
    };
    if let Err(why) = journal.write(&record) {
        report.notes.push(format!("What became of it is not in the journal: {why}"));
    }
    Ok(report)
}

/// Whether what is there is what was agreed on. At a commit the server compares versions; at a rollback nobody else does.
async fn unmoved<S: ConfigurationChanges>(master: &S, ready: &Ready) -> Result<(), Problem> {
    let version = master.version().await.map_err(|error| Problem::from(&error))?;
    if version == ready.version {
        return Ok(());
    }
    // who it was is nice to know, and no more
    let history = master.history(&ready.name).await.unwrap_or_default();
    let by = history.into_iter().find(|one| one.version == version).map(|one| one.by);
    Err(words::moved_on(&ready.version, &version, by.as_deref()))
}

/// Whether an error says that nothing was changed. A refusal that is not known here can come after the swap: the server
/// answers with what became of writing its file, too.
fn changed_nothing(error: &WireError) -> bool {
    !error.ambiguous() && !matches!(error.kind(), ErrorKind::Refused { .. })
}

/// What is read back.
struct Read {
    served: Option<Tree>,
    why: Option<String>,
}

async fn after<S: ConfigurationChanges>(desk: &Desk<'_, S>, ready: &Ready, reply: Reply) -> Report {
    let first = read(desk.master, &ready.version, ready).await;
    let waited = tokio::select! {
        biased;
        () = desk.cancel.cancelled() => false,
        () = (desk.pause)(BETWEEN_LOOKS) => true,
    };
    let known = first.served.as_ref().map_or_else(|| ready.version.clone(), version);
    let mut second = read(desk.master, &known, ready).await;
    let there = |tree: &Tree| compare(&ready.sent, tree).iter().all(|c| c.path.as_str() == VERSION);
    let was_there = first.served.as_ref().is_some_and(there);
    if second.served.is_none() && second.why.is_none() {
        second.served = first.served;
    }
    let history = desk.master.history(&ready.name).await;
    let (history, no_history) = match history {
        Ok(history) => (Some(history), None),
        Err(error) => (None, Some(Problem::from(&error).message)),
    };
    let seen = Seen {
        reply: &reply,
        unread: second.why.as_deref(),
        no_history: no_history.as_deref(),
        was_there,
        waited,
        first_unread: first.why.as_deref(),
    };
    let verdict = verdict(desk, ready, &reply, second.served.as_ref(), history.as_deref()).await;
    words::report(verdict, &seen, ready)
}

async fn verdict<S: ConfigurationChanges>(
    desk: &Desk<'_, S>,
    ready: &Ready,
    reply: &Reply,
    served: Option<&Tree>,
    history: Option<&[Committed]>,
) -> Verdict {
    let mut contents = BTreeMap::new();
    let evidence = Evidence {
        fresh: &ready.fresh,
        sent: &ready.sent,
        reply: reply.clone(),
        served,
        history,
        us: &desk.us,
    };
    for version in needed(&evidence) {
        let text = desk.master.version_contents(&version).await;
        let tree = match text {
            Ok(text) => parsed(text, &version).map_err(|problem| problem.message),
            Err(error) => Err(Problem::from(&error).message),
        };
        contents.insert(version, tree);
    }
    judge(&evidence, &contents)
}

/// What the master serves now. Where it has nothing newer than `known`, that is the text sent on, or, the second time, what was
/// read the first time, which is `None` without a reason.
async fn read<S: ConfigurationChanges>(master: &S, known: &str, ready: &Ready) -> Read {
    let update = match master.newer_than(known).await {
        Ok(update) => update,
        Err(error) => return Read { served: None, why: Some(Problem::from(&error).message) },
    };
    match update.text {
        Some(text) => match parsed(text, &update.server) {
            Ok(tree) => Read { served: Some(tree), why: None },
            Err(problem) => Read { served: None, why: Some(problem.message) },
        },
        None if known == ready.version => {
            Read { served: Some(ready.fresh.as_ref().clone()), why: None }
        }
        None => Read { served: None, why: None },
    }
}

fn version(tree: &Tree) -> String {
    tree.value(VERSION).unwrap_or_default().into_owned()
}
