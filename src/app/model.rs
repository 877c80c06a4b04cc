//! The state of the console: one value, changed by [`super::update::update`] alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::clocks::Clocks;
use crate::domain::preflight::Preflight;
use crate::domain::problem::Problem;
use crate::domain::query::{Query, QueryError};
use crate::domain::token::ListedToken;
use crate::domain::why::Chain;
use crate::input::action::{Action, Context};
use crate::input::key::Key;
use crate::input::keymap::{Keymap, on_screen};
use crate::input::line::Line;
use crate::store::installation::{Identity, Snapshot};
use crate::store::journal::Journaled;
use crate::store::requests::RequestLog;
use crate::store::resource::Resource;
use crate::store::stamp::{Generation, InstallationId, Stamp};
use crate::store::tokens::TokenTable;

use super::inspect::Desk;
use super::msg::Viewport;
use super::notice::Notices;
use super::overlay::Open;
use super::pane::Pane;
use super::present::{ces, inspect, journal, log, providers, tokens, vos};
use super::route::Route;
use super::stopping::Stopping;
use super::tasks::Tasks;
use super::write::{Leave, Write};

/// Seconds between two questions for a newer configuration.
const POLL: i64 = 60;

/// What an installation is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Name of the profile or of the configuration (`/DIRAC/Configuration/Name`), whatever the user knows it by.
    pub name: String,
    /// Whether it is marked as production.
    pub production: bool,
}

/// The listing of stored tokens.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// What is shown. While the very first listing runs its value grows; later ones are swapped in when complete.
    pub(crate) table: Resource<TokenTable>,
    /// Rows of the listing under way.
    pub(crate) growing: TokenTable,
    /// What was said about parts of the last listing: users that are not known.
    pub(crate) problems: Vec<Problem>,
    /// Whether the rows shown are those of a listing that did not come to its end.
    pub(crate) partial: bool,
    /// Whether the listing under way started from nothing, so that its rows are shown as they come.
    pub(crate) first: bool,
    /// When rows of the listing under way were last shown.
    pub(crate) published: Option<Timestamp>,
    /// Whether rows have come since.
    pub(crate) unpublished: bool,
    /// The listing of some users alone, after something was done to their rows.
    pub(crate) part: Option<Part>,
    /// What to list anew when the listing under way is over.
    pub(crate) next: Option<(BTreeSet<String>, BTreeSet<String>)>,
}

/// A listing of some users, whose rows then take the place of those that are shown.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) stamp: Stamp,
    pub(crate) users: BTreeSet<String>,
    /// Token ids whose rows are gone, whoever they belong to.
    pub(crate) gone: BTreeSet<String>,
    /// What has come.
    pub(crate) rows: Vec<ListedToken>,
}

/// Rows of a listing are shown in steps of this many milliseconds, not with every answer.
const PUBLISH_MS: i64 = 200;

impl Listing {
    /// When rows that have come are to be shown.
    pub(crate) fn publish_due(&self) -> Option<Timestamp> {
        let step = SignedDuration::from_millis(PUBLISH_MS);
        self.published.filter(|_| self.unpublished)?.checked_add(step).ok()
    }
}

/// The lists, one a screen.
pub(crate) struct Panes {
    providers: Pane,
    vos: Pane,
    ces: Pane,
    tokens: Pane,
    inspect: Pane,
    log: Pane,
    journal: Pane,
    /// Whether the Log shows the journal.
    log_turned: bool,
}

impl Panes {
    fn empty() -> Self {
        let nothing = Arc::new(Snapshot::default());
        Self {
            providers: Pane::new(Arc::new(providers::Rows::new(&nothing, None)), false),
            vos: Pane::new(Arc::new(vos::Rows::new(&nothing)), false),
            ces: Pane::new(Arc::new(ces::Rows::new(&nothing)), false),
            tokens: Pane::new(Arc::new(tokens::Rows::new(TokenTable::default())), false),
            inspect: Pane::new(Arc::new(inspect::Rows::default()), false),
            log: Pane::new(Arc::new(log::Rows::new(&RequestLog::default())), true),
            journal: Pane::new(Arc::new(journal::Rows::new(&Arc::default())), true),
            log_turned: false,
        }
    }

    /// Whether the Log shows the journal.
    pub(crate) fn shows_journal(&self) -> bool {
        self.log_turned
    }

    /// Turns the Log from the requests to the journal and back.
    pub(crate) fn turn_log(&mut self) {
        self.log_turned = !self.log_turned;
    }

    pub(crate) fn get(&self, route: Route) -> &Pane {
        match route {
            Route::Providers => &self.providers,
            Route::Vos => &self.vos,
            Route::Ces => &self.ces,
            Route::Tokens => &self.tokens,
            Route::Inspect => &self.inspect,
            Route::Log if self.log_turned => &self.journal,
            Route::Log => &self.log,
        }
    }

