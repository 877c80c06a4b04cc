//! The JSON of headers and claims (RFC 8259), read so that nothing is lost that a person should see.
//!
//! serde_json keeps one of two members of the same name and rounds numbers. Here every member stays, in order, numbers stay
//! as they are written, and what came before a fault is kept. Depth is bounded, time is linear.

use std::collections::HashSet;

use zeroize::Zeroize;

/// Deepest nesting that is read; the members of the outermost object are at depth 1. Readers of what is printed about a token
/// often stop at 128.
pub const DEEPEST: usize = 120;

/// Claims that most tokens have at most.
const USUAL: usize = 16;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, its escapes resolved; half a surrogate pair becomes U+FFFD.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
    /// A value that is a secret and was wiped.
    Hidden,
}

/// The members of a JSON object in their order, those that stand there twice included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    members: Vec<(String, Value)>,
}

/// Why a text is not the JSON object that was looked for. Positions are bytes from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not JSON: what was expected, and where.
    Syntax {
        /// Byte at which reading stopped.
        at: usize,
        /// What should have been there.
        expected: &'static str,
    },
    /// The text ends within the object.
    Cut,
    /// Nested deeper than [`DEEPEST`].
    TooDeep,
    /// JSON, but no object.
    NotObject,
}

/// What could be read of an object.
#[derive(Debug, Default)]
pub struct Read {
    /// The members before the fault, or all of them.
    pub object: Object,
    /// Why there is no more.
    pub fault: Option<Fault>,
}

impl Object {
    /// The value of a member; of two with one name the last, as most readers take it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The value of a member that is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// Whether there is a member of this name.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// All members, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.members.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Names that stand there more than once, each once, in the order of their repetition.
    pub fn repeated(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let mut told = HashSet::new();
        self.iter()
            .map(|(name, _)| name)
            .filter(|name| !seen.insert(*name) && told.insert(*name))
            .collect()
    }
}

