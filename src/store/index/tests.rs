//! What filter and sort promise.

use proptest::prelude::*;

use super::*;
use crate::domain::query::{Column, Grid, Row, Schema, Value};

struct Table(Vec<(String, Option<i64>)>);

struct Named<'a>(&'a str, Option<i64>);

impl Row for Named<'_> {
    fn value(&self, column: &Column, _: Timestamp) -> Value<'_> {
        match (column.name(), self.1) {
            ("name", _) => Value::text(Some(self.0)),
            ("ces_token", Some(number)) => Value::Number(number),
            _ => Value::Absent,
        }
    }
}

impl Source for Table {
    fn rows(&self) -> usize {
        self.0.len()
    }
    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.0.get(row).is_some_and(|(name, number)| query.holds(&Named(name, *number), now))
    }
    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        match (self.0.get(row), column) {
            (Some((name, _)), 0) => SortKey::Text(name.as_str().into()),
            (Some((_, Some(number))), _) => SortKey::Number(*number),
            _ => SortKey::Absent,
        }
    }
}

fn table() -> Table {
    Table(vec![
        ("ce10.cern.ch".into(), Some(7)),
        ("CE2.cern.ch".into(), None),
        ("arc1.pic.es".into(), Some(-3)),
        ("ce2.gridka.de".into(), Some(7)),
    ])
}

fn go(filter: &str, column: Option<usize>, descending: bool) -> Vec<u32> {
    let order = column.map(|column| Order { column, descending });
    let wish = Wish { query: query(filter), order, marked: None };
    arrange(&table(), &wish, Timestamp::UNIX_EPOCH, &AtomicBool::new(false)).unwrap().order
}

fn query(text: &str) -> Query {
    Query::read(text, &Schema::console(Grid::Vos, [])).unwrap()
}

#[test]
fn only_rows_are_shown_for_which_the_query_holds() {
    assert_eq!(go("CERN", None, false), [0, 1]);
    assert_eq!(go("ready:-3", None, false), [2]);
    assert_eq!(go("ready:>0 -gridka", None, false), [0]);
    assert_eq!(go("\"nothing like it\"", None, false), [] as [u32; 0]);
}

#[test]
fn what_is_marked_does_not_depend_on_what_is_shown() {
    let wish = Wish { query: query("pic"), order: None, marked: Some(query("cern")) };
    let now = Timestamp::UNIX_EPOCH;
    let arranged = arrange(&table(), &wish, now, &AtomicBool::new(false)).unwrap();
    assert_eq!((arranged.order, arranged.marked), (vec![2], vec![0, 1]));
}

#[test]
fn hosts_are_sorted_naturally_and_the_unknown_comes_last_both_ways() {
    assert_eq!(go("", Some(0), false), [2, 1, 3, 0]);
    assert_eq!(go("", Some(1), false), [2, 0, 3, 1]);
    assert_eq!(go("", Some(1), true), [0, 3, 2, 1], "equal rows keep their order");
}

#[test]
fn a_newer_wish_stops_an_older_one() {
    let wish = Wish { query: query("ce"), ..Wish::default() };
    assert_eq!(arrange(&table(), &wish, Timestamp::UNIX_EPOCH, &AtomicBool::new(true)), None);
}

proptest! {
    #[test]
    fn every_row_that_matches_is_there_once(
        rows in proptest::collection::vec(("[a-cA-C]{0,4}", proptest::option::of(-5i64..5)), 0..40),
        filter in "[a-c]{0,2}",
        column in proptest::option::of(0usize..3),
        descending: bool,
    ) {
        let table = Table(rows);
        let order = column.map(|column| Order { column, descending });
        let wish = Wish { query: query(&filter), order, marked: None };
        let never = AtomicBool::new(false);
        let mut got = arrange(&table, &wish, Timestamp::UNIX_EPOCH, &never).unwrap().order;
        got.sort_unstable();
        let mut expected = Vec::new();
        for (row, (name, _)) in (0..).zip(&table.0) {
            if name.to_lowercase().contains(&filter) {
                expected.push(row);
            }
        }
        prop_assert_eq!(got, expected);
    }
}
