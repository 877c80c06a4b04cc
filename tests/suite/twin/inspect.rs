//! `token inspect` by the real binary: what reaches a terminal or a file, how it ends, what it refuses.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use super::world::{FORMATS, Said, World};
use crate::tokens::corpus;

/// Runs `token inspect` with `text` on standard input.
async fn inspect(world: &World, text: &[u8], options: &[&str]) -> Said {
    let arguments = [&["token", "inspect"], options].concat();
    let format = options.iter().skip_while(|o| **o != "-o").nth(1).unwrap_or(&"text");
    let mut command = world.command(&arguments);
    let (format, text) = ((*format).to_owned(), text.to_vec());
    let run = tokio::task::spawn_blocking(move || {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let mut input = child.stdin.take().expect("piped");
        // it may stop reading before the end
        let _ = input.write_all(&text);
        drop(input);
        child.wait_with_output().expect("it ends")
    });
    let said = Said::new(format, run.await.expect("no panic"));
    said.sound();
    said
}

/// A host without configuration and network, with the keys of the corpus.
fn world() -> World {
    let world = World::new(&[]).without("--cfg").without("--proxy").without("--ca-dir");
    world.write("jwks.json", include_bytes!("../../fixtures/tokens/jwks.json"));
    world
}

/// The token of this name in the corpus.
fn token(name: &str) -> String {
    let line = corpus().into_iter().find(|line| line["name"] == name).expect("no such token");
    line["token"].as_str().expect("a token").to_owned()
}

const NOW: &str = "1795233600";

#[tokio::test]
async fn nothing_hostile_and_nothing_of_the_token_itself_is_printed() {
    let world = world();
    for line in corpus() {
        let text = line["token"].as_str().expect("a token");
        for format in FORMATS {
            let options = ["-o", format, "--now", NOW, "--jwks", "jwks.json"];
            let said = inspect(&world, text.as_bytes(), &options).await;
            assert!(matches!(said.status, Some(0 | 1)), "{}: {said:#?}", line["name"]);
            // invisible without being in every list: see the corpus
            for c in ['\u{fe0f}', '\u{2029}', '\u{85}'] {
                assert!(!said.out.contains(c), "{}: {c:?}", line["name"]);
            }
            // the signature and the end of the claims, as they stand in the token
            for part in text.trim().split('.').skip(1) {
                let tail: String = part.chars().rev().take(24).collect();
                let tail: String = tail.chars().rev().collect();
                assert!(tail.len() < 24 || !said.out.contains(&tail), "{}: {tail}", line["name"]);
            }
        }
    }
}

#[tokio::test]
async fn the_status_says_what_was_found() {
    let world = world();
    let keys = ["--jwks", "jwks.json", "--now", NOW];
    for (name, verify, expected) in [
        ("wlcg-rs256-iam-shape", false, 0),
        ("wlcg-rs256-iam-shape", true, 0),
        ("wlcg-es512", true, 0),
        ("expired", true, 1),
        ("payload-changed", true, 1),
        ("alg-none", true, 1),
        ("hs256", true, 1),
        ("kid-unknown", false, 1),
        ("kid-unknown", true, 3),
        ("bad-base64-char", true, 1),
        ("empty", false, 1),
    ] {
        let options = if verify { [&keys[..], &["--verify"]].concat() } else { keys.to_vec() };
        let said = inspect(&world, token(name).as_bytes(), &options).await;
        assert_eq!(said.status, Some(expected), "{name}: {said:#?}");
    }
    let without = ["--now", NOW];
    let good = token("wlcg-rs256-iam-shape");
    assert_eq!(inspect(&world, good.as_bytes(), &without).await.status, Some(0));
    let said = inspect(&world, good.as_bytes(), &["--now", NOW, "--verify"]).await;
    assert_eq!(said.status, Some(3), "no keys: {said:#?}");
    assert!(said.told().contains("No keys were given"), "{said:#?}");
    let said = inspect(&world, good.as_bytes(), &["--now", NOW, "--audience", "https://x"]).await;
    assert!(said.status == Some(0), "any audience takes it: {said:#?}");
    let said = inspect(
        &world,
        token("wlcg-pilot-ce").as_bytes(),
        &["--now", NOW, "--audience", "https://x"],
    )
    .await;
    assert!(said.status == Some(1) && said.told().contains("not for https://x"), "{said:#?}");
}

