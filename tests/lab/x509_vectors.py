#!/usr/bin/env python3
"""Makes the certificates that the X.509 tests judge, and records what OpenSSL and DIRAC say of them.

usage: x509_vectors.py OUTDIR        (normally tests/fixtures/x509)

Needs python's `cryptography`, the `openssl` command, and for the last word on chains a python that has DIRAC
(DIRAC_PYTHON=/path/to/python; without it the column `dirac` keeps what was recorded before).
Certificates are built octet by octet, because no library makes the ones that matter: odd string types, forged
signatures, proxies of before RFC 3820. Every private key here was made for these tests and protects nothing.
Names are seeded: the same run gives the same names; keys and signatures differ from run to run.
"""

import base64
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

# ---------------------------------------------------------------------------------------------------------------- DER


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def seq(*parts):
    return tlv(0x30, *parts)


def oid(dotted):
    arcs = [int(a) for a in dotted.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.append(0x80 | (arc & 0x7F))
        out += bytes(reversed(group))
    return tlv(6, out)


def integer(n):
    return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def bits(octets, unused=0):
    return tlv(3, bytes([unused]), octets)


def time(moment):
    if moment.year < 2050:
        return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


UTF8, NUMERIC, PRINTABLE, T61, IA5, VISIBLE, GENERAL, UNIVERSAL, BMP = 12, 18, 19, 20, 22, 26, 27, 28, 30
OIDS = {
    "CN": "2.5.4.3", "C": "2.5.4.6", "L": "2.5.4.7", "ST": "2.5.4.8", "O": "2.5.4.10", "OU": "2.5.4.11",
    "SN": "2.5.4.4", "GN": "2.5.4.42", "DC": "0.9.2342.19200300.100.1.25", "UID": "0.9.2342.19200300.100.1.1",
    "emailAddress": "1.2.840.113549.1.9.1", "serialNumber": "2.5.4.5", "street": "2.5.4.9", "title": "2.5.4.12",
}


def attribute(kind, value, tag=UTF8):
    if isinstance(value, str):
        code = {BMP: "utf-16-be", UNIVERSAL: "utf-32-be", T61: "latin-1"}.get(tag, "utf-8")
        value = value.encode(code)
    return seq(oid(OIDS.get(kind, kind)), tlv(tag, value))


def name(*rdns):
    """Each RDN: ("CN", "x"), ("CN", "x", tag), or a list of those for a multi-valued one."""
    return seq(*(tlv(0x31, *(attribute(*a) for a in (r if isinstance(r, list) else [r]))) for r in rdns))


def extension(dotted, value, critical=False):
    return seq(oid(dotted), b"\x01\x01\xff" if critical else b"", tlv(4, value))


# ------------------------------------------------------------------------------------------------------- certificates

DAY = datetime.timedelta(days=1)
BEGIN = datetime.datetime(2026, 1, 1)
CENTURY = datetime.datetime(2126, 1, 1)
EC_SHA256 = ("1.2.840.10045.4.3.2", None, hashes.SHA256())
SIGNATURES = {
    "ecdsa-sha256": EC_SHA256,
    "ecdsa-sha384": ("1.2.840.10045.4.3.3", None, hashes.SHA384()),
    "ecdsa-sha512": ("1.2.840.10045.4.3.4", None, hashes.SHA512()),
    "rsa-sha1": ("1.2.840.113549.1.1.5", tlv(5), hashes.SHA1()),
    "rsa-md5": ("1.2.840.113549.1.1.4", tlv(5), hashes.MD5()),
    "rsa-sha256": ("1.2.840.113549.1.1.11", tlv(5), hashes.SHA256()),
    "rsa-sha512": ("1.2.840.113549.1.1.13", tlv(5), hashes.SHA512()),
    "ed25519": ("1.3.101.112", None, None),
}
SHA256_ID = seq(oid("2.16.840.1.101.3.4.2.1"), tlv(5))
SIGNATURES["rsa-pss"] = (
    "1.2.840.113549.1.1.10",
    seq(tlv(0xA0, SHA256_ID), tlv(0xA1, seq(oid("1.2.840.113549.1.1.8"), SHA256_ID)), tlv(0xA2, integer(32))),
    hashes.SHA256(),
)


def usual_signature(key):
    if isinstance(key, rsa.RSAPrivateKey):
        return "rsa-sha256"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    return {256: "ecdsa-sha256", 384: "ecdsa-sha384", 521: "ecdsa-sha512"}[key.curve.key_size]


def sign(key, how, data):
    digest = SIGNATURES[how][2]
    if how == "ed25519":
        return key.sign(data)
    if how == "rsa-pss":
        return key.sign(data, padding.PSS(padding.MGF1(digest), 32), digest)
    if how.startswith("rsa"):
        return key.sign(data, padding.PKCS1v15(), digest)
    return key.sign(data, ec.ECDSA(digest))


def public(key):
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


CA_EXT = [extension("2.5.29.19", seq(b"\x01\x01\xff"), True), extension("2.5.29.15", bits(b"\x06", 1), True)]
USER_EXT = [extension("2.5.29.19", seq(), True), extension("2.5.29.15", bits(b"\xa0", 5), True)]


def alternative_names(*hosts):
    return extension("2.5.29.17", seq(*(tlv(0x82, h.encode()) for h in hosts)))


def server_ext(*hosts):
    usage = extension("2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2")))
    return USER_EXT + [usage] + ([alternative_names(*hosts)] if hosts else [])


