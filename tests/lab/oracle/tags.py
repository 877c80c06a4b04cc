"""What DIRAC's own code makes of the token tags of a configuration.

    tags.py FILE.cfg...             one answer per cfg file
    tags.py -                       stdin: one {"cfg": TEXT} per line; the other keys are kept
    tags.py --generate N [SEED]     N random configurations, one {"seed", "cfg"} per line
    tags.py --record FILE N [SEED]  both, into FILE (gzip if its name ends in .gz)

Run it with the Python of the lab (DIRAC 9.1.22 installed); it needs no server.

Each line of the answer is one JSON object:

    cfg     the configuration, as DIRAC's parser is given it
    vos     the sections of /Registry/VO
    ces     [{grid, site, name, type, queues: [...]}] in the order of the configuration; type: the CE's own `CEType` or null
    queue   {name, submit, manage, vos}
      submit  what a Site Director has: {tags, audience, error}; tags sorted; error: why there is no CE object (the Site
              Director then drops the queue), else null
      manage  the same for PilotManager and the WMS services, which read other levels; tags null if there is no CE object
      vos     {<vo>: {admitted, submit, manage}}; submit and manage: "token", "proxy", "error" (a token is wanted and the
              Site Director refuses for want of an audience) or null (no CE object). They are given for VOs that are not
              admitted too.

Which code answers: getQueues, getQueuesResolved, getQueue, QueueCECache, the CE classes, SiteDirector._setCredentials and
WMSUtilities.setPilotCredentials. Replaced is only what would leave the machine: the two managers that hand out proxies and
tokens, and the connection that SSH elements open when they are made.
"""
import gzip
import json
import random
import sys
import types

PROXY, TOKEN = "proxy", "token"


# --- random configurations -------------------------------------------------------------------------------------------
VOS = ["alpha", "beta", "gamma.org", "Delta-x"]
# Tags that mean something, tags for job matching, and tags that only look right.
WORDS = (
    ["Token"] * 5
    + ["Token:alpha"] * 5
    + ["Token:beta"] * 4
    + ["Token:gamma.org", "Token:Delta-x", "MultiProcessor", "WholeNode", "GPU", "8Processors"] * 2
    + ["token", "TOKEN", "Token:", "Token: alpha", "Token :alpha", "Token:Alpha", "Token:delta-x", "Token:nobody"]
    + ["Tokens", "token:beta", "Token;alpha", "Token:alpha:pilot", "Token alpha", "Token # for alpha", "\u0422oken"]
)


