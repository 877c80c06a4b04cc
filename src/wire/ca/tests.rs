//! A CA directory with everything that was ever found in one.

use std::os::unix::fs::symlink;

use super::*;
use crate::wire::identity::Given;
use crate::wire::identity::test_files::{TestFiles, now};

fn loaded() -> (TestFiles, Roots) {
    let files = TestFiles::new();
    let dir = files.path("certificates");
    symlink("Test-CA.pem", dir.join("1a2b3c4d.0")).unwrap();
    symlink("Test-CA.pem", dir.join("link.pem")).unwrap();
    symlink("gone.pem", dir.join("deadbeef.0")).unwrap();
    symlink("loop.pem", dir.join("loop.pem")).unwrap();
    fs::create_dir(dir.join("directory.pem")).unwrap();
    let roots = Roots::load(&dir, now()).unwrap();
    (files, roots)
}

fn note<'a>(roots: &'a Roots, file: &str) -> Option<&'a CaNote> {
    roots.notes().iter().find(|note| note.file.ends_with(file))
}

#[test]
fn every_ca_is_loaded_once_whatever_its_form_and_signature() {
    let (_files, roots) = loaded();
    // Test CA, two DER files, three of the bundle, MD5, SHA-1, version 1, short key
    assert_eq!(roots.count(), 10, "{:#?}", roots.notes());
}

#[test]
fn what_gives_no_ca_is_named_with_its_subject_and_reason() {
    let (_files, roots) = loaded();
    for (file, subject, severity, reason) in [
        ("expired.pem", Some("/CN=Expired CA"), Severity::Info, "expired on 2026-01-02T00:00:00Z"),
        (
            "hostcert.pem",
            Some("/CN=stray.example.org"),
            Severity::Info,
            "is not the certificate of a CA",
        ),
        (
            "short-key.pem",
            Some("/CN=Short key"),
            Severity::Warning,
            "has a key (RSA 1024 bit) that is not",
        ),
        (
            "broken-constraints.pem",
            Some("/CN=Broken constraints"),
            Severity::Warning,
            "is refused by the TLS library",
        ),
        ("crl.pem", None, Severity::Info, "holds only a revocation list"),
        ("empty.pem", None, Severity::Info, "is empty"),
        ("noise.pem", None, Severity::Info, "holds no certificate"),
        ("damaged.pem", None, Severity::Warning, "is damaged in the section of line 1"),
        (
            "no-certificate.pem",
            None,
            Severity::Warning,
            "cannot be used: this is not a certificate",
        ),
        ("deadbeef.0", None, Severity::Info, "is a link that leads nowhere"),
        ("loop.pem", None, Severity::Info, "is a link that leads nowhere"),
    ] {
        let note = note(&roots, file).unwrap_or_else(|| panic!("{file}: {:#?}", roots.notes()));
        assert_eq!(note.subject.as_deref(), subject, "{file}");
        assert_eq!(note.severity, severity, "{file}");
        assert!(note.reason.starts_with(reason), "{file}: {}", note.reason);
    }
    assert_eq!(roots.notes().len(), 11, "{:#?}", roots.notes());
}

#[test]
fn a_bundle_file_serves_as_well_as_a_directory() {
    let files = TestFiles::new();
    assert_eq!(Roots::load(&files.path("certificates/bundle.crt"), now()).unwrap().count(), 4);
}

#[test]
fn a_directory_without_a_ca_is_an_error_that_says_what_to_do() {
    let files = TestFiles::new();
    fs::create_dir(files.path("none")).unwrap();
    fs::copy(files.path("usercert.pem"), files.path("none/usercert.pem")).unwrap();
    let says = |error: CaError, words: [&str; 2]| {
        let said = error.to_string();
        assert!(words.iter().all(|word| said.contains(word)) && said.ends_with('.'), "{said}");
        assert!(error.remedy().contains("--ca-dir"), "{}", error.remedy());
    };
    let none = Roots::load(&files.path("none"), now()).unwrap_err();
    says(none, ["none holds no CA certificate that can be used", "but 1 that cannot"]);
    let gone = Roots::load(&files.path("gone"), now()).unwrap_err();
    says(gone, ["gone cannot be read", "No such file"]);
    let nowhere = Roots::discover(&files.nowhere(), now()).unwrap_err();
    says(nowhere, ["Looked for", "system/certificates"]);
}

