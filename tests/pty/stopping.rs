//! Being asked on the terminal before stored tokens are stopped: the word that is typed decides.

use portable_pty::CommandBuilder;

use super::guarded::Leave;
use super::living::Living;
use super::session::Session;

fn start(living: &Living, words: &[&str]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.args(living.options());
    command.args(words);
    command.env_clear();
    for (name, value) in living.environment() {
        command.env(name, value);
    }
    command.cwd(living.home.path());
    Session::start(command, 120, 40)
}

/// Answers the question for `word` with `typed`, and waits until `told` is said; the status.
fn answer(living: &Living, words: &[&str], word: &str, typed: &str, told: &str) -> u32 {
    let mut session = start(living, words);
    session.wait_for(&format!("Type {word} to go on:"));
    session.look(|screen| {
        let text = screen.contents();
        assert!(text.contains("vanish") && text.contains("Cannot be undone."), "{text}");
    });
    session.keys(typed);
    session.wait_for(told);
    session.status()
}

/// Waits until a listing of what is stored for a user says this.
fn stored(living: &Living, user: &str, says: &str) {
    let session = start(living, &["token", "list", "--user", user]);
    session.wait_for(says);
    assert_eq!(session.status(), 0);
}

#[test]
fn only_the_user_of_the_token_typed_in_full_deletes_it() {
    let living = Living::start(Leave::Change);
    let delete = ["token", "delete", "olga", "--write"];
    // end of file, nothing, an answer of habit, a part, another case
    for typed in ["\u{4}", "\r", "y\r", "yes\r", "olg\r", "OLGA\r", "olga olga\r"] {
        let status = answer(&living, &delete, "olga", typed, "Nothing was sent");
        assert_eq!(status, 4, "{typed:?}");
    }
    stored(&living, "olga", "IAM-WLCG");
    assert_eq!(answer(&living, &delete, "olga", "olga\r", "1 row_deleted."), 0);
    stored(&living, "olga", "no tokens");
}

#[test]
fn for_many_it_is_their_number_and_an_interrupt_is_no_answer() {
    let living = Living::start(Leave::Change);
    let delete = ["token", "delete", "olga", "ada", "--write"];
    assert_eq!(answer(&living, &delete, "2", "ada\r", "Nothing was sent"), 4);
    assert_eq!(answer(&living, &delete, "2", "\u{3}", "^C"), 130);
    stored(&living, "ada", "IAM-WLCG");
    assert_eq!(answer(&living, &delete, "2", "2\r", "2 row_deleted."), 0);
    stored(&living, "ada", "no tokens");
}
