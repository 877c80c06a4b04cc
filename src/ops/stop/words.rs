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
            Rows::Gone => " Its row is gone, so nobody can revoke it from here any more.",
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

/// Why this word: one or two sentences. `halted` is why the run ended early, if it did.
pub(super) fn summary(
    outcome: Outcome,
    how: How,
    tokens: &[Told],
    rows: Rows,
    halted: Option<&str>,
) -> String {
    let named = |deaths: &[Death]| {
        let mut names: Vec<&str> = tokens
            .iter()
            .filter(|token| deaths.contains(&token.death))
            .map(|token| token.provider.as_str())
            .collect();
        names.dedup();
        names.join(" and ")
    };
    let first = |deaths: &[Death]| {
        let found = tokens.iter().find(|token| deaths.contains(&token.death));
        found.map(|token| token.why.clone()).unwrap_or_default()
    };
    let open = [Death::Accepted, Death::InDoubt, Death::Lost];
    let mut said = match outcome {
        Outcome::Revoked => format!(
            "The issuer said active before and not active after, for every refresh token ({}). The rows are gone.",
            named(&[Death::Proven])
        ),
        Outcome::RowDeleted if how == How::Row => {
            let living = if tokens.is_empty() { "" } else { " Nothing was revoked." };
            format!("The rows are gone.{living}")
        }
        Outcome::RowDeleted if tokens.is_empty() => {
            "The rows are gone. They had no refresh token that was still in time.".into()
        }
        Outcome::RowDeleted => format!(
            "The rows are gone. The refresh token at {} was not revoked: {}",
            named(&[Death::Alive, Death::Lost]),
            first(&[Death::Alive, Death::Lost])
        ),
        Outcome::Unproven if rows == Rows::InDoubt => {
            "The rows were told to be deleted, and it could not be seen that they are gone.".into()
        }
        Outcome::Unproven => {
            let gone =
                if rows == Rows::Gone { "The rows are gone." } else { "No row was deleted." };
            format!(
                "{gone} That the refresh token at {} is dead is not proven: {}",
                named(&open),
                first(&open)
            )
        }
        Outcome::Failed if rows == Rows::NeverThere => "Nothing is stored under this id.".into(),
        Outcome::Failed => {
            let dead = named(&[Death::Proven]);
            let part = match dead.as_str() {
                "" => String::new(),
                dead => format!(" The refresh token at {dead} is revoked, which is proven."),
            };
            let kept = match rows {
                Rows::Gone => "Somebody else deleted the rows.",
                _ => "No row was deleted.",
            };
            match halted {
                Some(why) => format!("{kept} {why}{part}"),
                None => format!("{kept} {}{part}", first(&[Death::Alive, Death::InDoubt])),
            }
        }
    };
    if let (Some(why), true) = (halted, outcome != Outcome::Failed) {
        said.push(' ');
        said.push_str(why);
    }
    said.trim_end().to_owned()
}