FULL, LIMITED, INDEPENDENT = "1.3.6.1.5.5.7.21.1", "1.3.6.1.4.1.3536.1.1.1.9", "1.3.6.1.5.5.7.21.2"


def proxy_info(policy=FULL, path_length=None):
    limit = b"" if path_length is None else integer(path_length)
    return extension("1.3.6.1.5.5.7.1.14", seq(limit, seq(oid(policy))), True)


def group(text, tag=IA5):
    return extension("1.2.42.42", tlv(tag, text.encode()))


class Cert:
    """A certificate with its key and what is needed to issue further ones."""

    serial = 1000

    def __init__(self, subject, key, issuer=None, ext=(), begin=BEGIN, end=CENTURY, how=None, version=3,
                 issuer_name=None, signer=None):
        Cert.serial += 1
        self.subject, self.key = subject, key
        signer = signer or (issuer.key if issuer else key)
        how = how or usual_signature(signer)
        algorithm = seq(oid(SIGNATURES[how][0]), SIGNATURES[how][1] or b"")
        tbs = seq(
            tlv(0xA0, integer(version - 1)) if version > 1 else b"",
            integer(Cert.serial),
            algorithm,
            issuer_name or (issuer.subject if issuer else subject),
            seq(time(begin), time(end)),
            subject,
            public(key),
            tlv(0xA3, seq(*ext)) if ext else b"",
        )
        self.der = seq(tbs, algorithm, bits(sign(signer, how, tbs)))

    def proxy(self, key, cn="1234567890", info=None, ext=(), legacy=False, **more):
        """A proxy of this certificate."""
        subject = seq(self.subject_rdns(), tlv(0x31, attribute("CN", cn, PRINTABLE)))
        extensions = list(ext) if legacy else [info or proxy_info(), *ext]
        return Cert(more.pop("subject", subject), key, self, extensions, **more)

    def subject_rdns(self):
        head = 2 if self.subject[1] < 128 else 2 + (self.subject[1] & 0x7F)
        return self.subject[head:]


def pem(label, der):
    text = base64.encodebytes(der).decode().replace("\n", "")
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n" % (label, "\n".join(lines), label)


def cert_pem(*certs):
    return "".join(pem("CERTIFICATE", c.der) for c in certs)


def key_pem(key, form="pkcs8", passphrase=None):
    forms = {"pkcs8": serialization.PrivateFormat.PKCS8, "traditional": serialization.PrivateFormat.TraditionalOpenSSL}
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, forms[form], lock).decode()


def p256():
    return ec.generate_private_key(ec.SECP256R1())


def b64(octets):
    return base64.b64encode(octets).decode()


def write_lines(path, rows):
    with open(path, "w") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=True) + "\n")
    print(len(rows), path)


# --------------------------------------------------------------------------------------------------------------- names

