//! What the message loop promises, whatever the installation does.

use std::sync::Mutex;
use std::sync::atomic::AtomicI64;

use super::*;
use crate::app::confirm::Dialog;
use crate::app::effect::{Effect, Request};
use crate::app::model::Label;
use crate::app::msg::{Answer, Place};
use crate::app::route::Route;
use crate::domain::stop::How;
use crate::store::installation::Snapshot;
use crate::store::resource::Progress;
use crate::store::stamp::InstallationId;
use crate::wire::rpc::WriteUnlocked;

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

/// Takes note of what it is asked to change.
#[derive(Clone, Default)]
struct Changing(Arc<Mutex<Vec<&'static str>>>);

impl Backend for Changing {
    async fn run(&self, _: Request, _: Sink) {}

    async fn change(&self, request: Request, _: WriteUnlocked, _: Sink) {
        self.0.lock().unwrap().push(request.label());
    }
}

#[tokio::test]
async fn what_changes_something_reaches_the_installation_only_with_leave_that_has_not_ended() {
    let backend = Changing::default();
    let clock = Arc::new(AtomicI64::new(0));
    let ticking = Arc::clone(&clock);
    let now = move || Timestamp::from_second(ticking.load(Ordering::Relaxed)).unwrap();
    let model = Model::new(InstallationId(1), Label::default(), now());
    let mut core = Core::new(model, backend.clone(), Arc::new(now));
    let stop = || Effect::Ask {
        stamp: Stamp::default(),
        request: Request::Stop { plans: Arc::new([]), how: How::Row, resumes: None },
    };
    let mut sent = 0;
    let mut expect = async |core: &mut Core<Changing>, more: usize, why: &str| {
        core.run(stop());
        core.settle().await;
        sent += more;
        assert_eq!(backend.0.lock().unwrap().len(), sent, "{why}");
    };
    expect(&mut core, 0, "read-only at first").await;
    core.run(Effect::Unlock(Dialog::leave_at((core.clock)())));
    expect(&mut core, 1, "unlocked").await;
    clock.store(899, Ordering::Relaxed);
    expect(&mut core, 1, "the last second").await;
    clock.store(900, Ordering::Relaxed);
    expect(&mut core, 0, "it has ended, whatever the model thinks").await;
    core.run(Effect::Unlock(Leave::by_option()));
    expect(&mut core, 1, "by the option").await;
    core.run(Effect::Lock);
    expect(&mut core, 0, "locked").await;
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
