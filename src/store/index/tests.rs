//! What filter and sort promise.

use proptest::prelude::*;

use super::*;

struct Table(Vec<(String, Option<i64>)>);

impl Source for Table {
    fn rows(&self) -> usize {
        self.0.len()
    }
    fn text(&self, row: usize, into: &mut String) {
        if let Some((name, number)) = self.0.get(row) {
            into.push_str(name);
            into.push('\n');
            if let Some(number) = number {
                into.push_str(&number.to_string());
            }
        }
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
    let wish = Wish { filter: filter.into(), order };
    arrange(&table(), &wish, &AtomicBool::new(false)).unwrap()
}

#[test]
fn a_filter_looks_through_all_columns_without_regard_to_case() {
    assert_eq!(go("CERN", None, false), [0, 1]);
    assert_eq!(go("-3", None, false), [2]);
    assert_eq!(go("nothing like it", None, false), [] as [u32; 0]);
}

#[test]
fn a_filter_never_matches_across_two_columns() {
    assert_eq!(go("ch7", None, false), [] as [u32; 0]);
}

#[test]
fn hosts_are_sorted_naturally_and_the_unknown_comes_last_both_ways() {
    assert_eq!(go("", Some(0), false), [2, 1, 3, 0]);
    assert_eq!(go("", Some(1), false), [2, 0, 3, 1]);
    assert_eq!(go("", Some(1), true), [0, 3, 2, 1], "equal rows keep their order");
}

#[test]
fn a_newer_wish_stops_an_older_one() {
    let wish = Wish { filter: "ce".into(), order: None };
    assert_eq!(arrange(&table(), &wish, &AtomicBool::new(true)), None);
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
        let mut got = arrange(&table, &Wish { filter: filter.clone(), order }, &AtomicBool::new(false)).unwrap();
        got.sort_unstable();
        let mut expected = Vec::new();
        for row in 0..table.rows() {
            let mut text = String::new();
            table.text(row, &mut text);
            if text.to_lowercase().contains(&filter) {
                expected.push(row as u32);
            }
        }
        prop_assert_eq!(got, expected);
    }
}