class Tree:
    """Writes cfg text with the irregularities that people leave behind."""

    def __init__(self, seed):
        self.rnd = random.Random(seed)
        self.lines = []
        self.depth = 0

    def chance(self, p):
        return self.rnd.random() < p

    def put(self, text):
        pad = self.rnd.choice(["", "\t", "   "]) if self.chance(0.1) else "  " * self.depth
        self.lines.append(pad + text + ("  " if self.chance(0.05) else ""))

    def section(self, name, body, inline=0.05):
        if self.chance(inline):
            self.put(name + " {")
        else:
            self.put(name)
            self.put("{")
        self.depth += 1
        body()
        self.depth -= 1
        self.put("}")

    def option(self, name, value):
        self.put(self.rnd.choice([f"{name} = {value}"] * 6 + [f"{name}={value}", f"{name}   =\t{value}", f"{name} ={value}"]))

    def values(self, name, values):
        """A list as one line, or as DIRAC's serializer writes it, or carelessly."""
        style = self.rnd.random()
        if style < 0.4 and len(values) > 1:
            self.option(name, values[0])
            for v in values[1:]:
                self.put(f"{name} += {v}")
        elif style < 0.85:
            self.option(name, self.rnd.choice([", ", ",", " , ", ",  "]).join(values))
        else:
            self.option(name, ",".join(values) + self.rnd.choice([",", ", ", ",,"]))

    def tags(self, p, name="Tag"):
        if not self.chance(p):
            return
        if self.chance(0.12):
            self.option(name, self.rnd.choice(["", "", ",", " , ,"]))
            return
        words = [self.rnd.choice(WORDS) for _ in range(self.rnd.choice([1, 1, 1, 2, 2, 3, 4]))]
        self.values(name, words)
        if self.chance(0.04):  # the option twice: the last one counts
            self.values(name, [self.rnd.choice(WORDS)])
        if self.chance(0.05):  # an option that only looks like it
            self.option(self.rnd.choice(["tag", "Tags", "TAG"]), "Token")

    def vos(self, p):
        if not self.chance(p):
            return
        if self.chance(0.1):
            self.option("VO", "")
            return
        names = self.rnd.sample(VOS, self.rnd.randrange(1, len(VOS)))
        names = [self.rnd.choice([n, n, n, n.upper(), n.capitalize()]) for n in names]
        if self.chance(0.1):
            names.append("unknown")
        self.values("VO", names)

    def queue(self, kind, n):
        name = {"HTCondorCE": "condor", "AREX": "nordugrid-slurm-q"}.get(kind, "batch") + str(n)
        if kind == "AREX" and self.chance(0.06):
            name = self.rnd.choice([f"grid{n}", f"slurm-{n}"])  # DIRAC wants two dashes

        def body():
            self.vos(0.35)
            self.option("SI00", "2400")
            self.option("maxCPUTime", "2880")
            self.tags(0.4)
            if self.chance(0.06):
                self.option("Port", self.rnd.choice(["8443", "443", "9619"]))
            if kind == "AREX" and self.chance(0.05):
                self.option("CEQueueName", "nordugrid-condor-other")
            self.tags(0.06, "RequiredTag")

        self.section(name, body)

    def ce(self, host):
        r = self.rnd.random()
        kind = "HTCondorCE" if r < 0.5 else "AREX" if r < 0.83 else "SSH" if r < 0.91 else "SSHBatch" if r < 0.96 else "ARC"

        def body():
            if not self.chance(0.03):
                self.option("CEType", kind)
            self.vos(0.3)
            self.tags(0.5)
            if self.chance(0.12):
                self.option("Port", self.rnd.choice(["8443", "443", "9620"]))
            if self.chance(0.04):
                self.put("# Token for everybody")
            queues = 0 if self.chance(0.04) else self.rnd.choice([1, 1, 1, 2, 2, 3])
            if queues or self.chance(0.5):
                self.section("Queues", lambda: [self.queue(kind, n) for n in range(queues)])

        self.section(host, body)

    def site(self, grid, n):
        name = f"{grid if not self.chance(0.03) else 'OTHER'}.Place{n}.{self.rnd.choice(['fr', 'uk', 'ch'])}"
        if self.chance(0.03):
            name = f"{grid}.Place{n}"

        def ces():
            if self.chance(0.05):
                self.option("CEType", "HTCondorCE")
            self.tags(0.35)
            if self.chance(0.05):
                self.option("Port", "8443")
            for c in range(self.rnd.choice([1, 1, 2, 2, 3])):
                self.ce(f"ce{c}.place{n}.example.org")

        def body():
            self.option("Name", f"PLACE-{n}")
            self.vos(0.5)
            self.tags(0.12)  # read by nobody
            if not self.chance(0.03):
                self.section("CEs", ces)

        self.section(name, body)

    def computing(self):
        if self.chance(0.7):
            self.section("CEDefaults", lambda: self.tags(0.7))
        for kind in ("HTCondorCE", "AREX", "SSH"):
            if self.chance(0.35):
                self.section(kind, lambda: self.tags(0.8))

    def resources(self):
        if self.chance(0.45):
            self.section("Computing", self.computing)
        n = iter(range(100))
        grids = self.rnd.sample(["LCG", "ARC", "VAC"], self.rnd.choice([1, 1, 2]))

        def sites():
            for grid in grids:
                self.section(grid, lambda: [self.site(grid, next(n)) for _ in range(self.rnd.choice([1, 1, 2, 3]))])

        self.section("Sites", sites)

    def text(self):
        self.section("Registry", lambda: self.section("VO", lambda: [self.section(v, lambda: None, 0) for v in VOS]))
        self.section("Resources", self.resources)
        return "\n".join(self.lines) + "\n"


