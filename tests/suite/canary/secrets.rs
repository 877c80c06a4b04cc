//! What must be found nowhere: the secrets of an embedded installation, and those that the tests plant by hand.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dirac_tokens::sandbox::Sandbox;
use dirac_tokens::sandbox::content::Content;

use super::search::Planted;

/// Names a file, outside of what is searched, to which secrets made during a run are noted: `tests/canary` sets it.
pub(super) const LEDGER: &str = "DIRAC_TOKENS_CANARY_LEDGER";

/// Notes secrets for the search after the whole run, if there will be one.
pub(super) fn note(secrets: &[Planted]) {
    let Some(ledger) = std::env::var_os(LEDGER) else { return };
    let mut lines = String::new();
    for secret in secrets {
        writeln!(lines, "{}\t{}", secret.name, STANDARD.encode(secret.value())).unwrap();
    }
    let file = fs::OpenOptions::new().append(true).create(true).open(ledger);
    file.and_then(|mut file| file.write_all(lines.as_bytes())).expect("the ledger can be written");
}

/// A line of the ledger.
pub(super) fn noted(line: &str) -> Planted {
    let (name, value) = line.split_once('\t').expect("a name and a secret");
    Planted::new(name, STANDARD.decode(value).expect("base64"))
}

/// The secrets of `sandbox`: what its clients prove themselves with, the tokens in its TokenDB, and the keys it wrote.
pub(super) fn of_sandbox(sandbox: &Sandbox, content: &Content) -> Vec<Planted> {
    let mut all = Vec::new();
    for spec in &content.issuers {
        for client in &spec.clients {
            let secret = client.secret.as_deref();
            let name = format!("the client secret of {} at {}", client.id, spec.provider);
            all.extend(secret.map(|secret| Planted::new(name, secret)));
        }
    }
    for (number, row) in content.stored.iter().enumerate() {
        let Some(issuer) = sandbox.issuers().named(&row.provider) else { continue };
        let name = |what: &str| format!("the {what} token of row {number} ({})", row.user);
        if let Some(token) = issuer.access_of(row).expect("it can be signed") {
            all.push(token_of(name("access"), token.expose()));
        }
        if let Some(token) = issuer.refresh_of(row).expect("it can be signed") {
            all.push(token_of(name("refresh"), token.expose()));
        }
    }
    all.extend(keys_below(&sandbox.description().directory));
    all
}

/// A token; of a JSON web token all but its header, which is the same in all of them and no secret.
pub(super) fn token_of(name: String, token: &str) -> Planted {
    let secret = match token.split_once('.') {
        Some((header, rest)) if header.starts_with("eyJ") => rest,
        _ => token,
    };
    Planted::new(name, secret)
}

/// The private keys in all files below `directory`.
pub(super) fn keys_below(directory: &Path) -> Vec<Planted> {
    let mut all = Vec::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a directory of ours can be listed");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else {
            let text =
                String::from_utf8_lossy(&fs::read(&path).expect("a file of ours")).into_owned();
            all.extend(keys_in(&format!("the key in {}", path.display()), &text));
        }
    }
    all
}

/// The private keys in a text, PEM.
pub(super) fn keys_in(name: &str, text: &str) -> Vec<Planted> {
    let blocks = text.split("-----BEGIN ").skip(1).filter_map(|block| {
        let (head, rest) = block.split_once("-----")?;
        let (body, _) = rest.split_once("-----END")?;
        // one that is encrypted is no secret by itself; its passphrase is
        let plain =
            head.ends_with("PRIVATE KEY") && !head.contains("ENCRYPTED") && !body.contains(':');
        plain.then(|| body.split_whitespace().collect::<String>())
    });
    let decoded = blocks.filter_map(|body| STANDARD.decode(body).ok());
    decoded.map(|der| Planted::new(name, private_part(&der))).collect()
}

/// The part of a key that is not public: the number of a key on a curve, which stands behind its version; of an RSA key what
/// stands behind the modulus, in the last half.
fn private_part(der: &[u8]) -> &[u8] {
    const NUMBER: [u8; 5] = [0x02, 0x01, 0x01, 0x04, 0x20];
    let at = der.windows(NUMBER.len()).position(|window| window == NUMBER);
    at.and_then(|at| der.get(at + NUMBER.len()..at + NUMBER.len() + 32))
        .unwrap_or(&der[der.len() / 2..])
}

#[test]
fn of_a_key_the_private_part_is_a_secret_and_of_a_token_not_its_header() {
    use dirac_tokens::sandbox::pki::{Authority, Period};
    let now = jiff::Timestamp::UNIX_EPOCH;
    let hour = jiff::SignedDuration::from_hours(1);
    let period = Period { begins: now, ends: now + hour };
    let ca = Authority::new("/DC=org/CN=CA", period).unwrap();
    let person = ca.person("/DC=org/CN=Ada", period).unwrap();
    let pem = person.key_pem();
    let keys = keys_in("key", pem.expose());
    let net = super::search::Net::new(&keys);
    assert!(!net.search("pem", pem.expose().as_bytes()).is_empty());
    assert_eq!(net.search("certificate", person.certificate_pem().as_bytes()), []);

    let net = super::search::Net::new(&[token_of(
        "t".into(),
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
    )]);
    assert_eq!(net.search("header", b"eyJhbGciOiJSUzI1NiJ9"), []);
    assert!(!net.search("rest", b"Bearer x.eyJzdWIiOiJhIn0.c2ln").is_empty());
}
