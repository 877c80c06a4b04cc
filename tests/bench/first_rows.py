"""The measuring part of first_rows.   usage: first_rows.py RUNS LIMIT LAB_HOME BINARY"""
import json
import ssl
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

runs, limit, home, binary = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4]
lab = json.load(open(f"{home}/lab.json"))
proxy = f"{lab['proxies_dir']}/admin"
context = ssl.create_default_context(cafile=lab["ca_file"])
context.load_cert_chain(proxy)
command = [binary, "token", "list", "-o", "jsonl", "--cfg", lab["client_cfg"], "--ca-dir", lab["ca_dir"], "--proxy", proxy]


def call():
    body = urllib.parse.urlencode({"method": "getUsersTokensInfo", "args": '[["uma"]]'}).encode()
    begun = time.perf_counter()
    with urllib.request.urlopen(lab["token_manager_url"], body, context=context) as answer:
        assert json.load(answer)["OK"]
    return time.perf_counter() - begun


def first_row():
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()  # what it is about
    row = json.loads(process.stdout.readline())
    took = time.perf_counter() - begun
    process.terminate()
    assert process.wait() == 143, "TERM ends it with 143"
    assert "user_id" in row, row
    return took


calls, rows = [], []
for _ in range(runs):  # side by side, so that both meet the same machine
    calls.append(call())
    rows.append(first_row())
one, ours = statistics.median(calls), statistics.median(rows)
print(f"first row of a listing: {ours * 1e3:.0f} ms, one call {one * 1e3:.0f} ms, {ours / one:.2f}x (limit {limit:g}x)")
sys.exit(ours > limit * one)
