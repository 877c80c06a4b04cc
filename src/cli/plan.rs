//! From options and surroundings to a plan: where everything that is needed is looked for.

use std::path::PathBuf;

use crate::domain::cs::Tree;
use crate::ops::connection::Plan;
use crate::settings::local_cfg;
use crate::settings::{Options, Surroundings};
use crate::wire::http::Observer;
use crate::wire::identity::{Given, Keyring, PUBLIC_BUNDLES, Places, Security, VARIABLES};

/// Reads the local configuration and says where identity, CAs and servers are to be looked for.
pub fn make(surroundings: &Surroundings, options: &Options) -> Plan {
    let local = local_cfg::read(surroundings, options);
    let mut plan = Plan {
        problems: local.problems,
        looked_at: local.looked_at.iter().map(|p| p.display().to_string()).collect(),
        servers: options.server.iter().cloned().collect(),
        master: options.master.clone(),
        group: options.group.clone(),
        places: places(surroundings, options),
        timeout: options.timeout,
        observer: Observer::default(),
        clock: surroundings.clock,
        local: local.files,
    };
    let tree = plan.local_tree();
    plan.places.security = security(&tree, options);
    plan.places.dirac_root = local.root;
    plan
}

fn places(surroundings: &Surroundings, options: &Options) -> Places {
    let here = |path: &PathBuf| surroundings.directory.join(path);
    let env = VARIABLES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), surroundings.variable(name)?.to_owned())))
        .collect();
    Places {
        env,
        uid: surroundings.uid,
        home: surroundings.home.clone(),
        tmp: "/tmp".into(),
        given: Given {
            proxy: options.proxy.as_ref().map(here),
            certificate: options.cert.as_ref().map(here),
            key: options.key.as_ref().map(here),
            ca_dir: options.ca_dir.as_ref().map(here),
        },
        security: Security::default(),
        dirac_root: None,
        system_grid_security: "/etc/grid-security".into(),
        public_bundles: PUBLIC_BUNDLES.iter().map(PathBuf::from).collect(),
        keys: Keyring::default(),
    }
}

/// `/DIRAC/Security` of the local configuration.
fn security(tree: &Tree, options: &Options) -> Security {
    let Some(section) = tree.section("/DIRAC/Security") else {
        return Security { use_server_certificate: options.host_cert, ..Security::default() };
    };
    let path = |name| section.value(name).filter(|v| !v.is_empty()).map(|v| v.into_owned().into());
    let by_cfg =
        section.option("UseServerCertificate").is_some_and(crate::domain::cs::Opt::is_true);
    Security {
        use_server_certificate: options.host_cert || by_cfg,
        cert_file: path("CertFile"),
        key_file: path("KeyFile"),
        grid_security: path("Grid-Security"),
        ca_location: path("CALocation"),
    }
}
