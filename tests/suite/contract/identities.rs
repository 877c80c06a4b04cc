//! Certificates and groups by hand: TLS versions, alerts, no certificate, `extraCredentials`, groups that a person is not in.

use rustls::version::{TLS12, TLS13};
use serde_json::{Value, json};

use super::backend::Expect::{Refused, Works};
use super::backend::Persona;
use super::backend::Persona::{
    Admin, BadGroup, Certificate, Erin, Expired, Host, Limited, Rogue, Suspended, Unregistered,
    User, Wade,
};
use super::bench::{At, Bench, Told, line_up, shape};
use super::case::Case;
use super::raw::{Line, Sent, tls};

pub const CASES: &[Case] = &[
    Case::story(
        "TLS 1.3 is spoken, and 1.2 by who has nothing newer",
        story_versions,
        Works("1.3: TLSv1_3, text; 1.2: TLSv1_2, text"),
    ),
    Case::story(
        "without a certificate even ping is 401",
        story_nobody,
        Works("CS: refused, 401 without a reason; TokenManager: refused, 401 without a reason"),
    ),
    Case::story(
        "an expired proxy gets an alert",
        story_expired,
        Works("1.3: refused, alert certificate_expired; 1.2: refused, alert certificate_expired"),
    ),
    Case::story(
        "a CA that is not trusted gets another",
        story_rogue,
        Works("1.3: refused, alert unknown_ca; 1.2: refused, alert unknown_ca"),
    ),
    Case::story("whoami tells all of this of a proxy", story_whoami_proxy, Works("DN: text")),
    Case::story("and this of a certificate", story_whoami_certificate, Works("isProxy: bool")),
    Case::story("ping tells all of this", story_ping, Works("name: text")),
    Case::story(
        "a proxy's group is not changed by extraCredentials",
        story_proxy_asks,
        Works("no_group: alpha_user; admin: dirac_admin"),
    ),
    Case::story(
        "a certificate's is",
        story_certificate_asks,
        Works("none: alpha_user; dirac_admin: dirac_admin; alpha_pilot: alpha_pilot"),
    ),
    Case::story("a host is one only when it says so", story_host, Works("hosts: localhost@hosts")),
    Case::story("a trusted host forwards a user", story_forward, Works("uma@alpha_pilot")),
    Case::story("nobody else does", story_forward_by_user, Refused("401 without a reason")),
    Case::story(
        "a refusal of the identity tells no reason",
        story_no_reason,
        Works(
            "suspended: refused, 401 without a reason; unregistered: refused, 401 without a reason; wrong group: refused, 401 without a reason",
        ),
    ),
    Case::story(
        "a bearer token is an identity too, but not beside a certificate",
        story_bearer,
        Works("alone: 0uma0000-0000-4000-8000-000000000004@alpha_user"),
    ),
    Case::story(
        "a bearer token that nobody issued is none",
        story_bearer_refused,
        Works("garbage: refused, 401 without a reason; tampered: refused, 401 without a reason"),
    ),
    Case::story(
        "who asks for a wrong group is locked out of the right one",
        story_locked_out,
        Works(
            "dirac_admin: refused, 401 without a reason; alpha_user: refused, 401 without a reason",
        ),
    ),
    Case::story(
        "a group of others passes right after the own one",
        story_foreign_group,
        Works("alpha_user: wade@alpha_user; beta_pilot: wade@beta_pilot; rows in it: []"),
    ),
    Case::story(
        "a limited proxy passes where the whole one does",
        story_limited,
        Works("commit: refused, 500 without a reason"),
    ),
];

fn whoami(bench: &Bench<'_>, extra: Option<&Value>) -> Sent {
    let extra = extra.map(Value::to_string);
    let mut fields = vec![("method", "whoami"), ("args", "[]")];
    if let Some(extra) = &extra {
        fields.push(("extraCredentials", extra));
    }
    Sent::form(&bench.path(At::Master), &fields)
}