    pub(crate) fn get_mut(&mut self, route: Route) -> &mut Pane {
        match route {
            Route::Providers => &mut self.providers,
            Route::Vos => &mut self.vos,
            Route::Ces => &mut self.ces,
            Route::Tokens => &mut self.tokens,
            Route::Inspect => &mut self.inspect,
            Route::Log if self.log_turned => &mut self.journal,
            Route::Log => &mut self.log,
        }
    }
}

/// A question why the tokens of somebody work or not.
#[derive(Debug, Default)]
pub(crate) struct Wondering {
    /// The user.
    pub(crate) user: String,
    /// The answer.
    pub(crate) chain: Resource<Chain>,
}

/// A question what would stop pilots.
#[derive(Debug, Default)]
pub(crate) struct CeWondering {
    /// Path of the CE's section.
    pub(crate) path: String,
    /// Name of the VO.
    pub(crate) vo: String,
    /// The answer.
    pub(crate) preflight: Resource<Preflight>,
}

/// How the configuration was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// All of it, identity and CAs included.
    FromNothing,
    /// The same, because a minute has passed since it failed.
    Again,
    /// Whether there is something newer, by hand.
    ByHand,
    /// The same, because a minute has passed.
    Quietly,
}

/// A step from one screen to another, to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where we came from.
    pub(crate) from: Route,
    /// The filter that came with the step: it goes when the step is taken back.
    pub(crate) filter: Option<String>,
}

/// The whole state. What it shows is [`Model::present`], what it does next is `update`.
pub struct Model {
    pub(crate) installation: InstallationId,
    pub(crate) label: Label,
    pub(crate) now: Timestamp,
    pub(crate) generation: Generation,
    pub(crate) route: Route,
    pub(crate) history: Vec<Step>,
    pub(crate) configuration: Resource<Snapshot>,
    pub(crate) identity: Resource<Identity>,
    pub(crate) listing: Listing,
    pub(crate) panes: Panes,
    /// The token that is inspected.
    pub(crate) desk: Desk,
    pub(crate) requests: RequestLog,
    /// What was heard of the clocks of servers.
    pub(crate) clocks: Clocks,
    pub(crate) notices: Notices,
    /// Installation-wide findings that were said already.
    pub(crate) said: BTreeSet<(&'static str, String)>,
    pub(crate) overlay: Option<Open>,
    /// Requests that have not ended.
    pub(crate) tasks: Tasks,
    /// Why the tokens of somebody work or not, as it was last asked.
    pub(crate) why: Wondering,
    /// What would stop the pilots of a VO at a CE, as it was last asked.
    pub(crate) ce_why: CeWondering,
    /// The filter being typed, and the text it had before.
    pub(crate) typing: Option<Line>,
    pub(crate) keymap: Keymap,
    pub(crate) viewport: Viewport,
    pub(crate) focused: bool,
    /// Whether the mouse is ours; otherwise the terminal marks text with it.
    pub(crate) mouse: bool,
    /// How the configuration was last asked for.
    pub(crate) asked: Asked,
    /// Whether this is the demo, which has a tour.
    pub(crate) has_tour: bool,
    /// Whether something may be changed at the installation.
    pub(crate) write: Write,
    /// Tokens being stopped.
    pub(crate) stopping: Stopping,
    /// The journal of this host.
    pub(crate) journal: Resource<Journaled>,
    /// The time at which the screen was last drawn.
    pub(crate) seen: Timestamp,
}

impl Model {
    /// The console at its start: nothing known, the first screen shown. `now` is the time of the start.
    pub fn new(installation: InstallationId, label: Label, now: Timestamp) -> Self {
        Self {
            installation,
            label,
            now,
            generation: Generation::default(),
            route: Route::Providers,
            history: Vec::new(),
            configuration: Resource::default(),
            identity: Resource::default(),
            listing: Listing::default(),
            panes: Panes::empty(),
            desk: Desk::default(),
            requests: RequestLog::default(),
            clocks: Clocks::default(),
            notices: Notices::default(),
            said: BTreeSet::new(),
            overlay: None,
            tasks: Tasks::default(),
            why: Wondering::default(),
            ce_why: CeWondering::default(),
            typing: None,
            keymap: Keymap::default(),
            viewport: Viewport::default(),
            focused: true,
            mouse: true,
            asked: Asked::FromNothing,
            has_tour: false,
            write: Write::default(),
            stopping: Stopping::default(),
            journal: Resource::default(),
            seen: now,
        }
    }

