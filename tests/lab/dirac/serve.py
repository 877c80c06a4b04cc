"""DIRAC's Tornado server on the tornado of PyPI, bound to the loopback interface.   usage: serve.py cs|services

DIRAC is made for its own build of tornado, 5.1.1+dirac.1, which exists on conda and GitHub only. What that build has more
than 5.1.1 is little: the class of TLS streams can be chosen, each accepted connection gets a TLS context of its own, and a
request can be asked for the certificates of its peer. The functions below provide that to the stock package.
"""
import collections
import collections.abc
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import here  # noqa: E402

collections.MutableMapping = collections.abc.MutableMapping  # left collections in Python 3.10; tornado 5.1.1 still looks there

from tornado import gen, httputil, ioloop, iostream, netutil, tcpserver  # noqa: E402
from tornado.log import app_log  # noqa: E402
from tornado.util import import_object  # noqa: E402


class Streams:
    """The stream class that DIRAC chose, made usable without tornado's Configurable machinery."""

    made = None

    @classmethod
    def choose(cls, name, **_options):
        def start(stream, *args, **kwargs):
            stream.initialize(*args, **kwargs)

        cls.made = type("ChosenStream", (import_object(name),), {"__init__": start})


def accept(server, connection, address):
    """TCPServer._handle_connection for those streams."""
    try:
        stream = Streams.made(
            connection,
            server_side=True,
            ssl_options=server.ssl_options,
            do_handshake_on_connect=False,
            create_context_on_init=True,
            max_buffer_size=server.max_buffer_size,
            read_chunk_size=server.read_chunk_size,
        )
        pending = server.handle_stream(stream, address)
    except Exception:
        app_log.exception("connection refused")
        connection.close()
        return
    if pending is not None:
        ioloop.IOLoop.current().add_future(gen.convert_yielded(pending), lambda done: done.result())


def patch():
    iostream.SSLIOStream.configure = Streams.choose
    tcpserver.TCPServer._handle_connection = accept
    for name in ("get_ssl_certificate", "get_ssl_certificate_chain"):
        ask = lambda request, _name=name, **options: getattr(request.connection.stream, _name)(**options)  # noqa: E731
        setattr(httputil.HTTPServerRequest, name, ask)
    everywhere = netutil.bind_sockets
    tcpserver.bind_sockets = netutil.bind_sockets = lambda port, address=None, *a, **k: everywhere(port, "localhost", *a, **k)


if __name__ == "__main__":
    what = sys.argv.pop()
    here.server()
    here.root(what)
    patch()
    os.environ["DIRAC_USE_TORNADO_IOLOOP"] = "yes"
    if what == "cs":
        from DIRAC.Core.Tornado.scripts.tornado_start_CS import main
    else:
        from DIRAC.Core.Tornado.scripts.tornado_start_all import main
    main()
