//! The test fetch: written down first, sent once, not without a right to it, and told no further than it went.

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio_util::sync::CancellationToken;

use super::*;
use crate::domain::cs::parse;
use crate::domain::inventory::{Context, Inventory};
use crate::domain::layout::Rules;
use crate::domain::preflight::{Ask, FetchRefused, PILOT_SCOPES};
use crate::domain::secret::Secret;
use crate::domain::stop::Done;
use crate::domain::token::{ListedToken, StoredTokens};
use crate::domain::whoami::Ping;
use crate::wire::error::{ErrorKind, Phase, WireError};
use crate::wire::service::{Service, TokenManagerService};

const TOKEN: &str = "header.payload.signature";

type Log = Arc<Mutex<Vec<String>>>;
type Answer = dyn Fn(&str) -> Result<String, WireError> + Send + Sync;

struct Manager {
    log: Log,
    properties: Vec<String>,
    answer: Box<Answer>,
    /// How many are asked at this moment, and at most.
    now: Mutex<(usize, usize)>,
}

impl Service for Manager {
    async fn ping(&self) -> Result<Ping, WireError> {
        Err(WireError::cancelled(""))
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        Ok(WhoAmI {
            dn: "/CN=ada".into(),
            username: Some("ada".into()),
            group: Some("admins".into()),
            properties: self.properties.clone(),
            subject: None,
            issuer: None,
            vo: None,
            is_proxy: false,
            is_limited: false,
            seconds_left: None,
        })
    }

    fn urls(&self) -> Vec<Arc<str>> {
        vec!["https://dirac.example/Framework/TokenManager".into()]
    }
}

impl TokenManagerService for Manager {
    async fn users_tokens_info(&self, _: &[String]) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::cancelled(""))
    }
    async fn user_tokens_info(&self) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::cancelled(""))
    }
    async fn rows_of_id(&self, _: &str) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::cancelled(""))
    }
    async fn tokens_of_id(&self, _: &str) -> Result<Vec<StoredTokens>, WireError> {
        Err(WireError::cancelled(""))
    }
}

impl TokenManagerIssues for Manager {
    fn client_token(
        &self,
        group: &str,
        scopes: &[String],
        audience: Option<&str>,
        provider: Option<&str>,
    ) -> impl Future<Output = Result<Secret<String>, WireError>> + Send {
        assert_eq!((scopes, provider), (&PILOT_SCOPES.map(str::to_owned)[..], None));
        let (group, audience) = (group.to_owned(), audience.unwrap_or("none").to_owned());
        async move {
            self.log.lock().unwrap().push(format!("sent {group} {audience}"));
            {
                let mut now = self.now.lock().unwrap();
                now.0 += 1;
                now.1 = now.1.max(now.0);
            }
            tokio::task::yield_now().await;
            self.now.lock().unwrap().0 -= 1;
            (self.answer)(&group).map(Secret::new)
        }
    }
}

struct Written {
    log: Log,
    full: bool,
}

impl Journal for Written {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        if self.full {
            return Err("The disk is full.".into());
        }
        let line = match record {
            Record::Asked { of, .. } => format!("asked {of}"),
            Record::Answered { done, got, evidence, .. } => {
                assert!(!evidence.contains(TOKEN), "a token in the journal");
                assert_eq!(got.is_some(), *done == Done::Yes);
                format!("answered {}", done.word())
            }
            other => panic!("{other:?}"),
        };
        self.log.lock().unwrap().push(line);
        Ok(())
    }
}

fn ask(group: &str, audience: &str) -> Ask {
    Ask {
        group: group.into(),
        provider: Some("IAM".into()),
        scopes: PILOT_SCOPES.map(str::to_owned).into(),
        group_scopes: Vec::new(),
        audience: Some(audience.into()),
    }
}

/// What was told, what was written and sent, and how many were asked together.
async fn run(
    asks: Vec<Ask>,
    properties: &[&str],
    full: bool,
    cancelled: bool,
    answer: impl Fn(&str) -> Result<String, WireError> + Send + Sync + 'static,
) -> (Vec<Fetched>, Vec<String>, usize) {
    let log = Log::default();
    let cs = "Registry\n{\nUsers\n{\nada\n{\nDN = /CN=ada\n}\n}\nGroups\n{\nadmins\n{\nUsers = ada\n}\nrights\n{\nUsers = ada\nProperties = FullDelegation\n}\n}\n}\n";
    let inventory = Inventory::build(&parse(cs.to_owned()).unwrap(), &Context { rules: Rules::V9 });
    let desk = Desk {
        manager: Manager {
            log: log.clone(),
            properties: properties.iter().map(|p| (*p).to_owned()).collect(),
            answer: Box::new(answer),
            now: Mutex::default(),
        },
        issuers: (),
        front: (),
        condor: (),
        snapshot: Arc::new(Snapshot { inventory, ..Snapshot::default() }),
        clock: || jiff::Timestamp::UNIX_EPOCH,
    };
    let cancel = CancellationToken::new();
    if cancelled {
        cancel.cancel();
    }
    let who = desk.who().await;
    let mut journal = Written { log: log.clone(), full };
    let fetched = fetch_all(&desk, asks, &who, &mut journal, &cancel).await;
    let most = desk.manager.now.lock().unwrap().1;
    let log = log.lock().unwrap().clone();
    (fetched, log, most)
}

