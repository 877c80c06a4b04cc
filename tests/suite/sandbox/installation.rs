//! A whole installation: what it leaves for others, that it can be spoken to, and that nothing of it stays.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use dirac_tokens::sandbox::settings::{Ports, Settings};
use dirac_tokens::sandbox::world::{self, Size};
use dirac_tokens::sandbox::{Clock, Sandbox, SandboxError};
use dirac_tokens::wire::ca::Roots;
use dirac_tokens::wire::identity::{Candidate, Identity, Keyring, Role, Source};
use jiff::Timestamp;
use rustls::version::TLS13;
use tempfile::TempDir;
use tokio::net::TcpStream;

use super::client::{config, connect, get, post};

#[expect(clippy::disallowed_methods, reason = "the TLS client reads the machine's clock as well")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn settings(directory: PathBuf) -> Settings {
    let clock: Clock = Arc::new(now);
    let content = |places: &_, now| world::content(&Size::default(), places, now);
    Settings::new(directory, Arc::new(content), clock)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn port(url: &str) -> u16 {
    url.split(['/', ':']).nth(4).unwrap().parse().unwrap()
}

#[test]
fn all_files_are_there_and_keys_are_their_owners() {
    let above = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(above.path().join("a/b"))).unwrap();
    let description = sandbox.description();
    assert_eq!(description.directory, above.path().join("a/b").canonicalize().unwrap());
    assert_eq!(mode(&description.directory), 0o700);
    let keys = description.users.values().map(|pair| &pair.key).chain([&description.host_key]);
    for path in keys.chain(description.proxies.values()) {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    for name in ["ada", "olga", "vic", "uma", "susa", "wade", "erin", "nobody"] {
        assert!(description.users.contains_key(name), "{name}");
    }
    let cfg = fs::read_to_string(&description.cfg).unwrap();
    assert!(cfg.contains(&format!("Servers = {}\n", description.urls.master)), "{cfg}");

    let line = serde_json::to_string(description).unwrap();
    let read: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(read["schema"], "dirac-tokens-sandbox/1");
    assert_eq!(read["urls"]["master"], description.urls.master.as_str());
    assert_eq!(read["urls"]["issuers"].as_object().unwrap().len(), 3);
    assert_eq!(read["pid"], std::process::id());
}

#[test]
fn our_own_client_finds_nothing_wrong_with_the_files() {
    let directory = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(directory.path().to_owned())).unwrap();
    let description = sandbox.description();
    let roots = Roots::load(&description.ca_dir, now()).unwrap();
    assert!(roots.notes().is_empty(), "{:?}", roots.notes());
    for (name, path) in &description.proxies {
        let candidate = Candidate {
            role: Role::Proxy,
            source: Source::Given,
            certificate: path.clone(),
            key: path.clone(),
        };
        let uid = rustix::process::getuid().as_raw();
        let identity = Identity::load(&candidate, uid, &Keyring::default(), now()).unwrap();
        assert_eq!(identity.is_usable(), name != "expired", "{name}: {:?}", identity.judgements());
        assert!(identity.dn().starts_with("/DC=org/DC=sandbox/O=Users/CN="), "{name}");
    }
}

/// What `openssl` says, or `None` where there is none.
fn openssl(arguments: &[&Path]) -> Option<(bool, String)> {
    let output = match Command::new("openssl").args(arguments).output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("skipped: there is no openssl");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn openssl_accepts_what_is_good_and_finds_the_ca_by_its_hash() {
    let directory = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(directory.path().to_owned())).unwrap();
    let description = sandbox.description();
    for (name, path) in &description.proxies {
        // the proxies behind the first one, and their owner
        let words = ["verify", "-allow_proxy_certs", "-CApath"].map(Path::new);
        let files = [description.ca_dir.as_path(), Path::new("-untrusted"), path, path];
        let Some((accepted, text)) = openssl(&[words.as_slice(), &files].concat()) else { return };
        let expected = !matches!(name.as_str(), "expired" | "rogue");
        assert_eq!(accepted, expected, "{name}: {text}");
    }
    let words = ["verify", "-x509_strict", "-purpose", "sslserver", "-CApath"].map(Path::new);
    let files = [description.ca_dir.as_path(), description.host_cert.as_path()];
    let (accepted, text) = openssl(&[words.as_slice(), &files].concat()).unwrap();
    assert!(accepted, "{text}");
}

