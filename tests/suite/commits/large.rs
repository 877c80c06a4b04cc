//! Three hundred CEs tagged in one commit: so many calls and no more, and nothing differs but what was to.

use std::fmt::Write as _;

use dirac_tokens::domain::commit::{Outcome, VERSION};
use dirac_tokens::domain::cs::{Choices, Edit, Signed, What, compare};
use dirac_tokens::ops::commit::{Agreed, Staged, Upload, prepare};

use super::bed::{Bed, now, path};

/// CEs.
const CES: usize = 300;

#[test]
fn three_hundred_ces_are_tagged_by_one_upload_and_nothing_else_differs() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let bed = Bed::new().await;
        let mut sites = String::from("Many\n{\n");
        for ce in 0..CES {
            writeln!(sites, "  ce{ce}\n  {{\n    Tag = MultiProcessor, Token:other\n    # kept\n    CEType = AREX\n  }}")
                .expect("a String takes all");
        }
        sites += "}\n";
        bed.theirs(&bed.text().await.and(&sites)).now().expect("a commit");
        let base = bed.tree().await;
        let edits: Vec<Edit> = (0..CES)
            .map(|ce| Edit::AddElement {
                path: path(&format!("/Many/ce{ce}/Tag")),
                element: "Token:wlcgvo".into(),
            })
            .collect();
        let client = bed.master().await;
        let methods =
            ["getCompressedDataIfNewer", "commitNewData", "getCommitHistory", "getVersionContents"];
        let count = || methods.map(|method| bed.calls(method));
        let before = count();
        let signed = Signed { who: "ada@dirac_admin".into(), at: now() };
        let choices = Choices::new();
        let staged = Staged { base: &base, edits: &edits, choices: &choices, signed: Some(&signed) };
        let prepared = prepare(&client, staged).await.expect("prepared");
        let ready = prepared.ready(Agreed::default()).expect("ready");
        let (report, records) = bed.send(&client, &ready, Upload::Commit).await;
        let report = report.expect("sent");
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert_eq!(records.len(), 2);
        let sent: Vec<usize> = std::iter::zip(count(), before).map(|(a, b)| a - b).collect();
        assert_eq!(sent, [3, 1, 1, 0], "one fetch and two looks, one upload, one history");

        let after = bed.tree().await;
        let changes = compare(&base, &after);
        let meant: Vec<_> = changes
            .iter()
            .filter(|change| change.means_something() && change.path.as_str() != VERSION)
            .collect();
        assert_eq!(meant.len(), CES);
        for change in &meant {
            let What::Changed(how) = &change.what else { panic!("{change:?}") };
            assert_eq!((how.added.as_slice(), how.removed.as_slice()), (&["Token:wlcgvo".to_owned()][..], &[][..]));
        }
        // line by line: each is one of theirs, the comment that signs it, or the version
        let (old, new) = (base.text(), after.text());
        let old: std::collections::HashSet<&str> = old.lines().collect();
        let others: Vec<&str> = new.lines().filter(|line| !old.contains(line)).collect();
        let foreign: Vec<&&str> = others
            .iter()
            .filter(|line| {
                let line = line.trim();
                let ours = line == "Tag += Token:wlcgvo" || line.starts_with("#@@-ada@dirac_admin - ");
                !ours && !line.starts_with("Version = ")
            })
            .collect();
        assert_eq!(foreign, Vec::<&&str>::new());
        let signed = new.lines().filter(|line| line.trim().starts_with("#@@-ada@dirac_admin - "));
        assert_eq!(signed.count(), CES);
    });
}
