"""The two brokers, where Celery's own would end a worker. A message here is only a nudge: one that
is lost is not missed, the next scan does the work.

Embedded, messages are files in a folder. One cut off in the writing (disk full, power failure) is
dropped; a folder that somebody removes is made again by whoever asks for it next.

On Redis, a worker that loses its connection amid a task would put the task's message back through
the connection it has just thrown away, and end with an AttributeError: it puts nothing back. Its
event loop would leave the result of that task half read, and end or wait for ever: without the loop
(`asynchronous`) a thread of its own reads results.
"""

import os
from json import JSONDecodeError
from queue import Empty

from kombu.transport import filesystem, redis


class FolderChannel(filesystem.Channel):
    @property
    def data_folder_in(self) -> str:
        folder = self.transport_options["data_folder_in"]
        os.makedirs(folder, exist_ok=True)
        return folder

    data_folder_out = data_folder_in

    def _get(self, queue):
        try:
            return super()._get(queue)
        except (JSONDecodeError, FileNotFoundError) as error:
            raise Empty from error


class FolderTransport(filesystem.Transport):
    Channel = FolderChannel


class RedisChannel(redis.Channel):
    do_restore = False


class RedisTransport(redis.Transport):
    Channel = RedisChannel
    implements = redis.Transport.implements.extend(asynchronous=False)
