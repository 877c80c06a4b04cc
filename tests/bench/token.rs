//! How fast tokens are read and their signatures checked, as ratios to others at the same work in the same run.
//!
//! `tests/bench/token` runs it with everything it compares with; `cargo bench --bench token` alone leaves out node's jose. It
//! prints criterion's figures and then the verdicts, and fails if one is beyond its limit. Only CPU time is judged, medians
//! of works done in turn, so that a busy machine does not decide.

use std::error::Error;
use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use criterion::{Criterion, Throughput};
use dirac_tokens::domain::jwt::{self, State};
use dirac_tokens::wire::jwks::KeySet;

#[path = "../support/cost.rs"]
mod cost;

use cost::{cost, in_turn, median};

/// Tokens in a round.
const TOKENS: usize = 300;

/// A signed token, whole and in the parts that a bare call takes.
struct Made {
    text: String,
    signature: Vec<u8>,
}

impl Made {
    fn message(&self) -> &[u8] {
        self.text.rsplit_once('.').map_or(&[], |(message, _)| message.as_bytes())
    }
}

/// Tokens as INDIGO IAM issues them in the WLCG profile, each its own, with the key that they were signed with.
struct Issued {
    tokens: Vec<Made>,
    keys: KeySet,
    bare: ParsedPublicKey,
}

fn issue() -> Result<Issued, Box<dyn Error>> {
    let pair = KeyPair::generate(KeySize::Rsa2048)?;
    let public = pair.public_key();
    let modulus = public.modulus();
    let n = URL_SAFE_NO_PAD.encode(modulus.big_endian_without_leading_zero());
    let jwks = format!(
        r#"{{"keys":[{{"kty":"RSA","kid":"rsa1","alg":"RS256","use":"sig","e":"AQAB","n":"{n}"}}]}}"#
    );
    let header = URL_SAFE_NO_PAD.encode(r#"{"kid":"rsa1","alg":"RS256"}"#);
    let random = SystemRandom::new();
    let tokens = (0..TOKENS)
        .map(|number| {
            let claims = format!(
                r#"{{"wlcg.ver":"1.0","sub":"a1b98335-9649-4fb0-961d-{number:012x}","aud":"https://wlcg.cern.ch/jwt/v1/any","nbf":1795000000,"scope":"openid profile offline_access eduperson_entitlement wlcg.groups:/wlcg/pilot compute.create compute.read compute.cancel compute.modify","iss":"https://iam.example.org/","exp":4000000000,"iat":1795000000,"jti":"0c2b7a34-5d11-4f3e-8a0d-{number:012x}","client_id":"{number:016x}","wlcg.groups":["/wlcg","/wlcg/pilot"]}}"#
            );
            let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature)?;
            let text = format!("{message}.{}", URL_SAFE_NO_PAD.encode(&signature));
            Ok(Made { text, signature })
        })
        .collect::<Result<_, aws_lc_rs::error::Unspecified>>()?;
    let keys = KeySet::read(jwks.as_bytes())?;
    let bare = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public.as_ref())?;
    Ok(Issued { tokens, keys, bare })
}

/// Every token read: header and claims with all their members.
fn read_all(tokens: &[Made]) -> usize {
    tokens.iter().filter(|made| jwt::read(made.text.as_bytes()).parse == jwt::Parse::Ok).count()
}

/// The least that reading can be: three parts, base64, two JSON values.
fn plainly(tokens: &[Made]) -> usize {
    let value = |part: &str| {
        let octets = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<serde_json::Value>(&octets).ok()
    };
    let whole = |made: &&Made| {
        let mut parts = made.text.split('.');
        let read = (parts.next().and_then(value), parts.next().and_then(value));
        matches!(black_box(read), (Some(_), Some(_)))
    };
    tokens.iter().filter(whole).count()
}

/// Every token read and its signature judged, as `token inspect` does it.
fn judge_all(issued: &Issued) -> usize {
    let genuine = |made: &&Made| {
        let token = jwt::read(made.text.as_bytes());
        jwt::judge(&token, Some(&issued.keys.keys)).state == State::Valid
    };
    issued.tokens.iter().filter(genuine).count()
}

/// The library's call alone, on parts that are at hand.
fn bare_all(issued: &Issued) -> usize {
    let genuine = |made: &&Made| issued.bare.verify_sig(made.message(), &made.signature).is_ok();
    issued.tokens.iter().filter(genuine).count()
}

/// How often we are done while the other is once.
fn verdict(what: &str, ratio: f64, of: &str, limit: f64) -> bool {
    let good = ratio >= limit;
    let word = if good { "" } else { ": below the limit" };
    let _ = writeln!(stdout(), "token {what}: {ratio:.2}x {of} (limit at least {limit}x){word}");
    good
}

/// CPU time that node's jose takes to decode the tokens of `file`, once its compiler has seen them often enough.
fn jose(modules: &Path, file: &Path) -> Result<Duration, Box<dyn Error>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/jose.mjs");
    let done = Command::new("node").arg(script).arg(modules).arg(file).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    let nanoseconds: f64 = String::from_utf8(done.stdout)?.trim().parse()?;
    Ok(Duration::from_secs_f64(nanoseconds * 1e-9))
}

fn against_jose(issued: &Issued, modules: &Path) -> Result<bool, Box<dyn Error>> {
    let mut file = tempfile::NamedTempFile::new()?;
    for made in &issued.tokens {
        writeln!(file, "{}", made.text)?;
    }
    let (mut ours, mut its) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        its.push(jose(modules, file.path())?);
        ours.push(cost(|| read_all(&issued.tokens)));
    }
    Ok(verdict("decode", median(its) / median(ours), "node's jose", 1.5))
}

fn main() -> ExitCode {
    let issued = match issue() {
        Ok(issued) => issued,
        Err(error) => {
            let _ = writeln!(stdout(), "no tokens could be made: {error}");
            return ExitCode::FAILURE;
        }
    };
    let tokens = &issued.tokens;
    let counts = [read_all(tokens), plainly(tokens), judge_all(&issued), bare_all(&issued)];
    if counts != [TOKENS; 4] {
        let _ = writeln!(stdout(), "not the same work: {counts:?} of {TOKENS} tokens");
        return ExitCode::FAILURE;
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("300 tokens");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(500));
    group.throughput(Throughput::Elements(TOKENS as u64));
    group.bench_function("read", |b| b.iter(|| read_all(tokens)));
    group.bench_function("split, base64 and serde_json alone", |b| b.iter(|| plainly(tokens)));
    group.bench_function("read and verify RS256", |b| b.iter(|| judge_all(&issued)));
    group.bench_function("the bare RS256 call", |b| b.iter(|| bare_all(&issued)));
    group.finish();
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return ExitCode::SUCCESS;
    }
    criterion.final_summary();

    let (ours, bare) = in_turn(31, || judge_all(&issued), || bare_all(&issued));
    let mut good = verdict("read and RS256 verify", bare / ours, "the bare call", 0.85);
    match std::env::var_os("JOSE").map(PathBuf::from) {
        Some(modules) => match against_jose(&issued, &modules) {
            Ok(enough) => good &= enough,
            Err(error) => {
                good = false;
                let _ = writeln!(stdout(), "node's jose could not be asked: {error}");
            }
        },
        None => {
            let _ =
                writeln!(stdout(), "not compared with node's jose: tests/bench/token does that");
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
