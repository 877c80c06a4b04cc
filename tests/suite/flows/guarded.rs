//! In read-only nothing that changes anything leaves the process: every flow counts at the sockets of its installation.
//!
//! The count is in `tests/support/guarded.rs`. Here it is seen to that it counts, and that no flow goes without it.

use std::fs;
use std::path::{Path, PathBuf};

use super::sandboxed::Yard;

/// Folders and files whose tests walk the program over an embedded installation.
const WALKS: [&str; 6] = [
    "tests/suite/flows",
    "tests/suite/twin",
    "tests/suite/stopping",
    "tests/suite/contract/embedded.rs",
    "tests/pty",
    "tests/support",
];

fn files(place: PathBuf) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place];
    }
    let all = fs::read_dir(&place).expect("a folder").map(|entry| entry.expect("listed").path());
    all.filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs"))
        .flat_map(files)
        .collect()
}

#[test]
fn no_flow_starts_an_installation_without_a_count_at_its_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // not written in one piece: this file is read, too
    let start = ["Sandbox", "::start("].concat();
    let all: Vec<PathBuf> = WALKS.iter().flat_map(|place| files(root.join(place))).collect();
    let starts = all.iter().filter(|path| fs::read_to_string(path).expect("read").contains(&start));
    let starts: Vec<_> = starts.map(|path| path.strip_prefix(root).expect("inside")).collect();
    assert_eq!(starts, [Path::new("tests/support/guarded.rs")], "of {} files", all.len());
}

#[tokio::test]
async fn the_count_sees_a_console_that_changes_something_and_none_that_looks() {
    let yard = Yard::for_changes();
    let mut app = super::stopping::on(&yard, &[super::stopping::IAM], "olga").await;
    app.keys("D").await;
    assert!(app.dialog().starts_with("Delete without revoking"), "{}", app.dialog());
    yard.sandbox.only_read_since(0, &"a dialog");
    app.agree("olga").await;
    let told = yard.sandbox.records().arrivals().told();
    let told: Vec<&str> = told.keys().map(String::as_str).collect();
    assert_eq!(told, ["services: POST /Framework/TornadoTokenManager deleteToken"]);
    assert!(yard.sandbox.records().arrivals().all() > 3);
}
