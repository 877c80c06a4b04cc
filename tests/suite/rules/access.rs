//! Admission of VOs, levels of tags, audiences, and what no configuration may do to the inventory.

use dirac_tokens::domain::ce::{Level, RollUp, TokenState, Verdict};
use dirac_tokens::domain::cs;
use dirac_tokens::domain::inventory::{Context, Inventory};
use dirac_tokens::domain::layout::Rules;
use proptest::prelude::*;

use super::installation::{CE, QUEUE, SITE, good};

fn at(base: &str, below: &str) -> String {
    format!("{base}{below}")
}

/// States of submission at the first CE's queue, for alpha and beta.
fn submission(inventory: &Inventory) -> [TokenState; 2] {
    let access = &inventory.ces[0].queues[0].access;
    [access[0].submit.state, access[1].submit.state]
}

#[test]
fn dirac_8_asks_every_level_and_dirac_9_the_nearest() {
    use TokenState::{NotAdmitted, Proxy, Token};
    let cfg = good().set(&at(SITE, "/VO"), "beta").set(&at(QUEUE, "/VO"), "ALPHA, Beta");
    assert_eq!(submission(&cfg.inventory(Rules::V9)), [Token, Proxy]);
    assert_eq!(submission(&cfg.inventory(Rules::V8)), [NotAdmitted, Proxy]);
    let empty = good().set(&at(SITE, "/VO"), "beta").set(&at(QUEUE, "/VO"), "");
    assert_eq!(submission(&empty.inventory(Rules::V9)), [NotAdmitted, Proxy]);
    let ce = good().set(&at(SITE, "/VO"), "beta").set(&at(CE, "/VO"), "alpha");
    assert_eq!(submission(&ce.inventory(Rules::V9)), [Token, NotAdmitted]);
    assert_eq!(submission(&ce.inventory(Rules::V8)), [NotAdmitted, NotAdmitted]);
}

#[test]
fn the_most_specific_tag_decides_the_level() {
    let verdict =
        |cfg: super::installation::Cfg| cfg.inventory(Rules::V9).ces[0].queues[0].access[0].submit;
    let token = |level| Verdict { state: TokenState::Token, level: Some(level) };
    let site = good().without(&at(CE, "/Tag")).set(&at(SITE, "/CEs/Tag"), "Token");
    assert_eq!(verdict(site.clone()), token(Level::Site));
    assert_eq!(verdict(site.clone().set(&at(CE, "/Tag"), "Token")), token(Level::Ce));
    assert_eq!(verdict(site.set(&at(QUEUE, "/Tag"), "Token:alpha")), token(Level::Queue));
    let none = good().without(&at(CE, "/Tag"));
    assert_eq!(verdict(none), Verdict { state: TokenState::Proxy, level: None });
}

#[test]
fn what_becomes_of_a_type_that_dirac_does_not_have_is_unknown_tagged_or_not() {
    use TokenState::{NotAdmitted, Unknown};
    let foreign = good().set(&at(CE, "/CEType"), "OfAnExtension").set(&at(CE, "/VO"), "alpha");
    for cfg in [foreign.clone().without(&at(CE, "/Tag")), foreign.set(&at(CE, "/Tag"), "Token")] {
        let inventory = cfg.inventory(Rules::V9);
        let ce = &inventory.ces[0];
        let states = |vo: usize| {
            let access = ce.queues[0].access[vo];
            [access.submit.state, access.manage.state]
        };
        assert_eq!((states(0), states(1)), ([Unknown; 2], [NotAdmitted; 2]));
        assert_eq!(ce.access[0].submit, RollUp::All(Unknown));
        let ids: Vec<&str> = ce.findings.iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["ce-type-unknown"], "whether it has an audience is not known either");
        let by_token = |ce: &&dirac_tokens::domain::ce::Ce| {
            ce.queues.iter().any(|queue| queue.access[0].submit.state == TokenState::Token)
        };
        let counted = inventory.ces.iter().filter(by_token).count();
        assert_eq!(inventory.vos[0].ces_token, counted, "unknown is not a token");
        assert!(inventory.vos[0].ces_total > counted, "but the CE admits the VO");
    }
}

