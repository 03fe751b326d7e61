#!/usr/bin/env python3
"""Writes a trained table as a model folder that transformers.js loads.

usage: export_model.py MODEL.npz FOLDER [--check LAB/check.json]

FOLDER/onnx/model_quantized.onnx holds the table as int8 with one scale a row, and pools by itself: its output is [batch, 1,
width], to be read with pooling 'cls'. --check writes texts with the token ids and vectors that checkExport.mjs must find.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

from onnx_file import Graph
from static_model import HASH_FIRST, HASH_SECOND, MOST_TOKENS, StaticModel, load_model
from tokenizer import SPECIAL

LARGEST_FILE = 16_000_000
CLS = SPECIAL.index('[CLS]')


def quantised(table: np.ndarray, special: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 and one scale a row. Rows of special tokens become tiny: a text of nothing else still has a length to divide by."""
    table = table.astype('f4').copy()
    usual = np.median(np.linalg.norm(table[special:], axis=1))
    table[:special] = np.random.default_rng(0).standard_normal((special, table.shape[1])) * (1e-3 * usual / np.sqrt(table.shape[1]))
    table[0] = 0
    scale = np.maximum(np.abs(table).max(1), 1e-12) / 127
    return np.clip(np.rint(table / scale[:, None]), -127, 127).astype('i1'), scale.astype('f4')


def graph_of(model: StaticModel) -> Graph:
    """A token seen n times counts sqrt(n): each of its places is weighted by n ** -0.5, and all places are summed."""
    graph = Graph()
    rows, scale = quantised(model.table, len(SPECIAL))
    graph.constant('table', rows)
    graph.constant('scale', scale)
    graph.constant('axis1', np.array([1], 'i8'))
    graph.constant('axis2', np.array([2], 'i8'))
    graph.constant('power', np.array(-0.5, 'f4'))
    ids, mask = 'input_ids', graph.node('Cast', ['attention_mask'], 'mask', to=1)
    if model.neighbours > 0:
        ids, mask = with_neighbours(graph, len(model.vocabulary), model.neighbours)
    graph.node('Gather', ['table', ids], 'gathered', axis=0)
    graph.node('Cast', ['gathered'], 'rows', to=1)
    graph.node('Gather', ['scale', ids], 'scales', axis=0)
    graph.node('Mul', ['scales', mask], 'present')
    graph.node('Cast', [ids], 'narrow', to=6)
    graph.node('Unsqueeze', ['narrow', 'axis2'], 'down')
    graph.node('Unsqueeze', ['narrow', 'axis1'], 'across')
    graph.node('Equal', ['down', 'across'], 'same')
    graph.node('Cast', ['same'], 'sameness', to=1)
    graph.node('ReduceSum', ['sameness', 'axis2'], 'counts', keepdims=0)
    graph.node('Pow', ['counts', 'power'], 'shares')
    graph.node('Mul', ['present', 'shares'], 'weights')
    graph.node('Unsqueeze', ['weights', 'axis1'], 'row')
    graph.node('MatMul', ['row', 'rows'], 'last_hidden_state')
    return graph


def with_neighbours(graph: Graph, vocabulary: int, neighbours: int) -> tuple[str, str]:
    """Appends to the ids the hashed row of each two neighbouring tokens, behind the vocabulary; [CLS] and padding have none."""
    for name, value in (('zero', 0), ('one', 1), ('minus', -1), ('end', 2**31 - 1)):
        graph.constant(name, np.array([value], 'i8'))
    for name, value in (('first', HASH_FIRST), ('second', HASH_SECOND), ('buckets', neighbours), ('behind', vocabulary), ('special', CLS)):
        graph.constant(name, np.array(value, 'i8'))
    graph.node('Slice', ['input_ids', 'zero', 'minus', 'axis1'], 'before')
    graph.node('Slice', ['input_ids', 'one', 'end', 'axis1'], 'after')
    graph.node('Mul', ['before', 'first'], 'hash1')
    graph.node('Mul', ['after', 'second'], 'hash2')
    graph.node('Add', ['hash1', 'hash2'], 'hash')
    graph.node('Mod', ['hash', 'buckets'], 'bucket')
    graph.node('Add', ['bucket', 'behind'], 'any_pair')
    graph.node('Equal', ['before', 'special'], 'begins')
    graph.node('Not', ['begins'], 'follows')
    graph.node('Cast', ['follows'], 'following', to=7)
    graph.node('Slice', ['attention_mask', 'one', 'end', 'axis1'], 'present_after')
    graph.node('Mul', ['following', 'present_after'], 'is_pair')
    # What is no pair becomes padding, or it would be counted with the pairs of its bucket.
    graph.node('Mul', ['any_pair', 'is_pair'], 'pairs')
    graph.node('Concat', ['input_ids', 'pairs'], 'ids', axis=1)
    graph.node('Cast', ['is_pair'], 'pair_mask', to=1)
    graph.node('Concat', ['mask', 'pair_mask'], 'whole_mask', axis=1)
    return 'ids', 'whole_mask'


