//! What the model hears of: keys, answers, results of the worker, the passing of time.

use std::sync::Arc;

use crate::domain::jwt::{KeySource, Signature};
use crate::domain::preflight::Preflight;
use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::domain::stop::{Plan, Report};
use crate::domain::token::ListedToken;
use crate::domain::why::Chain;
use crate::input::key::Key;
use crate::store::index::Arranged;
use crate::store::installation::{Identity, Snapshot};
use crate::store::journal::Journaled;
use crate::store::requests::RequestRecord;
use crate::store::resource::Progress;
use crate::store::stamp::{InstallationId, Stamp};

use super::inspect::Raw;
use super::route::Route;

/// What comes back from an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The request is this far.
    Progress(Progress),
    /// The configuration, new.
    Snapshot(Arc<Snapshot>),
    /// Nothing was asked: the private key is behind a passphrase. The problem says that, or that the one given is wrong; its
    /// subject is the file.
    Locked(Problem),
    /// The configuration we have is still the newest.
    Unchanged,
    /// Who we are.
    Identity(Arc<Identity>),
    /// Why the tokens of a user work or not.
    Why(Arc<Chain>),
    /// What would stop the pilots of a VO at a CE.
    CeWhy(Arc<Preflight>),
    /// Rows of a listing.
    Tokens(Vec<ListedToken>),
    /// Something about a part of what was asked, as a user that the server does not know; the request goes on.
    Problem(Problem),
    /// The listing is over.
    Listed {
        /// Whether every user was answered for. If not, a `Problem` before has said why.
        complete: bool,
    },
    /// What stopping the token ids asked about would do, in the same order; those with nothing stored have no rows.
    StopPlans(Arc<[Plan]>),
    /// A token id is settled.
    Stopped(Arc<Report>),
    /// A run is over.
    StopOver {
        /// How many token ids were not begun: it was stopped by hand, or could not go on.
        left: usize,
        /// Why it could not go on, if it could not.
        why: Option<String>,
    },
    /// The journal of this host.
    Journal(Arc<Journaled>),
    /// The text of a token.
    Token(Raw),
    /// The verdict on a signature.
    Verified {
        /// The verdict, and what was found on the way.
        signature: Box<Signature>,
        /// Where the keys came from; `None` if there were none.
        keys_from: Option<KeySource>,
    },
    /// The request failed as a whole.
    Failed(Problem),
}

/// How much of the screen there is for rows, as the last frame was laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewport {
    /// Rows of the grid that can be seen at once.
    pub grid: usize,
    /// Lines of the detail that can be seen at once.
    pub detail: usize,
    /// Whether grid and detail stand side by side.
    pub beside: bool,
    /// First line of the detail when its last one is in sight; wrapped lines count.
    pub detail_end: usize,
    /// The same of help and notices.
    pub overlay_end: usize,
    /// Lines of what lies over the screen that can be seen at once.
    pub overlay: usize,
}

impl Default for Viewport {
    fn default() -> Self {
        Self {
            grid: 16,
            detail: 16,
            beside: true,
            detail_end: usize::MAX,
            overlay_end: usize::MAX,
            overlay: 11,
        }
    }
}

/// A place on the screen, by what lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A row of the grid, by its position in the order shown.
    Row(usize),
    /// The heading of a column, by its number.
    Column(usize),
    /// The detail.
    Detail,
    /// The name of a screen in the second line.
    Screen(Route),
    /// The filter.
    Filter,
    /// A key in the last line, by its position.
    Hint(usize),
    /// A line of the palette or a menu, by its position.
    Choice(usize),
    /// What lies over the screen, between its lines.
    Overlay,
    /// Nothing that answers.
    Elsewhere,
}

/// A text that was pasted: a secret as often as not. It is wiped when the last message that holds it is gone.
#[derive(Clone, Debug)]
pub struct Pasted(Arc<Secret<String>>);

impl Pasted {
    /// The text, for the field that it goes into.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<String> for Pasted {
    fn from(text: String) -> Self {
        Self(Arc::new(Secret::new(text)))
    }
}

impl From<&str> for Pasted {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A message to the model.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The program has begun.
    Start,
    /// Time has passed: the moment that [`super::model::Model::next_wake`] asked for is here.
    Tick,
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(Pasted),
    /// The mouse was pressed there.
    Point(Place),
    /// The wheel was turned there, by so many rows; negative is up.
    Scroll(Place, i32),
    /// The layout changed.
    Viewport(Viewport),
    /// The terminal gained or lost the focus: nothing is polled while nobody looks.
    Focus(bool),
    /// Something came back from the installation.
    Answer {
        /// Whose answer it is.
        stamp: Stamp,
        /// The answer.
        answer: Answer,
    },
    /// A request is over, with or without an answer.
    Ended(Stamp),
    /// The worker is done.
    Arranged {
        /// Whose result it is.
        stamp: Stamp,
        /// For which screen.
        route: Route,
        /// The rows to show, and those that are marked.
        arranged: Arranged,
    },
    /// A request was sent and answered: for the log.
    Record(InstallationId, Box<RequestRecord>),
    /// So many requests could not be put into the log: they came faster than they could be taken.
    RecordsLost(InstallationId, u64),
    /// Something of ours went wrong that belongs to no request: to be said.
    Trouble(Box<Problem>),
}
