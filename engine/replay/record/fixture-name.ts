/**
 * The name of a fixture's file without its ending, of small letters, digits and hyphens alone: nothing that came with a
 * request can lead to another folder, or hide a file.
 * @param path of the request, secrets replaced
 */
export function fixtureName(service: string | undefined, method: string, path: string, status: number): string {
  const parts = [service ?? '', method, path.split('?', 1)[0]!, String(status)];
  return parts
    .map((part) => slug(part, 48))
    .filter((part) => part !== '')
    .join('-');
}

function slug(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}
