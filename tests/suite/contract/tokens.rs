//! The TokenManager by hand: rows as they are, who sees whose, what deleting does, what tokens it gets and refuses to get.
//!
//! Rows that a case deletes belong to nobody and are made for it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::backend::Expect::{Refused, Works};
use super::backend::Persona::{Admin, Host, Manager, Operator, Pilot, User};
use super::bench::{At, Bench, Told, line_up, shape, value};
use super::case::Case;

/// A row as it arrives: everything a text, but for one time.
const ROW: &str =
    "access_token: text, access_token_revoked_at: \"0\", client_id: text, expires_at: int";

pub const CASES: &[Case] = &[
    Case::shape(
        "a row of a listing has these members",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", r#"[["user0000"]]"#),
        Works(ROW),
    ),
    Case::story("one's own rows have them too, but for the name", story_own, Works(OWN)),
    Case::shape(
        "rows by token id as well",
        User,
        At::Tokens,
        ("getTokensByUserID", r#"["@user0000@"]"#),
        Works(ROW),
    ),
    Case::story(
        "and are another's tokens, whole",
        story_foreign,
        Works("user0000's as uma: access 3 parts, the same as an administrator sees"),
    ),
    Case::shape(
        "an id that nobody has has no rows",
        User,
        At::Tokens,
        ("getTokensByUserID", r#"["no-such-id"]"#),
        Works("[]"),
    ),
    Case::story(
        "NULLs arrive as the word",
        story_nulls,
        Works("access None, refresh None, kid None, ended at 0"),
    ),
    Case::call(
        "a text is a list of letters",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", r#"["uma"]"#),
        Refused("S_ERROR 0: No DN found for user u"),
    ),
    Case::call(
        "a number is 500",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", "[7]"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "null is 500",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", "[null]"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "a second argument is 500",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", r#"[["uma"],1]"#),
        Refused("500 without a reason"),
    ),
    Case::call(
        "a user without token id has no rows",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", r#"[["connie"]]"#),
        Works("[]"),
    ),
    Case::call(
        "a user without DN fails the call",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", r#"[["uma","nodn"]]"#),
        Refused("S_ERROR 0: No DN found for user nodn"),
    ),
    Case::call(
        "without ProxyManagement the listing is 401",
        User,
        At::Tokens,
        ("getUsersTokensInfo", r#"[["uma"]]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "storing a token from outside is not possible",
        Admin,
        At::Tokens,
        ("updateToken", r#"[{"access_token":"x"},"@uma@","IAM-Alpha",3600]"#),
        Refused("501 without a reason"),
    ),
    Case::call(
        "deleting what is not there is told as done",
        Admin,
        At::Tokens,
        ("deleteToken", r#"["no-such-id"]"#),
        Works("Token successfully removed"),
    ),
    Case::call(
        "so is deleting the empty id",
        Admin,
        At::Tokens,
        ("deleteToken", r#"[""]"#),
        Works("Token successfully removed"),
    ),
    Case::call(
        "and a number",
        Admin,
        At::Tokens,
        ("deleteToken", "[5]"),
        Works("Token successfully removed"),
    ),
    Case::call(
        "an owner may not delete the own rows",
        User,
        At::Tokens,
        ("deleteToken", r#"["@uma@"]"#),
        Refused("S_ERROR 0: You aren't allowed!"),
    ),
    Case::call(
        "an operator deletes nothing",
        Operator,
        At::Tokens,
        ("deleteToken", r#"["no-such-id"]"#),
        Refused("S_ERROR 0: You aren't allowed!"),
    ),
    Case::story(
        "the DN instead of the id deletes nothing, and says it did",
        story_delete_dn,
        Works("before 2; told \"Token successfully removed\"; after 2"),
    ),
    Case::story(
        "all rows of an id go at once",
        story_delete,
        Works(
            "before 2; told \"Token successfully removed\"; after 0; told again \"Token successfully removed\"",
        ),
    ),
    Case::story(
        "a VO's manager deletes those of another VO",
        story_delete_by_manager,
        Works("before 2; told \"Token successfully removed\"; after 0"),
    ),
    Case::shape(
        "a client token of the group's VO",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot",null,null,null,0]"#),
        Works("access_token: text"),
    ),
    Case::shape(
        "a client token with scope and audience",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot",["compute.create"],"ce01.example:9619",null,0]"#),
        Works("access_token: text"),
    ),
    Case::shape(
        "a client token of a named provider",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,null,null,null,"CheckIn-Beta",0]"#),
        Works("access_token: text"),
    ),
    Case::story(
        "a client token says for whom it is",
        story_client_claims,
        Works(
            "aud ce01.example:9619, scope compute.create wlcg.groups:/alpha/pilot, ends later than it began, no refresh token",
        ),
    ),
    Case::shape(
        "a user's token comes with the refresh token",
        Admin,
        At::Tokens,
        ("getToken", r#"["user0000","alpha_user",null,null,"IAM-Alpha",0]"#),
        Works("refresh_token: text"),
    ),
    Case::shape(
        "LimitedDelegation is enough",
        Pilot,
        At::Tokens,
        ("getToken", r#"["user0000","alpha_user",null,null,"IAM-Alpha",0]"#),
        Works("access_token: text"),
    ),
    Case::story(
        "PrivateLimitedDelegation never is",
        story_private,
        Works("own: refused, S_ERROR 0: You are not allowed to download any token"),
    ),
    Case::call(
        "an operator gets none",
        Operator,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot",null,null,null,0]"#),
        Refused("S_ERROR 0: You can't get tokens!"),
    ),
    Case::shape(
        "a host that does not say so gets none",
        Host,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot",null,null,null,0]"#),
        Refused("401 without a reason"),
    ),
    Case::call(
        "no token of a user whom nobody knows",
        Admin,
        At::Tokens,
        ("getToken", r#"["nosuchuser","alpha_user",null,null,"IAM-Alpha",0]"#),
        Refused("S_ERROR 0: No DN found for user nosuchuser"),
    ),
    Case::call(
        "none of a user without token id",
        Admin,
        At::Tokens,
        ("getToken", r#"["connie","alpha_user",null,null,"IAM-Alpha",0]"#),
        Refused("S_ERROR 0: No user ID found for connie"),
    ),
    Case::story(
        "none where there is no row",
        story_no_row,
        Works("S_ERROR 0: No token found for ID"),
    ),
    Case::story(
        "none where the refresh token has ended",
        story_ended,
        Works("S_ERROR 0: No token found for ID"),
    ),
    Case::call(
        "what the issuer refuses is told",
        Admin,
        At::Tokens,
        ("getToken", r#"["uma","beta_user",null,null,"CheckIn-Beta",0]"#),
        Refused("S_ERROR 0: Invalid refresh token: invalid_grant"),
    ),
    Case::call(
        "a VO without provider has no issuer",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,"bare_user",null,null,null,0]"#),
        Refused(
            "S_ERROR 0: The bare_user group belongs to the VO that is not tied to any Identity Provider.",
        ),
    ),
    Case::call(
        "no arguments are the group None",
        Admin,
        At::Tokens,
        ("getToken", "[]"),
        Refused(
            "S_ERROR 0: The None group belongs to the VO that is not tied to any Identity Provider.",
        ),
    ),
    Case::call(
        "a provider that is not there is told by its path",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,null,null,null,"NoSuchIdP",0]"#),
        Refused(
            "S_ERROR 0: Path /Resources/IdProviders/NoSuchIdP does not exist or it's not a section",
        ),
    ),
    Case::call(
        "a plain provider's group without IdPRole has no scope",
        Admin,
        At::Tokens,
        ("getToken", r#"["ada","gamma_admin",null,null,null,0]"#),
        Refused("S_ERROR 0: No scope found for gamma_admin"),
    ),
    Case::call(
        "a scope as text is 500",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot","compute.create",null,null,0]"#),
        Refused("500 without a reason"),
    ),
    Case::shape(
        "a scope that nobody knows is left out",
        Admin,
        At::Tokens,
        ("getToken", r#"[null,"alpha_pilot",["no.such.scope"],null,null,0]"#),
        Works("access_token: text"),
    ),
];

const OWN: &str = "access_token access_token_revoked_at client_id expires_at expires_in id issued_at kid provider \
     refresh_token refresh_token_revoked_at rt_expires_at scope token_type user_id";

fn story_own<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let rows = bench.call(User, At::Tokens, "getUserTokensInfo", json!([])).await?;
        let mut members: Vec<String> = rows
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(|row| row.keys().cloned().collect::<BTreeSet<_>>())
            .map(|keys| keys.into_iter().collect::<Vec<_>>().join(" "))
            .collect();
        members.dedup();
        Ok(members.join("; "))
    })
}

fn story_nulls<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let rows = bench.call(Admin, At::Tokens, "getUsersTokensInfo", json!([["nina"]])).await?;
        let rows = rows.as_array().ok_or("no rows")?;
        let row = rows
            .iter()
            .find(|row| row["access_token"] == "None" && row["provider"] == "IAM-Alpha")
            .ok_or("no such row")?;
        let text = |key: &str| row[key].as_str().unwrap_or("(no text)").to_owned();
        let ended = text("rt_expires_at");
        let (access, refresh, kid) = (text("access_token"), text("refresh_token"), text("kid"));
        Ok(format!("access {access}, refresh {refresh}, kid {kid}, ended at {ended}"))
    })
}

async fn rows(bench: &Bench<'_>, id: &str) -> Result<Vec<Value>, String> {
    let rows = bench.call(User, At::Tokens, "getTokensByUserID", json!([id])).await?;
    rows.as_array().cloned().ok_or_else(|| format!("no list: {}", super::shape::of(&rows)))
}

fn story_foreign<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = bench.backend.token_id("user0000");
        let seen = rows(bench, &id).await?;
        let token = seen.first().and_then(|row| row["access_token"].as_str()).ok_or("no token")?;
        let parts = token.split('.').filter(|part| part.len() > 20).count();
        let args = json!([["user0000"]]);
        let listed = bench.call(Admin, At::Tokens, "getUsersTokensInfo", args).await?;
        let same = if listed[0]["access_token"] == token { "the same as" } else { "other than" };
        Ok(format!("user0000's as uma: access {parts} parts, {same} an administrator sees"))
    })
}

async fn delete(
    bench: &Bench<'_>,
    who: super::backend::Persona,
    id: &str,
    argument: &str,
) -> Result<String, String> {
    bench.backend.put_rows(id);
    let before = rows(bench, id).await?.len();
    let told = value(bench.call(who, At::Tokens, "deleteToken", json!([argument])).await)?;
    let after = rows(bench, id).await?.len();
    Ok(format!("before {before}; told {told}; after {after}"))
}

fn story_delete_dn<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let told = delete(bench, Admin, "contract-by-dn", "/O=DIRAC/CN=contract-by-dn").await?;
        let args = json!(["contract-by-dn"]);
        bench.call(Admin, At::Tokens, "deleteToken", args).await?;
        Ok(told)
    })
}

