#!/usr/bin/env python3
"""An agent outside of Aegis that joins incidents and adds a claim, in Python without packages.

    ./aegis agent add cost-watch --description "Knows what each service costs."
    BAND_API_KEY=band_a_... BAND_REST_URL=http://127.0.0.1:7070 python3 examples/band-agent/agent.py

It speaks Band's Agent API and socket (Phoenix V2). What it claims stands in the room with its name
and weighs nothing until Aegis has found the same itself. It ends after BAND_MESSAGES messages.
"""

import base64
import json
import os
import socket
import struct
import sys
import urllib.request
from urllib.parse import urlparse

REST = os.environ.get("BAND_REST_URL", "http://127.0.0.1:7070").rstrip("/")
WS = os.environ.get("BAND_WS_URL", REST.replace("http", "ws", 1) + "/api/v1/socket/websocket")
KEY = os.environ["BAND_API_KEY"]
MESSAGES = int(os.environ.get("BAND_MESSAGES", "0"))
HEARTBEAT_SECONDS = 30
COSTS = {"checkout-api": 950}  # dollars a minute; yours would ask a billing system


def call(method, path, body=None):
    """One request; None where there is nothing (204)."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(REST + "/api/v1/agent" + path, data, method=method)
    request.add_header("X-API-Key", KEY)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=10) as answer:
        text = answer.read()
        return json.loads(text)["data"] if text else None


class WebSocket:
    """As much of RFC 6455 as text frames need."""

    def __init__(self, url):
        at = urlparse(url)
        self.line = socket.create_connection((at.hostname, at.port or 80), timeout=HEARTBEAT_SECONDS)
        nonce = base64.b64encode(os.urandom(16)).decode()
        self.line.sendall(
            (
                f"GET {at.path}?vsn=2.0.0 HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {nonce}\r\n"
                f"Sec-WebSocket-Version: 13\r\nX-API-Key: {KEY}\r\n\r\n"
            ).encode()
        )
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0] + b" ":
            sys.exit("the socket was refused: " + head.split(b"\r\n")[0].decode())

    def fill(self):
        some = self.line.recv(65536)
        if not some:
            sys.exit("the socket ended")
        self.buffer += some

    def take(self, count):
        while len(self.buffer) < count:
            self.fill()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def send(self, text, opcode=1):
        data = text if isinstance(text, bytes) else text.encode()
        mask = os.urandom(4)
        size = len(data)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", size)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", size)
        self.line.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def receive(self):
        """The next text; raises TimeoutError after a silence, before anything of it was taken."""
        text = b""
        while True:
            if not self.buffer:
                self.fill()
            first, second = self.take(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self.take(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self.take(8))
            data = self.take(size)
            opcode = first & 0x0F
            if opcode == 8:
                sys.exit("closed with " + str(struct.unpack("!H", data[:2])[0] if data else 1005))
            if opcode == 9:
                self.send(data, opcode=10)
            elif opcode in (0, 1):
                text += data
                if first & 0x80:
                    return text.decode()


class Agent:
    def __init__(self):
        self.me = call("GET", "/me")
        self.socket = WebSocket(WS)
        self.ref = 0
        self.handled = set()
        self.join("agent_control:" + self.me["id"])
        self.join("agent_rooms:" + self.me["id"])
        for chat in call("GET", "/chats?page=1&page_size=100"):
            self.enter(chat["id"])

    def join(self, topic):
        self.ref += 1
        self.socket.send(json.dumps([str(self.ref), str(self.ref), topic, "phx_join", {}]))

    def enter(self, chat):
        self.join("chat_room:" + chat)
        while True:
            message = call("GET", f"/chats/{chat}/messages/next")
            if message is None or message["id"] in self.handled:
                return
            self.handle(message)

    def handle(self, message):
        """Each message once, however often it is delivered."""
        if message["id"] in self.handled:
            return
        self.handled.add(message["id"])
        at = f"/chats/{message['chat_room_id']}/messages"
        call("POST", f"{at}/{message['id']}/processing")
        if message["sender_name"] == "observer":
            for service, cost in COSTS.items():
                if service in message["content"]:
                    call(
                        "POST",
                        at,
                        {
                            "message": {
                                "content": f"{service} earns ${cost} a minute when it is well",
                                "mentions": [{"id": message["sender_id"]}],
                            }
                        },
                    )
        call("POST", f"{at}/{message['id']}/processed")
        print("handled", message["content"][:100], flush=True)
        if MESSAGES and len(self.handled) >= MESSAGES:
            sys.exit(0)

    def run(self):
        while True:
            try:
                _, _, _, event, payload = json.loads(self.socket.receive())
            except TimeoutError:
                self.socket.send(json.dumps([None, "beat", "phoenix", "heartbeat", {}]))
                continue
            if event == "room_added":
                self.enter(payload["id"])
            elif event == "message_created":
                self.handle(payload)


if __name__ == "__main__":
    Agent().run()