impl Value {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, with its article: `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
            Self::Hidden => "a secret",
        }
    }
}

impl Zeroize for Value {
    fn zeroize(&mut self) {
        match self {
            Self::Number(text) | Self::String(text) => text.zeroize(),
            Self::Array(values) => values.iter_mut().for_each(Zeroize::zeroize),
            Self::Object(object) => object.zeroize(),
            Self::Null | Self::Bool(_) | Self::Hidden => {}
        }
    }
}

impl Zeroize for Object {
    fn zeroize(&mut self) {
        for (_, value) in &mut self.members {
            value.zeroize();
        }
    }
}

/// Reads `text` as one JSON object, as far as that goes.
pub fn read_object(text: &str) -> Read {
    let mut reader = Reader { text, at: 0 };
    let mut read = Read::default();
    read.fault = reader.document(&mut read.object).err();
    read
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn document(&mut self, object: &mut Object) -> Result<(), Fault> {
        self.blanks();
        let is_object = self.peek() == Some(b'{');
        if is_object {
            self.at += 1;
            // room for the claims of most tokens; a text of that many bytes holds no more members
            object.members.reserve(USUAL.min(self.text.len() / 4));
            self.members(object, 1)?;
        } else {
            self.value(1)?;
        }
        self.blanks();
        match (self.peek(), is_object) {
            (Some(_), _) => Err(self.expected("the end")),
            (None, true) => Ok(()),
            (None, false) => Err(Fault::NotObject),
        }
    }

    /// Members up to the closing brace, which is taken too. Each is kept as soon as it is whole.
    fn members(&mut self, object: &mut Object, depth: usize) -> Result<(), Fault> {
        self.blanks();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            self.blanks();
            if !self.take(b'"') {
                return Err(self.expected("the name of a member"));
            }
            let name = self.string()?;
            self.blanks();
            if !self.take(b':') {
                return Err(self.expected("a colon"));
            }
            self.blanks();
            // an object is kept as far as it goes, so that a cut one shows what it held
            if self.peek() == Some(b'{') && depth < DEEPEST {
                self.at += 1;
                let mut inner = Object::default();
                let whole = self.members(&mut inner, depth + 1);
                object.members.push((name, Value::Object(inner)));
                whole?;
            } else {
                let value = self.value(depth + 1)?;
                object.members.push((name, value));
            }
            self.blanks();
            if self.take(b'}') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.expected("a comma or a closing brace"));
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Fault> {
        match self.peek() {
            Some(b'{' | b'[') if depth > DEEPEST => Err(Fault::TooDeep),
            Some(b'{') => {
                self.at += 1;
                let mut object = Object::default();
                self.members(&mut object, depth)?;
                Ok(Value::Object(object))
            }
            Some(b'[') => {
                self.at += 1;
                self.elements(depth)
            }
            Some(b'"') => {
                self.at += 1;
                self.string().map(Value::String)
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn elements(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut values = Vec::new();
        self.blanks();
        if self.take(b']') {
            return Ok(Value::Array(values));
        }
        loop {
            self.blanks();
            values.push(self.value(depth + 1)?);
            self.blanks();
            if self.take(b']') {
                return Ok(Value::Array(values));
            }
            if !self.take(b',') {
                return Err(self.expected("a comma or a closing bracket"));
            }
        }
    }

    /// The rest of a string whose opening quote was taken.
    fn string(&mut self) -> Result<String, Fault> {
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let Some(mut plain) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) else {
                return Err(self.unended());
            };
            let whole = rest.get(..plain).unwrap_or_default();
            // looked through at once: what has none of them is the rule
            if whole.bytes().min().is_some_and(|least| least < 0x20) {
                plain = whole.bytes().position(|byte| byte < 0x20).unwrap_or(plain);
            }
            let whole = rest.get(..plain).unwrap_or_default();
            if out.is_empty() {
                // most strings are this one piece, and need no more room than it
                out = String::from(whole);
            } else {
                out.push_str(whole);
            }
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                _ => return Err(self.expected("a control character to be escaped")),
            }
        }
    }

    /// Why a string has no end: the text has ended, or a character that must be escaped stands before that.
    fn unended(&mut self) -> Fault {
        match self.rest().bytes().position(|byte| byte < 0x20) {
            Some(at) => {
                self.at += at;
                self.expected("a control character to be escaped")
            }
            None => Fault::Cut,
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.expected("an escape that JSON knows")),
        };
        self.at += 1;
        Ok(c)
    }

    /// Four hexadecimal digits, and the second half of a pair if it follows.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.four_digits()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let after = self.at;
        if first < 0xdc00 && self.take(b'\\') && self.take(b'u') {
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.at = after;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut code = 0;
        for i in 0..4 {
            let digit = rest.get(i).map(|b| char::from(*b).to_digit(16));
            match digit {
                Some(Some(digit)) => code = code * 16 + digit,
                Some(None) => return Err(self.expected("four hexadecimal digits")),
                None => return Err(Fault::Cut),
            }
        }
        self.at += 4;
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') && self.digits() == 0 {
            return Err(self.expected("a digit"));
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(self.expected("a digit"));
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            if self.digits() == 0 {
                return Err(self.expected("a digit"));
            }
        }
        Ok(Value::Number(self.text.get(start..self.at).unwrap_or_default().to_owned()))
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn word(&mut self) -> Result<Value, Fault> {
        for (word, value) in
            [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))]
        {
            let rest = self.rest();
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
            if !rest.is_empty() && word.starts_with(rest) {
                return Err(Fault::Cut);
            }
        }
        Err(self.expected("a value"))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expected(&self, expected: &'static str) -> Fault {
        if self.at >= self.text.len() {
            Fault::Cut
        } else {
            Fault::Syntax { at: self.at, expected }
        }
    }
}

#[cfg(test)]
mod tests;
