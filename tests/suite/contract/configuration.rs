//! The CS by hand: versions, commits and their refusals, history, rollback, the unlocked race, a worker that is behind.
//!
//! A case that writes has a section of its own, and leaves the configuration as it found it.

mod history;
pub mod text;
mod writes;

use serde_json::{Value, json};

use super::backend::Expect::{Refused, Works};
use super::backend::Persona::{Admin, Limited, Manager, Operator, User};
use super::bench::{At, Bench, Told, line_up, shape};
use super::case::Case;
use history::{
    story_contents, story_history, story_history_order, story_rollback, story_rollback_to_nothing,
};
use text::Text;
use writes::{
    story_commit, story_form, story_merge_off, story_merge_on, story_race, story_unchanged,
    story_worker_behind,
};

pub const CASES: &[Case] = &[
    Case::story(
        "a version is a time with microseconds, and stands in the text",
        story_version,
        Works("a time, the same in the text and in the answer to who has none"),
    ),
    Case::story(
        "newer is decided letter by letter",
        story_newer,
        Works(
            "the same: {newestVersion: text}; older: {data: text, newestVersion: text}; letters: {newestVersion: text}; empty: {data: text, newestVersion: text}",
        ),
    ),
    Case::call(
        "a commit needs CSAdministrator",
        User,
        At::Master,
        ("commitNewData", r#"["x"]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "an operator does not commit",
        Operator,
        At::Master,
        ("commitNewData", r#"["x"]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "a VO's manager neither",
        Manager,
        At::Master,
        ("commitNewData", r#"["x"]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "what is no base64 is 500",
        Admin,
        At::Master,
        ("commitNewData", r#"["%%%%%"]"#),
        Refused("500 without a reason"),
    ),
    Case::call(
        "what is no zlib is 500",
        Admin,
        At::Master,
        ("commitNewData", r#"["bm90IHpsaWIgYXQgYWxs"]"#),
        Refused("500 without a reason"),
    ),
    Case::call(
        "a list is 500",
        Admin,
        At::Master,
        ("commitNewData", "[[1,2]]"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "an empty configuration has no version",
        Admin,
        At::Master,
        ("commitNewData", r#"["eNoDAAAAAAE="]"#),
        Refused("vs 0). Cannot commit."),
    ),
    Case::story(
        "a commit on an old version is a conflict",
        story_conflict,
        Works(
            "refused, S_ERROR 0: Local and remote versions differ (VERSION vs VERSION). Cannot commit.",
        ),
    ),
    Case::story(
        "a limited proxy gets as far",
        story_conflict_limited,
        Works(
            "refused, S_ERROR 0: Local and remote versions differ (VERSION vs VERSION). Cannot commit.",
        ),
    ),
    Case::story(
        "a commit under another name is refused",
        story_name,
        Works("S_ERROR 0: Names differ: Server is Lab and remote is Other"),
    ),
    Case::story(
        "unbalanced braces are 500",
        story_unbalanced,
        Works("opened: refused, 500 without a reason"),
    ),
    Case::story(
        "bytes instead of base64 are 500",
        story_bytes,
        Works("refused, 500 without a reason"),
    ),
    Case::story(
        "a worker takes no commit",
        story_worker,
        Works("refused, S_ERROR 0: Configuration modification is not allowed in this server"),
    ),
    Case::story(
        "a commit returns nothing and makes a version",
        story_commit,
        Works(
            "answer null, a newer version, the section is there, first in the history as ada, gone again",
        ),
    ),
    Case::story(
        "an unchanged text makes a version too",
        story_unchanged,
        Works("answer null, a newer version, the same text"),
    ),
    Case::story(
        "without automatic merge an old base is refused, whatever it changes",
        story_merge_off,
        Works("refused, S_ERROR 0: Local and remote versions differ"),
    ),
    Case::story(
        "with it sections are merged, and what is in one section is not",
        story_merge_on,
        Works(
            "another section: works, null, A 1, B 2; the same option: refused, S_ERROR 0: AutoMerge failed",
        ),
    ),
    Case::story(
        "commits at once: one is kept, and was told so",
        story_race,
        Works("one is kept, and was told OK"),
    ),
    Case::story(
        "a worker is behind until its next look",
        story_worker_behind,
        Works("behind at first, the same later"),
    ),
    Case::story("the text comes back as DIRAC writes it", story_form, Works("A = a | A += b")),
    Case::story(
        "everybody registered reads the history",
        story_history,
        Works("all: list; one: 1; pair: [2 of text]"),
    ),
    Case::story(
        "the history is in the order of committers",
        story_history_order,
        Works("localhost before ada, whoever was later"),
    ),
    Case::call(
        "a history of a text is 500",
        User,
        At::Master,
        ("getCommitHistory", r#"["x"]"#),
        Refused("500 without a reason"),
    ),
    Case::story(
        "old versions are read by part of their name",
        story_contents,
        Works("whole: as it was"),
    ),
    Case::call(
        "a user reads no old version",
        User,
        At::Master,
        ("getVersionContents", r#"[["20"]]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "a version that never was has no contents",
        Admin,
        At::Master,
        ("getVersionContents", r#"[["2001-01-01"]]"#),
        Refused(
            "S_ERROR 0: Can't get contents for version 2001-01-01: Version 2001-01-01 does not exist",
        ),
    ),
    Case::story(
        "a rollback needs no version and makes one",
        story_rollback,
        Works("answer null, a newer version, the text as it was"),
    ),
    Case::story(
        "a rollback to nothing goes to the first of the history",
        story_rollback_to_nothing,
        Works("answer null, a newer version, the text of the first entry"),
    ),
    Case::call(
        "nobody rolls back to what never was",
        Admin,
        At::Master,
        ("rollbackToVersion", r#"["2001-01-01"]"#),
        Refused(
            "S_ERROR 0: Can't get contents for version 2001-01-01: Version 2001-01-01 does not exist",
        ),
    ),
    Case::call(
        "a user rolls nothing back",
        User,
        At::Master,
        ("rollbackToVersion", r#"["2001-01-01"]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "a user registers no worker",
        User,
        At::Master,
        ("publishSlaveServer", r#"["https://localhost:1/Configuration/Server"]"#),
        Refused("401 without a reason"),
    ),
];

/// A version as text: `2026-11-21 03:49:16.458223`.
const VERSION: &str = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}";

fn is_version(text: &str) -> bool {
    regex_lite::Regex::new(&format!("^{VERSION}$")).expect("a pattern").is_match(text)
}

/// `text` with a word in the place of each version.
pub fn without_versions(text: &str) -> String {
    let pattern = regex_lite::Regex::new(VERSION).expect("a pattern");
    pattern.replace_all(text, "VERSION").into_owned()
}

async fn version(bench: &Bench<'_>, at: At) -> Result<String, String> {
    let version = bench.call(User, at, "getVersion", json!([])).await?;
    version.as_str().map(str::to_owned).ok_or_else(|| format!("no text: {version}"))
}

fn refusal(returned: Result<Value, String>) -> String {
    match returned {
        Ok(value) => format!("works, {value}"),
        Err(said) => format!("refused, {said}"),
    }
}

fn story_version<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let version = version(bench, At::Master).await?;
        if !is_version(&version) {
            return Err(format!("{version} is no time"));
        }
        let newer = bench.call(User, At::Master, "getCompressedDataIfNewer", json!(["0"])).await?;
        let text = Text::unpack(newer["data"].as_str().unwrap_or_default())?;
        let same = newer["newestVersion"] == version && text.version()? == version;
        let same = if same { "the same" } else { "another" };
        Ok(format!("a time, {same} in the text and in the answer to who has none"))
    })
}

fn story_newer<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let version = version(bench, At::Master).await?;
        let mut all = Vec::new();
        for (name, known) in [
            ("the same", version.as_str()),
            ("older", "2000-01-01 00:00:00.000000"),
            ("letters", "zzz"),
            ("empty", ""),
        ] {
            let args = json!([known]);
            all.push((
                name,
                shape(bench.call(User, At::Master, "getCompressedDataIfNewer", args).await),
            ));
        }
        Ok(line_up(&all))
    })
}

async fn stale(bench: &Bench<'_>, who: super::backend::Persona) -> Result<String, String> {
    let text = Text::fetch(bench, At::Master).await?;
    let old = text.at_version("2001-02-03 04:05:06.000000")?;
    Ok(refusal(old.commit(bench, who, At::Master).await))
}

fn story_conflict<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(stale(bench, Admin))
}

fn story_conflict_limited<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(stale(bench, Limited))
}

fn story_name<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        let other = text.with_line("/DIRAC/Configuration/Name", "Name = Other")?;
        Ok(refusal(other.commit(bench, Admin, At::Master).await))
    })
}

fn story_unbalanced<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        let opened = text.and("Contract\n{\n  A = 1\n");
        let closed = text.and("}\n");
        let mut all = Vec::new();
        for (name, text) in [("opened", opened), ("closed", closed)] {
            all.push(format!("{name}: {}", refusal(text.commit(bench, Admin, At::Master).await)));
        }
        Ok(all.join("; "))
    })
}

fn story_bytes<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        let bytes = json!([{"__dCls": "b64", "obj": text.pack()}]);
        Ok(refusal(bench.call(Admin, At::Master, "commitNewData", bytes).await))
    })
}

fn story_worker<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Worker).await?;
        Ok(refusal(text.commit(bench, Admin, At::Worker).await))
    })
}
