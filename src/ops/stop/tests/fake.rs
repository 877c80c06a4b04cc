//! A TokenManager, issuers and a journal in memory, which take down what reached them.

use std::collections::{BTreeMap, VecDeque};
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;

use crate::domain::cs::{self, LocalFile};
use crate::domain::inventory::{Context, Inventory};
use crate::domain::layout::Rules;
use crate::domain::oidc::{ClientCredentials, Introspection, TokenKind};
use crate::domain::problem::Problem;
use crate::domain::secret::{Fingerprint, Secret};
use crate::domain::stop::{How, Plan, Report};
use crate::domain::token::{ListedToken, StoredTokens};
use crate::domain::whoami::{Ping, WhoAmI};
use crate::ops::stop::{Desk, Past, plan, stop};
use crate::store::installation::Snapshot;
use crate::store::journal::{Journal, Record};
use crate::wire::error::{ErrorKind, IssuerFault, Phase, WireError};
use crate::wire::jwks::KeySet;
use crate::wire::oidc::{IssuerChanges, IssuerService, Metadata};
use crate::wire::service::{Service, TokenManagerChanges, TokenManagerService};

/// The id that tests stop.
pub const ID: &str = "uid-1";
const URL: &str = "https://h.example/F/T";

pub fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn later(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(1_800_000_000 + seconds).ok()
}

/// What an issuer does when it is asked to revoke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Revokes {
    #[default]
    Kills,
    /// 200, and nothing happens.
    Says200,
    Is503,
    /// The reply is lost; whether the token died.
    LosesReply(bool),
}

/// What the TokenManager does when it is asked to delete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deletes {
    #[default]
    Rows,
    /// "successfully removed", and nothing happens.
    SaysSo,
    NotAllowed,
    /// The reply is lost; whether the rows went.
    LosesReply(bool),
    /// The database fails; whether the rows went.
    DatabaseFails(bool),
}

/// What an issuer says of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tells {
    #[default]
    Truth,
    /// Not active, of every token: it is not for this client to know.
    Nothing,
    Is503,
    /// It has no such endpoint.
    NoEndpoint,
}

#[derive(Debug, Default)]
pub struct World {
    /// Row id, id, provider, refresh token, its end, client.
    pub rows: Vec<(u64, String, String, String, i64, Option<String>)>,
    /// Refresh tokens that are in force, with their grants.
    pub active: BTreeMap<String, u32>,
    pub revokes: BTreeMap<String, Revokes>,
    pub deletes: Deletes,
    pub tells: Tells,
    pub issuer_down: bool,
    /// What somebody else does to the rows while a token is being revoked, or an issuer that is down waited for.
    pub meanwhile: Option<fn(&mut World)>,
    /// What somebody else does to them between a deletion and the next reading.
    pub after_deleting: Option<fn(&mut World)>,
    /// For each reading of the rows, whether the database is there.
    pub database: VecDeque<bool>,
    /// Everything that was sent or written, in order.
    pub log: Vec<String>,
    /// Calls until nothing answers any more: before the call has effect, or after.
    pub cut: Option<(usize, bool)>,
    pub journal: Vec<Record>,
    /// Writes until the disk is full.
    pub room: Option<usize>,
    /// Mutating requests that had effect.
    pub effects: Vec<String>,
}

pub type Shared = Arc<Mutex<World>>;

/// One of the handles to the world.
#[derive(Clone, Debug)]
pub struct Handle(pub Shared, pub &'static [&'static str]);

impl Handle {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// Takes the call down, and hangs where the process is to die. `true`: it has effect first, and then hangs.
    async fn called(&self, what: String) -> bool {
        let cut = {
            let mut world = self.world();
            world.log.push(what);
            match &mut world.cut {
                Some((0, after)) => Some(*after),
                Some((left, _)) => {
                    *left -= 1;
                    None
                }
                None => None,
            }
        };
        match cut {
            Some(false) => pending().await,
            Some(true) => true,
            None => false,
        }
    }

    async fn ends(&self, cut: bool) {
        if cut {
            pending::<()>().await;
        }
    }
}

pub fn lost() -> WireError {
    WireError::new(ErrorKind::Dropped { phase: Phase::Answer }, URL).of_change()
}

fn broken_database() -> WireError {
    WireError::refused(0, "(MySQLdb.OperationalError) (2013, 'Lost connection')", URL)
}

impl Service for Handle {
    async fn ping(&self) -> Result<Ping, WireError> {
        Ok(Ping::default())
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        Ok(WhoAmI {
            username: Some("ada".into()),
            group: Some("managers".into()),
            properties: self.1.iter().map(|word| (*word).to_owned()).collect(),
            ..WhoAmI::default()
        })
    }

    fn urls(&self) -> Vec<Arc<str>> {
        vec![URL.into()]
    }
}

