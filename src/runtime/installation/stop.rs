//! Stopping stored tokens: plans, runs, and the journal of this host.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::{Installation, Open};
use crate::app::effect::Request;
use crate::app::msg::Answer;
use crate::disk::journal::{Runs, Writer};
use crate::domain::problem::{Class, Problem};
use crate::domain::stop::{How, Plan, Report};
use crate::ops::bulk::{self, Event, Halt, Job};
use crate::ops::load::Configuration;
use crate::ops::runs;
use crate::ops::stop::{ReadDesk, plan};
use crate::runtime::core::{Sink, Stopped, broken};
use crate::store::journal::Kept;
use crate::wire::rpc::WriteUnlocked;

/// What a run tells while it goes on.
enum Told {
    Begins(usize),
    Settled(Arc<Report>),
}

impl Installation {
    /// What stopping these token ids would do. One that cannot be looked at is told, and left out.
    pub(super) async fn plan_stop(
        &self,
        token_ids: &[String],
        how: How,
        sink: &Sink,
    ) -> Result<Answer, Problem> {
        let (desk, _) = self.desk().await?;
        let (mut plans, mut last) = (Vec::with_capacity(token_ids.len()), None);
        for (done, token_id) in token_ids.iter().enumerate() {
            // nobody waits for it any more: this future is dropped at its next step
            let _ = sink.progress(done, Some(token_ids.len()), "token ids").await;
            match plan(&desk, token_id, how).await {
                Ok(plan) => plans.push(plan),
                Err(problem) => {
                    if token_ids.len() > 1 {
                        let _ = sink.answer(Answer::Problem(problem.clone())).await;
                    }
                    last = Some(problem);
                }
            }
        }
        match last {
            Some(problem) if plans.is_empty() => Err(problem),
            _ => Ok(Answer::StopPlans(plans.into())),
        }
    }

    /// Carries a run out, or goes on with one.
    pub(super) async fn stop(&self, request: Request, leave: WriteUnlocked, sink: &Sink) {
        let Request::Stop { plans, how, resumes } = request else { return };
        let answer = match self.run_of(&plans, how, resumes, &leave, sink).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(Stopped)) => return,
            Err(problem) => Answer::Failed(problem),
        };
        // given up: nobody waits for the answer
        let _ = sink.last(answer).await;
    }

    async fn run_of(
        &self,
        plans: &[Plan],
        how: How,
        resumes: Option<String>,
        leave: &WriteUnlocked,
        sink: &Sink,
    ) -> Result<Result<Answer, Stopped>, Problem> {
        let (desk, open) = self.desk().await?;
        let desk = desk.unlock(leave);
        let journal = self.journal()?;
        let mut plans = Cow::Borrowed(plans);
        let (past, mut writer, apart) = if let Some(name) = resumes {
            let (kept, writer) = taken_up(journal, &name, &open)?;
            let apart = only_left(&mut plans, &kept);
            (kept.records, writer, apart)
        } else {
            let token_ids = plans.iter().map(|plan| plan.token_id.clone()).collect();
            let (connection, now) = (&open.connection, open.connection.now());
            let beginning = runs::stopping(connection, desk.who(), how, token_ids, now);
            (Vec::new(), journal.begin(beginning)?.1, 0)
        };
        // the run tells as it goes, the console takes when it can
        let (tell, mut told) = mpsc::unbounded_channel();
        let job = Job { plans: &plans, how, past: &past, apart };
        let clock = open.connection.clock();
        let running = async {
            let tell = tell;
            bulk::run(&desk, job, &mut writer, clock, sink.cancelled(), |event| {
                // nobody takes it once the console has stopped listening
                let _ = tell.send(match event {
                    Event::Begins { number, .. } => Told::Begins(number),
                    Event::Settled(report) => Told::Settled(Arc::new(report.clone())),
                });
            })
            .await
        };
        let forward = async {
            while let Some(told) = told.recv().await {
                let answer = match told {
                    Told::Begins(number) => {
                        Answer::Progress(progress(number.saturating_sub(1), plans.len()))
                    }
                    Told::Settled(report) => Answer::Stopped(report),
                };
                // told even when it is to end: what was done has to be known
                if sink.last(answer).await.is_err() {
                    return Err(Stopped);
                }
            }
            Ok(())
        };
        let (end, forwarded) = tokio::join!(running, forward);
        if let Err(stopped) = forwarded {
            return Ok(Err(stopped));
        }
        let why = match end.halted {
            None if apart > 0 => Some(format!("{apart} of them could not be looked at.")),
            None | Some(Halt::Cancelled) => None,
            Some(Halt::Journal(why)) => Some(format!("The journal cannot be written: {why}")),
            Some(Halt::Unreachable(why)) => {
                Some(format!("The TokenManager does not answer: {why}"))
            }
        };
        Ok(Ok(Answer::StopOver { left: end.left, why }))
    }

    /// The journal as it stands.
    pub(super) async fn read_journal(&self) -> Result<Answer, Problem> {
        let Some(journal) = self.journal.clone() else {
            return Ok(Answer::Journal(Arc::default()));
        };
        let (servers, _) = self.plan.servers();
        let read = tokio::task::spawn_blocking(move || runs::journaled(&journal, &servers));
        let journaled = read.await.map_err(|_| broken("reading the journal"))??;
        Ok(Answer::Journal(Arc::new(journaled)))
    }

    /// The desk for one plan or run: who we are is asked anew.
    async fn desk(&self) -> Result<(ReadDesk, Open), Problem> {
        let open = self.opened().await?;
        let configuration = Configuration {
            tree: Arc::clone(&open.tree),
            snapshot: Arc::clone(&open.snapshot),
            as_of: open.connection.now(),
        };
        Ok((ReadDesk::at(&self.plan, &open.connection, &configuration).await?, open))
    }

    fn journal(&self) -> Result<&Runs, Problem> {
        self.journal.as_ref().ok_or_else(|| {
            Problem::new(
                Class::Usage,
                "journal",
                "There is no directory for the journal, and nothing is changed without one.",
                "Set HOME or XDG_STATE_HOME.",
            )
        })
    }
}

