//! What is the same for every CE: directors, the hosts that may ask, the service; and per VO its pilots' identity and
//! provider. Read once, however many CEs are looked at.

use std::collections::HashMap;

use super::checks::{DIRECTOR, HOST, SERVICE};
use super::directors::{self, Director};
use super::live::Ask;
use super::provider::{self, Chosen};
use super::row::Row;
use crate::domain::ce::Ce;
use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::inventory::Inventory;
use crate::domain::layout::{Layout, Rules};
use crate::domain::permission::{Caller, What, judge};
use crate::domain::why::State;

/// What an installation is for every VO and CE.
#[derive(Debug)]
pub struct Ground<'a> {
    pub(super) tree: &'a Tree,
    pub(super) inventory: &'a Inventory,
    pub(super) layout: Layout,
    pub(super) rules: Rules,
    pub(super) names: Vec<String>,
    directors: Vec<Director>,
    service: Row,
    host: Row,
    ces: HashMap<&'a str, &'a Ce>,
}

/// What a VO is for every CE.
#[derive(Clone, Debug)]
pub struct OfVo {
    /// Its name.
    pub vo: String,
    /// Position in `Inventory::vos`, `None` if there is no such VO.
    pub(super) at: Option<usize>,
    pub(super) directors: Vec<Director>,
    /// Checks 1 and 6.
    pub(super) before: Vec<Row>,
    /// Checks 11 to 15.
    pub(super) behind: Vec<Row>,
    pub(super) chosen: Chosen,
}

impl<'a> Ground<'a> {
    /// Reads it from a configuration and the inventory of the same.
    pub fn new(tree: &'a Tree, inventory: &'a Inventory) -> Self {
        let rules = inventory.rules;
        let layout = Layout::detect(tree).read_by(rules);
        let directors = directors::read(tree, &layout, rules);
        let service = service(tree, &layout, rules);
        let host = host(tree, inventory);
        let names = inventory.vos.iter().map(|vo| vo.name.clone()).collect();
        let ces = inventory.ces.iter().map(|ce| (ce.path.as_str(), ce)).collect();
        Self { tree, inventory, layout, rules, names, directors, service, host, ces }
    }

    /// The CE whose section this is.
    pub fn ce(&self, path: &str) -> Option<&'a Ce> {
        self.ces.get(path).copied()
    }

    /// What `vo` is for every CE.
    pub fn of_vo(&self, vo: &str) -> OfVo {
        let serving: Vec<Director> = self
            .directors
            .iter()
            .filter(|director| director.vo.as_ref().is_some_and(|(served, _)| served == vo))
            .cloned()
            .collect();
        let (identity, chosen) = provider::identity(self, vo, &serving);
        let mut behind = provider::rows(self, vo, &chosen);
        behind.push(self.service.clone());
        behind.push(self.host.clone());
        OfVo {
            vo: vo.to_owned(),
            at: self.inventory.vos.iter().position(|known| known.name == vo),
            before: vec![self.director(vo, &serving), identity],
            directors: serving,
            behind,
            chosen,
        }
    }

    fn director(&self, vo: &str, serving: &[Director]) -> Row {
        let agents = self.layout.agents("WorkloadManagement");
        if let Some(first) = serving.first() {
            let names: Vec<&str> = serving.iter().map(|director| director.name.as_str()).collect();
            let path = first.vo.as_ref().map(|(_, path)| path.clone()).unwrap_or_default();
            return Row::holds(&DIRECTOR, format!("{} serves {vo}.", names.join(", ")), path);
        }
        let silent: Vec<&str> = self
            .directors
            .iter()
            .filter(|director| director.vo.is_none())
            .map(|director| director.name.as_str())
            .collect();
        if !silent.is_empty() {
            return Row::unknown(
                &DIRECTOR,
                format!(
                    "No Site Director names {vo}; {} names no VO, which its own host may do.",
                    silent.join(", ")
                ),
                agents,
                "Look into the local configuration of that host, or set its option VO.",
            );
        }
        let others: Vec<String> = self
            .directors
            .iter()
            .filter_map(|director| {
                let (served, _) = director.vo.as_ref()?;
                Some(format!("{} serves {served}", director.name))
            })
            .collect();
        let evidence = if others.is_empty() {
            "There is no Site Director.".to_owned()
        } else {
            format!("No Site Director serves {vo}: {}.", others.join(", "))
        };
        let remedy = format!("Install a Site Director whose option VO is {vo}.");
        Row::fails(&DIRECTOR, self.rules, evidence, agents, remedy)
    }
}

