//! The command line itself: help, version, completions, man page, and lines that are none.

use super::installation::sound;
use super::world::World;

#[tokio::test]
async fn a_line_that_is_no_command_ends_with_2_and_says_what_to_try() {
    let world = World::new(&[]);
    for line in [
        &["frobnicate"][..],
        &["provider"],
        &["provider", "show"],
        &["provider", "list", "--frobnicate"],
        &["token", "list", "-o", "xml"],
        &["token", "list", "--timeout", "never"],
        &["whoami", "--timeout", "0"],
        &["whoami", "--key", "k"],
        &["completions", "tcsh-like"],
        &["\u{1b}[2J\u{202e}"],
        &["provider", "list", "-o", "\u{1b}]0;owned\u{7}"],
    ] {
        let said = world.run(line).await;
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""), "{line:?}: {said:#?}");
        assert!(said.err.contains("help") || said.err.contains("Usage"), "{line:?}: {said:#?}");
    }
}

#[tokio::test]
async fn the_console_without_a_terminal_is_a_usage_error() {
    let said = World::new(&[]).run(&[]).await;
    said.complains(2, &["needs a terminal", "token list -o json"]);
}

#[tokio::test]
async fn help_and_version_are_results() {
    let world = World::new(&[]);
    for line in
        [&["help"][..], &["-h"], &["--help"], &["provider", "-h"], &["help", "token", "list"]]
    {
        let said = world.run(line).await;
        said.is_quiet();
        assert!(said.out.contains("Usage: dirac-tokens"), "{line:?}: {said:#?}");
    }
    let help = world.run(&["help"]).await.out;
    for word in [
        "provider",
        "vo",
        "ce",
        "user",
        "token",
        "whoami",
        "doctor",
        "completions",
        "man",
        "--output",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let said = world.run(&["--version"]).await;
    said.is_quiet();
    assert_eq!(said.out, format!("dirac-tokens {}\n", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn completions_and_man_page_need_no_configuration() {
    let world = World::new(&[]).without("--cfg").without("--proxy").without("--ca-dir");
    for shell in ["bash", "zsh", "fish"] {
        let said = world.run(&["completions", shell]).await;
        said.is_quiet();
        assert!(said.out.contains("dirac-tokens"), "{shell}");
    }
    let said = world.run(&["man"]).await;
    said.is_quiet();
    assert!(said.out.contains(".TH dirac-tokens"), "{}", said.out);
}

#[tokio::test]
async fn the_format_may_stand_before_and_after_the_command() {
    let server = sound().await;
    let world = World::of(&server);
    let line = |words: &'static [&'static str]| world.run(words);
    let after = line(&["provider", "list", "-o", "jsonl"]).await;
    for words in [
        &["-o", "jsonl", "provider", "list"][..],
        &["provider", "-o", "jsonl", "list"],
        &["provider", "list", "--output=jsonl"],
        &["--output", "jsonl", "provider", "list"],
    ] {
        let said = line(words).await;
        said.is_quiet();
        assert_eq!(said.lines()[1..], after.lines()[1..], "{words:?}");
    }
    let words = line(&["provider", "list", "IAM", "-o", "jsonl", "example"]).await;
    assert_eq!(words.lines().len(), 3, "words on both sides of the option: {words:#?}");
}

#[test]
fn a_token_pasted_as_an_argument_is_not_repeated() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
    for arguments in
        [vec![token], vec!["token", token], vec!["token", "list", "--vo", "x", "--timeout", token]]
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dirac-tokens"))
            .args(&arguments)
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(!told.contains("c2lnbmF0dXJl"), "{told}");
    }
}