GRID_NAMES = [
    ("a usual person", [("DC", "org", IA5), ("DC", "terena", IA5), ("DC", "tcs", IA5), ("C", "NL", PRINTABLE),
                        ("O", "Nikhef"), ("CN", "Ada Admin ada@example.org")]),
    ("a robot", [("DC", "ch", IA5), ("DC", "cern", IA5), ("OU", "Organic Units"), ("OU", "Users"),
                 ("CN", "ddmadmin"), ("CN", "531497"), ("CN", "Robot: ATLAS Data Management")]),
    ("a host with a service", [("C", "IT", PRINTABLE), ("O", "INFN"), ("OU", "Host"), ("CN", "host/ce01.example.org")]),
    ("a URL as value", [("O", "Grid"), ("CN", "https://example.org/a+b,c=d")]),
    ("an e-mail address", [("C", "FR", PRINTABLE), ("O", "CNRS"), ("CN", "Zoe"), ("emailAddress", "z@example.fr", IA5)]),
    ("a user id", [("DC", "org", IA5), ("UID", "ada"), ("CN", "Ada")]),
    ("umlauts in UTF-8", [("C", "DE"), ("O", "Forschungszentrum Jülich"), ("CN", "Jürgen Weiß")]),
    ("umlauts in T61", [("C", "DE", PRINTABLE), ("O", "Universität", T61), ("CN", "Jörg", T61)]),
    ("BMP", [("C", "CZ", PRINTABLE), ("CN", "Žluťoučký kůň", BMP)]),
    ("Universal", [("CN", "日本 \U0001f600", UNIVERSAL)]),
    ("Asian", [("C", "JP"), ("O", "高エネルギー加速器研究機構"), ("CN", "計算 太郎")]),
    ("multi-valued", [("O", "Grid"), [("CN", "Ada"), ("UID", "ada")]]),
    ("multi-valued three times", [[("O", "a"), ("OU", "b")], [("CN", "c"), ("SN", "d"), ("GN", "e")]]),
    ("multi-valued in the wrong order", [[("UID", "zzzz"), ("CN", "a")], ("CN", "b")]),
    ("unknown attribute", [("1.3.6.1.4.1.99999.1.2", "x"), ("CN", "y")]),
    ("unknown attribute under X.520", [("2.5.4.250", "x")]),
    ("very large arcs", [("2.999.18446744073709551616.340282366920938463463374607431768211456", "x"), ("2.47.1", "y")]),
    ("number longer than OpenSSL's buffer", [("1.3.6." + ".".join(["123456789"] * 12), "x"), ("CN", "y")]),
    ("first arcs", [("0.0", "a"), ("0.39.1", "b"), ("1.39", "c"), ("2.0", "d"), ("2.39.5", "e"), ("2.40", "f")]),
    ("empty name", []),
    ("empty value", [("O", ""), ("CN", "", PRINTABLE)]),
    ("control characters", [("CN", "a\x1b[31mb\x07\n\r\t\x00c\x7f")]),
    ("C1 and bidi", [("CN", "a\u009bb\u202ec\u200bd")]),
    ("not UTF-8", [("CN", b"a\xff\xfeb")]),
    ("backslash before a slash", [("CN", "a\\/b\\\\+c\\"), ("CN", "\\x41")]),
    ("quotes and commas", [("CN", 'a"b\'c,d;e<f>#g=h')]),
    ("spaces", [("CN", "  a  b  ")]),
    ("bit string", [("2.5.4.45", b"\x03\xff\xff", 3), ("CN", "a")]),
    ("bit string, all bits", [("2.5.4.45", b"\x00AB/", 3)]),
    ("numeric", [("serialNumber", "123 456", NUMERIC)]),
    ("sequence as value", [("2.5.4.16", tlv(UTF8, b"a") + tlv(UTF8, "/é".encode()), 0x30)]),
    ("odd BMP", [("CN", b"\x00a\x00", BMP)]),
    ("visible string", [("CN", "abc", VISIBLE)]),
    ("general string", [("CN", "abcd", GENERAL)]),
    ("octet string", [("CN", b"abc", 4)]),
    ("integer", [("CN", b"\x05", 2)]),
    ("long value", [("CN", "x" * 3000)]),
    ("many RDNs", [("DC", "d%d" % i, IA5) for i in range(60)]),
    ("name without CN", [("DC", "org", IA5), ("DC", "example", IA5)]),
    ("attributes with short names", [(o, "v") for o in (
        "2.5.4.15", "2.5.4.17", "2.5.4.46", "2.5.4.65", "2.5.4.97", "2.5.4.41", "0.9.2342.19200300.100.1.3",
        "0.9.2342.19200300.100.1.44", "0.9.2342.19200300.100.4.13", "1.3.6.1.4.1.311.60.2.1.3", "1.3.6.1.5.5.7.9.1",
        "1.2.643.100.1", "1.2.840.113549.1.9.2", "1.3.6.1.4.1.311.20.2.3", "2.16.840.1.113730.1.13")]),
]


