//! A token is pasted into the console in a terminal, read there, sent nowhere, shown nowhere, and forgotten.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portable_pty::CommandBuilder;

use super::guarded::Leave;
use super::living::Living;
use super::session::Session;

/// A token whose parts can be looked for.
fn token() -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims =
        r#"{"iss":"https://elsewhere.example/","sub":"somebody","exp":4000000000,"iat":1}"#;
    let signature = part("a signature that nobody has made, of the length that one has");
    format!("{}.{}.{signature}", part(r#"{"alg":"RS256","kid":"k1"}"#), part(claims))
}

#[test]
fn a_pasted_token_is_read_and_neither_sent_nor_shown() {
    // counts at the sockets: nothing but reads may arrive
    let living = Living::start(Leave::Read);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.args(living.options());
    command.env_clear();
    for (name, value) in living.environment() {
        command.env(name, value);
    }
    command.cwd(living.home.path());
    let mut session = Session::start(command, 100, 30);
    session.wait_for("CheckIn");
    session.keys("5");
    session.wait_for("paste it right here");
    session.keys("p");
    session.wait_for("Inspect a token");
    let token = token();
    session.keys(&format!("\u{1b}[200~{token}\u{1b}[201~"));
    session.wait_for(&format!("{} characters", token.len()));
    // enter counts once what it takes has been seen for long enough, and says so until then
    let read = |screen: &vt100::Screen| screen.contents().contains("readable: a JWT of");
    let early = |screen: &vt100::Screen| screen.contents().contains("came too soon");
    for _ in 0..1_000 {
        session.keys("\r");
        session.wait_until("an answer", |screen| read(screen) || early(screen));
        let mut done = false;
        session.look(|screen| done = read(screen));
        if done {
            break;
        }
        // takes the notice's place, so that the next enter has an answer of its own
        session.keys("\u{1b}[20~");
        session.wait_for("does nothing here");
    }
    session.wait_for("elsewhere.example");
    session.keys("x");
    session.wait_until("nothing", |screen| !screen.contents().contains("elsewhere.example"));
    session.keys("q");
    assert_eq!(session.status(), 0);
    session.assert_restored("quit");
    let shown = String::from_utf8_lossy(&session.bytes()).into_owned();
    for part in token.split('.') {
        assert!(!shown.contains(&part[..16]), "a part of the token was on the terminal");
    }
}
