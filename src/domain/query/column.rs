//! What can be asked of the rows of each list: THE table of columns, with their other names and what they hold.
//!
//! Names are those of the columns on screen and of the keys in the twin's JSON. Help, man page and README are made from it.

use std::sync::Arc;

/// What a column holds, which decides how it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A text.
    Text,
    /// Several texts; compared with a number, how many there are.
    List,
    /// A whole number.
    Number,
    /// When something ends; compared with a duration, how long it has left.
    Left,
    /// When something was; compared with a duration, how long ago.
    Age,
    /// One of these words.
    Words(&'static [&'static str]),
}

impl Kind {
    /// What it is called in help and in errors.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Number => "number",
            Self::Left | Self::Age => "time",
            Self::Words(_) => "word",
        }
    }
}

/// A column that can be asked for.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Spec {
    /// Its name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: Kind,
    /// What it says, in a few words.
    pub help: &'static str,
    /// Whether bare words are looked for in it.
    pub bare: bool,
    /// Whether it changes by the mere passing of time, beside what its kind says.
    pub changes: bool,
    /// Whether only the console has it.
    pub console_only: bool,
}

impl Spec {
    /// Its name and the other ones, with blanks between.
    pub fn names(&self) -> String {
        let mut names = vec![self.name];
        names.extend(self.aliases);
        names.join(" ")
    }
}

const fn spec(
    name: &'static str,
    aliases: &'static [&'static str],
    kind: Kind,
    help: &'static str,
) -> Spec {
    let bare = matches!(kind, Kind::Text | Kind::List | Kind::Words(_));
    Spec { name, aliases, kind, help, bare, changes: false, console_only: false }
}

/// Bare words are looked for in the ids alone: a severity is in nearly every row.
const FINDINGS: Spec = Spec {
    bare: false,
    ..spec(
        "findings",
        &["finding"],
        Kind::List,
        "ids of the findings, and their severity: info, warning, error",
    )
};

const PROVIDERS: &[Spec] = &[
    spec("name", &["provider", "idp"], Kind::Text, "name of the IdProvider"),
    spec("type", &[], Kind::Text, "its ProviderType"),
    spec("issuer", &["iss"], Kind::Text, "its issuer"),
    spec("vos", &["vo"], Kind::List, "VOs that use it"),
    spec(
        "credentials",
        &["creds"],
        Kind::Words(&["local", "remote", "exposed", "not_visible"]),
        "where its client credentials can be seen from here: local, remote or exposed, not_visible",
    ),
    Spec {
        console_only: true,
        ..spec("tokens", &["stored"], Kind::Number, "stored tokens, once they are listed")
    },
    FINDINGS,
];

const VOS: &[Spec] = &[
    spec("name", &["vo"], Kind::Text, "name of the VO"),
    spec("id_provider", &["provider", "idp"], Kind::Text, "its IdProvider"),
    spec("groups", &["group"], Kind::List, "its groups"),
    spec("users_with_token_id", &["users"], Kind::Number, "users of these groups with a token id"),
    spec("ces_token", &["ready"], Kind::Number, "CEs used with a token"),
    spec("ces_total", &["ces"], Kind::Number, "CEs that admit it"),
    FINDINGS,
];

const CES: &[Spec] = &[
    spec("site", &[], Kind::Text, "name of the site"),
    spec("name", &["ce", "host"], Kind::Text, "name of the CE"),
    spec("type", &[], Kind::Text, "its CEType"),
    spec("audience", &["aud"], Kind::Text, "audience of its tokens"),
    spec("tags", &["tag"], Kind::List, "its tags, wherever they are written"),
    Spec { bare: false, ..spec("grid", &[], Kind::Text, "name of the grid") },
    Spec { bare: false, ..spec("queues", &["queue"], Kind::List, "its queues") },
    Spec { bare: false, ..spec("vos", &["vo"], Kind::List, "VOs that it admits") },
    FINDINGS,
];

/// The column that each VO has in the list of CEs.
pub const OF_A_VO: Spec = spec(
    "NAME OF A VO",
    &[],
    Kind::Words(&[
        "token",
        "proxy",
        "mixed",
        "error",
        "not_admitted",
        "unknown",
        "default",
        "site",
        "ce",
        "queue",
    ]),
    "what its pilots are sent with: token, proxy, mixed, error, not_admitted, unknown; with a token also the level of \
     the deciding tag: default, site, ce, queue",
);