def random_names(count):
    dice = random.Random(20261121)
    kinds = list(OIDS) + ["1.3.6.1.4.1.%d.%d" % (dice.randrange(60000), i) for i in range(5)] + ["2.5.4.44", "2.5.4.72"]
    pools = ["abcXYZ 019.-_@:", "/+=,\\\"<>#;", "éüßñçÅ", "αβγжщ中日🙂", "\x00\x01\x1b\x7f\x80\x9f\u202e"]
    for number in range(count):
        rdns = []
        for _ in range(dice.randint(1, 6)):
            members = []
            for _ in range(1 if dice.random() < 0.8 else dice.randint(2, 4)):
                pool = "".join(dice.sample(pools, dice.randint(1, 3)))
                value = "".join(dice.choice(pool) for _ in range(dice.choice([0, 1, 3, 8, 12, 30])))
                tag = dice.choice([UTF8, UTF8, PRINTABLE, IA5, T61, BMP, UNIVERSAL])
                if tag == T61:
                    value = value.encode("latin-1", "replace")
                elif tag == BMP:
                    value = value.encode("utf-16-be") if not any(ord(c) > 0xFFFF for c in value) else b"\x26\x3a"
                members.append((dice.choice(kinds), value, tag))
            rdns.append(members)
        yield "random %d" % number, rdns


def subject_by_openssl(der):
    done = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "compat"], input=der, capture_output=True
    )
    if done.returncode:
        return None
    text = done.stdout.decode("ascii")
    assert text.startswith("subject=") and text.endswith("\n"), text
    return text[len("subject=") : -1]


def names(out):
    # a fixed key, so that the same names give the same file
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    rows = []
    for what, rdns in GRID_NAMES + list(random_names(260)):
        certificate = Cert(name(*rdns), key, issuer_name=name(("CN", "x")))
        rows.append({"what": what, "der": b64(certificate.der), "text": subject_by_openssl(certificate.der)})
    write_lines(out + "/names.jsonl", rows)


# -------------------------------------------------------------------------------------------------------------- chains

CA_NAME = name(("DC", "org", IA5), ("DC", "made-for-tests", IA5), ("CN", "Test CA"))
ADA = name(("DC", "org", IA5), ("DC", "made-for-tests", IA5), ("O", "Users"), ("CN", "Ada Admin"))
ADA_PRINTABLE = name(("DC", "org", IA5), ("DC", "made-for-tests", IA5), ("O", "Users"), ("CN", "Ada Admin", PRINTABLE))
EVE = name(("DC", "org", IA5), ("DC", "made-for-tests", IA5), ("O", "Users"), ("CN", "Eve"))
ADA_TEXT = "/DC=org/DC=made-for-tests/O=Users/CN=Ada Admin"
VOMS = extension("1.3.6.1.4.1.8005.100.100.5", seq(seq(seq())))


