import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, validateSources } from '../../engine/index.js';

/** Where the real artifacts lie, beside the project; not part of it. */
export const corpusFolder = join(process.cwd(), '..', 'shared', 'corpus');

/** Whether the corpus is there: a clone on its own has none. */
export const hasCorpus = existsSync(join(corpusFolder, 'verdicts.tsv'));

/** What the reference engine says of a file when it is loaded. */
type Verdict = 'accepted' | 'refused' | 'missing-class' | 'unknown';

/** One file of the corpus, judged by both engines. */
export interface CorpusFile {
  readonly file: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

/** How often both agree, and the most frequent causes where they do not. */
export interface CorpusScore {
  readonly agreed: number;
  readonly judged: number;
  readonly causes: Readonly<Record<string, number>>;
}

/** Checks every file as a deployment of its own, as `mediant validate --each` does. */
export function checkCorpus(): CorpusFile[] {
  const lines = readFileSync(join(corpusFolder, 'verdicts.tsv'), 'utf8').split('\n').slice(1).filter(Boolean);
  const verdicts = new Map(
    lines
      .map((line) => line.split('\t'))
      .map(([file, verdict, reason = '']) => [file, { verdict: verdict as Verdict, reason }]),
  );
  return corpusFiles().map((file) => {
    const content = readFileSync(join(corpusFolder, file));
    const begin = performance.now();
    const findings = validateSources([{ file, content }], { unresolved: 'warning' });
    const milliseconds = performance.now() - begin;
    const { verdict, reason } = verdicts.get(file) ?? { verdict: 'unknown' as const, reason: '' };
    return { file, verdict, reason, findings, milliseconds };
  });
}

function corpusFiles(): string[] {
  return readdirSync(corpusFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .sort();
}

/** The score: `unknown` does not count. */
export function scoreOf(files: readonly CorpusFile[]): CorpusScore {
  const judged = files.filter(({ verdict }) => verdict !== 'unknown');
  const causes = new Map<string, number>();
  for (const file of judged) {
    if (!agrees(file)) for (const cause of causesOf(file)) causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const sorted = [...causes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return {
    agreed: judged.filter(agrees).length,
    judged: judged.length,
    causes: Object.fromEntries(sorted.slice(0, 20)),
  };
}

function agrees({ verdict, reason, findings }: CorpusFile): boolean {
  const failed = findings.some(({ severity }) => severity === 'error');
  if (verdict === 'accepted') return !failed;
  if (verdict === 'refused') return failed;
  const className = reason.split(' ')[0];
  return findings.some(({ message }) => message.includes(className));
}

/** Why a file is judged differently: the errors that the reference does not have, or what it says and we do not. */
function causesOf({ verdict, reason, findings }: CorpusFile): Set<string> {
  if (verdict !== 'accepted') return new Set([`${verdict} there: ${reason.slice(0, 100)}`]);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return new Set(errors.map(({ code, message }) => (code === 'grammar/unsupported-mediator' ? message : code)));
}
