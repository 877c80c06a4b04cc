//! The protocol by hand: forms and what is none, methods that are none, answers that tell no reason, connections.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::backend::Expect::{Refused, Works};
use super::backend::Persona::{Admin, User};
use super::bench::{At, Bench, Told, line_up, shape};
use super::case::Case;
use super::raw::Sent;

pub const CASES: &[Case] = &[
    Case::call(
        "a method that is not there is 501",
        Admin,
        At::Master,
        ("noSuchMethod", "[1]"),
        Refused("501 without a reason"),
    ),
    Case::call("an empty method too", Admin, At::Master, ("", "[]"), Refused("501 without")),
    Case::call(
        "a private method is as little there",
        Admin,
        At::Master,
        ("__init__", "[]"),
        Refused("501 without a reason"),
    ),
    Case::call(
        "an exported method is not called by its own name",
        Admin,
        At::Master,
        ("export_getVersion", "[]"),
        Refused("501 without a reason"),
    ),
    Case::call(
        "the update of all servers is not there",
        Admin,
        At::Master,
        ("forceGlobalConfigurationUpdate", "[]"),
        Refused("501 without a reason"),
    ),
    Case::story(
        "only POST is a call",
        story_methods,
        Works("GET: 405; PUT: 405; HEAD: 405; DELETE: 405"),
    ),
    Case::story(
        "a form without method is 400",
        story_no_method,
        Works("none: 400; empty body: 400; JSON: 400"),
    ),
    Case::call(
        "echo gives back what it got",
        User,
        At::Master,
        ("echo", r#"[{"a":[1,null,true,"ü"]}]"#),
        Works(r#"{"a":[1,null,true,"ü"]}"#),
    ),
    Case::story("two megabytes are echoed", story_large, Works("2000000 bytes")),
    Case::call(
        "one argument too many is 500",
        Admin,
        At::Master,
        ("getVersion", r#"["a"]"#),
        Refused("500 without a reason"),
    ),
    Case::call(
        "one too few as well",
        Admin,
        At::Tokens,
        ("getUsersTokensInfo", "[]"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "an argument of a wrong type is 500",
        Admin,
        At::Master,
        ("getCompressedDataIfNewer", "[5]"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "arguments that are no JSON are 500",
        Admin,
        At::Tokens,
        ("getTokensByUserID", "hello"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "a number as arguments is 500",
        Admin,
        At::Tokens,
        ("getTokensByUserID", "3"),
        Refused("500 without a reason"),
    ),
    Case::call(
        "an object's keys are the arguments",
        Admin,
        At::Master,
        ("echo", r#"{"key":1}"#),
        Works(r#""key""#),
    ),
    Case::call(
        "a text's letters are the arguments",
        Admin,
        At::Master,
        ("echo", r#""x""#),
        Works(r#""x""#),
    ),
    Case::call(
        "of two letters one is too many",
        Admin,
        At::Master,
        ("echo", r#""xy""#),
        Refused("500 without"),
    ),
    Case::call(
        "a class that cannot be decoded is 500",
        Admin,
        At::Master,
        ("echo", r#"[{"__dCls":"Nope","__dMod":"json"}]"#),
        Refused("500 without"),
    ),
    Case::story("no args are no arguments", story_no_args, Works("text")),
    Case::story(
        "a service that is not there is 404",
        story_not_there,
        Works("other name: 404; slash at the end: 404; root: 404"),
    ),
    Case::story("multipart is a form too", story_multipart, Works("text")),
    Case::story("the method may stand in the query", story_query, Works("text")),
    Case::story(
        "of two methods the last one is called",
        story_two_methods,
        Works("username: text"),
    ),
    Case::story("a compressed request is read", story_gzip_request, Works("text")),
    Case::story(
        "a compressed answer comes when asked for",
        story_gzip_answer,
        Works("asked: gzip; not asked: plain"),
    ),
    Case::story("what DIRAC's client sends beside it is ignored", story_beside, Works("text")),
    Case::story(
        "answers say what they are",
        story_headers,
        Works(
            "200 application/json; 500 text/html; charset=UTF-8; 404 text/html; charset=UTF-8; no cookie",
        ),
    ),
    Case::story(
        "a connection is kept, after a refusal too",
        story_kept,
        Works("200 500 501 401 200"),
    ),
];

fn story_methods<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        for method in ["GET", "PUT", "HEAD", "DELETE"] {
            let mut sent = bench.form(At::Master, "ping", "[]");
            sent.method = method;
            if method != "PUT" {
                sent.path = format!("{}?method=ping", sent.path);
                (sent.body, sent.headers) = (Vec::new(), Vec::new());
            }
            let got = bench.send(Some(Admin), At::Master, sent).await?;
            all.push(format!("{method}: {}", got.status));
        }
        Ok(all.join("; "))
    })
}

fn story_no_method<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let path = bench.path(At::Master);
        let none = Sent::form(&path, &[("args", "[]")]);
        let empty = Sent::form(&path, &[]);
        let json = Sent {
            headers: vec![("content-type", "application/json".into())],
            body: br#"{"method": "ping", "args": "[]"}"#.to_vec(),
            ..empty.clone()
        };
        let mut all = Vec::new();
        for (name, sent) in [("none", none), ("empty body", empty), ("JSON", json)] {
            let got = bench.send(Some(Admin), At::Master, sent).await?;
            all.push(format!("{name}: {}", got.status));
        }
        Ok(all.join("; "))
    })
}

fn story_large<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let text = "x".repeat(2_000_000);
        let sent = bench.form(At::Master, "echo", &format!("[\"{text}\"]"));
        let back = bench.send(Some(Admin), At::Master, sent).await?.returned()?;
        Ok(format!("{} bytes", back.as_str().unwrap_or_default().len()))
    })
}

fn story_no_args<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let sent = Sent::form(&bench.path(At::Master), &[("method", "getVersion")]);
        shape(bench.send(Some(Admin), At::Master, sent).await?.returned())
    })
}

