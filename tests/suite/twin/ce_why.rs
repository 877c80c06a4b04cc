//! `ce why` against the embedded installation: each planted fault at its own check, with its path; the test fetch journaled and
//! its token nowhere to be seen.

use serde_json::Value;

use super::why::Bed;
use crate::support::guarded::Leave;

fn row<'v>(document: &'v Value, id: &str) -> &'v Value {
    let rows = document["checks"].as_array().expect("rows");
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}: {document:#}"))
}

fn fails(document: &Value) -> Vec<&str> {
    let rows = document["checks"].as_array().expect("rows");
    rows.iter()
        .filter(|row| row["verdict"] == "fails")
        .filter_map(|row| row["id"].as_str())
        .collect()
}

fn why<'a>(ce: &'a str, vo: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["ce", "why", ce, "--vo", vo], more].concat()
}

#[test]
fn each_planted_fault_is_told_at_its_check_with_its_path() {
    let bed = Bed::new();
    let (status, good) = bed.json("admin", &why("ce01.aarau.example", "wlcgvo", &[]));
    assert_eq!((status, fails(&good)), (0, vec![]), "{good:#}");
    assert_eq!(good["summary"]["rules"], "v9");
    assert_eq!(good["summary"]["queues"][0]["submit"], "would_go_on");
    assert_eq!(good["summary"]["audiences"][0], "ce01.aarau.example:9619");
    assert_eq!(row(&good, "token-tag")["evidence"], "Token:wlcgvo at ce level");
    assert_eq!(row(&good, "token-tag")["for"], "both");
    assert_eq!(row(&good, "token-tag")["n"], 9);

    // 1: the provider of a VO does not exist
    let (status, geo) = bed.json("admin", &why("arc05.exeter.example", "geovo", &[]));
    assert_eq!((status, fails(&geo)), (1, vec!["provider-defined"]), "{geo:#}");
    let provider = row(&geo, "provider-defined");
    assert_eq!(provider["path"], "/Resources/IdProviders/CheckIn-Geo");
    assert!(
        provider["remedy"]
            .as_str()
            .is_some_and(|text| text.contains("/Registry/VO/geovo/IdProvider"))
    );
    assert_eq!(geo["summary"]["queues"][0]["submit"], "would_stop");

    // 2: a tag that is nearly right
    let (status, near) = bed.json("admin", &why("arc03.exeter.example", "biovo", &[]));
    assert_eq!((status, fails(&near)), (1, vec!["token-tag"]), "{near:#}");
    assert_eq!(
        row(&near, "token-tag")["path"],
        "/Resources/Sites/LCG/LCG.Exeter.uk/CEs/arc03.exeter.example/Tag"
    );
    assert!(
        row(&near, "token-tag")["evidence"]
            .as_str()
            .is_some_and(|text| text.contains("`Token: biovo`"))
    );
    assert_eq!(near["summary"]["queues"][0]["submit"], "by_proxy");

    // 3: a CE whose own tag hides the site's
    let (status, hidden) = bed.json("admin", &why("ce04.dresden.example", "wlcgvo", &[]));
    assert_eq!(status, 1);
    assert_eq!(
        row(&hidden, "token-tag")["evidence"],
        "The CE's own Tag hides the site's Token:wlcgvo."
    );
    assert_eq!(
        row(&hidden, "token-tag")["path"],
        "/Resources/Sites/LCG/LCG.Dresden.de/CEs/ce04.dresden.example/Tag"
    );

    // 4: a client's secret that everybody can read
    let (_, leak) = bed.json("admin", &why("arc01.malmo.example", "astrovo", &[]));
    let secret = row(&leak, "client-credentials");
    assert_eq!(secret["path"], "/Resources/IdProviders/OAuth2-Astro/client_secret");
    assert!(
        secret["consequence"].as_str().is_some_and(|text| text.contains("Every user can read"))
    );

    // 5: what the Site Director reads and PilotManager does not
    let tags: Vec<(&str, &str)> = leak["checks"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["id"] == "token-tag")
        .map(|row| (row["for"].as_str().unwrap_or(""), row["evidence"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        tags,
        [("submit", "Token:astrovo at site level"), ("manage", "Token:astrovo at default level")]
    );
    let (_, ssh) = bed.json("admin", &why("login1.ljubljana.example", "biovo", &[]));
    assert_eq!(fails(&ssh), ["token-tag", "ce-audience"], "{ssh:#}");
    let (_, filtered) = bed.json("admin", &why("login1.ljubljana.example", "wlcgvo", &[]));
    assert_eq!(fails(&filtered)[..2], ["director-filters", "vo-admitted"]);
}

#[test]
fn a_fetch_is_journaled_told_and_shown_nowhere() {
    let bed = Bed::that_may(Leave::Change);
    let asked = why("ce01.aarau.example", "wlcgvo", &["--fetch"]);
    let (status, out, err) = bed.run("admin", &[&asked[..], &["-o", "json"]].concat());
    assert_eq!(status, 0, "{out} {err}");
    let document: Value = serde_json::from_str(&out).expect("JSON");
    for id in
        ["token-manager", "client-credentials", "token-issued", "token-fits", "client-privilege"]
    {
        assert_eq!(row(&document, id)["verdict"], "holds", "{id}: {document:#}");
    }
    assert_eq!(row(&document, "ce-accepts")["verdict"], "unknown");
    assert!(!out.contains("eyJ") && !err.contains("eyJ"), "a token: {out} {err}");
    let journal = bed.home().join(".local/state/dirac-tokens/journal");
    let runs: Vec<String> = std::fs::read_dir(&journal)
        .expect("a journal")
        .map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("a run"))
        .collect();
    assert_eq!((runs.len(), bed.changes()), (1, 1));
    let records: Vec<Value> =
        runs[0].lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(records[0]["purpose"], "credential");
    let kinds: Vec<&str> = records[1..].iter().filter_map(|one| one["record"].as_str()).collect();
    assert_eq!(kinds, ["asked", "answered", "over"]);
    assert!(!runs[0].contains("eyJ"));

    // who may not ask is told which group may, and nothing is journaled as sent
    let (status, document) = bed.json("user", &asked);
    assert_eq!(status, 4, "{document:#}");
    assert_eq!(row(&document, "token-issued")["verdict"], "unknown");
    assert_eq!(document["complete"], false);
    assert_eq!(bed.changes(), 1, "nothing was sent in the name of the user");

    // the server's own words, at the check that they are about
    let (status, document) = bed.json("admin", &why("arc05.exeter.example", "geovo", &["--fetch"]));
    assert_eq!(status, 1, "{document:#}");
    let words = row(&document, "provider-defined")["evidence"].as_str().expect("words").to_owned();
    assert!(
        words.contains(
            "The TokenManager says: Path /Resources/IdProviders/CheckIn-Geo does not exist"
        ),
        "{words}"
    );
}

#[test]
fn a_ce_that_is_not_there_is_not_reached_and_gets_no_token() {
    let bed = Bed::that_may(Leave::Change);
    // .example does not resolve anywhere
    let (status, document) =
        bed.json("admin", &why("arc01.cordoba.example", "wlcgvo", &["--probe"]));
    assert_eq!(status, 3, "{document:#}");
    let accepts = row(&document, "ce-accepts");
    assert_eq!(accepts["verdict"], "unknown");
    let words = accepts["evidence"].as_str().expect("words");
    assert!(words.starts_with("Not reached, token not sent: "), "{words}");
    assert_eq!(row(&document, "token-issued")["verdict"], "holds");
    // only whether they answer: no credential, no journal
    let bed = Bed::new();
    let (status, document) =
        bed.json("admin", &why("ce01.aarau.example", "wlcgvo", &["--answers"]));
    assert_eq!(status, 0, "{document:#}");
    assert!(
        row(&document, "token-issued")["evidence"]
            .as_str()
            .is_some_and(|text| text.ends_with("no token was fetched."))
    );
    assert!(!bed.home().join(".local/state/dirac-tokens/journal").exists());
}

#[test]
fn staged_changes_are_judged_before_anybody_is_sent_them() {
    let bed = Bed::new();
    let ce = "ce04.aarau.example";
    let (status, _, err) = bed.run("admin", &why(ce, "wlcgvo", &["--staged"]));
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("Nothing is staged"), "{err}");
    let tag = format!("/Resources/Sites/LCG/LCG.Aarau.ch/CEs/{ce}/Tag");
    let (status, _, err) = bed.run("admin", &["cs", "set", &tag, "Token:wlcgvo", "--add"]);
    assert_eq!(status, 0, "{err}");
    let (status, now) = bed.json("admin", &why(ce, "wlcgvo", &[]));
    assert_eq!((status, fails(&now)), (1, vec!["token-tag"]), "{now:#}");
    let (status, then) = bed.json("admin", &why(ce, "wlcgvo", &["--staged"]));
    assert_eq!((status, fails(&then)), (0, vec![]), "{then:#}");
    assert_eq!(then["summary"]["queues"][0]["submit"], "would_go_on");
}

