//! The run: reads, compares with the plan, revokes, deletes, proves. Nothing that changes something is sent twice.

mod revoke;
mod rows;

use jiff::Timestamp;

use super::desk::Desk;
use super::past::{Key, Past};
use super::words::{self, Told};
use crate::domain::stop::{Death, Done, Fate, How, Plan, Report, Rows, Step, StepKind, outcome};
use crate::ops::problem::explained;
use crate::store::journal::{Journal, Record};
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::oidc::{IssuerChanges, IssuerService};
use crate::wire::service::{TokenManagerChanges, TokenManagerService};

/// Carries out `plan`, as far as it was agreed to and no further; says what became of it, in words that are true.
///
/// `past` is what an earlier run of this id wrote, if one was interrupted; `how` is then that run's. Nothing is sent that is
/// not in the journal. A row that appeared since the plan was made, or that holds another refresh token now, stops it: that
/// was not agreed to. To be cancelled between two ids only: dropped halfway, it leaves open what a step did.
pub async fn stop<M: TokenManagerChanges, I: IssuerChanges>(
    desk: &Desk<M, I>,
    plan: &Plan,
    how: How,
    past: &Past,
    journal: &mut dyn Journal,
) -> Report {
    let mut run = Run::new(desk, plan, how, past, journal);
    // a halt has left its reason; what is known by then is what is told
    let _: Result<(), Halt> = run.go().await;
    run.report()
}

/// The run goes no further; why is in [`Run::halted`].
struct Halt;

/// A refresh token that had not ended by itself when the plan was made, or that an earlier run knew.
struct Token {
    key: Key,
    row: Option<u64>,
    until: Option<Timestamp>,
    death: Death,
    why: String,
    /// The issuer said to the client of now that it is active.
    was_active: bool,
}

struct Run<'r, M, I> {
    desk: &'r Desk<M, I>,
    plan: &'r Plan,
    how: How,
    past: &'r Past,
    journal: &'r mut dyn Journal,
    tokens: Vec<Token>,
    rows: Rows,
    steps: Vec<Step>,
    halted: Option<String>,
}

impl<'r, M: TokenManagerService, I: IssuerService> Run<'r, M, I> {
    fn new(
        desk: &'r Desk<M, I>,
        plan: &'r Plan,
        how: How,
        past: &'r Past,
        journal: &'r mut dyn Journal,
    ) -> Self {
        let rows = if plan.rows.is_empty() && past.is_none() {
            Rows::NeverThere
        } else if past.deletion().is_begun() {
            Rows::InDoubt
        } else {
            Rows::There
        };
        let (tokens, steps) = (tokens(plan, past), Vec::new());
        Self { desk, plan, how, past, journal, tokens, rows, steps, halted: None }
    }

    /// Goes no further, for this reason.
    fn halt<T>(&mut self, why: impl Into<String>) -> Result<T, Halt> {
        self.halted.get_or_insert(why.into());
        Err(Halt)
    }

    /// Writes a record down; goes no further if that fails.
    fn write(&mut self, record: &Record) -> Result<(), Halt> {
        match self.journal.write(record) {
            Ok(()) => Ok(()),
            Err(why) => self.halt(format!(
                "The journal cannot be written, so nothing more was sent: {}.",
                why.trim_end_matches('.')
            )),
        }
    }

    /// What is about to be sent.
    fn intend(&mut self, step: StepKind, key: Option<&Key>) -> Result<(), Halt> {
        let record = Record::Intent {
            at: self.desk.now(),
            token_id: self.plan.token_id.clone(),
            step,
            provider: key.map(|key| key.0.clone()),
            refresh: key.map(|key| key.1),
            rows: match step {
                StepKind::Delete => self.plan.rows.iter().map(|one| one.row.print()).collect(),
                _ => Vec::new(),
            },
        };
        self.write(&record)
    }

    /// A step has ended. It is part of the report even where it cannot be written down.
    fn ended(&mut self, step: Step) -> Result<(), Halt> {
        let record = Record::Ended {
            at: self.desk.now(),
            token_id: self.plan.token_id.clone(),
            step: step.kind,
            provider: step.provider.clone(),
            refresh: step.refresh,
            done: step.done,
            active: step.active,
            evidence: step.evidence.clone(),
        };
        self.steps.push(step);
        self.write(&record)
    }

    /// A step that no later run needs to know of.
    fn saw(&mut self, kind: StepKind, done: Done, evidence: impl Into<String>) {
        self.steps.push(step(kind, done, evidence));
    }

