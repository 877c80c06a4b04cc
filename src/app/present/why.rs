//! The chain behind a user's tokens, as a page over the screen.

use super::text::Sheet;
use super::{Detail, Tone};
use crate::app::model::Model;
use crate::domain::why::{Chain, State};

/// The page: what is asked for, what came of it, or why nothing did.
pub(super) fn page(model: &Model) -> Detail {
    let asked = &model.why;
    let mut sheet = Sheet::new(format!("why › {}", asked.user), "");
    if asked.chain.in_flight().is_some() {
        sheet.text("Looking at the chain from the Registry to the stored row.", Tone::Dim);
    } else if let Some((problem, _)) = asked.chain.problem() {
        sheet.text(problem.message.as_str(), Tone::Bad);
        sheet.text(problem.remedy.as_str(), Tone::Plain);
    } else if let Some(chain) = asked.chain.value() {
        links(chain, &mut sheet);
    }
    sheet.done()
}

/// What holds takes a line or two; what does not is told with all that is known of it.
fn links(chain: &Chain, sheet: &mut Sheet) {
    let group = chain.group.as_deref().map(|group| format!(" · group {group}"));
    let breaks = chain.broken().map(|link| format!(" · breaks at {}", link.n));
    let more = [group, breaks].into_iter().flatten().collect::<String>();
    sheet.text(format!("{}{more}", chain.count()), Tone::Accent);
    for link in &chain.links {
        let head = format!("{:>2} {}", link.n, link.state.glyph());
        if link.state == State::Holds {
            let text = format!("{} · {} · {}", link.title(), link.evidence, link.path);
            sheet.step(head, text, Tone::Plain);
            continue;
        }
        let tone = if link.state == State::Fails { Tone::Bad } else { Tone::Warn };
        sheet.step(head, link.title(), tone);
        for (label, text) in [
            ("   because", &link.evidence),
            ("   where", &link.path),
            ("   consequence", &link.consequence),
            ("   remedy", &link.remedy),
        ] {
            if !text.is_empty() {
                sheet.field(label, text.as_str());
            }
        }
    }
}