impl World {
    fn stored(&self) -> Vec<StoredTokens> {
        let rows = self.rows.iter();
        rows.map(|(id, user_id, provider, refresh, ends, client)| StoredTokens {
            row: ListedToken {
                id: Some(*id),
                user: None,
                user_id: user_id.clone(),
                provider: provider.clone(),
                scopes: Vec::new(),
                access_expires: later(600),
                refresh_expires: later(*ends),
                issued: None,
                client_id: client.clone(),
                access: Some(Fingerprint::of(b"access")),
                refresh: Some(Fingerprint::of(refresh.as_bytes())),
            },
            access: None,
            refresh: (user_id == ID).then(|| Secret::new(refresh.clone())),
        })
        .collect()
    }

    fn read(&mut self) -> Result<(), WireError> {
        if self.database.pop_front().unwrap_or(true) { Ok(()) } else { Err(broken_database()) }
    }

    fn delete(&mut self) {
        assert!(!self.rows.is_empty(), "rows that are gone are deleted again: {:?}", self.log);
        self.rows.clear();
        self.effects.push("delete".into());
    }

    fn kill(&mut self, token: &str) {
        let Some(grant) = self.active.get(token).copied() else {
            // somebody else's doing may be repeated, ours not
            let again = self.effects.iter().any(|effect| effect == token);
            assert!(!again, "a dead token is revoked again: {:?}", self.log);
            return;
        };
        // others of the grant go with it, which an issuer that tells nothing leaves unknown
        self.active.retain(|_, other| *other != grant);
        self.effects.push(token.to_owned());
    }
}

impl TokenManagerService for Handle {
    async fn users_tokens_info(&self, _: &[String]) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, URL))
    }

    async fn user_tokens_info(&self) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, URL))
    }

    async fn rows_of_id(&self, _: &str) -> Result<Vec<ListedToken>, WireError> {
        let cut = self.called("rows".into()).await;
        self.ends(cut).await;
        let mut world = self.world();
        world.read()?;
        Ok(world.stored().into_iter().map(|stored| stored.row).collect())
    }

    async fn tokens_of_id(&self, _: &str) -> Result<Vec<StoredTokens>, WireError> {
        let cut = self.called("tokens".into()).await;
        self.ends(cut).await;
        let mut world = self.world();
        world.read()?;
        Ok(world.stored())
    }
}

impl TokenManagerChanges for Handle {
    async fn delete_token(&self, token_id: &str) -> Result<(), WireError> {
        assert_eq!(token_id, ID);
        let cut = self.called("delete".into()).await;
        let result = {
            let mut world = self.world();
            let deletes = world.deletes;
            let done = Deletes::LosesReply(true) == deletes
                || Deletes::DatabaseFails(true) == deletes
                || Deletes::Rows == deletes;
            if done {
                world.delete();
            }
            if let Some(after) = world.after_deleting {
                after(&mut world);
            }
            match deletes {
                Deletes::Rows | Deletes::SaysSo => Ok(()),
                Deletes::NotAllowed => {
                    Err(WireError::refused(0, "You aren't allowed!", URL).of_change())
                }
                Deletes::LosesReply(_) => Err(lost()),
                Deletes::DatabaseFails(_) => Err(broken_database().of_change()),
            }
        };
        self.ends(cut).await;
        result
    }
}

impl IssuerService for Handle {
    async fn discover(&self, issuer: &str) -> Result<Metadata, WireError> {
        self.world().log.push(format!("discover {issuer}"));
        if self.world().issuer_down {
            let mut world = self.world();
            if let Some(meanwhile) = world.meanwhile {
                meanwhile(&mut world);
            }
            drop(world);
            let why = "connection refused".to_owned();
            return Err(WireError::new(ErrorKind::Unreachable { why }, issuer));
        }
        let introspection = match self.world().tells {
            Tells::NoEndpoint => String::new(),
            _ => format!(r#","introspection_endpoint":"{issuer}/introspect""#),
        };
        let text = format!(
            r#"{{"issuer":"{issuer}","revocation_endpoint":"{issuer}/revoke"{introspection}}}"#
        );
        Metadata::read(issuer, text.as_bytes())
    }

    async fn keys(&self, _: &Metadata) -> Result<KeySet, WireError> {
        Err(WireError::new(ErrorKind::NotFound, URL))
    }

    async fn introspect(
        &self,
        at: &Metadata,
        _: &ClientCredentials,
        token: &Secret<String>,
        _: TokenKind,
    ) -> Result<Introspection, WireError> {
        let cut = self.called(format!("introspect {}", token.expose())).await;
        self.ends(cut).await;
        let world = self.world();
        let active = match world.tells {
            Tells::Truth => world.active.contains_key(token.expose()),
            Tells::Nothing => false,
            Tells::Is503 | Tells::NoEndpoint => {
                let fault = IssuerFault::Unavailable { retry_after: None };
                return Err(WireError::of_issuer(fault, at.issuer()));
            }
        };
        Ok(Introspection { active, ..Introspection::default() })
    }
}

impl IssuerChanges for Handle {
    async fn revoke(
        &self,
        at: &Metadata,
        client: &ClientCredentials,
        token: &Secret<String>,
        _: TokenKind,
    ) -> Result<(), WireError> {
        assert!(at.issuer().contains(client.id.trim_start_matches("client-")), "whose client");
        let cut = self.called(format!("revoke {}", token.expose())).await;
        let result = {
            let mut world = self.world();
            if let Some(meanwhile) = world.meanwhile {
                meanwhile(&mut world);
            }
            let does = world.revokes.get(token.expose()).copied().unwrap_or_default();
            if matches!(does, Revokes::Kills | Revokes::LosesReply(true)) {
                world.kill(token.expose());
            }
            match does {
                Revokes::Kills | Revokes::Says200 => Ok(()),
                Revokes::Is503 => {
                    let fault = IssuerFault::Unavailable { retry_after: None };
                    Err(WireError::of_issuer(fault, at.issuer()).of_change())
                }
                Revokes::LosesReply(_) => Err(lost()),
            }
        };
        self.ends(cut).await;
        result
    }
}

impl Journal for Handle {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        let mut world = self.world();
        if world.room == Some(0) {
            world.log.push("disk full".into());
            return Err("No space left on device".into());
        }
        world.room = world.room.map(|room| room - 1);
        if let Record::Intent { step, .. } = record {
            world.log.push(format!("intent {}", step.word()));
        }
        world.journal.push(record.clone());
        Ok(())
    }
}

