import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Programs and schemas of the product; and its table of defaults, which deployment.toml overrides. */
const ofTheProduct =
  /^(?:lib|dbscripts|tmp|bin\/README\.txt|repository\/components|repository\/resources\/conf\/default\.json$)/;

const published = [
  /66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262/i,
  /03BAFEB27A8E871CAD83C5CD4E771DAB/i,
  /pass(?:word)?\W{1,4}(?:wso2carbon|dashboard|admin)\b/i,
];

/**
 * Finds published secrets in the text files of a home, as `path: line`. The password of the H2 databases that come with
 * the product is none of them: it is written in their files.
 */
export async function publishedSecretsIn(home: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of await filesBelow(home, home)) {
    const text = withoutComments(path, await readFile(join(home, path), 'utf8'));
    let table = '';
    for (const line of text.split('\n')) {
      table = /^\s*\[+([^\]]*)\]/.exec(line)?.[1] ?? table;
      const isDatabase = table.startsWith('database.') || /master-datasources\.xml/.test(path);
      if (!isDatabase && published.some((secret) => secret.test(line))) found.push(`${path}: ${line.trim()}`);
    }
  }
  return found;
}

/** The text files of a home that hold one of these texts. */
export async function filesWith(home: string, texts: readonly string[]): Promise<readonly string[]> {
  const paths = await filesBelow(home, home);
  const contents = await Promise.all(paths.map((path) => readFile(join(home, path), 'utf8')));
  return paths.filter((_, index) => texts.some((text) => contents[index]?.includes(text)));
}

/** What stands in a comment is no setting. */
function withoutComments(path: string, text: string): string {
  if (/\.(?:xml|j2|jsp)$/.test(path)) return text.replaceAll(/<!--[\s\S]*?-->/g, '');
  return /\.(?:toml|properties|conf)$/.test(path) ? text.replaceAll(/^\s*#.*$/gm, '') : text;
}

async function filesBelow(home: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      const name = relative(home, path);
      if (ofTheProduct.test(name)) return [];
      if (entry.isDirectory()) return filesBelow(home, path);
      return entry.isFile() && (await stat(path)).size < 2 << 20 && !/\.(?:jar|db|jks|p12|gif|png|exe|zip)$/.test(name)
        ? [name]
        : [];
    }),
  );
  return found.flat();
}
