//! What the query language promises.

use jiff::Timestamp;
use proptest::prelude::*;

use super::ast::{Expr, Name, Op, Term};
use super::*;
use crate::domain::secret::Fingerprint;
use crate::domain::token::ListedToken;

const NOW: i64 = 1_795_230_724;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn tokens() -> Schema {
    Schema::console(Grid::Tokens, [])
}

fn token() -> ListedToken {
    let at = |seconds| Timestamp::from_second(NOW + seconds).ok();
    ListedToken {
        id: Some(1_017),
        user: Some("Ada".into()),
        user_id: "id-ada".into(),
        provider: "IAM-WLCG".into(),
        scopes: vec!["openid".into(), "storage.read:/".into()],
        access_expires: at(3_600),
        refresh_expires: at(-60),
        issued: at(-259_200),
        client_id: None,
        access: Some(Fingerprint::of(b"a")),
        refresh: Some(Fingerprint::of(b"r")),
    }
}

fn holds(text: &str) -> bool {
    let query = Query::read(text, &tokens()).unwrap_or_else(|error| panic!("{text}: {error}"));
    query.holds(&token(), now())
}

#[test]
fn words_are_looked_for_in_all_texts_and_all_must_occur() {
    for text in
        ["", "  ", "ada", "ADA wlcg", "id-a", "storage.read:/", "access_only", "017", "\"openid\""]
    {
        assert!(holds(text), "{text}");
    }
    for text in ["ben", "ada ben", "\"ada wlcg\"", "openid-storage", "dead"] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn a_column_is_asked_alone_and_exactly_where_that_is_said() {
    for text in [
        "user:ad",
        "user:=ADA",
        "USER:ada",
        "sub:id-ada",
        "scope:=openid",
        "client:=\"\"",
        "state:access",
        "state:=access_only",
        "id:1017",
        "\"user\":\"ada\"",
        "scopes:<3",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "user:id",
        "user:=ad",
        "scope:=open",
        "user:=\"\"",
        "state:=access",
        "id:17",
        "scopes:2",
        "scopes:>2",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn or_binds_weaker_than_the_blank_and_parentheses_closer() {
    assert!(holds("ben zoe | ada"));
    assert!(!holds("ben | zoe ada"));
    assert!(!holds("(ben | ada) zoe"));
    assert!(holds("(ben | ada) -zoe"));
    assert!(holds("-(ben | zoe)") && !holds("-(ben | ada)") && holds("--ada") && !holds("-ada"));
}

#[test]
fn times_compare_with_what_is_left_with_the_age_and_with_dates() {
    for text in [
        "exp:<2h",
        "exp:>0 exp:<=1h",
        "exp:>=1h",
        "access:>59m59s",
        "refresh:<0",
        "refresh:expired",
        "exp:valid",
        "refresh:>-2m",
        "issued:>2d",
        "issued:<=3d",
        "issued:>=3d",
        "issued:<4d",
        "exp:2026-11-21",
        "exp:2026-11",
        "exp:<2026-12-01",
        "exp:>2026-11-20",
        "exp:>=2026-11-21",
        "exp:<=2026-11-21",
        "exp:>2026-11-21T03:12:04Z",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "exp:<1h",
        "exp:>1h",
        "exp:expired",
        "refresh:valid",
        "issued:>3d",
        "issued:<3d",
        "exp:<2026-11-21",
        "exp:>2026-11-21",
        "exp:unknown",
        "refresh:<-60s",
    ] {
        assert!(!holds(text), "{text}");
    }
    let bare = ListedToken { access_expires: None, ..token() };
    let of = |text: &str| Query::read(text, &tokens()).unwrap().holds(&bare, now());
    assert!(of("exp:unknown") && !of("exp:<2h") && of("-exp:<2h") && !of("exp:>0"));
}

#[test]
fn only_what_can_change_with_time_is_looked_at_again() {
    let changes = |text: &str| Query::read(text, &tokens()).unwrap().changes();
    assert!(changes("exp:<2h") && changes("state:dead") && changes("-dead") && changes("ada | us"));
    assert!(!changes("ada") && !changes("exp:<2026-12-01") && !changes("id:>3") && !changes(""));
}

#[test]
fn marks_are_what_is_looked_for() {
    let query = Query::read("Ada -ben user:x (exp:<2h | \"a b\")", &tokens()).unwrap();
    let marks: Vec<(String, Option<String>)> =
        query.marks().into_iter().map(|mark| (mark.text, mark.column)).collect();
    let expected =
        [("ada".into(), None), ("x".into(), Some("user".into())), ("a b".to_owned(), None)];
    assert_eq!(marks, expected);
}

#[test]
fn urls_hosts_and_scopes_are_texts() {
    let ces = Schema::console(Grid::Ces, ["vo.x".into()]);
    for text in
        ["https://iam.example/", "ce07.gridka.de:9619", "storage.read:/", "03:12", "?a:b", ":x"]
    {
        let query = Query::read(text, &ces).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(query.marks().first().map(|mark| mark.text.as_str()), Some(text));
    }
    assert!(Query::read("vo.x:9619", &ces).is_err(), "a VO of that name is a column");
}

/// The query with what is wrong between brackets, and the sentence about it.
fn wrong(schema: &Schema, text: &str) -> String {
    let error = Query::read(text, schema).expect_err(text);
    let (before, at) = error.split(text);
    let after = text.get(before.len() + at.len()..).unwrap_or("");
    format!("{before}[{at}]{after}  {} {}", error.message, error.remedy)
}

#[test]
fn errors_say_where_what_and_what_would_be_right() {
    let said: Vec<String> = [
        "usr:ada",
        "user:",
        "ada user:=",
        "exp:<2",
        "exp:2h",
        "exp:<soon",
        "issued:2h",
        "issued:later",
        "state:ded",
        "user:<3",
        "state:>1",
        "id:x",
        "scopes:>x",
        "ada |",
        "| ada",
        "a | | b",
        "()",
        "(ada",
        "ada)",
        "-",
        "- a",
        "\"ada",
        "\"\"",
        "a\"b\"",
        "\"a\"b",
        ")",
        "(",
    ]
    .into_iter()
    .map(|text| wrong(&tokens(), text))
    .collect();
    let expected = [
        "[usr]:ada  Tokens have no column usr. Near: user. Columns: user user_id provider scopes access_expires \
         refresh_expires state issued client_id id. A text with a colon: \"usr:ada\".",
        "[user:]  Nothing stands after user:. Put there what to look for, without a blank before it.",
        "ada [user:=]  Nothing stands after user:=. Put there what to look for, without a blank before it.",
        "exp:<[2]  exp is a time: 2 has no unit, as exp:<2h. Seconds, minutes, hours, days, weeks: s m h d w.",
        "exp:[2h]  exp is a time: 2h needs < or > before it. exp:<2h has less than that left, exp:>2h more.",
        "exp:<[soon]  exp is a time: soon is none. As exp:<2h, exp:>3d, exp:<2026-12-01, or exp: and expired, valid \
         or unknown.",
        "issued:[2h]  issued is a time: 2h needs < or > before it. issued:<2h is younger than that, issued:>2h older.",
        "issued:[later]  issued is a time: later is none. As issued:<2h, issued:>3d, issued:<2026-12-01, or issued: \
         and unknown.",
        "state:[ded]  state is never ded. It is one of usable, refreshable, access_only, dead, unknown.",
        "[user:<3]  user is a text: < compares numbers and times. user:3 finds it anywhere, user:=3 exactly.",
        "[state:>1]  state is a word: > compares numbers and times. state:1 finds it anywhere, state:=1 exactly.",
        "id:[x]  id says a number: x is no whole number. As id:>3.",
        "scopes:>[x]  scopes says how many: x is no whole number. As scopes:>3.",
        "ada [|]  Nothing stands after |. ada | ben finds both; in quotes it is a text: \"|\".",
        "[|] ada  Nothing stands before |. ada | ben finds both; in quotes it is a text: \"|\".",
        "a [|] | b  Nothing stands after |. ada | ben finds both; in quotes it is a text: \"|\".",
        "[(])  Nothing stands between ( and ). In quotes they are a text: \"()\".",
        "[(]ada  This ( is not closed. Put a ) at its end; in quotes it is a text: \"(\".",
        "ada[)]  This ) closes nothing. In quotes it is a text: \")\".",
        "[-]  Nothing stands after -. -ada leaves out the rows with ada; in quotes it is a text: \"-\".",
        "[-] a  Nothing stands after -. -ada leaves out the rows with ada; in quotes it is a text: \"-\".",
        "[\"]ada  This quote is not closed. Put a \" at its end; within quotes \\\" is a quote.",
        "[\"\"]  Nothing stands between the quotes. Put the text between the quotes, or leave them out.",
        "a[\"]b\"  A quote stands within a word. Put all of it in quotes; within them \\\" is a quote.",
        "[\"a\"]b  Something follows the quotes at once. Put a blank between, or all of it in quotes.",
        "[)]  This ) closes nothing. In quotes it is a text: \")\".",
        "[(]  Nothing stands after (. In quotes it is a text: \"(\".",
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(said, expected);
    }
    assert_eq!(said.len(), expected.len());
}

#[test]
fn a_secret_that_was_pasted_is_not_repeated() {
    let jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5LXNpZ25hdHVyZQ";
    for text in
        [format!("state:{jwt}"), format!("id:>{jwt}"), format!("x{jwt}:a"), format!("exp:{jwt}")]
    {
        if let Err(error) = Query::read(&text, &tokens()) {
            assert!(!error.to_string().contains("eyJzdWIi"), "{error}");
        }
    }
}

#[test]
fn length_depth_and_number_are_bounded() {
    let schema = tokens();
    for text in [
        "a".repeat(LONGEST + 1),
        "(".repeat(DEEPEST + 1),
        "-".repeat(DEEPEST + 1) + "a",
        "a ".repeat(MOST_TERMS + 1),
    ] {
        assert!(Query::read(&text, &schema).is_err());
    }
    let deepest = format!("{}a{}", "(".repeat(DEEPEST), ")".repeat(DEEPEST));
    assert!(Query::read(&deepest, &schema).is_ok());
}

fn term() -> impl Strategy<Value = Expr> {
    let op = prop_oneof![
        Just(Op::Has),
        Just(Op::Is),
        Just(Op::Less),
        Just(Op::AtMost),
        Just(Op::More),
        Just(Op::AtLeast)
    ];
    let named = ("[a-z.:\" -]{1,5}|[A-Za-z][a-z_]{0,4}", op, "\\PC{1,6}");
    prop_oneof![
        "\\PC{1,6}".prop_map(|value| Expr::Term(Term {
            column: None,
            op: Op::Has,
            value,
            at: 0..0
        })),
        named.prop_map(|(text, op, value)| Expr::Term(Term {
            column: Some(Name { text, at: 0..0 }),
            op,
            value,
            at: 0..0
        })),
    ]
}

/// Queries as the parser makes them: no list of one, no list within its like.
fn expr() -> impl Strategy<Value = Expr> {
    term().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Expr::Not(Box::new(inner))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| flat(parts, true)),
            proptest::collection::vec(inner, 2..4).prop_map(|parts| flat(parts, false)),
        ]
    })
}

