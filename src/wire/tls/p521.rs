//! The key exchange over the curve secp521r1, which rustls does not bring.
//!
//! ARC's default is this curve and no other, so that without it no A-REX CE is reached: the handshake ends with an alert
//! (facts/ce-probe.md 0.1). The arithmetic is that of aws-lc-rs, which rustls uses for all its other groups.

use aws_lc_rs::agreement::{
    ECDH_P521, EphemeralPrivateKey, PublicKey, UnparsedPublicKey, agree_ephemeral,
};
use aws_lc_rs::rand::SystemRandom;
use rustls::crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup, PeerMisbehaved};

/// Bytes of an uncompressed point: a mark, and two coordinates of 521 bits each.
const POINT: usize = 1 + 2 * 66;
/// The mark of an uncompressed point (SEC 1, 2.3.3), the only form that TLS has.
const UNCOMPRESSED: u8 = 4;

/// The group.
#[derive(Debug)]
pub(super) struct Secp521r1;

/// One exchange that has begun. Its key is used once.
struct Begun {
    own: EphemeralPrivateKey,
    public: PublicKey,
}

impl SupportedKxGroup for Secp521r1 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let failed = |_| Error::General("no key on secp521r1 could be made".to_owned());
        let own =
            EphemeralPrivateKey::generate(&ECDH_P521, &SystemRandom::new()).map_err(failed)?;
        let public = own.compute_public_key().map_err(failed)?;
        Ok(Box::new(Begun { own, public }))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

impl ActiveKeyExchange for Begun {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let refused = Error::from(PeerMisbehaved::InvalidKeyShare);
        if peer.len() != POINT || peer.first() != Some(&UNCOMPRESSED) {
            return Err(refused);
        }
        // a point that is not on the curve is refused by the library
        let peer = UnparsedPublicKey::new(&ECDH_P521, peer);
        agree_ephemeral(self.own, peer, refused, |shared| Ok(SharedSecret::from(shared)))
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_come_to_the_same_secret() {
        let (one, other) = (Secp521r1.start().unwrap(), Secp521r1.start().unwrap());
        let (to_one, to_other) = (other.pub_key().to_vec(), one.pub_key().to_vec());
        let (one, other) = (one.complete(&to_one).unwrap(), other.complete(&to_other).unwrap());
        assert_eq!(one.secret_bytes(), other.secret_bytes());
        assert_eq!(one.secret_bytes().len(), 66);
    }

    #[test]
    fn what_is_no_point_of_the_curve_is_refused() {
        let mut off_the_curve = [0; POINT];
        off_the_curve[0] = UNCOMPRESSED;
        off_the_curve[POINT - 1] = 1;
        let mut compressed = Secp521r1.start().unwrap().pub_key().to_vec();
        compressed[0] = 2;
        for share in [&[][..], &[4], &[4; POINT - 1], &off_the_curve, &compressed] {
            let refused = Secp521r1.start().unwrap().complete(share);
            assert!(matches!(refused, Err(Error::PeerMisbehaved(PeerMisbehaved::InvalidKeyShare))));
        }
    }
}
