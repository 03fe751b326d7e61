import { DiagnosticSeverity, languages, type Diagnostic } from 'vscode';
import type { Attachment, Problem, ProblemSeverity } from '../../protocol/attachment.ts';
import { MOST_PROBLEMS, problemSeverities } from '../../protocol/attachment.ts';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { pathOfDocument } from '../workspacePaths.ts';

/** What the editor and its extensions report now of the files of the workspace, errors first. */
export function editorProblems(roots: readonly WorkspaceRoot[]): Extract<Attachment, { kind: 'problems' }> {
    const problems = languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
        const path = pathOfDocument(roots, uri);
        return path === undefined ? [] : diagnostics.map(diagnostic => problemOf(path, diagnostic));
    });
    const rank = ({ severity }: Problem): number => problemSeverities.indexOf(severity);
    return { kind: 'problems', problems: problems.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_PROBLEMS) };
}

function problemOf(path: WorkspacePath, { range, severity, message, source = '', code }: Diagnostic): Problem {
    return {
        path,
        range: { startLine: range.start.line + 1, endLine: range.end.line + 1 },
        severity: SEVERITIES[severity],
        message: message.slice(0, LONGEST_MESSAGE),
        source,
        code: code === undefined ? '' : String(typeof code === 'object' ? code.value : code),
    };
}

const SEVERITIES: Readonly<Record<DiagnosticSeverity, ProblemSeverity>> = {
    [DiagnosticSeverity.Error]: 'error',
    [DiagnosticSeverity.Warning]: 'warning',
    [DiagnosticSeverity.Information]: 'information',
    [DiagnosticSeverity.Hint]: 'hint',
};
/** Type checkers quote whole types. */
const LONGEST_MESSAGE = 2_000;
