//! From what was read back to the word that is true of a commit.
//!
//! Two commits of the same version can both be told OK: the server compares versions and swaps texts without a lock. The last
//! swap is what is served; the backups of both stay, or, where the two mixed in the middle, one backup under each name with
//! the same text in both. So the text that is served decides what became of ours, and the backups tell whose text ours took
//! the place of. A version that left no backup (the registration of a worker) cannot be seen here at all.

use std::collections::BTreeMap;

use super::between::of_changes;
use super::outcome::{Outcome, Vanished};
use super::{VERSION, digest};
use crate::domain::cs::{Change, Committed, CsPath, Entry, Section, Tree, compare};

/// How the upload was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The server said that it is done.
    Done,
    /// No answer came, or one that leaves open what was done: the sentence about it.
    Lost(String),
}

/// What is known after the upload.
#[derive(Debug)]
pub struct Evidence<'e> {
    /// The text that was fetched before, with the version that was sent on.
    pub fresh: &'e Tree,
    /// The text that was sent.
    pub sent: &'e Tree,
    /// How the upload was answered.
    pub reply: Reply,
    /// What is served now; `None` if it could not be read.
    pub served: Option<&'e Tree>,
    /// The commits, the latest first; `None` if they could not be read.
    pub history: Option<&'e [Committed]>,
    /// Our own user name.
    pub us: &'e str,
}

/// The texts of versions that were asked for, or why there is none.
pub type Contents = BTreeMap<String, Result<Tree, String>>;

/// What the evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The word.
    pub outcome: Outcome,
    /// The version that our commit made.
    pub version: Option<String>,
    /// What was to be changed and is not there.
    pub missing: Vec<CsPath>,
    /// Whose commits took ours away, or may have.
    pub overtaken_by: Vec<String>,
    /// What of others ours took away.
    pub vanished: Vec<Vanished>,
    /// Commits of others in the same moment that the server merged with ours.
    pub merged_with: Vec<String>,
}

/// Most versions whose texts are asked for: a commit waits on seconds, not on days.
const MOST_CONTENTS: usize = 16;

/// Versions whose texts have to be known before anything can be said: none where ours is the only commit since and is what is
/// served.
pub fn needed(evidence: &Evidence<'_>) -> Vec<String> {
    let later = later(evidence);
    let alone = matches!(later.as_slice(), [only] if only.by == evidence.us);
    let there = evidence.served.is_some_and(|served| {
        missing(evidence, served).is_empty()
            && later.first().is_none_or(|only| version(served) == only.version)
    });
    if alone && there {
        return Vec::new();
    }
    // the earliest are those of the same moment
    later.iter().take(MOST_CONTENTS).map(|one| one.version.clone()).collect()
}

/// The word, and what it rests on; `contents` are those of the versions that are [`needed`].
pub fn judge(evidence: &Evidence<'_>, contents: &Contents) -> Verdict {
    let later = later(evidence);
    let ours = own(evidence, &later, contents);
    let mut verdict = Verdict {
        outcome: Outcome::Unknown,
        version: ours.map(|one| one.version.clone()),
        missing: Vec::new(),
        overtaken_by: Vec::new(),
        vanished: Vec::new(),
        merged_with: Vec::new(),
    };
    let Some(served) = evidence.served else { return verdict };
    verdict.missing = missing(evidence, served);
    if !verdict.missing.is_empty() {
        verdict.overtaken_by = overtakers(&later, ours, evidence.us);
        let was_there = evidence.reply == Reply::Done || ours.is_some();
        verdict.outcome = if was_there { Outcome::Overtaken } else { Outcome::Unknown };
        return verdict;
    }
    let Some(_) = evidence.history else { return verdict };
    if ours.is_none() && evidence.reply != Reply::Done {
        // what is there may be somebody else's doing
        return verdict;
    }
    let until = ours.map(|ours| ours.version.as_str());
    // a text that cannot be read leaves open whether the server merged, and what is gone
    let mut unread = false;
    for one in others(&later, ours) {
        if until.is_some_and(|until| one.version.as_str() > until) {
            continue;
        }
        match contents.get(&one.version) {
            Some(Ok(theirs)) => match lost(evidence, theirs, served) {
                Lost::Nothing => verdict.merged_with.push(one.by.clone()),
                Lost::Unseen => verdict.vanished.push(vanished(one, Some(
                    "The text kept under this version is ours: the server mixed the two commits, and what theirs was cannot be seen."
                        .to_owned(),
                ))),
                Lost::Changes(changes) => {
                    let edits = of_changes(&changes, theirs);
                    verdict.vanished.push(Vanished { edits, ..vanished(one, None) });
                }
            },
            Some(Err(why)) => {
                unread = true;
                verdict.vanished.push(vanished(one, Some(why.clone())));
            }
            None => {
                unread = true;
                let why = "There are too many of them to be asked for.";
                verdict.vanished.push(vanished(one, Some(why.to_owned())));
            }
        }
    }
    verdict.outcome = if verdict.vanished.is_empty() {
        Outcome::Proven
    } else if unread {
        Outcome::Unknown
    } else {
        Outcome::Overtook
    };
    verdict
}