def chains(out):
    ca = Cert(CA_NAME, p256(), ext=CA_EXT)
    other_ca = Cert(CA_NAME, p256(), ext=CA_EXT)
    ada, eve = (Cert(subject, p256(), ca, USER_EXT) for subject in (ADA, EVE))
    k = p256()
    one = ada.proxy(k)
    admin = ada.proxy(p256(), ext=[group("dirac_admin")])
    limited = ada.proxy(p256(), info=proxy_info(LIMITED))
    rows = []

    def case(what, *chain, **expect):
        rows.append({"what": what, "chain": [b64(c.der) for c in chain], **expect})

    def ok(what, *chain, **expect):
        expect = {"kind": "proxy", "rights": "full", "group": None, "end_entity": 1, "linked": len(chain),
                  "dn": ADA_TEXT, **expect}
        case(what, *chain, ok=expect)

    def bad(what, *chain, fault, at=None):
        case(what, *chain, fault=fault, at=at)

    plain = {"kind": "certificate", "rights": None, "end_entity": 0}
    ok("a certificate alone", ada, **plain)
    ok("a certificate and its CA", ada, ca, **plain)
    ok("something unrelated behind a certificate", ada, eve, **{**plain, "linked": 1})
    ok("a certificate whose own group extension does not count", Cert(ADA, k, ca, USER_EXT + [group("g")]), **plain)
    ok("a full proxy", one, ada)
    ok("a full proxy, with the CA", one, ada, ca)
    ok("a limited proxy", limited, ada, rights="limited")
    ok("an independent proxy", ada.proxy(k, info=proxy_info(INDEPENDENT)), ada, rights="own")
    ok("a proxy with a policy of its own", ada.proxy(k, info=proxy_info("1.2.3.4")), ada, rights="own")
    ok("a legacy proxy", ada.proxy(k, "proxy", legacy=True), ada, kind="legacy")
    ok("a legacy limited proxy", ada.proxy(k, "limited proxy", legacy=True), ada, kind="legacy", rights="limited")
    ok("a proxy of a proxy", one.proxy(p256()), one, ada, end_entity=2)
    ok("three proxies and the CA", (two := one.proxy(p256())).proxy(p256()), two, one, ada, ca, end_entity=3)
    ok("a limited proxy of a full one", one.proxy(p256(), info=proxy_info(LIMITED)), one, ada, end_entity=2,
       rights="limited")
    ok("a limited proxy of a limited one", limited.proxy(p256(), info=proxy_info(LIMITED)), limited, ada, end_entity=2,
       rights="limited")
    ok("a proxy of a legacy proxy", (old := ada.proxy(k, "proxy", legacy=True)).proxy(p256()), old, ada, end_entity=2,
       kind="legacy")
    ok("a group", admin, ada, group="dirac_admin")
    ok("a group on the inner proxy", admin.proxy(p256()), admin, ada, end_entity=2, group="dirac_admin")
    ok("two groups", admin.proxy(p256(), ext=[group("wlcgvo_user")]), admin, ada, end_entity=2, group="dirac_admin",
       ignored=["wlcgvo_user"])
    ok("an empty group before a name", (empty := ada.proxy(k, ext=[group("")])).proxy(p256(), ext=[group("g")]), empty,
       ada, end_entity=2, group="g")
    ok("a group in the owner's certificate", (own := Cert(ADA, p256(), ca, USER_EXT + [group("own")])).proxy(
        k, ext=[group("g")]), own, group="own", ignored=["g"])
    ok("a group that is no IA5String", ada.proxy(k, ext=[group("g", UTF8)]), ada, unreadable=0)
    ok("a hostile group", ada.proxy(k, ext=[group("a\x1b[2J,b")]), ada, group="a\x1b[2J,b")
    ok("VOMS attributes", ada.proxy(k, ext=[VOMS]), ada, voms=True)
    ok("the inner certificate ends first", Cert(ADA, k, ca, USER_EXT, end=BEGIN + 30 * DAY).proxy(p256()),
       Cert(ADA, k, ca, USER_EXT, end=BEGIN + 30 * DAY), ends_first=1, not_after="2026-01-31T00:00:00Z")
    ok("the proxy ends first", ada.proxy(k, end=BEGIN + DAY), ada, ends_first=0, not_after="2026-01-02T00:00:00Z")
    ok("path length 0, not used up", ada.proxy(k, info=proxy_info(path_length=0)), ada)
    ok("path length 1, used up", (p1 := ada.proxy(k, info=proxy_info(path_length=1))).proxy(p256()), p1, ada,
       end_entity=2)
    ok("the owner's name spelled in another string type", ada.proxy(
        k, subject=seq(Cert(ADA_PRINTABLE, k).subject_rdns(), tlv(0x31, attribute("CN", "7"))),
        issuer_name=ADA_PRINTABLE), ada)
    for what, make in {
        "P-384": lambda: ec.generate_private_key(ec.SECP384R1()), "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate, "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
        "RSA 1024": lambda: rsa.generate_private_key(65537, 1024),
    }.items():
        owner = Cert(ADA, make(), ca, USER_EXT)
        ok("an owner with a key of kind " + what, owner.proxy(k), owner)
        if what == "RSA 2048":
            for how in ("rsa-sha1", "rsa-sha512", "rsa-pss"):
                ok("a proxy signed with " + how, owner.proxy(k, how=how), owner)
            bad("a proxy signed with MD5", owner.proxy(k, how="rsa-md5"), owner, fault="Unsupported", at=0)

    bad("nothing", fault="Empty")
    bad("the proxy alone", one, fault="NoEndEntity")
    bad("two proxies without their owner", one.proxy(p256()), one, fault="NoEndEntity")
    bad("a proxy that somebody else signed", ada.proxy(k, signer=p256()), ada, fault="Forged", at=0)
    bad("an inner proxy that somebody else signed", (f := ada.proxy(k, signer=eve.key)).proxy(p256()), f, ada,
        fault="Forged", at=1)
    bad("a certificate that a CA of the same name did not sign", ada, other_ca, fault="Forged", at=0)
    bad("the same behind a proxy", one, ada, other_ca, fault="Forged", at=1)
    bad("owner before proxy", ada, one, fault="OutOfOrder", at=1)
    bad("the CA before the owner", one, ca, ada, fault="NotFollowedByIssuer", at=0)
    bad("proxies in the wrong order", one, one.proxy(p256()), ada, fault="NotFollowedByIssuer", at=0)
    bad("somebody else's certificate behind the proxy", one, eve, fault="NotFollowedByIssuer", at=0)
    bad("something unrelated behind the owner", one, ada, eve, fault="NotFollowedByIssuer", at=1)
    bad("a full proxy of a limited one", limited.proxy(p256()), limited, ada, fault="FullFromLimited", at=0)
    bad("a full proxy of a legacy limited one", (ll := ada.proxy(k, "limited proxy", legacy=True)).proxy(p256()), ll, ada,
        fault="FullFromLimited", at=0)
    bad("path length 0, exceeded", (p0 := ada.proxy(k, info=proxy_info(path_length=0))).proxy(p256()), p0, ada,
        fault="TooDeep", at=1)
    bad("path length 1, exceeded", p1.proxy(p256()).proxy(p256()), p1.proxy(p256()), p1, ada,
        fault="Forged", at=0)
    q = p1.proxy(p256())
    bad("path length 1, exceeded by one", q.proxy(p256()), q, p1, ada, fault="TooDeep", at=2)
    bad("a proxy named like somebody else", ada.proxy(k, subject=name(("CN", "Root"))), ada, fault="ProxyName", at=0)
    bad("a proxy named like its owner", ada.proxy(k, subject=ADA), ada, fault="ProxyName", at=0)
    bad("a proxy with two more CNs", ada.proxy(k, subject=seq(ada.subject_rdns(), *(
        tlv(0x31, attribute("CN", c)) for c in "12"))), ada, fault="ProxyName", at=0)
    bad("a proxy whose last part is no CN", ada.proxy(k, subject=seq(ada.subject_rdns(), tlv(
        0x31, attribute("OU", "1")))), ada, fault="ProxyName", at=0)
    bad("a proxy whose last part has two values", ada.proxy(k, subject=seq(ada.subject_rdns(), tlv(
        0x31, attribute("CN", "1"), attribute("UID", "2")))), ada, fault="ProxyName", at=0)
    bad("a proxy of a CA", ca.proxy(k), ca, fault="ProxyOfCa", at=0)
    bad("a certificate that a person issued", Cert(EVE, k, ada, USER_EXT), ada, ca, fault="IssuerIsNoCa", at=0)
    bad("a certificate that a proxy issued", Cert(EVE, k, one, USER_EXT), one, ada, fault="OutOfOrder", at=1)
    bad("one CN more, but not marked as a proxy", ada.proxy(k, legacy=True), ada, fault="IssuerIsNoCa", at=0)
    many = [ada]
    for _ in range(32):
        many.insert(0, many[0].proxy(k))
    bad("33 certificates", *many, fault="TooLong")
    ok("32 certificates", *many[1:], end_entity=31)

    path = out + "/chains.jsonl"
    said = dirac_says(rows, path)
    write_lines(path, [{**row, "openssl": openssl_says(row["chain"], ca), "dirac": verdict}
                       for row, verdict in zip(rows, said)])


