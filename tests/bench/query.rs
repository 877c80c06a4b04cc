//! What a query over a million stored tokens costs, from its text to the rows to be shown: as a ratio to one pass of
//! `memchr::memmem` over the texts of the same rows in the same run.
//!
//! `cargo bench --bench query` prints criterion's figures and then the verdicts; it fails if one is over the limit. Only ratios
//! are judged, medians of CPU time taken in turn, so that a busy machine does not decide.

use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::Criterion;
use dirac_tokens::domain::query::{Grid, Query, Schema};
use dirac_tokens::domain::secret::Fingerprint;
use dirac_tokens::domain::token::ListedToken;
use dirac_tokens::store::index::{SortKey, Source, Wish, arrange};
use dirac_tokens::store::tokens::TokenTable;
use jiff::Timestamp;
use memchr::memmem;

#[path = "../support/cost.rs"]
mod cost;

use cost::{cost, median};

const ROWS: usize = 1_000_000;
const USERS: usize = 20_000;
/// A query costs at most this many passes.
const LIMIT: f64 = 4.0;
/// Measurements of each.
const TURNS: usize = 15;
/// 2026-11-21 03:12:04 UTC.
const NOW: i64 = 1_795_230_724;

/// Every kind of condition, and what a person would put together.
const QUERIES: [&str; 14] = [
    "user00017",
    "iam",
    "7f3a",
    "dead",
    "123456",
    "user:user0001",
    "provider:=CheckIn-EGI",
    "scope:compute",
    "exp:<2h",
    "state:refreshable",
    "id:>=500000",
    "-iam",
    "user00017 | 7f3a | scope:storage | id:77",
    "iam -state:dead (exp:<2h | refresh:<1d) -scope:=openid",
];

/// The rows as the console has them.
struct Tokens(TokenTable);

impl Source for Tokens {
    fn rows(&self) -> usize {
        self.0.len()
    }

    fn sort_key(&self, _: usize, _: usize) -> SortKey<'_> {
        SortKey::Absent
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.0.get(row).is_some_and(|token| query.holds(&token.to_listed(), now))
    }

    fn select(&self, query: &Query, now: Timestamp, stop: &AtomicBool) -> Option<Vec<u32>> {
        self.0.select(query, now, stop)
    }
}

/// A million rows, and their texts in one piece, a line a row.
fn rows() -> (Tokens, String) {
    const PROVIDERS: [&str; 4] = ["IAM-WLCG", "IAM-belle", "CheckIn-EGI", "OAuth2-Astro"];
    const SCOPES: [&[&str]; 6] = [
        &["openid"],
        &["openid", "offline_access", "wlcg.groups"],
        &["compute.read", "compute.create", "compute.cancel", "compute.modify"],
        &["storage.read:/", "storage.create:/home", "openid"],
        &["eduperson_entitlement", "openid", "profile"],
        &["wlcg.groups:/wlcg/pilot", "compute.create"],
    ];
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let ids: Vec<String> = (0..USERS)
        .map(|_| {
            let (a, b) = (random(), random());
            format!(
                "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
                a >> 32,
                a & 0xffff,
                b & 0xfff,
                (b >> 12) & 0xfff,
                b >> 16
            )
        })
        .collect();
    let (mut table, mut text, mut batch) = (TokenTable::default(), String::new(), Vec::new());
    for (row, id) in (0..ROWS).zip(1_u64..) {
        let user = (row / 50) % USERS;
        let pick = |from: u64, of: usize| usize::try_from(from >> 33).unwrap_or(0) % of;
        let provider = PROVIDERS[pick(random(), PROVIDERS.len())];
        let scopes = SCOPES[pick(random(), SCOPES.len())];
        let mut ahead = |days: u64| {
            let seconds = i64::try_from(random() % (days * 86_400)).unwrap_or(0) - 86_400;
            Timestamp::from_second(NOW + seconds).ok()
        };
        let token = ListedToken {
            id: Some(id),
            user: Some(format!("user{user:05}")),
            user_id: ids[user].clone(),
            provider: provider.to_owned(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            access_expires: ahead(3),
            refresh_expires: ahead(30),
            issued: ahead(2),
            client_id: None,
            access: Some(Fingerprint::of(&id.to_le_bytes())),
            refresh: Some(Fingerprint::of(&id.to_be_bytes())),
        };
        for part in [&format!("user{user:05}"), &ids[user], provider] {
            text.push_str(part);
            text.push('\t');
        }
        text.push_str(&scopes.join(" "));
        text.push('\n');
        batch.push(token);
        if batch.len() == 10_000 {
            assert_eq!(table.append(&batch), 0);
            batch.clear();
        }
    }
    (Tokens(table), text)
}

/// From the text of a query to the rows that are shown.
fn ask(rows: &Tokens, text: &str) -> usize {
    let query = Query::read(text, &Schema::console(Grid::Tokens, [])).expect("a query");
    let wish = Wish { query, ..Wish::default() };
    let now = Timestamp::from_second(NOW).expect("a time");
    let arranged = arrange(rows, &wish, now, &AtomicBool::new(false)).expect("not stopped");
    black_box(arranged.order).len()
}

/// One pass over the same texts, of a word that none of them has.
fn pass(text: &str) -> usize {
    memmem::find_iter(text.as_bytes(), "iam-bella").count()
}

fn main() -> ExitCode {
    let (rows, text) = rows();
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("query, a million rows");
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    group.sample_size(10);
    group.bench_function("memmem pass", |b| b.iter(|| pass(&text)));
    for query in QUERIES {
        group.bench_function(query, |b| b.iter(|| ask(&rows, query)));
    }
    group.finish();
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return ExitCode::SUCCESS;
    }
    criterion.final_summary();

    let mut passes = Vec::new();
    let mut asked: Vec<Vec<Duration>> = QUERIES.iter().map(|_| Vec::new()).collect();
    for _ in 0..TURNS {
        passes.push(cost(|| pass(&text)));
        for (query, times) in QUERIES.iter().zip(&mut asked) {
            times.push(cost(|| ask(&rows, query)));
        }
    }
    let reference = median(passes);
    let mut worst: (f64, &str) = (0.0, "");
    for (query, times) in QUERIES.iter().zip(asked) {
        let time = median(times);
        let ratio = time / reference;
        let found = ask(&rows, query);
        let _ = writeln!(stdout(), "{:8.2} ms  {ratio:5.2}x  {found:9} rows  {query}", time * 1e3);
        if ratio > worst.0 {
            worst = (ratio, query);
        }
    }
    let good = worst.0 <= LIMIT;
    let _ = writeln!(
        stdout(),
        "query over {ROWS} rows, {} MB of text: a memmem pass {:.2} ms, the worst query {:.2}x that: {} (limit {LIMIT:.1}x): {}",
        text.len() / 1_000_000,
        reference * 1e3,
        worst.0,
        worst.1,
        if good { "good" } else { "over" }
    );
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
