//! Pipes that close and signals that come while a server keeps us waiting.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::Notify;

use super::installation::{healthy, only, serving, sound};
use super::world::{Said, World};
use crate::rules::installation::SITE;
use crate::support::server::Do;

#[tokio::test]
async fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let mut cfg = healthy();
    // more than a pipe holds
    for n in 0..1500 {
        cfg = cfg.set(&format!("{SITE}/CEs/a-long-name-of-a-computing-element-{n}/CEType"), "AREX");
    }
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    for format in ["table", "json", "jsonl", "csv"] {
        let mut child = world.command(&["ce", "list", "-o", format]).spawn().expect("it starts");
        let read = tokio::task::spawn_blocking(move || {
            let mut first = String::new();
            let mut out = BufReader::with_capacity(64, child.stdout.take().expect("piped"));
            out.read_line(&mut first).expect("a line");
            drop(out);
            (first, child.wait_with_output().expect("it ends"))
        });
        let (first, output) = read.await.expect("no panic");
        assert!(!first.is_empty());
        let said = Said::new("text".into(), output);
        said.sound();
        said.is_quiet();
    }
}

#[tokio::test]
async fn a_reader_who_is_gone_from_the_start_is_no_error() {
    let server = sound().await;
    let world = World::of(&server);
    for command in [&["provider", "list"][..], &["token", "list"], &["doctor"], &["man"], &["help"]]
    {
        let mut child = world.command(command).spawn().expect("it starts");
        drop(child.stdout.take());
        let output = tokio::task::spawn_blocking(move || child.wait_with_output());
        let said = Said::new("text".into(), output.await.expect("no panic").expect("it ends"));
        said.sound();
        said.is_quiet();
    }
}

#[tokio::test]
async fn a_full_disk_is_told() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let server = sound().await;
    let world = World::of(&server);
    let mut command = world.command(&["provider", "list"]);
    command.stdout(Stdio::from(full));
    let output = tokio::task::spawn_blocking(move || command.output());
    let said = Said::new("text".into(), output.await.expect("no panic").expect("it ends"));
    said.complains(3, &["Writing the result failed", "disk"]);
}

/// Sends `signal` while the request `method` is waited for.
async fn interrupted(signal: Signal, method: &'static str, command: &[&str]) -> ExitStatus {
    let stalled = Do::Stall(Arc::new(Notify::new()));
    let waiting = Arc::new(Notify::new());
    let server = serving(healthy(), {
        let (waiting, stall) = (waiting.clone(), only(method, stalled));
        move |request| {
            let what = stall(request);
            if what.is_some() {
                waiting.notify_one();
            }
            what
        }
    })
    .await;
    let world = World::of(&server);
    let child = world.command(command).spawn().expect("it starts");
    waiting.notified().await;
    let pid = Pid::from_child(&child);
    kill_process(pid, signal).expect("it runs");
    let output = tokio::task::spawn_blocking(move || child.wait_with_output());
    let output = output.await.expect("no panic").expect("it ends");
    let status = output.status;
    Said::new("table".into(), output).sound();
    status
}

#[tokio::test]
async fn signals_end_a_command_at_once_with_their_status() {
    for (signal, expected) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        for (method, command) in [
            ("getCompressedDataIfNewer", ["provider", "list"]),
            ("getUsersTokensInfo", ["token", "list"]),
        ] {
            let status = interrupted(signal, method, &command).await;
            assert_eq!((status.code(), status.signal()), (Some(expected), None), "{method}");
        }
    }
}
