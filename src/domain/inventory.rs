//! Everything the console knows of an installation from its configuration, in one pass.
//!
//! Owns the walk over the tree: what is read from where, and when a lint applies. The rules themselves (tags, audiences,
//! scopes, token ids, layout) live beside their row types; nothing here knows where the tree came from.

mod ces;
mod diracx;
mod guards;
mod people;
mod providers;
mod release;
mod secrets;
mod services;
mod unguarded;
mod vos;

use std::collections::HashMap;

pub(in crate::domain) use ces::Defaults as CeDefaults;
pub use release::of_release;

use super::ce::Ce;
use super::cs::Tree;
use super::idp::Provider;
use super::layout::{Layout, Rules};
use super::lint::{self, Finding};
use super::permission::Guards;
use super::registry::{Group, User};
use super::vo::{Vo, VoNames};

/// What a configuration says about tokens. Built once per CS version, then shared read-only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Whose rules it was read by.
    pub rules: Rules,
    /// IdProviders in order of the CS.
    pub providers: Vec<Provider>,
    /// VOs in order of the CS, then names that only groups mention.
    pub vos: Vec<Vo>,
    /// Groups in order of the CS.
    pub groups: Vec<Group>,
    /// Groups to take for users without one of their own, from `/Registry/DefaultGroup`.
    pub default_groups: Vec<String>,
    /// Users in order of the CS.
    pub users: Vec<User>,
    /// CEs in order of the CS.
    pub ces: Vec<Ce>,
    /// Who is let in to the methods that are called here.
    pub guards: Guards,
    /// Findings that belong to no row: missing sections, authorization rules, the master's URL.
    pub findings: Vec<Finding>,
}

/// What has to be known besides the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Whose rules apply: [`Rules::choose`].
    pub rules: Rules,
}

impl Inventory {
    /// Reads `tree`, the merged configuration.
    ///
    /// Never fails: what is missing is empty and told as a finding. One pass; every lookup by name goes through an index,
    /// so that the time grows with the size of the configuration.
    pub fn build(tree: &Tree, context: &Context) -> Self {
        let rules = context.rules;
        let mut findings = Vec::new();
        let layout = layout(tree, rules, &mut findings);
        missing_sections(tree, &mut findings);
        let mut providers = providers::read(tree);
        let groups = people::groups(tree, rules);
        let users = people::users(tree, &groups);
        people::without_vo(&groups, &mut findings);
        let mut vos = vos::read(tree, &groups, &users, &providers, &mut findings);
        name_vos_of(&mut providers, &vos);
        providers::with_slashes(&providers, &mut findings);
        vos::without_ids(&vos, &groups, &users, &mut findings);
        let names: Vec<String> = vos.iter().map(|vo| vo.name.clone()).collect();
        let ces = ces::read(tree, rules, &VoNames::new(&names));
        vos::count_ces(&mut vos, &ces);
        secrets::scan(tree, &mut findings);
        services::check(tree, &layout, rules, &mut findings);
        unguarded::check(tree, &layout, &mut findings);
        diracx::check(tree, &vos, &users, &providers, &mut findings);
        let guards = guards::read(tree, &layout);
        let default_groups = people::default_groups(tree);
        Self { rules, providers, vos, groups, default_groups, users, ces, guards, findings }
    }

    /// Every finding of every row, those of the installation first.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .chain(self.providers.iter().flat_map(|row| &row.findings))
            .chain(self.vos.iter().flat_map(|row| &row.findings))
            .chain(self.users.iter().flat_map(|row| &row.findings))
            .chain(self.ces.iter().flat_map(|row| &row.findings))
    }
}

/// The layout that the servers read; instances that they do not read are told.
fn layout(tree: &Tree, rules: Rules, findings: &mut Vec<Finding>) -> Layout {
    let layout = Layout::detect(tree);
    if rules == Rules::V9 && !layout.is_flat() {
        let mut left: Vec<String> = layout
            .with_instances()
            .map(|(system, instance)| format!("/Systems/{system}/{instance}"))
            .collect();
        left.sort_unstable();
        findings.push(Finding::new(
            &lint::INSTANCES_LEFT_OVER,
            format!("DIRAC 9 does not read {}.", left.join(", ")),
            "/Systems",
        ));
    }
    layout.read_by(rules)
}

/// Tells each provider which VOs use it.
fn name_vos_of(providers: &mut [Provider], vos: &[Vo]) {
    let mut users_of: HashMap<&str, Vec<String>> = HashMap::new();
    for vo in vos {
        if let Some(provider) = &vo.id_provider {
            users_of.entry(provider).or_default().push(vo.name.clone());
        }
    }
    for provider in providers {
        provider.vos = users_of.remove(provider.name.as_str()).unwrap_or_default();
    }
}

/// Sections without which a screen stays empty.
fn missing_sections(tree: &Tree, findings: &mut Vec<Finding>) {
    for (path, what) in [
        ("/Resources/IdProviders", "identity providers"),
        ("/Resources/Sites", "sites and CEs"),
        ("/Registry/VO", "VOs"),
        ("/Registry/Users", "users"),
        ("/Registry/Groups", "groups"),
    ] {
        if tree.section(path).is_none_or(|section| section.sections().next().is_none()) {
            findings.push(Finding::new(
                &lint::SECTION_MISSING,
                format!("The configuration defines no {what}: {path} is absent or empty."),
                path,
            ));
        }
    }
}