def tokenizer_of(vocabulary: list[str]) -> dict:
    """tokenizer.json: what tokenizer.py does, in the words of the tokenizers library."""
    added = [
        {'id': number, 'content': token, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True}
        for number, token in enumerate(SPECIAL)
    ]
    normalizers = [
        {'type': 'Replace', 'pattern': {'Regex': '(?<=[a-z0-9])(?=[A-Z])'}, 'content': ' '},
        {'type': 'Replace', 'pattern': {'Regex': '(?<=[A-Z])(?=[A-Z][a-z])'}, 'content': ' '},
        {'type': 'Lowercase'},
    ]
    begin, text = {'SpecialToken': {'id': '[CLS]', 'type_id': 0}}, {'Sequence': {'id': 'A', 'type_id': 0}}
    return {
        'version': '1.0',
        'truncation': None,
        'padding': None,
        'added_tokens': added,
        'normalizer': {'type': 'Sequence', 'normalizers': normalizers},
        'pre_tokenizer': {'type': 'Split', 'pattern': {'Regex': '[a-z]+|[0-9]+|[^\\P{L}a-z]+'}, 'behavior': 'Removed', 'invert': True},
        'post_processor': {
            'type': 'TemplateProcessing',
            'single': [begin, text],
            'pair': [begin, text, {'Sequence': {'id': 'B', 'type_id': 1}}],
            'special_tokens': {'[CLS]': {'id': '[CLS]', 'ids': [CLS], 'tokens': ['[CLS]']}},
        },
        'decoder': {'type': 'WordPiece', 'prefix': '##', 'cleanup': True},
        'model': {
            'type': 'WordPiece',
            'unk_token': '[UNK]',
            'continuing_subword_prefix': '##',
            'max_input_chars_per_word': 100,
            'vocab': {piece: number for number, piece in enumerate(vocabulary)},
        },
    }


def write_folder(model: StaticModel, folder: Path) -> None:
    weights = folder / 'onnx/model_quantized.onnx'
    width = model.table.shape[1]
    shape: list[str | int] = ['batch_size', 'sequence_length']
    graph_of(model).write(weights, folder.name, {'input_ids': shape, 'attention_mask': shape}, {'last_hidden_state': ['batch_size', 1, width]})
    (folder / 'tokenizer.json').write_text(json.dumps(tokenizer_of(model.vocabulary), ensure_ascii=False, separators=(',', ':')))
    tokens = {name.strip('[]').lower() + '_token': name for name in SPECIAL}
    described = {'tokenizer_class': 'PreTrainedTokenizerFast', 'model_max_length': MOST_TOKENS + 1, **tokens, 'clean_up_tokenization_spaces': True}
    (folder / 'tokenizer_config.json').write_text(json.dumps(described, indent=1))
    config = {
        '_name_or_path': folder.name,
        'architectures': ['BertModel'],
        'model_type': 'bert',
        'hidden_size': width,
        'vocab_size': len(model.vocabulary),
        'num_hidden_layers': 0,
        'num_attention_heads': 1,
        'intermediate_size': 0,
        'max_position_embeddings': MOST_TOKENS + 1,
        'pad_token_id': 0,
        'type_vocab_size': 1,
        'static_embedding': True,
        'term_frequency': 'sqrt',
        'pooling': 'cls',
    }
    (folder / 'config.json').write_text(json.dumps(config, indent=1))
    if weights.stat().st_size > LARGEST_FILE:
        sys.exit(f'{weights} has {weights.stat().st_size} bytes, more than {LARGEST_FILE}')
    print(f'{folder}: {weights.stat().st_size / 1e6:.1f} MB, tokenizer {(folder / "tokenizer.json").stat().st_size / 1e6:.1f} MB')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model', type=Path)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--check', type=Path, help='pairs/test.jsonl beside it gives the texts')
    options = parser.parse_args()
    model = load_model(options.model)
    write_folder(model, options.folder)
    if options.check:
        exported = load_model(options.folder)
        with (options.check.parent / 'pairs/test.jsonl').open() as lines:
            texts = [json.loads(line)['c'] for line, _ in zip(lines, range(2000))]
        vectors = exported.embed(texts)
        ids = [exported.tokenizer.encode(text, MOST_TOKENS) for text in texts]
        options.check.write_text(json.dumps({'texts': texts, 'ids': ids, 'vectors': [[round(float(x), 6) for x in vector] for vector in vectors]}))


if __name__ == '__main__':
    main()
