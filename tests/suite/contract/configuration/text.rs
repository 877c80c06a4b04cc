//! The text of a configuration as it is fetched and committed.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dirac_tokens::domain::cs;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};

use super::super::backend::Persona::{self, Admin, User};
use super::super::bench::{At, Bench};

const VERSION_PATH: &str = "/DIRAC/Configuration/Version";

/// The text of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(pub String);

impl Text {
    /// The text that a server serves now.
    pub async fn fetch(bench: &Bench<'_>, at: At) -> Result<Self, String> {
        let data = bench.call(User, at, "getCompressedData", json!([])).await?;
        Self::unpack(data.as_str().ok_or("no text")?)
    }

    /// Base64 of zlib.
    pub fn unpack(data: &str) -> Result<Self, String> {
        let packed = STANDARD.decode(data).map_err(|e| e.to_string())?;
        let mut text = String::new();
        ZlibDecoder::new(packed.as_slice()).read_to_string(&mut text).map_err(|e| e.to_string())?;
        Ok(Self(text))
    }

    /// The same backwards.
    pub fn pack(&self) -> String {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(self.0.as_bytes()).expect("memory");
        STANDARD.encode(encoder.finish().expect("memory"))
    }

    /// Commits it as it is.
    pub async fn commit(&self, bench: &Bench<'_>, who: Persona, at: At) -> Result<Value, String> {
        bench.call(who, at, "commitNewData", json!([self.pack()])).await
    }

    /// The value of an option.
    pub fn value(&self, path: &str) -> Result<String, String> {
        let tree = cs::parse(self.0.as_str()).map_err(|e| e.to_string())?;
        tree.value(path).map(std::borrow::Cow::into_owned).ok_or_else(|| format!("no {path}"))
    }

    /// The version that it bears.
    pub fn version(&self) -> Result<String, String> {
        self.value(VERSION_PATH)
    }

    /// The same with the line of an option replaced.
    pub fn with_line(&self, path: &str, line: &str) -> Result<Self, String> {
        let tree = cs::parse(self.0.as_str()).map_err(|e| e.to_string())?;
        let number = tree.option(path).and_then(cs::Opt::line).ok_or("no such line")?;
        let lines = (1..).zip(self.0.lines());
        let lines: Vec<&str> = lines.map(|(n, l)| if n == number { line } else { l }).collect();
        Ok(Self(lines.join("\n") + "\n"))
    }

    /// The same as if it were made from this version.
    pub fn at_version(&self, version: &str) -> Result<Self, String> {
        self.with_line(VERSION_PATH, &format!("Version = {version}"))
    }

    /// The same for a server that merges.
    pub fn merging(&self) -> Result<Self, String> {
        self.with_line("/DIRAC/Configuration/EnableAutoMerge", "EnableAutoMerge = yes")
    }

    /// The same with something at the end.
    pub fn and(&self, more: &str) -> Self {
        Self(format!("{}\n{more}", self.0))
    }

    /// What it says, its version apart.
    pub fn but_for_version(&self) -> Result<String, String> {
        let same = self.at_version("any")?;
        let lines: Vec<&str> =
            same.0.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        Ok(lines.join("\n"))
    }
}

/// Tells a story that writes, and commits the text again that there was before.
pub async fn left_as_found<T>(
    bench: &Bench<'_>,
    story: impl AsyncFnOnce(Text) -> Result<T, String>,
) -> Result<T, String> {
    let before = Text::fetch(bench, At::Master).await?;
    let told = story(before.clone()).await;
    let now = Text::fetch(bench, At::Master).await?;
    before.at_version(&now.version()?)?.commit(bench, Admin, At::Master).await?;
    let after = Text::fetch(bench, At::Master).await?;
    if after.but_for_version()? != before.but_for_version()? {
        return Err("the configuration is not as it was found".into());
    }
    told
}
