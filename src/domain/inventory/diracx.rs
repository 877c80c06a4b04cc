//! Looks at the section `/DiracX`, from which DiracX gets what it knows of this installation (facts/diracx.md).

use std::collections::{HashMap, HashSet};

use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::idp::{Provider, issuer_key};
use crate::domain::lint::{self, Finding, Severity};
use crate::domain::registry::User;
use crate::domain::vo::Vo;

const SECTION: &str = "/DiracX";
const VOS: &str = "/DiracX/CsSync/VOs";

/// Every finding about the section, where there is one.
pub(super) fn check(
    tree: &Tree,
    vos: &[Vo],
    users: &[User],
    providers: &[Provider],
    findings: &mut Vec<Finding>,
) {
    let Some(section) = tree.section(SECTION) else { return };
    findings.extend(url(section));
    let disabled = section.list("DisabledVOs");
    for name in disabled.iter().filter(|name| !vos.iter().any(|vo| vo.name == **name)) {
        findings.push(Finding::new(
            &lint::DIRACX_DISABLED_VO,
            format!("DisabledVOs names {name}, but there is no such VO."),
            format!("{SECTION}/DisabledVOs"),
        ));
    }
    // without it nothing is handed over to DiracX at all
    let Some(handed) = tree.section(VOS) else { return };
    let by_name: HashMap<&str, &Provider> =
        providers.iter().map(|provider| (provider.name.as_str(), provider)).collect();
    for vo in vos.iter().filter(|vo| !disabled.contains(&vo.name.as_str())) {
        let provider = vo.id_provider.as_deref().and_then(|name| by_name.get(name)).copied();
        match handed.section(&vo.name) {
            Some(own) => {
                idp(own, vo, provider, findings);
                subjects(own, vo, users, findings);
            }
            None if vo.id_provider.is_some() => findings.push(
                Finding::new(
                    &lint::DIRACX_IDP,
                    format!("VO {} is neither in CsSync nor in DisabledVOs of DiracX.", vo.name),
                    format!("{VOS}/{}", vo.name),
                )
                .with(Severity::Info),
            ),
            None => {}
        }
    }
}

fn url(section: Section<'_>) -> Option<Finding> {
    let source = format!("{SECTION}/URL");
    let url = section.value("URL").unwrap_or_default();
    // without anything that leads there, nobody misses it
    let switched = || {
        let systems =
            section.section("FutureClientEnabled").into_iter().flat_map(Section::sections);
        let mut switches = systems.flat_map(Section::options);
        section.section("CsSync").is_some() || switches.any(Opt::is_true)
    };
    let text = if url.is_empty() {
        if !switched() {
            return None;
        }
        "The section DiracX has no URL.".to_owned()
    } else if url.starts_with("https://") {
        return None;
    } else {
        format!("The URL of DiracX is {url}, which is not an https address.")
    };
    Some(Finding::new(&lint::DIRACX_URL, text, source))
}

fn idp(own: Section<'_>, vo: &Vo, provider: Option<&Provider>, findings: &mut Vec<Finding>) {
    let path = format!("{VOS}/{}/IdP", vo.name);
    let value = |name: &str| {
        let value = own.section("IdP").and_then(|idp| idp.value(name));
        value.filter(|value| !value.is_empty())
    };
    let (url, client) = (value("URL"), value("ClientID"));
    for (name, missing) in [("URL", url.is_none()), ("ClientID", client.is_none())] {
        if missing {
            findings.push(Finding::new(
                &lint::DIRACX_IDP,
                format!("The IdP of VO {} in CsSync has no {name}.", vo.name),
                format!("{path}/{name}"),
            ));
        }
    }
    let Some(url) = url else { return };
    if url.ends_with('/') {
        findings.push(Finding::new(
            &lint::DIRACX_IDP_SLASH,
            format!("The IdP of VO {} in CsSync ends with a slash: {url}", vo.name),
            format!("{path}/URL"),
        ));
    }
    let issuer = provider.and_then(|provider| provider.issuer.as_deref());
    if let Some(issuer) = issuer.filter(|issuer| issuer_key(issuer) != issuer_key(&url)) {
        findings.push(Finding::new(
            &lint::DIRACX_IDP,
            format!(
                "DiracX sends VO {} to {url}, but its IdProvider in DIRAC is {issuer}.",
                vo.name
            ),
            format!("{path}/URL"),
        ));
    }
}

fn subjects(own: Section<'_>, vo: &Vo, users: &[User], findings: &mut Vec<Finding>) {
    let path = format!("{VOS}/{}/UserSubjects", vo.name);
    let by_name: HashMap<&str, &User> =
        users.iter().map(|user| (user.name.as_str(), user)).collect();
    let mut named: HashSet<&str> = HashSet::new();
    for option in own.section("UserSubjects").into_iter().flat_map(Section::options) {
        named.insert(option.name());
        let subject = option.value();
        let text = match by_name.get(option.name()) {
            None => {
                format!("UserSubjects of VO {} names {}, who is no user.", vo.name, option.name())
            }
            Some(user)
                if !user.token_ids.is_empty()
                    && !user.token_ids.iter().any(|id| *id == subject) =>
            {
                format!(
                    "DiracX knows {} of VO {} by a subject that is none of the token ids in DIRAC.",
                    option.name(),
                    vo.name
                )
            }
            Some(_) => continue,
        };
        let source = format!("{path}/{}", option.name());
        findings.push(Finding::new(&lint::DIRACX_SUBJECTS, text, source));
    }
    let groups: HashSet<&str> = vo.groups.iter().map(|group| group.name.as_str()).collect();
    let of_vo = |user: &&User| user.groups.iter().any(|group| groups.contains(group.as_str()));
    let (left, all) = users.iter().filter(of_vo).fold((0_usize, 0_usize), |(left, all), user| {
        (left + usize::from(!named.contains(user.name.as_str())), all + 1)
    });
    if left > 0 {
        findings.push(
            Finding::new(
                &lint::DIRACX_SUBJECTS,
                format!("{left} of {all} users of VO {} are not in UserSubjects.", vo.name),
                path,
            )
            .with(Severity::Info),
        );
    }
}
