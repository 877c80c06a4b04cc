//! What the answers of an A-REX front end say of a token (facts/ce-probe.md 1 and 4).
//!
//! A refusal never has a reason: expired, for somebody else, of an unknown issuer, badly signed, or no token at all are answered
//! alike. What can be the cause is told from the token itself, as suspicions, and never as the server's words.

use super::live::{Probed, TokenSeen};

/// An answer: the status line and the beginning of the body, redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// HTTP status.
    pub status: u16,
    /// The words behind it.
    pub reason: String,
    /// The beginning of the body.
    pub body: String,
}

/// The words of a refusal, in releases 6 and 7, with status 403 or 500.
const REFUSED: &str = "User can't be assigned configuration";
/// The words of release 7 where somebody was recognised.
const NOT_ALLOWED: &str = "Operation is not allowed";
/// The body behind [`NOT_ALLOWED`] where no group of the interface has this person.
const NOBODY: &str = "No supported identity found";

/// Releases of A-REX that answer differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// 6: `version` is a text.
    Six,
    /// 7: `version` is a list.
    Seven,
    /// It does not say.
    Unknown,
}

impl Release {
    /// What the answer to the question for versions tells.
    pub fn of(versions: &Heard) -> Self {
        let body: String = versions.body.split_whitespace().collect();
        if versions.status == 403 && versions.reason == REFUSED {
            // 7 tells its versions to everybody, 6 only where the site publishes what it is
            Self::Six
        } else if versions.status != 200 {
            Self::Unknown
        } else if body.contains(r#""version":["#) {
            Self::Seven
        } else if body.contains(r#""version":""#) {
            Self::Six
        } else {
            Self::Unknown
        }
    }

    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Six => "A-REX 6",
            Self::Seven => "A-REX 7",
            Self::Unknown => "A-REX",
        }
    }
}

impl Heard {
    /// Status, reason and what of the body is known to mean something.
    pub fn words(&self) -> String {
        let mut words = self.status.to_string();
        for part in [&self.reason, &self.body] {
            let part = part.trim();
            if !part.is_empty() && part.len() <= 100 {
                words.push_str(if words.contains(' ') { ": " } else { " " });
                words.push_str(part);
            }
        }
        words
    }

    fn refuses(&self) -> bool {
        matches!(self.status, 401 | 403) || (self.status == 500 && self.reason == REFUSED)
    }

    fn knows_but_forbids(&self) -> bool {
        self.status == 403 && self.reason == NOT_ALLOWED
    }
}

/// Judges the answer to a question without a credential. `None`: it refuses, so that an answer with a token proves something.
pub fn control(heard: &Heard, release: Release) -> Option<Probed> {
    let server = || release.name().to_owned();
    match heard.status {
        200 => Some(Probed::OpenToAll { server: server() }),
        _ if heard.knows_but_forbids() => Some(Probed::NoVerdict {
            words: format!(
                "{} maps everybody, with a token or without, and lets nobody in: {}.",
                server(),
                heard.words()
            ),
            sent: false,
        }),
        _ if heard.refuses() => None,
        404 => Some(Probed::NoVerdict {
            words: format!(
                "{}: the path or the version of the interface is another.",
                heard.words()
            ),
            sent: false,
        }),
        _ => Some(Probed::NoVerdict { words: format!("{}.", heard.words()), sent: false }),
    }
}

/// What is known here of a token and of who has to accept it.
#[derive(Clone, Copy, Debug)]
pub struct Local<'a> {
    /// What can be read in the token.
    pub token: &'a TokenSeen,
    /// The audience that the CE has in the configuration.
    pub audience: &'a str,
    /// The issuer of the VO's IdProvider, as it is configured.
    pub issuer: Option<&'a str>,
}

/// Judges the answer to the question with the token, after [`control`] found nothing.
pub fn judge(heard: &Heard, release: Release, local: &Local<'_>) -> Probed {
    let server = release.name().to_owned();
    let words = heard.words();
    if heard.status == 200 {
        return Probed::Accepted { server };
    }
    if heard.knows_but_forbids() {
        let suspicions = if heard.body.contains(NOBODY) {
            vec!["The site's allowaccess names no group that this token is in.".to_owned()]
        } else {
            of_scopes(release, local.token)
        };
        return Probed::ScopeRefused { server, words, suspicions };
    }
    if heard.refuses() {
        return Probed::Refused { server, words, suspicions: suspicions(release, local) };
    }
    let words = match heard.status {
        404 => format!("{words}: the path or the version of the interface is another."),
        _ => format!("{words}."),
    };
    Probed::NoVerdict { words, sent: true }
}

fn of_scopes(release: Release, token: &TokenSeen) -> Vec<String> {
    let mut found = Vec::new();
    if release == Release::Seven && token.scopes.len() > 1 {
        found.push(
            "A-REX 7.0.0 with tokenscopes compares the scopes as one text: a token with several of them never passes."
                .to_owned(),
        );
    }
    found.push("The site asks for a scope that the token does not have.".to_owned());
    found
}

/// What may be the cause of a refusal, the likeliest first: what can be seen in the token, and then what only the site sees.
fn suspicions(release: Release, local: &Local<'_>) -> Vec<String> {
    let Local { token, audience, issuer } = *local;
    let mut found: Vec<String> = Vec::new();
    match token.seconds_left {
        Some(left) if left <= 0 => found.push("The token has ended, by this host's clock.".into()),
        _ if token.too_young => {
            found.push("The token is not valid yet, by this host's clock.".into());
        }
        _ => {}
    }
    match (release, token.algorithm.as_deref()) {
        (_, Some("RS256")) | (Release::Seven, Some("ES256")) => {}
        (Release::Six, Some("ES256")) => {
            found.push("It is signed with ES256, which A-REX 6 does not take.".into());
        }
        (_, Some(other)) => {
            found.push(format!("It is signed with {other}; A-REX takes RS256, and 7 also ES256."));
        }
        (_, None) => found.push("It names no algorithm.".into()),
    }
    match token.audience.iter().position(|own| own == audience) {
        None => found.push(format!("It is not for {audience}, to the letter.")),
        Some(at) if at > 0 && release != Release::Seven => {
            found.push("A-REX 6 looks at the first audience of a list alone.".into());
        }
        Some(_) => {}
    }
    if let (Some(says), Some(set)) = (token.issuer.as_deref(), issuer)
        && says != set
        && says.trim_end_matches('/') == set.trim_end_matches('/')
    {
        found.push(format!(
            "Its issuer is {says}, and the site may have it with or without the slash at the end."
        ));
    }
    if !token.has_key_id {
        found.push("Its header names no key.".into());
    }
    found.push("The site has no rule for this issuer, subject or audience.".into());
    found.push("The CE cannot fetch the issuer's keys.".into());
    found
}
