//! What the table promises.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_action_stands_in_the_table_exactly_once() {
    let mut seen = BTreeSet::new();
    for spec in all() {
        assert!(seen.insert(spec.action), "{:?} stands twice", spec.action);
    }
    // `QuitNow` is the last variant: a new one behind it has to be named here
    assert_eq!(seen.len(), Action::QuitNow as usize + 1, "an action is missing from the table");
}

#[test]
fn names_are_distinct_and_texts_are_sentences() {
    let mut names = BTreeSet::new();
    for spec in all() {
        assert!(names.insert(spec.name), "{} stands twice", spec.name);
        assert!(spec.name.bytes().all(|c| c.is_ascii_lowercase() || c == b'-'), "{}", spec.name);
        assert!(!spec.title.is_empty() && spec.title.len() <= 16, "{}", spec.name);
        assert!(spec.help.ends_with('.') && spec.help.len() > 10, "{}", spec.name);
        assert!(spec.help.starts_with(|c: char| c.is_uppercase()), "{}", spec.name);
        assert!(!spec.help.contains('!'), "{}", spec.name);
        assert!(!spec.bindings.is_empty(), "{} means something nowhere", spec.name);
    }
}

#[test]
fn every_context_is_listed_and_used() {
    let used: BTreeSet<Context> = all().flat_map(Spec::contexts).collect();
    let own_keys_later = [
        Context::Providers,
        Context::Vos,
        Context::Ces,
        Context::Tokens,
        Context::Inspect,
        Context::Log,
    ];
    for context in Context::ALL {
        assert!(used.contains(context) || own_keys_later.contains(context), "{context:?}");
    }
}

#[test]
fn keys_are_written_in_their_normal_form() {
    for spec in all() {
        for key in spec.bindings.iter().flat_map(|binding| binding.keys) {
            assert_eq!(key.normal(), *key, "{}", spec.name);
            assert_eq!(key.to_string().parse(), Ok(*key), "{}", spec.name);
        }
    }
}

#[test]
fn letters_are_not_bound_where_text_is_typed() {
    for spec in all() {
        for context in Context::ALL.iter().filter(|context| context.takes_text()) {
            for key in spec.keys_in(*context) {
                assert_eq!(key.typed(), None, "{} in {context:?}", spec.name);
            }
        }
    }
}
