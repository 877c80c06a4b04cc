//! The installation that the console asks: requests of the model become use cases.

mod stop;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OnceCell, mpsc, watch};

use super::core::{Backend, Sink, Stopped, broken};
use crate::app::effect::{Passphrase, Request};
use crate::app::inspect::Raw;
use crate::app::msg::Answer;
use crate::disk::journal::Runs;
use crate::domain::clocks;
use crate::domain::cs::Tree;
use crate::domain::jwt::TrustedIssuer;
use crate::domain::preflight::{Ground, Live, Question, explain};
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::Secret;
use crate::domain::token::Chosen;
use crate::ops::connection::{Connection, Plan};
use crate::ops::fetch_token::fetch_token;
use crate::ops::issuer_keys::IssuerKeys;
use crate::ops::list_tokens::{End, Event, list_tokens};
use crate::ops::load::Configuration;
use crate::ops::token_file::read_token_file;
use crate::ops::unlock::waiting;
use crate::ops::user_why::user_why;
use crate::ops::verify::inspect_with;
use crate::ops::{load, whoami};
use crate::store::installation::Snapshot;
use crate::store::requests::RequestRecord;
use crate::wire::http::{Observer, Seen};
use crate::wire::oidc::IssuerClient;
use crate::wire::rpc::WriteUnlocked;

/// A DIRAC installation, reached as a [`Plan`] says.
pub struct Installation {
    plan: Plan,
    state: watch::Sender<State>,
    /// The journal of this host, if there is a place for it.
    journal: Option<Runs>,
    /// Whoever asked last: any of them reaches the log.
    listener: Arc<Mutex<Option<Sink>>>,
    /// Keys of issuers, made when the first signature is checked.
    keys: OnceCell<IssuerKeys<IssuerClient>>,
}

/// How far the first load is; from then on what the last good one found.
#[derive(Clone)]
enum State {
    /// Nothing was read yet.
    Unread,
    /// Nothing could be read.
    Failed(Problem),
    /// The last good load.
    Open(Open),
}

/// What is known since the last load.
#[derive(Clone)]
struct Open {
    connection: Arc<Connection>,
    tree: Arc<Tree>,
    snapshot: Arc<Snapshot>,
}

impl Installation {
    /// The installation of `plan`; nothing is opened yet.
    pub fn new(mut plan: Plan) -> Self {
        let listener: Arc<Mutex<Option<Sink>>> = Arc::default();
        let (told, clock) = (Arc::clone(&listener), plan.clock);
        plan.observer = Observer::new(move |seen: Seen| {
            if let Some(sink) = locked(&told).as_ref() {
                let now = clock();
                let at = now.checked_sub(seen.took).unwrap_or(now);
                sink.record(RequestRecord {
                    at,
                    what: seen.method.to_owned(),
                    target: seen.url.to_string(),
                    took: seen.took,
                    bytes: seen.bytes,
                    outcome: seen.outcome,
                    good: seen.good,
                    ahead: seen.date.map(|date| clocks::ahead(date, at, now)),
                });
            }
        });
        let state = watch::Sender::new(State::Unread);
        Self { plan, state, journal: None, listener, keys: OnceCell::new() }
    }

    /// The same with a journal, without which nothing is changed.
    #[must_use]
    pub fn with_journal(self, journal: Option<Runs>) -> Self {
        Self { journal, ..self }
    }

    /// Waits for the first load: everything else needs to know where the services are.
    async fn opened(&self) -> Result<Open, Problem> {
        let mut state = self.state.subscribe();
        // the sender is ours, so it is there as long as anybody waits
        let settled = state.wait_for(|state| !matches!(state, State::Unread)).await;
        match settled.map(|state| state.clone()) {
            Ok(State::Open(open)) => Ok(open),
            Ok(State::Failed(problem)) => Err(problem),
            Ok(State::Unread) | Err(_) => Err(Problem::new(
                Class::Unreachable,
                "configuration",
                "The configuration was not read, so it is not known where the services are.",
                "Read it again.",
            )),
        }
    }

    async fn load(&self) -> Result<Answer, Problem> {
        let plan = self.plan.clone();
        let waits = blocking("looking at the private key", move || waiting(&plan)).await?;
        if let Some(key) = waits {
            let problem = waits_for_passphrase(key.file());
            self.failed(&problem);
            return Ok(Answer::Locked(problem));
        }
        match self.read().await {
            Ok((connection, configuration)) => {
                let snapshot = Arc::clone(&configuration.snapshot);
                self.state.send_replace(State::Open(Open {
                    connection,
                    tree: configuration.tree,
                    snapshot: configuration.snapshot,
                }));
                Ok(Answer::Snapshot(snapshot))
            }
            Err(problem) => {
                self.failed(&problem);
                Err(problem)
            }
        }
    }

