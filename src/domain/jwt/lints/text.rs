//! Rules about texts: what could mislead a terminal, a spreadsheet, a web page, or the eye of the reader.

use super::{Found, clip};
use crate::domain::foreign::is_hostile_after;
use crate::domain::jwt::json::{Object, Value};
use crate::domain::lint::{self, Lint};

/// What a text can do to who looks at it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trick {
    Control,
    Bidi,
    Invisible,
    MixedScript,
    Formula,
    Markup,
}

const TRICKS: [(Trick, &Lint, &str); 6] = [
    (Trick::Control, &lint::TEXT_CONTROL, "has control characters"),
    (Trick::Bidi, &lint::TEXT_BIDI, "has characters that turn the direction of writing"),
    (Trick::Invisible, &lint::TEXT_INVISIBLE, "has invisible characters"),
    (Trick::MixedScript, &lint::TEXT_MIXED_SCRIPT, "mixes letters of two scripts in a word"),
    (Trick::Formula, &lint::TEXT_FORMULA, "begins like a formula"),
    (Trick::Markup, &lint::TEXT_MARKUP, "has markup in it"),
];

/// Tells each kind of trick once, with the first member that has it.
pub(super) fn check(place: &str, object: &Object, found: &mut Found) {
    let mut tricks = Tricks { seen: TRICKS.map(|_| None) };
    for (name, value) in object.iter() {
        tricks.look(name, name);
        tricks.walk(name, value);
    }
    for ((_, lint, what), first) in TRICKS.iter().zip(tricks.seen) {
        if let Some(name) = first {
            let source = format!("{place}.{name}");
            found.add(lint, format!("{source} {what}."), &source);
        }
    }
}

struct Tricks {
    /// For each trick the outermost member it was first seen in.
    seen: [Option<String>; TRICKS.len()],
}

impl Tricks {
    fn walk(&mut self, member: &str, value: &Value) {
        match value {
            Value::String(text) => self.look(member, text),
            Value::Array(values) => values.iter().for_each(|value| self.walk(member, value)),
            Value::Object(object) => {
                for (name, value) in object.iter() {
                    self.look(member, name);
                    self.walk(member, value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Hidden => {}
        }
    }

    fn look(&mut self, member: &str, text: &str) {
        for ((trick, ..), seen) in TRICKS.iter().zip(&mut self.seen) {
            if seen.is_none() && trick.is_in(text) {
                *seen = Some(clip(member));
            }
        }
    }
}

impl Trick {
    fn is_in(self, text: &str) -> bool {
        match self {
            Self::Control => text.chars().any(is_control),
            Self::Bidi => !text.is_ascii() && text.chars().any(is_bidi),
            Self::Invisible => {
                let mut before = None;
                !text.is_ascii()
                    && text.chars().any(|c| {
                        is_hostile_after(before.replace(c), c) && !is_control(c) && !is_bidi(c)
                    })
            }
            Self::MixedScript => {
                !text.is_ascii() && text.split(|c: char| !c.is_alphanumeric()).any(is_mixed)
            }
            Self::Formula => {
                let mut chars = text.chars();
                match chars.next() {
                    Some('=' | '@') => true,
                    // a signed number is none
                    Some('+' | '-') => chars.next().is_some_and(|c| !c.is_ascii_digit()),
                    _ => false,
                }
            }
            Self::Markup => text.split('<').skip(1).any(|after| {
                after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
            }),
        }
    }
}

/// C0, DEL, C1, and the separators of lines and paragraphs.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The controls of the bidirectional algorithm (UAX #9).
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a word has letters of two scripts that share shapes: Latin, Greek, Cyrillic, Armenian, Cherokee.
fn is_mixed(word: &str) -> bool {
    let mut first = None;
    word.chars().filter_map(script).any(|script| *first.get_or_insert(script) != script)
}

fn script(c: char) -> Option<u8> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(0),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(1),
        '\u{400}'..='\u{52f}' => Some(2),
        '\u{530}'..='\u{58f}' => Some(3),
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trick_is_seen_where_it_is_and_nowhere_else() {
        let seen = |text: &str| -> Vec<&'static str> {
            TRICKS
                .iter()
                .filter(|(trick, ..)| trick.is_in(text))
                .map(|(_, lint, _)| lint.id)
                .collect()
        };
        for honest in [
            "Ada Lovelace",
            "Jülich",
            "日本",
            "Ελένη",
            "Юлия",
            "a < b",
            "-5",
            "C# & C++",
            "β-decay",
        ] {
            assert!(seen(honest).is_empty(), "{honest}: {:?}", seen(honest));
        }
        for (text, id) in [
            ("a\u{1b}[2J", "text-control"),
            ("a\u{9b}31m", "text-control"),
            ("a\u{7f}", "text-control"),
            ("a\u{2028}", "text-control"),
            ("a\u{202e}b", "text-bidi"),
            ("a\u{200b}b", "text-invisible"),
            ("a\u{e0041}", "text-invisible"),
            ("x\u{fe0f}", "text-invisible"),
            ("\u{430}dmin", "text-mixed-script"),
            ("=1+1", "text-formula"),
            ("-cmd", "text-formula"),
            ("<script>", "text-markup"),
            ("</p>", "text-markup"),
        ] {
            assert_eq!(seen(text), [id], "{text:?}");
        }
    }
}