#[tokio::test]
async fn json_has_every_verdict_under_its_name() {
    let world = world();
    let options = ["-o", "json", "--jwks", "jwks.json", "--now", "2026-11-21T04:00:00Z"];
    let said = inspect(&world, token("kid-missing").as_bytes(), &options).await;
    let all = said.json();
    assert_eq!(all["as_of"], "2026-11-21T04:00:00Z");
    let row = &all["inspection"][0];
    assert_eq!(row["parse"], "ok");
    assert_eq!(row["signature"]["state"], "valid");
    assert_eq!(row["signature"]["kid"], "rsa1", "the key that fits");
    assert_eq!((&row["profile"], &row["time"]), (&"wlcg".into(), &"valid".into()));
    assert_eq!(row["expires"], "2026-11-21T04:50:00Z");
    assert_eq!(row["header"]["alg"], "RS256");
    assert_eq!(row["claims"]["exp"], 1_795_236_600);
    let ids: Vec<&Value> =
        row["findings"].as_array().expect("findings").iter().map(|f| &f["id"]).collect();
    assert_eq!(ids, ["kid-missing"]);
    let said = inspect(&world, b"opaque", &options).await;
    let row = &said.json()["inspection"][0];
    assert_eq!(row["signature"]["state"], "not_checked");
    for unknown in ["profile", "time", "expires", "header", "claims"] {
        assert!(row[unknown].is_null(), "{unknown}: {row}");
    }
    let said = inspect(&world, token("exp-u64-max").as_bytes(), &options).await;
    assert!(said.out.contains("18446744073709551615"), "numbers stay as they are written");
}

#[tokio::test]
async fn a_card_says_in_words_what_support_has_to_tell() {
    let world = world();
    let options = ["--jwks", "jwks.json", "--now", NOW];
    let said = inspect(&world, token("expired").as_bytes(), &options).await;
    for words in [
        "expired: ended 2026-11-21T03:00:00Z, 1 h ago",
        "valid: It was made with the key rsa1.",
        "The token ended 1 h ago.",
        "Get a new one.",
        "storage.read:/ compute.read (what it allows)",
    ] {
        assert!(said.told().contains(words), "{words}: {said:#?}");
    }
    let whole = token("wlcg-rs256-iam-shape");
    let cut = &whole[..whole.rfind('.').expect("a dot") - 40];
    let said = inspect(&world, cut.as_bytes(), &options).await;
    assert_eq!(said.status, Some(1));
    assert!(said.told().contains("the signature is missing"), "{said:#?}");
    assert!(said.told().contains("https://iam.lab.example/"), "whose it is: {said:#?}");
    let many = inspect(&world, token("many-keys-20000").as_bytes(), &options).await;
    assert!(many.out.lines().count() < 400 && many.told().contains("more; `-o json` has them all"));
}