/// Name and group of `who`, as the CS sees them.
async fn seen_as(
    bench: &Bench<'_>,
    who: Persona,
    extra: Option<Value>,
) -> Result<(String, String), String> {
    let sent = whoami(bench, extra.as_ref());
    let told = bench.send(Some(who), At::Master, sent).await?.returned()?;
    let text = |key: &str| told[key].as_str().unwrap_or("(none)").to_owned();
    Ok((text("username"), text("group")))
}

fn story_versions<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        for (name, version) in [("1.3", &TLS13), ("1.2", &TLS12)] {
            let config = tls(bench.backend, Some(Admin), &[version]);
            let mut line = Line::open(&bench.url(At::Master), config).await?;
            let spoken = line.version.map(|v| format!("{v:?}")).unwrap_or_default();
            let told =
                shape(line.send(bench.form(At::Master, "getVersion", "[]")).await?.returned())?;
            all.push(format!("{name}: {spoken}, {told}"));
        }
        Ok(all.join("; "))
    })
}

fn story_nobody<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        for (name, at) in [("CS", At::Master), ("TokenManager", At::Tokens)] {
            let got = bench.send(None, at, bench.form(at, "ping", "[]")).await?;
            all.push((name, shape(got.returned())));
        }
        Ok(line_up(&all))
    })
}

async fn by_version(bench: &Bench<'_>, who: Persona) -> String {
    let mut all = Vec::new();
    for (name, version) in [("1.3", &TLS13), ("1.2", &TLS12)] {
        let config = tls(bench.backend, Some(who), &[version]);
        let outcome = async {
            let mut line = Line::open(&bench.url(At::Master), config).await?;
            shape(line.send(bench.form(At::Master, "ping", "[]")).await?.returned())
        };
        all.push((name, outcome.await));
    }
    line_up(&all)
}

fn story_expired<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { Ok(by_version(bench, Expired).await) })
}

fn story_rogue<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { Ok(by_version(bench, Rogue).await) })
}

fn story_whoami_proxy<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { shape(bench.call(User, At::Tokens, "whoami", json!([])).await) })
}

fn story_whoami_certificate<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { shape(bench.call(Certificate, At::Tokens, "whoami", json!([])).await) })
}

fn story_ping<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut told = bench.call(User, At::Tokens, "ping", json!([])).await?;
        // the machine's, not DIRAC's
        told["host uptime"].take();
        shape(Ok(told))
    })
}

fn story_proxy_asks<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let ask = || Some(json!("alpha_pilot"));
        let (_, without) = seen_as(bench, Persona::NoGroup, ask()).await?;
        let (_, with) = seen_as(bench, Admin, ask()).await?;
        Ok(format!("no_group: {without}; admin: {with}"))
    })
}

fn story_certificate_asks<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        let (_, group) = seen_as(bench, Certificate, None).await?;
        all.push(format!("none: {group}"));
        for wanted in ["dirac_admin", "alpha_pilot"] {
            let (_, group) = seen_as(bench, Certificate, Some(json!(wanted))).await?;
            all.push(format!("{wanted}: {group}"));
        }
        Ok(all.join("; "))
    })
}

fn story_host<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let told = |seen: Result<(String, String), String>| seen.map(|(n, g)| format!("{n}@{g}"));
        let with = told(seen_as(bench, Host, Some(json!("hosts"))).await);
        let without = told(seen_as(bench, Host, None).await);
        Ok(line_up(&[("hosts", with), ("nothing", without)]))
    })
}

fn story_forward<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let told = bench.call(User, At::Master, "whoami", json!([])).await?;
        let extra = json!([told["DN"], "alpha_pilot"]);
        let (user, group) = seen_as(bench, Host, Some(extra)).await?;
        Ok(format!("{user}@{group}"))
    })
}

fn story_forward_by_user<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let told = bench.call(User, At::Master, "whoami", json!([])).await?;
        let extra = json!([told["DN"], "alpha_user"]);
        let (user, group) = seen_as(bench, Certificate, Some(extra)).await?;
        Ok(format!("{user}@{group}"))
    })
}

