//! The few glyphs beyond ASCII that screens use, and the ASCII twin of each.

/// Between the installation's name and what is before it; also the cursor's mark.
pub const POINTER: &str = "›";
/// Mark of a selected row.
pub const SELECTED: &str = "*";
/// Text goes on.
pub const MORE: char = '…';
/// Sorted, smallest first.
pub const ASCENDING: &str = "▲";
/// Sorted, largest first.
pub const DESCENDING: &str = "▼";
/// A rule across.
pub const ACROSS: &str = "─";
/// A rule down.
pub const DOWN: &str = "│";
/// Where a rule down begins under a rule across.
pub const TEE_DOWN: &str = "┬";
/// Where a rule down ends on a rule across.
pub const TEE_UP: &str = "┴";
/// Where a span begins.
pub const EDGE_LEFT: &str = "├";
/// Where a span ends.
pub const EDGE_RIGHT: &str = "┤";
/// Corners of a box: top left, top right, bottom left, bottom right.
pub const CORNERS: [&str; 4] = ["┌", "┐", "└", "┘"];
/// The part of a scroll bar that stands for what is seen.
pub const THUMB: &str = "█";
/// Something failed.
pub const FAILED: &str = "✗";
/// Something needs a look.
pub const ATTENTION: &str = "!";
/// Something was done.
pub const DONE: &str = "✓";

/// The ASCII character that stands for `c` on a terminal that can show no more; `?` for what has no twin.
pub const fn twin(c: char) -> char {
    match c {
        ' '..='~' => c,
        '●' => '*',
        '○' => 'o',
        '◐' => '%',
        '▲' | '↑' => '^',
        '▼' | '↓' => 'v',
        '✗' => 'x',
        '›' | '→' => '>',
        '←' => '<',
        '…' => '~',
        '–' | '—' | '─' => '-',
        '│' => '|',
        '✓' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' => '+',
        '·' => '.',
        '█' => '#',
        '\u{2009}' | '\u{202f}' | '\u{a0}' => ' ',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_has_a_twin_of_its_own_kind() {
        let glyphs = ["●○◐▲▼✓✗›…–·", ACROSS, DOWN, TEE_DOWN, TEE_UP, THUMB, EDGE_LEFT, EDGE_RIGHT];
        for c in glyphs.iter().chain(CORNERS.iter()).flat_map(|text| text.chars()) {
            assert!(twin(c).is_ascii_graphic() && twin(c) != '?', "{c}");
        }
        assert_eq!(twin('é'), '?');
    }
}