    /// The same with the tour of the demo, which is open at the start.
    #[must_use]
    pub fn with_tour(mut self) -> Self {
        self.has_tour = true;
        self.overlay = Some(Open::Tour { chosen: 0 });
        self
    }

    /// There is leave to change something from the start.
    pub fn allow(&mut self, leave: &Leave) {
        self.write = leave.write();
    }

    /// The screen shown.
    pub fn route(&self) -> Route {
        self.route
    }

    /// The layout as the model last heard of it; the terminal side tells a new one when it differs.
    pub fn viewport(&self) -> Viewport {
        self.viewport
    }

    /// Whether the mouse is ours; otherwise the terminal marks text with it.
    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// The installation that is shown.
    pub fn installation(&self) -> InstallationId {
        self.installation
    }

    /// The key to show for an action where we are now.
    pub fn key_of(&self, action: Action) -> Option<Key> {
        self.keymap.first_key(action, &self.contexts())
    }

    /// Active contexts, innermost first.
    pub(crate) fn contexts(&self) -> Vec<Context> {
        match &self.overlay {
            Some(open) => vec![open.context(), Context::Always],
            None if self.typing.is_some() => vec![Context::Filter, Context::Always],
            None => self.screen_contexts().to_vec(),
        }
    }

    /// Active contexts when nothing lies over the screen.
    pub(crate) fn screen_contexts(&self) -> [Context; 4] {
        on_screen(self.route.context())
    }

    /// The list of the screen shown.
    pub(crate) fn pane(&self) -> &Pane {
        self.panes.get(self.route)
    }

    /// The list of the screen shown.
    pub(crate) fn pane_mut(&mut self) -> &mut Pane {
        self.panes.get_mut(self.route)
    }

    /// The query as it stands in its line: the one being typed, or the one that the rows are shown by.
    pub(crate) fn query_text(&self) -> String {
        match &self.typing {
            Some(line) => line.text(),
            None => self.pane().wish().query.text().to_owned(),
        }
    }

    /// What is wrong with the query that stands in its line.
    pub(crate) fn query_error(&self) -> Option<QueryError> {
        Query::read(&self.query_text(), self.pane().schema()).err()
    }

    /// A stamp that was never used before.
    pub(crate) fn next_stamp(&mut self) -> Stamp {
        self.generation = self.generation.next();
        Stamp { installation: self.installation, generation: self.generation }
    }

    /// The stamp of the listing under way.
    pub(crate) fn listing_stamp(&self) -> Stamp {
        Stamp { installation: self.installation, generation: self.listing.table.generation() }
    }

    /// When the configuration has to be asked for again: a minute after the last try, while somebody looks.
    pub(crate) fn poll_due(&self) -> Option<Timestamp> {
        if !self.focused || self.configuration.in_flight().is_some() {
            return None;
        }
        self.configuration.last_tried()?.checked_add(SignedDuration::from_secs(POLL)).ok()
    }

    /// Name of the run that the row under the cursor of the journal belongs to.
    pub(crate) fn run_under_cursor(&self) -> Option<String> {
        let row = self.panes.journal.row()?;
        let key = self.panes.journal.rows().key(row).into_owned();
        key.split_once('/').map(|(run, _)| run.to_owned())
    }

    /// Token ids of the rows that are marked among the tokens, or of the one under the cursor; each once, in the order of the
    /// listing.
    pub(crate) fn ids_to_stop(&self) -> Vec<String> {
        let pane = self.panes.get(Route::Tokens);
        if pane.selection().is_empty() {
            return pane.row().and_then(|row| pane.rows().token_id(row)).into_iter().collect();
        }
        let mut seen = BTreeSet::new();
        let marked = self.marked_tokens();
        let ids = marked.rows.iter().map(|row| row.user_id).filter(|id| !id.is_empty());
        ids.filter(|id| seen.insert(*id)).map(str::to_owned).collect()
    }

    /// Whether [`Model::ids_to_stop`] may have any, told without looking through all rows.
    pub(crate) fn has_ids_to_stop(&self) -> bool {
        let pane = self.panes.get(Route::Tokens);
        let under_cursor = || pane.row().is_some_and(|row| pane.rows().token_id(row).is_some());
        !pane.selection().is_empty() || under_cursor()
    }

    /// Users whose stored tokens can be asked for, in the order of the CS.
    pub(crate) fn users_to_list(&self) -> Vec<String> {
        let snapshot = self.configuration.value();
        let users = snapshot.map(|snapshot| snapshot.inventory.users.as_slice());
        let with_id = users.unwrap_or_default().iter().filter(|user| !user.token_ids.is_empty());
        with_id.map(|user| user.name.clone()).collect()
    }
}
