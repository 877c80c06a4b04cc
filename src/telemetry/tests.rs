//! What reaches the log, through the macros that the program uses.

use super::*;

fn taken(log: Option<PathBuf>, say: impl FnOnce()) -> Arc<Recorder> {
    let recorder = Arc::new(Recorder::open(log, || Timestamp::UNIX_EPOCH).unwrap());
    let subscriber = tracing_subscriber::registry().with(Recording(Arc::clone(&recorder)));
    tracing::subscriber::with_default(subscriber, say);
    recorder
}

#[test]
fn events_of_ours_are_written_down_and_remembered() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let recorder = taken(Some(path.clone()), || {
        tracing::info!(target: "dirac_tokens::request", ms = 12, ok = true, url = %"https://h/A", "done");
        tracing::warn!(target: "dirac_tokens::problem", access_token = "hunter2hunter2", "it failed");
    });
    let wanted = "1970-01-01T00:00:00.000Z INFO  request done ms=12 ok=true url=https://h/A\n\
                  1970-01-01T00:00:00.000Z WARN  problem it failed access_token=[redacted]\n";
    assert_eq!(std::fs::read_to_string(path).unwrap(), wanted);
    assert_eq!(recorder.recent().join("\n") + "\n", wanted);
}

#[test]
fn what_other_crates_say_and_what_is_only_for_debugging_is_not_taken() {
    let recorder = taken(None, || {
        tracing::error!(target: "hyper::proto", "authorization: Bearer abcdefgh");
        tracing::debug!(target: "dirac_tokens::request", "detail");
        tracing::info!("from this module");
    });
    assert_eq!(recorder.recent().len(), 1, "{:?}", recorder.recent());
}

#[test]
fn a_log_that_cannot_be_opened_is_an_error_that_names_it() {
    let error =
        Recorder::open(Some("/dev/null/log".into()), || Timestamp::UNIX_EPOCH).err().unwrap();
    assert_eq!(
        error.to_string(),
        "The log /dev/null/log cannot be written: Not a directory (os error 20)."
    );
}

#[test]
fn a_value_that_logs_while_it_is_formatted_does_not_wait_for_itself() {
    struct Talkative;
    impl std::fmt::Display for Talkative {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            tracing::info!(target: "dirac_tokens::inner", "inside");
            f.write_str("value")
        }
    }
    let recorder =
        taken(None, || tracing::info!(target: "dirac_tokens::outer", v = %Talkative, "said"));
    assert!(recorder.recent().iter().any(|line| line.ends_with("outer said v=value")));
}
