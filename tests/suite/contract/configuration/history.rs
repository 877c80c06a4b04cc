//! What was before: history, old versions, rollback.

use serde_json::{Value, json};

use super::super::backend::Persona::{Admin, Host, Operator, User};
use super::super::bench::{At, Bench, Told, line_up};
use super::super::raw::Sent;
use super::super::shape;
use super::is_version;
use super::text::{Text, left_as_found};

async fn history(bench: &Bench<'_>, args: Value) -> Result<Vec<Value>, String> {
    let all = bench.call(User, At::Master, "getCommitHistory", args).await?;
    all.as_array().cloned().ok_or_else(|| format!("no list: {all}"))
}

pub fn story_history<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        text.commit(bench, Admin, At::Master).await?;
        text.at_version(&Text::fetch(bench, At::Master).await?.version()?)?
            .commit(bench, Admin, At::Master)
            .await?;
        let all = history(bench, json!([])).await?;
        let one = history(bench, json!([1])).await?;
        let odd = all.iter().find(|entry| !entry[1].as_str().is_some_and(is_version));
        if let Some(odd) = odd {
            return Err(format!("{odd} has no version"));
        }
        let pair = all.first().map(shape::of).unwrap_or_default();
        Ok(format!(
            "all: {}; one: {}; pair: {pair}",
            if all.len() > 1 && all.len() <= 100 { "list" } else { "none or too many" },
            one.len()
        ))
    })
}

pub fn story_history_order<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        // the host commits first, ada later
        let text = Text::fetch(bench, At::Master).await?;
        let args = json!([text.pack()]).to_string();
        let path = bench.path(At::Master);
        let fields = [
            ("method", "commitNewData"),
            ("args", args.as_str()),
            ("extraCredentials", "\"hosts\""),
        ];
        bench.send(Some(Host), At::Master, Sent::form(&path, &fields)).await?.returned()?;
        let text = Text::fetch(bench, At::Master).await?;
        text.commit(bench, Admin, At::Master).await?;
        let all = history(bench, json!([])).await?;
        let entries: Vec<(&str, &str)> = all
            .iter()
            .map(|e| (e[0].as_str().unwrap_or_default(), e[1].as_str().unwrap_or_default()))
            .collect();
        let month = entries.first().and_then(|(_, version)| version.get(..7)).unwrap_or_default();
        let same: Vec<_> = entries.iter().filter(|(_, v)| v.starts_with(month)).collect();
        let mut sorted = same.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        let is_sorted = same == sorted;
        let host = entries.iter().position(|(who, _)| *who == "localhost");
        let ada = entries.iter().position(|(who, _)| *who == "ada");
        Ok(match (host, ada) {
            (Some(host), Some(ada)) if host < ada && is_sorted => {
                "localhost before ada, whoever was later".into()
            }
            _ => format!("otherwise: {entries:?}"),
        })
    })
}

pub fn story_contents<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = Text::fetch(bench, At::Master).await?;
        text.commit(bench, Admin, At::Master).await?;
        let now = Text::fetch(bench, At::Master).await?;
        let version = now.version()?;
        let ask = async |what: Value| {
            bench.call(Operator, At::Master, "getVersionContents", json!([what])).await
        };
        let whole = ask(json!([version])).await?;
        let read = whole[0]["obj"].as_str().ok_or("no bytes").map(Text::unpack)??;
        let same = if read == now { "as it was" } else { "another text" };
        let part = ask(json!(["20"])).await.map(|value| shape::of(&value));
        let two = ask(json!([version, version])).await.map(|value| shape::of(&value));
        let none = ask(json!([])).await.map(|value| shape::of(&value));
        let all = [
            ("whole", Ok(same.to_owned())),
            ("shape", Ok(shape::of(&whole))),
            ("part", part),
            ("twice", two),
            ("none", none),
        ];
        Ok(line_up(&all))
    })
}

pub fn story_rollback<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            text.commit(bench, Admin, At::Master).await?;
            let old = Text::fetch(bench, At::Master).await?;
            let changed = old.and("Contract\n{\n  A = 1\n}\n");
            changed.commit(bench, Admin, At::Master).await?;
            let new = Text::fetch(bench, At::Master).await?;
            let args = json!([old.version()?]);
            let answer = bench.call(Admin, At::Master, "rollbackToVersion", args).await?;
            let back = Text::fetch(bench, At::Master).await?;
            let newer = if back.version()? > new.version()? { "a newer" } else { "an old" };
            let same = back.but_for_version()? == old.but_for_version()?;
            let same = if same { "as it was" } else { "otherwise" };
            Ok(format!("answer {answer}, {newer} version, the text {same}"))
        })
        .await
    })
}

pub fn story_rollback_to_nothing<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        left_as_found(bench, async |text: Text| {
            text.and("Contract\n{\n  A = 1\n}\n").commit(bench, Admin, At::Master).await?;
            let all = history(bench, json!([])).await?;
            let first = all.first().map(|entry| entry[1].clone()).ok_or("no history")?;
            let first =
                bench.call(Operator, At::Master, "getVersionContents", json!([[first]])).await?;
            let first = first[0]["obj"].as_str().ok_or("no bytes").map(Text::unpack)??;
            let before = Text::fetch(bench, At::Master).await?;
            let answer = bench.call(Admin, At::Master, "rollbackToVersion", json!([""])).await?;
            let back = Text::fetch(bench, At::Master).await?;
            let newer = if back.version()? > before.version()? { "a newer" } else { "an old" };
            let same = back.but_for_version()? == first.but_for_version()?;
            let same = if same { "of the first entry" } else { "another" };
            Ok(format!("answer {answer}, {newer} version, the text {same}"))
        })
        .await
    })
}
