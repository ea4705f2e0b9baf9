"""What the MDN HTTP Observatory says of the portal behind the nginx that is shipped.

It asks a host by its name, over TLS. Both are made up here: its connections are led to this
machine, and the certificate is one it is told to trust.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.stack import HOST as HERE
from e2e.stack import ROOT, environment, free_port
from faults.nginx import HOST, Nginx
from faults.services import wait_until

PACKAGE = "@mdn/mdn-http-observatory"
WEB = ["-m", "gunicorn", "--worker-class=gthread", "--threads=2", "--no-control-socket"]
SCAN = """
import net from "node:net";
const [host, here, ...ports] = process.argv.slice(1);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...words) {
  const options = Array.isArray(words[0]) ? words[0][0] : words[0];
  if (options.host === host) {
    Object.assign(options, { host: here, port: options.port === 443 ? ports[1] : ports[0] });
  }
  return connect.apply(this, words);
};
const { scan } = await import("%s");
console.log(JSON.stringify(await scan(host)));
"""


def observed(data_dir: Path, modules: Path) -> dict:
    """Return its result: under "scan" the score, under "tests" what was added and taken off."""
    forget_real_hosts(modules)
    with tempfile.TemporaryDirectory() as name, web_processes(data_dir) as upstream:
        folder, ports = Path(name), (free_port(), free_port())
        with Nginx(folder, upstream=upstream, data_dir=data_dir, ports=ports):
            wait_until(lambda: all(answers(f"{HERE}:{port}") for port in ports))
            done = subprocess.run(
                ["node", "--input-type=module", "-e", SCAN % PACKAGE, HOST, HERE, *map(str, ports)],
                cwd=modules.parent,
                env=os.environ | {"NODE_EXTRA_CA_CERTS": str(folder / "tls.pem")},
                capture_output=True,
                text=True,
                check=True,
            )
    return json.loads(done.stdout)


def forget_real_hosts(modules: Path) -> None:
    """The list of preloaded hosts, fetched when the package runs its scripts: ours is in none."""
    preloaded = modules / PACKAGE / "conf" / "hsts-preload.json"
    if not preloaded.exists():
        preloaded.write_text("{}", encoding="utf-8")


@contextmanager
def web_processes(data_dir: Path) -> Iterator[str]:
    """Serve this data directory as a production portal does, behind HTTPS; yield where."""
    place = f"{HERE}:{free_port()}"
    https = {"HTTPS": "1", "FILES_BY_NGINX": "1", "ALLOWED_HOSTS": HOST}
    command = [sys.executable, *WEB, f"--bind={place}", "--log-level=warning", "portal.wsgi"]
    web = subprocess.Popen(command, cwd=ROOT, env=environment(data_dir) | https)
    try:
        wait_until(lambda: answers(place))
        yield place
    finally:
        web.terminate()
        web.wait()


def answers(place: str) -> bool:
    host, port = place.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True
