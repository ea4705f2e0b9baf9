"""The embedded broker: messages are files in a folder (Celery's filesystem transport).

A message cut off in the writing (disk full, power failure) would end the worker, and every
message here is only a nudge: it is dropped, the next scan does the work. A folder that somebody
removes while the portal runs is made again.
"""

import os
from json import JSONDecodeError
from queue import Empty

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        os.makedirs(self.data_folder_out, exist_ok=True)
        super()._put(queue, payload, **kwargs)

    def _get(self, queue):
        os.makedirs(self.data_folder_in, exist_ok=True)
        try:
            return super()._get(queue)
        except JSONDecodeError as error:
            raise Empty from error


class Transport(filesystem.Transport):
    Channel = Channel