    /// What an earlier load found stays good.
    fn failed(&self, problem: &Problem) {
        self.state.send_if_modified(|state| {
            let never = !matches!(state, State::Open(_));
            if never {
                *state = State::Failed(problem.clone());
            }
            never
        });
    }

    /// Opens the private key, then loads. A key that waits no more, for its file was changed, is as good as opened.
    async fn open_key(&self, passphrase: Passphrase) -> Result<Answer, Problem> {
        let plan = self.plan.clone();
        let tried = blocking("opening the private key", move || {
            waiting(&plan).map_or(Ok(()), |key| key.unlock(passphrase.secret()))
        });
        match tried.await? {
            Ok(()) => self.load().await,
            Err(refused) if refused.ask_again => Ok(Answer::Locked(refused.problem)),
            Err(refused) => Err(refused.problem),
        }
    }

    /// Identity and CAs are read anew: a proxy that was renewed meanwhile is taken up.
    async fn read(&self) -> Result<(Arc<Connection>, Configuration), Problem> {
        let plan = self.plan.clone();
        let connection =
            blocking("reading identity and CAs", move || Connection::open(&plan)).await??;
        let connection = Arc::new(connection);
        let configuration = load::load(&connection).await?;
        Ok((connection, configuration))
    }

    async fn refresh(&self, version: &str) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        let Some(configuration) = load::refresh(&open.connection, version).await? else {
            return Ok(Answer::Unchanged);
        };
        let (tree, snapshot) =
            (Arc::clone(&configuration.tree), Arc::clone(&configuration.snapshot));
        self.state.send_replace(State::Open(Open { tree, snapshot, ..open }));
        Ok(Answer::Snapshot(configuration.snapshot))
    }

    /// Who we are where tokens are kept; if that service does not say, where the configuration is kept.
    async fn identify(&self) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        let mut said = whoami::ask_token_manager(&open.connection, &open.tree).await;
        if said.who.is_err() {
            said = whoami::ask_configuration(&open.connection).await;
        }
        let who = said.who?;
        Ok(Answer::Identity(Arc::new(whoami::identity(&open.connection, Some(&who)))))
    }

    /// One token of one stored row; what else came with it is wiped.
    async fn fetch_token(&self, chosen: &Chosen) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        let manager = open.connection.token_manager(&open.tree)?;
        let token = fetch_token(&manager, &open.snapshot.inventory, chosen).await?;
        Ok(Answer::Token(Raw::new(Secret::new(token.expose().as_bytes().to_vec()))))
    }

    /// A signature, with keys of the configured issuers.
    async fn verify(&self, raw: &Raw) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        let plan = self.plan.clone();
        let keys = self.keys.get_or_try_init(|| async {
            let issuers = tokio::task::spawn_blocking(move || plan.issuers()).await;
            let issuers = issuers.map_err(|_| broken("reading CAs"))??;
            Ok::<_, Problem>(IssuerKeys::new(issuers, self.plan.clock))
        });
        let keys = keys.await?;
        let trusted = TrustedIssuer::of_providers(&open.snapshot.inventory.providers);
        let now = (self.plan.clock)();
        let inspection = inspect_with(raw.expose(), &trusted, keys, None, now).await;
        let (signature, keys_from) = (Box::new(inspection.signature), inspection.keys_from);
        Ok(Answer::Verified { signature, keys_from })
    }

    /// A token from a file of this host.
    async fn read_token(&self, name: String) -> Result<Answer, Problem> {
        let home = self.plan.places.home.clone();
        let read = move || read_token_file(&name, home.as_deref());
        let read = tokio::task::spawn_blocking(read).await;
        read.map_err(|_| broken("reading a file"))?.map(|text| Answer::Token(Raw::new(text)))
    }

    /// The chain behind the tokens of one user.
    async fn user_why(&self, user: &str, sink: &Sink) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        let configuration = Configuration {
            tree: open.tree,
            snapshot: open.snapshot,
            as_of: open.connection.now(),
        };
        let why = user_why(&open.connection, &configuration, user, None, sink.cancelled()).await;
        Ok(Answer::Why(Arc::new(why.chain)))
    }

    /// The checks of the pre-flight, as far as the configuration tells.
    async fn ce_why(&self, path: String, vo: String) -> Result<Answer, Problem> {
        let open = self.opened().await?;
        blocking("the pre-flight", move || {
            let ground = Ground::new(&open.tree, &open.snapshot.inventory);
            let ce = ground.ce(&path).ok_or_else(|| {
                let what = format!("There is no CE at {path} any more.");
                Problem::new(Class::Finding, &path, what, "r reads the configuration anew.")
            })?;
            let (of_vo, live) = (ground.of_vo(&vo), Live::default());
            let question = Question { ce, vo: &of_vo, queue: None, live: &live };
            Ok(Answer::CeWhy(Arc::new(explain(&ground, &question))))
        })
        .await?
    }

    async fn list_tokens(&self, users: &[String], sink: &Sink) -> Result<(), Stopped> {
        let service = self.opened().await.and_then(|open| {
            let service = open.connection.token_manager(&open.tree)?;
            Ok((service, open.snapshot, open.connection.clock()))
        });
        let (service, snapshot, clock) = match service {
            Ok(found) => found,
            Err(problem) => return sink.answer(Answer::Failed(problem)).await,
        };
        // the use case tells as it goes, the console takes when it can
        let (tell, mut told) = mpsc::unbounded_channel();
        let listing = async {
            let tell = tell;
            list_tokens(&service, users, &snapshot.inventory, clock, sink.cancelled(), |event| {
                // nobody takes it once the console has stopped listening
                let _ = tell.send(event);
            })
            .await
        };
        let forward = async {
            while let Some(event) = told.recv().await {
                match event {
                    Event::Rows { rows, done } => {
                        sink.answer(Answer::Tokens(rows)).await?;
                        sink.progress(done, Some(users.len()), "users").await?;
                    }
                    Event::Problem(problem) => sink.answer(Answer::Problem(problem)).await?,
                }
            }
            Ok(())
        };
        let (end, forwarded) = tokio::join!(listing, forward);
        forwarded?;
        sink.answer(Answer::Listed { complete: end == End::Complete }).await
    }
}

