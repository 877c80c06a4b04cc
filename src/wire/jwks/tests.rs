use aws_lc_rs::encoding::PublicKeyX509Der;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaKeyPair,
};
use serde_json::json;

use super::*;
use crate::domain::jwt::{State, judge, read};

fn set(keys: &serde_json::Value) -> KeySet {
    KeySet::read(keys.to_string().as_bytes()).expect("a set")
}

fn encode(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

/// Whether the only key of the set made the signature.
fn made(keys: &KeySet, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    keys.keys[0].made(algorithm, Signed { message, signature })
}

#[test]
fn the_examples_of_the_rfcs_hold() {
    // RFC 7515 A.3 and RFC 8037 A.4
    for (key, algorithm, message, signature) in [
        (
            json!({"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}),
            Algorithm::Es256,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        ),
        (
            json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}),
            Algorithm::Ed25519,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        ),
    ] {
        let keys = set(&key);
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert!(made(&keys, algorithm, message.as_bytes(), &signature), "{key}");
        assert!(!made(&keys, algorithm, &message.as_bytes()[1..], &signature), "{key}");
        assert!(!made(&keys, algorithm, message.as_bytes(), &signature[1..]), "{key}");
        assert!(!made(&keys, algorithm, message.as_bytes(), b""), "{key}");
    }
}

/// A key made for this run, as a JWK without `kid`, and what signs with it.
type Signer = Box<dyn Fn(&str, &[u8]) -> Vec<u8>>;

fn rsa_key(size: KeySize) -> (serde_json::Value, Signer) {
    let pair = RsaKeyPair::generate(size).unwrap();
    let public = pair.public_key();
    let jwk = json!({
        "kty": "RSA",
        "n": encode(public.modulus().big_endian_without_leading_zero()),
        "e": encode(public.exponent().big_endian_without_leading_zero()),
    });
    let sign = move |alg: &str, message: &[u8]| {
        let padding: &'static dyn aws_lc_rs::signature::RsaEncoding = match alg {
            "RS256" => &RSA_PKCS1_SHA256,
            "RS384" => &RSA_PKCS1_SHA384,
            "RS512" => &RSA_PKCS1_SHA512,
            "PS256" => &RSA_PSS_SHA256,
            "PS384" => &RSA_PSS_SHA384,
            _ => &RSA_PSS_SHA512,
        };
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(padding, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    };
    (jwk, Box::new(sign))
}

fn ec_key(curve: &str) -> (serde_json::Value, Signer) {
    let (algorithm, size) = match curve {
        "P-256" => (&ECDSA_P256_SHA256_FIXED_SIGNING, 32),
        "P-384" => (&ECDSA_P384_SHA384_FIXED_SIGNING, 48),
        _ => (&ECDSA_P521_SHA512_FIXED_SIGNING, 66),
    };
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let point = pair.public_key().as_ref();
    let (x, y) = (&point[1..=size], &point[1 + size..]);
    let jwk = json!({"kty": "EC", "crv": curve, "x": encode(x), "y": encode(y)});
    let sign = move |_: &str, message: &[u8]| {
        pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
    };
    (jwk, Box::new(sign))
}

fn ed_key() -> (serde_json::Value, Signer) {
    let pair = Ed25519KeyPair::generate().unwrap();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": encode(pair.public_key())});
    (jwk, Box::new(move |_, message| pair.sign(message).as_ref().to_vec()))
}

#[test]
fn every_algorithm_takes_its_own_signature_and_no_other() {
    let signers = [
        (rsa_key(KeySize::Rsa2048), &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"][..]),
        (ec_key("P-256"), &["ES256"]),
        (ec_key("P-384"), &["ES384"]),
        (ec_key("P-521"), &["ES512"]),
        (ed_key(), &["EdDSA", "Ed25519"]),
    ];
    let every: Vec<&str> = signers.iter().flat_map(|(_, algs)| algs.iter().copied()).collect();
    for ((jwk, sign), algs) in &signers {
        let keys = set(&json!({"keys": [jwk]}));
        for alg in *algs {
            for said in &every {
                let header = encode(json!({"alg": said}).to_string());
                let message = format!("{header}.{}", encode("{}"));
                let token = format!("{message}.{}", encode(sign(alg, message.as_bytes())));
                let state = judge(&read(token.as_bytes()), Some(&keys.keys)).state;
                let same = Algorithm::of(alg) == Algorithm::of(said);
                let expected = match (same, algs.contains(said)) {
                    (true, _) => State::Valid,
                    (false, true) => State::Invalid,
                    (false, false) => State::Unverifiable,
                };
                assert_eq!(state, expected, "made by {alg}, says {said}");
            }
        }
    }
}

#[test]
fn coordinates_may_lack_or_have_zeros_in_front() {
    // a coordinate that begins with a zero octet comes once in 256 keys
    let found = std::iter::repeat_with(|| ec_key("P-256")).find(|(jwk, _)| {
        jwk["x"].as_str().is_some_and(|x| URL_SAFE_NO_PAD.decode(x).unwrap()[0] == 0)
    });
    let (jwk, sign) = found.expect("endless");
    let full = URL_SAFE_NO_PAD.decode(jwk["x"].as_str().unwrap()).unwrap();
    for x in [encode(&full), encode(&full[1..])] {
        let mut key = jwk.clone();
        key["x"] = json!(x);
        assert!(made(&set(&key), Algorithm::Es256, b"m", &sign("ES256", b"m")));
    }
}

#[test]
fn the_size_of_an_rsa_key_is_that_of_its_modulus() {
    for size in [KeySize::Rsa2048, KeySize::Rsa4096] {
        let (jwk, _) = rsa_key(size);
        let keys = set(&jwk);
        assert_eq!(keys.keys[0].facts().bits, size.len() * 8);
        assert!(keys.keys[0].facts().usable);
    }
    assert_eq!(bits(&[1]), 1);
    assert_eq!(bits(&[0x7f, 0, 0]), 23);
    assert_eq!(bits(&[]), 0);
}

#[test]
fn an_rsa_key_is_written_as_the_library_writes_it() {
    use aws_lc_rs::encoding::AsDer as _;
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let public = pair.public_key();
    let own = rsa(
        public.modulus().big_endian_without_leading_zero(),
        public.exponent().big_endian_without_leading_zero(),
    );
    assert_eq!(own, public.as_ref());
    let whole: PublicKeyX509Der<'_> = public.as_der().unwrap();
    assert!(whole.as_ref().ends_with(&own));
}

#[test]
fn a_key_that_is_not_understood_does_not_spoil_the_set() {
    let keys = set(&json!({"keys": [
        {"kty": "XX", "kid": "new"},
        {"kty": "EC", "crv": "secp256k1", "kid": "curve"},
        {"kty": "EC", "crv": "P-256", "kid": "half", "x": "AAAA"},
        {"kty": "EC", "crv": "P-256", "kid": "off", "x": encode([1; 32]), "y": encode([1; 32])},
        {"kty": "EC", "crv": "P-256", "kid": "long", "x": encode([1; 33]), "y": encode([1; 32])},
        {"kty": "RSA", "kid": "even", "n": encode([0xaa; 256]), "e": "AQAB"},
        {"kty": "RSA", "kid": "bad", "n": "*", "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519", "kid": "short", "x": "AAAA"},
        {"kty": 7},
        "none",
        {"kid": "bare"},
    ]}));
    let kids: Vec<Option<&str>> = keys.keys.iter().map(|key| key.facts().kid.as_deref()).collect();
    let names = ["new", "curve", "half", "off", "long", "even", "bad", "short", "bare"];
    assert_eq!(kids, names.map(Some));
    for key in &keys.keys {
        assert!(!key.facts().usable, "{key:?}");
    }
}

#[test]
fn use_and_operations_say_what_a_key_is_for() {
    let (jwk, _) = ed_key();
    for (purpose, ops, may) in [
        (json!(null), json!(null), true),
        (json!("sig"), json!(["verify"]), true),
        (json!("sig"), json!(["sign"]), false),
        (json!("enc"), json!(null), false),
        (json!(null), json!([]), false),
    ] {
        let mut key = jwk.clone();
        key["use"] = purpose;
        key["key_ops"] = ops;
        assert_eq!(set(&key).keys[0].facts().may_verify, may, "{key}");
    }
}

#[test]
fn what_is_no_set_is_told() {
    for (text, error) in [
        ("", NotKeys::NotJson),
        ("{", NotKeys::NotJson),
        ("\u{0}", NotKeys::NotJson),
        ("[]", NotKeys::NoKeys),
        ("{}", NotKeys::NoKeys),
        ("{\"keys\":7}", NotKeys::NoKeys),
        ("{\"jwks_uri\":\"https://x\"}", NotKeys::NoKeys),
    ] {
        assert_eq!(KeySet::read(text.as_bytes()).expect_err(text), error, "{text}");
    }
    assert_eq!(KeySet::read(b"\xff").expect_err("no text"), NotKeys::NotJson);
    assert!(KeySet::read(b"{\"keys\":[]}").expect("empty").keys.is_empty());
}
