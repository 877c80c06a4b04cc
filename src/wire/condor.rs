//! HTCondor-CE, as far as it is looked at: whether its port answers, and what HTCondor's own tool says where it is installed.
//!
//! CEDAR, the protocol behind the port, is not spoken here (facts/ce-probe.md 6). `condor_ping` asks the harmless question: it
//! authenticates, is authorized or not, and executes nothing.

use std::ffi::OsStr;
use std::fs::File;
use std::future::Future;
use std::io::{self, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rustix::fs::{MemfdFlags, Mode};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::net::TcpStream;
use tokio::process::Command;

use super::error::{ErrorKind, Phase, WireError, shown};
use crate::domain::secret::Secret;

/// Names of the tool: that of the CE's own package first, which brings a configuration along.
const TOOLS: [&str; 2] = ["condor_ce_ping", "condor_ping"];
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the tool may take.
const TOOL: Duration = Duration::from_secs(30);
/// Bytes of the tool's words that are read.
const MOST_WORDS: u64 = 64 * 1024;

/// What can be asked of an HTCondor-CE. `ops` is generic over it.
pub trait Condor: Send + Sync {
    /// Whether somebody accepts connections at this port. Nothing is sent.
    fn port_answers(
        &self,
        host: &str,
        port: u16,
    ) -> impl Future<Output = Result<(), WireError>> + Send;

    /// What HTCondor's tool says of `token`; `None` where it is not installed.
    fn ping(
        &self,
        host: &str,
        token: &Secret<String>,
    ) -> impl Future<Output = Option<Result<Pinged, String>>> + Send;
}

/// What the tool said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinged {
    /// Whether the token was authorized, and mapped to somebody.
    pub authorized: bool,
    /// Its words, redacted.
    pub words: String,
}

/// Looks from this host.
#[derive(Clone, Debug, Default)]
pub struct LocalCondor {
    tool: Option<PathBuf>,
}

impl LocalCondor {
    /// With the tool that is found in the directories of `path`, as `PATH` has them.
    pub fn find(path: Option<&OsStr>) -> Self {
        let directories: Vec<PathBuf> =
            path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
        let mut tools =
            TOOLS.iter().flat_map(|tool| directories.iter().map(move |dir| dir.join(tool)));
        Self { tool: tools.find(|tool| tool.is_file()) }
    }
}

/// A token lent to a tool as a file that stands in no directory: whatever ends this program, nothing of it is left on a disk.
struct Lent(OwnedFd);

impl Lent {
    /// A child inherits the descriptor, and reads it under [`Lent::path`].
    fn new(token: &Secret<String>) -> io::Result<Self> {
        let lent = rustix::fs::memfd_create("token", MemfdFlags::empty())?;
        rustix::fs::fchmod(&lent, Mode::RUSR | Mode::WUSR)?;
        let mut file = File::from(lent);
        file.write_all(token.expose().as_bytes())?;
        Ok(Self(file.into()))
    }

    fn path(&self) -> String {
        format!("/proc/self/fd/{}", self.0.as_raw_fd())
    }
}

/// Reads what a tool says, as far as anybody would read it.
async fn heard(from: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut text = Vec::new();
    if let Some(from) = from {
        // what cannot be read was not said
        let _ = from.take(MOST_WORDS).read_to_end(&mut text).await;
    }
    text
}

impl Condor for LocalCondor {
    async fn port_answers(&self, host: &str, port: u16) -> Result<(), WireError> {
        let at = format!("{host}:{port}");
        match tokio::time::timeout(CONNECT, TcpStream::connect((host, port))).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                Err(WireError::new(ErrorKind::Unreachable { why: error.to_string() }, at))
            }
            Err(_) => {
                let kind = ErrorKind::Timeout { phase: Phase::Connect, after: CONNECT };
                Err(WireError::new(kind, at))
            }
        }
    }

    async fn ping(&self, host: &str, token: &Secret<String>) -> Option<Result<Pinged, String>> {
        let tool = self.tool.as_ref()?;
        let lent = match Lent::new(token) {
            Ok(lent) => lent,
            Err(error) => {
                return Some(Err(format!("no file for the token could be made: {error}.")));
            }
        };
        let child = Command::new(tool)
            .args(["-name", host, "-pool", &format!("{host}:9619"), "-verbose", "WRITE"])
            .env("_condor_SCITOKENS_FILE", lent.path())
            // nothing but the token may stand in for us
            .env("_condor_SEC_CLIENT_AUTHENTICATION_METHODS", "SCITOKENS")
            .env_remove("X509_USER_PROXY")
            .env_remove("BEARER_TOKEN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let asked = async {
            let mut child = child?;
            let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
            let (stdout, stderr) = tokio::join!(heard(stdout), heard(stderr));
            Ok((child.wait().await?, [stdout, stderr].concat()))
        };
        let answer = tokio::time::timeout(TOOL, asked).await;
        drop(lent);
        Some(match answer {
            Err(_) => Err(format!("the tool did not end in {} s.", TOOL.as_secs())),
            Ok(Err::<_, io::Error>(error)) => {
                Err(format!("the tool could not be started: {error}."))
            }
            Ok(Ok((status, text))) => said(status.success(), &String::from_utf8_lossy(&text)),
        })
    }
}

