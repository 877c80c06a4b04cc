//! One token of one stored row, chosen to be fetched: by everything that a listing tells of it.

use super::ListedToken;
use crate::domain::secret::Fingerprint;

/// Which of the two tokens of a stored row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// The one for services.
    Access,
    /// The one for the issuer.
    Refresh,
}

impl Which {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Access => "access token",
            Self::Refresh => "refresh token",
        }
    }
}

/// A token of a stored row. Names are foreign text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Row id in TokenDB, if the listing told it.
    pub row: Option<u64>,
    /// User name, if the listing told it.
    pub user: Option<String>,
    /// Token id that the row is under: the one that is asked for.
    pub user_id: String,
    /// IdProvider.
    pub provider: String,
    /// Which of its tokens.
    pub which: Which,
    /// Fingerprint that the listing had of it.
    pub fingerprint: Option<Fingerprint>,
}

impl Chosen {
    /// Whether `row` is the stored row that is meant. Row ids are compared where both are told, providers in any case: one id
    /// may have a row at each.
    pub fn is_row(&self, row: &ListedToken) -> bool {
        let same = |a: Option<u64>, b: Option<u64>| a.is_none() || b.is_none() || a == b;
        row.user_id == self.user_id && row.provider == self.provider && same(self.row, row.id)
    }

    /// The row in words: `stored row 17 (wlada, IAM-WLCG)`.
    pub fn words(&self) -> String {
        let user = self.user.as_deref().unwrap_or(&self.user_id);
        match self.row {
            Some(row) => format!("stored row {row} ({user}, {})", self.provider),
            None => format!("the stored row of {user} at {}", self.provider),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(row: Option<u64>) -> Chosen {
        Chosen {
            row,
            user: Some("wlada".into()),
            user_id: "id-1".into(),
            provider: "IAM-WLCG".into(),
            which: Which::Refresh,
            fingerprint: None,
        }
    }

    #[test]
    fn a_row_is_known_by_its_id_and_its_provider() {
        let row = |id, user_id: &str, provider: &str| ListedToken {
            id,
            user_id: user_id.into(),
            provider: provider.into(),
            ..ListedToken::default()
        };
        assert!(chosen(Some(17)).is_row(&row(Some(17), "id-1", "IAM-WLCG")));
        assert!(chosen(Some(17)).is_row(&row(None, "id-1", "IAM-WLCG")));
        assert!(!chosen(Some(17)).is_row(&row(Some(18), "id-1", "IAM-WLCG")));
        assert!(!chosen(None).is_row(&row(Some(17), "id-1", "CheckIn-EGI")));
        assert!(!chosen(None).is_row(&row(Some(17), "id-12", "IAM-WLCG")));
    }
}
