//! A small installation in which nothing is wrong, to be spoiled by one thing at a time.

use std::fmt::Write as _;

use dirac_tokens::domain::cs::{self, LocalFile, Tree};
use dirac_tokens::domain::inventory::{Context, Inventory};
use dirac_tokens::domain::layout::Rules;

/// A configuration being written: options and sections in order.
#[derive(Clone, Default)]
pub(crate) struct Cfg {
    options: Vec<(String, String)>,
    sections: Vec<(String, Cfg)>,
}

/// Path of the one site of [`good`].
pub(crate) const SITE: &str = "/Resources/Sites/LCG/LCG.Place.ch";
/// Path of its first CE, an AREX.
pub(crate) const CE: &str = "/Resources/Sites/LCG/LCG.Place.ch/CEs/ce01.place.ch";
/// Path of that CE's queue.
pub(crate) const QUEUE: &str =
    "/Resources/Sites/LCG/LCG.Place.ch/CEs/ce01.place.ch/Queues/nordugrid-slurm-long";

impl Cfg {
    /// Sets an option, making the sections above it.
    pub(crate) fn set(mut self, path: &str, value: &str) -> Self {
        let (above, name) = path.rsplit_once('/').expect("a path begins with a slash");
        let section = self.at(above);
        section.options.retain(|(known, _)| known != name);
        section.options.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes a section.
    pub(crate) fn section(mut self, path: &str) -> Self {
        self.at(path);
        self
    }

    /// Takes an option or a section away.
    pub(crate) fn without(mut self, path: &str) -> Self {
        let (above, name) = path.rsplit_once('/').expect("a path begins with a slash");
        let section = self.at(above);
        let before = section.options.len() + section.sections.len();
        section.options.retain(|(known, _)| known != name);
        section.sections.retain(|(known, _)| known != name);
        assert!(section.options.len() + section.sections.len() < before, "{path} is not there");
        self
    }

    fn at(&mut self, path: &str) -> &mut Self {
        path.split('/').filter(|name| !name.is_empty()).fold(self, |section, name| {
            let known = section.sections.iter().position(|(other, _)| other == name);
            let at = known.unwrap_or_else(|| {
                section.sections.push((name.to_owned(), Self::default()));
                section.sections.len() - 1
            });
            &mut section.sections[at].1
        })
    }

    fn write(&self, out: &mut String) {
        for (name, value) in &self.options {
            writeln!(out, "{name} = {value}").expect("a String takes all");
        }
        for (name, section) in &self.sections {
            writeln!(out, "{name}\n{{").expect("a String takes all");
            section.write(out);
            out.push_str("}\n");
        }
    }

    /// The text of this configuration.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// The tree of this configuration alone.
    pub(crate) fn tree(&self) -> Tree {
        cs::parse(self.text()).expect("what is written here is a cfg")
    }

    /// The inventory of this configuration as the servers' one.
    pub(crate) fn inventory(&self, rules: Rules) -> Inventory {
        Inventory::build(&self.tree(), &Context { rules })
    }

    /// The inventory with `local` in a cfg file of this host.
    pub(crate) fn inventory_with(&self, local: &Self, rules: Rules) -> Inventory {
        let local = LocalFile { label: String::from("dirac.cfg"), tree: local.tree() };
        Inventory::build(&Tree::merged(&self.tree(), &[local]), &Context { rules })
    }
}

/// Two VOs, a provider each, two users, two CEs, guarded services: no finding at all.
pub(crate) fn good() -> Cfg {
    let provider = |cfg: Cfg, name: &str, kind: &str, issuer: &str| {
        cfg.set(&format!("/Resources/IdProviders/{name}/ProviderType"), kind)
            .set(&format!("/Resources/IdProviders/{name}/issuer"), issuer)
            .set(&format!("/Resources/IdProviders/{name}/scope"), "openid profile offline_access")
    };
    let cfg = Cfg::default()
        .set(
            "/DIRAC/Configuration/MasterServer",
            "https://cs.example.org:9135/Configuration/Server",
        )
        .set("/Systems/Configuration/Services/Server/Authorization/Default", "authenticated")
        .set(
            "/Systems/Configuration/Services/Server/Authorization/commitNewData",
            "CSAdministrator",
        )
        .set("/Systems/Framework/Services/TokenManager/Authorization/Default", "authenticated")
        .set(
            "/Systems/Framework/Services/TokenManager/Authorization/getTokensByUserID",
            "ProxyManagement",
        )
        .set("/Systems/WorkloadManagement/Agents/SiteDirector/VO", "alpha")
        .set("/Registry/Users/ada/DN", "/DC=org/CN=Ada, /O=DIRAC/CN=id-ada")
        .set("/Registry/Users/ben/DN", "/DC=org/CN=Ben")
        .set("/Registry/Groups/alpha_user/Users", "ada")
        .set("/Registry/Groups/alpha_user/VO", "alpha")
        .set("/Registry/Groups/beta_pilot/Users", "ada")
        .set("/Registry/Groups/beta_pilot/VO", "beta")
        .set("/Registry/VO/alpha/IdProvider", "IAM-Alpha")
        .set("/Registry/VO/beta/IdProvider", "CheckIn-Beta");
    let cfg = provider(cfg, "IAM-Alpha", "IAM", "https://iam.example.org");
    let cfg = provider(cfg, "CheckIn-Beta", "CheckIn", "https://checkin.example.org");
    cfg.set(&format!("{CE}/CEType"), "AREX")
        .set(&format!("{CE}/Tag"), "Token:alpha, MultiProcessor")
        .section(QUEUE)
        .set(&format!("{SITE}/CEs/ce02.place.ch/CEType"), "SSH")
        .section(&format!("{SITE}/CEs/ce02.place.ch/Queues/batch"))
}

/// An installation in which pilots of both VOs go everywhere: what the pre-flight asks for is there.
pub(crate) fn with_pilots() -> Cfg {
    let cfg = good()
        .set("/Systems/Framework/URLs/TokenManager", "https://tokens.example.org:8443/x")
        .set("/Registry/Hosts/director/DN", "/DC=org/CN=director")
        .set("/Registry/Hosts/director/Properties", "TrustedHost, FullDelegation")
        .set("/Registry/Groups/alpha_pilot/VO", "alpha")
        .set("/Registry/Groups/alpha_pilot/Users", "ada")
        .set("/Systems/WorkloadManagement/Agents/SiteDirectorBeta/Module", "SiteDirector")
        .set("/Systems/WorkloadManagement/Agents/SiteDirectorBeta/VO", "beta");
    ["alpha", "beta"].into_iter().fold(cfg, |cfg, vo| {
        let pilot = format!("/Operations/{vo}/Pilot");
        cfg.set(&format!("{pilot}/GenericPilotGroup"), &format!("{vo}_pilot"))
            .set(&format!("{pilot}/GenericPilotUser"), "ada")
    })
}
