//! Questions before something is done: what happens first, what then, what lives on, and a way out that has the focus.
//!
//! Whoever changes something makes a [`Dialog`] and hands it to [`Model::ask`]; what is to be done comes back as effects when, and
//! only when, the user says so. What destroys asks for a word besides. A dialog that asks for a secret is of the same kind.
//!
//! Nothing is said by accident: the focus begins on Cancel; letters never choose; what is pasted never counts as the word;
//! keys that were pressed before the dialog was on the screen do nothing; what it says has been on the screen to its last line
//! before it can be agreed to; and enter acts only on what has been on the screen unchanged for a quarter of a second, so
//! that no burst of keys, pasted or repeated, gets through.

use jiff::{SignedDuration, Timestamp};

use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::input::line::Line;

use super::effect::{Effect, Effects, RequestKind};
use super::form::{Masked, Word};
use super::model::Model;
use super::overlay::Open;
use super::write::Leave;

/// How long a choice has to be seen before enter takes it (milliseconds): shorter than a person's reaction to something new, longer
/// than the pause between keys that come in a burst.
const SEEN_MS: i64 = 250;

/// A line of what a dialog says: a label, as `First`, and a text, foreign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Left; may be empty.
    pub label: &'static str,
    /// Right, wrapped.
    pub text: String,
}

/// What the dialog asks for beside yes or no.
#[derive(Debug)]
pub(crate) enum Field {
    /// Nothing.
    None,
    /// A word to be typed.
    Word(Word),
    /// A secret, under this name.
    Secret(&'static str, Masked),
    /// A line that may be seen, under this name.
    Line(&'static str, Line),
}

/// What is done when the user says so.
#[derive(Debug)]
enum Then {
    /// These.
    Do(Vec<Effect>),
    /// Whatever this makes of the secret.
    Take(TakeSecret),
    /// Whatever this makes of the line.
    Read(TakeLine),
    /// Changes are allowed from now on.
    Allow,
    /// This is asked.
    Ask(Box<Dialog>),
    /// The secret goes to whom it is for.
    Hand(Purpose),
}

/// What a secret was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To open the private key with.
    OpenKey,
}

/// What is done with a secret that was typed or pasted.
pub type TakeSecret = fn(&mut Model, Secret<String>) -> Effects;
/// What is done with a line that was typed.
pub type TakeLine = fn(&mut Model, String) -> Effects;

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// To the field.
    Field,
    /// To the button that does it.
    Accept,
    /// To the button that does not.
    Cancel,
}

/// What enter led to.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Do these.
    Yes(Vec<Effect>),
    /// Ask this.
    Next(Box<Dialog>),
    /// Use this.
    Secret(Purpose, Secret<String>),
    /// Do this with the secret.
    Take(TakeSecret, Secret<String>),
    /// Do this with the line.
    Read(TakeLine, String),
    /// Do nothing.
    No,
    /// The choice has not been seen yet.
    TooSoon,
    /// The field is not filled in as asked; the sentence says what is missing.
    NotYet(String),
}

/// A question that lies over the screen.
#[derive(Debug)]
pub struct Dialog {
    pub(crate) title: String,
    pub(crate) points: Vec<Point>,
    pub(crate) destroys: bool,
    pub(crate) field: Field,
    pub(crate) accept: &'static str,
    pub(crate) focus: Focus,
    /// First line shown of what it says.
    pub(crate) scroll: usize,
    then: Then,
    /// Whether it was ever on the screen.
    drawn: bool,
    /// Whether the last line of what it says was.
    read: bool,
    /// Since when it is on the screen as it stands; `None` if it changed since.
    seen: Option<Timestamp>,
}

impl Dialog {
    fn new(
        title: impl Into<String>,
        accept: &'static str,
        destroys: bool,
        field: Field,
        then: Then,
    ) -> Self {
        Self {
            title: title.into(),
            points: Vec::new(),
            destroys,
            field,
            accept,
            focus: Focus::Cancel,
            scroll: 0,
            then,
            drawn: false,
            read: false,
            seen: None,
        }
    }