#[tokio::test]
async fn a_token_in_the_arguments_is_refused_and_not_repeated() {
    let world = world();
    for name in ["wlcg-rs256-iam-shape", "wlcg-es256"] {
        let text = token(name);
        for argument in [text.clone(), format!("Bearer {text}"), text.replacen("eyJ", "xyz", 1)] {
            for said in
                world.fails(&["token", "inspect", &argument], 2, &["looks like a token"]).await
            {
                for window in text.as_bytes().windows(16) {
                    let window = std::str::from_utf8(window).expect("ASCII");
                    assert!(!said.err.contains(window) && !said.out.contains(window), "{said:#?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn files_are_read_and_what_cannot_be_read_is_told() {
    let world = world();
    let good = token("wlcg-rs256-iam-shape");
    world.write("token", &good);
    let said = world.run(&["token", "inspect", "token", "--now", NOW]).await;
    said.is_quiet();
    // an existing file is one, whatever it is called
    world.write("eyJhbGciOiJSUzI1NiJ9.e30.c2ln", &good);
    world
        .run(&["token", "inspect", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "--now", NOW])
        .await
        .is_quiet();
    world.fails(&["token", "inspect", "nowhere"], 2, &["nowhere", "cannot be read"]).await;
    world.fails(&["token", "inspect", "/"], 2, &["cannot be read"]).await;
    world.fails(&["token", "inspect", "token", "--jwks", "nowhere"], 2, &["cannot be read"]).await;
    world.fails(&["token", "inspect", "token", "--jwks", "token"], 2, &["no JWK set"]).await;
    let said = world.run(&["token", "inspect", "token", "--now", "yesterday"]).await;
    assert_eq!(said.status, Some(2), "{said:#?}");
    let said = world.run(&["token", "inspect", "/dev/zero", "-o", "json"]).await;
    assert_eq!(said.json()["inspection"][0]["parse"], "too-large");
}

#[tokio::test]
async fn a_token_of_a_hundred_thousand_members_is_read_and_told_in_short() {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let world = world();
    let many: Vec<String> = (0..30_000).map(|n| format!("\"{n}\":0")).collect();
    for claims in [
        format!("{{{}}}", many.join(",")),
        format!("{{\"aud\":[{}0]}}", "0,".repeat(150_000)),
        format!("{{{}\"a\":0}}", "\"a\":0,".repeat(50_000)),
    ] {
        let text = format!("{}.{}.c2ln", encode("{\"alg\":\"RS256\"}"), encode(&claims));
        for format in FORMATS {
            let said = inspect(&world, text.as_bytes(), &["-o", format]).await;
            assert_eq!(said.status, Some(1), "{} bytes, {format}", said.out.len());
            let most = if format == "table" { 20_000 } else { 2 * claims.len() };
            assert!(said.out.len() < most, "{format}: {} bytes", said.out.len());
        }
    }
}

#[tokio::test]
async fn bad_input_of_any_size_is_told_and_not_printed() {
    let world = world();
    let bomb = |open: &str| {
        use base64::Engine as _;
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        format!(
            "{}.{}.c2ln",
            encode("{\"alg\":\"RS256\"}"),
            encode(&open.repeat(300_000 / open.len()))
        )
    };
    for (text, parse) in [
        (vec![b'A'; 10_000_000], "too-large"),
        (vec![0; 10_000_000], "too-large"),
        (bomb("[").into_bytes(), "too-deep"),
        (bomb("{\"a\":").into_bytes(), "too-deep"),
        (bomb("\0").into_bytes(), "json"),
        (b"\x1b]0;owned\x07\xff\xfe".to_vec(), "segments"),
        (Vec::new(), "empty"),
    ] {
        for format in FORMATS {
            let said = inspect(&world, &text, &["-o", format]).await;
            assert_eq!(said.status, Some(1), "{said:#?}");
            assert!(said.out.contains(parse), "{parse}: {said:#?}");
            assert!(said.out.len() < 2_000, "{} bytes", said.out.len());
        }
    }
}

#[tokio::test]
async fn the_token_that_programs_would_find_is_found_and_its_place_is_told() {
    let world = world();
    let token = token("wlcg-rs256-iam-shape");
    world.write("own-token", &token);
    let run = async |variables: &[(&str, String)], words: &[&str]| {
        let arguments = [&["token", "inspect", "--discover", "--now", NOW], words].concat();
        let mut command = world.command(&arguments);
        command.envs(variables.iter().map(|(name, value)| (*name, value)));
        let run = tokio::task::spawn_blocking(move || command.output());
        let format = if words.contains(&"json") { "json" } else { "text" };
        let output = run.await.expect("no panic").expect("the binary starts");
        let said = Said::new(format.into(), output);
        said.sound();
        assert!(!said.out.contains(&token[..40]) && !said.err.contains(&token[..40]), "{said:#?}");
        said
    };
    let named = ("BEARER_TOKEN_FILE", world.path("own-token").display().to_string());
    let said = run(std::slice::from_ref(&named), &[]).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    assert!(said.err.contains("own-token (BEARER_TOKEN_FILE)."), "{said:#?}");
    let said = run(&[named.clone(), ("BEARER_TOKEN", token.clone())], &["-o", "json"]).await;
    assert_eq!(said.json()["found_in"], "BEARER_TOKEN", "{said:#?}");
    assert!(
        said.err.contains("It hides the one in") && said.err.contains("own-token"),
        "{said:#?}"
    );
    // with a file there is nothing to look for
    let said = run(&[named], &["own-token"]).await;
    assert_eq!(said.status, Some(2), "{said:#?}");
}
