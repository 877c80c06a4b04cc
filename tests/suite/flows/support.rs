//! A console on an installation that does as it is told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dirac_tokens::app::confirm::Dialog;
use dirac_tokens::app::effect::{Request, RequestKind};
use dirac_tokens::app::model::{Label, Model};
use dirac_tokens::app::msg::{Answer, Msg};
use dirac_tokens::app::present::{Body, Detail, Line, Overlay, Screenful};
use dirac_tokens::app::write::Leave;
use dirac_tokens::domain::cs::parse;
use dirac_tokens::domain::inventory::{Context, Inventory};
use dirac_tokens::domain::layout::Rules;
use dirac_tokens::domain::problem::{Class, Problem};
use dirac_tokens::domain::secret::Fingerprint;
use dirac_tokens::domain::token::ListedToken;
use dirac_tokens::runtime::core::{Backend, Clock, Core, Sink};
use dirac_tokens::runtime::terminal::Console as _;
use dirac_tokens::store::installation::{CredentialKind, Identity, Snapshot};
use dirac_tokens::store::requests::RequestRecord;
use dirac_tokens::store::stamp::InstallationId;
use dirac_tokens::view::{Theme, draw};
use dirac_tokens::wire::rpc::WriteUnlocked;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::Semaphore;

use super::inspect::{genuine, raw};

/// 2026-11-21 03:12:04 UTC.
pub(super) const START: i64 = 1_795_230_724;

pub(super) const CFG: &str = "
Resources
{
  IdProviders
  {
    IAM-WLCG
    {
      ProviderType = IAM
      issuer = https://iam.example/
    }
    CheckIn-EGI
    {
      ProviderType = CheckIn
      issuer = https://aai.example/auth
    }
  }
  Sites
  {
    LCG
    {
      LCG.CERN.ch
      {
        VO = wlcgvo, biovo
        CEs
        {
          ce10.cern.ch
          {
            CEType = AREX
            Tag = Token:wlcgvo
            Queues
            {
              nordugrid-slurm-long
              {
              }
            }
          }
          ce2.cern.ch
          {
            CEType = HTCondorCE
            Queues
            {
              long
              {
                Tag = Token:wlcgvo
              }
              short
              {
              }
            }
          }
          old.cern.ch
          {
            CEType = SSH
            Queues
            {
              only
              {
              }
            }
          }
        }
      }
    }
  }
}
Registry
{
  VO
  {
    wlcgvo
    {
      IdProvider = IAM-WLCG
    }
    biovo
    {
      IdProvider = Nowhere
    }
  }
  Groups
  {
    wlcg_user
    {
      VO = wlcgvo
      Users = ada, ben, cleo, dora
    }
    bio_user
    {
      VO = biovo
      Users = cleo
    }
  }
  Users
  {
    ada
    {
      DN = /O=DIRAC/CN=id-ada
    }
    ben
    {
      DN = /O=DIRAC/CN=id-ben
    }
    cleo
    {
      DN = /O=DIRAC/CN=id-cleo
    }
    dora
    {
      DN = /CN=dora without a token id
    }
  }
}
";

/// The installation's configuration at a version.
pub(super) fn snapshot(version: &str) -> Arc<Snapshot> {
    snapshot_of(version, CFG)
}

/// A configuration of this text.
pub(super) fn snapshot_of(version: &str, text: &str) -> Arc<Snapshot> {
    let tree = parse(text).expect("the text of the tests parses");
    let inventory = Inventory::build(&tree, &Context { rules: Rules::V9 });
    Arc::new(Snapshot {
        version: version.into(),
        server: "https://cs.example:9135/Configuration/Server".into(),
        local_files: Vec::new(),
        layout: "DIRAC 9".into(),
        inventory,
    })
}

/// A stored row whose access token ends `access` seconds after [`START`], its refresh token `refresh` seconds.
pub(super) fn token(id: u64, user: &str, provider: &str, access: i64, refresh: i64) -> ListedToken {
    let at = |seconds| Timestamp::from_second(START + seconds).ok();
    ListedToken {
        id: Some(id),
        user: Some(user.into()),
        user_id: format!("id-{user}"),
        provider: provider.into(),
        scopes: vec!["openid".into(), "wlcg.groups".into()],
        access_expires: at(access),
        refresh_expires: at(refresh),
        issued: at(-3_600),
        client_id: None,
        access: Some(Fingerprint::of(&id.to_le_bytes())),
        refresh: Some(Fingerprint::of(&(id + 1_000).to_le_bytes())),
    }
}

/// What a fake installation does with a request.
#[derive(Clone)]
pub(super) enum Step {
    /// Tells this.
    Say(Answer),
    /// Waits until [`App::release`].
    Hold,
    /// Dies.
    Panic,
}

