import type { Context } from '../kit/context.ts';
import type { Home } from '../kit/home.ts';
import type { ownKeyParams } from '../kit/own-key-parts.ts';
import { dataSignsOf } from '../kit/stored-data.ts';
import { configurationReader } from './configuration-of.ts';

/** What a command that works on keys itself knows of a home. */
export type KeyContext = Context<typeof ownKeyParams>;

/**
 * Looks at a home as a transform for keys would.
 * @param names by which the server is reached, besides those of its configuration.
 */
export function keyContext(home: Home, now: Date, names: readonly string[] = []): KeyContext {
  const configuration = configurationReader()(home);
  return {
    home,
    configuration,
    answers: { names, 'validity-days': 366, 'key-bits': '3072' },
    dataSigns: dataSignsOf(home, configuration),
    now,
  };
}
