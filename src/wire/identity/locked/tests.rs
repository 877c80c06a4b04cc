use std::fs;

use ::pkcs8::der::Encode as _;
use ::pkcs8::pkcs5::EncryptionScheme;
use ::pkcs8::pkcs5::pbes2::{EncryptionScheme as Cipher, Parameters, Pbkdf2Params, ScryptParams};
use ::pkcs8::pkcs5::scrypt::Params;
use proptest::prelude::*;
use serde_json::Value;

use super::super::test_files::{TestFiles, now};
use super::super::{Candidate, Identity, Role, Source};
use super::*;
use crate::domain::x509::pem::{decode_for_tests, sections};

const VECTORS: &str = include_str!("../../../../tests/fixtures/keys/openssl.jsonl");

/// Keys as openssl wrote them.
fn vectors() -> impl Iterator<Item = Value> {
    VECTORS.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn vector(name: &str) -> Value {
    vectors().find(|row| row["name"] == name).unwrap()
}

fn read(text: &[u8]) -> Result<LockedKey, Refusal> {
    let found = sections(text);
    let key = found.iter().find(|section| section.label.ends_with("PRIVATE KEY")).unwrap();
    LockedKey::read(key, Path::new("key.pem"))
}

fn of(row: &Value) -> Result<LockedKey, Refusal> {
    read(row["text"].as_str().unwrap().as_bytes())
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// Opens a key, into a ring of its own.
fn open(key: &LockedKey, passphrase: &str) -> Result<Arc<dyn SigningKey>, Refusal> {
    let ring = Keyring::default();
    key.unlock(&secret(passphrase), &ring)?;
    Ok(ring.get(key).unwrap())
}

#[test]
fn what_openssl_wrote_opens_with_its_passphrase_and_is_the_same_key() {
    let mut opened = 0;
    for row in vectors() {
        let (name, passphrase) = (&row["name"], row["passphrase"].as_str().unwrap());
        let outcome = of(&row).and_then(|key| open(&key, passphrase));
        match row["expect"].as_str().unwrap() {
            "opens" => {
                let public = decode_for_tests(row["public"].as_str().unwrap());
                let key = outcome.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
                assert_eq!(key.public_key().unwrap().as_ref(), public, "{name}");
                opened += 1;
            }
            words => {
                let refusal = outcome.unwrap_err();
                let text = refusal.text(Path::new("key.pem"));
                assert!(text.contains(words) && !refusal.ask_again(), "{name}: {text}");
            }
        }
    }
    assert_eq!(opened, 22);
}

#[test]
fn a_wrong_passphrase_and_none_are_told_apart() {
    for row in vectors().filter(|row| row["expect"] == "opens") {
        let (name, right) = (&row["name"], row["passphrase"].as_str().unwrap());
        let key = of(&row).unwrap();
        let no_key = |passphrase: &str| open(&key, passphrase).map(|_| ()).unwrap_err();
        assert_eq!(no_key("made for tests onlY"), Refusal::Wrong, "{name}");
        if !right.is_empty() {
            assert_eq!(no_key(""), Refusal::Empty, "{name}");
            assert_eq!(no_key(&format!("{right} ")), Refusal::Wrong, "{name}");
        }
    }
    let text = Refusal::Empty.text(Path::new("/h/userkey.pem"));
    assert_eq!(text, "The passphrase was empty, and the private key in /h/userkey.pem has one.");
}

/// `ENCRYPTED PRIVATE KEY` of these parameters, around nothing.
fn under(scheme: Parameters) -> Result<pkcs8::Encrypted, Refusal> {
    let scheme = EncryptionScheme::from(scheme).to_der().unwrap();
    let body = [scheme.as_slice(), &[4, 16], &[0; 16]].concat();
    let der = [&[0x30, u8::try_from(body.len()).unwrap()], body.as_slice()].concat();
    assert!(body.len() < 128, "lengths of one octet");
    pkcs8::Encrypted::read(&der)
}

fn rounds(number: u32) -> Parameters {
    let kdf = Pbkdf2Params::hmac_sha256(number, &[1; 8]).unwrap();
    Parameters { kdf: kdf.into(), encryption: Cipher::Aes256Cbc { iv: [0; 16] } }
}

fn scrypt(log_n: u8, r: u32, p: u32) -> Parameters {
    let params = Params::new(log_n, r, p).unwrap();
    let kdf = ScryptParams::from_params_and_salt(params, &[1; 8]).unwrap();
    Parameters { kdf: kdf.into(), encryption: Cipher::Aes256Cbc { iv: [0; 16] } }
}

#[test]
fn what_would_take_minutes_or_gigabytes_is_refused_before_a_passphrase_is_tried() {
    for good in [rounds(1), rounds(600_000), rounds(10_000_000), scrypt(14, 8, 1), scrypt(18, 8, 1)]
    {
        assert!(under(good).is_ok());
    }
    for (scheme, words) in [
        (rounds(10_000_001), "10000001 rounds of PBKDF2"),
        (rounds(100_000_000), "takes minutes"),
        (scrypt(19, 8, 1), "512 MiB of memory; 256"),
        (scrypt(30, 8, 1), "of memory"),
        (scrypt(14, 8, 1_000), "asks for 1000 runs"),
    ] {
        let refusal = under(scheme).map(|_| ()).unwrap_err();
        assert!(matches!(refusal, Refusal::Unsupported(_)), "{refusal:?}");
        let text = refusal.text(Path::new("k"));
        assert!(text.contains(words), "{text}");
    }
    assert!(matches!(under(rounds(0)), Err(Refusal::Damaged(_))));
}

#[test]
fn headers_that_do_not_fit_are_told_as_damage() {
    let row = vector("old-rsa-aes128");
    let text = row["text"].as_str().unwrap();
    let info = text.lines().find(|line| line.starts_with("DEK-Info")).unwrap();
    let iv = info.split_once(',').unwrap().1;
    for (what, changed) in [
        ("no DEK-Info", text.replace(info, "X-Info: none")),
        ("no IV", text.replace(info, "DEK-Info: AES-128-CBC")),
        ("a short IV", text.replace(iv, &iv[2..])),
        ("half a byte", text.replace(iv, &iv[1..])),
        ("no digits", text.replace(iv, &format!("Z{}", &iv[1..]))),
        ("the IV of another cipher", text.replace("AES-128-CBC", "DES-EDE3-CBC")),
        ("half a block", text.replace("-----END", "AAAA\n-----END")),
        ("no base64", text.replace("-----END", "!!\n-----END")),
    ] {
        assert_ne!(changed, text, "{what}");
        let refusal = read(changed.as_bytes()).map(|_| ()).unwrap_err();
        assert!(matches!(refusal, Refusal::Damaged(_)), "{what}: {refusal:?}");
    }
    let cut = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assert!(matches!(read(cut), Err(Refusal::Damaged(_))));
}

#[test]
fn a_key_that_was_opened_is_not_asked_about_again_until_its_file_changes() {
    let files = TestFiles::new();
    let candidate = Candidate {
        role: Role::User,
        source: Source::Given,
        certificate: files.path("usercert.pem"),
        key: files.path("userkey-encrypted.pem"),
    };
    let ring = Keyring::default();
    let load = || Identity::load(&candidate, files.uid(), &ring, now()).unwrap();
    let waiting = load();
    assert!(!waiting.is_usable());
    let locked = waiting.locked().expect("it waits for its passphrase");
    assert_eq!(locked.file(), candidate.key);
    assert_eq!(locked.unlock(&secret("made for tests"), &ring), Err(Refusal::Wrong));
    assert!(load().locked().is_some());
    locked.unlock(&secret("made-for-tests"), &ring).unwrap();
    let open = load();
    assert!(open.is_usable() && open.locked().is_none() && open.certified_key().is_some());
    // the same key in another wrapping is another file
    fs::copy(files.path("userkey-encrypted-old.pem"), &candidate.key).unwrap();
    assert!(load().locked().is_some());
}

#[test]
fn a_key_of_somebody_else_is_told_when_it_was_opened() {
    let files = TestFiles::new();
    let row = vector("pbkdf2-aes-128-cbc");
    fs::write(files.path("foreign.pem"), row["text"].as_str().unwrap()).unwrap();
    let candidate = Candidate {
        role: Role::User,
        source: Source::Given,
        certificate: files.path("usercert.pem"),
        key: files.path("foreign.pem"),
    };
    let ring = Keyring::default();
    let load = || Identity::load(&candidate, files.uid(), &ring, now()).unwrap();
    let passphrase = secret(row["passphrase"].as_str().unwrap());
    load().locked().unwrap().unlock(&passphrase, &ring).unwrap();
    let identity = load();
    assert!(identity.locked().is_none() && !identity.is_usable());
    assert!(identity.judgements()[0].text.contains("does not belong to the certificate"));
}

#[test]
fn nothing_of_a_key_is_printed() {
    let key = of(&vector("old-rsa-aes128")).unwrap();
    let ring = Keyring::default();
    key.unlock(&secret("made for tests only"), &ring).unwrap();
    assert_eq!(
        format!("{key:?} {ring:?}"),
        "LockedKey { file: \"key.pem\", .. } Keyring([secret])"
    );
}

proptest! {
    #[test]
    fn no_damage_breaks_the_reader(name in 0_usize..27, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let row = vectors().nth(name).unwrap();
        let mut text = row["text"].as_str().unwrap().as_bytes().to_vec();
        let begin = text.windows(16).position(|w| w == b"PRIVATE KEY-----").unwrap() + 16;
        let end = text.len() - 40;
        text[begin + at.index(end - begin)] = byte;
        let old = text.windows(9).any(|window| window == b"Proc-Type");
        let found = sections(&text);
        if let Some(section) = found.iter().find(|s| s.label.ends_with("PRIVATE KEY"))
            && let Ok(key) = LockedKey::read(section, Path::new("key.pem"))
            && old
        {
            // a key under another passphrase than its own opens by no damage
            prop_assert!(open(&key, "another").is_err());
        }
    }

    #[test]
    fn any_headers_and_bytes_are_read_without_a_panic(info in ".{0,40}", data in prop::collection::vec(any::<u8>(), 0..80)) {
        let data = Zeroizing::new(data);
        if let Ok(key) = legacy::Encrypted::read("EC PRIVATE KEY", Some(&info), data.clone()) {
            let _ = key.open(b"x");
        }
        let _ = pkcs8::Encrypted::read(&data);
    }
}
