//! The language in words: THE table that help, man page and README are made from.

use super::column::{Grid, Kind, OF_A_VO};

/// A way to say something.
#[derive(Debug)]
pub struct Form {
    /// As it is written.
    pub form: &'static str,
    /// What it finds: a sentence.
    pub help: &'static str,
}

const fn form(form: &'static str, help: &'static str) -> Form {
    Form { form, help }
}

/// Everything that can be said, in the order in which one learns it.
pub const FORMS: &[Form] = &[
    form("ada", "Rows in which the text occurs in some column, whatever the case of its letters."),
    form("ada iam", "Rows in which all of these hold."),
    form("user:ada", "Rows with the text in that column."),
    form("user:=ada", "Rows in which that column, or one of its texts, is exactly that."),
    form("user:=\"\"", "Rows in which that column is empty or unknown."),
    form("-state:dead", "Rows in which this does not hold."),
    form("state:dead | exp:<2h", "Rows in which one of these holds; blanks bind closer than |."),
    form("-(ada | ben) iam", "Parentheses keep together what belongs together."),
    form(
        "\"a b\"",
        "Quotes keep blanks and signs; within them \\\" is a quote and \\\\ a backslash.",
    ),
    form(
        "id:>1000 vos:>=2",
        "Numbers compare with < <= > >= and a bare one is equal; of a list it is how many.",
    ),
    form(
        "exp:<2h",
        "Ends: with less than that left, ended ones too. Units are s m h d w, as in 1d12h.",
    ),
    form("exp:>0 exp:<2h", "Ends within two hours and has not ended."),
    form("issued:>3d", "Times that lie back: longer ago than that."),
    form(
        "exp:<2026-12-01",
        "Before that day; a month, a day, or a time as 2026-12-01T10:00Z. In UTC.",
    ),
    form("exp:expired", "Ended; valid is the contrary. exp:unknown has no known end."),
];

/// What stands for the name of a VO, which is a column of the list of CEs.
pub const OF_A_VO_NAME: &str = OF_A_VO.name;

/// What the columns of a list are called, and what each of them says: a line a column.
pub fn columns(grid: Grid) -> Vec<(String, Kind, &'static str)> {
    let mut lines: Vec<_> =
        grid.specs().iter().map(|spec| (spec.names(), spec.kind, spec.help)).collect();
    if grid == Grid::Ces {
        lines.push((OF_A_VO.names(), OF_A_VO.kind, OF_A_VO.help));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{Query, Schema};

    #[test]
    fn every_form_is_understood_where_it_makes_sense() {
        let schemas = [Grid::Tokens, Grid::Providers].map(|grid| Schema::console(grid, []));
        for form in FORMS {
            // the two lists have `id` and `vos` between them
            let parts = if form.form.contains("id:>1000") {
                form.form.split(' ').collect()
            } else {
                vec![form.form]
            };
            for part in parts {
                let read = schemas.iter().any(|schema| Query::read(part, schema).is_ok());
                assert!(read, "{part}");
            }
            assert!(form.help.ends_with('.') && !form.help.contains('!'), "{}", form.form);
        }
    }

    #[test]
    fn every_column_is_explained() {
        for grid in Grid::ALL {
            for (names, kind, help) in columns(grid) {
                assert!(help.len() > 3 && !help.ends_with('.'), "{names}: {help}");
                let Kind::Words(words) = kind else { continue };
                assert!(words.iter().all(|word| help.contains(word)), "{names} lacks a word");
            }
        }
    }
}
