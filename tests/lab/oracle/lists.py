"""What DIRAC's own client says of the things that our lists show.   usage: lists.py PROXY [PART...]

PROXY is a name in the lab's proxies or a path; PART is one or more of providers, vos, users, ces, tokens (default: all).
Run it with the lab's Python and DIRAC_TOKENS_LAB_HOME. Prints one JSON object:

    source      {servers, master, version} of the configuration the client used
    providers   [{name, options{}, type, vos, made, error}]: options as gConfig merges them; type as the factory defaults it;
                vos: those whose IdProvider names it; made: whether IdProviderFactory makes an object, else error
    vos         [{name, id_provider, groups[{name, scopes, error}], users_with_token_id[]}]: scopes from the provider's own
                getGroupScopes, null with an error where there is no provider object
    users       [{name, dns, token_ids, groups, suspended}]: dns null where DIRAC finds none
    ces         [{grid, site, name, type, queues[...]}] as in tags.py
    tokens      {rows[...], errors{user: message}}: getUsersTokensInfo, asked for one user at a time because one unknown name
                fails a whole call; the two tokens of a row are replaced by `access` and `refresh`, the first 16 hex digits of
                their SHA-256
"""
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, f"{HERE}/../dirac"]
import here  # noqa: E402

PARTS = ("providers", "vos", "users", "ces", "tokens")
args = sys.argv[1:]
if not args or args[0] in ("-h", "--help") or not set(args[1:]) <= set(PARTS):
    sys.exit(__doc__)
wanted = args[1:] or PARTS
here.client(args[0])
sys.argv = sys.argv[:1]

import DIRAC  # noqa: E402

DIRAC.initialize()
from DIRAC import gConfig, gLogger  # noqa: E402
from DIRAC.ConfigurationSystem.Client.ConfigurationData import gConfigurationData  # noqa: E402
from DIRAC.ConfigurationSystem.Client.Helpers import Registry  # noqa: E402
from DIRAC.FrameworkSystem.Client.TokenManagerClient import TokenManagerClient  # noqa: E402
from DIRAC.Resources.IdProvider.IdProviderFactory import IdProviderFactory  # noqa: E402

gLogger.setLevel("FATAL")


def sections(path):
    return gConfig.getSections(path).get("Value") or []


def provider(name):
    """(object, None) or (None, message)."""
    result = IdProviderFactory().getIdProvider(name)
    return (result["Value"], None) if result["OK"] else (None, result["Message"])


def providers():
    using = {vo: Registry.getVOOption(vo, "IdProvider") for vo in Registry.getVOs()["Value"]}
    rows = []
    for name in sections("/Resources/IdProviders"):
        options = gConfig.getOptionsDict(f"/Resources/IdProviders/{name}")["Value"]
        made, error = provider(name)
        rows.append(
            {
                "name": name,
                "options": options,
                "type": options.get("ProviderType", "OAuth2"),
                "vos": [vo for vo, idp in using.items() if idp == name],
                "made": made is not None,
                "error": error,
            }
        )
    return rows


def token_ids(user):
    result = Registry.getDNForUsername(user)
    ids = [Registry.getIDFromDN(dn).get("Value") for dn in result["Value"]] if result["OK"] else []
    return [i for i in dict.fromkeys(ids) if i]


def group_row(group):
    idp = Registry.getIdPForGroup(group)
    made, error = provider(idp) if idp else (None, "the VO has no IdProvider")
    return {"name": group, "scopes": made.getGroupScopes(group) if made else None, "error": error}


def vos():
    rows = []
    for vo in Registry.getVOs()["Value"]:
        found = Registry.getGroupsForVO(vo)
        groups = found["Value"] if found["OK"] else []
        members = dict.fromkeys(user for group in groups for user in Registry.getUsersInGroup(group))
        rows.append(
            {
                "name": vo,
                "id_provider": Registry.getVOOption(vo, "IdProvider") or None,
                "groups": [group_row(group) for group in groups],
                "users_with_token_id": [user for user in members if token_ids(user)],
            }
        )
    return rows


def users():
    rows = []
    for user in Registry.getAllUsers():
        dns, groups = Registry.getDNForUsername(user), Registry.getGroupsForUser(user)
        rows.append(
            {
                "name": user,
                "dns": dns["Value"] if dns["OK"] else None,
                "token_ids": token_ids(user),
                "groups": groups["Value"] if groups["OK"] else [],
                "suspended": Registry.getUserOption(user, "Suspended", []),
            }
        )
    return rows


def ces():
    import tags

    return tags.Dirac().current()["ces"]


def fingerprint(token):
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def tokens():
    client, rows, errors = TokenManagerClient(), [], {}
    for user in Registry.getAllUsers():
        if not token_ids(user):
            continue
        result = client.getUsersTokensInfo([user])
        if not result["OK"]:
            errors[user] = result["Message"]
            continue
        for row in result["Value"]:
            row["access"], row["refresh"] = fingerprint(row.pop("access_token")), fingerprint(row.pop("refresh_token"))
            rows.append(row)
    return {"rows": rows, "errors": errors}


answer = {
    "source": {
        "servers": list(gConfigurationData.getServers()),
        "master": gConfigurationData.getMasterServer(),
        "version": gConfigurationData.getVersion(),
    }
}
for part in PARTS:
    if part in wanted:
        answer[part] = globals()[part]()
json.dump(answer, sys.stdout, indent=1)
print()
