//! How the columns of a grid share the width, and which give way on a narrow screen.

use crate::app::present::Column;

/// Cells between two columns.
pub const GAP: u16 = 2;

/// A column that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its index in the grid's columns.
    pub column: usize,
    /// First cell, from the left edge of the grid's text.
    pub x: u16,
    /// Its width, at least 1.
    pub width: u16,
}

/// The columns that fit, and how many do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// Those shown, from left to right.
    pub shown: Vec<Placed>,
    /// How many were dropped.
    pub dropped: usize,
}

/// Words at the right end of the rule above the grid: `+3 cols`. They stand there and not in the heading, where they would cost
/// the room of a column.
pub fn note(dropped: usize) -> String {
    match dropped {
        0 => String::new(),
        1 => "+1 col".to_owned(),
        n => format!("+{n} cols"),
    }
}

/// Shares `room` cells among `columns`, whose headings and contents want `wanted` cells each.
///
/// Columns are dropped, highest priority number first, until the others are readable: what may not be dropped and what does not
/// grow shows its content, what grows has its minimum. What is left goes first to columns that want more, cell by cell so
/// that none starves, then to those that grow.
pub fn place(columns: &[Column], wanted: &[u16], room: u16) -> Placement {
    let readable: Vec<u16> = columns
        .iter()
        .zip(wanted.iter().chain(std::iter::repeat(&0)))
        .map(|(column, &wanted)| readable(column, wanted, room))
        .collect();
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    let mut dropped = 0;
    while total(&readable, &kept) > u32::from(room) {
        let Some((at, _)) = kept
            .iter()
            .enumerate()
            .filter_map(|(at, &c)| Some((at, columns.get(c)?.priority)))
            .filter(|&(_, priority)| priority > 0)
            .max_by_key(|&(_, priority)| priority)
        else {
            break;
        };
        kept.remove(at);
        dropped += 1;
    }
    let widths = share(columns, wanted, &readable, &kept, room);
    let mut x = 0;
    let mut shown = Vec::with_capacity(kept.len());
    for (&column, &width) in kept.iter().zip(&widths) {
        if width == 0 {
            continue;
        }
        shown.push(Placed { column, x, width });
        x += width + GAP;
    }
    Placement { shown, dropped }
}

fn total(widths: &[u16], kept: &[usize]) -> u32 {
    let cells: u32 = kept.iter().filter_map(|&c| widths.get(c)).map(|&w| u32::from(w)).sum();
    let gaps = u32::try_from(kept.len().saturating_sub(1)).unwrap_or(u32::MAX);
    cells.saturating_add(gaps.saturating_mul(u32::from(GAP)))
}

fn least(column: &Column) -> u16 {
    column.width.min.max(1)
}

fn most(column: &Column) -> u16 {
    column.width.max.max(least(column))
}

/// Cells without which a column is not worth its place. No column claims more than half of the room by its content.
fn readable(column: &Column, wanted: u16, room: u16) -> u16 {
    if column.priority == 0 || column.width.grow == 0 {
        let fair = (room / 2).max(least(column));
        wanted.clamp(least(column), most(column)).min(fair)
    } else {
        least(column)
    }
}

fn share(
    columns: &[Column],
    wanted: &[u16],
    readable: &[u16],
    kept: &[usize],
    room: u16,
) -> Vec<u16> {
    let fits = total(readable, kept) <= u32::from(room);
    // on a screen too narrow for what may not be dropped the minima count, and the last columns lose
    let mut left = room;
    let mut widths = Vec::with_capacity(kept.len());
    for (at, &c) in kept.iter().enumerate() {
        let gap = if at == 0 { 0 } else { GAP };
        let start = if fits { readable.get(c).copied() } else { columns.get(c).map(least) };
        let width = start.unwrap_or(1).min(left.saturating_sub(gap));
        left = left.saturating_sub(if width == 0 { 0 } else { width + gap });
        widths.push(width);
    }
    let limit = |c: usize| columns.get(c).map_or(0, most);
    let want = |c: usize| wanted.get(c).copied().unwrap_or(0).min(limit(c));
    let grow = |c: usize| columns.get(c).map_or(0, |column| column.width.grow);
    spread(&mut widths, kept, &mut left, |c, width| u16::from(width < want(c)));
    spread(&mut widths, kept, &mut left, |c, width| grow(c).min(limit(c).saturating_sub(width)));
    widths
}

