//! How fast cfg text is read, written and merged, as ratios to a pass over the same text in the same run.
//!
//! `cargo bench --bench cfg_text` prints criterion's figures and then the verdicts; it fails if one is over its limit. Only
//! ratios are judged, medians of CPU time taken in turn, so that a busy machine does not decide.

use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use dirac_tokens::domain::cs::{
    Choices, Edit, LocalFile, Section, Tree, compare, parse, serialize, three_way,
};

#[path = "../support/cost.rs"]
mod cost;

use cost::in_turn;

const MB: usize = 1_000_000;

/// A text like a large CS: one section with all users, groups whose members are `+=` lists, sites with CEs and queues.
struct Generator {
    state: u64,
    out: String,
    depth: usize,
}

impl Generator {
    fn text(bytes: usize) -> String {
        let mut it = Self {
            state: 0x9e37_79b9_7f4a_7c15,
            out: String::with_capacity(bytes + 8192),
            depth: 0,
        };
        let users = bytes / 2600;
        it.open("Registry");
        it.list("DefaultGroup", &["belle_user".into(), "user".into()]);
        it.open("Users");
        for user in 0..users {
            it.user(user);
        }
        it.close();
        it.open("Groups");
        for group in 0..64 {
            it.group(group, users);
        }
        it.close();
        it.close();
        it.open("Resources");
        it.open("Sites");
        it.open("LCG");
        let mut site = 0;
        while it.out.len() < bytes {
            it.site(site);
            site += 1;
        }
        while it.depth > 0 {
            it.close();
        }
        it.out
    }

    fn number(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap_or(0) % below
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.number(words.len());
        words.get(at).copied().unwrap_or_default()
    }

    fn line(&mut self, text: &str) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn open(&mut self, name: &str) {
        self.line(name);
        self.line("{");
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }

    fn option(&mut self, name: &str, value: &str) {
        self.line(&format!("{name} = {value}"));
    }

    fn list(&mut self, name: &str, values: &[String]) {
        for (at, value) in values.iter().enumerate() {
            self.line(&format!("{name} {} {value}", if at == 0 { "=" } else { "+=" }));
        }
    }

    fn user(&mut self, user: usize) {
        let name = format!(
            "{}{user}",
            self.one_of(&["amuller", "bkowalski", "csato", "dnovak", "ejones"])
        );
        if self.number(30) == 0 {
            self.line("#suspended by the sync agent 2026-03-02");
        }
        self.open(&name);
        let dn =
            format!("/DC=ch/DC=cern/OU=Organic Units/OU=Users/CN={name}/CN={}", 700_000 + user);
        let id = format!("/O=DIRAC/CN={:016x}-{user:08x}", self.number(usize::MAX));
        self.list("DN", &[dn, id]);
        self.option("CA", "/DC=ch/DC=cern/CN=CERN Grid Certification Authority");
        self.option("Email", &format!("{name}@example.org"));
        self.close();
    }

    fn group(&mut self, group: usize, users: usize) {
        self.open(&format!("vo{group}_user"));
        let step = 1 + self.number(40);
        let members: Vec<_> =
            (0..users).step_by(step + 8).map(|user| format!("user{user}")).collect();
        self.list("Users", &members);
        self.list("Properties", &["NormalUser".into(), "PrivateLimitedDelegation".into()]);
        self.option("VO", &format!("vo{group}"));
        self.option("IdPRole", &format!("wlcg.groups:/vo{group}/user"));
        self.close();
    }

    fn site(&mut self, site: usize) {
        let town = self.one_of(&["CERN", "GRIDKA", "IN2P3", "RAL", "CNAF", "Glasgow", "Ljubljana"]);
        self.open(&format!("LCG.{town}{site}.ch"));
        let (east, part) = (self.number(40), self.number(9999));
        self.option("Coordinates", &format!("{east}.{part:04}:4{}.1", site % 9));
        self.option("Description", &format!("{town} computing centre, batch and storage"));
        self.open("CEs");
        for ce in 0..=self.number(6) {
            let host = format!("ce{ce:02}.{}{site}.ch", town.to_lowercase());
            self.open(&host);
            let kind = self.one_of(&["HTCondorCE", "AREX", "SSH"]);
            let os = self.one_of(&["EL9", "AlmaLinux9"]);
            for (name, value) in [
                ("CEType", kind),
                ("OS", os),
                ("host", &host),
                ("MaxRAM", "4096"),
                ("SubmissionMode", "Direct"),
            ] {
                self.option(name, value);
            }
            let tags: Vec<_> = ["Token", "MultiProcessor", "GPU-A100", "Token:belle"]
                .iter()
                .take(self.number(5))
                .map(ToString::to_string)
                .collect();
            self.list("Tag", &tags);
            self.open("Queues");
            for queue in 0..=self.number(4) {
                self.open(&format!("nordugrid-SLURM-long{queue}"));
                self.list("VO", &["belle".into(), "lhcb".into()]);
                let jobs = self.number(9000).to_string();
                for (name, value) in [
                    ("maxCPUTime", "4320"),
                    ("MaxTotalJobs", &jobs),
                    ("BundleProxy", "True"),
                    ("SI00", "2500"),
                ] {
                    self.option(name, value);
                }
                self.close();
            }
            self.close();
            self.close();
        }
        self.close();
        self.close();
    }
}

