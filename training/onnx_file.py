"""Writes and reads the few parts of an ONNX file that a static embedder needs, by hand: the format is protocol buffers, and no
package is wanted for it. Field numbers are those of onnx.proto3, operator set 13."""
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

# TensorProto.DataType
KINDS = {'float32': 1, 'int8': 3, 'int32': 6, 'int64': 7}
TYPES = {number: name for name, number in KINDS.items()}
OPERATOR_SET = 13
# The version of the file format that onnxruntime 1.14, which transformers.js 2.17 brings, is sure to know.
FORMAT = 7


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _varint(number: int, value: int) -> bytes:
    return _number(number << 3) + _number(value)


def _bytes(number: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(raw)) + raw


@dataclass
class Graph:
    """Nodes in order of calculation, and the constants they use."""

    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)

    def node(self, operator: str, inputs: list[str], output: str, **attributes: int) -> str:
        """Adds a node with one output; attributes are integers. Returns the output's name."""
        parts = [*[_bytes(1, name) for name in inputs], _bytes(2, output), _bytes(4, operator)]
        # AttributeProto: name 1, i 3, type 20 (2 is INT).
        parts += [_bytes(5, _bytes(1, name) + _varint(3, value) + _varint(20, 2)) for name, value in attributes.items()]
        self.nodes.append(b''.join(parts))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        # TensorProto: dims 1, data_type 2, name 8, raw_data 9.
        dims = b''.join(_varint(1, size) for size in value.shape)
        self.constants.append(dims + _varint(2, KINDS[str(value.dtype)]) + _bytes(8, name) + _bytes(9, value.tobytes()))
        return name

    def write(self, path: Path, name: str, inputs: dict[str, list[str]], outputs: dict[str, list[str | int]]) -> None:
        """`inputs` are int64, `outputs` float, with their dimensions: a number, or a name where it varies."""
        described = [_bytes(11, _described(key, 'int64', shape)) for key, shape in inputs.items()]
        described += [_bytes(12, _described(key, 'float32', shape)) for key, shape in outputs.items()]
        graph = b''.join([*[_bytes(1, node) for node in self.nodes], _bytes(2, name), *[_bytes(5, one) for one in self.constants], *described])
        model = _varint(1, FORMAT) + _bytes(2, name) + _bytes(7, graph) + _bytes(8, _bytes(1, '') + _varint(2, OPERATOR_SET))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(model)


def _described(name: str, kind: str, shape: list) -> bytes:
    dims = b''.join(_bytes(1, _varint(1, size) if isinstance(size, int) else _bytes(2, size)) for size in shape)
    tensor = _varint(1, KINDS[kind]) + _bytes(2, dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, tensor))


def read_constants(path: Path) -> dict[str, np.ndarray]:
    """The constants of a model, by name."""
    content = memoryview(path.read_bytes())
    found: dict[str, np.ndarray] = {}
    for number, graph in _fields(content):
        if number != 7:
            continue
        for part, tensor in _fields(graph):
            if part == 5:
                name, value = _tensor(tensor)
                found[name] = value
    return found


def _tensor(content: memoryview) -> tuple[str, np.ndarray]:
    dims: list[int] = []
    kind, name, raw = 1, '', memoryview(b'')
    for number, value in _fields(content):
        if number == 1:
            dims += [value] if isinstance(value, int) else list(_numbers(value))
        elif number == 2 and isinstance(value, int):
            kind = value
        elif number == 8:
            name = bytes(value).decode()
        elif number == 9:
            raw = value
    return name, np.frombuffer(raw, TYPES[kind]).reshape(dims)


def _numbers(content: memoryview) -> Iterator[int]:
    at = 0
    while at < len(content):
        value, at = _read_number(content, at)
        yield value


def _read_number(content: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        shift, at = shift + 7, at + 1
        if byte < 128:
            return value, at


def _fields(content: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    at = 0
    while at < len(content):
        key, at = _read_number(content, at)
        if key & 7 == 0:
            value, at = _read_number(content, at)
            yield key >> 3, value
        elif key & 7 == 2:
            size, at = _read_number(content, at)
            yield key >> 3, content[at : at + size]
            at += size
        else:
            at += struct.calcsize('f') if key & 7 == 5 else struct.calcsize('d')
