use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::domain::cs::{Choice, CsPath, Step, parse};

const SECRET: &str = "hunter2-planted-secret";

fn installation() -> Installation {
    let servers =
        ["https://cs1.example.org:9135/Configuration/Server", "https://cs2.example.org/x"];
    Installation { name: "MyVO-Prod".into(), servers: servers.map(str::to_owned).into() }
}

fn at(path: &str) -> CsPath {
    CsPath::new(path)
}

/// One edit of each kind, something taken back, something decided.
fn draft() -> Draft {
    let text = format!("A\n{{\n  client_secret = {SECRET}\n  x = \u{e9}\n}}\n");
    let edits = vec![
        Edit::Set { path: at("/A/x"), value: "a, b".into() },
        Edit::Unset { path: at("/A/y") },
        Edit::AddElement { path: at("/A/x"), element: "\u{202e}\"".into() },
        Edit::RemoveElement { path: at("/A/x"), element: "b".into() },
        Edit::CreateSection { path: at("/A/B") },
        Edit::RemoveSection { path: at("/A/B") },
        Edit::Rename { path: at("/A"), name: "C".into() },
        Edit::Move { path: at("/C/x"), into: at("/") },
        Edit::Copy { path: at("/x"), to: at("/C/z") },
        Edit::Comment { path: at("/x"), text: "one\ntwo".into() },
    ];
    let mut draft = Draft::begin(
        installation(),
        "2026-11-21 03:31:20.078065".into(),
        Arc::new(parse(text).unwrap()),
        Timestamp::from_second(1_795_000_000).unwrap(),
    );
    draft.changes.stage(Step { title: "all kinds".into(), edits });
    draft
        .changes
        .stage(Step { title: "taken back".into(), edits: vec![Edit::Unset { path: at("/A/x") }] });
    draft.changes.undo();
    draft.choices = [
        (at("/A"), Choice::Theirs),
        (at("/B"), Choice::Mine),
        (at("/C"), Choice::Value("v".into())),
    ]
    .into();
    draft
}

fn drafts() -> (tempfile::TempDir, Drafts) {
    let directory = tempfile::tempdir().unwrap();
    let drafts = Drafts::open(directory.path().join("drafts"));
    (directory, drafts)
}

fn saved() -> (tempfile::TempDir, Drafts, PathBuf) {
    let (directory, drafts) = drafts();
    let mut desk = drafts.take(&installation()).unwrap();
    desk.save(draft()).unwrap();
    let path = desk.path().to_owned();
    (directory, drafts, path)
}

#[test]
fn what_is_kept_is_read_back_and_is_its_owners_alone() {
    let (_directory, drafts, path) = saved();
    assert_eq!(drafts.look(&installation()).unwrap(), Some(draft()));
    assert_eq!(drafts.take(&installation()).unwrap().draft(), Some(&draft()));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(drafts.directory()).unwrap().permissions().mode() & 0o777, 0o700);
    let shown = format!("{:?}{:?}", draft(), drafts.take(&installation()).unwrap());
    assert!(!shown.contains(SECRET), "{shown}");
    drafts.take(&installation()).unwrap().remove().unwrap();
    assert_eq!(drafts.look(&installation()).unwrap(), None);
}

#[test]
fn a_draft_is_found_by_any_server_it_has_in_common_and_by_no_other() {
    let (_directory, drafts, path) = saved();
    let mut moved = installation();
    moved.servers.remove(0);
    moved.servers.push("https://cs3.example.org/x".into());
    assert_eq!(drafts.look(&moved).unwrap(), Some(draft()));
    let mut other = installation();
    other.servers = vec!["https://elsewhere.example.org/x".into()];
    assert_eq!(drafts.look(&other).unwrap(), None);
    let renamed = Installation { name: "MyVO_Prod".into(), ..installation() };
    assert_eq!(drafts.look(&renamed).unwrap(), None);
    // somebody copies the file
    let place = drafts.directory().join(format!("{}.draft", other.key()));
    fs::copy(&path, &place).unwrap();
    for problem in [drafts.look(&other).unwrap_err(), drafts.take(&other).unwrap_err()] {
        assert_eq!(problem.class, Class::Refused);
        assert!(problem.message.contains("MyVO-Prod"), "{problem}");
    }
    assert_eq!(fs::read(&place).unwrap(), fs::read(&path).unwrap());
}

#[test]
fn names_that_are_no_file_names_make_file_names_all_the_same() {
    let (_directory, drafts) = drafts();
    for name in ["../../etc/passwd", "", "\u{0}", "a/b", &"x".repeat(500), "é\n"] {
        let installation = Installation { name: name.into(), ..installation() };
        let desk = drafts.take(&installation).unwrap();
        assert_eq!(desk.path().parent(), Some(drafts.directory()));
        assert!(desk.path().file_name().unwrap().len() < 80);
    }
}

#[test]
fn one_process_at_a_time() {
    let (_directory, drafts, _path) = saved();
    let desk = drafts.take(&installation()).unwrap();
    // a lock belongs to an open file, so another opening is another process to it
    assert_eq!(drafts.take(&installation()).unwrap_err().class, Class::Conflict);
    assert!(drafts.look(&installation()).unwrap().is_some());
    drop(desk);
    drafts.take(&installation()).unwrap();
}