const USERS: &[Spec] = &[
    spec("name", &["user"], Kind::Text, "name of the user"),
    spec("token_ids", &["token_id", "sub"], Kind::List, "token ids of the user"),
    spec("groups", &["group"], Kind::List, "groups of the user"),
    spec("suspended", &[], Kind::List, "VOs in which the user is suspended"),
    spec("dns", &["dn"], Kind::List, "DNs of the user"),
];

const TOKENS: &[Spec] = &[
    spec("user", &[], Kind::Text, "name of the user"),
    spec("user_id", &["sub"], Kind::Text, "token id: the user's sub at the provider"),
    spec("provider", &["idp"], Kind::Text, "name of the IdProvider"),
    spec("scopes", &["scope"], Kind::List, "scopes it was issued with"),
    spec("access_expires", &["access", "exp"], Kind::Left, "when the access token ends"),
    spec("refresh_expires", &["refresh"], Kind::Left, "when the refresh token ends"),
    Spec {
        changes: true,
        ..spec(
            "state",
            &[],
            Kind::Words(&["usable", "refreshable", "access_only", "dead", "unknown"]),
            "what the row is still good for: usable, refreshable, access_only, dead, unknown",
        )
    },
    spec("issued", &["iat"], Kind::Age, "when it was issued"),
    spec("client_id", &["client"], Kind::Text, "OAuth2 client it was issued to"),
    Spec { bare: true, ..spec("id", &["row"], Kind::Number, "number of the row in TokenDB") },
];

const REQUESTS: &[Spec] = &[
    spec("at", &["time"], Kind::Age, "when it was sent"),
    spec("what", &[], Kind::Text, "what was asked"),
    spec("target", &["where"], Kind::Text, "which server was asked"),
    spec("took", &["ms"], Kind::Number, "milliseconds until the whole answer was here"),
    spec("bytes", &["size"], Kind::Number, "bytes of the answer"),
    spec("outcome", &[], Kind::Text, "how it ended"),
];

const JOURNAL: &[Spec] = &[
    spec("at", &["time"], Kind::Age, "when the last step of it was written down"),
    spec("what", &["how"], Kind::Text, "what the run does"),
    spec("token_id", &["sub"], Kind::Text, "the token id"),
    spec("who", &["by"], Kind::Text, "who began the run, and in which group"),
    spec("outcome", &["word"], Kind::Text, "how it ended"),
    spec("run", &[], Kind::Text, "name of the run"),
];

const CLAIMS: &[Spec] = &[
    spec("claim", &["name"], Kind::Text, "name of the claim"),
    spec("value", &[], Kind::Text, "its value"),
    spec("meaning", &[], Kind::Text, "what it means"),
];

/// The lists that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grid {
    /// IdProviders.
    Providers,
    /// VOs.
    Vos,
    /// CEs; each VO is a column of its own.
    Ces,
    /// Users; the twin alone lists them.
    Users,
    /// Stored tokens.
    Tokens,
    /// Claims of a token that was read; the console alone shows them.
    Claims,
    /// Requests of this session; the console alone shows them.
    Requests,
    /// Steps that were to change something, by run and token id; the console alone shows them.
    Journal,
}

impl Grid {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Providers,
        Self::Vos,
        Self::Ces,
        Self::Users,
        Self::Tokens,
        Self::Claims,
        Self::Requests,
        Self::Journal,
    ];

    /// What the list is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Providers => "Providers",
            Self::Vos => "VOs",
            Self::Ces => "CEs",
            Self::Users => "Users",
            Self::Tokens => "Tokens",
            Self::Claims => "Claims",
            Self::Requests => "Log",
            Self::Journal => "Journal",
        }
    }

    /// Its columns, without those that only an installation knows.
    pub fn specs(self) -> &'static [Spec] {
        match self {
            Self::Providers => PROVIDERS,
            Self::Vos => VOS,
            Self::Ces => CES,
            Self::Users => USERS,
            Self::Tokens => TOKENS,
            Self::Claims => CLAIMS,
            Self::Requests => REQUESTS,
            Self::Journal => JOURNAL,
        }
    }
}

/// A column as a query names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// One that every installation has.
    Fixed(&'static Spec),
    /// One that this installation has: that of a VO.
    Own {
        /// Its name.
        name: Arc<str>,
        /// Its place among its like when the query was read.
        number: usize,
    },
}