fn story_not_there<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        let path = bench.path(At::Tokens);
        for (name, path) in [
            ("other name", "/Framework/TokenManager".to_owned()),
            ("slash at the end", format!("{path}/")),
            ("root", "/".to_owned()),
        ] {
            let sent = Sent::form(&path, &[("method", "ping")]);
            let got = bench.send(Some(Admin), At::Tokens, sent).await?;
            all.push(format!("{name}: {}", got.status));
        }
        Ok(all.join("; "))
    })
}

fn story_multipart<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let part = |name: &str, text: &str| {
            format!(
                "--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            )
        };
        let body =
            format!("{}{}--b0undary--\r\n", part("method", "getVersion"), part("args", "[]"));
        let sent = Sent {
            method: "POST",
            path: bench.path(At::Master),
            headers: vec![("content-type", "multipart/form-data; boundary=b0undary".into())],
            body: body.into_bytes(),
        };
        shape(bench.send(Some(Admin), At::Master, sent).await?.returned())
    })
}

fn story_query<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        // at the master any query would do, but a URL with one must never be its first
        let path = format!("{}?method=getVersion&args=%5B%5D", bench.path(At::Worker));
        let sent = Sent { method: "POST", path, headers: Vec::new(), body: Vec::new() };
        shape(bench.send(Some(Admin), At::Worker, sent).await?.returned())
    })
}

fn story_two_methods<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let sent = Sent::form(&bench.path(At::Master), &[("method", "ping"), ("method", "whoami")]);
        shape(bench.send(Some(Admin), At::Master, sent).await?.returned())
    })
}

fn story_gzip_request<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut sent = bench.form(At::Master, "getVersion", "[]").with("content-encoding", "gzip");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&sent.body).map_err(|e| e.to_string())?;
        sent.body = encoder.finish().map_err(|e| e.to_string())?;
        shape(bench.send(Some(Admin), At::Master, sent).await?.returned())
    })
}

fn story_gzip_answer<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let sent = bench.form(At::Master, "getCompressedData", "[]");
        let asked = sent.clone().with("accept-encoding", "gzip");
        let mut all = Vec::new();
        for (name, sent) in [("asked", asked), ("not asked", sent)] {
            let got = bench.send(Some(Admin), At::Master, sent).await?;
            let how = got.header("content-encoding");
            all.push(format!("{name}: {}", if how.is_empty() { "plain" } else { how }));
        }
        Ok(all.join("; "))
    })
}

fn story_beside<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let fields = [
            ("method", "getVersion"),
            ("args", "[]"),
            ("clientVO", "unknown"),
            ("clientSetup", "None"),
            ("foo", "bar"),
        ];
        let sent = Sent::form(&bench.path(At::Master), &fields);
        shape(bench.send(Some(Admin), At::Master, sent).await?.returned())
    })
}

fn story_headers<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let (mut all, mut cookies) = (Vec::new(), 0);
        let mut line = bench.line(Some(Admin), At::Tokens).await?;
        let ping = bench.form(At::Tokens, "ping", "[]");
        let wrong = bench.form(At::Tokens, "ping", "[1]");
        let lost = Sent { path: "/None".into(), ..ping.clone() };
        for sent in [ping, wrong, lost] {
            let got = line.send(sent).await?;
            all.push(format!("{} {}", got.status, got.header("content-type")));
            cookies += usize::from(got.headers.contains_key("set-cookie"));
        }
        all.push(if cookies == 0 { "no cookie".into() } else { format!("{cookies} cookies") });
        Ok(all.join("; "))
    })
}

fn story_kept<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut line = bench.line(Some(User), At::Master).await?;
        let mut all = Vec::new();
        for (method, args) in [
            ("getVersion", "[]"),
            ("getVersion", "[1]"),
            ("none", "[]"),
            ("commitNewData", "[\"\"]"),
            ("ping", "[]"),
        ] {
            let got = line.send(bench.form(At::Master, method, args)).await;
            all.push(got.map_or_else(|why| why, |got| got.status.to_string()));
        }
        Ok(all.join(" "))
    })
}

#[test]
fn outcomes_are_lined_up_by_name() {
    assert_eq!(line_up(&[("a", Ok("1".into())), ("b", Err("no".into()))]), "a: 1; b: refused, no");
}
