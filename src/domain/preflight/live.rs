//! What live checks saw, as plain values: nothing here holds a token.

use crate::domain::problem::Problem;

/// Everything that was asked for one VO; what is `None` or not in a list was not asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// What the issuer says of itself.
    pub issuer: Option<Result<IssuerSeen, Problem>>,
    /// Whether the TokenManager answers.
    pub service: Option<Result<Answered, Problem>>,
    /// Test fetches, one per audience at most.
    pub fetches: Vec<Fetch>,
    /// Probes of the CE, one per audience at most.
    pub probes: Vec<Probe>,
}

impl Live {
    /// The fetch that tells most of a token for `audience`: one for it, else any.
    pub(super) fn fetch(&self, audience: Option<&str>) -> Option<&Fetch> {
        let own = self.fetches.iter().find(|fetch| fetch.ask.audience.as_deref() == audience);
        own.or_else(|| self.fetches.first())
    }

    /// The probe of the service that is this audience.
    pub(super) fn probe(&self, audience: Option<&str>) -> Option<&Probe> {
        self.probes.iter().find(|probe| Some(probe.audience.as_str()) == audience)
    }
}

/// What an issuer says of itself (OpenID Connect Discovery 1.0, 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerSeen {
    /// The name that was asked.
    pub issuer: String,
    /// `grant_types_supported`; `None` if it does not say, which is allowed.
    pub grants: Option<Vec<String>>,
}

/// A service that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its URL.
    pub url: String,
}

/// What is asked of the TokenManager: the very token that a Site Director would get.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// The VO's pilot group.
    pub group: String,
    /// The IdProvider of its VO. It is not sent, DIRAC finds it by the group; here it says whose token it is.
    pub provider: String,
    /// The four of [`PILOT_SCOPES`](super::PILOT_SCOPES): the TokenManager adds those of the group.
    pub scopes: Vec<String>,
    /// Scopes that the group adds.
    pub group_scopes: Vec<String>,
    /// The audience of the CE.
    pub audience: Option<String>,
}

/// A test fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// What was asked for.
    pub ask: Ask,
    /// What came of it.
    pub answer: Result<TokenSeen, FetchRefused>,
}

/// What can be read in a token that was fetched; the token itself is wiped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenSeen {
    /// Whether it could be read at all. An opaque token tells nothing of itself.
    pub readable: bool,
    /// `iss`.
    pub issuer: Option<String>,
    /// `sub`.
    pub subject: Option<String>,
    /// `aud`, in its order.
    pub audience: Vec<String>,
    /// Whether `aud` is a list.
    pub audience_is_list: bool,
    /// `scope`, split at blanks.
    pub scopes: Vec<String>,
    /// Seconds that it had left when it came.
    pub seconds_left: Option<i64>,
    /// `alg`.
    pub algorithm: Option<String>,
    /// Whether its header names a key.
    pub has_key_id: bool,
}

/// Why no token came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchRefused {
    /// The issuer refused the client itself: wrong or missing credentials. The server's words.
    Client(String),
    /// The issuer, or the TokenManager on the way to it, refused this token. The server's words.
    Token(String),
    /// The TokenManager refused us. That tells nothing of what it gives to a Site Director.
    Us(Problem),
    /// No answer, or none that could be read: what became of it is not known, and it is not asked again.
    Untold(Problem),
}

/// A probe of a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The audience, which says where the CE is.
    pub audience: String,
    /// What was seen.
    pub seen: Probed,
}

/// What an A-REX front end answers to a request without a credential: what the answer with one has to be seen against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// It refuses.
    Refused,
    /// It lets everybody in.
    Open,
}

/// What a probe saw. The words promise no more than that (facts/ce-probe.md 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probed {
    /// The front end took the token, and refuses requests without one.
    Accepted {
        /// What it calls itself: `A-REX 7`.
        server: String,
    },
    /// It refused the token and said no reason.
    Refused {
        /// What it calls itself.
        server: String,
        /// Its words: status and reason.
        words: String,
        /// What may be the cause, the likeliest first.
        suspicions: Vec<String>,
    },
    /// It took the token for genuine and knows whom it stands for, but refuses the operation.
    ScopeRefused {
        /// What it calls itself.
        server: String,
        /// Its words.
        words: String,
        /// What may be the cause, the likeliest first.
        suspicions: Vec<String>,
    },
    /// It answers requests without a credential too: nothing is proven.
    OpenToAll {
        /// What it calls itself.
        server: String,
    },
    /// Its answer is no verdict on the token.
    NoVerdict {
        /// Its words, or what is odd about them.
        words: String,
        /// Whether the token was sent.
        sent: bool,
    },
    /// Nobody was reached; the token was not sent.
    NotReached(Problem),
    /// The token was sent, and no answer came in time.
    Silent {
        /// Seconds that were waited.
        seconds: u64,
    },
    /// The port answers; whether the token is accepted was not tested.
    Reachable {
        /// Why no more was tested.
        why: String,
    },
    /// HTCondor's own tool asked (`condor_ping`): what it said.
    Pinged {
        /// Whether it was authorized.
        authorized: bool,
        /// Its words.
        words: String,
    },
    /// Nothing was tested, and why.
    NotTested(String),
}