    /// Asks before `then`, which changes something and can be changed back. `accept` names the button: `Commit`.
    pub fn changes(title: impl Into<String>, accept: &'static str, then: Vec<Effect>) -> Self {
        Self::new(title, accept, false, Field::None, Then::Do(then))
    }

    /// Asks before `then`, which cannot be undone; `word` has to be typed first.
    pub fn destroys(
        title: impl Into<String>,
        accept: &'static str,
        word: impl Into<String>,
        then: Vec<Effect>,
    ) -> Self {
        Self::new(title, accept, true, Field::Word(Word::new(word)), Then::Do(then))
    }

    /// Asks for a secret, called `name` on the screen, and hands it on. The focus is in its field.
    pub fn secret(
        title: impl Into<String>,
        accept: &'static str,
        name: &'static str,
        then: TakeSecret,
    ) -> Self {
        let field = Field::Secret(name, Masked::default());
        Self { focus: Focus::Field, ..Self::new(title, accept, false, field, Then::Take(then)) }
    }

    /// Says something, and asks nothing.
    pub fn tells(title: impl Into<String>) -> Self {
        Self::new(title, "", false, Field::None, Then::Do(Vec::new()))
    }

    /// Whether there is something to agree to.
    pub(crate) fn asks(&self) -> bool {
        !self.accept.is_empty()
    }

    /// Asks whether changes are to be allowed. Leave begins when it is agreed to.
    pub(crate) fn allows_changes(title: impl Into<String>, accept: &'static str) -> Self {
        Self::new(title, accept, false, Field::None, Then::Allow)
    }

    /// The leave that such a dialog gives when it is agreed to at `now`.
    #[cfg(test)]
    pub(crate) fn leave_at(now: Timestamp) -> Leave {
        Leave::by_dialog(now)
    }

    /// Says why it cannot be done like this, and asks whether it is to be done as `next` says, which asks again.
    pub fn leads_to(title: impl Into<String>, accept: &'static str, next: Self) -> Self {
        Self::new(title, accept, false, Field::None, Then::Ask(Box::new(next)))
    }

    /// Whether saying yes changes something at the installation: that needs leave.
    pub(crate) fn changes_something(&self) -> bool {
        let asks = |effect: &Effect| match effect {
            Effect::Ask { request, .. } => request.kind() != RequestKind::Read,
            _ => false,
        };
        matches!(&self.then, Then::Do(effects) if effects.iter().any(asks))
    }

    /// Asks for the passphrase of the private key whose file is the problem's subject. The focus is in its field.
    pub(crate) fn passphrase(problem: &Problem) -> Self {
        let field = Field::Secret("Passphrase", Masked::default());
        let title = "Open the private key";
        Self {
            focus: Focus::Field,
            ..Self::new(title, "Open", false, field, Then::Hand(Purpose::OpenKey))
        }
        .point("", problem.message.clone())
        .point("", "It is kept open until the console ends; the passphrase is not kept.")
    }

    /// The same for a secret that may have several lines and as many bytes as `room`.
    #[must_use]
    pub fn of_lines(mut self, room: usize) -> Self {
        if let Field::Secret(_, secret) = &mut self.field {
            *secret = Masked::lines(room);
        }
        self
    }

    /// Puts a text into the field for a secret. `false`, and nothing is put there, if there is no room.
    pub(crate) fn fill(&mut self, text: &str) -> bool {
        match &mut self.field {
            Field::Secret(_, secret) => secret.insert(text),
            _ => false,
        }
    }

