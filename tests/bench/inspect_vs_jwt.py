"""Times `token inspect` and `jwt decode` in turn, from start to exit.   usage: inspect_vs_jwt.py RUNS LIMIT OURS JWT

Called by the script of the same name. Wall time is what is judged; the CPU time of both stands beside it, since a busy machine
adds the same to both and so flatters the slower one.
"""
import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def part(value):
    octets = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def token():
    claims = {
        "wlcg.ver": "1.0",
        "sub": "a1b98335-9649-4fb0-961d-5a49ce108d49",
        "aud": "https://wlcg.cern.ch/jwt/v1/any",
        "scope": "openid profile wlcg.groups:/wlcg/pilot compute.create compute.read compute.cancel compute.modify",
        "iss": "https://iam.example.org/",
        "nbf": 1795000000,
        "iat": 1795000000,
        "exp": 4000000000,
        "jti": "0c2b7a34-5d11-4f3e-8a0d-000000000001",
        "wlcg.groups": ["/wlcg", "/wlcg/pilot"],
    }
    return ".".join([part({"alg": "RS256", "kid": "rsa1"}), part(claims), part(os.urandom(256))])


def run(command):
    """(wall, CPU) of one run, in ms."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[:3]} ended with {child.returncode}")
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def main():
    runs, limit, ours, jwt = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4]
    text = token()
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(text)
        file.flush()
        commands = [[ours, "token", "inspect", file.name], [jwt, "decode", text]]
        for command in commands:  # warms the caches
            run(command)
        pairs = [[run(command) for command in commands] for _ in range(runs)]
    medians = [[statistics.median(pair[who][what] for pair in pairs) for what in (0, 1)] for who in (0, 1)]
    (wall, cpu), (its_wall, its_cpu) = medians
    ratio = wall / its_wall
    print(
        f"token inspect, start to exit: ours {wall:.2f} ms, jwt decode {its_wall:.2f} ms, {ratio:.2f}x (limit {limit:g}x); "
        f"CPU {cpu:.2f} and {its_cpu:.2f} ms, {cpu / its_cpu:.2f}x; medians of {runs} runs in turn"
    )
    sys.exit(ratio > limit)


main()