fn story_delete<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let told = delete(bench, Admin, "contract-by-id", "contract-by-id").await?;
        let args = json!(["contract-by-id"]);
        let again = value(bench.call(Admin, At::Tokens, "deleteToken", args).await)?;
        Ok(format!("{told}; told again {again}"))
    })
}

fn story_delete_by_manager<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { delete(bench, Manager, "contract-by-vic", "contract-by-vic").await })
}

/// The claims of a token, unverified.
pub fn claims(token: &str) -> Result<Value, String> {
    use base64::Engine as _;
    let part = token.split('.').nth(1).ok_or("no JWT")?;
    let bytes =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).map_err(|e| e.to_string())?;
    serde_json::from_slice(&bytes).map_err(|e| e.to_string())
}

fn story_client_claims<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let args = json!([null, "alpha_pilot", ["compute.create"], "ce01.example:9619", null, 0]);
        let token = bench.call(Admin, At::Tokens, "getToken", args).await?;
        let claims = claims(token["access_token"].as_str().unwrap_or_default())?;
        let text = |key: &str| claims[key].as_str().unwrap_or("(none)").to_owned();
        let ends = claims["exp"].as_i64() > claims["iat"].as_i64();
        Ok(format!(
            "aud {}, scope {}, {}, {}",
            text("aud"),
            text("scope"),
            if ends { "ends later than it began" } else { "ends before it begins" },
            if token["refresh_token"].is_null() { "no refresh token" } else { "a refresh token" }
        ))
    })
}

fn story_private<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let own = json!(["uma", "alpha_user", null, null, "IAM-Alpha", 0]);
        let client = json!([null, "alpha_pilot", null, null, null, 0]);
        let own = shape(bench.call(User, At::Tokens, "getToken", own).await);
        let client = shape(bench.call(User, At::Tokens, "getToken", client).await);
        Ok(line_up(&[("own", own), ("client's", client)]))
    })
}

/// A refusal that names a token id, which is different in each installation.
async fn refused(bench: &Bench<'_>, user: &str, group: &str) -> Result<String, String> {
    let args = json!([user, group, null, null, "IAM-Alpha", 0]);
    match bench.call(Admin, At::Tokens, "getToken", args).await {
        Ok(value) => Err(super::shape::of(&value)),
        Err(said) => Ok(said.replace(&bench.backend.token_id(user), "ID")),
    }
}

fn story_no_row<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    // a user of alpha who never stored a token
    Box::pin(refused(bench, "user0021", "alpha_user"))
}

fn story_ended<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(refused(bench, "axel", "alpha_user"))
}
