//! What marks promise: whatever is done to a list, the rows marked are those that were meant.

use proptest::prelude::*;

use super::*;
use crate::app::present::tokens;
use crate::domain::token::ListedToken;
use crate::store::index::Order;
use crate::store::tokens::TokenTable;

const NOW: i64 = 1_000_000;

#[derive(Clone, Debug)]
enum Deed {
    Filter(&'static str),
    Sort(usize, bool),
    Refresh(Vec<(u64, u8, i64)>),
    Toggle(usize),
    MarkAll,
    Unmark,
    Wait(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let rows = proptest::collection::btree_map(0u64..12, (0u8..3, -50i64..50), 0..12)
        .prop_map(|rows| rows.into_iter().map(|(id, (user, end))| (id, user, end)).collect());
    let query = prop_oneof![
        Just(""),
        Just("u1"),
        Just("-u1"),
        Just("state:dead"),
        Just("exp:<20s"),
        Just("id:>5 | u0")
    ];
    prop_oneof![
        query.prop_map(Deed::Filter),
        (0usize..7, any::<bool>()).prop_map(|(column, descending)| Deed::Sort(column, descending)),
        rows.prop_map(Deed::Refresh),
        (0usize..12).prop_map(Deed::Toggle),
        (0usize..12).prop_map(Deed::Toggle),
        Just(Deed::MarkAll),
        Just(Deed::Unmark),
        (1i64..40).prop_map(Deed::Wait),
    ]
}

fn table(rows: &[(u64, u8, i64)]) -> TokenTable {
    let token = |(id, user, end): &(u64, u8, i64)| ListedToken {
        id: Some(*id),
        user: Some(format!("u{user}")),
        user_id: "x".into(),
        provider: "IAM".into(),
        scopes: Vec::new(),
        access_expires: Timestamp::from_second(NOW + end).ok(),
        refresh_expires: None,
        issued: None,
        client_id: None,
        access: Some(crate::domain::secret::Fingerprint::of(b"a")),
        refresh: None,
    };
    let mut table = TokenTable::default();
    table.append(&rows.iter().map(token).collect::<Vec<_>>());
    table
}

proptest! {
    #[test]
    fn marks_are_what_was_meant(deeds in proptest::collection::vec(deed(), 1..30)) {
        let generation = Generation::default();
        let mut now = Timestamp::from_second(NOW).unwrap();
        let mut pane = Pane::new(Arc::new(tokens::Rows::new(TokenTable::default())), false);
        // what was meant: a query, and keys by hand
        let (mut query, mut keys) = (None, std::collections::BTreeSet::new());
        for deed in deeds {
            match deed {
                Deed::Filter(text) => {
                    let query = Query::read(text, pane.schema()).unwrap();
                    let wish = Wish { query, ..pane.wish().clone() };
                    pane.set_wish(wish, generation, now);
                }
                Deed::Sort(column, descending) => {
                    let order = Some(Order { column, descending });
                    let wish = Wish { order, ..pane.wish().clone() };
                    pane.set_wish(wish, generation, now);
                }
                Deed::Refresh(rows) => {
                    pane.replace(Arc::new(tokens::Rows::new(table(&rows))), generation, now);
                }
                Deed::Toggle(at) => {
                    pane.go(at, 5);
                    let Some(row) = pane.row() else { continue };
                    let key = pane.rows().key(row).into_owned();
                    pane.toggle();
                    if !keys.remove(&key) {
                        keys.insert(key);
                    }
                }
                Deed::MarkAll => {
                    pane.mark_all(generation, now);
                    query = Some(pane.wish().query.clone());
                    keys.clear();
                }
                Deed::Unmark => {
                    pane.unmark();
                    query = None;
                    keys.clear();
                }
                Deed::Wait(seconds) => {
                    now += SignedDuration::from_secs(seconds);
                    pane.again(generation, now);
                }
            }
            // rows are asked at the time that the pane last looked at them
            let asked = pane.asked.unwrap();
            let rows = Arc::clone(pane.rows());
            let marked = |row: usize| {
                let matches = query.as_ref().is_some_and(|query| rows.holds(row, query, asked));
                matches != keys.contains(&*rows.key(row))
            };
            let all: Vec<usize> = (0..rows.rows()).filter(|row| marked(*row)).collect();
            for row in 0..rows.rows() {
                prop_assert_eq!(pane.marks().contains(row), marked(row), "row {}", row);
            }
            let gone = keys.iter().filter(|key| rows.find(key).is_none()).count();
            prop_assert_eq!(pane.marks().count, all.len() + gone);
            let shown: Vec<usize> = pane.order().iter().map(|row| *row as usize).collect();
            let hidden = all.iter().filter(|row| !shown.contains(row)).count();
            prop_assert_eq!(pane.marks().hidden, hidden + gone);
        }
    }
}