#[test]
fn pilot_manager_reads_the_defaults_only_where_no_tag_is_written() {
    let manage =
        |cfg: super::installation::Cfg| cfg.inventory(Rules::V9).ces[0].queues[0].access[1].manage;
    let defaults = good().without(&at(CE, "/Tag")).set("/Resources/Computing/AREX/Tag", "Token");
    let by_default = Verdict { state: TokenState::Token, level: Some(Level::Default) };
    assert_eq!(manage(defaults.clone()), by_default);
    let proxy = Verdict { state: TokenState::Proxy, level: None };
    assert_eq!(manage(defaults.clone().set(&at(CE, "/Tag"), "")), proxy);
    assert_eq!(manage(defaults.clone().set(&at(QUEUE, "/Tag"), "GPU")), proxy);
    let submit = defaults.inventory(Rules::V9).ces[0].queues[0].access[1].submit;
    assert_eq!(submit, proxy, "the Site Director never sees the defaults");
    let local = good().without(&at(CE, "/Tag")).set("/LocalSite/ce01.place.ch/Tag", "Token:beta");
    assert_eq!(manage(local), by_default);
}

#[test]
fn the_audience_follows_the_port_of_each_level() {
    let ce = |cfg: super::installation::Cfg| cfg.inventory(Rules::V9).ces.swap_remove(0);
    assert_eq!(ce(good()).audience.as_deref(), Some("https://ce01.place.ch:443"));
    for (path, port) in [
        ("/Resources/Computing/AREX/Port", "1"),
        ("/Resources/Sites/LCG/LCG.Place.ch/CEs/Port", "2"),
        (&at(CE, "/Port"), "3"),
    ] {
        let wanted = format!("https://ce01.place.ch:{port}");
        assert_eq!(ce(good().set(path, port)).audience, Some(wanted));
    }
    let queue = ce(good().set(&at(QUEUE, "/Port"), "8443"));
    assert_eq!(queue.audience.as_deref(), Some("https://ce01.place.ch:443"));
    assert_eq!(queue.queues[0].audience.as_deref(), Some("https://ce01.place.ch:8443"));
    let same = ce(good().set(&at(QUEUE, "/Port"), "443"));
    assert_eq!(same.queues[0].audience, None);
}

#[test]
fn queues_that_differ_make_a_ce_mixed_and_are_counted_once() {
    let inventory = good()
        .without(&at(CE, "/Tag"))
        .set(&at(QUEUE, "/Tag"), "Token:alpha")
        .section(&at(CE, "/Queues/nordugrid-slurm-short"))
        .inventory(Rules::V9);
    let access = inventory.ces[0].access[0];
    assert_eq!((access.submit, access.level), (RollUp::Mixed, None));
    assert_eq!(access.submit.word(), "mixed");
    assert_eq!((inventory.vos[0].ces_token, inventory.vos[0].ces_total), (1, 2));
    assert_eq!((inventory.vos[1].ces_token, inventory.vos[1].ces_total), (0, 2));
}

/// Text made of the names that matter, nested at random: everything in the wrong place.
fn scrambled() -> impl Strategy<Value = String> {
    const NAMES: &str = "(Resources|Sites|CEs|Queues|Registry|VO|Groups|Users|IdProviders|LCG|LCG.A.b|x|Tag|Systems|DIRAC|Services)";
    const LEAVES: &str = "(Tag|VO|CEType|Port|Users|DN|IdProvider|IdPRole|issuer|scope|x|MasterServer) = (Token|Token:x|AREX|SSH|x, y|,|https://|/O=DIRAC/CN=|)";
    let leaf = LEAVES.prop_map(|line| line + "\n");
    let tree = leaf.prop_recursive(6, 40, 5, |inner| {
        (NAMES, proptest::collection::vec(inner, 0..5))
            .prop_map(|(name, inner)| format!("{name}\n{{\n{}}}\n", inner.concat()))
    });
    proptest::collection::vec(tree, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_configuration_breaks_the_inventory(text in scrambled(), v8: bool) {
        let Ok(tree) = cs::parse(text) else { return Ok(()) };
        let rules = if v8 { Rules::V8 } else { Rules::V9 };
        let inventory = Inventory::build(&tree, &Context { rules });
        for ce in &inventory.ces {
            prop_assert_eq!(ce.access.len(), inventory.vos.len());
            for queue in &ce.queues {
                prop_assert_eq!(queue.access.len(), inventory.vos.len());
            }
        }
        for vo in &inventory.vos {
            prop_assert!(vo.ces_token <= vo.ces_total && vo.ces_total <= inventory.ces.len());
        }
    }
}
