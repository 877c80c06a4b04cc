//! The verdicts on a token, each on its own: reading, signature, time, audience, profile; and what it allows.

use super::{Clock, Part, Row};
use crate::app::inspect::Opened;
use crate::app::model::Model;
use crate::app::present::text::counted;
use crate::app::present::{Tone, time};
use crate::app::update::inspect::verify_reason;
use crate::domain::jwt::{
    KeySource, Kind, NumericDate, Object, Parse, Profile, State, Time, Token, Value, Weight,
    capabilities, profile_meaning,
};
use crate::domain::lint::Severity;
use crate::input::action::{Action, Context};

/// The audience that stands for every service (WLCG profile 1.3, 2.1.1; SciTokens claims).
const ANY: [&str; 2] = ["https://wlcg.cern.ch/jwt/v1/any", "ANY"];

/// The verdicts.
pub(super) fn rows(model: &Model, opened: &Opened, clock: &mut Clock) -> Vec<Row> {
    let token = &opened.inspection.token;
    let mut rows = vec![reading(opened)];
    if token.parse == Parse::Ok {
        rows.push(signature(model, opened));
    }
    if let (Some(verdict), Some(claims)) = (opened.inspection.time, &token.claims) {
        let row = in_time(verdict, claims, opened.kind, clock);
        rows.push(match model.clocks.verdict() {
            Some(wrong) => row.note(wrong.remark()),
            None => row,
        });
        if opened.kind != Kind::Refresh {
            rows.push(audience(claims));
        }
    }
    rows.push(rules(opened));
    rows
}

fn verdict(key: &str, value: impl Into<String>, tone: Tone) -> Row {
    Row::new(Part::Verdict, format!("verdict/{key}"), key).value(value, tone)
}

fn reading(opened: &Opened) -> Row {
    let token = &opened.inspection.token;
    let bytes = counted(token.length, "byte", "bytes");
    let secret = "A secret that opens things: whoever has it and the client's credentials gets access tokens.";
    let row = match (token.parse, opened.kind) {
        (Parse::Ok, Kind::Refresh) => {
            verdict("reading", format!("● a refresh token: a JWT of {bytes}"), Tone::Plain)
                .note(secret)
        }
        (Parse::Ok, _) => verdict("reading", format!("✓ readable: a JWT of {bytes}"), Tone::Good),
        (Parse::Segments, Kind::Refresh) => {
            let value = format!("● opaque, of {bytes}: only its issuer can read it");
            verdict("reading", value, Tone::Plain).note(secret)
        }
        (Parse::Jwe, _) => {
            verdict("reading", "● encrypted: only its service can read it", Tone::Plain)
                .note(token.reason.as_str())
        }
        (parse, _) => {
            let row = verdict("reading", format!("✗ not readable: {}", token.reason), Tone::Bad);
            Row { more: vec![("verdict", parse.word().to_owned())], ..row }
        }
    };
    let hidden = token.hidden.join(", ");
    if hidden.is_empty() {
        return row;
    }
    let note = format!("Secrets in it were wiped and are not shown: {hidden}.");
    Row { more: vec![("hidden", note)], ..row }
}

fn signature(model: &Model, opened: &Opened) -> Row {
    let signature = &opened.inspection.signature;
    if model.desk.checking.is_some() {
        return verdict("signature", "… asking its issuer for keys; esc stops", Tone::Plain);
    }
    let key = model.keymap.first_key(Action::Verify, &[Context::Inspect]);
    let key = key.map(|key| key.to_string()).unwrap_or_default();
    let reason = signature.reason.as_str();
    let (word, tone) = match signature.state {
        State::Valid => ("✓ genuine", Tone::Good),
        State::Invalid => ("✗ not genuine", Tone::Bad),
        State::None if opened.kind == Kind::Refresh => {
            let value = "● none, as with such refresh tokens: only its issuer can tell";
            return verdict("signature", value, Tone::Plain).note(reason);
        }
        State::None => ("✗ none", Tone::Bad),
        State::Refused => ("✗ not to be trusted", Tone::Bad),
        State::Unverifiable => ("? cannot be checked", Tone::Warn),
        State::NotChecked => {
            return match verify_reason(model) {
                None if opened.asked => {
                    let value = format!("? not checked: {reason} · {key} asks again");
                    verdict("signature", value, Tone::Warn)
                }
                None => verdict(
                    "signature",
                    format!("? not checked · {key} asks its issuer for keys"),
                    Tone::Warn,
                ),
                Some(why) => verdict("signature", format!("? not checked: {why}"), Tone::Warn),
            };
        }
    };
    let row = verdict("signature", format!("{word}: {reason}"), tone);
    let kid = signature.kid.clone().map(|kid| ("key", kid));
    let word = ("verdict", signature.state.word().to_owned());
    let from = opened.inspection.keys_from.as_ref().map(|from| ("keys", keys_from(from)));
    Row { more: kid.into_iter().chain(from).chain([word]).collect(), ..row }
}

fn keys_from(source: &KeySource) -> String {
    match source {
        KeySource::File(name) => format!("of the file {name}"),
        KeySource::Issuer { issuer, named_by, as_of } => {
            format!("of {issuer} ({named_by}), as it published them {}", time::exact(*as_of))
        }
    }
}

