"""The server's figures: opening, saving, listing and signing in, each beside the least that could be."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from statistics import median
from typing import Any

from benchmarks.client import Client
from benchmarks.installation import Installation, Saver
from benchmarks.rounds import Call, Series, interleaved
from benchmarks.serving import server
from safeplan import clock, rules

OPENS = {"server_open": "4kb", "server_open_200": "200"}
NOT_ALONE = 10


def measure(made: Installation, large: Installation, rounds: int, times: int) -> dict[str, dict[str, Any]]:
    """Return a dict a figure, {name: {ratio, p50_ms, …}}."""
    answers = made.data.parent / "answers"
    answers.mkdir()
    with server("app", made.data) as port, server("app", large.data) as other:
        client, lister = Client(port), Client(other)
        client.sign_in()
        lister.sign_in()
        opened = {name: client.json(f"/api/1/plans/{made.plans[plan]}") for name, plan in OPENS.items()}
        lists = {"list_30": client.json("/api/1/plans"), "list_300": lister.json("/api/1/plans")}
        receipt = {"receipts": [{"id": "0" * 32, "state": "accepted", "hash": "0" * 64, "seq": 1}]}
        for name, answer in {**opened, **lists, "server_save": receipt}.items():
            (answers / f"{name}.json").write_text(json.dumps(answer))
        with server("plain", answers) as least:
            floor = Client(least)
            found = _reads(made, client, lister, floor, rounds, times)
            for name, listed in lists.items():
                size = len(json.dumps(listed, separators=(",", ":")))
                found[name] |= {"rows": len(listed["plans"]), "bytes_per_row": round(size / len(listed["plans"]))}
            found |= _saves(made, client, floor, rounds, times)
            found["login"] = _login(client, port, floor, 3 if times < 40 else 8)
        found["server_rules"] = _rules(client.json(f"/api/1/plans/{made.plans['300']}"), rounds)
    return found


def _reads(
    made: Installation, client: Client, lister: Client, floor: Client, rounds: int, times: int
) -> dict[str, dict[str, Any]]:
    found = {}
    for name in (*OPENS, "list_30", "list_300"):
        who = lister if name == "list_300" else client
        path = f"/api/1/plans/{made.plans[OPENS[name]]}" if name in OPENS else "/api/1/plans"
        calls: dict[str, Call] = {
            "mine": lambda who=who, path=path: who.get(path)[0],  # type: ignore[misc]
            "plain": lambda name=name: floor.get(f"/plain/{name}")[0],  # type: ignore[misc]
            "audited": lambda name=name: floor.get(f"/audited/{name}")[0],  # type: ignore[misc]
        }
        series = interleaved(calls, rounds, times)
        found[name] = {**_compared(series), "bytes": len(who.get(path)[1])}
    return found


def _saves(made: Installation, client: Client, floor: Client, rounds: int, times: int) -> dict[str, dict[str, Any]]:
    found = {}
    with server("app", made.data, "--no-rules") as port:
        bare = Client(port)
        bare.sign_in()
        for name, who, plan in (
            ("server_save", client, "4kb"),
            ("server_save_no_rules", bare, "4kb"),
            ("server_save_300", client, "300"),
        ):
            saver = Saver(client.json(f"/api/1/plans/{made.plans[plan]}"))
            body = {"revisions": [saver.next()]}
            saver = Saver(client.json(f"/api/1/plans/{made.plans[plan]}"))
            calls: dict[str, Call] = {
                "mine": lambda who=who, saver=saver: who.push(saver.next()),  # type: ignore[misc]
                "plain": lambda body=body: floor.call("POST", "/plain/server_save", body)[0],  # type: ignore[misc]
                "audited": lambda body=body: floor.call("POST", "/audited/server_save", body)[0],  # type: ignore[misc]
            }
            found[name] = _compared(interleaved(calls, rounds, times))
    return found


def _compared(series: dict[str, Series]) -> dict[str, Any]:
    mine = series["mine"]
    ratio, low, high = mine.ratio(series["audited"])
    return {
        "ratio": round(ratio, 2),
        "spread": [round(low, 2), round(high, 2)],
        "ratio_without_audit": round(mine.ratio(series["plain"])[0], 2),
        "p50_ms": round(mine.p50_ms, 2),
        "p95_ms": round(mine.p95_ms, 2),
        "plain_ms": round(series["plain"].p50_ms, 2),
        "audited_ms": round(series["audited"].p50_ms, 2),
    }


def _rules(opened: dict[str, Any], rounds: int) -> dict[str, Any]:
    """Time the evaluation alone, in this process: every rule over a plan of 300 entries."""
    clear = {"today": clock.today(), "stage": "full", "plan_agencies": opened["plan_agencies"]}
    clear["held"] = sorted({part["class"] for part in opened["compartments"]})
    taken = []
    for _ in range(max(5, rounds)):
        begun = time.perf_counter()
        facts = rules.facts(opened["entries"], clear)
        rules.evaluate(facts, set(clear["held"]), facts["stage"])
        taken.append((time.perf_counter() - begun) * 1e3)
    return {"ms": round(median(taken), 2), "entries": len(opened["entries"])}


def _login(client: Client, port: int, floor: Client, times: int) -> dict[str, Any]:
    """Time sign-ins beside the key stretching alone, then opens while ten people sign in at once."""
    fresh = Client(port, "127.0.0.2")
    series = interleaved(
        {"mine": fresh.sign_in, "kdf": lambda: floor.call("POST", "/kdf", {})[0]}, rounds=times, times=1, warm=1
    )
    ratio, low, high = series["mine"].ratio(series["kdf"])
    alone, meanwhile = _opens_meanwhile(client, port)
    return {
        "ratio": round(ratio, 2),
        "spread": [round(low, 2), round(high, 2)],
        "p50_ms": round(series["mine"].p50_ms, 1),
        "kdf_ms": round(series["kdf"].p50_ms, 1),
        "beyond_kdf_ms": round(series["mine"].p50_ms - series["kdf"].p50_ms, 1),
        "list_p95_alone_ms": alone,
        "list_p95_during_10_logins_ms": meanwhile,
    }


def _opens_meanwhile(client: Client, port: int) -> tuple[float, float]:
    def one() -> float:
        return client.get("/api/1/plans")[0]

    alone = Series([[one() for _ in range(40)]]).p95_ms
    places = [f"127.0.0.{number + 10}" for number in range(NOT_ALONE)]
    people = [threading.Thread(target=_try_sign_in, args=(port, place)) for place in places]
    for person in people:
        person.start()
    taken = []
    while any(person.is_alive() for person in people):
        taken.append(one())
    return round(alone, 1), round(Series([taken or [0.0]]).p95_ms, 1)


def _try_sign_in(port: int, address: str) -> None:
    # Busy is an answer too: the queue for stretching keys is bounded on purpose.
    with suppress(RuntimeError):
        Client(port, address).sign_in()