#[tokio::test]
async fn every_port_answers_when_it_has_started_and_none_when_it_has_stopped() {
    let directory = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(directory.path().to_owned())).unwrap();
    let description = sandbox.description().clone();
    let mut ports = vec![port(&description.urls.master), port(&description.urls.worker)];
    assert_eq!(port(&description.urls.token_manager), ports[1]);
    for (provider, url) in &description.urls.issuers {
        let tls = config(&description.ca_file, None, &TLS13);
        let mut stream = connect(port(url), tls).await.unwrap();
        let path = "/.well-known/openid-configuration";
        let (status, _, body) = get(&mut stream, path).await.unwrap();
        assert_eq!(status, 200);
        let metadata: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(metadata["issuer"], url.as_str(), "{provider}");
        ports.push(port(url));
    }
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 5);
    for port in &ports {
        TcpStream::connect(("127.0.0.1", *port)).await.unwrap();
    }
    sandbox.stop();
    for port in &ports {
        TcpStream::connect(("127.0.0.1", *port)).await.unwrap_err();
    }
    assert!(description.cfg.exists());
}

#[tokio::test]
async fn an_issuer_can_be_down_while_the_rest_goes_on() {
    let directory = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(directory.path().to_owned())).unwrap();
    let (provider, url) = sandbox.description().urls.issuers.first_key_value().unwrap();
    sandbox.take_down(provider).unwrap();
    TcpStream::connect(("127.0.0.1", port(url))).await.unwrap_err();
    assert!(sandbox.issuers().named(provider).unwrap().is_down());
    let master = port(&sandbox.description().urls.master);
    TcpStream::connect(("127.0.0.1", master)).await.unwrap();
    sandbox.bring_up(provider).unwrap();
    TcpStream::connect(("127.0.0.1", port(url))).await.unwrap();
    assert!(!sandbox.issuers().named(provider).unwrap().is_down());
    sandbox.take_down("nonesuch").unwrap_err();
}

/// `whoami` of the service behind `url`, as the owner of a proxy.
async fn whoami(sandbox: &Sandbox, proxy: &str, url: &str) -> (u16, serde_json::Value) {
    let description = sandbox.description();
    let file = description.proxies[proxy].as_path();
    let tls = config(&description.ca_file, Some((file, file)), &TLS13);
    let mut stream = connect(port(url), tls).await.unwrap();
    let path = format!("/{}", url.splitn(4, '/').nth(3).unwrap());
    let (status, _, body) = post(&mut stream, &path, b"method=whoami&args=[]").await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn every_persona_is_taken_for_who_it_is() {
    let directory = TempDir::new().unwrap();
    let sandbox = Sandbox::start(&settings(directory.path().to_owned())).unwrap();
    let urls = &sandbox.description().urls;
    for url in [&urls.master, &urls.worker, &urls.token_manager] {
        for (proxy, user, group) in [
            ("admin", "ada", "dirac_admin"),
            ("limited", "ada", "dirac_admin"),
            ("depth2", "ada", "dirac_admin"),
            ("operator", "olga", "dirac_operator"),
        ] {
            let (status, answer) = whoami(&sandbox, proxy, url).await;
            assert_eq!(status, 200, "{proxy} at {url}");
            let value = &answer["Value"];
            assert_eq!((&value["username"], &value["group"]), (&user.into(), &group.into()));
        }
        for proxy in ["bad_group", "suspended", "unregistered", "user_as_admin"] {
            assert_eq!(whoami(&sandbox, proxy, url).await.0, 401, "{proxy} at {url}");
        }
    }
    assert!(sandbox.records().calls("whoami") >= 24);
    assert_eq!(sandbox.records().changes(), 0);
}

#[test]
fn nothing_is_left_of_it_but_what_was_there_before() {
    let above = TempDir::new().unwrap();
    let made = above.path().join("made");
    Sandbox::start(&settings(made.clone())).unwrap().erase().unwrap();
    assert!(!made.exists());

    // a second one in the same place, with what somebody else has put there
    fs::create_dir_all(made.join("proxies")).unwrap();
    fs::write(made.join("proxies/mine"), "mine").unwrap();
    let sandbox = Sandbox::start(&settings(made.clone())).unwrap();
    assert!(made.join("dirac.cfg").exists());
    sandbox.erase().unwrap();
    let left: Vec<_> = fs::read_dir(&made).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["proxies"]);
    assert_eq!(fs::read_to_string(made.join("proxies/mine")).unwrap(), "mine");
}