fn in_time(verdict_on: Time, claims: &Object, kind: Kind, clock: &mut Clock) -> Row {
    let date = |name| NumericDate::of(claims, name).timestamp();
    let (exp, nbf) = (date("exp"), date("nbf"));
    let lifetime = exp.zip(nbf.or_else(|| date("iat"))).and_then(|(end, begin)| {
        let seconds = end.as_second().checked_sub(begin.as_second()).filter(|s| *s > 0)?;
        let end = jiff::Timestamp::from_second(seconds).ok()?;
        time::left(end, jiff::Timestamp::UNIX_EPOCH).map(|span| span.text)
    });
    let lifetime = lifetime.map(|span| format!(" (lifetime {span})")).unwrap_or_default();
    let now = clock.now;
    match (verdict_on, exp, nbf) {
        (Time::Expired, Some(end), _) => {
            let ago = clock.say(time::ago(end, now));
            let ago = if ago == "now" { "just now".to_owned() } else { ago };
            verdict("time", format!("✗ ended {ago}{lifetime}"), Tone::Bad)
        }
        (Time::NotYet, _, Some(begin)) => {
            let left = time::left(begin, now).map(|span| clock.say(span)).unwrap_or_default();
            verdict("time", format!("✗ begins in {left}{lifetime}"), Tone::Bad)
        }
        (Time::Valid, Some(end), _) => {
            let left = time::left(end, now).map(|span| clock.say(span)).unwrap_or_default();
            verdict("time", format!("✓ {left} left{lifetime}"), Tone::Good)
        }
        (Time::Expired, ..) => verdict("time", "✗ ended", Tone::Bad),
        (Time::NotYet, ..) => verdict("time", "✗ not yet", Tone::Bad),
        (Time::Valid, None, _) => {
            verdict("time", "✓ without an end that a calendar has", Tone::Warn)
        }
        (Time::Unknown, ..) if kind == Kind::Refresh && !claims.has("exp") => {
            verdict("time", "● it does not say when it ends; its issuer knows", Tone::Plain)
        }
        (Time::Unknown, ..) => {
            let which =
                if NumericDate::of(claims, "exp").number().is_none() { "exp" } else { "nbf" };
            let what = if claims.has(which) { "is no number" } else { "is missing" };
            verdict("time", format!("? unknown: {which} {what}"), Tone::Warn)
        }
    }
}

fn audience(claims: &Object) -> Row {
    let Some(value) = claims.get("aud") else {
        return verdict("audience", "● made for no service in particular", Tone::Plain);
    };
    let names: Vec<&str> = match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if names.iter().any(|name| ANY.contains(name)) {
        let note = "A service that receives it can use it at another one.";
        return verdict("audience", "! any service may be given it", Tone::Warn).note(note);
    }
    match names.as_slice() {
        [] => verdict("audience", format!("? {}", value.told()), Tone::Warn),
        names => verdict("audience", format!("● only for {}", names.join(", ")), Tone::Plain),
    }
}

fn rules(opened: &Opened) -> Row {
    let findings = &opened.inspection.findings;
    let number = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let mut counts = Vec::new();
    if errors > 0 {
        counts.push(counted(errors, "error", "errors"));
    }
    if warnings > 0 {
        counts.push(counted(warnings, "warning", "warnings"));
    }
    let counts =
        if counts.is_empty() { "nothing to complain of".into() } else { counts.join(", ") };
    let (mark, tone) = match (errors, warnings) {
        (0, 0) => ("✓", Tone::Good),
        (0, _) => ("!", Tone::Warn),
        _ => ("✗", Tone::Bad),
    };
    match opened.inspection.profile {
        Some(profile) => {
            let name = self::profile(profile, &opened.inspection.token);
            let name = name.unwrap_or_else(|| "no profile".to_owned());
            verdict("profile", format!("{mark} {name} · {counts}"), tone)
                .note(profile_meaning(profile))
        }
        None => verdict("findings", format!("{mark} {counts}"), tone),
    }
}

/// A profile with its version, as people say it; `None` for none.
pub(super) fn profile(profile: Profile, token: &Token) -> Option<String> {
    let text = |name| token.claims.as_ref().and_then(|claims| claims.text(name));
    Some(match profile {
        Profile::Wlcg => {
            format!("WLCG {}", text("wlcg.ver").unwrap_or_default()).trim_end().to_owned()
        }
        Profile::SciTokens => {
            let version = text("ver").and_then(|ver| ver.split_once(':')).map_or("1.0", |(_, v)| v);
            format!("SciTokens {version}")
        }
        Profile::Egi => "EGI".to_owned(),
        Profile::Dirac => "DIRAC".to_owned(),
        Profile::DiracX => "DiracX".to_owned(),
        Profile::Generic => return None,
    })
}

/// What it lets its bearer do.
pub(super) fn rights(opened: &Opened) -> Vec<Row> {
    let inspection = &opened.inspection;
    let nothing = Object::default();
    let claims = inspection.token.claims.as_ref().unwrap_or(&nothing);
    let Some(profile) =
        inspection.profile.or((opened.kind == Kind::Refresh).then_some(Profile::Generic))
    else {
        return Vec::new();
    };
    let told = capabilities(claims, profile, opened.kind);
    let row = |(place, capability): (usize, crate::domain::jwt::Capability)| {
        let tone = match capability.weight {
            Weight::Grants => Tone::Plain,
            Weight::Remark => Tone::Dim,
            Weight::Attention => Tone::Warn,
        };
        let mark = if capability.weight == Weight::Attention { "! " } else { "" };
        Row::new(Part::Right, format!("right/{place}"), capability.area.word())
            .value(format!("{mark}{}", capability.text), tone)
            .note(capability.source)
    };
    told.into_iter().enumerate().map(row).collect()
}
