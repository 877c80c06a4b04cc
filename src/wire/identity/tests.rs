//! Identities from files: which load, what is said of those that do not, in which order they are found.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use proptest::prelude::*;

use super::test_files::{TestFiles, content, now};
use super::*;
use crate::domain::x509::chain::Rights;

const ADA: &str = "/DC=org/DC=made-for-tests/O=Users/CN=Ada Admin";

/// All that is said of a file, whether it loaded or not.
fn said(loaded: &Result<Identity, NoIdentity>) -> String {
    let judgements = match loaded {
        Ok(identity) => identity.judgements(),
        Err(none) => &none.judgements,
    };
    let mut said = String::new();
    for j in judgements {
        writeln!(said, "{} {} {}", j.severity.word(), j.text, j.remedy).unwrap();
    }
    said
}

#[test]
fn every_form_of_proxy_file_is_read() {
    let files = TestFiles::new();
    for name in [
        "proxy",
        "proxy-rsa",
        "proxy-sec1",
        "proxy-key-last",
        "proxy-key-first",
        "proxy-crlf",
        "proxy-with-text",
        "proxy-diracx",
        "proxy-diracx-twice",
        "proxy-limited",
        "proxy-depth2",
        "proxy-two-keys",
    ] {
        let loaded = files.load(name);
        assert!(loaded.as_ref().is_ok_and(Identity::is_usable), "{name}: {}", said(&loaded));
        let identity = loaded.unwrap();
        assert_eq!(identity.dn(), ADA, "{name}");
        assert_eq!(identity.issuer(), "/DC=org/DC=made-for-tests/CN=Test CA", "{name}");
        assert!(identity.group().is_some_and(|g| g.starts_with("dirac_")), "{name}");
        assert!(identity.certified_key().is_some(), "{name}");
    }
    assert_eq!(files.load("proxy-limited").unwrap().kind(), Kind::Proxy(Rights::Limited));
    assert_eq!(files.load("proxy-depth2").unwrap().chain().len(), 3);
    assert_eq!(files.load("proxy-rsa").unwrap().key_description(), "RSA 2048 bit");
}

#[test]
fn each_bad_file_is_told_in_words_before_connecting() {
    let files = TestFiles::new();
    for (name, expected) in [
        ("proxy-short", "error The proxy expired 323 days 12 hours ago (2026-01-02T00:00:00Z)."),
        ("proxy-future", "The proxy is not valid yet: it begins in"),
        ("proxy-1024", "error The key is too weak or of an unknown kind (RSA 1024 bit)"),
        ("proxy-wrong-key", "does not belong to the certificate"),
        ("proxy-no-key", "There is no private key in"),
        ("proxy-cut", "is damaged: the CERTIFICATE section that begins in line"),
        ("proxy-leaf-only", "the certificate of the proxy's owner is missing"),
        ("proxy-reordered", "stands behind the certificate of its owner"),
        ("proxy-damaged", "cannot be read: this is not a certificate"),
        ("user.p12", "looks like PKCS #12"),
        ("empty", "is empty"),
        ("text", "holds no certificate and no key"),
        ("missing", "does not exist"),
        (".", "is not a regular file"),
    ] {
        let loaded = files.load(name);
        let said = said(&loaded);
        assert!(said.contains(expected), "{name}: {said}");
        assert!(!loaded.is_ok_and(|identity| identity.is_usable()), "{name}: {said}");
    }
    // the message names the place of the file and something to do
    let none = files.load("proxy-cut").unwrap_err().to_string();
    assert!(none.contains("proxy-cut") && none.contains("again."), "{none}");
}

#[test]
fn one_reason_is_given_for_a_weak_key_not_two() {
    let files = TestFiles::new();
    let identity = files.load("proxy-1024").unwrap();
    let errors = identity.judgements().iter().filter(|j| j.severity == Severity::Error).count();
    assert_eq!(errors, 1, "{:?}", identity.judgements());
}

