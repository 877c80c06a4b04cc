use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::domain::cs::{Edit, LocalFile, parse};

const TEXT: &str = "DIRAC\n{\n  Configuration\n  {\n    Name = Test\n    Version = 1\n  }\n}\nA\n{\n  x = 1\n  client_secret = hunter2hunter2\n}\n";

fn ground(text: &str, version: &str) -> Ground {
    let remote = parse(text).unwrap();
    let tree = parse("A\n{\n  hidden = 1\n}\n").unwrap();
    let local = LocalFile { label: "dirac.cfg".into(), tree };
    let merged = Arc::new(Tree::merged(&remote, &[local]));
    let servers = vec!["https://cs.example.org:9135/Configuration/Server".into()];
    let installation = Installation { name: "Test".into(), servers };
    Ground { installation, version: version.into(), remote: Arc::new(remote), merged }
}

fn step(edits: Vec<Edit>) -> Step {
    Step { title: "a step".into(), edits }
}

fn set(path: &str, value: &str) -> Step {
    step(vec![Edit::Set { path: CsPath::new(path), value: value.into() }])
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

#[test]
fn steps_are_kept_taken_back_put_back_and_dropped() {
    let directory = tempfile::tempdir().unwrap();
    let (drafts, ground) = (Drafts::open(directory.path().join("d")), ground(TEXT, "1"));
    assert!(look(&drafts, &ground).unwrap().is_none());
    let first = stage(&drafts, &ground, set("/A/x", "2"), now()).unwrap();
    assert_eq!((first.changes.len(), first.staged.draft.changes.steps().len()), (1, 1));
    let second = stage(&drafts, &ground, set("/A/B/y", "3"), now()).unwrap();
    assert_eq!((second.changes.len(), second.staged.changes.len()), (2, 3));
    let again = stage(&drafts, &ground, set("/A/x", "2"), now()).unwrap();
    assert!(again.changes.is_empty());
    assert_eq!(look(&drafts, &ground).unwrap().unwrap().draft.changes.steps().len(), 2);
    let (_, left) = turn(&drafts, &ground, Turn::Undo).unwrap();
    assert_eq!(left.changes.len(), 1);
    let (_, both) = turn(&drafts, &ground, Turn::Redo).unwrap();
    assert_eq!(both.after.value("/A/B/y").as_deref(), Some("3"));
    let (_, left) = turn(&drafts, &ground, Turn::Drop(0)).unwrap();
    assert_eq!(left.after.value("/A/x").as_deref(), Some("1"));
    assert_eq!(turn(&drafts, &ground, Turn::Drop(1)).unwrap_err().class, Class::Usage);
    drop_all(&drafts, &ground.installation).unwrap();
    assert!(look(&drafts, &ground).unwrap().is_none());
    assert_eq!(drop_all(&drafts, &ground.installation).unwrap_err().class, Class::Usage);
}

#[test]
fn what_is_refused_is_not_kept_and_not_quoted() {
    let directory = tempfile::tempdir().unwrap();
    let (drafts, ground) = (Drafts::open(directory.path()), ground(TEXT, "1"));
    let rename = Edit::Rename { path: CsPath::new("/A"), name: "B".into() };
    let steps = [
        set("/A/client_secret", "planted-secret-value"),
        step(vec![rename]),
        set("/DIRAC/Configuration/Name", "Other"),
        set("/A/plain", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"),
    ];
    for step in steps {
        let problem = stage(&drafts, &ground, step, now()).unwrap_err();
        assert_eq!(problem.class, Class::Refused);
        let told = format!("{problem} {}", problem.subject);
        assert!(!told.contains("planted") && !told.contains("eyJ") && !told.contains("hunter2"));
    }
    assert_eq!(stage(&drafts, &ground, set("/A/x/y", "1"), now()).unwrap_err().class, Class::Usage);
    assert!(look(&drafts, &ground).unwrap().is_none());
    // it may go
    let gone = step(vec![Edit::Unset { path: CsPath::new("/A/client_secret") }]);
    stage(&drafts, &ground, gone, now()).unwrap();
}

#[test]
fn a_step_that_a_later_one_needs_is_not_dropped() {
    let directory = tempfile::tempdir().unwrap();
    let (drafts, ground) = (Drafts::open(directory.path()), ground(TEXT, "1"));
    stage(&drafts, &ground, set("/N/x", "1"), now()).unwrap();
    let rename = Edit::Rename { path: CsPath::new("/N"), name: "M".into() };
    stage(&drafts, &ground, step(vec![rename]), now()).unwrap();
    let problem = turn(&drafts, &ground, Turn::Drop(0)).unwrap_err();
    assert_eq!(problem.class, Class::Refused);
    assert_eq!(look(&drafts, &ground).unwrap().unwrap().draft.changes.steps().len(), 2);
    turn(&drafts, &ground, Turn::Undo).unwrap();
    turn(&drafts, &ground, Turn::Drop(0)).unwrap();
    let problem = turn(&drafts, &ground, Turn::Redo).unwrap_err();
    assert!(problem.message.contains("put back any more"), "{problem}");
}

#[test]
fn a_draft_moves_on_where_nobody_touched_what_it_is_about_and_stays_where_somebody_did() {
    let directory = tempfile::tempdir().unwrap();
    let drafts = Drafts::open(directory.path());
    stage(&drafts, &ground(TEXT, "1"), set("/A/x", "2"), now()).unwrap();
    let newer = TEXT.replace("Version = 1", "Version = 2") + "New\n{\n  y = 1\n}\n";
    let unset = step(vec![Edit::Unset { path: CsPath::new("/New/y") }]);
    let outcome = stage(&drafts, &ground(&newer, "2"), unset, now()).unwrap();
    assert_eq!(outcome.staged.draft.version, "2");
    let theirs = newer.replace("x = 1", "x = 7").replace("Version = 2", "Version = 3");
    let outcome = stage(&drafts, &ground(&theirs, "3"), set("/A/z", "1"), now()).unwrap();
    assert_eq!(outcome.staged.draft.version, "2");
}

#[test]
fn edits_of_what_a_local_file_hides_and_of_authorization_are_told() {
    let directory = tempfile::tempdir().unwrap();
    let (drafts, ground) = (Drafts::open(directory.path()), ground(TEXT, "1"));
    let staged = stage(&drafts, &ground, set("/A/hidden", "2"), now()).unwrap().staged;
    assert_eq!((staged.shadowed.len(), staged.danger()), (1, Danger::Ordinary));
    let edit = set("/S/Authorization/Default", "all");
    assert_eq!(stage(&drafts, &ground, edit, now()).unwrap().staged.danger(), Danger::High);
}

#[test]
fn a_value_that_is_given_for_a_conflict_is_judged_before_it_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let (drafts, ground) = (Drafts::open(directory.path()), ground(TEXT, "1"));
    stage(&drafts, &ground, set("/A/x", "2"), now()).unwrap();
    let give = |path: &str, value: &str| {
        choose(&drafts, &ground.installation, [(CsPath::new(path), Choice::Value(value.into()))])
    };
    for (path, value) in [("/A/client_secret", "planted"), ("/A/x", "eyJhbGciOiJFUzI1NiJ9.planted")]
    {
        let problem = give(path, value).unwrap_err();
        assert_eq!(problem.class, Class::Refused);
        assert!(!problem.to_string().contains("planted"), "{problem}");
        assert!(look(&drafts, &ground).unwrap().unwrap().draft.choices.is_empty());
    }
    assert_eq!(give("/A/x", "7").unwrap().choices.len(), 1);
}
