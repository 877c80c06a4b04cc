//! A case: what is asked by whom, how it ends, and where a backend may differ for which reason.

use super::asks;
use super::backend::{Ask, Backend, Expect, Persona};
use super::bench::{At, Bench, Story, shape, value};
use super::configuration::without_versions;

/// How a case is put.
#[derive(Clone, Copy)]
pub enum How {
    /// Through the same code as the program's.
    Program(Persona, Ask),
    /// One call by hand; its arguments as they are sent, `@name@` for the token id of a user.
    Call { who: Option<Persona>, at: At, method: &'static str, args: &'static str, show: Show },
    /// Several requests.
    Story(Story),
}

/// What is shown of the answer to a call by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// The value itself.
    Value,
    /// Its shape.
    Shape,
}

/// Where a backend differs, declared and explained beside the case.
pub struct But {
    pub backend: &'static str,
    pub expect: Expect,
    pub reason: &'static str,
}

/// One case.
pub struct Case {
    pub name: &'static str,
    pub how: How,
    pub everywhere: Expect,
    pub but: &'static [But],
}

/// How a case went.
pub struct Outcome {
    /// What the table shows.
    pub cell: String,
    /// What is wrong, if it did not go as declared.
    pub broken: Option<String>,
}

impl Case {
    /// A case that the program's own code puts.
    pub const fn program(name: &'static str, who: Persona, ask: Ask, everywhere: Expect) -> Self {
        Self { name, how: How::Program(who, ask), everywhere, but: &[] }
    }

    /// A call by hand whose value counts.
    pub const fn call(
        name: &'static str,
        who: Persona,
        at: At,
        (method, args): (&'static str, &'static str),
        everywhere: Expect,
    ) -> Self {
        let how = How::Call { who: Some(who), at, method, args, show: Show::Value };
        Self { name, how, everywhere, but: &[] }
    }

    /// A call by hand whose shape counts.
    pub const fn shape(
        name: &'static str,
        who: Persona,
        at: At,
        (method, args): (&'static str, &'static str),
        everywhere: Expect,
    ) -> Self {
        let how = How::Call { who: Some(who), at, method, args, show: Show::Shape };
        Self { name, how, everywhere, but: &[] }
    }

    /// A case of several requests.
    pub const fn story(name: &'static str, story: Story, everywhere: Expect) -> Self {
        Self { name, how: How::Story(story), everywhere, but: &[] }
    }

    /// The same case, other at some backends.
    pub const fn but(self, but: &'static [But]) -> Self {
        Self { but, ..self }
    }

    /// What is declared for a backend.
    pub fn expect(&self, backend: &str) -> Expect {
        self.but.iter().find(|but| but.backend == backend).map_or(self.everywhere, |but| but.expect)
    }

    /// Why a backend may differ from another.
    pub fn reason(&self, backends: &[&str]) -> Option<&'static str> {
        self.but.iter().find(|but| backends.contains(&but.backend)).map(|but| but.reason)
    }

    /// Puts the case to `backend`.
    pub async fn put(&self, backend: &dyn Backend) -> Outcome {
        let bench = Bench { backend };
        let came = match self.how {
            How::Program(who, ask) => asks::run(backend, who, ask).await,
            How::Call { who, at, method, args, show } => {
                let sent = bench.form(at, method, &bench.filled(args));
                let got = bench.send(who, at, sent).await;
                let returned = got.and_then(|got| got.returned());
                match show {
                    Show::Value => value(returned),
                    Show::Shape => shape(returned),
                }
            }
            How::Story(story) => story(&bench).await,
        };
        let common = |text: String| without_versions(&backend.without_names(&text));
        let came = came.map(common).map_err(common);
        let expect = self.expect(backend.name());
        let held = match (&expect, &came) {
            (Expect::Works(text), Ok(said)) | (Expect::Refused(text), Err(said)) => {
                said.contains(text)
            }
            _ => false,
        };
        let cell = match (&expect, &came, self.how) {
            // what the program says names the installation: what was declared of it is compared
            (Expect::Works(text), Ok(_), How::Program(..)) => format!("works: {text}"),
            (Expect::Refused(text), Err(_), How::Program(..)) => format!("refused: {text}"),
            (_, Ok(said), _) => format!("works: {said}"),
            (_, Err(said), _) => format!("refused: {said}"),
        };
        let broken =
            (!held).then(|| format!("{}\n  declared {expect:?}\n  came     {came:?}", self.name));
        Outcome { cell, broken }
    }
}