/// An installation that does as it is told; what it was not told anything about succeeds.
#[derive(Clone)]
pub(super) struct Fake(Arc<Shared>);

struct Shared {
    asked: Mutex<Vec<Request>>,
    scripts: Mutex<VecDeque<(&'static str, Vec<Step>)>>,
    gate: Semaphore,
    changes: AtomicUsize,
    /// Whether the test is one that changes something.
    may_change: AtomicBool,
}

impl Drop for Shared {
    /// Holds for every test of the console: without leave nothing that changes something is asked for.
    fn drop(&mut self) {
        let changes = self.changes.load(Ordering::Relaxed);
        let may = self.may_change.load(Ordering::Relaxed) || std::thread::panicking();
        assert!(may || changes == 0, "{changes} changes were asked for without leave");
    }
}

impl Fake {
    fn new() -> Self {
        Self(Arc::new(Shared {
            asked: Mutex::default(),
            scripts: Mutex::default(),
            gate: Semaphore::new(0),
            changes: AtomicUsize::new(0),
            may_change: AtomicBool::new(false),
        }))
    }

    fn steps(&self, request: &Request) -> Vec<Step> {
        let mut scripts = self.0.scripts.lock().expect("no test panics while it holds this");
        let label = request.label();
        if let Some(position) = scripts.iter().position(|(of, _)| *of == label) {
            return scripts.remove(position).map(|(_, steps)| steps).unwrap_or_default();
        }
        match request {
            Request::Load | Request::OpenKey { .. } => {
                vec![Step::Say(Answer::Snapshot(snapshot("2026-11-21 03:12:04.1")))]
            }
            Request::Refresh { .. } => vec![Step::Say(Answer::Unchanged)],
            Request::ReadJournal => vec![Step::Say(Answer::Journal(Arc::default()))],
            Request::UserWhy { .. }
            | Request::CeWhy { .. }
            | Request::PlanStop { .. }
            | Request::Stop { .. } => Vec::new(),
            Request::Identify => vec![Step::Say(Answer::Identity(Arc::new(identity())))],
            Request::ListTokens { users } => {
                let rows = users.iter().zip(1_u64..).flat_map(|(user, id)| {
                    [
                        token(id * 10, user, "IAM-WLCG", 2_460, 86_400),
                        token(id * 10 + 1, user, "CheckIn-EGI", -7_200, 86_400),
                    ]
                });
                vec![
                    Step::Say(Answer::Tokens(rows.collect())),
                    Step::Say(Answer::Listed { complete: true }),
                ]
            }
            Request::FetchToken(_) | Request::ReadToken { .. } => {
                vec![Step::Say(Answer::Token(raw("opaque")))]
            }
            Request::Verify(_) => vec![Step::Say(Answer::Verified {
                signature: Box::new(genuine()),
                keys_from: None,
            })],
        }
    }
}

/// Who the tests are.
pub(super) fn identity() -> Identity {
    Identity {
        user: Some("ada".into()),
        dn: "/DC=org/CN=Ada".into(),
        group: Some("dirac_admin".into()),
        asked_group: Some("dirac_admin".into()),
        properties: vec!["ProxyManagement".into()],
        credential: CredentialKind::Proxy,
        expires: Timestamp::from_second(START + 39_720).ok(),
        findings: Vec::new(),
    }
}

impl Backend for Fake {
    async fn change(&self, request: Request, _: WriteUnlocked, sink: Sink) {
        self.0.changes.fetch_add(1, Ordering::Relaxed);
        self.run(request, sink).await;
    }

    async fn run(&self, request: Request, sink: Sink) {
        // the journal is on this host: nobody is asked for it
        let outside = request != Request::ReadJournal;
        if outside {
            self.0.asked.lock().expect("no test panics while it holds this").push(request.clone());
        }
        let reads = request.kind() == RequestKind::Read;
        for step in self.steps(&request) {
            match step {
                Step::Say(answer) => {
                    let told =
                        if reads { sink.answer(answer).await } else { sink.last(answer).await };
                    if told.is_err() {
                        return;
                    }
                }
                Step::Hold => self.0.gate.acquire().await.expect("never closed").forget(),
                Step::Panic => panic!("told to"),
            }
        }
        if !outside {
            return;
        }
        sink.record(RequestRecord {
            ahead: None,
            at: Timestamp::from_second(START).expect("a time"),
            what: request.label().into(),
            target: "https://cs.example:9135".into(),
            took: Duration::from_millis(84),
            bytes: 2_104,
            outcome: "ok".into(),
            good: true,
        });
    }
}

/// A time in seconds.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("tests stay within time")
}

fn ticking(clock: &Arc<AtomicI64>) -> Clock {
    let clock = Arc::clone(clock);
    Arc::new(move || at(clock.load(Ordering::Relaxed)))
}

