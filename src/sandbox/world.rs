//! What the embedded installation consists of: an invented, plausible world with five faults to find, from `assets/sandbox`.
//!
//! | fault | where |
//! |---|---|
//! | a VO whose IdProvider does not exist | `/Registry/VO/geovo/IdProvider` |
//! | a tag that is a near miss | `Tag` of `arc03.exeter.example` |
//! | a site's tag hidden by a CE's own | `Tag` of `ce04.dresden.example` |
//! | a secret that everybody can read | `/Resources/IdProviders/OAuth2-Astro/client_secret` |
//! | a refresh token that has ended | the one row of a user of biovo |
//!
//! Everything else is in order: the lints of `domain::inventory` find the first four and nothing more. The same [`Size`]
//! always gives the same world, but for the times, which are told from the `now` that is handed in.

mod cfg;
mod issuers;
mod people;
mod proxies;
mod sites;
mod tokens;

use fastrand::Rng;
use jiff::Timestamp;

use super::content::{Content, Places};

pub use proxies::groups;

/// How large the world is, and which of all possible ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Rows of TokenDB; `None`: 104. Above 2,000 there are more users too, one for 25 rows.
    pub tokens: Option<usize>,
    /// Sites; `None`: the 14 that have names. Further ones are made up after the pattern of those.
    pub sites: Option<usize>,
    /// Decides on everything that is drawn by lot: names, token ids, ages. Faults and sites stay what they are.
    pub seed: u64,
}

/// Rows of TokenDB unless another number is asked for.
const TOKENS: usize = 104;

/// Makes the world: the same for equal arguments.
///
/// `getTokensByUserID` is guarded by a rule of its own, which DIRAC's template does not have; whoever wants the template's
/// ways takes that line out of [`Content::cs`].
pub fn content(size: &Size, places: &Places, now: Timestamp) -> Content {
    let count = size.tokens.unwrap_or(TOKENS);
    // each part draws from a lot of its own, so that more tokens do not rename the people
    let mut lots = Rng::with_seed(size.seed);
    let (mut names, mut farms, mut keys, mut ages) =
        (lots.fork(), lots.fork(), lots.fork(), lots.fork());
    let people = people::People::new(people::enough_for(count), &mut names);
    let issuers = issuers::specs(&places.issuers, &mut keys);
    let sites = sites::text(size.sites, &mut farms);
    Content {
        cs: cfg::text(places, &people, &sites, &issuers),
        people: people.with_certificates(),
        proxies: proxies::specs(),
        stored: tokens::rows(&people, count, now, &mut ages),
        issuers,
    }
}

#[cfg(test)]
mod tests;
