"""Nothing of a conversation is posted anywhere, whatever the environment says about tracing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

OURS = """
from tests.simulator.test_graph import hold
from personas.perception import Stance
live, _ = hold([Stance.REFUSE])
assert live.ended
"""
BARE = """
from typing import TypedDict
from langgraph.graph import END, START, StateGraph
class S(TypedDict):
    said: str
builder = StateGraph(S)
builder.add_node("node", lambda state: state)
builder.add_edge(START, "node")
builder.add_edge("node", END)
builder.compile().invoke({"said": "a secret"})
"""
FLUSH = """
from langsmith.run_trees import get_cached_client
get_cached_client().flush()
"""


class Sink(ThreadingHTTPServer):
    """Counts whatever is posted to it."""

    posted = 0


class Handler(BaseHTTPRequestHandler):
    server: Sink

    def do_POST(self) -> None:
        self.server.posted += 1
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(202)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments: object) -> None:
        pass


def posted(script: str) -> int:
    """Run a script with tracing asked for; how many requests reached the tracing endpoint."""
    with Sink(("127.0.0.1", 0), Handler) as sink:
        thread = threading.Thread(target=sink.serve_forever)
        thread.start()
        asked_for = {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_API_KEY": "none",
            "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{sink.server_port}",
        }
        subprocess.run([sys.executable, "-c", script + FLUSH], env=os.environ | asked_for, check=True)
        sink.shutdown()
        thread.join()
        return sink.posted


@pytest.mark.slow
def test_a_bare_graph_is_traced_so_this_check_can_fail() -> None:
    assert posted(BARE) > 0


@pytest.mark.slow
def test_a_conversation_is_never_traced() -> None:
    assert posted(OURS) == 0