#[test]
fn a_legacy_proxy_loads_with_a_warning() {
    let files = TestFiles::new();
    let loaded = files.load("proxy-legacy");
    assert!(said(&loaded).contains("warning This is a proxy in the form of before RFC 3820"));
    assert_eq!(loaded.unwrap().kind(), Kind::LegacyProxy(Rights::Full));
}

#[test]
fn certificates_with_their_keys_load_and_encrypted_keys_are_refused_by_name() {
    let files = TestFiles::new();
    let user = files.pair(Role::User, "usercert.pem", "userkey.pem").unwrap();
    assert!(user.is_usable() && !user.is_host() && user.kind() == Kind::Certificate);
    assert_eq!(user.group(), None);
    let host = files.pair(Role::User, "hostcert.pem", "hostkey.pem").unwrap();
    assert!(host.is_usable() && host.is_host(), "named by hand, but it names a host");
    for key in ["userkey-encrypted.pem", "userkey-encrypted-old.pem"] {
        let loaded = files.pair(Role::User, "usercert.pem", key);
        assert!(said(&loaded).contains("is protected by a passphrase"), "{key}: {}", said(&loaded));
        assert!(!loaded.unwrap().is_usable());
    }
    let crossed = files.pair(Role::User, "usercert.pem", "hostkey.pem");
    assert!(said(&crossed).contains("does not belong to the certificate"));
}

#[test]
fn an_end_that_is_near_is_told_with_the_time_left() {
    let files = TestFiles::new();
    let at = |time: &str| said(&files.load_at("proxy-short", time.parse().unwrap()));
    assert_eq!(at("2026-01-01T12:00:00Z"), "");
    assert!(
        at("2026-01-01T23:48:30Z").contains("warning The proxy expires in 11 minutes 30 seconds")
    );
    assert!(at("2026-01-02T00:00:00Z").contains("error The proxy expired 0 seconds ago"));
    assert!(
        at("2025-12-31T23:00:00Z")
            .contains("error The proxy is not valid yet: it begins in 1 hour")
    );
}

