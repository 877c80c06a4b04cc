//! Commits raced against DIRAC's own client on a real DIRAC: whatever vanishes, of either side, is told by the side that is
//! ours, and what does not conflict is there in the end.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{BufRead as _, BufReader, Write as _};
use std::pin::Pin;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dirac_tokens::disk::replaced::Replaced;
use dirac_tokens::domain::commit::{Outcome, Report};
use dirac_tokens::domain::cs::{self, Choices, Edit, Tree};
use dirac_tokens::ops::commit::{Agreed, Desk, Ready, Staged, Upload, prepare, send};
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::load::newest;
use dirac_tokens::ops::master;
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::rpc::{HttpsRpc, Unlocked, WriteUnlocked};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::laboratory;
use super::real::Real;
use crate::commits::bed::{Memory, now, set};
use crate::contract::backend::Backend as _;
use crate::contract::backend::Persona::Admin;
use crate::contract::bench::{At, Bench};
use crate::contract::configuration::text::{Text, left_as_found};

/// Rounds, unless `DIRAC_TOKENS_RACES` says otherwise.
const ROUNDS: usize = 6;
/// Ours.
const OURS: &str = "/Raced/Ours/A";
/// Where the other side changes something: the same option, the same section, elsewhere.
const PLACES: [(&str, &str); 3] =
    [("same option", OURS), ("same section", "/Raced/Ours/B"), ("elsewhere", "/Raced/Theirs/C")];

/// DIRAC's own client in a process of its own.
struct Other {
    child: Child,
    stdin: ChildStdin,
    stdout: Option<BufReader<ChildStdout>>,
}

impl Drop for Other {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

type Said = (BufReader<ChildStdout>, Result<(), String>);

fn hear(mut stdout: BufReader<ChildStdout>) -> Said {
    let mut line = String::new();
    stdout.read_line(&mut line).expect("it says something");
    let told: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let message = told["Message"].as_str().unwrap_or_default().to_owned();
    (stdout, if told["OK"] == true { Ok(()) } else { Err(message) })
}

impl Other {
    fn start(real: &Real) -> Self {
        let mut child = Command::new(real.text("python"))
            .args(["-W", "ignore"])
            .arg(format!("{}/oracle/committer.py", real.text("scripts")))
            .arg(real.master())
            .env("DIRAC_TOKENS_LAB_HOME", real.text("home"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdin = child.stdin.take().expect("piped");
        let stdout = Some(BufReader::new(child.stdout.take().expect("piped")));
        Self { child, stdin, stdout }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").expect("it listens");
    }

    fn ask(&mut self, line: &str) -> Result<(), String> {
        self.say(line);
        let (stdout, said) = hear(self.stdout.take().expect("idle"));
        self.stdout = Some(stdout);
        said
    }
}

/// The other side has its answer.
static ANSWERED: AtomicBool = AtomicBool::new(false);

/// Waits until the other side has its answer: by then it has swapped its text in, or never will.
fn until_answered(_: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async {
        while !ANSWERED.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    })
}

struct Side<'s> {
    master: ConfigurationClient<HttpsRpc<Unlocked>>,
    bench: Bench<'s>,
    home: tempfile::TempDir,
}

impl Side<'_> {
    async fn text(&self) -> Text {
        Text::fetch(&self.bench, At::Master).await.expect("a text")
    }

    async fn value(&self, path: &str) -> String {
        self.text().await.value(path).unwrap_or_default()
    }

    async fn ready(&self, base: &Tree, edits: &[Edit]) -> Ready {
        let choices = Choices::new();
        let staged = Staged { base, edits, choices: &choices, signed: None };
        let prepared = prepare(&self.master, staged).await.expect("prepared");
        prepared.ready(Agreed::default()).expect("ready")
    }

    async fn send(&self, ready: &Ready) -> Report {
        let replaced = Replaced::open(self.home.path().join("replaced"));
        let cancel = CancellationToken::new();
        let desk = Desk {
            master: &self.master,
            us: "ada".into(),
            replaced: &replaced,
            clock: now,
            pause: until_answered,
            cancel: &cancel,
        };
        let mut journal = Memory::default();
        send(&desk, ready, Upload::Commit, &mut journal).await.expect("it was sent")
    }

    /// Commits with nobody about.
    async fn again(&self, base: &Tree, edits: &[Edit]) {
        let ready = self.ready(base, edits).await;
        let report = self.send(&ready).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
    }
}

