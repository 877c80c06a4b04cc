//! The people: those whom tests and manuals call by name, and as many invented ones as are wanted.

use std::collections::HashSet;
use std::fmt::Write as _;

use fastrand::Rng;

use crate::domain::registry::ID_DN_PREFIX;
use crate::sandbox::content::{CA_DN, Person};

/// First names, family names, institutes: words below a line that names the list.
const NAMES: &str = include_str!("../../../assets/sandbox/names.txt");

/// How the DNs of people begin.
const ORGANISATION: &str = "/DC=org/DC=sandbox";

/// Registered users unless so many tokens are wanted that more are needed.
const USERS: usize = 80;

/// Rows of TokenDB for which there is one user, where they are many.
const ROWS_PER_USER: usize = 25;

/// The VO somebody belongs to first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Wlcg,
    Bio,
    Astro,
    Geo,
}

/// The VOs of invented people, by turns.
const HOMES: [Home; 15] = {
    use Home::{Astro, Bio, Geo, Wlcg};
    [Wlcg, Wlcg, Bio, Wlcg, Astro, Bio, Wlcg, Geo, Wlcg, Astro, Bio, Wlcg, Bio, Wlcg, Astro]
};

/// Of so many invented people one has never had a token.
const WITHOUT_TOKEN_ID: usize = 9;

/// Somebody of the Registry.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) dn: String,
    pub(super) token_id: Option<String>,
    pub(super) home: Home,
    /// VO in which the user is suspended.
    suspended: Option<&'static str>,
}

/// Everybody.
pub(super) struct People {
    /// Those who have certificates and whom the template puts into groups.
    pub(super) known: Vec<User>,
    /// The others.
    pub(super) invented: Vec<User>,
}

/// Users that so many rows of TokenDB need.
pub(super) fn enough_for(tokens: usize) -> usize {
    USERS.max(tokens / ROWS_PER_USER)
}

impl People {
    /// `count` registered users in all.
    pub(super) fn new(count: usize, lots: &mut Rng) -> Self {
        let known = known(lots);
        let mut taken: HashSet<String> = known.iter().map(|user| user.name.clone()).collect();
        let (first, family) = (words("first"), words("family"));
        let institutes = words("institute");
        let invented = (0..count.saturating_sub(known.len()))
            .map(|at| {
                let (first, family) = (one_of(&first, lots), one_of(&family, lots));
                let plain = format!("{}{family}", first.get(..1).unwrap_or_default());
                let plain = plain.to_ascii_lowercase();
                let (mut name, mut number) = (plain.clone(), 1);
                while !taken.insert(name.clone()) {
                    number += 1;
                    name = format!("{plain}{number}");
                }
                let institute = one_of(&institutes, lots);
                let home = HOMES.get(at % HOMES.len()).copied().unwrap_or(Home::Wlcg);
                let has_id = at % WITHOUT_TOKEN_ID != WITHOUT_TOKEN_ID - 1;
                User {
                    dn: format!("{ORGANISATION}/O={institute}/CN={name}/CN={first} {family}"),
                    token_id: has_id.then(|| token_id(home, at, lots)),
                    home,
                    suspended: None,
                    name,
                }
            })
            .collect();
        Self { known, invented }
    }

    /// Everybody in the Registry, in its order.
    pub(super) fn all(&self) -> impl Iterator<Item = &User> {
        self.known.iter().chain(&self.invented)
    }

    /// Those whom certificates are made for, with one whom the Registry does not know.
    pub(super) fn with_certificates(&self) -> Vec<Person> {
        let person = |name: &str, dn: &str| Person { name: name.to_owned(), dn: dn.to_owned() };
        let stranger = person("nobody", &format!("{ORGANISATION}/O=Users/CN=Nobody Known"));
        let known = self.known.iter().map(|user| person(&user.name, &user.dn));
        known.chain([stranger]).collect()
    }

    /// Names of invented people of a VO, every `nth` of them.
    pub(super) fn names(&self, home: Home, nth: usize) -> Vec<&str> {
        let of_home = self.invented.iter().filter(|user| user.home == home);
        of_home.step_by(nth).map(|user| user.name.as_str()).collect()
    }

    /// The sections of `/Registry/Users`.
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(320 * (self.known.len() + self.invented.len()));
        for user in self.all() {
            // writing to a String cannot fail
            let _ = write!(out, "    {}\n    {{\n      DN = {}", user.name, user.dn);
            if let Some(id) = &user.token_id {
                let _ = write!(out, ", {ID_DN_PREFIX}{id}");
            }
            let _ = write!(out, "\n      CA = {CA_DN}\n");
            let _ = writeln!(out, "      Email = {}@sandbox.example", user.name);
            if let Some(vo) = user.suspended {
                let _ = writeln!(out, "      Suspended = {vo}");
            }
            out.push_str("    }\n");
        }
        out
    }
}

/// Those whom tests and manuals call by name. wade and erin have no token id and use groups that they are not in.
fn known(lots: &mut Rng) -> Vec<User> {
    let people = [
        ("ada", "Ada Admin", true),
        ("olga", "Olga Operator", true),
        ("vic", "Vic Manager", true),
        ("uma", "Uma User", true),
        ("susa", "Susa Suspended", true),
        ("wade", "Wade Wronggroup", false),
        ("erin", "Erin Escalates", false),
    ];
    let user = |(at, (name, full, has_id)): (usize, (&str, &str, bool))| User {
        name: name.to_owned(),
        dn: format!("{ORGANISATION}/O=Users/CN={full}"),
        token_id: has_id.then(|| token_id(Home::Wlcg, at, lots)),
        home: Home::Wlcg,
        suspended: (name == "susa").then_some("wlcgvo"),
    };
    people.into_iter().enumerate().map(user).collect()
}

/// A token id as the provider of a VO makes them: a UUID, 64 digits with a scope, a number.
fn token_id(home: Home, at: usize, lots: &mut Rng) -> String {
    match home {
        Home::Wlcg => uuid(lots),
        Home::Bio | Home::Geo => {
            format!("{:032x}{:032x}@sandbox.example", lots.u128(..), lots.u128(..))
        }
        Home::Astro => format!("astro-{:05}", 10_000 + at),
    }
}

/// A random UUID (RFC 9562, section 5.4).
fn uuid(lots: &mut Rng) -> String {
    let bits = lots.u128(..);
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        bits >> 96,
        (bits >> 80) & 0xffff,
        (bits >> 64) & 0xfff,
        (bits >> 48) & 0xfff,
        bits & 0xffff_ffff_ffff
    )
}

/// The words of one list.
fn words(list: &str) -> Vec<&'static str> {
    let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    let after = lines.skip_while(|line| *line != list).skip(1);
    after.take_while(|line| !line.is_empty()).flat_map(str::split_whitespace).collect()
}

fn one_of<'a>(words: &[&'a str], lots: &mut Rng) -> &'a str {
    lots.choice(words).copied().unwrap_or_default()
}