/// Takes those plans away whose ids are settled: another process may have gone on with the run since they were made. Says how
/// many ids of it are left that have no plan.
fn only_left(plans: &mut Cow<'_, [Plan]>, kept: &Kept) -> usize {
    let left: HashSet<&str> = kept.left().into_iter().collect();
    if plans.iter().any(|plan| !left.contains(plan.token_id.as_str())) {
        plans.to_mut().retain(|plan| left.contains(plan.token_id.as_str()));
    }
    let planned: HashSet<&str> = plans.iter().map(|plan| plan.token_id.as_str()).collect();
    left.difference(&planned).count()
}

/// A run that was cut off: what it holds, and the pen.
fn taken_up(journal: &Runs, name: &str, open: &Open) -> Result<(Kept, Writer), Problem> {
    let (kept, writer) = journal.resume(name)?;
    if runs::is_of(&kept.run, &open.connection) {
        return Ok((kept, writer));
    }
    let message =
        format!("The run {name} belongs to another installation: {}.", kept.run.installation);
    Err(Problem::new(Class::Refused, "journal", message, "Go on with it there."))
}

fn progress(done: usize, total: usize) -> crate::store::resource::Progress {
    crate::store::resource::Progress { done, total: Some(total), unit: "token ids" }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::stop::Outcome;
    use crate::store::journal::{Purpose, Record, Run};

    #[test]
    fn what_is_settled_meanwhile_is_not_done_again_and_what_has_no_plan_is_left() {
        let at = Timestamp::UNIX_EPOCH;
        let ids = ["a", "b", "c", "d"].map(str::to_owned);
        let settled = |id: &str| Record::Settled {
            at,
            token_id: id.to_owned(),
            outcome: Outcome::Revoked,
            summary: String::new(),
        };
        let kept = Kept {
            run: Run {
                name: "r".into(),
                started: at,
                installation: "here".into(),
                who: "ada".into(),
                purpose: Purpose::Stop { how: How::Revoke, token_ids: ids.to_vec() },
            },
            records: vec![settled("a"), settled("b")],
            torn: false,
            live: false,
        };
        let plan =
            |id: &str| Plan { token_id: id.to_owned(), user: None, rows: Vec::new(), as_of: at };
        let agreed = [plan("b"), plan("c")];
        let mut plans = Cow::Borrowed(&agreed[..]);
        assert_eq!(only_left(&mut plans, &kept), 1, "nobody planned d");
        let left: Vec<&str> = plans.iter().map(|plan| plan.token_id.as_str()).collect();
        assert_eq!(left, ["c"]);
    }
}
