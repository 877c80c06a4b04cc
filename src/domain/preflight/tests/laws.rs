//! A tag for one VO is nobody else's business, and the guard lets pass what the pre-flight would not stop.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::domain::cs::{CsPath, Edit};

const VOS: [&str; 2] = ["myvo", "other"];
const TAGS: [&str; 7] = [
    "",
    "Tag = Token",
    "Tag = Token:myvo",
    "Tag = Token:other",
    "Tag = GPU, Token:other",
    "Tag =",
    "Tag = token",
];
const TYPES: [&str; 4] = ["AREX", "HTCondorCE", "SSH", "Vac"];
const ADMITS: [&str; 4] = ["", "VO = myvo", "VO = other", "VO = myvo, other"];

/// Check, queue, purpose, verdict.
type Told = (u8, Option<String>, Purpose, State);

/// A configuration with these tags at the site, at its CEs and at their queues.
fn tree(site: usize, ces: &[(usize, usize, usize, usize)]) -> Tree {
    let mut text = String::new();
    for (at, (kind, tag, queue, admits)) in ces.iter().enumerate() {
        let (kind, tag, queue, admits) = (TYPES[*kind], TAGS[*tag], TAGS[*queue], ADMITS[*admits]);
        let _ = write!(
            text,
            "ce{at}\n{{\nCEType = {kind}\n{tag}\n{admits}\nQueues\n{{\na-b-q\n{{\nCPUTime = 1\n{queue}\n}}\na-b-r\n{{\nCPUTime = 1\n}}\n}}\n}}\n"
        );
    }
    with(&[(
        "        CEs\n        {\n",
        &format!("        CEs\n        {{\n{}\n{text}", TAGS[site]),
    )])
}

fn all(tree: &Tree, rules: Rules, vo: &str) -> Vec<Preflight> {
    let inventory = inventory(tree, rules);
    let ground = Ground::new(tree, &inventory);
    let of_vo = ground.of_vo(vo);
    let live = Live::default();
    let question = |ce| Question { ce, vo: &of_vo, queue: None, live: &live };
    inventory.ces.iter().map(|ce| explain(&ground, &question(ce))).collect()
}

proptest! {
    #[test]
    fn a_tag_for_one_vo_turns_no_row_of_another(
        site in 0..TAGS.len(),
        ces in proptest::collection::vec((0..TYPES.len(), 0..TAGS.len(), 0..TAGS.len(), 0..ADMITS.len()), 1..4),
        pick in any::<prop::sample::Index>(),
        v8 in any::<bool>(),
        at_queue in any::<bool>(),
    ) {
        let rules = if v8 { Rules::V8 } else { Rules::V9 };
        let before = tree(site, &ces);
        let at = pick.index(ces.len());
        let ce = CsPath::new(&format!("/Resources/Sites/LCG/LCG.Here.ch/CEs/ce{at}"));
        // a Tag of the CE's own would hide the site's: then it is not only a tag that is added
        let hides = !at_queue && ["", "Tag ="][0] == TAGS[ces[at].1] && !TAGS[site].is_empty();
        prop_assume!(!hides);
        let path = if at_queue { ce.join("Queues/a-b-q/Tag") } else { ce.join("Tag") };
        let edits = [Edit::AddElement { path, element: "Token:myvo".into() }];
        let after = before.edited(&edits, None).unwrap();
        let verdicts = |flights: Vec<Preflight>| -> Vec<Vec<Told>> {
            flights
                .into_iter()
                .map(|flight| {
                    let rows = flight.rows.into_iter();
                    rows.map(|row| (row.check.n, row.queue, row.purpose, row.verdict)).collect()
                })
                .collect()
        };
        let theirs = |tree: &Tree| verdicts(all(tree, rules, VOS[1]));
        // rows may be told one by one that were told together; the verdict of each queue counts
        for (before, after) in theirs(&before).iter().zip(&theirs(&after)) {
            for n in 1..=22 {
                for purpose in [Purpose::Submit, Purpose::Manage] {
                    for queue in ["a-b-q", "a-b-r"] {
                        let of = |rows: &[Told]| -> Vec<State> {
                            rows.iter()
                                .filter(|row| row.0 == n && row.2.concerns(purpose))
                                .filter(|row| row.1.as_deref().is_none_or(|name| name == queue))
                                .map(|row| row.3)
                                .collect()
                        };
                        prop_assert_eq!(of(before), of(after), "check {} at {}", n, queue);
                    }
                }
            }
        }
    }

    #[test]
    fn the_guard_and_the_pre_flight_agree(
        site in 0..TAGS.len(),
        ces in proptest::collection::vec((0..TYPES.len(), 0..TAGS.len(), 0..TAGS.len(), 0..ADMITS.len()), 1..4),
        broken in any::<bool>(),
        v8 in any::<bool>(),
    ) {
        let rules = if v8 { Rules::V8 } else { Rules::V9 };
        let mut tree = tree(site, &ces);
        if broken {
            let path = CsPath::new("/Registry/VO/myvo/IdProvider");
            tree = tree.edited(&[Edit::Set { path, value: "Gone".into() }], None).unwrap();
        }
        let inventory = inventory(&tree, rules);
        let paths: Vec<CsPath> = inventory.ces.iter().map(|ce| ce.path.clone()).collect();
        let guarded = guard(&tree, &inventory, &paths, &["myvo".to_owned()]);
        for (guarded, flight) in guarded.iter().zip(all(&tree, rules, "myvo")) {
            let would_stop = flight.summary.queues.iter().any(|of| of.submit == Outcome::Stop);
            prop_assert!(!would_stop || !guarded.passes(), "{:?} {:?}", guarded, flight.summary);
            let all_go_on = flight.summary.queues.iter().all(|of| of.submit == Outcome::GoOn && of.manage == Outcome::GoOn);
            prop_assert!(!all_go_on || guarded.passes(), "{:?} {:?}", guarded, flight.summary);
        }
    }
}
