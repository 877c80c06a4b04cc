//! The table `Token` of TokenDB: which rows an id finds, and what is said when the database is not there
//! (`FrameworkSystem/DB/TokenDB.py`, facts/dirac-live.md 6).

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::sandbox::content::StoredToken;
use crate::sandbox::dirac::python::repr;
use crate::wire::jencode::Value;

/// What SQL says first.
const SELECT: &str = "SELECT `Token`.id AS `Token_id`, `Token`.kid AS `Token_kid`, `Token`.user_id AS `Token_user_id`, \
    `Token`.provider AS `Token_provider`, `Token`.expires_at AS `Token_expires_at`, `Token`.access_token AS \
    `Token_access_token`, `Token`.refresh_token AS `Token_refresh_token`, `Token`.rt_expires_at AS `Token_rt_expires_at`, \
    `Token`.client_id AS `Token_client_id`, `Token`.token_type AS `Token_token_type`, `Token`.scope AS `Token_scope`, \
    `Token`.issued_at AS `Token_issued_at`, `Token`.access_token_revoked_at AS `Token_access_token_revoked_at`, \
    `Token`.refresh_token_revoked_at AS `Token_refresh_token_revoked_at`, `Token`.expires_in AS `Token_expires_in` \n\
    FROM `Token`";

/// The rows, found by id as MariaDB's default collation compares: without regard to case, to accents and to blanks at the end.
#[derive(Debug)]
pub(super) struct Rows {
    stored: Vec<StoredToken>,
    /// Places in `stored`, in the order of their row ids.
    by_id: Mutex<HashMap<String, Vec<u32>>>,
    down: AtomicBool,
}

/// A row: its number, and what is in it.
pub(super) type Row<'a> = (u32, &'a StoredToken);

impl Rows {
    pub(super) fn new(stored: Vec<StoredToken>) -> Self {
        let mut by_id: HashMap<String, Vec<u32>> = HashMap::with_capacity(stored.len());
        for (at, row) in (0..).zip(&stored) {
            by_id.entry(folded(&row.token_id)).or_default().push(at);
        }
        Self { stored, by_id: Mutex::new(by_id), down: AtomicBool::new(false) }
    }

    /// Takes the database down, or brings it up again.
    pub(super) fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    /// The rows whose `user_id` equals `id` in SQL; or why the database cannot say.
    pub(super) fn of(&self, id: &Value) -> Result<Vec<Row<'_>>, String> {
        let asked = format!(
            "[SQL: {SELECT} \nWHERE `Token`.user_id = %s]\n[parameters: {}]",
            parameter(id)
        );
        self.up(&asked)?;
        match id {
            Value::Text(id) => Ok(self.with_id(id)),
            Value::Int(number) => Ok(self.numbered(*number as f64)),
            Value::Float(number) => Ok(self.numbered(*number)),
            Value::Bool(number) => Ok(self.numbered(f64::from(*number))),
            Value::List(list) => match list.as_slice() {
                [one] => self.of(one),
                [] => Err(syntax(&asked)),
                _ => Err(illegal(&asked)),
            },
            _ => Ok(Vec::new()),
        }
    }

    /// The first row of `id` at `provider` whose refresh token has not ended.
    pub(super) fn refreshable(
        &self,
        id: &str,
        provider: &str,
        now: Timestamp,
    ) -> Result<Option<Row<'_>>, String> {
        self.up(&format!(
            "[SQL: {SELECT} \nWHERE `Token`.rt_expires_at > %s AND `Token`.user_id = %s AND `Token`.provider = %s \n LIMIT %s]\n\
             [parameters: ({}, {}, {}, 1)]",
            now.as_second(),
            repr(&id.into()),
            repr(&provider.into()),
        ))?;
        let good = |row: &Row<'_>| {
            row.1.provider == provider && row.1.refresh_ends.is_some_and(|ends| ends > now)
        };
        Ok(self.with_id(id).into_iter().find(good))
    }

    /// Deletes all rows of `id`; how many there were.
    pub(super) fn delete(&self, id: &str) -> Result<usize, String> {
        self.up(&format!(
            "[SQL: DELETE FROM `Token` WHERE `Token`.user_id = %s]\n[parameters: {}]",
            parameter(&id.into())
        ))?;
        let mut by_id = self.by_id.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(by_id.remove(&folded(id)).map_or(0, |rows| rows.len()))
    }

    fn up(&self, asked: &str) -> Result<(), String> {
        if !self.down.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(failure("OperationalError", "(2013, 'Lost connection to server during query')", asked))
    }

    fn with_id(&self, id: &str) -> Vec<Row<'_>> {
        let by_id = self.by_id.lock().unwrap_or_else(PoisonError::into_inner);
        let places = by_id.get(&folded(id)).into_iter().flatten();
        places.filter_map(|at| self.row(*at)).collect()
    }

    /// A number is compared with the number that a text begins with.
    fn numbered(&self, number: f64) -> Vec<Row<'_>> {
        let by_id = self.by_id.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = by_id.values().flatten().filter_map(|at| self.row(*at));
        // adding zero takes the sign of a zero away
        let same = |id: &str| (begins_with(id) + 0.0).total_cmp(&(number + 0.0)).is_eq();
        let mut rows: Vec<Row<'_>> = rows.filter(|row| same(&row.1.token_id)).collect();
        rows.sort_by_key(|row| row.0);
        rows
    }

    fn row(&self, at: u32) -> Option<Row<'_>> {
        Some((at + 1, self.stored.get(at as usize)?))
    }
}