fn story_no_reason<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        for (name, who) in
            [("suspended", Suspended), ("unregistered", Unregistered), ("wrong group", BadGroup)]
        {
            let got = bench.send(Some(who), At::Master, whoami(bench, None)).await?;
            all.push((name, shape(got.returned())));
        }
        Ok(line_up(&all))
    })
}

fn story_limited<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        // passed, since the refusal is of the argument and no 401
        let commit = bench.call(Limited, At::Master, "commitNewData", json!(["%%%"])).await;
        let tokens = bench.call(Limited, At::Tokens, "getUsersTokensInfo", json!([[]])).await;
        Ok(line_up(&[("commit", shape(commit)), ("tokens", shape(tokens))]))
    })
}

/// `whoami` at a server where nobody else is with this certificate, asking for a group.
async fn in_group(bench: &Bench<'_>, who: Persona, at: At, group: &str) -> Result<String, String> {
    let extra = json!(group).to_string();
    let fields = [("method", "whoami"), ("args", "[]"), ("extraCredentials", extra.as_str())];
    let sent = Sent::form(&bench.path(at), &fields);
    let told = bench.send(Some(who), at, sent).await?.returned()?;
    let text = |key: &str| told[key].as_str().unwrap_or("(none)").to_owned();
    Ok(format!("{}@{}", text("username"), text("group")))
}

fn story_locked_out<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let wrong = in_group(bench, Erin, At::Worker, "dirac_admin").await;
        let right = in_group(bench, Erin, At::Worker, "alpha_user").await;
        Ok(line_up(&[("dirac_admin", wrong), ("alpha_user", right)]))
    })
}

fn story_foreign_group<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let right = in_group(bench, Wade, At::Tokens, "alpha_user").await;
        let wrong = in_group(bench, Wade, At::Tokens, "beta_pilot").await;
        let fields = [
            ("method", "getUserTokensInfo"),
            ("args", "[]"),
            ("extraCredentials", "\"beta_pilot\""),
        ];
        let rows = Sent::form(&bench.path(At::Tokens), &fields);
        let rows = shape(bench.send(Some(Wade), At::Tokens, rows).await?.returned());
        Ok(line_up(&[("alpha_user", right), ("beta_pilot", wrong), ("rows in it", rows)]))
    })
}

async fn access_token(bench: &Bench<'_>) -> Result<String, String> {
    let rows = bench.call(User, At::Tokens, "getUserTokensInfo", json!([])).await?;
    let rows = rows.as_array().ok_or("no rows")?;
    let row = rows.iter().find(|row| row["provider"] == "IAM-Alpha").ok_or("no such row")?;
    row["access_token"].as_str().map(str::to_owned).ok_or_else(|| "no token".into())
}

/// `whoami` with this in the place of, or beside, a certificate.
async fn as_bearer(bench: &Bench<'_>, who: Option<Persona>, token: &str) -> Result<Value, String> {
    let sent = bench.form(At::Tokens, "whoami", "[]");
    let sent = sent.with("authorization", &format!("Bearer {token}"));
    bench.send(who, At::Tokens, sent).await?.returned()
}

fn story_bearer<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let token = access_token(bench).await?;
        let name = |told: Value| {
            let text = |key: &str| told[key].as_str().unwrap_or("(none)").to_owned();
            format!("{}@{} {}", text("ID"), text("group"), super::shape::of(&told))
        };
        let alone = as_bearer(bench, None, &token).await.map(name);
        let both = as_bearer(bench, Some(Admin), &token).await.map(name);
        Ok(line_up(&[("alone", alone), ("with a certificate", both)]))
    })
}

fn story_bearer_refused<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let token = access_token(bench).await?;
        let (rest, _) = token.rsplit_once('.').ok_or("no JWT")?;
        let tampered = format!("{rest}.AAAA");
        let garbage = as_bearer(bench, None, "not-a-token").await;
        let tampered = as_bearer(bench, None, &tampered).await;
        Ok(line_up(&[("garbage", shape(garbage)), ("tampered", shape(tampered))]))
    })
}
