"""Tells DIRAC which directory is its root.

DIRAC looks for `etc/dirac.cfg` below `sys.base_prefix` and has no setting for it. The lab runs a CS master, services and
clients from one virtual environment, so each program calls `root` first, before anything of DIRAC is imported.
"""
import os
import sys


def home():
    return os.environ["DIRAC_TOKENS_LAB_HOME"]


def root(name):
    sys.base_prefix = f"{home()}/roots/{name}"
    os.makedirs(f"{sys.base_prefix}/etc", exist_ok=True)


def clean():
    """Forget what leads DIRAC or python-requests elsewhere; the latter prefers these bundles to the CA directory of DIRAC."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "DIRAC", "DIRACSYSCONFIG", "DIRAC_ROOT_PATH"):
        os.environ.pop(name, None)


def client(proxy):
    """Become a DIRAC client that uses one of the lab's proxies (a name, or a path)."""
    clean()
    os.environ["X509_USER_PROXY"] = proxy if "/" in proxy else f"{home()}/proxies/{proxy}"
    os.environ["X509_CERT_DIR"] = f"{home()}/pki/certificates"
    os.environ["HOME"] = f"{home()}/roots/client"  # no ~/.dirac.cfg of the person who runs this
    root("client")


def server():
    """Its outgoing calls go to the lab's issuers: python-requests must know their CA."""
    clean()
    os.environ["REQUESTS_CA_BUNDLE"] = f"{home()}/pki/ca.pem"
    os.environ["HOME"] = f"{home()}/roots"
