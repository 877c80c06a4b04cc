//! The text of the configuration: the template with its places filled in.

use super::people::{Home, People};
use crate::sandbox::content::{IssuerKind, IssuerSpec, Places};

/// The configuration, with words between at signs where something is filled in.
const TEMPLATE: &str = include_str!("../../../assets/sandbox/served.cfg");

/// The whole text. The client secret of the OAuth2 issuer is in it: that is one of the faults.
pub(super) fn text(
    places: &Places,
    people: &People,
    sites: &str,
    issuers: &[IssuerSpec],
) -> String {
    let issuer = |kind| issuers.iter().find(|issuer| issuer.kind == kind);
    let url = |kind| issuer(kind).map(|issuer| issuer.url.clone()).unwrap_or_default();
    let leaked = issuer(IssuerKind::OAuth2)
        .into_iter()
        .flat_map(|issuer| &issuer.clients)
        .find_map(|client| client.secret.as_deref())
        .unwrap_or_default();
    // members follow those that the template names
    let more = |home, nth| -> String {
        people.names(home, nth).iter().flat_map(|name| [", ", name]).collect()
    };
    let one = |home| people.names(home, 1).first().copied().unwrap_or("ada").to_owned();
    let fill = |word: &str| -> Option<String> {
        Some(match word {
            "MASTER" => places.master.clone(),
            "WORKER" => places.worker.clone(),
            "TOKEN_MANAGER" => places.token_manager.clone(),
            "ISSUER_IAM" => url(IssuerKind::Iam),
            "ISSUER_CHECKIN" => url(IssuerKind::CheckIn),
            "ISSUER_OAUTH2" => url(IssuerKind::OAuth2),
            "LEAKED_SECRET" => leaked.to_owned(),
            "USERS" => people.text(),
            "SITES" => sites.to_owned(),
            "WLCG_USERS" => more(Home::Wlcg, 1),
            "WLCG_EXPERTS" => more(Home::Wlcg, 8),
            "TEST_USERS" => more(Home::Wlcg, 5),
            "BIO_USERS" => more(Home::Bio, 1),
            "BIO_EXPERTS" => more(Home::Bio, 9),
            "BIO_CURATORS" => people.names(Home::Bio, 4).join(", "),
            "ASTRO_USERS" => more(Home::Astro, 1),
            "ASTRO_EXPERTS" => more(Home::Astro, 7),
            "GEO_USERS" => more(Home::Geo, 1),
            "GEO_EXPERTS" => more(Home::Geo, 3),
            "BIO_ADMIN" => one(Home::Bio),
            "ASTRO_ADMIN" => one(Home::Astro),
            "GEO_ADMIN" => one(Home::Geo),
            _ => return None,
        })
    };
    let mut out = String::with_capacity(TEMPLATE.len() + sites.len() + 64 * 1024);
    for (at, piece) in TEMPLATE.split('@').enumerate() {
        // every second piece stands between two signs
        if at % 2 == 0 {
            out.push_str(piece);
        } else {
            out.push_str(&fill(piece).unwrap_or_else(|| format!("@{piece}@")));
        }
    }
    out
}