/// A console and the installation behind it.
pub(super) struct App<B: Backend = Fake> {
    /// The console.
    pub(super) core: Core<B>,
    fake: Fake,
    clock: Arc<AtomicI64>,
}

impl App {
    /// A console that has just begun: nothing was asked yet.
    pub(super) fn new() -> Self {
        Self::of(Label { name: "egi-prod".into(), production: true }, |model| model)
    }

    /// A console over whose first screen a dialog lies.
    pub(super) fn asking(dialog: Dialog) -> Self {
        let label = Label { name: "egi-prod".into(), production: true };
        Self::of(label, |mut model| {
            model.ask(dialog);
            model
        })
    }

    pub(super) fn of(label: Label, change: impl FnOnce(Model) -> Model) -> Self {
        let fake = Fake::new();
        let clock = Arc::new(AtomicI64::new(START));
        let model = change(Model::new(InstallationId(1), label, at(START)));
        Self { core: Core::new(model, fake.clone(), ticking(&clock)), fake, clock }
    }

    /// A console that has begun with leave to change something, and has read everything.
    pub(super) async fn writing() -> Self {
        Self::new().unlocked().started().await
    }

    /// A console that has read everything it reads at its start.
    pub(super) async fn ready() -> Self {
        Self::new().started().await
    }

    /// The console of the demo, with everything read.
    pub(super) async fn demo() -> Self {
        Self::of(Label { name: "demo".into(), production: false }, Model::with_tour).started().await
    }

    /// The next request of this label is answered like this. Later ones as usual.
    pub(super) fn script(&self, label: &'static str, steps: &[Step]) {
        let mut scripts = self.fake.0.scripts.lock().expect("no test panics while it holds this");
        scripts.push_back((label, steps.to_vec()));
    }

    /// The next listing of tokens goes like this.
    pub(super) fn script_listing(&self, steps: &[Step]) {
        self.script("listing tokens", steps);
    }

    /// Lets one request go on that holds.
    pub(super) fn release(&self) {
        self.fake.0.gate.add_permits(1);
    }

    /// Everything that was asked so far, taken away.
    pub(super) fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.fake.0.asked.lock().expect("no test panics while it holds this"))
    }

    /// How often something was asked for that changes the installation.
    pub(super) fn changes(&self) -> usize {
        self.fake.0.changes.load(Ordering::Relaxed)
    }
}

impl<B: Backend> App<B> {
    /// A console over this installation, at this time.
    pub(super) fn over(backend: B, label: Label, now: i64) -> Self {
        let clock = Arc::new(AtomicI64::new(now));
        let core =
            Core::new(Model::new(InstallationId(1), label, at(now)), backend, ticking(&clock));
        Self { core, fake: Fake::new(), clock }
    }

    /// The same with leave to change something.
    pub(super) fn unlocked(self) -> Self {
        let Self { core, fake, clock } = self;
        fake.0.may_change.store(true, Ordering::Relaxed);
        Self { core: core.unlocked(&Leave::by_option()), fake, clock }
    }

    /// The same with everything read that is read at the start.
    pub(super) async fn started(self) -> Self {
        let mut app = self;
        app.core.start();
        app.core.settle().await;
        app
    }

    /// Everything that can be seen has been seen for long enough.
    pub(super) async fn look(&mut self) {
        self.draw();
        self.pass(1).await;
    }

    /// The dialog that lies over the screen, as text: its title, what it says, its buttons.
    pub(super) fn dialog(&self) -> String {
        let Some(Overlay::Dialog(view)) = self.screen().overlay else {
            return format!("no dialog; the notice is {}", self.notice());
        };
        let points = view.points.iter().map(|point| format!("{}| {}\n", point.label, point.text));
        let buttons: Vec<&str> = view.buttons.iter().map(|button| button.title).collect();
        format!("{}\n{}{}", view.title, points.collect::<String>(), buttons.join(" "))
    }

    /// Agrees to the dialog that lies over the screen, after typing this.
    pub(super) async fn agree(&mut self, word: &str) {
        self.look().await;
        self.text(word).await;
        if word.is_empty() {
            self.keys("tab").await;
        }
        self.look().await;
        self.keys("enter").await;
    }

