//! The issuer as its neighbours in the process use it.

use std::sync::atomic::{AtomicI64, Ordering};

use super::client::Presented;
use super::error::OauthError;
use super::grant::{Grant, Issued, TokenRequest};
use super::*;
use crate::sandbox::content::ClientSpec;

const KINDS: [IssuerKind; 3] = [IssuerKind::Iam, IssuerKind::CheckIn, IssuerKind::OAuth2];
const START: i64 = 1_795_233_600;

/// An issuer, and the hands of its clock.
struct Stage {
    issuer: Issuer,
    time: Arc<AtomicI64>,
}

fn stage(kind: IssuerKind, rotates: bool, stored: Signing) -> Stage {
    let time = Arc::new(AtomicI64::new(START));
    let hands = Arc::clone(&time);
    let clock: Clock =
        Arc::new(move || Timestamp::from_second(hands.load(Ordering::Relaxed)).expect("a time"));
    let client = |id: &str, secret: Option<&str>| ClientSpec {
        id: id.to_owned(),
        secret: secret.map(str::to_owned),
        scopes: ["openid", "offline_access", "compute.*", "compute.read", "groups:/*"]
            .map(str::to_owned)
            .to_vec(),
    };
    let spec = IssuerSpec {
        provider: String::from("Provider"),
        kind,
        url: String::from("https://localhost:1/"),
        rotates,
        clients: vec![client("server", Some("s3cret")), client("device", None)],
    };
    let settings = IssuerSettings { stored, ..IssuerSettings::default() };
    Stage { issuer: Issuer::new(&spec, &settings, &clock).expect("an issuer"), time }
}

impl Stage {
    fn later(&self, seconds: i64) {
        self.time.fetch_add(seconds, Ordering::Relaxed);
    }

    fn refresh(&self, token: &Secret<String>) -> Result<Issued, OauthError> {
        self.issuer.token(&TokenRequest {
            client: Presented::secret("server", "s3cret"),
            grant: Grant::Refresh(Secret::new(token.expose().clone())),
            scope: None,
            audience: Vec::new(),
        })
    }

    fn is_active(&self, token: &Secret<String>) -> bool {
        let told = self.issuer.introspect(&self.issuer.clients[0], token).expect("told");
        told["active"].as_bool().expect("active")
    }

    fn revoke(&self, token: &Secret<String>) {
        self.issuer.revoke(&self.issuer.clients[0], token).expect("revoked");
    }

    fn pair(&self, row: &StoredToken) -> (Secret<String>, Secret<String>) {
        let access = self.issuer.access_of(row).expect("signed").expect("an access token");
        (access, self.issuer.refresh_of(row).expect("sealed").expect("a refresh token"))
    }
}

fn row() -> StoredToken {
    let at = |seconds: i64| Timestamp::from_second(START + seconds).expect("a time");
    StoredToken {
        user: String::from("uma"),
        token_id: String::from("a1b98335-9649-4fb0-961d-5a49ce108d49"),
        provider: String::from("Provider"),
        scope: String::from("openid offline_access compute.read groups:/gamma/user"),
        issued: at(-600),
        access_ends: Some(at(3000)),
        refresh_ends: Some(at(86_400)),
        revoked: false,
    }
}

#[test]
fn a_stored_row_gives_the_same_tokens_each_time() {
    for kind in KINDS {
        for stored in [Signing::Rs256, Signing::Es256] {
            let stage = stage(kind, false, stored);
            let (access, refresh) = stage.pair(&row());
            let (again, refresh_again) = stage.pair(&row());
            assert_eq!(access.expose(), again.expose(), "{kind:?} {stored:?}");
            assert_eq!(refresh.expose(), refresh_again.expose(), "{kind:?}");
            let mut other = row();
            other.token_id.push('x');
            assert_ne!(access.expose(), stage.pair(&other).0.expose(), "{kind:?}");
            assert_eq!(access.expose().split('.').count(), 3);
        }
    }
}

#[test]
fn a_row_without_tokens_has_none() {
    let stage = stage(IssuerKind::Iam, false, Signing::Rs256);
    let bare = StoredToken { access_ends: None, refresh_ends: None, ..row() };
    assert!(stage.issuer.access_of(&bare).expect("nothing to sign").is_none());
    assert!(stage.issuer.refresh_of(&bare).expect("nothing to seal").is_none());
}

#[test]
fn stored_tokens_are_known_refreshed_and_revoked_once() {
    for kind in KINDS {
        let stage = stage(kind, false, Signing::Rs256);
        let (access, refresh) = stage.pair(&row());
        assert!(stage.is_active(&refresh), "{kind:?}");
        let new = stage.refresh(&refresh).expect("new tokens");
        assert_eq!(new.refresh.expect("the same").expose(), refresh.expose());
        stage.revoke(&refresh);
        stage.revoke(&refresh);
        assert!(!stage.is_active(&refresh), "{kind:?}");
        assert_eq!(stage.refresh(&refresh).expect_err("revoked").error, "invalid_grant");
        if kind != IssuerKind::OAuth2 {
            assert!(!stage.is_active(&access), "{kind:?}: the grant is gone");
            assert!(!stage.is_active(&new.access), "{kind:?}: the grant is gone");
        }
        let agains: Vec<bool> = stage
            .issuer
            .log()
            .into_iter()
            .filter_map(|entry| match entry.deed {
                Deed::Revoked { again, access: false, .. } => Some(again),
                _ => None,
            })
            .collect();
        assert_eq!(agains, [false, true], "{kind:?}");
    }
}

