//! Our cfg text against what diraccfg 1.0.1 itself made of the same texts (recorded by tests/lab/cfg_pairs.py).
//!
//! More pairs than the committed ones are compared by naming a directory of them in `DIRAC_TOKENS_CFG_PAIRS`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dirac_tokens::domain::cs::{Entry, LocalFile, Section, Tree, parse, serialize};
use serde_json::{Value, json};

/// All recorded files whose name ends so.
fn recorded(suffix: &str) -> Vec<PathBuf> {
    let mut directories = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cfg")];
    directories.extend(std::env::var_os("DIRAC_TOKENS_CFG_PAIRS").map(PathBuf::from));
    let mut files: Vec<_> = directories
        .iter()
        .flat_map(|directory| fs::read_dir(directory).expect("the directory of pairs"))
        .map(|entry| entry.expect("a directory entry").path())
        .filter(|path| path.to_str().is_some_and(|name| name.ends_with(suffix)))
        .collect();
    files.sort();
    files
}

fn records(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a file of pairs");
    text.lines().map(|line| serde_json::from_str(line).expect("a recorded pair")).collect()
}

/// The tree in the form of the records.
fn dump(section: Section<'_>) -> Value {
    let entries = section.entries().map(|entry| match entry {
        Entry::Option(option) => json!([option.name(), option.comment(), option.value()]),
        Entry::Section(section) => json!([section.name(), section.comment(), dump(section)]),
    });
    entries.collect()
}

/// What is wrong with our reading, if anything.
fn difference(record: &Value, ours: &Result<Tree, String>) -> Option<String> {
    let refused = record.get("refused");
    match (ours, refused) {
        (Err(_), Some(_)) => None,
        (Err(error), None) => Some(format!("we refuse it: {error}")),
        (Ok(_), Some(theirs)) => Some(format!("diraccfg refuses it: {theirs}")),
        (Ok(tree), None) => {
            let (dump, text) = (dump(tree.root()), serialize(tree));
            let written = record.get("out").or(record.get("text")).and_then(Value::as_str);
            if dump != record["dump"] {
                Some(format!("content\n  {dump}\n  {}", record["dump"]))
            } else if Some(text.as_str()) != written {
                Some(format!("text\n  {text:?}\n  {written:?}"))
            } else {
                None
            }
        }
    }
}

/// Compares every record; says how many there were.
fn compare(files: &[PathBuf], read: impl Fn(&Value) -> Result<Tree, String>) -> usize {
    let (mut compared, mut wrong, mut report) = (0, 0, String::new());
    for path in files {
        for record in records(path) {
            compared += 1;
            let Some(difference) = difference(&record, &read(&record)) else { continue };
            wrong += 1;
            if wrong <= 5 {
                let mut shown = record.clone();
                shown.as_object_mut().expect("a record").remove("dump");
                writeln!(report, "{shown}\n  {difference}").expect("writing to a String");
            }
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {compared} differ from diraccfg:\n{report}");
    compared
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn texts_are_read_refused_and_written_as_diraccfg_does() {
    let files: Vec<_> = recorded(".jsonl")
        .into_iter()
        .filter(|path| !path.to_str().is_some_and(|name| name.ends_with("merges.jsonl")))
        .collect();
    let compared =
        compare(&files, |record| parse(text_of(&record["text"])).map_err(|e| e.to_string()));
    assert!(compared >= 1300, "only {compared} pairs are recorded");
}

#[test]
fn local_files_are_put_over_the_remote_as_diraccfg_does() {
    let compared = compare(&recorded("merges.jsonl"), |record| {
        let read = |text: &Value| parse(text_of(text)).map_err(|e| e.to_string());
        let remote = read(&record["remote"])?;
        let locals: Result<Vec<_>, _> = record["locals"]
            .as_array()
            .expect("the local texts")
            .iter()
            .map(|text| read(text).map(|tree| LocalFile { label: "local.cfg".into(), tree }))
            .collect();
        let merged = Tree::merged(&remote, &locals?);
        match merged.clashes() {
            [] => Ok(merged),
            clashes => Err(format!("option and section of one name: {clashes:?}")),
        }
    });
    assert!(compared >= 150, "only {compared} merges are recorded");
}

#[test]
fn a_refusal_names_a_line_of_the_text_and_what_to_do() {
    for path in recorded("rules.jsonl") {
        for record in records(&path) {
            let text = text_of(&record["text"]);
            let Err(error) = parse(text) else { continue };
            let lines = text.split('\n').count();
            assert!((1..=lines).contains(&(error.line as usize)), "{text:?}: {error}");
            let sentence = error.to_string();
            assert!(sentence.starts_with(&format!("Line {}: ", error.line)), "{sentence}");
            assert!(sentence.ends_with(['.', ')']) && !sentence.contains('!'), "{sentence}");
            assert!(sentence.contains(';'), "a remedy is missing: {sentence}");
        }
    }
}

#[test]
fn what_the_servers_wrote_comes_back_byte_for_byte() {
    for path in recorded("served.jsonl") {
        for record in records(&path) {
            let text = text_of(&record["text"]);
            let tree = parse(text).expect("a served text");
            assert!(serialize(&tree) == text);
            assert_eq!(tree.text(), text);
        }
    }
}
