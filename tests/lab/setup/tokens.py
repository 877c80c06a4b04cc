"""Fills TokenDB: tokens that the issuers really issued, stored by DIRAC's TokenDB class; then SQL for what that class
cannot store. People are those of served.cfg (by their token ids) and of people.json.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/dirac")
import here  # noqa: E402

here.server()
here.root("services")
sys.argv = sys.argv[:1]
import requests  # noqa: E402
from diraccfg import CFG  # noqa: E402
from sqlalchemy import text  # noqa: E402

from DIRAC.Core.Base.Script import Script  # noqa: E402

Script.localCfg.addDefaultEntry("/DIRAC/Security/UseServerCertificate", "yes")
Script.parseCommandLine(ignoreErrors=True)
from DIRAC import gLogger  # noqa: E402
from DIRAC.FrameworkSystem.DB.TokenDB import TokenDB  # noqa: E402

HOME, PREFIX, DAY = here.home(), "/O=DIRAC/CN=", 86400
issuers = {i["provider"]: i for i in json.load(open(f"{HOME}/issuers.json"))}
registry = CFG()
registry.loadFromFile(f"{HOME}/roots/cs/etc/Lab.cfg")
session = requests.Session()
gLogger.setLevel("ERROR")
db = TokenDB()


def ids(user):
    """The token ids of a user of the Registry."""
    dns = [dn.strip() for dn in registry[f"Registry/Users/{user}"]["DN"].split(",")]
    return [dn[len(PREFIX) :] for dn in dns if dn.startswith(PREFIX)]


def scopes(provider):
    roles = {
        "IAM-Alpha": "wlcg.groups:/alpha/{}",
        "CheckIn-Beta": "eduperson_entitlement?value=urn:mace:egi.eu:group:beta:role={}#aai.egi.eu",
        "Plain-Gamma": "groups:/gamma/{}",
    }
    words = ["compute.create", "compute.read", "compute.modify", "compute.cancel"]
    return " ".join(words + [roles[provider].format(role) for role in ("user", "pilot")])


def store(provider, user_id):
    issuer = issuers[provider]
    ask = {"client": next(iter(issuer["clients"])), "sub": user_id, "scope": scopes(provider)}
    answer = session.post(f"https://localhost:{issuer['port']}/lab/mint", json=ask, timeout=20)
    answer.raise_for_status()
    result = db.updateToken(answer.json(), user_id, provider, 30 * DAY)
    if not result["OK"]:
        sys.exit(f"tokens: {result['Message']}")


def sql(statement, **values):
    with db.engine.begin() as connection:
        return connection.execute(text(statement), values).rowcount


def row(user_id, provider, access, refresh, access_ends, refresh_ends, **more):
    values = {
        "user_id": user_id, "provider": provider, "access_token": access, "refresh_token": refresh, "expires_at": access_ends,
        "rt_expires_at": refresh_ends, "issued_at": 0, "access_token_revoked_at": 0, "refresh_token_revoked_at": 0, "expires_in": 0,
    } | more  # fmt: skip
    sql(f"insert into Token ({', '.join(values)}) values ({', '.join(':' + k for k in values)})", **values)


def main():
    sql("delete from Token")
    A, B, G = "IAM-Alpha", "CheckIn-Beta", "Plain-Gamma"
    for provider in (A, B, G):  # the administrator has one of each
        store(provider, ids("ada")[0])
    for user in ("uma", "olga", "vic", "susa", "rita", "axel", "dora", "loner", "mallory", "maxine"):
        store(A, ids(user)[0])
    store(B, ids("tina")[0])
    store(A, ids("tina")[1])
    store(G, ids("dup")[0])
    store(B, ids("sam")[0])  # and sue's
    store(A, "orphan-id-of-nobody")
    for i, person in enumerate(json.load(open(f"{HOME}/people.json"))):
        if i % 11 != 10:  # some never stored one
            store(person["provider"], person["id"])

    # TokenDB.updateToken deletes every row whose access token has expired, so these come last and by SQL
    now = int(time.time())
    change = "update Token set {} where user_id = :user"
    assert sql(change.format("expires_at = :t"), t=now - 600, user=ids("rita")[0]) == 1
    assert sql(change.format("rt_expires_at = :t"), t=now - 60, user=ids("axel")[0]) == 1
    assert sql(change.format("expires_at = :t, rt_expires_at = :t"), t=now - 5 * DAY, user=ids("dora")[0]) == 1
    assert sql(change.format("refresh_token_revoked_at = :t"), t=now - 5, user=ids("loner")[0]) == 1

    nina = ids("nina")[0]
    words = dict.fromkeys(("kid", "client_id", "token_type", "scope"), "None")
    row(nina, "None", "None", "None", 0, 0, **words)  # the word
    row(nina, A, "None", "None", 0, 0)  # NULLs, which arrive as the word
    row(nina, None, "", "", 0, 0)
    row(nina, A, "not a token", "rt", now + DAY, 0, scope="")
    row(nina, "Removed-Provider", "x", "y", 2**31 - 1, 2**31 - 1, expires_in=2**31 - 1, issued_at=-1)
    row(nina, "Pro\x1b[31mvider\u202e", "x", "y", now - DAY, now + DAY, scope="\x1b]0;owned\x07 a\tb\u200bc", client_id="\x9b2J")
    # what the issuer does not know
    row(ids("uma")[0], B, "unknown-to-the-issuer", "unknown-to-the-issuer", now + DAY, now + DAY, client_id="lab-beta", scope=scopes(B))
    # one user, many rows of every state
    for i in range(120):
        row(ids("maxine")[0], (A, B, G)[i % 3], f"at-{i}", f"rt-{i}", now + (i % 7 - 3) * 3600, now + (i % 5 - 2) * DAY, scope=f"s{i}")


main()
