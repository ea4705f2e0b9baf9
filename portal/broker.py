"""The embedded broker: messages are files in a folder (Celery's filesystem transport).

A message cut off in the writing (disk full, power failure) would end the worker, and every
message here is only a nudge: it is dropped, the next scan does the work. A folder that somebody
removes is made again by whoever asks for it next: a worker that is just starting would end, too.
"""

import os
from json import JSONDecodeError
from queue import Empty

from kombu.transport import filesystem


class Channel(filesystem.Channel):
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


class Transport(filesystem.Transport):
    Channel = Channel
