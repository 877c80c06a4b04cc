//! From what was seen to the one word that is true of it.

use super::{How, Outcome};

/// What became of one refresh token that had not ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Death {
    /// Its issuer said to the same client first that it is active and then that it is not.
    Proven,
    /// Its issuer accepted the revocation, and nothing else is known: it says the same for tokens that it never had.
    Accepted,
    /// Its revocation was sent, and no answer tells what became of it.
    InDoubt,
    /// Somebody else deleted its row before it could be revoked from here; whether it was revoked, nobody here can tell.
    Lost,
    /// It lives: nothing was sent, the issuer refused, or it says that the token is still active.
    Alive,
}

impl Death {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::Proven, Self::Accepted, Self::InDoubt, Self::Lost, Self::Alive];

    /// Whether its row may go without anybody having agreed to leave the token alive.
    pub fn lets_row_go(self) -> bool {
        !matches!(self, Self::InDoubt | Self::Alive)
    }
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rows {
    /// There were none to begin with.
    NeverThere,
    /// They were read afterwards and are not there any more, whoever deleted them.
    Gone,
    /// They are there, or were there when read last and nothing was sent since that could remove them.
    There,
    /// Their deletion was sent and they could not be read since, or were still there while it may yet arrive.
    InDoubt,
}

impl Rows {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::NeverThere, Self::Gone, Self::There, Self::InDoubt];
}

/// The word (design.md 6.6). `tokens` are the refresh tokens of the rows that had not ended by themselves.
///
/// | rows | refresh tokens | word |
/// |---|---|---|
/// | never there | | `failed` |
/// | in doubt | | `unproven` |
/// | there | one accepted or in doubt | `unproven` |
/// | there | otherwise | `failed` |
/// | gone | `row`, whatever the tokens | `row_deleted` |
/// | gone | none had to be revoked | `row_deleted` |
/// | gone | all proven dead | `revoked` |
/// | gone | one accepted or in doubt | `unproven` |
/// | gone | one alive or lost, `revoke_or_row` | `row_deleted` |
/// | gone | one lost, `revoke` | `unproven` |
/// | gone | one alive, `revoke` (somebody else deleted the rows) | `failed` |
#[expect(clippy::match_same_arms, reason = "an arm for each row of the table")]
pub fn outcome(how: How, tokens: &[Death], rows: Rows) -> Outcome {
    let has = |death| tokens.contains(&death);
    let unknown = has(Death::Accepted) || has(Death::InDoubt);
    match rows {
        Rows::NeverThere => Outcome::Failed,
        Rows::InDoubt => Outcome::Unproven,
        Rows::There if unknown => Outcome::Unproven,
        Rows::There => Outcome::Failed,
        Rows::Gone if how == How::Row || tokens.is_empty() => Outcome::RowDeleted,
        Rows::Gone if unknown => Outcome::Unproven,
        Rows::Gone if tokens.iter().all(|death| *death == Death::Proven) => Outcome::Revoked,
        Rows::Gone if how == How::RevokeOrRow => Outcome::RowDeleted,
        Rows::Gone if has(Death::Alive) => Outcome::Failed,
        Rows::Gone => Outcome::Unproven,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOWS: [How; 3] = [How::Revoke, How::RevokeOrRow, How::Row];

    /// Every set of deaths with every way to stop and every end of the rows.
    fn all() -> impl Iterator<Item = (How, Vec<Death>, Rows)> {
        let sets = (0..1_usize << Death::ALL.len()).map(|bits| {
            let chosen = Death::ALL.iter().enumerate().filter(move |(n, _)| bits >> n & 1 == 1);
            chosen.map(|(_, death)| *death).collect::<Vec<_>>()
        });
        sets.flat_map(|set| {
            HOWS.into_iter().flat_map(move |how| {
                let set = set.clone();
                Rows::ALL.into_iter().map(move |rows| (how, set.clone(), rows))
            })
        })
    }

    #[test]
    fn revoked_is_said_where_everything_is_proven_and_nowhere_else() {
        let mut seen = 0;
        for (how, tokens, rows) in all() {
            let proven = rows == Rows::Gone && tokens == [Death::Proven] && how != How::Row;
            let word = outcome(how, &tokens, rows);
            assert_eq!(word == Outcome::Revoked, proven, "{how:?} {tokens:?} {rows:?}: {word:?}");
            seen += 1;
        }
        assert_eq!(seen, 32 * 3 * 4);
    }

    #[test]
    fn row_deleted_is_said_where_the_rows_are_proven_gone_as_was_agreed() {
        for (how, tokens, rows) in all() {
            let word = outcome(how, &tokens, rows);
            if word == Outcome::RowDeleted {
                assert_eq!(rows, Rows::Gone);
                assert!(how.rows_go_anyway() || tokens.is_empty(), "{how:?} {tokens:?}");
                let unknown = [Death::Accepted, Death::InDoubt].iter().any(|d| tokens.contains(d));
                assert!(how == How::Row || !unknown, "{how:?} {tokens:?}");
            }
            if how == How::Row && rows == Rows::Gone {
                assert_eq!(word, Outcome::RowDeleted, "{tokens:?}");
            }
        }
    }

    #[test]
    fn what_may_have_happened_is_never_said_to_have_failed() {
        for (how, tokens, rows) in all() {
            let word = outcome(how, &tokens, rows);
            let sent = tokens.contains(&Death::Accepted) || tokens.contains(&Death::InDoubt);
            let was_there = rows != Rows::NeverThere;
            if rows == Rows::InDoubt || sent && was_there && how != How::Row {
                assert_eq!(word, Outcome::Unproven, "{how:?} {tokens:?} {rows:?}");
            }
            if rows == Rows::There {
                assert_eq!(word == Outcome::Failed, !sent, "{how:?} {tokens:?}");
            }
            if rows == Rows::NeverThere {
                assert_eq!(word, Outcome::Failed);
            }
        }
    }

    #[test]
    fn a_row_that_somebody_else_deleted_leaves_its_token_untold() {
        let gone = |how, tokens: &[Death]| outcome(how, tokens, Rows::Gone);
        assert_eq!(gone(How::Revoke, &[Death::Lost]), Outcome::Unproven);
        assert_eq!(gone(How::Revoke, &[Death::Proven, Death::Lost]), Outcome::Unproven);
        assert_eq!(gone(How::RevokeOrRow, &[Death::Proven, Death::Lost]), Outcome::RowDeleted);
        assert_eq!(gone(How::Revoke, &[Death::Proven, Death::Alive]), Outcome::Failed);
    }

    #[test]
    fn a_row_goes_unasked_only_when_its_token_is_beyond_reach_or_taken_care_of() {
        let kept: Vec<Death> = Death::ALL.into_iter().filter(|d| !d.lets_row_go()).collect();
        assert_eq!(kept, [Death::InDoubt, Death::Alive]);
    }
}
