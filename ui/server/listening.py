"""The socket on which Streamlit listens."""

import gc
import socket


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


def _is_listening(one: socket.socket) -> bool:
    is_tcp = one.fileno() >= 0 and one.family in {socket.AF_INET, socket.AF_INET6}
    return is_tcp and bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
