"""The tokenizer, the pairs and the model file."""
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from export_model import write_folder  # noqa: E402
from pairs_braces import brace_pairs  # noqa: E402
from pairs_prose import change_pairs, comment_pairs, message_pairs  # noqa: E402
from pairs_python import python_pairs  # noqa: E402
from static_model import StaticModel, load_model  # noqa: E402
from tokenizer import SPECIAL, Tokenizer, words  # noqa: E402


class Texts(unittest.TestCase):
    def test_words(self) -> None:
        self.assertEqual(words('HTTPServer.readAll2(max_size)'), ['http', 'server', 'read', 'all', '2', 'max', 'size'])

    def test_longest_pieces_first(self) -> None:
        tokenizer = Tokenizer([*SPECIAL, 'read', '##er', '##e', '##r', 're'])
        self.assertEqual(tokenizer.encode('reader xyz'), [5, 6, 1])


class Pairs(unittest.TestCase):
    def test_a_docstring_leaves_its_function(self) -> None:
        source = 'class A:\n    def go(self):\n        """Sends the message twice over."""\n        return self.send(2)\n'
        self.assertEqual([(kind, name, text) for kind, name, text, _ in python_pairs(source)], [('doc', 'A.go', 'Sends the message twice over.')])
        self.assertNotIn('twice', next(python_pairs(source))[3])

    def test_a_doc_comment_and_its_declaration(self) -> None:
        source = '/// Opens the file for reading only.\n#[inline]\npub fn open(path: &Path) -> File {\n    File::new(path)\n}\n'
        self.assertEqual(list(brace_pairs(source, 'rs')), [('doc', 'open', 'Opens the file for reading only.', 'pub fn open(path: &Path) -> File {\n    File::new(path)\n}')])

    def test_a_comment_and_the_lines_after_it(self) -> None:
        source = 'def f():\n    # retry the request when the server is busy\n    while busy(server):\n        request(server, timeout)\n\n    return\n'
        self.assertEqual([(text, code.count('\n')) for _, _, text, code in comment_pairs(source, 'py')], [('retry the request when the server is busy', 1)])

    def test_a_message_is_taken_out_of_its_function(self) -> None:
        code = 'func f() error { return errors.New("cannot open the lock file") }'
        [(kind, name, text, rest)] = list(message_pairs('f', code))
        self.assertEqual((kind, name, text), ('er', 'f', 'cannot open the lock file'))
        self.assertNotIn('lock', rest)

    def test_an_entry_of_a_changelog_finds_the_function_it_names(self) -> None:
        changelog = '## 1.2\n\n- Fix a crash in `parse_header` when the value is empty (#12)\n- Update the documentation of everything\n'
        self.assertEqual(list(change_pairs(changelog, {'parse_header': 'CODE', 'other_one': 'X'})), [('ch', 'parse_header', 'Fix a crash in parse_header when the value is empty', 'CODE')])


class ModelFile(unittest.TestCase):
    def test_what_is_written_is_read_back(self) -> None:
        vocabulary = [*SPECIAL, 'open', 'file', 'close']
        model = StaticModel(vocabulary, np.random.default_rng(1).standard_normal((len(vocabulary) + 4, 8)).astype('f4'), neighbours=4)
        with tempfile.TemporaryDirectory() as folder:
            write_folder(model, Path(folder) / 'm')
            again = load_model(Path(folder) / 'm')
        self.assertEqual((again.vocabulary, again.neighbours), (vocabulary, 4))
        texts = ['open file', 'close file file']
        self.assertGreater(float((model.embed(texts) * again.embed(texts)).sum(1).min()), 0.999)
        self.assertLess(abs(float((again.embed(['open file']) @ again.embed(['file open']).T)[0, 0])), 0.9999)


if __name__ == '__main__':
    unittest.main()
