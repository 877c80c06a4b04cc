//! The rows: read and compared with the plan, deleted once, and looked for again.

use super::{Halt, Key, Run, step};
use crate::domain::permission::{What, judge};
use crate::domain::stop::{Death, Done, How, Rows, StepKind};
use crate::domain::token::{ListedToken, StoredTokens};
use crate::ops::stop::plan::is_in_time;
use crate::ops::stop::words;
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::oidc::IssuerChanges;
use crate::wire::service::TokenManagerChanges;

impl<M: TokenManagerChanges, I: IssuerChanges> Run<'_, M, I> {
    /// The rows as they are now, with their tokens. Halts where they are not those of the plan.
    pub(super) async fn read(&mut self) -> Result<Vec<StoredTokens>, Halt> {
        let present = match self.desk.manager.tokens_of_id(&self.plan.token_id).await {
            Ok(present) => present,
            Err(error) => {
                let why = self.sentence(&error);
                self.saw(StepKind::Read, Done::No, &why);
                return self
                    .halt(format!("The rows could not be read, so nothing was sent. {why}"));
            }
        };
        let rows = present.iter().map(|stored| &stored.row);
        if let Some(problem) = words::strangers(&self.plan.token_id, rows) {
            self.saw(StepKind::Read, Done::Yes, &problem.message);
            self.rows = Rows::There;
            return self.halt(problem.to_string());
        }
        if let Some(what) = self.unplanned(present.iter().map(|stored| &stored.row)) {
            self.saw(StepKind::Read, Done::Yes, &what);
            self.rows = Rows::There;
            return self.halt(format!("{what} Nothing was sent. Plan anew."));
        }
        if let Some(what) = self.successors(&present) {
            self.saw(StepKind::Read, Done::Yes, &what);
            return self.halt(format!("{what} Nothing was sent. Plan anew."));
        }
        self.compare(&present);
        Ok(present)
    }

    /// The sentence that a row is not one of the plan; `None` if all are.
    fn unplanned<'r>(&self, mut rows: impl Iterator<Item = &'r ListedToken>) -> Option<String> {
        let planned = |row: &&ListedToken| self.plan.rows.iter().any(|one| is_same(&one.row, row));
        let new = rows.find(|row| !planned(row))?;
        let named = named(new);
        Some(format!("{named} is not what was planned: it appeared or changed since."))
    }

    /// The sentence that an interrupted run has sent the deletion and that a row is here now which it was not sent for: then it
    /// had effect and somebody has logged in again, or the row was renewed. `None` if all rows are those.
    ///
    /// A run of an earlier program did not write the rows down. Of that one the tokens are compared, and a row is another one if
    /// none is known and it is in time; where it wrote down no token either, nothing can be told.
    fn successors(&self, present: &[StoredTokens]) -> Option<String> {
        if !self.past.deletion().is_begun() {
            return None;
        }
        let another = |row: &ListedToken| {
            let named = named(row);
            format!("{named} was not there, as it is, when an earlier run sent the deletion.")
        };
        let sent_for = self.past.rows();
        if !sent_for.is_empty() {
            let new = present.iter().find(|stored| !sent_for.contains(&stored.row.print()))?;
            return Some(another(&new.row));
        }
        self.past.tokens().next()?;
        let known = |stored: &StoredTokens| {
            let of_row = |(provider, refresh): &Key| {
                *provider == stored.row.provider && stored.row.refresh == Some(*refresh)
            };
            self.past.tokens().any(|(key, _)| of_row(key))
        };
        if present.iter().any(known) {
            return None;
        }
        let now = self.desk.now();
        let new = present.iter().find(|stored| is_in_time(&stored.row, now))?;
        Some(another(&new.row))
    }

    /// Reads the rows again, for issuers may have been slow: a row that appeared meanwhile would be deleted unseen, with the
    /// handle to a token that nobody revoked. Says whether any row is left to delete.
    pub(super) async fn read_again(&mut self) -> Result<bool, Halt> {
        let rows = match self.desk.manager.rows_of_id(&self.plan.token_id).await {
            Ok(rows) => rows,
            Err(error) => {
                let why = self.sentence(&error);
                self.saw(StepKind::Read, Done::No, &why);
                return self.halt(format!("The rows could not be read again. {why}"));
            }
        };
        if let Some(what) = self.unplanned(rows.iter()) {
            self.saw(StepKind::Read, Done::Yes, &what);
            return self.halt(format!("{what} Plan anew."));
        }
        if rows.is_empty() {
            self.saw(StepKind::Read, Done::Yes, "The rows are gone: somebody else deleted them.");
            self.rows = Rows::Gone;
        }
        Ok(!rows.is_empty())
    }

    /// Tells which rows of the plan are gone, and what that means for their tokens.
    fn compare(&mut self, present: &[StoredTokens]) {
        let there = |row: &ListedToken| present.iter().any(|stored| is_same(row, &stored.row));
        let gone: Vec<&ListedToken> =
            self.plan.rows.iter().map(|one| &one.row).filter(|row| !there(row)).collect();
        let mut evidence = match present.len() {
            0 => "There are no rows.".to_owned(),
            1 => "There is 1 row.".to_owned(),
            many => format!("There are {many} rows."),
        };
        let by_us = self.past.deletion().is_begun();
        for row in &gone {
            let whose = if by_us { "gone" } else { "gone: somebody else deleted it" };
            evidence.extend([" ", &named(row), " is ", whose, "."]);
        }
        self.saw(StepKind::Read, Done::Yes, evidence);
        self.rows = match present {
            [] if self.rows == Rows::NeverThere => Rows::NeverThere,
            [] => Rows::Gone,
            _ => Rows::There,
        };
        for token in &mut self.tokens {
            let held = |stored: &StoredTokens| {
                stored.row.provider == token.key.0 && stored.row.refresh == Some(token.key.1)
            };
            // under `Revoke` we never delete the row of a token that lives
            let others = !by_us || self.how == How::Revoke;
            if token.death == Death::Alive && others && !present.iter().any(held) {
                token.death = Death::Lost;
                token.why =
                    "Somebody else deleted its row before it could be revoked from here.".into();
            }
        }
    }

    /// Puts into the report what an earlier run did, where no row is left to do anything about.
    pub(super) fn tell_of_earlier(&mut self) {
        let mut earlier = Vec::new();
        for token in &self.tokens {
            if !self.past.token(&token.key).revoked.is_begun() {
                continue;
            }
            let proven = token.death == Death::Proven;
            let mut told = step(
                StepKind::Revoke,
                if proven { Done::Earlier } else { Done::Unknown },
                token.why.clone(),
            );
            (told.provider, told.refresh) = (Some(token.key.0.clone()), Some(token.key.1));
            earlier.push(told);
        }
        self.steps.extend(earlier);
        if self.past.deletion().is_begun() {
            self.saw(
                StepKind::Delete,
                Done::Earlier,
                "An earlier run sent it, and the rows are gone.",
            );
        }
    }

    /// Has the rows deleted, and looks for them again.
    pub(super) async fn delete(&mut self) -> Result<(), Halt> {
        self.intend(StepKind::Delete, None)?;
        let sent = self.desk.manager.delete_token(&self.plan.token_id).await;
        let (done, evidence) = match &sent {
            Ok(()) => (Done::Yes, "The server said that it is done.".to_owned()),
            Err(error) => (done(error), self.refusal(error)),
        };
        let why = evidence.clone();
        let written = self.ended(step(StepKind::Delete, done, evidence));
        let in_flight = sent.as_ref().is_err_and(WireError::ambiguous);
        let again = self.desk.manager.rows_of_id(&self.plan.token_id).await;
        let left = again.as_ref().map(|rows| {
            let ours =
                |row: &&ListedToken| self.plan.rows.iter().any(|one| is_still(&one.row, row));
            let ours = rows.iter().filter(ours).count();
            (ours, rows.len().saturating_sub(ours))
        });
        let (seen, evidence) = match left {
            Ok((0, 0)) => (Done::Yes, "The rows are gone.".to_owned()),
            Ok((0, new)) if done == Done::Yes => {
                (Done::Yes, format!("The rows are gone. Others are there since: {new}."))
            }
            Ok((0, other)) => {
                (Done::Yes, format!("The rows are not what they were: {other} are there now."))
            }
            Ok((left, _)) => (Done::Yes, format!("{left} of the rows are still there.")),
            Err(error) => (Done::No, self.sentence(error)),
        };
        self.rows = match (&left, done) {
            // others prove nothing unless the server says that it deleted: a row that was renewed looks like a new one
            (Ok((0, 0)), _) | (Ok((0, _)), Done::Yes) => Rows::Gone,
            (Ok(_), _) if in_flight => Rows::InDoubt,
            (Ok((0, _)), Done::Unknown) => Rows::InDoubt,
            (Ok(_), _) | (Err(_), Done::No) => Rows::There,
            (Err(_), _) => Rows::InDoubt,
        };
        let proven = self.ended(step(StepKind::Prove, seen, evidence.clone()));
        if self.rows != Rows::Gone {
            return self.halt(format!("deleteToken: {why} Read again: {evidence}"));
        }
        written.and(proven)
    }

    /// What the server said against a deletion, and what our rights have to do with it.
    fn refusal(&self, error: &WireError) -> String {
        let said = self.sentence(error);
        if !is_not_allowed(error) {
            return said;
        }
        let verdict = judge(What::DeleteTokens, self.desk.who(), self.desk.inventory());
        verdict.sentence().map_or_else(|| said.clone(), |why| format!("{said} {why}"))
    }

    /// Writes down which tokens stay alive although the rows go: a later run must not take them for revoked.
    pub(super) fn leave_alive(&mut self) -> Result<(), Halt> {
        if self.how == How::Row {
            return Ok(());
        }
        let mut left = Vec::new();
        for token in &self.tokens {
            let told = self.steps.iter().any(|step| {
                step.kind == StepKind::Revoke
                    && step.provider.as_ref() == Some(&token.key.0)
                    && step.refresh == Some(token.key.1)
            });
            if told || !matches!(token.death, Death::Alive | Death::Lost) {
                continue;
            }
            let mut not_sent = step(StepKind::Revoke, Done::No, token.why.clone());
            not_sent.row = token.row;
            (not_sent.provider, not_sent.refresh) = (Some(token.key.0.clone()), Some(token.key.1));
            left.push(not_sent);
        }
        left.into_iter().try_for_each(|step| self.ended(step))
    }
}

