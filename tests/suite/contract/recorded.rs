//! How the cases went at a real DIRAC, kept in a file, so that whoever has no laboratory can compare with it too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::REAL;

/// Written anew by the laboratory's test when this is in the environment.
const UPDATE: &str = "UPDATE_CONTRACT";

fn file() -> PathBuf {
    let name = REAL.replace(' ', "-");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/contract/{name}.txt"))
}

/// Cells by the names of their cases: lines of `name = cell`.
pub fn cells() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file()).expect("the record of a real DIRAC");
    let pair = |line: &str| line.split_once(" = ").map(|(a, b)| (a.to_owned(), b.to_owned()));
    text.lines().filter_map(pair).collect()
}

/// Compares what a real DIRAC did just now with the record, or makes the record.
pub fn check(now: &[(&str, String)]) -> Vec<String> {
    if std::env::var_os(UPDATE).is_some() {
        let lines: Vec<String> =
            now.iter().map(|(name, cell)| format!("{name} = {cell}\n")).collect();
        std::fs::write(file(), lines.concat()).expect("the record is written");
        return Vec::new();
    }
    let kept = cells();
    let differs = now.iter().filter(|(name, cell)| kept.get(*name) != Some(cell));
    differs
        .map(|(name, cell)| {
            let was = kept.get(*name).map_or("nothing", String::as_str);
            format!("{name}: the record says otherwise ({UPDATE}=1 makes it anew)\n  kept {was}\n  came {cell}")
        })
        .collect()
}
