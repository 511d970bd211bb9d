#!/usr/bin/env python3
"""What somebody gets who is not the clerk: at the network, at a page of their own, or with the
stolen till. Each case is a function; the counter is the program itself on the example village.

    outside.py --wumei PROGRAM
"""
import argparse
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

import cut
import real


def status(counter, path="state", headers=None, method="GET", body=None):
    """What a bare request is answered with."""
    link = http.client.HTTPConnection(counter.host, timeout=300)
    link.request(method, "/api/" + path, body, headers or {})
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.status


def other_machines_reach_nothing(counter):
    """It listens on one address of this machine: not even the next loopback address is answered."""
    port = int(counter.host.split(":")[1])
    assert status(counter) == 200
    try:
        socket.create_connection(("127.0.0.2", port), timeout=5).close()
    except ConnectionRefusedError:
        return
    raise AssertionError("it listens on every address")


def a_name_that_leads_here_is_refused(counter):
    """A page of elsewhere whose name was pointed at this machine."""
    assert status(counter, headers={"Host": "shop.example"}) == 403


def a_page_of_elsewhere_is_refused(counter):
    """With the clerk's own cookie and token, as the browser would send them."""
    for origin in ("http://shop.example", "null"):
        assert status(counter, "session", {
            "Origin": origin, "Cookie": counter.cookie, "X-Wumei-Csrf": counter.csrf,
            "Content-Type": "application/json"}, "DELETE") == 403
    assert counter.ask("GET", "goods")["goods"]


def without_a_pin_there_is_nothing(counter):
    for path in ("goods", "day", "donors", "households?q=1", "redemptions", "visit"):
        assert status(counter, path) == 401, path
    shown = json.dumps(cut.Counter.ask(stranger(counter), "GET", "state"))
    assert "household" not in shown and '"visit": null' in shown, shown


def stranger(counter):
    """The same counter, seen by somebody who has not signed in."""
    other = object.__new__(cut.Counter)
    other.host, other.cookie, other.csrf = counter.host, "", ""
    return other


def a_session_ends_with_the_power(counter):
    cookie = {"Cookie": counter.cookie}
    assert status(counter, "goods", cookie) == 200
    counter.kill()
    counter.open()
    assert status(counter, "goods", cookie) == 401
    counter.sign_in()


def guessing_goes_on_after_no_restart(counter):
    """Wrong PINs are counted on disk: pulling the plug gives no new tries."""
    said = []
    for tries in range(7):
        if tries in (2, 5):
            counter.kill()
            counter.open()
        try:
            stranger(counter).ask("POST", "session", {"officer": cut.CLERK[0], "pin": "000000"})
        except cut.Refused as no:
            said.append(str(no))
    assert said == ["pin.wrong"] * 4 + ["pin.locked"] * 3, said
    try:
        counter.sign_in()
    except cut.Refused as no:
        assert str(no) == "pin.locked"
        return
    raise AssertionError("the right PIN opens a locked clerk")


def the_key_is_worth_nothing_without_its_passphrase(counter):
    """Who has the disk has the signing key's file, and cannot sign with it."""
    counter.kill()
    environment = dict(os.environ, WUMEI_PASSPHRASE="a guess", WUMEI_AS="T01", WUMEI_PIN="246801")
    answer = subprocess.run([*counter.command[:3], "checkpoint"], env=environment, check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert answer.returncode == 1 and not answer.stdout, answer
    counter.open()


def the_journal_is_for_its_user_alone(counter):
    """Names of proxies and the secret of the proof codes are in it."""
    ledger = pathlib.Path(counter.command[2])
    files = list(ledger.parent.glob(ledger.name + ".till-*"))
    assert files and all(file.stat().st_mode & 0o077 == 0 for file in files), files


CASES = (other_machines_reach_nothing, a_name_that_leads_here_is_refused,
         a_page_of_elsewhere_is_refused, without_a_pin_there_is_nothing,
         a_session_ends_with_the_power, the_journal_is_for_its_user_alone,
         the_key_is_worth_nothing_without_its_passphrase, guessing_goes_on_after_no_restart)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    wumei = parser.parse_args().wumei.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "made"
        shop = real.make(wumei, folder)
        counter = cut.Counter(wumei, folder / "village/village.wumei", shop)
        try:
            counter.sign_in()
            for case in CASES:
                case(counter)
                print(f"ok    {case.__name__}")
        finally:
            counter.kill()
    sys.exit(0)


if __name__ == "__main__":
    main()
