//! What claims and header members mean, in the words of those who have to explain a token (facts/tokens.md 1, 2).

use super::profile::Profile;

/// Names and meanings. Claims first, then the header.
const MEANINGS: &[(&str, &str)] = &[
    ("iss", "who issued it"),
    ("sub", "whom it stands for, an id at the issuer"),
    ("aud", "which services may take it"),
    ("exp", "when it ends"),
    ("nbf", "not before"),
    ("iat", "when it was issued"),
    ("jti", "its own number at the issuer"),
    ("scope", "what it allows"),
    ("scp", "what it allows, as SciTokens 1.0 wrote it"),
    ("wlcg.ver", "version of the WLCG profile; services take 1.0 only"),
    ("wlcg.groups", "groups of its owner; the first counts most"),
    ("ver", "version of the SciTokens profile"),
    ("client_id", "which client asked for it"),
    ("azp", "which client asked for it"),
    ("act", "who acts on behalf of its owner"),
    ("acr", "how its owner logged in"),
    ("amr", "by what its owner logged in"),
    ("auth_time", "when its owner logged in"),
    ("nonce", "ties an ID token to one login"),
    ("at_hash", "ties an ID token to an access token"),
    ("sid", "the login session"),
    ("name", "name of its owner"),
    ("preferred_username", "name of its owner's account"),
    ("email", "address of its owner"),
    ("organisation_name", "which IAM issued it"),
    ("eduperson_assurance", "how well its owner is known"),
    ("eduperson_entitlement", "memberships and roles"),
    ("entitlements", "memberships and roles"),
    ("voperson_id", "its owner's id in Check-in"),
    ("authenticating_authority", "where its owner logged in"),
    ("groups", "groups of its owner"),
    ("roles", "roles of its owner"),
    ("dirac_group", "DIRAC group"),
    ("dirac_properties", "what the DIRAC group may do"),
    ("dirac_policies", "DiracX policies"),
    ("vo", "virtual organisation"),
    ("provider", "IdProvider of DIRAC"),
    ("legacy_exchange", "marks a refresh token of DiracX"),
    ("alg", "how it is signed"),
    ("kid", "which of the issuer's keys signed it"),
    ("typ", "what kind of token it says it is"),
    ("enc", "how it is encrypted"),
    ("zip", "how it is compressed"),
    ("cty", "what is inside"),
    ("crit", "members that must be understood"),
    ("jku", "an address of keys; never asked"),
    ("x5u", "an address of a certificate; never asked"),
    ("jwk", "a key that it brings along; never trusted"),
    ("x5c", "certificates that it brings along; never trusted"),
];

/// What the claim or header member `name` means; `None` if it is not one of those that are known.
pub fn meaning(name: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

/// What a profile is, in one phrase.
pub fn profile_meaning(profile: Profile) -> &'static str {
    match profile {
        Profile::Wlcg => "WLCG Common JWT Profile",
        Profile::SciTokens => "SciTokens",
        Profile::Egi => "EGI Check-in or another of AARC's",
        Profile::Dirac => "DIRAC's authorisation server, around another issuer's refresh token",
        Profile::DiracX => "DiracX",
        Profile::Generic => "none that is known here: a token of OAuth or OpenID Connect",
    }
}
