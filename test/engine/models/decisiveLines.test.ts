import { expect, it } from 'vitest';
import { decisiveLines } from '../../../src/engine/models/decisiveLines.ts';
import { termsOf } from '../../../src/engine/retrieve/terms.ts';

const start = `
func start() error {
	if envFile != "" {
		if err := loadEnvironment(envFile); err != nil {
			return err
		}
	}
	var config Config
	if !isResumed {
		config, err = loadConfig(file)
		if err != nil {
			return err
		}
	}
	// The configuration is loaded.
	listen()
}`;

check('a quotation holds whole blocks', start, 'load config', { fewest: 4, most: 6 }, [10, 13]);
check('a line that is known to decide needs no words', start, 'environment', { fewest: 1, most: 1, telling: new Set([16]) }, [16, 16]);
check('a single line may be asked for', start, 'config load', { fewest: 1, most: 1 }, [10, 10]);
check('what a comment says counts less than what code says', '// retries\nretries()\nother()', 'retries', { fewest: 1, most: 1 }, [2, 2]);

function check(
    rule: string,
    text: string,
    words: string,
    options: Parameters<typeof decisiveLines>[3],
    [startLine, endLine]: readonly [number, number],
): void {
    it(rule, () => {
        const known = termsOf(words).map(term => ({ term, written: term, weight: 3, occurs: true }));
        expect(decisiveLines(text.split('\n'), 1, known, options)).toEqual({ startLine, endLine });
    });
}