/// Gives each column in turn the cells it asks for, until none asks or nothing is left.
fn spread(widths: &mut [u16], kept: &[usize], left: &mut u16, asks: impl Fn(usize, u16) -> u16) {
    let mut given = true;
    while given && *left > 0 {
        given = false;
        for (width, &c) in widths.iter_mut().zip(kept) {
            let more = if *width == 0 { 0 } else { asks(c, *width).min(*left) };
            *width += more;
            *left -= more;
            given |= more > 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::present::Width;

    fn column(priority: u8, min: u16, max: u16, grow: u16) -> Column {
        Column {
            id: "c".into(),
            title: "C".into(),
            priority,
            width: Width { min, max, grow },
            right: false,
        }
    }

    fn widths(placement: &Placement) -> Vec<(usize, u16)> {
        placement.shown.iter().map(|p| (p.column, p.width)).collect()
    }

    #[test]
    fn columns_take_what_they_want_and_growing_ones_the_rest() {
        let columns = [column(0, 4, 40, 1), column(1, 4, 10, 0)];
        assert_eq!(widths(&place(&columns, &[10, 6], 30)), [(0, 22), (1, 6)]);
    }

    #[test]
    fn the_least_important_columns_are_dropped_first_and_counted() {
        let columns = [
            column(0, 10, 40, 1),
            column(2, 10, 10, 0),
            column(1, 10, 10, 0),
            column(3, 10, 10, 0),
        ];
        let placement = place(&columns, &[10; 4], 30);
        assert_eq!(placement.dropped, 2);
        assert_eq!(widths(&placement), [(0, 18), (2, 10)]);
        assert_eq!(note(placement.dropped), "+2 cols");
    }

    #[test]
    fn what_names_the_row_is_read_before_more_columns_are_shown() {
        let columns =
            [column(0, 14, 48, 2), column(4, 8, 14, 0), column(5, 8, 14, 0), column(6, 8, 14, 0)];
        let placement = place(&columns, &[26, 8, 8, 8], 50);
        assert_eq!((placement.dropped, widths(&placement)), (1, vec![(0, 30), (1, 8), (2, 8)]));
    }

    #[test]
    fn a_column_that_may_not_be_dropped_shrinks_instead() {
        let columns = [column(0, 10, 40, 1), column(0, 10, 40, 1)];
        assert_eq!(widths(&place(&columns, &[10, 10], 15)), [(0, 10), (1, 3)]);
        assert_eq!(widths(&place(&columns, &[10, 10], 5)), [(0, 5)]);
        assert_eq!(widths(&place(&columns, &[10, 10], 0)), []);
    }

    #[test]
    fn no_column_starves_beside_a_wordy_one() {
        let columns = [column(1, 4, 200, 1), column(1, 4, 20, 1)];
        assert_eq!(widths(&place(&columns, &[150, 12], 42)), [(0, 28), (1, 12)]);
    }

    proptest! {
        #[test]
        fn columns_never_overlap_or_leave_the_room(
            shape in proptest::collection::vec((0_u8..4, 0_u16..30, 0_u16..60, 0_u16..4, 0_u16..90), 0..12),
            room in 0_u16..300,
        ) {
            let columns: Vec<_> =
                shape.iter().map(|&(p, min, max, grow, _)| column(p, min, max, grow)).collect();
            let wanted: Vec<_> = shape.iter().map(|s| s.4).collect();
            let placement = place(&columns, &wanted, room);
            let mut end = 0;
            for placed in &placement.shown {
                prop_assert!(placed.x >= end && placed.width > 0);
                end = placed.x + placed.width;
            }
            prop_assert!(end <= room);
            prop_assert!(placement.shown.len() + placement.dropped <= columns.len());
        }
    }
}
