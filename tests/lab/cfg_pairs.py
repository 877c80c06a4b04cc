#!/usr/bin/env python3
"""Records what diraccfg makes of cfg texts, for tests/suite/cfg_text.rs to compare with.

    python3 -m venv venv && venv/bin/pip install diraccfg==1.0.1
    venv/bin/python tests/lab/cfg_pairs.py tests/fixtures/cfg --served CS.cfg     the committed pairs
    venv/bin/python tests/lab/cfg_pairs.py DIR --wide 20000 --seed 7              many more, not committed
    DIRAC_TOKENS_CFG_PAIRS=DIR cargo test --test suite cfg_text                   compare with those too

One JSON object per line. A pair: `case`, `text`, and what came of it: `refused` (the exception's class), or `dump` and
`out` (the text that diraccfg writes; left out if it equals `text`). A merge: `case`, `remote`, `locals`, and the same.
A dump is the list of entries: [name, comment, value] or [name, comment, [entries]]; comments as they are written.
Everything random is seeded: a second run writes the same files.
"""

import argparse
import json
import pathlib
import random
import sys

from diraccfg import CFG

BLANKS = [" ", "  ", "\t", "\r", "\v", "\x0c", "\x1c", "\x1f", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u3000", "\u200b"]


def comment_lines(raw):
    return "\n".join(line.strip() for line in raw.split("\n") if line.strip())


def dump(cfg):
    entries = []
    for name in cfg.listAll():
        value = cfg[name]
        entries.append([name, comment_lines(cfg.getComment(name)), value if isinstance(value, str) else dump(value)])
    return entries


def load(text):
    cfg = CFG()
    cfg.loadFromBuffer(text)
    return cfg


def outcome(make, text=None):
    """What came of `make`, as the fields of a record. RecursionError is a limit of Python, not an answer."""
    try:
        cfg = make()
    except RecursionError:
        raise
    except Exception as error:
        return {"refused": type(error).__name__}
    out = str(cfg)
    fields = {"dump": dump(cfg)}
    if out != text:
        fields["out"] = out
    return fields


def pair(case, text):
    return {"case": case, "text": text, **outcome(lambda: load(text), text)}


def merge(case, remote, texts):
    def run():
        local = CFG()
        for text in texts:
            local = local.mergeWith(load(text))
        return load(remote).mergeWith(local)

    return {"case": case, "remote": remote, "locals": texts, **outcome(run)}


# --- each rule of the grammar, in variants ------------------------------------------------------------------------------

RULES = {
    "nothing": ["", "\n", "\n\n", " ", "\t\n \r\n", "\x00", "\ufeff", "\u200b"],
    "comment": [
        "# a\nx = 1\n", "#a#b## c\nx = 1\n", "   #   a # b\nx = 1", "#\n##\n#  #\nx = 1", "# a\n# b\n#\n# c\nA\n{\n}\n",
        "# a\n\n\n# b\nx = 1\n", "x = 1 # not a comment\n", "x = # neither\n", "# a = b\nx = 1", "# A {\nx = 1", "# }\nx = 1",
        "# a\nx = 1\ny = 2\n", "#\u00a0wide\u00a0\nx = 1", "#\ta\tb\t\nx = 1", "# a\r\nx = 1\r\n", "\xa0# a\nx = 1", "\x1c#a\nx=1",
        "A # b\n{\n}\n", "A\n# b\n{\n}\n", "A {\n# in\nx = 1\n}\n", "# a\nx = 1\n# b\nx = 2\n", "# a\nx = 1\nx = 2\n",
        "x = 1\n# a\nx = 2\ny = 3", "x = 1\n# lost\nx += 2\ny = 3\n", "# one\n# one\nA{}\n# two\nB{}\n", "# c\nA{}B{}\n", "# c\nA{B{}}\n",
    ],
    "comment before }": [
        "A\n{\nx = 1\n# carried\n}\ny = 2\n", "A\n{\n# carried\n}\nB\n{\n}\n", "A\n{\nB\n{\n# twice\n}\n}\nx = 1\n",
        "A\n{\n# lost\n}\n", "# a\nA\n{\n# b\n}\n# c\nx = 1\n", "A {\n# one\n}\n# two\nB {\n# three\n}\n# four\nx = 4\n",
        "A {\n# c = d\n}\nx = 1", "A {\n# before\nfoo }\nx = 1\n", "A {\n# p\n}\nfoo\n# q\nbar = 1\n",
    ],
    "comment at the end": ["x = 1\n# lost\n", "# lost", "#", "A{}\n#x", "A\n{\n}\n# a\n# b\n\n"],
    "section": [
        "A\n{\n}\n", "A {\n}\n", "A{\n}\n", "A{}\n", "A{}B{}\n", "A {} B {}\n", "A{B{C{}}}\n", "A\n\n\n{\n\n}\n\n", "A{}\nB{}\nA1{}\n",
        "A {B {C {\nx = 1\n}}}\n", "A\n{\n}B\n{\n}\n", "A\n{\n} B {\n}\n", "  A B  \n{\n}\n", "A+B{}\n", "A,B{}\n", "+{}\n", ".{}\n", "A\tB{}\n",
        "é\n{\n}\n", "日本{ü = ß\n}\n", "A{\nx = 1\n}\n", "{A{}}\n", "A:B-C_D.e{}\n", "\"A\" {\n}\n", "A(1){}\n", "A[0]{}\n",
        "\xa0A\xa0\n{\n}\n", "\u3000A\u2003B\u3000{}\n", "\x1fA\x1c{}\n", "\u200bA\u200b{}\n", "A\x00B{}\n", "A{ }\n", "A{\t}\n", "A { } # b\nB{}\n",
    ],
    "joined names": [
        "Foo\nBar\n{\n}\n", "Foo\nBar {\n}\n", "Foo\n  Bar  \nBaz{}\n", "Foo \n Bar\n{\n}\n", "Foo\nx = 1\n", "Foo\nx = 1\nBar\n{\n}\n",
        "Foo\n}\n", "A{ foo }\nbar {\n}\n", "A{ foo } bar {}\n", "A{}foo\nx = 1\nB{}\n", "foo\n", "A{}foo", "foo\nbar\nbaz\n", "A { foo\n}\n{\n}\n",
        "Foo\n# c\nBar\n{\n}\n", "A{ foo  } { }\n", "Foo\n+\n{\n}\n", "A\nB\n{\n}\nAB\n{\n}\n", "Foo\nx = 1\nx += 2\n", "x = 1\nFoo\nx += 2\nBar{}\n",
        "A\n/\nB{}\n", "A{}\nA\n/B\n{\ny = 1\n}\n", "A{}\nA/\nB\n{\n}\n", "A{B{}}\nA/\nC\n{\nx = 1\n}\n", "a\nb\nc\n{\nd\ne\n{\nx=1\n}\n}\n", "é\nà\n{\n}\n",
    ],
    "option": [
        "x = 1\n", "x=1", "x =1", "x= 1", "  x  =  1  \n", "x =\n", "x = \n", "x=", "x = =\n", "x == 1\n", "x = a = b\n", "x = {\n", "x = }\n", "x = {}\n",
        "x = # a\n", "x = a += b\n", "x = += b\n", "x y = 1\n", "x = \"quoted\"\n", "x = 'q'\n", "x = a\\\nb\n", "x = \\n\n", "x = $HOME\n", "A{\nx = 1\n}\n",
        "A { x = 1 }\n", "A { x = 1 }\n}\n", "A { x = 1\n}\n", "A{}x = 1\n", "A{} x = 1\n", "} x = 1\n", "A{\n} x = 1\n", "A{\n}x=1\n", "x = a{b}c\n", "x = [{\"a\": 1}]\n",
        "é = ü\n", "x\xa0=\xa01\xa0\n", "x = \x1c1\x1f\n", "x = a\x00b\n", "x = \u200b\n", "x = 1\x85\n", "x = a\rb\n", "a.b:c-d = 1\n", "+ = 1\n", "x = +\n", "1 = 2\n", "x = a\tb\n",
        "x = y = z\nA{}\n", "A { B { x = 1\n}\n}\n", "A { x = 1\ny = 2\n}\n", "\x00 = \x00\n", "x = \ufeffa\n",
    ],
    "+=": [
        "x = 1\nx += 2\n", "x = 1\nx += 2\nx += 3\n", "x = 1\nx+=2\n", "x = \nx += 2\n", "x = 1\nx += \nx += 3\n", "x += 1\n", "x = 1\ny += 2\n", "x = 1\ny = 2\nx += 3\n",
        "x = 1\ny = 2\nx += 3\ny += 4\nx += 5\n", "A{}\nA += 1\n", "A{\nx = 1\n}\nx += 1\n", "A{\nx = 1\n}\nA/x += 2\n", "A/x += 2\n", "x = 1\nx/y += 2\n", "+= 1\n", "/ += 1\n",
        "x = 1\n/x += 2\n", "x = 1\n x / += 2\n", "x = 1\nx += a = b\n", "x = 1\nx += a += b\n", "x = 1\nx +== 2\n", "x = 1\nx ++= 2\n", "x+ = 1\nx+ += 2\n", "x = 1\n\n\nx += 2\n",
        "x = 1\n# c\nx += 2\n", "x = 1\n# c = d\nx += 2\n# e\ny = 1\n", "x = 1\nfoo\nx += 2\n", "x = 1\nfoo\nx += 2\nB{}\n", "x = 1\nA{}\nx += 2\n", "x = 1\nA{\ny = 1\n}\nx += 2\n", "A{ x += 1\n}\n",
        "x = 1, 2\nx += 3,4\n", "x = a\nx += # b\n", "x = a\nx += {\n", "x = a\nx += }\nx += b\n", "x = 1\nx = 2\nx += 3\n", "x = 1\nx += 2\nx = 3\nx += 4\n", "x = 1\nx += 2\nx = 3\n",
        "x = 1\r\nx += 2\r\n", "x = 1\n  x  +=  2  \n", "x = 1\nx +=\xa02\xa0\n", "x = 1\n}\nx += 2\n", "A{\nx = 1\n} x += 1\n", "x = 1\nA{} x += 1\n", "x = 1\n{ x += 1\n", "x = a\nx += a\nx += a\n",
        "A{\nx = 1\n}\nA/x = 5\nx += 1\n", "A{\n}\nx = 0\nA/x = 5\nx += 1\n", "A{\n}\nA/x = 5\nA/x += 1\nA/x += 2\n", "x = 1\nA{}\nA = 2\nA += 3\nx += 4\n", "k = \nk += \nk += \n",
    ],
    "k + = v": ["k + = v\n", "k + = v\nk + = w\n", "k = 1\nk + = 2\n", "k + = v\nk + += w\n", "k - = v\n", "+ + = v\n", "k+ =v\n", "k\t+\t= v\n"],
    "duplicate option": [
        "x = 1\nx = 2\n", "x = 1\ny = 2\nx = 3\n", "x = 1\nx = 1\n", "x = 1\nX = 2\n", "A{\nx = 1\nx = 2\n}\n", "x = 1\nA{}\nx = 2\n", "x = 1\n x = 2\n", "x = 1, 2\nx = 3\n",
        "A{}\nA = 1\n", "A{\ny = 1\n}\nB = 2\nA = 1\nC = 3\n", "A{\ny = 1\n}\nA = 1\nA = 2\n", "# a\nA{}\n# b\nA = 1\n", "A = 1\nA{}\n", "A = 1\nA = 2\nA{\n}\n", "x = 1\nx = \n", "# a\nx = 1\n# b\nx = 2\n# c\nx = 3\n",
        "A{\ny = 1\n}\nA = 1\nA/y = 2\n", "A{\ny = 1\n}\nA = 1\nA/y/z = 2\n",
    ],
    "duplicate section": ["A{}\nA{}\n", "A\n{\n}\nA\n{\n}\n", "A{}A{}\n", "A{}\na{}\n", "B{\nA{}\nA{}\n}\n", "A{}\nB{\nA{}\n}\n", "A{}\nB{}\nC{}\nB{}\n", "A{\nx = 1\n}\nA{\ny = 1\n}\n", "A{}\n A {}\n", "A{}\nA/{}\n", "A{}\n/A{}\n", "A{B{}}\nA/B{}\n"],
    "names with slashes": [
        "a/b = 1\n", "a{}\na/b = 1\n", "a{\nb = 0\n}\na/b = 1\n", "a{b{}}\na/b = 1\n", "a{b{}}\na/b/c = 1\n", "a{}\na/b/c = 1\n", "a = 1\na/b = 1\n", "a = 1\na/b/c = 1\n", "/a = 1\n", "a/ = 1\n",
        "/ = 1\n", "// = 1\n", " / / = 1\n", "a//b = 1\n", "a{}\na//b = 1\n", "a{}\n a / b = 1\n", "a{}\n/a/b/ = 1\n", "a/b{}\n", "a{}\na/b{}\n", "a{}\na/b{\nx = 1\n}\n", "a{}\na/b/c{}\n", "a{}\na/b/c{\nx = 1\n}\n",
        "a/b{\nx = 1\n}\n", "a/b{\n}\nx = 1\n", "a/b{\nfoo\n}\nbar{}\n", "a/b{ c{}\n}\n", "a/b{\n# c\n}\nx = 1\n", "a/b{\nx += 1\n}\n", "a/b{ = 1\n}\n", "a/b{ / { } }\n", "a/b{", "a = 1\na/b{}\n", "a = 1\na/b/c{}\n", "/{}\n", "/ {\nx = 1\n}\n",
        "// { }\nx = 1\n", "/{/{/{x = 1\n}}}\n", "/{}\n}\n", "x = 1\n/{\nx += 2\nx = 3\n}\n", "/{\nA{}\n}\nA{}\n", "# c\n/{\nx = 1\n}\n", "# c\n/{\n}\nx = 1\n", "/A{}\n", "A/{}\n", "/A/{\nx = 1\n}\n", "A{}\n/A/B/{\nx = 1\n}\n", "a{}\n# c\na/b = 1\n",
        "a{}\n# c\na/b{}\n", "# c\na/b = 1\nx = 1\n", "# c\na/b{}\nx = 1\n", "a{}\na/b = 1\na/b = 2\na/c = 3\na/b += 4\n", "A{ a/b = 1\n}\n", "A{B{}}\nA{ B/c = 1\n}\n", "A{\nB{}\nB/c = 1\n}\n", "\xa0/\xa0a\xa0/ = 1\n", "a/b/c/d = 1\n", "http://x = 1\n", "URL = http://a/b\n",
    ],
    "names missing": ["{}\n", "{\n}\n", " {\n}\n", "= 1\n", "=\n", " = \n", "A{\n= 1\n}\n", "A{ {} }\n", "A{}{}\n", "{ x = 1\n}\n", "\xa0{}\n", "\xa0=1\n", "\u200b = 1\n"],
    "unbalanced": ["{", "}", "A{", "A\n{\n", "A{}}\n", "A{}\n}\n", "A{B{}\n", "}A{\n", "A}B{}\n", "A{\nx = }\n", "}}}\n", "x = 1\n}\ny = 2\n", "A{\n# }\n", "A {{}}\n", "A\n{\n{\n}\n}\n", "A{}B}\n", "}{", "A{" * 5 + "}" * 4, "A{" * 5 + "}" * 5, "A{" * 5 + "}" * 6],
    "ends of lines": ["x = 1\r\nA\r\n{\r\n}\r\n", "x = 1\r\n\r\ny = 2", "x = 1\ry = 2\n", "A\r{\r}\r", "x = 1\n\r\n\ry = 2\n", "\n\n\nx = 1\n\n\n", "x = 1\x0by = 2\n", "x = 1\x85y = 2\n", "x = 1\u2028y = 2\n", "x = 1\n\x1c\ny = 2\n", "A\x85{\n}\n"],
    "byte order mark": ["\ufeffx = 1\n", "\ufeffA\n{\n}\n", "\ufeff# a\nx = 1\n", "\ufeff\nx = 1\n", "\ufeff\n{\n}\n", "\ufeff{\n}\n", "\ufeff}\n", "\ufeffx = 1\nx = 2\n", "\ufeff\nA\n{\n}\n"],
    "lists": ["x = 1,2 , 3\n", "x = a,,b\n", "x = ,\n", "x = ,,,\n", "x = , a\n", "x = a,\n", "x = {2,3}\n", "x = /C=a, b/CN=c, d\n", "x = a\n x += b,\n", "x = a\xa0,\xa0b\n", "x = a,\u200b,b\n", "x = \"a, b\"\n", "x = a b c\n", "x = a;b\n", "x = 1\nx += ,\n", "x = a ,\tb\n", "x=,=,+=\n"],
}


def rule_pairs():
    for rule, texts in RULES.items():
        for text in texts:
            yield pair(rule, text)
    # the same rules one level down and with the other end of line
    for rule in ("comment", "section", "joined names", "option", "+=", "names with slashes"):
        for text in RULES[rule][::2]:
            yield pair(f"{rule}, in a section", f"S\n{{\n{text}\n}}\n")
            yield pair(f"{rule}, CRLF", text.replace("\n", "\r\n"))


# --- random trees, laid out in random ways ------------------------------------------------------------------------------

WORDS = "Resources Sites LCG CERN-PROD.ch Registry Users alice bob Groups myvo_user VO myvo Tag VO CEType Queues IdProviders IAM Operations Pilot Systems URLs DN Port".split()
ODD_WORDS = ["a b", "é", "日本", "A+", "+A", "x.y-z_0", "(1)", "a:b", "\"q\"", "Ünï", "a#b", "k +", "'", "$x", "a\tb", "*", "Token:myvo"]
VALUES = ["1", "yes", "Token, Token:myvo", "https://ce.example.org:9619/x?a=b&c=d", "/C=CH/O=Lab, Inc./CN=alice", "", "a,,b ,c", "{a}", "# no comment", "é ü", "a += b", "=", "x{", "}", "1, 2,3", ",", "a  b",
          "2026-11-20 11:58:02.512345", "wlcg.groups:/myvo/pilot", "authenticated", "{\"a\": [1, 2]}", "\"quoted, text\"", "+", "日本, 東京"]
NOTES = ["added by an agent", "@@-alice@dirac_admin - 2026-01-02 10:11:12", "", "a # b", "x = 1", "A {", "}", "é", "# ##"]


class Trees:
    def __init__(self, seed, odd):
        self.r = random.Random(seed)
        self.odd = odd

    def name(self, taken):
        while True:
            name = self.r.choice(ODD_WORDS if self.odd and self.r.random() < 0.3 else WORDS)
            if self.r.random() < 0.4:
                name += str(self.r.randrange(30))
            if name not in taken:
                taken.add(name)
                return name

    def tree(self, depth=0):
        """[(comment lines, name, value or list of values or subtree)]"""
        entries, taken = [], set()
        for _ in range(self.r.randint(0 if depth else 1, 5 if depth else 6)):
            notes = [self.r.choice(NOTES) for _ in range(self.r.choice([0, 0, 0, 0, 1, 1, 2, 3]))]
            name = self.name(taken)
            if depth < 5 and self.r.random() < 0.45:
                entries.append((notes, name, self.tree(depth + 1)))
            elif self.r.random() < 0.3:
                entries.append((notes, name, tuple(self.r.choice(VALUES) for _ in range(self.r.randint(1, 4)))))
            else:
                entries.append((notes, name, self.r.choice(VALUES)))
        return entries

    def text(self, tree):
        self.eol = "\r\n" if self.odd and self.r.random() < 0.2 else "\n"
        self.step = self.r.choice(["  ", "  ", "\t", "", "    "])
        self.tight = self.r.random() < 0.3
        return "".join(self.lines(tree, ""))

    def lines(self, tree, indent):
        end = self.eol
        for notes, name, content in tree:
            for note in notes:
                yield f"{indent}#{self.r.choice(['', ' ', '   '])}{note}{end}"
            if self.odd and self.r.random() < 0.1:
                yield self.r.choice(["", " ", "\t"]) + end
            if isinstance(content, list):
                yield f"{indent}{name}{{{end}" if self.tight else f"{indent}{name}{end}{indent}{{{end}"
                yield from self.lines(content, indent + self.step)
                yield f"{indent}}}{end}"
            elif isinstance(content, tuple):
                for i, value in enumerate(content):
                    yield f"{indent}{name} {'+=' if i else '='} {value}{end}"
            else:
                yield f"{indent}{name}{self.r.choice([' = ', '=', ' ='])}{content}{end}"


def tree_pairs(seed, count):
    for i in range(count):
        trees = Trees(seed * 1_000_003 + i, odd=i % 3 == 0)
        yield pair("random tree", trees.text(trees.tree()))


# --- line soup: fragments of the grammar in any order --------------------------------------------------------------------

FRAGMENTS = ["x = 1", "x = 2", "y = 1", "x += 2", "y += 3", "z += 1", "# c", "#d#", "#", "# a = b", "a/b = 1", "A/x = 1", "A/x += 1", "A/B/x = 1", "/x = 3", "/ = 1", "x/y = 1", "A/B = 2", "A = 1", "B = 1", "A += 1",
             "x =", "x = a, b,,c", "x = {", "x = }", "k + = 1", "k ++= 1", "x == 1", "x = a += b", "foo", "A", "B", "+", "=", "+=", "= 1", "", "", " ", "\t", "A{}", "B{}", "C{}", "A{}B{}", "A/B{}", "A/C {}", "/{}", "/", "//", "}{",
             "} x = 1", "A { x = 1", "A { x = 1 }", "A { x += 1", "} foo", "foo }", "} A {", "{ x = 1", "\ufeff", "x = 1\r", "A\r", "\x1cx = 1\x1f", "\xa0", "é = ü", "x\xa0+= 1", "A\u3000{}"]
OPENERS = ["A {", "B {", "C{", "D\n{", "A/B {", "B/C {", "/ {", "Foo\nBar\n{", "A{ B {", "/A {", "é {"]


def soup(r):
    lines, depth = [], 0
    for _ in range(r.randint(1, r.choice([4, 8, 16, 40]))):
        kind = r.random()
        if kind < 0.2:
            opener = r.choice(OPENERS)
            lines.append(opener)
            depth += opener.count("{")
        elif kind < 0.35 and (depth > 0 or r.random() < 0.05):
            lines.append(r.choice(["}", "}", "}", " }", "}}", "foo }"]))
            depth -= 1
        elif kind < 0.45 and lines:
            lines.append(r.choice(lines))
        else:
            lines.append(r.choice(FRAGMENTS))
    if r.random() < 0.9:
        text = "\n".join(lines)
        lines.extend(["}"] * max(0, text.count("{") - text.count("}")))
    blank = r.choice(BLANKS) if r.random() < 0.15 else ""
    return r.choice(["\n", "\n", "\n", "\r\n"]).join(blank + line for line in lines)


def characters(r):
    alphabet = "AB x=+{}#/,\n\n\n\r\t1" + "é\xa0\x1c\u200b"
    return "".join(r.choice(alphabet) for _ in range(r.randint(1, 40)))


def crowd(r):
    """Sections with many entries, which our reader keeps in tables, met again from outside and under joined names."""
    names = [f"{a}{b}" for a in "abcde" for b in range(r.choice([5, 8, 12]))]
    lines = []
    for section in ("S", "T", "U"):
        lines.append(section + " {")
        for _ in range(r.randint(10, 70)):
            name, roll = r.choice(names), r.random()
            if roll < 0.70:
                lines.append(f"{name} = {r.randrange(9)}")
            elif roll < 0.80:
                lines.append(f"{name} = 1\n{name} += 2")
            elif roll < 0.83:
                lines.append(f"/{{\n{name} = 3\n}}")
            elif roll < 0.86:
                lines.append(f"#{name}\n/ {name} = 4")
            elif roll < 0.90:
                lines.append(f"N{name[0]}\n{name[1:]}{len(lines) if r.random() < 0.97 else ''} {{ }}")
            else:
                lines.append(f"{name.upper()}{len(lines) if r.random() < 0.97 else ''}{{\nx = 1\n}}")
        lines.append("}")
        for _ in range(r.randint(0, 40)):
            target = r.choice(["S", section, section, section, "U" if r.random() < 0.2 else "S"])
            name = r.choice(names)
            lines.append(f"{target}/{name} {'=' if r.random() < 0.99 else '+='} {r.randrange(9)}")
            if r.random() < 0.2:
                lines.append(f"{r.choice([target, target, target, section])}/{name} += 5")
            if r.random() < 0.05:
                lines.append(f"{target}/V{len(lines)}{{\ny = 1\n}}")
    return "\n".join(lines)


def crowd_pairs(seed, count):
    r = random.Random(seed + 1)
    for _ in range(count):
        yield pair("crowd", crowd(r))


def soup_pairs(seed, count, kept=None):
    """`kept`: how many accepted and how many refused ones to keep."""
    r = random.Random(seed)
    left = {True: kept, False: kept}
    for i in range(count):
        record = pair("soup", soup(r)) if i % 4 else pair("characters", characters(r))
        good = "refused" not in record
        if kept is not None:
            if left[good] == 0:
                continue
            left[good] -= 1
        yield record


# --- merging ------------------------------------------------------------------------------------------------------------

MERGES = [
    ("", []), ("", [""]), ("A{}\nx = 1\n", []), ("A{}\nx = 1\n", [""]), ("", ["A{}\nx = 1\n"]), ("x = 1\n", ["x = 2\n"]), ("x = 1\n", ["x = 1\n"]), ("x = 1\ny = 2\n", ["y = 3\nz = 4\nx = 5\n"]),
    ("# r\nx = 1\n", ["x = 2\n"]), ("x = 1\n", ["# l\nx = 2\n"]), ("# r\nx = 1\n", ["# l\nx = 2\n"]), ("# r\nA{}\n", ["A{}\n"]), ("A{}\n", ["# l\nA{}\n"]), ("# r\nA{}\n", ["B{}\n"]), ("A{\nB{}\nx = 1\n}\n", ["C{\nD{}\ny = 1\n}\n"]),
    ("A{\nB{}\nx = 1\n}\n", ["A{\nC{}\ny = 2\n}\n"]), ("A{\nB{\nb = 1\n}\nx = 1\n}\n", ["A{\nB{\nc = 1\n}\nx = 2\n}\n"]), ("A{\nB{\nC{}\nb = 1\n}\nx = 1\n}\n", ["A{\nx = 2\n}\n"]), ("A = 1\n", ["A{}\n"]), ("A{}\n", ["A = 1\n"]),
    ("B{\nA = 1\n}\n", ["B{\nA{}\n}\n"]), ("x = 1\n", ["x = 2\n", "x = 3\n"]), ("x = 1\n", ["x = 2\ny = 1\n", "y = 3\nz = 4\n"]), ("", ["S{\nT{}\nx = 1\n}\n", "S{\ny = 2\n}\n"]), ("", ["S{\nT{}\nx = 1\n}\n", "U{\nV{}\ny = 2\n}\n"]),
    ("", ["A = 1\n", "A{}\n"]), ("x = a\nx += b\n", ["x = c\nx += d\n"]), ("x = a\ny = 1\nx += b\n", ["y = 1\nx = c\ny += d\n"]), ("A{x = 1\n}\n", ["A/x = 2\n"]), ("Foo\nBar{\nx = 1\n}\n", ["FooBar{\ny = 1\n}\n"]), ("Fo\noBar{\nx = 1\n}\n", ["Foo\nBar{\n# c\nx = 2\n}\n"]),
    ("A{\n}\n# z\nx = 1\n", ["# y\nx = 2\n", "x = 3\n"]), ("x = 1\nx", ["#\nx = 1\n"]), ("A{\n# r\nx = 1\n}\n", ["A{\n#\nx = 1\n}\n"]),
]


def merge_pairs(seed, count):
    for i in range(count):
        r = random.Random(seed * 7919 + i)
        base = Trees(r.randrange(1 << 30), odd=i % 4 == 0)
        tree = base.tree()
        texts = []
        for _ in range(r.choice([1, 1, 1, 2, 3])):
            texts.append(base.text(mutated(r, base, tree)))
        yield merge("random merge", base.text(tree), texts)


def mutated(r, trees, tree):
    """Some of the entries, changed, in another order, and new ones."""
    out, taken = [], set()
    for notes, name, content in tree:
        roll = r.random()
        taken.add(name)
        if roll < 0.35:
            continue
        if isinstance(content, list) and roll < 0.95:
            out.append((notes if r.random() < 0.5 else [], name, mutated(r, trees, content)))
        elif roll < 0.96:
            out.append(([r.choice(NOTES)] if r.random() < 0.3 else [], name, r.choice(VALUES) if isinstance(content, list) or r.random() < 0.7 else content))
        else:
            out.append(([], name, [([], "new", "1")]))
    for _ in range(r.choice([0, 0, 1, 2])):
        out.append(([], trees.name(taken), trees.tree(3) if r.random() < 0.5 else r.choice(VALUES)))
    if r.random() < 0.3:
        r.shuffle(out)
    return out


# --- writing ------------------------------------------------------------------------------------------------------------


def write(path, records):
    refused = count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n")
            count += 1
            refused += "refused" in record
    print(f"{path}: {count} records, {refused} refused, {path.stat().st_size} bytes")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("directory", type=pathlib.Path)
    options.add_argument("--served", type=pathlib.Path, help="a cfg text as a real DIRAC served it")
    options.add_argument("--seed", type=int, default=20261121)
    options.add_argument("--wide", type=int, default=0, help="so many random records of each kind instead of the committed ones")
    options = options.parse_args()
    to = options.directory
    to.mkdir(parents=True, exist_ok=True)
    if options.wide:
        write(to / "wide_soup.jsonl", soup_pairs(options.seed, options.wide))
        write(to / "wide_trees.jsonl", tree_pairs(options.seed, options.wide // 4))
        write(to / "wide_crowds.jsonl", crowd_pairs(options.seed, options.wide // 4))
        write(to / "wide_merges.jsonl", merge_pairs(options.seed, options.wide // 4))
        return
    write(to / "rules.jsonl", rule_pairs())
    write(to / "trees.jsonl", tree_pairs(options.seed, 240))
    write(to / "soup.jsonl", soup_pairs(options.seed, 4000, kept=250))
    write(to / "crowds.jsonl", crowd_pairs(options.seed, 60))
    write(to / "merges.jsonl", [merge("rule", remote, texts) for remote, texts in MERGES] + list(merge_pairs(options.seed, 120)))
    if options.served:
        text = options.served.read_text(encoding="utf-8", errors="strict")
        write(to / "served.jsonl", [pair("served by DIRAC 9.1.22", text)])
    else:
        print("served.jsonl is left as it is: give --served", file=sys.stderr)


main()