    /// Asks for a line, called `name` on the screen, that may be seen: a path. The focus is in its field.
    pub fn line(
        title: impl Into<String>,
        accept: &'static str,
        name: &'static str,
        then: TakeLine,
    ) -> Self {
        let field = Field::Line(name, Line::default());
        Self { focus: Focus::Field, ..Self::new(title, accept, false, field, Then::Read(then)) }
    }

    /// The same with a text in the field for a line, to be mended.
    #[must_use]
    pub(crate) fn with_line(mut self, text: &str) -> Self {
        if let Field::Line(_, line) = &mut self.field {
            line.insert(text);
        }
        self
    }

    /// The same under another title.
    #[must_use]
    pub(crate) fn entitled(mut self, title: impl FnOnce(&str) -> String) -> Self {
        self.title = title(&self.title);
        self
    }

    /// Says one thing more.
    #[must_use]
    pub fn point(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.points.push(Point { label, text: text.into() });
        self
    }

    /// Whether the button that does it can be pressed.
    pub(crate) fn ready(&self) -> bool {
        self.read
            && self.asks()
            && match &self.field {
                Field::None => true,
                Field::Word(word) => word.is_right(),
                Field::Secret(_, secret) => !secret.is_empty(),
                Field::Line(_, line) => !line.text().trim().is_empty(),
            }
    }

    /// Whether keys may do something: not before it was ever drawn.
    pub(crate) fn listens(&self) -> bool {
        self.drawn
    }

    /// It is on the screen as it stands, `to_its_end` or with lines below. Whether another button can be pressed now.
    fn shown(&mut self, to_its_end: bool, now: Timestamp) -> bool {
        self.drawn = true;
        if to_its_end && !self.read {
            let before = self.ready();
            self.read = true;
            // its end is there only now
            self.seen = Some(now);
            return self.ready() != before;
        }
        self.seen.get_or_insert(now);
        false
    }

    /// It is about to look different.
    pub(crate) fn changed(&mut self) {
        self.seen = None;
    }

    /// Moves the focus by one, round and round; over the button that cannot be pressed.
    pub(crate) fn turn(&mut self, forward: bool) {
        let has_field = !matches!(self.field, Field::None);
        let places = [Focus::Field, Focus::Accept, Focus::Cancel];
        let can = |focus: &Focus| match focus {
            Focus::Field => has_field,
            Focus::Accept => self.ready(),
            Focus::Cancel => true,
        };
        let open: Vec<Focus> = places.into_iter().filter(can).collect();
        let here = open.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let step = if forward { 1 } else { open.len().saturating_sub(1) };
        let next = here.saturating_add(step).checked_rem(open.len()).unwrap_or(0);
        self.focus = open.get(next).copied().unwrap_or(Focus::Cancel);
        self.changed();
    }

    /// Enter was pressed.
    pub(crate) fn enter(&mut self, now: Timestamp) -> Answer {
        let since = self.seen.map(|seen| now.duration_since(seen));
        // a passphrase opens a key here and does nothing anywhere: whoever types it presses enter right behind it
        let typing = self.focus == Focus::Field && matches!(self.then, Then::Hand(_));
        if !typing && since.is_none_or(|since| since < SignedDuration::from_millis(SEEN_MS)) {
            return Answer::TooSoon;
        }
        if self.focus == Focus::Cancel {
            return Answer::No;
        }
        if !self.ready() {
            return Answer::NotYet(self.missing());
        }
        let then = std::mem::replace(&mut self.then, Then::Do(Vec::new()));
        match (then, &mut self.field) {
            (Then::Do(effects), _) => Answer::Yes(effects),
            (Then::Take(then), Field::Secret(_, secret)) => Answer::Take(then, secret.take()),
            (Then::Read(then), Field::Line(_, line)) => Answer::Read(then, line.text()),
            (Then::Hand(purpose), Field::Secret(_, secret)) => {
                Answer::Secret(purpose, secret.take())
            }
            (Then::Take(_) | Then::Read(_) | Then::Hand(_), _) => Answer::No,
            (Then::Allow, _) => Answer::Yes(vec![Effect::Unlock(Leave::by_dialog(now))]),
            (Then::Ask(next), _) => Answer::Next(next),
        }
    }

