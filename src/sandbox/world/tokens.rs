//! The rows of TokenDB: one of each kind that somebody may ask about, then what a busy installation has.
//!
//! An access token lives an hour and a refresh token thirty days, so the age of a row says what it is still good for.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use super::issuers::{CHECKIN, IAM, OAUTH2};
use super::people::{Home, People, User};
use crate::sandbox::content::StoredToken;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Lifetime of an access token.
const ACCESS: i64 = HOUR;
/// Lifetime of a refresh token.
const REFRESH: i64 = 30 * DAY;

/// Rows in which nothing has ended that somebody misses; of further ones some have.
const ORDERLY: usize = 2_000;

/// Exactly `count` rows, those with a story first.
pub(super) fn rows(
    people: &People,
    count: usize,
    now: Timestamp,
    lots: &mut Rng,
) -> Vec<StoredToken> {
    let mut rows = Rows { now, lots, made: Vec::with_capacity(count.max(64)) };
    let cast = Cast::of(people);
    rows.known(people);
    rows.cast(&cast);
    let others: Vec<(&User, &str)> = people
        .invented
        .iter()
        .filter(|user| user.token_id.is_some() && !cast.has(user))
        .filter_map(|user| Some((user, provider(user.home)?)))
        .collect();
    for (user, provider) in others.iter().cycle().take(count.saturating_sub(rows.made.len())) {
        rows.ordinary(user, provider);
    }
    rows.made.truncate(count);
    rows.made
}

/// Invented people who have a story; nobody where there are too few people.
struct Cast<'p> {
    /// The refresh token has ended: one of the faults.
    ended: Option<&'p User>,
    /// The issuer has revoked it.
    revoked: Option<&'p User>,
    /// A row without any token.
    empty: Option<&'p User>,
    /// Rows of two providers under one id.
    two: Option<&'p User>,
    /// Several rows of one provider.
    several: Option<&'p User>,
    /// An access token alone.
    access_only: Option<&'p User>,
}

impl<'p> Cast<'p> {
    fn of(people: &'p People) -> Self {
        let nth = |home, at| {
            let with_id = |user: &&User| user.home == home && user.token_id.is_some();
            people.invented.iter().filter(with_id).nth(at)
        };
        Self {
            ended: nth(Home::Bio, 2),
            revoked: nth(Home::Bio, 4),
            empty: nth(Home::Wlcg, 3),
            two: nth(Home::Wlcg, 5),
            several: nth(Home::Wlcg, 8),
            access_only: nth(Home::Astro, 2),
        }
    }

    fn has(&self, user: &User) -> bool {
        let all = [self.ended, self.revoked, self.empty, self.two, self.several, self.access_only];
        all.into_iter().flatten().any(|one| one.name == user.name)
    }
}

struct Rows<'l> {
    now: Timestamp,
    lots: &'l mut Rng,
    made: Vec<StoredToken>,
}

impl Rows<'_> {
    /// Rows of those whom tests and manuals call by name.
    fn known(&mut self, people: &People) {
        for user in &people.known {
            match user.name.as_str() {
                // the administrator has one of each
                "ada" => {
                    for (provider, minutes) in [(IAM, 12), (CHECKIN, 25), (OAUTH2, 7)] {
                        self.push(user, provider, minutes * MINUTE);
                    }
                }
                "olga" => self.push(user, IAM, 2 * DAY + 3 * HOUR),
                _ => self.push(user, IAM, 18 * MINUTE),
            }
        }
    }

    fn cast(&mut self, cast: &Cast<'_>) {
        if let Some(user) = cast.ended {
            self.push(user, CHECKIN, REFRESH + 26 * HOUR);
        }
        if let Some(user) = cast.revoked {
            self.push(user, CHECKIN, 3 * DAY);
            self.change_last(|row| row.revoked = true);
        }
        if let Some(user) = cast.empty {
            self.push(user, IAM, 9 * DAY);
            self.change_last(|row| {
                row.scope.clear();
                (row.access_ends, row.refresh_ends) = (None, None);
            });
        }
        if let Some(user) = cast.two {
            self.push(user, IAM, 2 * DAY);
            self.push(user, CHECKIN, 19 * MINUTE);
        }
        if let Some(user) = cast.several {
            for days in [22, 15, 6, 1] {
                self.push(user, IAM, days * DAY + 5 * HOUR);
            }
        }
        if let Some(user) = cast.access_only {
            self.push(user, OAUTH2, 13 * MINUTE);
            self.change_last(|row| row.refresh_ends = None);
        }
    }

    /// A row of somebody without a story.
    fn ordinary(&mut self, user: &User, provider: &str) {
        let past = self.made.len() >= ORDERLY && self.lots.u8(..8) == 0;
        let age = if past {
            self.lots.i64(REFRESH + HOUR..3 * REFRESH)
        } else if self.lots.u8(..5) < 2 {
            self.lots.i64(4 * MINUTE..ACCESS - 5 * MINUTE)
        } else {
            self.lots.i64(ACCESS + MINUTE..REFRESH - DAY)
        };
        self.push(user, provider, age);
    }

    /// A row of `user` that was issued `age` seconds ago; none for somebody without a token id.
    fn push(&mut self, user: &User, provider: &str, age: i64) {
        let Some(id) = &user.token_id else { return };
        let issued = at(self.now, -age);
        self.made.push(StoredToken {
            user: user.name.clone(),
            token_id: id.clone(),
            provider: provider.to_owned(),
            scope: scope(provider).to_owned(),
            issued,
            access_ends: Some(at(issued, ACCESS)),
            refresh_ends: Some(at(issued, REFRESH)),
            revoked: false,
        });
    }

    fn change_last(&mut self, change: impl FnOnce(&mut StoredToken)) {
        if let Some(row) = self.made.last_mut() {
            change(row);
        }
    }
}

/// A time so many seconds later; the same one at the end of all time.
fn at(time: Timestamp, seconds: i64) -> Timestamp {
    time.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

/// The provider that people of a VO get tokens from; that of geovo does not exist.
fn provider(home: Home) -> Option<&'static str> {
    match home {
        Home::Wlcg => Some(IAM),
        Home::Bio => Some(CHECKIN),
        Home::Astro => Some(OAUTH2),
        Home::Geo => None,
    }
}

/// What users of a provider were given.
fn scope(provider: &str) -> &'static str {
    match provider {
        IAM => "openid offline_access wlcg.groups:/wlcgvo/user compute.read",
        CHECKIN => {
            "openid offline_access eduperson_entitlement?value=urn:mace:egi.eu:group:biovo:role=user#aai.egi.eu"
        }
        _ => "openid offline_access groups:/astro/user",
    }
}
