//! One version of the configuration: its tree, and the text in which it goes over the wire.

use std::io::{Read as _, Write as _};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::cfg::Cfg;
use crate::domain::cs::{ParseError, Tree, serialize};

/// Where the version stands.
pub(super) const VERSION: [&str; 3] = ["DIRAC", "Configuration", "Version"];
/// The largest text that is unpacked.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A configuration that is served, and never changes.
#[derive(Debug)]
pub struct Served {
    tree: Tree,
    packed: OnceLock<Vec<u8>>,
}

impl Served {
    /// What `cfg` is, as a server holds it.
    pub(super) fn new(cfg: &Cfg) -> Result<Self, ParseError> {
        Ok(Self { tree: cfg.tree()?, packed: OnceLock::new() })
    }

    /// The configuration.
    pub(in crate::sandbox::dirac) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The text in DIRAC's form.
    pub(super) fn text(&self) -> String {
        serialize(&self.tree)
    }

    /// zlib of the text.
    pub(super) fn packed(&self) -> &[u8] {
        self.packed.get_or_init(|| pack(&self.text()))
    }

    /// The same in base64, as it is answered.
    pub(super) fn data(&self) -> String {
        STANDARD.encode(self.packed())
    }

    /// The version; `0` if there is none.
    pub(super) fn version(&self) -> String {
        option(&self.tree, "Version").unwrap_or_else(|| "0".into())
    }

    /// A changeable copy.
    pub(super) fn cfg(&self) -> Cfg {
        // it was made of one, so it does not nest too deep
        Cfg::of(&self.tree).unwrap_or_default()
    }
}

/// The option of that name in `/DIRAC/Configuration`; none if it is empty.
pub(super) fn option(tree: &Tree, name: &str) -> Option<String> {
    let value = tree.value(&format!("/DIRAC/Configuration/{name}"))?.into_owned();
    (!value.is_empty()).then_some(value)
}

/// zlib at level 9, as DIRAC packs.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    // writing to memory does not fail
    packer.write_all(text.as_bytes()).and_then(|()| packer.finish()).unwrap_or_default()
}

/// The text that was packed; `None` if it is not zlib or not UTF-8, or larger than anything that is a configuration.
pub(super) fn unpack(bytes: &[u8]) -> Option<String> {
    let mut out = Vec::new();
    let length = ZlibDecoder::new(bytes).take(LARGEST).read_to_end(&mut out).ok()?;
    (length as u64 != LARGEST).then(|| String::from_utf8(out).ok())?
}

/// The bytes of a base64 text as Python reads it: characters that do not belong there are left out, the padding must be.
pub(super) fn unbase64(text: &[u8]) -> Option<Vec<u8>> {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let clean: Vec<u8> = text.iter().copied().filter(belongs).collect();
    STANDARD.decode(clean).ok()
}

#[cfg(test)]
mod tests {
    use super::{pack, unbase64, unpack};

    #[test]
    fn texts_survive_packing_and_nonsense_does_not() {
        assert_eq!(unpack(&pack("ü\n")).as_deref(), Some("ü\n"));
        assert_eq!(unpack(b"not zlib"), None);
        assert_eq!(unpack(pack("x").get(..6).unwrap()), None);
        assert_eq!(unbase64(b"aGVs\nbG8 =").as_deref(), Some(&b"hello"[..]));
        assert_eq!(unbase64(b"aGVsb"), None);
    }
}
