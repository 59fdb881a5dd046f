"""The network between a browser and the server: a TCP proxy that can be cut or hang."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self

from serving import free_port


class Network:
    """Forwards what comes to ``address`` to a port of this machine, while it is whole."""

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.loop = asyncio.new_event_loop()
        self.whole = asyncio.Event()
        self.open: set[asyncio.StreamWriter] = set()
        self.door: asyncio.Server | None = None
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        self.mend()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.cut()
        self._do(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self._do(self._cut())

    def hang(self) -> None:
        """Keep every connection and take new ones, but let nothing through."""
        self._do(self._hang())

    def mend(self) -> None:
        """Let everything through again, what was held back first."""
        self._do(self._mend())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _cut(self) -> None:
        if self.door:
            self.door.close()
            self.door = None
        for writer in [*self.open]:
            writer.transport.abort()

    async def _hang(self) -> None:
        self.whole.clear()

    async def _mend(self) -> None:
        self.whole.set()
        self.door = self.door or await asyncio.start_server(self._join, "127.0.0.1", self.port)

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        try:
            await self.whole.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.server_port)
            self.open.add(far_writer)
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        except OSError:
            writer.transport.abort()  # as the server would, which is not there

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while content := await reader.read(2**16):
                await self.whole.wait()
                writer.write(content)
                await writer.drain()
        except OSError:
            pass
        finally:
            self.open.discard(writer)
            writer.close()
