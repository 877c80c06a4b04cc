use super::*;
use crate::domain::secret::Fingerprint;
use crate::domain::token::ListedToken;

const NOW: i64 = 1_795_233_600;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW + seconds).unwrap()
}

fn row(provider: &str, refresh: Fate, access: Option<i64>) -> RowPlan {
    let row = ListedToken {
        id: Some(17),
        user: Some("wlada".into()),
        user_id: "id-wlada".into(),
        provider: provider.into(),
        scopes: Vec::new(),
        access_expires: access.map(at),
        refresh_expires: Some(at(86_400 + 3 * 3_600)),
        issued: None,
        client_id: None,
        access: Some(Fingerprint::of(b"access")),
        refresh: Some(Fingerprint::of(provider.as_bytes())),
    };
    RowPlan { row, refresh, access_until: access.map(at) }
}

fn plan(rows: Vec<RowPlan>) -> Plan {
    Plan { token_id: "id-wlada".into(), user: Some("wlada".into()), rows, as_of: at(0) }
}

fn revocable() -> Fate {
    Fate::Revocable { client: "dirac".into() }
}

fn unreachable() -> Fate {
    Fate::OutOfReach("No credentials here.".into())
}

fn said(plans: &[Plan], how: How) -> String {
    let lines = tell(plans, how, at(0));
    lines.iter().fold(String::new(), |text, told| text + told.label + "|" + &told.text + "\n")
}

#[test]
fn one_id_that_can_be_revoked() {
    let plans = [plan(vec![row("IAM", revocable(), Some(41 * 60))])];
    assert_eq!(
        said(&plans, How::Revoke),
        "First|the refresh token at IAM is revoked (this host has credentials).\n\
         Then|1 row vanishes from TokenDB, at IAM: all that this id has.\n\
         Lives on|an access token until 2026-11-21 04:41 UTC (41 m), wherever it is checked offline.\n\
         |Cannot be undone.\n"
    );
}

#[test]
fn rows_stay_where_a_refresh_token_is_out_of_reach_unless_they_go_anyway() {
    let plans = [plan(vec![row("IAM", revocable(), None), row("CheckIn", unreachable(), None)])];
    let stays = said(&plans, How::Revoke);
    assert!(!stays.contains("vanish") && !stays.contains("undone"), "{stays}");
    assert!(!stays.contains("First"), "nothing of it is revoked either: {stays}");
    assert!(
        stays.contains(
            "Stays|A refresh token cannot be revoked, so no row is deleted. No credentials here.\n"
        ),
        "{stays}"
    );
    let anyway = said(&plans, How::RevokeOrRow);
    assert_eq!(
        anyway,
        "First|the refresh token at IAM is revoked (this host has credentials).\n\
         Then|2 rows vanish from TokenDB: 1 at CheckIn, 1 at IAM, all that this id has.\n\
         Lives on|the refresh token at CheckIn. No credentials here. The row may hold the only handle to it: after it is gone \
         nobody can revoke it. It ends 2026-11-22 07:00 UTC (1 d 3 h).\n\
         |Cannot be undone.\n"
    );
    let rows_only = [plan(vec![row("IAM", unreachable(), None)])];
    assert!(
        said(&rows_only, How::Row).starts_with("First|Nothing is revoked: only the rows go.\n")
    );
}

#[test]
fn many_are_counted_and_the_last_end_is_told() {
    let one = || {
        plan(vec![row("IAM", revocable(), Some(600)), row("CheckIn", unreachable(), Some(1_200))])
    };
    let text = said(&[one(), one(), plan(Vec::new())], How::RevokeOrRow);
    assert_eq!(
        text,
        "First|2 refresh tokens are revoked: 2 at IAM (this host has credentials).\n\
         Then|4 rows vanish from TokenDB: 2 at CheckIn, 2 at IAM, all that 2 token ids have.\n\
         Lives on|4 access tokens, the last until 2026-11-21 04:20 UTC (20 m), wherever they are checked offline.\n\
         Lives on|2 refresh tokens. No credentials here (2). The rows may hold the only handles to them: after they are gone \
         nobody can revoke them. The last ends 2026-11-22 07:00 UTC (1 d 3 h).\n\
         Nothing|For 1 token id nothing is stored.\n\
         |Cannot be undone.\n"
    );
    let revoke = said(&[one(), plan(vec![row("IAM", revocable(), None)])], How::Revoke);
    assert!(
        revoke.starts_with("First|the refresh token at IAM is revoked (this host has credentials).\nThen|1 row vanishes from TokenDB, at IAM: all that 1 token id has."),
        "{revoke}"
    );
    assert!(
        revoke.contains("Stays|1 token id, as a refresh token of it cannot be revoked."),
        "{revoke}"
    );
}

#[test]
fn where_nothing_is_stored_nothing_else_is_said() {
    assert_eq!(said(&[plan(Vec::new())], How::Revoke), "Nothing|Nothing is stored for id-wlada.\n");
    assert_eq!(said(&[], How::Row), "");
}
