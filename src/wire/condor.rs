//! HTCondor-CE, as far as it is looked at: whether its port answers, and what HTCondor's own tool says where it is installed.
//!
//! CEDAR, the protocol behind the port, is not spoken here (facts/ce-probe.md 6). `condor_ping` asks the harmless question: it
//! authenticates, is authorized or not, and executes nothing.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::future::Future;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::Command;

use super::error::{ErrorKind, Phase, WireError, shown};
use crate::domain::secret::{Fingerprint, Secret};

/// Names of the tool: that of the CE's own package first, which brings a configuration along.
const TOOLS: [&str; 2] = ["condor_ce_ping", "condor_ping"];
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the tool may take.
const TOOL: Duration = Duration::from_secs(30);

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
    room: PathBuf,
}

impl LocalCondor {
    /// With the tool that is found in the directories of `path` (as `PATH` has them), and `room` for the file of a token while
    /// the tool reads it.
    pub fn find(path: Option<&OsStr>, room: PathBuf) -> Self {
        let directories: Vec<PathBuf> =
            path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
        let mut tools =
            TOOLS.iter().flat_map(|tool| directories.iter().map(move |dir| dir.join(tool)));
        Self { tool: tools.find(|tool| tool.is_file()), room }
    }
}

/// A file with a token, for us alone, that goes when this goes.
struct Lent(PathBuf);

impl Lent {
    fn new(room: &Path, token: &Secret<String>) -> io::Result<Self> {
        let text = token.expose().as_bytes();
        let name = Fingerprint::of(text).to_string().replace(':', "-");
        let path = room.join(format!(".dirac-tokens-{}-{name}", std::process::id()));
        // whoever put something there before us is not written to
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let lent = Self(path);
        file.write_all(text)?;
        Ok(lent)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // emptied first: the name may be kept by a snapshot of the directory
        drop(File::create(&self.0));
        drop(std::fs::remove_file(&self.0));
    }
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
        let lent = match Lent::new(&self.room, token) {
            Ok(lent) => lent,
            Err(error) => {
                return Some(Err(format!("no file for the token could be made: {error}.")));
            }
        };
        let asked = Command::new(tool)
            .args(["-name", host, "-pool", &format!("{host}:9619"), "-verbose", "WRITE"])
            .env("_condor_SCITOKENS_FILE", &lent.0)
            // nothing but the token may stand in for us
            .env("_condor_SEC_CLIENT_AUTHENTICATION_METHODS", "SCITOKENS")
            .env_remove("X509_USER_PROXY")
            .env_remove("BEARER_TOKEN")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let answer = tokio::time::timeout(TOOL, asked).await;
        drop(lent);
        Some(match answer {
            Err(_) => Err(format!("the tool did not end in {} s.", TOOL.as_secs())),
            Ok(Err(error)) => Err(format!("the tool could not be started: {error}.")),
            Ok(Ok(output)) => {
                let text = [output.stdout, output.stderr].concat();
                Ok(said(output.status.success(), &String::from_utf8_lossy(&text)))
            }
        })
    }
}

/// The verdict in the tool's words: its exit status counts, and so does what it says of whom it was mapped to.
fn said(success: bool, text: &str) -> Pinged {
    let line = |word: &str| {
        text.lines().map(str::trim).find(|line| line.to_ascii_lowercase().contains(word))
    };
    let refused =
        line("authorized").is_some_and(|line| line.to_ascii_uppercase().ends_with("FALSE"));
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
    Pinged { authorized: success && !refused && !unmapped, words: shown(&words) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_somebody_authorized_and_mapped_is_let_in() {
        let judged = |success, text: &str| said(success, text).authorized;
        assert!(judged(true, "Remote Mapping: pilot@ce\nAuthorized: TRUE"));
        assert!(!judged(false, "Remote Mapping: pilot@ce\nAuthorized: TRUE"));
        assert!(!judged(true, "Remote Mapping: pilot@ce\nAuthorized: FALSE"));
        assert!(!judged(true, "Remote Mapping: unmapped@unmapped\nAuthorized: TRUE"));
        assert!(!judged(false, ""));
        let hostile = said(false, "ERROR: \u{1b}]0;x\u{7} \u{202e}");
        assert!(!hostile.words.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", hostile.words);
    }

    #[tokio::test]
    async fn the_token_is_read_from_a_file_of_ours_that_is_gone_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let tool = dir.path().join("condor_ping");
        let script = "#!/bin/sh\n\
            [ \"$(stat -c %a \"$_condor_SCITOKENS_FILE\")\" = 600 ] || exit 3\n\
            [ \"$_condor_SEC_CLIENT_AUTHENTICATION_METHODS\" = SCITOKENS ] || exit 4\n\
            case \"$*\" in *token*) exit 5;; esac\n\
            echo \"Remote Mapping: $(cat \"$_condor_SCITOKENS_FILE\" | wc -c)@ce\"; echo 'Authorized: TRUE'\n";
        std::fs::write(&tool, script).unwrap();
        std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
        let room = tempfile::tempdir().unwrap();
        let condor = LocalCondor::find(Some(dir.path().as_os_str()), room.path().to_owned());
        let token = Secret::new("a-token-of-20-bytes.".to_owned());
        let pinged = condor.ping("ce.example", &token).await.unwrap().unwrap();
        assert_eq!(pinged.words, "Remote Mapping: 20@ce; Authorized: TRUE");
        assert!(pinged.authorized);
        assert_eq!(std::fs::read_dir(room.path()).unwrap().count(), 0);
        let none = LocalCondor::find(Some(room.path().as_os_str()), room.path().to_owned());
        assert!(none.ping("ce.example", &token).await.is_none());
        assert!(LocalCondor::find(None, room.path().to_owned()).tool.is_none());
    }
}
