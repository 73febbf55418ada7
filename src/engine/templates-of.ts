import { layout } from '../carbon/layout.ts';
import type { Home } from '../kit/home.ts';

/** The texts of an installation's templates by the paths of the files that they make, in the order of the alphabet. */
export function templatesOf(home: Home): ReadonlyMap<string, string> {
  const paths = templatePaths(home, layout.templates).sort();
  return new Map(
    paths.flatMap((path) => {
      const file = home.read(path);
      const generated = path.slice(layout.templates.length + 1, -ending.length);
      return file.kind === 'text' ? [[generated, file.text] as const] : [];
    }),
  );
}

const ending = '.j2';

/** What has the ending of a file is none of the product's folders, which may have a version such as `v1.0` in the name. */
const otherFile = /\.[A-Za-z]\w*$/;

function templatePaths(home: Home, folder: string): string[] {
  return home.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (name.endsWith(ending)) return [path];
    return otherFile.test(name) ? [] : templatePaths(home, path);
  });
}