    /// An error in words; with what to do, where that is not what is done here anyway.
    fn sentence(&self, error: &WireError) -> String {
        let problem = explained(error, self.desk.inventory());
        match error.kind() {
            ErrorKind::Unauthorized { .. } | ErrorKind::Issuer(_) if !error.ambiguous() => {
                problem.to_string()
            }
            _ => problem.message,
        }
    }

    fn report(self) -> Report {
        let deaths: Vec<Death> = self.tokens.iter().map(|token| token.death).collect();
        let word = outcome(self.how, &deaths, self.rows);
        let told: Vec<Told> = self.tokens.into_iter().map(Told::from).collect();
        let access: Vec<(String, Timestamp)> = self
            .plan
            .rows
            .iter()
            .filter_map(|row| Some((row.row.provider.clone(), row.access_until?)))
            .collect();
        Report {
            token_id: self.plan.token_id.clone(),
            user: self.plan.user.clone(),
            outcome: word,
            summary: words::summary(word, self.how, &told, self.rows, self.halted.as_deref()),
            steps: self.steps,
            lasting: words::lasting(&told, &access, self.rows, self.desk.now()),
        }
    }
}

impl<M: TokenManagerChanges, I: IssuerChanges> Run<'_, M, I> {
    async fn go(&mut self) -> Result<(), Halt> {
        if let Err(problem) = self.desk.admit(&self.plan.token_id) {
            return self.halt(problem.to_string());
        }
        let present = self.read().await?;
        if present.is_empty() {
            self.tell_of_earlier();
            return Ok(());
        }
        if self.how != How::Row {
            self.check_reach(&present)?;
            self.revoke_all(&present).await?;
        }
        let kept = |token: &Token| !token.death.lets_row_go();
        if self.how == How::Revoke && self.tokens.iter().any(kept) {
            return Ok(());
        }
        // one that does not answer takes the longest
        let asked = |token: &Token| matches!(self.fate(token), Some(Fate::Revocable { .. }));
        let slow = self.how != How::Row && self.tokens.iter().any(asked);
        if slow && !self.read_again().await? {
            return Ok(());
        }
        self.leave_alive()?;
        self.delete().await
    }
}

impl From<Token> for Told {
    fn from(token: Token) -> Self {
        let Token { key, until, death, why, .. } = token;
        Self { provider: key.0, until, death, why }
    }
}

/// A step about the rows.
fn step(kind: StepKind, done: Done, evidence: impl Into<String>) -> Step {
    let evidence = evidence.into();
    Step { kind, provider: None, row: None, refresh: None, done, active: None, evidence }
}

/// The refresh tokens that count: those of the plan that were in time, and those that only an earlier run knew.
fn tokens(plan: &Plan, past: &Past) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut over: Vec<Key> = Vec::new();
    for planned in &plan.rows {
        let Some(refresh) = planned.row.refresh else { continue };
        let key = (planned.row.provider.clone(), refresh);
        let why = match &planned.refresh {
            Fate::None | Fate::Over => {
                over.push(key);
                continue;
            }
            Fate::Revocable { .. } => "It was not revoked.".to_owned(),
            Fate::OutOfReach(why) => why.clone(),
        };
        if tokens.iter().any(|token| token.key == key) {
            continue;
        }
        let death = past.token(&key).death();
        let why = if death == Death::Alive { why } else { of_the_past(death) };
        let until = planned.row.refresh_expires;
        tokens.push(Token { key, row: planned.row.id, until, death, why, was_active: false });
    }
    for (key, recorded) in past.tokens() {
        let death = recorded.death();
        let known = tokens.iter().any(|token| token.key == *key);
        let ended = over.contains(key) && death != Death::Proven;
        if known || ended {
            continue;
        }
        let why = of_the_past(death);
        tokens.push(Token {
            key: key.clone(),
            row: None,
            until: None,
            death,
            why,
            was_active: false,
        });
    }
    tokens
}

/// Why a token is what the record of an earlier run says.
fn of_the_past(death: Death) -> String {
    match death {
        Death::Proven => "An earlier run revoked it, and its issuer said so.",
        Death::Accepted => {
            "An earlier run had it revoked; the issuer answered 200, as it does for any token, and that is all that is known."
        }
        Death::InDoubt => {
            "An earlier run was cut off while it was being revoked, and nobody can tell whether it was."
        }
        Death::Lost | Death::Alive => "An earlier run did not revoke it.",
    }
    .to_owned()
}
