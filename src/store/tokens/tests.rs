//! What the token columns promise.

use proptest::prelude::*;

use std::sync::atomic::AtomicBool;

use super::*;
use crate::domain::query::{Grid, Query, Schema};

fn token() -> impl Strategy<Value = ListedToken> {
    let time = || {
        proptest::option::of((0i64..4_000_000_000).prop_map(|s| Timestamp::from_second(s).unwrap()))
    };
    let print =
        || proptest::option::of(any::<u64>().prop_map(|n| Fingerprint::of(&n.to_le_bytes())));
    (
        proptest::option::of(0u64..1000),
        proptest::option::of("[a-dA-D]{1,3}"),
        "[0-9a-f]{1,3}",
        "(IAM|CheckIn)",
        proptest::collection::vec("[a-z.:]{1,4}", 0..3),
        (time(), time(), time()),
        proptest::option::of("client[12]"),
        (print(), print()),
    )
        .prop_map(|(id, user, user_id, provider, scopes, times, client_id, prints)| {
            ListedToken {
                id,
                user,
                user_id,
                provider,
                scopes,
                access_expires: times.0,
                refresh_expires: times.1,
                issued: times.2,
                client_id,
                access: prints.0,
                refresh: prints.1,
            }
        })
}

proptest! {
    #[test]
    fn every_row_comes_back_as_it_was_given(
        first in proptest::collection::vec(token(), 0..20),
        second in proptest::collection::vec(token(), 0..20),
    ) {
        let mut table = TokenTable::default();
        prop_assert_eq!(table.append(&first), 0);
        let before = table.clone();
        prop_assert_eq!(table.append(&second), 0);
        prop_assert_eq!(before.len(), first.len(), "a shared table does not grow under its reader");
        let all: Vec<ListedToken> = first.into_iter().chain(second).collect();
        let got: Vec<ListedToken> = (0..table.len()).filter_map(|row| table.get(row)).map(|row| row.to_listed()).collect();
        prop_assert_eq!(got, all);
    }

    #[test]
    fn what_goes_is_gone_and_the_rest_is_as_it_was(
        tokens in proptest::collection::vec(token(), 0..200), user in "[a-dA-D]{1,3}", id in "[0-9a-f]",
    ) {
        let goes = |user_of: Option<&str>, id_of: &str| user_of == Some(&user) || id_of.starts_with(&id);
        let mut table = TokenTable::default();
        table.append(&tokens);
        let mut rest = table.without(|row| goes(row.user, row.user_id));
        let expected: Vec<ListedToken> = tokens
            .iter()
            .filter(|token| !goes(token.user.as_deref(), &token.user_id))
            .cloned()
            .collect();
        let rows = |table: &TokenTable| -> Vec<ListedToken> {
            (0..table.len()).map(|row| table.get(row).unwrap().to_listed()).collect()
        };
        prop_assert_eq!(rows(&rest), expected.clone());
        prop_assert_eq!(rest.rows_by_provider().values().sum::<usize>(), expected.len());
        rest.append(&tokens);
        prop_assert_eq!(rest.len(), expected.len() + tokens.len());
        prop_assert_eq!(rows(&table), tokens, "the old table is as it was");
    }

    #[test]
    fn columns_answer_as_the_rows_would_one_by_one(
        tokens in proptest::collection::vec(token(), 0..150), text in query(), now in 0i64..4_000_000_000,
    ) {
        let schema = Schema::console(Grid::Tokens, []);
        let query = Query::read(&text, &schema)
            .map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let now = Timestamp::from_second(now).unwrap();
        let mut table = TokenTable::default();
        table.append(&tokens);
        let got = table.select(&query, now, &AtomicBool::new(false)).unwrap();
        let expected: Vec<u32> = (0..)
            .zip(&tokens)
            .filter(|(_, token)| query.holds(*token, now))
            .map(|(row, _)| row)
            .collect();
        prop_assert_eq!(got, expected, "{}", text);
    }
}

/// A condition on every column in every way, words among them that occur in several.
fn condition() -> impl Strategy<Value = String> {
    let text = "(user|sub|provider|scopes|client|state):=?[a-d0-9.:]{1,2}";
    let word = "[a-d0-9ei.]{1,2}|usable|dead|over|un";
    let state = "state:=?(usable|refreshable|access_only|dead|unknown|us|a)";
    let none = "(user|sub|provider|scopes|client|state|id|exp):=\"\"";
    let number = "(id|scopes):(<|>|<=|>=)[0-9]{1,3}|id:[0-9]{1,3}";
    let time = "(exp|refresh|issued):(<|>|<=|>=)(-?[0-9]{1,5}[dw]|20[0-9][0-9]-0[1-9])";
    let known = "(exp|refresh):(expired|valid|unknown)|issued:unknown|exp:20[0-9][0-9]-1[0-2]";
    let words_of_state = |text: String| {
        // what no state is called is an error, and tested as one
        let asked = text.strip_prefix("state:").filter(|rest| !rest.starts_with('='));
        let known = ["usable", "refreshable", "access_only", "dead", "unknown"];
        match asked {
            Some(rest) if !known.iter().any(|word| word.contains(rest)) => "state:dead".to_owned(),
            _ => text,
        }
    };
    prop_oneof![text, word, state, none, number, time, known].prop_map(words_of_state)
}

fn query() -> impl Strategy<Value = String> {
    condition().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|text| format!("-({text})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} | {b})")),
        ]
    })
}

#[test]
fn a_row_takes_at_most_64_bytes() {
    let bytes = chunk::ROW_BYTES;
    assert!(bytes <= 64, "{bytes}");
}

#[test]
fn rows_beyond_a_chunk_are_found_by_id() {
    let mut table = TokenTable::default();
    let mut tokens = Vec::new();
    for id in 0..(ROWS as u64 + 10) {
        tokens.push(ListedToken {
            id: Some(id + 5),
            user: Some("ada".into()),
            user_id: "x".into(),
            provider: "IAM".into(),
            ..ListedToken::default()
        });
    }
    assert_eq!(table.append(&tokens), 0);
    assert_eq!(table.find(ROWS as u64 + 7), Some(ROWS + 2));
    assert_eq!(table.find(1), None);
    assert_eq!(table.get(ROWS + 2).and_then(|row| row.id), Some(ROWS as u64 + 7));
    assert_eq!(table.get(ROWS + 10), None);
    let (first, second) = (ROWS as u64 + 7, 5);
    assert_eq!(table.find_all(&HashSet::from([first, second, 1])), [0, ROWS as u32 + 2]);
    let schema = Schema::console(Grid::Tokens, []);
    let last = Query::read(&format!("id:>={}", ROWS + 5), &schema).unwrap();
    let rows = table.select(&last, Timestamp::UNIX_EPOCH, &AtomicBool::new(false)).unwrap();
    assert_eq!(rows, (ROWS as u32..ROWS as u32 + 10).collect::<Vec<_>>(), "of the second chunk");
    let first = Query::read(&format!("-id:>={}", ROWS + 5), &schema).unwrap();
    let rows = table.select(&first, Timestamp::UNIX_EPOCH, &AtomicBool::new(false)).unwrap();
    assert_eq!(rows.len(), ROWS, "beyond the last row there is none");
    let stopped = table.select(&first, Timestamp::UNIX_EPOCH, &AtomicBool::new(true));
    assert_eq!(stopped, None, "a newer wish stops an older one");
}
