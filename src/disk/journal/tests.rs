use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Beginning, Runs, Writer, line, read};
use crate::domain::commit;
use crate::domain::problem::Class;
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Done, How, Outcome, StepKind};
use crate::store::journal::{Journal as _, Purpose, Record};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn beginning() -> Beginning {
    Beginning {
        started: at(0),
        installation: "https://cs.example.org:9135/Configuration/Server".into(),
        who: "ada @ dirac_admin".into(),
        purpose: Purpose::Stop {
            how: How::Revoke,
            token_ids: vec!["id-ada".into(), "30be5fe3-1bff-4568-afb3-c04ea7ebee5b@egi.eu".into()],
        },
    }
}

/// One of each kind.
fn records() -> Vec<Record> {
    let (id, refresh) = ("id-ada".to_owned(), Some(Fingerprint::of(b"refresh")));
    vec![
        Record::Intent {
            at: at(1),
            token_id: id.clone(),
            step: StepKind::Revoke,
            provider: Some("IAM".into()),
            refresh,
            rows: Vec::new(),
        },
        Record::Ended {
            at: at(2),
            token_id: id.clone(),
            step: StepKind::Revoke,
            provider: Some("IAM".into()),
            refresh,
            done: Done::Unknown,
            active: None,
            evidence: "No answer\nin 30 s \u{202e}\"x\".".into(),
        },
        Record::Settled {
            at: at(3),
            token_id: id,
            outcome: Outcome::Unproven,
            summary: "Sent once.".into(),
        },
        Record::Asked { at: at(4), of: "getToken".into() },
        Record::Answered { at: at(5), done: Done::Yes, got: refresh, evidence: String::new() },
        Record::Sending { at: at(6), to: "https://cs.example.org:9135".into() },
        Record::Committed {
            at: at(6),
            outcome: commit::Outcome::Overtook,
            version: Some("2026-11-21 03:31:20.078065".into()),
            summary: "zoe's change is gone.".into(),
        },
        Record::Over { at: at(6), complete: false },
    ]
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

struct Place {
    _home: tempfile::TempDir,
    runs: Runs,
}

fn place() -> Place {
    let home = tempfile::tempdir().unwrap();
    let runs = Runs::open(home.path().join("state/dirac-tokens/journal"));
    Place { _home: home, runs }
}

fn written(runs: &Runs) -> (String, Writer) {
    let (run, mut writer) = runs.begin(beginning()).unwrap();
    for record in records() {
        writer.write(&record).unwrap();
    }
    (run.name, writer)
}

#[test]
fn a_run_is_read_as_it_was_written_and_is_closed_to_others() {
    let Place { runs, _home } = place();
    assert_eq!(runs.names().unwrap(), Vec::<String>::new(), "no directory holds no run");
    let (name, writer) = written(&runs);
    let kept = runs.read(&name).unwrap();
    assert_eq!((kept.records.clone(), kept.torn, kept.live), (records(), false, true));
    assert_eq!(kept.run.purpose, beginning().purpose);
    assert_eq!((mode(runs.directory()), mode(writer.path())), (0o700, 0o600));
    drop(writer);
    let kept = runs.read(&name).unwrap();
    assert!(!kept.live && kept.is_unfinished());
    assert_eq!(kept.left(), ["30be5fe3-1bff-4568-afb3-c04ea7ebee5b@egi.eu"]);
    assert_eq!(kept.settled()["id-ada"], (Outcome::Unproven, "Sent once."));
    assert_eq!(kept.past("id-ada").len(), 3);
}

#[test]
fn runs_of_one_second_have_names_of_their_own_and_the_latest_comes_first() {
    let Place { runs, _home } = place();
    for _ in 0..11 {
        runs.begin(beginning()).unwrap();
    }
    let later = Beginning { started: at(60), ..beginning() };
    let (later, _) = runs.begin(later).unwrap();
    let names = runs.names().unwrap();
    assert_eq!(names.len(), 12);
    assert_eq!(names[0], later.name);
    assert!(names[1].ends_with("-11") && names[2].ends_with("-10"), "{names:?}");
    assert_eq!(runs.all().unwrap().len(), 12);
}

#[test]
fn a_file_cut_at_any_byte_is_a_prefix_and_can_be_gone_on_with() {
    let Place { runs, _home } = place();
    let (name, writer) = written(&runs);
    let path = writer.path().to_owned();
    drop(writer);
    let whole = fs::read(&path).unwrap();
    let ends: Vec<usize> =
        whole.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    for cut in 0..=whole.len() {
        let known = ends.iter().filter(|end| **end <= cut).count().checked_sub(1);
        let parsed = read::parse(&whole[..cut]).unwrap().map(|parsed| parsed.records);
        assert_eq!(parsed, known.map(|known| records()[..known].to_vec()), "cut at {cut}");
    }
    // as files: before, at and behind the end of each line
    let cuts = ends.iter().flat_map(|end| [end - 7, end - 1, *end, end + 1]);
    for cut in cuts.filter(|cut| *cut <= whole.len()) {
        fs::write(&path, &whole[..cut]).unwrap();
        let lines = ends.iter().filter(|end| **end <= cut).count();
        let Some(known) = lines.checked_sub(1) else {
            let problem = runs.read(&name).unwrap_err();
            assert!(problem.message.contains("cut off before it began"), "{problem}");
            assert_eq!(runs.all().unwrap(), []);
            assert!(runs.resume(&name).is_err());
            continue;
        };
        let kept = runs.read(&name).unwrap();
        assert_eq!(kept.records, records()[..known], "cut at {cut}");
        assert_eq!(kept.torn, !ends.contains(&cut), "cut at {cut}");
        let (kept, mut writer) = runs.resume(&name).unwrap();
        assert_eq!(kept.records.len(), known);
        let more = Record::Over { at: at(9), complete: true };
        writer.write(&more).unwrap();
        let kept = runs.read(&name).unwrap();
        assert_eq!(kept.records[..known], records()[..known]);
        assert_eq!((&kept.records[known..], kept.torn), (&[more][..], false));
    }
    // a power cut can leave the length without the bytes
    let mut zeros = whole.clone();
    let last = ends[ends.len() - 2];
    zeros[last + 4..].fill(0);
    for tail in [&zeros[..], &[&zeros[..], b"\n"].concat()] {
        fs::write(&path, tail).unwrap();
        let kept = runs.read(&name).unwrap();
        assert_eq!((kept.records.len(), kept.torn), (records().len() - 1, true));
    }
}

#[test]
fn what_this_program_did_not_write_is_left_alone_and_named() {
    let Place { runs, _home } = place();
    let (name, writer) = written(&runs);
    let path = writer.path().to_owned();
    drop(writer);
    let text = fs::read_to_string(&path).unwrap();
    for (from, to, says) in [
        ("\"format\":1", "\"format\":2", "has format 2, and this program knows 1"),
        ("\"record\":\"ended\"", "\"record\":\"bent\"", "Line 3 of the journal"),
        ("sha256:", "sha265:", "a fingerprint that is none"),
        ("\"step\":\"revoke\"", "\"step\":\"hush\"", "an unknown step"),
        ("\"at\":\"20", "\"at\":\"x20", "a time that is none"),
        ("\"complete\"", "\"canary-eyJhbGciOiJub25lIn0\"", "its JSON is wrong at column"),
    ] {
        let spoilt = text.replacen(from, to, 1);
        assert_ne!(spoilt, text, "{from}");
        fs::write(&path, &spoilt).unwrap();
        for problem in [runs.read(&name).unwrap_err(), runs.resume(&name).unwrap_err()] {
            assert!(problem.message.contains(says), "{problem}");
            assert!(problem.message.contains("is not touched"), "{problem}");
            assert!(!problem.to_string().contains("canary"), "{problem}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), spoilt, "not a byte is changed");
        let all = runs.all().unwrap();
        assert!(matches!(all.as_slice(), [Err(_)]), "the others would still be listed");
    }
}

#[test]
fn one_run_has_one_writer() {
    let Place { runs, _home } = place();
    let (name, writer) = written(&runs);
    let problem = runs.resume(&name).unwrap_err();
    assert_eq!(problem.class, Class::Conflict);
    assert!(problem.message.contains("Another process"), "{problem}");
    drop(writer);
    let (_, second) = runs.resume(&name).unwrap();
    assert!(runs.resume(&name).is_err());
    // whoever only looks is neither kept out nor in the way
    assert!(runs.read(&name).unwrap().live);
    drop(second);
    runs.resume(&name).unwrap();
}

#[test]
fn links_pipes_and_names_that_lead_elsewhere_are_refused() {
    let Place { runs, _home } = place();
    let (name, writer) = written(&runs);
    let file = writer.path().to_owned();
    drop(writer);
    let beside = |name: &str| runs.directory().join(format!("{name}.jsonl"));
    symlink(&file, beside("link")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(beside("pipe")).status().unwrap();
    assert!(made.success());
    for name in ["link", "pipe", "../journal/x", "", ".", "absent"] {
        assert!(runs.read(name).is_err(), "{name}");
        assert!(runs.resume(name).is_err(), "{name}");
    }
    runs.read(&name).unwrap();
}

#[test]
fn a_link_in_the_place_of_a_new_file_is_not_followed() {
    let Place { runs, _home } = place();
    let (run, _) = runs.begin(beginning()).unwrap();
    let victim = runs.directory().join("victim");
    fs::write(&victim, "precious").unwrap();
    let next = run.name.replace("-1", "-2");
    symlink(&victim, runs.directory().join(format!("{next}.jsonl"))).unwrap();
    let (run, _) = runs.begin(beginning()).unwrap();
    assert!(run.name.ends_with("-3"), "{}", run.name);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
}

#[test]
fn an_open_directory_is_closed_to_others() {
    let Place { runs, _home } = place();
    fs::create_dir_all(runs.directory()).unwrap();
    fs::set_permissions(runs.directory(), fs::Permissions::from_mode(0o755)).unwrap();
    runs.begin(beginning()).unwrap();
    assert_eq!(mode(runs.directory()), 0o700);
}

#[test]
fn where_no_journal_can_be_no_run_begins() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("file"), "").unwrap();
    for directory in [home.path().join("file/journal"), "/proc/none/journal".into()] {
        let problem = Runs::open(&directory).begin(beginning()).unwrap_err();
        assert_eq!(problem.class, Class::Refused);
        assert!(problem.message.contains(&directory.display().to_string()), "{problem}");
        assert!(problem.message.contains("Nothing is sent"), "{problem}");
    }
}

#[test]
fn after_a_line_that_could_not_be_written_nothing_is_taken_any_more() {
    let full = OpenOptions::new().append(true).open("/dev/full").unwrap();
    let mut writer = Writer::new(full, "/dev/full".into());
    let why = writer.write(&records()[0]).unwrap_err();
    assert!(why.contains("/dev/full cannot be written") && why.contains("No space"), "{why}");
    let Place { runs, _home } = place();
    let (_, good) = written(&runs);
    let length = fs::metadata(good.path()).unwrap().len();
    writer.file = OpenOptions::new().append(true).open(good.path()).unwrap();
    assert_eq!(writer.write(&records()[0]).unwrap_err(), why, "the disk is free again: too late");
    assert_eq!(fs::metadata(good.path()).unwrap().len(), length);
}

#[test]
fn what_looks_like_a_secret_does_not_get_in() {
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5LXNpZ25hdHVyZQ";
    let leaky = format!("refused: refresh_token={TOKEN} {}", "x ".repeat(5_000));
    let Place { runs, _home } = place();
    let of = leaky.clone();
    let begins = Beginning {
        installation: leaky.clone(),
        who: leaky.clone(),
        purpose: Purpose::Credential { of: of.clone() },
        ..beginning()
    };
    let (_, mut writer) = runs.begin(begins).unwrap();
    for mut record in records() {
        match &mut record {
            Record::Ended { evidence: text, .. }
            | Record::Settled { summary: text, .. }
            | Record::Asked { of: text, .. }
            | Record::Answered { evidence: text, .. }
            | Record::Committed { summary: text, .. }
            | Record::Sending { to: text, .. } => *text = leaky.clone(),
            Record::Intent { .. } | Record::Over { .. } => {}
        }
        writer.write(&record).unwrap();
    }
    let text = fs::read_to_string(writer.path()).unwrap();
    assert!(text.contains("[redacted]") && !text.contains("eyJ"), "{text}");
    assert!(text.lines().all(|line| line.len() < 4_000));
}

/// Text as servers write it, what breaks lines and terminals included; nothing that looks like a secret.
fn foreign() -> impl Strategy<Value = String> {
    "[a-z .\u{202e}\u{1b}\u{0}\n\r\"\\\\\u{2028}é]{0,16}"
}

fn any_record() -> impl Strategy<Value = Record> {
    let time = (0..4_000_000_000_i64, 0..1_000_000_000_i32)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap());
    let id = "[a-zA-Z0-9@._-]{1,80}";
    let kind = prop::sample::select(vec![
        StepKind::Read,
        StepKind::Before,
        StepKind::Revoke,
        StepKind::After,
        StepKind::Delete,
        StepKind::Prove,
    ]);
    let done = prop::sample::select(vec![Done::Yes, Done::No, Done::Unknown, Done::Earlier]);
    let outcome = prop::sample::select(vec![
        Outcome::Revoked,
        Outcome::RowDeleted,
        Outcome::Unproven,
        Outcome::Failed,
    ]);
    let print = prop::option::of(any::<[u8; 8]>().prop_map(Fingerprint::from_bytes));
    let parts = (time, id, kind, (prop::option::of(foreign()), print), done, outcome);
    let more = (foreign(), prop::option::of(any::<bool>()), 0..6_u8, any::<bool>());
    (parts, more).prop_map(|(parts, more)| {
        let (at, token_id, step, (provider, refresh), done, outcome) = parts;
        let (text, active, which, complete) = more;
        match which {
            0 => Record::Intent {
                at,
                token_id,
                step,
                provider,
                refresh,
                rows: refresh.into_iter().collect(),
            },
            1 => Record::Ended {
                at,
                token_id,
                step,
                provider,
                refresh,
                done,
                active,
                evidence: text,
            },
            2 => Record::Settled { at, token_id, outcome, summary: text },
            3 => Record::Asked { at, of: text },
            4 => Record::Answered { at, done, got: refresh, evidence: text },
            _ => Record::Over { at, complete },
        }
    })
}

proptest! {
    #[test]
    fn every_record_is_one_line_and_comes_back(record in any_record()) {
        let bytes = line::record(&record).unwrap();
        prop_assert_eq!(bytes.split(|byte| *byte == b'\n').count(), 2);
        prop_assert_eq!(line::parse_record(&bytes), Ok(record));
    }

    #[test]
    fn no_bytes_make_the_reader_panic_or_count_more_than_there_is(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut all = line::first(&a_run()).unwrap();
        if bytes.first().is_some_and(|byte| *byte > 127) {
            all.clear();
        }
        all.extend(&bytes);
        if let Ok(Some(parsed)) = read::parse(&all) {
            prop_assert!(parsed.whole <= all.len() as u64);
        }
    }
}

fn a_run() -> crate::store::journal::Run {
    let Beginning { started, installation, who, purpose } = beginning();
    crate::store::journal::Run { name: "x-1".into(), started, installation, who, purpose }
}

#[test]
fn a_line_that_others_append_is_seen_by_the_next_reader() {
    let Place { runs, _home } = place();
    let (name, writer) = written(&runs);
    OpenOptions::new().append(true).open(writer.path()).unwrap().write_all(b"not ours\n").unwrap();
    drop(writer);
    let problem = runs.read(&name).unwrap_err();
    assert!(problem.message.contains("Line 10"), "{problem}");
}
