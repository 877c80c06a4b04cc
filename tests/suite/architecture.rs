//! The walls of the house, checked on every file of `src` (design of the project, "The house").
//!
//! A single crate has no crate walls, so this test is the wall: it parses every file, follows every path, also those inside
//! macros, and fails on an arrow that is not allowed, on a file that is too long and on a module that does not say what it
//! is. A fixture of forbidden forms proves that it sees them.

mod paths;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

/// Longest a file may be, in lines.
const LONGEST: usize = 700;
/// Files that may be longer, each for its reason: data tables and generated files.
const LONG_BY_NATURE: &[&str] = &[];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join("src")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).expect("src can be listed") {
            let path = entry.expect("entry can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("source can be read");
                found.push((path.strip_prefix(root).expect("inside").to_path_buf(), text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn no_module_reaches_over_its_wall() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        broken.extend(rules::check(&path, &text));
    }
    assert!(broken.is_empty(), "forbidden arrows:\n{}", broken.join("\n"));
}

#[test]
fn the_check_sees_every_forbidden_form() {
    let fixture = include_str!("architecture/forbidden.txt");
    let (mut forms, mut unseen) = (0, Vec::new());
    for block in fixture.split("\n//! ").skip(1) {
        let (head, code) = block.split_once('\n').expect("a head and code");
        let (file, wanted) = head.split_once(" -> ").expect("`file -> word`");
        forms += 1;
        let seen = rules::check(Path::new(file), code);
        if wanted == "nothing" {
            assert!(seen.is_empty(), "{file} is allowed but was refused: {seen:?}\n{code}");
        } else if !seen.iter().any(|s| s.contains(wanted)) {
            unseen.push(format!("{file}: wanted {wanted}, saw {seen:?}\n{code}"));
        }
    }
    assert!(forms >= 25, "only {forms} forms in the fixture");
    assert!(unseen.is_empty(), "not seen:\n{}", unseen.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut lengths = Vec::new();
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        let name = path.display().to_string();
        if lines > LONGEST && !LONG_BY_NATURE.contains(&name.as_str()) {
            broken.push(format!("{name} has {lines} lines, over {LONGEST}"));
        }
        if !text.lines().any(|l| l.starts_with("//! ")) && !name.ends_with("tests.rs") {
            broken.push(format!("{name} does not open with //!"));
        }
        if name.ends_with("mod.rs") {
            broken.push(format!("{name}: write foo.rs beside foo/"));
        }
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!(
        "{} files, median {median} lines, longest {}",
        lengths.len(),
        lengths[lengths.len() - 1]
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn main_is_only_the_door() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs"));
    let lines = main.expect("main.rs").lines().count();
    assert!(lines < 60, "src/main.rs has {lines} lines; it is the door, not a room");
}

fn this_platform() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

#[test]
fn every_dependency_builds_with_the_stated_rust_version() {
    let wanted = env!("CARGO_PKG_RUST_VERSION");
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        // crates of other platforms are not on this machine
        .args(["--filter-platform", this_platform().as_str()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
    let parse = |v: &str| -> Vec<u32> { v.split('.').filter_map(|p| p.parse().ok()).collect() };
    let ours = parse(wanted);
    let mut newer = Vec::new();
    for package in all["packages"].as_array().expect("packages") {
        if let Some(theirs) = package["rust_version"].as_str()
            && parse(theirs)[..2] > ours[..2]
        {
            newer.push(format!("{} {} needs {theirs}", package["name"], package["version"]));
        }
    }
    assert!(newer.is_empty(), "rust-version is {wanted}, but {}", newer.join(", "));
}
