//! Stopping stored tokens, and the journal of it.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::Key;

macro_rules! on {
    ($context:ident, $action:ident, $name:literal, $title:literal, $key:literal, $danger:ident, $footer:expr, $help:literal) => {
        Spec {
            action: Action::$action,
            name: $name,
            title: $title,
            help: $help,
            danger: Danger::$danger,
            bindings: &[Binding { contexts: &[Context::$context], keys: &[Key::char($key)] }],
            footer: $footer,
        }
    };
}

pub(super) const ACTIONS: &[Spec] = &[
    on!(
        Tokens,
        Revoke,
        "revoke",
        "revoke",
        'x',
        Destroy,
        Some(42),
        "Shows what revoking the marked tokens, or the one under the cursor, would do, and asks: refresh tokens are revoked at their issuers, then all rows of those token ids are deleted."
    ),
    on!(
        Tokens,
        DeleteRow,
        "delete-row",
        "delete",
        'D',
        Destroy,
        Some(44),
        "Shows what deleting the rows of these token ids without revoking anything would do, and asks."
    ),
    on!(
        Log,
        Face,
        "journal",
        "journal",
        'm',
        Read,
        Some(42),
        "Turns from the requests to the journal, which has every step that was to change something, and back."
    ),
    on!(
        Log,
        Resume,
        "resume",
        "resume",
        'u',
        Destroy,
        Some(44),
        "Goes on with the run under the cursor, which was cut off: shows what is left to be done, and asks."
    ),
];
