//! The whole pre-flight of one CE for one VO.

use super::checks::{ADMITTED, AUDIENCE, FILTERS, OLD_PILOTS, PROXY, SHAPE, TAG, USABLE};
use super::ground::{Ground, OfVo};
use super::live::Live;
use super::queues::At;
use super::row::{Purpose, Row};
use super::summary::Summary;
use super::told;
use crate::domain::ce::Ce;
use crate::domain::layout::Rules;
use crate::domain::why::State;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The CE.
    pub ce: &'a Ce,
    /// Whose pilots.
    pub vo: &'a OfVo,
    /// At which queue; `None`: at all of them.
    pub queue: Option<&'a str>,
    /// What live checks saw.
    pub live: &'a Live,
}

/// All checks of one CE for one VO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// The CE's name.
    pub ce: String,
    /// Its site.
    pub site: String,
    /// The VO.
    pub vo: String,
    /// By whose rules.
    pub rules: Rules,
    /// Audiences of its queues, each once.
    pub audiences: Vec<String>,
    /// The rows, by check, then by queue.
    pub rows: Vec<Row>,
    /// What it comes to.
    pub summary: Summary,
}

impl Preflight {
    /// The first row that fails.
    pub fn broken(&self) -> Option<&Row> {
        self.rows.iter().find(|row| row.verdict == State::Fails)
    }
}

/// Goes through all checks. Never fails: what cannot be told is unknown, with the reason.
pub fn explain(ground: &Ground<'_>, question: &Question<'_>) -> Preflight {
    let Question { ce, vo, queue, live } = *question;
    let asked = ce.queues.iter().filter(|known| queue.is_none_or(|name| known.name == name));
    let queues: Vec<At<'_>> = asked.map(|queue| At { ground, vo, ce, queue }).collect();
    let mut rows = vo.before.clone();
    for at in &queues {
        rows.extend(of_queue(at, live));
    }
    if queues.is_empty() {
        rows.extend(without_queues(ground, ce));
    }
    rows.push(Row::unknown(
        &USABLE,
        "ResourceStatus and SiteStatus are not asked.",
        "",
        "Look with dirac-admin-get-site-mask and dirac-rss-list-status.",
    ));
    rows.push(Row::unknown(
        &PROXY,
        "The ProxyManager is not asked.",
        "",
        "Look with dirac-admin-users-with-proxy.",
    ));
    rows.extend(told::service(&vo.behind, live, ground.rules));
    rows.push(told::secret(&vo.chosen, live, ground.rules));
    rows.push(
        Row::unknown(
            &OLD_PILOTS,
            "Counting them needs the WMS, which is not asked.",
            "",
            "Change the tag when few pilots are left, or keep an eye on those that are.",
        )
        .to(Purpose::Manage),
    );
    rows.push(told::privilege(live));
    // the sort is stable: of one check the queues stay in order
    rows.sort_by_key(|row| row.check.n);
    let rows = joined(rows, queues.len());
    let mut audiences: Vec<String> =
        queues.iter().filter_map(|at| at.audience().map(str::to_owned)).collect();
    audiences.dedup();
    let summary = Summary::of(&rows, queues.iter().map(|at| at.queue.name.as_str()));
    Preflight {
        ce: ce.name.clone(),
        site: ce.site.clone(),
        vo: vo.vo.clone(),
        rules: ground.rules,
        audiences,
        rows,
        summary,
    }
}

fn of_queue(at: &At<'_>, live: &Live) -> Vec<Row> {
    let mut rows = vec![at.filters()];
    rows.extend(at.shape());
    rows.push(at.admission());
    rows.push(at.work());
    let (submit, manage) = (at.tags_row(Purpose::Submit), at.tags_row(Purpose::Manage));
    if submit.says_as(&Row { purpose: Purpose::Submit, ..manage.clone() }) {
        rows.push(submit.to(Purpose::Both));
    } else {
        rows.extend([submit, manage]);
    }
    rows.push(at.audience_row());
    rows.extend(told::token(at, live));
    rows.extend(at.proxy_along());
    rows.into_iter().map(|row| row.of_queue(&at.queue.name)).collect()
}

/// What is left to say of a CE without queues.
fn without_queues(ground: &Ground<'_>, ce: &Ce) -> Vec<Row> {
    let shape = Row::fails(
        &SHAPE,
        ground.rules,
        format!("{} has no queues.", ce.name),
        format!("{}/Queues", ce.path),
        "Add a section for each queue that pilots may go to.",
    );
    let mut rows = vec![Row::after(&FILTERS, &SHAPE), shape];
    rows.extend([&ADMITTED, &TAG, &AUDIENCE].map(|check| Row::after(check, &SHAPE)));
    rows
}

/// Rows that all of several queues share become one that names no queue.
fn joined(rows: Vec<Row>, queues: usize) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let (n, purpose) = (first.check.n, first.purpose);
        let mut group = vec![first];
        while let Some(next) = rows.next_if(|row| row.check.n == n) {
            group.push(next);
        }
        for purpose in [purpose, Purpose::Submit, Purpose::Manage, Purpose::Both] {
            let (mine, rest): (Vec<Row>, Vec<Row>) =
                group.into_iter().partition(|row| row.purpose == purpose);
            group = rest;
            let alike = queues > 1
                && mine.len() == queues
                && mine.iter().all(|row| {
                    row.queue.is_some() && mine.first().is_some_and(|first| first.says_as(row))
                });
            if alike {
                out.extend(mine.into_iter().take(1).map(|row| Row { queue: None, ..row }));
            } else {
                out.extend(mine);
            }
        }
        out.extend(group);
    }
    out
}
