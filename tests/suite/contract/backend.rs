//! What a case needs to know of the installation it is held against.

use dirac_tokens::ops::connection::Plan;

/// Somebody who asks. Every backend has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    /// Proxy of the administrator: CSAdministrator, ProxyManagement, FullDelegation.
    Admin,
    /// The same person, in an ordinary group.
    AdminAsUser,
    /// A proxy without a group.
    NoGroup,
    /// A proxy with a group that its owner is not in.
    BadGroup,
    /// A limited proxy of the administrator.
    Limited,
    /// A proxy made of a proxy.
    DepthTwo,
    /// ServiceAdministrator without CSAdministrator or ProxyManagement.
    Operator,
    /// Manager of one VO: ProxyManagement.
    Manager,
    /// Proxy of an ordinary user.
    User,
    /// The same user as pilot: LimitedDelegation.
    Pilot,
    /// An ordinary user's proxy with the administrators' group.
    UserAsAdmin,
    /// A suspended user.
    Suspended,
    /// A certificate that the Registry does not know.
    Unregistered,
    /// A proxy that has ended.
    Expired,
    /// The administrator's DN from a CA that the server does not trust.
    Rogue,
    /// The administrator's bare certificate, no group asked for.
    Certificate,
    /// The administrator's bare certificate, asking for the administrators' group.
    CertificateAsAdmin,
    /// The host's certificate.
    Host,
    /// The bare certificate of one who tries a group of others, after his own.
    Wade,
    /// The bare certificate of one who tries a group of others first.
    Erin,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// `ping` of the CS.
    Ping,
    /// `whoami` of the CS: `user@group`.
    WhoAmI,
    /// `whoami` of the TokenManager.
    WhoAmIAtTokens,
    /// The whole configuration, parsed.
    Configuration,
    /// Whether there is something newer than the newest.
    NothingNewer,
    /// Whether there is something newer than a version long gone.
    SomethingNewer,
    /// `writeEnabled` of the master.
    WriteEnabledAtMaster,
    /// `writeEnabled` of a worker.
    WriteEnabledAtWorker,
    /// The rows of one user who has some.
    TokensOfOne,
    /// The rows of a user whom nobody knows.
    TokensOfUnknown,
    /// The rows of nobody.
    TokensOfNobody,
    /// The caller's own rows.
    OwnTokens,
    /// A listing of everybody, as `ops` does it, with an unknown user in the middle.
    ListAll,
    /// The CS under an IP address.
    ByAddress,
    /// The CS under a spelling that the local configuration does not list.
    ByOtherSpelling,
    /// The TokenManager under a path that is not there.
    WrongPath,
    /// Old versions, commits and rollbacks.
    Versions(Versions),
}

/// What is asked of the versions of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// The history.
    History,
    /// The contents of the version that a commit just made.
    Contents,
    /// The contents of a part of a version.
    ContentsOfPart,
    /// The contents of a version that never was.
    ContentsOfNone,
    /// The history at a worker.
    HistoryAtWorker,
    /// A commit, looked for afterwards.
    Commit,
    /// A commit of a text that was made from another version.
    Stale,
    /// The same while the server merges.
    StaleMerging,
    /// A commit of what somebody else changed meanwhile, while the server merges.
    ClashMerging,
    /// A commit of a configuration of another name.
    OtherName,
    /// A commit at a worker.
    AtWorker,
    /// A commit of what does not parse.
    Broken,
    /// A rollback to the version before.
    RollBack,
    /// A rollback to a version that never was.
    RollBackToNone,
}

/// How a case ends.
#[derive(Clone, Copy, Debug)]
pub enum Expect {
    /// It works, and the answer in words contains this.
    Works(&'static str),
    /// It is refused, and the error's debug form or sentence contains this.
    Refused(&'static str),
}

/// An issuer, and a client of it.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// Its URL, without a slash at the end.
    pub url: String,
    /// `client_id`.
    pub client: String,
    /// `client_secret`; worth nothing outside the test.
    pub secret: String,
}

/// An installation that the contract is held against.
pub trait Backend {
    /// Name in the table and in the cases.
    fn name(&self) -> &'static str;
    /// How `who` reaches it.
    fn plan(&self, who: Persona) -> Plan;
    /// URL of the master.
    fn master(&self) -> String;
    /// URL of a worker.
    fn worker(&self) -> String;
    /// URL of the TokenManager.
    fn token_manager(&self) -> String;
    /// A user who has stored tokens.
    fn user_with_tokens(&self) -> String;
    /// The issuer of an IdProvider.
    fn issuer(&self, provider: &str) -> Issuer;
    /// The token id of a user.
    fn token_id(&self, user: &str) -> String;
    /// Sees to it that TokenDB has two rows of this token id, of two providers, with tokens that the issuers know. The id
    /// belongs to no user, so that a case may delete them.
    fn put_rows(&self, token_id: &str);
    /// The same with refresh tokens that have ended by what the rows say.
    fn put_ended_rows(&self, token_id: &str);
    /// Makes TokenDB fail whatever it is asked, or work again.
    fn set_database_down(&self, down: bool);
    /// `text` without what is this installation's alone: its DNs and ports.
    fn without_names(&self, text: &str) -> String;
}
