import type { IntentShares } from './intent.ts';
import type { IntentModel } from './intentModel.ts';
import { isReport } from './askingPart.ts';
import { intentFeatures } from './intentFeatures.ts';
import { probabilities, unpackModel } from './intentModel.ts';
import { PACKED_MODEL } from './intentWeights.ts';

/**
 * How likely a question wants code, tests, documents, configuration, the build, or what the project is for. The weights are learnt from
 * questions that people wrote about other projects (training/intent); how good they are on questions of a writer they have not seen stands
 * in training/intent/report.md. Takes a tenth of a millisecond for a line, some tenths for a report.
 */
export function readIntent(question: string): IntentShares {
    model ??= unpackModel(PACKED_MODEL);
    const { weights, bias } = model;
    const [unasked = 0, ...others] = bias;
    const asked = unasked + CODE_BONUS + (isReport(question.trim()) ? REPORT_BONUS : 0);
    const [code = 0, tests = 0, docs = 0, config = 0, build = 0, purpose = 0] = probabilities(
        { weights, bias: [asked, ...others] },
        intentFeatures(question),
    );
    return { code, tests, docs, config, build, purpose };
}

/** Unpacked when the first question is asked. */
let model: IntentModel | undefined;

/** Of the questions to learn from less than half want code, of those that are asked more do. More than half of a unit costs the others. */
const CODE_BONUS = 0.1;

/** The questions to learn from are of a line or two; a report mentions everything, and wants code. */
const REPORT_BONUS = 4;
