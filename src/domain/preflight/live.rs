//! What live checks saw, as plain values: nothing here holds a token.

use jiff::Timestamp;

use crate::domain::idp;
use crate::domain::jwt::{self, NumericDate, Value};
use crate::domain::problem::{Class, Problem};

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
    /// What was asked and not told, each once: what a pre-flight does not know although somebody wanted it to.
    pub fn untold(&self) -> Vec<Problem> {
        let service = self.service.as_ref().and_then(|answer| answer.as_ref().err());
        let issuer = self.issuer.as_ref().and_then(|answer| answer.as_ref().err());
        let fetches = self.fetches.iter().filter_map(|fetch| match &fetch.answer {
            Err(FetchRefused::Us(problem) | FetchRefused::Untold(problem)) => Some(problem),
            _ => None,
        });
        let mut untold: Vec<Problem> = Vec::new();
        for problem in service.into_iter().chain(issuer).chain(fetches) {
            if !untold.contains(problem) {
                untold.push(problem.clone());
            }
        }
        let silent = "no answer came in time.".to_owned();
        let probes = self.probes.iter().filter_map(|probe| {
            let (what, remedy) = match &probe.seen {
                Probed::NotReached(problem) => (&problem.message, problem.remedy.as_str()),
                Probed::NoVerdict { words, .. } => (words, "Look at the CE's port and path."),
                Probed::Silent { .. } => (&silent, "The CE may be waiting for the issuer."),
                _ => return None,
            };
            let what = format!("The probe told nothing: {what}");
            Some(Problem::new(Class::Unreachable, &probe.audience, what, remedy))
        });
        untold.extend(probes);
        untold
    }

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
    /// The IdProvider of its VO, where it is defined. It is not sent, DIRAC finds it by the group; here it says whose token it
    /// is.
    pub provider: Option<String>,
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
    /// `scope`, split at blanks.
    pub scopes: Vec<String>,
    /// Seconds that it had left when it came.
    pub seconds_left: Option<i64>,
    /// Whether `nbf` was still to come.
    pub too_young: bool,
    /// `alg`.
    pub algorithm: Option<String>,
    /// Whether its header names a key.
    pub has_key_id: bool,
}

impl TokenSeen {
    /// What is seen in a token that came `now`. It is read and not verified: whoever issued it was asked over TLS.
    pub fn of(text: &[u8], now: Timestamp) -> Self {
        let token = jwt::read(text);
        let Some(claims) = token.claims.as_ref().filter(|_| token.parse == jwt::Parse::Ok) else {
            return Self::default();
        };
        let words = |name: &str| -> Vec<String> {
            match claims.get(name) {
                Some(Value::Array(all)) => {
                    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                Some(value) => value.as_str().map(str::to_owned).into_iter().collect(),
                None => Vec::new(),
            }
        };
        let time = |name: &str| NumericDate::of(claims, name).timestamp();
        let text = |name: &str| claims.text(name).map(str::to_owned);
        let header = |name: &str| token.header.as_ref().and_then(|header| header.text(name));
        Self {
            readable: true,
            issuer: text("iss"),
            subject: text("sub"),
            audience: words("aud"),
            scopes: words("scope").iter().flat_map(|scope| idp::split_scopes(scope)).collect(),
            seconds_left: time("exp").map(|end| end.as_second().saturating_sub(now.as_second())),
            too_young: time("nbf").is_some_and(|begin| begin.as_second() > now.as_second()),
            algorithm: header("alg").map(str::to_owned),
            has_key_id: header("kid").is_some(),
        }
    }
}

/// Why no token came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchRefused {
    /// The TokenManager finds no IdProvider for the group. Its words.
    NoProvider(String),
    /// The TokenManager finds the IdProvider nowhere, or cannot load its type. Its words.
    Undefined(String),
    /// The issuer refused the client itself: wrong or missing credentials. The server's words.
    Client(String),
    /// The issuer, or the TokenManager on the way to it, refused this token. The server's words.
    Token(String),
    /// The TokenManager refused us. That tells nothing of what it gives to a Site Director.
    Us(Problem),
    /// No answer, or none that could be read: what became of it is not known, and it is not asked again.
    Untold(Problem),
}

impl FetchRefused {
    /// What the TokenManager means by its words (`TokenManagerHandler.py`, `IdProviderFactory.py`); `None` where it refuses
    /// the caller and not the token.
    pub fn of_words(words: &str) -> Option<Self> {
        let says = |piece: &str| words.contains(piece);
        if says("You can't get tokens!") || says("not allowed to download any token") {
            return None;
        }
        let words_of = words.to_owned();
        Some(if says("not tied to any Identity Provider") {
            Self::NoProvider(words_of)
        } else if says("IdProvider") && (says("does not exist") || says("No module")) {
            Self::Undefined(words_of)
        } else if ["invalid_client", "'client_id'", "'client_secret'"]
            .iter()
            .any(|piece| says(piece))
        {
            Self::Client(words_of)
        } else {
            Self::Token(words_of)
        })
    }
}

/// A probe of a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The audience, which says where the CE is.
    pub audience: String,
    /// What was seen.
    pub seen: Probed,
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
