//! Carrying effects out: requests become tasks, arrangements go to the worker.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::backend::{Backend, Sink};
use super::{Core, Task};
use crate::app::effect::{Effect, Request, RequestKind};
use crate::app::msg::{Answer, Msg};
use crate::app::write::Write;
use crate::domain::problem::{Class, Problem};
use crate::store::stamp::Stamp;
use crate::telemetry::crash;
use crate::wire::rpc::WriteUnlocked;

impl<B: Backend> Core<B> {
    pub(super) fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { stamp, request } => self.ask(stamp, request),
            Effect::Cancel(stamp) => {
                if let Some(task) = self.tasks.get(&stamp) {
                    task.cancel.cancel();
                }
            }
            Effect::Arrange { stamp, arrangement } => {
                self.worker.arrange(stamp, arrangement, self.sender.clone());
            }
            Effect::QuitAfter(stamp) => match self.tasks.get(&stamp) {
                Some(task) => {
                    task.cancel.cancel();
                    self.leaving = Some(stamp);
                }
                None => self.quitting = true,
            },
            Effect::Unlock(leave) => self.write = leave.write(),
            Effect::Lock => self.write = Write::default(),
            Effect::Quit => self.quitting = true,
        }
    }

    fn ask(&mut self, stamp: Stamp, request: Request) {
        let cancel = CancellationToken::new();
        let task = Task { label: request.label(), since: (self.clock)(), cancel: cancel.clone() };
        self.tasks.insert(stamp, task);
        let lost = Arc::clone(&self.lost);
        let sink = Sink { stamp, sender: self.sender.clone(), cancel, lost };
        let sender = self.sender.clone();
        let backend = Arc::clone(&self.backend);
        let label = request.label();
        tracing::info!(target: "dirac_tokens::task", "{label}");
        let teller = sink.clone();
        // proof of leave is made here and nowhere else in the console
        let leave = self.write.allows((self.clock)()).then(WriteUnlocked::asked_for);
        let work = tokio::spawn(async move { carry_out(&*backend, request, leave, sink).await });
        tokio::spawn(async move {
            if work.await.is_err_and(|error| error.is_panic()) {
                // a task that panicked ends alone: the console says so and goes on
                let _ = teller.answer(Answer::Failed(broken(label))).await;
            }
            tracing::info!(target: "dirac_tokens::task", "ended: {label}");
            // without a receiver there is no console that could wait for the end
            let _ = sender.send(Msg::Ended(stamp)).await;
        });
    }
}

/// A defect of ours ended `what`. The panic's message is in the report, not here: nobody knows what is in it.
pub(in crate::runtime) fn broken(what: &str) -> Problem {
    let message = format!("An internal error ended this: {what}.");
    let remedy = match crash::latest() {
        Some(report) => format!("The report is at {}. Everything else goes on.", report.display()),
        None => "Everything else goes on.".to_owned(),
    };
    Problem::new(Class::Unreachable, what, message, remedy)
}

async fn carry_out<B: Backend>(
    backend: &B,
    request: Request,
    leave: Option<WriteUnlocked>,
    sink: Sink,
) {
    match (request.kind(), leave) {
        (RequestKind::Read, _) => {
            let cancel = sink.cancel.clone();
            tokio::select! {
                biased;
                () = cancel.cancelled() => {}
                () = backend.run(request, sink) => {}
            }
        }
        // never dropped where it stands: it ends between two steps when it is given up
        (RequestKind::IssuesCredential | RequestKind::Mutating, Some(leave)) => {
            backend.change(request, leave, sink).await;
        }
        // design.md 6.3: refused here too, whatever update thought
        (RequestKind::IssuesCredential | RequestKind::Mutating, None) => {
            let problem = Problem::new(
                Class::Refused,
                request.label(),
                format!("This session is read-only, so this was not done: {}.", request.label()),
                "",
            );
            // nobody listens: nothing to be told
            let _ = sink.answer(Answer::Failed(problem)).await;
        }
    }
}
