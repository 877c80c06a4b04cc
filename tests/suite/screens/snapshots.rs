//! Each screen in four sizes without colour and in one with the terminal's colours; some in ASCII.

use dirac_tokens::view::Theme;

use super::fixtures::Tables;
use super::render::{draw, picture, text};

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 60)];

fn check(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

#[test]
fn each_screen_looks_the_same_in_four_sizes_without_colour() {
    let tables = Tables::new();
    for (name, screen) in tables.screens() {
        for (width, height) in SIZES {
            let (buf, hits) = draw(&screen, Theme::mono(), width, height);
            check(&format!("{name}_{width}x{height}"), &picture(&buf, &hits));
        }
    }
}

#[test]
fn colour_and_ascii_change_the_looks_and_not_the_layout() {
    let tables = Tables::new();
    for (name, screen) in tables.screens() {
        let (mono, _) = draw(&screen, Theme::mono(), 120, 30);
        let (ansi, hits) = draw(&screen, Theme::ansi(), 120, 30);
        assert_eq!(text(&mono), text(&ansi), "{name}");
        check(&format!("{name}_ansi"), &picture(&ansi, &hits));
        if !["ces", "failed"].contains(&name) {
            continue;
        }
        let (ascii, hits) = draw(&screen, Theme::mono().with_ascii(true), 120, 30);
        let plain = text(&ascii);
        assert!(plain.is_ascii(), "{name}");
        check(&format!("{name}_ascii"), &picture(&ascii, &hits));
    }
}
