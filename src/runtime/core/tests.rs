//! What the message loop promises, whatever the installation does.

use std::sync::Mutex;

use super::*;
use crate::app::effect::Request;
use crate::app::model::Label;
use crate::app::msg::{Answer, Place};
use crate::app::route::Route;
use crate::store::installation::Snapshot;
use crate::store::resource::Progress;
use crate::store::stamp::InstallationId;

/// What the fake does with every request.
#[derive(Clone, Copy)]
enum Manner {
    /// Tells more than the queue holds, then answers.
    Talks,
    /// Never answers.
    Hangs,
    /// Answers at once.
    Answers,
}

struct Fake {
    manner: Manner,
    given_up: Arc<Mutex<Vec<CancellationToken>>>,
}

impl Backend for Fake {
    async fn run(&self, _: Request, sink: Sink) {
        self.given_up.lock().unwrap().push(sink.cancelled().clone());
        match self.manner {
            Manner::Hangs => std::future::pending().await,
            Manner::Talks => {
                for done in 0..3 * QUEUE {
                    if sink.progress(done, None, "things").await.is_err() {
                        return;
                    }
                }
            }
            Manner::Answers => {}
        }
        let _ = sink.answer(Answer::Snapshot(Arc::new(Snapshot::default()))).await;
    }
}

type Tokens = Arc<Mutex<Vec<CancellationToken>>>;

fn core(manner: Manner) -> (Core<Fake>, Tokens) {
    let now = Timestamp::UNIX_EPOCH;
    let model = Model::new(InstallationId(1), Label::default(), now);
    let given_up = Tokens::default();
    let fake = Fake { manner, given_up: Arc::clone(&given_up) };
    (Core::new(model, fake, Arc::new(move || now)), given_up)
}

#[tokio::test]
async fn a_backend_that_tells_more_than_the_queue_holds_waits_and_loses_nothing() {
    let (mut core, _) = core(Manner::Talks);
    core.start();
    core.settle().await;
    assert!(core.idle());
    assert!(core.model().configuration.value().is_some());
}

#[tokio::test]
async fn waiting_may_be_given_up_and_begun_again_without_losing_anything() {
    let (mut core, _) = core(Manner::Talks);
    core.start();
    while !core.idle() {
        tokio::select! {
            biased;
            () = tokio::task::yield_now() => {}
            () = core.wait() => {}
        }
    }
    assert!(core.model().configuration.value().is_some());
}

#[tokio::test]
async fn a_frame_is_there_only_when_something_has_changed() {
    let (mut core, _) = core(Manner::Answers);
    assert!(core.frame().is_some(), "the first one, before anything is asked");
    assert!(core.frame().is_none());
    core.handle(Msg::Viewport(core.model().viewport()));
    assert!(core.frame().is_none(), "nothing new");
    core.handle(Msg::Point(Place::Screen(Route::Log)));
    assert!(core.frame().is_some());
}

#[tokio::test]
async fn what_is_under_way_is_known_and_ends_with_the_console() {
    let (mut core, given_up) = core(Manner::Hangs);
    core.start();
    assert!(!core.idle());
    let labels: Vec<&str> = core.tasks().map(|(_, task)| task.label).collect();
    assert_eq!(labels, ["reading the configuration"]);
    // let the task begin
    while given_up.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(core);
    assert!(given_up.lock().unwrap().iter().all(CancellationToken::is_cancelled));
}

#[tokio::test]
async fn giving_up_a_request_that_hangs_brings_the_console_to_rest() {
    let (mut core, _) = core(Manner::Hangs);
    core.start();
    core.stop();
    core.settle().await;
    assert!(core.idle());
}

#[tokio::test]
async fn progress_of_a_request_that_nobody_waits_for_is_dropped() {
    let (mut core, _) = core(Manner::Answers);
    let progress = Progress { done: 1, total: None, unit: "things" };
    let answer = Answer::Progress(progress);
    let _ = core.frame();
    core.handle(Msg::Answer { stamp: Stamp::default(), answer });
    assert!(core.frame().is_none() && core.idle());
}
