//! The sentences of plan and report.

use jiff::Timestamp;

use crate::domain::problem::{Class, Problem};
use crate::domain::stop::{Death, How, Lasting, Outcome, Rows};
use crate::domain::token::ListedToken;

/// The problem that `deleteToken` would take rows of other ids along: TokenDB sees no difference of case or accent between
/// them, nor blanks at the end. `None` if all rows are of this very id.
pub(super) fn strangers<'r>(
    token_id: &str,
    rows: impl Iterator<Item = &'r ListedToken>,
) -> Option<Problem> {
    let mut ids: Vec<&str> =
        rows.map(|row| row.user_id.as_str()).filter(|id| *id != token_id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    let first = ids.first()?;
    let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let message = format!(
        "To TokenDB the id {first} is the same as {token_id}: deleting one deletes the other, {rows} of it. Nothing was sent."
    );
    let remedy = "Have the administrators of TokenDB delete the rows by their numbers.";
    Some(Problem::new(Class::Conflict, token_id, message, remedy))
}

/// What the report says of one refresh token that had not ended by itself.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) provider: String,
    pub(super) until: Option<Timestamp>,
    pub(super) death: Death,
    /// Why it lives or why that is not known.
    pub(super) why: String,
}

/// What lives on: refresh tokens not proven dead, access tokens wherever they are verified offline.
pub(super) fn lasting(
    tokens: &[Told],
    access: &[(String, Timestamp)],
    rows: Rows,
    now: Timestamp,
) -> Vec<Lasting> {
    let mut lasting = Vec::new();
    for token in tokens {
        let open = match token.death {
            Death::Proven => continue,
            Death::Alive => "",
            Death::Accepted | Death::InDoubt | Death::Lost => "It may live on. ",
        };
        let handle = match rows {
            Rows::Gone if token.death != Death::Lost => {
                " Its row is gone, so nobody can revoke it from here any more."
            }
            _ => "",
        };
        lasting.push(Lasting {
            what: format!("refresh token at {}", token.provider),
            until: token.until,
            why: format!("{open}{}{handle}", token.why),
        });
    }
    let mut last: Vec<(&str, Timestamp)> = Vec::new();
    for (provider, until) in access.iter().filter(|(_, until)| *until > now) {
        match last.iter_mut().find(|(known, _)| known == provider) {
            Some((_, known)) => *known = (*known).max(*until),
            None => last.push((provider, *until)),
        }
    }
    lasting.extend(last.into_iter().map(|(provider, until)| Lasting {
        what: format!("access token of {provider}"),
        until: Some(until),
        why: "Sites that verify offline accept it until it ends; nobody can stop that.".into(),
    }));
    lasting
}

/// Why this word: what became of the rows, of the refresh tokens, and why. `halted` is why the run ended early, if it did.
pub(super) fn summary(
    outcome: Outcome,
    how: How,
    tokens: &[Told],
    rows: Rows,
    halted: Option<&str>,
) -> String {
    let said = Said(tokens);
    let mut sentences: Vec<String> = Vec::new();
    if rows == Rows::NeverThere {
        sentences.push("Nothing is stored under this id.".into());
    } else {
        sentences.push(of_rows(outcome, rows).into());
    }
    let open = [Death::Accepted, Death::InDoubt, Death::Lost];
    let left = [Death::Alive, Death::Lost];
    match outcome {
        _ if rows == Rows::NeverThere => {}
        Outcome::Revoked => sentences.push(format!(
            "Of {} the issuer said active before and not active after.",
            said.named(&[Death::Proven])
        )),
        Outcome::RowDeleted if tokens.is_empty() => {
            sentences.push("They had no refresh token that was still in time.".into());
        }
        Outcome::RowDeleted if how == How::Row => sentences.push("Nothing was revoked.".into()),
        Outcome::RowDeleted => {
            sentences.extend(said.proven());
            sentences.push(format!("Not revoked: {}. {}", said.named(&left), said.why(&left)));
        }
        Outcome::Unproven => {
            sentences.extend(said.proven());
            if said.has(&open) {
                let (named, why) = (said.named(&open), said.why(&open));
                sentences.push(format!("Not proven to be dead: {named}. {why}"));
            }
        }
        Outcome::Failed => {
            sentences.extend(said.proven());
            if halted.is_none() {
                sentences.push(said.why(&[Death::Alive]));
            }
        }
    }
    sentences.extend(halted.map(str::to_owned));
    sentences.join(" ")
}

/// What became of the rows.
fn of_rows(outcome: Outcome, rows: Rows) -> &'static str {
    match rows {
        Rows::NeverThere => "There were no rows.",
        Rows::Gone if outcome == Outcome::Failed => "Somebody else deleted the rows.",
        Rows::Gone => "The rows are gone.",
        Rows::There => "No row was deleted.",
        Rows::InDoubt => "The deletion was sent, and it was not seen that the rows are gone.",
    }
}

/// What can be said of several refresh tokens.
struct Said<'t>(&'t [Told]);

impl Said<'_> {
    fn of<'s>(&'s self, deaths: &'s [Death]) -> impl Iterator<Item = &'s Told> {
        self.0.iter().filter(|token| deaths.contains(&token.death))
    }

    fn has(&self, deaths: &[Death]) -> bool {
        self.of(deaths).next().is_some()
    }

    /// `the refresh token at IAM`, `the refresh tokens at IAM and CheckIn`.
    fn named(&self, deaths: &[Death]) -> String {
        let mut names: Vec<&str> = self.of(deaths).map(|token| token.provider.as_str()).collect();
        let what = if names.len() == 1 { "the refresh token" } else { "the refresh tokens" };
        names.dedup();
        format!("{what} at {}", names.join(" and "))
    }

    /// Why the first of them is what it is.
    fn why(&self, deaths: &[Death]) -> String {
        self.of(deaths).next().map(|token| token.why.clone()).unwrap_or_default()
    }

    /// Which are revoked for certain, where others are not or rows are left.
    fn proven(&self) -> Option<String> {
        let proven = [Death::Proven];
        self.has(&proven).then(|| format!("Revoked, which is proven: {}.", self.named(&proven)))
    }
}