#[test]
fn keys_that_others_may_read_are_told_with_what_to_do() {
    let files = TestFiles::new();
    let with_mode = |mode| {
        fs::set_permissions(files.path("proxy"), fs::Permissions::from_mode(mode)).unwrap();
        let loaded = files.load("proxy");
        assert!(loaded.as_ref().unwrap().is_usable());
        said(&loaded)
    };
    assert_eq!(with_mode(0o600), "");
    assert_eq!(with_mode(0o400), "");
    assert!(with_mode(0o640).contains("but its group may read it (mode 0640)"));
    assert!(with_mode(0o644).contains("but everybody on this host may read it (mode 0644)"));
    assert!(with_mode(0o622).contains("may write it"));
    assert!(with_mode(0o644).contains("Run `chmod 600 "));
    // a certificate without a key is nobody's secret
    fs::set_permissions(files.path("usercert.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(said(&files.pair(Role::User, "usercert.pem", "userkey.pem")), "");
}

#[test]
fn a_file_of_another_user_is_told() {
    let files = TestFiles::new();
    let metadata = fs::metadata(files.path("proxy")).unwrap();
    let owner = files.uid();
    let found = judge::permissions(&files.path("proxy"), &metadata, owner.wrapping_add(1).max(1));
    // root's own files are everybody's
    assert_eq!(found.len(), usize::from(owner != 0), "{found:?}");
}

#[test]
fn the_group_asked_for_must_be_the_proxy_s_own() {
    let files = TestFiles::new();
    let proxy = files.load("proxy").unwrap();
    assert_eq!(proxy.judge_group("dirac_admin"), None);
    let wrong = proxy.judge_group("dirac_user").unwrap();
    assert!(wrong.text.contains("is for the group `dirac_admin`"), "{}", wrong.text);
    assert!(wrong.remedy.contains("dirac-proxy-init -g dirac_user"), "{}", wrong.remedy);
    let without = files.load("proxy-legacy").unwrap().judge_group("dirac_user").unwrap();
    assert!(without.text.contains("names no group"), "{}", without.text);
    let user = files.pair(Role::User, "usercert.pem", "userkey.pem").unwrap();
    assert_eq!(user.judge_group("dirac_user"), None, "a certificate chooses its group");
}

#[test]
fn nothing_printed_holds_a_key_or_the_diracx_block() {
    let files = TestFiles::new();
    let mut printed = String::new();
    for name in
        ["proxy-diracx", "proxy-diracx-twice", "proxy-wrong-key", "proxy-cut", "proxy-damaged"]
    {
        let loaded = files.load(name);
        write!(printed, "{loaded:?}{}", said(&loaded)).unwrap();
    }
    let file = fs::read_to_string(files.path("proxy-diracx-twice")).unwrap();
    let mut secret_lines = 0;
    for section in crate::domain::x509::pem::sections(file.as_bytes()) {
        if section.label == "CERTIFICATE" {
            continue;
        }
        let bytes = section.decode().unwrap();
        secret_lines += 1;
        for window in bytes.windows(12) {
            let text = String::from_utf8_lossy(window);
            assert!(!printed.contains(text.as_ref()), "{text}");
        }
    }
    assert!(secret_lines >= 2);
    assert!(file.lines().filter(|l| l.len() == 64).all(|l| !printed.contains(l)));
    assert!(printed.contains("[secret]"));
}

#[test]
fn identities_are_found_in_dirac_s_order() {
    let files = TestFiles::new();
    let mut places = files.nowhere();
    let found = |places: &Places| Identity::discover(places, now()).map(|i| i.candidate().clone());

    let none = found(&places).unwrap_err();
    assert!(none.to_string().contains("x509up_u") && none.to_string().contains("usercert.pem"));

    files.put("hostcert.pem", "dirac/etc/grid-security/hostcert.pem");
    files.put("hostkey.pem", "dirac/etc/grid-security/hostkey.pem");
    assert_eq!(found(&places).unwrap().role, Role::Host);
    places.security.cert_file = Some(files.path("hostcert.pem"));
    places.security.key_file = Some(files.path("hostkey.pem"));
    assert_eq!(found(&places).unwrap().source, Source::LocalConfiguration);

    files.put("usercert.pem", "home/.globus/usercert.pem");
    assert_eq!(found(&places).unwrap().role, Role::Host, "a certificate without its key is none");
    files.put("userkey.pem", "home/.globus/userkey.pem");
    assert_eq!(found(&places).unwrap().source, Source::Globus);

    let default = files.put("proxy", &format!("tmp/x509up_u{}", files.uid()));
    assert_eq!(found(&places).unwrap().source, Source::DefaultProxy);
    let mut set = |name: &str, file: &str| {
        places.env.insert(name.to_owned(), files.path(file).into_os_string());
    };
    set("X509_USER_CERT", "usercert.pem");
    set("X509_USER_KEY", "userkey.pem");
    set("X509_USER_PROXY", "proxy-limited");
    assert_eq!(found(&places).unwrap().source, Source::Variable("X509_USER_PROXY"));
    places.env.insert("GRID_PROXY_FILE".to_owned(), files.path("proxy-depth2").into_os_string());
    assert_eq!(found(&places).unwrap().source, Source::Variable("GRID_PROXY_FILE"));

    places.security.use_server_certificate = true;
    assert_eq!(found(&places).unwrap().role, Role::Host);
    places.given.certificate = Some(files.path("usercert.pem"));
    places.given.key = Some(files.path("userkey.pem"));
    assert_eq!(found(&places).unwrap().source, Source::Given);
    places.given.proxy = Some(files.path("missing"));
    assert!(found(&places).unwrap_err().to_string().contains("does not exist"), "no falling back");
    fs::remove_file(default).unwrap();
}

#[test]
fn a_variable_that_points_nowhere_is_told_and_the_next_place_is_tried() {
    let files = TestFiles::new();
    let mut places = files.nowhere();
    files.put("proxy", &format!("tmp/x509up_u{}", files.uid()));
    places.env.insert("X509_USER_PROXY".to_owned(), files.path("gone").into_os_string());
    let loaded = Identity::discover(&places, now());
    assert!(said(&loaded).contains("warning X509_USER_PROXY names"), "{}", said(&loaded));
    let identity = loaded.unwrap();
    assert_eq!(identity.candidate().source, Source::DefaultProxy);
    assert!(identity.is_usable());
}

#[test]
fn an_expired_proxy_is_not_passed_over_for_another_identity() {
    let files = TestFiles::new();
    files.put("proxy-short", &format!("tmp/x509up_u{}", files.uid()));
    files.put("usercert.pem", "home/.globus/usercert.pem");
    files.put("userkey.pem", "home/.globus/userkey.pem");
    let identity = Identity::discover(&files.nowhere(), now()).unwrap();
    assert!(!identity.is_usable());
    assert_eq!(identity.candidate().source, Source::DefaultProxy);
}

#[test]
fn the_ca_directory_is_found_in_dirac_s_order() {
    let files = TestFiles::new();
    let mut places = files.nowhere();
    let make = |dir: &str| {
        fs::create_dir_all(files.path(dir)).unwrap();
        files.path(dir)
    };
    assert_eq!(ca_location(&places).unwrap_err().len(), 2);
    let system = make("system/certificates");
    assert_eq!(ca_location(&places).unwrap(), system);
    let own = make("dirac/etc/grid-security/certificates");
    assert_eq!(ca_location(&places).unwrap(), own);
    places.env.insert("X509_CERT_DIR".to_owned(), "/does/not/exist".into());
    assert_eq!(ca_location(&places).unwrap(), std::path::Path::new("/does/not/exist"));
    places.security.ca_location = Some(files.path("missing"));
    assert_eq!(ca_location(&places).unwrap(), std::path::Path::new("/does/not/exist"));
    let configured = make("configured");
    places.security.ca_location = Some(configured.clone());
    assert_eq!(ca_location(&places).unwrap(), configured);
    let grid = make("grid/certificates");
    places.security.grid_security = Some(files.path("grid"));
    assert_eq!(ca_location(&places).unwrap(), grid);
    places.given.ca_dir = Some(files.path("given"));
    assert_eq!(ca_location(&places).unwrap(), files.path("given"));
}

#[test]
fn a_proxy_behind_a_link_is_read() {
    let files = TestFiles::new();
    symlink(files.path("proxy"), files.path("link")).unwrap();
    assert!(files.load("link").unwrap().is_usable());
}

proptest! {
    #[test]
    fn no_damage_to_a_file_breaks_the_reader(
        at in 0_usize..3000,
        replacement in proptest::collection::vec(any::<u8>(), 0..40),
        keep in any::<bool>(),
    ) {
        let mut bytes = content("proxy-diracx");
        let at = at.min(bytes.len());
        let end = if keep { (at + replacement.len()).min(bytes.len()) } else { bytes.len() };
        bytes.splice(at..end, replacement);
        if let Ok(contents) = file::parse(&bytes, std::path::Path::new("file")) {
            let _ = walk(&contents.certificates, &AwsSignatures);
        }
    }
}

#[test]
fn spans_are_told_in_two_units() {
    for (seconds, words) in [
        (0, "0 seconds"),
        (1, "1 second"),
        (61, "1 minute 1 second"),
        (3600, "1 hour"),
        (3605, "1 hour"),
        (90_061, "1 day 1 hour"),
        (i64::MAX, "106751991167300 days 15 hours"),
        (-5, "0 seconds"),
    ] {
        assert_eq!(judge::span(seconds), words);
    }
}
