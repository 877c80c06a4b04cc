//! Versions of the configuration, and the commits that made them.
//!
//! A version is Python's `str` of a naive UTC time: `2026-11-21 03:31:20.078065`, without the fraction in one case of a
//! million. Versions are compared as text, as DIRAC compares them (facts/dirac.md 3.3).

/// A commit, as the master's backups tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Who committed: the user name in DIRAC, or a host's name. Foreign text.
    pub by: String,
    /// The version that it made. Foreign text; [`is_version`] says whether it is one.
    pub version: String,
}

impl Committed {
    /// The commit that the fields of one entry of the history tell. The server cuts file names `NAME.WHO@VERSION.zip` at
    /// dots and at `@`: a dot in the name of the CS shifts its rest before the committer, an `@` in the committer makes one
    /// field more (facts/dirac.md 3.3 "History traps"). `None` if there is no version.
    pub fn of_fields(fields: &[&str], name: &str) -> Option<Self> {
        let (version, by) = fields.split_last()?;
        let by = by.join("@");
        let shifted = name.split_once('.').map(|(_, rest)| format!("{rest}."));
        let by = match shifted.as_deref().and_then(|shifted| by.strip_prefix(shifted)) {
            Some(rest) => rest.to_owned(),
            None => by,
        };
        (!version.is_empty()).then(|| Self { by, version: (*version).to_owned() })
    }
}

/// Whether `text` is a whole version: a date, a time, and a fraction of six digits or none. Nothing shorter is ever asked
/// for, since the server finds the first version that a part is in.
pub fn is_version(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let time = whole.len() == 19
        && whole.bytes().zip(*b"0000-00-00 00:00:00").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            form => byte == form,
        });
    time && fraction.is_none_or(|fraction| fraction.len() == 6 && digits(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committers_with_ats_and_names_with_dots_are_put_together_again() {
        let read = |fields: &[&str], name| Committed::of_fields(fields, name);
        let by = |fields: &[&str], name| read(fields, name).map(|one| one.by);
        let version = "2026-11-21 03:31:20.078065";
        assert_eq!(by(&["ada", version], "Lab").as_deref(), Some("ada"));
        assert_eq!(by(&["ada", "host.org", version], "Lab").as_deref(), Some("ada@host.org"));
        assert_eq!(by(&["VO.ada", version], "My.VO").as_deref(), Some("ada"));
        assert_eq!(by(&["V.O.a.b", version], "My.V.O").as_deref(), Some("a.b"));
        // a committer who is called like the rest of the name keeps what is his
        assert_eq!(by(&["VO.ada", version], "Lab").as_deref(), Some("VO.ada"));
        assert_eq!(by(&[version], "Lab").as_deref(), Some(""));
        assert_eq!(read(&[], "Lab"), None);
        assert_eq!(read(&["ada", ""], "Lab"), None);
    }

    #[test]
    fn only_a_whole_version_is_one() {
        for good in ["2026-11-21 03:31:20.078065", "2026-11-21 03:31:20"] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "",
            "20",
            "2026-11-21",
            "2026-11-21 03:31:20.",
            "2026-11-21 03:31:20.07806",
            "2026-11-21 03:31:20.0780655",
            "2026-11-21 03:31:20.07806.",
            "2026-11-21T03:31:20.078065",
            "2026-11-21 03:31:2.*",
            "....-..-.. ..:..:...",
            "2026-11-21 03:31:20.078065 ",
            "٢٠26-11-21 03:31:20",
        ] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