#[test]
fn what_is_not_there_is_named_and_every_format_is_sound() {
    let bed = Bed::new();
    for (words, told) in [
        (why("ce99.nowhere.example", "wlcgvo", &[]), "There is no CE ce99.nowhere.example"),
        (why("ce01.aarau.example", "WLCGvo", &[]), "There is no VO WLCGvo"),
        (why("ce01.aarau.example", "wlcgvo", &["--queue", "\u{1b}[2Jq"]), "There is no queue"),
        (why("ce01.aarau.example", "wlcgvo", &["--site", "LCG.X"]), "There is no site LCG.X"),
        (why("", "", &[]), "There is no CE"),
    ] {
        let (status, out, err) = bed.run("admin", &words);
        assert_eq!(status, 1, "{words:?}: {err}");
        assert!(err.contains(told), "{err}");
        assert!(!err.contains('\u{1b}') && out.is_empty(), "{out}");
    }
    let (status, _, err) = bed.run("admin", &["ce", "why", "ce01.aarau.example"]);
    assert_eq!(status, 2, "{err}");
    let asked = why("arc01.brugge.example", "biovo", &["--queue", "nordugrid-condor-long"]);
    let (status, table, _) = bed.run("admin", &asked);
    assert_eq!(status, 0, "{table}");
    assert!(
        table.contains("9 ●") && table.contains("would go on, as far as was looked at"),
        "{table}"
    );
    let (_, lines, _) = bed.run("admin", &[&asked[..], &["-o", "jsonl"]].concat());
    let last: Value = serde_json::from_str(lines.lines().last().expect("lines")).expect("JSON");
    assert_eq!(last["summary"]["queues"][0]["queue"], "nordugrid-condor-long");
    assert_eq!(last["complete"], true);
    let (_, csv, _) = bed.run("admin", &[&asked[..], &["-o", "csv"]].concat());
    assert!(csv.starts_with("n,id,queue,for,verdict,evidence,path,consequence,remedy"), "{csv}");
}
