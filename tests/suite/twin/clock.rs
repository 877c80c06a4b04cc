//! A clock that is ten minutes wrong is told once a command, on standard error, and changes nothing else.

use std::sync::Arc;

use dirac_tokens::sandbox::installation::{MASTER, SERVICES};
use jiff::{SignedDuration, Timestamp};

use super::issuers::world;
use crate::contract::embedded::Embedded;

fn ahead(embedded: &Embedded, server: &str, seconds: i64) {
    #[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
    let clock = Arc::new(move || Timestamp::now() + SignedDuration::from_secs(seconds));
    embedded.sandbox.set_dates(server, Some(clock)).expect("a server");
}

#[tokio::test]
async fn a_command_says_once_that_clocks_differ() {
    let embedded = Embedded::for_reading();
    let world = world(&embedded, true);
    for server in [MASTER, SERVICES] {
        ahead(&embedded, server, -600);
    }
    for format in ["table", "json", "jsonl", "csv"] {
        let said = world.run(&["token", "list", "-o", format]).await;
        assert_eq!(said.status, Some(0), "{said:#?}");
        assert_eq!(said.err.matches("clock of localhost").count(), 1, "{said:#?}");
        assert!(said.err.contains("is 10 m behind this host's"), "{said:#?}");
        assert!(!said.out.contains("clock"), "{said:#?}");
    }
    for server in [MASTER, SERVICES] {
        ahead(&embedded, server, 100);
    }
    world.run(&["token", "list"]).await.is_quiet();
}
