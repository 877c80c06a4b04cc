//! Commits that are taken.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use super::super::backend::Persona::{Admin, User};
use super::super::bench::{At, Bench, Told};
use super::text::{Text, left_as_found};
use super::{refusal, version};

/// Commits that start at the same time.
const AT_ONCE: usize = 6;

fn section(line: &str) -> String {
    format!("Contract\n{{\n  Case\n  {{\n    {line}\n  }}\n}}\n")
}

pub fn story_commit<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut told = left_as_found(bench, async |text: Text| {
            let answer = text.and(&section("A = 1")).commit(bench, Admin, At::Master).await?;
            let now = Text::fetch(bench, At::Master).await?;
            let newer = if now.version()? > text.version()? { "a newer" } else { "the same" };
            let there = now.value("/Contract/Case/A").is_ok_and(|value| value == "1");
            let history = bench.call(User, At::Master, "getCommitHistory", json!([])).await?;
            let entry = json!(["ada", now.version()?]);
            let listed = history.as_array().is_some_and(|all| all.contains(&entry));
            Ok(format!(
                "answer {answer}, {newer} version, the section is {}, {} as ada",
                if there { "there" } else { "missing" },
                if listed { "first in the history" } else { "not in the history" }
            ))
        })
        .await?;
        let after = Text::fetch(bench, At::Master).await?;
        told += if after.value("/Contract/Case/A").is_err() { ", gone again" } else { ", still" };
        Ok(told)
    })
}

pub fn story_unchanged<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        let answer = text.commit(bench, Admin, At::Master).await?;
        let now = Text::fetch(bench, At::Master).await?;
        let newer = if now.version()? > text.version()? { "a newer" } else { "the same" };
        let same = now.but_for_version()? == text.but_for_version()?;
        let same = if same { "the same" } else { "another" };
        Ok(format!("answer {answer}, {newer} version, {same} text"))
    })
}

pub fn story_merge_off<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            text.and(&section("A = 1")).commit(bench, Admin, At::Master).await?;
            let other = text.and("ContractToo\n{\n  B = 1\n}\n");
            Ok(refusal(other.commit(bench, Admin, At::Master).await))
        })
        .await
    })
}

pub fn story_race<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            // connections first, so that the requests meet
            let commits = (0..AT_ONCE).map(async |n| {
                let mut line = bench.line(Some(Admin), At::Master).await?;
                let changed = text.and(&section(&format!("A = {n}")));
                let args = json!([changed.pack()]).to_string();
                line.send(bench.form(At::Master, "commitNewData", &args)).await?.returned()
            });
            let answers = join_all(commits).await;
            let now = Text::fetch(bench, At::Master).await?;
            let kept: usize = now.value("/Contract/Case/A")?.parse().map_err(|_| "no number")?;
            for answer in &answers {
                if let Err(said) = answer
                    && !said.contains("Local and remote versions differ")
                {
                    return Err(format!("one was refused for another reason: {said}"));
                }
            }
            let told = answers.get(kept).is_some_and(Result::is_ok);
            Ok(format!("one is kept, and was told {}", if told { "OK" } else { "otherwise" }))
        })
        .await
    })
}

pub fn story_worker_behind<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        // the worker may look just between commit and question: then it takes another commit to see it behind
        for _ in 0..20 {
            let text = Text::fetch(bench, At::Master).await?;
            text.commit(bench, Admin, At::Master).await?;
            let old = version(bench, At::Worker).await?;
            let new = version(bench, At::Master).await?;
            if old >= new {
                continue;
            }
            let joined = async {
                loop {
                    if version(bench, At::Worker).await? >= new {
                        return Ok::<_, String>(());
                    }
                }
            };
            tokio::time::timeout(Duration::from_secs(60), joined)
                .await
                .map_err(|_| "the worker never catches up")??;
            return Ok("behind at first, the same later".into());
        }
        Err("the worker is never behind".into())
    })
}

pub fn story_form<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            let lines = [
                "# said of it",
                "A = a, b",
                "B = 1, 2,3",
                "C = x # not a comment",
                "D =",
                "E = \"quoted, twice\"",
                "#close to it",
                "F = a,b,",
                "G = ,",
                "H = one",
                "H += two",
            ];
            let section = format!("Contract\n{{\n{}\n}}\n", lines.join("\n"));
            text.and(&section).commit(bench, Admin, At::Master).await?;
            let now = Text::fetch(bench, At::Master).await?;
            let own = now.0.lines().skip_while(|line| line.trim() != "Contract");
            let own: Vec<&str> =
                own.skip(2).map(str::trim).take_while(|line| *line != "}").collect();
            Ok(own.join(" | "))
        })
        .await
    })
}

/// Two committers of one base, with automatic merge: what the first changes, and what becomes of the second.
async fn merge(
    bench: &Bench<'_>,
    base: &Text,
    first: &str,
    second: &str,
) -> Result<String, String> {
    base.at_version(&version(bench, At::Master).await?)?.commit(bench, Admin, At::Master).await?;
    let base = Text::fetch(bench, At::Master).await?;
    let edit = |what: &str| match what.split_once(" = ") {
        Some((path, value)) => {
            let name = path.rsplit('/').next().unwrap_or_default();
            base.with_line(path, &format!("{name} = {value}"))
        }
        None => Err(format!("no edit: {what}")),
    };
    let (first, second) = (edit(first)?, edit(second)?);
    first.commit(bench, Admin, At::Master).await?;
    let told = refusal(second.commit(bench, Admin, At::Master).await);
    let now = Text::fetch(bench, At::Master).await?;
    let (a, b) = (now.value("/Contract/One/A")?, now.value("/Contract/Two/B")?);
    Ok(format!("{told}, A {a}, B {b}"))
}

pub fn story_merge_on<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            let own = "Contract\n{\n  One\n  {\n    A = 0\n    C = 0\n  }\n  Two\n  {\n    B = 0\n  }\n}\n";
            let on = "EnableAutoMerge = yes";
            let base = text.with_line("/DIRAC/Configuration/EnableAutoMerge", on)?.and(own);
            let mut all = Vec::new();
            for (name, second) in [
                ("another section", "/Contract/Two/B = 2"),
                ("the same option", "/Contract/One/A = 2"),
                ("another option of the section", "/Contract/One/C = 2"),
            ] {
                let told = merge(bench, &base, "/Contract/One/A = 1", second).await?;
                all.push(format!("{name}: {told}"));
            }
            let now = Text::fetch(bench, At::Master).await?;
            let never = now.at_version("2001-02-03 04:05:06.000000")?;
            let told = refusal(never.commit(bench, Admin, At::Master).await);
            all.push(format!("a base that never was: {told}"));
            Ok(all.join("; "))
        })
        .await
    })
}
