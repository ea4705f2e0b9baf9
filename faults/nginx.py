"""A real nginx in a private folder, with the configuration that is shipped (deploy/nginx.conf)."""

import os
import shutil
import subprocess
from pathlib import Path

from faults.services import DIE_WITH_PARENT, wait_until

TEMPLATE = Path(__file__).parents[1] / "deploy" / "nginx.conf"
HOST = "portal.test"
MAIN = """
daemon off;
master_process on;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log warn;
{user}
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""


def make_certificate(folder: Path, host: str = HOST) -> None:
    subject = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", folder / "tls.key", "-out", folder / "tls.pem"]
    command = ["openssl", "req", "-x509", *kind, *subject, *files]
    subprocess.run(command, check=True, capture_output=True)


class Nginx:
    """nginx on two free ports, in front of the portal at `upstream`."""

    def __init__(self, folder: Path, *, upstream: str, data_dir: Path, ports: tuple[int, int]):
        self.folder = folder
        self.http_port, self.port = ports
        make_certificate(folder)
        words = {
            "UPSTREAM": upstream,
            "SERVER_NAME": HOST,
            "CACHE": str(folder / "cache"),
            "LOGS": str(folder),
            "PAGES": str(TEMPLATE.parent / "pages"),
            "CERTIFICATE": str(folder / "tls.pem"),
            "KEY": str(folder / "tls.key"),
            "DATA_DIR": str(data_dir),
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.port),
            "ADMIN_PATH": "admin/",
            "UPLOAD_MEGABYTES": "220",
        }
        text = TEMPLATE.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        (folder / "portal.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        main = folder / "nginx.conf"
        main.write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
        self.command = [shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-c", str(main)]
        self.command += ["-e", str(folder / "main.log"), "-p", str(folder)]

    def without_limits(self) -> None:
        """Let one address ask as much as it can: a bench is one."""
        conf = self.folder / "portal.conf"
        lines = conf.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [
            line for line in lines if not line.strip().startswith(("limit_req ", "limit_conn "))
        ]
        conf.write_text("".join(kept), encoding="utf-8")

    def check(self) -> str:
        """Return what nginx has to say about the configuration."""
        done = subprocess.run([*self.command, "-t", "-q"], capture_output=True, text=True)
        return done.stderr

    def __enter__(self) -> "Nginx":
        self.process = subprocess.Popen([*DIE_WITH_PARENT, *self.command])
        pid = self.folder / "nginx.pid"
        wait_until(lambda: pid.exists() and pid.read_text())  # a check leaves an empty one
        return self

    def __exit__(self, *error) -> None:
        self.process.terminate()
        self.process.wait()