    /// Presses keys, written with blanks between, and waits for nothing.
    pub(super) fn press(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.core.handle(Msg::Key(key.parse().expect("the key of a test")));
        }
    }

    /// Presses keys and waits until nothing is under way.
    pub(super) async fn keys(&mut self, keys: &str) {
        self.press(keys);
        self.core.settle().await;
    }

    /// Types a text, letter by letter.
    pub(super) async fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.core.handle(Msg::Key(dirac_tokens::input::key::Key::char(c)));
        }
        self.core.settle().await;
    }

    /// Time passes.
    pub(super) async fn pass(&mut self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
        self.core.handle(Msg::Tick);
        self.core.settle().await;
    }

    /// Time passes, and nothing is waited for.
    pub(super) fn tick(&mut self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
        self.core.handle(Msg::Tick);
    }

    /// The screen is drawn as it stands.
    pub(super) fn draw(&mut self) {
        self.draw_at(120, 30);
    }

    /// The same on a terminal of this size.
    pub(super) fn draw_at(&mut self, columns: u16, lines: u16) {
        let area = Rect::new(0, 0, columns, lines);
        let mut buffer = Buffer::empty(area);
        let hits = draw(&self.core.repaint(), &Theme::mono(), area, &mut buffer);
        self.core.drawn(&hits);
    }

    /// Takes messages in until `condition` holds.
    pub(super) async fn until(&mut self, condition: impl Fn(&Screenful<'_>) -> bool) {
        while !condition(&self.core.model().present()) {
            self.core.wait().await;
        }
    }

    /// What the screen shows.
    pub(super) fn screen(&self) -> Screenful<'_> {
        self.core.model().present()
    }

    /// The rows shown, without the column of marks: cells joined by ` | `.
    pub(super) fn rows(&self) -> Vec<String> {
        let screen = self.screen();
        let Body::Grid { grid, .. } = &screen.body else { return Vec::new() };
        let columns = grid.rows.columns().len();
        let shown = grid.order.iter().map(|row| {
            let cell = |column| grid.rows.cell(*row as usize, column, screen.now).text.into_owned();
            (0..columns).map(cell).collect::<Vec<_>>().join(" | ")
        });
        shown.collect()
    }

    /// The first column with text of each row shown: its name.
    pub(super) fn names(&self, column: &str) -> Vec<String> {
        let screen = self.screen();
        let Body::Grid { grid, .. } = &screen.body else { return Vec::new() };
        let column = grid.rows.columns().iter().position(|c| c.id == column).expect("a column");
        let name = |row: &u32| grid.rows.cell(*row as usize, column, screen.now).text.into_owned();
        grid.order.iter().map(name).collect()
    }

    /// Key of the row under the cursor.
    pub(super) fn under_cursor(&self) -> String {
        let screen = self.screen();
        let Body::Grid { grid, .. } = &screen.body else { return String::new() };
        let row = grid.order.get(grid.cursor);
        row.map(|row| grid.rows.key(*row as usize).into_owned()).unwrap_or_default()
    }

    /// The detail as text.
    pub(super) fn detail(&self) -> String {
        match self.screen().body {
            Body::Grid { detail, .. } | Body::Sheet { detail, .. } | Body::Page(detail) => {
                text_of(&detail)
            }
        }
    }

    /// Title of the pane, or what stands in place of rows.
    pub(super) fn title(&self) -> String {
        match self.screen().body {
            Body::Grid { grid, .. } => grid.title,
            Body::Sheet { sheet, .. } => sheet.title,
            Body::Page(detail) => detail.title,
        }
    }

    /// What stands in place of rows.
    pub(super) fn empty(&self) -> String {
        match self.screen().body {
            Body::Grid { grid, .. } => grid.empty.join(" "),
            Body::Sheet { sheet, .. } => sheet.empty.join(" "),
            Body::Page(_) => String::new(),
        }
    }

    /// The notice on screen: what happened and what to do.
    pub(super) fn notice(&self) -> String {
        let notice = self.screen().notice;
        notice.map(|notice| format!("{} {}", notice.what, notice.next)).unwrap_or_default()
    }

    /// Lines of the palette or menu that lies over the screen.
    pub(super) fn lines(&self) -> Vec<String> {
        match self.screen().overlay {
            Some(Overlay::Palette { lines, .. }) => lines.into_iter().map(|l| l.title).collect(),
            Some(Overlay::Menu { lines, .. }) => lines,
            _ => Vec::new(),
        }
    }

    /// Title of the screen shown.
    pub(super) fn tab(&self) -> &'static str {
        let screen = self.screen();
        screen.tabs.iter().find(|tab| tab.active).map_or("", |tab| tab.title)
    }

    /// The footer: `enter open  space select`.
    pub(super) fn footer(&self) -> String {
        let hints = self.screen().footer;
        let hints = hints.iter().map(|hint| format!("{} {}", hint.key, hint.title));
        hints.collect::<Vec<_>>().join("  ")
    }
}

fn text_of(detail: &Detail) -> String {
    let mut text = format!("{} {}\n", detail.title, detail.kind);
    for line in &detail.lines {
        let line = match line {
            Line::Field { label, value, .. } => format!("{label} {value}"),
            Line::Heading(heading) => heading.clone(),
            Line::Text { text, .. } => text.clone(),
            Line::Step { head, text, .. } => format!("{head} {text}"),
            Line::Blank => String::new(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A problem of this class.
pub(super) fn problem(class: Class, message: &str) -> Problem {
    Problem::new(class, "test", message, "Try something else.")
}