#[test]
fn a_file_that_is_cut_anywhere_is_known_for_it_and_put_aside() {
    let (_directory, drafts, path) = saved();
    let whole = fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        let fault = form::read(&whole[..cut]).unwrap_err();
        assert!(matches!(fault, Fault::Damaged(_)), "cut at {cut}: {fault:?}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        assert!(form::read(&bytes).is_err(), "changed at {at}");
    }
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let looked = drafts.look(&installation()).unwrap_err();
    assert!(looked.message.contains("It is not touched"), "{looked}");
    let taken = drafts.take(&installation()).unwrap_err();
    assert!(taken.message.contains("damaged-1"), "{taken}");
    assert!(!format!("{looked}{taken}").contains(SECRET));
    assert_eq!(fs::read(path.with_extension("damaged-1")).unwrap(), whole[..whole.len() / 2]);
    let mut desk = drafts.take(&installation()).unwrap();
    assert_eq!(desk.draft(), None);
    desk.save(draft()).unwrap();
    drop(desk);
    fs::write(&path, "{}\n").unwrap();
    assert!(drafts.take(&installation()).unwrap_err().message.contains("damaged-2"));
}

#[test]
fn other_formats_are_left_alone() {
    let (_directory, drafts, path) = saved();
    let whole = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    for (format, word) in [("2", "later version"), ("0", "does not read any more")] {
        let other = whole.replacen("\"format\":1", &format!("\"format\":{format}"), 1);
        fs::write(&path, &other).unwrap();
        for problem in
            [drafts.look(&installation()).unwrap_err(), drafts.take(&installation()).unwrap_err()]
        {
            assert!(problem.to_string().contains(word), "{problem}");
            assert!(problem.message.contains(&format!("format {format}")), "{problem}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), other);
    }
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let (_directory, mut drafts, path) = saved();
    let before = fs::read(&path).unwrap();
    // half of it gets there, then no more: what a full disk does
    drafts.write = |file, bytes| {
        file.write_all(&bytes[..bytes.len() / 2])?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    };
    let mut desk = drafts.take(&installation()).unwrap();
    let mut more = draft();
    more.changes.redo();
    let problem = desk.save(more).unwrap_err();
    assert_eq!(problem.class, Class::Refused);
    assert!(problem.message.contains("is there still"), "{problem}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(!path.with_extension("new").exists());
    assert_eq!(desk.draft(), Some(&draft()));
}

#[test]
fn what_a_killed_process_left_beside_a_draft_is_nobodys() {
    let (_directory, drafts, path) = saved();
    fs::write(path.with_extension("new"), "half").unwrap();
    assert_eq!(drafts.look(&installation()).unwrap(), Some(draft()));
    let mut desk = drafts.take(&installation()).unwrap();
    desk.save(draft()).unwrap();
    assert!(!path.with_extension("new").exists());
}

#[test]
fn no_link_leads_a_draft_elsewhere() {
    let (directory, drafts, path) = saved();
    let elsewhere = directory.path().join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    fs::remove_file(&path).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_eq!(drafts.look(&installation()).unwrap_err().class, Class::Unreachable);
    symlink(&elsewhere, path.with_extension("new")).unwrap();
    fs::remove_file(&path).unwrap();
    drafts.take(&installation()).unwrap().save(draft()).unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
}

/// Set for the process that is killed: where it saves.
const CHILD: &str = "DIRAC_TOKENS_DRAFTS_OF_A_CHILD";
const SAVED: &str = "saved once more";

/// Saves one of two drafts after the other until it is killed.
#[test]
#[ignore = "runs without end, as the child of another test"]
fn saves_until_it_is_killed() {
    let Some(directory) = std::env::var_os(CHILD) else { return };
    let mut desk = Drafts::open(directory).take(&installation()).unwrap();
    let (one, mut other) = (draft(), draft());
    other.changes.redo();
    loop {
        for draft in [&one, &other] {
            desk.save(draft.clone()).unwrap();
            println!("{SAVED}");
        }
    }
}

#[test]
fn a_process_that_is_killed_while_it_saves_leaves_a_whole_draft() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let (_directory, drafts, path) = saved();
    let mut other = draft();
    other.changes.redo();
    let mut found = [0, 0];
    for round in 0..40 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "disk::draft::tests::saves_until_it_is_killed"])
            .args(["--ignored", "--nocapture", "--test-threads=1"])
            .env(CHILD, drafts.directory())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // wherever in the next saving it is by then
        let times = lines.map_while(Result::ok).filter(|l| l.contains(SAVED)).take(1 + round % 7);
        assert_eq!(times.count(), 1 + round % 7);
        child.kill().unwrap();
        child.wait().unwrap();
        let left = drafts.look(&installation()).unwrap().unwrap();
        assert!(left == draft() || left == other);
        found[usize::from(left == other)] += 1;
        drafts.take(&installation()).unwrap();
    }
    assert!(!path.with_extension("damaged-1").exists());
    assert!(found[0] > 0 && found[1] > 0, "{found:?}");
}
