"""Somebody else who commits, with DIRAC's own client: one command a line on stdin, one JSON object a line on stdout.

    fetch               read the configuration from the master
    set PATH VALUE      change an option of what was fetched
    commit              commit that

Commits as the host, so that the history names somebody else than the administrator. Run it with the Python of the lab.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "dirac"))
import here  # noqa: E402

here.client("admin")
from DIRAC.ConfigurationSystem.Client.ConfigurationData import gConfigurationData  # noqa: E402

for name, file in (("CertFile", "cert.pem"), ("KeyFile", "key.pem")):
    gConfigurationData.setOptionInCFG(f"/DIRAC/Security/{name}", f"{here.home()}/pki/host/{file}")
gConfigurationData.setOptionInCFG("/DIRAC/Security/UseServerCertificate", "yes")
from DIRAC.Core.Base.Script import Script  # noqa: E402

Script.registerSwitches = lambda *_: None
from DIRAC.ConfigurationSystem.Client.ConfigurationClient import ConfigurationClient  # noqa: E402
from DIRAC.ConfigurationSystem.private.Modificator import Modificator  # noqa: E402

client = ConfigurationClient(url=sys.argv[1], useCertificates=True)
modificator = Modificator(client, "localhost")


def answer(line):
    what, *rest = line.split(" ", 2)
    if what == "fetch":
        return modificator.loadFromRemote()
    if what == "set":
        modificator.setOptionValue(*rest)
        return {"OK": True}
    if what == "commit":
        return modificator.commit()
    return {"OK": False, "Message": f"{what}?"}


for line in sys.stdin:
    result = answer(line.rstrip("\n"))
    print(json.dumps({"OK": bool(result["OK"]), "Message": str(result.get("Message", ""))}), flush=True)
