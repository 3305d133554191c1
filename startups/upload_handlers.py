from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from startups.cleaning import LARGEST


class LargestFile(FileUploadHandler):
    """No file over the largest limit is written anywhere, not even into the folder for temporary files.

    First in FILE_UPLOAD_HANDLERS. What is over the limit arrives cut off behind it, with a size that says so.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > LARGEST + self.chunk_size:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