impl Backend for Installation {
    async fn run(&self, request: Request, sink: Sink) {
        *locked(&self.listener) = Some(sink.clone());
        let answer = match request {
            Request::Load => self.load().await,
            Request::OpenKey { passphrase } => self.open_key(passphrase).await,
            Request::Refresh { version } => self.refresh(&version).await,
            Request::Identify => self.identify().await,
            Request::FetchToken(chosen) => self.fetch_token(&chosen).await,
            Request::ReadToken { name } => self.read_token(name).await,
            Request::Verify(raw) => self.verify(&raw).await,
            Request::UserWhy { user } => self.user_why(&user, &sink).await,
            Request::CeWhy { path, vo } => self.ce_why(path, vo).await,
            Request::PlanStop { token_ids, how } => self.plan_stop(&token_ids, how, &sink).await,
            Request::ReadJournal => self.read_journal().await,
            // without leave it does not come here
            Request::Stop { .. } => Err(not_from_here(&request)),
            Request::ListTokens { users } => {
                // given up: nobody waits for the rest
                let _ = self.list_tokens(&users, &sink).await;
                return;
            }
        };
        // given up: nobody waits for the answer
        let _ = sink.answer(answer.unwrap_or_else(Answer::Failed)).await;
    }

    async fn change(&self, request: Request, leave: WriteUnlocked, sink: Sink) {
        *locked(&self.listener) = Some(sink.clone());
        self.stop(request, leave, &sink).await;
    }
}

/// What this installation cannot be asked.
fn not_from_here(request: &Request) -> Problem {
    let what = request.label();
    Problem::new(Class::Refused, what, format!("This cannot be done from here: {what}."), "")
}

/// Does on another thread what reads files or computes for long.
async fn blocking<T: Send + 'static>(
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    // the error of a task that panicked quotes the panic: its report does that, redacted
    tokio::task::spawn_blocking(work).await.map_err(|_| broken(what))
}

fn waits_for_passphrase(file: &Path) -> Problem {
    let file = file.display().to_string();
    Problem::new(
        Class::Usage,
        &file,
        format!("The private key in {file} is protected by a passphrase."),
        "r asks for it. Or make a proxy with `dirac-proxy-init`; it is taken up within a minute.",
    )
}

/// A lock is held for a clone or an assignment only, so a poisoned one still holds a whole value.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
