"""Two users log in over TLS, and one sends the other a message: client.py DOMAIN PORT CERTIFICATE"""

import asyncio
import sys

import slixmpp

domain, port, certificate = sys.argv[1], int(sys.argv[2]), sys.argv[3]
TEXT = "wherefore art thou?"


class User(slixmpp.ClientXMPP):
    """A client that has logged in, and keeps what it is sent."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}@{domain}", f"secret of {name}")
        self.ca_certs = certificate
        self.enable_direct_tls = False  # STARTTLS, which everybody has
        self.online = asyncio.get_running_loop().create_future()
        self.received = asyncio.get_running_loop().create_future()
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.keep)
        for event in ("failed_all_auth", "ssl_invalid_chain", "connection_failed"):
            self.add_event_handler(event, lambda problem, event=event: self.fail(event, problem))

    async def start(self, _event: object) -> None:
        await self.get_roster()
        self.send_presence()
        self.online.set_result(None)

    def keep(self, message: slixmpp.Message) -> None:
        if message["body"] and not self.received.done():
            self.received.set_result(message["body"])

    def fail(self, event: str, problem: object) -> None:
        if not self.online.done():
            self.online.set_exception(RuntimeError(f"{event}: {problem}"))


async def main() -> None:
    juliet, romeo = User("juliet"), User("romeo")
    for user in (juliet, romeo):
        user.connect("127.0.0.1", port)
        await user.online
        transport = user.transport.get_extra_info("cipher")
        assert transport, "the connection is not encrypted"
    juliet.send_message(mto=f"romeo@{domain}", mbody=TEXT, mtype="chat")
    assert await romeo.received == TEXT
    for user in (juliet, romeo):
        await user.disconnect()


asyncio.run(asyncio.wait_for(main(), 25))
