#!/usr/bin/env python3
"""Runs a command beside a PostgreSQL server of its own.

    postgres.py --data FOLDER -- COMMAND...

Makes a data folder when there is none, starts the server on the loopback, gives COMMAND its
address (PGHOST, PGPORT, PGUSER), and ends the server. As root the server runs as user postgres.
"""
import argparse
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import time

PROGRAMS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
HOST, PORT = "127.0.0.1", "54329"
SETTINGS = {"listen_addresses": HOST, "port": PORT, "synchronous_commit": "on", "fsync": "on",
            "shared_buffers": "1GB"}


def own_user():
    """The user the server runs as: PostgreSQL refuses root."""
    return pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def as_user(user):
    if os.getuid() != 0:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def prepare(data, user):
    if (data / "PG_VERSION").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    os.chown(data, user.pw_uid, user.pw_gid)
    data.chmod(0o700)
    subprocess.run([PROGRAMS[-1] / "initdb", "-D", data, "-A", "trust", "-E", "UTF8",
                    "--locale=C", "-U", "postgres"], check=True, cwd="/",
                   stdout=subprocess.DEVNULL, **as_user(user))


def start(data, user):
    command = [PROGRAMS[-1] / "postgres", "-D", data, "-k", data]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (data.parent / "postgres.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_user(user))
    ready = [PROGRAMS[-1] / "pg_isready", "-q", "-h", HOST, "-p", PORT]
    for _ in range(300):
        if server.poll() is not None:
            sys.exit(f"the server did not start, see {log.name}")
        if subprocess.run(ready, check=False).returncode == 0:
            return server
        time.sleep(0.1)
    server.send_signal(signal.SIGINT)
    sys.exit("the server does not answer")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if not PROGRAMS:
        sys.exit("there is no PostgreSQL under /usr/lib/postgresql; install postgresql-15")
    data, user = options.data.resolve(), own_user()
    prepare(data, user)
    server = start(data, user)
    try:
        environment = dict(os.environ, PGHOST=HOST, PGPORT=PORT, PGUSER="postgres")
        return subprocess.run(options.command, env=environment, check=False).returncode
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
