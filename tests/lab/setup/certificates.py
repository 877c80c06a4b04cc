"""Certificates of the lab.   usage: certificates.py    (DIRAC_TOKENS_LAB_HOME)

pki/ca.pem, pki/ca.key        the lab's CA
pki/certificates/             a CA directory as under /etc/grid-security: hash links, CRL, signing policy
pki/host/{cert,key}.pem       the server, on localhost
pki/users/<name>/{cert,key}.pem
pki/issuers/{0,1,2}.pem      the keys with which the OIDC issuers sign
pki/rogue.pem                 a CA that nobody trusts; users/rogue has the administrator's DN, signed by it
"""
import datetime
import ipaddress
import os
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PKI = os.environ["DIRAC_TOKENS_LAB_HOME"] + "/pki"
USERS = {
    "ada": "Ada Admin",
    "olga": "Olga Operator",
    "vic": "Vic Manager",
    "uma": "Uma User",
    "susa": "Susa Suspended",
    # a wrong group locks its owner out for a minute: nobody else may need these two
    "wade": "Wade Wronggroup",
    "erin": "Erin Escalates",
    "nobody": "Nobody Knows",
}
NOW = datetime.datetime.now(datetime.timezone.utc)
ATTRIBUTES = {"DC": NameOID.DOMAIN_COMPONENT, "O": NameOID.ORGANIZATION_NAME, "CN": NameOID.COMMON_NAME}


def name(dn):
    parts = [part.split("=", 1) for part in dn.strip("/").split("/")]
    return x509.Name([x509.NameAttribute(ATTRIBUTES[kind], value) for kind, value in parts])


def write(path, data, secret=False):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644), "wb") as out:
        out.write(data)


class Authority:
    def __init__(self, dn):
        self.name, self.key = name(dn), rsa.generate_private_key(65537, 2048)
        self.cert = self.build(self.name, self.key, 3650, x509.BasicConstraints(True, None), usage(keyCertSign=True))

    def build(self, subject, key, days, constraints, key_usage, *more):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(hours=1))
            .not_valid_after(NOW + datetime.timedelta(days=days))
            .add_extension(constraints, critical=True)
            .add_extension(key_usage, critical=True)
        )
        for extension in more:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def issue(self, directory, dn, *more, serves=False):
        key = rsa.generate_private_key(65537, 2048)
        purposes = [ExtendedKeyUsageOID.CLIENT_AUTH] + ([ExtendedKeyUsageOID.SERVER_AUTH] if serves else [])
        cert = self.build(
            name(dn), key, 1800, x509.BasicConstraints(False, None), usage(), x509.ExtendedKeyUsage(purposes), *more
        )
        write(f"{directory}/cert.pem", pem(cert))
        write(f"{directory}/key.pem", pem(key), secret=True)

    def revocations(self):
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.name)
        builder = builder.last_update(NOW).next_update(NOW + datetime.timedelta(days=3650))
        return builder.sign(self.key, hashes.SHA256())


def usage(keyCertSign=False):
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    flags = dict.fromkeys(names.split() + ["encipher_only", "decipher_only"], False)
    for flag in ("key_cert_sign", "crl_sign") if keyCertSign else ("digital_signature", "key_encipherment"):
        flags[flag] = True
    return x509.KeyUsage(**flags)


def pem(thing):
    if isinstance(thing, rsa.RSAPrivateKey):
        return thing.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    return thing.public_bytes(serialization.Encoding.PEM)


def main():
    ca = Authority("/DC=org/DC=lab/CN=Lab CA")
    write(f"{PKI}/ca.pem", pem(ca.cert))
    write(f"{PKI}/ca.key", pem(ca.key), secret=True)
    here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    ca.issue(f"{PKI}/host", "/DC=org/DC=lab/O=Hosts/CN=localhost", x509.SubjectAlternativeName(here), serves=True)
    for user, common_name in USERS.items():
        ca.issue(f"{PKI}/users/{user}", f"/DC=org/DC=lab/O=Users/CN={common_name}")
    for number in range(3):
        write(f"{PKI}/issuers/{number}.pem", pem(rsa.generate_private_key(65537, 2048)), secret=True)
    rogue = Authority("/DC=org/DC=rogue/CN=Rogue CA")
    write(f"{PKI}/rogue.pem", pem(rogue.cert))
    rogue.issue(f"{PKI}/users/rogue", f"/DC=org/DC=lab/O=Users/CN={USERS['ada']}")

    policy = """access_id_CA   X509   '/DC=org/DC=lab/CN=Lab CA'
pos_rights     globus CA:sign
cond_subjects  globus '"/DC=org/DC=lab/*"'
"""
    files = {"pem": pem(ca.cert), "crl_url": b"https://localhost/none.crl\n", "signing_policy": policy.encode(), "r0": pem(ca.revocations())}
    for ending, data in files.items():
        write(f"{PKI}/certificates/Lab-CA.{ending}", data)
    command = ["openssl", "x509", "-noout", "-subject_hash", "-in", f"{PKI}/ca.pem"]
    digest = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    for link, ending in ((f"{digest}.0", "pem"), (f"{digest}.r0", "r0"), (f"{digest}.signing_policy", "signing_policy")):
        os.symlink(f"Lab-CA.{ending}", f"{PKI}/certificates/{link}")


main()