/// An id as it is compared.
fn folded(id: &str) -> String {
    id.trim_end_matches(' ').to_lowercase().chars().map(bare).collect()
}

/// A letter without its accent, as `utf8mb4_general_ci` has it: of the letters of Western Europe.
fn bare(letter: char) -> char {
    match letter {
        '\u{e0}'..='\u{e5}' => 'a',
        '\u{e7}' => 'c',
        '\u{e8}'..='\u{eb}' => 'e',
        '\u{ec}'..='\u{ef}' => 'i',
        '\u{f1}' => 'n',
        '\u{f2}'..='\u{f6}' => 'o',
        '\u{f9}'..='\u{fc}' => 'u',
        '\u{fd}' | '\u{ff}' => 'y',
        '\u{df}' => 's',
        other => other,
    }
}

/// The number that MariaDB sees in a text: that of its first characters, 0 if they are none.
fn begins_with(id: &str) -> f64 {
    let text = id.trim_start();
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
    let mut heads = ends.filter_map(|end| text.get(..end));
    heads
        .find_map(|head| head.parse().ok().filter(|number: &f64| number.is_finite()))
        .unwrap_or_default()
}

fn parameter(id: &Value) -> String {
    format!("({},)", repr(id))
}

fn syntax(asked: &str) -> String {
    let why = "(1064, \"You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version \
        for the right syntax to use near ')' at line 3\")";
    failure("ProgrammingError", why, asked)
}

fn illegal(asked: &str) -> String {
    let why = "(4078, \"Illegal parameter data types varchar and row for operation '='\")";
    failure("OperationalError", why, asked)
}

fn failure(class: &str, why: &str, asked: &str) -> String {
    let code = if class == "OperationalError" { "e3q8" } else { "f405" };
    format!(
        "(MySQLdb.{class}) {why}\n{asked}\n(Background on this error at: https://sqlalche.me/e/21/{code})"
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Rows, begins_with};
    use crate::sandbox::content::StoredToken;
    use crate::wire::jencode::Value;

    fn stored(id: &str, provider: &str, refresh_ends: Option<i64>) -> StoredToken {
        StoredToken {
            user: "x".into(),
            token_id: id.into(),
            provider: provider.into(),
            scope: String::new(),
            issued: Timestamp::UNIX_EPOCH,
            access_ends: None,
            refresh_ends: refresh_ends.map(|second| Timestamp::from_second(second).unwrap()),
            revoked: false,
        }
    }

    fn numbers(rows: &Rows, id: impl Into<Value>) -> Vec<u32> {
        rows.of(&id.into()).unwrap().into_iter().map(|row| row.0).collect()
    }

    #[test]
    fn an_id_is_compared_as_the_database_does() {
        let rows =
            Rows::new(["0ada-1", "Vic", "12ab", "0ada-1"].map(|id| stored(id, "A", None)).to_vec());
        assert_eq!(numbers(&rows, "0ada-1"), [1, 4]);
        assert_eq!(numbers(&rows, "0ADA-1  "), [1, 4]);
        assert!(numbers(&rows, "0ada").is_empty());
        assert_eq!(numbers(&rows, "v\u{ee}\u{c7}"), [2], "an accent makes no difference");
        assert_eq!(
            numbers(&rows, Value::Int(0)),
            [1, 2, 4],
            "a number takes every text that begins with it"
        );
        assert_eq!(numbers(&rows, Value::Int(12)), [3]);
        assert!(numbers(&rows, Value::Null).is_empty());
        assert_eq!(numbers(&rows, Value::List(vec!["vic".into()])), [2]);
        let two = Value::List(vec!["a".into(), "b".into()]);
        assert!(rows.of(&two).unwrap_err().contains("[parameters: (['a', 'b'],)]"));
        let numbers =
            ["1.5x", "-2", "1e3", "inf", "nan", "", "ü"].map(|id| begins_with(id).to_string());
        assert_eq!(numbers, ["1.5", "-2", "1000", "0", "0", "0", "0"]);
    }

    #[test]
    fn deleting_takes_every_row_of_an_id_and_says_how_many() {
        let rows = Rows::new(["a", "b", "A"].map(|id| stored(id, "A", None)).to_vec());
        assert_eq!(rows.delete("a"), Ok(2));
        assert_eq!(rows.delete("a"), Ok(0));
        assert_eq!(numbers(&rows, "b"), [2]);
    }

    #[test]
    fn a_refresh_token_is_looked_for_at_its_provider_and_in_time() {
        let rows = Rows::new(vec![
            stored("a", "A", Some(10)),
            stored("a", "B", Some(30)),
            stored("a", "B", Some(40)),
            stored("a", "C", None),
        ]);
        let at = |provider, second| {
            let now = Timestamp::from_second(second).unwrap();
            rows.refreshable("a", provider, now).unwrap().map(|row| row.0)
        };
        assert_eq!(
            (at("A", 9), at("A", 10), at("B", 9), at("B", 30), at("C", 9)),
            (Some(1), None, Some(2), Some(3), None)
        );
    }

    #[test]
    fn a_database_that_is_down_answers_with_its_sql() {
        let rows = Rows::new(vec![stored("a", "A", None)]);
        rows.set_down(true);
        assert!(rows.of(&"a".into()).unwrap_err().contains("[parameters: ('a',)]"));
        assert!(rows.delete("a").unwrap_err().contains("DELETE FROM `Token`"));
        assert!(rows.refreshable("a", "A", Timestamp::UNIX_EPOCH).is_err());
        rows.set_down(false);
        assert_eq!(rows.delete("a"), Ok(1));
    }
}