/// How a deletion ended that brought an error. An error of the database is an answer that tells nothing of the rows.
fn done(error: &WireError) -> Done {
    let of_the_database =
        matches!(error.kind(), ErrorKind::Refused { .. }) && !is_not_allowed(error);
    if error.ambiguous() || of_the_database { Done::Unknown } else { Done::No }
}

/// Whether the service knows us and does not let us.
fn is_not_allowed(error: &WireError) -> bool {
    match error.kind() {
        // 13 is EACCES, 1111 DIRAC's ENOAUTH (facts/dirac.md 1.3)
        ErrorKind::Refused { errno: 13 | 1111, .. } => true,
        ErrorKind::Refused { message, .. } => message.contains("You aren't allowed"),
        _ => false,
    }
}

/// Whether two readings are of one row with the same tokens.
fn is_same(one: &ListedToken, other: &ListedToken) -> bool {
    one.id == other.id
        && one.provider == other.provider
        && one.refresh == other.refresh
        && one.access == other.access
}

/// Whether `other`, read after a deletion, is the row `one` or what became of it: its number stays where it was renewed.
fn is_still(one: &ListedToken, other: &ListedToken) -> bool {
    is_same(one, other) || one.id.is_some() && one.id == other.id
}

/// `Row 17 of IAM-WLCG`.
fn named(row: &ListedToken) -> String {
    match row.id {
        Some(id) => format!("Row {id} of {}", row.provider),
        None => format!("A row of {}", row.provider),
    }
}
