//! What stopping needs at hand: the TokenManager, the issuers, this host's credentials, who we are, what the configuration
//! says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::domain::cs::LocalFile;
use crate::domain::inventory::Inventory;
use crate::domain::oidc::ClientCredentials;
use crate::domain::permission::{Verdict, What, judge, may_read_id};
use crate::domain::problem::{Class, Problem};
use crate::domain::token::token_id_fault;
use crate::domain::whoami::WhoAmI;
use crate::ops::Clock;
use crate::ops::connection::{self, Connection};
use crate::ops::credentials::client_credentials;
use crate::ops::load::Configuration;
use crate::ops::problem::explained;
use crate::store::installation::Snapshot;
use crate::wire::error::WireError;
use crate::wire::oidc::{IssuerClient, IssuerService, Metadata};
use crate::wire::rpc::{HttpsRpc, Unlocked, WriteUnlocked};
use crate::wire::service::TokenManagerService;
use crate::wire::token_manager::TokenManagerClient;

/// A desk at which plans are made.
pub type ReadDesk = Desk<TokenManagerClient<HttpsRpc>, IssuerClient>;

/// A desk at which they are carried out.
pub type WriteDesk = Desk<TokenManagerClient<HttpsRpc<Unlocked>>, IssuerClient<Unlocked>>;

/// Everything that stopping tokens of one installation needs. For one run: it remembers what issuers said of themselves,
/// failures too, so that an issuer that is down is waited for once and not for each of many ids.
#[derive(Debug)]
pub struct Desk<M, I> {
    pub(super) manager: M,
    pub(super) issuers: I,
    who: WhoAmI,
    snapshot: Arc<Snapshot>,
    local: Vec<LocalFile>,
    clock: Clock,
    known: Mutex<HashMap<String, Result<Metadata, WireError>>>,
}

impl ReadDesk {
    /// The desk of an installation whose configuration was read. Asks the TokenManager who we are.
    pub async fn at(
        plan: &connection::Plan,
        connection: &Connection,
        configuration: &Configuration,
    ) -> Result<Self, Problem> {
        let manager = connection.token_manager(&configuration.tree)?;
        let snapshot = Arc::clone(&configuration.snapshot);
        Self::open(manager, plan.issuers()?, snapshot, plan.local.clone(), plan.clock).await
    }

    /// The same desk, allowed to change something.
    pub fn unlock(self, asked: &WriteUnlocked) -> WriteDesk {
        Desk {
            manager: self.manager.unlock(asked),
            issuers: self.issuers.unlock(asked),
            who: self.who,
            snapshot: self.snapshot,
            local: self.local,
            clock: self.clock,
            known: self.known,
        }
    }
}

impl<M: TokenManagerService, I: IssuerService> Desk<M, I> {
    /// A desk with these services; `local` are this host's own configuration files, where client credentials are. Asks the
    /// TokenManager who we are.
    pub async fn open(
        manager: M,
        issuers: I,
        snapshot: Arc<Snapshot>,
        local: Vec<LocalFile>,
        clock: Clock,
    ) -> Result<Self, Problem> {
        let who = manager.whoami().await.map_err(|error| explained(&error, &snapshot.inventory))?;
        Ok(Self { manager, issuers, who, snapshot, local, clock, known: Mutex::default() })
    }

    /// Who the TokenManager says that we are.
    pub fn who(&self) -> &WhoAmI {
        &self.who
    }

    pub(super) fn inventory(&self) -> &Inventory {
        &self.snapshot.inventory
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Whether this id may be stopped by us: it is one, its rows may be read (design.md 6.12) and deleted. Sends nothing.
    pub(super) fn admit(&self, token_id: &str) -> Result<(), Problem> {
        if let Some(why) = token_id_fault(token_id) {
            let message = format!("{token_id} is no token id: {why}.");
            let remedy = "Give the id that stands behind /O=DIRAC/CN= in the user's DN.";
            return Err(Problem::new(Class::Usage, token_id, message, remedy));
        }
        let verdicts = [
            may_read_id(token_id, &self.who, self.inventory()),
            judge(What::DeleteTokens, &self.who, self.inventory()),
        ];
        let problem = verdicts.iter().find_map(Verdict::problem);
        problem.map_or(Ok(()), |problem| Err(Problem { subject: token_id.to_owned(), ..problem }))
    }

    /// User that the Registry gives this id to; the first, if there are several.
    pub(super) fn user_of(&self, token_id: &str) -> Option<String> {
        let mut users = self.inventory().users.iter();
        let user = users.find(|user| user.token_ids.iter().any(|id| id == token_id));
        user.map(|user| user.name.clone())
    }

    /// This host's credentials at the issuer of a provider.
    pub(super) fn credentials(&self, provider: &str) -> Option<ClientCredentials> {
        client_credentials(&self.local, provider)
    }

    /// Issuer of a provider, as the configuration names it.
    pub(super) fn issuer(&self, provider: &str) -> Option<&str> {
        let found = self.inventory().providers.iter().find(|one| one.name == provider);
        found.and_then(|provider| provider.issuer.as_deref())
    }

    /// What the issuer says of itself; asked for once.
    pub(super) async fn metadata(&self, issuer: &str) -> Result<Metadata, WireError> {
        if let Some(known) = self.known(issuer) {
            return known;
        }
        let told = self.issuers.discover(issuer).await;
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(issuer.to_owned(), told.clone());
        told
    }

    fn known(&self, issuer: &str) -> Option<Result<Metadata, WireError>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(issuer).cloned()
    }
}