/// One round; what is wrong with it, and its words.
async fn round(
    side: &Side<'_>,
    other: &mut Other,
    number: usize,
    place: (&str, &str),
) -> (String, Result<(), String>) {
    let (name, path) = place;
    let (ours, theirs) = (format!("ours-{number}"), format!("theirs-{number}"));
    let base = cs::parse(side.text().await.0).expect("a configuration");
    let edits = [set(OURS, &ours)];
    other.ask("fetch").expect("it reads");
    other.ask(&format!("set {path} {theirs}")).expect("it sets");
    let ready = side.ready(&base, &edits).await;

    ANSWERED.store(false, Ordering::SeqCst);
    let stdout = other.stdout.take().expect("idle");
    other.say("commit");
    let heard = std::thread::spawn(move || {
        let said = hear(stdout);
        ANSWERED.store(true, Ordering::SeqCst);
        said
    });
    // ours is packed and sent in some milliseconds, theirs takes some tens: begin at another point of that each time
    let turns = number * 9_973 % 400_000;
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    let report = side.send(&ready).await;
    let (stdout, said) = heard.join().expect("it is heard");
    other.stdout = Some(stdout);

    let now = side.text().await;
    let there = |path: &str, value: &str| now.value(path).is_ok_and(|known| known == value);
    let (mine, his) = (there(OURS, &ours), there(path, &theirs));
    let word = format!(
        "{}, theirs {}",
        report.outcome.word(),
        if said.is_ok() { "OK" } else { "refused" }
    );
    let told =
        |why: &str| Err(format!("round {number}, {name}: {why}\n  they: {said:?}\n  {report:#?}"));
    // what is ours and not there is told
    if !mine && !matches!(report.outcome, Outcome::Overtaken | Outcome::Refused | Outcome::Unknown)
    {
        return (word, told("ours is gone and nothing was said"));
    }
    if report.outcome == Outcome::Refused && mine {
        return (word, told("ours is there and was called refused"));
    }
    // what is theirs, was confirmed to them, and is not there, is told: it went by our hand
    if said.is_ok() && !his {
        let named = report.vanished.iter().any(|gone| gone.by == "localhost");
        if report.outcome != Outcome::Overtook || !named {
            return (word, told("theirs is gone and nothing was said"));
        }
    }
    if name == "same option" {
        return (word, Ok(()));
    }
    // what does not conflict is there in the end, each side doing what it is told to do
    if !mine {
        side.again(&base, &edits).await;
    }
    for gone in report.vanished.iter().filter(|gone| !gone.edits.is_empty()) {
        let base = cs::parse(side.text().await.0).expect("a configuration");
        side.again(&base, &gone.edits).await;
    }
    if said.is_err() {
        other.ask("fetch").expect("it reads");
        other.ask(&format!("set {path} {theirs}")).expect("it sets");
        other.ask("commit").expect("nobody is in the way");
    }
    let both = (side.value(OURS).await, side.value(path).await);
    let unseen = report.vanished.iter().any(|gone| gone.unseen.is_some());
    if both != (ours, theirs) && !unseen {
        return (word, told(&format!("not both are there in the end: {both:?}")));
    }
    (word, Ok(()))
}

#[test]
fn nothing_vanishes_without_a_word_in_a_race_with_dirac_itself() {
    let Some(real) = laboratory() else { return };
    let rounds = std::env::var("DIRAC_TOKENS_RACES").ok().and_then(|text| text.parse().ok());
    let rounds: usize = rounds.unwrap_or(ROUNDS);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let connection = Connection::open(&real.plan(Admin)).expect("nothing is wrong here");
        let tree = newest(&connection.configuration().expect("a client")).await.expect("a text");
        let found = master::find(&connection, &tree).await.expect("a master");
        let side = Side {
            master: found.service.unlock(&WriteUnlocked::asked_for()),
            bench: Bench { backend: &*real },
            home: tempfile::tempdir().expect("a directory"),
        };
        let mut other = Other::start(&real);
        let done = left_as_found(&Bench { backend: &*real }, async |text: Text| {
            let own = "Raced\n{\n  Ours\n  {\n    A = 0\n    B = 0\n  }\n  Theirs\n  {\n    C = 0\n  }\n}\n";
            let (mut words, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
            for merging in [false, true] {
                let now = side.text().await.version()?;
                let begun = if merging { text.merging()? } else { text.clone() };
                begun.at_version(&now)?.and(own).commit(&side.bench, Admin, At::Master).await?;
                for number in 0..rounds.div_ceil(2) {
                    let place = PLACES[number % PLACES.len()];
                    let number = number * 2 + usize::from(merging);
                    let (word, held) = round(&side, &mut other, number, place).await;
                    *words.entry(word).or_default() += 1;
                    wrong.extend(held.err());
                }
            }
            println!("full: {rounds} rounds raced with DIRAC's own client: {words:?}, {} wrong", wrong.len());
            Ok((words, wrong))
        })
        .await;
        let (_, wrong) = done.expect("the configuration is as it was");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
