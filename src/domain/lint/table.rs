//! The table of lints. Each row is a constant of its own, so that no finding can bear an id that is not in the table.

use super::{Lint, Severity};

macro_rules! lints {
    ($($name:ident: $id:literal, $severity:ident, $explanation:literal, $basis:literal;)*) => {
        $(
            #[doc = concat!("The lint `", $id, "`.")]
            pub static $name: Lint = Lint {
                id: $id,
                severity: Severity::$severity,
                explanation: $explanation,
                basis: $basis,
            };
        )*

        /// Every lint, in the order of the objects they speak of: providers, VOs, groups and users, CEs, services.
        pub static LINTS: &[&Lint] = &[$(&$name),*];
    };
}

lints! {
    PROVIDER_ISSUER_MISSING: "provider-issuer-missing", Error,
        "The IdProvider has no issuer, so DIRAC cannot find its endpoints and no token can be obtained. Set the option issuer.",
        "facts/dirac.md 4.1; OAuth2IdProvider.py";
    PROVIDER_TYPE_UNKNOWN: "provider-type-unknown", Warning,
        "DIRAC itself has the types OAuth2, IAM and CheckIn, spelled exactly so. Any other type works only where an extension brings it.",
        "facts/dirac.md 4.1; IdProviderFactory.py";
    ISSUER_NOT_HTTPS: "issuer-not-https", Error,
        "Without https anybody on the way can read the client secret and the tokens. Use the https URL of the issuer.",
        "OpenID Connect Discovery 1.0, section 3";
    ISSUER_DUPLICATE: "issuer-duplicate", Warning,
        "DIRAC finds the provider of a token by its issuer; with two of them the first one with a fitting client_id is taken. Give each issuer one provider.",
        "facts/dirac.md 4.1, 9.25; IdProvider/Utilities.py";
    PROVIDER_SCOPE_COMMA: "provider-scope-comma", Warning,
        "Scopes are separated by blanks. A comma stays part of the scope before it, and the issuer does not know such a scope. Write them in one value, separated by blanks.",
        "facts/dirac.md 4.1, 9.25";
    SECRET_IN_REMOTE_CS: "secret-in-remote-cs", Error,
        "Every authenticated user can read the remote configuration, and its old versions keep the value. Move the option to the dirac.cfg of the host that needs it, and replace the secret.",
        "facts/dirac.md 0.9, 9.34";
    SHADOWED_BY_LOCAL: "shadowed-by-local", Warning,
        "A local cfg of this host always wins over the servers' configuration, so what is shown here is not what other hosts see. Remove the local option, or keep it knowingly.",
        "facts/dirac.md 3.2, 9.33";
    VO_WITHOUT_PROVIDER: "vo-without-provider", Info,
        "Nobody can get a token for this VO: it names no IdProvider. Set IdProvider in the VO's section when the VO is to use tokens.",
        "facts/dirac.md 4.2";
    VO_PROVIDER_MISSING: "vo-provider-missing", Error,
        "The VO names an IdProvider that does not exist, so every request for its tokens fails. Correct the name or define the provider.",
        "facts/dirac.md 4.2, 5.4.13";
    GROUP_VO_MISSING: "group-vo-missing", Warning,
        "The group belongs to a VO that has no section in the Registry, so it has no IdProvider. Correct the group's VO or define the VO.",
        "facts/dirac.md 4.3";
    IDP_ROLE_COMMA: "idp-role-comma", Error,
        "IdPRole is split at blanks only. A comma stays part of the scope before it, and the issuer refuses a scope that it does not know. Separate the scopes by blanks.",
        "facts/dirac.md 4.4, 9.25";
    TOKEN_ID_SHARED: "token-id-shared", Error,
        "Two users have the same token id: both see the same stored tokens, and a bearer of such a token is taken for the first of them. Remove the DN from one of them.",
        "facts/dirac.md 4.5, 9.3";
    USER_TOKEN_IDS: "user-token-ids", Info,
        "The user has more than one token id, so tokens may be stored under each of them.",
        "facts/dirac.md 4.5, 9.3";
    TAG_WITHOUT_AUDIENCE: "tag-without-audience", Error,
        "Only AREX and HTCondorCE have an audience. On any other type a token tag stops all pilots of the queue (DIRAC 8: the rest of the Site Director's cycle too). Remove the tag.",
        "facts/dirac.md 5.2, 5.4.10, 9.21";
    TAG_NEAR_MISS: "tag-near-miss", Warning,
        "Only the exact words Token and Token:<VO> ask for a token; this tag is ignored, and the proxy is used. Correct the spelling.",
        "facts/dirac.md 5.1, 9.19";
    TAG_UNKNOWN_VO: "tag-unknown-vo", Warning,
        "The tag is spelled well but names no VO of this installation, so it has no effect. Correct the name or remove the tag.",
        "facts/dirac.md 5.1, 9.19";
    SITE_TAG_HIDDEN: "site-tag-hidden", Warning,
        "A CE with an option Tag of its own, even an empty one, does not inherit the site's tags. The site's token tag has no effect here. Repeat it at the CE, or remove the CE's option.",
        "facts/dirac.md 5.1, 9.18, 9.19";
    SITE_TAGS_REPLACED: "site-tags-replaced", Info,
        "A CE with an option Tag of its own does not inherit the site's tags; none of those hidden here concerns tokens.",
        "facts/dirac.md 5.1";
    TOKEN_BESIDE_TOKEN_VO: "token-beside-token-vo", Info,
        "Token admits every VO to tokens, so Token:<VO> beside it changes nothing. Tags cannot take anything back.",
        "facts/dirac.md 5.1, 9.20";
    TAG_FOR_DIRECTOR_ONLY: "tag-for-director-only", Warning,
        "PilotManager does not read the site's tags: pilots are submitted with a token, but killed and their output fetched with the proxy. Write the tag at the CE.",
        "facts/dirac.md 5.1; Helpers/Resources.py getQueue";
    REQUIRED_TAG_TOKEN: "required-tag-token", Warning,
        "RequiredTag keeps away all jobs that do not ask for that tag themselves. A token tag belongs into Tag.",
        "facts/dirac.md 5.1";
    CE_TYPE_MISSING: "ce-type-missing", Error,
        "Without CEType the Site Director cannot make the CE, and the error ends its cycle. Set CEType.",
        "facts/dirac.md 5.4.3; QueueUtilities.py";
    CE_TYPE_UNKNOWN: "ce-type-unknown", Warning,
        "This release of DIRAC has no CE type of that name, spelled so. Unless an extension brings it, the Site Director drops its queues.",
        "facts/dirac.md 5.2; ComputingElementFactory.py";
    AREX_QUEUE_NAME: "arex-queue-name", Error,
        "The name of an AREX queue, or its CEQueueName, must be <any>-<batch system>-<queue>. With fewer than two dashes the CE cannot be made and the queue is dropped without a word.",
        "facts/dirac.md 5.4.3; AREXComputingElement.py";
    CE_WITHOUT_QUEUES: "ce-without-queues", Warning,
        "Pilots are submitted to queues. A CE without a section below Queues never gets any.",
        "facts/dirac.md 5.4.3";
    SITE_GRID_MISMATCH: "site-grid-mismatch", Warning,
        "PilotManager looks for a site below the part of its name before the first dot. It does not find this one, so it can neither kill its pilots nor fetch their output.",
        "facts/dirac.md 5.1; Helpers/Resources.py getQueue";
    SITE_DIRECTOR_ANY: "site-director-any", Warning,
        "DIRAC 8 took the word any for no filter. DIRAC 9 looks for a site, CE or type of that name and finds no queue. Remove the option.",
        "facts/dirac.md 5.4.2, 9.22";
    INSTANCES_LEFT_OVER: "instances-left-over", Warning,
        "DIRAC 9 has no instances: what stands below /Systems/<System>/<instance> has no effect. Move it up one level.",
        "facts/dirac.md 9.23; PathFinder.py";
    SECTION_MISSING: "section-missing", Info,
        "The configuration has no such section, so there is nothing to show of it.",
        "facts/dirac.md 4, 5";
    CS_OPEN_TO_ALL: "cs-open-to-all", Error,
        "Without a rule for commitNewData anybody with a certificate of a trusted CA, or any user, may replace the whole configuration. Set commitNewData = CSAdministrator and Default = authenticated in the Authorization section.",
        "facts/dirac.md 1.5, 9.34";
    CS_RULES_NOT_VISIBLE: "cs-rules-not-visible", Info,
        "The section of the Configuration Service is not in the configuration that its clients get; it may stand in the master's own cfg. Whether commits are guarded cannot be told from here.",
        "facts/dirac.md 1.5";
    TOKEN_MANAGER_UNGUARDED: "token-manager-unguarded", Error,
        "A TokenManager over dips takes its rules from the configuration alone. Without them anybody with a certificate of a trusted CA may read stored tokens. Add an Authorization section.",
        "facts/dirac.md 1.5, 4.6, 9.34";
    TOKENS_READABLE_BY_ALL: "tokens-readable-by-all", Warning,
        "getTokensByUserID gives any user's access and refresh tokens to every authenticated user. Add getTokensByUserID = ProxyManagement to the service's Authorization section.",
        "facts/dirac.md 0.5, 4.6, 9.34";
    MASTER_SERVER_ODD: "master-server-odd", Warning,
        "This URL is served to everybody, and changes go there. An https master takes it from the first request after its start, so somebody may have come by an address or a tunnel: restart it and reach it first by its right name.",
        "facts/dirac.md 0.8, 3.5, 9.29";
    DIRACX_TOKEN_MANAGER: "diracx-token-manager", Info,
        "DIRAC's own clients ask DiracX instead of the TokenManager. The service and its stored tokens may be gone or out of use.",
        "facts/dirac.md 1.6, 9.40";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::LINTS;

    #[test]
    fn every_lint_has_its_own_kebab_case_id() {
        let mut seen = HashSet::new();
        for lint in LINTS {
            assert!(seen.insert(lint.id), "{} twice", lint.id);
            let words: Vec<&str> = lint.id.split('-').collect();
            let plain = |word: &&str| {
                !word.is_empty()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            };
            assert!(words.iter().all(plain), "{}", lint.id);
        }
    }

    #[test]
    fn every_lint_explains_itself_in_plain_sentences() {
        for lint in LINTS {
            assert!(lint.explanation.ends_with('.'), "{}", lint.id);
            assert!(!lint.explanation.contains('!'), "{}", lint.id);
            assert!(lint.explanation.len() > 40, "{}", lint.id);
            assert!(!lint.basis.is_empty(), "{}", lint.id);
        }
    }
}