impl Column {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Fixed(spec) => spec.name,
            Self::Own { name, .. } => name,
        }
    }

    /// What there is to know of it.
    pub fn spec(&self) -> &'static Spec {
        match self {
            Self::Fixed(spec) => spec,
            Self::Own { .. } => &OF_A_VO,
        }
    }
}

/// The columns of a list here and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    grid: Grid,
    columns: Arc<[Column]>,
}

impl Schema {
    /// The columns of `grid` in the console; `vos` are the names of the VOs that have columns of their own.
    pub fn console(grid: Grid, vos: impl IntoIterator<Item = Arc<str>>) -> Self {
        Self::of(grid, vos, true)
    }

    /// The columns of `grid` in the twin.
    pub fn twin(grid: Grid, vos: impl IntoIterator<Item = Arc<str>>) -> Self {
        Self::of(grid, vos, false)
    }

    fn of(grid: Grid, vos: impl IntoIterator<Item = Arc<str>>, console: bool) -> Self {
        let fixed = grid.specs().iter().filter(|spec| console || !spec.console_only);
        let own = vos.into_iter().enumerate();
        let own = own.map(|(number, name)| Column::Own { name, number });
        Self { grid, columns: fixed.map(Column::Fixed).chain(own).collect() }
    }

    /// Which list this is.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The columns.
    pub fn columns(&self) -> &Arc<[Column]> {
        &self.columns
    }

    /// The column of that name: as written first, then whatever its case, then by another name.
    pub fn find(&self, name: &str) -> Option<&Column> {
        let by = |test: &dyn Fn(&Column) -> bool| self.columns.iter().find(|c| test(c));
        by(&|column| column.name() == name)
            .or_else(|| by(&|column| column.name().eq_ignore_ascii_case(name)))
            .or_else(|| {
                by(&|column| match column {
                    Column::Fixed(spec) => {
                        spec.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
                    }
                    Column::Own { .. } => false,
                })
            })
    }

    /// Names and other names that `name` may have been meant to be, the nearest first.
    pub(super) fn near(&self, name: &str) -> Vec<&str> {
        let name = name.to_ascii_lowercase();
        let all = self.columns.iter().flat_map(|column| {
            let aliases = match column {
                Column::Fixed(spec) => spec.aliases,
                Column::Own { .. } => &[],
            };
            std::iter::once(column.name()).chain(aliases.iter().copied())
        });
        let mut near: Vec<(usize, &str)> = all
            .filter_map(|other| {
                let lower = other.to_ascii_lowercase();
                let part = name.len() > 2 && (lower.contains(&name) || name.contains(&lower));
                let distance = distance(&name, &lower);
                let limit = (name.chars().count() / 2).min(2);
                (part || distance <= limit).then_some((distance, other))
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.into_iter().map(|(_, name)| name).take(3).collect()
    }
}

/// How many characters have to be changed, added or left out to make one name of the other. Both are cut to 40.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let change = diagonal + usize::from(x != *y);
            left = change.min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_means_two_columns_of_a_list() {
        for grid in Grid::ALL {
            let mut seen = BTreeSet::new();
            for spec in grid.specs() {
                for name in std::iter::once(&spec.name).chain(spec.aliases) {
                    assert!(seen.insert(*name), "{name} of {}", grid.title());
                    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
                    assert!(name.chars().all(plain), "{name} needs quotes");
                }
            }
        }
    }

    #[test]
    fn a_vo_may_be_called_like_a_column_or_like_anything() {
        let vos = ["site", "Own VO", "na62"].map(Arc::from);
        let schema = Schema::console(Grid::Ces, vos);
        assert_eq!(schema.find("site").map(Column::spec), Some(&CES[0]), "ours come first");
        assert!(matches!(schema.find("own vo"), Some(Column::Own { number: 1, .. })));
        assert_eq!(schema.find("TAG").map(Column::name), Some("tags"));
        assert_eq!(schema.find("nothing"), None);
    }

    #[test]
    fn near_names_are_found() {
        let schema = Schema::console(Grid::Tokens, []);
        assert_eq!(schema.near("usr"), ["user"]);
        assert_eq!(schema.near("expires"), ["exp", "access_expires", "refresh_expires"]);
        assert_eq!(schema.near("zzzz"), [] as [&str; 0]);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!((distance("", "ab"), distance("ab", "")), (2, 2));
    }
}
