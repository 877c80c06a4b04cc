"""Writes the configurations of the lab and the list of its people and issuers.

    roots/cs/etc/Lab.cfg            what the master serves: served.cfg with ordinary sites and users added; written once,
                                    then it is the master's
    roots/{cs,services,client}/etc/dirac.cfg
    people.json                     [{user, provider, id, vo}]: the token ids in the Registry
    issuers.json                    [{provider, port, clients: {id: secret}}]
"""
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.environ["DIRAC_TOKENS_LAB_HOME"]
number = lambda name: int(os.environ[name])  # noqa: E731
CS, SERVICES, ISSUER, DB = map(number, ("LAB_CS_PORT", "LAB_SERVICES_PORT", "LAB_ISSUER_PORT", "LAB_DB_PORT"))
MASTER = f"https://localhost:{CS}/Configuration/Server"
LEAKED, LEAKED_FTS = "leaked-6f1d-lab-secret", "leaked-fts-90aa-lab-secret"
ISSUERS = [
    {"provider": "IAM-Alpha", "port": ISSUER, "clients": {"lab-alpha": "alpha-lab-secret-5b1e", "lab-leaky": LEAKED}},
    {"provider": "CheckIn-Beta", "port": ISSUER + 1, "clients": {"lab-beta": "beta-lab-secret-77aa"}},
    {"provider": "Plain-Gamma", "port": ISSUER + 2, "clients": {"lab-gamma": "gamma-lab-secret-c0de"}},
]
PROVIDERS = {"alpha": "IAM-Alpha", "beta": "CheckIn-Beta", "gamma": "Plain-Gamma"}
rnd = random.Random(2)


def users(count):
    """Ordinary users: (name, VO, token id)."""
    for i in range(count):
        vo = list(PROVIDERS)[i % 3]
        bits = f"{rnd.getrandbits(256):064x}"
        uuid = f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:32]}"
        yield f"user{i:04d}", vo, {"alpha": uuid, "beta": f"{bits}@checkin.example", "gamma": f"gamma-{i}"}[vo]


def section(name, body, depth):
    pad = "  " * depth
    return [f"{pad}{name}", f"{pad}{{", *body, f"{pad}}}"]


def user_text(name, token_id):
    options = [
        f"      DN = /DC=org/DC=lab/O=Users/CN=Name {name}, /O=DIRAC/CN={token_id}",
        "      CA = /DC=org/DC=lab/CN=Lab CA",
        f"      Email = {name}@lab.example",
    ]
    return "\n".join(section(name, options, 2))


def site_text(i):
    """An ordinary site: one to four HTCondorCEs or A-REXes with a few queues."""
    tags = ["", "", "Token", "Token:alpha", "Token:alpha, Token:beta", "MultiProcessor", "MultiProcessor, Token:gamma"]
    ces = []
    for c in range(1 + i % 4):
        kind, queue = rnd.choice([("HTCondorCE", "condor"), ("AREX", "nordugrid-slurm-q")])
        queues = []
        for q in range(1 + (i + c) % 3):
            options = [f"VO = {', '.join(sorted(rnd.sample(list(PROVIDERS), 2)))}", "SI00 = 2400", f"maxCPUTime = {1440 * (q + 1)}"]
            tag = rnd.choice(tags + ["", "", ""])
            queues += section(f"{queue}{q}", [f"  {'  ' * 7}{o}" for o in options + ([f"Tag = {tag}"] if tag else [])], 7)
        tag = rnd.choice(tags)
        options = [f"CEType = {kind}", "OS = EL9"] + ([f"Tag = {tag}"] if tag else [])
        body = [f"  {'  ' * 5}{o}" for o in options] + section("Queues", queues, 6)
        ces += section(f"ce{c + 1:02d}.site{i:03d}.example", body, 5)
    name = f"LCG.Site{i:03d}.{rnd.choice(['fr', 'uk', 'it', 'de', 'es'])}"
    body = [f"        Name = SITE-{i:03d}", "        VO = alpha, beta, gamma"] + section("CEs", ces, 4)
    return "\n".join(section(name, body, 3))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def local(**options):
    """A dirac.cfg from {"A/B/C": {option: value}}; names separated by / are nested."""
    text = []
    for path, values in options.items():
        names = path.split("/")
        text += [x for n in names for x in (n, "{")] + [f"{k} = {v}" for k, v in values.items()] + ["}"] * len(names)
    return "\n".join(text) + "\n"


