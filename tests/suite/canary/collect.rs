//! Everything that a run has left below a directory, file by file.

use std::fs;
use std::path::Path;

use super::search::{Found, Net};

/// Every secret found in any file below `root`, but for those below one of `allowed`. Names of files count too.
pub(super) fn search(net: &Net, root: &Path, allowed: &[&Path]) -> Searched {
    let mut searched = Searched::default();
    let mut open = vec![root.to_path_buf()];
    while let Some(path) = open.pop() {
        if allowed.iter().any(|allowed| path.starts_with(allowed)) {
            continue;
        }
        let metadata = fs::symlink_metadata(&path).expect("what was listed is there");
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        searched.found.extend(net.search("the name of a file", name.as_bytes()));
        if metadata.is_dir() {
            let entries = fs::read_dir(&path).expect("a directory of ours can be listed");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if metadata.is_file() {
            let bytes = fs::read(&path).expect("a file of ours can be read");
            searched.files += 1;
            searched.bytes += bytes.len();
            searched.found.extend(net.search(&name, &bytes));
        }
    }
    searched
}

/// What was searched, and what was found in it.
#[derive(Debug, Default)]
pub(super) struct Searched {
    /// Files read.
    pub(super) files: usize,
    /// Bytes in them.
    pub(super) bytes: usize,
    /// Secrets found.
    pub(super) found: Vec<Found>,
}

#[test]
fn all_files_are_read_names_count_and_allowed_places_are_left_out() {
    use super::search::Planted;
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let secret = "0123456789-abcdefghij";
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::create_dir_all(root.join("allowed")).unwrap();
    fs::write(root.join("a/b/log"), format!("x {secret}")).unwrap();
    fs::write(root.join("allowed/key"), secret).unwrap();
    fs::write(root.join(secret), "nothing").unwrap();
    std::os::unix::fs::symlink("/proc/self/environ", root.join("link")).unwrap();
    let net = Net::new(&[Planted::new("s", secret)]);
    let searched = search(&net, root, &[&root.join("allowed")]);
    let mut places: Vec<_> = searched.found.iter().map(|f| f.place.as_str()).collect();
    places.sort_unstable();
    assert_eq!((searched.files, places), (2, vec!["a/b/log", "the name of a file"]));
}
