//! What the console says of its own defects and of what it could not record.

use std::time::Duration;

use super::*;
use crate::app::effect::Request;
use crate::app::model::Label;
use crate::app::route::Route;
use crate::store::requests::RequestRecord;
use crate::store::stamp::InstallationId;

/// Panics for every request.
struct Broken;

impl Backend for Broken {
    async fn run(&self, _: Request, _: Sink) {
        panic!("client_secret=hunter2hunter2")
    }
}

/// Sends more requests at once than the queue has room for.
struct Hasty;

/// How many.
const SENT: usize = QUEUE + 40;

impl Backend for Hasty {
    async fn run(&self, _: Request, sink: Sink) {
        for number in 0..SENT {
            sink.record(RequestRecord {
                at: Timestamp::UNIX_EPOCH,
                what: number.to_string(),
                target: String::new(),
                took: Duration::ZERO,
                bytes: 0,
                outcome: "ok".into(),
                ahead: None,
                good: true,
            });
        }
    }
}

fn core<B: Backend>(backend: B) -> Core<B> {
    let now = Timestamp::UNIX_EPOCH;
    let model = Model::new(InstallationId(1), Label::default(), now);
    Core::new(model, backend, Arc::new(move || now))
}

#[tokio::test]
async fn a_request_that_panics_is_told_and_everything_else_goes_on() {
    let mut core = core(Broken);
    core.start();
    core.settle().await;
    let (problem, _) = core.model().configuration.problem().expect("it failed");
    assert!(
        problem.message.contains("internal error ended this: reading the configuration"),
        "{problem}"
    );
    assert!(!problem.to_string().contains("hunter2"), "{problem}");
    core.handle(Msg::Key("n".parse().unwrap()));
    assert!(core.frame().is_some_and(|screen| screen.overlay.is_some()), "the notices open");
}

#[tokio::test]
async fn requests_that_came_too_fast_are_counted_where_the_others_stand() {
    let mut core = core(Hasty);
    core.start();
    core.settle().await;
    let requests = &core.model().requests;
    assert!(requests.lost() > 0, "the queue was full");
    assert_eq!(requests.len() as u64 + requests.lost(), SENT as u64);
    let lost = requests.lost();
    core.handle(Msg::Key("7".parse().unwrap()));
    assert_eq!(core.model().route(), Route::Log);
    let screen = core.frame().unwrap();
    let crate::app::present::Body::Grid { grid, .. } = &screen.body else {
        panic!("the log is a list")
    };
    assert_eq!(grid.title, format!("Log · {lost} requests came too fast to be recorded"));
}
