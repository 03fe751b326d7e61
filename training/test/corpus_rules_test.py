"""What may be in the corpus: licences as packages write them, and projects that must stay out."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from exclusions import excluded_by_folder, excluded_by_name, is_copy, telling_lines  # noqa: E402
from extract_pairs import has_other_terms  # noqa: E402
from licence_rules import glob_tails, is_permissive, licence_of_text, read_debian_copyright  # noqa: E402
import re  # noqa: E402

COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2020 A
License: Expat

Files: lib/own.py
Copyright: 2020 B
License: GPL-2+

Files: lib/homemade.py
Copyright: 2020 C
License: homemade

License: homemade
 Permission is hereby granted, free of charge, to any person

License: Expat
 Permission is hereby granted, free of charge, to any person
"""


class Licences(unittest.TestCase):
    def test_permissive_expressions(self) -> None:
        for text in ('MIT', 'Expat', 'Apache-2', 'BSD-3-clause', '(MIT OR GPL-3.0-or-later)', 'MIT/Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'MIT AND ISC', 'GPL-2+ or Apache-2'):
            self.assertTrue(is_permissive(text), text)

    def test_others_are_not(self) -> None:
        for text in ('', 'GPL-2', 'LGPL-2.1+', 'AGPL-3.0', 'MPL-2.0', 'EPL-2.0', 'SEE LICENSE IN LICENSE', 'MIT AND GPL-2.0', 'GPL-2+ or Artistic-2.0, and BSD-3-clause', 'GPLv2-with-linking-exception', 'CC-BY-SA-4.0', 'SSPL-1.0'):
            self.assertFalse(is_permissive(text), text)

    def test_an_unknown_name_is_judged_by_its_text(self) -> None:
        parsed = read_debian_copyright(COPYRIGHT)
        assert parsed is not None
        self.assertEqual([parsed.permits(one) for one in parsed.paragraphs], [True, False, True])

    def test_copyleft_anywhere_in_a_text_makes_it_unclear(self) -> None:
        mit = 'Permission is hereby granted, free of charge, to any person'
        self.assertEqual(licence_of_text(mit), 'MIT')
        self.assertEqual(licence_of_text(mit + '\nother files: GNU General Public License'), '')

    def test_a_glob_of_the_source_finds_the_installed_file(self) -> None:
        tails = [re.compile(tail) for tail in glob_tails('lib/own/*.py')]
        self.assertTrue(any(tail.search('usr/lib/python3/dist-packages/own/a.py') for tail in tails))
        self.assertFalse(any(tail.search('usr/lib/python3/dist-packages/other/a.py') for tail in tails))

    def test_the_header_of_a_file(self) -> None:
        self.assertTrue(has_other_terms('# This Source Code Form is subject to the Mozilla Public License, v. 2.0\n'))
        self.assertFalse(has_other_terms('# GPL or the MIT licence: Permission is hereby granted, free of charge\n'))
        self.assertFalse(has_other_terms('import os\n'))


class Exclusions(unittest.TestCase):
    projects = frozenset({'tokio', 'babel', 'gin-gonic', 'redis', 'vue', 'django', 'sphinx'})

    def test_a_project_is_known_under_the_names_of_registries(self) -> None:
        for name in ('librust-tokio-dev', 'librust-tokio-util-dev', '@babel/core', 'golang-github-gin-gonic-gin-dev', 'python3-django', 'golang-github-go-redis-redis-dev', 'vue'):
            self.assertNotEqual(excluded_by_name(name, self.projects), '', name)

    def test_a_name_that_only_begins_alike_is_another_project(self) -> None:
        for name in ('vuetify', 'python3-click', 'librust-tokenizers-dev', 'redisson'):
            self.assertEqual(excluded_by_name(name, self.projects), '', name)

    def test_vendored_folders(self) -> None:
        self.assertTrue(excluded_by_folder('usr/lib/x/_external/sphinx/util.py', self.projects))
        self.assertFalse(excluded_by_folder('usr/lib/sphinxlike/util.py', self.projects))

    def test_a_file_with_most_of_its_lines_elsewhere_is_a_copy(self) -> None:
        text = '\n'.join(f'const value_number_{number} = compute_something({number});' for number in range(20))
        self.assertTrue(is_copy(text.replace('  ', ' '), telling_lines(text)))
        self.assertFalse(is_copy(text.replace('value', 'other'), telling_lines(text)))


if __name__ == '__main__':
    unittest.main()
