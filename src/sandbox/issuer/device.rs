//! Devices that wait for a person (RFC 8628): codes given out, approved, denied, polled, used.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use super::error::OauthError;
use super::ids::GrantId;
use super::keys::SigningError;

/// How long a device code lives, in seconds.
pub const LIFE: i64 = 600;
/// How long a device waits between two questions, in seconds, if the issuer does not say (RFC 8628 3.2).
const INTERVAL: i64 = 5;
/// The letters of user codes: no vowels, so that no words come out (RFC 8628 6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// Most devices that are remembered; beyond that, those whose codes have ended are forgotten.
const MOST: usize = 10_000;

/// What a person has said.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Nothing,
    Approved { subject: String },
    Denied,
}

/// A device that waits or has waited.
#[derive(Debug)]
struct Device {
    client: String,
    scopes: Vec<String>,
    user_code: String,
    ends: i64,
    interval: i64,
    polled: Option<i64>,
    word: Word,
    /// The grant that its tokens belong to, once it has them.
    used: Option<GrantId>,
}

/// What a device is told that was approved.
#[derive(Debug, PartialEq, Eq)]
pub struct Approved {
    /// Whom its tokens speak for.
    pub subject: String,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The grant that its tokens belong to.
    pub grant: GrantId,
}

/// Why a person could not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoSuchCode {
    /// No device shows this code.
    #[error("no device shows this code")]
    Unknown,
    /// The code has ended.
    #[error("this code has ended; start again on the device")]
    Ended,
    /// The code was answered before.
    #[error("this code was answered before")]
    Answered,
}

/// What polling a device code came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Polled {
    /// Tokens are due.
    Due(Approved),
    /// They are not.
    Refused(OauthError),
    /// The code was used before: the grant that came of it has to go (RFC 6749 4.1.2 for codes).
    Again(GrantId),
}

/// Every device of an issuer, by device code.
#[derive(Debug, Default)]
pub struct Devices(HashMap<String, Device>);