/// Check 14. Whether the service answers is added by a live check.
fn service(tree: &Tree, layout: &Layout, rules: Rules) -> Row {
    let switch = "/DiracX/FutureClientEnabled/Framework/TokenManager";
    if rules == Rules::V9 && tree.option(switch).is_some_and(Opt::is_true) {
        return Row::fails(
            &SERVICE,
            rules,
            "DIRAC's own clients are sent to DiracX instead of the TokenManager.",
            switch,
            "Take the option out, unless DiracX gives client tokens here.",
        );
    }
    let path = format!("{}/TokenManager", layout.urls("Framework"));
    let failover = format!("{}/TokenManager", layout.failover_urls("Framework"));
    let urls = |path: &str| -> Vec<String> {
        tree.option(path).into_iter().flat_map(Opt::list).map(str::to_owned).collect()
    };
    for path in [&path, &failover] {
        let urls = urls(path);
        if !urls.is_empty() {
            return Row::holds(&SERVICE, urls.join(", "), path);
        }
    }
    Row::fails(
        &SERVICE,
        rules,
        "No URL of Framework/TokenManager is known.",
        path,
        "Install the service, and set the option to its URL.",
    )
}

/// Check 15. On which host an agent runs stands nowhere, so that it is told only where all hosts are alike.
fn host(tree: &Tree, inventory: &Inventory) -> Row {
    let section = "/Registry/Hosts";
    let hosts = tree.section(section).into_iter().flat_map(Section::sections);
    let (mut may, mut may_not) = (Vec::new(), Vec::new());
    for host in hosts {
        let properties: Vec<String> =
            host.list("Properties").into_iter().map(str::to_owned).collect();
        let caller =
            Caller { user: None, group: Some("hosts"), properties: &properties, by_proxy: false };
        let known = host.option("DN").is_some_and(|dn| dn.list().next().is_some());
        if known && judge(What::GetToken, caller, inventory).allowed {
            may.push(host.name());
        } else {
            may_not.push(host.name());
        }
    }
    let needs = "FullDelegation or LimitedDelegation";
    match (may.is_empty(), may_not.is_empty()) {
        (true, _) => Row::fails(
            &HOST,
            inventory.rules,
            format!("No host has a DN, {needs}, and a way past the rule for getToken."),
            section,
            format!("Give the host of the Site Director {needs}."),
        ),
        (false, true) => {
            let word = if may.len() == 1 { "may" } else { "all may" };
            Row::holds(&HOST, format!("{} {word}.", may.join(", ")), section)
        }
        (false, false) => Row::unknown(
            &HOST,
            format!(
                "{} may, {} may not; on which of them the Site Director runs is not in the configuration.",
                may.join(", "),
                may_not.join(", ")
            ),
            section,
            format!("See that its host has {needs}."),
        ),
    }
}

impl OfVo {
    /// Checks that fail for this VO at every CE and have no fallback.
    pub(super) fn stops(&self) -> impl Iterator<Item = &Row> {
        self.behind.iter().filter(|row| row.verdict == State::Fails)
    }

    /// What a Site Director asks the TokenManager for a CE of this audience; `None` where there is no pilot group to ask for.
    pub fn ask(&self, audience: Option<&str>) -> Option<Ask> {
        self.chosen.ask(audience)
    }

    /// The VO's IdProvider, where it is defined with an issuer.
    pub fn issuer(&self) -> Option<(&str, &str)> {
        Some((self.chosen.provider.as_deref()?, self.chosen.issuer.as_deref()?))
    }
}