# --- DIRAC's answer --------------------------------------------------------------------------------------------------
class Dirac:
    def __init__(self):
        from diraccfg import CFG

        from DIRAC import S_ERROR, S_OK, gConfig, gLogger
        from DIRAC.ConfigurationSystem.Client.ConfigurationData import gConfigurationData
        from DIRAC.ConfigurationSystem.Client.Helpers import Resources
        from DIRAC.Resources.Computing.SSHComputingElement import SSHComputingElement
        from DIRAC.WorkloadManagementSystem.Agent import SiteDirector
        from DIRAC.WorkloadManagementSystem.Service import WMSUtilities
        from DIRAC.WorkloadManagementSystem.Utilities import QueueUtilities

        # "fatal" hides what DIRAC would say about each broken element; stdout must hold nothing but the answer
        gLogger.setLevel("FATAL")
        self.CFG, self.data, self.config = CFG, gConfigurationData, gConfig
        self.resources, self.queues = Resources, QueueUtilities
        self.director, self.wms = SiteDirector.SiteDirector, WMSUtilities
        SSHComputingElement._prepareRemoteHost = lambda *a, **k: S_OK()
        SSHComputingElement._getConnection = lambda *a, **k: None

        # who is asked for a credential is all that has to be known
        self.asked = []

        def hand_out(kind):
            def give(*_args, **_kwargs):
                self.asked.append(kind)
                value = {"access_token": "x"} if kind == TOKEN else types.SimpleNamespace(getRemainingSecs=lambda: S_OK(10**7))
                return S_OK(value)

            return give

        tokens = types.SimpleNamespace(getToken=hand_out(TOKEN))
        proxies = types.SimpleNamespace(getPilotProxyFromDIRACGroup=hand_out(PROXY))
        SiteDirector.gTokenManager, SiteDirector.gProxyManager = tokens, proxies
        WMSUtilities.gTokenManager, WMSUtilities.getPilotProxy = tokens, hand_out(PROXY)
        quiet = types.SimpleNamespace(verbose=lambda *a: None, error=lambda *a: None, warn=lambda *a: None)
        self.log = quiet

    def load(self, text):
        remote = self.CFG()
        remote.loadFromBuffer(text)
        self.data.localCFG, self.data.remoteCFG = self.CFG(), remote
        self.data.sync()

    def sections(self, path):
        return self.config.getSections(path).get("Value") or []

    def submit(self, ce, vo):
        """Token, proxy or error for a Site Director of the VO; the director is DIRAC's, minus its agent frame."""
        director = object.__new__(self.director)
        director.vo, director.log, director.pilotDN = vo, self.log, "/CN=pilot"
        self.asked, ce.proxy, ce.token = [], "", None
        result = director._setCredentials(ce, 600)
        if not result["OK"]:
            assert result["Message"] == "Audience is not defined", result
            return "error"
        return TOKEN if TOKEN in self.asked else PROXY

    def manage(self, ce, vo):
        self.asked = []
        result = self.wms.setPilotCredentials(ce, {"VO": vo})
        assert result["OK"], result
        return self.asked[-1]

    def director_side(self, site, ce, queue):
        """(tags, CE object or None, error) as the Site Director resolves this one queue."""

        def resolved(**kwargs):
            found = self.resources.getQueues(siteList=[site], ceList=[ce])["Value"]
            chosen = found[site][ce]
            chosen["Queues"] = {queue: chosen["Queues"][queue]}
            return self.queues.getQueuesResolved({site: {ce: chosen}}, **kwargs)["Value"].get(f"{ce}_{queue}"), chosen

        try:
            entry, chosen = resolved()
        except KeyError as missing:  # no CEType at any level: DIRAC's cycle stops here with this exception
            return None, None, f"KeyError: {missing}"
        tags = entry["ParametersDict"]["Tag"]
        made, _ = resolved(instantiateCEs=True)
        if made is None:
            return tags, None, f"no CE object of type {entry['CEType']}"
        assert set(made["CE"].ceParameters["Tag"]) == set(tags)
        return tags, made["CE"], None

    def manager_side(self, site, ce, queue, kind):
        result = self.resources.getQueue(site, ce, queue)
        if not result["OK"]:
            return None, None, result["Message"]
        # the CE type is what the pilot's row says: that of the Site Director that submitted it
        result = self.queues.QueueCECache().getCE("k", kind, ce, result["Value"])
        if not result["OK"]:
            return None, None, result["Message"]
        made = result["Value"]
        tags = made.ceParameters.get("Tag", [])
        # an empty option in CE or queue reaches the element as the text it is
        return ([] if isinstance(tags, str) and not tags.strip(" ,") else tags), made, None

    def queue(self, base, site, ce, name, kind, admitted):
        tags, director_ce, error = self.director_side(site, ce, name)
        kind = director_ce.ceType if director_ce else kind
        managed, manager_ce, trouble = self.manager_side(site, ce, name, kind or "")
        side = lambda tags, made, why: {  # noqa: E731
            "tags": None if tags is None else sorted(tags),
            "audience": made.audienceName if made else None,
            "error": why,
        }
        return {
            "name": name,
            "submit": side(tags, director_ce, error),
            "manage": side(managed, manager_ce, trouble),
            "vos": {
                vo: {
                    "admitted": name in admitted[vo].get(site, {}).get(ce, {}).get("Queues", {}),
                    "submit": self.submit(director_ce, vo) if director_ce else None,
                    "manage": self.manage(manager_ce, vo) if manager_ce else None,
                }
                for vo in admitted
            },
        }

    def current(self):
        """The answer for the configuration that DIRAC has now."""
        vos = self.sections("/Registry/VO")
        admitted = {vo: self.resources.getQueues(community=vo)["Value"] for vo in vos}
        ces = []
        root = "/Resources/Sites"
        for grid in self.sections(root):
            for site in self.sections(f"{root}/{grid}"):
                for ce in self.sections(f"{root}/{grid}/{site}/CEs"):
                    base = f"{root}/{grid}/{site}/CEs/{ce}"
                    kind = self.config.getValue(f"{base}/CEType", "") or None
                    queues = [self.queue(base, site, ce, q, kind, admitted) for q in self.sections(f"{base}/Queues")]
                    ces.append({"grid": grid, "site": site, "name": ce, "type": kind, "queues": queues})
        return {"vos": vos, "ces": ces}

    def answer(self, case):
        self.load(case["cfg"])
        return {**case, **self.current()}


def trees(n, seed):
    for i in range(seed, seed + n):
        yield {"seed": i, "cfg": Tree(i).text()}


def main(args):
    if not args or args[0] in ("-h", "--help"):
        sys.exit(__doc__)
    dump = lambda x: json.dumps(x, ensure_ascii=False, separators=(",", ":")) + "\n"  # noqa: E731
    if args[0] == "--generate":
        for case in trees(int(args[1]), int(args[2]) if len(args) > 2 else 1):
            sys.stdout.write(dump(case))
        return
    dirac = Dirac()
    if args[0] == "--record":
        name, n = args[1], int(args[2])
        lines = (dump(dirac.answer(c)) for c in trees(n, int(args[3]) if len(args) > 3 else 1))
        data = "".join(lines).encode()
        with open(name, "wb") as out:
            # no time stamp: the same trees give the same bytes
            out.write(gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data)
        return
    if args[0] == "-":
        cases = (json.loads(line) for line in sys.stdin if line.strip())
    else:
        cases = ({"file": f, "cfg": open(f, encoding="utf-8").read()} for f in args)
    for case in cases:
        sys.stdout.write(dump(dirac.answer(case)))


if __name__ == "__main__":
    main(sys.argv[1:])