def openssl_says(chain, ca):
    """`OK` or the reason of `openssl verify -allow_proxy_certs`, which is what DIRAC's servers ask of a client."""
    if not chain:
        return None
    with tempfile.TemporaryDirectory() as place:
        def put(file, certificates):
            with open(os.path.join(place, file), "w") as out:
                out.write("".join(pem("CERTIFICATE", base64.b64decode(c)) for c in certificates))
            return os.path.join(place, file)

        rest = ["-untrusted", put("rest", chain[1:])] if chain[1:] else []
        moment = str(int(BEGIN.replace(tzinfo=datetime.timezone.utc).timestamp()) + 3600)
        done = subprocess.run(
            ["openssl", "verify", "-attime", moment, "-allow_proxy_certs", "-CAfile", put("ca", [b64(ca.der)]), *rest,
             put("leaf", chain[:1])], capture_output=True, text=True)
    if done.returncode == 0:
        return "OK"
    return done.stderr.split("lookup:")[-1].splitlines()[0].strip()


DIRAC_PROGRAM = """
import base64, json, sys
from DIRAC.Core.Security.X509Chain import X509Chain
for line in sys.stdin:
    pem = "".join("-----BEGIN CERTIFICATE-----\\n%s-----END CERTIFICATE-----\\n" % base64.encodebytes(
        base64.b64decode(c)).decode() for c in json.loads(line)["chain"])
    try:
        chain = X509Chain()
        if not chain.loadChainFromString(pem)["OK"]:
            raise ValueError("not loaded")
        says = {"proxy": chain.isProxy()["Value"], "limited": chain.isLimitedProxy().get("Value", False)}
        if says["proxy"]:
            got = chain.getCredentials(withRegistryInfo=False, ignoreDefault=True)["Value"]
            says["identity"], says["group"] = got["identity"], got.get("group") or None
    except Exception as error:
        says = {"error": type(error).__name__}
    print(json.dumps(says))
"""