#[test]
fn files_of_one_that_was_killed_are_replaced_and_links_are_not_followed() {
    let directory = TempDir::new().unwrap();
    let elsewhere = directory.path().join("elsewhere");
    fs::write(&elsewhere, "untouched").unwrap();
    let place = directory.path().join("place");
    fs::create_dir_all(place.join("host")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, place.join("host/key.pem")).unwrap();
    fs::write(place.join("dirac.cfg"), "old").unwrap();
    let sandbox = Sandbox::start(&settings(place)).unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "untouched");
    assert_eq!(mode(&sandbox.description().host_key), 0o600);
    assert!(fs::read_to_string(&sandbox.description().cfg).unwrap().starts_with("DIRAC"));
}

#[test]
fn what_keeps_it_from_starting_is_said_and_leaves_nothing_behind() {
    let above = TempDir::new().unwrap();
    let place = above.path().join("place");
    let first = Sandbox::start(&settings(place.clone())).unwrap();
    let taken = port(&first.description().urls.master);
    let second = above.path().join("second");
    let mut wanted = settings(second.clone());
    wanted.ports = Ports { services: taken, ..Ports::default() };
    let refused = Sandbox::start(&wanted).unwrap_err();
    assert!(matches!(refused, SandboxError::Port { number, .. } if number == taken), "{refused}");
    assert!(refused.to_string().contains(&taken.to_string()));
    assert!(!second.exists());

    // a file where a directory has to be
    let file = above.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Sandbox::start(&settings(file.join("below"))).unwrap_err();
    assert!(matches!(&refused, SandboxError::Files { path, .. } if path.starts_with(&file)));
    fs::create_dir(&second).unwrap();
    fs::write(second.join("users"), "").unwrap();
    let refused = Sandbox::start(&settings(second.clone())).unwrap_err();
    assert!(matches!(refused, SandboxError::Files { .. }), "{refused}");
    let left: Vec<_> = fs::read_dir(&second).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["users"]);
}

#[test]
fn clients_are_told_the_ports_of_what_stands_in_front() {
    let directory = TempDir::new().unwrap();
    let mut settings = settings(directory.path().to_owned());
    settings.advertised = Ports { master: 1234, ..Ports::default() };
    let sandbox = Sandbox::start(&settings).unwrap();
    let urls = &sandbox.description().urls;
    assert_eq!(urls.master, "https://localhost:1234/Configuration/Server");
    assert_eq!(urls.worker, sandbox.own_places().worker);
    assert_ne!(urls.master, sandbox.own_places().master);
    let cfg = fs::read_to_string(&sandbox.description().cfg).unwrap();
    assert!(cfg.contains("https://localhost:1234/Configuration/Server"));
}

#[test]
fn ports_in_a_row_end_with_the_last_port() {
    let ports = Ports::from_base(4000).unwrap();
    assert_eq!((ports.master, ports.services, ports.issuers), (4000, 4001, [4002, 4003, 4004]));
    assert_eq!(Ports::from_base(65531).unwrap().issuers[2], 65535);
    assert_eq!(Ports::from_base(65532), None);
}
