//! What an installation is made of, as plain data: `world` makes it, the services and issuers are built from it.

use jiff::Timestamp;

/// Everything that is different from one installation to the next.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The configuration that the master serves at its start, in DIRAC's format, all URLs filled in.
    pub cs: String,
    /// People that certificates are made for. The host's certificate is always made, for [`HOST_DN`].
    pub people: Vec<Person>,
    /// The proxies to make from their certificates.
    pub proxies: Vec<ProxySpec>,
    /// The OpenID Connect issuers, in the order of their ports.
    pub issuers: Vec<IssuerSpec>,
    /// The rows of TokenDB.
    pub stored: Vec<StoredToken>,
}

/// DN of the certificate that all servers show, and that `Registry/Hosts/localhost` must name.
pub const HOST_DN: &str = "/DC=org/DC=sandbox/O=Hosts/CN=localhost";

/// DN of the CA that issues everything: `CA` in the Registry's users.
pub const CA_DN: &str = "/DC=org/DC=sandbox/CN=Sandbox CA";

/// Where the parts of an installation are reached: URLs as clients have to spell them. Content is made for these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// `https://localhost:PORT/Configuration/Server` of the master.
    pub master: String,
    /// The same of the worker.
    pub worker: String,
    /// `https://localhost:PORT/Framework/TornadoTokenManager`; on the worker's port.
    pub token_manager: String,
    /// `https://localhost:PORT` of each issuer, without a slash at the end, in the order of [`Content::issuers`].
    pub issuers: [String; 3],
}

/// A proxy to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxySpec {
    /// Name of its file: `admin`, `bad_group`.
    pub name: String,
    /// Name of the [`Person`] it is made for.
    pub user: String,
    /// DIRAC group inside; `None`: no group extension.
    pub group: Option<String>,
    /// What is special about it.
    pub kind: ProxyKind,
}

/// Kinds of proxies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyKind {
    /// A good one, with all rights of its owner.
    #[default]
    Full,
    /// A limited one.
    Limited,
    /// A proxy made of a proxy; the inner one has the group.
    DepthTwo,
    /// One that has ended.
    Expired,
    /// One of a certificate that has the person's DN, but comes from a CA that the servers do not trust.
    Rogue,
}

/// Somebody who gets a certificate of the installation's CA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// DIRAC user name; names the files of certificate and key.
    pub name: String,
    /// Distinguished name as DIRAC writes it: `/DC=org/DC=sandbox/O=Users/CN=Ada Admin`.
    pub dn: String,
}

/// What kind of provider an issuer plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerKind {
    /// INDIGO IAM: WLCG profile, RS256, refresh tokens as JWTs.
    Iam,
    /// EGI Check-in (Keycloak): `eduperson_entitlement`, RS256.
    CheckIn,
    /// A plain OAuth 2.0 server.
    OAuth2,
}

/// An issuer with its clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerSpec {
    /// Name of the IdProvider in the CS.
    pub provider: String,
    /// Which provider it plays.
    pub kind: IssuerKind,
    /// Its issuer identifier, the `iss` of its tokens.
    pub url: String,
    /// Whether a refresh token is replaced by each use, the used one being dead then.
    pub rotates: bool,
    /// Who may ask it for tokens.
    pub clients: Vec<ClientSpec>,
}

/// A client of an issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSpec {
    /// `client_id`.
    pub id: String,
    /// `client_secret`; `None` for a public client. Made for this installation and worth nothing elsewhere.
    pub secret: Option<String>,
    /// Scopes it may ask for; one that ends with `/*` or `:*` allows everything below.
    pub scopes: Vec<String>,
}

/// A row of TokenDB before its tokens are signed. The same row always gives the same tokens, so they are made when
/// somebody looks: a million rows cost no signature at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    /// DIRAC user name of the owner, for those who read this; TokenDB does not have it.
    pub user: String,
    /// `user_id`: the part of the DN after `/O=DIRAC/CN=`, and the `sub` of the tokens.
    pub token_id: String,
    /// Name of the IdProvider.
    pub provider: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// `iat`.
    pub issued: Timestamp,
    /// End of the access token; `None`: the row has the word `None` where the access token should be.
    pub access_ends: Option<Timestamp>,
    /// End of the refresh token; `None`: the row has no refresh token, in DIRAC's words `None`.
    pub refresh_ends: Option<Timestamp>,
    /// Whether the issuer has revoked the refresh token without DIRAC knowing.
    pub revoked: bool,
}
