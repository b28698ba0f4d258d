"""Files as they came in, each kept once by its hash: workbooks, versions of drafts, evidence."""

import hashlib

from sqlalchemy import Connection, insert, select

from data.schema import batch_file


def keep(conn: Connection, content: bytes) -> str:
    """Keep a file, for who holds the write lock; its sha256."""
    sha256 = hashlib.sha256(content).hexdigest()
    if conn.scalar(select(batch_file.c.sha256).where(batch_file.c.sha256 == sha256)) is None:
        conn.execute(insert(batch_file).values(sha256=sha256, content=content))
    return sha256


def kept(conn: Connection, sha256: str) -> bytes:
    """A file that was kept. KeyError if there is none of that hash."""
    content = conn.scalar(select(batch_file.c.content).where(batch_file.c.sha256 == sha256))
    if content is None:
        raise KeyError(sha256)
    return content
