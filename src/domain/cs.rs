//! The Configuration Service's data: cfg text, the tree over it, paths, merging.

/// Absolute path in the configuration: `/Resources/IdProviders/IAM-WLCG`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CsPath(Box<str>);

/// Which configuration an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The CS servers.
    Remote,
    /// A local cfg file, by its index in the order of loading.
    Local(u8),
}
