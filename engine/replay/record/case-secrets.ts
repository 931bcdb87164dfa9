import { readJavaProperties } from '../../deploy/index.js';
import type { ArtifactPlan, PlannedFile } from './artifact-plan.js';
import { bodyContent } from './body-content.js';
import { SecretFinder } from './find-secrets.js';
import { bodyShape, mapLeaves } from './leaf-texts.js';
import type { RawBody, RawExchange, RawHeaders, RawRecording, RawRegistryRead } from './raw-recording.js';
import { Secrets } from './secrets.js';

/** Everything that is a secret in a recording or in what goes beside it. */
export function findCaseSecrets(recording: RawRecording, plan: ArtifactPlan): Secrets {
  const secrets = new Secrets();
  const finder = new SecretFinder(secrets);
  const { request, exchanges, answer } = recording;
  finder.url(request.target);
  findInMessage(finder, request.headers, request.body);
  for (const exchange of exchanges) findInExchange(finder, exchange);
  findInMessage(finder, answer.headers, answer.body);
  for (const { path, property, text } of plan.registry) findInSetting(finder, registryName(path, property), text);
  for (const { name, value } of [...plan.environment, ...plan.systemProperties]) finder.setting(value, name);
  for (const file of plan.files) findInFile(finder, file);
  return secrets;
}

function findInExchange(finder: SecretFinder, { url, headers, body, outcome }: RawExchange): void {
  finder.url(url);
  const isTokenCall = body !== null && Buffer.from(body.bytes).includes('grant_type');
  findInMessage(finder, headers, body, isTokenCall ? 'client-secret' : 'password');
  if (outcome.kind === 'answer') findInMessage(finder, outcome.headers, outcome.body);
}

function findInMessage(finder: SecretFinder, headers: RawHeaders, body: RawBody | null, basicKind?: string): void {
  finder.headers(headers, basicKind);
  const content = bodyContent(body, headers);
  if (content) finder.body(content.text, content.type);
}

function findInFile(finder: SecretFinder, { kind, text }: PlannedFile): void {
  if (kind === 'artifact') finder.artifact(text);
  else for (const [name, value] of readJavaProperties(text)) finder.setting(value, name);
}

function findInSetting(finder: SecretFinder, name: string, text: string): void {
  if (bodyShape(text) === 'text') finder.setting(text, name);
  else finder.body(text, undefined);
}

/** What goes beside a fixture, with placeholders in the places of the secrets. */
export function withoutSecrets(plan: ArtifactPlan, secrets: Secrets): ArtifactPlan {
  const files = plan.files.map((file) => ({ ...file, text: replacedFile(file, secrets) }));
  const registry = plan.registry.map((read): RawRegistryRead => {
    const name = registryName(read.path, read.property);
    const shape = bodyShape(read.text);
    const text = mapLeaves<string>(read.text, shape, (leaf, inner) => [secrets.replace(leaf, inner || name)]).join('');
    return { ...read, text };
  });
  return { ...plan, files, registry };
}

function replacedFile({ kind, text }: PlannedFile, secrets: Secrets): string {
  if (kind === 'artifact')
    return mapLeaves<string>(text, 'xml', (leaf, name) => [secrets.replace(leaf, name)]).join('');
  return text.replace(/^((?:\\.|[^=\\])*)=(.*)$/gm, (_, name: string, value: string) => {
    return `${name}=${secrets.replace(value, name)}`;
  });
}

function registryName(path: string, property: string | undefined): string {
  return property ?? path.slice(path.lastIndexOf('/') + 1);
}
