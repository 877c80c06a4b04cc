//! Local configuration files: none, several, broken ones.

use std::path::Path;

use super::installation::sound;
use super::world::World;

fn cfg(servers: &str) -> String {
    format!("DIRAC\n{{\n  Configuration\n  {{\n    Servers = {servers}\n  }}\n}}\n")
}

#[tokio::test]
async fn without_any_cfg_the_places_that_were_looked_at_are_named() {
    if Path::new("/opt/dirac/etc/dirac.cfg").exists() {
        // a host with a DIRAC server on it: there always is one
        return;
    }
    let world = World::new(&[]).without("--cfg");
    let home = world.path("home/.dirac.cfg").display().to_string();
    let words = ["no DIRAC configuration", home.as_str(), "/opt/dirac/etc/dirac.cfg", "--cfg"];
    for command in [&["provider", "list"][..], &["token", "list"], &["whoami"]] {
        world.fails(command, 2, &words).await;
    }
    let doctor = world.run(&["doctor"]).await;
    assert_eq!(doctor.status, Some(2), "{doctor:#?}");
    assert!(doctor.out.contains(&home), "{doctor:#?}");
}

#[tokio::test]
async fn a_cfg_without_servers_is_named_with_the_option() {
    let world = World::new(&[]);
    world.write("dirac.cfg", "DIRAC\n{\n  Setup = x\n}\n");
    let file = world.path("dirac.cfg").display().to_string();
    world.fails(&["vo", "list"], 2, &[&file, "/DIRAC/Configuration/Servers", "--server"]).await;
}

#[tokio::test]
async fn of_two_cfg_files_the_last_wins() {
    let (first, second) = (sound().await, sound().await);
    let world = World::of(&first);
    world.write("other.cfg", cfg(&second.url("/Configuration/Server")));
    let other = world.path("other.cfg").display().to_string();
    let world = world.with(&["--cfg", &other]);
    world.run(&["provider", "list"]).await.is_quiet();
    assert_eq!(first.connections(), 0);
    assert!(second.connections() > 0);
    // what is given as a server wins over both
    let world = world.with(&["--server", &first.url("/Configuration/Server")]);
    world.run(&["provider", "list"]).await.is_quiet();
    assert!(first.connections() > 0);
}

#[tokio::test]
async fn a_cfg_that_does_not_parse_is_named_with_its_line() {
    let server = sound().await;
    let world = World::of(&server);
    world.write("dirac.cfg", "DIRAC\n{\n  Configuration\n  {\n    Servers\n  }\n}\n}\n");
    let file = world.path("dirac.cfg").display().to_string();
    world
        .fails(&["ce", "list"], 2, &[&file, "not a DIRAC configuration", "Line 8", "Mend the line"])
        .await;
    let doctor = world.run(&["doctor"]).await;
    assert_eq!(doctor.status, Some(2), "{doctor:#?}");
    assert_eq!(doctor.told().matches("not a DIRAC configuration").count(), 1, "once: {doctor:#?}");
    let missing = world.path("missing.cfg").display().to_string();
    let world = world.without("--cfg").with(&["--cfg", &missing]);
    world.fails(&["ce", "list"], 2, &[&missing, "does not exist"]).await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn hostile_text_in_a_local_cfg_is_shown_scrubbed() {
    let world = World::new(&["https://\u{1b}[2Jcs.example.org/", "https://a.example.org:x/"]);
    world.fails(&["ce", "list"], 2, &[r"\x1b[2J"]).await;
}
