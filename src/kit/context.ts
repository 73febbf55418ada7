import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import type { Home } from './home.ts';
import type { Answers, Params } from './params.ts';

/** What a transform may know besides its file. */
export interface Context<P extends Params = Params> {
  /** With the changes of earlier transforms already in its files. */
  readonly home: Home;
  /** What the server will read from the home as staged. */
  readonly configuration: EffectiveConfiguration;
  readonly answers: Answers<P>;
  /**
   * What shows that data may exist which today's keys protect, one phrase each: traces of a start, data sources that
   * others may have used. None on a home never started that uses its own empty databases only.
   */
  readonly dataSigns: readonly string[];
  readonly now: Date;
}
