//! Who is who, what of the configuration and of the stored tokens somebody sees: the program's own questions.

use super::backend::Ask::*;
use super::backend::Expect::{self, Refused, Works};
use super::backend::Persona::{self, *};
use super::case::Case;

const fn case(name: &'static str, who: Persona, ask: super::backend::Ask, end: Expect) -> Case {
    Case::program(name, who, ask, end)
}

pub const CASES: &[Case] = &[
    // who is who
    case("ping says name and version", Admin, Ping, Works("Configuration/Server")),
    case(
        "ping is open to an unregistered certificate",
        Unregistered,
        Ping,
        Works("Configuration/Server"),
    ),
    case("a proxy acts in its group", Admin, WhoAmI, Works("@dirac_admin limited=false")),
    case(
        "the same at the TokenManager",
        Admin,
        WhoAmIAtTokens,
        Works("@dirac_admin limited=false"),
    ),
    case("whoami tells the group's properties", Admin, WhoAmIAtTokens, Works("ProxyManagement")),
    case(
        "a proxy acts in another group of its owner",
        AdminAsUser,
        WhoAmI,
        Works("_user limited=false"),
    ),
    case("a proxy without group acts in the default group", NoGroup, WhoAmI, Works("_user")),
    case(
        "a limited proxy is flagged and not restricted",
        Limited,
        WhoAmI,
        Works("@dirac_admin limited=true"),
    ),
    case("a proxy of a proxy keeps the group", DepthTwo, WhoAmI, Works("@dirac_admin")),
    case("a bare certificate acts in the default group", Certificate, WhoAmI, Works("_user")),
    case(
        "a bare certificate may choose its group",
        CertificateAsAdmin,
        WhoAmI,
        Works("@dirac_admin"),
    ),
    case(
        "a bare certificate may choose its group at the TokenManager",
        CertificateAsAdmin,
        WhoAmIAtTokens,
        Works("@dirac_admin"),
    ),
    case("a host says that it is one", Host, WhoAmI, Works("@hosts")),
    case(
        "a proxy with a group of others is not accepted",
        BadGroup,
        WhoAmI,
        Refused("Unauthenticated"),
    ),
    case(
        "an ordinary user does not become an administrator",
        UserAsAdmin,
        WhoAmI,
        Refused("Unauthenticated"),
    ),
    case("a suspended user is not accepted", Suspended, WhoAmI, Refused("Unauthenticated")),
    case(
        "an unregistered certificate is not accepted",
        Unregistered,
        WhoAmI,
        Refused("Unauthenticated"),
    ),
    case(
        "an expired proxy is judged before connecting",
        Expired,
        WhoAmI,
        Refused("before connecting: "),
    ),
    case(
        "a CA that the server does not trust is named as the cause",
        Rogue,
        WhoAmI,
        Refused("Tls("),
    ),
    // the configuration
    case(
        "everybody registered reads the whole configuration",
        User,
        Configuration,
        Works("sections"),
    ),
    case("an operator reads it", Operator, Configuration, Works("sections")),
    case("nothing is newer than the newest version", Admin, NothingNewer, Works("no text")),
    case("a version long gone brings the text", Admin, SomethingNewer, Works("text")),
    case("the master takes commits", Admin, WriteEnabledAtMaster, Works("true")),
    case("a worker does not", Admin, WriteEnabledAtWorker, Works("false")),
    case("an IP address is refused before any request", Admin, ByAddress, Refused("ForbiddenUrl")),
    case(
        "another spelling is refused before any request",
        Admin,
        ByOtherSpelling,
        Refused("ForbiddenUrl"),
    ),
    case("a service that is not there is not found", Admin, WrongPath, Refused("NotFound")),
    // stored tokens
    case(
        "an administrator sees rows of a user, as fingerprints",
        Admin,
        TokensOfOne,
        Works("sha256:"),
    ),
    case("a VO manager sees them too, of every VO", Manager, TokensOfOne, Works("sha256:")),
    case("rows of nobody are none", Admin, TokensOfNobody, Works("0 rows")),
    case(
        "one unknown user fails the whole call, and is named",
        Admin,
        TokensOfUnknown,
        Refused("UnknownUser(\"nosuchuser\")"),
    ),
    case(
        "a listing goes round an unknown user",
        Admin,
        ListAll,
        Works("Incomplete, some rows: true, problems: [\"nosuchuser\"]"),
    ),
    case(
        "without ProxyManagement nobody's rows are listed",
        User,
        TokensOfOne,
        Refused("ProxyManagement"),
    ),
    case(
        "an operator lists nobody's rows either",
        Operator,
        TokensOfOne,
        Refused("ProxyManagement"),
    ),
    case("everybody sees the own rows", User, OwnTokens, Works("rows")),
    case("a host has no own rows", Host, OwnTokens, Refused("UnknownUser")),
];