const CFG: &str = "
    Registry
    {
      Users
      {
        ada
        {
          DN = /CN=Ada, /O=DIRAC/CN=id-ada
        }
        wlada
        {
          DN = /CN=Wlada, /O=DIRAC/CN=uid-1
        }
      }
      Groups
      {
        managers
        {
          Users = ada
          VO = alpha
          Properties = ProxyManagement
        }
      }
    }
    Resources
    {
      IdProviders
      {
        iam
        {
          issuer = https://iam.example
        }
        egi
        {
          issuer = https://egi.example
        }
      }
    }";

/// The world, and everything that a run needs of it.
pub struct Bench {
    pub world: Shared,
    pub properties: &'static [&'static str],
    /// Providers of which this host has the credentials.
    pub credentials: Vec<&'static str>,
}

impl Bench {
    /// Rows of [`ID`] at these providers, with one refresh token each, named after the provider; credentials for all.
    pub fn with(providers: &[&'static str]) -> Self {
        let mut world = World::default();
        for (number, provider) in (1..).zip(providers) {
            let token = format!("{provider}-token");
            let client = Some(format!("client-{provider}"));
            let row =
                (u64::from(number), ID.into(), (*provider).into(), token.clone(), 900, client);
            world.rows.push(row);
            world.active.insert(token, number);
        }
        Self {
            world: Arc::new(Mutex::new(world)),
            properties: &["ProxyManagement"],
            credentials: vec!["iam", "egi"],
        }
    }

    pub fn get(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub async fn desk(&self) -> Desk<Handle, Handle> {
        let tree = cs::parse(CFG.to_owned()).unwrap();
        let inventory = Inventory::build(&tree, &Context { rules: Rules::V9 });
        let snapshot = Arc::new(Snapshot { inventory, ..Snapshot::default() });
        let own = |name: &&str| {
            format!("{name}\n{{\nclient_id = client-{name}\nclient_secret = worth-nothing\n}}\n")
        };
        let own: String = self.credentials.iter().map(own).collect();
        let text = format!("Resources\n{{\nIdProviders\n{{\n{own}}}\n}}\n");
        let local = LocalFile { label: "dirac.cfg".into(), tree: cs::parse(text).unwrap() };
        let handle = Handle(Arc::clone(&self.world), self.properties);
        Desk::open(handle.clone(), handle, snapshot, vec![local], now).await.unwrap()
    }

    pub async fn plan(&self, how: How) -> Result<Plan, Problem> {
        plan(&self.desk().await, ID, how).await
    }

    pub async fn run(&self, plan: &Plan, how: How, past: &Past) -> Report {
        let mut journal = Handle(Arc::clone(&self.world), &[]);
        stop(&self.desk().await, plan, how, past, &mut journal).await
    }

    /// Plans and runs; what was sent before the run is forgotten.
    pub async fn stopped(&self, how: How) -> Report {
        let plan = self.plan(how).await.unwrap();
        self.get().log.clear();
        self.run(&plan, how, &Past::none()).await
    }

    /// Mutating requests that were sent, in order.
    pub fn sent(&self) -> Vec<String> {
        let sent = |line: &&String| line.starts_with("revoke") || *line == "delete";
        self.get().log.iter().filter(sent).cloned().collect()
    }
}
