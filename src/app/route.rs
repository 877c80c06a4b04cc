//! The screens, their numbers and names.

use crate::input::action::{Action, Context};

/// A screen. Number 6 is kept for Changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// IdProviders.
    Providers,
    /// VOs.
    Vos,
    /// CEs.
    Ces,
    /// Stored tokens.
    Tokens,
    /// One token, read.
    Inspect,
    /// Requests.
    Log,
}

impl Route {
    /// All screens in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Providers, Self::Vos, Self::Ces, Self::Tokens, Self::Inspect, Self::Log];

    /// The key that goes there.
    pub fn number(self) -> u8 {
        match self {
            Self::Providers => 1,
            Self::Vos => 2,
            Self::Ces => 3,
            Self::Tokens => 4,
            Self::Inspect => 5,
            Self::Log => 7,
        }
    }

    /// Name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Providers => "Providers",
            Self::Vos => "VOs",
            Self::Ces => "CEs",
            Self::Tokens => "Tokens",
            Self::Inspect => "Inspect",
            Self::Log => "Log",
        }
    }

    /// Name for narrow screens.
    pub fn short(self) -> &'static str {
        match self {
            Self::Providers => "Prov",
            other => other.title(),
        }
    }

    /// The context of its own keys.
    pub fn context(self) -> Context {
        match self {
            Self::Providers => Context::Providers,
            Self::Vos => Context::Vos,
            Self::Ces => Context::Ces,
            Self::Tokens => Context::Tokens,
            Self::Inspect => Context::Inspect,
            Self::Log => Context::Log,
        }
    }

    /// Where an action goes to, if that is all it does.
    pub fn of(action: Action) -> Option<Self> {
        match action {
            Action::GoProviders => Some(Self::Providers),
            Action::GoVos => Some(Self::Vos),
            Action::GoCes => Some(Self::Ces),
            Action::GoTokens => Some(Self::Tokens),
            Action::GoInspect => Some(Self::Inspect),
            Action::GoLog => Some(Self::Log),
            _ => None,
        }
    }
}
