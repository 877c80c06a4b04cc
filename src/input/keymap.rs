//! From a key to an action, by the contexts that are active: the innermost one that knows the key wins.
//!
//! Contexts come as a stack, innermost first. [`stacks`] lists all that occur; in none of them a key means two things.

use super::action::{Action, Context, all};
use super::key::Key;

/// A key, where it is pressed, and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    context: Context,
    key: Key,
    action: Action,
}

/// Which key does what where.
#[derive(Clone, Debug)]
pub struct Keymap {
    entries: Vec<Entry>,
}

impl Default for Keymap {
    /// The default keys of the action table.
    fn default() -> Self {
        let mut entries = Vec::new();
        for spec in all() {
            for context in spec.contexts() {
                let bound = spec.keys_in(context);
                entries.extend(bound.map(|key| Entry { context, key, action: spec.action }));
            }
        }
        Self { entries }
    }
}

/// The active contexts, innermost first, when no overlay is open on a screen whose own context is `screen`.
pub fn on_screen(screen: Context) -> [Context; 4] {
    [screen, Context::Pane, Context::Screen, Context::Always]
}

/// Every stack of contexts that occurs, innermost first.
pub fn stacks() -> Vec<Vec<Context>> {
    let screens = [
        Context::Providers,
        Context::Vos,
        Context::Ces,
        Context::Tokens,
        Context::Inspect,
        Context::Log,
    ];
    let over = [
        Context::Filter,
        Context::Palette,
        Context::Help,
        Context::Menu,
        Context::Notices,
        Context::Tour,
        Context::Dialog,
        Context::Tasks,
        Context::Page,
    ];
    let mut stacks: Vec<Vec<Context>> =
        screens.into_iter().map(|screen| on_screen(screen).to_vec()).collect();
    stacks.extend(over.into_iter().map(|context| vec![context, Context::Always]));
    stacks
}

impl Keymap {
    /// What `key` does when `contexts` are active, innermost first.
    pub fn action(&self, key: Key, contexts: &[Context]) -> Option<Action> {
        contexts.iter().find_map(|context| {
            let here = |entry: &&Entry| entry.key == key && entry.context == *context;
            self.entries.iter().find(here).map(|entry| entry.action)
        })
    }

    /// The keys of `action` in `context`, the one to show first.
    pub fn keys(&self, action: Action, context: Context) -> impl Iterator<Item = Key> {
        let here = move |e: &&Entry| e.action == action && e.context == context;
        self.entries.iter().filter(here).map(|entry| entry.key)
    }

    /// The key to show for `action` when `contexts` are active.
    pub fn first_key(&self, action: Action, contexts: &[Context]) -> Option<Key> {
        contexts.iter().find_map(|context| self.keys(action, *context).next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_key_means_two_things_at_the_same_time() {
        let keymap = Keymap::default();
        for stack in stacks() {
            let mut seen: HashMap<Key, (Action, Context)> = HashMap::new();
            for entry in keymap.entries.iter().filter(|entry| stack.contains(&entry.context)) {
                let before = seen.insert(entry.key, (entry.action, entry.context));
                assert_eq!(before, None, "{} in {stack:?}", entry.key);
            }
        }
    }

    #[test]
    fn keys_go_to_the_active_context() {
        let keymap = Keymap::default();
        let screen = on_screen(Context::Ces);
        assert_eq!(keymap.action(Key::ctrl('p'), &screen), Some(Action::Palette));
        let palette = [Context::Palette, Context::Always];
        assert_eq!(keymap.action(Key::ctrl('p'), &palette), Some(Action::Up));
        assert_eq!(keymap.action(Key::char('q'), &palette), None);
        assert_eq!(keymap.action(Key::ctrl('c'), &palette), Some(Action::QuitNow));
    }

    #[test]
    fn back_works_wherever_one_can_be() {
        let keymap = Keymap::default();
        let esc = "esc".parse().unwrap();
        for stack in stacks() {
            assert_eq!(keymap.action(esc, &stack), Some(Action::Back), "{stack:?}");
        }
    }
}
