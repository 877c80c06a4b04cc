//! Versions, commits and the worker, without a request around them.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::served::pack;
use super::{Addresses, Configuration, Unservable, version_of};

const TEXT: &str = "DIRAC\n{\nConfiguration\n{\nName = T\nVersion = 2026-01-01 00:00:00\n\
    MasterServer = https://m/Configuration/Server\nServers = https://m/Configuration/Server\n}\n}\nA\n{\nx = 1\n}\n";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn configuration(text: &str, every: Option<i64>) -> Result<Configuration, Unservable> {
    let addresses = Addresses {
        master: "https://m/Configuration/Server".into(),
        worker: "https://w/Configuration/Server".into(),
    };
    Configuration::new(text, addresses, every.map(SignedDuration::from_secs), at(0))
}

/// Commits what is current with `x` set; whether it was taken.
fn commit(
    configuration: &Configuration,
    base: &str,
    x: &str,
    now: Timestamp,
) -> Result<(), String> {
    let text = base.replace("x = 1", &format!("x = {x}"));
    configuration.update(&pack(&text), "ann", false, now).unwrap()
}

#[test]
fn a_version_is_pythons_text_of_a_time() {
    let version = |text: &str| version_of(text.parse().unwrap());
    assert_eq!(version("2026-01-02T03:04:05Z"), "2026-01-02 03:04:05");
    assert_eq!(version("2026-01-02T03:04:05.0000001Z"), "2026-01-02 03:04:05");
    assert_eq!(version("2026-01-02T03:04:05.12Z"), "2026-01-02 03:04:05.120000");
}

#[test]
fn versions_go_on_while_the_clock_stands_still() {
    let configuration = configuration(TEXT, None).unwrap();
    let mut versions = vec![configuration.at_master().version()];
    for x in ["2", "3", "4"] {
        let base =
            configuration.at_master().text().replace("x = 2", "x = 1").replace("x = 3", "x = 1");
        commit(&configuration, &base, x, at(0)).unwrap();
        versions.push(configuration.at_master().version());
    }
    assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
}

#[test]
fn what_is_committed_between_comparing_and_setting_is_lost() {
    let configuration = Arc::new(configuration(TEXT, None).unwrap());
    let base = configuration.at_master().text();
    let (inner, text, told) =
        (Arc::clone(&configuration), base.clone(), Arc::new(Mutex::new(None)));
    let other = Arc::clone(&told);
    configuration.set_in_between(Some(Arc::new(move || {
        // once: the inner commit comes by here too
        inner.set_in_between(None);
        *other.lock().unwrap() = Some(commit(&inner, &text, "other", at(1)));
    })));
    assert_eq!(commit(&configuration, &base, "mine", at(2)), Ok(()));
    assert_eq!(*told.lock().unwrap(), Some(Ok(())), "both were told that all is well");
    let text = configuration.at_master().text();
    assert!(text.contains("x = mine") && !text.contains("other"), "{text}");
    assert!(commit(&configuration, &base, "late", at(3)).unwrap_err().contains("versions differ"));
}

#[test]
fn a_worker_is_as_old_as_its_last_question() {
    let configuration = configuration(TEXT, Some(30)).unwrap();
    let base = configuration.at_master().text();
    commit(&configuration, &base, "2", at(10)).unwrap();
    let worker = |second| {
        configuration.tick(at(second));
        configuration.at_worker().text().contains("x = 2")
    };
    assert!(!worker(29));
    assert!(worker(30));
    assert_eq!(configuration.at_master().version(), configuration.at_worker().version());
}

#[test]
fn a_worker_that_somebody_has_asked_registers_and_is_listed_without_the_master() {
    let configuration = configuration(TEXT, Some(30)).unwrap();
    configuration.opened_worker("https://w/Configuration/Server", at(5));
    configuration.tick(at(34));
    assert_eq!(configuration.at_master().version(), "2026-01-01 00:00:00");
    configuration.tick(at(35));
    let servers = |text: String| {
        text.lines().find(|line| line.contains("Servers")).unwrap().trim().to_owned()
    };
    assert_eq!(configuration.at_master().version(), version_of(at(35)));
    assert_eq!(
        servers(configuration.at_master().text()),
        "Servers = https://w/Configuration/Server"
    );
    assert!(
        configuration.at_worker().version() < version_of(at(35)),
        "it had asked before it registered"
    );
    configuration.tick(at(65));
    assert_eq!(configuration.at_worker().version(), version_of(at(35)));
    configuration.tick(at(10_000));
    assert_eq!(configuration.at_master().version(), version_of(at(35)), "once only");
}

#[test]
fn a_worker_asks_whom_its_copy_calls_the_master() {
    let elsewhere = TEXT.replace("MasterServer = https://m/", "MasterServer = https://evil/");
    let configuration = configuration(&elsewhere, Some(30)).unwrap();
    let base = configuration.at_master().text();
    commit(&configuration, &base, "2", at(10)).unwrap();
    configuration.tick(at(1000));
    assert!(!configuration.at_worker().text().contains("x = 2"));
}

#[test]
fn a_configuration_that_cannot_be_served_is_refused() {
    let refused = |text: &str| configuration(text, None).map(|_| ()).unwrap_err();
    assert!(matches!(refused("A\n{\n"), Unservable::Unreadable(_)));
    assert_eq!(refused("A\n{\n}\n"), Unservable::Nameless);
    let deep = TEXT.to_owned() + &"A\n{\n".repeat(500) + &"}\n".repeat(500);
    assert_eq!(refused(&deep.replacen("A\n{\nx = 1\n}\n", "", 1)), Unservable::TooDeep);
    let bare = "DIRAC\n{\nConfiguration\n{\nName = T\n}\n}\n";
    assert_eq!(configuration(bare, None).unwrap().at_master().version(), version_of(at(0)));
}
