//! The table of lints. Each row is a constant of its own, so that no finding can bear an id that is not in the table.

use super::{Lint, Severity, TokenRule};
use crate::domain::jwt::Profile;

macro_rules! lints {
    (@token) => { None };
    (@token [$($profile:ident)*] $seen:literal) => {
        Some(TokenRule { profiles: &[$(Profile::$profile),*], seen: $seen })
    };
    ($(
        $name:ident: $id:literal, $severity:ident, $explanation:literal, $basis:literal
        $(, [$($profile:ident)*], $seen:literal)?;
    )*) => {
        $(
            #[doc = concat!("The lint `", $id, "`.")]
            pub static $name: Lint = Lint {
                id: $id,
                severity: Severity::$severity,
                explanation: $explanation,
                basis: $basis,
                token: lints!(@token $([$($profile)*] $seen)?),
            };
        )*

        /// Every lint, in the order of the objects they speak of: providers, VOs, groups and users, CEs, services; then
        /// tokens: how they are read, header, signature, times, issuer and audience, texts.
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
    ISSUER_TRAILING_SLASH: "issuer-trailing-slash", Info,
        "The slash at the end is part of an issuer's name: sites and DiracX compare it letter by letter, DIRAC does not. Write it exactly as the issuer's own metadata and tokens do; IAM's have it, most others do not.",
        "facts/tokens.md 2; facts/dirac.md 9.25; OpenID Connect Discovery 1.0, section 4.3";
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
    USERS_WITHOUT_TOKEN_ID: "users-without-token-id", Info,
        "Stored tokens belong to a token id, a DN that begins with /O=DIRAC/CN=. Users without one cannot have any stored for them. Add the subject that the issuer gives them to their DN when they are to use tokens.",
        "facts/dirac.md 4.5";
    GROUP_WITHOUT_VO: "group-without-vo", Info,
        "A group that belongs to no VO has no IdProvider: its members get no tokens in it, and the synchronisation with DiracX leaves it out. Set VO where the group is to use tokens.",
        "facts/dirac.md 4.3; facts/diracx.md";
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
    SERVICE_UNGUARDED: "service-unguarded", Warning,
        "Without an Authorization section every method that has no rule in its own code is open to anybody with a certificate of a trusted CA. Add the section with Default = authenticated.",
        "facts/dirac.md 1.5, 9.34";
    UPDATE_TOKEN: "update-token", Error,
        "Up to DIRAC 8.0.84 and 9.1.12 the method updateToken lets every registered user put a token in the place of anybody's. Update DIRAC; until then set updateToken = TrustedHost in the Authorization section of the TokenManager.",
        "facts/dirac.md 4.6";
    MASTER_SERVER_ODD: "master-server-odd", Warning,
        "This URL is served to everybody, and changes go there. An https master takes it from the first request after its start, so somebody may have come by an address or a tunnel: restart it and reach it first by its right name.",
        "facts/dirac.md 0.8, 3.5, 9.29";
    DIRACX_TOKEN_MANAGER: "diracx-token-manager", Info,
        "DIRAC's own clients ask DiracX instead of the TokenManager. The service and its stored tokens may be gone or out of use.",
        "facts/dirac.md 1.6, 9.40";
    DIRACX_URL: "diracx-url", Error,
        "The section DiracX is there, but its URL leads nowhere. Clients that are sent to DiracX fail. Set URL to its https address.",
        "facts/diracx.md, place beside DIRAC";
    DIRACX_DISABLED_VO: "diracx-disabled-vo", Warning,
        "DisabledVOs names a VO that this installation does not have, so the VO that was meant is not kept out of DiracX. Correct the name.",
        "facts/diracx.md, place beside DIRAC";
    DIRACX_IDP: "diracx-idp", Warning,
        "DiracX needs URL and ClientID of one IdP for each VO, and the URL should be that of the VO's IdProvider. Complete CsSync, or name the VO in DisabledVOs.",
        "facts/diracx.md, configuration document";
    DIRACX_IDP_SLASH: "diracx-idp-slash", Warning,
        "DiracX puts /.well-known behind this URL as it is. With a slash at its end the address has two of them, and strict issuers refuse it. Remove the slash.",
        "facts/diracx.md, errors";
    DIRACX_SUBJECTS: "diracx-subjects", Warning,
        "UserSubjects ties users to the subjects of their IdP. Who is not in it, or wrongly, is not in DiracX or is somebody else there.",
        "facts/diracx.md, place beside DIRAC";
    TOKEN_EMPTY: "token-empty", Error,
        "There is nothing to read. Look where the token was copied from.",
        "RFC 6750, section 2.1", [], "";
    TOKEN_SEGMENTS: "token-segments", Error,
        "A signed token has three parts with dots between. One part may be an opaque token, which only its issuer can explain; two are a token that was cut. Copy it whole.",
        "RFC 7515, section 7.1", [], "";
    TOKEN_ENCRYPTED: "token-encrypted", Error,
        "An encrypted token (five parts) can be read by the service that it is made for, and by nobody else. Tokens of the grid are signed, not encrypted.",
        "RFC 7516, section 7.1", [], "";
    TOKEN_BASE64: "token-base64", Error,
        "Each part is base64url without padding. A character that does not belong there comes from copying: a line end, a blank, a quote, a lost end. Copy it whole.",
        "RFC 7515, section 2", [], "";
    TOKEN_UTF8: "token-utf8", Error,
        "Header and claims are UTF-8. What is not was damaged or not made by an issuer of tokens.",
        "RFC 7519, section 7.2", [], "";
    TOKEN_JSON: "token-json", Error,
        "Header and claims are JSON. What is not was cut, changed by hand or not made by an issuer of tokens.",
        "RFC 7519, section 7.2; RFC 8259", [], "";
    TOKEN_NOT_OBJECT: "token-not-object", Error,
        "Header and claims are JSON objects: names and values. Other JSON is no token.",
        "RFC 7519, section 7.2", [], "";
    TOKEN_TOO_DEEP: "token-too-deep", Error,
        "Nesting this deep is in no token that an issuer makes; it is made to bring readers down. Do not send it anywhere.",
        "facts/tokens.md 4; RFC 8259, section 9", [], "";
    TOKEN_TOO_LARGE: "token-too-large", Error,
        "No server takes a header of this size, so it was not read. Look whether it is the right file.",
        "facts/tokens.md 3, 4", [], "a token of 56.7 kB: the connection is closed";
    TOKEN_LARGE: "token-large", Warning,
        "Servers limit the headers of a request, many to 8 KiB, all to little more. Ask for fewer scopes or groups.",
        "facts/tokens.md 3, 4", [], "15.6 kB pass, at 56.7 kB the connection is closed";
    BEARER_PREFIX: "bearer-prefix", Info,
        "The name of the header or the word Bearer was taken off. In a token file it does not belong.",
        "RFC 6750, section 2.1; WLCG Bearer Token Discovery 1.0", [], "";
    TOKEN_UNWRAPPED: "token-unwrapped", Info,
        "Quotes, a byte order mark or line ends were taken off. A service that gets them with the token refuses it.",
        "WLCG Bearer Token Discovery 1.0", [], "";
    TOKEN_IN_JSON: "token-in-json", Info,
        "The access token was taken out of the answer of a token endpoint, as DIRAC writes it into the token file. Such a file may hold the refresh token too: do not hand it on.",
        "facts/tokens.md 0.6; DIRAC utils/Tokens.py", [], "";
    DUPLICATE_MEMBER: "duplicate-member", Error,
        "A name stands there twice. Some readers take the first value, most the last, so the token means different things to different services. Here the last one counts.",
        "RFC 7515, section 4; RFC 7519, section 4; RFC 8725, section 2.4", [], "the last one counts";
    ALG_MISSING: "alg-missing", Error,
        "A header has to say how the token is signed. Without that nobody may check it.",
        "RFC 7515, section 4.1.1", [], "";
    ALG_UNKNOWN: "alg-unknown", Error,
        "The algorithm is not one for signed tokens, or its name is spelled in another way. It is compared letter by letter.",
        "RFC 7515, section 4.1.1; RFC 7518, section 3.1", [], "";
    ALG_NONE: "alg-none", Error,
        "Nothing is signed, so anybody could have written this. The refresh tokens of IAM look so and are secrets all the same; as an access token it is refused.",
        "RFC 8725, section 3.2; WLCG profile, section 4.2", [], "";
    ALG_SYMMETRIC: "alg-symmetric", Error,
        "A shared secret signs it: whoever can check it can also make it. Tokens of the grid are signed with private keys.",
        "WLCG profile, section 4.2.1; RFC 8725, sections 2.1, 3.1", [], "";
    ALG_NOT_RECOMMENDED: "alg-not-recommended", Warning,
        "Only RS256 and ES256 are sure to be taken by services. Ask the issuer's administrator to sign with one of them.",
        "WLCG profile, sections 4.2.1, 4.3.3", [Wlcg SciTokens], "XRootD refuses ES384, PS256 and EdDSA (403)";
    KID_MISSING: "kid-missing", Error,
        "Without the name of its key a token can only be checked by trying all of the issuer's keys, which many services do not do.",
        "WLCG profile, section 4.2", [Wlcg SciTokens], "XRootD refuses it where the issuer has several keys (403)";
    KID_NOT_STRING: "kid-not-string", Error,
        "Keys are named by strings. With anything else no key is found.",
        "RFC 7515, section 4.1.4", [], "";
    KID_SUSPICIOUS: "kid-suspicious", Warning,
        "The key's name looks like a path or a piece of another language. It is only compared here; a careless service might open or run it.",
        "RFC 8725, section 3.10", [], "";
    REMOTE_KEY_HEADER: "remote-key-header", Warning,
        "The header brings a key along or says where to get one. That is never followed: keys come from the issuer alone.",
        "RFC 8725, section 3.10", [], "";
    CRIT_UNKNOWN: "crit-unknown", Error,
        "The header names extensions that a reader must understand, and these are not. A conforming service has to refuse the token.",
        "RFC 7515, section 4.1.11; RFC 7797", [], "XRootD takes it (200)";
    TYP_UNEXPECTED: "typ-unexpected", Warning,
        "The header says that this is another kind of object than an access token. Services may refuse it.",
        "RFC 8725, section 3.11; RFC 9068, section 2.1", [], "";
    KID_UNKNOWN: "kid-unknown", Error,
        "The issuer has no such key (any more), so no service can check the token. Get a new one; if that has the same key, the issuer does not publish it.",
        "WLCG profile, section 4.2", [], "XRootD refuses it (403)";
    ALG_KEY_MISMATCH: "alg-key-mismatch", Error,
        "The key that the token names is not one for its algorithm. Checking all the same would open the door to forgeries.",
        "RFC 8725, section 3.1; RFC 7517, section 4", [], "";
    KEY_TOO_SMALL: "key-too-small", Error,
        "RSA keys below 2048 bits can be broken, so what they sign proves nothing. The issuer needs a new key.",
        "RFC 7518, section 3.3", [], "";
    SIGNATURE_INVALID: "signature-invalid", Error,
        "The signature does not hold: the token was changed, cut, or not made by this issuer. No service will take it. Get a new one.",
        "RFC 7515, section 5.2; RFC 7518, section 3.4", [], "";
    EXPIRED: "expired", Error,
        "The token has ended, and there is no grace. Get a new one.",
        "WLCG profile, sections 2.1.1, 4.3.1; RFC 7519, section 4.1.4", [], "10 s over: refused (403)";
    EXP_MISSING: "exp-missing", Error,
        "A token without an end is refused, and could not be stopped if it were not.",
        "WLCG profile, section 2.1.1", [], "XRootD refuses it (403)";
    EXPIRES_SOON: "expires-soon", Info,
        "The token ends in less than a minute, perhaps before it arrives. Get a new one before using it.",
        "facts/tokens.md 4", [], "";
    NBF_FUTURE: "nbf-future", Error,
        "The token is not valid yet. Wait, or look whether the clocks of issuer and service agree.",
        "WLCG profile, section 4.3.1; RFC 7519, section 4.1.5", [], "XRootD has no tolerance: 30 s ahead are refused (403)";
    NBF_MISSING: "nbf-missing", Warning,
        "SciTokens demand nbf, and the library that storage uses demands it of WLCG tokens too. Ask the issuer's administrator to set it.",
        "SciTokens claims; facts/tokens.md 0.4", [Wlcg SciTokens], "XRootD refuses it (403)";
    IAT_MISSING: "iat-missing", Error,
        "The token does not say when it was issued. Both profiles demand it.",
        "WLCG profile, section 2.1.1; scitokens-cpp", [Wlcg SciTokens], "XRootD refuses it (403)";
    IAT_FUTURE: "iat-future", Warning,
        "By its own words the token was issued later than now. The issuer's clock or this one is wrong.",
        "facts/tokens.md 4", [], "10 min ahead: XRootD refuses it (403)";
    TIMES_DISORDERED: "times-disordered", Error,
        "The token begins or was issued after its own end, so it was never valid.",
        "RFC 7519, section 4.1", [], "";
    TIME_NOT_NUMBER: "time-not-number", Error,
        "A time in a token is a number of seconds since 1970, without quotes. Services refuse anything else.",
        "RFC 7519, section 2", [], "XRootD refuses a string (403)";
    TIME_NOT_INTEGER: "time-not-integer", Warning,
        "Fractions are allowed in a time, but services refuse them.",
        "RFC 7519, section 2", [], "XRootD refuses a fraction (403)";
    TIME_OUT_OF_RANGE: "time-out-of-range", Error,
        "No calendar has this time, and programs read it in different ways.",
        "RFC 7519, section 2; RFC 8259, section 6", [], "XRootD takes 2^53+1, and refuses a negative end (403)";
    TIME_MILLISECONDS: "time-milliseconds", Error,
        "The number looks like milliseconds, and a token counts seconds: read as it is, it lies thousands of years ahead.",
        "RFC 7519, section 2", [], "";
    LIFETIME_LONG: "lifetime-long", Warning,
        "An access token should live six hours at most, because sites cannot be told that it was revoked. Longer is legitimate for pilots and transfers only.",
        "WLCG profile, section 4.3.1", [Wlcg SciTokens], "XRootD takes seven days (200)";
    LIFETIME_SHORT: "lifetime-short", Info,
        "The whole life of the token is less than 15 minutes. What waits in a queue will find it over.",
        "WLCG profile, section 4.3.1", [Wlcg SciTokens], "";
    ISS_MISSING: "iss-missing", Error,
        "Without its issuer nobody can find the keys that check a token.",
        "WLCG profile, section 2.1.1", [], "";
    ISS_NOT_HTTPS: "iss-not-https", Error,
        "The issuer is an https URL: its keys are found there, and the server's certificate is what vouches for them.",
        "WLCG profile, section 2.1.1; RFC 8414, section 2", [], "";
    ISS_SUSPICIOUS: "iss-suspicious", Error,
        "The issuer's name is built to look like another one, or in a way that programs read differently.",
        "RFC 8414, section 2", [], "";
    ISS_MISMATCH: "iss-mismatch", Error,
        "The issuer is none of those that are trusted: of the IdProviders of the installation, or named with --issuer. Its name counts letter by letter, the slash at the end too. Compare it with the option issuer of the IdProvider.",
        "OpenID Connect Discovery 1.0, section 4.3; WLCG profile 1.3, section 4.2.1", [], "XRootD refuses a token whose issuer lacks the slash that is configured (403).";
    AUD_MISMATCH: "aud-mismatch", Error,
        "The token is made for other services than the one asked about, which will refuse it. Ask for a token with the right audience.",
        "RFC 7519, section 4.1.3; WLCG profile, section 2.1.1", [], "XRootD refuses another audience, and the right one with a slash behind it (403)";
    REFRESH_TOKEN: "refresh-token", Error,
        "This is a refresh token: it buys new access tokens for weeks. It is never sent to a service; treat it as a password.",
        "facts/tokens.md 2; RFC 6749, section 10.4", [], "";
    SECRET_CLAIM: "secret-claim", Warning,
        "Everybody who sees a token can read its claims. A secret in them is none any more: it is not shown here, and should be replaced.",
        "RFC 8725, section 2.7", [], "";
    TEXT_CONTROL: "text-control", Warning,
        "Control characters can make a terminal move, erase, or send something. They are shown escaped here; other programs may run them.",
        "facts/tokens.md 4, 10", [], "";
    TEXT_BIDI: "text-bidi", Warning,
        "Characters that turn the direction of writing make a text read otherwise than it is. They are shown escaped here.",
        "facts/tokens.md 4, 10", [], "";
    TEXT_INVISIBLE: "text-invisible", Warning,
        "Invisible characters make two different texts look alike. They are shown escaped here.",
        "facts/tokens.md 4, 10", [], "";
    TEXT_MIXED_SCRIPT: "text-mixed-script", Warning,
        "A word mixes letters of two scripts, some of which look alike. It may be made to look like another word.",
        "facts/tokens.md 4", [], "";
    TEXT_FORMULA: "text-formula", Warning,
        "A spreadsheet takes a text that begins so for a formula. In csv it is guarded here; other exports may not be.",
        "facts/tokens.md 4", [], "";
    TEXT_MARKUP: "text-markup", Warning,
        "The text has markup in it, which a web page may run. It is shown as it is here.",
        "facts/tokens.md 4", [], "";
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
