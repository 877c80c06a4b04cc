//! Who may use whom.

use std::path::Path;

use super::paths::{self, Mention};

/// The wall around one top-level module.
struct Wall {
    module: &'static str,
    /// Other modules of the crate it may use.
    may: &'static [&'static str],
    /// External crates, modules of std and types it may never use.
    never: &'static [&'static str],
}

/// Names for a clock: reading the time is an input like any other.
const CLOCKS: &[&str] = &[
    "std::time::Instant",
    "std::time::SystemTime",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "tokio::time",
];
const TERMINAL: &[&str] = &["ratatui", "crossterm"];
const NETWORK: &[&str] = &["tokio", "tokio_util", "reqwest", "hyper", "rustls"];
const SYSTEM: &[&str] =
    &["std::fs", "std::env", "std::net", "std::process", "std::thread", "rustix"];

const WALLS: &[Wall] = &[
    Wall { module: "domain", may: &[], never: &["net", "sys", "term", "clock"] },
    Wall { module: "wire", may: &["domain"], never: &["term"] },
    Wall { module: "ops", may: &["domain", "wire", "store", "disk"], never: &["term", "clock"] },
    Wall { module: "disk", may: &["domain", "store"], never: &["term", "net"] },
    Wall { module: "store", may: &["domain"], never: &["net", "sys", "term", "clock"] },
    Wall { module: "input", may: &[], never: &["net", "sys", "term", "clock"] },
    Wall {
        module: "app",
        may: &["domain", "store", "input"],
        never: &["net", "sys", "term", "clock"],
    },
    Wall {
        module: "view",
        may: &["app", "store", "domain", "input"],
        never: &["net", "sys", "crossterm", "clock"],
    },
    Wall { module: "settings", may: &["domain", "input"], never: &["term", "net"] },
    Wall {
        module: "cli",
        may: &["domain", "store", "ops", "wire", "settings", "disk"],
        never: &["term"],
    },
    Wall { module: "telemetry", may: &["domain"], never: &["term", "net"] },
    // the binary's own modules: the one place where everything may meet
    Wall {
        module: "main",
        may: &["cli", "domain", "ops", "runtime", "sandbox", "settings"],
        never: &["term"],
    },
    Wall { module: "sandbox", may: &["domain", "wire"], never: &["term"] },
    Wall {
        module: "runtime",
        may: &[
            "domain",
            "wire",
            "ops",
            "disk",
            "store",
            "input",
            "app",
            "view",
            "settings",
            "telemetry",
        ],
        never: &[],
    },
];

/// `file` may use `segments` although its wall forbids it.
const DOORS: &[(&str, &str)] = &[("app/form/editor", "ratatui_textarea")];

/// Everything in `text` that its module's wall forbids, a line each: `file:line: module uses x`.
pub fn check(file: &Path, text: &str) -> Vec<String> {
    let module = paths::module_of(file);
    let mentions = match paths::mentions(file, text) {
        Ok(mentions) => mentions,
        Err(e) => return vec![e],
    };
    let Some(top) = module.first() else { return Vec::new() };
    let Some(wall) = WALLS.iter().find(|w| w.module == top) else {
        return vec![format!("{}: no wall is written for module {top}", file.display())];
    };
    let mut broken = Vec::new();
    for mention in mentions {
        if DOORS.iter().any(|(f, c)| module.join("/") == *f && mention.segments[0] == *c) {
            continue;
        }
        if let Some(what) = forbidden(wall, &mention) {
            broken.push(format!("{}:{}: {top} uses {what}", file.display(), mention.line));
        }
    }
    broken.sort();
    broken.dedup();
    broken
}

fn forbidden(wall: &Wall, mention: &Mention) -> Option<String> {
    let segments = &mention.segments;
    let text = segments.join("::");
    if segments[0] == "crate" || segments[0] == "dirac_tokens" {
        return match segments.get(1).map(String::as_str) {
            Some("*") => Some("crate::* (name the module)".into()),
            None => Some("crate under another name".into()),
            Some(other) if other == wall.module || wall.may.contains(&other) => None,
            Some(other) => Some(format!("crate::{other}")),
        };
    }
    let mut lists: Vec<&str> = Vec::new();
    for word in wall.never {
        match *word {
            "net" => lists.extend(NETWORK),
            "sys" => lists.extend(SYSTEM),
            "term" => lists.extend(TERMINAL),
            "clock" => lists.extend(CLOCKS),
            other => lists.push(other),
        }
    }
    let starts = |head: &str| text == head || text.starts_with(&format!("{head}::"));
    // `core::time` and `std` under a glob hide the same things
    let globbed = |head: &str| {
        text.ends_with("::*")
            && head.starts_with(&format!("{}::", text.trim_end_matches("::*")))
            && text.starts_with("std")
    };
    lists
        .into_iter()
        .find(|head| starts(head) || globbed(head))
        .map(|head| format!("{head} ({text})"))
}
