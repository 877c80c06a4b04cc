//! The stored row at the provider of the VO, and how long its refresh token lasts.

use jiff::Timestamp;

use super::Question;
use super::chain::Links;
use crate::domain::registry::User;
use crate::domain::token::ListedToken;
use crate::domain::vo::Vo;

/// Where rows are.
const TABLE: &str = "TokenDB";

/// What was told of the stored rows of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// All of them.
    Listed(Vec<ListedToken>),
    /// They were not told.
    Untold {
        /// Why: one or two sentences.
        reason: String,
        /// What to do.
        remedy: String,
    },
}

/// The links `stored_row` and `refresh`.
pub(super) fn links(
    links: &mut Links,
    question: &Question<'_>,
    user: Option<&User>,
    vo: Option<&Vo>,
) {
    let both = |links: &mut Links, before| {
        links.after("stored_row", before);
        links.after("refresh", before);
    };
    let Some(user) = user else { return both(links, "user") };
    if user.token_ids.is_empty() {
        return both(links, "token_ids");
    }
    let rows = match question.rows {
        Rows::Listed(rows) => rows,
        Rows::Untold { reason, remedy } => {
            links.unknown("stored_row", reason, TABLE, remedy);
            return links.after("refresh", "stored_row");
        }
    };
    let Some(provider) = vo.and_then(|vo| vo.id_provider.as_deref()) else {
        return both(links, "id_provider");
    };
    let (here, elsewhere): (Vec<&ListedToken>, Vec<&ListedToken>) =
        rows.iter().partition(|row| row.provider == provider);
    let Some(best) = here.iter().max_by_key(|row| (row.refresh.is_some(), row.refresh_expires))
    else {
        let mut others: Vec<&str> = elsewhere.iter().map(|row| row.provider.as_str()).collect();
        others.sort_unstable();
        others.dedup();
        let also = match others.as_slice() {
            [] => "nor at any other provider".to_owned(),
            others => format!("but at {}", others.join(", ")),
        };
        links.fails(
            "stored_row",
            format!("No row of this user at {provider}, {also}."),
            TABLE,
            "getToken for this user is refused: there is nothing to renew.",
            "The user has to log in anew, where your installation stores tokens. DIRAC 9 itself stores none.",
        );
        return links.after("refresh", "stored_row");
    };
    let number =
        |row: &ListedToken| row.id.map_or_else(|| "a row".into(), |id| format!("row {id}"));
    let more = match here.len() {
        1 => String::new(),
        rows => format!(", the best of {rows}"),
    };
    let access = match best.access_expires {
        Some(end) if end > question.now => format!("the access token lasts until {end}"),
        Some(end) => format!("the access token ended {end}"),
        None => "the end of the access token is unknown".to_owned(),
    };
    links.holds("stored_row", format!("{} at {provider}{more}; {access}.", number(best)), TABLE);
    refresh(links, best, question.now);
}

fn refresh(links: &mut Links, row: &ListedToken, now: Timestamp) {
    let again = "The user has to log in anew, where your installation stores tokens.";
    if row.refresh.is_none() {
        return links.fails(
            "refresh",
            "The row has no refresh token.",
            TABLE,
            "It cannot be renewed when its access token has ended.",
            again,
        );
    }
    match row.refresh_expires {
        Some(end) if end > now => {
            links.holds("refresh", format!("The refresh token lasts until {end}."), TABLE);
        }
        Some(end) => links.fails(
            "refresh",
            format!("The refresh token ended {end}."),
            TABLE,
            "DIRAC takes the row for nothing: it cannot be renewed.",
            again,
        ),
        None => links.unknown(
            "refresh",
            "The row does not say when its refresh token ends.",
            TABLE,
            "Only the issuer knows.",
        ),
    }
}
