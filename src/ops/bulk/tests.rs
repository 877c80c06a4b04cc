use std::sync::Mutex;

use jiff::Timestamp;

use super::*;
use crate::domain::stop::Step;

fn clock() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

/// Keeps records in memory, and fails from a given write on.
#[derive(Default)]
struct Memory {
    records: Vec<Record>,
    room: Option<usize>,
}

impl Journal for Memory {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        if self.room.is_some_and(|room| self.records.len() >= room) {
            return Err("No space left on device.".into());
        }
        self.records.push(record.clone());
        Ok(())
    }
}

/// Ends each id as its name says, and remembers for which it was called and how much past came along.
#[derive(Default)]
struct Scripted {
    called: Mutex<Vec<(String, usize)>>,
}

impl Stops for Scripted {
    async fn stop(
        &self,
        plan: &Plan,
        _: How,
        past: &[&Record],
        journal: &mut dyn Journal,
    ) -> Report {
        let token_id = plan.token_id.clone();
        self.called.lock().unwrap().push((token_id.clone(), past.len()));
        let word = token_id.split('-').next().unwrap_or_default();
        let (outcome, kind, done) = match Outcome::of_word(word) {
            Some(outcome) => (outcome, StepKind::Delete, Done::Yes),
            None => (Outcome::Failed, StepKind::Read, Done::No),
        };
        let step = Step {
            kind,
            provider: None,
            row: None,
            refresh: None,
            done,
            active: None,
            evidence: "seen".into(),
        };
        let intent = Record::Intent {
            at: clock(),
            token_id: token_id.clone(),
            step: StepKind::Delete,
            provider: None,
            refresh: None,
            rows: Vec::new(),
        };
        // what is not in the journal is not sent
        let outcome = if journal.write(&intent).is_err() { Outcome::Failed } else { outcome };
        let summary = format!("{token_id} is done.");
        Report { token_id, user: None, outcome, summary, steps: vec![step], lasting: Vec::new() }
    }
}

fn plans(ids: &[&str]) -> Vec<Plan> {
    let plan = |id: &&str| Plan {
        token_id: (*id).to_owned(),
        user: None,
        rows: Vec::new(),
        as_of: clock(),
    };
    ids.iter().map(plan).collect()
}

const EACH: [&str; 5] = ["revoked-1", "row_deleted-2", "unproven-3", "failed-4", "revoked-5"];

async fn go(
    ids: &[&str],
    past: &[Record],
    journal: &mut Memory,
    cancel_after: usize,
) -> (End, Vec<(String, usize)>) {
    let (stops, cancel) = (Scripted::default(), CancellationToken::new());
    let plans = plans(ids);
    let job = Job { plans: &plans, how: How::Revoke, past, apart: 0 };
    let mut seen = 0;
    let end = run(&stops, job, journal, clock, &cancel, |event| {
        if matches!(event, Event::Settled(_)) {
            seen += 1;
            if seen == cancel_after {
                cancel.cancel();
            }
        }
    })
    .await;
    (end, stops.called.into_inner().unwrap())
}

fn settled(records: &[Record]) -> Vec<&str> {
    let settled = |record: &'_ Record| matches!(record, Record::Settled { .. });
    records.iter().filter(|r| settled(r)).filter_map(Record::token_id).collect()
}

#[tokio::test]
async fn every_id_is_settled_in_order_and_counted_by_its_word() {
    let mut journal = Memory::default();
    let (end, _) = go(&EACH, &[], &mut journal, 0).await;
    let expected =
        End { revoked: 2, row_deleted: 1, unproven: 1, failed: 1, left: 0, halted: None };
    assert_eq!(end, expected);
    assert_eq!(settled(&journal.records), EACH);
    assert!(matches!(journal.records.last(), Some(Record::Over { complete: true, .. })));
}

#[tokio::test]
async fn wherever_the_disk_is_full_nothing_is_begun_after_it() {
    let whole = EACH.len() * 2 + 1;
    for room in 0..whole {
        let mut journal = Memory { room: Some(room), ..Memory::default() };
        let (end, called) = go(&EACH, &[], &mut journal, 0).await;
        assert!(called.len() <= room / 2 + 1, "{room}: {called:?}");
        assert_eq!(end.left, EACH.len() - settled(&journal.records).len(), "{room}");
        let only_the_last_line = room == whole - 1;
        assert_eq!(matches!(end.halted, Some(Halt::Journal(_))), !only_the_last_line, "{room}");
    }
}

#[tokio::test]
async fn a_cancelled_run_ends_between_two_ids_and_says_what_is_left() {
    for after in 1..EACH.len() {
        let mut journal = Memory::default();
        let (end, called) = go(&EACH, &[], &mut journal, after).await;
        assert_eq!((end.left, called.len()), (EACH.len() - after, after));
        assert_eq!(end.halted, Some(Halt::Cancelled));
        assert_eq!(settled(&journal.records), EACH[..after]);
        assert!(matches!(journal.records.last(), Some(Record::Over { complete: false, .. })));
    }
}

#[tokio::test]
async fn each_id_gets_its_own_past_and_no_other() {
    let intent = |id: &str| Record::Intent {
        at: clock(),
        token_id: id.into(),
        step: StepKind::Revoke,
        provider: None,
        refresh: None,
        rows: Vec::new(),
    };
    let past = [intent("revoked-5"), intent("failed-4"), intent("revoked-5")];
    let mut journal = Memory::default();
    let (_, called) = go(&["unproven-3", "failed-4", "revoked-5"], &past, &mut journal, 0).await;
    let lengths: Vec<usize> = called.into_iter().map(|(_, past)| past).collect();
    assert_eq!(lengths, [0, 1, 2]);
}

#[tokio::test]
async fn a_token_manager_that_tells_nothing_ends_the_run_and_one_id_does_not() {
    let mut journal = Memory::default();
    let (end, called) = go(
        &["silent-1", "revoked-2", "silent-3", "silent-4", "silent-5", "revoked-6"],
        &[],
        &mut journal,
        0,
    )
    .await;
    assert_eq!(called.len(), 5);
    assert_eq!(end.halted, Some(Halt::Unreachable("silent-5 is done.".into())));
    assert_eq!((end.left, end.revoked, end.failed), (1, 1, 4));
    // where none is left there is nothing to leave
    let mut journal = Memory::default();
    let (end, _) = go(&["silent-1", "silent-2", "silent-3"], &[], &mut journal, 0).await;
    assert_eq!((end.left, end.halted), (0, None));
}

#[tokio::test]
async fn a_run_is_not_over_while_ids_of_it_were_left_out() {
    let (mut journal, cancel) = (Memory::default(), CancellationToken::new());
    let plans = plans(&["revoked-1", "failed-2"]);
    let job = Job { plans: &plans, how: How::Revoke, past: &[], apart: 3 };
    let end = run(&Scripted::default(), job, &mut journal, clock, &cancel, |_| ()).await;
    assert_eq!((end.left, end.revoked, end.failed, end.halted), (3, 1, 1, None));
    assert!(matches!(journal.records.last(), Some(Record::Over { complete: false, .. })));
}
