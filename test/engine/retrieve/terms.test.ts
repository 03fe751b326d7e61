import { describe, expect, test } from 'vitest';
import { bagOf, isStopWord, termsOf } from '../../../src/engine/retrieve/terms.ts';

describe('words of a text', () => {
    check('camel case is split and kept whole', 'retryBuild', 'retry build retrybuild');
    check('so is snake case, as the same whole', 'retry_build', 'retry build retrybuild');
    check('an acronym ends where the next word begins', 'HTTPServer getURL', 'http server httpserver get url geturl');
    check('initials in the plural are those initials', 'URLs nodeIDs UUIDs', 'url urls node id nodeids uuid uuids');
    check('digits part words', 'sha256 utf8', 'sha 256 sha256 utf utf8');
    check('marks at the edges are no parts', '_private $scope __init__', 'privat scop init');
    check('plural, past and progressive meet', 'retries retried retry loaded loading loads', 'retry retri retry load load load');
    check('general and generate do not', 'general generate', 'general generat');
    check('single letters and digits say nothing', 'a = b + 1;', '');
    check('words of other alphabets are words', 'Größe naïve число', 'größe naïve число');
    check('scripts without blanks are pairs of characters', '検索する', '検索 索す する');
    check('encoded data is no word', `${'a'.repeat(60)} ok`, 'ok');

    function check(rule: string, text: string, expected: string): void {
        test(rule, () => expect(termsOf(text).join(' ')).toBe(expected));
    }
});

test('a bag is sorted and counts, so that the text cannot be read back from it', () => {
    expect(bagOf('retry the build, then retry')).toEqual({ words: 'build retry the then', counts: '!"!!' });
});

test('the same identifier gives the same words however often it was seen', () => {
    const once = termsOf('parseConfigFile');
    expect(termsOf('x parseConfigFile y')).toEqual(once);
});

test('small talk is dropped from questions in its stemmed form as well', () => {
    expect(['the', ...termsOf('using does please')].filter(term => !isStopWord(term))).toEqual([]);
});
