#!/usr/bin/env python3
"""Makes the private keys behind passphrases that the tests open, with the openssl command.

usage: key_vectors.py OUTFILE        (normally tests/fixtures/keys/openssl.jsonl)

Needs openssl 3 with its legacy provider. A line each: name, passphrase, what has to come of it (`opens`, or the reason why
not), which key it is, and the file's text. The keys were made for these tests and protect nothing; each run makes new ones.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PASSPHRASE = "made for tests only"
UMLAUTS = "grüße ☃ \"quoted\" 'too' $HOME"
LEGACY = ["-provider", "legacy", "-provider", "default"]


def openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"openssl {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout.decode()


def main():
    directory = Path(tempfile.mkdtemp())
    keys = {}
    for name, arguments in [
        ("rsa", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("rsa-1024", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]),
        ("p256", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ("p384", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ]:
        keys[name] = directory / name
        keys[name].write_text(openssl(*arguments))
    rows = []

    def put(name, key, text, expect="opens", passphrase=PASSPHRASE):
        public = "".join(openssl("pkey", "-in", str(keys[key]), "-pubout").splitlines()[1:-1])
        rows.append({"name": name, "key": key, "expect": expect, "passphrase": passphrase, "public": public, "text": text})

    def pkcs8(name, key, *arguments, expect="opens", passphrase=PASSPHRASE):
        text = openssl("pkcs8", "-topk8", "-in", str(keys[key]), "-passout", f"pass:{passphrase}", *arguments)
        put(name, key, text, expect, passphrase)

    def old(name, command, key, *arguments, expect="opens", passphrase=PASSPHRASE):
        form = ["-traditional"] if command == "rsa" else []
        text = openssl(command, *form, "-in", str(keys[key]), "-passout", f"pass:{passphrase}", *arguments)
        put(name, key, text, expect, passphrase)

    for digest in ["hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"]:
        pkcs8(f"pbkdf2-{digest}-aes-256", "rsa", "-v2", "aes-256-cbc", "-v2prf", digest)
    for cipher in ["aes-128-cbc", "aes-192-cbc", "des3"]:
        pkcs8(f"pbkdf2-{cipher}", "rsa", "-v2", cipher, "-v2prf", "hmacWithSHA1")
    pkcs8("pbkdf2-600000-rounds", "p256", "-v2", "aes-256-cbc", "-iter", "600000")
    pkcs8("pbkdf2-1-round", "p384", "-v2", "aes-128-cbc", "-iter", "1")
    pkcs8("scrypt", "rsa", "-scrypt")
    pkcs8("scrypt-p256", "p256", "-scrypt", "-scrypt_N", "1024", "-scrypt_r", "8", "-scrypt_p", "4")
    pkcs8("umlauts", "p256", "-v2", "aes-256-cbc", passphrase=UMLAUTS)
    pkcs8("empty-passphrase", "p256", "-v2", "aes-256-cbc", passphrase="")
    pkcs8("too-short-a-key", "rsa-1024", "-v2", "aes-256-cbc", expect="too short")
    pkcs8("pbes1-3des", "rsa", "-v1", "PBE-SHA1-3DES", expect="none of those in use today")
    pkcs8("pbes1-md5-des", "rsa", "-v1", "PBE-MD5-DES", *LEGACY, expect="none of those in use today")
    for cipher in ["des3", "aes128", "aes192", "aes256"]:
        old(f"old-rsa-{cipher}", "rsa", "rsa", f"-{cipher}")
        old(f"old-ec-{cipher}", "ec", "p256", f"-{cipher}")
    old("old-umlauts", "rsa", "rsa", "-aes256", passphrase=UMLAUTS)
    old("old-camellia", "rsa", "rsa", "-camellia256", expect="DES-EDE3-CBC and AES-CBC")
    old("old-single-des", "rsa", "rsa", "-des", *LEGACY, expect="DES-EDE3-CBC and AES-CBC")
    Path(sys.argv[1]).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    print(f"{len(rows)} keys")


if __name__ == "__main__":
    main()
