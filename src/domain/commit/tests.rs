//! A server without a lock, as a model: whoever swaps last is served, every swap leaves a backup. Nothing may vanish there
//! without the verdict saying so.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::domain::cs::{Committed, CsPath, Edit, parse};

const BASE: &str = "2026-11-21 03:00:00.000000";
const OPTIONS: usize = 4;

fn text(version: &str, values: [u8; OPTIONS]) -> Tree {
    let mut text = format!(
        "DIRAC\n{{\n  Configuration\n  {{\n    Name = Lab\n    Version = {version}\n  }}\n}}\nS\n{{\n"
    );
    for (n, value) in values.iter().enumerate() {
        let _ = writeln!(text, "  o{n} = {value}");
    }
    text.push_str("}\n");
    parse(text).unwrap()
}

fn option(n: usize) -> CsPath {
    CsPath::new(&format!("/S/o{n}"))
}

/// Somebody's commit of the same version: who, which option, whether its swap is before ours.
#[derive(Clone, Debug)]
struct Other {
    by: usize,
    option: usize,
    before: bool,
}

fn others() -> impl Strategy<Value = Vec<Other>> {
    let other = (0..3_usize, 0..OPTIONS, any::<bool>());
    prop::collection::vec(other.prop_map(|(by, option, before)| Other { by, option, before }), 0..4)
}

/// `by` 0 has our own name: another session of the same person.
fn name(by: usize) -> String {
    ["ada", "ben", "zoe"][by].to_owned()
}

proptest! {
    #[test]
    fn nothing_vanishes_without_a_word(others in others(), ours in 0..OPTIONS, reply in any::<bool>()) {
        let fresh = text(BASE, [0; OPTIONS]);
        let with = |option: usize, value: u8| {
            let mut values = [0; OPTIONS];
            values[option] = value;
            values
        };
        let sent = text(BASE, with(ours, 1));
        // in the order of their swaps
        let (before, after): (Vec<_>, Vec<_>) = others.iter().enumerate().partition(|(_, o)| o.before);
        let mut swaps: Vec<(String, [u8; OPTIONS])> = Vec::new();
        let theirs = |(n, other): &(usize, &Other)| {
            (name(other.by), with(other.option, u8::try_from(n + 2).unwrap()))
        };
        swaps.extend(before.iter().map(theirs));
        let own = swaps.len();
        swaps.push(("ada".into(), with(ours, 1)));
        swaps.extend(after.iter().map(theirs));
        let version = |n: usize| format!("2026-11-21 03:00:01.{n:06}");
        let commits: Vec<Committed> = swaps
            .iter()
            .enumerate()
            .map(|(n, (by, _))| Committed { by: by.clone(), version: version(n) })
            .rev()
            .collect();
        let (_, last) = swaps.last().unwrap();
        let served = text(&version(swaps.len() - 1), *last);
        let evidence = Evidence {
            fresh: &fresh,
            sent: &sent,
            reply: if reply { Reply::Done } else { Reply::Lost("no answer".into()) },
            served: Some(&served),
            history: Some(&commits),
            us: "ada",
        };
        let contents: Contents = needed(&evidence)
            .into_iter()
            .map(|wanted| {
                let n = (0..swaps.len()).find(|n| version(*n) == wanted).unwrap();
                (wanted, Ok(text(&version(n), swaps[n].1)))
            })
            .collect();
        let verdict = judge(&evidence, &contents);
        prop_assert_eq!(verdict.version.clone(), Some(version(own)), "{:?}", verdict);
        if after.is_empty() {
            // ours is what is served, and every change of theirs is gone
            let gone: BTreeSet<String> = verdict.vanished.iter().map(|v| v.version.clone()).collect();
            let expected: BTreeSet<String> = (0..before.len()).map(version).collect();
            prop_assert_eq!(gone, expected);
            let word = if before.is_empty() { Outcome::Proven } else { Outcome::Overtook };
            prop_assert_eq!(verdict.outcome, word);
            prop_assert!(verdict.missing.is_empty());
            for (vanished, (n, other)) in std::iter::zip(&verdict.vanished, &before) {
                let value = (n + 2).to_string();
                let back = vec![Edit::Set { path: option(other.option), value }];
                prop_assert_eq!(&vanished.edits, &back);
            }
            if before.is_empty() {
                prop_assert!(needed(&evidence).is_empty(), "nobody is about: no text is asked for");
            }
        } else {
            prop_assert_eq!(verdict.outcome, Outcome::Overtaken);
            prop_assert_eq!(verdict.missing, vec![option(ours)]);
            prop_assert!(!verdict.overtaken_by.is_empty());
        }
    }

    #[test]
    fn between_leads_from_one_to_the_other(old in any::<[u8; OPTIONS]>(), new in any::<[u8; OPTIONS]>()) {
        let (old, new) = (text("1", old), text("2", new));
        let edits = between(&old, &new);
        let back = old.edited(&edits, None).unwrap();
        prop_assert_eq!(digest(&back), digest(&new));
    }
}

#[test]
fn between_works_on_lists_by_element_and_leaves_secrets_and_the_servers_options_alone() {
    let old = parse("A\n{\n  Tag = a, b\n  client_secret = hunter2hunter2\n  Gone = 1\n}\nB\n{\n}\nDIRAC\n{\n  Configuration\n  {\n    Servers = x\n  }\n}\n").unwrap();
    let new = parse("A\n{\n  Tag = b, c\n}\nC\n{\n  D = 1\n}\nDIRAC\n{\n  Configuration\n  {\n    Servers = y\n  }\n}\n").unwrap();
    let there: Vec<String> = between(&old, &new).iter().map(ToString::to_string).collect();
    for line in [
        "unset /A/client_secret",
        "unset /A/Gone",
        "remove section /B",
        "take a out of /A/Tag",
        "add c to /A/Tag",
        "make section /C",
        "set /C/D = 1",
    ] {
        assert!(there.iter().any(|known| known == line), "{line}: {there:?}");
    }
    assert_eq!(there.len(), 7, "{there:?}");
    let back: Vec<String> = between(&new, &old).iter().map(ToString::to_string).collect();
    assert!(
        back.iter().all(|line| !line.contains("hunter2") && !line.contains("Servers")),
        "{back:?}"
    );
}

#[test]
fn a_text_is_known_again_whatever_its_version() {
    let of = |version, value| digest(&text(version, [value; OPTIONS]));
    assert_eq!(of("1", 1), of("2", 1));
    assert_ne!(of("1", 1), of("1", 2));
}

#[test]
fn nobody_knows_where_nothing_could_be_read() {
    let (fresh, sent) = (text(BASE, [0; OPTIONS]), text(BASE, [1; OPTIONS]));
    let evidence = |served, history| Evidence {
        fresh: &fresh,
        sent: &sent,
        reply: Reply::Done,
        served,
        history,
        us: "ada",
    };
    let none = Contents::new();
    assert_eq!(judge(&evidence(None, Some(&[])), &none).outcome, Outcome::Unknown);
    assert_eq!(judge(&evidence(Some(&sent), None), &none).outcome, Outcome::Unknown);
    for outcome in ["proven", "overtook", "overtaken", "unknown", "refused"] {
        assert_eq!(Outcome::of_word(outcome).map(Outcome::word), Some(outcome));
    }
}
