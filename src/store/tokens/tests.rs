//! What the token columns promise.

use proptest::prelude::*;

use super::*;

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

fn back(row: TokenRef<'_>) -> ListedToken {
    ListedToken {
        id: row.id,
        user: row.user.map(Into::into),
        user_id: row.user_id.into(),
        provider: row.provider.into(),
        scopes: row.scopes.split(' ').filter(|s| !s.is_empty()).map(Into::into).collect(),
        access_expires: row.access_expires,
        refresh_expires: row.refresh_expires,
        issued: row.issued,
        client_id: row.client_id.map(Into::into),
        access: row.access,
        refresh: row.refresh,
    }
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
        let got: Vec<ListedToken> = (0..table.len()).filter_map(|row| table.get(row)).map(back).collect();
        prop_assert_eq!(got, all);
    }

    #[test]
    fn the_matcher_agrees_with_a_plain_search(
        tokens in proptest::collection::vec(token(), 0..30), needle in "[a-dA-D0-9]{1,2}",
    ) {
        let mut table = TokenTable::default();
        table.append(&tokens);
        let matches = table.text_matcher(&needle);
        let needle = needle.to_lowercase();
        for (row, token) in tokens.iter().enumerate() {
            let mut texts = vec![token.user_id.clone(), token.provider.clone(), token.scopes.join(" ")];
            texts.extend(token.user.clone());
            texts.extend(token.client_id.clone());
            let plain = texts.iter().any(|text| text.to_lowercase().contains(&needle));
            prop_assert_eq!(matches(row), plain, "row {}", row);
        }
    }
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
            scopes: vec![],
            access_expires: None,
            refresh_expires: None,
            issued: None,
            client_id: None,
            access: None,
            refresh: None,
        });
    }
    assert_eq!(table.append(&tokens), 0);
    assert_eq!(table.find(ROWS as u64 + 7), Some(ROWS + 2));
    assert_eq!(table.find(1), None);
    assert_eq!(table.get(ROWS + 2).and_then(|row| row.id), Some(ROWS as u64 + 7));
    assert_eq!(table.get(ROWS + 10), None);
}
