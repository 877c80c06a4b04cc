use super::{Layout, Rules};
use crate::domain::cs::parse;

fn layout(text: &str) -> Layout {
    Layout::detect(&parse(text).expect("the test's text is a cfg"))
}

/// A DIRAC 8 configuration of one system with `instance`; `head` goes into `/DIRAC`.
fn v8(instance: &str, head: &str) -> String {
    format!(
        "DIRAC\n{{\nSetup = Lab\n{head}\nSetups\n{{\nLab\n{{\nFramework = {instance}\n}}\n}}\n}}\n\
         Systems\n{{\nFramework\n{{\n{instance}\n{{\nServices\n{{\n}}\nURLs\n{{\nTokenManager = dips://h:9181/x\n}}\n}}\n}}\n}}\n"
    )
}

#[test]
fn the_servers_version_decides_the_rules() {
    for (version, rules) in [
        ("9.1.22", Some(Rules::V9)),
        ("v9r0p3", Some(Rules::V9)),
        ("8.0.86", Some(Rules::V8)),
        ("v7r3p31", Some(Rules::V8)),
        ("10.0.0a1", Some(Rules::V9)),
        ("", None),
        ("integration", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(Rules::of_version(version), rules, "{version}");
    }
    let with_instances = layout(&v8("Production", ""));
    assert_eq!(Rules::choose(Some("9.1.22"), &with_instances), Rules::V9);
    assert_eq!(Rules::choose(None, &with_instances), Rules::V8);
    assert_eq!(Rules::choose(Some("unknown"), &Layout::default()), Rules::V9);
}

#[test]
fn a_urls_section_below_the_system_means_no_instances() {
    let flat = layout("Systems\n{\nFramework\n{\nURLs\n{\n}\n}\n}\n");
    assert!(flat.is_flat());
    assert_eq!(flat.urls("Framework"), "/Systems/Framework/URLs");
    assert_eq!(flat.agents("WorkloadManagement"), "/Systems/WorkloadManagement/Agents");
}

#[test]
fn instances_are_found_through_the_setup() {
    let old = layout(&v8("Production", ""));
    assert_eq!(old.setup(), Some("Lab"));
    assert_eq!(old.instance("Framework"), Some("Production"));
    assert_eq!(old.urls("Framework"), "/Systems/Framework/Production/URLs");
    assert_eq!(old.services("Framework"), "/Systems/Framework/Production/Services");
    assert_eq!(old.failover_urls("Framework"), "/Systems/Framework/Production/FailoverURLs");
    assert_eq!(old.urls("Tornado"), "/Systems/Tornado/URLs", "not in the setup");
}

#[test]
fn an_instance_may_be_called_like_a_section() {
    for name in ["Services", "URLs", "Agents"] {
        let odd = layout(&v8(name, ""));
        assert_eq!(odd.urls("Framework"), format!("/Systems/Framework/{name}/URLs"));
    }
}

#[test]
fn only_the_exact_word_true_switches_setups_off() {
    assert!(layout(&v8("Production", "NoSetup = True")).is_flat());
    assert!(!layout(&v8("Production", "NoSetup = true")).is_flat());
    assert!(!layout(&v8("Production", "NoSetup = yes")).is_flat());
    assert_eq!(Rules::choose(None, &layout("DIRAC\n{\nNoSetup = True\n}\n")), Rules::V8);
}

#[test]
fn a_flat_configuration_with_a_left_over_setup_is_flat() {
    let text = "DIRAC\n{\nSetup = Lab\nSetups\n{\nLab\n{\nFramework = Production\n}\n}\n}\n\
                Systems\n{\nFramework\n{\nURLs\n{\n}\nServices\n{\n}\n}\n}\n";
    let left_over = layout(text);
    assert!(left_over.is_flat());
    assert_eq!(Rules::choose(None, &left_over), Rules::V9);
}

#[test]
fn dirac_9_does_not_read_instances_that_are_left_over() {
    let old = layout(&v8("Production", ""));
    assert_eq!(old.with_instances().collect::<Vec<_>>(), [("Framework", "Production")]);
    assert_eq!(old.clone().read_by(Rules::V8), old);
    assert_eq!(old.read_by(Rules::V9).urls("Framework"), "/Systems/Framework/URLs");
}
