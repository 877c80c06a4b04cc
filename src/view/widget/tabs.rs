//! Line 2: the screens, with counts and findings.

use ratatui::layout::Rect;

use crate::app::present::Tab;
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::Canvas;
use crate::view::text::measure::width;
use crate::view::theme::Role;

/// How much of a tab is shown, from all to least. Names shrink to digits before counts vanish.
const FORMS: [Form; 5] = [
    Form { name: Name::Full, count: true, gap: 2 },
    Form { name: Name::Short, count: true, gap: 1 },
    Form { name: Name::Active, count: true, gap: 1 },
    Form { name: Name::Active, count: false, gap: 1 },
    Form { name: Name::None, count: false, gap: 1 },
];

/// What explains the tabs, where there is room for it.
const LEGEND: &str = "! findings";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Full,
    Short,
    /// Only the active one is named.
    Active,
    None,
}

#[derive(Clone, Copy)]
struct Form {
    name: Name,
    count: bool,
    gap: u16,
}

/// Draws line 2 of the frame.
pub fn draw(canvas: &mut Canvas<'_>, line: Rect, tabs: &[Tab], hits: &mut HitMap) {
    let Some(form) = FORMS.into_iter().find(|form| total(tabs, *form) <= line.width) else {
        return tab_by_tab(
            canvas,
            line,
            tabs,
            Form { name: Name::None, count: false, gap: 1 },
            hits,
        );
    };
    tab_by_tab(canvas, line, tabs, form, hits);
    let rest = line.width.saturating_sub(total(tabs, form) + 2);
    if tabs.iter().any(|tab| tab.findings > 0) && rest > width(LEGEND) {
        canvas.put_right(
            line.right().saturating_sub(rest),
            line.y,
            rest,
            &Clean::new(LEGEND),
            Role::Dim,
        );
    }
}

fn tab_by_tab(canvas: &mut Canvas<'_>, line: Rect, tabs: &[Tab], form: Form, hits: &mut HitMap) {
    let mut x = line.x;
    for tab in tabs {
        let (label, findings) = words(tab, form);
        let start = x;
        let role = if tab.active { Role::ActiveTab } else { Role::Plain };
        let room = |x: u16| line.right().saturating_sub(x);
        x += canvas.put(x, line.y, room(x), &Clean::new(&label), role);
        let role = if tab.active { Role::ActiveTab } else { Role::Warn };
        x += canvas.put(x, line.y, room(x), &Clean::new(&findings), role);
        if tab.active {
            x += canvas.put(x, line.y, room(x), &Clean::new(" "), role);
        } else {
            x = x.saturating_add(1);
        }
        hits.add(
            Rect::new(start, line.y, x.min(line.right()).saturating_sub(start), 1),
            Target::Tab(tab.number),
        );
        x = x.saturating_add(form.gap - 1).min(line.right());
    }
}

fn words(tab: &Tab, form: Form) -> (String, String) {
    let name = match form.name {
        Name::Full => tab.title,
        Name::Short => tab.short,
        Name::Active if tab.active => tab.short,
        Name::Active | Name::None => "",
    };
    let mut label = format!(" {}", tab.number);
    if !name.is_empty() {
        label.push(' ');
        label.push_str(name);
    }
    if let Some(count) = tab.count.filter(|_| form.count) {
        label.push(if name.is_empty() { ':' } else { ' ' });
        label.push_str(&grouped(count));
    }
    let findings = match tab.findings {
        0 => String::new(),
        n if name.is_empty() => format!("!{n}"),
        n => {
            label.push(' ');
            format!("!{n}")
        }
    };
    (label, findings)
}

fn total(tabs: &[Tab], form: Form) -> u16 {
    tabs.iter()
        .map(|tab| {
            let (label, findings) = words(tab, form);
            width(&label).saturating_add(width(&findings)).saturating_add(form.gap)
        })
        .fold(0_u16, u16::saturating_add)
        .saturating_sub(form.gap - 1)
}

/// A number with groups of three digits: `2 104`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(2104), "2 104");
        assert_eq!(grouped(1_000_000), "1 000 000");
    }
}
