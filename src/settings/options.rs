//! The options that every command understands, as given by hand.

use std::path::PathBuf;
use std::time::Duration;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal that has colours, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: bold, reverse and glyphs only.
    Never,
}

/// Common options (design.md 3). What is `None` or empty is discovered as DIRAC does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `--cfg FILE`, in the order given: the last wins, and all win over the discovered files.
    pub cfg: Vec<PathBuf>,
    /// `--server URL`: a configuration server, instead of those in the local cfg.
    pub server: Option<String>,
    /// `--master URL`: the configuration's master, which alone is written to.
    pub master: Option<String>,
    /// `--group G`: DIRAC group to ask for with a certificate that carries none.
    pub group: Option<String>,
    /// `--proxy FILE`.
    pub proxy: Option<PathBuf>,
    /// `--cert FILE`, with `--key FILE` or a key in the same file.
    pub cert: Option<PathBuf>,
    /// `--key FILE`.
    pub key: Option<PathBuf>,
    /// `--host-cert`: use this host's certificate.
    pub host_cert: bool,
    /// `--ca-dir DIR`.
    pub ca_dir: Option<PathBuf>,
    /// `--write`: changes are allowed.
    pub write: bool,
    /// `--timeout SECS`: longest wait for one answer.
    pub timeout: Duration,
    /// `--log FILE`: where to write down what happens.
    pub log: Option<PathBuf>,
    /// `--color WHEN`.
    pub color: ColorChoice,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cfg: Vec::new(),
            server: None,
            master: None,
            group: None,
            proxy: None,
            cert: None,
            key: None,
            host_cert: false,
            ca_dir: None,
            write: false,
            timeout: Duration::from_secs(30),
            log: None,
            color: ColorChoice::Auto,
        }
    }
}