#[test]
fn a_row_that_was_revoked_elsewhere_is_dead() {
    for kind in KINDS {
        let stage = stage(kind, true, Signing::Rs256);
        let (access, refresh) = stage.pair(&StoredToken { revoked: true, ..row() });
        assert!(!stage.is_active(&refresh), "{kind:?}");
        assert_eq!(stage.refresh(&refresh).expect_err("revoked").error, "invalid_grant");
        if kind != IssuerKind::OAuth2 {
            assert!(!stage.is_active(&access), "{kind:?}");
        }
    }
}

#[test]
fn an_ended_refresh_token_is_refused_to_the_second() {
    for kind in KINDS {
        let stage = stage(kind, false, Signing::Rs256);
        let (_, refresh) = stage.pair(&row());
        stage.later(86_399);
        assert!(stage.refresh(&refresh).is_ok(), "{kind:?}");
        stage.later(1);
        assert!(!stage.is_active(&refresh), "{kind:?}");
        assert_eq!(stage.refresh(&refresh).expect_err("ended").error, "invalid_grant");
    }
}

#[test]
fn with_rotation_the_used_token_is_dead_and_using_it_kills_the_new_one() {
    for kind in KINDS {
        let stage = stage(kind, true, Signing::Rs256);
        let (_, first) = stage.pair(&row());
        let second = stage.refresh(&first).expect("new").refresh.expect("another");
        assert_ne!(first.expose(), second.expose(), "{kind:?}");
        assert!(!stage.is_active(&first), "{kind:?}");
        let third = stage.refresh(&second).expect("new").refresh.expect("another");
        assert!(stage.is_active(&third), "{kind:?}");
        assert_eq!(stage.refresh(&first).expect_err("used").error, "invalid_grant");
        assert_eq!(stage.refresh(&third).expect_err("gone too").error, "invalid_grant");
        assert!(!stage.is_active(&third), "{kind:?}");
    }
}

#[test]
fn another_issuer_knows_none_of_them() {
    for kind in KINDS {
        let (one, other) = (stage(kind, false, Signing::Rs256), stage(kind, false, Signing::Rs256));
        let (_, refresh) = one.pair(&row());
        assert!(!other.is_active(&refresh), "{kind:?}");
        assert_eq!(other.refresh(&refresh).expect_err("foreign").error, "invalid_grant");
        other.revoke(&refresh);
        assert!(one.is_active(&refresh), "{kind:?}");
        assert!(matches!(
            other.issuer.log().last().map(|entry| &entry.deed),
            Some(Deed::RevokedUnknown(_))
        ));
    }
}

#[test]
fn a_token_of_somebody_else_is_not_revoked() {
    let stage = stage(IssuerKind::Iam, false, Signing::Rs256);
    let (access, refresh) = stage.pair(&row());
    let device = &stage.issuer.clients[1];
    stage.issuer.revoke(device, &refresh).expect("said to be done");
    assert!(stage.is_active(&refresh));
    assert!(stage.is_active(&access));
}

#[test]
fn a_revoked_access_token_leaves_its_refresh_token() {
    for kind in [IssuerKind::Iam, IssuerKind::CheckIn] {
        let stage = stage(kind, false, Signing::Rs256);
        let (access, refresh) = stage.pair(&row());
        assert!(stage.is_active(&access), "{kind:?}");
        stage.revoke(&access);
        assert!(!stage.is_active(&access), "{kind:?}");
        assert!(stage.is_active(&refresh), "{kind:?}");
    }
}

#[test]
fn a_plain_server_does_not_look_into_jwts() {
    let stage = stage(IssuerKind::OAuth2, false, Signing::Rs256);
    let (access, _) = stage.pair(&row());
    let client = &stage.issuer.clients[0];
    let error = stage.issuer.introspect(client, &access).expect_err("a JWT");
    assert_eq!(error.error, "unsupported_token_type");
    let error = stage.issuer.revoke(client, &access).expect_err("a JWT");
    assert_eq!(error.error, "unsupported_token_type");
}

#[test]
fn stored_tokens_are_the_services_whatever_client_stands_first() {
    let clock: Clock = Arc::new(|| Timestamp::from_second(START).expect("a time"));
    let client = |id: &str, secret: Option<&str>| ClientSpec {
        id: id.to_owned(),
        secret: secret.map(str::to_owned),
        scopes: Vec::new(),
    };
    let spec = IssuerSpec {
        provider: String::from("Provider"),
        kind: IssuerKind::Iam,
        url: String::from("https://localhost:1/"),
        rotates: false,
        clients: vec![client("device", None), client("server", Some("s3cret"))],
    };
    let issuer = Issuer::new(&spec, &IssuerSettings::default(), &clock).expect("an issuer");
    let stage = Stage { issuer, time: Arc::default() };
    let (_, refresh) = stage.pair(&row());
    assert_eq!(stage.issuer.stored_client(), "server");
    assert!(stage.refresh(&refresh).is_ok());
}

#[test]
fn nothing_secret_is_in_the_log() {
    let stage = stage(IssuerKind::Iam, true, Signing::Rs256);
    let (access, refresh) = stage.pair(&row());
    let new = stage.refresh(&refresh).expect("new");
    let _ = stage.refresh(&refresh);
    stage.revoke(&access);
    let log = format!("{:?} {new:?}", stage.issuer.log());
    let next = new.refresh.as_ref().expect("another");
    for secret in [&access, &refresh, &new.access, next] {
        assert!(!log.contains(secret.expose().as_str()));
    }
    assert!(log.contains("sha256:"));
}