fn flat(parts: Vec<Expr>, every: bool) -> Expr {
    if every { Expr::Every(parts) } else { Expr::Any(parts) }
}

fn strip(expr: &mut Expr) {
    match expr {
        Expr::All => {}
        Expr::Every(parts) | Expr::Any(parts) => parts.iter_mut().for_each(strip),
        Expr::Not(inner) => strip(inner),
        Expr::Term(term) => {
            term.at = 0..0;
            if let Some(name) = &mut term.column {
                name.at = 0..0;
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_does_harm_and_errors_lie_within_it(
        text in any::<String>(), like in "[a-z<>=:\"|() \\\\0-9é-]{0,24}", column in "(user|exp|id|state|scopes|nix)",
    ) {
        for text in [text, like.clone(), format!("{column}:{like}")] {
            if let Err(error) = Query::read(&text, &tokens()) {
                let (before, at) = error.split(&text);
                prop_assert!(text.starts_with(&[before, at].concat()));
                prop_assert!(error.at.start <= text.len() && error.at.end <= text.len().max(error.at.start + 1));
                prop_assert!(!error.message.is_empty() && !error.remedy.is_empty());
            }
        }
    }

    #[test]
    fn what_is_written_down_reads_as_the_same(expr in expr()) {
        let text = expr.to_string();
        let mut again = match parse(&text, |_| true) {
            Ok(again) => again,
            Err(error) => return Err(TestCaseError::fail(format!("{text}: {error}"))),
        };
        strip(&mut again);
        prop_assert_eq!(again, expr, "{}", text);
    }

    #[test]
    fn any_text_can_be_looked_for(text in "\\PC{1,12}") {
        let query = Query::read(&quoted(&text), &tokens()).expect("quoted");
        let marks = query.marks();
        prop_assert_eq!(marks.len(), 1);
        prop_assert_eq!(&marks[0].text, &text.to_ascii_lowercase());
    }
}
