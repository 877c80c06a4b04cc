//! What is a difference, what is none, and what is not shown.

use super::super::*;
use super::edits::{add, comment, copy, create, move_into, remove, rename, set, unset};
use super::read;

fn lines(old: &str, new: &str) -> Vec<String> {
    diff_lines(&compare(&read(old), &read(new))).iter().map(ToString::to_string).collect()
}

#[test]
fn lists_spelled_differently_are_no_change_and_their_order_is_one() {
    assert_eq!(lines("x = a,b", "x = a\nx += b"), [""; 0]);
    assert_eq!(lines("x = a,b", "x = b, a"), ["/", "- x = a,b", "+ x = b, a"]);
    let changes = compare(&read("x = a,b"), &read("x = b, a"));
    let What::Changed(difference) = &changes[0].what else { panic!("{changes:?}") };
    assert!(difference.is_reordered());
    assert_eq!(lines("x = a,b", "x = c,a"), ["/", "- x -= b", "+ x += c"]);
    assert_eq!(lines("x = a", "x = c"), ["/", "- x = a", "+ x = c"]);
}

#[test]
fn sections_come_and_go_with_everything_in_them() {
    let old = "A\n{\nx = 1\nB\n{\ny = 2\n}\n}\n";
    let gone = lines(old, "");
    assert_eq!(gone, ["/", "- A { }", "/A", "- x = 1", "- B { }", "/A/B", "- y = 2"]);
    let came: Vec<String> = lines("", old);
    assert_eq!(came, gone.iter().map(|line| line.replacen("- ", "+ ", 1)).collect::<Vec<_>>());
    assert_eq!(lines("A{}", "A = 1"), ["/", "- A { }", "+ A = 1"]);
    assert_eq!(lines("A = 1", "A{}"), ["/", "- A = 1", "+ A { }"]);
}

#[test]
fn comments_and_places_are_told_as_meaning_nothing() {
    let changes = compare(&read("#a\nx = 1\ny = 2\nz = 3\n"), &read("z = 3\n#b\nx = 1\ny = 2\n"));
    assert_eq!(changes.len(), 2);
    assert!(!changes.iter().any(Change::means_something));
    assert_eq!(lines("x = 1\ny = 2", "y = 2\nx = 1"), ["/", "  other order"]);
}

#[test]
fn values_of_secrets_are_told_to_differ_and_not_shown() {
    let old = "client_secret = hunter2secret\nPassword = one\n#old token=abcdefgh12345678\nx = 1";
    let new = "client_secret = other\nDBPassword = two\n#new\nx = 1";
    let changes = compare(&read(old), &read(new));
    let all = format!("{changes:?}{:?}", diff_lines(&changes));
    for hidden in ["hunter2secret", "other", "one", "two", "abcdefgh12345678"] {
        assert!(!all.contains(hidden), "{hidden} in {all}");
    }
    assert!(all.contains("[secret]"), "{all}");
}

/// A web token, planted under ordinary names.
const JWT: &str = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";

#[test]
fn credentials_under_ordinary_names_and_in_names_are_not_shown() {
    let old = "plain = JWT\nlist = a, JWT\nGrid = x\n#was JWT\nc = 1\nS\n{\nJWT\n{\nx = 1\n}\n}\n";
    let new = "plain = new\nlist = b, c\nGrid = JWT\nurl = https://u:hunter2@h/\n#is JWT\nc = 1\n";
    let (old, new) = (old.replace("JWT", JWT), new.replace("JWT", JWT));
    for (old, new) in [(&old, &new), (&new, &old)] {
        let all = lines(old, new).join("\n");
        assert!(!all.contains("eyJ") && !all.contains("hunter2"), "{all}");
        for shown in
            ["plain = [redacted]", "list -= ", "list += ", "Grid = [redacted]", "[redacted] { }"]
        {
            assert!(all.contains(shown), "{shown} in {all}");
        }
    }
}

