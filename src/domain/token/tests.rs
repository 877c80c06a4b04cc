use jiff::Timestamp;
use proptest::prelude::*;

use super::{ListedToken, StoredState, token_id_fault};
use crate::domain::secret::Fingerprint;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}

fn row(access: Option<i64>, refresh: Option<i64>) -> ListedToken {
    ListedToken {
        id: Some(1),
        user: None,
        user_id: String::from("uid-1"),
        provider: String::from("IAM"),
        scopes: Vec::new(),
        access_expires: access.map(at),
        refresh_expires: refresh.map(at),
        issued: None,
        client_id: None,
        access: Some(Fingerprint::of(b"access")),
        refresh: Some(Fingerprint::of(b"refresh")),
    }
}

#[test]
fn both_expiries_decide_the_state() {
    let now = at(100);
    assert_eq!(row(Some(101), Some(101)).state(now), StoredState::Usable);
    assert_eq!(row(Some(99), Some(101)).state(now), StoredState::Refreshable);
    assert_eq!(row(Some(101), Some(99)).state(now), StoredState::AccessOnly);
    assert_eq!(row(Some(99), Some(99)).state(now), StoredState::Dead);
}

#[test]
fn a_token_is_over_in_the_second_it_expires() {
    assert_eq!(row(Some(100), Some(100)).state(at(100)), StoredState::Dead);
    assert_eq!(row(Some(100), Some(100)).state(at(99)), StoredState::Usable);
}

#[test]
fn a_row_without_refresh_token_needs_no_refresh_expiry() {
    let mut listed = row(Some(200), None);
    assert_eq!(listed.state(at(100)), StoredState::Unknown);
    listed.refresh = None;
    assert_eq!(listed.state(at(100)), StoredState::AccessOnly);
    assert_eq!(listed.state(at(300)), StoredState::Dead);
}

fn expiry() -> impl Strategy<Value = Option<i64>> {
    proptest::option::of(-1000..1000_i64)
}

proptest! {
    #[test]
    fn unknown_exactly_where_an_unknown_expiry_could_change_the_answer(
        access in expiry(), refresh in expiry(), has_access: bool, has_refresh: bool, now in -1000..1000_i64,
    ) {
        let mut listed = row(access, refresh);
        if !has_access { listed.access = None; }
        if !has_refresh { listed.refresh = None; }
        let now = at(now);
        let state = listed.state(now);
        // every way the unknown expiries could turn out
        let mut answers = Vec::new();
        for a in [-2000, 2000] {
            for r in [-2000, 2000] {
                let mut known = listed.clone();
                known.access_expires = known.access_expires.or(Some(at(a)));
                known.refresh_expires = known.refresh_expires.or(Some(at(r)));
                answers.push(known.state(now));
            }
        }
        let first = answers[0];
        let agreed = answers.iter().all(|answer| *answer == first);
        prop_assert_eq!(state, if agreed { first } else { StoredState::Unknown });
    }

    #[test]
    fn time_only_takes_away(access in -1000..1000_i64, refresh in -1000..1000_i64, now in -1000..1000_i64, later in 0..1000_i64) {
        let listed = row(Some(access), Some(refresh));
        let rank = |state| match state {
            StoredState::Usable => 2,
            StoredState::Refreshable | StoredState::AccessOnly => 1,
            StoredState::Dead | StoredState::Unknown => 0,
        };
        prop_assert!(rank(listed.state(at(now + later))) <= rank(listed.state(at(now))));
    }
}

#[test]
fn what_is_no_token_id_is_told_before_anybody_is_asked() {
    for id in ["uid-1", "a1b2c3d4-0000", "eve@egi.eu", "12", "0", "naïve", "x/y", "CNx", "o=1"] {
        assert_eq!(token_id_fault(id), None, "{id}");
    }
    for id in [
        "",
        " ",
        "\t",
        "uid-1 ",
        " uid-1",
        "/",
        "/O=DIRAC/CN=uid-1",
        "/DC=org/CN=x",
        "CN=x",
        "DC=org",
        "O=DIRAC",
        "DIRAC/CN=uid-1",
        "a\nb",
        "a\u{9b}b",
        "a\0",
    ] {
        assert!(token_id_fault(id).is_some(), "{id:?}");
    }
}
