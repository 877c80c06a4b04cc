//! An IdProvider of the configuration as DIRAC's services use it: which scopes belong to a group
//! (`Resources/IdProvider/*IdProvider.py`, facts/dirac.md 4.4).

use super::registry;
use crate::domain::cs::Tree;

/// The class that DIRAC loads for a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `OAuth2`, also if nothing is said.
    OAuth2,
    /// `IAM`.
    Iam,
    /// `CheckIn`.
    CheckIn,
}

impl Kind {
    /// What the provider `name` is; `None` if it is not in the configuration or of a type that DIRAC does not have.
    pub(super) fn of(tree: &Tree, name: &str) -> Option<Self> {
        let section = tree.section(&format!("/Resources/IdProviders/{name}"))?;
        match section.value("ProviderType").as_deref().unwrap_or("OAuth2") {
            "OAuth2" => Some(Self::OAuth2),
            "IAM" => Some(Self::Iam),
            "CheckIn" => Some(Self::CheckIn),
            _ => None,
        }
    }

    /// The scopes of a group: its `IdPRole`, or what the provider's class makes of VO and name.
    pub(super) fn scopes_of(self, tree: &Tree, group: &str) -> Vec<String> {
        let own = registry::idp_role(tree, group);
        if !own.is_empty() {
            return own.split_whitespace().map(str::to_owned).collect();
        }
        let vo = registry::vo_of(tree, group);
        let Some(role) = group.split('_').nth(1).filter(|_| !vo.is_empty()) else {
            return Vec::new();
        };
        let made = match self {
            Self::OAuth2 => return Vec::new(),
            Self::Iam => format!("wlcg.groups:/{vo}/{role}"),
            Self::CheckIn => format!(
                "eduperson_entitlement?value=urn:mace:egi.eu:group:{vo}:role={role}#aai.egi.eu"
            ),
        };
        made.split_whitespace().map(str::to_owned).collect()
    }

    /// The groups all of whose scopes are in a token's `scope`.
    pub(super) fn groups_of(self, tree: &Tree, scope: &str) -> Vec<String> {
        let granted: Vec<&str> = scope.split_whitespace().collect();
        let mut groups = registry::groups(tree);
        groups.retain(|group| {
            let wanted = self.scopes_of(tree, group);
            !wanted.is_empty() && wanted.iter().all(|scope| granted.contains(&scope.as_str()))
        });
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use crate::domain::cs::parse;

    #[test]
    fn a_group_has_the_scopes_that_its_provider_makes_of_its_name() {
        let tree = parse(
            "Registry\n{\nGroups\n{\nv_pilot_x\n{\nVO = v\n}\nv\n{\nVO = v\n}\nno_vo\n{\n}\nown\n{\nIdPRole = a  b,\n}\n}\n}\n\
             Resources\n{\nIdProviders\n{\nA\n{\nProviderType = IAM\n}\nB\n{\n}\nC\n{\nProviderType = iam\n}\n}\n}\n",
        )
        .unwrap();
        assert_eq!(Kind::Iam.scopes_of(&tree, "v_pilot_x"), ["wlcg.groups:/v/pilot"]);
        let entitlement =
            "eduperson_entitlement?value=urn:mace:egi.eu:group:v:role=pilot#aai.egi.eu";
        assert_eq!(Kind::CheckIn.scopes_of(&tree, "v_pilot_x"), [entitlement]);
        for (kind, group) in [(Kind::OAuth2, "v_pilot_x"), (Kind::Iam, "v"), (Kind::Iam, "no_vo")] {
            assert!(kind.scopes_of(&tree, group).is_empty(), "{group}");
        }
        assert_eq!(Kind::OAuth2.scopes_of(&tree, "own"), ["a", "b,"]);
        assert_eq!(Kind::Iam.groups_of(&tree, "x wlcg.groups:/v/pilot a b"), ["v_pilot_x"]);
        let kinds = ["A", "B", "C", "D"].map(|name| Kind::of(&tree, name));
        assert_eq!(kinds, [Some(Kind::Iam), Some(Kind::OAuth2), None, None]);
    }
}