#[test]
fn secrets_go_and_never_come_change_or_turn_up_elsewhere() {
    let base = "P\n{\nclient_secret = hunter2hunter2\nid = 1\n}\nQ\n{\n}\n";
    let judged = |edits: &[Edit]| {
        let before = read(base);
        let after = before.edited(edits, None).unwrap();
        judge(&before, &after)
            .refused
            .iter()
            .map(|r| (r.path.to_string(), r.because))
            .collect::<Vec<_>>()
    };
    assert_eq!(judged(&[unset("/P/client_secret"), set("/P/id", "2")]), []);
    assert_eq!(judged(&[remove("/P")]), []);
    let secret = |path: &str| (path.to_owned(), Because::Secret);
    assert_eq!(judged(&[set("/P/client_secret", "x")]), [secret("/P/client_secret")]);
    assert_eq!(judged(&[set("/Q/Password", "")]), [secret("/Q/Password")]);
    assert_eq!(judged(&[rename("/P", "R")]), [secret("/R/client_secret")]);
    assert_eq!(judged(&[copy("/P", "/R")]), [secret("/R/client_secret")]);
    assert_eq!(judged(&[move_into("/P/client_secret", "/Q")]), [secret("/Q/client_secret")]);
    let elsewhere = [("/P/plain".to_owned(), Because::SecretElsewhere)];
    assert_eq!(judged(&[rename("/P/client_secret", "plain")]), elsewhere);
    let hidden = [add("/P/client_secret", "more"), rename("/P/client_secret", "plain")];
    assert_eq!(judged(&hidden), elsewhere);
    let looks = judged(&[set("/P/id2x", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln")]);
    assert_eq!(looks, [("/P/id2x".to_owned(), Because::LooksSecret)]);
    // by the name of an id only what is merely long and mixed is waived
    for id in ["Grid", "Valid", "TokenId"] {
        let path = format!("/P/{id}");
        assert_eq!(judged(&[set(&path, JWT)]), [(path, Because::LooksSecret)]);
    }
    let made = judged(&[set(&format!("/Q/{JWT}/x"), "1")]);
    assert_eq!(
        made,
        [JWT, &format!("{JWT}/x")].map(|name| (format!("/Q/{name}"), Because::LooksSecret))
    );
}

#[test]
fn a_secret_that_is_a_list_of_short_parts_is_known_however_it_is_spelled() {
    let before = read("P\n{\nclient_secret = abc,def,ghi,jkl\nPassword = a,b\n}\n");
    let refused = |value: &str| {
        let after = before.edited(&[set("/P/plain", value)], None).unwrap();
        judge(&before, &after).refused.first().map(|refusal| refusal.because)
    };
    for value in ["abc,def,ghi,jkl", "abc, def, ghi, jkl", "x-abc,def,ghi,jkl,more"] {
        assert_eq!(refused(value), Some(Because::SecretElsewhere), "{value}");
    }
    for value in ["abc,def", "a,b", "jkl"] {
        assert_eq!(refused(value), None, "{value}");
    }
}

#[test]
fn what_the_servers_keep_is_read_only_and_authorization_is_high_danger() {
    let before = read("DIRAC{\nConfiguration{\nVersion = 1\nServers = a\nx = 1\n}\n}\nS{\nAuthorization{\nDefault = authenticated\n}\n}\n".replace('{', "\n{").as_str());
    let judged = |edits: &[Edit]| judge(&before, &before.edited(edits, None).unwrap());
    for path in ["Version", "Name", "MasterServer", "Servers"] {
        let judgement = judged(&[set(&format!("/DIRAC/Configuration/{path}"), "z")]);
        assert_eq!(judgement.refused[0].because, Because::KeptByServers);
    }
    assert_eq!(judged(&[remove("/DIRAC")]).refused.len(), 2);
    let fine = judged(&[set("/DIRAC/Configuration/x", "2")]);
    assert_eq!((fine.refused.len(), fine.danger()), (0, Danger::Ordinary));
    let high = judged(&[set("/S/Authorization/Default", "all")]);
    assert_eq!((high.refused.len(), high.danger()), (0, Danger::High));
    assert_eq!(judged(&[remove("/S")]).danger(), Danger::High);
}

#[test]
fn edits_that_bring_a_secret_with_them_are_known_before_they_are_applied() {
    let refused = |edit: Edit| judge_edits([&edit]).len() == 1;
    assert!(refused(set("/P/client_secret", "short")));
    assert!(refused(add("/P/Password", "x")));
    assert!(refused(set("/P/x", "https://user:pass@host/")));
    assert!(refused(comment("/P", "token=abcdefgh12345678")));
    let path = |end: &str| format!("/{JWT}{end}");
    for (id, value) in [("Grid", JWT), ("TokenId", "https://user:pass@host/")] {
        assert!(refused(set(&format!("/P/{id}"), value)), "{id}");
    }
    assert!(refused(set(&path("/x"), "1")));
    assert!(refused(add(&path(""), "1")));
    assert!(refused(create(&path(""))));
    assert!(refused(copy("/P", &path("/P"))));
    assert!(refused(move_into("/P/x", &path(""))));
    // what is there already may go, and long names of queues may come
    assert!(!refused(unset(&path("/x"))) && !refused(remove(&path(""))));
    assert!(!refused(create("/Q/nordugrid-Slurm-grid5000x64")));
    assert!(!refused(unset("/P/client_secret")));
    assert!(!refused(set("/P/client_id", "4f5c2a1e9b7d40318c6e5a2b1d0f9e8c")));
    assert!(!refused(set("/R/DN", "/DC=ch/DC=cern/OU=Organic Units/CN=ada lovelace")));
}

#[test]
fn edits_of_what_a_local_file_has_are_told_with_the_file() {
    let local = [super::local("dirac.cfg", "A\n{\nB\n{\nx = 9\n}\n}\n")];
    let merged = Tree::merged(&read("A\n{\nB\n{\nx = 1\ny = 1\n}\n}\n"), &local);
    let edits = [set("/A/B/x", "2"), set("/A/B/y", "2"), remove("/A"), comment("/A/B/x", "c")];
    let found = shadowed(&merged, &edits);
    let told: Vec<_> = found.iter().map(|s| (s.at, s.option.as_str(), s.file.as_str())).collect();
    assert_eq!(told, [(0, "/A/B/x", "dirac.cfg"), (2, "/A/B/x", "dirac.cfg")]);
}
