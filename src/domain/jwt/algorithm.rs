//! Signature algorithms: what a header's `alg` names, and which keys go with it (RFC 7518, 8037, 9864).

/// What a header's `alg` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An algorithm that is checked with a public key.
    Public(Algorithm),
    /// `none`, in whatever case: nothing is signed.
    None,
    /// An HMAC: whoever can check it can also make it, so it is never tried (RFC 8725 2.1).
    Symmetric,
    /// Anything else.
    Unknown,
}

/// An algorithm that is checked with a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA with PKCS#1 v1.5 padding and SHA-256.
    Rs256,
    /// The same with SHA-384.
    Rs384,
    /// The same with SHA-512.
    Rs512,
    /// RSA with PSS padding and SHA-256.
    Ps256,
    /// The same with SHA-384.
    Ps384,
    /// The same with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519, under either of its names.
    Ed25519,
}

/// The kind of key that an algorithm needs: `kty`, and `crv` where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// `RSA`.
    Rsa,
    /// `EC` with `P-256`.
    P256,
    /// `EC` with `P-384`.
    P384,
    /// `EC` with `P-521`.
    P521,
    /// `OKP` with `Ed25519`.
    Ed25519,
}

impl Family {
    /// How people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Ed25519 => "Ed25519",
        }
    }
}

impl Named {
    /// What `alg` means. Names are compared with their case (RFC 7515 4.1.1), but for `none`, which must not be
    /// smuggled in by its case (RFC 8725 3.2).
    pub fn of(alg: &str) -> Self {
        if alg.eq_ignore_ascii_case("none") {
            return Self::None;
        }
        match alg {
            "HS256" | "HS384" | "HS512" => Self::Symmetric,
            _ => Algorithm::of(alg).map_or(Self::Unknown, Self::Public),
        }
    }
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Ed25519,
    ];

    /// The algorithm of this name.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "ES512" => Self::Es512,
            "EdDSA" | "Ed25519" => Self::Ed25519,
            _ => return None,
        })
    }

    /// The keys it goes with.
    pub fn family(self) -> Family {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => {
                Family::Rsa
            }
            Self::Es256 => Family::P256,
            Self::Es384 => Family::P384,
            Self::Es512 => Family::P521,
            Self::Ed25519 => Family::Ed25519,
        }
    }

    /// Whether every service of the WLCG has to take it (WLCG profile 1.3, 4.2.1).
    pub fn is_recommended(self) -> bool {
        matches!(self, Self::Rs256 | Self::Es256)
    }

    /// Octets of a signature, where the algorithm alone says how many (RFC 7518 3.4, RFC 8037 3.1).
    pub fn signature_length(self) -> Option<usize> {
        match self {
            Self::Es256 | Self::Ed25519 => Some(64),
            Self::Es384 => Some(96),
            Self::Es512 => Some(132),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_known_in_every_case_and_other_names_in_their_own() {
        for alg in ["none", "None", "NONE", "nOnE"] {
            assert_eq!(Named::of(alg), Named::None);
        }
        assert_eq!(Named::of("RS256"), Named::Public(Algorithm::Rs256));
        assert_eq!(Named::of("Ed25519"), Named::of("EdDSA"));
        assert_eq!(Named::of("HS512"), Named::Symmetric);
        for alg in ["", "rs256", "RS999", "ES256K", "RSA-OAEP", "none "] {
            assert_eq!(Named::of(alg), Named::Unknown, "{alg}");
        }
    }
}
