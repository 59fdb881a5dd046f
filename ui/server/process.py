"""What the process is given before it serves: sockets that answer at once, files enough."""

import gc
import socket
import sys

MOST_FILES = 65_536


def answer_at_once() -> int:
    """Switch Nagle's algorithm off for the connections to come; return for how many sockets.

    uvicorn writes the head of an answer and its body one after the other, and asyncio leaves the
    algorithm on for a socket made without naming TCP, as Streamlit's is. So a small body waited for
    the browser to confirm the head, which browsers put off for 40 ms: most of the time of a page's
    eighty files.
    """
    found = [one for one in gc.get_objects() if type(one) is socket.socket and _is_listening(one)]
    for one in found:  # what is accepted by them has their options
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)


def allow_files() -> None:
    """Raise the limit of open files as far as it may be.

    A reader holds four (a socket, and three of an event loop), one who has left three for two
    minutes more: the usual 1,024 would turn away the 158th, and there are places for more.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- there is none on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY:
        most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _is_listening(one: socket.socket) -> bool:
    is_tcp = one.fileno() >= 0 and one.family in {socket.AF_INET, socket.AF_INET6}
    return is_tcp and bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