/// Commits that are not ours: others of our name, too.
fn others<'l>(
    later: &'l [&Committed],
    ours: Option<&'l Committed>,
) -> impl Iterator<Item = &'l Committed> + Clone {
    later.iter().copied().filter(move |one| ours.is_none_or(|ours| *one != ours))
}

/// Who may have committed over ours: after it, or, where there is nobody, at the same moment.
fn overtakers(later: &[&Committed], ours: Option<&Committed>, us: &str) -> Vec<String> {
    let names = |all: &mut dyn Iterator<Item = &Committed>| -> Vec<String> {
        let mut names: Vec<String> = all.map(|one| one.by.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let mut after = others(later, ours)
        .filter(|one| ours.map_or(one.by != us, |ours| one.version > ours.version));
    let found = names(&mut after);
    if !found.is_empty() {
        return found;
    }
    names(&mut others(later, ours).filter(|one| one.by != us))
}

fn vanished(one: &Committed, unseen: Option<String>) -> Vanished {
    Vanished { by: one.by.clone(), version: one.version.clone(), edits: Vec::new(), unseen }
}

/// Commits since the version that was sent on, the earliest first.
fn later<'e>(evidence: &Evidence<'e>) -> Vec<&'e Committed> {
    let fresh = version(evidence.fresh);
    let all = evidence.history.unwrap_or_default().iter();
    let mut later: Vec<&Committed> = all.filter(|one| one.version > fresh).collect();
    later.sort_by(|a, b| a.version.cmp(&b.version));
    later
}

/// Our own commit among them: the one with our text; else the one that holds what we changed; else, where no text could be
/// read, the last in our name.
fn own<'e>(
    evidence: &Evidence<'_>,
    later: &[&'e Committed],
    contents: &Contents,
) -> Option<&'e Committed> {
    let mine: Vec<&'e Committed> =
        later.iter().filter(|one| one.by == evidence.us).copied().collect();
    let text = |one: &Committed| contents.get(&one.version).and_then(|t| t.as_ref().ok());
    let sent = digest(evidence.sent);
    let same = mine.iter().find(|one| text(one).is_some_and(|tree| digest(tree) == sent));
    let holds =
        || mine.iter().find(|one| text(one).is_some_and(|tree| missing(evidence, tree).is_empty()));
    let unread = || mine.iter().rfind(|one| text(one).is_none());
    same.or_else(holds).or_else(unread).copied()
}

/// What was to be changed and is not so in `tree`.
fn missing(evidence: &Evidence<'_>, tree: &Tree) -> Vec<CsPath> {
    let wanted: Vec<Change> = differences(evidence.fresh, evidence.sent);
    if wanted.is_empty() {
        // comments and places alone: they are there if nothing differs
        let all = compare(evidence.sent, tree);
        return all.into_iter().map(|change| change.path).filter(|at| !is_version(at)).collect();
    }
    let there = |change: &Change| same(&change.path, evidence.sent, tree);
    wanted.into_iter().filter(|change| !there(change)).map(|change| change.path).collect()
}

/// What of somebody else's commit is gone.
enum Lost {
    /// All of it is there.
    Nothing,
    /// Nobody can tell.
    Unseen,
    /// These.
    Changes(Vec<Change>),
}

fn lost(evidence: &Evidence<'_>, theirs: &Tree, served: &Tree) -> Lost {
    let changed = differences(evidence.fresh, theirs);
    if digest(theirs) == digest(evidence.sent) {
        return Lost::Unseen;
    }
    // what is neither as they had it nor as we sent it was changed by somebody later
    let lost: Vec<Change> = changed
        .into_iter()
        .filter(|change| {
            let path = &change.path;
            !same(path, theirs, served) && same(path, evidence.sent, served)
        })
        .collect();
    if lost.is_empty() { Lost::Nothing } else { Lost::Changes(lost) }
}

/// What differs and means something, the version apart.
fn differences(old: &Tree, new: &Tree) -> Vec<Change> {
    let all = compare(old, new).into_iter();
    all.filter(|change| change.means_something() && !is_version(&change.path)).collect()
}

fn is_version(path: &CsPath) -> bool {
    path.as_str() == VERSION
}

/// Whether two configurations have the same at a path: the same elements, both a section, or nothing.
fn same(path: &CsPath, a: &Tree, b: &Tree) -> bool {
    match (entry(a, path), entry(b, path)) {
        (None, None) | (Some(Entry::Section(_)), Some(Entry::Section(_))) => true,
        (Some(Entry::Option(a)), Some(Entry::Option(b))) => a.list().eq(b.list()),
        _ => false,
    }
}

fn entry<'t>(tree: &'t Tree, path: &CsPath) -> Option<Entry<'t>> {
    let above = path.parent()?;
    let section: Section<'t> = tree.section(above.as_str())?;
    let option = section.option(path.name()).map(Entry::Option);
    option.or_else(|| section.section(path.name()).map(Entry::Section))
}

fn version(tree: &Tree) -> String {
    tree.value(VERSION).unwrap_or_default().into_owned()
}