def dirac_says(rows, path):
    """What DIRAC's own X509Chain makes of each chain; as recorded before if there is no DIRAC here."""
    python = os.environ.get("DIRAC_PYTHON")
    if not python:
        before = {}
        if os.path.exists(path):
            before = {row["what"]: row["dirac"] for row in map(json.loads, open(path))}
        return [before.get(row["what"]) for row in rows]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    done = subprocess.run([python, "-c", DIRAC_PROGRAM], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


# --------------------------------------------------------------------------------------------------------------- files


def files(out):
    """Files as they lie on a host, in one JSON object per line: name, what, text (or base64)."""
    ca = Cert(CA_NAME, p256(), ext=CA_EXT)
    rogue = Cert(name(("CN", "Rogue CA")), p256(), ext=CA_EXT)
    rsa_key, weak_key = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 1024)
    user = Cert(ADA, rsa_key, ca, USER_EXT)
    proxy_key = p256()
    proxy = user.proxy(proxy_key, ext=[group("dirac_admin")])
    limited = user.proxy(proxy_key, info=proxy_info(LIMITED), ext=[group("dirac_admin")])
    second_key = p256()
    second = proxy.proxy(second_key)
    rsa_proxy = user.proxy(rsa_key, ext=[group("dirac_user")])
    diracx = "-----BEGIN DIRACX-----\n%s\n-----END DIRACX-----\n" % b64(
        b'{"access_token":"canary-token-not-real","refresh_token":"canary-refresh-not-real","expires_on":1}'
    )
    usual = cert_pem(proxy) + key_pem(proxy_key) + cert_pem(user)
    rows = []

    def put(file, text, what=""):
        rows.append({"file": file, "what": what, **({"text": text} if isinstance(text, str) else {"base64": b64(text)})})

    put("proxy", usual, "as DIRAC writes it")
    put("proxy-rsa", cert_pem(rsa_proxy) + key_pem(rsa_key, "traditional") + cert_pem(user), "RSA PRIVATE KEY")
    put("proxy-sec1", cert_pem(proxy) + key_pem(proxy_key, "traditional") + cert_pem(user), "EC PRIVATE KEY")
    put("proxy-key-last", cert_pem(proxy, user) + key_pem(proxy_key))
    put("proxy-key-first", key_pem(proxy_key) + cert_pem(proxy, user))
    put("proxy-crlf", usual.replace("\n", "\r\n"))
    put("proxy-with-text", "subject=/CN=x\nissuer=/CN=y\n" + usual.replace("-----BEGIN", "\nnotes\n-----BEGIN"))
    put("proxy-diracx", usual + diracx)
    put("proxy-diracx-twice", usual + diracx + diracx)
    put("proxy-limited", cert_pem(limited) + key_pem(proxy_key) + cert_pem(user))
    put("proxy-depth2", cert_pem(second) + key_pem(second_key) + cert_pem(proxy, user))
    put("proxy-legacy", cert_pem(user.proxy(proxy_key, "proxy", legacy=True)) + key_pem(proxy_key) + cert_pem(user))
    put("proxy-short", cert_pem(user.proxy(proxy_key, end=BEGIN + DAY)) + key_pem(proxy_key) + cert_pem(user),
        "ends 2026-01-02")
    put("proxy-future", cert_pem(user.proxy(proxy_key, begin=CENTURY - DAY)) + key_pem(proxy_key) + cert_pem(user))
    put("proxy-1024", cert_pem(user.proxy(weak_key)) + key_pem(weak_key) + cert_pem(user))
    put("proxy-wrong-key", cert_pem(proxy) + key_pem(p256()) + cert_pem(user))
    put("proxy-two-keys", key_pem(p256()) + usual, "the second key fits")
    put("proxy-no-key", cert_pem(proxy, user))
    put("proxy-cut", usual[: len(usual) - 200])
    put("proxy-leaf-only", cert_pem(proxy) + key_pem(proxy_key))
    put("proxy-reordered", cert_pem(user, proxy) + key_pem(proxy_key))
    put("proxy-damaged", usual.replace("MII", "???", 1))
    put("usercert.pem", cert_pem(user))
    put("userkey.pem", key_pem(rsa_key))
    put("userkey-encrypted.pem", key_pem(rsa_key, passphrase=b"made-for-tests"))
    put("userkey-encrypted-old.pem", key_pem(rsa_key, "traditional", b"made-for-tests"))
    put("user.p12", serialization.pkcs12.serialize_key_and_certificates(
        b"x", rsa_key, None, None, serialization.NoEncryption()) if hasattr(serialization, "pkcs12") else b"0\x82")
    host_key = p256()
    put("hostcert.pem", cert_pem(Cert(name(("CN", "localhost")), host_key, ca, server_ext("localhost"))))
    put("hostkey.pem", key_pem(host_key))
    put("server-wrong-name.pem", cert_pem(Cert(name(("CN", "x")), host_key, ca, server_ext("ce.example.org"))))
    put("server-no-names.pem", cert_pem(Cert(name(("CN", "localhost")), host_key, ca, server_ext())))
    put("server-expired.pem", cert_pem(Cert(name(("CN", "localhost")), host_key, ca, server_ext("localhost"),
                                            end=BEGIN + DAY)))
    put("server-rogue.pem", cert_pem(Cert(name(("CN", "localhost")), host_key, rogue, server_ext("localhost"))))
    put("empty", "")
    put("text", "no certificate here\n")

    ca_dir = "certificates/"
    put(ca_dir + "Test-CA.pem", cert_pem(ca))
    put(ca_dir + "0a1b2c3d.0", cert_pem(ca), "a copy under its hashed name")
    put(ca_dir + "der.der", Cert(name(("CN", "DER CA")), p256(), ext=CA_EXT).der)
    put(ca_dir + "der-named-pem.pem", Cert(name(("CN", "DER CA 2")), p256(), ext=CA_EXT).der)
    put(ca_dir + "bundle.crt", "text\n" + cert_pem(*(Cert(name(("CN", "Bundle %d" % i)), p256(), ext=CA_EXT)
                                                     for i in range(3))) + cert_pem(ca))
    for how in ("rsa-md5", "rsa-sha1"):
        put(ca_dir + how + ".pem", cert_pem(Cert(name(("CN", how)), rsa_key, ext=CA_EXT, how=how)))
    put(ca_dir + "version1.pem", cert_pem(Cert(name(("CN", "Version 1")), rsa_key, version=1)))
    put(ca_dir + "short-key.pem", cert_pem(Cert(name(("CN", "Short key")), weak_key, ext=CA_EXT)))
    put(ca_dir + "expired.pem", cert_pem(Cert(name(("CN", "Expired CA")), p256(), ext=CA_EXT, end=BEGIN + DAY)))
    put(ca_dir + "hostcert.pem", cert_pem(Cert(name(("CN", "stray.example.org")), p256(), ca, server_ext("stray"))))
    put(ca_dir + "broken-constraints.pem", cert_pem(Cert(name(("CN", "Broken constraints")), p256(), ext=CA_EXT + [
        extension("2.5.29.30", b"\x30\x03\x02\x01", True), extension("2.5.29.30", seq(), True)])))
    put(ca_dir + "crl.pem", pem("X509 CRL", seq(seq())))
    put(ca_dir + "0a1b2c3d.r0", "not looked at")
    put(ca_dir + "Test-CA.signing_policy", "not looked at")
    put(ca_dir + "empty.pem", "")
    put(ca_dir + "noise.pem", "hello\n")
    put(ca_dir + "damaged.pem", cert_pem(ca)[:200])
    put(ca_dir + "no-certificate.pem", pem("CERTIFICATE", b"hello"))
    write_lines(out + "/made-for-tests/files.jsonl", rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = sys.argv[1]
    os.makedirs(target + "/made-for-tests", exist_ok=True)
    names(target)
    chains(target)
    files(target)
