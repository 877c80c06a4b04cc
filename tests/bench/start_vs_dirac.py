"""Times two commands in turn and compares their medians.   usage: start_vs_dirac.py RUNS LIMIT COMMAND...

    start_vs_dirac.py client    is the other command: what DIRAC's client does to have the configuration and the tokens of
                                the user in LAB_USER. It prints the number of rows, which must be that of COMMAND's json.

Called by the script of the same name, which sets the environment.
"""
import json
import os
import statistics
import subprocess
import sys
import time


def client():
    lab = os.path.dirname(os.path.abspath(__file__)) + "/../lab/dirac"
    sys.path.insert(0, lab)
    import here

    here.client("admin")
    sys.argv = sys.argv[:1]
    import DIRAC

    DIRAC.initialize()
    from DIRAC import gConfig
    from DIRAC.FrameworkSystem.Client.TokenManagerClient import TokenManagerClient

    # the configuration is whole when a part of it can be read
    assert gConfig.getSections("/Resources/Sites")["OK"]
    result = TokenManagerClient().getUsersTokensInfo([os.environ["LAB_USER"]])
    assert result["OK"], result
    print(len(result["Value"]))


def run(command):
    """(seconds, what it printed) of one run."""
    start = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds, done.stdout


def main():
    runs, limit, ours = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    dirac = [sys.executable, "-W", "ignore", os.path.abspath(__file__), "client"]
    # these two runs also warm the caches
    expected, found = int(run(dirac)[1]), len(json.loads(run(ours)[1])["tokens"])
    if found != expected or not expected:
        sys.exit(f"not the same work: DIRAC's client has {expected} rows, ours {found}")
    pairs = [(run(ours)[0], run(dirac)[0]) for _ in range(runs)]
    mine, its = (statistics.median(pair[i] for pair in pairs) * 1000 for i in (0, 1))
    ratio = mine / its
    print(
        f"start + CS + one user's tokens: ours {mine:.0f} ms, DIRAC {its:.0f} ms, {ratio:.3f}x (limit {limit:g}x); "
        f"medians of {runs} runs in turn"
    )
    sys.exit(ratio > limit)


client() if sys.argv[1:] == ["client"] else main()