/// A user code as people type it: without the dash, in any case.
fn normal(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Six letters as people type them: `RZW-SCQ`.
fn new_user_code() -> Result<String, SigningError> {
    let mut bytes = [0; 6];
    aws_lc_rs::rand::fill(&mut bytes)?;
    let letters: String = bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect();
    let (head, tail) = letters.split_at_checked(3).ok_or(SigningError)?;
    Ok(format!("{head}-{tail}"))
}

impl Devices {
    /// A new device of `client`: its device code and its user code.
    pub fn start(
        &mut self,
        client: &str,
        scopes: Vec<String>,
        now: i64,
    ) -> Result<(String, String), SigningError> {
        if self.0.len() >= MOST {
            self.0.retain(|_, device| device.ends > now);
        }
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes)?;
        let device_code = URL_SAFE_NO_PAD.encode(bytes);
        let mut user_code = new_user_code()?;
        while self.0.values().any(|d| d.ends > now && normal(&d.user_code) == normal(&user_code)) {
            user_code = new_user_code()?;
        }
        let device = Device {
            client: client.to_owned(),
            scopes,
            user_code: user_code.clone(),
            ends: now.saturating_add(LIFE),
            interval: INTERVAL,
            polled: None,
            word: Word::Nothing,
            used: None,
        };
        self.0.insert(device_code.clone(), device);
        Ok((device_code, user_code))
    }

    /// A person's answer for the device that shows `user_code`; the scopes the device asked for.
    pub fn answer(
        &mut self,
        user_code: &str,
        subject: Option<&str>,
        now: i64,
    ) -> Result<Vec<String>, NoSuchCode> {
        let wanted = normal(user_code);
        let device = self
            .0
            .values_mut()
            .filter(|device| normal(&device.user_code) == wanted)
            .max_by_key(|device| device.ends)
            .ok_or(NoSuchCode::Unknown)?;
        if device.ends <= now {
            return Err(NoSuchCode::Ended);
        }
        if device.word != Word::Nothing {
            return Err(NoSuchCode::Answered);
        }
        device.word = match subject {
            Some(subject) => Word::Approved { subject: subject.to_owned() },
            None => Word::Denied,
        };
        Ok(device.scopes.clone())
    }

    /// What `client` gets that asks with `device_code` at `now`, `grant` being the one that would come of it.
    pub fn poll(&mut self, client: &str, device_code: &str, grant: GrantId, now: i64) -> Polled {
        let device = self.0.get_mut(device_code).filter(|device| device.client == client);
        let Some(device) = device else { return Polled::Refused(OauthError::grant()) };
        if let Some(used) = device.used {
            return Polled::Again(used);
        }
        if device.ends <= now {
            return Polled::Refused(OauthError::new("expired_token", "device code is expired"));
        }
        match &device.word {
            Word::Denied => {
                Polled::Refused(OauthError::new("access_denied", "End-User aborted interaction"))
            }
            Word::Approved { subject } => {
                let (subject, scopes) = (subject.clone(), device.scopes.clone());
                device.used = Some(grant);
                Polled::Due(Approved { subject, scopes, grant })
            }
            Word::Nothing => {
                let hurried = device.polled.is_some_and(|last| now - last < device.interval);
                device.polled = Some(now);
                if hurried {
                    device.interval += INTERVAL;
                    return Polled::Refused(OauthError::new(
                        "slow_down",
                        "the device asks too often; it has to wait five seconds longer",
                    ));
                }
                Polled::Refused(OauthError::new(
                    "authorization_pending",
                    "authorization request is still pending as the end-user hasn't yet completed \
                     the user interaction steps",
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(polled: &Polled) -> &'static str {
        match polled {
            Polled::Refused(error) => error.error,
            Polled::Due(_) => "due",
            Polled::Again(_) => "again",
        }
    }

    #[test]
    fn a_device_waits_is_told_to_slow_down_and_gets_its_tokens_once() {
        let mut devices = Devices::default();
        let grant = GrantId::new().expect("random");
        let scopes = vec![String::from("openid")];
        let (code, shown) = devices.start("device", scopes.clone(), 0).expect("a code");
        assert_eq!(refused(&devices.poll("device", &code, grant, 0)), "authorization_pending");
        assert_eq!(refused(&devices.poll("device", &code, grant, 4)), "slow_down");
        assert_eq!(refused(&devices.poll("device", &code, grant, 13)), "slow_down");
        assert_eq!(refused(&devices.poll("device", &code, grant, 28)), "authorization_pending");
        assert_eq!(refused(&devices.poll("other", &code, grant, 60)), "invalid_grant");
        let typed = shown.to_lowercase().replace('-', " ");
        assert_eq!(devices.answer(&typed, Some("ada"), 60), Ok(scopes.clone()));
        assert_eq!(devices.answer(&shown, Some("eve"), 60), Err(NoSuchCode::Answered));
        let due = Approved { subject: String::from("ada"), scopes, grant };
        assert_eq!(devices.poll("device", &code, grant, 61), Polled::Due(due));
        assert_eq!(devices.poll("device", &code, grant, 62), Polled::Again(grant));
    }

    #[test]
    fn a_code_ends_and_a_person_may_refuse() {
        let mut devices = Devices::default();
        let grant = GrantId::new().expect("random");
        let (code, shown) = devices.start("device", Vec::new(), 0).expect("a code");
        assert_eq!(refused(&devices.poll("device", &code, grant, LIFE)), "expired_token");
        assert_eq!(devices.answer(&shown, Some("ada"), LIFE), Err(NoSuchCode::Ended));
        assert_eq!(devices.answer("XXX-YYY", None, 0), Err(NoSuchCode::Unknown));
        let (code, shown) = devices.start("device", Vec::new(), 0).expect("a code");
        assert_eq!(devices.answer(&shown, None, 1), Ok(Vec::new()));
        assert_eq!(refused(&devices.poll("device", &code, grant, 2)), "access_denied");
        assert_eq!(refused(&devices.poll("device", "nope", grant, 2)), "invalid_grant");
    }
}