def merged(parts):
    """The sections of several such texts under common parents: diraccfg refuses a section that is written twice."""
    from diraccfg import CFG

    whole = CFG()
    for part in parts:
        one = CFG()
        one.loadFromBuffer(part)
        whole = whole.mergeWith(one)
    return str(whole)


def main():
    ordinary = list(users(number("LAB_USERS")))
    text = open(f"{HERE}/served.cfg", encoding="utf-8").read()
    words = {
        "MASTER": MASTER,
        "WORKER": f"https://localhost:{SERVICES}/Configuration/Server",
        "TOKENS": f"https://localhost:{SERVICES}/Framework/TornadoTokenManager",
        "CS_PORT": CS,
        "SERVICES_PORT": SERVICES,
        "DB_PORT": DB,
        "AUTOMERGE": os.environ["LAB_AUTOMERGE"],
        "PROPAGATION": os.environ["LAB_PROPAGATION"],
        "ISSUER_1": ISSUER,
        "ISSUER_2": ISSUER + 1,
        "ISSUER_3": ISSUER + 2,
        "LEAKED_SECRET": LEAKED,
        "LEAKED_FTS_SECRET": LEAKED_FTS,
        "ESC": "\x1b",
        "BEL": "\x07",
        "CSI": "\x9b",
        "RLO": "\u202e",
        "ZWSP": "\u200b",
        "MORE_USERS": "\n".join(user_text(n, i) for n, _vo, i in ordinary),
        "MORE_LCG": "\n".join(site_text(i) for i in range(number("LAB_SITES"))),
    }
    for vo in PROVIDERS:
        words[f"MORE_{vo.upper()}"] = "".join(f", {n}" for n, v, _id in ordinary if v == vo)
    text = re.sub("@([A-Z_0-9]+)@", lambda found: str(words[found[1]]), text)
    served = f"{HOME}/roots/cs/etc/Lab.cfg"
    if not os.path.exists(served):
        write(served, text)

    here = {
        "UseServerCertificate": "yes",
        "CertFile": f"{HOME}/pki/host/cert.pem",
        "KeyFile": f"{HOME}/pki/host/key.pem",
        "CALocation": f"{HOME}/pki/certificates",
    }
    handler = "DIRAC/ConfigurationSystem/Service/TornadoConfigurationHandler.py"
    roots = {
        "cs": {
            "DIRAC/Configuration": {"Name": "Lab", "Master": "yes", "Servers": MASTER},
            "DIRAC/Security": here,
            "Systems/Configuration/Services/Server": {"HandlerPath": handler, "Port": CS},
        },
        # The worker's section must be called Server, or the master refuses to register it; and its Port must be empty, or
        # tornado listens on the port twice.
        "services": {
            "DIRAC/Configuration": {"Name": "Lab", "Servers": MASTER},
            "DIRAC/Security": here,
            "Systems/Configuration/Services/Server": {"HandlerPath": handler, "Port": "", "Protocol": "https"},
            "Systems/Databases": {"User": "Dirac", "Password": "Dirac", "Host": "127.0.0.1", "Port": DB},
            **{
                f"Resources/IdProviders/{issuer['provider']}": {"client_secret": next(iter(issuer["clients"].values()))}
                for issuer in ISSUERS
            },
        },
        "client": {
            "DIRAC/Configuration": {"Servers": MASTER},
            "DIRAC/Security": {"CALocation": f"{HOME}/pki/certificates", "UseServerCertificate": "no"},
        },
    }
    for name, sections in roots.items():
        write(f"{HOME}/roots/{name}/etc/dirac.cfg", merged(local(**{path: values}) for path, values in sections.items()))

    people = [{"user": n, "vo": vo, "provider": PROVIDERS[vo], "id": i} for n, vo, i in ordinary]
    write(f"{HOME}/people.json", json.dumps(people, indent=1))
    write(f"{HOME}/issuers.json", json.dumps(ISSUERS, indent=1))


sys.exit(main())