    fn missing(&self) -> String {
        if !self.read {
            return "What this says goes on below. Go down to its end first.".to_owned();
        }
        match &self.field {
            Field::Word(word) => format!("The word is {}; type it to go on.", word.wanted()),
            Field::Secret(name, _) | Field::Line(name, _) => format!("There is no {name} yet."),
            Field::None => String::new(),
        }
    }
}

impl Model {
    /// Lays a question over the screen; an overlay that was open goes.
    pub fn ask(&mut self, dialog: Dialog) {
        self.typing = None;
        self.overlay = Some(Open::Dialog(Box::new(dialog)));
    }

    /// What lies over the screen, as [`Model::present`] says, is on the terminal now, down to its last line or not. Whether
    /// it looks different by that.
    pub fn shown(&mut self, to_its_end: bool, now: Timestamp) -> bool {
        match &mut self.overlay {
            Some(Open::Dialog(dialog)) => dialog.shown(to_its_end, now),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[test]
    fn enter_takes_what_was_seen_for_a_quarter_of_a_second() {
        let mut dialog = Dialog::changes("Commit", "Commit", vec![Effect::Quit]);
        assert!(dialog.shown(true, at(8_000)), "the button can be pressed now");
        dialog.turn(true);
        assert!(matches!(dialog.enter(at(9_000)), Answer::TooSoon), "never seen like this");
        assert!(!dialog.shown(true, at(10_000)));
        dialog.shown(true, at(10_200));
        assert!(matches!(dialog.enter(at(10_249)), Answer::TooSoon));
        assert!(matches!(dialog.enter(at(9_000)), Answer::TooSoon), "the clock was set back");
        assert!(matches!(dialog.enter(at(10_250)), Answer::Yes(list) if list.len() == 1));
    }

    #[test]
    fn nothing_is_agreed_to_before_its_end_was_seen_for_a_quarter_of_a_second() {
        let mut dialog = Dialog::destroys("Revoke", "Revoke", "x", vec![Effect::Quit]);
        dialog.shown(false, at(0));
        if let Field::Word(word) = &mut dialog.field {
            word.edit("x".parse().unwrap());
        }
        dialog.focus = Focus::Field;
        assert!(matches!(dialog.enter(at(1_000)), Answer::NotYet(why) if why.contains("below")));
        assert!(dialog.shown(true, at(2_000)));
        assert!(matches!(dialog.enter(at(2_249)), Answer::TooSoon));
        dialog.shown(false, at(2_249));
        assert!(matches!(dialog.enter(at(2_250)), Answer::Yes(_)), "gone up again, but read");
    }

    #[test]
    fn the_focus_goes_round_what_can_be_used() {
        let mut dialog = Dialog::destroys("Revoke", "Revoke", "x", Vec::new());
        dialog.shown(true, at(0));
        let round = |dialog: &mut Dialog, n| {
            (0..n)
                .map(|_| {
                    dialog.turn(true);
                    dialog.focus
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(round(&mut dialog, 2), [Focus::Field, Focus::Cancel]);
        if let Field::Word(word) = &mut dialog.field {
            word.edit("x".parse().unwrap());
        }
        assert_eq!(round(&mut dialog, 3), [Focus::Field, Focus::Accept, Focus::Cancel]);
        dialog.turn(false);
        assert_eq!(dialog.focus, Focus::Accept);
    }

    #[test]
    fn a_dialog_prints_no_secret() {
        let mut dialog = Dialog::secret("Inspect", "Inspect", "Token", |_, _| Effects::none());
        if let Field::Secret(_, secret) = &mut dialog.field {
            secret.insert("hunter2");
        }
        assert!(!format!("{dialog:?}").contains("hunter2"));
    }
}
