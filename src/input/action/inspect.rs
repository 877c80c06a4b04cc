//! Reading a token: from a stored row, from what is pasted, from a file; checking its signature.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::{Code, Key};

macro_rules! inspect {
    ($action:ident, $name:literal, $title:literal, $help:literal, $context:ident, $keys:expr, $footer:expr) => {
        Spec {
            action: Action::$action,
            name: $name,
            title: $title,
            help: $help,
            danger: Danger::Read,
            bindings: &[Binding { contexts: &[Context::$context], keys: $keys }],
            footer: $footer,
        }
    };
}

pub(super) const ACTIONS: &[Spec] = &[
    inspect!(
        Inspect,
        "inspect",
        "inspect",
        "Fetches the token of this row alone, by its token id, and reads it. It is not shown, and wiped when it is not needed.",
        Tokens,
        &[Key::char('i')],
        Some(12)
    ),
    inspect!(
        PasteToken,
        "paste-token",
        "paste",
        "Asks for a token, which is not shown while it is typed or pasted, and reads it. Nobody is asked.",
        Inspect,
        &[Key::char('p')],
        Some(12)
    ),
    inspect!(
        OpenToken,
        "open-token",
        "file",
        "Reads a token from a file: a bare one, one with Bearer before it, or the JSON of a token response.",
        Inspect,
        &[Key::char('f')],
        Some(13)
    ),
    inspect!(
        Verify,
        "verify",
        "verify",
        "Asks the issuer for its keys and checks the signature. Only issuers of this installation's IdProviders are asked, never an address that the token names.",
        Inspect,
        &[Key::char('v')],
        Some(11)
    ),
    inspect!(
        Forget,
        "forget",
        "forget",
        "Wipes what is known of the token on this screen.",
        Inspect,
        &[Key::char('x'), Key::plain(Code::Delete)],
        Some(80)
    ),
];