#[test]
fn an_identity_of_an_unknown_ca_is_told_before_connecting() {
    let (files, roots) = loaded();
    let identity = files.load("proxy").unwrap();
    assert_eq!(roots.judge(&identity), None);
    let others = files.path("others.pem");
    fs::copy(files.path("certificates/version1.pem"), &others).unwrap();
    let told = Roots::load(&others, now()).unwrap().judge(&identity).unwrap();
    assert!(told.text.contains("/DC=org/DC=made-for-tests/CN=Test CA"), "{}", told.text);
    assert_eq!(told.severity, Severity::Warning);
}

#[test]
fn only_names_that_hold_certificates_are_looked_at() {
    for name in ["a.pem", "A.PEM", "a.crt", "a.cer", "a.der", "0a1b2c3d.0", "0a1b2c3d.12"] {
        assert!(may_hold_a_ca(OsStr::new(name)), "{name}");
    }
    for name in [
        "0a1b2c3d.r0",
        "a.signing_policy",
        "a.namespaces",
        "a.info",
        "a.crl_url",
        "0a1b2c3.0",
        "a",
        ".0",
    ] {
        assert!(!may_hold_a_ca(OsStr::new(name)), "{name}");
    }
}

#[test]
fn issuers_are_checked_against_the_public_cas_of_the_host_and_those_of_the_grid() {
    let (files, grid) = loaded();
    let bundle = files.path("certificates/version1.pem");
    let other = files.path("public/other.pem");
    fs::create_dir_all(files.path("public")).unwrap();
    fs::copy(files.path("certificates/Test-CA.pem"), &other).unwrap();
    let count = |places: &Places| Roots::for_issuers(places, now()).map(|roots| roots.count()).ok();
    let nowhere = files.nowhere();
    assert_eq!(count(&nowhere), None);
    let said = Roots::for_issuers(&nowhere, now()).unwrap_err();
    assert!(said.to_string().contains("system/certificates"), "{said}");
    // the first bundle that exists, and no other
    let public_bundles = vec![files.path("gone.crt"), bundle.clone(), other.clone()];
    let system = Places { public_bundles, ..nowhere.clone() };
    assert_eq!(count(&system), Some(1));
    // the grid's come on top
    let given = Given { ca_dir: Some(files.path("certificates")), ..Given::default() };
    let both = Places { given, public_bundles: vec![bundle.clone()], ..nowhere.clone() };
    assert_eq!(count(&both), Some(grid.count()), "it is one of the grid's too");
    // what was named by hand has to be there
    let given = Given { ca_dir: Some(files.path("gone")), ..Given::default() };
    let gone = Places { given, ..system.clone() };
    let said = Roots::for_issuers(&gone, now()).unwrap_err().to_string();
    assert!(said.contains("gone cannot be read"), "{said}");
    // variables name others instead of the system's, and DIRAC's own is added
    let env = |pairs: &[(&str, &std::path::Path)]| {
        let pairs = pairs.iter().map(|(name, path)| ((*name).to_owned(), path.as_os_str().into()));
        Places { env: pairs.collect(), ..system.clone() }
    };
    assert_eq!(count(&env(&[("SSL_CERT_FILE", &other)])), Some(1));
    assert_eq!(count(&env(&[("SSL_CERT_DIR", &files.path("public"))])), Some(1));
    assert_eq!(count(&env(&[("REQUESTS_CA_BUNDLE", &other)])), Some(2));
    assert_eq!(count(&env(&[("SSL_CERT_FILE", &files.path("gone.crt"))])), None);
}
