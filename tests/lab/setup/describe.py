"""Writes lab.json: where the parts of the running lab are.   usage: describe.py MASTER WORKER TOKENS"""
import json
import os
import sys

HOME = os.environ["DIRAC_TOKENS_LAB_HOME"]
master, worker, tokens = sys.argv[1:]
lab = {
    "home": HOME,
    "dirac": "9.1.22",
    "master_url": master,
    "worker_url": worker,
    "token_manager_url": tokens,
    "issuers": {i["provider"]: f"https://localhost:{i['port']}" for i in json.load(open(f"{HOME}/issuers.json"))},
    "client_cfg": f"{HOME}/roots/client/etc/dirac.cfg",
    "ca_dir": f"{HOME}/pki/certificates",
    "ca_file": f"{HOME}/pki/ca.pem",
    "proxies_dir": f"{HOME}/proxies",
    "proxies": sorted(p for p in os.listdir(f"{HOME}/proxies") if not p.startswith(".")),
    "users_dir": f"{HOME}/pki/users",
    "host_cert": f"{HOME}/pki/host/cert.pem",
    "host_key": f"{HOME}/pki/host/key.pem",
    "python": f"{HOME}/venv/bin/python",
    "scripts": os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
    "db_socket": f"{HOME}/run/db.sock",
    "served_cfg": f"{HOME}/roots/cs/etc/Lab.cfg",
}
with open(f"{HOME}/lab.json.new", "w") as out:
    json.dump(lab, out, indent=1)
os.replace(f"{HOME}/lab.json.new", f"{HOME}/lab.json")
