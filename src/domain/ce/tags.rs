//! The algebra of tags: which tags ask for a token, for whom, from which level, and which ones only look as if they did.
//!
//! Pure functions over slices; knows no tree. DIRAC compares exactly and case-sensitively: `Token` for every VO,
//! `Token:<VO>` for one (facts/dirac.md 5.1; `SiteDirector.__supportToken`, `WMSUtilities.setPilotCredentials`).

use super::Level;
use crate::domain::vo::VoNames;

/// The tag that asks for a token whatever the VO.
pub const TOKEN: &str = "Token";

/// Whether `tag` asks for a token for somebody: `Token`, or `Token:` and anything after it.
pub fn is_token_tag(tag: &str) -> bool {
    tag == TOKEN || vo_of(tag).is_some()
}

/// The text after `Token:`, exactly as DIRAC compares it.
pub fn vo_of(tag: &str) -> Option<&str> {
    tag.strip_prefix("Token:").filter(|vo| !vo.is_empty())
}

/// For which VOs a set of tags asks for a token, and from which level; one entry per VO of the inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants(Vec<Option<Level>>);

impl Grants {
    /// Nothing granted to any of `vos` VOs.
    pub fn none(vos: usize) -> Self {
        Self(vec![None; vos])
    }

    /// Takes all grants back.
    pub fn clear(&mut self) {
        self.0.fill(None);
    }

    /// Adds the tags of one level. Levels are added from the general to the specific: the last one that grants decides.
    pub fn add<'a>(
        &mut self,
        tags: impl IntoIterator<Item = &'a str>,
        level: Level,
        vos: &VoNames<'_>,
    ) {
        for tag in tags {
            if tag == TOKEN {
                self.0.fill(Some(level));
            } else if let Some(slot) =
                vo_of(tag).and_then(|vo| vos.position(vo)).and_then(|at| self.0.get_mut(at))
            {
                *slot = Some(level);
            }
        }
    }

    /// Level of the tag that grants a token to the VO at `at`, `None` if none does.
    pub fn level(&self, at: usize) -> Option<Level> {
        self.0.get(at).copied().flatten()
    }
}

/// What a tag that does nothing was probably meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearMiss {
    /// Written in a way that DIRAC does not understand; the spelling that it does.
    Spelling(String),
    /// Well written, but there is no such VO.
    UnknownVo,
}

/// Recognises tags that were meant to ask for a token and do not: `token`, `Tokens`, `Token :myvo`, `Token:MyVO`,
/// `Token-myvo`, and `Token:<VO>` for a VO that does not exist. `None` for tags that work or have nothing to do with it.
pub fn near_miss(tag: &str, vos: &VoNames<'_>) -> Option<NearMiss> {
    if tag == TOKEN {
        return None;
    }
    if let Some(vo) = vo_of(tag)
        && vos.position(vo).is_some()
    {
        return None;
    }
    let end = tag.find(|c: char| !c.is_alphabetic()).unwrap_or(tag.len());
    let (head, rest) = tag.split_at_checked(end)?;
    let glued = glued_vo(tag, vos);
    if !resembles_token(head) {
        return glued.map(|vo| NearMiss::Spelling(format!("Token:{vo}")));
    }
    let named = rest.trim_matches(|c: char| c.is_whitespace() || ":;=_-./".contains(c));
    if named.is_empty() {
        return Some(NearMiss::Spelling(TOKEN.to_owned()));
    }
    if let Some(vo) = vos.alike(named).or(glued) {
        return Some(NearMiss::Spelling(format!("Token:{vo}")));
    }
    // `Token-based` is somebody's own tag; with a colon it can only be meant for a VO
    if !rest.trim_start().starts_with(':') {
        return None;
    }
    if vo_of(tag) == Some(named) {
        return Some(NearMiss::UnknownVo);
    }
    Some(NearMiss::Spelling(format!("Token:{named}")))
}

/// The VO of `Tokenmyvo`: the separator forgotten.
fn glued_vo<'a>(tag: &str, vos: &VoNames<'a>) -> Option<&'a str> {
    let (head, rest) = tag.split_at_checked(TOKEN.len())?;
    (head.eq_ignore_ascii_case(TOKEN) && !rest.is_empty()).then(|| vos.alike(rest)).flatten()
}

/// Whether a word is `token` but for its case, a plural, or one slip of the keyboard.
fn resembles_token(word: &str) -> bool {
    let word = word.to_lowercase();
    if word.len() < 4 {
        return false;
    }
    let word: Vec<char> = word.chars().collect();
    let token: Vec<char> = "token".chars().collect();
    within_one_slip(&word, &token)
}

/// Equal, or one character more, less, other, or two neighbours exchanged.
fn within_one_slip(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (Some(a), Some(b)) = (a.get(same..), b.get(same..)) else { return false };
    match (a, b) {
        ([], [] | [_]) | ([_], []) => true,
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            a_rest == b_rest
                || a_rest == b
                || a == b_rest
                || matches!((a_rest, b_rest), ([x2, a2 @ ..], [y2, b2 @ ..]) if x == y2 && y == x2 && a2 == b2)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