fn refused(fetched: &Fetched) -> &FetchRefused {
    fetched.fetch.answer.as_ref().unwrap_err()
}

#[tokio::test]
async fn a_fetch_is_written_down_before_and_after_and_sent_once() {
    let ask = ask("pilots", "https://arc.example:443");
    let (fetched, log, _) =
        run(vec![ask], &["LimitedDelegation"], false, false, |_| Ok(TOKEN.into())).await;
    assert_eq!(
        log,
        [
            "asked getToken for pilots, audience https://arc.example:443",
            "sent pilots https://arc.example:443",
            "answered yes"
        ]
    );
    assert_eq!(fetched[0].token.as_ref().unwrap().expose(), TOKEN);
    assert!(!format!("{fetched:?}").contains(TOKEN));
}

#[tokio::test]
async fn nothing_is_sent_without_a_right_a_journal_or_after_giving_up() {
    let asks = || vec![ask("pilots", "a"), ask("pilots", "b")];
    let never = |_: &str| -> Result<String, WireError> { panic!("sent") };
    let (fetched, log, _) = run(asks(), &["NormalUser"], false, false, never).await;
    assert_eq!((fetched.len(), log.len()), (2, 0));
    let FetchRefused::Us(problem) = refused(&fetched[0]) else { panic!("{fetched:?}") };
    // which of the caller's groups has the right
    assert!(problem.to_string().contains("rights"), "{problem}");

    let (fetched, log, _) = run(asks(), &["FullDelegation"], true, false, never).await;
    assert_eq!(log, [""; 0]);
    assert!(
        matches!(refused(&fetched[0]), FetchRefused::Untold(problem) if problem.message == "The disk is full.")
    );

    let (fetched, log, _) = run(asks(), &["FullDelegation"], false, true, never).await;
    assert_eq!(log, [""; 0]);
    assert!(matches!(refused(&fetched[1]), FetchRefused::Untold(_)));
}

#[tokio::test]
async fn two_are_asked_together_and_never_more() {
    let asks = (0..7).map(|n| ask(&format!("g{n}"), "a")).collect();
    let (fetched, log, most) =
        run(asks, &["FullDelegation"], false, false, |_| Ok(TOKEN.into())).await;
    assert_eq!((fetched.len(), log.len(), most), (7, 21, 2));
    let groups: Vec<&str> = fetched.iter().map(|one| one.fetch.ask.group.as_str()).collect();
    assert_eq!(groups, ["g0", "g1", "g2", "g3", "g4", "g5", "g6"]);
    let asks = vec![ask("g", "a"), ask("g", "b"), ask("h", "a")];
    let kept: Vec<String> = one_per_provider(asks).into_iter().map(|ask| ask.group).collect();
    assert_eq!(kept, ["g", "h"]);
}

#[tokio::test]
async fn each_refusal_is_of_its_own_kind() {
    let told = |kind: fn() -> ErrorKind| async move {
        let answer = move |_: &str| Err(WireError::new(kind(), "https://x").of_change());
        let (fetched, log, _) =
            run(vec![ask("g", "a")], &["FullDelegation"], false, false, answer).await;
        let sent = log.iter().filter(|line| line.starts_with("sent")).count();
        assert_eq!(sent, 1, "sent once: {log:?}");
        (refused(&fetched[0]).clone(), log.last().cloned().unwrap())
    };
    let (why, ended) = told(|| ErrorKind::Refused {
        errno: 0,
        message: "Cannot fetch access token: invalid_client: no".into(),
    })
    .await;
    assert!(matches!(why, FetchRefused::Client(_)), "{why:?}");
    assert_eq!(ended, "answered no");
    let (why, _) = told(|| ErrorKind::Refused { errno: 0, message: "invalid_scope".into() }).await;
    assert!(matches!(why, FetchRefused::Token(_)), "{why:?}");
    let (why, _) =
        told(|| ErrorKind::Refused { errno: 0, message: "You can't get tokens!".into() }).await;
    assert!(matches!(why, FetchRefused::Us(_)), "{why:?}");
    // a reply that was lost: it may have been issued, and is not asked for again
    let (why, ended) = told(|| ErrorKind::Dropped { phase: Phase::Answer }).await;
    assert!(matches!(why, FetchRefused::Untold(_)), "{why:?}");
    assert_eq!(ended, "answered unknown");
}
