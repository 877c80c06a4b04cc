//! The plans: made id by id, told before anybody is asked.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{Chosen, How, say as say_text};
use crate::cli::output::Listing;
use crate::cli::rows::PlanRow;
use crate::domain::problem::{Class, Problem};
use crate::domain::stop::{Fate, Plan, tell as words};
use crate::ops::stop::{ReadDesk, plan};

/// After so many token ids it is said how far looking at them is.
const STEP: usize = 50;
/// Users and token ids that are named; the others are counted.
const NAMED: usize = 8;

/// Plans each id. One that cannot be planned ends it: less than was asked for is not what was agreed to.
pub(super) async fn make(desk: &ReadDesk, chosen: &Chosen, how: How) -> Result<Vec<Plan>, Problem> {
    if !chosen.note.is_empty() {
        say_text(&chosen.note);
    }
    let all = chosen.token_ids.len();
    let mut plans = Vec::with_capacity(all);
    for (done, token_id) in chosen.token_ids.iter().enumerate() {
        if done > 0 && done.is_multiple_of(STEP) {
            say_text(&format!("Looked at {done} of {all} token ids. Nothing is changed yet."));
        }
        plans.push(plan(desk, token_id, how).await?);
    }
    Ok(plans)
}

/// Refuses what would change nothing: every id has a refresh token that cannot be revoked, and the rows are to stay then.
pub(super) fn can_be_done(plans: &[Plan], how: How) -> Result<(), Problem> {
    let stored = || plans.iter().filter(|plan| !plan.rows.is_empty());
    if how.rows_go_anyway() || stored().any(Plan::can_revoke_all) {
        return Ok(());
    }
    if stored().next().is_none() {
        return Ok(());
    }
    let why = stored().flat_map(|plan| &plan.rows).find_map(|row| match &row.refresh {
        Fate::OutOfReach(why) => Some((row.row.provider.clone(), why)),
        _ => None,
    });
    let (provider, why) =
        why.map_or_else(Default::default, |(provider, why)| (provider, why.clone()));
    let whose = match plans {
        [one] => one.token_id.clone(),
        many => format!("{} token ids", many.len()),
    };
    Err(Problem::new(
        Class::Refused,
        &whose,
        format!(
            "The refresh token of {whose} at {provider} cannot be revoked from here. {why} Nothing was sent, nothing is deleted."
        ),
        "--row-only deletes the rows all the same; a row may be the only handle to the refresh token.",
    ))
}

/// Tells people on standard error what will be done, and to whom.
pub(super) fn say(plans: &[Plan], how: How, now: Timestamp) {
    let title = title(plans, how);
    say_text(&title);
    for told in words(plans, how, now) {
        say_text(format!("  {:<10}{}", told.label, told.text).trim_end());
    }
}

/// The same as a result, on standard output.
pub(super) fn tell<W: Write>(
    listing: &mut Listing<W>,
    plans: &[Plan],
    how: How,
    now: Timestamp,
    columns: Option<u16>,
) -> io::Result<()> {
    listing.paragraph("·", "Would", &title(plans, how), "", columns)?;
    for told in words(plans, how, now) {
        listing.paragraph(" ", told.label, &told.text, "", columns)?;
    }
    Ok(())
}

/// Rows of plans, for programs.
pub(super) fn rows(plans: &[Plan], how: How) -> Vec<PlanRow<'_>> {
    plans.iter().map(|plan| PlanRow::new(plan, how)).collect()
}

/// `Revoke 2 stored tokens of wlada`: those of the token ids whose rows go. Where none goes it says of which nothing would.
fn title(all: &[Plan], how: How) -> String {
    let goes =
        |plan: &&Plan| !plan.rows.is_empty() && (how.rows_go_anyway() || plan.can_revoke_all());
    let going: Vec<&Plan> = all.iter().filter(goes).collect();
    let stays = going.is_empty() && all.iter().any(|plan| !plan.rows.is_empty());
    let plans = if going.is_empty() { all.iter().collect() } else { going };
    let rows: usize = plans.iter().map(|plan| plan.rows.len()).sum();
    let rows =
        if rows == 1 { "1 stored token".to_owned() } else { format!("{rows} stored tokens") };
    let what = match how {
        How::Revoke | How::RevokeOrRow => "Revoke",
        How::Row => "Delete the rows of",
    };
    let whose: Vec<&str> = plans
        .iter()
        .take(NAMED)
        .map(|plan| plan.user.as_deref().unwrap_or(&plan.token_id))
        .collect();
    let more = match plans.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = if stays { "Not revoke" } else { what };
    let whose = whose.join(", ");
    match (&*plans, all.len()) {
        ([one], 1) => format!("{what} {rows} of {whose} (token id {})", one.token_id),
        (some, all) if some.len() < all => {
            format!("{what} {rows} of {} of {all} token ids: {whose}{more}", some.len())
        }
        (_, all) => format!("{what} {rows} of {all} token ids: {whose}{more}"),
    }
}