/// The verdict in the tool's words: its exit status counts, and so does what it says of whom it was mapped to. One that says
/// nothing of authorization, and did not fail, has not been asked what we asked.
fn said(success: bool, text: &str) -> Result<Pinged, String> {
    let line = |word: &str| {
        text.lines().map(str::trim).find(|line| line.to_ascii_lowercase().contains(word))
    };
    let verdict = line("authorized").map(str::to_ascii_uppercase);
    let granted = verdict.as_ref().is_some_and(|line| line.ends_with("TRUE"));
    if success && verdict.is_none() {
        return Err("the tool did not say whether the token was authorized.".to_owned());
    }
    let unmapped = text.to_ascii_lowercase().contains("unmapped");
    let told: Vec<&str> = ["remote mapping", "authorized", "fail", "error"]
        .into_iter()
        .filter_map(line)
        .fold(Vec::new(), |mut told, line| {
            if !told.contains(&line) {
                told.push(line);
            }
            told
        });
    let words = if told.is_empty() { "it said no more.".to_owned() } else { told.join("; ") };
    Ok(Pinged { authorized: success && granted && !unmapped, words: shown(&words) })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_somebody_authorized_and_mapped_is_let_in() {
        let judged = |success, text: &str| said(success, text).unwrap().authorized;
        assert!(said(true, "").is_err() && said(true, "done").is_err(), "it says nothing of it");
        assert!(judged(true, "Remote Mapping: pilot@ce\nAuthorized: TRUE"));
        assert!(!judged(false, "Remote Mapping: pilot@ce\nAuthorized: TRUE"));
        assert!(!judged(true, "Remote Mapping: pilot@ce\nAuthorized: FALSE"));
        assert!(!judged(true, "Remote Mapping: unmapped@unmapped\nAuthorized: TRUE"));
        assert!(!judged(false, ""));
        let hostile = said(false, "ERROR: \u{1b}]0;x\u{7} \u{202e}").unwrap();
        assert!(!hostile.words.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", hostile.words);
    }

    #[tokio::test]
    async fn the_token_is_read_from_a_file_that_stands_in_no_directory() {
        let dir = tempfile::tempdir().unwrap();
        let tool = dir.path().join("condor_ping");
        let script = "#!/bin/sh\n\
            [ \"$(stat -L -c %a \"$_condor_SCITOKENS_FILE\")\" = 600 ] || exit 3\n\
            [ \"$_condor_SEC_CLIENT_AUTHENTICATION_METHODS\" = SCITOKENS ] || exit 4\n\
            case \"$*\" in *token*) exit 5;; esac\n\
            echo \"Remote Mapping: $(cat \"$_condor_SCITOKENS_FILE\" | wc -c)@ce\"; echo 'Authorized: TRUE'\n";
        std::fs::write(&tool, script).unwrap();
        std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
        let condor = LocalCondor::find(Some(dir.path().as_os_str()));
        let token = Secret::new("a-token-of-20-bytes.".to_owned());
        let pinged = condor.ping("ce.example", &token).await.unwrap().unwrap();
        assert_eq!(pinged.words, "Remote Mapping: 20@ce; Authorized: TRUE");
        assert!(pinged.authorized);
        let empty = tempfile::tempdir().unwrap();
        let none = LocalCondor::find(Some(empty.path().as_os_str()));
        assert!(none.ping("ce.example", &token).await.is_none());
        assert!(LocalCondor::find(None).tool.is_none());
    }
}
