//! Sites, CEs and queues: the named ones from a table, further ones after their pattern.

use std::fmt::Write as _;

use fastrand::Rng;

/// The table; its head says what stands in which column.
const TABLE: &str = include_str!("../../../assets/sandbox/sites.txt");

/// Computing elements of one site that is made up.
const CES_PER_SITE: usize = 4;

/// One line of the table that begins with `site`.
struct Site {
    name: String,
    other_name: String,
    place: String,
    vos: String,
    tags: String,
    ces: Vec<Ce>,
}

/// One line of the table that begins with `ce`.
struct Ce {
    name: String,
    kind: String,
    vos: String,
    tags: String,
    queues: Vec<(String, String)>,
}

/// The sections below `/Resources/Sites`: `count` sites, or those that have names.
pub(super) fn text(count: Option<usize>, lots: &mut Rng) -> String {
    let mut sites = named();
    let count = count.unwrap_or(sites.len());
    sites.truncate(count);
    for number in sites.len()..count {
        let site = made_up(number, lots);
        sites.push(site);
    }
    let mut grids: Vec<&str> = Vec::new();
    for site in &sites {
        if !grids.contains(&grid(site)) {
            grids.push(grid(site));
        }
    }
    let mut out = Text { out: String::with_capacity(sites.len() * 2048), depth: 2 };
    for name in grids {
        out.section(name, |out| {
            for site in sites.iter().filter(|site| grid(site) == name) {
                out.site(site, lots);
            }
        });
    }
    out.out
}

/// The grid of a site: the part of its name before the first dot.
fn grid(site: &Site) -> &str {
    site.name.split('.').next().unwrap_or_default()
}

/// The sites of the table.
fn named() -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match *words.as_slice() {
            ["site", name, other_name, place, vos, tags] => sites.push(Site {
                name: name.to_owned(),
                other_name: other_name.to_owned(),
                place: place.to_owned(),
                vos: list(vos),
                tags: list(tags),
                ces: Vec::new(),
            }),
            ["ce", name, kind, vos, tags, queues] => {
                let ce = Ce {
                    name: name.to_owned(),
                    kind: kind.to_owned(),
                    vos: list(vos),
                    tags: list(tags),
                    queues: queues.split(',').map(queue).collect(),
                };
                if let Some(site) = sites.last_mut() {
                    site.ces.push(ce);
                }
            }
            _ => {}
        }
    }
    sites
}

/// A list of the table as it stands in a configuration.
fn list(words: &str) -> String {
    if words == "-" { String::new() } else { words.replace(',', ", ").replace('_', " ") }
}

/// `name` or `name[tag]`.
fn queue(words: &str) -> (String, String) {
    let (name, tag) = words.split_once('[').unwrap_or((words, ""));
    (name.to_owned(), tag.trim_end_matches(']').to_owned())
}

/// A site beyond the named ones: its CEs are in order, like most of those.
fn made_up(number: usize, lots: &mut Rng) -> Site {
    const COUNTRIES: [&str; 12] =
        ["at", "be", "ch", "cz", "de", "es", "fr", "it", "nl", "pl", "pt", "uk"];
    const VOS: [&str; 4] = ["wlcgvo", "biovo", "astrovo", "testvo"];
    let country = lots.choice(COUNTRIES).unwrap_or("ch");
    let (mut vos, at) = (vec!["wlcgvo"], 1 + lots.usize(..3));
    vos.extend(VOS.get(at));
    let second = vos.last().copied().unwrap_or("wlcgvo");
    let ces = (1..=CES_PER_SITE)
        .map(|nth| {
            let (kind, queue) = match lots.u8(..5) {
                0..3 => ("HTCondorCE", "condor"),
                _ => ("AREX", "nordugrid-slurm-grid"),
            };
            let tags = match lots.u8(..6) {
                0 => "Token".to_owned(),
                1 | 2 => format!("Token:wlcgvo, Token:{second}"),
                3 => "Token:wlcgvo, MultiProcessor".to_owned(),
                _ => "MultiProcessor".to_owned(),
            };
            Ce {
                name: format!("ce{nth:02}.site{number:04}.example"),
                kind: kind.to_owned(),
                vos: String::new(),
                tags: if second == "wlcgvo" { "Token:wlcgvo".to_owned() } else { tags },
                queues: vec![(queue.to_owned(), String::new())],
            }
        })
        .collect();
    Site {
        name: format!("LCG.Site{number:04}.{country}"),
        other_name: format!("SITE-{number:04}"),
        place: format!(
            "{}.{:02}:{}.{:02}",
            lots.u8(36..65),
            lots.u8(..99),
            lots.u8(..25),
            lots.u8(..99)
        ),
        vos: vos.join(", "),
        tags: String::new(),
        ces,
    }
}

/// A configuration's text as it grows.
struct Text {
    out: String,
    depth: usize,
}

impl Text {
    fn line(&mut self, text: &str) {
        // writing to a String cannot fail
        let _ = writeln!(self.out, "{:1$}{text}", "", 2 * self.depth);
    }

    fn section(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.line(name);
        self.line("{");
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self.line("}");
    }

    fn option(&mut self, name: &str, value: &str) {
        self.line(&format!("{name} = {value}"));
    }

    /// An option that is not there if it would be empty.
    fn maybe(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.option(name, value);
        }
    }

    fn site(&mut self, site: &Site, lots: &mut Rng) {
        self.section(&site.name, |out| {
            out.option("Name", &site.other_name);
            out.option("Coordinates", &site.place);
            let domain = site.ces.first().and_then(|ce| ce.name.split_once('.'));
            out.option("Mail", &format!("grid@{}", domain.map_or("sandbox.example", |(_, d)| d)));
            out.maybe("VO", &site.vos);
            out.section("CEs", |out| {
                out.maybe("Tag", &site.tags);
                for ce in &site.ces {
                    out.ce(ce, lots);
                }
            });
        });
    }

    fn ce(&mut self, ce: &Ce, lots: &mut Rng) {
        self.section(&ce.name, |out| {
            out.option("CEType", &ce.kind);
            out.option("Architecture", "x86_64");
            out.option("OS", lots.choice(["EL8", "EL9", "EL9", "EL9"]).unwrap_or("EL9"));
            if ce.kind == "AREX" {
                out.maybe("Port", lots.choice(["", "", "8443"]).unwrap_or_default());
            }
            if ce.kind.starts_with("SSH") {
                out.option("SSHHost", &ce.name);
                out.option("SSHUser", "dirac");
                out.option("BatchSystem", "SLURM");
            }
            out.maybe("VO", &ce.vos);
            out.maybe("Tag", &ce.tags);
            out.section("Queues", |out| {
                for (name, tag) in &ce.queues {
                    out.queue(name, tag, lots);
                }
            });
        });
    }

    fn queue(&mut self, name: &str, tag: &str, lots: &mut Rng) {
        let minutes = if name.ends_with("short") || name.ends_with("devel") { 720 } else { 4320 };
        let slots = 50 * (1 + lots.u32(..20));
        self.section(name, |out| {
            out.option("SI00", &format!("{}", 250 * (8 + lots.u32(..6))));
            out.option("maxCPUTime", &minutes.to_string());
            out.option("MaxTotalJobs", &slots.to_string());
            out.option("MaxWaitingJobs", &(slots / 10).to_string());
            out.maybe("Tag", tag);
        });
    }
}
