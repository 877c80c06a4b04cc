"""RFC 3820 proxies, made by DIRAC's own X509Chain.   usage: proxies.py    (DIRAC_TOKENS_LAB_HOME)

proxies/<name>: see WANTED. `expired` was good for one second, `depth2` is a proxy of a proxy, `rogue` comes from a CA that
the servers do not trust and bears the administrator's DN.
"""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/dirac")
import here  # noqa: E402

here.root("client")
from DIRAC.Core.Security.X509Chain import X509Chain  # noqa: E402

PKI, OUT = here.home() + "/pki", here.home() + "/proxies"
DAY = 86400
WANTED = {  # name: (user, group, limited)
    "admin": ("ada", "dirac_admin", False),  # CSAdministrator, ProxyManagement, FullDelegation ...
    "admin_as_user": ("ada", "alpha_user", False),
    "no_group": ("ada", False, False),
    "bad_group": ("wade", "beta_pilot", False),  # wade is not in it
    "limited": ("ada", "dirac_admin", True),
    "operator": ("olga", "dirac_operator", False),  # ServiceAdministrator, no CSAdministrator
    "manager": ("vic", "alpha_admin", False),  # ProxyManagement of one VO
    "user": ("uma", "alpha_user", False),
    "pilot": ("uma", "alpha_pilot", False),
    "user_as_admin": ("erin", "dirac_admin", False),  # a group with more rights that erin is not in
    "suspended": ("susa", "alpha_user", False),
    "unregistered": ("nobody", "alpha_user", False),
    "rogue": ("rogue", "dirac_admin", False),
}


def done(result):
    if not result["OK"]:
        sys.exit(f"proxies: {result['Message']}")


def make(name, user, group, limited, seconds=300 * DAY):
    chain = X509Chain()
    done(chain.loadChainFromFile(f"{PKI}/users/{user}/cert.pem"))
    done(chain.loadKeyFromFile(f"{PKI}/users/{user}/key.pem"))
    done(chain.generateProxyToFile(f"{OUT}/{name}", seconds, diracGroup=group, limited=limited))


os.makedirs(OUT, mode=0o700, exist_ok=True)
for name, (user, group, limited) in WANTED.items():
    make(name, user, group, limited)
chain = X509Chain()
done(chain.loadProxyFromFile(f"{OUT}/admin"))
done(chain.generateProxyToFile(f"{OUT}/depth2", 200 * DAY, diracGroup=False))
make("expired", "ada", "dirac_admin", False, seconds=1)
made = time.time()
while time.time() < made + 1.1:  # until it has expired
    time.sleep(0.05)
