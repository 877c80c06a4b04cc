use proptest::prelude::*;

use super::{Grants, NearMiss, is_token_tag, near_miss};
use crate::domain::ce::Level;
use crate::domain::vo::VoNames;

fn names(vos: &[&str]) -> Vec<String> {
    vos.iter().map(|vo| (*vo).to_owned()).collect()
}

/// The spelling that is suggested for `tag`, if it is taken for a near miss.
fn suggested(tag: &str, vos: &VoNames<'_>) -> Option<String> {
    match near_miss(tag, vos) {
        Some(NearMiss::Spelling(right)) => Some(right),
        Some(NearMiss::UnknownVo) | None => None,
    }
}

#[test]
fn only_the_exact_words_grant_a_token() {
    let vos = names(&["wlcgvo", "biovo"]);
    let vos = VoNames::new(&vos);
    let mut grants = Grants::none(vos.len());
    let wrong = ["token", "Token:", "Token: wlcgvo", "Token :wlcgvo", "Token:WLCGVO", "Tokens"];
    grants.add(wrong, Level::Ce, &vos);
    assert_eq!(grants, Grants::none(2));
    grants.add(["Token:biovo"], Level::Ce, &vos);
    assert_eq!((grants.level(0), grants.level(1)), (None, Some(Level::Ce)));
    grants.add(["MultiProcessor", "Token"], Level::Queue, &vos);
    assert_eq!((grants.level(0), grants.level(1)), (Some(Level::Queue), Some(Level::Queue)));
    assert_eq!(grants.level(2), None);
}

#[test]
fn near_misses_are_told_with_the_right_spelling() {
    let vos = names(&["wlcgvo", "vo.example.org", "MyVO"]);
    let vos = VoNames::new(&vos);
    for tag in ["token", "TOKEN", "Tokens", "tokens", "Tokne", "Tken", "Toekn", "Token:", "Token :"]
    {
        assert_eq!(suggested(tag, &vos).as_deref(), Some("Token"), "{tag}");
    }
    for tag in [
        "Token: wlcgvo",
        "Token :wlcgvo",
        "Token:WLCGvo",
        "token:wlcgvo",
        "Tokens:wlcgvo",
        "Token-wlcgvo",
        "Token_wlcgvo",
        "Token wlcgvo",
        "Token=wlcgvo",
        "Tokenwlcgvo",
    ] {
        assert_eq!(suggested(tag, &vos).as_deref(), Some("Token:wlcgvo"), "{tag}");
    }
    assert_eq!(suggested("token:VO.Example.org", &vos).as_deref(), Some("Token:vo.example.org"));
    assert_eq!(suggested("Token:myvo", &vos).as_deref(), Some("Token:MyVO"));
    assert_eq!(near_miss("Token:gone", &vos), Some(NearMiss::UnknownVo));
    assert_eq!(suggested("token:gone", &vos).as_deref(), Some("Token:gone"));
}

#[test]
fn tags_that_work_or_mean_something_else_are_left_alone() {
    let vos = names(&["wlcgvo"]);
    let vos = VoNames::new(&vos);
    for tag in [
        "Token",
        "Token:wlcgvo",
        "MultiProcessor",
        "WholeNode",
        "Token-based",
        "TokenBased",
        "GPU",
        "el9",
        "",
    ] {
        assert_eq!(near_miss(tag, &vos), None, "{tag}");
    }
}

proptest! {
    #[test]
    fn what_grants_is_never_a_near_miss_and_what_is_suggested_grants(tag in "[Tt]?[oO]?[kK]?[eE]?[nN]?s?[ :_=-]{0,2}[a-cA-C]{0,3}") {
        let vos = names(&["a", "ab", "cab"]);
        let vos = VoNames::new(&vos);
        let mut grants = Grants::none(vos.len());
        grants.add([tag.as_str()], Level::Ce, &vos);
        let granted = grants != Grants::none(vos.len());
        match near_miss(&tag, &vos) {
            None => {}
            Some(NearMiss::UnknownVo) => prop_assert!(!granted && is_token_tag(&tag)),
            Some(NearMiss::Spelling(right)) => {
                prop_assert!(!granted);
                prop_assert!(is_token_tag(&right) && right != tag);
            }
        }
    }

    #[test]
    fn no_text_is_too_odd_for_the_near_miss_search(tag: String) {
        let vos = names(&["wlcgvo", "é"]);
        let _ = near_miss(&tag, &VoNames::new(&vos));
    }

    #[test]
    fn the_order_of_tags_within_a_level_does_not_matter(mut tags in proptest::collection::vec("(Token|Token:a|Token:b|x|token)", 0..6)) {
        let vos = names(&["a", "b"]);
        let vos = VoNames::new(&vos);
        let mut forward = Grants::none(2);
        forward.add(tags.iter().map(String::as_str), Level::Ce, &vos);
        tags.reverse();
        let mut backward = Grants::none(2);
        backward.add(tags.iter().map(String::as_str), Level::Ce, &vos);
        prop_assert_eq!(forward, backward);
    }
}