/// What any reader of lines must do at least.
fn newline_pass(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).fold(0, |sum, at| sum ^ at)
}

fn tree(text: &Arc<str>) -> Tree {
    parse(Arc::clone(text)).expect("the generated text is a configuration")
}

/// A local file as an administrator's host has it: some options that hide remote ones, some of its own.
fn local() -> LocalFile {
    let mut text = String::from(
        "DIRAC\n{\n  Configuration\n  {\n    Servers = https://cs.example.org:9135/Configuration/Server\n  }\n}\nRegistry\n{\n  DefaultGroup = user\n  Groups\n  {\n",
    );
    for group in 0..16 {
        let _ =
            writeln!(text, "    vo{group}_user\n    {{\n      VO = local\n      Own = yes\n    }}");
    }
    text.push_str("  }\n}\n");
    LocalFile { label: "dirac.cfg".into(), tree: tree(&text.into()) }
}

/// 10,000 edits all over a configuration: a tag here, a value there, new options, a section less.
fn staged(tree: &Tree) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        open.extend(section.sections());
        let path = section.path();
        if section.option("Tag").is_some() {
            let element = "Token:newvo".to_owned();
            edits.push(Edit::AddElement { path: path.join("Tag"), element });
        }
        if let Some(option) = section.options().next() {
            edits.push(Edit::Set { path: option.path(), value: "changed".to_owned() });
            edits.push(Edit::Set { path: path.join("NewOption"), value: "1".to_owned() });
        }
        if edits.len() >= 9_000 {
            break;
        }
    }
    let users = tree.section("/Registry/Users").expect("the users");
    let gone = users.sections().map(|user| Edit::RemoveSection { path: user.path() });
    edits.retain(|edit| !edit.path().as_str().starts_with("/Registry/Users"));
    edits.extend(gone.take(10_000_usize.saturating_sub(edits.len())));
    edits
}

/// Resident memory of this process in bytes, where the system tells.
fn resident() -> Option<usize> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(statm.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}

fn verdict(what: &str, ratio: f64, of: &str, limit: f64) -> bool {
    let good = ratio <= limit;
    let word = if good { "" } else { ": over the limit" };
    let _ = writeln!(stdout(), "cfg {what}: {ratio:.1}x {of} (limit {limit}x){word}");
    good
}

fn main() -> ExitCode {
    let small = Arc::<str>::from(Generator::text(10 * MB));
    let before = resident();
    let remote = tree(&small);
    let grown = resident().zip(before).map(|(after, before)| after.saturating_sub(before));
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("cfg 10 MB");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(500));
    group.throughput(Throughput::Bytes(small.len() as u64));
    let local = [local()];
    group.bench_function("newline pass", |b| b.iter(|| newline_pass(&small)));
    group.bench_function("parse", |b| b.iter_with_large_drop(|| tree(&small)));
    group.bench_function("serialize", |b| b.iter_with_large_drop(|| serialize(&remote)));
    group.bench_function("merge a local file", |b| {
        b.iter_with_large_drop(|| Tree::merged(&remote, &local));
    });
    group.bench_function("all users looked up", |b| {
        let users = remote.section("/Registry/Users").expect("the users");
        let names: Vec<_> = users.sections().map(Section::name).collect();
        b.iter(|| names.iter().filter(|name| users.section(name).is_some()).count());
    });
    group.finish();
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return ExitCode::SUCCESS;
    }
    criterion.final_summary();

    let (pass, read) = in_turn(31, || newline_pass(&small), || tree(&small));
    let mut good = verdict("parse 10 MB", read / pass, "newline pass", 5.0);
    let (read, written) = in_turn(11, || tree(&small), || serialize(&remote));
    let _ = writeln!(stdout(), "cfg serialize 10 MB: {:.1}x parse", written / read);
    if let Some(grown) = grown {
        let ratio = (grown + small.len()) as f64 / small.len() as f64;
        good &= verdict("text and tree 10 MB", ratio, "text in memory", 2.2);
    }
    let staged = staged(&remote);
    let edited = remote.edited(&staged, None).expect("edits of this tree");
    let (read, applied) = in_turn(11, || tree(&small), || remote.edited(&staged, None));
    good &= verdict("10,000 edits of 10 MB", applied / read, "parse", 8.0);
    let (read, compared) = in_turn(11, || tree(&small), || compare(&remote, &edited));
    good &= verdict("compare two of 10 MB", compared / read, "parse", 4.0);
    let choices = Choices::new();
    let merge = || three_way(&remote, &edited, &staged, &choices, None);
    let (read, merged) = in_turn(11, || tree(&small), merge);
    good &= verdict("merge 10,000 edits done there already", merged / read, "parse", 30.0);
    let large = Arc::<str>::from(Generator::text(100 * MB));
    let (ten, hundred) = in_turn(7, || tree(&small), || tree(&large));
    good &= verdict("parse 100 MB", hundred / ten, "parse 10 MB", 15.0);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
